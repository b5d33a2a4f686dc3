"""Compensation through the runner, on a real workspace: whose pay is seen, and from what it is worked out."""

from datetime import date
from decimal import Decimal

import pytest

from analytics.runner import House
from data.errors import NotPermitted, UsageError
from tests.analytics.pay_frames import SCHEME
from tests.building import make_workspace

ACCESS = (
    '[[person]]\nemail = "dir@example.com"\nrole = "director"\n[[person]]\nemail = "an@example.com"\nrole = "analyst"'
)
MAY = date(2026, 5, 1)


def deal(number, client_id, amount, day=10, manager_id=None):
    return {
        "deal_id": number,
        "client_id": client_id,
        "manager_id": manager_id,
        "opened_on": date(2026, 1, 2),
        "closed_on": date(2026, 5, day),
        "stage": "won",
        "amount": Decimal(amount),
        "cost": Decimal(amount) / 2,
    }


def invoice(number, deal_id, client_id, amount, **more):
    day = {"issued_on": date(2026, 5, 12), "due_on": date(2026, 5, 30)}
    return {"invoice_id": number, "deal_id": deal_id, "client_id": client_id, "amount": Decimal(amount), **day, **more}


def plan(manager_id, target, **more):
    return {"manager_id": manager_id, "period": MAY, "metric": "revenue", "target": Decimal(target), **more}


TABLES = {
    "managers": [
        {"manager_id": "L", "name": "Lead", "team": "East", "email": "lead@example.com"},
        {"manager_id": "A", "name": "Ann", "team": "East", "reports_to": "L", "email": "ann@example.com"},
        {"manager_id": "B", "name": "Bob", "team": "West", "email": "bob@example.com"},
    ],
    "clients": [
        {"client_id": "C1", "name": "One", "manager_id": "A"},
        {"client_id": "C2", "name": "Two", "manager_id": "B"},
    ],
    "deals": [
        deal("D1", "C1", "70"),
        deal("D2", "C2", "30", day=11, manager_id="A"),
        deal("D3", "C2", "50", day=12),
    ],
    "invoices": [
        invoice("I1", "D1", "C1", "86.80", net_amount=Decimal("70")),
        invoice("I2", "D2", "C2", "37.20", net_amount=Decimal("30")),
        invoice("X", None, "C2", "10"),
    ],
    "payments": [
        {"payment_id": "P1", "invoice_id": "I1", "paid_on": date(2026, 5, 29), "amount": Decimal("86.80")},
        {"payment_id": "P2", "invoice_id": "I2", "paid_on": date(2026, 6, 15), "amount": Decimal("12.40")},
    ],
    "plans": [
        plan("A", "60", product_id="P1"),
        plan("A", "40", region="South"),
        plan("B", "40", product_id="P1"),
        plan("B", "50"),
    ],
    "payroll": [
        {"manager_id": "A", "period": MAY, "salary": Decimal(1000)},
        {
            "manager_id": "A",
            "period": date(2026, 6, 1),
            "salary": Decimal(1000),
            "bonus": Decimal(90),
            "bonus_for": MAY,
        },
        {"manager_id": "B", "period": MAY, "salary": Decimal(2000), "bonus": Decimal(200)},
        {"manager_id": "L", "period": MAY, "salary": Decimal(3000)},
    ],
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    documents = {"access": ACCESS, "scheme": SCHEME}
    made = House(make_workspace(tmp_path_factory.mktemp("pay"), TABLES, documents=documents).path)
    yield made
    made.engine.close()


def found(house, email=None, options=None, **scope):
    result = house.run("compensation", house.scope(email, **scope), options)
    return result, {(row["manager_id"], row["period"].month): row for row in result.statements.to_dict("records")}


def test_statements_follow_the_scheme_from_the_whole_companys_rows(house):
    result, rows = found(house)
    assert set(rows) == {("A", 5), ("A", 6), ("B", 5), ("L", 5)}
    ann = rows["A", 5]
    assert (ann["target"], ann["actual"], ann["bonus"]) == (Decimal(100), Decimal(100), Decimal("100.00"))
    assert (ann["paid_bonus"], ann["difference"], ann["flagged"]) == (Decimal(90), Decimal(-10), True)
    assert not rows["B", 5]["flagged"]
    assert result.scheme["name"] == "Standard"


def test_a_bonus_is_backed_as_far_as_invoices_are_paid_by_as_of(house):
    ann = found(house)[1]["A", 5]
    assert (ann["backed"], ann["open"]) == (Decimal("80.00"), Decimal("20.00"))
    before = found(house, as_of=date(2026, 6, 10))[1]["A", 5]
    assert (before["backed"], before["open"]) == (Decimal("70.00"), Decimal("30.00"))


def test_a_manager_sees_their_own_pay_alone_and_all_that_it_was_earned_by(house):
    result, rows = found(house, "ann@example.com")
    assert set(rows) == {("A", 5), ("A", 6)}
    assert rows["A", 5]["bonus"] == Decimal("100.00")
    may = result.deals[result.deals["period"] == "2026-05-01"]
    assert may["client"].tolist() == ["One", "client of a colleague"]
    assert may["counted"].tolist() == [Decimal(70), Decimal(30)]


def test_a_lead_sees_nobody_elses_pay(house):
    assert {manager for manager, month in found(house, "lead@example.com")[1]} == {"L"}


def test_a_director_sees_all_and_an_analyst_none(house):
    assert len(found(house, "dir@example.com")[1]) == 4
    with pytest.raises(NotPermitted, match="Pay is shown"):
        found(house, "an@example.com")


def test_filters_narrow_whose_statements_are_shown_and_change_none(house):
    for filters in ({"teams": ("East",)}, {"managers": ("A",)}):
        rows = found(house, **filters)[1]
        assert ("B", 5) not in rows
        assert rows["A", 5]["bonus"] == Decimal("100.00")
    assert found(house, regions=("Nowhere",))[1]["A", 5]["bonus"] == Decimal("100.00")


def test_a_period_narrows_the_statements(house):
    rows = found(house, start=date(2026, 6, 1), end=date(2026, 6, 30))[1]
    assert set(rows) == {("A", 6)}
    assert found(house, start=MAY, end=date(2026, 5, 31))[1]["A", 5]["paid_bonus"] == Decimal(90)


def test_another_scheme_is_given_as_text(house):
    rows = found(house, options={"scheme": SCHEME.replace("rate = 0.5", "rate = 1")})[1]
    assert rows["A", 5]["bonus"] == Decimal("200.00")
    with pytest.raises(UsageError, match="Line 4"):
        found(house, options={"scheme": SCHEME.replace("revenue", "turnover")})


def test_pay_by_money_collected(house):
    rows = found(house, options={"scheme": 'pay_on = "collected"' + SCHEME})[1]
    assert (rows["A", 5]["actual"], rows["A", 5]["attainment"]) == (Decimal("70.00"), 0.7)
    assert rows["A", 6]["actual"] == Decimal("10.00")


def test_the_headline_numbers_are_what_their_passports_add_up_to(house):
    scope = house.scope(start=MAY, end=date(2026, 5, 31))
    month = house.run("compensation", scope).months.to_dict("records")[-1]
    assert month["cost"] == house.passport("pay_cost", scope).total == Decimal("6290")
    assert month["cost"] / month["margin"] == house.passport("pay_per_margin", scope).total
