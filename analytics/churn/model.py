"""Who leaves within the next 90 days: trained on days of the past, tried on what came after."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from analytics.churn.states import ALWAYS, WINDOW_DAYS, day_numbers
from analytics.scores import Proof, brier, fit, leaks, not_enough, prove, reasons, shrink
from analytics.scores.models import Kind
from analytics.scores.proof import ENOUGH_TESTED, ENOUGH_TRAINED

Floats = NDArray[np.float64]

NAMED = ["client_id", "landmark_on", "last_deal_on", "usual_days", "limit_days"]
_BANDS = 5
_FOLDS = 5
_REASONS = 4
KINDS: tuple[Kind, ...] = ("logistic", "boosted")
_PENALTY = 20.0
"""Ridge on standardised features: those who leave are few, so that a free fit would learn chance."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """``probabilities``: a row a client with ``probability``; ``reasons`` as ``scores.reasons`` gives them; the proof;
    ``left_out`` traits because they nearly decide the outcome alone."""

    probabilities: DataFrame
    reasons: DataFrame
    proof: Proof
    left_out: dict[str, float] = field(default_factory=dict)


NOTHING = DataFrame({"client_id": Series(dtype="str"), "probability": Series(dtype=float)})
NO_REASONS = DataFrame(
    {
        "client_id": Series(dtype="str"),
        "feature": Series(dtype="str"),
        "value": Series(dtype="str"),
        "contribution": Series(dtype=float),
    }
)


def dated_outcomes(features: DataFrame, ended: Series) -> Floats:
    """Whether each row's client left within 90 days of the row's day; ``ended``: day numbers by client_id."""
    end = ended.reindex(features["client_id"]).fillna(ALWAYS).to_numpy()
    return np.asarray(end <= day_numbers(features["landmark_on"]) + WINDOW_DAYS, dtype=float)


def silent_outcomes(features: DataFrame) -> Floats:
    """Whether each row's client fell silent within the next 90 days for longer than its rhythm as known on the day.

    The row 90 days later tells: the same last purchase, and a silence past the limit.
    """
    day = day_numbers(features["landmark_on"])
    later = Series(day_numbers(features["last_deal_on"]), index=pd.MultiIndex.from_arrays([features["client_id"], day]))
    then = later.reindex(pd.MultiIndex.from_arrays([features["client_id"], day + WINDOW_DAYS])).to_numpy()
    last = day_numbers(features["last_deal_on"])
    return np.asarray((then == last) & (day + WINDOW_DAYS - last > features["limit_days"].to_numpy()), dtype=float)


def foretell(features: DataFrame, came: Floats, gauge: str, static: DataFrame, ever: Series) -> Foretold:
    """Probabilities for the last day's clients, from a model that was tried on the last days whose outcome is known.

    In: rows as ``landmark_features`` gives them, the outcome of each but the last day's, the feature that the naive
    rule bands clients by, the traits with each client's index, and whether it ever left. The trial takes the fewest
    last days that hold 20 outcomes and a fifth of all; the model is then trained anew on all of them.
    """
    if features.empty:
        return Foretold(NOTHING, NO_REASONS, not_enough("time", ENOUGH_TRAINED + ENOUGH_TESTED))
    days = day_numbers(features["landmark_on"])
    today, past = days == days.max(), days < days.max()
    left_out = leaks(static, ever.reindex(static.index).to_numpy(dtype=float))
    columns = _useful(features[past], came[past], left_out)
    now = features[today].reset_index(drop=True)
    rows, truth, when = features[past].reset_index(drop=True), came[past], days[past]
    tried = _tried(truth, when)
    if tried is None:
        lacking = max(1, ENOUGH_TRAINED + ENOUGH_TESTED - int(truth.sum()))
        proof = not_enough("time", lacking, len(rows))
        return Foretold(_banded(rows, truth, now, gauge), _banding(now, gauge), proof, left_out)
    learned = ~tried
    model = fit(rows.loc[learned, columns], truth[learned], penalty=_PENALTY)
    naive = _rates(rows[learned], truth[learned], rows[tried], gauge)
    proof = prove(
        truth[tried],
        model.probability(rows.loc[tried, columns]),
        naive,
        method="time",
        n_train=int(learned.sum()),
        events_train=int(truth[learned].sum()),
    )
    if not proof.used:
        return Foretold(_banded(rows, truth, now, gauge), _banding(now, gauge), proof, left_out)
    final = fit(rows[columns], truth, penalty=_PENALTY)
    scored = DataFrame({"client_id": now["client_id"], "probability": final.probability(now[columns])})
    return Foretold(scored, reasons(final, now[columns], now["client_id"], _REASONS), proof, left_out)


def foretell_undated(static: DataFrame, left: Series) -> Foretold:
    """Probabilities for those who haven't left, where nobody's day of leaving is known: from traits, cross-validated.

    In: the traits, and for each client's index whether it has left. Five folds, drawn over the sorted ids; of a
    logistic regression and boosted trees the one with the lower Brier score is taken.
    """
    static = static.sort_index()
    truth = left.reindex(static.index).to_numpy(dtype=float)
    left_out = leaks(static, truth)
    traits = static.drop(columns=list(left_out))
    active = truth == 0
    ids = Series(static.index[active].to_numpy(), name="client_id")
    average = DataFrame({"client_id": ids, "probability": truth.mean() if len(truth) else np.nan})
    lacking = ENOUGH_TRAINED + ENOUGH_TESTED - int(min(truth.sum(), active.sum()))
    if lacking > 0 or not traits.shape[1]:
        return Foretold(average, NO_REASONS, not_enough("folds", max(1, lacking), len(truth)), left_out)
    naive = np.full(len(truth), truth.mean())
    tried = {kind: _held_out(traits, truth, kind) for kind in KINDS}
    kind = min(KINDS, key=lambda name: brier(truth, tried[name]))
    trained = len(truth) - len(truth) // _FOLDS
    proof = prove(truth, tried[kind], naive, method="folds", n_train=trained)
    if not proof.used:
        return Foretold(average, NO_REASONS, proof, left_out)
    final = fit(traits, truth, kind=kind)
    scored = DataFrame({"client_id": ids, "probability": final.probability(traits[active])})
    return Foretold(scored, reasons(final, traits[active], ids, _REASONS), proof, left_out)


def _held_out(traits: DataFrame, truth: Floats, kind: Kind) -> Floats:
    """Each row's probability from a model that was trained on the other folds."""
    fold = np.random.default_rng(0).permutation(len(truth)) % _FOLDS
    said = np.empty(len(truth))
    for number in range(_FOLDS):
        here = fold == number
        said[here] = fit(traits[~here], truth[~here], kind=kind).probability(traits[here])
    return said


def _useful(rows: DataFrame, came: Floats, left_out: dict[str, float]) -> list[str]:
    """Features that vary, and don't decide the outcome alone."""
    names = [name for name in rows.columns if name not in NAMED and name not in left_out]
    varied = [name for name in names if rows[name].nunique(dropna=False) > 1]
    leaking = leaks(rows[varied], came, 0.99)
    left_out.update(leaking)
    return [name for name in varied if name not in leaking]


def _tried(came: Floats, days: NDArray[np.int64]) -> NDArray[np.bool_] | None:
    """The rows of the fewest last days that hold enough outcomes and a fifth of all, if enough remain before them."""
    wanted = max(ENOUGH_TESTED, came.sum() / 5)
    for first in np.unique(days)[::-1]:
        tried = np.asarray(days >= first)
        if came[tried].sum() >= wanted:
            return tried if came[~tried].sum() >= ENOUGH_TRAINED else None
    return None


def _rates(rows: DataFrame, came: Floats, asked: DataFrame, gauge: str) -> Floats:
    """The naive rule: the share that left among clients in the same fifth by ``gauge``, drawn to the whole's."""
    known = rows[gauge].dropna().to_numpy(dtype=float)
    edges: Floats = np.unique(np.quantile(known, np.linspace(0, 1, _BANDS + 1)[1:-1])) if len(known) else np.zeros(0)
    band, wanted = (np.digitize(frame[gauge].fillna(np.inf).to_numpy(dtype=float), edges) for frame in (rows, asked))
    size = len(edges) + 1
    found = shrink(np.bincount(band, came, size), np.bincount(band, minlength=size))
    chosen: Floats = found["rate"].to_numpy(dtype=float)[wanted]
    return chosen


def _banded(rows: DataFrame, came: Floats, now: DataFrame, gauge: str) -> DataFrame:
    if rows.empty or not len(now):
        return DataFrame({"client_id": now["client_id"], "probability": np.full(len(now), np.nan)})
    return DataFrame({"client_id": now["client_id"], "probability": _rates(rows, came, now, gauge)})


def _banding(now: DataFrame, gauge: str) -> DataFrame:
    """What the naive rule goes by, as the one reason of each client."""
    known = now[gauge].astype(float)
    told = DataFrame({"client_id": now["client_id"], "feature": gauge, "contribution": 0.0})
    told["value"] = known.astype("str").where(known.notna(), "").to_numpy()
    return told[list(NO_REASONS.columns)].astype(NO_REASONS.dtypes.to_dict())
