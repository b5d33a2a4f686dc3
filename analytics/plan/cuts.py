"""Attainment to the cent by any cut: company, teams, managers, products or regions, over months, quarters or years."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

import pandas as pd
from pandas import DataFrame

from analytics.periods import Period
from analytics.plan.attainment import attainment, cents
from analytics.plan.units import Asked, named
from analytics.words import _

CUTS = ["cut", "unit_id", "metric", "period", "target", "actual", "attainment"]
PERIODS = 12
Sums = dict[tuple[str, Period], Decimal]


def by_cut(
    reached: DataFrame,
    targets: DataFrame,
    planned: Mapping[tuple[date, str], Decimal],
    asked: Asked,
) -> DataFrame:
    """The asked metric over every period up to the one asked about: the company, then each unit of the cut.

    ``reached``: cut, unit_id ('' for none), period (month), metric, actual; ``targets``: see
    ``analytics.plan.attainment``; ``planned``: the company's. Columns: cut, unit_id, metric, period (its first
    day), target (the months' that have one), actual, attainment (a fraction); exact.
    """
    wanted = reached[(reached["metric"] == asked.metric) & (reached["cut"] == asked.by)]
    actual = _summed(zip(wanted["unit_id"], wanted["period"], wanted["actual"], strict=True), asked)
    goals = targets[(targets["metric"] == asked.metric) & (targets["cut"] == asked.by)]
    target = _summed(zip(goals["unit_id"], goals["period"], goals["target"], strict=True), asked)
    whole = _whole(actual)
    company = _summed((("", month, goal) for (month, name), goal in planned.items() if name == asked.metric), asked)
    records = [
        *_records("company", whole, company, asked),
        *_records(asked.by, actual, target, asked),
    ]
    return DataFrame(records, columns=CUTS, dtype=object)


def _summed(rows: Iterator[tuple[str, date, Decimal]], asked: Asked) -> Sums:
    sums: defaultdict[tuple[str, Period], Decimal] = defaultdict(Decimal)
    for unit, month, amount in rows:
        sums[unit, Period.of(pd.Timestamp(month).date(), asked.period.kind)] += amount
    return dict(sums)


def _whole(actual: Sums) -> Sums:
    """All units together; each event stands once in every cut."""
    sums: defaultdict[tuple[str, Period], Decimal] = defaultdict(Decimal)
    for (_unit, period), amount in actual.items():
        sums["", period] += amount
    return dict(sums)


def _records(
    cut: str, actual: Sums, target: Sums, asked: Asked
) -> Iterator[tuple[str, str, str, date, Decimal | None, Decimal, float | None]]:
    keys = actual.keys() | target.keys()
    for unit, period in sorted(keys, key=lambda key: (key[0], key[1].start)):
        if period.start <= asked.period.start:
            reached, goal = actual.get((unit, period), Decimal(0)), target.get((unit, period))
            planned = None if goal is None else cents(goal)
            yield cut, unit, asked.metric, period.start, planned, cents(reached), attainment(reached, goal)


def grid(cuts: DataFrame, units: DataFrame, asked: Asked) -> DataFrame:
    """The last twelve periods of ``cuts`` for those with a target in them, named: the company, then units by name.

    ``units``: cut, unit_id, name, team. Columns: as ``cuts``, and name, period_name and is_over (by ``asked.as_of``).
    """
    periods = {each.start: each for each in asked.period.last(PERIODS)}
    rows = cuts[cuts["period"].isin(periods)]
    planned = rows.groupby(["cut", "unit_id"])["target"].transform(lambda goals: goals.notna().any()).astype(bool)
    rows = rows[planned]
    company, own = rows[rows["cut"] == "company"], rows[rows["cut"] != "company"]
    named_rows = named(own, units, asked.by).drop(columns="team").sort_values(["name", "unit_id", "period"])
    found = pd.concat([company.assign(name=_("All together")), named_rows], ignore_index=True)
    return found.assign(
        period_name=[periods[start].name for start in found["period"]],
        is_over=[periods[start].end <= asked.as_of for start in found["period"]],
    )
