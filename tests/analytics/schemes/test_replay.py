"""Past months paid again: to the cent what the statements say, and what a second calculation says."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings

from analytics.pay.scheme import Case
from analytics.pay.scheme_file import read
from tests.analytics.pay.test_scheme import second_calculation
from tests.analytics.pay_frames import SCHEME, frames, paid, plan, won
from tests.analytics.pay_frames import ask as ask_pay
from tests.analytics.schemes.companies import ask, companies, drawn_schemes

LOUD = {"max_examples": 25, "deadline": None, "suppress_health_check": list(HealthCheck)}
NOTHING = Decimal("0.00")


def records(frame):
    return frame.to_dict("records")


@given(companies(), drawn_schemes())
@settings(**LOUD)
def test_the_scheme_in_force_replayed_is_the_statements(given, text):
    result, paid = ask(given, text, tried=text), ask_pay(given, text)
    due = {(row["manager_id"], row["period"]): row for row in records(paid.statements)}
    for row in records(result.statements):
        statement = due[row["manager_id"], row["period"]]
        assert [row["bonus"], row["penalty"]] == [statement["bonus"], statement["penalty"]]
        assert [row["tried_bonus"], row["tried_penalty"]] == [statement["bonus"], statement["penalty"]]
        assert row["difference"] == NOTHING
    if read(text).every == "month":
        assert len(result.statements) == len(due)
    assert result.totals.difference == NOTHING
    assert result.totals.gain == result.totals.lose == 0


@given(companies(), drawn_schemes(), drawn_schemes())
@settings(**LOUD)
def test_another_scheme_replayed_is_what_a_second_calculation_says(given, text, other):
    """The second calculation adds the rows up by itself and pays in whole cents."""
    result, tried = ask(given, text, tried=other), read(other)
    for row in records(result.statements):
        case = by_hand(given, tried, row["manager_id"], row["period"].date())
        expected = (0, 0) if case is None else second_calculation(tried, case)
        assert (row["tried_bonus"] * 100, row["tried_penalty"] * 100) == expected


@given(companies(), drawn_schemes(), drawn_schemes())
@settings(**LOUD)
def test_everything_adds_up(given, text, other):
    result = ask(given, text, tried=other)
    net = [row["salary"] + row["bonus"] - row["penalty"] for row in records(result.statements)]
    for name in ("cost", "tried_cost", "difference"):
        found = getattr(result.totals, name)
        assert found == sum(result.months[name], NOTHING) == sum(result.people[name], NOTHING)
    assert result.totals.cost == sum(net, NOTHING)
    assert result.totals.difference == sum(result.statements["difference"], NOTHING)
    still = result.sensitivity[result.sensitivity["change"] == 0]
    assert still["bill"].tolist() == ([result.totals.bill] if len(result.statements) else [])
    assert still["tried_bill"].tolist() == ([result.totals.tried_bill] if len(result.statements) else [])
    bills = result.sensitivity["bill"].tolist()
    assert bills == sorted(bills)


def by_hand(given, scheme, manager_id, month):
    """What a manager brought in and was planned to, straight from the rows; None in a quarter's first months."""
    months = (
        [month]
        if scheme.every == "month"
        else [month.replace(month=month.month - back) for back in (0, 1, 2) if month.month > back]
    )
    if scheme.every == "quarter" and month.month % 3:
        return None
    metric = "collected" if scheme.pay_on == "collected" else scheme.metric
    sums = defaultdict(Fraction)
    for row in records(given["actuals"]):
        if row["manager_id"] == manager_id and row["period"].date() in months:
            sums[row["metric"]] += Fraction(row["amount"]) * Fraction(row["numerator"]) / Fraction(row["denominator"])
    targets = defaultdict(list)
    for row in records(given["plans"]):
        if row["manager_id"] == manager_id and row["period"].date() in months:
            targets[row["metric"]].append(Fraction(row["target"]))
    salaries = {
        row["period"].date(): Fraction(row["salary"])
        for row in records(given["payroll"])
        if row["manager_id"] == manager_id
    }
    return Case(
        sum((salaries.get(each, Fraction(0)) for each in months), Fraction(0)),
        salaries[month],
        sums[metric],
        sum(targets[scheme.metric]) if targets[scheme.metric] else None,
        sums["new_clients"],
        sum(targets["new_clients"]) if targets["new_clients"] else None,
    )


def two_people():
    """One at 90% of the plan and one at 200%, with 1,000 of salary each, in May."""
    return frames(
        payroll=[paid("M1", 5, "1000"), paid("M2", 5, "1000")],
        actuals=[won("M1", 5, "90", "D1"), won("M2", 5, "200", "D2", "C2")],
        plans=[plan("M1", 5, "100"), plan("M2", 5, "100")],
        margin=[("M1", date(2026, 5, 1), Decimal(1000)), ("M2", date(2026, 5, 1), Decimal(1550))],
        clients=[("C1", "Alfa")],
    )


def test_who_gains_and_who_loses():
    """Now 1000 × 0.5 × 0.1 = 50 and 1000 × (0.1 + 1.0) = 1,100; from 90% on at a rate of 1: 0 and 1,100."""
    tried = 'name = "New"\nfrom = "2027-01"\nmetric = "revenue"\n[[tier]]\nfrom = 0.9\nrate = 1'
    result = ask(two_people(), SCHEME, tried=tried)
    assert [
        (row["manager_id"], row["cost"], row["tried_cost"], row["difference"]) for row in records(result.people)
    ] == [
        ("M1", Decimal("1050.00"), Decimal("1000.00"), Decimal("-50.00")),
        ("M2", Decimal("2100.00"), Decimal("2100.00"), NOTHING),
    ]
    found = result.totals
    assert (found.gain, found.lose, found.difference) == (0, 1, Decimal("-50.00"))
    assert (found.per_margin, found.tried_per_margin) == (Decimal("1.235294"), Decimal("1.215686"))


def test_more_attained_costs_more():
    """10% more: 99 and 220 of 100, so 95 and 1,300 of bonus in place of 50 and 1,100."""
    rows = {row["change"]: row for row in records(ask(two_people(), SCHEME).sensitivity)}
    assert rows[Decimal("0.10")]["difference"] == Decimal("245.00")
    assert rows[Decimal("-0.20")]["bill"] == Decimal("700.00")


def test_quarters_are_compared_whole():
    given = frames(
        payroll=[paid("M1", month, "1000") for month in range(2, 7)],
        actuals=[won("M1", month, "100", f"D{month}") for month in range(2, 7)],
        plans=[plan("M1", month, "100") for month in range(2, 7)],
    )
    result = ask(given, SCHEME, tried='every = "quarter"' + SCHEME)
    assert [row["period"].month for row in records(result.statements)] == [4, 5, 6]
    assert [row["tried_bonus"] for row in records(result.statements)] == [NOTHING, NOTHING, Decimal("300.00")]
    assert result.totals.difference == NOTHING


def test_a_month_that_is_not_over_is_not_compared():
    result = ask(two_people(), SCHEME, as_of=date(2026, 5, 20))
    assert result.statements.empty
    assert result.last is None
    assert len(result.next_deals) == 2


def test_one_person_alone():
    result = ask(two_people(), SCHEME, manager="M2")
    assert result.people["manager_id"].tolist() == ["M2"]
    assert result.totals.margin == Decimal(1550)
    assert ask(two_people(), SCHEME, manager="M9").people.empty
