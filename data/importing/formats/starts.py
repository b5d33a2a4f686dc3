"""Where a table begins: the rows that hold its headings, the lines above, what its columns hold."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from data.importing.formats.looks import Kind, kind, kinds, known_share, speaks_for_headings

Row = tuple[int, list[str]]
"""A row's first line in the file and its cells; a blank line has none."""

_HEAD_ROWS = 300


@dataclass(slots=True)
class Survey:
    """One pass over all rows: how wide they are, how many of them end empty, and the first of them."""

    head: list[Row] = field(default_factory=list)
    widths: Counter[int] = field(default_factory=Counter)
    ends: Counter[int] = field(default_factory=Counter)

    @property
    def width(self) -> int:
        """How many cells the rows of the table have: many rows tell more than wide ones, single cells tell nothing."""
        return max(self.widths, key=lambda width: (self.widths[width] ** 2 * (width - 1), width))


def survey(rows: Iterable[Row]) -> Survey:
    """Looks over all rows."""
    found = Survey()
    for row in rows:
        cells = row[1]
        if len(found.head) < _HEAD_ROWS:
            found.head.append(row)
        if any(cells):
            found.widths[len(cells)] += 1
            found.ends[len(cells)] += not cells[-1].strip()
    return found


@dataclass(frozen=True, slots=True)
class Start:
    """Where a table begins: its headings, the line of its first row, what its columns hold and how full they are."""

    headings: tuple[str, ...]
    header: tuple[int, ...]
    first: int
    over: tuple[Row, ...]
    width: int
    columns: tuple[Kind, ...]
    fullness: float

    @property
    def begin(self) -> int:
        """The line of the headings, or of the first row where there are none."""
        return self.header[0] if self.header else self.first

    @property
    def above(self) -> tuple[int, ...]:
        """The lines above that hold something."""
        return tuple(line for line, _ in self.over)

    @classmethod
    def find(cls, survey: Survey, header_line: int | None) -> "Start":
        """Finds the headings among the first rows and judges the columns by the rows below."""
        width = survey.width
        filled = [row for row in survey.head if any(row[1])]
        fitting = [cells for _, cells in filled if len(cells) == width]
        fullness = median(filled_cells(cells) for cells in fitting)
        place = _run_start(filled, width, fullness)
        columns = _columns([cells for _, cells in filled[place:] if len(cells) == width], width)
        places = _header(filled, place, columns, width) if header_line is None else _at(filled, header_line)
        header = [filled[place] for place in places]
        begun = places[-1] + 1 if places else (place if header_line is None else 0)
        headings = _joined([cells for _, cells in header])
        has_end = survey.ends[width] >= survey.widths[width] - len(header)
        is_trailing = has_end and 0 < len(headings) == width - 1
        if is_trailing or (len(headings) > width and not headings[-1].strip()):
            headings = headings[: width - is_trailing]
        first = filled[begun][0] if begun < len(filled) else (header[-1][0] + 1 if header else 1)
        over = tuple(filled[: places[0] if places else begun])
        return cls(headings, tuple(line for line, _ in header), first, over, width - is_trailing, columns, fullness)


def _columns(rows: Sequence[Sequence[str]], width: int) -> tuple[Kind, ...]:
    """What the columns hold below their first row; a row alone tells of numbers and days."""
    if len(rows) > 1:
        return kinds(rows[1:200], width)
    return tuple(column if column in ("number", "day") else "text" for column in kinds(rows, width))


def filled_cells(cells: Sequence[str]) -> int:
    """How many cells hold something."""
    return sum(bool(cell.strip()) for cell in cells)


def _run_start(filled: Sequence[Row], width: int, fullness: float) -> int:
    """The first row that is as wide and nearly as full as the table's are, and isn't alone so."""
    least = max(1 if fullness < 2 or width < 2 else 2, 0.4 * fullness)
    good = [len(cells) == width and filled_cells(cells) >= least for _, cells in filled]
    for place, is_good in enumerate(good):
        following = good[place + 1 : place + 6]
        if is_good and (not following or sum(following) >= 0.5 * len(following)):
            return place
    return good.index(True) if True in good else 0


def _at(filled: Sequence[Row], header_line: int) -> list[int]:
    return [place for place, (line, _) in enumerate(filled) if line == header_line]


def _header(filled: Sequence[Row], place: int, columns: Sequence[Kind], width: int) -> list[int]:
    """The places of the rows that hold the headings, around the table's first row of full width; none without any."""
    cells = filled[place][1]
    if place and _is_heading_above(filled, place, columns, width):
        place, cells = place - 1, filled[place - 1][1]
    elif speaks_for_headings(cells, columns) < 0 and known_share(cells) < 0.5:
        return []
    places = [place]
    if place and _is_group_row(filled[place - 1], filled[place], width):
        places.insert(0, place - 1)
    while len(places) < 4 and _goes_on(filled, places[-1] + 1, columns, width):
        places.append(places[-1] + 1)
    return places


def _is_heading_above(filled: Sequence[Row], place: int, columns: Sequence[Kind], width: int) -> bool:
    """Whether the row above the first of full width holds the headings, a cell too many or too few of them."""
    cells, above = filled[place][1], filled[place - 1][1]
    if not 0.6 * width <= filled_cells(above) or len(above) > 1.5 * width + 1 or filled_cells(above) < 2:
        return False
    return speaks_for_headings(cells, columns) <= 0 < speaks_for_headings(above, columns) + known_share(above)


def _is_group_row(row: Row, header: Row, width: int) -> bool:
    """Whether a row groups the headings below it: words over some of the columns, not a title over the first."""
    (line, cells), (below, names) = row, header
    filled = [place for place, cell in enumerate(cells) if cell.strip()]
    is_title = len(filled) < 2 and (not filled or filled[0] == 0)
    return below == line + 1 and len(cells) == width and not is_title and len(filled) < filled_cells(names)


def _goes_on(filled: Sequence[Row], place: int, columns: Sequence[Kind], width: int) -> bool:
    """Whether a row continues the headings above it: words over the columns of numbers and days, no value of theirs."""
    if place + 1 >= len(filled) or len(filled[place][1]) != width:
        return False
    typed = [
        (kind(cell), column)
        for cell, column in zip(filled[place][1], columns, strict=True)
        if column in ("number", "day")
    ]
    words = sum(own in ("text", "code") for own, _ in typed)
    if not any(any(map(str.isalpha, cell)) for cell in filled[place][1]):
        return False
    return words > 0 and words >= 0.5 * len(typed) and not any(own in ("number", "day") for own, _ in typed)


def _joined(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Headings of several lines as one, each word once; a group's name holds for the columns to its right."""
    if not rows:
        return ()
    listed = [_carried(cells) if step < len(rows) - 1 else cells for step, cells in enumerate(rows)]
    names = []
    for place in range(max(map(len, rows))):
        words = dict.fromkeys(cells[place].strip() for cells in listed if place < len(cells))
        names.append(" ".join(word for word in words if word))
    return tuple(names)


def _carried(cells: Sequence[str]) -> list[str]:
    """A row of groups with each name over all of its columns, where the row leaves some blank."""
    carried: list[str] = []
    for cell in cells:
        carried.append(cell if cell.strip() or not carried else carried[-1])
    return carried
