"""What the charts of the compensation page find."""

import pytest

from analytics.compensation import findings
from tests.analytics.pay_frames import MARKET, SCHEME, ask, example, frames, paid


@pytest.fixture(scope="module")
def result():
    return example()


def test_findings_name_the_numbers(result):
    assert findings.curve_finding(result) == "1 bonus paid is off the scheme's curve"
    assert findings.months_finding(result) == "May pay is 2% above what plans met exactly would cost"
    assert findings.backing_finding(result).startswith("11% of the bonuses are backed")
    assert findings.market_finding(result) == "1 of 3 are paid inside the market range, 2 above, 0 below"
    assert "a survey" in findings.market_words(result)
    assert findings.market_lack(result) == ""


def test_backing_is_told_by_person_or_by_deal(result):
    people, deals = findings.backing_rows(result, False), findings.backing_rows(result, True)
    assert people["name"].tolist() == ["Name M1", "Name M2"]
    assert deals["name"].tolist() == ["D1 Alfa", "D2 Beeta"]
    assert people["backed"].sum() == deals["backed"].sum() == float(result.totals.backed)


def test_the_market_range_in_other_money_is_not_compared():
    given = frames(payroll=[paid("M1", 5, "1000")])
    assert "no market range" in findings.market_lack(ask(given))
    assert "in USD, pay in EUR" in findings.market_lack(ask(given, SCHEME + MARKET + 'currency = "USD"'))
