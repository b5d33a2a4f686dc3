"""How many times as often something happens to those in a state: Cox's model with states that come and go."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from analytics.scores import one_thread

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_STEPS = 60
_HALVINGS = 30
_SETTLED = 1e-9
_SINGULAR = 1e-10
_TOLD = 1e-6


@dataclass(frozen=True, slots=True)
class Hazards:
    """A fitted Cox model: ``weights`` are log hazard ratios, one a column, ``covariance`` theirs,
    ``information`` its inverse where there is one; ``likelihood`` is the logarithm of the partial likelihood."""

    weights: Floats
    covariance: Floats
    information: Floats
    likelihood: float

    def error(self, contrast: Floats) -> float:
        """The standard error of the sum of ``weights`` times ``contrast``; NaN where the data can't tell that sum."""
        told = self.information @ (self.covariance @ contrast)
        if np.abs(told - contrast).max(initial=0) > _TOLD:
            return np.nan
        return float(np.sqrt(max(float(contrast @ self.covariance @ contrast), 0.0)))


@dataclass(frozen=True, slots=True)
class Spans:
    """Rows of (``start``, ``stop``] on the clock of time since entry, with their states; see ``spans``."""

    client: Whole
    start: Floats
    stop: Floats
    is_event: NDArray[np.bool_]
    states: NDArray[np.bool_]


def spans(watch: DataFrame, spells: DataFrame, width: int) -> Spans:
    """Each client's time cut wherever one of its states begins or ends.

    In: ``watch`` has a row a client, with the days (as whole numbers) ``enter``, ``watched`` and ``leave`` (of entry,
    and the first and last day watched) and ``is_event``: whether the event came on the last. ``spells`` has ``client``
    (its row in ``watch``), ``factor`` (numbered from 0 to ``width`` − 1), ``first`` (the first day in the state) and
    ``past`` (the first day no longer in it); they may overlap.
    Out: one row for each client and stretch of unchanging states, by client and time. A row of days a … b is the
    interval (a − 1, b], so that an event on day b meets the states of day b.
    """
    enter, leave, is_event = (watch[name].to_numpy() for name in ("enter", "leave", "is_event"))
    begin, end = watch["watched"].to_numpy(), leave + 1
    client = spells["client"].to_numpy(dtype=np.int64)
    first = np.maximum(spells["first"].to_numpy(dtype=np.int64), begin[client])
    past = np.minimum(spells["past"].to_numpy(dtype=np.int64), end[client])
    kept = first < past
    client, factor, first, past = client[kept], spells["factor"].to_numpy(dtype=np.int64)[kept], first[kept], past[kept]
    everyone = np.arange(len(enter))
    reach = int(end.max(initial=0)) + 1
    keys = np.concatenate(
        [everyone * reach + begin, everyone * reach + end, client * reach + first, client * reach + past]
    )
    cuts = np.unique(keys)
    change = np.zeros((len(cuts), width), dtype=np.int32)
    np.add.at(change, (np.searchsorted(cuts, client * reach + first), factor), 1)
    np.add.at(change, (np.searchsorted(cuts, client * reach + past), factor), -1)
    states = np.cumsum(change, axis=0, dtype=np.int32) > 0
    owner, day = np.divmod(cuts, reach)
    opens = day < end[owner]
    rows = np.flatnonzero(opens)
    stop = day[rows + 1] - 1
    return Spans(
        client=owner[rows],
        start=(day[rows] - 1 - enter[owner[rows]]).astype(float),
        stop=(stop - enter[owner[rows]]).astype(float),
        is_event=is_event[owner[rows]] & (stop == leave[owner[rows]]),
        states=states[rows],
    )


def cox(start: Floats, stop: Floats, is_event: NDArray[np.bool_], matrix: Floats) -> Hazards:
    """Log hazard ratios that make the observed order of events likeliest, given who was at risk at each.

    One row an interval (start, stop] of one client, at risk at time t when start < t ≤ stop; ``matrix`` holds its
    features. Ties by Efron's method; Newton's steps, halved where the likelihood would fall. Columns that
    say the same share a weight; ``Hazards.error`` knows what the data can't tell.

    The sums over those at risk are running sums over the distinct event times, so a step costs rows × columns².
    Source: D. R. Cox, JRSS B 34 (1972), 187–220; B. Efron, JASA 72 (1977), 557–565.

    Raises:
        ValueError: there is no event.
    """
    if not is_event.any():
        raise ValueError("hazards need at least one event")
    times = np.unique(stop[is_event])
    begins, ends = np.searchsorted(times, start, side="right"), np.searchsorted(times, stop, side="right")
    met = begins < ends
    risk = _Risk(begins[met], ends[met], is_event[met], matrix[met] - matrix[met].mean(axis=0), len(times))
    with one_thread():
        return _peak(risk, np.zeros(matrix.shape[1]))


def _peak(risk: "_Risk", weights: Floats) -> Hazards:
    """Newton's steps from ``weights`` to the likeliest ones."""
    likelihood, slope, curve = risk.at(weights)
    for _ in range(_STEPS):
        step = np.linalg.pinv(curve, rcond=_SINGULAR, hermitian=True) @ slope
        for _ in range(_HALVINGS):
            following = risk.at(weights + step)
            if following[0] >= likelihood - 1e-12:
                break
            step = step / 2
        gain = following[0] - likelihood
        weights, (likelihood, slope, curve) = weights + step, following
        if gain < _SETTLED:
            break
    covariance = np.asarray(np.linalg.pinv(curve, rcond=_SINGULAR, hermitian=True), dtype=float)
    return Hazards(weights, covariance, curve, likelihood)


class _Risk:
    """Who was at risk at which event time: what stays the same from step to step."""

    def __init__(self, begins: Whole, ends: Whole, is_event: NDArray[np.bool_], matrix: Floats, count: int) -> None:
        self.begins, self.ends, self.matrix, self.count = begins, ends, matrix, count
        self.died = np.flatnonzero(is_event)
        self.when = ends[self.died] - 1
        tied = np.bincount(self.when, minlength=count)
        self.which = np.repeat(np.arange(count), tied)
        place = np.arange(len(self.which)) - np.repeat(np.cumsum(tied) - tied, tied)
        self.part = place / tied[self.which]

    def at(self, weights: Floats) -> tuple[float, Floats, Floats]:
        """The partial log-likelihood, its slope and (negated) curvature at ``weights``."""
        odds = self.matrix @ weights
        odds -= odds.max()
        risk = np.exp(odds)
        weighted = self.matrix * risk[:, None]
        whole, dead = self._running(risk[:, None]), self._ending(risk[:, None])
        first, first_dead = self._running(weighted), self._ending(weighted)
        part = self.part[:, None]
        below = (whole[self.which] - part * dead[self.which])[:, 0]
        mean = (first[self.which] - part * first_dead[self.which]) / below[:, None]
        hazard = np.bincount(self.which, weights=1 / below, minlength=self.count)
        spared = np.bincount(self.which, weights=self.part / below, minlength=self.count)
        met = np.concatenate([[0.0], np.cumsum(hazard)])
        share = risk * (met[self.ends] - met[self.begins])
        share[self.died] -= risk[self.died] * spared[self.when]
        likelihood = float(odds[self.died].sum() - np.log(below).sum())
        slope = self.matrix[self.died].sum(axis=0) - mean.sum(axis=0)
        return likelihood, slope, (self.matrix * share[:, None]).T @ self.matrix - mean.T @ mean

    def _running(self, values: Floats) -> Floats:
        """For each event time, the sum of ``values`` over the rows at risk."""
        size = self.count + 1
        columns = [np.bincount(self.begins, column, size) - np.bincount(self.ends, column, size) for column in values.T]
        return np.cumsum(np.column_stack(columns), axis=0)[: self.count]

    def _ending(self, values: Floats) -> Floats:
        """For each event time, the sum of ``values`` over the rows that end in the event."""
        return np.column_stack([np.bincount(self.when, column, self.count) for column in values[self.died].T])
