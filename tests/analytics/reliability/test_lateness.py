"""How late invoices were, worked out by hand, and that nothing of a later day is known."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from pandas import DataFrame

from analytics.reliability.lateness import History, days_beyond_terms, lateness, ripe

THROUGH = date(2026, 6, 30)


def invoices(*rows: tuple) -> DataFrame:
    """Rows of (client, issued, due, settled or None, amount, credited)."""
    columns = ["client_id", "issued_on", "due_on", "settled_on", "amount", "credited_amount"]
    table = DataFrame(list(rows), columns=columns)
    for name in ("issued_on", "due_on", "settled_on"):
        table[name] = pd.to_datetime(table[name])
    table["open_amount"] = (table["amount"] - table["credited_amount"]).where(table["settled_on"].isna(), 0.0)
    table.insert(0, "invoice_id", [f"I{number}" for number in range(len(table))])
    return table


def one(due: str, settled: str | None, amount: float = 100.0, credited: float = 0.0) -> DataFrame:
    issued = (pd.Timestamp(due) - timedelta(days=14)).date().isoformat()
    return lateness(invoices(("A", issued, due, settled, amount, credited)), THROUGH)


@pytest.mark.parametrize(
    ("due", "settled", "days", "late", "known"),
    [
        ("2026-03-01", "2026-03-31", 30, False, True),  # 30 days are not more than 30
        ("2026-03-01", "2026-04-01", 31, True, True),
        ("2026-03-01", "2026-02-20", -9, False, True),
        ("2026-05-31", None, 30, False, False),  # 30 days so far: tomorrow will tell
        ("2026-05-30", None, 31, True, True),  # unpaid for 31 days: late already
        ("2026-07-10", None, -10, False, False),
    ],
)
def test_an_invoice_is_late_when_more_than_30_days_pass_its_due_day(due, settled, days, late, known):
    row = one(due, settled).iloc[0]
    assert (row["days_late"], row["is_late"], row["is_known"]) == (days, late, known)


def test_a_credited_invoice_is_never_late_and_no_evidence():
    row = one("2026-01-01", None, 100.0, 100.0).iloc[0]
    assert row["is_credited"]
    assert not row["is_late"]
    assert not row["is_settled"]
    assert not row["is_known"]


def test_what_was_settled_after_the_day_known_is_open_with_its_days_so_far():
    row = lateness(invoices(("A", "2026-05-01", "2026-05-20", "2026-07-02", 50.0, 0.0)), THROUGH).iloc[0]
    assert not row["is_settled"]
    assert row["days_late"] == 41
    assert row["is_late"]


def test_an_invoice_issued_after_the_day_known_is_not_seen():
    assert lateness(invoices(("A", "2026-07-01", "2026-07-20", None, 50.0, 0.0)), THROUGH).empty


def test_an_outcome_is_ripe_once_its_due_day_is_31_days_back():
    found = lateness(
        invoices(("A", "2026-05-01", "2026-05-30", None, 1.0, 0.0), ("A", "2026-05-02", "2026-05-31", None, 1.0, 0.0)),
        THROUGH,
    )
    assert list(ripe(found, pd.Timestamp(THROUGH))) == [True, False]


def test_days_beyond_terms_are_weighted_by_money():
    found = lateness(
        invoices(
            ("A", "2026-01-01", "2026-01-15", "2026-01-25", 300.0, 0.0),  # 10 days × 300
            ("A", "2026-02-01", "2026-02-15", "2026-02-05", 500.0, 0.0),  # early: 0 × 500
            ("A", "2026-05-01", "2026-06-10", None, 200.0, 0.0),  # 20 days so far × 200
            ("A", "2026-06-01", "2026-07-10", None, 999.0, 0.0),  # not due: not counted
            ("B", "2026-06-01", "2026-07-10", None, 10.0, 0.0),
        ),
        THROUGH,
    )
    table = days_beyond_terms(found).set_index("client_id")
    assert table.loc["A", "days_beyond_terms"] == pytest.approx((300 * 10 + 200 * 20) / 1000)
    assert (table.loc["A", "settled"], table.loc["A", "late"], table.loc["A", "known"]) == (2, 0, 2)
    assert np.isnan(table.loc["B", "days_beyond_terms"])


def many(seed: int = 3) -> DataFrame:
    """A hundred invoices of six clients, a tenth unpaid."""
    generator = np.random.default_rng(seed)
    rows = []
    for number in range(100):
        issued = pd.Timestamp(2025, 1, 1) + timedelta(days=int(generator.integers(0, 500)))
        due = issued + timedelta(days=14)
        settled = due + timedelta(days=int(generator.integers(-10, 70)))
        paid = generator.random() < 0.9 and settled.date() <= THROUGH
        rows.append((f"C{number % 6}", issued, due, settled if paid else None, float(generator.integers(1, 900)), 0.0))
    return invoices(*rows)


def known_by_hand(table: DataFrame, client: str, day: pd.Timestamp) -> dict[str, float]:
    """What was known before ``day``, counted one invoice at a time."""
    mine = [row for row in table[table["client_id"] == client].to_dict("records") if row["issued_on"] < day]
    settled = [row for row in mine if not pd.isna(row["settled_on"]) and row["settled_on"] < day]
    unpaid = [row for row in mine if row not in settled]
    days = [(row["settled_on"] - row["due_on"]).days for row in settled]
    yesterday = day - timedelta(days=1)
    overdue = [row for row in unpaid if row["due_on"] < day]
    long = [row for row in unpaid if (yesterday - row["due_on"]).days > 30]
    return {
        "settled": len(settled),
        "known": len(settled) + len(long),
        "late": sum(each > 30 for each in days) + len(long),
        "overdue": len(overdue),
        "long_overdue": len(long),
        "open": len(unpaid),
    }


def test_history_knows_of_a_day_what_counting_by_hand_finds():
    table = many()
    found = lateness(table, THROUGH)
    days = pd.Series(pd.date_range("2025-02-01", "2026-06-15", periods=40).normalize())
    asked = pd.Series([f"C{number % 6}" for number in range(40)])
    known = History.of(found).at(asked, days)
    for place, (client, day) in enumerate(zip(asked, days, strict=True)):
        expected = known_by_hand(table, client, day)
        assert known.loc[place, list(expected)].to_dict() == expected


def test_history_of_a_day_does_not_change_with_what_came_after():
    table = many()
    day = pd.Series([pd.Timestamp(2025, 11, 1)] * 6)
    asked = pd.Series([f"C{number}" for number in range(6)])
    whole = History.of(lateness(table, THROUGH)).at(asked, day)
    past = History.of(lateness(table, date(2025, 10, 31))).at(asked, day)
    pd.testing.assert_frame_equal(whole, past)


def test_the_recent_days_are_those_of_the_last_three_settled():
    found = lateness(
        invoices(
            *[
                ("A", f"2026-0{month}-01", f"2026-0{month}-10", f"2026-0{month}-{10 + month}", 1.0, 0.0)
                for month in range(1, 6)
            ]
        ),
        THROUGH,
    )
    known = History.of(found).at(pd.Series(["A", "A", "nobody"]), pd.Series([pd.Timestamp(THROUGH)] * 3))
    assert list(known["recent_days"])[:2] == [4.0, 4.0]  # (3 + 4 + 5) / 3
    assert list(known["settled"]) == [5, 5, 0]
    assert np.isnan(known["days_beyond"].iloc[2])


def test_an_empty_frame_gives_an_empty_frame_with_the_same_columns():
    found = lateness(many().iloc[:0], THROUGH)
    assert found.empty
    assert {"is_late", "owed", "days_late"} <= set(found.columns)
    assert list(days_beyond_terms(found).columns) == list(days_beyond_terms(lateness(many(), THROUGH)).columns)
