"""How often chance alone would give as much: exact tests, corrected for how many were tried."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, log

import numpy as np

LEVEL = 0.05
"""What has a smaller corrected chance than this is more than chance."""

_SURE = 0.999


@dataclass(frozen=True, slots=True)
class Group:
    """So many events, each of which falls where it is looked for with this chance, were it chance alone."""

    count: int
    chance: float


@dataclass(frozen=True, slots=True)
class Trial:
    """One question: ``observed`` events of those in ``groups`` fell where they are looked for.

    ``is_two_sided`` asks whether they are too many or too few, else whether they are too many. ``p_value`` and
    ``p_corrected`` are None where ``needed`` more events are missing: then even all of them would prove nothing.
    """

    kind: str
    key: str
    at: str
    observed: int
    groups: tuple[Group, ...]
    is_two_sided: bool = False
    p_value: float | None = None
    p_corrected: float | None = None
    needed: int = 0

    @property
    def count(self) -> int:
        """The events."""
        return sum(group.count for group in self.groups)

    @property
    def expected(self) -> float:
        """How many of them chance alone would put there."""
        return sum(group.count * group.chance for group in self.groups)

    @property
    def is_enough(self) -> bool:
        """Whether there are events enough to tell."""
        return self.p_value is not None

    @property
    def is_significant(self) -> bool:
        """Whether it is more than chance, after correction."""
        return self.p_corrected is not None and self.p_corrected < LEVEL


def judged(trials: Sequence[Trial]) -> tuple[Trial, ...]:
    """The trials with their chances, corrected by Holm's method for the number of those that can be told.

    A trial can be told when events as many as it has, all falling where they are looked for, would be more than chance
    even as the strictest of all trials. Source: S. Holm, Scandinavian Journal of Statistics 6 (1979), 65–70.
    """
    found = [replace(trial, needed=_needed(trial, len(trials))) for trial in trials]
    found = [trial if trial.needed else replace(trial, p_value=chance_of(trial)) for trial in found]
    order = sorted((each for each in found if each.p_value is not None), key=lambda each: each.p_value or 0.0)
    corrected: dict[int, float] = {}
    worst = 0.0
    for place, trial in enumerate(order):
        worst = min(1.0, max(worst, (len(order) - place) * (trial.p_value or 0.0)))
        corrected[id(trial)] = worst
    return tuple(replace(trial, p_corrected=corrected.get(id(trial))) for trial in found)


def chance_of(trial: Trial) -> float:
    """The chance of as many events as observed or more (two-sided: of as few or fewer too, the smaller tail twice).

    Each event falls there on its own with its group's chance: the exact distribution of the sum (Poisson binomial).
    """
    weights = _distribution(trial.groups)
    many = float(weights[trial.observed :].sum())
    if not trial.is_two_sided:
        return min(1.0, many)
    few = float(weights[: trial.observed + 1].sum())
    return min(1.0, 2 * min(many, few))


def _distribution(groups: Sequence[Group]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    from scipy.stats import binom

    counts: dict[float, int] = {}
    for group in groups:
        counts[group.chance] = counts.get(group.chance, 0) + group.count
    weights = np.ones(1)
    for chance, count in sorted(counts.items()):
        weights = np.convolve(weights, binom.pmf(np.arange(count + 1), count, chance))
    return weights


def _needed(trial: Trial, tries: int) -> int:
    """How many events more it takes before the strictest trial could tell anything."""
    chance = min(_SURE, trial.expected / trial.count) if trial.count else 0.5
    level = LEVEL / tries / (2 if trial.is_two_sided else 1)
    least = ceil(log(level) / log(chance)) if chance > 0 else 1
    return max(0, least - trial.count)
