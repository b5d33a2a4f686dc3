"""Ids that a spreadsheet has destroyed: told from the cells of a column of ids."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Literal

from data.importing.formats.layout import Table
from data.importing.formats.raw import Cell, Raw, text_of

_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d{1,3}")
_PRECISION = 15
_FROM = 10**_PRECISION


@dataclass(frozen=True, slots=True)
class Damage:
    """A destroyed id: its place in the column, how it reads now, and what became of it."""

    index: int
    value: str
    reason: Literal["day", "digits"]


@dataclass(frozen=True, slots=True)
class DamagedCell:
    """A cell that would be a destroyed id if its column held ids: the column's place, the line, how it reads."""

    column: int
    line: int
    value: str


def damaged_cells(raw: Raw, table: Table) -> Iterator[DamagedCell]:
    """The cells of a table that a spreadsheet has changed, should their columns hold ids.

    A column of days is no column of codes: there days are told only where most of the filled cells are something else.
    """
    rows = [(line, cells) for line, cells in raw.rows() if table.holds(line)]
    for column in range(table.width):
        cells = [row[column] if column < len(row) else None for _, row in rows]
        found = list(damaged_ids(cells))
        days = sum(damage.reason == "day" for damage in found)
        are_codes = 2 * days < sum(cell not in (None, "") for cell in cells)
        for damage in found:
            if damage.reason == "digits" or are_codes:
                yield DamagedCell(column, rows[damage.index][0], damage.value)


def damaged_ids(cells: Sequence[Cell]) -> Iterator[Damage]:
    """The ids of a column that a spreadsheet has turned into something else.

    "day": a code such as 1-2, MAR1 or 3/4 was taken for a day or a time. "digits": a long number was cut to its first
    15 digits, or is shown as 1.23E+16. A whole number of more than 15 digits that ends in zeros counts as cut unless
    another in the column has more than 15 digits that matter: no spreadsheet holds those, so a program wrote them.
    """
    is_exact = any(_digits(cell) > _PRECISION for cell in cells)
    for index, cell in enumerate(cells):
        if isinstance(cell, date | time):
            yield Damage(index, text_of(cell), "day")
        elif isinstance(cell, str):
            if _SCIENTIFIC.fullmatch(cell.strip()):
                yield Damage(index, cell, "digits")
        elif isinstance(cell, float | Decimal):
            if abs(cell) >= _FROM:
                yield Damage(index, text_of(cell), "digits")
        elif isinstance(cell, int) and abs(cell) >= _FROM and not is_exact:
            yield Damage(index, text_of(cell), "digits")


def _digits(cell: Cell) -> int:
    """How many digits of a whole number matter: those before its closing zeros."""
    is_whole = isinstance(cell, int) and not isinstance(cell, bool)
    return len(str(cell).lstrip("-").rstrip("0")) if is_whole else 0
