"""Random schemes, and random months to pay by them, for property tests."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from analytics.pay.scheme import Case, Penalty, Scheme, Tier

JANUARY = date(2026, 1, 1)


def scheme(**changes):
    """The contract's example without cap and penalty, with ``changes``."""
    facts = {"tiers": (Tier(Decimal("0.8"), Decimal("0.5")), Tier(Decimal("1.0"), Decimal("1.0")))}
    return Scheme("Standard", JANUARY, "revenue", **{**facts, **changes})


def text_of(scheme):
    """The scheme as its file says it."""
    rows = [f'name = "{scheme.name}"', f'from = "{scheme.start:%Y-%m}"', f'every = "{scheme.every}"']
    rows += [f'metric = "{scheme.metric}"', f'pay_on = "{scheme.pay_on}"', f'base = "{scheme.base}"']
    rows += [f"{name} = {value:f}" for name in ("cap", "cap_amount") if (value := getattr(scheme, name)) is not None]
    for tier in scheme.tiers:
        rows += ["[[tier]]", f"from = {tier.start:f}", f"rate = {tier.rate:f}"]
    if rule := scheme.penalty:
        rows += ["[penalty]", f'from = "{rule.source}"', f'law = "{rule.law}"', f"rate = {rule.rate:f}"]
        rows += [f"below = {rule.below:f}", f"new_clients_below = {rule.new_clients_below:f}"]
        rows += [f"cap = {rule.cap:f}"] if rule.cap is not None else []
    return "\n".join(rows)


def numbers(most, places=4):
    return st.decimals(0, most, places=places, allow_nan=False, allow_infinity=False)


@st.composite
def schemes(draw):
    base = draw(st.sampled_from(["salary", "target", "actual"]))
    starts = sorted(set(draw(st.lists(numbers(2, 2), min_size=1, max_size=4))))
    starts = [Decimal(0)] if base == "actual" else starts
    tiers = tuple(Tier(start, draw(numbers(3))) for start in starts)
    source = draw(st.sampled_from(["bonus", "pay"]))
    cap = draw(numbers(1)) if source == "pay" else draw(st.none() | numbers(1))
    penalty = Penalty(draw(numbers(2)), draw(numbers(2, 2)), draw(numbers(1, 2)), cap, source, "§ 1")
    return scheme(
        base=base,
        tiers=tiers,
        cap=None if base == "actual" else draw(st.none() | numbers(2)),
        cap_amount=draw(st.none() | numbers(500)) if base == "actual" else None,
        penalty=draw(st.none() | st.just(penalty)),
    )


@st.composite
def cases(draw):
    month = draw(numbers(5000, 2))
    return Case(
        salary=Fraction(month) + Fraction(draw(numbers(9000, 2))),
        month_salary=Fraction(month),
        actual=Fraction(draw(st.decimals(-500, 90_000, places=2))) * draw(st.sampled_from([1, Fraction(100, 122)])),
        target=draw(st.none() | numbers(60_000).map(Fraction)),
        new_clients=Fraction(draw(st.integers(0, 9))),
        new_clients_target=draw(st.none() | st.integers(0, 9).map(Fraction)),
    )
