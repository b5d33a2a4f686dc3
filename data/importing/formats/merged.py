"""Cells that a sheet shows as one: headings that stand over several columns are given to each of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.importing.formats.raw import Doubt, Row


@dataclass(frozen=True, slots=True)
class Range:
    """Cells shown as one: lines count from 1, columns from 0, both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int


def spread_headings(head: Sequence[Row], ranges: Sequence[Range]) -> int:
    """Writes a merged heading into each of its columns, so that “2026” over Q1 and Q2 is said of both.

    Only the first lines can be headings: from the first with a wide cell that has values under it and beside those
    (a title has none beside) down to the first line without one. ``head`` is changed in place; the last such line is
    returned, 0 where there is none.
    """
    ranges = [one for one in ranges if head and one.top <= head[-1][0]]
    wide = {(one.top, one.left): one for one in ranges if one.right > one.left}
    by_line, last = dict(head), 0
    for line, cells in head:
        own = [wide[line, at] for at, cell in enumerate(cells) if cell is not None and (line, at) in wide]
        headings = [one for one in own if _is_heading(one, by_line.get(one.bottom + 1, []), ranges)]
        for one in headings:
            end = min(one.right + 1, max(len(by_line.get(one.bottom + 1, [])), one.left + 1))
            cells.extend([None] * (end - len(cells)))
            cells[one.left : end] = [cells[one.left]] * (end - one.left)
            last = line
        if not headings and sum(cell is not None for cell in cells) > len(own) + 1:
            break
    return last


def tall_cells(head: Sequence[Row], ranges: Sequence[Range], after: int) -> tuple[Doubt, ...]:
    """The note that cells below the line ``after`` reach over several rows, and that their value stands in the first.

    Cells that reach over empty rows only don't matter.
    """
    filled = {line for line, _ in head}
    known = max(filled, default=0)
    tall = sorted(
        one.top
        for one in ranges
        if one.top > after
        and one.bottom > one.top
        and (one.bottom > known or any(one.top < line <= one.bottom for line in filled))
    )
    return (Doubt("merged-cells", "note", tall[0], len(tall)),) if tall else ()


def _is_heading(heading: Range, below: Sequence[object], ranges: Sequence[Range]) -> bool:
    """Whether the line below has several values under a cell and others beside them, its own or reaching into it."""
    line = heading.bottom + 1
    filled = {at for at, cell in enumerate(below) if cell is not None}
    filled |= {at for one in ranges if one.top < line <= one.bottom for at in range(one.left, one.right + 1)}
    under = sum(heading.left <= at <= heading.right for at in filled)
    return 1 < under < len(filled)
