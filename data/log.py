"""The log: one JSON object a line in ``workspace/log/haldur.jsonl``, rotated by size, without personal values.

A record says what happened in words of the program's own (``event``) and in counts. What a person typed or a file
held never gets in: strings are taken only when they look like names in the code, and of an error only its
class and the places in the code that it went through are kept, never its message.
An error that nobody foresaw gets an incident number, which is all that a user sees of it.
"""

import json
import logging
import re
import secrets
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

MOST_BYTES = 2_000_000
KEPT_FILES = 5
_NAME = re.compile(r"[a-z][a-z0-9_.]{0,39}")
_LOGGER = logging.getLogger("haldur")

Fact = str | int | float | bool | None


class _JsonLines(logging.Handler):
    """Appends records to a file that several processes share; a lock file keeps rotation whole."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_suffix(".lock"), timeout=5):
                if self.path.exists() and self.path.stat().st_size > MOST_BYTES:
                    _rotate(self.path)
                with self.path.open("a", encoding="utf-8") as file:
                    file.write(_line(record))
        except OSError as error:
            sys.stderr.write(f"The log {self.path} can't be written: {error.strerror or type(error).__name__}.\n")


def log_file(workspace: Path) -> Path:
    """The file that the records of a workspace go to; older ones beside it end in .1 to .5."""
    return workspace / "log" / "haldur.jsonl"


def configure(workspace: Path | str, level: str = "info") -> None:
    """Sends this process's records from ``level`` up to the log of ``workspace``, and nowhere else."""
    for handler in list(_LOGGER.handlers):
        _LOGGER.removeHandler(handler)
    _LOGGER.addHandler(_JsonLines(log_file(Path(workspace).resolve())))
    _LOGGER.setLevel(level.upper())
    _LOGGER.propagate = False


def event(name: str, level: str = "info", **facts: Fact) -> None:
    """Records that something happened: ``event("import", batch=4, rejected=0)``.

    Args:
        name: the event in the code's words, like ``import`` or ``run``.
        level: debug, info, warning or error.
        **facts: counts, seconds, numbers of versions, and names of the code's own (verbs, tables, codes).

    Raises:
        ValueError: a fact is text that isn't such a name, so it might be somebody's.
    """
    for text in (name, *(fact for fact in facts.values() if isinstance(fact, str))):
        if not _NAME.fullmatch(text):
            raise ValueError("the log takes numbers and names of the code's own, nothing that a person wrote")
    _LOGGER.log(logging.getLevelNamesMapping()[level.upper()], name, extra={"facts": facts})


def incident(error: BaseException) -> str:
    """Records an unforeseen error; returns the number (eight characters) by which the record is found again."""
    number = secrets.token_hex(4).upper()
    facts = {"incident": number, "error": _kind(error), "places": _places(error)}
    if error.__cause__ is not None:
        facts |= {"cause": _kind(error.__cause__), "cause_places": _places(error.__cause__)}
    _LOGGER.error("incident", extra={"facts": facts})
    return number


def incidents(workspace: Path) -> list[dict[str, Any]]:
    """The incidents in the current log file, oldest first; lines that aren't records are passed over."""
    path = log_file(workspace)
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    records = (_record(line) for line in lines if '"incident"' in line)
    return [record for record in records if record.get("event") == "incident"]


def _record(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _line(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    head = {"at": at, "level": record.levelname.lower(), "event": record.getMessage(), "process": record.process}
    return json.dumps(head | {"facts": getattr(record, "facts", {})}, ensure_ascii=True) + "\n"


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _places(error: BaseException) -> list[str]:
    """Where the error went through: file, line and function of each step, without its values."""
    steps = traceback.extract_tb(error.__traceback__)
    return [f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in steps][-20:]


def _rotate(path: Path) -> None:
    for number in range(KEPT_FILES, 0, -1):
        older = path.with_name(f"{path.name}.{number}")
        newer = path.with_name(f"{path.name}.{number - 1}") if number > 1 else path
        if newer.exists():
            newer.replace(older)
