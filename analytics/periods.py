"""Months, quarters and years; their working days; and how much of one is gone on a day.

Working days are Monday to Friday: public holidays differ by country and aren't in the exports.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import Series

from analytics.words import _, month, month_name

Kind = Literal["month", "quarter", "year"]

Days = tuple[date, date]
"""A first and a last day."""

KINDS: tuple[Kind, ...] = ("month", "quarter", "year")
_MONTHS: dict[Kind, int] = {"month": 1, "quarter": 3, "year": 12}
_WEEKDAYS = 5
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar month, quarter or year, from ``start`` to ``end``, both included."""

    kind: Kind
    start: date

    @classmethod
    def of(cls, day: date, kind: Kind) -> Self:
        """The period of that kind which contains ``day``."""
        length = _MONTHS[kind]
        return cls(kind, date(day.year, (day.month - 1) // length * length + 1, 1))

    @property
    def end(self) -> date:
        """The last day."""
        return self.later(1).start - timedelta(days=1)

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month in it."""
        return tuple(add_months(self.start, step) for step in range(_MONTHS[self.kind]))

    @property
    def name(self) -> str:
        """In words: Nov 2026, Q4 2026, 2026."""
        if self.kind == "month":
            return month(self.start)
        if self.kind == "quarter":
            return _("Q{quarter} {year}", quarter=(self.start.month - 1) // 3 + 1, year=self.start.year)
        return str(self.start.year)

    @property
    def full_name(self) -> str:
        """The same with a month's whole name, without its year: November, Q4 2026, 2026."""
        return month_name(self.start).capitalize() if self.kind == "month" else self.name

    def later(self, count: int) -> Self:
        """The period ``count`` periods later (earlier, where negative)."""
        return type(self)(self.kind, add_months(self.start, count * _MONTHS[self.kind]))

    def last(self, count: int) -> Iterator[Self]:
        """The ``count`` periods that end with this one, oldest first."""
        return (self.later(step) for step in range(1 - count, 1))

    def share_gone(self, day: date) -> float:
        """The share of its working days that are over at the end of ``day``: 0 before it starts, 1 once complete."""
        if day >= self.end:
            return 1.0
        return working_days(self.start, day) / working_days(self.start, self.end)


def working_days(first: date, last: date) -> int:
    """The working days from ``first`` to ``last``, both included; 0 where ``last`` lies before ``first``."""
    return max(0, int(np.busday_count(first, last + timedelta(days=1))))


def add_months(day: date, count: int) -> date:
    """The same day ``count`` months later; the month's last day where it has no such day."""
    year, month_index = divmod(day.year * 12 + day.month - 1 + count, 12)
    following = date(year + month_index // 11, (month_index + 1) % 12 + 1, 1)
    return date(year, month_index + 1, min(day.day, (following - timedelta(days=1)).day))


def year_before(day: date) -> date:
    """The same day of the year before; 28 February for the 29th."""
    return add_months(day, -12)


def compared(period: Period, as_of: date) -> tuple[Days, Days]:
    """The first and last day of ``period`` so far, and of the same days a year before; once it is over, all of both."""
    earlier = period.later({"month": -12, "quarter": -4, "year": -1}[period.kind])
    if as_of >= period.end:
        return (period.start, period.end), (earlier.start, earlier.end)
    return (period.start, as_of), (earlier.start, year_before(as_of))


def within(days: "Series[pd.Timestamp]", span: Days) -> "Series[bool]":
    """Which ``days`` lie from the first to the last day of ``span``, both included."""
    return days.between(pd.Timestamp(span[0]), pd.Timestamp(span[1]))


def due(as_of: date, kind: Kind) -> Period:
    """The period that a forecast made on ``as_of`` is for: the one that contains it, the next once that is complete."""
    period = Period.of(as_of, kind)
    return period.later(1) if as_of == period.end else period


def starts(days: "Series[pd.Timestamp]", kind: Kind) -> "Series[pd.Timestamp]":
    """The first day of each day's period."""
    return days.dt.to_period({"month": "M", "quarter": "Q", "year": "Y"}[kind]).dt.start_time.astype(days.dtype)


def days_gone(days: "Series[pd.Timestamp]", kind: Kind) -> NDArray[np.float64]:
    """How many working days of its period are over at the end of each day; half a one more at the weekend.

    So what is sold at the weekend comes after Friday's and before Monday's.
    """
    gone = np.busday_count(_dates(starts(days, kind)), _dates(days) + np.timedelta64(1, "D"))
    return np.asarray(gone + _HALF * (days.dt.day_of_week >= _WEEKDAYS).to_numpy(), dtype=np.float64)


def days_in(firsts: "Series[pd.Timestamp]", kind: Kind) -> NDArray[np.float64]:
    """The working days of the periods that begin on ``firsts``."""
    ends = firsts + pd.DateOffset(months=_MONTHS[kind])
    return np.asarray(np.busday_count(_dates(firsts), _dates(ends)), dtype=np.float64)


def _dates(days: "Series[pd.Timestamp]") -> NDArray[np.datetime64]:
    return days.to_numpy().astype("datetime64[D]")
