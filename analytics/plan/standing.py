"""How every plan stands in the running period: beside the working days that are gone, and beside the year before.

**The idea.** At the plan's pace, the share of the target that is due equals the share of the working days that are
gone. Against the year before, the same days are compared. Whether such a change is more than chance is judged day by
day: with the k-th working day's values x now and y a year before, and R = Σx ÷ Σy, the single days' x − R × y tell
how uneven the ratio is (the ratio estimator; what every year has in common, a strong month's end say, drops out). The
interval is of log R, with Student's t. On made-up sales with log-normal amounts it held in 91 to 94 of 100 cases, of
95 promised. A metric counts up to the day to which its table is known.

Source: W. G. Cochran, *Sampling Techniques*, 3rd ed. (1977), chapter 6.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame

from analytics.periods import Days, Period, compared, within, working_days
from analytics.plan.pace import cents_of, target_of

ENOUGH = 5
"""With fewer days on which something was reached, in either year, a change has no interval."""
STANDING = [
    "metric",
    "period",
    "known_on",
    "working_days",
    "days_gone",
    "actual",
    "target",
    "attainment",
    "due",
    "ahead",
    "last_year",
    "change",
    "low",
    "high",
    "enough",
]
_WEEKEND = 5


def standing(
    everybody: DataFrame,
    planned: Mapping[tuple[date, str], Decimal],
    period: Period,
    through: Mapping[str, date],
) -> DataFrame:
    """One row for each metric of ``through`` that was ever reached or planned.

    ``everybody``: metric, on_day, value; ``planned``: targets by month and metric; ``through``: the day up to which
    each metric is known. Columns: metric, period (first day), known_on (that day), working_days and days_gone of
    them; actual, target, attainment; due (the target × the share of days gone) and ahead (actual − due); last_year
    (the same days a year before, the whole period once it is over), change (a fraction), low and high (its interval
    of 95 %), enough (whether there are days enough for one).
    """
    records: list[dict[str, Any]] = []
    known = {*everybody["metric"], *(name for _, name in planned)}
    for name, as_of in ((name, day) for name, day in through.items() if name in known):
        days, earlier = compared(period, as_of)
        rows = everybody[everybody["metric"] == name]
        now, before = _daily(rows, days), _daily(rows, earlier)
        target = target_of(planned, period, name)
        actual = round(float(now.sum()), 2) if as_of >= period.start else None
        gone = working_days(period.start, min(as_of, period.end))
        due = None if target is None or actual is None else cents_of(target * period.share_gone(as_of))
        records.append(
            {
                "metric": name,
                "period": period.start,
                "known_on": as_of,
                "working_days": working_days(period.start, period.end),
                "days_gone": gone,
                "actual": actual,
                "target": target,
                "attainment": actual / target if target and actual is not None else None,
                "due": due,
                "ahead": None if due is None or actual is None else round(actual - due, 2),
                "last_year": None if actual is None else round(float(before.sum()), 2),
                **_changed(now, before),
            }
        )
    return DataFrame(records, columns=STANDING, dtype=object)


def ratio_interval(now: NDArray[np.float64], before: NDArray[np.float64]) -> tuple[float, float]:
    """The interval of 95 % of sum(now) ÷ sum(before) − 1; values of working days in order, see the module's idea."""
    from scipy.special import stdtrit

    count = max(len(now), len(before))
    x, y = (np.pad(days, (0, count - len(days))) for days in (now, before))
    ratio = float(x.sum() / y.sum())
    spread = float((x - ratio * y).std(ddof=1)) * count**0.5 / float(x.sum())
    half = float(stdtrit(count - 1, 0.975)) * spread
    return ratio * float(np.exp(-half)) - 1, ratio * float(np.exp(half)) - 1


def _daily(rows: DataFrame, days: Days) -> NDArray[np.float64]:
    """What was reached on each working day of the span, and on the days of weekends with anything on them."""
    inside = rows[within(rows["on_day"], days)]
    sums = inside.groupby("on_day")["value"].sum()
    every = pd.date_range(*days) if days[1] >= days[0] else pd.DatetimeIndex([])
    every = every[(every.day_of_week < _WEEKEND) | every.isin(sums.index)]
    return sums.reindex(every, fill_value=0.0).to_numpy(dtype=np.float64)


def _changed(now: NDArray[np.float64], before: NDArray[np.float64]) -> dict[str, Any]:
    """change, low, high, enough."""
    is_comparable = len(now) > 0 and before.sum() > 0
    enough = bool(min((now > 0).sum(), (before > 0).sum()) >= ENOUGH and now.sum() > 0 and is_comparable)
    low, high = ratio_interval(now, before) if enough else (None, None)
    change = float(now.sum() / before.sum()) - 1 if is_comparable else None
    return {"change": change, "low": low, "high": high, "enough": enough}
