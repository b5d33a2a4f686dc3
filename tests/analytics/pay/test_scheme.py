"""Pay by a scheme, against a second calculation written another way: integers, and tiers walked by breakpoints."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings

from analytics.pay.scheme import Case, Penalty, Scheme, Tier, attainment, in_force, pay, share_at
from tests.analytics.pay.drawing import cases, scheme, schemes


def case(salary="1000", actual="0", target="100", **changes):
    money = {name: None if value is None else Fraction(value) for name, value in changes.items()}
    salary = Fraction(salary)
    target = None if target is None else Fraction(target)
    return Case(salary, money.pop("month_salary", salary), Fraction(actual), target, **money)


def second_calculation(scheme, case):
    """(bonus, penalty) in cents, by another road: a running sum over the sorted breakpoints, and integer division."""
    if scheme.base != "actual" and not case.target:
        return 0, 0
    a = Fraction(1) if scheme.base == "actual" else Fraction(max(case.actual, 0), 1) / case.target
    points = [Fraction(tier.start) for tier in scheme.tiers if Fraction(tier.start) < a] + [a]
    share = sum(
        (high - low) * Fraction(tier.rate) for low, high, tier in zip(points, points[1:], scheme.tiers, strict=False)
    )
    base = {"salary": case.salary, "target": case.target, "actual": max(case.actual, 0)}[scheme.base]
    money = share * base
    if scheme.cap is not None and money > base * Fraction(scheme.cap):
        money = base * Fraction(scheme.cap)
    if scheme.cap_amount is not None and money > Fraction(scheme.cap_amount):
        money = Fraction(scheme.cap_amount)
    bonus = half_up(money)
    rule = scheme.penalty
    if rule is None:
        return bonus, 0
    short = max(Fraction(rule.below) - a, 0)
    if case.new_clients_target:
        clients = max(case.new_clients, 0) / Fraction(case.new_clients_target)
        short += max(Fraction(rule.new_clients_below) - clients, 0)
    penalty = half_up(case.salary * Fraction(rule.rate) * short)
    if rule.cap is not None:
        limit = Fraction(rule.cap) * (case.month_salary * 100 + bonus)
        penalty = min(penalty, limit.numerator // limit.denominator)
    return bonus, min(penalty, bonus) if rule.source == "bonus" else penalty


def half_up(money):
    doubled = money.numerator * 200 + money.denominator
    return doubled // (2 * money.denominator)


def test_the_contracts_example_is_exact():
    """1589 × 0.65 × (0.5 − 3/7) is 73.775: a division in 28 digits would give 73.77."""
    rule = Penalty(rate=Decimal("0.65"), below=Decimal("0.5"), cap=Decimal(1), source="pay", law="§ 1")
    paid = pay(scheme(penalty=rule), case("1589", "3", "7"))
    assert paid.penalty == Decimal("73.78")
    assert paid.bonus == Decimal("0.00")


@pytest.mark.parametrize(
    ("actual", "bonus"),
    [
        ("0", "0.00"),
        ("-50", "0.00"),
        ("80", "0.00"),
        ("80.01", "0.05"),
        ("90", "50.00"),
        ("100", "100.00"),
        ("100.01", "100.10"),
        ("150", "600.00"),
        ("240", "1500.00"),
        ("900", "1500.00"),
    ],
)
def test_tiers_are_marginal_and_end_at_the_cap(actual, bonus):
    assert pay(scheme(cap=Decimal("1.5")), case(actual=actual)).bonus == Decimal(bonus)


def test_half_a_cent_is_rounded_up():
    half = scheme(tiers=(Tier(Decimal(0), Decimal("0.01")),))
    assert pay(half, case("0.50", "100")).bonus == Decimal("0.01")
    assert pay(half, case("0.49", "100")).bonus == Decimal("0.00")


@pytest.mark.parametrize("target", [None, "0"])
def test_without_a_target_nothing_is_due(target):
    rule = Penalty(rate=Decimal(1), below=Decimal(1), new_clients_below=Decimal(1))
    paid = pay(scheme(penalty=rule), case(actual="500", target=target, new_clients_target="4"))
    assert (paid.attainment, paid.bonus, paid.penalty) == (None, Decimal("0.00"), Decimal("0.00"))


def test_a_share_of_the_target():
    paid = pay(scheme(base="target"), case(actual="240000", target="200000"))
    assert paid.bonus == Decimal("60000.00")


def test_a_commission_needs_no_plan_and_caps_in_money():
    plain = scheme(base="actual", tiers=(Tier(Decimal(0), Decimal("0.015")),), cap_amount=Decimal("700"))
    assert pay(plain, case(actual="12345.67", target=None)).bonus == Decimal("185.19")
    assert pay(plain, case(actual="99999", target=None)).bonus == Decimal("700.00")
    assert pay(plain, case(actual="-1", target=None)).bonus == Decimal("0.00")
    assert pay(plain, case(actual="50", target="200")).attainment == Fraction(1, 4)


def test_a_penalty_only_lowers_the_bonus_unless_it_may_touch_the_pay():
    rule = {"rate": Decimal("0.5"), "new_clients_below": Decimal("0.5")}
    thin = case(actual="82", new_clients="0", new_clients_target="4")
    assert pay(scheme(penalty=Penalty(**rule)), thin).penalty == Decimal("10.00")
    touching = Penalty(**rule, source="pay", law="agreement 4", cap=Decimal("0.2"))
    assert pay(scheme(penalty=touching), thin).penalty == Decimal("202.00")


def test_the_limit_is_of_one_months_pay_and_rounded_down():
    rule = Penalty(rate=Decimal(1), below=Decimal(1), cap=Decimal("0.3333"), source="pay", law="§ 1")
    paid = pay(scheme(penalty=rule), case("3000.05", month_salary="1000.05"))
    assert paid.limit == Decimal("333.31")
    assert paid.penalty == paid.limit


def test_no_plan_of_new_clients_leaves_that_term_out():
    rule = Penalty(rate=Decimal("0.1"), below=Decimal("0.9"), new_clients_below=Decimal("0.5"))
    assert pay(scheme(penalty=rule), case(actual="85", new_clients="0")).penalty == Decimal("5.00")
    with_plan = case(actual="85", new_clients="1", new_clients_target="4")
    assert pay(scheme(penalty=rule), with_plan).uncut == Fraction(30)


def test_the_latest_scheme_up_to_the_month_holds():
    old, new = scheme(), Scheme("New", date(2026, 4, 1), "margin", scheme().tiers)
    corrected = Scheme("Corrected", date(2026, 4, 1), "margin", scheme().tiers)
    assert in_force([old, new], date(2026, 3, 1)) is old
    assert in_force([new, old], date(2026, 4, 1)) is new
    assert in_force([old, new, corrected], date(2027, 1, 1)) is corrected
    assert in_force([old, new], date(2025, 12, 1)) is None


def test_a_quarter_is_due_in_its_last_month():
    quarterly = scheme(every="quarter")
    assert quarterly.months(date(2026, 6, 1)) == (date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1))
    assert quarterly.months(date(2026, 5, 1)) == ()
    assert scheme().months(date(2026, 5, 1)) == (date(2026, 5, 1),)


def test_the_curve_is_what_is_paid():
    capped = scheme(cap=Decimal("0.4"))
    assert [share_at(capped, Fraction(point)) for point in ("0.5", "1", "1.25", "2")] == [
        Fraction(0),
        Fraction("0.1"),
        Fraction("0.35"),
        Fraction("0.4"),
    ]


def test_a_negative_actual_attains_nothing():
    assert attainment(Fraction(-3), Fraction(10)) == 0


@given(schemes(), cases())
@settings(max_examples=400, deadline=None)
def test_every_scheme_pays_what_the_second_calculation_says(scheme, case):
    paid = pay(scheme, case)
    bonus, penalty = second_calculation(scheme, case)
    assert (paid.bonus * 100, paid.penalty * 100) == (bonus, penalty)
    assert paid.bonus.as_tuple().exponent == paid.penalty.as_tuple().exponent == -2
