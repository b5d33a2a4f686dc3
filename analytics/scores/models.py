"""Probabilities from mixed features, with what each one rests on."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from pandas import DataFrame, Series

from analytics.scores.proof import auc

Kind = Literal["logistic", "boosted"]
Floats = NDArray[np.float64]

OTHER = "other"
MISSING = ""
_MOST_LEVELS = 20
_RAREST_SHARE = 0.01
_FEWEST_ROWS = 10
_FARTHEST = 5.0
_SKEWED = 2.0
_LINEAR, _TREES = "sklearn.linear_model", "sklearn.ensemble"


@contextmanager
def one_thread(*libraries: str) -> Iterator[None]:
    """Within the block BLAS and OpenMP use one thread: the same bits on any machine, and no spinning in a server.

    ``libraries`` are the modules that the block uses beside NumPy; they are loaded first, because one that is loaded
    inside the block would not be limited.
    """
    for name in libraries:
        import_module(name)
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield


@dataclass(frozen=True, slots=True)
class _Number:
    """A numeric feature: logarithm if skewed, standardised, capped; missing is the mean and an indicator."""

    name: str
    logarithm: bool
    mean: float
    spread: float
    has_missing: bool

    def matrix(self, values: Series) -> Floats:
        raw = _numbers(values)
        lost = np.isnan(raw)
        if self.logarithm:
            raw = np.log1p(np.maximum(raw, 0))
        scaled = np.where(lost, 0.0, np.clip((raw - self.mean) / self.spread, -_FARTHEST, _FARTHEST))
        return np.column_stack([scaled, lost]) if self.has_missing else scaled[:, None]


@dataclass(frozen=True, slots=True)
class _Levels:
    """A feature of words: one column a level; rare and unknown levels are "other", missing is a level of its own."""

    name: str
    levels: tuple[str, ...]

    def matrix(self, values: Series) -> Floats:
        words = _words(values)
        words = words.where(words.isin(self.levels), OTHER)
        return np.column_stack([(words == level).to_numpy(dtype=float) for level in self.levels])


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted model: ``features`` in the order of ``contributions``' columns.

    A feature's contribution is what it adds to the log-odds of a row, against the average row of training.
    """

    features: tuple[str, ...]
    encoders: tuple[_Number | _Levels, ...]
    average: Floats
    widths: tuple[int, ...]
    weights: Floats
    intercept: float
    trees: Any = None

    def probability(self, frame: DataFrame) -> Floats:
        """The probability of the outcome for each row of ``frame``, which has the columns of training."""
        return _chance(self._odds(_encode(self.encoders, frame)))

    def contributions(self, frame: DataFrame) -> Floats:
        """What each feature adds to each row's log-odds: an array of rows × features."""
        matrix = _encode(self.encoders, frame)
        if self.trees is None:
            starts = np.cumsum((0, *self.widths[:-1]))
            sums: Floats = np.add.reduceat((matrix - self.average) * self.weights, starts, axis=1)
            return sums
        return self._without_each(matrix)

    def _odds(self, matrix: Floats) -> Floats:
        if self.trees is None:
            odds: Floats = (matrix - self.average) @ self.weights + self.intercept
            return odds
        with one_thread(_TREES):
            return np.asarray(self.trees.decision_function(matrix), dtype=float)

    def _without_each(self, matrix: Floats) -> Floats:
        """For trees: how far the odds fall when one feature is set to the average row's."""
        odds, found, start = self._odds(matrix), np.empty((len(matrix), len(self.features))), 0
        for place, width in enumerate(self.widths):
            changed = matrix.copy()
            changed[:, start : start + width] = self.average[start : start + width]
            found[:, place] = odds - self._odds(changed)
            start += width
        return found


def fit(
    frame: DataFrame,
    truth: ArrayLike,
    *,
    kind: Kind = "logistic",
    penalty: float = 1.0,
    rising: Collection[str] = (),
    seed: int = 0,
) -> Model:
    """A model of ``truth`` (0 or 1) from the columns of ``frame``: numbers, booleans or words, gaps allowed.

    "logistic" is a ridge-penalised logistic regression, "boosted" gradient-boosted trees of eight leaves; neither
    weights the classes, so that probabilities stay probabilities. Numbers are standardised (after a logarithm where
    skewed), words become one column a level, gaps are marked. Trees let the probability only rise with the numbers
    named in ``rising``. The same rows in the same order give the same bits.

    Raises:
        ValueError: ``frame`` has no columns, or ``truth`` is all of one kind.
    """
    came = np.asarray(truth, dtype=float)
    if not frame.shape[1] or came.min(initial=1) == came.max(initial=0):
        raise ValueError("a model needs at least one feature and both outcomes")
    encoders = tuple(_learn(frame[name]) for name in frame.columns)
    parts = [encoder.matrix(frame[encoder.name]) for encoder in encoders]
    matrix = np.hstack(parts)
    average = matrix.mean(axis=0)
    shape = tuple(map(str, frame.columns)), encoders, average, tuple(part.shape[1] for part in parts)
    with one_thread(_TREES if kind == "boosted" else _LINEAR):
        if kind == "boosted":
            return Model(*shape, np.zeros(0), 0.0, _trees(matrix, came, _signs(encoders, parts, rising), seed))
        weights, intercept = _logistic(matrix - average, came, penalty)
    return Model(*shape, weights, intercept)


def reasons(model: Model, frame: DataFrame, ids: Series, most: int = 3, least: float = 0.05) -> DataFrame:
    """What each row's probability rests on most: up to ``most`` features whose contribution exceeds ``least``.

    Columns out: the ids under their own name, ``feature``, ``value`` (as text; numbers with a point, "" where
    missing) and ``contribution`` (log-odds against the average); by id, largest first, ties by feature.
    """
    found = model.contributions(frame)
    chosen = np.argsort(-np.abs(found), axis=1, kind="stable")[:, :most]
    rows = np.repeat(np.arange(len(frame)), chosen.shape[1])
    columns = chosen.ravel()
    kept = np.abs(found[rows, columns]) > least
    rows, columns = rows[kept], columns[kept]
    value = np.empty(len(rows), dtype=object)
    for place, name in enumerate(model.features):
        here = columns == place
        value[here] = _words(frame[name].iloc[rows[here]]).to_numpy()
    named = np.asarray(model.features, dtype=object)[columns]
    table = DataFrame({"feature": named, "value": value, "contribution": found[rows, columns]})
    table.insert(0, str(ids.name), ids.to_numpy()[rows])
    return table.astype({"feature": "str", "value": "str"})


def leaks(frame: DataFrame, truth: ArrayLike, limit: float = 0.95) -> dict[str, float]:
    """Features that nearly decide the outcome alone, with the AUC of each: most likely they were written afterwards.

    A number is tried as it is, its gaps below and above all; words by the outcome's share of each level with at least
    ten rows. Those at ``limit`` or above are to be left out, and named.
    """
    came = np.asarray(truth, dtype=float)
    if came.min(initial=1) == came.max(initial=0):
        return {}
    alone = {str(name): _alone(frame[name], came) for name in frame.columns}
    return {name: strength for name, strength in alone.items() if strength >= limit}


def _alone(values: Series, came: Floats) -> float:
    if _is_number(values):
        raw = _numbers(values)
        tried = [auc(came, np.nan_to_num(raw, nan=edge)) for edge in (-np.inf, np.inf)]
        return max(max(found, 1 - found) for found in tried)
    words = _words(values)
    words = words.where(words.map(words.value_counts()) >= _FEWEST_ROWS, OTHER)
    return auc(came, Series(came).groupby(words.to_numpy()).transform("mean"))


def _learn(values: Series) -> _Number | _Levels:
    name = str(values.name)
    if not _is_number(values):
        counts = _words(values).value_counts()
        common = counts[counts >= max(_FEWEST_ROWS, _RAREST_SHARE * len(values))]
        named = sorted(common.index, key=lambda level: (-common[level], level))[:_MOST_LEVELS]
        return _Levels(name, (*sorted(named), *(() if OTHER in named else (OTHER,))))
    raw = _numbers(values)
    known = raw[~np.isnan(raw)]
    logarithm = bool(len(known) and known.min() >= 0 and _skew(known) > _SKEWED)
    known = np.log1p(known) if logarithm else known
    mean, spread = (float(known.mean()), float(known.std())) if len(known) else (0.0, 0.0)
    return _Number(name, logarithm, mean, spread or 1.0, len(known) < len(raw))


def _skew(known: Floats) -> float:
    spread = known.std()
    return float((((known - known.mean()) / spread) ** 3).mean()) if spread > 0 else 0.0


def _is_number(values: Series) -> bool:
    if pd.api.types.is_numeric_dtype(values):
        return True
    return values.dtype == object and bool(values.dropna().map(lambda value: isinstance(value, bool)).all())


def _numbers(values: Series) -> Floats:
    return pd.to_numeric(values.astype(float) if values.dtype == object else values).to_numpy(
        dtype=float, na_value=np.nan
    )


def _words(values: Series) -> Series:
    return values.astype("str").where(values.notna(), MISSING)


def _encode(encoders: tuple[_Number | _Levels, ...], frame: DataFrame) -> Floats:
    return np.hstack([encoder.matrix(frame[encoder.name]) for encoder in encoders])


def _chance(odds: Floats) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-odds))
    return chance


def _logistic(matrix: Floats, came: Floats, penalty: float) -> tuple[Floats, float]:
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1 / penalty, solver="newton-cholesky", max_iter=200, tol=1e-8).fit(matrix, came)
    return fitted.coef_[0].astype(float), float(fitted.intercept_[0])


def _signs(encoders: tuple[_Number | _Levels, ...], parts: list[Floats], rising: Collection[str]) -> list[int]:
    """For each column of the matrix: 1 where the probability may only rise with it, else 0 (marks of gaps too)."""
    signs: list[int] = []
    for encoder, part in zip(encoders, parts, strict=True):
        free = [0] * part.shape[1]
        signs += [1, *free[1:]] if encoder.name in rising and isinstance(encoder, _Number) else free
    return signs


def _trees(matrix: Floats, came: Floats, signs: list[int], seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    settings: Mapping[str, Any] = {"max_leaf_nodes": 8, "learning_rate": 0.05, "max_iter": 150, "min_samples_leaf": 40}
    return HistGradientBoostingClassifier(
        **settings, l2_regularization=1.0, early_stopping=False, random_state=seed
    ).fit(matrix, came)
