"""From lines of text to records of cells, each with its first line.

What is written by the rules (RFC 4180) is read by them. Files break these with quotes inside cells, with quotes that
nothing closes, and with lines parted by another letter; then the width that most records have tells which reading was
meant, and the record says what was wrong with it. What fits no reading is shown as it stands.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from data.importing.formats.dialects import BLANKS, SPACES, Dialect, unwrapped
from data.importing.formats.splitting import lenient, strict, unquoted

Flaw = Literal["", "quotes", "unclosed", "separator"]
"""What was wrong with a record: quotes inside a cell, a quote that nothing closes, another separator."""

_MOST_LINES = 5_000
_MOST_LETTERS = 4_000_000
"""How far a quoted cell may reach over lines before its quote is taken for one that nothing closes."""

_MOST_RESPLIT = 50_000_000
"""How many letters are parted again and again while a quoted cell is followed over lines."""

_MOST_LENIENT_LINES = 20
_MOST_LENIENT_LETTERS = 60_000
_MOST_UNGUIDED_LETTERS = 15_000
"""How far a cell with quotes inside is followed, and how many letters are parted in vain before that is given up;
fewer where the width isn't known that would tell a good reading."""

_OTHERS = (";", ",", "\t", "|", " ")
_RULE = re.compile(r"[\s|+:,;]*[-=─]{2,}[\s|+:,;─=-]*")
"""A line that is drawn below headings."""

_BLANKS = re.compile(r"\s{2,}")


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the line that it begins in (the first is 1), its cells (none for a blank line), what was wrong."""

    line: int
    cells: list[str]
    flaw: Flaw = ""


def records(lines: Iterable[str], dialect: Dialect, width: int | None) -> Iterator[Record]:
    """The records of ``lines``, whose ends may be of any kind; ``width`` is how many cells most have, if known."""
    return _Reader(lines, dialect, width).read()


class _Reader:
    """Reads line by line, and looks ahead only where a quote is open."""

    def __init__(self, lines: Iterable[str], dialect: Dialect, width: int | None) -> None:
        self.lines = map(unwrapped, lines) if dialect.is_wrapped else iter(lines)
        self.dialect = dialect
        self.width = width
        self.ahead: deque[str] = deque()
        self.in_vain = 0
        self.full = 0

    def read(self) -> Iterator[Record]:
        number = 0
        while (line := self._next()) is not None:
            number += 1
            if number > self.dialect.skipped:
                record, more = self._record(line, number)
                self.full += bool(record.cells) and self.width == len(record.cells)
                yield record
                for _ in range(more):
                    self.ahead.popleft()
                number += more

    def _next(self) -> str | None:
        return self.ahead.popleft() if self.ahead else next(self.lines, None)

    def _record(self, line: str, number: int) -> tuple[Record, int]:
        """The record that begins with ``line``, and how many further lines it takes."""
        text = line.rstrip("\r\n")
        dialect = self.dialect
        if not text.strip(" \ufeff\x1a") or (text.isspace() and dialect.separator not in text) or self._is_drawn(text):
            return Record(number, []), 0
        if dialect.is_framed:
            inner = text.strip().removeprefix(dialect.separator).removesuffix(dialect.separator)
            return Record(number, [cell.strip() for cell in unquoted(inner, dialect)]), 0
        if dialect.separator == SPACES:
            return Record(number, _BLANKS.split(text.strip())), 0
        if dialect.separator == BLANKS:
            return Record(number, text.split()), 0
        if not dialect.quote or dialect.quote not in text:
            return self._told(number, unquoted(text, dialect), "", text), 0
        cells, state = strict(text, dialect)
        if state == "open":
            across, more = self._across(line, lambda joined: strict(joined, dialect))
            if across and self._fits(across) and not self._are_apart(text, more):
                return Record(number, across), more
        if state == "good":
            return self._told(number, cells, "", text), 0
        return self._mended(line, number, is_open=state == "open")

    def _is_drawn(self, text: str) -> bool:
        """Whether a line is drawn rather than written: dashes, unless they stand for what rows lack, further down."""
        if not _RULE.fullmatch(text):
            return False
        cells = text.split(self.dialect.separator)
        return self.dialect.is_framed or self.full < 2 or not self._fits(cells) or not all(map(str.strip, cells))

    def _are_apart(self, text: str, more: int) -> bool:
        """Whether a text and each of the next lines fit the table by themselves, all in one way: no single record."""
        lines = [text, *(self.ahead[place] for place in range(more))]
        if self.width is None or self.width < 3:
            return False
        return all(map(self._fits_leniently, lines)) or (all(map(self._fits_plainly, lines)) and self._are_alike(lines))

    def _are_alike(self, lines: Sequence[str]) -> bool:
        """Whether lines have empty cells, numbers and words in the same columns, but for those with a quote."""
        split = [line.rstrip("\r\n").split(self.dialect.separator) for line in lines]
        columns = [[cell.strip() for cell in column] for column in zip(*split, strict=True)]
        told = [column for column in columns if not any(self.dialect.quote in cell for cell in column)]
        return all(len({(bool(cell), cell[:1].isdigit()) for cell in column}) == 1 for column in told)

    def _fits_alone(self, line: str) -> bool:
        return self._fits_leniently(line) or self._fits_plainly(line)

    def _fits_leniently(self, line: str) -> bool:
        return self._leniently(line.rstrip("\r\n"))[1] == "good"

    def _fits_plainly(self, line: str) -> bool:
        """Whether a line fits with one quote that means nothing, beside what its cell says or at the line's end."""
        text, quote = line.rstrip("\r\n"), self.dialect.quote
        cells = text.split(self.dialect.separator)
        return text.count(quote) == 1 and self._fits(cells) and quote not in map(str.strip, cells[:-1])

    def _mended(self, line: str, number: int, *, is_open: bool) -> tuple[Record, int]:
        """A record whose quotes break the rules, read so that it fits the others where that can be."""
        text, dialect = line.rstrip("\r\n"), self.dialect
        cells, left_open = lenient(text, dialect, self.width)
        if not left_open and self._fits(cells):
            return Record(number, cells, "quotes"), 0
        if left_open or (self.width and len(cells) < self.width):
            across, more = self._across_leniently(line)
            if across and not any(self._fits_alone(self.ahead[place]) for place in range(more)):
                return Record(number, across, "quotes"), more
        return self._told(number, cells, "unclosed" if left_open and is_open else "quotes", text), 0

    def _leniently(self, joined: str) -> tuple[list[str], str]:
        cells, left_open = lenient(joined, self.dialect, self.width)
        return cells, "open" if left_open or not self._fits(cells) else "good"

    def _across_leniently(self, line: str) -> tuple[list[str] | None, int]:
        """As ``_across``, a few lines far, and given up where it has often been in vain: it takes long."""
        if self.in_vain >= (_MOST_LENIENT_LETTERS if self.width else _MOST_UNGUIDED_LETTERS):
            return None, 0
        across, more = self._across(line, self._counted, _MOST_LENIENT_LINES)
        self.in_vain = 0 if across else self.in_vain
        return across, more

    def _counted(self, joined: str) -> tuple[list[str], str]:
        self.in_vain += len(joined)
        return self._leniently(joined)

    def _across(
        self, line: str, split: Callable[[str], tuple[list[str], str]], most: int = _MOST_LINES
    ) -> tuple[list[str] | None, int]:
        """The cells when ``line`` goes on over further lines until its quote closes, and how many; None if never."""
        joined, letters, resplit = [line], len(line), 0
        for more in range(1, most):
            following = self._peek(more - 1)
            if following is None or letters + len(following) > _MOST_LETTERS or resplit > _MOST_RESPLIT:
                break
            joined.append(following)
            letters += len(following)
            if self.dialect.quote in following:
                resplit += letters
                cells, state = split("".join(joined).rstrip("\r\n"))
                if state == "good":
                    return cells, more
                if state == "stray":
                    break
        return None, 0

    def _peek(self, place: int) -> str | None:
        """The line that is ``place`` lines ahead of the next one; None past the end."""
        while len(self.ahead) <= place:
            following = next(self.lines, None)
            if following is None:
                return None
            self.ahead.append(following)
        return self.ahead[place]

    def _fits(self, cells: Sequence[str]) -> bool:
        return self.width is None or len(cells) == self.width

    def _told(self, number: int, cells: list[str], flaw: Flaw, text: str) -> Record:
        """The record as it stands, or parted by another separator where that alone gives the width of the others."""
        if self.width and self.width > 2 and len(cells) < self.width:
            for separator in _OTHERS:
                is_told = separator != " " or text.count(self.dialect.quote or '"') >= 2 * self.width
                if is_told and separator != self.dialect.separator and separator in text:
                    found, state = strict(text, Dialect(separator, self.dialect.quote, self.dialect.escape))
                    if state == "good" and len(found) == self.width:
                        return Record(number, found, "separator")
        return Record(number, cells, flaw)
