"""How a period runs from day to day beside the plan's pace and the year before, and where it is heading."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from analytics.metrics import metric
from analytics.periods import Period, year_before
from analytics.plan.forecast import Forecast


@dataclass(frozen=True, slots=True)
class End:
    """A period's target and forecast: what it is heading for. None where there is no plan, or too little history."""

    target: float | None
    low: float | None
    mid: float | None
    high: float | None
    chance: float | None


def end_of(seen: Forecast, planned: Mapping[tuple[date, str], Decimal], name: str) -> End:
    """Target and forecast of the only unit in ``seen``; ``planned``: the company's targets by month and metric."""
    target = target_of(planned, seen.period, name)
    if seen.units.empty:
        return End(target, None, None, None, None)
    row = seen.units.iloc[0]
    chance = seen.chance(str(row["unit_id"]), target, less_is_better=metric(name).better == "less")
    return End(target, cents_of(row["low"]), cents_of(row["mid"]), cents_of(row["high"]), chance)


def target_of(planned: Mapping[tuple[date, str], Decimal], period: Period, name: str) -> float | None:
    """What is planned for the months of ``period`` together; None where nothing is."""
    targets = [planned[month, name] for month in period.months if (month, name) in planned]
    return float(sum(targets)) if targets else None


def cents_of(value: Any) -> float | None:
    """A number to two decimals; None where it is missing."""
    return None if pd.isna(value) else round(float(value), 2)


def running(daily: DataFrame, period: Period, as_of: date, end: End) -> DataFrame:
    """The running total of each day of ``period``.

    ``daily``: on_day, value. Columns: on_day; actual (up to ``as_of``); last_year (the same days a year before, where
    anything was reached in that period); plan (the target by the share of working days gone); low, mid, high (from
    ``as_of`` on, by the share of the working days that are left).
    """
    days = pd.date_range(period.start, period.end)
    values = daily.groupby("on_day")["value"].sum()
    gone = Series([period.share_gone(day.date()) for day in days], index=days)
    frame = DataFrame({"on_day": days, "actual": values.reindex(days, fill_value=0.0).cumsum().to_numpy()})
    frame["last_year"] = _year_before(values, days)
    frame["plan"] = np.nan if end.target is None else end.target * gone.to_numpy()
    now = frame["on_day"] <= pd.Timestamp(as_of)
    reached = float(frame.loc[now, "actual"].iloc[-1]) if now.any() else 0.0
    frame["actual"] = frame["actual"].where(now)
    part = _part(gone, as_of)
    for name, goal in (("low", end.low), ("mid", end.mid), ("high", end.high)):
        frame[name] = np.nan if goal is None or as_of >= period.end else reached + part * (goal - reached)
    return frame


def _year_before(values: "Series[float]", days: pd.DatetimeIndex) -> "Series[float] | float":
    """Running totals of the same days a year before; nan where nothing was reached in that period."""
    earlier = pd.DatetimeIndex([year_before(day.date()) for day in days])
    before = values.reindex(pd.date_range(earlier[0], earlier[-1]), fill_value=0.0)
    if not before.any():
        return float("nan")
    return before.cumsum().reindex(earlier).reset_index(drop=True)


def _part(gone: "Series[float]", as_of: date) -> NDArray[np.float64]:
    """The share of what is left of the period that has passed on each later day; nan before ``as_of``."""
    today = pd.Timestamp(as_of)
    start = float(gone.get(today, 0.0))
    left = 1 - start
    steps = (gone - start) / left if left > 0 else gone * 0 + (gone.index > today)
    return np.asarray(steps.where(gone.index >= today), dtype=np.float64)
