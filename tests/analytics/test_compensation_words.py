"""What the compensation page says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from analytics import compensation_words as findings
from tests.analytics.test_compensation import SCHEME, ask, frames, invoice, paid, plan, won

MARKET = "[market]\nlow = 900\nmean = 1500\nhigh = 2100\nsource = 'a survey'\n"
MAY = date(2026, 5, 31)


def example():
    """A month of three people: one paid wrongly, one not yet, one without a bonus; and the month before."""
    given = frames(
        payroll=[
            paid("M1", 4, "1000", "100", "0"),
            paid("M1", 5, "1000", "999", "0"),
            paid("M2", 5, "2000", None),
            paid("M3", 5, "3000", "0", "0"),
        ],
        actuals=[won("M1", 4, "100", "D0"), won("M1", 5, "100", "D1"), won("M2", 5, "120", "D2", "C2")],
        plans=[plan(f"M{number}", 5, "100") for number in (1, 2, 3)] + [plan("M1", 4, "100")],
        margin=[("M1", date(2026, 5, 1), Decimal("16000"))],
        invoices=[invoice("D1", "I1", "100", "80"), invoice("D2", "I2", "100", "0", "C2")],
        payers=[("C1", 10, 1), ("C2", 10, 5)],
        clients=[("C1", "Alfa"), ("C2", "Beeta")],
    )
    return ask(given, SCHEME + MARKET, start=date(2026, 5, 1), end=MAY)


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


def test_findings_name_the_numbers(result):
    assert findings.curve_finding(result) == "1 bonus paid is off the scheme's curve"
    assert findings.months_finding(result) == "May pay is 2% above what plans met exactly would cost"
    assert findings.backing_finding(result).startswith("11% of the bonuses is backed")
    assert findings.market_finding(result) == "1 of 3 are paid inside the market range, 2 above, 0 below"
    assert "a survey" in findings.market_words(result)
    assert findings.market_lack(result) == ""
    assert findings.pay_change(result) == ("", "", None)


def test_backing_is_told_by_person_or_by_deal(result):
    people, deals = findings.backing_rows(result, False), findings.backing_rows(result, True)
    assert people["name"].tolist() == ["Name M1", "Name M2"]
    assert deals["name"].tolist() == ["D1 Alfa", "D2 Beeta"]
    assert people["backed"].sum() == deals["backed"].sum() == float(result.totals.backed)


def test_the_market_range_in_other_money_is_not_compared():
    given = frames(payroll=[paid("M1", 5, "1000")])
    assert "no market range" in findings.market_lack(ask(given))
    assert "in USD, pay in EUR" in findings.market_lack(ask(given, SCHEME + MARKET + 'currency = "USD"'))
