"""Bunching that was planted is found, chance isn't, and a move's gain is worked out by hand."""

from datetime import date, timedelta
from decimal import Decimal
from math import isnan
from random import Random

import pytest

from analytics.periods import add_months
from tests.analytics.pay_frames import SCHEME, event, frames
from tests.analytics.schemes.companies import ask

JANUARY = date(2024, 1, 1)
SINCE = SCHEME.replace("2026-01", "2024-01")
PLAIN = 'name = "Plain"\nfrom = "2024-01"\nmetric = "revenue"\n[[tier]]\nfrom = 1.0\nrate = 1\n'


def company(reached, day_of=lambda month, number: 10, deals=1):
    """Two years of M1, each month with ``deals`` deals that make up the attainment ``reached(month number)``."""
    rows = {"payroll": [], "actuals": [], "plans": [], "clients": [("C1", "Alfa")]}
    for number in range(24):
        month = add_months(JANUARY, number)
        rows["payroll"].append(("M1", "Ann", "East", month, Decimal(1000), None, None, month, None))
        rows["plans"].append(("M1", month, "revenue", Decimal(1000)))
        for deal in range(deals):
            day = month + timedelta(days=day_of(month, deal) - 1)
            amount = str(reached(number) * 1000 / deals)
            rows["actuals"].append(event("revenue", "M1", day, amount, f"D{number}-{deal}"))
    return frames(**rows)


def rows_of(result, kind):
    return [row for row in result.radar.to_dict("records") if row["kind"] == kind]


def test_results_bunched_just_above_a_threshold_are_found():
    result = ask(
        company(lambda number: Decimal("1.02") if number % 6 else Decimal("0.97")), PLAIN, as_of=date(2026, 1, 31)
    )
    (row,) = rows_of(result, "threshold")
    assert (row["at"], row["observed"], row["of"], row["expected"]) == (Decimal(1), 20, 24, 12.0)
    assert row["significant"]
    assert row["p_value"] == pytest.approx(0.00154, abs=1e-4)


def test_results_on_both_sides_are_chance():
    result = ask(
        company(lambda number: Decimal("1.02") if number % 2 else Decimal("0.97")), PLAIN, as_of=date(2026, 1, 31)
    )
    assert not rows_of(result, "threshold")[0]["significant"]


def test_few_results_are_not_enough_evidence():
    result = ask(company(lambda number: Decimal("1.02") if number < 3 else Decimal(2)), PLAIN, as_of=date(2026, 1, 31))
    (row,) = rows_of(result, "threshold")
    assert (row["enough"], row["of"]) == (False, 3)
    assert isnan(row["p_value"])
    assert row["needed"] > 0


def last_days(month, _number):
    """The last weekday of a month."""
    day = add_months(month, 1) - timedelta(days=1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day.day


def test_deals_at_month_ends_are_found():
    given = company(lambda number: Decimal("1.5"), lambda month, deal: last_days(month, deal) if deal else 9, deals=2)
    (row,) = rows_of(ask(given, PLAIN, as_of=date(2026, 1, 31)), "month_end")
    assert (row["manager_id"], row["name"], row["observed"], row["of"]) == ("M1", "Ann", 24, 48)
    assert row["significant"]


def test_deals_on_any_day_are_chance():
    """Of 40 companies whose deals fall on any weekday, none or one seems to have more of them at month ends."""
    found = 0
    for seed in range(40):
        draw = Random(seed)

        def day_of(month, _number, draw=draw):
            days = [day for day in range(1, 29) if (month + timedelta(days=day - 1)).weekday() < 5]
            days += [
                day for day in range(29, last_days(month, 0) + 1) if (month + timedelta(days=day - 1)).weekday() < 5
            ]
            return draw.choice(days)

        result = ask(company(lambda number: Decimal("1.5"), day_of, deals=3), PLAIN, as_of=date(2026, 1, 31))
        found += rows_of(result, "month_end")[0]["p_value"] < 0.05
    assert found <= 5


def test_a_weekend_belongs_to_the_friday_before_it():
    """31 August 2024 is a Saturday: with it, Friday's, Thursday's and Wednesday's deals are the last ones."""
    days = {28: True, 29: True, 30: True, 31: True, 27: False}
    for day, is_last in days.items():
        given = company(lambda number: Decimal(1), lambda month, deal, day=day: day if month.month == 8 else 1)
        (row,) = rows_of(ask(given, PLAIN, as_of=date(2024, 8, 31), start=date(2024, 8, 1)), "month_end")
        assert row["observed"] == int(is_last)


def test_what_a_moved_deal_brought():
    """D2 of 300 was expected on 2 February and closed on 30 January: 1,000 × (1.2 − 1) in place of 0 and 0.

    January would be 90% and February 110% without the move, which brought 200.00 − 100.00.
    """
    given = moved_company(expected=date(2024, 2, 2))
    (row,) = ask(given, PLAIN, as_of=date(2024, 3, 31)).moved.to_dict("records")
    assert (row["deal_id"], row["client_id"], row["value"], row["gain"]) == (
        "D2",
        "C1",
        Decimal(300),
        Decimal("100.00"),
    )
    assert (row["expected_on"].date(), row["closed_on"].date()) == (date(2024, 2, 2), date(2024, 1, 30))


@pytest.mark.parametrize("expected", [date(2024, 1, 25), date(2024, 2, 20), date(2024, 3, 2)])
def test_far_from_the_months_end_nothing_moved(expected):
    assert ask(moved_company(expected), PLAIN, as_of=date(2024, 3, 31)).moved.empty


def test_paid_on_money_collected_a_closing_day_moves_nothing():
    given = moved_company(expected=date(2024, 2, 2))
    assert ask(given, 'pay_on = "collected"\n' + PLAIN, as_of=date(2024, 3, 31)).moved.empty


def moved_company(expected):
    months = [date(2024, 1, 1), date(2024, 2, 1)]
    return frames(
        payroll=[("M1", "Ann", "East", month, Decimal(1000), None, None, month, None) for month in months],
        plans=[("M1", month, "revenue", Decimal(1000)) for month in months],
        actuals=[
            event("revenue", "M1", date(2024, 1, 10), "900", "D1"),
            event("revenue", "M1", date(2024, 1, 30), "300", "D2"),
            event("revenue", "M1", date(2024, 2, 12), "800", "D3"),
        ],
        expected=[("D2", expected), ("D1", date(2024, 1, 12))],
        clients=[("C1", "Alfa")],
    )
