"""The first and last rows of a regular text, enough to tell where its table is without parting all of it."""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from data.importing.formats.dialects import find
from data.importing.mapping import Read
from data.importing.scanning import Scan

_FIRST_ROWS = 400
_LAST_ROWS = 60
_LAST_BYTES = 128 * 1024
_LONGEST = 100_000


def sample(path: Path, found: Scan, said: Read) -> list[tuple[int, list[str]]] | None:
    """The first and last rows with their lines; None where the text is better read in another dialect."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(islice(file, _FIRST_ROWS))
    if max(map(len, lines), default=0) > _LONGEST:
        return None
    dialect = find(lines, said)
    if (dialect.separator, dialect.quote, dialect.escape) != (found.separator, '"', ""):
        return None
    first = list(_parted(lines, found, 1))
    total = found.records + found.skipped
    last = _last_lines(path)[-min(_LAST_ROWS, total - len(lines)) :] if total > len(lines) else []
    return first[found.skipped :] + list(_parted(last, found, total - len(last) + 1))


def _parted(lines: list[str], found: Scan, first: int) -> Iterator[tuple[int, list[str]]]:
    return enumerate(csv.reader(lines, delimiter=found.separator), first)


def _last_lines(path: Path) -> list[str]:
    """Whole lines from the end of the file, in order."""
    with path.open("rb") as file:
        size = path.stat().st_size
        file.seek(max(0, size - _LAST_BYTES))
        text = file.read().decode("utf-8", errors="replace")
    return text.rstrip("\r\n").split("\n")[1:]
