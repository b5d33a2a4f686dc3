from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.periods import Period, add_months, days_gone, days_in, due, starts, working_days, year_before
from analytics.words import speaking

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def test_november_2026_has_21_working_days_and_9_are_gone_on_the_12th():
    period = Period.of(date(2026, 11, 12), "month")

    assert (period.start, period.end) == (date(2026, 11, 1), date(2026, 11, 30))
    assert working_days(period.start, period.end) == 21
    assert period.share_gone(date(2026, 11, 12)) == pytest.approx(9 / 21)


def test_a_weekend_adds_no_working_day_and_the_last_day_completes_the_period():
    period = Period.of(date(2026, 10, 31), "month")

    assert period.share_gone(date(2026, 10, 23)) == period.share_gone(date(2026, 10, 25))
    assert period.share_gone(date(2026, 9, 30)) == 0
    assert period.share_gone(date(2026, 10, 31)) == 1


def test_quarters_and_years_know_their_months():
    quarter = Period.of(date(2026, 11, 12), "quarter")

    assert quarter.months == (date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1))
    assert quarter.later(-4).start == date(2025, 10, 1)
    assert [each.start.year for each in Period.of(date(2026, 5, 5), "year").last(3)] == [2024, 2025, 2026]


def test_names_are_in_the_language_in_force():
    with speaking("en"):
        names = [Period.of(date(2026, 11, 12), kind).name for kind in ("month", "quarter", "year")]

    assert names == ["Nov\u00a02026", "Q4 2026", "2026"]


def test_the_29th_of_february_has_the_28th_for_its_year_before():
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert year_before(date(2025, 2, 28)) == date(2024, 2, 28)


@given(DAYS, st.integers(-60, 60))
def test_adding_months_agrees_with_pandas(day, count):
    """Independent source: pandas' DateOffset, which also ends in the month's last day."""
    assert add_months(day, count) == (pd.Timestamp(day) + pd.DateOffset(months=count)).date()


@given(DAYS)
def test_working_days_agree_with_numpy(day):
    """Independent source: numpy's business-day calendar over each single day."""
    month = Period.of(day, "month")
    days = np.arange(np.datetime64(month.start), np.datetime64(month.end) + 1)
    assert working_days(month.start, month.end) == int(np.is_busday(days).sum())


def test_a_forecast_on_a_periods_last_day_is_for_the_next():
    assert due(date(2026, 11, 29), "month").start == date(2026, 11, 1)
    assert due(date(2026, 11, 30), "month").start == date(2026, 12, 1)
    assert due(date(2026, 12, 31), "quarter").start == date(2027, 1, 1)


def test_saturday_lies_between_friday_and_monday():
    days = pd.Series(pd.to_datetime(["2026-11-13", "2026-11-14", "2026-11-16"]))

    assert days_gone(days, "month").tolist() == [10, 10.5, 11]
    assert days_in(starts(days, "month"), "month").tolist() == [21, 21, 21]
    assert starts(days, "quarter").dt.date.tolist() == [date(2026, 10, 1)] * 3
