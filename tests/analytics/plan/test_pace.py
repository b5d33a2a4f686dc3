from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.periods import Period
from analytics.plan.pace import End, running
from analytics.plan.pace_words import between, finding, heading
from analytics.words import speaking

AS_OF = date(2026, 11, 12)
NOVEMBER = Period("month", date(2026, 11, 1))
END = End(2100.0, 1900.0, 2000.0, 2200.0, 0.4)


def sold(*rows):
    return pd.DataFrame(rows, columns=["on_day", "value"]).assign(
        on_day=lambda frame: pd.to_datetime(frame["on_day"]), value=lambda frame: frame["value"].astype(float)
    )


def test_the_running_total_stops_at_as_of_and_the_forecast_begins_there():
    frame = running(sold(("2026-11-02", 300), ("2026-11-12", 600), ("2026-11-20", 9999)), NOVEMBER, AS_OF, END)
    by_day = frame.set_index("on_day")

    assert by_day.loc["2026-11-11", "actual"] == 300
    assert by_day.loc["2026-11-12", "actual"] == 900
    assert np.isnan(by_day.loc["2026-11-13", "actual"])
    assert np.isnan(by_day.loc["2026-11-11", "mid"])
    assert by_day.loc["2026-11-12", ["low", "mid", "high"]].tolist() == [900, 900, 900]
    assert by_day.loc["2026-11-30", ["low", "mid", "high"]].tolist() == [1900, 2000, 2200]


def test_the_plan_runs_by_working_days():
    """2,100 over 21 working days is 100 on each: 900 on the 12th, and no more at the weekend after the 13th."""
    by_day = running(sold(("2026-11-02", 300)), NOVEMBER, AS_OF, END).set_index("on_day")

    assert by_day.loc["2026-11-12", "plan"] == pytest.approx(900)
    assert by_day.loc["2026-11-13", "plan"] == by_day.loc["2026-11-15", "plan"]


def test_the_same_days_of_the_year_before_run_beside_it():
    by_day = running(sold(("2025-11-03", 70), ("2025-11-12", 30)), NOVEMBER, AS_OF, END).set_index("on_day")

    assert by_day.loc[["2026-11-02", "2026-11-03", "2026-11-12", "2026-11-30"], "last_year"].tolist() == [
        0,
        70,
        100,
        100,
    ]


def test_without_anything_sold_the_year_before_there_is_no_such_line():
    assert running(sold(("2026-11-02", 1)), NOVEMBER, AS_OF, END)["last_year"].isna().all()


def test_it_says_since_when_it_is_behind():
    """Day 2 reached 300 against 100; from the 5th on (400 and more) the plan is ahead."""
    frame = running(sold(("2026-11-02", 300)), NOVEMBER, AS_OF, END)

    assert finding(frame, END, "revenue") == "Behind pace since 5\u00a0Nov; 40% chance of meeting the plan"


def test_without_a_plan_it_is_compared_with_the_year_before():
    end = End(None, None, None, None, None)
    frame = running(sold(("2025-11-12", 200), ("2026-11-12", 150)), NOVEMBER, AS_OF, end)

    assert finding(frame, end, "revenue") == "25% below the same days last year"


def test_a_period_that_is_over_was_met_or_missed():
    frame = running(sold(("2026-11-02", 2000)), NOVEMBER, date(2026, 11, 30), END)

    assert finding(frame, END, "revenue") == "The plan was missed by €100"
    assert heading(frame, NOVEMBER, date(2026, 11, 30), END, "revenue") == (
        "Nov\u00a02026 ended at €2K, 5% short of the plan of €2.1K"
    )


def test_the_headline_gives_the_range_and_the_most_likely_gap():
    frame = running(sold(("2026-11-02", 900)), NOVEMBER, AS_OF, END)

    assert heading(frame, NOVEMBER, AS_OF, END, "revenue") == (
        "November will end at €1.9–2.2K, most likely 5% short of the plan of €2.1K"
    )


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        ("€1.31M", "€1.48M", "€1.31–1.48M"),
        ("€486K", "€1.2M", "€486K–€1.2M"),
        ("1,31\u00a0mln\u00a0€", "1,48\u00a0mln\u00a0€", "1,31–1,48\u00a0mln\u00a0€"),
        ("7", "12", "7–12"),
    ],
)
def test_a_range_names_its_unit_once(low, high, told):
    assert between(low, high) == told


@pytest.mark.parametrize("language", ["en", "et", "ru"])
def test_it_speaks_each_language_without_falling_over(language):
    with speaking(language):
        frame = running(sold(("2026-11-02", 900)), NOVEMBER, AS_OF, END)
        assert heading(frame, NOVEMBER, AS_OF, END, "revenue")
        assert finding(frame, END, "revenue")
