"""The periods that can be chosen: a month, a quarter, a year, the last twelve months, everything."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from analytics.words import N_, _, month

Kind = Literal["month", "quarter", "year", "last12", "all"]

KINDS: dict[Kind, str] = {
    "month": N_("Month"),
    "quarter": N_("Quarter"),
    "year": N_("Year"),
    "last12": N_("Last 12 months"),
    "all": N_("All"),
}

_FORMS = re.compile(r"(?P<year>\d{4})(-(?P<month>0[1-9]|1[0-2])|-Q(?P<quarter>[1-4]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A period: its key in a link (``2026-11``, ``2026-Q4``, ``2026``, ``last12``, ``all``), first and last day.

    ``start`` is None for everything; ``end`` may lie after the day that is looked from.
    """

    key: str
    kind: Kind
    start: date | None
    end: date

    @property
    def words(self) -> str:
        """The period as its button says it: Nov 2026."""
        if self.kind == "month":
            return month(self.end)
        if self.kind == "quarter":
            return _("Q{quarter} {year}", quarter=(self.end.month + 2) // 3, year=self.end.year)
        return str(self.end.year) if self.kind == "year" else _(KINDS[self.kind])


def parse(key: str, as_of: date) -> Period | None:
    """The period of that key as seen from ``as_of``; None where the key says nothing or a time to come."""
    if key == "all":
        return Period("all", "all", None, as_of)
    if key == "last12":
        return Period("last12", "last12", _month_start(as_of, -11), _month_end(as_of))
    found = _FORMS.fullmatch(key)
    if not found or not 1 <= int(found["year"]) <= as_of.year:
        return None
    period = _span(key, int(found["year"]), found["month"], found["quarter"])
    return period if period.start and period.start <= as_of else None


def of_month(day: date) -> Period:
    """The month that ``day`` is in."""
    return Period(f"{day:%Y-%m}", "month", day.replace(day=1), _month_end(day))


def of_kind(kind: Kind, day: date) -> Period:
    """The period of that kind that ``day`` is in."""
    keys = {"month": f"{day:%Y-%m}", "quarter": f"{day.year}-Q{(day.month + 2) // 3}", "year": str(day.year)}
    found = parse(keys.get(kind, kind), day)
    assert found is not None
    return found


def choices(kind: Kind, first: date, last: date) -> list[Period]:
    """Every period of that kind from the one that holds ``last`` back to the one that holds ``first``."""
    found: list[Period] = []
    day = last.replace(day=1)
    while day >= first.replace(day=1):
        period = of_kind(kind, day)
        if period not in found:
            found.append(period)
        day = _month_start(day, -1)
    return found


def _span(key: str, year: int, month_text: str | None, quarter: str | None) -> Period:
    if month_text:
        return of_month(date(year, int(month_text), 1))
    if quarter:
        first = date(year, 3 * int(quarter) - 2, 1)
        return Period(key, "quarter", first, _month_end(_month_start(first, 2)))
    return Period(key, "year", date(year, 1, 1), date(year, 12, 31))


def _month_start(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
