"""Periods: their keys in a link, their days, and the lists that they are chosen from."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.components import period

SEEN = date(2026, 11, 12)


@pytest.mark.parametrize(
    ("key", "start", "end", "words"),
    [
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30), "Nov\u00a02026"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "Feb\u00a02024"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "Q4 2026"),
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "2025"),
        ("last12", date(2025, 12, 1), date(2026, 11, 30), "Last 12 months"),
        ("all", None, SEEN, "All"),
    ],
)
def test_a_key_tells_first_and_last_day(key, start, end, words):
    found = period.parse(key, SEEN)
    assert (found.start, found.end, found.words) == (start, end, words)


@pytest.mark.parametrize("key", ["", "2026-12", "2027", "2026-Q5", "2026-13", "0000", "2026-11-01", "month", "2027-Q1"])
def test_what_says_nothing_or_lies_ahead_is_no_period(key):
    assert period.parse(key, SEEN) is None


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(list(period.KINDS)))
def test_the_period_of_a_day_holds_it_and_its_key_leads_back(day, kind):
    found = period.of_kind(kind, day)
    assert (found.start or day) <= day <= found.end
    assert period.parse(found.key, day) == found


@given(
    st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 2000), st.sampled_from(["month", "quarter", "year"])
)
def test_the_choices_cover_every_day_once(first, days, kind):
    last = first + timedelta(days=days)
    found = period.choices(kind, first, last)
    assert found[0].end >= last
    assert found[-1].start <= first
    assert all(later.start == earlier.end + timedelta(days=1) for later, earlier in pairwise(found))
