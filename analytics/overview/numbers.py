"""The headline numbers: this period, its plan, the same days a year before, and the periods up to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
from pandas import DataFrame

from analytics.overview.pay import PayCost
from analytics.periods import Period, add_months, compared, within, year_before
from analytics.plan.pace import End, target_of
from analytics.plan.units import Asked
from analytics.question import Frames

SHOWN = 9
"""So many periods, the current one last, are drawn on a card."""

Targets = Mapping[tuple[date, str], Decimal]


@dataclass(frozen=True, slots=True)
class Number:
    """One headline number; ``history`` holds the periods up to it, oldest first, itself last."""

    metric: str
    value: float
    target: float | None
    last_year: float | None
    history: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Debt:
    """What is open past its due day on ``on_day``, the last one to which invoices and payments are known.

    ``rows``: invoice_id, client, due_on, late_days, amount, value (still open). ``daily``: the debt at the end of each
    day on which it changed. None of it where there are no invoices.
    """

    on_day: date
    rows: DataFrame
    daily: "pd.Series[float]"

    def at(self, day: date) -> float:
        """The debt at the end of ``day``."""
        known = self.daily[self.daily.index <= pd.Timestamp(day)]
        return round(float(known.iloc[-1]), 2) if len(known) else 0.0


def debt_past_due(changes: DataFrame, owed: DataFrame, through: date) -> Debt:
    """The debt as known on ``through``.

    ``changes``: on_day, change (what fell late less what was covered); ``owed``: the invoices open past their due day.
    """
    known = changes[changes["on_day"] <= pd.Timestamp(through)].set_index("on_day")
    rows = owed[owed["due_on"] < pd.Timestamp(through)].reset_index(drop=True)
    return Debt(through, rows, known["change"].cumsum())


def numbers(
    frames: Frames, asked: Asked, targets: Targets, end: End, debt: Debt, pay: PayCost | None
) -> tuple[Number, ...]:
    """Every headline number that the exports hold, in order of importance; frames as in ``overview.analyse``."""
    found = [_counted(frames["daily"], asked, targets, "revenue", end)]
    found += _margin_share(frames["margin"], asked, targets)
    if len(debt.daily):
        found.append(_debt(debt))
    if pay:
        found.append(Number("pay_per_margin", pay.ratio, None, pay.last_year, pay.history[-SHOWN:]))
    found += [_counted(frames["daily"], asked, targets, name) for name in ("new_clients", "deals")]
    return tuple(found)


def table(found: tuple[Number, ...]) -> DataFrame:
    """The numbers as a frame: metric, value, target, last_year; money to the cent, shares to a millionth."""
    rows = [
        (each.metric, *(_tidy(each.metric, value) for value in (each.value, each.target, each.last_year)))
        for each in found
    ]
    return DataFrame(rows, columns=["metric", "value", "target", "last_year"], dtype=object)


def _tidy(name: str, value: float | None) -> float | None:
    digits = 6 if name in ("margin_share", "pay_per_margin") else 2
    return None if value is None or pd.isna(value) else round(value, digits)


def _counted(daily: DataFrame, asked: Asked, targets: Targets, name: str, end: End | None = None) -> Number:
    rows = daily[daily["metric"] == name]
    now, before = compared(asked.period, asked.as_of)
    past = float(rows.loc[within(rows["on_day"], before), "value"].sum())
    history = [rows.loc[within(rows["on_day"], (each.start, each.end)), "value"].sum() for each in _shown(asked)]
    value = float(rows.loc[within(rows["on_day"], now), "value"].sum())
    target = end.target if end else target_of(targets, asked.period, name)
    return Number(name, value, target, past or None, tuple(float(each) for each in history))


def _margin_share(margin: DataFrame, asked: Asked, targets: Targets) -> list[Number]:
    """The margin's share; none where nothing with a cost was won."""
    now, before = compared(asked.period, asked.as_of)
    value = _share(margin, now)
    if value is None:
        return []
    planned = target_of(targets, asked.period, "margin"), target_of(targets, asked.period, "revenue")
    target = planned[0] / planned[1] if planned[0] and planned[1] else None
    history = [_share(margin, (each.start, each.end)) for each in _shown(asked)]
    known = tuple(each for each in history if each is not None)
    return [Number("margin_share", value, target, _share(margin, before), known)]


def _share(margin: DataFrame, span: tuple[date, date]) -> float | None:
    rows = margin[within(margin["on_day"], span)]
    base = float(rows["base"].sum())
    return float(rows["value"].sum()) / base if base else None


def _debt(debt: Debt) -> Number:
    month = debt.on_day.replace(day=1)
    ends = [add_months(month, -step) - timedelta(days=1) for step in range(SHOWN - 2, -1, -1)]
    begun = debt.daily.index[0].date()
    history = tuple(debt.at(day) for day in [*ends, debt.on_day] if day >= begun)
    before = year_before(debt.on_day)
    return Number(
        "open_debt_past_due", debt.at(debt.on_day), None, debt.at(before) if before >= begun else None, history
    )


def _shown(asked: Asked) -> list[Period]:
    return list(asked.period.last(SHOWN))
