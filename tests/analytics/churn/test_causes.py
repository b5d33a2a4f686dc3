"""Causes: planted hazard ratios found again, states and traits told apart, money and shares by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from pandas import DataFrame, Series
from statsmodels.duration.hazard_regression import PHReg

from analytics.churn import analyse
from analytics.churn.causes import measured_causes
from analytics.question import Question, Scores
from analytics.scores import not_enough

START = pd.Timestamp(2023, 1, 1)
DAYS = 1_000
QUESTION = Question((START + pd.Timedelta(days=DAYS)).date())


def company(count: int = 1_500, seed: int = 3) -> tuple[DataFrame, DataFrame, DataFrame]:
    """Clients watched for 1,000 days who leave 2.5 times as often after a missed delivery, half as often in trait "b",
    and no more often after a discount; each event counts for 90 days."""
    generator = np.random.default_rng(seed)
    trait = generator.choice(["a", "b"], count)
    first_day = day_of(START)
    spells, ends = [], []
    for number in range(count):
        enter = int(generator.integers(0, 300))
        events = {
            factor: np.sort(generator.integers(enter, DAYS, generator.poisson(rate)))
            for factor, rate in (("late_delivery", 2.0), ("discount", 3.0))
        }
        day = np.arange(enter, DAYS)
        inside = {factor: _within(days, day) for factor, days in events.items()}
        chance = 0.0004 * np.where(inside["late_delivery"], 2.5, 1.0) * (0.5 if trait[number] == "b" else 1.0)
        left = np.flatnonzero(generator.random(len(day)) < chance)
        ends.append((enter, enter + left[0] if len(left) else None))
        spells += [
            (f"C{number:04}", factor, first_day + on, first_day + on + 90) for factor in events for on in events[factor]
        ]
    ids = [f"C{number:04}" for number in range(count)]
    entered = [START + pd.Timedelta(days=enter) for enter, _ in ends]
    clients = DataFrame(
        {
            "client_id": ids,
            "entered_on": entered,
            "watched_from": entered,
            "ended_on": [pd.NaT if end is None else START + pd.Timedelta(days=int(end)) for _, end in ends],
        }
    )
    return (
        clients,
        DataFrame(spells, columns=["client_id", "factor", "first", "past"]),
        DataFrame({"kind": trait}, index=ids),
    )


def _within(events: np.ndarray, day: np.ndarray) -> np.ndarray:
    return np.any((day[:, None] >= events) & (day[:, None] < events + 90), axis=1)


def day_of(stamp: pd.Timestamp) -> int:
    return (stamp - pd.Timestamp(0)).days


@pytest.fixture(scope="module")
def found():
    clients, spells, traits = company()
    return measured_causes(clients, spells, traits, QUESTION)


@pytest.mark.parametrize(
    ("factor", "truth", "significant"),
    [
        ("late_delivery", 2.5, True),
        ("discount", 1.0, False),
        ("attribute:kind=a", 2.0, True),
        ("attribute:kind=b", 0.5, True),
    ],
)
def test_planted_ratios_are_found_again(found, factor, truth, significant):
    """Source: the hazards that the company was drawn with."""
    row = found.measured.set_index("factor").loc[factor]
    assert row["low"] < truth < row["high"]
    assert bool(row["significant"]) is significant


def test_one_model_holds_all_factors_as_statsmodels_fits_it():
    """Source: statsmodels' PHReg over whole days one by one, a row a client and day."""
    clients, spells, traits = company(150, seed=8)
    clients["ended_on"] = clients["ended_on"].where(
        clients["ended_on"].notna(), clients["entered_on"] + pd.Timedelta(days=400)
    )
    measured = measured_causes(clients, spells, traits, QUESTION).measured.set_index("factor")
    rows = []
    for client in clients.itertuples(index=False):
        days = np.arange(day_of(client.entered_on), day_of(client.ended_on) + 1)
        own = spells[spells["client_id"] == client.client_id]
        states = [
            _within(own.loc[own["factor"] == name, "first"].to_numpy(), days) for name in ("late_delivery", "discount")
        ]
        is_b = np.full(len(days), traits.loc[client.client_id, "kind"] == "b")
        rows.append(np.column_stack([days - days[0], days == days[-1], *states, is_b]))
    table = np.vstack(rows).astype(float)
    expected = PHReg(table[:, 0] + 1, table[:, 2:], status=table[:, 1], entry=table[:, 0] + 0.5, ties="efron").fit()
    names = ["late_delivery", "discount", "attribute:kind=b"]
    assert np.allclose(np.log(measured.loc[names, "hazard_ratio"]), expected.params, atol=1e-6)
    assert np.allclose(measured.loc[names, "chance"], expected.pvalues, atol=1e-6)
    assert np.allclose(np.log(measured.loc[names, "low"]), expected.params - 1.96 * expected.bse, atol=1e-5)


def test_a_trait_of_many_values_compares_with_all_others():
    clients, spells, traits = company(600)
    kinds = np.random.default_rng(1).choice(["x", "y", "z"], 600)
    measured = measured_causes(clients, spells, traits.assign(kind=kinds), QUESTION).measured.set_index("factor")
    alone = measured_causes(clients, spells, traits.assign(kind=np.where(kinds == "x", "x", "rest")), QUESTION).measured
    told = alone.set_index("factor").loc["attribute:kind=x"]
    assert measured.loc["attribute:kind=x", "hazard_ratio"] == pytest.approx(told["hazard_ratio"], rel=0.02)
    assert measured.loc["attribute:kind=x", "chance"] == pytest.approx(told["chance"], abs=0.02)


def test_too_few_lost_clients_leave_a_factor_unmeasured():
    clients, spells, traits = company(300)
    rare = DataFrame(
        {"client_id": ["C0001"], "factor": ["low_csat"], "first": [day_of(START)], "past": [day_of(START) + 900]}
    )
    measured = measured_causes(clients, pd.concat([spells, rare]), traits, QUESTION).measured.set_index("factor")
    assert np.isnan(measured.loc["low_csat", "hazard_ratio"])
    assert not measured.loc["low_csat", "significant"]


def test_the_order_of_rows_does_not_matter_and_the_input_stays():
    clients, spells, traits = company(400)
    before = [clients.copy(), spells.copy(), traits.copy()]
    first = measured_causes(clients, spells, traits, QUESTION).measured
    mixed = measured_causes(clients[::-1], spells[::-1], traits[::-1], QUESTION).measured
    pd.testing.assert_frame_equal(first, mixed)
    for frame, was in zip((clients, spells, traits), before, strict=True):
        pd.testing.assert_frame_equal(frame, was)


def test_numbers_are_compared_in_three_bands():
    clients, spells, traits = company(400)
    sizes = np.random.default_rng(2).integers(1, 100, 400).astype(float)
    measured = measured_causes(clients, spells, traits.assign(employees=sizes), QUESTION).measured
    assert measured["factor"].str.startswith("attribute:employees=").sum() == 3


def test_no_leavers_no_causes():
    clients, spells, traits = company(20)
    assert measured_causes(clients.assign(ended_on=pd.NaT), spells, traits, QUESTION).measured.empty


SEEN = DataFrame(
    {
        "client_id": ["A", "B", "C", "D"],
        "name": ["Aa", "Bb", "Cc", "Dd"],
        "owner_name": "Ann",
        "team": "North",
        "region": "Tartu",
        "ended_on": pd.to_datetime(["2026-05-01", "2026-04-01", "2025-06-01", None]),
        "ended_reason": ["price", "price", None, None],
        "revenue": [100.0, 300.0, 600.0, 1000.0],
        "revenue_with_cost": [100.0, 0.0, 600.0, 500.0],
        "margin": [40.0, 0.0, 60.0, 100.0],
    }
)


def answer(basis: str = "margin", seen: DataFrame = SEEN, **asked):
    lost = SEEN.dropna(subset=["ended_on"])
    causes = DataFrame(
        {
            "factor": ["late_delivery", "discount", "low_csat"],
            "hazard_ratio": [2.0, 0.5, np.nan],
            "low": [1.5, 0.3, np.nan],
            "high": [2.7, 0.8, np.nan],
            "chance": [0.001, 0.01, np.nan],
            "significant": [True, True, False],
            "lost": [2, 1, 0],
            "time_share": [0.1, 0.2, 0.0],
        }
    )
    reasons = DataFrame(
        [("D", "late_delivery", "1.0", 0.6), ("D", "silence_days", "112.0", 0.2), ("D", "vip", "yes", -0.9)],
        columns=["client_id", "feature", "value", "contribution"],
    )
    tables = {
        "probabilities": DataFrame({"client_id": ["D"], "probability": [0.2]}),
        "reasons": reasons,
        "lost": DataFrame({"client_id": lost["client_id"], "lost_on": lost["ended_on"]}),
        "lost_states": DataFrame(
            {"client_id": ["A", "C", "B"], "factor": ["late_delivery", "late_delivery", "discount"]}
        ),
        "causes": causes,
    }
    facts = {
        "rule": "dated",
        "proof": not_enough("time", 5).facts(),
        "left_out": [],
        "count_lost": 3,
        "basis": basis,
        "margin_share": 0.25 if basis == "margin" else 1.0,
    }
    question = Question(date(2026, 6, 1), scores={"churn": Scores(tables, facts)}, **asked)
    return analyse({"clients": seen}, question)


def test_share_and_money_are_what_would_not_have_been_lost():
    """By hand: 2 of 3 left in it, half of each because of it; half of 100 + 600. A ratio below 1 explains nothing."""
    rows = answer().causes.set_index("factor")
    assert rows.loc["late_delivery", "share"] == pytest.approx(2 / 3 * 0.5)
    assert rows.loc["late_delivery", "money"] == pytest.approx(350)
    assert np.isnan(rows.loc["discount", "share"])
    assert np.isnan(rows.loc["discount", "money"])
    assert set(rows.index) == {"late_delivery", "discount", "low_csat"}


def test_money_at_risk_is_probability_times_the_expected_margin():
    row = answer().clients.iloc[0]
    assert (row["client_id"], row["expected"], row["money_at_risk"]) == ("D", 200.0, 40.0)
    assert answer("revenue").clients["money_at_risk"].tolist() == [200.0]


def test_reasons_are_words_and_say_what_raises():
    assert answer().clients["reasons"].tolist() == ["missed delivery; last purchase 112 days ago"]


def test_stated_reasons_and_where_they_hide_a_cause():
    result = answer()
    assert result.stated.to_dict("records") == [{"reason": "price", "clients": 2, "share": 1.0, "money": 400.0}]
    hidden = result.disagreements.iloc[0]
    assert (hidden["reason"], hidden["factor"], hidden["clients"], hidden["share"]) == (
        "price",
        "late_delivery",
        1,
        0.5,
    )


def test_the_period_narrows_who_left_and_nothing_else():
    result = answer(start=date(2026, 5, 1), end=date(2026, 5, 31))
    assert result.lost["client_id"].tolist() == ["A"]
    assert result.count_lost_year == 2
    assert result.stated["clients"].tolist() == [2]


def test_nobody_seen_gives_empty_frames_with_the_same_columns():
    full, bare = answer(), answer(seen=SEEN.head(0))
    for name in ("clients", "causes", "stated", "disagreements", "lost"):
        assert list(getattr(bare, name).columns) == list(getattr(full, name).columns)
    assert bare.clients.empty
    assert Series(bare.causes["clients"]).sum() == 0
