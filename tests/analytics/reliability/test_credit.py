"""Classes at their thresholds, and credit limits by hand."""

from datetime import date

import pandas as pd
from pandas import DataFrame

from analytics.reliability.credit import credit_class, credit_limit
from analytics.reliability.lateness import lateness
from tests.analytics.reliability.test_lateness import invoices

THROUGH = date(2026, 12, 31)


def clients(**columns) -> DataFrame:
    size = len(next(iter(columns.values())))
    base = {"client_id": [f"C{n}" for n in range(size)], "kind": ["company"] * size, "scored": [True] * size}
    return DataFrame(base | {"fail_probability": [0.0] * size} | columns)


def test_a_class_begins_at_its_threshold():
    table = clients(late_probability=[0.0, 0.0499, 0.05, 0.1, 0.2, 0.399, 0.4, 1.0])
    assert list(credit_class(table)) == ["A", "A", "B", "C", "D", "D", "E", "E"]


def test_neither_a_person_nor_an_unscored_client_has_a_class():
    table = clients(late_probability=[0.1, 0.1, float("nan")], kind=["person", "company", "company"])
    table["scored"] = [True, False, True]
    assert credit_class(table).isna().all()


def test_without_invoices_the_probability_of_failing_makes_the_class():
    table = clients(late_probability=[float("nan")] * 3, scored=[False] * 3, fail_probability=[0.01, 0.05, 0.3])
    assert list(credit_class(table, by_fail=True)) == ["A", "C", "E"]


def test_a_limit_is_months_of_average_invoicing_by_class():
    found = lateness(
        invoices(
            ("C0", "2025-06-01", "2025-06-15", "2025-06-15", 99999.0, 0.0),  # more than a year back
            ("C0", "2026-03-01", "2026-03-15", "2026-03-15", 9000.0, 0.0),
            ("C0", "2026-09-01", "2026-09-15", "2026-09-15", 4000.0, 1000.0),  # 12 000 in 12 months: 1 000 a month
            ("C1", "2026-12-01", "2026-12-15", None, 3000.0, 0.0),  # a client of one month: over 3 months, 1 000
        ),
        THROUGH,
    )
    table = clients(late_probability=[0.01, 0.15], fail_probability=[0.1, 0.1])
    table["class"] = credit_class(table)
    assert list(credit_limit(table, found, THROUGH, fail_counts=False)) == [3000.0, 1000.0]
    assert list(credit_limit(table, found, THROUGH, fail_counts=True)) == [2700.0, 900.0]


def test_who_was_not_invoiced_for_a_year_or_has_no_class_gets_no_suggestion():
    table = clients(late_probability=[0.01, 0.01])
    table["class"] = pd.Series(["A", None], dtype=object)
    limit = credit_limit(table, lateness(invoices(), THROUGH), THROUGH, fail_counts=False)
    assert pd.isna(limit.iloc[0])
    assert pd.isna(limit.iloc[1])
