"""Where the tables of a sheet are: their headings, their rows, and what stands around them.

People put titles above a table and notes below it, write headings in two lines or repeat them on every page, leave
lines blank, and put a second table under the first. What tells these apart is how wide and how full the rows are, and
what kinds of values the columns hold: headings are words over numbers, days and codes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from data.importing.formats.endings import Tail, is_table
from data.importing.formats.looks import kind, kinds, known_share
from data.importing.formats.starts import Row, Start, filled_cells, survey

Rows = Callable[[], Iterator[Row]]
"""Gives a sheet's rows anew at every call."""

_MOST_TABLES = 20
_MOST_LEAD_IN = 30


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a sheet. Lines are counted from 1.

    ``headings`` are as the file has them, several lines of them joined by a blank; none where the table has none.
    ``header`` holds their lines, ``width`` is how many cells the rows have, ``first`` and ``last`` are the lines of
    the first and the last row (``last`` is below ``first`` where there is none). ``is_trailing``: the rows end in a
    separator that parts nothing.
    """

    headings: tuple[str, ...]
    header: tuple[int, ...]
    width: int
    first: int
    last: int
    is_trailing: bool = False

    def holds(self, line: int) -> bool:
        """Whether the row that begins in ``line`` is one of the table's."""
        return self.first <= line <= self.last


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet's tables, and the lines above and below them that belong to none."""

    tables: tuple[Table, ...]
    above: tuple[int, ...] = ()
    below: tuple[int, ...] = ()


def lay_out(rows: Rows, header_line: int | None = None) -> Layout:
    """Finds the tables of a sheet; ``header_line`` states where the first one's headings are (0: it has none)."""
    tables: list[Table] = []
    above: tuple[int, ...] = ()
    begin = 0
    below: tuple[int, ...] = ()
    while len(tables) < _MOST_TABLES:
        found = _first_table(_from(rows, begin), header_line)
        if found is None:
            break
        if not tables and header_line is None and _is_lead_in(rows, found):
            above, begin = (*above, *found.above, *_lines(rows, found)), found.following or 0
            continue
        above = (*above, *found.above) if not tables else above
        tables.append(found.table)
        below = (*below, *found.below)
        if found.following is None:
            break
        begin, header_line = found.following, None
    return Layout(tuple(tables), above, below)


def headed(rows: Rows) -> Layout:
    """The layout of rows whose first holds the headings beyond doubt."""
    line, cells = next(rows())
    return Layout((Table(tuple(cells), (max(1, line),), len(cells), line + 1, _ENDLESS),))


_ENDLESS = 2**62


@dataclass(frozen=True, slots=True)
class _Found:
    """The first table of some rows, the lines around it, and the line in which another one begins."""

    table: Table
    above: tuple[int, ...]
    below: tuple[int, ...]
    following: int | None


def _from(rows: Rows, begin: int) -> Rows:
    return rows if not begin else lambda: (row for row in rows() if row[0] >= begin)


def _is_lead_in(rows: Rows, found: _Found) -> bool:
    """Whether what was taken for a table are a few lines above the table itself: names and values, or a single row."""
    if found.following is None or known_share(found.table.headings) > 0.5:
        return False
    lines = _lines(rows, found)
    if len(lines) > _MOST_LEAD_IN:
        return False
    held = [cells for line, cells in _until(rows, found.table.last) if line in lines]
    are_words = all(column == "text" for column in kinds(held[1:], found.table.width))
    if are_words and found.following - found.table.last == 1:
        return True
    after = _first_table(_from(rows, found.following), None)
    return after is not None and _is_beside(held, found.table, after.table, _lines(rows, after))


def _is_beside(held: Sequence[Sequence[str]], table: Table, after: Table, lines: Sequence[int]) -> bool:
    """Whether rows ``held`` are an addition to the table ``after`` them, whose rows and headings stand in ``lines``.

    They are names with a colon and a value each, or values of several kinds, above wider rows; or a row of headings
    and a single one of values above more rows of other headings.
    """
    is_single = len(held) - len(table.header) <= 1 < len(lines) - len(after.header)
    if is_single and after.header:
        return True
    if any(filled_cells(cells) > 2 for cells in held) or after.width < 3 or not after.header:
        return False
    names = [cells[0].strip() for cells in held]
    values = {kind(cell) for cells in held[len(table.header) :] for cell in cells[1:2]} - {""}
    are_names = all(kind(name) == "text" for name in names) and len(set(names)) == len(names)
    return are_names and (sum(name.endswith(":") for name in names) * 2 >= len(names) or len(values) > 1)


def _lines(rows: Rows, found: _Found) -> tuple[int, ...]:
    """The lines of a table, its headings' among them."""
    begin = found.table.header[0] if found.table.header else found.table.first
    return tuple(line for line, cells in _until(rows, found.table.last) if line >= begin and any(cells))


def _until(rows: Rows, last: int) -> Iterator[Row]:
    for row in rows():
        if row[0] > last:
            return
        yield row


def _first_table(rows: Rows, header_line: int | None) -> _Found | None:
    surveyed = survey(rows())
    if not surveyed.widths:
        return None
    start = Start.find(surveyed, header_line)
    if header_line is None and is_table([cells for _, cells in start.over], start.width):
        if start.header:
            found = _first_table(lambda: (row for row in rows() if row[0] < start.begin), None)
            return found and replace(found, following=start.begin)
        start = Start.find(survey(row for row in rows() if row[0] < start.begin), None)
    tail = Tail(start)
    for row in rows():
        if row[0] >= start.first and tail.take(row):
            break
    tail.end()
    return _Found(_table(start, tail.last), start.above, tuple(tail.notes), tail.following)


def _table(start: Start, last: int) -> Table:
    """The table that ends in line ``last``."""
    return Table(start.headings, start.header, start.width, start.first, last, start.is_trailing)


def fitted(cells: Sequence[str], width: int, *, is_trailing: bool) -> Sequence[str]:
    """A row without the empty cell behind a last separator.

    Where the rows don't all end so (``is_trailing``) and the row's last cell is empty too, the separator too many may
    stand anywhere in the row: then it is given as it stands.
    """
    if len(cells) != width + 1 or cells[-1].strip():
        return cells
    return cells[:-1] if is_trailing or cells[-2].strip() or not any(map(str.strip, cells)) else cells


def body(rows: Iterable[Row], table: Table) -> Iterator[Row]:
    """The rows of a table as they stand, without blank lines."""
    return ((line, cells) for line, cells in rows if cells and table.holds(line))
