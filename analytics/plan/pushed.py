"""Deals pushed past their day: an expected day moved later, or gone by while the deal is still open.

**The idea.** Each change of a deal's expected day to a later one is a push. What follows is told by the share of closed
deals that were won, by how often they had been pushed, with a Wilson interval of 95 %. It tells what went together,
not what caused what: a deal that isn't going to be won is pushed, too.
"""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from analytics.plan.bridge import exact
from analytics.plan.states import worth
from analytics.scores import wilson

ENOUGH = 10
"""With fewer closed deals no win rate is given."""
DAYS = 365
"""Win rates are of the deals closed in so many days."""
_MOST = 3
PUSHED = [
    "deal_id",
    "client_id",
    "client",
    "manager_id",
    "manager",
    "team",
    "product_id",
    "region",
    "stage",
    "value",
    "opened_on",
    "first_expected_on",
    "expected_on",
    "pushes",
    "pushed_days",
    "past_days",
]
UNITS = ["unit_id", "past", "past_value", "pushed", "pushed_value"]
RATES = ["pushes", "closed", "won", "win_rate", "low", "high", "enough"]


def pushed(deals: DataFrame, changes: DataFrame, as_of: date, metric: str = "revenue") -> DataFrame:
    """Open deals whose expected day was moved later or has gone by, the most valuable first.

    Columns: what tells the deal; value (exact, in the metric's unit); first_expected_on (before the first push),
    expected_on (now); pushes (how often), pushed_days (how many days later in all); past_days (days since the expected
    day; 0 where it is still to come).
    """
    today = pd.Timestamp(as_of)
    is_open = deals["closed_on"].isna() | (deals["closed_on"] > today)
    rows = deals[is_open & (deals["opened_on"] <= today)]
    told = _pushes(changes, today).reindex(rows["deal_id"]).set_axis(rows.index)
    past = (today - rows["expected_on"]).dt.days.clip(lower=0).fillna(0).astype(np.int64)
    found = rows.assign(
        cents=worth(rows, metric, rows["cents"]),
        first_expected_on=told["first_expected_on"].fillna(rows["expected_on"]),
        pushes=told["pushes"].fillna(0).astype(np.int64),
        pushed_days=told["pushed_days"].fillna(0).astype(np.int64),
        past_days=past,
    )
    found = found[(found["pushes"] > 0) | (found["past_days"] > 0)]
    found = found.assign(size=-found["cents"]).sort_values(["size", "deal_id"]).reset_index(drop=True)
    values = Series([exact(cents) for cents in found["cents"]], index=found.index, dtype=object)
    return found.assign(value=values)[PUSHED]


def by_unit(found: DataFrame, column: str) -> DataFrame:
    """What of ``pushed`` each unit holds, those with most past its day first.

    Columns: unit_id ('' for none), past (deals), past_value, pushed (deals), pushed_value (exact).
    """
    records = []
    for unit, rows in found.groupby(found[column].fillna("").astype(str)):
        past, moved = rows[rows["past_days"] > 0], rows[rows["pushes"] > 0]
        held = [sum(chosen["value"], Decimal("0.00")) for chosen in (past, moved)]
        records.append((unit, len(past), held[0], len(moved), held[1]))
    records.sort(key=lambda record: (-record[2], record[0]))
    return DataFrame(records, columns=UNITS, dtype=object)


def win_rates(deals: DataFrame, changes: DataFrame, as_of: date) -> DataFrame:
    """Of the deals closed in the last 365 days, the share won by how often each had been pushed before it closed.

    Columns: pushes (0, 1, 2; 3 stands for three and more), closed, won, win_rate, low, high (fractions; missing where
    ``enough`` is false).
    """
    today, since = pd.Timestamp(as_of), pd.Timestamp(as_of - timedelta(days=DAYS))
    closed = deals[(deals["closed_on"] <= today) & (deals["closed_on"] > since)]
    ends = closed.set_index("deal_id")["closed_on"]
    before = changes[changes["on_day"] <= ends.reindex(changes["deal_id"]).set_axis(changes.index)]
    count = _pushes(before, today)["pushes"].reindex(closed["deal_id"]).fillna(0).clip(upper=_MOST).astype(np.int64)
    won = Series(closed["is_won"].to_numpy(dtype=bool), index=count.to_numpy())
    sums = won.groupby(level=0).agg(["size", "sum"]).reindex(range(_MOST + 1), fill_value=0)
    size, wins = sums["size"].to_numpy(), sums["sum"].to_numpy(dtype=np.int64)
    enough = size >= ENOUGH
    low, high = wilson(wins, size)
    shares = {"win_rate": wins / np.maximum(size, 1), "low": low, "high": high}
    told = {name: np.where(enough, values, np.nan) for name, values in shares.items()}
    return DataFrame({"pushes": sums.index, "closed": size, "won": wins, **told, "enough": enough})[RATES]


def _pushes(changes: DataFrame, today: pd.Timestamp) -> DataFrame:
    """By deal_id: pushes, pushed_days and first_expected_on (what the first push found)."""
    moved = changes[(changes["field"] == "expected_on") & (changes["on_day"] <= today)]
    before = moved["old_on"].fillna(moved.groupby("deal_id")["new_on"].shift())
    days = (moved["new_on"] - before).dt.days
    later = moved.assign(before=before, days=days)[days > 0]
    return later.groupby("deal_id").agg(
        pushes=("days", "size"), pushed_days=("days", "sum"), first_expected_on=("before", "first")
    )
