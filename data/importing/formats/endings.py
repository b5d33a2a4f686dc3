"""Where a table ends, and whether what stands below it are remarks or another table."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from data.importing.formats.looks import kind, kinds, known_share, speaks_for_headings
from data.importing.formats.starts import Row, Start, filled_cells

_MOST_ODD = 50


@dataclass(slots=True)
class Tail:
    """Follows a table's rows to its end: what comes behind them are notes, or another table.

    ``last`` is the line of the last row; ``odd`` are the rows since the last one of full width, at most ``_MOST_ODD``
    of them, ``notes`` the lines since the last row that look like remarks rather than rows, and ``awaited`` the line
    of what are the headings of another table if a row follows.
    """

    start: Start
    last: int = 0
    fitting: int = 0
    odd: list[Row] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    is_after_gap: bool = False
    awaited: int = 0
    following: int | None = None

    def take(self, row: Row) -> bool:
        """Takes the next row; true once another table has begun."""
        line, cells = row
        if not any(map(str.strip, cells)):
            self.is_after_gap = True
            return False
        gap, self.is_after_gap = self.is_after_gap, False
        fits = len(cells) == self.start.width or (len(cells) == self.start.width + 1 and not cells[-1].strip())
        if self.awaited:
            self.following = self.awaited
            return True
        if fits and self._begins_table(cells, is_after_gap=gap):
            self.awaited = line
            return False
        if self._is_note(cells, fits=fits, is_after_gap=gap):
            self.notes.append(line)
        elif fits or not self.notes:
            self.last = line
            self.notes.clear()
        if fits and not self.notes:
            self.fitting = line
            self.odd.clear()
        elif len(self.odd) < _MOST_ODD:
            self.odd.append(row)
        if not fits and self.notes and line not in self.notes[-1:]:
            self.notes.append(line)
        return False

    def end(self) -> None:
        """Judges what came behind the last row of full width, once there is nothing more."""
        if self.awaited and self.following is None:
            self.notes.append(self.awaited)
        elif self.following is None and is_table([cells for _, cells in self.odd], self.start.width):
            self.following = self.odd[0][0]
            self.last = self.fitting
            self.notes = []

    def _begins_table(self, cells: Sequence[str], *, is_after_gap: bool) -> bool:
        """Whether a row of full width holds the headings of another table: words where the columns hold none."""
        told = speaks_for_headings(cells, self.start.columns)
        if (
            told <= 0
            or tuple(map(str.strip, cells)) == self.start.headings
            or filled_cells(cells) < 0.6 * self.start.width
        ):
            return False
        if is_after_gap:
            return told >= 1 or known_share(cells) >= 0.5
        typed = sum(column in ("number", "day") for column in self.start.columns)
        return told >= max(2, 0.8 * typed) and all(kind(cell) in ("text", "code") for cell in cells)

    def _is_note(self, cells: Sequence[str], *, fits: bool, is_after_gap: bool) -> bool:
        """Whether a row behind the table looks like a remark: little in it, and words rather than a value."""
        filled = [cell for cell in cells if cell.strip()]
        width = self.start.width
        if width == 1 or len(filled) > max(1.0, 0.34 * self.start.fullness):
            return bool(is_after_gap and not fits and width > 1)
        text = cells[0].strip()
        if len(filled) == 1 and not fits and (_COUNT.fullmatch(text) or _DRAWN.fullmatch(text)):
            return True
        if len(filled) > 1 or not text or kind(text) != "text":
            return is_after_gap and not fits
        words = len(text.split())
        return (is_after_gap and words > 1) or text.casefold().startswith(_REMARKS) or words > (5 if fits else 1)


_REMARKS = (
    "source", "note", "*", "©", "(c)", "exported", "generated", "allikas", "märkus", "eksporditud", "источник",
    "примечани", "выгружено", "quelle", "hinweis", "anmerkung", "exportiert",
)  # fmt: skip
"""How remarks below a table begin."""

_COUNT = re.compile(r"\(?\d+ (rows?|records?|rida|ridu|строк\w*|записей|zeilen?)\b.*", re.IGNORECASE)
"""How many rows there were, as databases print it."""


_DRAWN = re.compile(r"[_=*─–—.~-]{3,}")
"""A line that parts the remarks from the rows."""


def is_table(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether rows of another width are a table of their own: even, and with headings over them."""
    if len(rows) < 2:
        return False
    commonest, count = Counter(map(len, rows)).most_common(1)[0]
    if commonest in (1, width) or count < 0.8 * len(rows) or len(rows[0]) != commonest:
        return False
    told = speaks_for_headings(rows[0], kinds(rows[1:], commonest))
    return told > 0 or (known_share(rows[0]) >= 0.5 and told == 0)
