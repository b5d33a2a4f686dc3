"""Who is leaving, why, and what it is worth."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from pandas import DataFrame, Series

from analytics.churn.scoring import SILENT, score
from analytics.churn.words import factor_words, reason_words
from analytics.question import Frames, Question, Scores
from analytics.scores import Proof
from analytics.words import N_

METHOD = N_(
    "**Who leaves.** A logistic regression learns from how clients stood on days 90, 180, … 810 days back and who then "
    "left within 90 days; it is tried on the last of those days before it is believed. It knows purchases, contacts, "
    "complaints, invoices, satisfaction, what happened in the 90 days before, and what the client file says.\n\n"
    "**Money at risk** is the probability times the margin of the last 365 days (where under half of the revenue has a "
    "cost: the revenue).\n\n"
    "**Measured causes.** Cox's model of the time since the first won deal, with states that come and go: a client is "
    "in a state for 90 days after the event. “Leaves 2.1 times as often” compares a client in the state with one not "
    "in it, all else that is measured being equal; the range holds the true value in 95 of 100 cases, and what is "
    "marked as more than chance is corrected for the number of causes tried. The share of the loss is what would not "
    "have happened had the cause no effect. Causes count everybody who left by the day looked from, whatever period is "
    "chosen.\n\n"
    "**Where nobody's day of leaving is known**, a client is lost when silent for longer than the 95th percentile of "
    "its own rhythm of buying, drawn to all clients' where it bought seldom. Causes are not measured then: how long "
    "ago a client bought would decide them.\n\n"
    "The client file's fields carry no day: they are taken as last imported. Fields that nearly decide the outcome "
    "alone are left out and named. A person decides what to do; a score alone decides nothing."
)

SCORE_FRAMES = {
    "clients": "churn_clients",
    "attributes": "churn_attributes",
    "states": "churn_states",
    "ties": "churn_ties",
    "landmarks": "churn_landmarks",
    "troubles": "churn_troubles",
}
FRAMES = {"clients": "churn_clients"}

__all__ = [
    "FRAMES",
    "METHOD",
    "SCORE_FRAMES",
    "Result",
    "analyse",
    "score",
]

_REASONS = 3

CLIENTS = {
    "client_id": "str",
    "name": "str",
    "manager": "str",
    "team": "str",
    "region": "str",
    "probability": "float64",
    "expected": "float64",
    "money_at_risk": "float64",
    "reasons": "str",
}
CAUSES = {
    "factor": "str",
    "name": "str",
    "hazard_ratio": "float64",
    "low": "float64",
    "high": "float64",
    "significant": "bool",
    "share": "float64",
    "money": "float64",
    "clients": "int64",
}
STATED = {"reason": "str", "clients": "int64", "share": "float64", "money": "float64"}
DISAGREEMENTS = {
    "reason": "str",
    "factor": "str",
    "name": "str",
    "clients": "int64",
    "share": "float64",
    "usual": "float64",
}
LOST = {"client_id": "str", "name": "str", "lost_on": "datetime64[s]", "reason": "str", "value": "float64"}


@dataclass(frozen=True, slots=True)
class Result:
    """What churn answers; money in the workspace's currency, shares as fractions.

    ``clients``: those who haven't left by as_of, the most money at risk first; ``expected`` is the ``basis`` ("margin"
    or "revenue") of the last 365 days. ``causes``: every factor measured, ``share`` and ``money`` of the loss, the
    strongest first. ``stated``: the reasons given. ``disagreements``: of those who stated a reason, how many left in a
    state that makes clients leave, against its ``usual`` share of all clients' time. ``lost``: who left in the period,
    ``value`` the revenue of the 365 days before; ``count_lost_year`` in the last 365 days. ``rule`` is how leaving is
    known: dated, silent or undated.
    """

    as_of: date
    clients: DataFrame
    causes: DataFrame
    stated: DataFrame
    proof: Proof
    disagreements: DataFrame
    lost: DataFrame
    rule: str
    basis: str
    left_out: tuple[str, ...]
    count_lost: int
    count_lost_year: int


def analyse(frames: Frames, question: Question) -> Result:
    """Who is leaving, why and what it is worth, for the clients that the viewer sees; see ``Result``."""
    clients = frames["clients"].sort_values("client_id", ignore_index=True)
    scores = question.scores["churn"]
    lost = _lost(clients, scores.tables["lost"], "last_revenue" if scores.facts["rule"] == SILENT else "revenue")
    states = scores.tables["lost_states"]
    return Result(
        as_of=question.as_of,
        clients=_clients(clients, scores),
        causes=_causes(scores.tables["causes"], states, lost),
        stated=_stated(lost),
        proof=Proof.of(scores.facts["proof"]),
        disagreements=_disagreements(scores.tables["causes"], states, lost),
        lost=_in_period(lost, question),
        rule=str(scores.facts["rule"]),
        basis=str(scores.facts["basis"]),
        left_out=tuple(scores.facts["left_out"]),
        count_lost=int(scores.facts["count_lost"]),
        count_lost_year=_lost_in_a_year(lost, question),
    )


def _clients(clients: DataFrame, scores: Scores) -> DataFrame:
    """The clients with a probability, the most money at risk first."""
    rows = clients.merge(scores.tables["probabilities"], on="client_id", how="inner")
    costed = rows["revenue_with_cost"].astype(float)
    own = (rows["margin"].astype(float) / costed.where(costed > 0)).fillna(float(scores.facts["margin_share"]))
    rows["expected"] = (rows["revenue"].astype(float) * (own if scores.facts["basis"] == "margin" else 1.0)).round(2)
    rows["money_at_risk"] = (rows["probability"] * rows["expected"]).round(2)
    told = _reasons(scores.tables["reasons"], set(rows["client_id"]))
    rows["reasons"] = Series([told.get(client, "") for client in rows["client_id"]], index=rows.index, dtype="str")
    rows = rows.rename(columns={"owner_name": "manager"})[list(CLIENTS)].astype(CLIENTS)
    return rows.sort_values(
        ["money_at_risk", "probability", "client_id"], ascending=[False, False, True], ignore_index=True
    )


def _reasons(table: DataFrame, wanted: set[str]) -> dict[str, str]:
    """For each client what raises its probability most in words; where nothing does, what lowers it."""
    told: dict[str, dict[str, bool]] = {}
    rows = table[table["client_id"].isin(wanted)]
    rows = rows.assign(strength=rows["contribution"].abs(), raises=rows["contribution"] > 0)
    rows = rows.sort_values(["client_id", "raises", "strength", "feature"], ascending=[True, False, False, True])
    columns = (rows[name] for name in ("client_id", "feature", "value", "raises"))
    for client, feature, value, raises in zip(*columns, strict=True):
        words = reason_words(feature, value)
        known = told.setdefault(client, {})
        if words and len(known) < _REASONS and (raises or not any(known.values())):
            known.setdefault(words, raises)
    return {client: "; ".join(known) for client, known in told.items()}


def _lost(clients: DataFrame, lost: DataFrame, worth: str) -> DataFrame:
    """Who left, with the reason given and the revenue of the year before, in the column ``worth``."""
    rows = clients.merge(lost, on="client_id", how="inner")
    rows["value"] = rows[worth].astype(float)
    rows["reason"] = rows["ended_reason"]
    return rows[list(LOST)].astype({**LOST, "reason": object}).sort_values("client_id", ignore_index=True)


def _in_period(lost: DataFrame, question: Question) -> DataFrame:
    """Of ``lost``, those of the period, the largest first; who left on an unknown day counts always."""
    day = lost["lost_on"]
    inside = day.isna() | (day <= pd.Timestamp(min(question.as_of, question.end or question.as_of)))
    if question.start:
        inside &= day.isna() | (day >= pd.Timestamp(question.start))
    rows = lost[inside].assign(reason=lost["reason"].fillna("")).astype(LOST)
    return rows.sort_values(["value", "client_id"], ascending=[False, True], ignore_index=True)


def _lost_in_a_year(lost: DataFrame, question: Question) -> int:
    """How many left in the 365 days to as_of."""
    today = pd.Timestamp(question.as_of)
    return int(((lost["lost_on"] <= today) & (lost["lost_on"] > today - pd.Timedelta(days=365))).sum())


def _stated(lost: DataFrame) -> DataFrame:
    """Reasons given, by number of clients."""
    known = lost[lost["reason"].notna()]
    grouped = known.groupby("reason", as_index=False).agg(clients=("client_id", "size"), money=("value", "sum"))
    grouped["share"] = grouped["clients"] / max(1, len(known))
    grouped["money"] = grouped["money"].round(2)
    grouped = grouped[list(STATED)].astype(STATED)
    return grouped.sort_values(["clients", "reason"], ascending=[False, True], ignore_index=True)


def _causes(measured: DataFrame, states: DataFrame, lost: DataFrame) -> DataFrame:
    """The measured causes with what they explain of the loss that the viewer sees."""
    value = dict(zip(lost["client_id"], lost["value"], strict=True))
    count: dict[str, int] = {}
    money: dict[str, float] = {}
    for client, factor in zip(states["client_id"], states["factor"], strict=True):
        if client in value:
            count[factor] = count.get(factor, 0) + 1
            money[factor] = money.get(factor, 0.0) + value[client]
    rows = measured.assign(name=measured["factor"].map(factor_words))
    rows["clients"] = [count.get(factor, 0) for factor in rows["factor"]]
    rows["money"] = [money.get(factor, 0.0) for factor in rows["factor"]]
    explained = (1 - 1 / rows["hazard_ratio"]).where(rows["hazard_ratio"] > 1)
    rows["share"] = explained * rows["clients"] / max(1, len(lost))
    rows["money"] = (explained * rows["money"]).round(2)
    return rows[list(CAUSES)].astype(CAUSES)


def _disagreements(measured: DataFrame, states: DataFrame, lost: DataFrame) -> DataFrame:
    """Reasons that hide a measured cause: those who stated them left in it more often than chance would have it."""
    strong = measured[measured["significant"] & (measured["hazard_ratio"] > 1)]
    strong = strong[~strong["factor"].str.startswith("attribute:")]
    said = lost[lost["reason"].notna()]
    met = states.merge(said, on="client_id").merge(strong[["factor", "time_share"]], on="factor")
    rows = met.groupby(["reason", "factor", "time_share"], as_index=False).agg(clients=("client_id", "size"))
    rows["share"] = rows["clients"] / rows["reason"].map(said["reason"].value_counts()).astype(float)
    rows = rows.rename(columns={"time_share": "usual"}).assign(name=rows["factor"].map(factor_words))
    rows["above"] = rows["clients"] * (1 - rows["usual"] / rows["share"])
    rows = rows[rows["above"] > 0].sort_values(["above", "reason", "factor"], ascending=[False, True, True])
    return rows[list(DISAGREEMENTS)].astype(DISAGREEMENTS).reset_index(drop=True)
