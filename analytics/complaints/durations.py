"""How long things take, when some of them are not over yet."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pandas import DataFrame

Floats = NDArray[np.float64]


def survival(days: ArrayLike, is_over: ArrayLike) -> DataFrame:
    """The share still open after each number of days; what isn't over counts for as long as it was watched.

    Columns out, one row a day on which something ended: ``days``, ``still_open`` (fraction). The product-limit
    estimate: Π (1 − ended / at risk). Source: E. L. Kaplan, P. Meier, JASA 53 (1958), 457–481.
    """
    length = np.asarray(days, dtype=float)
    over = np.asarray(is_over, dtype=bool)
    ends, ended = np.unique(length[over], return_counts=True)
    at_risk = len(length) - np.searchsorted(np.sort(length), ends, side="left")
    return DataFrame({"days": ends, "still_open": np.cumprod(1 - ended / at_risk)})


def median_days(days: ArrayLike, is_over: ArrayLike) -> float:
    """The days after which half is over: NaN while more than half of what is watched is still open."""
    curve = survival(days, is_over)
    reached = curve.loc[curve["still_open"] <= 0.5, "days"]
    return float(reached.iloc[0]) if len(reached) else float("nan")
