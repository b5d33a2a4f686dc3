from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from analytics.overview.numbers import Debt, debt_past_due
from analytics.runner import House, to_json
from tests.building import make_workspace

AS_OF = date(2026, 5, 20)
ACCESS = '[[person]]\nemail = "an@example.com"\nrole = "analyst"\n'
MAY = {"start": date(2026, 5, 1), "end": date(2026, 5, 31)}


def deal(number, client, manager, amount, day, cost=None):
    return {
        "deal_id": number,
        "client_id": client,
        "manager_id": manager,
        "opened_on": day,
        "closed_on": day,
        "stage": "won",
        "amount": Decimal(amount),
        "cost": None if cost is None else Decimal(cost),
    }


def invoice(number, client, amount, due_on, **more):
    return {
        "invoice_id": number,
        "client_id": client,
        "amount": Decimal(amount),
        "due_on": due_on,
        "issued_on": date(2026, 3, 1),
    } | more


def pay(manager, month, salary, bonus=None):
    return {
        "manager_id": manager,
        "period": date(2026, month, 1),
        "salary": Decimal(salary),
        "bonus": None if bonus is None else Decimal(bonus),
    }


TABLES = {
    "managers": [
        {"manager_id": "A", "name": "Ann", "team": "North", "email": "ann@example.com"},
        {"manager_id": "B", "name": "Bob", "team": "South", "email": "bob@example.com"},
    ],
    "clients": [
        {"client_id": "C1", "name": "One", "manager_id": "A"},
        {"client_id": "C2", "name": "Two", "manager_id": "B"},
        {"client_id": "C3", "name": "Three", "manager_id": "B"},
    ],
    "deals": [
        deal("D1", "C1", "A", "300", date(2025, 5, 7), "100"),
        deal("D2", "C2", "B", "200", date(2025, 5, 25)),
        deal("D3", "C1", "A", "120", date(2026, 5, 5), "90"),
        deal("D4", "C2", "B", "80", date(2026, 5, 19), "60"),
        deal("D5", "C3", "B", "50", date(2026, 5, 6)),
        deal("D6", "C2", "B", "60", date(2026, 4, 6), "20"),
        deal("D7", "C1", "A", "60", date(2026, 4, 6), "20"),
        {
            "deal_id": "D8",
            "client_id": "C2",
            "manager_id": "B",
            "opened_on": date(2026, 5, 1),
            "stage": "offer",
            "amount": Decimal(70),
            "expected_on": date(2026, 5, 22),
        },
    ],
    "plans": [
        {"manager_id": "", "period": date(2026, 5, 1), "metric": "revenue", "target": Decimal(400)},
        {"manager_id": "A", "period": date(2026, 5, 1), "metric": "revenue", "target": Decimal(150)},
    ],
    "invoices": [
        invoice("I1", "C1", "100", date(2026, 4, 1)),
        invoice("I2", "C2", "50", date(2026, 4, 15)),
        invoice("I3", "C2", "70", date(2026, 6, 30), issued_on=AS_OF),
        invoice("I4", "C2", "20", MAY["start"], issued_on=MAY["start"], kind="credit", credits_invoice_id="I2"),
    ],
    "payments": [
        {"payment_id": "P1", "invoice_id": "I1", "paid_on": date(2026, 4, 20), "amount": Decimal(40)},
        {"payment_id": "P2", "invoice_id": "I1", "paid_on": AS_OF, "amount": Decimal(10)},
    ],
    "payroll": [pay("A", 4, "30", "6"), pay("B", 4, "20", "4")],
    "absences": [
        {"manager_id": "B", "from_on": date(2026, 5, 18), "to_on": date(2026, 5, 25)},
        {
            "manager_id": "B",
            "from_on": date(2026, 5, 18),
            "to_on": date(2026, 5, 25),
            "client_id": "C3",
            "deputy_id": "A",
        },
    ],
}


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> House:
    place = tmp_path_factory.mktemp("overview")
    return House(make_workspace(place, TABLES, documents={"access": ACCESS}).path)


def numbers(house, email=None, **given):
    result = house.run("overview", house.scope(email, as_of=AS_OF, **(MAY | given)))
    return result, result.numbers.set_index("metric")


def test_revenue_stands_against_the_companys_plan_and_the_same_days_last_year(house):
    """Won in May so far: 120 + 80 + 50. Last year only the 7th counts, the 25th is still to come."""
    result, found = numbers(house)

    assert found.loc["revenue"].tolist() == [250.0, 400.0, 300.0]
    assert (result.first, result.last) == (date(2026, 5, 1), date(2026, 5, 31))


def test_margin_is_a_share_of_the_amounts_that_have_a_cost(house):
    """(30 + 20) ÷ (120 + 80); a year before 200 ÷ 300."""
    _result, found = numbers(house)

    assert found.loc["margin_share", ["value", "last_year"]].tolist() == [0.25, pytest.approx(2 / 3, abs=1e-6)]


def test_debt_past_due_is_what_payments_and_credits_have_left(house):
    """100 − 40 − 10 of I1, 50 − 20 of I2; I3 isn't due."""
    result, found = numbers(house)

    assert found.loc["open_debt_past_due", "value"] == 80.0
    assert result.owed["invoice_id"].tolist() == ["I1", "I2"]
    assert house.passport("open_debt_past_due", house.scope(as_of=AS_OF)).total == Decimal(80)


def test_debt_on_an_earlier_day_knows_no_later_payment(house):
    scope = house.scope(as_of=AS_OF)
    daily = debt_past_due(house.query("overview_debt", scope), house.query("metric_open_debt_past_due", scope), AS_OF)

    assert [daily.at(date(2026, month, day)) for month, day in ((4, 1), (4, 2), (4, 16), (4, 20), (5, 1), (5, 20))] == [
        0.0,
        100.0,
        150.0,
        110.0,
        90.0,
        80.0,
    ]


def test_pay_per_margin_is_of_the_last_month_paid(house):
    """April: 30 + 6 + 20 + 4 over a margin of 40 + 40."""
    result, found = numbers(house)

    assert found.loc["pay_per_margin", "value"] == 0.75
    assert [card.metric for card in result.cards] == ["revenue", "margin_share", "open_debt_past_due", "pay_per_margin"]


def test_an_analyst_sees_no_pay_and_new_clients_in_its_place(house):
    result, found = numbers(house, "an@example.com")

    assert "pay_per_margin" not in found.index
    assert result.pay.empty
    assert [card.metric for card in result.cards][-1] == "new_clients"
    assert found.loc["new_clients", "value"] == 1


def test_a_manager_sees_their_own(house):
    """Ann covers C3 for Bob, but its deal isn't hers."""
    result, found = numbers(house, "ann@example.com")

    assert found.loc["revenue"].tolist() == [120.0, 150.0, 300.0]
    assert found.loc["pay_per_margin", "value"] == 0.9
    assert "Bob" not in "".join(alert.text for alert in result.alerts)


def test_movers_add_up_to_the_change_of_revenue(house):
    result, found = numbers(house)

    assert result.movers["change"].sum() == found.loc["revenue", "value"] - found.loc["revenue", "last_year"]
    assert result.movers["name"].tolist()[0] == "One"


def test_the_absent_manager_is_told_but_for_the_client_with_a_deputy(house):
    result, _found = numbers(house)

    told = [alert for alert in result.alerts if alert.page == "churn"]
    assert [alert.text for alert in told] == [
        "No deputy until 25\u00a0May for 1 client of Bob; 1 deal of €70 is expected this week"
    ]


def test_sources_tell_how_far_each_table_is_known(house):
    found = numbers(house)[0].sources.set_index("table")

    assert found.loc["deals", ["known_through", "age_days"]].tolist() == [date(2026, 5, 19), 1]


def test_the_period_chosen_decides_what_is_summed(house):
    _result, found = numbers(house, start=date(2026, 4, 1), end=date(2026, 6, 30))

    assert found.loc["revenue", "value"] == 370.0


def test_json_holds_the_promised_keys(house):
    found = to_json(numbers(house)[0])

    assert {"as_of", "numbers", "movers", "alerts", "sources"} <= set(found)
    assert set(found["numbers"][0]) == {"metric", "value", "target", "last_year"}
    assert {"metric", "name", "change"} <= set(found["movers"][0])
    assert {"page", "text"} <= set(found["alerts"][0])
    assert {"table", "known_through"} <= set(found["sources"][0])


def test_an_empty_workspace_gives_numbers_of_nothing(tmp_path):
    place = House(make_workspace(tmp_path, {"clients": [{"client_id": "C1", "name": "One"}]}).path)

    result = place.run("overview", place.scope(as_of=AS_OF))

    assert result.numbers["value"].tolist() == [0.0, 0.0, 0.0]
    assert result.movers.empty
    assert result.alerts == ()


def test_debt_before_the_first_change_is_nothing():
    empty = pd.DataFrame({"on_day": pd.to_datetime([]), "change": []})

    found = debt_past_due(empty, pd.DataFrame({"due_on": pd.to_datetime([])}), AS_OF)

    assert isinstance(found, Debt)
    assert found.at(AS_OF) == 0.0
