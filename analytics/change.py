"""Whether something happens more often than before, by the clients that it could happen to."""

from datetime import date

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from analytics.scores import benjamini_hochberg

RECENT_DAYS = 90
BEFORE_DAYS = 365
LEVEL = 0.05
_MONTHS = 24


def compare_windows(events: DataFrame, clients: DataFrame, through: date) -> DataFrame:
    """The rate for each active client in the 90 days to ``through`` against that in the 365 days before them.

    ``events`` has opened_on (day) and cause (text, may be missing); ``clients`` has entered_on and ended_on (days, may
    be missing: active from, and to, the end of what is known). Where the first event ever is later than the earlier
    window's first day, that window begins with it. Columns out, a row for each cause and one for all (cause ""):
    ``cause``, ``recent`` and ``before`` (events), ``change`` (recent rate / earlier rate − 1; NaN without earlier
    ones), ``chance`` (two-sided p of the conditional binomial test: given all events, each falls into the recent window
    with the share that it has of all days that clients were active) and ``significant`` (``chance``, corrected for the
    number of causes by Benjamini and Hochberg, is below 5 %; for all events together uncorrected).
    Source: J. Przyborowski, H. Wilenski, Biometrika 31 (1940), 313–323.
    """
    end = pd.Timestamp(through)
    middle = end - pd.Timedelta(days=RECENT_DAYS)
    opened = pd.to_datetime(events["opened_on"])
    start = middle - pd.Timedelta(days=BEFORE_DAYS)
    if len(opened) and opened.min() > start:
        start = min(opened.min() - pd.Timedelta(days=1), middle)
    recent = events[(opened > middle) & (opened <= end)]
    before = events[(opened > start) & (opened <= middle)]
    active = client_days(clients, middle, end), client_days(clients, start, middle)
    names = sorted(events["cause"].dropna().unique())
    counted = [(name, int((recent["cause"] == name).sum()), int((before["cause"] == name).sum())) for name in names]
    table = DataFrame([*counted, ("", len(recent), len(before))], columns=["cause", "recent", "before"])
    expected = active[0] / active[1] if active[1] else float("nan")
    ratio = table["recent"] / table["before"].where(table["before"] > 0).astype(float)
    table["change"] = ratio / expected - 1 if expected else float("nan")
    table["chance"] = [_chance(*pair, active) for pair in zip(table["recent"], table["before"], strict=True)]
    corrected = np.append(benjamini_hochberg(table["chance"].iloc[:-1]), table["chance"].iloc[-1:])
    return table.assign(significant=corrected < LEVEL)


def client_days(clients: DataFrame, after: pd.Timestamp, to: pd.Timestamp) -> float:
    """For how many days clients were active after ``after`` and up to ``to``, all together."""
    first, last = (pd.Series(pd.to_datetime(clients[name])) for name in ("entered_on", "ended_on"))
    began = first.where(first > after, after)
    ended = last.where(last < to, to)
    return float((ended - began).dt.days.clip(lower=0).sum())


def _chance(recent: int, before: int, active: tuple[float, float]) -> float:
    from scipy.stats import binomtest

    if not recent + before or not active[0] or not active[1]:
        return float("nan")
    return float(binomtest(recent, recent + before, active[0] / sum(active)).pvalue)


def per_month(events: DataFrame, clients: DataFrame, through: date) -> DataFrame:
    """Events of each of the last 24 full months (and the running one), by cause and in all.

    Columns out: ``month`` (first day), ``cause`` (None: all), ``complaints``, ``per_hundred`` (for each hundred clients
    active for the whole month; NaN where none was). Begins with the month of the first event.
    """
    opened = pd.to_datetime(events["opened_on"])
    if not len(opened):
        return DataFrame({"month": Series(dtype="datetime64[us]"), "cause": Series(dtype="str"), **_NUMBERS})
    last = pd.Timestamp(through).to_period("M")
    first = max(opened.min().to_period("M"), last - _MONTHS)
    months = pd.period_range(first, last, freq="M")
    active = Series([_active(clients, month, pd.Timestamp(through)) for month in months], index=months)
    names = [None, *sorted(events["cause"].dropna().unique())]
    return pd.concat([_counted(events, opened, name, active) for name in names], ignore_index=True)


_NUMBERS = {"complaints": Series(dtype="int64"), "per_hundred": Series(dtype=float)}


def _active(clients: DataFrame, month: pd.Period, through: pd.Timestamp) -> float:
    """Clients active in a month (by the days of it that are known)."""
    before = month.start_time - pd.Timedelta(days=1)
    to = min(month.end_time.normalize(), through)
    return client_days(clients, before, to) / month.days_in_month


def _counted(events: DataFrame, opened: Series, cause: str | None, active: Series) -> DataFrame:
    kept = opened if cause is None else opened[events["cause"] == cause]
    counts = kept.dt.to_period("M").value_counts().reindex(active.index, fill_value=0)
    table = DataFrame({"month": pd.PeriodIndex(active.index).to_timestamp(), "complaints": counts.to_numpy()})
    table.insert(1, "cause", Series(cause, index=table.index, dtype="str"))
    table["per_hundred"] = 100 * table["complaints"] / active.where(active > 0).to_numpy()
    return table
