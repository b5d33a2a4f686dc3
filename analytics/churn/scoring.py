"""Scores of churn over the whole company: how leaving is known, who is likely to, and what makes them."""

from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from analytics.churn import causes as churn_causes
from analytics.churn import model as churn_model
from analytics.churn.model import Foretold
from analytics.churn.states import day_numbers, described, landmark_features, spells
from analytics.question import Frames, Question, Scores
from analytics.scores import not_enough

DATED, SILENT, UNDATED = "dated", "silent", "undated"
"""How leaving is known: by its day, by the rule of silence, or without a day."""

_LEAST_COSTED = 0.5


def score(frames: Frames, question: Question) -> Scores:
    """Probabilities, reasons and causes over the whole company; see ``churn.METHOD``.

    In: a frame for each of ``churn.SCORE_FRAMES``. Out: tables ``probabilities``, ``reasons``, ``lost`` (``client_id``,
    ``lost_on``), ``lost_states`` and ``causes``; facts: the rule, the proof, what was left out, the basis of money.
    """
    clients = frames["clients"].sort_values("client_id", ignore_index=True)
    found = spells(frames["states"], frames["ties"])
    traits = described(clients, frames["attributes"])
    rule = _rule(clients)
    foretold, lost = _foretold(rule, clients, frames, found, traits)
    kept = traits.drop(columns=[name for name in foretold.left_out if name in traits.columns])
    causes = churn_causes.nothing()
    if rule == DATED:
        causes = churn_causes.measured_causes(clients, found, kept, question)
    return Scores(
        {
            "probabilities": foretold.probabilities,
            "reasons": foretold.reasons,
            "lost": lost,
            "lost_states": causes.lost_states,
            "causes": causes.measured,
        },
        {
            "rule": rule,
            "proof": foretold.proof.facts(),
            "left_out": sorted(foretold.left_out),
            "count_lost": causes.count_lost,
            **_money_facts(clients),
        },
    )


def _rule(clients: DataFrame) -> str:
    if clients["ended_on"].notna().any():
        return DATED
    return UNDATED if (clients["status"] == "former").any() else SILENT


def _foretold(
    rule: str, clients: DataFrame, frames: Frames, found: DataFrame, traits: DataFrame
) -> tuple[Foretold, DataFrame]:
    """Probabilities of those who are still clients, and who left when."""
    ids = clients["client_id"]
    if rule == UNDATED:
        left = Series((clients["status"] == "former").to_numpy(), index=ids)
        return churn_model.foretell_undated(traits, left), _left(ids[left.to_numpy()], pd.NaT)
    features = landmark_features(frames["landmarks"], frames["troubles"], found, traits)
    if rule == DATED:
        ended = Series(day_numbers(clients["ended_on"]), index=ids)
        ever = Series(clients["ended_on"].notna().to_numpy(), index=ids)
        gone = clients[clients["ended_on"].notna()]
        came = churn_model.dated_outcomes(features, ended)
        return churn_model.foretell(features, came, "silence_days", traits, ever), _left(
            gone["client_id"], gone["ended_on"]
        )
    return _silent(features, traits)


def _silent(features: DataFrame, traits: DataFrame) -> tuple[Foretold, DataFrame]:
    """By the rule of silence: outcomes of those not yet silent, and those who are."""
    if features.empty:
        nothing = Foretold(churn_model.NOTHING, churn_model.NO_REASONS, not_enough("time", 50))
        return nothing, _left(Series(dtype="str"), pd.NaT)
    day = day_numbers(features["landmark_on"])
    last = pd.to_datetime(features["last_deal_on"])
    over = day - day_numbers(features["last_deal_on"]) > features["limit_days"].to_numpy()
    gone = features[over & (day == day.max())]
    lost_on = last[gone.index] + pd.to_timedelta(np.ceil(gone["limit_days"]), unit="D")
    came = churn_model.silent_outcomes(features)
    here = ~over & features["last_deal_on"].notna().to_numpy()
    ever = Series(traits.index.isin(gone["client_id"]), index=traits.index)
    rows = features[here].reset_index(drop=True)
    rows["silence_over_limit"] = rows["silence_days"] / rows["limit_days"]
    foretold = churn_model.foretell(rows, came[here], "silence_over_limit", traits, ever)
    return foretold, _left(gone["client_id"], lost_on)


def _left(ids: Series, days: Any) -> DataFrame:
    frame = DataFrame(
        {"client_id": ids.to_numpy(), "lost_on": days if days is pd.NaT else pd.to_datetime(days).to_numpy()}
    )
    return frame.astype({"client_id": "str", "lost_on": "datetime64[s]"}).sort_values("client_id", ignore_index=True)


def _money_facts(clients: DataFrame) -> dict[str, Any]:
    """Whether money at risk is margin or revenue, and the company's margin on what has a cost."""
    revenue, costed = float(clients["revenue"].sum()), float(clients["revenue_with_cost"].sum())
    is_margin = costed > 0 and costed >= _LEAST_COSTED * revenue
    return {
        "basis": "margin" if is_margin else "revenue",
        "margin_share": float(clients["margin"].sum()) / costed if is_margin else 1.0,
    }
