"""How the client base has grown, month by month and by manager."""

from datetime import date

import pandas as pd
from pandas import DataFrame, Series

MONTHS = {"month": "datetime64[s]", "new": "int64", "ended": "int64", "clients": "int64"}


def began(clients: DataFrame) -> Series:
    """The first day of each client: registered_on, else the first won deal; missing where neither is known."""
    return pd.to_datetime(clients["registered_on"]).fillna(pd.to_datetime(clients["first_won_on"]))


def by_month(clients: DataFrame, as_of: date) -> DataFrame:
    """``MONTHS``: clients who came, who ended, and how many there were at the month's end (as_of in the last one).

    ``clients``: registered_on, first_won_on, ended_on (days), is_current. One without a first day counts as there
    from the beginning; one that is former without a last day counts nowhere.
    """
    counted = clients[clients["is_current"].astype(bool) | clients["ended_on"].notna()]
    starts, ends = began(counted).dropna(), pd.to_datetime(counted["ended_on"]).dropna()
    days = pd.concat([starts, ends])
    if days.empty:
        return DataFrame({name: [] for name in MONTHS}).astype(MONTHS)
    months = pd.period_range(days.min().to_period("M"), pd.Period(as_of, "M"), freq="M")
    new = starts.dt.to_period("M").value_counts().reindex(months, fill_value=0)
    ended = ends.dt.to_period("M").value_counts().reindex(months, fill_value=0)
    undated = len(counted) - len(starts)
    table = DataFrame({"month": months.to_timestamp(), "new": new.to_numpy(), "ended": ended.to_numpy()})
    return table.assign(clients=undated + (table["new"] - table["ended"]).cumsum()).astype(MONTHS)


def in_period(days: Series, start: date | None, end: date) -> Series:
    """Whether each day lies in the period."""
    known = pd.to_datetime(days)
    inside = known <= pd.Timestamp(end)
    return inside & (known >= pd.Timestamp(start)) if start else inside
