"""Months, quarters and years as people write them, in values and in headings."""

import re
from dataclasses import dataclass
from datetime import date

_MONTH_WORDS = (
    "jan january jaan jaanuar янв январь января januar",
    "feb february veebr veeb veebruar фев февр февраль февраля februar",
    "mar march märts mär märz мар март марта mrz",
    "apr april aprill апр апрель апреля",
    "may mai май мая",
    "jun june juuni июн июнь июня juni",
    "jul july juuli июл июль июля juli",
    "aug august авг август августа",
    "sep sept september сен сент сентябрь сентября",
    "oct october okt oktoober окт октябрь октября oktober",
    "nov november ноя нояб ноябрь ноября",
    "dec december dets detsember дек декабрь декабря dez dezember",
)
_MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SHORT_YEAR = r"(?P<year>(?:(?:19|20)\d\d|\d\d))"
_QUARTER = r"(?:Q|KV|K|кв|kvartal|квартал|quartal|quarter)"
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}[-/. M]?(?P<month>0?[1-9]|1[0-2])",
        rf"(?P<month>0?[1-9]|1[0-2])[-/. ]{_YEAR}",
        rf"{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.]\d{{1,2}}(?:[T ].*)?",
        rf"\d{{1,2}}\.(?P<month>\d{{1,2}})\.{_YEAR}(?:[T ].*)?",
        rf"(?P<word>[^\W\d_]+)\.?[-/ ']*{_SHORT_YEAR}(?:\s(?:г|a|aasta)\.?)?",
        rf"{_YEAR}[-/. ]*(?P<word>[^\W\d_]+)\.?",
        rf"{_YEAR}[-/. ]*{_QUARTER}\.?\s?(?P<quarter>[1-4])",
        rf"{_QUARTER}\.?\s?(?P<quarter>[1-4])[-/. ']*{_SHORT_YEAR}",
        rf"(?P<quarter>[1-4]|I{{1,3}}|IV)\.?[-\s]?{_QUARTER}\.?[-/ ']*{_SHORT_YEAR}",
        rf"{_YEAR}[-/. ]*(?P<quarter>[1-4]|I{{1,3}}|IV)\.?\s?{_QUARTER}\.?",
        rf"{_YEAR}\.?\s(?:year|aasta|год|г|Jahr)\.?",
        rf"(?:FY|year|aasta|год|Jahr)\s?{_YEAR}",
        _YEAR,
    )
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month, quarter or year: its first day and the number of its months."""

    start: date
    months: int

    @property
    def days(self) -> tuple[date, ...]:
        """The first day of each month."""
        months = (self.start.year * 12 + self.start.month - 1 + step for step in range(self.months))
        return tuple(date(month // 12, month % 12 + 1, 1) for month in months)


def parse(text: str) -> Period | None:
    """The period that a text names; None where it names none.

    Months: 2026-01, 01.2026, 2026-01-15, Jan 2026, jaanuar 2026. Quarters: 2026-Q1, Q1 2026. Years: 2026.
    """
    plain = " ".join(text.split())
    for pattern in _PATTERNS:
        found = pattern.fullmatch(plain)
        if found and (period := _period(found.groupdict())):
            return period
    return None


def split_heading(heading: str, year: int | None = None) -> tuple[Period, str] | None:
    """The period in a heading and what else it says: “salary 2026-01” → (January 2026, "salary"); None without one.

    A month or quarter without a year (“Jan”, “II kv”) is one of ``year``, where that is given.
    """
    if period := parse(heading):
        return period, ""
    words = re.split(r"[\s_:|]+", heading.strip())
    for count in (1, 2, 3):
        for spoken, rest in ((words[-count:], words[:-count]), (words[:count], words[count:])):
            period = parse(" ".join(spoken)) if rest else None
            if period and not (count == 1 and period.months == 12):
                return period, " ".join(rest)
    return _split_bare(words, year) if year else None


def _split_bare(words: list[str], year: int) -> tuple[Period, str] | None:
    for count in range(min(len(words), 2), 0, -1):
        for spoken, rest in ((words[-count:], words[:-count]), (words[:count], words[count:])):
            text = " ".join(spoken)
            period = parse(f"{text} {year}") if any(map(str.isalpha, text)) else None
            if period and period.months < 12:
                return period, " ".join(rest)
    return None


def split_year(heading: str) -> tuple[int, str] | None:
    """The one year of four digits in a heading and what else it says: “Total 2026” → (2026, "Total")."""
    found = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", heading)
    return (int(found[0]), " ".join(heading.replace(found[0], " ").split())) if len(found) == 1 else None


def _period(found: dict[str, str | None]) -> Period | None:
    year = int(found["year"] or 0)
    year += 2000 if year < 100 else 0
    if quarter := found.get("quarter"):
        number = _ROMAN.get(quarter.upper()) or int(quarter)
        return Period(date(year, 3 * number - 2, 1), 3)
    if word := found.get("word"):
        spoken = _MONTHS.get(word.casefold())
        return Period(date(year, spoken, 1), 1) if spoken else None
    if month := found.get("month"):
        return Period(date(year, int(month), 1), 1) if 1 <= int(month) <= 12 else None
    return Period(date(year, 1, 1), 12)
