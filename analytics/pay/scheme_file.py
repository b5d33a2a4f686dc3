"""Reading a bonus scheme from its TOML file, with every fault named by line, key, value and remedy.

Numbers are read as they are written (decimals, never floats).
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from analytics.pay.scheme import Scheme
from analytics.pay.scheme_rules import Path, breaches, doubts
from analytics.pay.scheme_section import Section, scheme
from analytics.words import N_, _

_MOST_LINES = 500
_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class SchemeFault:
    """One fault of a scheme's file: the line, the key as it is written, its value, a code and what is wrong."""

    line: int
    key: str
    value: str
    code: str
    template: str
    values: Mapping[str, object]

    @property
    def message(self) -> str:
        """What is wrong and what would be accepted, in the reader's language."""
        return _(self.template, key=self.key, value=self.value, **self.values)

    def __str__(self) -> str:
        return _("Line {line}: {message}", line=self.line, message=self.message)


class SchemeRefused(ValueError):
    """A scheme's file can't be used; ``faults`` holds everything that is wrong with it, by line."""

    def __init__(self, faults: tuple[SchemeFault, ...]) -> None:
        super().__init__(" ".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Review:
    """What a check of a scheme's file found.

    ``scheme`` is None where ``faults`` forbid it; ``doubts`` are what is allowed in it and hardly meant.
    """

    scheme: Scheme | None
    faults: tuple[SchemeFault, ...] = ()
    doubts: tuple[SchemeFault, ...] = ()


def review(text: str) -> Review:
    """The scheme that ``text`` (TOML) describes, with everything that is wrong or doubtful in it, by line."""
    reader = _Reader(text.removeprefix("\ufeff"))
    try:
        found = reader.scheme()
    except SchemeRefused as refused:
        return Review(None, refused.faults)
    return Review(found, doubts=reader.doubts(found))


def read(text: str) -> Scheme:
    """The scheme that ``text`` (TOML) describes.

    Raises:
        SchemeRefused: with every fault found, each with its line.
    """
    return _Reader(text.removeprefix("\ufeff")).scheme()


def faults(text: str) -> tuple[SchemeFault, ...]:
    """What is wrong with a scheme's file; nothing when it can be used."""
    return review(text).faults


class _Reader:
    """One reading of one file: collects faults while it takes the values out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults: list[SchemeFault] = []

    def scheme(self) -> Scheme:
        """The scheme, when no fault was met on the way."""
        found = scheme(Section(self.fault, self._parsed(), ()))
        doubtful = [fault.key for fault in self.faults]
        for breach in breaches(found):
            if not any(_is_about(key, _key(breach.path)) for key in doubtful):
                self.fault(breach.path, breach.code, breach.template, **breach.values)
        self._stop()
        return found

    def doubts(self, found: Scheme) -> tuple[SchemeFault, ...]:
        """What is allowed in ``found`` and hardly meant, by line."""
        for doubt in doubts(found):
            self.fault(doubt.path, doubt.code, doubt.template, **doubt.values)
        return _ordered(self.faults)

    def fault(self, path: Path, code: str, template: str, value: object = None, **values: object) -> None:
        """Notes a fault at ``path``, on the line where that key, or else the table around it, begins."""
        line = next((self.lines[path[:size]] for size in range(len(path), 0, -1) if path[:size] in self.lines), 1)
        shown = "" if value is None else str(value)[:80]
        self.faults.append(SchemeFault(line, _key(path), shown, code, template, values))

    @cached_property
    def lines(self) -> dict[Path, int]:
        """The line on which each key begins: the first of the lines that had to be read before it was there."""
        found: dict[Path, int] = {}
        begun, rows = 1, self.text.split("\n")
        for number in range(1, len(rows) + 1):
            try:
                values = tomllib.loads("\n".join(rows[:number]), parse_float=Decimal)
            except ValueError:
                continue
            for path in _paths(values):
                found.setdefault(path, begun)
            begun = number + 1
        return found

    def _parsed(self) -> dict[str, Any]:
        rows = self.text.count("\n") + 1
        if rows > _MOST_LINES:
            template = N_("The file has {count} lines; a scheme has {most} at most.")
            self._syntax(_MOST_LINES, template, count=rows, most=_MOST_LINES)
        try:
            return tomllib.loads(self.text, parse_float=Decimal)
        except (ValueError, ArithmeticError, RecursionError) as error:
            place = _LINE.search(str(error))
            reason = _LINE.sub("", str(error)).replace("(at end of document)", "").strip()
            line = int(place[1]) if place else len(self.text.rstrip().split("\n"))
            self._syntax(
                line, N_("This isn't TOML: {reason}. Text stands in quotes, numbers with a point."), reason=reason
            )
            raise

    def _syntax(self, line: int, template: str, **values: object) -> None:
        self.faults.append(SchemeFault(line, "", "", "syntax", template, values))
        self._stop()

    def _stop(self) -> None:
        if self.faults:
            raise SchemeRefused(_ordered(self.faults))


def _ordered(found: list[SchemeFault]) -> tuple[SchemeFault, ...]:
    return tuple(sorted(found, key=lambda fault: (fault.line, fault.key, fault.code)))


def _key(path: Path) -> str:
    return ".".join(part for part in path if isinstance(part, str))


def _is_about(key: str, other: str) -> bool:
    """Whether one of two keys is the other, or lies in its table."""
    return (key + ".").startswith(other + ".") or (other + ".").startswith(key + ".")


def _paths(values: Any, path: Path = ()) -> Iterator[Path]:
    """Every key of a parsed file, lists' places included."""
    items = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    for name, value in items:
        yield (*path, name)
        yield from _paths(value, (*path, name))
