"""How likely a client's next invoice is paid, or stays unpaid, more than 30 days after its due day."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from analytics.reliability.features import no_reasons
from analytics.reliability.lateness import SETTLED_ENOUGH, History, lateness, ripe
from analytics.scores import Kind, Model, Proof, brier, fit, leaks, not_enough, prior, prove, reasons

ENOUGH_FOR_TREES = 300
KINDS: tuple[Kind, Kind] = ("logistic", "boosted")
_PENALTY = 10.0
_TEST_SHARE = 0.3
_EARLIER_DAYS = (0, 90, 180, 270, 360)
_RISING = ("late_odds", "days_beyond", "recent_days", "overdue", "long_overdue")


@dataclass(frozen=True, slots=True)
class Late:
    """What was found: one row a client in ``clients`` and ``history``, several in ``reasons``; and the proof.

    ``clients``: client_id, late_probability (NaN where not scored), scored, what ``History.at`` knows, terms_days.
    ``history``: client_id, on_day, late_probability, as the model of today would have said on earlier days.
    ``reasons``: client_id, feature, value, contribution (log-odds).
    ``left_out`` names features that give the outcome away.
    """

    clients: DataFrame
    history: DataFrame
    reasons: DataFrame
    proof: Proof
    left_out: tuple[str, ...] = ()


def paying_late(invoices: DataFrame, features: DataFrame, through: date, seed: int = 0) -> Late:
    """Scores every client of ``features`` (index client_id) from ``invoices`` as known on ``through``.

    A row of training is one invoice: what was known of its client before the day it was issued, the invoice's own size
    and terms, and the client's features; the outcome is whether it was late. Tried on the latest 30 % of invoices,
    trained on those whose outcome was certain before the first of them. The naive rule beside it is the client's own
    late share, shrunken to the company's (beta-binomial); it is used where the model doesn't beat it.
    """
    found = lateness(invoices, through)
    history = History.of(found)
    rows = _rows(found, history, features)
    final = rows[ripe(found, pd.Timestamp(through))]
    left_out = tuple(sorted(leaks(final[list(features.columns)], final["is_late"]))) if len(final) else ()
    features = features.drop(columns=list(left_out))
    final = final.drop(columns=list(left_out))
    proof, kind = _tried(final, seed)
    learned = _Learned.of(final, kind if proof.used else None, seed)
    now = _next_invoices(found, history, features, through)
    scored = _scored(now, learned)
    why = _reasons(now[scored["scored"]], learned)
    earlier = _history(found, features, through, learned)
    return Late(scored, earlier, why, proof, left_out)


def _rows(found: DataFrame, history: History, features: DataFrame) -> DataFrame:
    """Every invoice with what was known of its client the day before it was issued."""
    known = history.at(found["client_id"], found["issued_on"])
    terms = (pd.to_datetime(found["due_on"]) - pd.to_datetime(found["issued_on"])).dt.days.astype(float)
    own = DataFrame({"amount": found["owed"], "terms_days": terms}, index=found.index)
    table = _table(known.join(own), found["client_id"], features)
    return table.assign(is_late=found["is_late"], issued_on=found["issued_on"], due_on=found["due_on"])


def _table(known: DataFrame, client_id: Series, features: DataFrame) -> DataFrame:
    """Features of a row: what ``History.at`` knows with the invoice's amount and terms, beside the client's own."""
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.nan_to_num(np.log(known["amount"] / known["typical_amount"]), nan=0.0)
    return known.assign(client_id=client_id, amount_ratio=np.clip(size, -3, 3)).join(features, on="client_id")


_NOT_INPUTS = (
    *("company_share", "typical_amount", "amount", "late", "settled"),
    *("is_late", "issued_on", "due_on", "client_id"),
)


@dataclass(frozen=True, slots=True)
class _Learned:
    """A model with the beta prior of its day: the company's late share, and how many invoices it is worth."""

    mean: float
    strength: float
    model: Model | None = None

    @classmethod
    def of(cls, rows: DataFrame, kind: Kind | None = None, seed: int = 0) -> Self:
        """What ``rows`` teach; without a ``kind`` the shrunken share alone."""
        counts = rows.groupby("client_id")["is_late"].agg(["sum", "count"])
        naive = cls(*prior(counts["sum"], counts["count"]))
        if kind is None:
            return naive
        settings: dict[str, Any] = {"kind": kind, "penalty": _PENALTY, "rising": _RISING, "seed": seed}
        return cls(naive.mean, naive.strength, fit(naive.inputs(rows), rows["is_late"], **settings))

    def shrunken(self, rows: DataFrame) -> Series:
        """Each row's late share so far, drawn to the company's: (mean × strength + late) / (strength + known)."""
        return (self.mean * self.strength + rows["late"]) / (self.strength + rows["known"])

    def inputs(self, rows: DataFrame) -> DataFrame:
        """The model's features; ``late_odds`` are the log-odds of the shrunken share."""
        share = self.shrunken(rows).astype(float)
        kept = rows.drop(columns=[name for name in _NOT_INPUTS if name in rows])
        return kept.assign(late_odds=np.log(share / (1 - share)))

    def chances(self, rows: DataFrame) -> Series:
        """The probability of each row, by the model or else the shrunken share."""
        if self.model is None or not len(rows):
            return self.shrunken(rows).astype(float)
        return Series(self.model.probability(self.inputs(rows)), index=rows.index)


def _tried(rows: DataFrame, seed: int) -> tuple[Proof, Kind]:
    """The proof by a time split, and the kind of model that it was made with."""
    eligible = rows[rows["settled"] >= SETTLED_ENOUGH]
    if not len(eligible):
        return not_enough("time", 30), "logistic"
    cut = _cut(eligible)
    past, later = _split(rows, cut)
    later = later[later["settled"] >= SETTLED_ENOUGH]
    events = _rarer(past["is_late"])
    if events < 30 or not _rarer(later["is_late"]):
        return not_enough("time", max(1, 30 - events), len(past)), "logistic"
    kind = _better_kind(past, seed)
    learned = _Learned.of(past, kind, seed)
    tried: dict[str, Any] = {"method": "time", "n_train": len(past), "events_train": events, "seed": seed}
    return prove(later["is_late"], learned.chances(later), learned.shrunken(later), **tried), kind


def _cut(rows: DataFrame) -> pd.Timestamp:
    """The day on which the latest 30 % of the rows begin."""
    days = pd.to_datetime(rows["issued_on"]).sort_values()
    return pd.Timestamp(days.iloc[int(len(days) * (1 - _TEST_SHARE))])


def _split(rows: DataFrame, cut: pd.Timestamp) -> tuple[DataFrame, DataFrame]:
    """Rows whose outcome was certain before ``cut``, and rows issued from it on."""
    certain = pd.to_datetime(rows["due_on"]) + pd.Timedelta(days=31) < cut
    return rows[certain], rows[pd.to_datetime(rows["issued_on"]) >= cut]


def _better_kind(past: DataFrame, seed: int) -> Kind:
    """Trees where there is much to learn from and they beat the logistic regression on the later part of the past."""
    if _rarer(past["is_late"]) < ENOUGH_FOR_TREES:
        return "logistic"
    early, late = _split(past, _cut(past))
    if not _rarer(early["is_late"]) or not len(late):
        return "logistic"
    errors = {}
    for kind in KINDS:
        errors[kind] = brier(late["is_late"], _Learned.of(early, kind, seed).chances(late))
    return "boosted" if errors["boosted"] < errors["logistic"] else "logistic"


def _rarer(came: Series) -> int:
    return int(min(came.sum(), len(came) - came.sum()))


def _next_invoices(found: DataFrame, history: History, features: DataFrame, on: date) -> DataFrame:
    """What is known of every client after ``on``, for an invoice of their usual size and terms."""
    clients = DataFrame(index=features.index).reset_index()["client_id"]
    day = Series([pd.Timestamp(on) + pd.Timedelta(days=1)] * len(clients), index=clients.index, dtype="datetime64[us]")
    known = history.at(clients, day)
    terms = (pd.to_datetime(found["due_on"]) - pd.to_datetime(found["issued_on"])).dt.days
    usual = terms.astype(float).groupby(found["client_id"]).median()
    known = known.assign(amount=known["typical_amount"], terms_days=clients.map(usual).astype(float))
    return _table(known, clients, features)


def _scored(now: DataFrame, learned: _Learned) -> DataFrame:
    names = ["client_id", "settled", "known", "late", "days_beyond", "recent_days", "overdue", "long_overdue"]
    table = now[[*names, "terms_days", "since_first_days", "typical_amount"]].copy()
    table["scored"] = table["settled"] >= SETTLED_ENOUGH
    table["late_probability"] = learned.chances(now).where(table["scored"])
    return table


def _reasons(asked: DataFrame, learned: _Learned) -> DataFrame:
    if learned.model is None or not len(asked):
        return no_reasons()
    return reasons(learned.model, learned.inputs(asked), asked["client_id"])


def _history(found: DataFrame, features: DataFrame, through: date, learned: _Learned) -> DataFrame:
    """What the model would have said on earlier days, from what was known then."""
    parts = [DataFrame({"client_id": features.index[:0], "on_day": pd.to_datetime([]), "late_probability": 0.0})]
    for days in _EARLIER_DAYS if len(found) else ():
        on = (pd.Timestamp(through) - pd.Timedelta(days=days)).date()
        known = lateness(found, on)
        now = _next_invoices(known, History.of(known), features, on)
        table = DataFrame({"client_id": now["client_id"], "on_day": pd.Timestamp(on)})
        table["late_probability"] = learned.chances(now)
        parts.append(table[now["settled"] >= SETTLED_ENOUGH])
    return pd.concat(parts).sort_values(["client_id", "on_day"]).reset_index(drop=True)
