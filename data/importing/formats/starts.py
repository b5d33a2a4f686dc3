"""Where a table begins: the rows that hold its headings, the lines above, what its columns hold."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from data.importing.formats.looks import Kind, are_periods, kind, kinds, known_share, speaks_for_headings

Row = tuple[int, list[str]]
"""A row's first line in the file and its cells; a blank line has none."""

_HEAD_ROWS = 300
_MOST_HEADER_ROWS = 3
_MOST_ODD_ROWS = 5
_TWO_IN_ONE = re.compile(r"\w\"\w")
"""A quote between letters, which stays where the separator between two headings is missing."""


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
    """Where a table begins: its headings, the line of its first row, what its columns hold and how full they are.

    ``is_trailing``: every row ends in a separator that parts nothing, and the headings don't.
    """

    headings: tuple[str, ...]
    header: tuple[int, ...]
    first: int
    over: tuple[Row, ...]
    width: int
    columns: tuple[Kind, ...]
    fullness: float
    is_trailing: bool = False

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
        begun = places[-1] + 1 if places else (_begun(filled, place, columns, width) if header_line is None else 0)
        headings = _joined([cells for _, cells in header])
        has_end = survey.ends[width] >= survey.widths[width] - len(header)
        is_trailing = has_end and 0 < len(headings) == width - 1 and not any(map(_TWO_IN_ONE.search, headings))
        while len(headings) > width - is_trailing and not headings[-1].strip():
            headings = headings[:-1]
        first = filled[begun][0] if begun < len(filled) else (header[-1][0] + 1 if header else 1)
        if not is_trailing:
            headings = _with_row_names(headings, [cells for _, cells in filled[begun:] if len(cells) == width], width)
        over = tuple(filled[: places[0] if places else begun])
        return cls(
            headings,
            tuple(line for line, _ in header),
            first,
            over,
            width - is_trailing,
            columns,
            fullness,
            is_trailing,
        )


def _with_row_names(headings: tuple[str, ...], rows: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    """The headings with an empty one before them where R has written the names of rows without any.

    They are the rows' numbers beside some values other than words, or anything before columns that hold numbers
    alone. A blank before a word tells of a separator inside a value instead.
    """
    if len(headings) != width - 1 or width < 2 or not rows or any(map(_TWO_IN_ONE.search, headings)):
        return headings
    first, *others = kinds(rows[:200], width)
    is_typed = (
        first == "number" and set(others) - {"text", ""} and not any(cell[:1] == " " for row in rows for cell in row)
    )
    is_numbered = [cells[0].strip() for cells in rows[:200]] == [str(step) for step, _ in enumerate(rows[:200], 1)]
    are_numbers = set(others) == {"number"} and all(cells[-1].strip() for cells in rows)
    return ("", *headings) if (is_numbered and is_typed) or are_numbers else headings


def _columns(rows: Sequence[Sequence[str]], width: int) -> tuple[Kind, ...]:
    """What the columns hold below their first row, or the first three where more follow: they may all be headings.

    A row alone tells of numbers and days.
    """
    if len(rows) > 1:
        return kinds(
            rows[1 if len(rows) < _MOST_HEADER_ROWS + 2 else min(_MOST_HEADER_ROWS, len(rows) // 2) : 200], width
        )
    return tuple(column if column in ("number", "day") else "text" for column in kinds(rows, width))


def filled_cells(cells: Sequence[str]) -> int:
    """How many cells hold something."""
    return sum(bool(cell.strip()) for cell in cells)


def _run_start(filled: Sequence[Row], width: int, fullness: float) -> int:
    """The first row that is as wide and nearly as full as the table's are, and isn't alone so."""
    least = max(1 if fullness < 2 or width < 2 else 2, 0.5 * fullness)
    good = [len(cells) == width and filled_cells(cells) >= least for _, cells in filled]
    for place, is_good in enumerate(good):
        following = good[place + 1 : place + 6]
        if is_good and (not following or sum(following) >= 0.5 * len(following)):
            return place
    return good.index(True) if True in good else 0


def _begun(filled: Sequence[Row], place: int, columns: Sequence[Kind], width: int) -> int:
    """The place of the first row of a table without headings: rows of other widths may hold the same kinds."""
    while place and abs(len(filled[place - 1][1]) - width) <= 0.5 * width:
        if speaks_for_headings(filled[place - 1][1], columns) >= 0 or filled_cells(filled[place - 1][1]) < 2:
            break
        place -= 1
    return place


def _at(filled: Sequence[Row], header_line: int) -> list[int]:
    return [place for place, (line, _) in enumerate(filled) if line == header_line]


def _header(filled: Sequence[Row], place: int, columns: Sequence[Kind], width: int) -> list[int]:
    """The places of the rows that hold the headings, around the table's first row of full width; none without any."""
    cells = filled[place][1]
    above = _heading_above(filled, place, columns, width)
    if above is not None:
        place, cells = above, filled[above][1]
    elif speaks_for_headings(cells, columns) < 0 and known_share(cells) < 0.5:
        return []
    place += _pairs_above(filled, place, columns, width)
    places = [place]
    if place and _is_group_row(filled[place - 1], filled[place], width):
        places.insert(0, place - 1)
    while len(places) <= _MOST_HEADER_ROWS and _goes_on(filled, places[-1] + 1, columns, width):
        places.append(places[-1] + 1)
    return places


def _pairs_above(filled: Sequence[Row], place: int, columns: Sequence[Kind], width: int) -> int:
    """How many rows from ``place`` on are names and values rather than headings, as instruments write above a table.

    More than three rows of words over numbers aren't headings: the last of them is.
    """
    wordy = 0
    for _, cells in filled[place:]:
        if len(cells) != width or speaks_for_headings(cells, columns) <= 0:
            break
        wordy += 1
    return wordy - 1 if wordy > _MOST_HEADER_ROWS and place + wordy < len(filled) else 0


def _heading_above(filled: Sequence[Row], place: int, columns: Sequence[Kind], width: int) -> int | None:
    """The place of headings that aren't as wide as the table, above its first row of full width; None without any.

    Between the two may stand rows that aren't as wide either, but hold the same kinds of values.
    """
    for above in range(place - 1, max(-1, place - 1 - _MOST_ODD_ROWS), -1):
        cells, below = filled[above][1], filled[above + 1][1]
        told = speaks_for_headings(cells, columns)
        if speaks_for_headings(below, columns) > 0 or abs(len(cells) - width) > 0.5 * width + 1:
            return None
        if told + known_share(cells) > 0:
            return above if filled_cells(cells) >= max(2, 0.6 * width) else None
    return None


def _is_group_row(row: Row, header: Row, width: int) -> bool:
    """Whether a row groups the headings below it: words over some of the columns, not a title over the first."""
    (line, cells), (below, names) = row, header
    filled = [place for place, cell in enumerate(cells) if cell.strip()]
    is_title = len(filled) < 2 and (not filled or filled[0] == 0)
    return below == line + 1 and len(cells) == width and not is_title and len(filled) < filled_cells(names)


def _goes_on(filled: Sequence[Row], place: int, columns: Sequence[Kind], width: int) -> bool:
    """Whether a row continues the headings above it: words over the columns of numbers and days, no value of any kind.

    A single such word is a value that somebody left out as likely as a heading, unless it stands in brackets.
    """
    if place + 1 >= len(filled) or len(filled[place][1]) != width:
        return False
    cells = filled[place][1]
    if are_periods(cells, columns):
        return True
    told = [(cell.strip(), kind(cell), column) for cell, column in zip(cells, columns, strict=True) if column != "text"]
    if any(own == column for _, own, column in told):
        return False
    words = [cell for cell, own, column in told if own in ("text", "code") and column != "code"]
    typed = sum(column != "code" for _, _, column in told)
    are_bracketed = all(word.startswith(("(", "[")) for word in words)
    has_letters = any(any(map(str.isalpha, cell)) for cell in cells)
    return has_letters and len(words) >= max(1 if are_bracketed else 2, 0.5 * typed)


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
