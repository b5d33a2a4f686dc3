"""How much of a bonus stands on money that has arrived: it is split over its deals, and those over their invoices.

Every amount is in whole cents, so the parts add up to the bonus exactly.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Weights = Sequence[tuple[str, Fraction]]
"""What a sum is split over: ids with their weights, none negative."""


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice of a deal: its amount, what was paid of it, and whether anything may still be paid.

    ``unpaid_chance`` is the probability that what is open is never paid.
    """

    invoice_id: str
    amount: Fraction
    paid: Fraction
    unpaid_chance: Fraction


@dataclass(frozen=True, slots=True)
class Part:
    """A bonus' part that rests on one deal; ``part`` = ``backed`` + ``open``, ``at_risk`` is not rounded."""

    deal_id: str
    part: Decimal
    backed: Decimal
    open: Decimal
    at_risk: Fraction


def split(cents: int, weights: Weights) -> dict[str, int]:
    """``cents`` split over ``weights`` in whole cents, by largest remainder, ties by id.

    Equal parts where all weights are 0; nothing without weights.

    Raises:
        ValueError: a weight is negative.
    """
    if any(weight < 0 for _, weight in weights):
        raise ValueError("A weight is negative.")
    total = sum((weight for _, weight in weights), Fraction(0))
    even = [(name, weight if total else Fraction(1)) for name, weight in weights]
    whole = total or Fraction(len(even))
    exact = {name: cents * weight / whole for name, weight in even}
    found = {name: int(share) for name, share in exact.items()}
    order = sorted(exact, key=lambda name: (found[name] - exact[name], name))
    for name in order[: cents - sum(found.values())]:
        found[name] += 1
    return found


def back(
    bonus: Decimal,
    deals: Weights,
    invoices: Mapping[str, Sequence[Invoice]],
    unpaid_chance: Mapping[str, Fraction],
) -> tuple[Part, ...]:
    """The parts of ``bonus``, one a deal, in the deals' order of id.

    ``deals`` are its deals with their amounts, ``invoices`` each deal's invoices. A deal without invoices is open
    altogether, at the ``unpaid_chance`` of its deal id.
    """
    parts = split(_cents(bonus), deals)
    return tuple(
        _part(name, parts[name], invoices.get(name, ()), unpaid_chance.get(name, Fraction(0))) for name in sorted(parts)
    )


def arrived(bonus: Decimal, deals: Weights) -> tuple[Part, ...]:
    """The parts of a bonus that was earned by money collected: all of it is backed."""
    parts = split(_cents(bonus), deals)
    return tuple(Part(name, _money(parts[name]), _money(parts[name]), _money(0), Fraction(0)) for name in sorted(parts))


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of amounts in cents; 0.00 without any."""
    return sum(amounts, Decimal("0.00"))


def _part(deal_id: str, cents: int, invoices: Sequence[Invoice], chance: Fraction) -> Part:
    shares = split(cents, [(invoice.invoice_id, invoice.amount) for invoice in invoices])
    backed = {invoice.invoice_id: _backed(shares[invoice.invoice_id], invoice) for invoice in invoices}
    at_risk = sum(
        ((shares[each.invoice_id] - backed[each.invoice_id]) * each.unpaid_chance for each in invoices),
        Fraction(0) if invoices else cents * chance,
    )
    done = sum(backed.values())
    return Part(deal_id, _money(cents), _money(done), _money(cents - done), at_risk / 100)


def _backed(cents: int, invoice: Invoice) -> int:
    """The cents of one invoice's share that its payments cover; half a cent counts as paid."""
    paid = min(max(invoice.paid, Fraction(0)), invoice.amount)
    if not invoice.amount:
        return 0
    return int(cents * paid / invoice.amount + Fraction(1, 2))


def _cents(amount: Decimal) -> int:
    return int(amount.scaleb(2))


def _money(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
