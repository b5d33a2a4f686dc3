"""What befell clients, from when to when it counts, and what was known of them on days of the past."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

WINDOW_DAYS = 90
"""How long an event counts, and how far ahead leaving is foretold."""

ALWAYS = 10_000_000
PERCENTILE = 1.6448536269514722
"""The standard normal's 95th percentile."""

FIXED = ("kind", "industry", "region", "need", "need_level", "channel", "vip", "marketing")
MEASURED = ("employees", "annual_revenue", "payment_days", "contact_every_days")
"""The contract's columns that describe a client: in words, and in numbers. They carry no day."""

_FLAGS = {"True": "yes", "False": "no", "true": "yes", "false": "no"}

Days = NDArray[np.int64]


def day_numbers(values: Series, missing: int = ALWAYS) -> Days:
    """Days counted from 1970-01-01; ``missing`` where there is none."""
    days = pd.to_datetime(values).astype("datetime64[s]")
    counted = (days - pd.Timestamp(0)).dt.days
    return np.asarray(counted.fillna(missing), dtype=np.int64)


def day_number(day: date) -> int:
    """A day counted from 1970-01-01."""
    return (day - date(1970, 1, 1)).days


def spells(states: DataFrame, ties: DataFrame) -> DataFrame:
    """From when to when each client is in each state: columns ``client_id``, ``factor``, ``first``, ``past``.

    In: the rows of the queries churn_states and churn_ties. An event counts from ``from_on`` to ``since_on`` + 89 days,
    a gap from ``from_on`` to the day before ``until_on``. ``first`` is the first day in the state, ``past`` the first
    day no longer in it, as day numbers. Sorted, so that the order of the rows in doesn't matter.
    """
    befallen = DataFrame(
        {
            "client_id": states["client_id"],
            "factor": states["factor"],
            "first": day_numbers(states["from_on"]),
            "past": _ends(states),
        }
    )
    earliest = day_numbers(ties.loc[ties["factor"] == "contact_gap", "until_on"]).min(initial=ALWAYS)
    tied = DataFrame(
        {
            "client_id": ties["client_id"],
            "factor": ties["factor"],
            "first": day_numbers(ties["from_on"], missing=int(earliest)),
            "past": np.where(ties["factor"] == "contact_gap", day_numbers(ties["until_on"]), _ends(ties)),
        }
    )
    together = pd.concat([befallen, tied], ignore_index=True)
    together = together[together["first"] < together["past"]]
    return together.sort_values(["client_id", "factor", "first", "past"], ignore_index=True)


def _ends(events: DataFrame) -> Days:
    return np.minimum(day_numbers(events["since_on"]) + WINDOW_DAYS, ALWAYS)


def states_on(found: DataFrame, client_ids: Series, day: int | Days) -> DataFrame:
    """Which clients are in which state on a day (one for all, or one each): a boolean column for each factor.

    In: the frame of ``spells``; ids without repetition. Out: rows in the order of ``client_ids``.
    """
    factors = sorted(found["factor"].unique())
    place = pd.Index(client_ids).get_indexer(found["client_id"])
    then = np.asarray(day)[place] if isinstance(day, np.ndarray) else day
    inside = (place >= 0) & (found["first"].to_numpy() <= then) & (found["past"].to_numpy() > then)
    column = pd.Index(factors).get_indexer(found["factor"])
    grid = np.zeros((len(client_ids), len(factors)), dtype=bool)
    grid[place[inside], column[inside]] = True
    return DataFrame(grid, columns=factors)


def described(clients: DataFrame, attributes: DataFrame) -> DataFrame:
    """What is known of each client without a day: a row a client, whose id is the index, and a column a trait.

    The contract's columns keep their names, attributes become ``attribute:<name>``; numbers are floats, the rest words.
    Columns without any value, or with one and the same everywhere, are left out.
    """
    frame = DataFrame({name: _words(clients[name]).replace(_FLAGS) for name in FIXED})
    for name in MEASURED:
        frame[name] = clients[name].astype(float).to_numpy()
    for name in sorted(attributes["name"].unique()):
        rows = attributes[attributes["name"] == name]
        values = rows.set_index("client_id")["value"].reindex(clients["client_id"])
        kind = str(rows["kind"].iloc[0])
        told = pd.to_numeric(values, errors="coerce") if kind == "number" else _words(values)
        if kind != "date":
            frame[f"attribute:{name}"] = (told.replace(_FLAGS) if kind == "boolean" else told).to_numpy()
    varied = [name for name in frame.columns if frame[name].nunique(dropna=False) > 1]
    return frame[varied].set_index(clients["client_id"].to_numpy())


def _words(values: Series) -> Series:
    told: Series = values.astype("str").where(values.notna()).reset_index(drop=True)
    return told


def rhythm(known: DataFrame) -> DataFrame:
    """Each client's own rhythm of buying, drawn to all clients' as far as its few gaps demand.

    In: ``count_gaps``, ``sum_log_gap``, ``sum_log_gap_squared`` of the days between purchases. Out, in the same order:
    ``usual_days`` (the middle gap) and ``limit_days`` (its 95th percentile): silent for longer is lost, where no
    leaving days are known. NaN where nobody ever bought twice. Logarithms of gaps are taken as normal, with a spread
    of their own within clients and another between them (one-way random effects, by moments; Searle, Casella and
    McCulloch, Variance Components, 1992, ch. 3).
    """
    count = known["count_gaps"].to_numpy(dtype=float)
    total = known["sum_log_gap"].to_numpy(dtype=float)
    squared = known["sum_log_gap_squared"].to_numpy(dtype=float)
    if not count.sum():
        return DataFrame({"usual_days": np.full(len(known), np.nan), "limit_days": np.full(len(known), np.nan)})
    within, between, middle = _spreads(count, total, squared)
    strength = within / between
    mean = (total + strength * middle) / (count + strength)
    spread = np.sqrt(within + within / (count + strength))
    return DataFrame({"usual_days": np.exp(mean), "limit_days": np.exp(mean + PERCENTILE * spread)})


def _spreads(count: NDArray[np.float64], total: NDArray[np.float64], squared: NDArray[np.float64]) -> tuple[float, ...]:
    """Variance within clients, between them, and the middle of all."""
    many = count > 0
    count, total, squared = count[many], total[many], squared[many]
    free = float((count - 1).sum())
    within = float((squared - total**2 / count).sum()) / free if free > 0 else 0.25
    within = max(within, 0.01)
    mean = total / count
    middle = float(total.sum() / count.sum())
    between = float(mean.var()) - within * float((1 / count).mean()) if len(count) > 1 else within
    return within, max(between, 0.01 * within), middle


def landmark_features(known: DataFrame, troubles: DataFrame, found: DataFrame, traits: DataFrame) -> DataFrame:
    """What a model may know of each client on each day: ``client_id``, ``landmark_on``, ``usual_days``, ``limit_days``,
    ``last_deal_on`` and one column a feature.

    In: the rows of the queries churn_landmarks and churn_troubles, the frame of ``spells``, and ``described`` traits.
    Nothing later than the day reaches its row, except traits, which carry no day. Sorted by day and client.
    """
    parts = [_known_on(rows, troubles, found) for _, rows in known.groupby("landmark_on", sort=True)]
    if not parts:
        return DataFrame(columns=["client_id", "landmark_on", "usual_days", "limit_days", "last_deal_on"])
    together = pd.concat(parts, ignore_index=True)
    counted = ["complaints_365", "complaints_open", "overdue_amount"]
    together[counted] = together[counted].astype(float).fillna(0.0)
    return pd.concat([together, traits.reindex(together["client_id"]).reset_index(drop=True)], axis=1)


def _known_on(rows: DataFrame, troubles: DataFrame, found: DataFrame) -> DataFrame:
    """The features of one day's clients."""
    rows = rows.sort_values("client_id", ignore_index=True)
    day = rows["landmark_on"].iloc[0]
    number = int(day_numbers(rows["landmark_on"])[0])
    then = troubles[troubles["landmark_on"] == day].drop(columns="landmark_on")
    told = rows[["client_id"]].merge(then, on="client_id", how="left").drop(columns="client_id").astype(float)
    own = rhythm(rows)
    states = states_on(found, rows["client_id"], number).astype(float)
    named = rows[["client_id", "landmark_on", "last_deal_on"]]
    return pd.concat([named, own, _habits(rows, number, own["usual_days"]), told, states], axis=1)


def _growth(amount: Series, before: Series) -> Series:
    """How a client's purchases grew: log of the ratio; credits that outweigh them count as no purchase."""
    return Series(np.log1p(amount.clip(lower=0)) - np.log1p(before.clip(lower=0)))


def _habits(rows: DataFrame, day: int, usual: Series) -> DataFrame:
    """How a client bought and talked up to the day, in numbers."""
    silence = _since(rows["last_deal_on"], day)
    quiet = _since(rows["last_contact_on"], day)
    tenure = _since(rows["entered_on"], day)
    amount, before = rows["amount_365"].astype(float), rows["amount_before"].astype(float)
    return DataFrame(
        {
            "tenure_days": tenure,
            "silence_days": silence,
            "silence_ratio": silence / usual,
            "contact_silence_days": quiet,
            "deals_365": rows["deals_365"].astype(float),
            "amount_365": amount,
            "amount_change": _growth(amount, before).where(tenure > 730 - WINDOW_DAYS),
            "contacts_90": rows["contacts_90"].astype(float),
            "contacts_365": rows["contacts_365"].astype(float),
        }
    )


def _since(values: Series, day: int) -> Series:
    counted = day_numbers(values)
    return Series(np.where(counted == ALWAYS, np.nan, day - counted))
