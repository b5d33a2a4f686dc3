"""Months, quarters and years as headings in four languages."""

import pytest

from data.importing.periods import parse, split_heading


@pytest.mark.parametrize(
    ("heading", "start", "months"),
    [
        ("Jan 26", "2026-01-01", 1), ("01.2026", "2026-01-01", 1), ("янв.26", "2026-01-01", 1),
        ("jaanuar 2026", "2026-01-01", 1), ("2026 Jan", "2026-01-01", 1), ("январь 2026 г.", "2026-01-01", 1),
        ("Q1 2026", "2026-01-01", 3), ("I kv 2026", "2026-01-01", 3), ("IV kvartal 2026", "2026-10-01", 3),
        ("1 квартал 2026", "2026-01-01", 3), ("2. Quartal 2026", "2026-04-01", 3), ("Q2'26", "2026-04-01", 3),
        ("2026 III kv", "2026-07-01", 3), ("2026 год", "2026-01-01", 12), ("FY2026", "2026-01-01", 12),
        ("2026", "2026-01-01", 12),
    ],
)  # fmt: skip
def test_periods(heading, start, months):
    found = parse(heading)
    assert found is not None
    assert (found.start.isoformat(), found.months) == (start, months)


@pytest.mark.parametrize("heading", ["Manager", "Total", "V kv 2026", "Q5 2026", "2026 Smith"])
def test_no_periods(heading):
    assert parse(heading) is None


def test_a_period_beside_what_it_is_of():
    found = split_heading("оклад 1 квартал 2026")
    assert found is not None
    assert (found[0].months, found[1]) == (3, "оклад")
