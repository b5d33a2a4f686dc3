"""Hand-made frames of pay, as the engine gives them, and one month worked out from them."""

from datetime import date
from decimal import Decimal

import pandas as pd
from pandas import DataFrame

from analytics.compensation import analyse
from analytics.question import Question

SCHEME = """
name = "Standard"
from = "2026-01"
metric = "revenue"
cap = 1.5
[[tier]]
from = 0.8
rate = 0.5
[[tier]]
from = 1.0
rate = 1.0
[penalty]
rate = 0.1
below = 0.9
new_clients_below = 0.5
cap = 0.2
"""
AS_OF = date(2026, 6, 30)
COLUMNS = {
    "payroll": ["manager_id", "name", "team", "period", "salary", "bonus", "penalty", "bonus_for", "employer_cost"],
    "margin": ["manager_id", "period", "margin"],
    "payers": ["client_id", "count_invoices", "count_unpaid"],
    "actuals": [
        "metric",
        "manager_id",
        "period",
        "deal_id",
        "client_id",
        "on_day",
        "numerator",
        "denominator",
        "amount",
    ],
    "plans": ["manager_id", "period", "metric", "target"],
    "invoices": ["deal_id", "invoice_id", "client_id", "due_on", "amount", "paid_amount", "open_amount"],
    "clients": ["client_id", "name"],
    "expected": ["deal_id", "expected_on"],
}
DAYS = ("period", "on_day", "bonus_for", "due_on", "expected_on")


def frames(**rows):
    """The analysis' frames from plain rows (tuples in the columns' order), as the engine gives them."""
    found = {}
    for name, columns in COLUMNS.items():
        frame = DataFrame(rows.get(name, []), columns=columns, dtype=object)
        for column in set(columns) & set(DAYS):
            frame[column] = pd.to_datetime(frame[column]).astype("datetime64[us]")
        found[name] = frame
    return found


def paid(manager_id, month, salary, bonus=None, penalty=None, bonus_for=None):
    money = [None if value is None else Decimal(value) for value in (salary, bonus, penalty)]
    period = date(2026, month, 1)
    earned = date(2026, bonus_for, 1) if bonus_for else period
    return (manager_id, f"Name {manager_id}", "North", period, *money, earned, None)


def event(metric, manager_id, day, amount, deal_id=None, client_id="C1", fraction=(1, 1)):
    share = [Decimal(value) for value in fraction]
    return (metric, manager_id, day.replace(day=1), deal_id, client_id, day, *share, Decimal(amount))


def won(manager_id, month, amount, deal_id="D1", client_id="C1"):
    return event("revenue", manager_id, date(2026, month, 10), amount, deal_id, client_id)


def plan(manager_id, month, target, metric="revenue"):
    return (manager_id, date(2026, month, 1), metric, Decimal(target))


def invoice(deal_id, invoice_id, amount, arrived, client_id="C1", still=None):
    left = Decimal(amount) - Decimal(arrived) if still is None else Decimal(still)
    return (deal_id, invoice_id, client_id, date(2026, 5, 1), Decimal(amount), Decimal(arrived), left)


def ask(given, scheme=SCHEME, **changes):
    return analyse(given, Question(**{"as_of": AS_OF, "documents": {"scheme": (scheme,)}, **changes}))


def first(result):
    return result.statements.to_dict("records")[0]


MARKET = "[market]\nlow = 900\nmean = 1500\nhigh = 2100\nsource = 'a survey'\n"
MAY = date(2026, 5, 31)


def example():
    """A month of three people: one paid wrongly, one not yet, one without a bonus; and the month before."""
    given = frames(
        payroll=[
            paid("M1", 4, "1000", "100", "0"),
            paid("M1", 5, "1000", "999", "0"),
            paid("M2", 5, "2000", None),
            paid("M3", 5, "3000", "0", "0"),
        ],
        actuals=[won("M1", 4, "100", "D0"), won("M1", 5, "100", "D1"), won("M2", 5, "120", "D2", "C2")],
        plans=[plan(f"M{number}", 5, "100") for number in (1, 2, 3)] + [plan("M1", 4, "100")],
        margin=[("M1", date(2026, 5, 1), Decimal("16000"))],
        invoices=[invoice("D1", "I1", "100", "80"), invoice("D2", "I2", "100", "0", "C2")],
        payers=[("C1", 10, 1), ("C2", 10, 5)],
        clients=[("C1", "Alfa"), ("C2", "Beeta")],
    )
    return ask(given, SCHEME + MARKET, start=date(2026, 5, 1), end=MAY)
