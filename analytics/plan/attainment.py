"""Plan against actual, to the cent: by manager and for the whole company.

Both frames hold ``Decimal``. ``actuals``: manager_id (missing: nobody), period (the month's first day), metric, actual.
``targets``: cut (company, manager, team, product, region), unit_id ('' for the company), period, metric, target.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame

NOTHING = Decimal("0.00")
_CENT = Decimal("0.01")
_HALF = 0.5
_LAST = "\uffff"

Key = tuple[str | None, date, str]
Amounts = Mapping[Key, Decimal]

ROWS = ["manager_id", "period", "metric", "target", "actual", "attainment"]
COMPANY = ["period", "metric", "target", "actual", "attainment"]


def attainment(actual: Decimal, target: Decimal | None) -> float | None:
    """actual ÷ target; None without a target or with one of 0."""
    return float(actual / target) if target else None


def by_manager(actuals: DataFrame, targets: DataFrame, first: date | None, last: date) -> DataFrame:
    """One row for every manager × month × metric with a target or an actual, in the months from ``first`` to ``last``.

    Columns: manager_id (None: counts for nobody but the company), period, metric, target, actual, attainment
    (a fraction).
    """
    reached, planned = reached_by_manager(actuals), _planned(targets, "manager")
    keys = [key for key in reached.keys() | planned.keys() if _inside(key[1], first, last)]
    records = [
        (
            *key,
            planned.get(key),
            cents(reached.get(key, NOTHING)),
            attainment(reached.get(key, NOTHING), planned.get(key)),
        )
        for key in sorted(keys, key=lambda key: (key[0] is None, key[0] or _LAST, key[1], key[2]))
    ]
    return _frame(records, ROWS)


def of_company(
    actuals: DataFrame, targets: DataFrame, first: date | None, last: date, *, is_whole: bool = True
) -> DataFrame:
    """One row for every month × metric: all that was reached, against the company's own target, else its managers' sum.

    Where rights or filters narrow the view (``is_whole`` false) it is the sum over the managers seen.
    Columns: period, metric, target, actual, attainment (a fraction).
    """
    reached = _summed(reached_by_manager(actuals))
    planned = company_targets(targets, is_whole=is_whole)
    keys = [key for key in reached.keys() | planned.keys() if _inside(key[0], first, last)]
    records = [
        (
            *key,
            planned.get(key),
            cents(reached.get(key, NOTHING)),
            attainment(reached.get(key, NOTHING), planned.get(key)),
        )
        for key in sorted(keys)
    ]
    return _frame(records, COMPANY)


def company_targets(targets: DataFrame, *, is_whole: bool = True) -> dict[tuple[date, str], Decimal]:
    """The target of each month and metric: the company's own before its managers' sum, or the other way round."""
    own = _summed(_planned(targets, "company"))
    managers = _summed(_planned(targets, "manager"))
    return {**managers, **own} if is_whole else {**own, **managers}


def comparable(targets: DataFrame, covered: DataFrame) -> DataFrame:
    """``targets`` without those that most of a unit's result isn't measured by.

    A region that one of ten managers has a plan for isn't at 500 % of its plan. ``covered``: cut, unit_id, metric,
    covered_share (the part of what was reached that those with a plan there made); for the company it leaves out all of
    a metric's managers, whose sum would be its target.
    """
    partial = covered[covered["covered_share"] < _HALF]
    missing = set(zip(partial["cut"], partial["unit_id"], partial["metric"], strict=True))
    kept = [
        (cut, unit, name) not in missing
        for cut, unit, name in zip(targets["cut"], targets["unit_id"], targets["metric"], strict=True)
    ]
    return targets[np.array(kept, dtype=bool)]


def whole_targets(targets: DataFrame, covered: DataFrame, *, is_whole: bool) -> dict[tuple[date, str], Decimal]:
    """``company_targets`` of the metrics that plans cover for the most part; see ``comparable``."""
    partial = covered[(covered["cut"] == "company") & (covered["covered_share"] < _HALF)]
    found = company_targets(targets, is_whole=is_whole)
    return {key: target for key, target in found.items() if key[1] not in set(partial["metric"])}


def reached_by_manager(actuals: DataFrame) -> dict[Key, Decimal]:
    """The actuals by manager, month and metric."""
    columns = (actuals[name].tolist() for name in ("manager_id", "period", "metric", "actual"))
    return {
        (_named(manager), _day(period), metric): actual
        for manager, period, metric, actual in zip(*columns, strict=True)
    }


def _planned(targets: DataFrame, cut: str) -> dict[Key, Decimal]:
    chosen = targets[targets["cut"] == cut]
    columns = (chosen[name].tolist() for name in ("unit_id", "period", "metric", "target"))
    return {(unit, _day(period), metric): cents(target) for unit, period, metric, target in zip(*columns, strict=True)}


def _summed(amounts: Amounts) -> dict[tuple[date, str], Decimal]:
    sums: defaultdict[tuple[date, str], Decimal] = defaultdict(Decimal)
    for (_, period, metric), amount in amounts.items():
        sums[period, metric] += amount
    return dict(sums)


def _inside(month: date, first: date | None, last: date) -> bool:
    return (first is None or month >= first.replace(day=1)) and month <= last


def _named(manager: Any) -> str | None:
    return None if pd.isna(manager) else str(manager)


def _day(period: Any) -> date:
    return pd.Timestamp(period).date()


def cents(amount: Decimal) -> Decimal:
    """To the cent, halves away from zero."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def _frame(records: Iterable[tuple[Any, ...]], columns: list[str]) -> DataFrame:
    """A frame whose columns keep their values as they are: days, Decimals, None."""
    return DataFrame(list(records), columns=columns, dtype=object)
