"""Statements of pay: every edge that the contract names, on a few rows."""

from datetime import date
from decimal import Decimal

import pytest
from pandas import DataFrame

from analytics.compensation import Options
from analytics.compensation.step_words import worded
from analytics.pay.scheme_file import SchemeRefused
from analytics.question import Scores
from analytics.results import to_json
from tests.analytics.pay_frames import AS_OF, SCHEME, ask, event, first, frames, invoice, paid, plan, won


def test_a_statement_to_the_cent():
    given = frames(
        payroll=[paid("M1", 5, "2000", "225", "0")], actuals=[won("M1", 5, "56250.05")], plans=[plan("M1", 5, "50000")]
    )
    row = first(ask(given))
    assert (row["bonus"], row["penalty"], row["salary"]) == (Decimal("450.00"), 0, 2000)
    assert row["attainment"] == 1.125001
    assert (row["difference"], row["flagged"]) == (Decimal("-225.00"), True)


@pytest.mark.parametrize("plans", [[], [plan("M1", 5, "0")]])
def test_without_a_target_nothing_is_due(plans):
    row = first(ask(frames(payroll=[paid("M1", 5, "2000")], actuals=[won("M1", 5, "900")], plans=plans)))
    assert row["attainment"] is None or row["attainment"] != row["attainment"]
    assert (row["bonus"], row["penalty"]) == (Decimal("0.00"), Decimal("0.00"))


def test_an_unknown_payment_is_not_wrong():
    given = frames(payroll=[paid("M1", 5, "2000")], actuals=[won("M1", 5, "50000")], plans=[plan("M1", 5, "50000")])
    row = first(ask(given))
    assert (row["paid_bonus"], row["difference"], row["flagged"], row["cause"]) == (None, None, False, "")


def test_a_bonus_is_compared_in_the_month_that_it_was_earned_in():
    given = frames(
        payroll=[paid("M1", 4, "2000"), paid("M1", 5, "2000", "200", "0", bonus_for=4)],
        actuals=[won("M1", 4, "50000")],
        plans=[plan("M1", 4, "50000"), plan("M1", 5, "50000")],
    )
    april, may = ask(given).statements.to_dict("records")
    assert (april["bonus"], april["paid_bonus"], april["flagged"]) == (Decimal("200.00"), Decimal("200"), False)
    assert may["paid_bonus"] is None


def test_a_month_that_is_not_over_is_not_flagged():
    given = frames(payroll=[paid("M1", 6, "2000", "99")], plans=[plan("M1", 6, "50000")])
    assert not first(ask(given, as_of=date(2026, 6, 12)))["flagged"]
    assert first(ask(given))["flagged"]


def test_before_the_first_scheme_nothing_is_calculated():
    row = first(ask(frames(payroll=[paid("M1", 5, "2000", "10")]), SCHEME.replace("2026-01", "2026-06")))
    assert (row["bonus"], row["scheme"], row["flagged"]) == (None, None, False)


def test_the_scheme_given_as_an_option_replaces_the_workspaces_own():
    given = frames(payroll=[paid("M1", 5, "2000")], actuals=[won("M1", 5, "50000")], plans=[plan("M1", 5, "50000")])
    generous = SCHEME.replace("rate = 0.5", "rate = 2")
    assert first(ask(given, options=Options(generous)))["bonus"] == Decimal("800.00")
    with pytest.raises(SchemeRefused, match="Line 3"):
        Options(SCHEME.replace('"2026-01"', "1"))


def test_a_stored_scheme_with_faults_is_told():
    result = ask(frames(payroll=[paid("M1", 5, "2000")]), "name = 1")
    assert "Line 1" in result.faults[0]
    assert result.scheme is None


def test_a_quarter_is_summed_and_due_in_its_last_month():
    given = frames(
        payroll=[paid("M1", month, "1000") for month in (4, 5, 6)],
        actuals=[won("M1", 4, "90", "D1"), won("M1", 6, "30", "D2")],
        plans=[plan("M1", month, "40") for month in (4, 5, 6)],
    )
    april, may, june = ask(given, 'every = "quarter"' + SCHEME).statements.to_dict("records")
    assert (april["bonus"], may["bonus"], june["bonus"]) == (0, 0, Decimal("300.00"))
    assert (june["attainment"], june["target"], june["salary"]) == (1.0, Decimal("120.00"), Decimal("1000"))
    assert not april["is_due"]


def test_money_collected_counts_net_of_vat_and_against_the_same_target():
    """124 of an invoice of 372 with 300 net is exactly 100."""
    given = frames(
        payroll=[paid("M1", 5, "1000")],
        actuals=[
            won("M1", 5, "500"),
            event("collected", "M1", date(2026, 5, 9), "124", "D1", fraction=(300, 372)),
            event("collected", "M1", date(2026, 5, 19), "-24.80", "D1", fraction=(300, 372)),
        ],
        plans=[plan("M1", 5, "80")],
    )
    result = ask(given, 'pay_on = "collected"' + SCHEME)
    row = first(result)
    assert (row["attainment"], row["actual"], row["bonus"]) == (1.0, Decimal("80.00"), Decimal("100.00"))
    assert (row["backed"], row["open"], row["at_risk"]) == (Decimal("100.00"), 0, 0)
    assert result.deals["counted"].tolist() == [Decimal("80.00")]


def test_a_commission():
    text = 'name = "C"\nfrom = "2026-01"\nmetric = "revenue"\nbase = "actual"\ncap_amount = 700\n'
    text += "tier = [{from = 0, rate = 0.015}]"
    given = frames(
        payroll=[paid("M1", 5, "0"), paid("M2", 5, "0")], actuals=[won("M1", 5, "12345.67"), won("M2", 5, "99999")]
    )
    result = ask(given, text)
    assert result.statements["bonus"].tolist() == [Decimal("185.19"), Decimal("700.00")]
    assert result.curve.empty


def test_a_manager_is_paid_for_deals_whose_client_is_not_theirs_any_more():
    given = frames(
        payroll=[paid("M1", 5, "1000")],
        actuals=[won("M1", 5, "60", "D1", "C1"), won("M1", 5, "40", "D2", "C2")],
        plans=[plan("M1", 5, "100")],
        clients=[("C1", "Alfa")],
    )
    result = ask(given)
    assert result.deals["client"].tolist() == ["Alfa", "client of a colleague"]
    assert result.deals["client_id"].isna().tolist() == [False, True]
    assert result.deals["counted"].sum() == first(result)["actual"]


def test_backed_open_and_at_risk():
    given = frames(
        payroll=[paid("M1", 5, "1000")],
        actuals=[won("M1", 5, "75", "D1"), won("M1", 5, "25", "D2", "C2")],
        plans=[plan("M1", 5, "100")],
        invoices=[invoice("D1", "I1", "93", "93"), invoice("D2", "I2", "31", "0", "C2")],
        payers=[("C1", 10, 0), ("C2", 10, 10)],
    )
    scores = {"reliability": Scores({"clients": DataFrame({"client_id": ["C2"], "fail_probability": [0.2]})})}
    result = ask(given, scores=scores)
    row = first(result)
    assert (row["backed"], row["open"], row["at_risk"]) == (Decimal("75.00"), Decimal("25.00"), Decimal("5.00"))
    assert result.risk == "reliability"
    by_rate = ask(given)
    assert by_rate.risk == "rate"
    assert Decimal("5.00") < first(by_rate)["at_risk"] < Decimal("25.00")


def test_what_a_credit_took_off_is_at_risk_altogether():
    given = frames(
        payroll=[paid("M1", 5, "1000")],
        actuals=[won("M1", 5, "100")],
        plans=[plan("M1", 5, "100")],
        invoices=[invoice("D1", "I1", "100", "60", still="0")],
    )
    row = first(ask(given))
    assert (row["backed"], row["open"], row["at_risk"]) == (Decimal("60.00"), Decimal("40.00"), Decimal("40.00"))


def test_without_invoices_nothing_is_said_about_money():
    given = frames(payroll=[paid("M1", 5, "1000")], actuals=[won("M1", 5, "100")], plans=[plan("M1", 5, "100")])
    result = ask(given)
    assert (first(result)["backed"], first(result)["at_risk"], result.risk) == (None, None, "")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("200.00", "twice"),
        ("1000.00", "decimal point"),
        ("0.00", "not paid"),
        ("50.00", "D2 was left out"),
        ("200.01", "No single slip"),
        ("100.01", "Rounded otherwise"),
    ],
)
def test_the_likely_cause_is_a_slip_that_gives_the_amount_paid(amount, words):
    given = frames(
        payroll=[paid("M1", 5, "1000", amount)],
        actuals=[won("M1", 5, "90", "D1"), won("M1", 5, "10", "D2")],
        plans=[plan("M1", 5, "100")],
    )
    assert words in first(ask(given))["cause"]


def test_the_bonus_of_another_month_is_recognised():
    given = frames(
        payroll=[paid("M1", 4, "1000", "83.50"), paid("M1", 5, "1000", "83.50")],
        actuals=[won("M1", 4, "96.7", "D1"), won("M1", 5, "91", "D2")],
        plans=[plan("M1", 4, "100"), plan("M1", 5, "100")],
    )
    assert "bonus of Apr" in ask(given).statements["cause"].tolist()[1]


def test_the_period_narrows_the_statements_and_not_what_they_rest_on():
    given = frames(
        payroll=[paid("M1", month, "1000") for month in (4, 5, 6)],
        actuals=[won("M1", month, "40", f"D{month}") for month in (4, 5, 6)],
        plans=[plan("M1", month, "40") for month in (4, 5, 6)],
    )
    result = ask(given, 'every = "quarter"' + SCHEME, start=date(2026, 6, 1), end=AS_OF)
    assert result.statements["bonus"].tolist() == [Decimal("300.00")]
    assert len(result.deals) == 3
    assert len(result.months) == 3


def test_the_steps_lead_to_the_bonus_and_the_penalty():
    given = frames(
        payroll=[paid("M1", 5, "1000")],
        actuals=[won("M1", 5, "85"), event("new_clients", "M1", date(2026, 5, 10), "1", "D1")],
        plans=[plan("M1", 5, "100"), plan("M1", 5, "4", "new_clients")],
    )
    result = ask(given)
    values = dict(zip(result.steps["step"], result.steps["value"], strict=True))
    assert values["attainment"] == 0.85
    assert (values["bonus"], values["uncut"], values["limit"]) == (
        Decimal("25.00"),
        Decimal("30.00"),
        Decimal("205.00"),
    )
    assert (values["penalty"], values["due"]) == (Decimal("25.00"), Decimal("1000.00"))
    told = worded(result.steps, result.scheme)
    assert told["step"].tolist()[:3] == ["Plan: Revenue", "Actual: Revenue", "Attainment"]
    assert told["result"].tolist()[-1] == "€1,000.00"
    assert (told["step"] != "").all()


def test_months_add_up_pay_as_it_was_earned():
    given = frames(
        payroll=[paid("M1", 4, "1000"), paid("M1", 5, "1000", "70", "5", bonus_for=4), paid("M2", 5, "500")],
        actuals=[won("M1", 4, "90"), won("M2", 5, "120")],
        plans=[plan("M1", 4, "100"), plan("M1", 5, "100"), plan("M2", 5, "100")],
        margin=[("M1", date(2026, 4, 1), Decimal("30")), ("M2", date(2026, 5, 1), Decimal("60"))],
    )
    april, may = ask(given).months.to_dict("records")
    assert (april["cost"], april["due"], april["at_plan"]) == (Decimal("1065"), Decimal("1050.00"), Decimal("1100.00"))
    assert (may["cost"], may["unpaid"], may["margin"]) == (Decimal("1500.00"), Decimal("150.00"), Decimal("60.00"))
    assert (april["flagged"], may["flagged"]) == (1, 0)


def test_pay_against_the_market_hides_the_median_of_small_teams():
    market = '[market]\nlow = 900\nhigh = 1100\ncurrency = "{}"\n'
    given = frames(payroll=[paid(f"M{number}", 5, f"{number}00") for number in (8, 9)])
    result = ask(given, SCHEME + market.format("EUR"))
    assert result.market["place"].tolist() == ["below", "inside"]
    assert result.market["team_median"].isna().all()
    given = frames(payroll=[paid(f"M{number}", 5, f"{number}00") for number in (8, 9, 12)])
    assert ask(given, SCHEME + market.format("")).market["team_median"].tolist() == [Decimal(900)] * 3
    assert ask(given, SCHEME + market.format("RUB")).market.empty


def test_nothing_in_gives_nothing_with_the_same_columns():
    empty, full = ask(frames()), ask(frames(payroll=[paid("M1", 5, "1")]))
    for name in ("statements", "deals", "steps", "months", "market", "curve"):
        assert list(getattr(empty, name).columns) == list(getattr(full, name).columns)
        assert getattr(empty, name).empty or name == "curve"


def test_the_result_prints_as_json():
    given = frames(
        payroll=[paid("M1", 5, "2000", "10")], actuals=[won("M1", 5, "45000")], plans=[plan("M1", 5, "50000")]
    )
    printed = to_json(ask(given))
    row = printed["statements"][0]
    assert (row["period"], row["bonus"], row["attainment"]) == ("2026-05-01", Decimal("100.00"), 0.9)
    assert printed["scheme"]["tier"][0] == {"from": 0.8, "rate": 0.5}
