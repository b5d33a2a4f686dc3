from datetime import date

import pytest

from analytics.commands.verb import day, last_day, month, pairs
from data.errors import UsageError


def test_days_and_months_are_read():
    assert day("2026-11-03") == date(2026, 11, 3)
    assert month("2026-11") == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 12, 1), date(2026, 12, 31)),
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2026, 2, 1), date(2026, 2, 28)),
    ],
)
def test_a_month_ends_on_its_last_day(first, last):
    assert last_day(first) == last


@pytest.mark.parametrize(
    ("read", "text"), [(day, "3.11.2026"), (day, "2026-02-30"), (month, "2026-13"), (month, "November"), (month, "")]
)
def test_what_is_no_day_is_told(read, text):
    with pytest.raises(UsageError, match="it would be like 2026-11"):
        read(text)


def test_pairs_are_read_up_to_the_first_sign():
    assert pairs(["k=4", "text=a=b", "empty="]) == {"k": "4", "text": "a=b", "empty": ""}


@pytest.mark.parametrize(("words", "told"), [(["k"], "name=value"), (["=4"], "name=value"), (["k=1", "k=2"], "twice")])
def test_what_is_no_pair_is_told(words, told):
    with pytest.raises(UsageError, match=told):
        pairs(words)
