"""The cause of a complaint, learned from the texts of those whose cause was given."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

from analytics.cause_names import spelled
from analytics.complaints.taxonomy import hits, topic
from analytics.scores import Proof, auc, not_enough, one_thread, prove, wilson

FEWEST_TEXTS = 50
"""Labelled texts without which nothing is learned."""
FEWEST_OF_A_CAUSE = 10
WANTED_PRECISION = 0.8
LEAST_PROBABILITY = 0.5
_MOST_TEXTS = 10_000
_FOLDS = 5
_RESAMPLES = 200

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Causes:
    """Causes found: ``classified`` has one row for each complaint without a given cause, in the order of complaint_id:

    complaint_id, client_id, cause (None where it can't be told) and probability (NaN where no model said one).
    ``way`` is "learned", "words" or "none"; ``trial`` holds threshold, precision (of what was told), coverage (share
    told), accuracy and baseline_accuracy (the most frequent cause), all on texts that the model hadn't seen.
    """

    classified: DataFrame
    proof: Proof
    way: str
    trial: dict[str, float]


def find_causes(complaints: DataFrame, seed: int = 0) -> Causes:
    """Causes for the complaints without one, from their ``text``, in whatever language the labelled ones are.

    ``complaints`` has complaint_id, client_id, cause and text (both may be missing). A text is turned into weights of
    its words, pairs of words and parts of words, and of the topics that ``taxonomy`` sees in it; a logistic regression
    tells the causes apart. Texts are tried in five folds, alike ones (but for figures) together; the probability is
    corrected by one temperature (Guo et al., ICML 2017). A cause is told where its probability is at least the
    threshold from which 80 % of those told were right, never below 0.5. With nothing labelled, words alone decide.
    """
    rows = complaints.sort_values("complaint_id").reset_index(drop=True)
    cause = spelled(rows["cause"])
    asked = rows[cause.isna()].reset_index(drop=True)
    labelled = rows.assign(cause=cause)[cause.notna() & rows["text"].notna()]
    if cause.isna().all():
        return Causes(_table(asked, asked["text"].map(topic)), not_enough("folds", FEWEST_TEXTS), "words", {})
    known = _learnable(labelled)
    if len(known) < FEWEST_TEXTS or known["cause"].nunique() < 2:
        lacking = not_enough("folds", max(1, FEWEST_TEXTS - len(known)), len(known))
        return Causes(_table(asked), lacking, "none", {})
    return _learned(known, asked, seed)


def _learnable(labelled: DataFrame) -> DataFrame:
    """Labelled rows of causes with enough texts; a sample of them where they are very many."""
    counts = labelled["cause"].map(labelled["cause"].value_counts())
    kept = labelled[counts >= FEWEST_OF_A_CAUSE].reset_index(drop=True)
    if len(kept) <= _MOST_TEXTS:
        return kept
    step = np.linspace(0, len(kept) - 1, _MOST_TEXTS).astype(np.int64)
    return kept.iloc[step].reset_index(drop=True)


def _learned(known: DataFrame, asked: DataFrame, seed: int) -> Causes:
    names = np.asarray(sorted(known["cause"].unique()), dtype=object)
    truth = np.searchsorted(names.astype(str), known["cause"].to_numpy().astype(str))
    told = asked["text"].notna().to_numpy()
    with one_thread("sklearn.linear_model", "sklearn.feature_extraction.text"):
        known_matrix, asked_matrix = _matrices(known["text"], asked.loc[told, "text"])
        raw = _out_of_fold(known_matrix, truth, _folds(known, seed))
        heat = _temperature(raw, truth)
        held_out = _heated(raw, heat)
        said = np.full((len(asked), len(names)), np.nan)
        if told.any():
            said[told] = _heated(_fitted(known_matrix, truth).predict_log_proba(asked_matrix), heat)
    trial = _trial(held_out, truth)
    proof = _proof(held_out, truth, trial, seed)
    best = np.where(told, np.nan_to_num(said).max(axis=1), np.nan)
    chosen = Series(names[np.nan_to_num(said).argmax(axis=1)], index=asked.index, dtype=object)
    sure = proof.used & (best >= trial["threshold"])
    return Causes(_table(asked, chosen.where(sure, None), best if proof.used else None), proof, "learned", trial)


def _table(asked: DataFrame, cause: Series | None = None, probability: Floats | None = None) -> DataFrame:
    table = asked[["complaint_id", "client_id"]].copy()
    table["cause"] = Series(None, index=asked.index, dtype="str") if cause is None else cause.astype("str")
    table["probability"] = np.nan if probability is None else probability
    return table


def _matrices(known: Series, asked: Series) -> tuple[Any, Any]:
    """Weights of words and of parts of words; they know the texts, not the causes."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    common: dict[str, Any] = {"sublinear_tf": True, "min_df": 2, "max_features": 20_000}
    words = TfidfVectorizer(preprocessor=_with_topics, ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b", **common)
    parts = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), preprocessor=_plain, **common)
    texts = [*known, *asked]
    matrix = hstack([words.fit_transform(texts), parts.fit_transform(texts)]).tocsr()
    return matrix[: len(known)], matrix[len(known) :]


def _plain(text: str) -> str:
    """Lower case, every figure the same: numbers of orders and days tell nothing of a cause."""
    return "".join("0" if letter.isdigit() else letter for letter in text.casefold())


def _with_topics(text: str) -> str:
    return " ".join([_plain(text), *("topic_" + name.replace(" ", "_") for name in hits(text))])


def _fitted(matrix: Any, truth: Whole) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=10.0, solver="lbfgs", tol=1e-3, max_iter=200).fit(matrix, truth)


def _folds(known: DataFrame, seed: int) -> Whole:
    """The fold of each text: alike ones share one, causes are spread evenly."""
    alike = known.assign(alike=known["text"].map(_plain))[["alike", "cause"]].drop_duplicates("alike")
    alike = alike.sort_values("alike").iloc[np.random.default_rng(seed).permutation(len(alike))]
    alike = alike.sort_values("cause", kind="stable").assign(fold=np.arange(len(alike)) % _FOLDS)
    return known["text"].map(_plain).map(alike.set_index("alike")["fold"]).to_numpy(dtype=np.int64)


def _out_of_fold(matrix: Any, truth: Whole, fold: Whole) -> Floats:
    """Logarithms of each text's probabilities, from a model that hasn't seen it or one like it."""
    found = np.full((len(truth), truth.max() + 1), -50.0)
    for number in np.unique(fold):
        learned = fold != number
        if len(np.unique(truth[learned])) > 1:
            model = _fitted(matrix[learned], truth[learned])
            found[np.ix_(~learned, model.classes_)] = model.predict_log_proba(matrix[~learned])
    return found


def _temperature(logs: Floats, truth: Whole) -> float:
    """The one number by which logarithms are divided so that held-out probabilities are likeliest."""
    from scipy.optimize import minimize_scalar

    def surprise(heat: float) -> float:
        chance = _heated(logs, heat)[np.arange(len(truth)), truth]
        return float(-np.log(np.maximum(chance, 1e-12)).mean())

    return float(minimize_scalar(surprise, bounds=(0.2, 5.0), method="bounded").x)


def _heated(logs: Floats, heat: float) -> Floats:
    raised = np.exp((logs - logs.max(axis=1, keepdims=True)) / heat)
    chances: Floats = raised / raised.sum(axis=1, keepdims=True)
    return chances


def _trial(held_out: Floats, truth: Whole) -> dict[str, float]:
    """The threshold, and what it yields on the texts held out."""
    best, right = held_out.max(axis=1), held_out.argmax(axis=1) == truth
    order = np.argsort(-best, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(precision >= WANTED_PRECISION)
    threshold = max(LEAST_PROBABILITY, float(best[order][enough[-1]])) if len(enough) else 1.0
    told = best >= threshold
    return {
        "threshold": threshold,
        "precision": float(right[told].mean()) if told.any() else float("nan"),
        "coverage": float(told.mean()),
        "accuracy": float(right.mean()),
        "baseline_accuracy": float(np.bincount(truth).max() / len(truth)),
    }


def _proof(held_out: Floats, truth: Whole, trial: dict[str, float], seed: int) -> Proof:
    """The proof in the terms of ``Proof``: AUC is the mean over causes, each against the rest (Hand, Till, 2001, in its

    one-against-rest form); Brier is half the sum over causes of the squared error, so that for two causes it is the
    usual one; the baseline says each cause's share; calibration is of the likeliest cause.
    """
    yes = np.eye(held_out.shape[1])[truth]
    shares = np.tile(yes.mean(axis=0), (len(truth), 1))
    right = (held_out.argmax(axis=1) == truth).astype(float)
    top = held_out.max(axis=1)
    low, high = _interval(lambda rows: _macro_auc(yes[rows], held_out[rows]), len(truth), seed)
    beats = float(wilson(right.sum(), len(right))[0]) > trial["baseline_accuracy"]
    base = prove(right, top, np.full(len(top), right.mean()), method="folds", n_train=len(truth))
    return replace(
        base,
        events_test=len(truth),
        auc=_macro_auc(yes, held_out),
        auc_low=low,
        auc_high=high,
        brier=float(((held_out - yes) ** 2).sum(axis=1).mean() / 2),
        baseline_brier=float(((shares - yes) ** 2).sum(axis=1).mean() / 2),
        baseline_auc=0.5,
        used=bool(beats and low > 0.5 and trial["coverage"] > 0),
        brier_low=None,
        brier_high=None,
        lift=None,
        lift_low=None,
        lift_high=None,
        needed=0,
    )


def _macro_auc(yes: Floats, said: Floats) -> float:
    each = [auc(yes[:, place], said[:, place]) for place in range(yes.shape[1])]
    return float(np.nanmean(each))


def _interval(measure: Callable[[Whole], float], count: int, seed: int) -> tuple[float, float]:
    generator = np.random.default_rng(seed)
    drawn = [measure(generator.integers(0, count, count)) for _ in range(_RESAMPLES)]
    low, high = np.quantile(drawn, (0.025, 0.975))
    return float(low), float(high)
