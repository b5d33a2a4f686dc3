"""What the compensation page says."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest

from analytics.compensation import words as findings
from tests.analytics.pay_frames import example


@pytest.fixture(scope="module")
def result():
    return example()


def test_the_headline_tells_cost_margin_and_differences(result):
    assert findings.headline(result) == (
        "May pay costs €6,999, €0.44 for each € of margin; 1 payment differs from the scheme"
    )


def test_several_months_are_told_by_their_ends(result):
    other = result.statements.iloc[:1].assign(period=pd.Timestamp("2025-12-01"))
    both = replace(result, statements=pd.concat([other, result.statements]))
    assert findings.headline(both).startswith("Pay of Dec\u00a02025 to May\u00a02026 costs")


def test_ones_own_headline_is_the_bonus_and_how_it_was_reached(result):
    own = replace(result, statements=result.statements.iloc[:1])
    assert findings.own_headline(own) == "Your bonus for May is €100.00: you reached 100% of the plan"


def test_notes_tell_what_is_missing(result):
    told = findings.notes(result, {"regions": ("North",)}, is_earlier=True)
    assert [note.split()[0] for note in told] == ["The", "Bonuses", "Pay"]


def test_differences_come_first_with_what_was_paid_too_much(result):
    rows = findings.table(result)
    assert rows["manager_id"].tolist() == ["M1", "M2", "M3"]
    assert rows["net"].tolist()[0] == Decimal("899.00")
    assert rows["tone"].tolist() == ["bad", "", ""]
    assert findings.differences(result)["value"].sum() == result.totals.flagged == 1


def test_a_statement_tells_what_was_paid(result):
    told = [findings.due_words(row) for row in result.statements.to_dict("records")]
    assert told[0].startswith("Paid: bonus €899.00 more than due.")
    assert "nothing to compare" in told[1]
    assert told[2] == "Paid exactly as the scheme says."


def test_a_month_without_the_one_a_year_before_has_no_change(result):
    assert findings.pay_change(result) == ("", "", None)
