"""How a period runs from day to day beside the plan's pace and the year before, where it is heading; and in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from analytics.forecast import Forecast
from analytics.metrics import metric
from analytics.periods import Period, year_before
from analytics.words import _, share, short_day, short_money, whole


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


def finding(frame: DataFrame, end: End, name: str) -> str:
    """What the running line says: ahead or behind, since when, and the chance of meeting the plan."""
    known = frame[frame["actual"].notna()]
    if known.empty:
        return _("The period has not begun")
    if end.target is None:
        return _against_last_year(known, name)
    if len(known) == len(frame):
        return _ended(float(known["actual"].iloc[-1]), end.target, name)
    words = _position(known[known["plan"] > 0])
    if end.chance is None:
        return words
    return _("{pace}; {share} chance of meeting the plan", pace=words, share=share(end.chance))


def _position(known: DataFrame) -> str:
    """Ahead of the plan's pace or behind it, and since when."""
    if known.empty:
        return _("The first working day is still to come")
    ahead = (known["actual"] >= known["plan"]).tolist()
    since = next((place + 1 for place in range(len(ahead) - 1, -1, -1) if ahead[place] != ahead[-1]), 0)
    day = short_day(known["on_day"].iloc[since].date())
    if ahead[-1]:
        return _("Ahead of pace since {day}", day=day) if since else _("Ahead of pace from the start")
    return _("Behind pace since {day}", day=day) if since else _("Behind pace from the start")


def heading(frame: DataFrame, period: Period, as_of: date, end: End, name: str) -> str:
    """The company's answer in one sentence: where the period will end against its plan, or where it ended."""
    reached = frame["actual"].dropna()
    actual = float(reached.iloc[-1]) if len(reached) else 0.0
    values = {
        "period": period.name if as_of >= period.end else period.full_name,
        "actual": amount(name, actual),
        "title": _(metric(name).title).lower(),
    }
    if as_of >= period.end or end.mid is None:
        return _so_far(end.target, actual, name, values, is_over=as_of >= period.end)
    if end.low is None or end.high is None:
        words = _("{period} is heading for {mid}", period=values["period"], mid=amount(name, end.mid))
    else:
        ends = between(amount(name, end.low), amount(name, end.high))
        words = _("{period} will end at {range}", period=values["period"], range=ends)
    if not end.target:
        return _("{words}; there is no plan for {title}", words=words, title=values["title"])
    gap, plan = end.mid / end.target - 1, amount(name, end.target)
    if abs(gap) < _SLIGHT:
        return _("{words}, most likely on the plan of {plan}", words=words, plan=plan)
    if gap < 0:
        return _("{words}, most likely {gap} short of the plan of {plan}", words=words, gap=share(-gap), plan=plan)
    return _("{words}, most likely {gap} above the plan of {plan}", words=words, gap=share(gap), plan=plan)


def amount(name: str, value: float | None) -> str:
    """A value of the metric ``name`` for titles: short money, or a whole count."""
    return short_money(value) if metric(name).unit == "money" else whole(value)


def between(low: str, high: str) -> str:
    """A range of two worded numbers that names their unit once: €1.31–1.48M."""
    parts = [_NUMBER.fullmatch(text) for text in (low, high)]
    if parts[0] and parts[1] and parts[0][1] == parts[1][1] and parts[0][3] == parts[1][3]:
        return f"{parts[0][1]}{parts[0][2]}–{parts[1][2]}{parts[0][3]}"
    return f"{low}–{high}"


_NUMBER = re.compile(r"(\D*)(\d.*\d|\d)(\D*)")
_SLIGHT = 0.005


def _so_far(target: float | None, actual: float, name: str, values: dict[str, Any], *, is_over: bool) -> str:
    """A period that is over, or one that can't be foreseen."""
    if not target:
        words = _("{period} ended with {actual} of {title}; there is no plan", **values)
        return words if is_over else _("{period} stands at {actual} of {title}; there is no plan", **values)
    gap, plan = actual / target - 1, amount(name, target)
    if not is_over:
        return _("{period} stands at {share} of the plan of {plan}", **values, share=share(actual / target), plan=plan)
    if abs(gap) < _SLIGHT:
        return _("{period} ended at {actual}, on the plan of {plan}", **values, plan=plan)
    if gap < 0:
        return _("{period} ended at {actual}, {gap} short of the plan of {plan}", **values, gap=share(-gap), plan=plan)
    return _("{period} ended at {actual}, {gap} above the plan of {plan}", **values, gap=share(gap), plan=plan)


def _ended(actual: float, target: float, name: str) -> str:
    gap = amount(name, abs(actual - target))
    if metric(name).better == "less":
        return (
            _("Ended {gap} under the budget", gap=gap)
            if actual <= target
            else _("Ended {gap} over the budget", gap=gap)
        )
    return (
        _("The plan was met with {gap} to spare", gap=gap)
        if actual >= target
        else _("The plan was missed by {gap}", gap=gap)
    )


def _against_last_year(known: DataFrame, name: str) -> str:
    now, before = known["actual"].iloc[-1], known["last_year"].iloc[-1]
    if not before > 0:
        return _("{amount} so far; nothing to compare with", amount=amount(name, now))
    change = now / before - 1
    if change < 0:
        return _("{share} below the same days last year", share=share(-change))
    return _("{share} above the same days last year", share=share(change))


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
