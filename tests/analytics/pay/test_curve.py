"""The curve of pay against pay itself, worked out anew at each point."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.pay.curve import cap_point, on_curve, pieces
from analytics.pay.scheme import Case, Penalty, Tier, cents, pay
from tests.analytics.pay.drawing import cases, scheme, schemes

TYPICAL = Case(Fraction(2000), Fraction(2000), Fraction(0), Fraction(50_000))
_ROUNDED = Fraction(2, 100)
"""Bonus and penalty are each rounded to half a cent, and the penalty's limit down to one."""


def reached(scheme, case, at):
    """The same month with what is reached put on the curve's point ``at``."""
    return replace(case, actual=at if scheme.base == "actual" else at * case.target)


def test_the_contracts_example_piece_by_piece():
    """Tiers from 80% (a half) and 100% (once), up to the cap of 1.5 salaries: reached at 1 + (1.5 − 0.1) = 2.4."""
    found = pieces(scheme(cap=Decimal("1.5")), TYPICAL)
    assert [(piece.start, piece.pay, piece.slope) for piece in found] == [
        (0, 0, 0),
        (Fraction("0.8"), 0, 1000),
        (1, 200, 2000),
        (Fraction("2.4"), 3000, 0),
    ]
    assert cap_point(scheme(cap=Decimal("1.5"))) == Fraction("2.4")


def test_a_penalty_that_only_lowers_the_bonus_leaves_a_stretch_without_pay():
    """Up to 85% the penalty of 2000 × 0.5 × (0.9 − a) is more than the bonus of 2000 × 0.5 × (a − 0.8)."""
    rule = Penalty(rate=Decimal("0.5"), below=Decimal("0.9"))
    found = pieces(scheme(penalty=rule), TYPICAL)
    assert [(piece.start, piece.slope) for piece in found] == [
        (0, 0),
        (Fraction("0.85"), 2000),
        (Fraction("0.9"), 1000),
        (1, 2000),
    ]


def test_a_penalty_on_the_pay_starts_at_its_limit():
    rule = Penalty(rate=Decimal(1), below=Decimal("0.6"), cap=Decimal("0.2"), source="pay", law="§ 1")
    first, second, *_ = pieces(scheme(penalty=rule), TYPICAL)
    assert (first.pay, first.slope, first.end) == (-400, 0, Fraction("0.4"))
    assert (second.pay, second.slope, second.end) == (-400, 2000, Fraction("0.6"))


def test_a_commission_runs_over_money():
    plain = scheme(base="actual", tiers=(Tier(Decimal(0), Decimal("0.02")),), cap_amount=Decimal(700))
    found = pieces(plain, TYPICAL)
    assert [(piece.start, piece.pay, piece.slope) for piece in found] == [(0, 0, Fraction("0.02")), (35_000, 700, 0)]


@given(schemes(), cases(), st.fractions(0, 4, max_denominator=500))
@settings(max_examples=300, deadline=None)
def test_the_curve_is_pay_before_rounding(scheme, case, at):
    case = case if case.target else replace(case, target=Fraction(1234))
    paid = pay(scheme, reached(scheme, case, at))
    on = on_curve(pieces(scheme, case), at)
    assert abs(Fraction(paid.bonus - paid.penalty) - on.at(at)) <= _ROUNDED
    bare = replace(scheme, penalty=None)
    assert paid.bonus == cents(on_curve(pieces(bare, case), at).at(at))


@given(schemes(), cases())
@settings(max_examples=200, deadline=None)
def test_the_curve_has_no_jumps_and_never_falls(scheme, case):
    case = case if case.target else replace(case, target=Fraction(1234))
    found = pieces(scheme, case)
    assert found[0].start == 0
    assert found[-1].end is None
    assert all(piece.slope >= 0 for piece in found)
    for before, after in pairwise(found):
        assert before.end == after.start
        assert before.at(after.start) == after.pay
        assert before.slope != after.slope
