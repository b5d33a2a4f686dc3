"""What pay costs for each unit of margin, and payments that differ from the scheme, for those whose pay is seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
from pandas import DataFrame

from analytics.overview.records import records
from analytics.pay.statements import Event, Ledger, Statement, statements
from analytics.pay.versions import versions
from analytics.periods import Period, add_months, year_before
from analytics.question import Frames, Question

MONTHS = 13
_WHOLE = 0.9
_WRONG_MONTHS = 12
_QUARTER = 3


@dataclass(frozen=True, slots=True)
class PayCost:
    """Pay of one month ÷ margin of the same people: the month, value and base, the year before's ratio, and the parts.

    ``rows``: manager_id, value (salary + bonus earned − penalty), base (margin), Decimals. ``history``: the ratios of
    the months up to it, oldest first. ``salary_share`` is the salaries' part of the pay.
    """

    month: date
    rows: DataFrame
    ratio: float
    last_year: float | None
    history: tuple[float, ...]
    salary_share: float


def pay_cost(payroll: DataFrame, actuals: DataFrame, all_actuals: DataFrame, last: date) -> PayCost | None:
    """The last month that is paid and over by ``last``; None where pay isn't seen of those who made the margin.

    It is None, too, where a filter leaves only a part of what they made: their pay has no such part.
    ``payroll``: manager_id, period, salary, bonus, penalty, bonus_for; ``actuals``: manager_id, period, metric, actual.
    Money as Decimals; a bonus counts in the month that it was earned in.
    """
    if payroll.empty:
        return None
    paid = _paid(payroll)
    margin = all_actuals[all_actuals["metric"] == "margin"]
    month = _month(payroll, last)
    if month is None or not _is_whole(payroll, actuals[actuals["metric"] == "margin"], margin, month):
        return None
    ratios = {each: _ratio(paid, margin, each) for each in (add_months(month, -step) for step in range(MONTHS))}
    ratio = ratios[month]
    if ratio is None:
        return None
    rows = _rows(paid, margin, month)
    salaries = payroll.loc[payroll["period"] == pd.Timestamp(month), "salary"]
    known = [ratios[each] for each in sorted(ratios)]
    return PayCost(
        month,
        rows,
        ratio,
        ratios[year_before(month)],
        tuple(each for each in known if each is not None),
        float(sum(salaries, Decimal(0)) / sum(rows["value"], Decimal(0))),
    )


def wrong_payments(frames: Frames, question: Question) -> tuple[Statement, ...]:
    """The statements of the last twelve months whose payment isn't the scheme's.

    In: ``payroll`` (as ``compensation_payroll``), ``all_actuals`` and ``all_targets`` (of the whole company, as
    ``attainment`` takes them: what somebody is paid for isn't what a filter leaves).
    """
    schemes, _faults = versions(question.documents)
    if not schemes or frames["payroll"].empty:
        return ()
    first = add_months(question.as_of.replace(day=1), -_WRONG_MONTHS)
    recent = _recent(
        frames,
        add_months(first, -_QUARTER),
        {"new_clients", *(scheme.metric for scheme in schemes), *(scheme.counted for scheme in schemes)},
    )
    made = statements(recent["payroll"], _book(recent), schemes, question.as_of)
    return tuple(each for each in made if each.is_flagged and each.period >= first)


def difference(wrong: Sequence[Statement]) -> Decimal:
    """What they differ by together, too much and too little alike."""
    return sum(
        (abs(each.difference or Decimal(0)) + abs(each.penalty_difference or Decimal(0)) for each in wrong), Decimal(0)
    )


def _recent(frames: Frames, first: date, metrics: set[str]) -> dict[str, DataFrame]:
    """The rows that statements from ``first`` on need, of the metrics that pay."""
    every = {"payroll": frames["payroll"], "actuals": frames["all_actuals"], "targets": frames["all_targets"]}
    since = {name: frame[frame["period"] >= pd.Timestamp(first)] for name, frame in every.items()}
    counted = {name: since[name][since[name]["metric"].isin(metrics)] for name in ("actuals", "targets")}
    return {"payroll": since["payroll"], **counted}


def _book(frames: Frames) -> Ledger:
    """Each manager's months as single events: a statement needs their sums alone."""
    actuals, targets, payroll = frames["actuals"], frames["targets"], frames["payroll"]
    people = targets[targets["cut"] == "manager"]
    events = {
        (row["metric"], row["manager_id"], _day(row)): (Event(None, None, _day(row), Fraction(row["actual"])),)
        for row in records(actuals[actuals["manager_id"].notna()])
    }
    planned = {(row["metric"], row["unit_id"], _day(row)): Fraction(row["target"]) for row in records(people)}
    salaries = {(row["manager_id"], _day(row)): row["salary"] for row in records(payroll)}
    return Ledger(events, planned, salaries)


def _day(row: Mapping[str, Any]) -> date:
    day: date = row["period"].date()
    return day


def _paid(payroll: DataFrame) -> dict[tuple[str, date], Decimal]:
    """What each manager earned in each month: salary, bonus, less penalty."""
    sums: dict[tuple[str, date], Decimal] = {}
    for row in records(payroll):
        penalty = None if pd.isna(row["penalty"]) else -row["penalty"]
        for month, amount in (
            (row["period"], row["salary"]),
            (row["bonus_for"], row["bonus"]),
            (row["bonus_for"], penalty),
        ):
            if not pd.isna(amount):
                key = (row["manager_id"], month.date())
                sums[key] = sums.get(key, Decimal(0)) + amount
    return sums


def _month(payroll: DataFrame, last: date) -> date | None:
    """The last month over by ``last`` with a salary and, where bonuses are paid at all, with a bonus."""
    known = payroll[payroll["bonus"].notna()]
    months = set(payroll["period"]) & (set(known["bonus_for"]) if len(known) else set(payroll["period"]))
    over = [month.date() for month in months if Period.of(month.date(), "month").end <= last]
    return max(over, default=None)


def _is_whole(payroll: DataFrame, seen: DataFrame, margin: DataFrame, month: date) -> bool:
    """Whether those whose pay is seen made nearly all of the month's margin that is seen, and all of theirs is seen."""
    people = set(payroll.loc[payroll["period"] == pd.Timestamp(month), "manager_id"])
    all_seen, theirs = _sum(seen, month), _sum(seen[seen["manager_id"].isin(people)], month)
    made = _sum(margin[margin["manager_id"].isin(people)], month)
    return all_seen > 0 and theirs == made and float(theirs / all_seen) >= _WHOLE


def _sum(margin: DataFrame, month: date) -> Decimal:
    return sum(margin.loc[margin["period"] == pd.Timestamp(month), "actual"], Decimal(0))


def _rows(paid: dict[tuple[str, date], Decimal], margin: DataFrame, month: date) -> DataFrame:
    of_month = margin[margin["period"] == pd.Timestamp(month)]
    made = dict(zip(of_month["manager_id"], of_month["actual"], strict=True))
    people = sorted(manager for manager, earned_in in paid if earned_in == month)
    rows = [(manager, paid[manager, month], made.get(manager, Decimal(0))) for manager in people]
    return DataFrame(rows, columns=["manager_id", "value", "base"], dtype=object)


def _ratio(paid: dict[tuple[str, date], Decimal], margin: DataFrame, month: date) -> float | None:
    rows = _rows(paid, margin, month)
    base = sum(rows["base"], Decimal(0))
    return float(sum(rows["value"], Decimal(0)) / base) if base else None
