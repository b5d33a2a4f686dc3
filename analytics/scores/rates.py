"""Shares of few observations: intervals, shrinkage to the whole, and correction for many questions at once."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pandas import DataFrame

Floats = NDArray[np.float64]

_Z = {0.8: 1.2815515655446004, 0.9: 1.6448536269514722, 0.95: 1.959963984540054}


def wilson(events: ArrayLike, trials: ArrayLike, confidence: float = 0.95) -> tuple[Any, Any]:
    """The interval in which a share lies, given ``events`` of ``trials``: (low, high), NaN without trials.

    The score interval: the shares that a test at the same level wouldn't reject. It never leaves 0–1 and holds for
    few trials. Source: E. B. Wilson, JASA 22 (1927), 209–212.

    Raises:
        KeyError: ``confidence`` is none of 0.8, 0.9, 0.95.
    """
    count = np.asarray(trials, dtype=float)
    z = _Z[confidence]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.asarray(events, dtype=float) / count
        middle = (share + z * z / (2 * count)) / (1 + z * z / count)
        half = z / (1 + z * z / count) * np.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


def shrink(events: ArrayLike, trials: ArrayLike, confidence: float = 0.95) -> DataFrame:
    """Shares of groups, each drawn to the whole's share as far as its few trials demand.

    Columns out, one row a group in the order given: ``rate``, ``low``, ``high`` (fractions). Groups' true shares are
    taken to follow a beta distribution whose mean and spread are estimated from all groups together (method of
    moments); ``rate`` is the mean of each group's posterior, ``low`` and ``high`` its central interval.
    Without a spread beyond chance every group gets the whole's share. Source: J. C. Kleinman, JASA 68 (1973), 46–54.
    """
    from scipy.special import betaincinv

    won, count = np.asarray(events, dtype=float), np.asarray(trials, dtype=float)
    mean, strength = prior(won, count)
    first, second = mean * strength + won, (1 - mean) * strength + count - won
    if not count.sum():
        empty = np.full(len(count), np.nan)
        return DataFrame({"rate": empty, "low": empty, "high": empty})
    tail = (1 - confidence) / 2
    return DataFrame(
        {
            "rate": first / (first + second),
            "low": betaincinv(first, second, tail),
            "high": betaincinv(first, second, 1 - tail),
        }
    )


def prior(events: ArrayLike, trials: ArrayLike) -> tuple[float, float]:
    """The mean share of all groups, and how many trials it is worth (at most 10,000: groups hardly differ).

    ``shrink`` draws each group to it: (mean × strength + events) / (strength + trials). A group without trials
    doesn't count.
    """
    strongest = 10_000.0
    won, count = np.asarray(events, dtype=float), np.asarray(trials, dtype=float)
    seen = count > 0
    won, count = won[seen], count[seen]
    if not len(count):
        return 0.5, strongest
    mean = (won.sum() + 0.5) / (count.sum() + 1)
    if len(count) < 2:
        return float(mean), min(strongest, float(count.sum()))
    weight = count / count.sum()
    between = float(weight @ (won / count - mean) ** 2) * len(count) / (len(count) - 1)
    noise = mean * (1 - mean)
    inside, kept = float(weight @ (noise / count)), float(weight @ (1 - 1 / count))
    share = (between - inside) / (noise * kept) if kept > 0 else 0.0
    return float(mean), float(np.clip(1 / share - 1, 1.0, strongest)) if share > 1 / strongest else strongest


def benjamini_hochberg(chances: ArrayLike) -> Floats:
    """The chances (p-values) of many questions, corrected for their number: below 0.05 is more than noise.

    The share of false findings among those kept stays under the level. NaN (not measured) stays NaN and isn't counted.
    Source: Y. Benjamini and Y. Hochberg, JRSS B 57 (1995), 289–300.
    """
    raw = np.asarray(chances, dtype=float)
    corrected = np.full(raw.shape, np.nan)
    known = np.flatnonzero(~np.isnan(raw))
    order = known[np.argsort(raw[known], kind="stable")]
    scaled = raw[order] * len(order) / np.arange(1, len(order) + 1)
    corrected[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return corrected
