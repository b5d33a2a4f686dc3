"""Delimited text in UTF-8: its dialect, its records, and what was odd about how it is written."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO

from data.importing.files import unreadable
from data.importing.formats.dialects import Dialect, find
from data.importing.formats.raw import Doubt, Raw
from data.importing.formats.records import Flaw, Record, records
from data.importing.mapping import Read

MAX_LINE = 4_000_000
"""Characters that one line may have: a longer one belongs to no table that people keep."""

_HELD_BYTES = 16 * 1024**2
"""A file up to this size is parted once and its records are kept."""

_SAMPLE_ROWS = 2_000
_CODES: dict[Flaw, str] = {"quotes": "inner-quotes", "separator": "row-separator", "unclosed": "unclosed-quote"}


def raw(path: Path, name: str, said: Read, written: dict[str, str]) -> Raw:
    """The rows of a text, with the doubts about them; ``written`` says how its bytes were read.

    Raises:
        UnreadableFile: a line is too long.
    """
    dialect = _dialect(path, name, said)
    width = _width(path, name, dialect)
    read = _reader(path, name, dialect, width)
    rows = _held(read) if path.stat().st_size <= _HELD_BYTES else read
    return Raw(
        name,
        lambda: ((record.line, list(record.cells)) for record in rows()),
        {**written, "separator": dialect.words, "quote": dialect.quote, "escape": dialect.escape},
        _doubts(rows()),
        is_text=True,
    )


def _open(path: Path) -> IO[str]:
    return path.open(encoding="utf-8-sig", newline="")


def _lines(path: Path, name: str) -> Iterator[str]:
    with _open(path) as file:
        for number, line in enumerate(file, 1):
            if len(line) > MAX_LINE:
                raise unreadable("too-long", file=name, line=number, limit=MAX_LINE)
            yield line


def _dialect(path: Path, name: str, said: Read) -> Dialect:
    return find(_lines(path, name), said)


def _width(path: Path, name: str, dialect: Dialect) -> int | None:
    """How many cells most records have, as far as the first ones tell; None where there are none."""
    first = islice(records(_lines(path, name), dialect, None), _SAMPLE_ROWS)
    widths = Counter(len(record.cells) for record in first if any(record.cells))
    return max(widths, key=lambda width: (widths[width] ** 2 * (width - 1), width), default=None)


def _reader(path: Path, name: str, dialect: Dialect, width: int | None) -> Callable[[], Iterator[Record]]:
    return lambda: records(_lines(path, name), dialect, width)


def _held(read: Callable[[], Iterator[Record]]) -> Callable[[], Iterator[Record]]:
    kept = list(read())
    return lambda: iter(kept)


def _doubts(rows: Iterator[Record]) -> tuple[Doubt, ...]:
    """What was wrong with records, counted by kind."""
    first: dict[Flaw, int] = {}
    counts: Counter[Flaw] = Counter()
    for record in rows:
        if record.flaw:
            first.setdefault(record.flaw, record.line)
            counts[record.flaw] += 1
    return tuple(
        Doubt(_CODES[flaw], "refuse" if flaw == "unclosed" else "note", line, counts[flaw])
        for flaw, line in first.items()
    )
