from datetime import date
from decimal import Decimal

import pytest

from analytics.plan.attainment import attainment, by_manager, of_company
from tests.analytics.plan_frames import actuals, targets

JAN, FEB = date(2026, 1, 1), date(2026, 2, 1)


def values(frame, *columns):
    return [tuple(row) for row in frame[list(columns)].itertuples(index=False)]


def test_a_manager_and_month_with_a_target_or_an_actual_is_a_row():
    found = by_manager(
        actuals(("A", "2026-01-01", "revenue", "80.00000000"), (None, "2026-01-01", "revenue", "5.00000000")),
        targets(("manager", "A", "2026-01-01", "revenue", "100"), ("manager", "B", "2026-01-01", "revenue", "50")),
        None,
        date(2026, 1, 31),
    )

    assert values(found, "manager_id", "target", "actual", "attainment") == [
        ("A", Decimal("100.00"), Decimal("80.00"), 0.8),
        ("B", Decimal("50.00"), Decimal("0.00"), 0.0),
        (None, None, Decimal("5.00"), None),
    ]


def test_attainment_is_null_without_a_target_or_with_one_of_0():
    assert attainment(Decimal(5), None) is None
    assert attainment(Decimal(5), Decimal(0)) is None
    assert attainment(Decimal(1), Decimal(3)) == pytest.approx(1 / 3)


def test_the_companys_own_target_stands_before_its_managers_sum():
    given = (
        actuals(("A", "2026-01-01", "revenue", "80"), (None, "2026-01-01", "revenue", "5")),
        targets(
            ("company", "", "2026-01-01", "revenue", "200"),
            ("manager", "A", "2026-01-01", "revenue", "100"),
            ("manager", "A", "2026-02-01", "revenue", "70"),
            ("manager", "B", "2026-02-01", "revenue", "30"),
        ),
        None,
        date(2026, 2, 28),
    )

    whole, narrowed = of_company(*given), of_company(*given, is_whole=False)

    assert values(whole, "period", "target", "actual") == [
        (JAN, Decimal("200.00"), Decimal("85.00")),
        (FEB, Decimal("100.00"), Decimal("0.00")),
    ]
    assert values(narrowed, "period", "target") == [(JAN, Decimal("100.00")), (FEB, Decimal("100.00"))]


def test_months_outside_the_period_are_left_out():
    frame = targets(*(("manager", "A", f"2026-0{month}-01", "revenue", "1") for month in range(1, 6)))

    found = by_manager(actuals(), frame, date(2026, 2, 1), date(2026, 4, 30))

    assert [period.month for period in found["period"]] == [2, 3, 4]


def test_money_collected_is_summed_exactly_and_rounded_once():
    """Three times 0.33333333 and a target: 1.00, not 0.99."""
    found = of_company(
        actuals(*((name, "2026-01-01", "collected", "0.33500000") for name in "ABC")),
        targets(),
        None,
        date(2026, 1, 31),
    )

    assert found["actual"].tolist() == [Decimal("1.01")]


def test_nothing_in_gives_nothing_out_with_the_same_columns():
    found = by_manager(actuals(), targets(), None, date(2026, 1, 31))

    assert found.empty
    assert list(found) == ["manager_id", "period", "metric", "target", "actual", "attainment"]
