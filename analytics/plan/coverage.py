"""Whether the open deals are enough for what is still to win: open deals for each missing euro, and how many it took.

**The idea.** Coverage is the amount of the open deals ÷ what the plan still lacks. How much of it is needed is told by
the last twelve periods: of what was open after the same share of each one's working days, this share was won by its
end. Its inverse is the coverage that the plan needs from open deals alone; deals not yet opened come on top.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from pandas import DataFrame

from analytics.periods import Period, within
from analytics.plan.states import CENT, worth

PERIODS = 12
ENOUGH = 6
"""With fewer earlier periods with open deals, no share is given."""
_TAIL = 10


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is still to win and what is open for it, in the metric's unit.

    ``missing``: target − actual, not below 0 (None: no plan). ``open``: all open deals; ``due`` of them are expected by
    the period's end, ``past`` of them were to be decided already. ``cover``: open ÷ missing. ``won_share``: the median
    share of the open deals that was won by the end of the last ``periods`` periods after the same share of days, eight
    of ten between ``low`` and ``high``; ``needed``: 1 ÷ won_share. The last four are None where there are too few.
    """

    missing: float | None
    open: float
    due: float
    past: float
    cover: float | None
    won_share: float | None
    low: float | None
    high: float | None
    needed: float | None
    periods: int


def coverage(
    deals: DataFrame, metric: str, period: Period, as_of: date, actual: float, target: float | None
) -> Coverage:
    """``deals`` as ``sales_plan_deals`` gives them; ``actual`` and ``target`` are those of the whole view."""
    value = worth(deals, metric, deals["cents"]) / CENT
    today = pd.Timestamp(as_of)
    is_open = (deals["opened_on"] <= today) & ~(deals["closed_on"] <= today)
    expected = deals["expected_on"]
    total = round(float(value[is_open].sum()), 2)
    missing = None if target is None else max(0.0, round(target - actual, 2))
    shares = _won_shares(deals, value, period, as_of)
    enough = len(shares) >= ENOUGH
    low, middle, high = np.percentile(shares, [_TAIL, 50, 100 - _TAIL]) if enough else (None, None, None)
    return Coverage(
        missing=missing,
        open=total,
        due=round(float(value[is_open & within(expected, (as_of + timedelta(days=1), period.end))].sum()), 2),
        past=round(float(value[is_open & (expected <= today)].sum()), 2),
        cover=total / missing if missing else None,
        won_share=_float(middle),
        low=_float(low),
        high=_float(high),
        needed=1 / float(middle) if middle else None,
        periods=len(shares),
    )


def same_point(period: Period, share: float) -> date:
    """The last day of ``period`` on which no more than ``share`` of its working days are gone; its eve, if none."""
    days = [period.start + timedelta(days=step) for step in range((period.end - period.start).days + 1)]
    before = [day for day in days if period.share_gone(day) <= share + 1e-9]
    return before[-1] if before else period.start - timedelta(days=1)


def _won_shares(deals: DataFrame, value: "pd.Series[float]", period: Period, as_of: date) -> list[float]:
    """For each of the last twelve periods with anything open then: the share of it that was won by its end."""
    shares = []
    point = period.share_gone(as_of) if as_of >= period.start else 0.0
    for earlier in period.later(-1).last(PERIODS):
        cut, end = pd.Timestamp(same_point(earlier, point)), pd.Timestamp(earlier.end)
        was_open = (deals["opened_on"] <= cut) & ~(deals["closed_on"] <= cut)
        held = float(value[was_open].sum())
        if held > 0:
            won = was_open & deals["is_won"].astype(bool) & (deals["closed_on"] <= end)
            shares.append(float(value[won].sum()) / held)
    return shares


def _float(value: float | None) -> float | None:
    return None if value is None else float(value)
