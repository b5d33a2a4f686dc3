"""The sample company's calendar: days counted from the first one, months from the first month."""

from datetime import date, timedelta

import numpy as np

from data.sample.draws import Ints

START = date(2023, 12, 1)
LAST = date(2026, 11, 12)
PAID_THROUGH = date(2026, 10, 22)
"""Payments are exported up to this day, everything else up to ``LAST``."""

NEVER = 1_000_000
"""A day that doesn't come: written as an empty cell."""

WARM_UP = 120
"""Deals may have been opened this many days before ``START``."""

_BEFORE, _AFTER = 6000, 6000
_ALL = [START + timedelta(days=number) for number in range(-_BEFORE, _AFTER)]
_ISO = np.array([day.isoformat() for day in _ALL], dtype=object)
_MONTH = np.array([(day.year - START.year) * 12 + day.month - START.month for day in _ALL], dtype=np.int64)


def number(day: date) -> int:
    """Days from ``START`` to ``day``."""
    return (day - START).days


END = number(LAST)
"""The last day's number."""
PAID_TO = number(PAID_THROUGH)
"""The number of the last day of which payments are known."""

MONTHS = (LAST.year - START.year) * 12 + LAST.month - START.month + 1
"""Calendar months from the first day to the last, the incomplete one included."""


def months(days: Ints) -> Ints:
    """The month of each day: 0 is ``START``'s."""
    return _MONTH[days + _BEFORE]


def weekdays(days: Ints) -> Ints:
    """0 for a Monday to 6 for a Sunday."""
    return (days + START.weekday()) % 7


def next_working(days: Ints) -> Ints:
    """The day itself, or the Monday after a weekend."""
    weekday = weekdays(days)
    return days + np.where(weekday > 4, 7 - weekday, 0)


def last_working(days: Ints) -> Ints:
    """The day itself, or the Friday before a weekend."""
    return days - np.maximum(weekdays(days) - 4, 0)


def iso(days: Ints, until: int | None = None) -> list[str]:
    """ISO days; empty for ``NEVER`` and, with ``until``, for later ones."""
    missing = days > (_AFTER - 1 if until is None else until)
    return list(np.where(missing, "", _ISO[np.where(missing, 0, days) + _BEFORE]))


def month_name(month: int) -> str:
    """``YYYY-MM`` of a month's number."""
    years, rest = divmod(START.month - 1 + month, 12)
    return f"{START.year + years}-{rest + 1:02d}"


def first_day(month: int) -> int:
    """The number of a month's first day."""
    return number(date.fromisoformat(f"{month_name(month)}-01"))


def moments(days: Ints, minutes: Ints) -> list[str]:
    """ISO timestamps from days and minutes after midnight."""
    return [
        f"{day} {minute // 60:02d}:{minute % 60:02d}:00" if day else ""
        for day, minute in zip(iso(days), minutes.tolist(), strict=True)
    ]
