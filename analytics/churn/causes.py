"""Why clients leave: how many times as often those leave to whom something has just happened, all else equal."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from analytics.churn.hazards import Hazards, Spans, cox, spans
from analytics.churn.states import ALWAYS, day_number, day_numbers
from analytics.question import Question
from analytics.scores import benjamini_hochberg

Floats = NDArray[np.float64]

FEWEST_LOST = 5
"""Lost clients inside and outside of a state, without which it can't be measured."""

LEVEL = 0.05
_MOST_LEVELS = 12
_LOST_FOR_EACH = 5
_BANDS = 3

COLUMNS = {
    "factor": "str",
    "hazard_ratio": "float64",
    "low": "float64",
    "high": "float64",
    "chance": "float64",
    "significant": "bool",
    "lost": "int64",
    "time_share": "float64",
}


@dataclass(frozen=True, slots=True)
class Causes:
    """``measured``: a row a factor, the columns of ``COLUMNS``; ``lost_states``: ``client_id`` and ``factor`` of those
    who left, a row for each state in which they left; ``count_lost`` clients whose leaving was watched."""

    measured: DataFrame
    lost_states: DataFrame
    count_lost: int


def nothing() -> Causes:
    """No causes: nobody's day of leaving is known."""
    empty = DataFrame({name: Series(dtype=kind) for name, kind in COLUMNS.items()})
    return Causes(empty, DataFrame({"client_id": Series(dtype="str"), "factor": Series(dtype="str")}), 0)


def measured_causes(clients: DataFrame, found: DataFrame, traits: DataFrame, question: Question) -> Causes:
    """The hazard ratio of every state and trait, from one Cox model of all of them together.

    In: the rows of the query churn_clients, the frame of ``spells``, the ``described`` traits. The clock is the time
    since the first won deal (else the registration); clients are watched until they leave or the last day to which
    leavers are known. A state or trait enters the model with at least five lost clients inside and five outside it.
    A trait with several values is set against the average of the client's other values, so that each ratio compares
    those in the state with those not in it. ``chance`` is Wald's p-value, ``significant`` after Benjamini–Hochberg
    for all that was tried; ``lost`` counts those who left in the state, ``time_share`` is its share of watched time.
    """
    clients = clients.sort_values("client_id", ignore_index=True)
    end = day_number(question.through("clients"))
    watch = _watched(clients, end)
    if not watch["is_event"].any():
        return nothing()
    factors = sorted(found["factor"].unique())
    numbered = _numbered(found, watch, factors)
    cut = spans(watch, numbered, len(factors))
    groups = _groups(traits.reindex(watch["client_id"]), cut)
    measured = _measured(cut, factors, groups)
    return Causes(measured, _lost_states(cut, factors, groups, watch), int(watch["is_event"].sum()))


@dataclass(frozen=True, slots=True)
class _Trait:
    """One trait's values as states: a boolean column a value, a row a client."""

    factors: tuple[str, ...]
    members: NDArray[np.bool_]


def _watched(clients: DataFrame, end: int) -> DataFrame:
    """When each client entered, was first and last watched, and whether it then left; those never watched are gone."""
    left = day_numbers(clients["ended_on"])
    last = max(end, int(left[left < ALWAYS].max(initial=end)))
    watch = DataFrame(
        {
            "client_id": clients["client_id"],
            "enter": day_numbers(clients["entered_on"]),
            "watched": day_numbers(clients["watched_from"]),
            "leave": np.minimum(left, last),
            "is_event": left < ALWAYS,
        }
    )
    watch["watched"] = watch["watched"].where(watch["watched"] < ALWAYS, watch["enter"])
    return watch[watch["watched"] <= watch["leave"]].reset_index(drop=True)


def _numbered(found: DataFrame, watch: DataFrame, factors: list[str]) -> DataFrame:
    client = pd.Index(watch["client_id"]).get_indexer(pd.Index(found["client_id"]))
    factor = pd.Index(factors).get_indexer(pd.Index(found["factor"]))
    frame = DataFrame({"client": client, "factor": factor, "first": found["first"], "past": found["past"]})
    return frame[frame["client"] >= 0]


def _groups(traits: DataFrame, cut: Spans) -> list[_Trait]:
    """The traits that can be measured, fewest values first, while there are five lost clients for each."""
    lost = cut.client[cut.is_event]
    room, groups = len(lost) // _LOST_FOR_EACH, []
    candidates = [_levels(traits[name]) for name in traits.columns]
    for group in sorted(candidates, key=lambda item: (len(item.factors), item.factors)):
        kept = _enough(group.members[lost])
        room -= int(kept.sum())
        if len(group.factors) <= _MOST_LEVELS and kept.any() and room >= 0:
            named = tuple(factor for factor, good in zip(group.factors, kept, strict=True) if good)
            groups.append(_Trait(named, group.members[:, kept]))
    return groups


def _enough(lost: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which columns have enough lost clients inside and outside."""
    inside = lost.sum(axis=0)
    return np.asarray((inside >= FEWEST_LOST) & (len(lost) - inside >= FEWEST_LOST))


def _levels(values: Series) -> _Trait:
    """A trait's values as states; numbers in three bands of like size."""
    name = str(values.name).removeprefix("attribute:")
    if pd.api.types.is_numeric_dtype(values):
        return _bands(values, name)
    levels = sorted(values.dropna().unique())
    words = values.to_numpy(dtype=object)
    members = [words == level for level in levels]
    told = tuple(f"attribute:{name}={level}" for level in levels)
    return _Trait(told, np.column_stack(members) if members else np.zeros((len(values), 0), dtype=bool))


def _bands(values: Series, name: str) -> _Trait:
    known = values.to_numpy(dtype=float)
    edges: list[float] = []
    if values.notna().any():
        edges = np.unique(np.nanquantile(known, [place / _BANDS for place in range(1, _BANDS)])).tolist()
    limits = [-np.inf, *edges, np.inf]
    pairs = list(pairwise(limits))
    members = np.column_stack([(known > low) & (known <= high) for low, high in pairs])
    kept = np.asarray(members.any(axis=0))
    told = [f"attribute:{name}={_band_words(low, high)}" for low, high in pairs]
    return _Trait(tuple(word for word, good in zip(told, kept, strict=True) if good), members[:, kept])


def _band_words(low: float, high: float) -> str:
    if low == -np.inf:
        return f"≤{high:.9g}"
    return f">{low:.9g}" if high == np.inf else f"{low:.9g}–{high:.9g}"


def _measured(cut: Spans, factors: list[str], groups: list[_Trait]) -> DataFrame:
    """One model of all states and traits; see ``measured_causes``."""
    good = _enough(cut.states[cut.is_event])
    named = [*np.array(factors, dtype=object)[good], *(factor for group in groups for factor in group.factors)]
    inside = np.hstack([cut.states[:, good], *(group.members[cut.client] for group in groups)]).astype(float)
    time = cut.stop - cut.start
    share = time @ inside / time.sum()
    sizes = [1] * int(good.sum()) + [len(group.factors) for group in groups]
    ratios = _ratios(cut, inside, share, sizes) if named else np.zeros((0, 2))
    rare = np.array(factors, dtype=object)[~good]
    rarely = cut.states[:, ~good].astype(float)
    return _table(
        [*named, *rare],
        np.vstack([ratios, np.full((len(rare), 2), np.nan)]),
        np.concatenate([inside[cut.is_event].sum(axis=0), rarely[cut.is_event].sum(axis=0)]),
        np.concatenate([share, time @ rarely / time.sum()]),
    )


def _ratios(cut: Spans, inside: Floats, share: Floats, sizes: list[int]) -> Floats:
    """For each column the logarithm of its hazard ratio against those not in it, and the standard error."""
    found = cox(cut.start, cut.stop, cut.is_event, inside)
    rows = []
    for start, size in zip(np.cumsum(sizes) - sizes, sizes, strict=True):
        block = np.arange(start, start + size)
        rows += [_against_rest(found, share, block, column) for column in block]
    return np.array(rows)


def _against_rest(found: Hazards, share: Floats, block: NDArray[np.int64], column: int) -> tuple[float, float]:
    """One value of a trait against the average hazard of those with another value or none (delta method)."""
    others = block[block != column]
    remainder = max(0.0, 1 - float(share[block].sum()))
    hazard = share[others] * np.exp(found.weights[others])
    total, people = float(hazard.sum()) + remainder, float(share[others].sum()) + remainder
    contrast = np.zeros(len(found.weights))
    contrast[column] = 1.0
    contrast[others] -= hazard / total
    return float(found.weights[column] - np.log(total / people)), found.error(contrast)


def _table(named: list[str], ratios: Floats, lost: Floats, share: Floats) -> DataFrame:
    """The factors with their ratios and intervals, the strongest first."""
    weight, error = ratios[:, 0], ratios[:, 1]
    weight = np.where(np.isnan(error), np.nan, weight)
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = 2 * norm_tail(np.abs(weight) / error)
    frame = DataFrame(
        {
            "factor": np.array(named, dtype=str),
            "hazard_ratio": np.exp(weight),
            "low": np.exp(weight - 1.96 * error),
            "high": np.exp(weight + 1.96 * error),
            "chance": chance,
            "significant": benjamini_hochberg(chance) < LEVEL,
            "lost": lost,
            "time_share": share,
        }
    ).astype(COLUMNS)
    return frame.sort_values(["hazard_ratio", "factor"], ascending=[False, True], ignore_index=True)


def norm_tail(distance: Floats) -> Floats:
    """The share of a standard normal above ``distance``."""
    from scipy.special import ndtr

    return np.asarray(ndtr(-distance), dtype=float)


def _lost_states(cut: Spans, factors: list[str], groups: list[_Trait], watch: DataFrame) -> DataFrame:
    """The states and traits in which each lost client left."""
    last = np.flatnonzero(cut.is_event)
    inside = np.hstack([cut.states[last], *(group.members[cut.client[last]] for group in groups)])
    named = np.array([*factors, *(factor for group in groups for factor in group.factors)], dtype=object)
    row, column = np.nonzero(inside)
    ids = watch["client_id"].to_numpy()[cut.client[last[row]]]
    return DataFrame({"client_id": ids, "factor": named[column]}).astype("str")
