"""How likely a client defaults, or breaks the contract, within 12 months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from analytics.reliability.features import no_reasons
from analytics.reliability.lateness import History, Whole, lateness
from analytics.scores import Model, Proof, fit, leaks, not_enough, prior, prove, reasons, shrink

HORIZON_DAYS = 365
ENOUGH_TRAINED, ENOUGH_TESTED = 30, 20
"""Clients that failed, to learn from and to try it on, without whom nothing is tried."""
_STEP_DAYS = 91
_SHORTEST_DAYS = 90
_FOLDS = 5
_PENALTY = 10.0
_KNOWN = ("known", "late", "days_beyond", "recent_days", "overdue", "long_overdue", "since_first_days")
_KEYS = ("client_id", "fails")


@dataclass(frozen=True, slots=True)
class Fail:
    """What was found: ``clients`` (client_id, fail_probability; NaN where nothing is known of defaults),

    ``reasons`` (client_id, feature, value, contribution), the proof, and the features ``left_out`` as giveaways.
    """

    clients: DataFrame
    reasons: DataFrame
    proof: Proof
    left_out: tuple[str, ...] = ()


def failing(clients: DataFrame, invoices: DataFrame, features: DataFrame, through: date, seed: int = 0) -> Fail:
    """Scores every client of ``features`` (index client_id).

    ``clients`` has client_id, known_from, ended_on, defaulted_on (days) and defaulted (boolean: its day isn't known);
    ``invoices`` as ``lateness`` takes them. Where days of default are known, a row of training is a client on a day, a
    year or more ago, with what was known then; the outcome is a default in the 365 days after. It is tried on the
    latest such day, trained on those a year and more before, beside the shrunken rate of clients who paid alike (some
    unpaid for long, some late, all in time, none known), which is used where the model doesn't beat it. Who has failed
    already has a probability of 1. Where no day is known, clients marked as defaulted are told from the others by their
    features alone, cross-validated in five folds; a marked client's own probability is the one found without it.
    """
    if (pd.to_datetime(clients["defaulted_on"]) <= pd.Timestamp(through)).any():
        return _dated(clients, invoices, features, through, seed)
    return _undated(clients, features, seed)


def _dated(clients: DataFrame, invoices: DataFrame, features: DataFrame, through: date, seed: int) -> Fail:
    latest = pd.Timestamp(through) - pd.Timedelta(days=HORIZON_DAYS)
    first = _first_day(clients, invoices)
    tested = _panel(clients, invoices, features, [latest])
    past = _panel(clients, invoices, features, _days_before(first, latest - pd.Timedelta(days=HORIZON_DAYS)))
    whole = _panel(clients, invoices, features, _days_before(first, latest))
    left_out = tuple(sorted(leaks(_inputs(whole), whole["fails"]))) if len(whole) else ()
    tested, past, whole = (table.drop(columns=list(left_out)) for table in (tested, past, whole))
    proof = _tried(past, tested, seed)
    model = fit(_inputs(whole), whole["fails"], penalty=_PENALTY, seed=seed) if proof.used else None
    everyone = clients.assign(ended_on=Series(pd.NaT, index=clients.index))
    now = _known_on(everyone, invoices, features, pd.Timestamp(through)).drop(columns=list(left_out))
    found = _found(model, now, features.index, _like_cases(whole, now), proof, left_out)
    failed = clients.loc[pd.to_datetime(clients["defaulted_on"]) <= pd.Timestamp(through), "client_id"]
    found.clients.loc[found.clients["client_id"].isin(failed), "fail_probability"] = 1.0
    return found


def _tried(past: DataFrame, tested: DataFrame, seed: int) -> Proof:
    """The proof by a time split; a client counts as one outcome, on however many days it was yet to come."""
    events = int(past.loc[past["fails"] > 0, "client_id"].nunique())
    came = int(tested["fails"].sum())
    lacking = max(0, ENOUGH_TRAINED - events) + max(0, ENOUGH_TESTED - came)
    if lacking:
        return not_enough("time", lacking, len(past))
    model = fit(_inputs(past), past["fails"], penalty=_PENALTY, seed=seed)
    naive = _like_cases(past, tested)
    said = model.probability(_inputs(tested))
    return prove(tested["fails"], said, naive, method="time", n_train=len(past), events_train=events, seed=seed)


def _first_day(clients: DataFrame, invoices: DataFrame) -> pd.Timestamp:
    """The day from which something is known of how clients pay and fail: 90 days after the first invoice or default."""
    days = pd.concat([pd.to_datetime(invoices["issued_on"]), pd.to_datetime(clients["defaulted_on"])])
    return pd.Timestamp(days.min()) + pd.Timedelta(days=_SHORTEST_DAYS)


def _days_before(first: pd.Timestamp, latest: pd.Timestamp) -> list[pd.Timestamp]:
    """``latest`` and the days a quarter apart before it, as far back as ``first``."""
    steps = (latest - first).days // _STEP_DAYS
    return [latest - pd.Timedelta(days=_STEP_DAYS * step) for step in range(steps, -1, -1)]


def _panel(clients: DataFrame, invoices: DataFrame, features: DataFrame, days: Sequence[pd.Timestamp]) -> DataFrame:
    """Clients on each day, with what was known then and ``fails``: a default in the year after."""
    tables = [_known_on(clients, invoices, features, day) for day in days]
    if not tables:
        return _known_on(clients.iloc[:0], invoices, features, pd.Timestamp(0)).assign(fails=Series(dtype=float))
    failed_on = pd.to_datetime(clients.set_index("client_id")["defaulted_on"])
    for table, day in zip(tables, days, strict=True):
        until = table["client_id"].map(failed_on)
        table["fails"] = ((until > day) & (until <= day + pd.Timedelta(days=HORIZON_DAYS))).astype(float)
    return pd.concat(tables, ignore_index=True)


def _known_on(clients: DataFrame, invoices: DataFrame, features: DataFrame, day: pd.Timestamp) -> DataFrame:
    """Clients known by ``day`` and neither gone nor failed, with their paying so far and their features."""
    began, ended, failed = (pd.to_datetime(clients[name]) for name in ("known_from", "ended_on", "defaulted_on"))
    here = ~(began > day) & ~(ended <= day) & ~(failed <= day)
    asked = clients.loc[here, "client_id"].astype("str").sort_values().reset_index(drop=True)
    history = History.of(lateness(invoices, day.date()))
    known = history.at(asked, Series(day + pd.Timedelta(days=1), index=asked.index))[list(_KNOWN)]
    if not len(invoices):
        known = known[[]]
    since = pd.to_datetime(clients.set_index("client_id")["known_from"]).reindex(asked)
    months = (day - since).dt.days.to_numpy(dtype=float) / 30.4
    return known.assign(client_id=asked, months_known=months).join(features, on="client_id")


def _undated(clients: DataFrame, features: DataFrame, seed: int) -> Fail:
    marked = clients.set_index("client_id")["defaulted"].reindex(features.index)
    truth = marked.dropna().astype(float)
    events = int(min(truth.sum(), len(truth) - truth.sum()))
    rate = float(prior(truth, np.ones(len(truth)))[0]) if len(truth) else float("nan")
    now = features.reset_index()
    naive = Series(rate, index=now.index)
    enough = ENOUGH_TRAINED + ENOUGH_TESTED
    if events < enough or not features.shape[1]:
        lacking = not_enough("folds", max(1, enough - events), len(truth))
        return _found(None, now, features.index, naive, lacking, ())
    left_out = tuple(sorted(leaks(features.loc[truth.index], truth)))
    kept = features.drop(columns=list(left_out))
    said = _out_of_fold(kept.loc[truth.index], truth, seed)
    proof = prove(
        truth, said, np.full(len(truth), rate), method="folds", n_train=len(truth), events_train=events, seed=seed
    )
    model = fit(kept.loc[truth.index], truth, penalty=_PENALTY, seed=seed) if proof.used else None
    found = _found(model, kept.reset_index(), features.index, naive, proof, left_out)
    if model is not None:
        chances = found.clients.set_index("client_id")["fail_probability"]
        chances.loc[truth.index] = said
        found.clients["fail_probability"] = chances.to_numpy()
    return found


def _out_of_fold(features: DataFrame, truth: Series, seed: int) -> Series:
    """Each row's probability from a model that hasn't seen it."""
    fold = _folds(truth, seed)
    said = Series(0.0, index=truth.index)
    for number in range(_FOLDS):
        model = fit(features[fold != number], truth[fold != number], penalty=_PENALTY, seed=seed)
        said[fold == number] = model.probability(features[fold == number])
    return said


def _folds(truth: Series, seed: int) -> Whole:
    """The fold of each row; both outcomes are spread evenly over them."""
    order = np.random.default_rng(seed).permutation(len(truth))
    fold = np.empty(len(truth), dtype=np.int64)
    for outcome in (0.0, 1.0):
        rows = order[truth.to_numpy()[order] == outcome]
        fold[rows] = np.arange(len(rows)) % _FOLDS
    return fold


def _like_cases(learned: DataFrame, asked: DataFrame) -> Series:
    """For each row asked, the share that failed of clients who paid alike, drawn to the share of all."""
    counts = learned["fails"].groupby(_paying(learned)).agg(["sum", "count"])
    whole = prior(learned["fails"], np.ones(len(learned)))[0]
    rates = Series(shrink(counts["sum"], counts["count"])["rate"].to_numpy(), index=counts.index, dtype=float)
    return _paying(asked).map(rates).astype(float).fillna(whole)


def _paying(rows: DataFrame) -> Series:
    """How a client had paid: 3 some unpaid for long, 2 some late, 1 all in time, 0 nothing known."""
    if "known" not in rows:
        return Series(0, index=rows.index)
    known, late, long = (rows[name] > 0 for name in ("known", "late", "long_overdue"))
    return known.astype("int64").where(~late, 2).where(~long, 3)


def _inputs(rows: DataFrame) -> DataFrame:
    return rows.drop(columns=[name for name in _KEYS if name in rows])


def _found(
    model: Model | None, now: DataFrame, everyone: pd.Index, naive: Series, proof: Proof, left_out: tuple[str, ...]
) -> Fail:
    chances = Series(naive.to_numpy(dtype=float), index=now["client_id"])
    why = no_reasons()
    if model is not None and len(now):
        chances = Series(model.probability(_inputs(now)), index=now["client_id"])
        why = reasons(model, _inputs(now), now["client_id"])
    table = DataFrame({"client_id": everyone, "fail_probability": chances.reindex(everyone).to_numpy(dtype=float)})
    return Fail(table, why, proof, left_out)
