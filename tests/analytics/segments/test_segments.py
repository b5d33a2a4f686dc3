"""Segments by rule and found in behaviour, with their words."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from pandas import DataFrame, Series
from sklearn.metrics import adjusted_rand_score, silhouette_score

from analytics.question import Question
from analytics.runner import House
from analytics.segments import Options, analyse, score, words
from analytics.segments.rules import NAMES, RULES, fifth, rule_segments
from analytics.segments.search import behaviour, search, separation
from data.errors import UsageError
from tests.building import make_workspace

TODAY = date(2026, 6, 30)


def bought(*rows: tuple[int, int, int, int, float]) -> DataFrame:
    """Days since the first and the last purchase, purchases ever, purchases and amount of 730 days."""
    names = ["known", "silence", "count_deals", "deals_730", "amount_730"]
    frame = DataFrame(rows, columns=names)
    day = pd.Timestamp(TODAY)
    return frame.assign(
        client_id=[f"C{number:03}" for number in range(len(frame))],
        landmark_on=day,
        first_on=day - pd.to_timedelta(frame["known"], unit="D"),
        last_on=day - pd.to_timedelta(frame["silence"], unit="D"),
        mean_amount=frame["amount_730"] / frame["deals_730"].clip(lower=1),
        mean_discount=0.0,
        count_categories=1,
    )


def two_kinds(count: int = 300, seed: int = 1) -> tuple[DataFrame, np.ndarray]:
    """Half buy often, lately and much; half seldom, long ago and little."""
    generator = np.random.default_rng(seed)
    kind = np.arange(count) % 2
    known = generator.integers(700, 900, count)
    silence = np.where(kind == 1, generator.integers(1, 30, count), generator.integers(150, 400, count))
    deals = np.where(kind == 1, generator.integers(30, 60, count), generator.integers(2, 5, count))
    amount = deals * np.where(kind == 1, generator.integers(4_000, 8_000, count), generator.integers(200, 500, count))
    return bought(*zip(known, silence, deals, deals, amount.astype(float), strict=True)), kind


def test_equal_values_share_a_fifth_and_fifths_are_of_like_size():
    assert fifth(Series([1, 2, 3, 4, 5])).tolist() == [1, 2, 3, 4, 5]
    assert fifth(Series([7] * 9)).unique().tolist() == [3]
    assert fifth(Series([1, 1, 1, 1, 9])).tolist() == [3, 3, 3, 3, 5]
    assert fifth(Series(range(100))).value_counts().tolist() == [20] * 5
    assert fifth(Series([], dtype=float)).empty


def test_each_rule_has_its_client():
    """By hand: ranks of ten clients by how lately, how often and how much they bought."""
    rows = [
        (900, 5, 50, 50, 5000.0),
        (900, 10, 40, 40, 4000.0),
        (900, 20, 30, 30, 100.0),
        (900, 60, 2, 2, 9000.0),
        (900, 300, 35, 35, 1000.0),
        (900, 70, 3, 3, 50.0),
        (100, 90, 1, 1, 10.0),
        (500, 500, 1, 1, 10.0),
        (900, 400, 6, 6, 500.0),
        (900, 366, 2, 2, 20.0),
    ]
    expected = [
        "champions",
        "champions",
        "loyal",
        "large",
        "at_risk",
        "occasional",
        "new",
        "one_off",
        "silent",
        "silent",
    ]
    assert rule_segments(bought(*rows), TODAY).tolist() == expected


def test_every_rule_is_named_and_told():
    assert set(NAMES) == set(RULES)


def test_two_kinds_of_client_are_found():
    """Source: the kinds that the clients were drawn from; silhouette and Rand index by scikit-learn."""
    frame, kind = two_kinds()
    features = behaviour(frame, TODAY)
    found = search(features)
    assert found.is_kept
    assert found.k == 2
    assert adjusted_rand_score(kind, found.labels) == 1.0
    assert found.silhouette == pytest.approx(silhouette_score(features, kind))
    assert found.silhouette > found.chance
    assert found.stability > 0.95


def test_one_cloud_has_no_groups():
    generator = np.random.default_rng(4)
    features = DataFrame(generator.normal(size=(300, 4)), columns=["silence", "frequency", "amount", "tenure"])
    found = search(features)
    assert not found.is_kept
    assert not len(found.labels)


def test_few_clients_have_no_groups():
    assert not search(behaviour(two_kinds(40)[0], TODAY)).is_kept


def test_a_search_is_the_same_each_time():
    features = behaviour(two_kinds()[0], TODAY)
    first, second = search(features), search(features)
    assert first.facts() == second.facts()
    assert (first.labels == second.labels).all()


def test_one_group_has_no_separation():
    assert np.isnan(separation(np.zeros((5, 2)), np.zeros(5, dtype=np.int64)))


def test_scores_do_not_depend_on_the_order_of_rows():
    frame, _ = two_kinds()
    question = Question(TODAY)
    before = frame.copy()
    first, mixed = score({"bought": frame}, question), score({"bought": frame[::-1]}, question)
    for name, table in first.tables.items():
        pd.testing.assert_frame_equal(table, mixed.tables[name])
    assert first.facts == mixed.facts
    pd.testing.assert_frame_equal(frame, before)


def clients(count: int) -> DataFrame:
    return DataFrame(
        {
            "client_id": [f"C{number:03}" for number in range(count)],
            "name": [f"Client {number}" for number in range(count)],
            "manager": "Ann",
            "team": "North",
            "region": ["Tartu" if number % 3 else None for number in range(count)],
            "industry": None,
            "need": ["tools" if number % 2 else "parts" for number in range(count)],
            "need_level": ["high" if number % 4 == 1 else None for number in range(count)],
            "vip": Series([number == 1 for number in range(count)], dtype=object),
            "last_won_on": pd.Timestamp(TODAY),
            "count_deals": 2,
            "revenue": [float(number) for number in range(count)],
            "margin": [number / 4 for number in range(count)],
        }
    )


NO_CATEGORIES = DataFrame({"client_id": Series(dtype="str"), "category": Series(dtype="str")})


def answer(method: str = "rules", seen: DataFrame | None = None):
    frame, _ = two_kinds()
    earlier = frame.assign(landmark_on=pd.Timestamp(TODAY) - pd.Timedelta(days=365)).head(150)
    scores = score({"bought": pd.concat([frame, earlier])}, Question(TODAY))
    question = Question(TODAY, options=Options(method), scores={"segments": scores})
    return analyse({"clients": clients(300) if seen is None else seen, "categories": NO_CATEGORIES}, question)


@pytest.mark.parametrize("method", ["rules", "found"])
def test_segments_hold_every_member_once(method):
    result = answer(method)
    assert result.segments["clients"].sum() == len(result.members) == 300
    assert result.segments["share"].sum() == pytest.approx(1)
    assert result.segments["revenue"].sum() == pytest.approx(299 * 300 / 2)
    assert result.segments["revenue_share"].sum() == pytest.approx(1)
    assert result.k == len(result.segments)
    assert result.members["segment"].isin(result.segments["segment"]).all()


def test_found_groups_are_named_by_what_sets_them_apart():
    names = set(answer("found").segments["name"])
    assert len(names) == 2
    assert all("Group" not in name and "luster" not in name for name in names)


def test_needs_levels_regions_and_vip():
    result = answer()
    assert result.needs_from == "need"
    assert result.needs.groupby("segment")["share"].sum().to_numpy() == pytest.approx(1)
    assert result.levels.to_dict("records") == [{"need": "tools", "level": "high", "clients": 75, "share": 1.0}]
    assert result.regions["clients"].sum() == 300
    assert result.vip["clients"].tolist() == [1, 299]
    assert result.vip["margin_share"].to_numpy() == pytest.approx(0.25)


def test_without_needs_what_was_bought_stands_for_them():
    frame, _ = two_kinds()
    scores = score({"bought": frame}, Question(TODAY))
    categories = DataFrame({"client_id": ["C000", "C001"], "category": ["bikes", "bikes"]})
    result = analyse(
        {"clients": clients(300).assign(need=None), "categories": categories},
        Question(TODAY, scores={"segments": scores}),
    )
    assert result.needs_from == "category"
    assert result.needs["need"].unique().tolist() == ["bikes"]
    assert result.needs["clients"].sum() == 2


def test_drift_counts_each_member_once():
    result = answer()
    assert result.drift["clients"].sum() == 300
    assert result.drift.loc[result.drift["before"] == "", "clients"].sum() == 150


def test_nobody_seen_gives_empty_frames_with_the_same_columns():
    full, bare = answer(), answer(seen=clients(9).head(0))
    for name in ("segments", "members", "needs", "levels", "regions", "vip"):
        assert list(getattr(bare, name).columns) == list(getattr(full, name).columns)
        assert getattr(bare, name).empty


def test_a_method_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ValueError, match="rules or found"):
        Options("guessed")
    house = House(make_workspace(tmp_path, {}).path)
    with pytest.raises(UsageError):
        house.run("segments", house.scope(as_of=TODAY), {"method": "guessed"})
    house.engine.close()


def test_names_of_found_groups_differ():
    groups = [
        [("silence", 1), ("amount", -1), ("tenure", 1)],
        [("silence", 1), ("amount", -1), ("tenure", -1)],
        [("silence", -1)],
        [("frequency", 1)],
        [("frequency", 1)],
    ]
    names = [words.found_name(groups, place) for place in range(len(groups))]
    assert names[0] == "Long silent, small orders, long known"
    assert names[1] == "Long silent, small orders, newcomers"
    assert names[2] == "Bought lately"
    assert names[3:] == ["Buy often (1)", "Buy often (2)"]


def test_findings_in_words():
    result = answer()
    assert "of 300 clients" in words.segments_headline(result.segments)
    assert "largest segment" in words.sizes_finding(result.segments)
    assert "In a year" in words.drift_finding(result.drift)
    assert words.needs_caption("need") != words.needs_caption("category")
    assert "3 groups" in words.found_words(True, 3, 0.9)
    assert "No groups" in words.found_words(False, None, None)


def test_findings_without_anybody():
    nobody = answer(seen=clients(9).head(0))
    assert words.segments_headline(nobody.segments) == "No client has bought yet"
    assert words.sizes_finding(nobody.segments) == "No segments"
    assert words.needs_finding(nobody.needs, "need") == "No needs are recorded"


def test_a_need_stands_out_only_beyond_chance():
    even = DataFrame(
        {"segment": ["a", "b"], "name": ["A", "B"], "need": "x", "clients": [50, 52], "share": [0.5, 0.52]}
    )
    assert "hardly differs" in words.needs_finding(even, "need")
    uneven = even.assign(clients=[90, 20], share=[0.9, 0.2])
    assert words.needs_finding(uneven, "need") == "“A” need x more than others: 90%"
    assert words.needs_finding(uneven, "category") == "“A” buy x more than others: 90%"


def test_a_client_with_a_won_deal_is_a_member(tmp_path):
    day = date(2026, 1, 10)
    deal = {"opened_on": day, "closed_on": day, "stage": "won", "amount": 100}
    tables = {
        "clients": [{"client_id": "A", "name": "Aa"}, {"client_id": "B", "name": "Bb"}],
        "deals": [
            {"deal_id": "1", "client_id": "A", **deal},
            {"deal_id": "2", "client_id": "B", **deal, "stage": "lost"},
        ],
    }
    house = House(make_workspace(tmp_path, tables).path)
    result = house.run("segments", house.scope())
    assert result.members[["client_id", "segment", "revenue"]].to_dict("records") == [
        {"client_id": "A", "segment": "new", "revenue": 100.0}
    ]
    assert house.run("segments", house.scope(as_of=date(2026, 1, 9))).members.empty
    house.engine.close()
