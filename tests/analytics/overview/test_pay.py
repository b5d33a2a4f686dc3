from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from pandas import DataFrame

from analytics.overview.pay import difference, pay_cost, wrong_payments
from analytics.question import Question
from tests.analytics.plan_frames import actuals, targets

SCHEME = """
name = "Plain"
from = "2026-01"
every = "month"
metric = "revenue"
pay_on = "won"
base = "salary"
[[tier]]
from = 0.0
rate = 0.1
"""


def payroll(*rows):
    """(manager, month, salary, bonus, penalty, month that the bonus is for)."""
    frame = DataFrame(rows, columns=["manager_id", "period", "salary", "bonus", "penalty", "bonus_for"], dtype=object)
    months = {name: pd.to_datetime(frame[name]).astype("datetime64[us]") for name in ("period", "bonus_for")}
    money = {
        name: [None if each is None else Decimal(each) for each in frame[name]]
        for name in ("salary", "bonus", "penalty")
    }
    return frame.assign(
        **months, **{name: pd.Series(values, dtype=object) for name, values in money.items()}, name="", team=""
    )


PAID = payroll(
    ("A", "2026-09-01", "1000", "0", None, "2026-08-01"),
    ("A", "2026-10-01", "1000", "100", "20", "2026-09-01"),
    ("B", "2026-09-01", "2000", None, None, "2026-09-01"),
)
MARGIN = actuals(("A", "2026-09-01", "margin", "5000"), ("B", "2026-09-01", "margin", "5000"))


def test_a_bonus_counts_in_the_month_that_it_was_earned_in():
    """September: 1,000 + 100 − 20 + 2,000 = 3,080 over 10,000 of margin. October's bonus isn't known yet."""
    found = pay_cost(PAID, MARGIN, MARGIN, date(2026, 11, 12))

    assert found is not None
    assert found.month == date(2026, 9, 1)
    assert found.rows.to_numpy().tolist() == [["A", Decimal(1080), Decimal(5000)], ["B", Decimal(2000), Decimal(5000)]]
    assert found.ratio == pytest.approx(0.308)
    assert found.salary_share == pytest.approx(3000 / 3080)
    assert found.last_year is None


def test_it_is_not_told_where_the_pay_of_those_who_made_the_margin_is_not_seen():
    assert pay_cost(PAID[PAID["manager_id"] == "A"], MARGIN, MARGIN, date(2026, 11, 12)) is None
    assert pay_cost(PAID.iloc[:0], MARGIN, MARGIN, date(2026, 11, 12)) is None


def test_it_is_not_told_where_a_filter_leaves_a_part_of_their_margin():
    part = actuals(("A", "2026-09-01", "margin", "700"))

    assert pay_cost(PAID, part, MARGIN, date(2026, 11, 12)) is None


def test_a_payment_that_is_not_the_schemes_is_found():
    """Attainment 0.5, so 0.05 of the salary: A earned 50.00 and got 60.00; B earned 100.00 and got it."""
    frames = {
        "payroll": payroll(
            ("A", "2026-09-01", "1000", "60.00", "0", "2026-09-01"),
            ("B", "2026-09-01", "2000", "100.00", "0", "2026-09-01"),
            ("B", "2026-10-01", "2000", None, None, "2026-10-01"),
        ),
        "all_actuals": actuals(("A", "2026-09-01", "revenue", "50"), ("B", "2026-09-01", "revenue", "50")),
        "all_targets": targets(
            ("manager", "A", "2026-09-01", "revenue", "100"), ("manager", "B", "2026-09-01", "revenue", "100")
        ),
    }
    question = Question(date(2026, 11, 12), documents={"scheme": (SCHEME,)})

    found = wrong_payments(frames, question)

    assert [(each.manager_id, each.period) for each in found] == [("A", date(2026, 9, 1))]
    assert difference(found) == Decimal("10.00")


def test_a_scheme_with_faults_pays_nothing_and_accuses_nobody():
    frames = {"payroll": PAID, "all_actuals": MARGIN, "all_targets": targets()}

    assert wrong_payments(frames, Question(date(2026, 11, 12), documents={"scheme": ("name = 3",)})) == ()
    assert wrong_payments(frames, Question(date(2026, 11, 12))) == ()
