"""Where a month, quarter or year will end, judged by how earlier ones went on after the same share of their days.

**The idea.** With a share *s* of the working days gone and *a* reached, the run rate says that the period ends at
*a / s*. Early on that swings with every single deal, so what is still to come is taken from the run rate and from a
typical period (the mean *t* of the twelve before), the run rate with the weight s / 2, which foretold best on the
companies it was tried on: (1 − s) × (s / 2 × a / s + (1 − s / 2) × t) = (1 − s) × (a + (2 − s) × t) / 2. How far this
was off is known for every earlier period: what really came after the same share of days ÷ what was expected to come.
The range is made of those ratios: a tenth of them lie below it and a tenth above (ranks of (n + 1), so that few ratios
give a wide range). The median ratio gives the middle.

Nothing after ``as_of`` is read, and an earlier period's expectation uses only what lay before it.

Source: split-conformal prediction, Vovk, Gammerman and Shafer, *Algorithmic Learning in a Random World* (2005), with
the past periods as calibration set.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from analytics.periods import Kind, Period, days_gone, days_in, due, starts

ENOUGH = 8
"""With fewer past periods to learn the errors from, no range is given."""
TYPICAL = 12
"""So many earlier periods make a typical one."""
_FEWEST = 2
_TAIL = 10
"""In every 100, so many ratios lie below the range, and as many above."""
_TINY = 1e-9
_FREQUENCY: dict[Kind, str] = {"month": "MS", "quarter": "QS", "year": "YS"}

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Errors:
    """What the forecast got wrong before: ``ratios`` (came ÷ expected, sorted), and how its own ranges had done.

    ``tried`` past period ends were forecast from what lay before them; ``inside`` of them ended within the range.
    """

    ratios: tuple[float, ...]
    tried: int
    inside: int

    @property
    def is_enough(self) -> bool:
        """Whether there are enough past periods to give a range."""
        return len(self.ratios) >= ENOUGH

    def range(self) -> tuple[float, float, float]:
        """The low, middle and high ratio; the middle is 1 and the others are nan where there are too few."""
        if not self.is_enough:
            return float("nan"), 1.0, float("nan")
        low, high = _range(np.array(self.ratios))
        return low, float(np.median(self.ratios)), high

    def chance(self, needed: float, *, less_is_better: bool = False) -> float | None:
        """The probability that what comes is at least ``needed`` times the expected (at most, where less is better).

        (k + ½) / (n + 1) of n ratios of which k do; 1 where nothing is needed and nothing ever came off again.
        """
        if not self.is_enough or needed != needed:
            return None
        if needed <= 0 <= self.ratios[0]:
            return float(not less_is_better or (needed == 0 == self.ratios[-1]))
        ratios = np.array(self.ratios)
        reached = (ratios <= needed).sum() if less_is_better else (ratios >= needed).sum()
        return float((reached + 0.5) / (len(ratios) + 1))


@dataclass(frozen=True, slots=True)
class Forecast:
    """The forecast of one period: ``units`` has one row for each unit, in order of its id.

    Columns: ``unit_id``; ``actual`` so far; ``run_rate`` (actual ÷ share of the working days gone; nan on the first
    day); ``expected`` still to come; ``low``, ``mid``, ``high`` (the period's end; 8 of 10 lie between).
    """

    period: Period
    units: DataFrame
    errors: Errors

    def chance(self, unit_id: str, target: float | None, *, less_is_better: bool = False) -> float | None:
        """The probability that a unit meets its target; None without target or with too little history."""
        found = self.units[self.units["unit_id"] == unit_id]
        if target is None or found.empty:
            return None
        missing, expected = target - float(found["actual"].iloc[0]), float(found["expected"].iloc[0])
        needed = missing / expected if expected > 0 else np.sign(missing) * np.inf if missing else 0.0
        return self.errors.chance(float(needed), less_is_better=less_is_better)


def forecast(daily: DataFrame, as_of: date, kind: Kind, period: Period | None = None) -> Forecast:
    """The end of the period that contains ``as_of`` (the next, once that is complete) for every unit in ``daily``.

    ``daily``: unit_id (text), on_day (day), value (what was reached on it). Errors are pooled over units and periods.
    A unit's first period is left out, as it may have begun in the middle. Another ``period`` may be asked for; one that
    is complete ends where it ended.
    """
    wanted = period or due(as_of, kind)
    known = daily[daily["on_day"] <= pd.Timestamp(as_of)]
    share = wanted.share_gone(as_of) if as_of >= wanted.start else 0.0
    actual = _within(known, wanted)
    totals, so_far, left = _history(known, wanted, as_of)
    typical = totals.shift(1).rolling(TYPICAL, min_periods=_FEWEST).mean()
    errors = _tried(_ratios(totals, so_far, typical, left))
    now = DataFrame({"actual": actual, "typical": typical.iloc[-1]}, index=actual.index)
    return Forecast(wanted, _outlook(now, share, errors), errors)


def _within(known: DataFrame, period: Period) -> "Series[float]":
    """What each unit ever seen reached in the period so far."""
    inside = known["on_day"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    return known["value"].where(inside, 0.0).groupby(known["unit_id"]).sum().sort_index()


def _history(known: DataFrame, wanted: Period, as_of: date) -> tuple[DataFrame, DataFrame, "Series[float]"]:
    """Totals of the periods up to the wanted one, what each had reached as far in as ``as_of``, and what was left.

    Periods × units; a period with another number of working days is cut after the same share of them, rounded to days.
    """
    begin, span = starts(known["on_day"], wanted.kind), pd.Timestamp(wanted.start)
    rows = known.assign(start=begin, gone=days_gone(known["on_day"], wanted.kind))[begin <= span]
    every = pd.date_range(rows["start"].min() if len(rows) else span, span, freq=_FREQUENCY[wanted.kind])
    cuts = _cuts(Series(every, index=every), wanted, as_of)
    rows["counted"] = rows["value"].where(rows["gone"] <= rows["start"].map(cuts["gone"]), 0.0)
    totals, so_far = (
        rows.pivot_table(index="start", columns="unit_id", values=column, aggfunc="sum").reindex(every)
        for column in ("value", "counted")
    )
    begun = (totals.notna().cumsum() > 0).shift(1, fill_value=False)
    return totals.fillna(0.0).where(begun), so_far.fillna(0.0).where(begun), cuts["left"]


def _cuts(firsts: "Series[pd.Timestamp]", wanted: Period, as_of: date) -> DataFrame:
    """For each period: gone (working days after which it is cut) and left (the share of them that then is to come)."""
    length = days_in(firsts, wanted.kind)
    if as_of < wanted.start:
        return DataFrame({"gone": -1.0, "left": 1.0}, index=firsts.index)
    if as_of >= wanted.end:
        return DataFrame({"gone": np.inf, "left": 0.0}, index=firsts.index)
    today = Series(pd.DatetimeIndex([as_of]))
    weekend = days_gone(today, wanted.kind)[0] % 1
    gone = np.round(wanted.share_gone(as_of) * length)
    return DataFrame({"gone": gone + weekend, "left": 1 - gone / length}, index=firsts.index)


def _ratios(totals: DataFrame, so_far: DataFrame, typical: DataFrame, left: "Series[float]") -> list[Floats]:
    """For each complete period, oldest first: what came after ÷ what was expected to come, of units that have both."""
    expected = (so_far + typical.mul(1 + left, axis=0)).mul(left / 2, axis=0)
    ratio = ((totals - so_far) / expected.where(expected > _TINY)).iloc[:-1]
    return [np.sort(row[np.isfinite(row)]) for row in ratio.to_numpy(dtype=np.float64)]


def _tried(ratios: list[Floats]) -> Errors:
    """The ratios pooled, and how many fell into the range that all earlier ones gave."""
    tried = inside = 0
    pooled: Floats = np.empty(0)
    for period in ratios:
        if len(pooled) >= ENOUGH:
            low, high = _range(pooled)
            tried += len(period)
            inside += int(((period >= low) & (period <= high)).sum())
        pooled = np.sort(np.concatenate([pooled, period]))
    return Errors(tuple(float(ratio) for ratio in pooled), tried, inside)


def _range(ratios: Floats) -> tuple[float, float]:
    """The ratios between which eight of ten fall, by ranks of (n + 1)."""
    count = len(ratios)
    low = (count + 1) * _TAIL // 100
    high = -(-(count + 1) * (100 - _TAIL) // 100)
    return float(ratios[max(low, 1) - 1]), float(ratios[min(high, count) - 1])


def _outlook(now: DataFrame, share: float, errors: Errors) -> DataFrame:
    actual, typical, left = now["actual"], now["typical"], 1 - share
    run_rate = actual / share if share > 0 else actual * np.nan
    expected = (left * (actual + (1 + left) * typical) / 2).clip(lower=0.0)
    is_new = expected.isna()
    expected = expected.where(~is_new, run_rate - actual)
    low, mid, high = errors.range()
    frame = DataFrame({"actual": actual, "run_rate": run_rate, "expected": expected})
    frame["low"] = (actual + low * expected).where(~is_new)
    frame["mid"] = actual + mid * expected
    frame["high"] = (actual + high * expected).where(~is_new)
    if share >= 1:
        frame[["low", "mid", "high"]] = np.column_stack([actual] * 3)
    return frame.rename_axis("unit_id").reset_index()
