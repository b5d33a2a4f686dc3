from datetime import date
from decimal import Decimal

import pytest
from statsmodels.stats.proportion import proportion_confint

from analytics.plan import pushed as pushing
from tests.analytics.plan_frames import changed, deals

AS_OF = date(2026, 11, 12)


def some():
    rows = deals(
        ("D1", "2026-08-01", None, "offer", "50.00", "2026-11-30"),
        ("D2", "2026-08-01", None, "offer", "70.00", "2026-11-02"),
        ("D3", "2026-08-01", None, "offer", "90.00", "2026-12-01"),
        ("D4", "2026-08-01", "2026-11-01", "won", "90.00", "2026-10-01"),
        ("D5", "2026-08-01", None, "offer", "40.00", None),
    )
    told = changed(
        ("D1", "2026-09-01", "expected_on", "2026-09-10", "2026-10-10"),
        ("D1", "2026-10-10", "expected_on", "2026-10-10", "2026-11-30"),
        ("D3", "2026-09-01", "expected_on", "2026-12-20", "2026-12-01"),
        ("D1", "2026-09-01", "amount", "1.00", "50.00"),
    )
    return rows, told


def test_open_deals_are_told_by_how_often_and_how_far_they_were_pushed():
    found = pushing.pushed(*some(), AS_OF).set_index("deal_id")

    assert found.index.tolist() == ["D2", "D1"]
    assert found.loc["D1", ["pushes", "pushed_days", "past_days"]].tolist() == [2, 30 + 51, 0]
    assert found.loc["D1", "first_expected_on"].date() == date(2026, 9, 10)
    assert found.loc["D2", ["pushes", "past_days"]].tolist() == [0, 10]
    assert found.loc["D2", "value"] == Decimal("70.00")


def test_a_change_without_its_old_day_is_set_against_the_change_before():
    told = changed(
        ("D1", "2026-09-01", "expected_on", None, "2026-10-10"), ("D1", "2026-10-01", "expected_on", None, "2026-10-20")
    )

    found = pushing.pushed(some()[0], told, AS_OF).set_index("deal_id")

    assert found.loc["D1", ["pushes", "pushed_days"]].tolist() == [1, 10]


def test_units_hold_what_is_past_its_day_and_what_was_pushed():
    units = pushing.by_unit(pushing.pushed(*some(), AS_OF), "team")

    assert units.to_dict("records") == [
        {
            "unit_id": "North",
            "past": 1,
            "past_value": Decimal("70.00"),
            "pushed": 1,
            "pushed_value": Decimal("50.00"),
        }
    ]


def test_win_rates_have_wilsons_interval_and_none_below_ten():
    """Against statsmodels' proportion_confint; a push after the closing day isn't counted."""
    closed = [
        (f"W{place}", "2026-01-01", "2026-10-01", "won" if place < 9 else "lost", "1.00", None) for place in range(12)
    ]
    pushed = [(f"P{place}", "2026-01-01", "2026-10-01", "won", "1.00", None) for place in range(3)]
    told = changed(
        *((row[0], "2026-09-01", "expected_on", "2026-09-01", "2026-09-09") for row in pushed),
        ("W1", "2026-10-05", "expected_on", "2026-09-01", "2026-10-09"),
    )

    rates = pushing.win_rates(deals(*closed, *pushed), told, AS_OF).set_index("pushes")

    low, high = proportion_confint(9, 12, method="wilson")
    assert rates.loc[0, ["closed", "won"]].tolist() == [12, 9]
    assert rates.loc[0, ["win_rate", "low", "high"]].tolist() == pytest.approx([0.75, low, high])
    assert rates.loc[1, ["closed", "won"]].tolist() == [3, 3]
    assert not rates.loc[1, "enough"]
    assert rates.loc[1, ["win_rate", "low", "high"]].isna().all()


def test_empty_frames_give_the_same_columns():
    assert list(pushing.pushed(deals(), changed(), AS_OF)) == pushing.PUSHED
    assert pushing.win_rates(deals(), changed(), AS_OF)["closed"].tolist() == [0, 0, 0, 0]
