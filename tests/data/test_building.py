"""The marts' business meaning, on rows worked out by hand."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from data.engine.duckdb import Engine
from data.scope import LOCAL, Scope
from tests.building import make_workspace

D = Decimal
CLIENT = {"client_id": "C", "name": "Client", "manager_id": "M", "region": "North"}


def invoice(number: str, amount: str, day: int, **more) -> dict:
    return {
        "invoice_id": number,
        "client_id": "C",
        "issued_on": date(2026, 1, day),
        "due_on": date(2026, 2, day),
        "amount": D(amount),
        **more,
    }


TABLES = {
    "managers": [{"manager_id": "M", "name": "Mari", "team": "East"}, {"manager_id": "N", "name": "Nils"}],
    "clients": [CLIENT],
    "products": [{"product_id": "P", "name": "Product", "category": "Tools"}],
    "rates": [
        {"currency": "SEK", "from_on": date(2026, 1, 1), "rate": D("0.1")},
        {"currency": "SEK", "from_on": date(2026, 1, 10), "rate": D("0.2")},
    ],
    "deals": [
        {
            "deal_id": f"D{number}",
            "client_id": "C",
            "manager_id": manager,
            "opened_on": date(2026, 1, 1),
            "closed_on": date(2026, 1, day),
            "stage": "won",
            "amount": D(amount),
            "cost": cost and D(cost),
            "currency": currency,
            "product_id": "P",
        }
        for number, manager, day, amount, cost, currency in [
            (1, "N", 5, "100", "40", None),
            (2, "M", 5, "50", None, None),
            (3, None, 9, "1000", "500", "SEK"),
            (4, None, 10, "1000", "500", "sek "),
        ]
    ],
    "invoices": [
        invoice("I1", "124", 1, net_amount=D(100), deal_id="D1"),
        invoice("I2", "24", 3, net_amount=D(20), kind="credit", credits_invoice_id="I1"),
        invoice("I3", "62", 4, paid_on=date(2026, 1, 20)),
        invoice("I4", "10", 5, paid_on=date(2026, 1, 21), paid_amount=D(4)),
        invoice("I5", "-5", 6),
    ],
    "payments": [
        {"payment_id": "P1", "invoice_id": "I1", "paid_on": date(2026, 1, 10), "amount": D(60)},
        {"payment_id": "P2", "invoice_id": "I1", "paid_on": date(2026, 1, 25), "amount": D(40)},
    ],
    "contacts": [
        {"contact_id": "K1", "client_id": "C", "at": datetime(2026, 1, 3, 10)},
        {"contact_id": "K2", "client_id": "C", "at": datetime(2026, 2, 3, 10), "done": False},
    ],
    "expenses": [{"expense_id": "E1", "manager_id": "M", "spent_on": date(2026, 1, 7), "amount": D(12)}],
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    made = Engine(make_workspace(tmp_path_factory.mktemp("marts"), TABLES))
    yield made
    made.close()


def rows(engine: Engine, sql: str, as_of: date = date(2026, 1, 31), past: bool = False) -> list[tuple]:
    return list(engine.frame(sql, Scope(LOCAL, 1, as_of, is_past=past), exact=True).itertuples(index=False, name=None))


def test_actuals_of_each_metric_are_the_contracts(engine):
    totals = dict(rows(engine, "select metric, sum(value) from actuals group by metric"))
    assert totals["revenue"] == 100 + 50 + 100 + 200
    assert totals["margin"] == 60 + 50 + 100
    assert totals["deals"] == 4
    assert totals["new_clients"] == 1
    assert totals["contacts"] == 1
    assert totals["invoiced"] == 100 - 20 + 62 + 10 - 5
    assert float(totals["collected"]) == pytest.approx(100 * 100 / 124 + 62 + 4)
    assert totals["expense_budget"] == 12


def test_changed_amounts_are_converted_at_the_rate_of_the_deal_itself(tmp_path):
    """D4 was closed at 0.2; text that is no amount stays as it is."""
    rows = [
        {"deal_id": "D4", "at": datetime(2026, 1, 2), "field": "amount", "old": "900.55", "new": "1000"},
        {"deal_id": "D4", "at": datetime(2026, 1, 3), "field": "amount", "new": "a lot"},
        {"deal_id": "D4", "at": datetime(2026, 1, 3), "field": "expected_on", "new": "2026-01-09"},
        {"deal_id": "D1", "at": datetime(2026, 1, 2), "field": "amount", "old": "90", "new": "100"},
    ]
    made = Engine(make_workspace(tmp_path, TABLES | {"deal_changes": rows}))
    query = "select old, new from deal_changes as changes order by deal_id, changes.at, field"
    found = made.frame(query, Scope(LOCAL, 1, date(2026, 2, 1)))
    made.close()

    told = [tuple(None if value != value else value for value in row) for row in found.itertuples(index=False)]
    assert told == [("90", "100"), ("180.11", "200.00"), (None, "a lot"), (None, "2026-01-09")]


def test_the_first_deal_of_a_day_is_the_one_of_the_least_id_and_counts_for_its_manager(engine):
    assert rows(engine, "select deal_id, manager_id from actuals where metric = 'new_clients'") == [("D1", "N")]


def test_a_deal_without_manager_counts_for_its_clients(engine):
    assert rows(engine, "select manager_id, team, region from deals where deal_id = 'D3'") == [("M", "East", "North")]


def test_collected_money_keeps_its_exact_fraction(engine):
    found = rows(
        engine,
        "select amount, numerator, denominator from actuals where metric = 'collected' and event_id = 'P1'",
    )
    assert found == [(D("60.00"), D("100.00"), D("124.00"))]


def test_what_is_open_follows_payments_and_credits_as_of_the_day(engine):
    sql = "select invoice_id, open_amount from invoices where not is_credit order by 1"
    assert dict(rows(engine, sql)) == {"I1": 0, "I3": 0, "I4": 6}
    assert dict(rows(engine, sql, date(2026, 1, 12), past=True)) == {"I1": 40, "I3": 62, "I4": 10}


def test_an_invoice_is_settled_on_the_day_that_nothing_is_left(engine):
    sql = "select invoice_id, settled_on from invoices where settled_on is not null order by 1"
    settled = {key: day.date() for key, day in rows(engine, sql)}
    assert settled == {"I1": date(2026, 1, 25), "I3": date(2026, 1, 20)}


def test_a_credit_is_negative_whatever_the_files_sign(engine):
    found = rows(engine, "select invoice_id, amount, net_amount from invoices where is_credit order by 1")
    assert found == [("I2", D("-24.00"), D("-20.00")), ("I5", D("-5.00"), None)]


def test_the_largest_amounts_that_a_column_holds_are_kept(tmp_path):
    most = D("9999999999999999.99")
    large = {**TABLES["deals"][0], "amount": most, "cost": D(1)}
    made = Engine(make_workspace(tmp_path, {"clients": [CLIENT], "deals": [large]}))
    assert rows(made, "select amount, value from actuals where metric = 'revenue'") == [(most, most)]
    made.close()


def test_without_deals_an_invoice_counts_as_a_sale(tmp_path):
    made = Engine(
        make_workspace(tmp_path, {"clients": [CLIENT], "invoices": [invoice("I1", "124", 2, net_amount=D(100))]})
    )
    assert rows(made, "select deal_id, amount, is_won from deals") == [("I1", D("100.00"), True)]
    made.close()


def test_without_deals_a_credit_takes_revenue_back_but_is_no_sale(tmp_path):
    given = [invoice("I1", "50", 1, kind="credit"), invoice("I2", "124", 2), invoice("I3", "-24", 3)]
    made = Engine(make_workspace(tmp_path, {"clients": [CLIENT], "invoices": given}))
    totals = dict(rows(made, "select metric, sum(value) from actuals group by metric"))
    assert (totals["revenue"], totals["deals"], totals["new_clients"]) == (50, 1, 1)
    assert rows(made, "select deal_id from actuals where metric = 'new_clients'") == [("I2",)]
    ((first_won_on,),) = rows(made, "select first_won_on from clients")
    assert first_won_on.date() == date(2026, 1, 2)
    made.close()
