"""Deals as they stood on an earlier day, told backwards from how they are now by the changes that came after.

**The idea.** On a day a deal is there from ``opened_on`` on, open until ``closed_on``, then won or lost. Its amount and
its expected day are what the first change after that day found before it; where that change doesn't tell what it found,
what the last change up to that day left; without any change they are as they are now.

Money is in whole cents, so that sums are exact.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

CENT = 100


@dataclass(frozen=True, slots=True)
class Known:
    """How far the changes of deals reach: ``since`` the first of them (None: there are none), ``unread`` left out."""

    since: date | None
    unread: int


def known(changes: DataFrame) -> Known:
    """What the changes tell; ``changes`` as ``sales_plan_changes`` gives them."""
    days = changes["on_day"]
    return Known(None if days.empty else days.min().date(), int((~changes["is_read"].astype(bool)).sum()))


def worth(deals: DataFrame, metric: str, cents: "Series[int]") -> "Series[int]":
    """What each deal counts for once it is won, in hundredths: its amount, its margin (none without a cost), or one."""
    if metric == "margin":
        has_cost = deals["cost_cents"].notna()
        return (cents - deals["cost_cents"].fillna(0)).where(has_cost, 0).astype(np.int64)
    if metric == "deals":
        return Series(np.where(cents >= 0, CENT, 0), index=deals.index, dtype=np.int64)
    return cents


def on_day(deals: DataFrame, changes: DataFrame, day: date, metric: str = "revenue") -> DataFrame:
    """Each deal at the end of ``day``.

    ``deals`` and ``changes``: as ``sales_plan_deals`` and ``sales_plan_changes`` give them. Columns, a row a deal in
    the order of ``deals``: ``is_there`` (opened by then), ``is_open``, ``is_won``, ``due_on`` (the day on which it
    counts: closed_on once won, else the expected one; missing for a lost one), ``value`` (whole hundredths).
    """
    when = pd.Timestamp(day)
    read = changes[changes["is_read"].astype(bool)]
    expected = _then(deals, read[read["field"] == "expected_on"], when, "expected_on", "on")
    cents = _then(deals, read[read["field"] == "amount"], when, "cents", "cents").fillna(0).astype(np.int64)
    is_closed = deals["closed_on"].notna() & (deals["closed_on"] <= when)
    is_there = (deals["opened_on"] <= when) | is_closed
    is_open, is_won = is_there & ~is_closed, is_closed & deals["is_won"].astype(bool)
    due = expected.where(is_open).mask(is_won, deals["closed_on"])
    value = worth(deals, metric, cents)
    return DataFrame({"is_there": is_there, "is_open": is_open, "is_won": is_won, "due_on": due, "value": value})


def _then(deals: DataFrame, changes: DataFrame, when: pd.Timestamp, now: str, kind: str) -> Series:
    """One field of each deal on a day; ``now`` is its column in ``deals``, old_/new_``kind`` those of ``changes``."""
    later = changes[changes["on_day"] > when].drop_duplicates("deal_id").set_index("deal_id")
    earlier = changes[changes["on_day"] <= when].drop_duplicates("deal_id", keep="last").set_index("deal_id")
    left = earlier[f"new_{kind}"].reindex(later.index)
    is_told = later["is_told"].astype(bool)
    found = later[f"old_{kind}"].where(is_told, left)
    found = found[is_told | later.index.isin(earlier.index)]
    place = deals["deal_id"].isin(found.index)
    told = found.reindex(deals["deal_id"]).set_axis(deals.index)
    return deals[now].where(~place, told)
