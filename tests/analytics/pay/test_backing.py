"""Splitting a bonus: whole cents, largest remainder, ties by id, nothing lost."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.pay.backing import Invoice, arrived, back, split


def invoice(invoice_id, amount, paid=0, chance="0.1"):
    return Invoice(invoice_id, Fraction(amount), Fraction(paid), Fraction(chance))


def test_the_largest_remainder_gets_the_odd_cent_and_ties_go_by_id():
    thirds = [(name, Fraction(1)) for name in ("b", "c", "a")]
    assert split(100, thirds) == {"a": 34, "b": 33, "c": 33}
    assert split(101, thirds) == {"a": 34, "b": 34, "c": 33}
    assert split(10, [("a", Fraction(14)), ("b", Fraction(26)), ("c", Fraction(60))]) == {"a": 1, "b": 3, "c": 6}


def test_without_weights_the_parts_are_equal():
    assert split(5, [("b", Fraction(0)), ("a", Fraction(0))]) == {"a": 3, "b": 2}
    assert split(5, []) == {}


def test_a_negative_weight_is_refused():
    with pytest.raises(ValueError, match="negative"):
        split(5, [("a", Fraction(-1))])


def test_a_bonus_is_backed_as_far_as_its_invoices_are_paid():
    invoices = {"D1": (invoice("I1", 600, 600), invoice("I2", 400, 100)), "D2": (invoice("I3", 50, 0, "0.5"),)}
    first, second = back(Decimal("100.00"), [("D1", Fraction(300)), ("D2", Fraction(100))], invoices, {})
    assert (first.part, first.backed, first.open) == (Decimal("75.00"), Decimal("52.50"), Decimal("22.50"))
    assert first.at_risk == Fraction("2.25")
    assert (second.backed, second.open, second.at_risk) == (Decimal("0.00"), Decimal("25.00"), Fraction("12.5"))


def test_a_deal_without_invoices_is_open_at_its_clients_chance():
    (part,) = back(Decimal("10.00"), [("D1", Fraction(1))], {}, {"D1": Fraction("0.25")})
    assert (part.backed, part.open, part.at_risk) == (Decimal("0.00"), Decimal("10.00"), Fraction("2.5"))


def test_more_than_the_invoice_backs_no_more_than_the_part():
    (part,) = back(Decimal("10.00"), [("D1", Fraction(1))], {"D1": (invoice("I1", 5, 9),)}, {})
    assert (part.backed, part.open) == (Decimal("10.00"), Decimal("0.00"))


def test_money_that_was_collected_backs_all_of_it():
    parts = arrived(Decimal("10.01"), [("D2", Fraction(1)), ("D1", Fraction(1))])
    assert [(part.deal_id, part.backed, part.open) for part in parts] == [
        ("D1", Decimal("5.01"), Decimal("0.00")),
        ("D2", Decimal("5.00"), Decimal("0.00")),
    ]


weights = st.lists(st.fractions(0, 5000, max_denominator=61), min_size=1, max_size=9)


@given(st.integers(0, 10**7), weights)
@settings(max_examples=300, deadline=None)
def test_no_cent_is_lost_and_none_is_more_than_one_away(cents, amounts):
    found = split(cents, [(f"D{number}", amount) for number, amount in enumerate(amounts)])
    assert sum(found.values()) == cents
    whole = sum(amounts)
    for number, amount in enumerate(amounts):
        exact = cents * amount / whole if whole else Fraction(cents, len(amounts))
        assert abs(found[f"D{number}"] - exact) < 1


@given(
    st.integers(0, 10**6),
    weights,
    st.lists(st.tuples(st.integers(1, 900), st.integers(-5, 1000)), min_size=1, max_size=4),
)
@settings(max_examples=200, deadline=None)
def test_backed_and_open_are_the_bonus(cents, amounts, bills):
    bonus = Decimal(cents).scaleb(-2)
    deals = [(f"D{number}", amount) for number, amount in enumerate(amounts)]
    own = tuple(invoice(f"I{number}", amount, paid) for number, (amount, paid) in enumerate(bills))
    parts = back(bonus, deals, {"D0": own}, {"D1": Fraction(1)})
    assert sum(part.backed + part.open for part in parts) == bonus
    assert all(part.part == part.backed + part.open and part.backed >= 0 and part.open >= 0 for part in parts)
    assert all(0 <= part.at_risk <= part.open for part in parts)
