"""From one record's text to its cells: by the rules, or leniently where the text breaks them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from data.importing.formats.dialects import Dialect

State = Literal["good", "open", "stray"]
"""Whether quotes were as the rules have them, the last one was left open, or text follows a closing one."""

_MOST_CELLS = 400
_MOST_ENDS = 12


def strict(text: str, dialect: Dialect) -> tuple[list[str], State]:
    """The cells by the rules: a quoted cell ends at the next quote that is neither doubled nor escaped.

    Where the state isn't "good" the cells end at the place that breaks the rules.
    """
    cells: list[str] = []
    start, size = 0, len(text)
    while True:
        opening = _opening(text, start, dialect)
        if opening < 0:
            end = _separator_after(text, start, dialect)
            cells.append(_bare(text[start:end], dialect))
        else:
            closing = _closing(text, opening + 1, dialect)
            if closing < 0:
                return cells, "open"
            cells.append(_enclosed(text[opening + 1 : closing], dialect))
            end = _past_blanks(text, closing + 1, dialect)
            if end < size and text[end] != dialect.separator:
                return cells, "stray"
        if end >= size:
            return cells, "good"
        start = end + 1


def unquoted(text: str, dialect: Dialect) -> list[str]:
    """The cells of a text in which no quote stands."""
    if not dialect.escape and not dialect.is_spaced:
        return text.split(dialect.separator)
    cells, start = [], 0
    while start <= len(text):
        end = _separator_after(text, start, dialect)
        cells.append(_bare(text[start:end], dialect))
        start = end + 1
    return cells


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a cell stands in its record's text, and what is odd about it, counted: ends passed over, an odd quote."""

    first: int
    end: int
    is_quoted: bool
    oddities: int


@dataclass(frozen=True, slots=True)
class _Way:
    """The cheapest way to the place behind a cell: oddities so far, the place before the cell, the cell."""

    cost: int
    before: int
    span: _Span


def lenient(text: str, dialect: Dialect, width: int | None) -> tuple[list[str], bool]:
    """The cells where a quote closes only before a separator or the end, and whether one was left open.

    Of the ways to part the text so, one with ``width`` cells is taken where there is one, and of those the one that
    leaves the fewest cells with an odd number of quotes inside.
    """
    spans = (_spans(text, dialect, width) if width else None) or _spans(text, dialect, None)
    if spans is None:
        return text.split(dialect.separator), dialect.quote in text
    cells = [
        _enclosed(text[span.first : span.end], dialect)
        if span.is_quoted
        else _bare(text[span.first : span.end], dialect)
        for span in spans
    ]
    return cells, any(not span.is_quoted and _opening(text, span.first, dialect) >= 0 for span in spans)


@dataclass(frozen=True, slots=True)
class _Marks:
    """Where quotes stand in a text, and which of them may close a cell, with the place of the separator behind."""

    quotes: list[int]
    closing: list[tuple[int, int]]

    @classmethod
    def of(cls, text: str, dialect: Dialect) -> "_Marks":
        """The quotes of a text."""
        quotes = [place for place, letter in enumerate(text) if letter == dialect.quote]
        ends = ((place, _past_blanks(text, place + 1, dialect)) for place in quotes)
        closing = [(place, end) for place, end in ends if end == len(text) or text[end] == dialect.separator]
        return cls(quotes, closing)

    def between(self, first: int, end: int) -> int:
        """How many quotes stand from ``first`` on and before ``end``."""
        return bisect_left(self.quotes, end) - bisect_left(self.quotes, first)


def _spans(text: str, dialect: Dialect, width: int | None) -> list[_Span] | None:
    """The cheapest way to part the text, into ``width`` cells if given; None where there is none or it is too long."""
    starts = [0, *(place + 1 for place, letter in enumerate(text) if letter == dialect.separator)]
    if len(starts) > _MOST_CELLS:
        return None
    goal = len(text) + 1
    marks = _Marks.of(text, dialect)
    ways: dict[int, dict[int, _Way | None]] = {0: {0: None}}
    for place in starts:
        known = ways.get(place)
        if known is None:
            continue
        for span, after in _options(text, place, dialect, marks):
            beyond = ways.setdefault(after, {})
            for count, way in known.items():
                number = count + 1 if width else 0
                cost = (way.cost if way else 0) + span.oddities
                before = beyond.get(number)
                if (width is None or number <= width) and (before is None or cost < before.cost):
                    beyond[number] = _Way(cost, place, span)
    return _traced(ways, goal, width)


def _traced(ways: dict[int, dict[int, _Way | None]], goal: int, width: int | None) -> list[_Span] | None:
    """The cells on the way to ``goal``, first to last."""
    spans: list[_Span] = []
    place, count = goal, width or 0
    while place > 0:
        way = ways.get(place, {}).get(count)
        if way is None:
            return None
        spans.append(way.span)
        place, count = way.before, count - 1 if width else 0
    return spans[::-1] if not width or count == 0 else None


def _options(text: str, place: int, dialect: Dialect, marks: _Marks) -> list[tuple[_Span, int]]:
    """The cells that may begin at ``place``, each with the place where the next one would."""
    options: list[tuple[_Span, int]] = []
    opening = _opening(text, place, dialect)
    passed = 0
    begin = bisect_right(marks.closing, (opening, len(text))) if opening >= 0 else len(marks.closing)
    for closing, end in islice(marks.closing, begin, begin + _MOST_ENDS):
        inside = marks.between(opening + 1, closing) % 2
        is_doubled = _is_doubled(text, opening, closing, dialect)
        options.append((_Span(opening + 1, closing, True, passed + is_doubled + inside), end + 1))
        passed += not is_doubled
    end = _separator_after(text, place, dialect)
    stray = marks.between(place, end) % 2
    options.append((_Span(place, end, False, (3 if opening >= 0 else 0) + stray), end + 1))
    return options


def _is_doubled(text: str, opening: int, closing: int, dialect: Dialect) -> bool:
    """Whether a quote is the second of a pair, which by the rules is a letter of the cell rather than its end."""
    first = closing
    while first > opening and text[first] == dialect.quote:
        first -= 1
    return (closing - first) % 2 == 0


def _opening(text: str, start: int, dialect: Dialect) -> int:
    """Where the quote stands that opens the cell at ``start``, blanks before it aside; -1 where the cell has none."""
    place = _past_blanks(text, start, dialect)
    return place if dialect.quote and text.startswith(dialect.quote, place) else -1


def _past_blanks(text: str, start: int, dialect: Dialect) -> int:
    while dialect.separator != " " and text.startswith(" ", start):
        start += 1
    return start


def _closing(text: str, start: int, dialect: Dialect) -> int:
    """Where the quote stands that closes a cell by the rules; -1 where none does."""
    while (place := text.find(dialect.quote, start)) >= 0:
        if dialect.escape and _is_escaped(text, place, dialect.escape):
            start = place + 1
        elif not dialect.escape and text.startswith(dialect.quote, place + 1):
            start = place + 2
        else:
            return place
    return -1


def _separator_after(text: str, start: int, dialect: Dialect) -> int:
    """Where the bare cell at ``start`` ends."""
    place = text.find(dialect.separator, start)
    while place >= 0 and dialect.escape and _is_escaped(text, place, dialect.escape):
        place = text.find(dialect.separator, place + 1)
    return place if place >= 0 else len(text)


def _is_escaped(text: str, place: int, escape: str) -> bool:
    before = place
    while before and text[before - 1] == escape:
        before -= 1
    return (place - before) % 2 == 1


def _enclosed(cell: str, dialect: Dialect) -> str:
    """A quoted cell's text without what protected its quotes."""
    if dialect.escape:
        return _unescaped(cell, dialect, (dialect.quote, dialect.escape, dialect.separator))
    return cell.replace(dialect.quote * 2, dialect.quote)


def _bare(cell: str, dialect: Dialect) -> str:
    """An unquoted cell's text."""
    if dialect.is_spaced:
        cell = cell.removeprefix(" ")
    return _unescaped(cell, dialect, (dialect.separator, dialect.quote, dialect.escape)) if dialect.escape else cell


def _unescaped(cell: str, dialect: Dialect, protected: Sequence[str]) -> str:
    if dialect.escape not in cell:
        return cell
    kept, place = [], 0
    while place < len(cell):
        if cell[place] == dialect.escape and cell[place + 1 : place + 2] in protected and place + 1 < len(cell):
            place += 1
        kept.append(cell[place])
        place += 1
    return "".join(kept)
