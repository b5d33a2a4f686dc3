"""Who our clients are, and what they need."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from analytics.question import Frames, Question, Scores
from analytics.scores import one_thread
from analytics.segments.rules import NAMES, rule_segments
from analytics.segments.search import behaviour, search, separation
from analytics.segments.words import found_name, no_client_yet
from analytics.words import N_, _

METHOD = N_(
    "**By rule.** Clients are put into fifths by how lately, how often and for how much they bought (the latter two in "
    "the last 730 days); equal values always share a fifth. The first rule that fits decides. "
    "New: first bought within 180 days. One-off: bought once, longer ago. Silent: more than once, but not for over 365 "
    "days. Champions: in the top two fifths of all three. At risk: in the lowest two fifths by how lately, yet not in "
    "the lowest two by how often or how much. Loyal: in the top two fifths by how often, and not in the lowest two by "
    "how lately. Large but seldom: in the top fifth by how much. Occasional: everybody else.\n\n"
    "**Found.** k-means over silence, purchases a year, mean order, time since the first purchase, discount and kinds "
    "of product (logarithms, standardised). The number of groups is the best separated one that beats 19 shuffled data "
    "sets and comes out again in ten resamples (adjusted Rand index above 0.75). Where none does, there are no groups "
    "beyond the rules, and the page says so.\n\n"
    "Every client with a won deal is a member. Fifths and groups are the whole company's, whatever is filtered; "
    "revenue is that of the period. Drift compares the rules' segments with those of a year before."
)

SCORE_FRAMES = {"bought": "segments_behaviour"}
FRAMES = {"clients": "segments_clients", "categories": "segments_categories"}

Method = Literal["rules", "found"]

SEGMENTS = {"segment": "str", "name": "str", "clients": "int64", "share": "float64", "revenue": "float64"}
SEGMENTS |= {"revenue_share": "float64"}
MEMBERS = {
    "client_id": "str",
    "segment": "str",
    "segment_name": "str",
    "name": "str",
    "manager": "str",
    "region": "str",
}
MEMBERS |= {"last_won_on": "datetime64[s]", "count_deals": "int64", "revenue": "float64"}
NEEDS = {"segment": "str", "name": "str", "need": "str", "clients": "int64", "share": "float64"}
LEVELS = {"need": "str", "level": "str", "clients": "int64", "share": "float64"}
REGIONS = {"region": "str", "clients": "int64", "share": "float64", "revenue": "float64", "vip": "int64"}
VIP = {"group": "str", "clients": "int64", "revenue": "float64", "revenue_per_client": "float64"}
VIP |= {"deals_per_client": "float64", "margin_share": "float64"}
DRIFT = {"before": "str", "before_name": "str", "segment": "str", "name": "str", "clients": "int64"}

_MOST_NEEDS = 8


@dataclass(frozen=True, slots=True)
class Options:
    """``method``: the rules' segments ("rules") or those found in behaviour ("found").

    Raises:
        ValueError: the method is neither.
    """

    method: Method = "rules"

    def __post_init__(self) -> None:
        if self.method not in get_args(Method):
            raise ValueError(f"method is “{self.method}”; it may be {' or '.join(get_args(Method))}")


@dataclass(frozen=True, slots=True)
class Result:
    """What segments answers. Shares are fractions, money is that of the period.

    ``segments`` and ``members`` are of ``method``; ``k`` is their number, ``silhouette`` their separation and
    ``stability`` how surely groups come out again (None for rules). ``is_found`` tells whether k-means earned its
    place, ``chance`` what shuffled data reach. ``needs``: clients by segment and need (``needs_from`` "need", or
    "category" where no needs are recorded); ``levels``: by need and its level; ``drift``: from the segment of a year
    before to the one now, by rule.
    """

    as_of: date
    method: str
    segments: DataFrame
    members: DataFrame
    k: int | None
    silhouette: float | None
    stability: float | None
    is_found: bool
    chance: float | None
    needs: DataFrame
    needs_from: str
    levels: DataFrame
    regions: DataFrame
    vip: DataFrame
    drift: DataFrame


def score(frames: Frames, question: Question) -> Scores:
    """Every client's segment over the whole company: by rule now and a year before, and as found.

    In: the rows of the query segments_behaviour. Out: tables ``members`` (by rule), ``before`` (a year ago) and
    ``found``, each with ``client_id`` and ``segment``; facts: the rules' ``names``, and what the search found.
    """
    bought = frames["bought"].sort_values(["landmark_on", "client_id"], ignore_index=True)
    day = pd.to_datetime(bought["landmark_on"])
    now = bought[day == pd.Timestamp(question.as_of)].reset_index(drop=True)
    then = bought[day < pd.Timestamp(question.as_of)].reset_index(drop=True)
    year_ago = pd.Timestamp(then["landmark_on"].iloc[0]).date() if len(then) else question.as_of
    members = _members(now, rule_segments(now, question.as_of))
    features = behaviour(now, question.as_of)
    found = search(features)
    labels = Series([f"group_{label + 1}" for label in found.labels], dtype="str")
    return Scores(
        {
            "members": members,
            "before": _members(then, rule_segments(then, year_ago)),
            "found": _members(now if found.is_kept else now.head(0), labels),
        },
        {"names": NAMES, "search": found.facts(), "silhouette": _rules_separation(features, members)},
    )


def analyse(frames: Frames, question: Question) -> Result:
    """Segments with their members, needs, regions and drift, for the clients that the viewer sees; see ``Result``."""
    method = (question.options or Options()).method
    scores = question.scores["segments"]
    found = scores.facts["search"]
    names = _names(method, scores)
    members = _described(frames["clients"], scores.tables["members" if method == "rules" else "found"], names)
    is_rules = method == "rules"
    return Result(
        as_of=question.as_of,
        method=method,
        segments=_segments(members, names),
        members=members[list(MEMBERS)].astype(MEMBERS),
        k=members["segment"].nunique() if is_rules else (found["k"] if found["is_kept"] else None),
        silhouette=scores.facts["silhouette"] if is_rules else found["silhouette"],
        stability=None if is_rules else found["stability"],
        is_found=bool(found["is_kept"]),
        chance=found["chance"],
        needs=_needs(members, frames["categories"], names),
        needs_from="need" if members["need"].notna().any() else "category",
        levels=_levels(members),
        regions=_regions(members),
        vip=_vip(members),
        drift=_drift(scores),
    )


def _members(bought: DataFrame, segments: Series) -> DataFrame:
    frame = DataFrame({"client_id": bought["client_id"].to_numpy(), "segment": segments.to_numpy()})
    return frame.astype({"client_id": "str", "segment": "str"})


def _rules_separation(features: DataFrame, members: DataFrame) -> float | None:
    """How far the rules' segments lie apart in the same features."""
    if not features.shape[1] or len(features) < 2:
        return None
    with one_thread():
        found = separation(features.to_numpy(dtype=float), pd.factorize(members["segment"], sort=True)[0])
    return None if np.isnan(found) else found


def _names(method: str, scores: Scores) -> dict[str, str]:
    """Keys and names of the segments, in the order of the screen."""
    if method == "rules":
        return {key: _(name) for key, name in NAMES.items()}
    traits: list[list[tuple[str, int]]] = [
        [(str(name), int(sign)) for name, sign in group] for group in _traits(scores)
    ]
    return {f"group_{place + 1}": found_name(traits, place) for place in range(len(traits))}


def _traits(scores: Scores) -> list[list[Any]]:
    return list(scores.facts["search"]["traits"])


def _described(clients: DataFrame, members: DataFrame, names: Mapping[str, str]) -> DataFrame:
    rows = clients.merge(members, on="client_id", how="inner")
    rows["segment_name"] = rows["segment"].map(names)
    rows["revenue"] = rows["revenue"].astype(float)
    return rows.sort_values(["revenue", "client_id"], ascending=[False, True], ignore_index=True)


def _segments(members: DataFrame, names: Mapping[str, str]) -> DataFrame:
    """A row for each segment with members, in the order of ``names``."""
    grouped = members.groupby("segment").agg(clients=("client_id", "size"), revenue=("revenue", "sum"))
    rows = grouped.reindex([key for key in names if key in grouped.index]).rename_axis("segment").reset_index()
    rows["name"] = rows["segment"].map(names)
    rows["share"] = rows["clients"] / max(1, len(members))
    rows["revenue"] = rows["revenue"].astype(float).round(2)
    rows["revenue_share"] = _share(rows["revenue"])
    return rows[list(SEGMENTS)].astype(SEGMENTS)


def _share(values: Series) -> Series:
    total = float(values.sum())
    return values / total if total else values * np.nan


def _needs(members: DataFrame, categories: DataFrame, names: Mapping[str, str]) -> DataFrame:
    """How many of each segment's clients have which need; without needs, who bought which kind of product."""
    own = members[["client_id", "segment"]]
    if members["need"].notna().any():
        told = own.assign(need=members["need"]).dropna()
    else:
        told = own.merge(categories.rename(columns={"category": "need"})[["client_id", "need"]], on="client_id")
    size = own["segment"].value_counts()
    counted = told.groupby("need", as_index=False).agg(rows=("client_id", "size"))
    common = counted.sort_values(["rows", "need"], ascending=[False, True])["need"].head(_MOST_NEEDS).tolist()
    rows = (
        told[told["need"].isin(common)]
        .groupby(["segment", "need"], as_index=False)
        .agg(clients=("client_id", "nunique"))
    )
    rows["share"] = rows["clients"] / rows["segment"].map(size).astype(float)
    rows["name"] = rows["segment"].map(names)
    order = {key: place for place, key in enumerate(names)}
    rank = {need: place for place, need in enumerate(common)}
    rows = rows.assign(first=rows["segment"].map(order), second=rows["need"].map(rank)).sort_values(["first", "second"])
    return rows[list(NEEDS)].astype(NEEDS).reset_index(drop=True)


def _levels(members: DataFrame) -> DataFrame:
    """Clients by need and its level; a need without a level is left out."""
    told = members.dropna(subset=["need", "need_level"])
    rows = told.groupby(["need", "need_level"], as_index=False).agg(clients=("client_id", "size"))
    rows = rows.rename(columns={"need_level": "level"})
    rows["share"] = rows["clients"] / rows.groupby("need")["clients"].transform("sum")
    rank = {level: place for place, level in enumerate(("high", "medium", "low"))}
    rows = rows.assign(rank=rows["level"].map(rank)).sort_values(["need", "rank"])
    return rows[list(LEVELS)].astype(LEVELS).reset_index(drop=True)


def _regions(members: DataFrame) -> DataFrame:
    rows = members.assign(region=members["region"].fillna(""), is_vip=members["vip"].eq(True))
    rows = rows.groupby("region", as_index=False).agg(
        clients=("client_id", "size"), revenue=("revenue", "sum"), vip=("is_vip", "sum")
    )
    rows["share"] = rows["clients"] / max(1, len(members))
    rows["revenue"] = rows["revenue"].astype(float).round(2)
    rows = rows[list(REGIONS)].astype(REGIONS)
    return rows.sort_values(["revenue", "region"], ascending=[False, True], ignore_index=True)


def _vip(members: DataFrame) -> DataFrame:
    """VIP clients against the rest; no rows where no client is marked."""
    marked = members["vip"].eq(True)
    if not marked.any():
        return DataFrame({name: Series(dtype=kind) for name, kind in VIP.items()})
    rows = [_group(_("VIP"), members[marked]), _group(_("Others"), members[~marked])]
    return DataFrame(rows, columns=list(VIP)).astype(VIP)


def _group(name: str, members: DataFrame) -> tuple[str, int, float, float, float, float]:
    count, revenue = len(members), float(members["revenue"].sum())
    costed = members[members["margin"].notna()]
    base = float(costed["revenue"].sum())
    return (
        name,
        count,
        round(revenue, 2),
        revenue / count if count else np.nan,
        float(members["count_deals"].sum()) / count if count else np.nan,
        float(costed["margin"].sum()) / base if base else np.nan,
    )


def _drift(scores: Scores) -> DataFrame:
    """How many went from which segment to which in a year."""
    moved = scores.tables["members"].merge(
        scores.tables["before"].rename(columns={"segment": "before"}), on="client_id", how="left"
    )
    moved["before"] = moved["before"].fillna("")
    rows = moved.groupby(["before", "segment"], as_index=False).agg(clients=("client_id", "size"))
    names = {"": no_client_yet(), **{key: _(name) for key, name in NAMES.items()}}
    rows = rows.assign(before_name=rows["before"].map(names), name=rows["segment"].map(names))
    order = {key: place for place, key in enumerate(["", *NAMES])}
    rows = rows.assign(first=rows["before"].map(order), second=rows["segment"].map(order)).sort_values(
        ["first", "second"]
    )
    return rows[list(DRIFT)].astype(DRIFT).reset_index(drop=True)
