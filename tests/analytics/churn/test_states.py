"""What befell clients: windows as defined, on a real DuckDB; nothing of the future; rhythms."""

from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from pandas import DataFrame

from analytics.churn.states import day_number, described, landmark_features, rhythm, spells, states_on
from analytics.runner import House
from tests.building import make_workspace

LATER = date(2026, 9, 1)
EARLIER = date(2026, 6, 3)

TABLES = {
    "managers": [{"manager_id": "M1", "name": "Ann"}, {"manager_id": "M2", "name": "Bob"}],
    "clients": [
        {"client_id": "C1", "name": "One", "manager_id": "M1", "registered_on": date(2025, 1, 1)},
        {"client_id": "C2", "name": "Two", "manager_id": "M1"},
        {"client_id": "C3", "name": "Three", "status": "prospect", "registered_on": date(2025, 1, 1)},
    ],
    "deals": [
        {
            "deal_id": f"D{number}",
            "client_id": client,
            "opened_on": closed,
            "closed_on": closed,
            "stage": "won",
            "amount": 100 * number,
            "discount": discount,
            "promised_on": promised,
            "delivered_on": delivered,
        }
        for number, (client, closed, discount, promised, delivered) in enumerate(
            [
                ("C1", date(2025, 3, 1), 0, date(2025, 3, 10), date(2025, 3, 9)),
                ("C1", date(2026, 4, 1), 0.1, date(2026, 4, 10), date(2026, 7, 1)),
                ("C2", date(2026, 5, 1), 0, None, None),
                ("C2", date(2026, 5, 31), 0, date(2026, 6, 2), None),
                ("C2", date(2026, 8, 1), 0, None, None),
            ],
            start=1,
        )
    ],
    "contacts": [
        {"contact_id": "K1", "client_id": "C1", "at": datetime(2026, 2, 1, 9), "done": True},
        {"contact_id": "K2", "client_id": "C1", "at": datetime(2026, 6, 1, 9), "done": True},
        {"contact_id": "K3", "client_id": "C2", "at": datetime(2026, 6, 2, 9), "done": False},
    ],
    "complaints": [
        {
            "complaint_id": "P1",
            "client_id": "C1",
            "opened_on": date(2026, 5, 20),
            "resolved_on": date(2026, 6, 20),
            "cause": "quality",
        },
        {"complaint_id": "P2", "client_id": "C2", "opened_on": date(2026, 5, 20), "resolved_on": date(2026, 5, 25)},
    ],
    "invoices": [
        {
            "invoice_id": "I1",
            "client_id": "C1",
            "issued_on": date(2026, 5, 1),
            "due_on": date(2026, 5, 15),
            "amount": 50,
            "paid_on": date(2026, 7, 15),
            "paid_amount": 50,
        }
    ],
    "feedback": [{"feedback_id": "F1", "client_id": "C2", "at": datetime(2026, 6, 1), "csat": 2, "nps": 4}],
    "contracts": [
        {
            "contract_id": "T1",
            "client_id": "C2",
            "started_on": date(2026, 5, 1),
            "ends_on": date(2027, 5, 1),
            "ended_on": date(2026, 7, 1),
        }
    ],
    "assignments": [
        {"client_id": "C1", "from_on": date(2025, 1, 1), "manager_id": "M1"},
        {"client_id": "C1", "from_on": date(2026, 5, 5), "manager_id": "M2"},
    ],
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    made = House(make_workspace(tmp_path_factory.mktemp("states"), TABLES).path)
    yield made
    made.engine.close()


def known(house: House, as_of: date) -> dict[str, DataFrame]:
    scope = house.scope(as_of=as_of)
    return {
        name: house.query(f"churn_{name}", scope) for name in ("states", "ties", "landmarks", "troubles", "clients")
    }


def held(found: DataFrame, client: str, factor: str) -> list[tuple[date, date]]:
    rows = found[(found["client_id"] == client) & (found["factor"] == factor)]
    days = [pd.to_datetime(rows[name].clip(upper=30_000), unit="D") for name in ("first", "past")]
    return [(first.date(), past.date()) for first, past in zip(*days, strict=True)]


FOREVER = date(2052, 2, 20)


@pytest.mark.parametrize(
    ("client", "factor", "expected"),
    [
        ("C1", "late_delivery", [(date(2026, 4, 10), date(2026, 7, 9))]),
        ("C2", "late_delivery", [(date(2026, 6, 2), date(2026, 8, 31))]),
        ("C1", "discount", [(date(2026, 4, 1), date(2026, 6, 30))]),
        ("C1", "complaint:quality", [(date(2026, 5, 20), date(2026, 8, 18))]),
        ("C1", "slow_resolution", [(date(2026, 6, 4), date(2026, 8, 18))]),
        ("C2", "complaint:unknown", [(date(2026, 5, 20), date(2026, 8, 18))]),
        ("C2", "slow_resolution", []),
        ("C1", "unpaid_invoice", [(date(2026, 5, 16), date(2026, 10, 13))]),
        ("C2", "low_csat", [(date(2026, 6, 1), date(2026, 8, 30))]),
        ("C1", "manager_change", [(date(2026, 5, 5), date(2026, 8, 3))]),
        ("C1", "contact_gap", [(date(2026, 5, 2), date(2026, 6, 1)), (date(2026, 8, 30), FOREVER)]),
        ("C2", "contact_gap", [(date(2026, 2, 1), FOREVER)]),
    ],
)
def test_a_state_holds_from_its_event_for_ninety_days(house, client, factor, expected):
    found = known(house, LATER)
    assert held(spells(found["states"], found["ties"]), client, factor) == expected


def features(found: dict[str, DataFrame], day: date) -> DataFrame:
    traits = described(found["clients"], DataFrame({"client_id": [], "name": [], "kind": [], "value": []}))
    rows = landmark_features(found["landmarks"], found["troubles"], spells(found["states"], found["ties"]), traits)
    return rows[rows["landmark_on"] == pd.Timestamp(day)].reset_index(drop=True)


def test_a_past_day_is_seen_as_it_was_known_on_it(house):
    """What was known on a day and what is said of it ninety days later agree: nothing of the future leaks."""
    assert (LATER - EARLIER).days == 90
    then, since = features(known(house, EARLIER), EARLIER), features(known(house, LATER), EARLIER)
    assert len(then) == 2
    pd.testing.assert_frame_equal(then, since[list(then.columns)])
    assert since["contract_days"].tolist()[1] == (date(2027, 5, 1) - EARLIER).days


def test_prospects_are_no_clients(house):
    assert "C3" not in set(known(house, LATER)["clients"]["client_id"])


def test_the_year_before_as_of_is_what_a_client_brought(house):
    rows = known(house, LATER)["clients"].set_index("client_id")
    assert rows["revenue"].to_dict() == {"C1": 200.0, "C2": 1200.0}


def test_states_on_a_day_each():
    found = DataFrame({"client_id": ["A", "B"], "factor": "x", "first": [10, 20], "past": [15, 25]})
    ids = pd.Series(["B", "A", "C"])
    assert states_on(found, ids, 12)["x"].tolist() == [False, True, False]
    assert states_on(found, ids, np.array([20, 15, 20]))["x"].tolist() == [True, False, False]


def test_rhythms_are_drawn_to_all_clients():
    """Source: a log-normal of 400 clients whose own middle gaps spread by 0.5 around 30 days, gaps by 0.4 within."""
    generator = np.random.default_rng(1)
    own = generator.normal(np.log(30), 0.5, 400)
    gaps = [generator.normal(mean, 0.4, count) for mean, count in zip(own, generator.integers(0, 30, 400), strict=True)]
    frame = DataFrame(
        {
            "count_gaps": [len(each) for each in gaps],
            "sum_log_gap": [each.sum() for each in gaps],
            "sum_log_gap_squared": [(each**2).sum() for each in gaps],
        }
    )
    found = rhythm(frame)
    never = frame["count_gaps"] == 0
    assert found.loc[never, "usual_days"].to_numpy() == pytest.approx(30, rel=0.1)
    often = frame["count_gaps"] > 20
    assert np.allclose(np.log(found.loc[often, "usual_days"]), own[often], atol=0.3)
    expected = np.exp(own + 1.645 * 0.4)
    assert np.allclose(found.loc[often, "limit_days"] / expected[often], 1, atol=0.35)


def test_nobody_has_a_rhythm_before_a_second_purchase():
    frame = DataFrame({"count_gaps": [0, 0], "sum_log_gap": [0.0, 0.0], "sum_log_gap_squared": [0.0, 0.0]})
    assert rhythm(frame).isna().all(axis=None)


def test_traits_are_words_and_numbers():
    clients = DataFrame({name: ["a", "b"] for name in ("kind", "industry", "region", "need", "need_level", "channel")})
    clients = clients.assign(client_id=["A", "B"], vip=[True, None], marketing="consent", employees=[3, None])
    clients = clients.assign(annual_revenue=None, payment_days=None, contact_every_days=None)
    told = DataFrame(
        {
            "client_id": ["A", "B", "A", "B"],
            "name": ["size", "size", "since", "since"],
            "kind": ["number", "number", "date", "date"],
            "value": ["4.5", "7", "2020-01-01", "2021-01-01"],
        }
    )
    found = described(clients, told)
    assert found.index.tolist() == ["A", "B"]
    assert found["attribute:size"].tolist() == [4.5, 7.0]
    assert found["vip"].tolist()[0] == "yes"
    assert not {"marketing", "annual_revenue", "attribute:since"} & set(found.columns)


def test_days_are_counted_from_1970():
    assert day_number(date(1970, 1, 2)) == 1


def test_credits_that_outweigh_purchases_are_no_purchase(tmp_path):
    given = [
        {
            "invoice_id": f"I{step}",
            "client_id": "C1",
            "issued_on": day,
            "due_on": day,
            "amount": Decimal(amount),
        }
        for step, (day, amount) in enumerate([(date(2023, 9, 1), "5"), (date(2025, 7, 1), "99"), (LATER, "-200")])
    ]
    make_workspace(tmp_path, {"clients": TABLES["clients"][:1], "invoices": given})
    house = House(tmp_path)
    (change,) = features(known(house, LATER), LATER)["amount_change"]
    house.engine.close()
    assert change == pytest.approx(-np.log(100))
