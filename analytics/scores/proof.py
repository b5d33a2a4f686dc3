"""How well probabilities foretell what came after, beside what a naive rule would have said."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.scores.rates import wilson

ENOUGH_TRAINED = 30
ENOUGH_TESTED = 20
"""Outcomes (of the rarer kind) without which a model is neither trained nor believed."""

_RESAMPLES = 500
_GROUPS = 2_000
_BINS = 10

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Proof:
    """A model's trial on what it hadn't seen.

    ``method`` says how it was tried: "time" (trained on the past, tried on what came after) or "folds"
    (cross-validated, where no days are known). ``auc`` is the share of pairs (one with the outcome, one without)
    ranked rightly, ``auc_low``–``auc_high`` its 95 % interval; ``brier`` the mean squared error of the probability;
    ``lift`` how many times more outcomes the highest tenth holds than a tenth drawn blindly. ``baseline_*`` are the
    naive rule's. ``calibration`` has up to ten bins: (probability said, share that came, rows). ``needed`` outcomes
    are still lacking (0: enough). ``used`` is true when the model may be shown. What could not be measured is None.
    """

    method: str
    n_train: int
    n_test: int
    events_test: int
    auc: float | None
    auc_low: float | None
    auc_high: float | None
    brier: float | None
    baseline_auc: float | None
    used: bool
    baseline_brier: float | None = None
    brier_low: float | None = None
    brier_high: float | None = None
    lift: float | None = None
    lift_low: float | None = None
    lift_high: float | None = None
    needed: int = 0
    calibration: tuple[tuple[float, float, int], ...] = ()

    def facts(self) -> dict[str, Any]:
        """The proof as plain values that JSON holds, to keep beside the scores."""
        return asdict(self)

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """The proof that ``facts`` were made from."""
        bins = tuple((float(said), float(came), int(rows)) for said, came, rows in facts["calibration"])
        return cls(**{**facts, "calibration": bins})


def prove(
    truth: ArrayLike,
    probability: ArrayLike,
    baseline: ArrayLike,
    *,
    method: str,
    n_train: int,
    events_train: int | None = None,
    seed: int = 0,
) -> Proof:
    """The proof of ``probability`` against what came true (0 or 1), beside a naive ``baseline`` probability.

    All three have one value a tested row. The model counts as ``used`` when at least 30 outcomes trained it and 20
    tried it, the lower bound of its AUC is above 0.5, and neither its AUC nor its Brier score is worse than the
    baseline's.
    The AUC's interval is a stratified bootstrap of 500 resamples (Robin et al., BMC Bioinformatics 12 (2011), 77),
    the Brier score's that of a mean, the lift's Wilson's for the highest tenth.
    """
    came, said, naive = (np.asarray(values, dtype=float) for values in (truth, probability, baseline))
    events = int(came.sum())
    tested = min(events, len(came) - events)
    needed = max(0, ENOUGH_TESTED - tested, ENOUGH_TRAINED - events_train if events_train is not None else 0)
    if not tested:
        return Proof(method, n_train, len(came), events, None, None, None, None, None, False, needed=needed)
    low, high = _auc_interval(came, said, seed)
    measured = auc(came, said), brier(came, said), auc(came, naive), brier(came, naive)
    beats = measured[0] >= measured[2] and measured[1] <= measured[3]
    return Proof(
        method=method,
        n_train=n_train,
        n_test=len(came),
        events_test=events,
        auc=measured[0],
        auc_low=low,
        auc_high=high,
        brier=measured[1],
        baseline_auc=measured[2],
        used=bool(not needed and low > 0.5 and beats),
        baseline_brier=measured[3],
        needed=needed,
        calibration=_calibration(came, said),
        **_brier_interval(came, said),
        **_lift(came, said),
    )


def not_enough(method: str, needed: int, n_train: int = 0) -> Proof:
    """The proof of a model that was not trained because ``needed`` more outcomes are lacking."""
    return Proof(method, n_train, 0, 0, None, None, None, None, None, False, needed=needed)


def auc(truth: ArrayLike, score: ArrayLike) -> float:
    """The share of pairs (one with the outcome, one without) in which ``score`` is higher for the first; ties half.

    The Mann–Whitney statistic over the number of pairs; NaN where one of the two kinds is missing.
    """
    came = np.asarray(truth, dtype=float)
    group = np.unique(np.asarray(score, dtype=float), return_inverse=True)[1]
    yes, no = np.bincount(group, weights=came), np.bincount(group, weights=1 - came)
    return float(_pairs(yes.astype(float)[None, :], no.astype(float)[None, :])[0])


def brier(truth: ArrayLike, probability: ArrayLike) -> float:
    """The mean squared difference of probability and outcome, 0 is perfect (Brier, Mon. Weather Rev. 78, 1950)."""
    return float(np.mean((np.asarray(probability, dtype=float) - np.asarray(truth, dtype=float)) ** 2))


def _pairs(yes: Floats, no: Floats) -> Floats:
    """AUC of each row, from the counts of both kinds in groups of rising score."""
    below = np.cumsum(no, axis=1) - no
    with np.errstate(invalid="ignore"):
        shares: Floats = ((below + no / 2) * yes).sum(axis=1) / (yes.sum(axis=1) * no.sum(axis=1))
    return shares


def _auc_interval(came: Floats, said: Floats, seed: int) -> tuple[float, float]:
    values, group = np.unique(said, return_inverse=True)
    if len(values) > _GROUPS:
        group = group * _GROUPS // len(values)
    yes, no = (np.bincount(group, weights=kind).astype(np.int64) for kind in (came, 1 - came))
    generator = np.random.default_rng(seed)
    drawn = [generator.multinomial(kind.sum(), kind / kind.sum(), _RESAMPLES).astype(float) for kind in (yes, no)]
    low, high = np.quantile(_pairs(drawn[0], drawn[1]), (0.025, 0.975))
    return float(low), float(high)


def _brier_interval(came: Floats, said: Floats) -> dict[str, float]:
    errors = (said - came) ** 2
    half = 1.96 * float(errors.std()) / len(errors) ** 0.5
    middle = float(errors.mean())
    return {"brier_low": max(0.0, middle - half), "brier_high": middle + half}


def _lift(came: Floats, said: Floats) -> dict[str, float]:
    """Outcomes of the highest tenth against the whole's; rows that tie at its edge count by their group's mean."""
    size = max(1, round(len(came) / 10))
    group = np.unique(-said, return_inverse=True)[1]
    rows, events = np.bincount(group), np.bincount(group, weights=came)
    taken = np.clip(size - (np.cumsum(rows) - rows), 0, rows)
    found = float((taken * events / rows).sum())
    rate = float(came.mean())
    low, high = wilson(found, size)
    return {"lift": found / size / rate, "lift_low": float(low) / rate, "lift_high": float(high) / rate}


def _calibration(came: Floats, said: Floats) -> tuple[tuple[float, float, int], ...]:
    order = np.argsort(said, kind="stable")
    parts = np.array_split(order, min(_BINS, len(order)))
    return tuple((float(said[part].mean()), float(came[part].mean()), len(part)) for part in parts)
