"""What a spreadsheet's number format says about the number in its cell: a number, a day, a time, a duration, a code.

Spreadsheets hold days as numbers (days since the end of 1899, or since 1904) and codes as numbers that are only shown
with leading zeros; the format alone tells them from amounts. ECMA-376 part 1, 18.8.30 and 18.8.31, describes formats.
"""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from data.importing.formats.raw import Cell

Kind = Literal["number", "day", "time", "moment", "duration", "code"]

BUILT_IN: dict[int, str] = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), "h:mm:ss"),
    22: "yyyy-mm-dd h:mm",
    46: "[h]:mm:ss",
}
"""The formats that files name by number only, as far as they are no plain numbers."""

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_CODE = re.compile(r'(?:"[^"]*"|\\.|[- /])*0(?:0|"[^"]*"|\\.|[- /])*0')
_WORDS = re.compile(r"general|am/pm|a/p")
_TIME_M = re.compile(r"h[^a-z]*m+|m+[^a-z]*s")
_LAST_SERIAL = 2_958_465
_MILLISECONDS = 86_400_000
_YEAR = 366
_EXACT = 2**53


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What numbers in a format are, with the format's first section."""

    kind: Kind
    section: str = ""


NUMBER = NumberFormat("number")


@lru_cache(maxsize=4096)
def number_format(code: str) -> NumberFormat:
    """What a format's code, such as “dd.mm.yyyy” or “00000”, says of its numbers."""
    section = _first_section(code)
    if _CODE.fullmatch(section):
        return NumberFormat("code", section)
    bare = _LITERAL.sub("", section)
    if _ELAPSED.search(bare):
        return NumberFormat("duration", section)
    bare = _WORDS.sub("", _BRACKETS.sub("", bare).lower())
    if not re.search(r"[ymdhs]", bare) or re.search(r"[0#?]+(?![.0]*$)", bare):
        return NUMBER
    has_time = bool(re.search(r"[hs]", bare))
    has_day = bool(re.search(r"[yd]", bare)) or "m" in _TIME_M.sub("", bare)
    return NumberFormat("moment" if has_day and has_time else "time" if has_time else "day", section)


def plain(number: float) -> Cell:
    """A number as a spreadsheet shows it: whole ones whole, others with 15 significant digits.

    Beyond 2⁵³ a float stays one: its last digits are lost.
    """
    if not math.isfinite(number):
        return str(number)
    if number.is_integer() and abs(number) <= _EXACT:
        return int(number)
    shown = float(f"{number:.15g}")
    return int(shown) if shown.is_integer() and abs(shown) <= _EXACT else shown


def shown(number: float, form: NumberFormat, *, is_1904: bool = False) -> Cell:
    """What a cell with ``number`` in that format holds: what the number stands for, at full precision.

    Numbers that are no day of the calendar stay numbers. The 29 February 1900, which spreadsheets count but which
    never was, is given as text. Durations are text such as 37:30, codes text with their zeros.
    """
    if form.kind == "number" or not math.isfinite(number):
        return plain(number)
    if form.kind == "code":
        return _code(number, form.section)
    if form.kind == "duration" or (form.kind == "time" and not 0 <= number < 1 and abs(number) < _YEAR):
        return duration_text(round(number * _MILLISECONDS))
    days, milliseconds = divmod(round(number * _MILLISECONDS), _MILLISECONDS)
    if form.kind == "time" and days == 0:
        return (datetime.min + timedelta(milliseconds=milliseconds)).time()
    day = _day(days, is_1904=is_1904)
    if day is None:
        return plain(number)
    if isinstance(day, str) or (form.kind == "day" and not milliseconds):
        return day
    return datetime.combine(day, time()) + timedelta(milliseconds=milliseconds)


def duration_text(milliseconds: int) -> str:
    """A duration as hours and minutes, with seconds where there are any: 37:30, 0:00:05."""
    seconds, rest = divmod(abs(milliseconds), 1000)
    minutes, second = divmod(seconds, 60)
    text = f"{'-' if milliseconds < 0 else ''}{minutes // 60}:{minutes % 60:02}"
    if second or rest:
        text += f":{second:02}"
    return text + (f".{rest:03}" if rest else "")


def _day(serial: int, *, is_1904: bool) -> date | str | None:
    if is_1904:
        return date(1904, 1, 1) + timedelta(days=serial) if 0 <= serial <= _LAST_SERIAL - 1462 else None
    if serial == 60:
        return "1900-02-29"
    if not 1 <= serial <= _LAST_SERIAL:
        return None
    return date(1899, 12, 31 if serial < 60 else 30) + timedelta(days=serial)


def _code(number: float, section: str) -> Cell:
    """The number's digits in the places of the format's zeros, as a spreadsheet shows them."""
    if number < 0 or not float(number).is_integer() or number >= 1e15:
        return plain(number)
    parts = re.findall(r'"[^"]*"|\\.|.', section)
    digits = str(int(number)).rjust(parts.count("0"), "0")
    extra = len(digits) - parts.count("0")
    text, at = "", 0
    for part in parts:
        if part == "0":
            take = 1 + (extra if at == 0 else 0)
            text += digits[at : at + take]
            at += take
        else:
            text += part.strip('"').removeprefix("\\")
    return text


def _first_section(code: str) -> str:
    parts = re.findall(r'"[^"]*"|\\.|\[[^\]]*\]|.', code, re.DOTALL)
    section = parts[: parts.index(";")] if ";" in parts else parts
    return "".join(part for part in section if not re.fullmatch(r"\[(?!h+\]|m+\]|s+\]).*\]", part, re.IGNORECASE))
