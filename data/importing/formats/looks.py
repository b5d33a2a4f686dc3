"""What kinds of values a table's columns hold, as far as it takes to tell headings from rows: not what they mean."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Literal

from data.contract import TABLES
from data.importing.headings import compact, ranks

Kind = Literal["", "number", "day", "code", "text"]
"""Nothing, a number, a day or time, one word with a digit, any other text."""

_NUMBER = re.compile(
    r"[-+−–(]?\s?([A-Z]{3}\s)?[€$£¥]?\s?\d[\d\s.,'’\u00a0\u202f]*(e[+-]?\d+)?(\s?[%€$£¥]|\s[^\W\d_]{1,4}\.?)?\)?-?",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}\.?([T ]+\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(:\d{2})?( ?[AP]M)?"
    r"|\d{1,2}[-. ]+[^\W\d]{3,10}\.?[-, ]+\d{2,4}.*|[^\W\d]{3,10}\.? \d{1,2}, \d{4}.*",
    re.IGNORECASE,
)
_NOTHING = frozenset({"null", "n/a", "na", "-", "–", "none", "nan", "#n/a", "?", "."})
_TYPICAL = 0.8


def kind(cell: str) -> Kind:
    """What kind of value a cell holds."""
    text = cell.strip()
    if not text or text.casefold() in _NOTHING:
        return ""
    if _DAY.fullmatch(text):
        return "day"
    if _NUMBER.fullmatch(text):
        return "number"
    return "code" if any(letter.isdigit() for letter in text) and not any(map(str.isspace, text)) else "text"


def kinds(rows: Sequence[Sequence[str]], width: int) -> tuple[Kind, ...]:
    """The kind that at least four of five filled cells of each column have, or all but one; "text" where none has."""
    found: list[Kind] = []
    for place in range(width):
        counted = Counter(kind(row[place]) for row in rows if place < len(row))
        counted.pop("", None)
        commonest, count = counted.most_common(1)[0] if counted else ("", 0)
        is_typical = count >= _TYPICAL * counted.total() or count == counted.total() - 1 > 1
        found.append(commonest if is_typical else "text")
    return tuple(found)


def speaks_for_headings(cells: Sequence[str], columns: Sequence[Kind]) -> float:
    """How much a row looks like headings over columns of these kinds: above 0 it does, below 0 like a row of theirs.

    A cell of its column's own kind speaks against, a word over numbers or days for headings. Codes count half: a
    heading may hold a digit too. Years in a row over other numbers are headings.
    """
    if _are_years(cells) and not _are_years_alike(cells, columns):
        return 1.0
    told = 0.0
    for cell, column in zip(cells, columns, strict=False):
        own = kind(cell)
        if own and column in ("number", "day", "code"):
            weight = 0.5 if "code" in (own, column) else 1.0
            told += -weight if own == column else weight if own in ("text", "code") else 0.0
    return told


def are_periods(cells: Sequence[str], columns: Sequence[Kind]) -> bool:
    """Whether a row holds nothing but consecutive years, or days, over columns of numbers and none over the first.

    Statistical offices write such rows below those that say what the periods are.
    """
    filled = [(cell, column) for cell, column in zip(cells, columns, strict=False) if cell.strip()]
    if len(filled) < 2 or cells[0].strip() or any(column != "number" for _, column in filled):
        return False
    years = [cell for cell, _ in filled]
    return all(kind(cell) == "day" for cell in years) or (_are_years(years) and len(_years(years)) == len(years))


def known_share(cells: Sequence[str]) -> float:
    """The share of filled cells that are headings of some table as we know them."""
    filled = [compact(cell) for cell in cells if cell.strip()]
    return sum(cell in _known() for cell in filled) / len(filled) if filled else 0.0


@cache
def _known() -> frozenset[str]:
    return frozenset(name for table in TABLES for name in ranks(table.name))


def _years(cells: Sequence[str]) -> list[int]:
    return [int(cell) for cell in map(str.strip, cells) if re.fullmatch(r"(19|20)\d\d", cell)]


def _are_years(cells: Sequence[str]) -> bool:
    """Whether the row holds two or more years, one after the other."""
    found = _years(cells)
    return len(found) > 1 and all(abs(after - before) == 1 for before, after in pairwise(found))


def _are_years_alike(cells: Sequence[str], columns: Sequence[Kind]) -> bool:
    """Whether the columns under the years hold something else than numbers."""
    return not all(column in ("number", "") for cell, column in zip(cells, columns, strict=False) if _years([cell]))
