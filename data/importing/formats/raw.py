"""What every format is read into: rows of cells with their lines, and the doubts that came up on the way."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

Cell = str | int | float | Decimal | bool | date | datetime | time | None
"""A cell as the file holds it: always text where the format has no types, None where it is empty."""

Row = tuple[int, list[Cell]]
"""A row's first line in the file (the first is 1) and its cells."""

Level = Literal["note", "ask", "refuse"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to read what can be read in several: what a mapping's ``read`` would say, and samples read so."""

    read: Mapping[str, Any]
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about how a file is written that its reader should know, by the code of its sentence.

    A "note" was settled and is only told; an "ask" fits several readings, one for each of ``choices``; a "refuse" has
    no reading that could be trusted. ``values`` fill the sentence.
    """

    code: str
    level: Level
    line: int | None = None
    count: int = 1
    values: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Raw:
    """The rows of one table of a file, before anybody has asked which of them are headings.

    ``name`` is how people know it: the file's name, with the sheet behind a slash where the file has several.
    ``rows`` gives them anew at every call. ``written`` says in words how the file is written (encoding, separator,
    sheet …), for reports. ``is_headed``: the first row holds the headings beyond doubt. ``is_text``: separators part
    the cells, so that a row may have too many or too few.
    """

    name: str
    rows: Callable[[], Iterator[Row]]
    written: Mapping[str, str]
    doubts: tuple[Doubt, ...] = ()
    is_headed: bool = False
    is_text: bool = False


def text_of(cell: Cell) -> str:
    """A cell as text that means the same whoever reads it: a point before decimals, ISO days, true and false.

    A float is written as briefly as possible, a whole one without decimals; None is ''.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
