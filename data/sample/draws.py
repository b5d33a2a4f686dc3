"""Random draws that give the same numbers on every machine.

Everything is made from uniform numbers of PCG64, whose stream is fixed, by additions, comparisons and, where a
logarithm or exponential is needed, a rounding after it. Each part of the company has a stream of its own, so a change
in one part leaves the others as they were.
"""

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def integers(values: NDArray[Any]) -> Ints:
    """Numbers without a fraction as whole numbers."""
    return np.asarray(values, dtype=np.int64)


def rounded(values: NDArray[Any]) -> Floats:
    """Numbers with six places, the same on every machine whatever its logarithm's last bit."""
    return np.asarray(np.round(values, 6), dtype=np.float64)


class Draws:
    """A stream of random draws for the part called ``part`` of the company that ``seed`` makes."""

    def __init__(self, seed: int, part: str) -> None:
        self._generator = np.random.Generator(np.random.PCG64([seed, zlib.crc32(part.encode())]))

    def uniform(self, size: int | tuple[int, ...], low: float = 0.0, high: float = 1.0) -> Floats:
        """Numbers spread evenly over ``low`` to ``high``."""
        return low + (high - low) * self._generator.random(size)

    def chance(self, probability: Floats) -> Flags:
        """True with each of the probabilities."""
        return self._generator.random(probability.shape) < probability

    def often(self, share: float, size: int) -> Flags:
        """True for about ``share`` of ``size`` draws."""
        return self._generator.random(size) < share

    def whole(self, low: int, high: int, size: int) -> Ints:
        """Whole numbers from ``low`` to ``high``, both included."""
        return integers(low + np.floor(self._generator.random(size) * (high - low + 1)))

    def pick(self, weights: Sequence[float] | Floats, size: int) -> Ints:
        """Positions in ``weights``, each as often as its weight says."""
        steps = np.cumsum(np.asarray(weights, dtype=float))
        found = np.searchsorted(steps, self._generator.random(size) * steps[-1], side="right")
        return integers(np.minimum(found, len(steps) - 1))

    def pick_each(self, weights: Floats) -> Ints:
        """For each row of ``weights`` (rows × choices) one position."""
        steps = np.cumsum(weights, axis=1)
        point = self._generator.random(len(weights)) * steps[:, -1]
        return integers(np.minimum((steps <= point[:, None]).sum(axis=1), weights.shape[1] - 1))

    def order(self, size: int) -> Ints:
        """The numbers 0 to ``size`` − 1, shuffled."""
        return integers(np.argsort(self._generator.random(size), kind="stable"))

    def bell(self, size: int) -> Floats:
        """Nearly normal draws, mean 0 and deviation 1: twelve uniform numbers less six (Irwin–Hall)."""
        total = self._generator.random(size)
        for _ in range(11):
            total = total + self._generator.random(size)
        return total - 6.0

    def skewed(self, size: int, sigma: float) -> Floats:
        """Nearly lognormal factors around 1 (their median), with ``sigma`` in logarithms."""
        return rounded(np.exp(sigma * self.bell(size)))

    def waits(self, size: int | tuple[int, ...]) -> Floats:
        """Exponential waiting times of mean 1."""
        return rounded(-np.log1p(-self._generator.random(size)))
