"""Pace and the change on last year."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from analytics.periods import Period
from analytics.plan.standing import STANDING, ratio_interval, standing
from tests.analytics.plan_frames import daily

NOV = Period.of(date(2026, 11, 1), "month")
AS_OF = date(2026, 11, 12)


def everybody(*rows):
    return daily(*(("manager", "", name, day, value) for name, day, value in rows))


def test_a_plan_is_due_by_the_share_of_the_working_days_gone():
    """9 of November's 21 working days are gone on the 12th."""
    rows = everybody(
        ("revenue", "2026-11-03", 500.0), ("revenue", "2025-11-12", 200.0), ("revenue", "2025-11-13", 900.0)
    )

    row = standing(rows, {(NOV.start, "revenue"): Decimal(2100)}, NOV, {"revenue": AS_OF}).iloc[0]

    assert (row["days_gone"], row["working_days"]) == (9, 21)
    assert (row["due"], row["ahead"]) == (900.0, -400.0)
    assert (row["last_year"], row["change"]) == (200.0, 1.5)
    assert (row["enough"], row["low"]) == (False, None)


def test_each_metric_is_looked_at_to_the_day_to_which_it_is_known():
    rows = everybody(("revenue", "2026-11-03", 1.0), ("collected", "2026-10-03", 1.0), ("invoiced", "2026-11-03", 5.0))
    through = {"revenue": AS_OF, "invoiced": date(2026, 11, 3), "collected": date(2026, 10, 20), "contacts": AS_OF}

    found = standing(rows, {}, NOV, through).set_index("metric")

    assert found.index.tolist() == ["revenue", "invoiced", "collected"]
    assert found["days_gone"].tolist() == [9, 2, 0]
    assert found.loc["collected", ["actual", "last_year", "change"]].tolist() == [None, None, None]


def test_the_interval_holds_the_true_ratio_about_as_often_as_it_says():
    """Compound Poisson sales with log-normal amounts, busier towards the end: 95 promised, 88 to 98 kept."""
    draw = np.random.default_rng(7)
    busy = np.linspace(0.4, 1.6, 15)

    def days(level):
        return np.array([draw.lognormal(0, 1, draw.poisson(4 * level * each)).sum() for each in busy])

    kept = 0
    for _ in range(400):
        low, high = ratio_interval(days(1.5), days(1.0))
        kept += low <= 0.5 <= high

    assert 0.88 <= kept / 400 <= 0.98


def test_equal_days_give_an_interval_of_nothing():
    assert ratio_interval(np.full(6, 3.0), np.full(6, 2.0)) == pytest.approx((0.5, 0.5))


def test_nothing_gives_the_same_columns():
    assert list(standing(everybody(), {}, NOV, {"revenue": AS_OF})) == STANDING
