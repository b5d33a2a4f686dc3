from datetime import date

import pytest

from analytics.periods import Period
from analytics.plan.coverage import coverage, same_point
from tests.analytics.plan_frames import deals

NOV = Period.of(date(2026, 11, 1), "month")
AS_OF = date(2026, 11, 12)


def month_by_month(count: int):
    """In each of ``count`` months before, 100 were open on its 1st: 25 won by the 28th, 75 lost after its end."""
    rows = []
    for step in range(1, count + 1):
        start = NOV.later(-step).start
        rows += [
            (f"W{step}", start.isoformat(), start.replace(day=28).isoformat(), "won", "25.00", None),
            (f"L{step}", start.isoformat(), NOV.later(1 - step).start.isoformat(), "lost", "75.00", None),
        ]
    return deals(
        *rows,
        ("O1", "2026-10-01", None, "offer", "300.00", "2026-11-20"),
        ("O2", "2026-10-01", None, "offer", "60.00", None),
    )


def test_what_is_needed_comes_from_what_was_won_of_open_deals_before():
    """October's 100 stand beside the 360 that are open still, so its share is 25 of 460; the others' is a quarter."""
    found = coverage(month_by_month(12), "revenue", NOV, AS_OF, actual=400.0, target=500.0)

    assert (found.missing, found.open, found.due, found.past) == (100.0, 360.0, 300.0, 0.0)
    assert found.cover == pytest.approx(3.6)
    assert found.won_share == pytest.approx(0.25)
    assert found.needed == pytest.approx(4.0)
    assert found.low <= found.won_share <= found.high
    assert found.periods == 12


def test_with_few_periods_nothing_is_said_of_what_is_needed():
    found = coverage(month_by_month(5), "revenue", NOV, AS_OF, actual=400.0, target=500.0)

    assert (found.won_share, found.needed, found.periods) == (None, None, 5)


@pytest.mark.parametrize(("actual", "target", "expected"), [(400.0, None, None), (600.0, 500.0, 0.0)])
def test_without_plan_or_without_gap_there_is_no_coverage(actual, target, expected):
    found = coverage(month_by_month(1), "revenue", NOV, AS_OF, actual=actual, target=target)

    assert (found.missing, found.cover) == (expected, None)


def test_the_same_point_is_after_the_same_share_of_working_days():
    """9 of 21 working days are gone on 12 November 2026; of October's 22, 9 are on the 13th."""
    assert same_point(NOV, NOV.share_gone(AS_OF)) == AS_OF
    assert same_point(NOV.later(-1), NOV.share_gone(AS_OF)) == date(2026, 10, 13)
    assert same_point(NOV, 0.0) == date(2026, 11, 1)
