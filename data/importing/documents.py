"""The files beside the tables: bonus schemes and rights, kept as they are once they are found sound."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from data.errors import HaldurError
from data.importing import periods
from data.importing.files import Upload
from data.importing.report import Fault

DocumentKind = Literal["scheme", "access"]
Check = Callable[[str, str], None]
"""Checks a document's meaning, by its kind and text; raises HaldurError where it is off."""

_ROLES = ("director", "manager", "analyst")


@dataclass(frozen=True, slots=True)
class Document:
    """A scheme, valid from a month on, or the rights."""

    upload: Upload
    kind: DocumentKind
    name: str
    valid_from: date | None
    content: str


def read(upload: Upload, check: Check | None) -> Document | list[Fault]:
    """Reads a TOML file of an import as a scheme or as the rights; a list of its faults where it is neither or off."""
    try:
        content = upload.path.read_bytes().decode("utf-8-sig")
        listed = tomllib.loads(content)
    except UnicodeDecodeError as error:
        return [_syntax(upload, None, f"it is not in UTF-8 (byte {error.start + 1})")]
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        return [_syntax(upload, int(found[1]) if found else None, str(error))]
    kind = _kind(upload, listed)
    if kind is None:
        return [_syntax(upload, None, "it is neither a bonus scheme ([[tier]]) nor a list of rights ([[person]])")]
    document = Document(upload, kind, str(listed.get("name", "")), _valid_from(listed), content)
    faults = list(_access_faults(upload, listed) if kind == "access" else _scheme_faults(document))
    return faults or _checked(document, check)


def _kind(upload: Upload, listed: Mapping[str, Any]) -> DocumentKind | None:
    if "person" in listed or upload.stem.lower().startswith("access"):
        return "access"
    if {"tier", "base", "pay_on"} & set(listed) or upload.stem.lower().startswith("scheme"):
        return "scheme"
    return None


def _valid_from(listed: Mapping[str, Any]) -> date | None:
    value = listed.get("from")
    if isinstance(value, date):
        return value.replace(day=1)
    period = periods.parse(value) if isinstance(value, str) else None
    return period.start if period and period.months == 1 else None


def _scheme_faults(document: Document) -> Iterator[Fault]:
    if document.valid_from is None:
        line = _line(document.content, r"^\s*from\s*=")
        reason = 'it must say from which month it holds, such as from = "2026-01"'
        yield _fault("bad-scheme", document.upload, line, reason)


def _access_faults(upload: Upload, listed: Mapping[str, Any]) -> Iterator[Fault]:
    """What is off in a list of rights: every person needs an e-mail and one of the roles."""
    people = listed.get("person", [])
    if not isinstance(people, list) or not people:
        yield _fault("bad-access", upload, None, "it lists nobody; each person is a [[person]] with email and role")
        return
    for number, person in enumerate(people, 1):
        email, role = person.get("email"), person.get("role")
        if not isinstance(email, str) or "@" not in email:
            yield _fault("bad-access", upload, None, f"person {number} has no e-mail address (email = …)")
        elif role not in _ROLES:
            reason = f"{email} has the role {role!r}; roles are {', '.join(_ROLES)}"
            yield _fault("bad-access", upload, None, reason)


def _checked(document: Document, check: Check | None) -> Document | list[Fault]:
    """The document, or the faults that the scheme's own checks find."""
    if check is None:
        return document
    try:
        check(document.kind, document.content)
    except HaldurError as error:
        found = re.search(r"[Ll]ine (\d+)", str(error))
        code = "bad-scheme" if document.kind == "scheme" else "bad-access"
        return [_fault(code, document.upload, int(found[1]) if found else None, str(error))]
    return document


def _syntax(upload: Upload, line: int | None, reason: str) -> Fault:
    return _fault("toml-syntax", upload, line, reason)


def _fault(code: str, upload: Upload, line: int | None, reason: str) -> Fault:
    return Fault(upload.name, line, None, None, code, {"file": upload.name, "reason": reason.rstrip(".")})


def _line(content: str, pattern: str) -> int | None:
    found = re.search(pattern, content, re.MULTILINE)
    return content.count("\n", 0, found.start()) + 1 if found else None
