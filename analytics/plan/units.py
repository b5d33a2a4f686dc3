"""Managers, teams, products or regions against their plan in one period."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from analytics.metrics import metric
from analytics.periods import Days, Period, add_months, compared, starts, within
from analytics.plan.forecast import Forecast, forecast
from analytics.question import Frames
from analytics.words import N_, _

METRICS = ("revenue", "margin", "deals", "new_clients", "contacts", "invoiced", "collected", "expense_budget")
UNITS = ("manager", "team", "product", "region")

_NOBODY = {
    "manager": N_("Without a manager"),
    "team": N_("Without a team"),
    "product": N_("Without a product"),
    "region": N_("Without a region"),
}
_OPEN = {"revenue": "amount", "margin": "margin", "deals": "count_deals"}
_HISTORY = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at: one plan metric, by which units, in which period, from which day."""

    metric: str
    by: str
    period: Period
    as_of: date

    @property
    def is_over(self) -> bool:
        """Whether the period is complete."""
        return self.as_of >= self.period.end

    @property
    def less_is_better(self) -> bool:
        """Whether the target is one not to be passed."""
        return metric(self.metric).better == "less"

    @property
    def days(self) -> Days:
        """The period's first day and its last so far."""
        return self.period.start, min(self.period.end, self.as_of)

    @property
    def span(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The period's first and last day."""
        return pd.Timestamp(self.period.start), pd.Timestamp(self.period.end)


COLUMNS = [
    "unit_id",
    "name",
    "team",
    "target",
    "actual",
    "attainment",
    "against_pace",
    "last_year",
    "change",
    "low",
    "mid",
    "high",
    "expected",
    "missing",
    "open_deals",
    "open_per_missing",
    "probability",
    "history",
    "tone",
]


def by_unit(daily: DataFrame, frames: Frames, asked: Asked) -> tuple[DataFrame, Forecast]:
    """Every unit with a target or a result in the period, those furthest below their plan first; and the forecast.

    ``daily`` is of the one metric; frames as in ``sales_plan.analyse``. Columns: unit_id, name, team; target; actual so
    far; attainment (actual ÷ target); against_pace (attainment − share of the working days gone); last_year (the same
    days a year before) and change (a fraction); low, mid, high (the period's end) and expected (mid ÷ target); missing
    (what mid lacks to the target, below 0; nan where nothing); open_deals (all that are open, in the metric's unit) and
    open_per_missing; probability (of meeting the target); history (the last twelve months that are over, oldest first);
    tone (bad where even high misses).
    """
    own = daily[daily["cut"] == asked.by]
    seen = forecast(own, asked.as_of, asked.period.kind, asked.period)
    targets = _targets(frames["targets"], asked)
    table = seen.units.set_index("unit_id").drop(columns=["run_rate", "expected"])
    table = table.reindex(table.index.union(targets.index)).rename_axis("unit_id").sort_index()
    table = table.assign(actual=table["actual"].fillna(0.0), target=targets.reindex(table.index))
    table = table[table["target"].notna() | (table["actual"] != 0)]
    table = _covered(_judged(_compared(table, own, asked), seen, asked), frames["open_deals"], asked)
    history = _history(own, asked)
    lines = [history.get(str(unit), [0.0] * _HISTORY) for unit in table.index]
    table["history"] = Series(lines, index=table.index, dtype=object)
    table = named(table.reset_index(), frames["units"], asked.by)
    order = table.assign(size=-table["actual"]).sort_values(["expected", "attainment", "size", "unit_id"]).index
    return table.loc[order, COLUMNS].reset_index(drop=True), seen


def _targets(targets: DataFrame, asked: Asked) -> "Series[float]":
    chosen = targets[(targets["cut"] == asked.by) & (targets["metric"] == asked.metric)]
    chosen = chosen[chosen["period"].between(*asked.span)]
    return chosen["target"].astype(float).groupby(chosen["unit_id"]).sum()


def _compared(table: DataFrame, own: DataFrame, asked: Asked) -> DataFrame:
    """Adds last_year and change: the same days of the year before, or the whole period once it is over."""
    _now, earlier = compared(asked.period, asked.as_of)
    before = own[within(own["on_day"], earlier)]
    sums = before.groupby("unit_id")["value"].sum().reindex(table.index)
    return table.assign(last_year=sums, change=table["actual"] / sums.where(sums > 0) - 1)


def _judged(table: DataFrame, seen: Forecast, asked: Asked) -> DataFrame:
    """Adds what the target makes of actual and forecast; where less is better, missing is what is over the budget."""
    less, planned = asked.less_is_better, table["target"].where(table["target"] > 0)
    gap = (planned - table["mid"] if less else table["mid"] - planned).round(2)
    misses = table["low"] > planned if less else table["high"] < planned
    chances = [
        seen.chance(str(unit), None if np.isnan(goal) else float(goal), less_is_better=less)
        for unit, goal in zip(table.index, table["target"], strict=True)
    ]
    return table.assign(
        attainment=table["actual"] / planned,
        against_pace=table["actual"] / planned - asked.period.share_gone(asked.as_of),
        expected=table["mid"] / planned,
        missing=gap.where(gap < 0),
        probability=np.array(chances, dtype=np.float64),
        tone=np.where(misses, "bad", ""),
    )


def _covered(table: DataFrame, open_deals: DataFrame, asked: Asked) -> DataFrame:
    """Adds the open deals, for metrics that deals fill."""
    if asked.metric not in _OPEN:
        return table.assign(open_deals=np.nan, open_per_missing=np.nan)
    chosen = open_deals[open_deals["cut"] == asked.by].set_index("unit_id")
    held = chosen[_OPEN[asked.metric]].reindex(table.index).fillna(0.0)
    return table.assign(open_deals=held, open_per_missing=held / -table["missing"])


def _history(own: DataFrame, asked: Asked) -> dict[str, list[float]]:
    """Each unit's twelve months up to the last one of the period that is over by ``as_of``, oldest first."""
    over = Period.of(min(asked.as_of + timedelta(days=1), asked.period.later(1).start), "month").start
    months = pd.date_range(add_months(over, -_HISTORY), periods=_HISTORY, freq="MS")
    inside = own[(own["on_day"] >= months[0]) & (own["on_day"] < pd.Timestamp(over))]
    sums = inside.assign(month=starts(inside["on_day"], "month"))
    wide = sums.pivot_table(index="unit_id", columns="month", values="value", aggfunc="sum")
    rows = wide.reindex(columns=months).fillna(0.0).round(2)
    return {str(unit): row.tolist() for unit, row in zip(rows.index, rows.to_numpy(), strict=True)}


def named(table: DataFrame, units: DataFrame, cut: str) -> DataFrame:
    """Adds name and team to a table with a unit_id; ``units``: cut, unit_id, name, team."""
    known = units[units["cut"] == cut].set_index("unit_id")
    names = known["name"].reindex(table["unit_id"]).tolist()
    shown = [
        _(_NOBODY[cut]) if not unit else unit if pd.isna(name) else name
        for unit, name in zip(table["unit_id"], names, strict=True)
    ]
    return table.assign(name=shown, team=known["team"].reindex(table["unit_id"]).tolist())
