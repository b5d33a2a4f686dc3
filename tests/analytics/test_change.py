"""Rates for each active client, by hand, and their test against SciPy's."""

from datetime import date

import pandas as pd
import pytest
from pandas import DataFrame
from scipy.stats import binomtest

from analytics.change import client_days, compare_windows, per_month

THROUGH = date(2026, 12, 31)


def events(**counts: tuple[int, int]) -> DataFrame:
    """For each cause: so many in the last 90 days, so many in the year before; and one old event."""
    rows = [("old", pd.Timestamp(2020, 1, 1))]
    for cause, (recent, before) in counts.items():
        rows += [(cause, pd.Timestamp(2026, 12, 1))] * recent + [(cause, pd.Timestamp(2026, 3, 1))] * before
    return DataFrame(rows, columns=["cause", "opened_on"])


def clients(*spans: tuple[str | None, str | None]) -> DataFrame:
    table = DataFrame(list(spans), columns=["entered_on", "ended_on"])
    return table.apply(pd.to_datetime)


ALWAYS = clients(("2019-01-01", None), (None, None))


def test_client_days_count_only_days_on_which_a_client_was_active():
    after, to = pd.Timestamp(2026, 1, 1), pd.Timestamp(2026, 1, 31)
    table = clients(
        (None, None), ("2026-01-21", None), (None, "2026-01-11"), ("2027-01-01", None), (None, "2025-01-01")
    )
    assert client_days(table, after, to) == 30 + 10 + 10


def test_the_change_is_of_rates_for_each_active_client():
    found = compare_windows(events(late=(30, 40)), ALWAYS, THROUGH).set_index("cause")
    assert (found.loc["late", "recent"], found.loc["late", "before"]) == (30, 40)
    assert found.loc["late", "change"] == pytest.approx((30 / 90) / (40 / 365) - 1)


def test_twice_the_clients_with_twice_the_complaints_is_no_change():
    grown = clients(("2019-01-01", None), ("2026-10-02", None))  # the second one is active in the last 90 days alone
    found = compare_windows(events(late=(18, 365 // 10)), grown, THROUGH).set_index("cause")
    assert found.loc["late", "change"] == pytest.approx((18 / 180) / (36 / 365) - 1, abs=1e-9)
    assert not found.loc["late", "significant"]


def test_chance_is_the_exact_conditional_test_of_scipy():
    found = compare_windows(events(late=(30, 40), price=(3, 20)), ALWAYS, THROUGH).set_index("cause")
    assert found.loc["late", "chance"] == pytest.approx(binomtest(30, 70, 90 / 455).pvalue)
    assert found.loc["price", "chance"] == pytest.approx(binomtest(3, 23, 90 / 455).pvalue)
    assert found.loc["late", "significant"]
    assert not found.loc["price", "significant"]


def test_a_change_that_stands_alone_may_not_stand_among_many():
    # p of (16, 32) is 0.022: below 5 % alone, above it when nine other causes were looked at too (0.022 × 10 = 0.22).
    alone = compare_windows(events(late=(16, 32)), ALWAYS, THROUGH).set_index("cause")
    many = {f"cause{number}": (5, 20) for number in range(9)}
    among = compare_windows(events(late=(16, 32), **many), ALWAYS, THROUGH).set_index("cause")
    assert alone.loc["late", "chance"] < 0.05
    assert alone.loc["late", "significant"]
    assert among.loc["late", "chance"] == alone.loc["late", "chance"]
    assert not among.loc["late", "significant"]


def test_a_cause_without_an_earlier_complaint_has_no_change():
    found = compare_windows(events(new=(12, 0)), ALWAYS, THROUGH).set_index("cause")
    assert pd.isna(found.loc["new", "change"])
    assert found.loc["new", "significant"]


def test_where_records_begin_later_the_earlier_window_begins_with_them():
    table = events(late=(9, 20)).iloc[1:]  # the first event is of 1 Mar 2026: 217 days before the last 90
    found = compare_windows(table, ALWAYS, THROUGH).set_index("cause")
    earlier = (pd.Timestamp(2026, 10, 2) - pd.Timestamp(2026, 2, 28)).days
    assert found.loc["late", "change"] == pytest.approx((9 / 90) / (20 / earlier) - 1)


def test_months_are_counted_whole_and_for_each_hundred_active_clients():
    found = per_month(events(late=(3, 2)), ALWAYS, THROUGH)
    whole = found[found["cause"].isna()].set_index("month")
    assert whole.loc["2026-12-01", "complaints"] == 3
    assert whole.loc["2026-12-01", "per_hundred"] == pytest.approx(100 * 3 / 2)
    assert whole.loc["2026-03-01", "complaints"] == 2
    assert len(whole) == 25
    late = found[found["cause"] == "late"]
    assert late["complaints"].sum() == 5


def test_no_events_give_no_months_and_no_change():
    nothing = events().iloc[:0]
    assert per_month(nothing, ALWAYS, THROUGH).empty
    found = compare_windows(nothing, ALWAYS, THROUGH)
    assert list(found["cause"]) == [""]
    assert not found["significant"].any()
