"""Statements of pay, against a second calculation from the plain rows, and every edge that the contract names."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame

from analytics.compensation import Options, analyse
from analytics.pay_words import worded
from analytics.question import Question, Scores
from analytics.results import to_json
from analytics.scheme_file import SchemeRefused

SCHEME = """
name = "Standard"
from = "2026-01"
metric = "revenue"
cap = 1.5
[[tier]]
from = 0.8
rate = 0.5
[[tier]]
from = 1.0
rate = 1.0
[penalty]
rate = 0.1
below = 0.9
new_clients_below = 0.5
cap = 0.2
"""
AS_OF = date(2026, 6, 30)
COLUMNS = {
    "payroll": ["manager_id", "name", "team", "period", "salary", "bonus", "penalty", "bonus_for", "employer_cost"],
    "margin": ["manager_id", "period", "margin"],
    "payers": ["client_id", "count_invoices", "count_unpaid"],
    "actuals": [
        "metric",
        "manager_id",
        "period",
        "deal_id",
        "client_id",
        "on_day",
        "numerator",
        "denominator",
        "amount",
    ],
    "plans": ["manager_id", "period", "metric", "target"],
    "invoices": ["deal_id", "invoice_id", "client_id", "due_on", "amount", "paid_amount", "open_amount"],
    "clients": ["client_id", "name"],
}
DAYS = ("period", "on_day", "bonus_for", "due_on")


def frames(**rows):
    """The analysis' frames from plain rows (tuples in the columns' order), as the engine gives them."""
    found = {}
    for name, columns in COLUMNS.items():
        frame = DataFrame(rows.get(name, []), columns=columns, dtype=object)
        for column in set(columns) & set(DAYS):
            frame[column] = pd.to_datetime(frame[column]).astype("datetime64[us]")
        found[name] = frame
    return found


def paid(manager_id, month, salary, bonus=None, penalty=None, bonus_for=None):
    money = [None if value is None else Decimal(value) for value in (salary, bonus, penalty)]
    period = date(2026, month, 1)
    earned = date(2026, bonus_for, 1) if bonus_for else period
    return (manager_id, f"Name {manager_id}", "North", period, *money, earned, None)


def event(metric, manager_id, day, amount, deal_id=None, client_id="C1", fraction=(1, 1)):
    share = [Decimal(value) for value in fraction]
    return (metric, manager_id, day.replace(day=1), deal_id, client_id, day, *share, Decimal(amount))


def won(manager_id, month, amount, deal_id="D1", client_id="C1"):
    return event("revenue", manager_id, date(2026, month, 10), amount, deal_id, client_id)


def plan(manager_id, month, target, metric="revenue"):
    return (manager_id, date(2026, month, 1), metric, Decimal(target))


def invoice(deal_id, invoice_id, amount, arrived, client_id="C1", still=None):
    left = Decimal(amount) - Decimal(arrived) if still is None else Decimal(still)
    return (deal_id, invoice_id, client_id, date(2026, 5, 1), Decimal(amount), Decimal(arrived), left)


def ask(given, scheme=SCHEME, **changes):
    return analyse(given, Question(**{"as_of": AS_OF, "documents": {"scheme": (scheme,)}, **changes}))


def first(result):
    return result.statements.to_dict("records")[0]


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


money = st.decimals(0, 3000, places=2)
people = st.sampled_from(["M1", "M2"])
spring = st.sampled_from([4, 5, 6])
rows = st.fixed_dictionaries(
    {
        "won": st.lists(st.tuples(people, spring, money), max_size=12),
        "collected": st.lists(st.tuples(people, spring, money, st.integers(1, 99), st.integers(1, 99)), max_size=8),
        "clients": st.lists(st.tuples(people, spring), max_size=5),
        "plans": st.dictionaries(st.tuples(people, spring), st.decimals(0, 4000, places=2), max_size=6),
        "plans_of_clients": st.dictionaries(st.tuples(people, spring), st.integers(0, 4), max_size=6),
        "salaries": st.dictionaries(st.tuples(people, spring), money, min_size=1, max_size=6),
    }
)
terms = st.fixed_dictionaries(
    {
        "every": st.sampled_from(["month", "quarter"]),
        "pay_on": st.sampled_from(["won", "collected"]),
        "base": st.sampled_from(["salary", "target"]),
        "cap": st.none() | st.decimals(0, 1, places=2),
        "first": st.decimals(0, 1, places=2),
        "gap": st.decimals("0.01", 1, places=2),
        "rates": st.tuples(st.decimals(0, 2, places=3), st.decimals(0, 2, places=3)),
        "source": st.sampled_from(["bonus", "pay"]),
        "penalty": st.tuples(*[st.decimals("0.01", 1, places=2)] * 4),
    }
)


def written(facts):
    """The scheme's file for drawn terms."""
    rate, below, clients_below, cap = facts["penalty"]
    lines = ['name = "Drawn"', 'from = "2025-01"', 'metric = "revenue"']
    lines += [f'{name} = "{facts[name]}"' for name in ("every", "pay_on", "base")]
    lines += [] if facts["cap"] is None else [f"cap = {facts['cap']}"]
    for start, tier_rate in zip((facts["first"], facts["first"] + facts["gap"]), facts["rates"], strict=True):
        lines += ["[[tier]]", f"from = {start}", f"rate = {tier_rate}"]
    lines += ["[penalty]", f'from = "{facts["source"]}"', 'law = "§ 1"', f"rate = {rate}", f"below = {below}"]
    return "\n".join([*lines, f"new_clients_below = {clients_below}", f"cap = {cap}"])


def second_calculation(drawn, facts, manager_id, month):
    """Bonus and penalty straight from the drawn rows: sums by hand, tiers as differences of one cumulative function."""
    months = [month] if facts["every"] == "month" else [4, 5, 6]
    if facts["every"] == "quarter" and month != 6:
        return Decimal(0), Decimal(0)
    here = [(manager_id, each) for each in months]
    target = sum(Fraction(drawn["plans"].get(key, 0)) for key in here)
    if target == 0:
        return Decimal(0), Decimal(0)
    if facts["pay_on"] == "won":
        actual = sum(Fraction(amount) for who, when, amount in drawn["won"] if (who, when) in here)
    else:
        actual = sum(Fraction(a) * n / d for who, when, a, n, d in drawn["collected"] if (who, when) in here)
    reached, low, high = actual / target, Fraction(facts["first"]), Fraction(facts["first"] + facts["gap"])
    lower, upper = map(Fraction, facts["rates"])
    share = lower * max(reached - low, 0) + (upper - lower) * max(reached - high, 0)
    salary = sum(Fraction(drawn["salaries"].get(key, 0)) for key in here)
    base = salary if facts["base"] == "salary" else target
    share = share if facts["cap"] is None else min(share, Fraction(facts["cap"]))
    bonus = to_cents(base * share)
    rate, below, clients_below, cap = map(Fraction, facts["penalty"])
    short = max(below - reached, 0)
    planned = sum(drawn["plans_of_clients"].get(key, 0) for key in here)
    if planned:
        short += max(clients_below - Fraction(sum(pair in here for pair in drawn["clients"]), planned), 0)
    limit = cap * (Fraction(drawn["salaries"][manager_id, month]) + Fraction(bonus))
    penalty = min(salary * rate * short, Fraction(int(limit * 100), 100))
    return bonus, to_cents(min(penalty, Fraction(bonus)) if facts["source"] == "bonus" else penalty)


def to_cents(amount):
    """Half up, by a decimal of more digits than any of these fractions needs to be told from a half."""
    twice = 2 * 100 * amount.numerator + amount.denominator
    return Decimal(twice // (2 * amount.denominator)) / 100


@given(rows, terms)
@settings(max_examples=200, deadline=None)
def test_every_statement_is_what_the_second_calculation_says(drawn, facts):
    events = [won(who, when, amount, f"D{n}") for n, (who, when, amount) in enumerate(drawn["won"])]
    events += [
        event("collected", who, date(2026, when, 3), amount, f"D{n}", fraction=share)
        for n, (who, when, amount, *share) in enumerate(drawn["collected"])
    ]
    events += [
        event("new_clients", who, date(2026, when, 3), "1", f"N{n}") for n, (who, when) in enumerate(drawn["clients"])
    ]
    targets = [plan(who, when, target) for (who, when), target in drawn["plans"].items()]
    targets += [plan(who, when, target, "new_clients") for (who, when), target in drawn["plans_of_clients"].items()]
    given = frames(
        payroll=[paid(who, when, salary) for (who, when), salary in drawn["salaries"].items()],
        actuals=events,
        plans=targets,
        invoices=[invoice(f"D{n}", f"I{n}", "10", str(n)) for n in range(10)],
    )
    found = ask(given, written(facts)).statements
    assert len(found) == len(drawn["salaries"])
    for row in found.to_dict("records"):
        expected = second_calculation(drawn, facts, row["manager_id"], row["period"].month)
        assert (row["bonus"], row["penalty"]) == expected
        assert row["backed"] is None or row["backed"] + row["open"] == row["bonus"]
