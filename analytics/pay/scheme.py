"""A bonus scheme: what it promises, and what it pays to the cent.

All numbers are exact fractions; only the bonus and the penalty are rounded, half up to 0.01. ``scheme_file`` reads a
scheme from its file and refuses one that contradicts itself, so a ``Scheme`` made by it always pays.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

Every = Literal["month", "quarter"]
PayOn = Literal["won", "collected"]
Base = Literal["salary", "target", "actual"]
Source = Literal["bonus", "pay"]

METRICS = ("revenue", "margin", "deals", "new_clients", "contacts", "invoiced", "collected", "expense_budget")
MONEY_METRICS = ("revenue", "margin", "invoiced", "collected", "expense_budget")

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Tier:
    """One band of attainment: ``rate`` of the base for each 1.0 of attainment from ``start`` to the next tier's."""

    start: Decimal
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Penalty:
    """What a shortfall costs: ``rate`` of the salary for each 1.0 below a threshold.

    ``cap`` is the most that it may take, as a share of one month's pay; None without such a limit.
    ``source`` "bonus" only lowers the bonus; "pay" may touch the salary and then names its ground in ``law``.
    """

    rate: Decimal
    below: Decimal = Decimal(0)
    new_clients_below: Decimal = Decimal(0)
    cap: Decimal | None = None
    source: Source = "bonus"
    law: str = ""


@dataclass(frozen=True, slots=True)
class Market:
    """The pay range that others pay for the same work, for one month; ``currency`` empty means the workspace's."""

    low: Decimal
    high: Decimal
    mean: Decimal | None = None
    currency: str = ""
    position: str = ""
    region: str = ""
    source: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One bonus scheme, in force from the month ``start`` (its first day) until a later one starts."""

    name: str
    start: date
    metric: str
    tiers: tuple[Tier, ...]
    every: Every = "month"
    pay_on: PayOn = "won"
    base: Base = "salary"
    cap: Decimal | None = None
    cap_amount: Decimal | None = None
    penalty: Penalty | None = None
    market: Market | None = None

    @property
    def counted(self) -> str:
        """The plan metric whose events are the actual: money collected where the scheme waits for it."""
        return "collected" if self.pay_on == "collected" else self.metric

    def months(self, month: date) -> tuple[date, ...]:
        """The months that a statement of ``month`` sums over: itself, or its quarter where it is the quarter's last.

        Empty for a quarter's first two months: nothing is due in them.
        """
        if self.every == "month":
            return (month,)
        return tuple(month.replace(month=month.month - back) for back in (2, 1, 0)) if month.month % 3 == 0 else ()

    def as_dict(self) -> dict[str, Any]:
        """The scheme under the names that its file uses, as JSON can hold it."""
        return {
            "name": self.name,
            "from": f"{self.start:%Y-%m}",
            "every": self.every,
            "metric": self.metric,
            "pay_on": self.pay_on,
            "base": self.base,
            "cap": _plain(self.cap),
            "cap_amount": _plain(self.cap_amount),
            "tier": [{"from": _plain(tier.start), "rate": _plain(tier.rate)} for tier in self.tiers],
            "penalty": self.penalty and _named(self.penalty),
            "market": self.market and _named(self.market),
        }


@dataclass(frozen=True, slots=True)
class Case:
    """What one manager brought in and was planned to, over the months that one statement sums.

    ``target`` and ``new_clients_target`` are None where nothing was planned. ``salary`` is the sum over those months,
    ``month_salary`` that of the month in which bonus and penalty are due.
    """

    salary: Fraction
    month_salary: Fraction
    actual: Fraction
    target: Fraction | None = None
    new_clients: Fraction = Fraction(0)
    new_clients_target: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """What one tier added: the part of attainment inside it, and its share of the base (rate × part)."""

    tier: Tier
    end: Decimal | None
    part: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True)
class Pay:
    """What a scheme pays for one case, with every step on the way.

    ``earned`` is the bonus before its cap, ``uncut`` the penalty before its limits; ``limit`` is the share of the
    month's pay that a penalty may take, None without one. ``attainment`` is None without a target.
    """

    attainment: Fraction | None = None
    new_clients_attainment: Fraction | None = None
    base: Fraction = Fraction(0)
    bands: tuple[Band, ...] = ()
    earned: Fraction = Fraction(0)
    bonus: Decimal = NOTHING
    shortfall: Fraction = Fraction(0)
    new_clients_shortfall: Fraction = Fraction(0)
    uncut: Fraction = Fraction(0)
    limit: Decimal | None = None
    penalty: Decimal = NOTHING


def in_force(schemes: Iterable[Scheme], month: date) -> Scheme | None:
    """The scheme with the latest start up to ``month``; of two with the same start the later one given."""
    begun = [(scheme.start, place, scheme) for place, scheme in enumerate(schemes) if scheme.start <= month]
    return max(begun, key=lambda item: item[:2])[2] if begun else None


def pay(scheme: Scheme, case: Case) -> Pay:
    """Bonus and penalty of one case.

    With a = actual / target, negative counted as 0:

    - bonus = base × min(cap, Σ over tiers of rate × the part of a inside the tier); with base "actual", a is 1 and
      the cap is an amount.
    - penalty = salary × rate × (max(0, below − a) + max(0, new_clients_below − a of new clients)), at most
      cap × (the month's salary + the rounded bonus) rounded down, and at most the bonus unless it may touch the pay.

    Without a target, or with one of 0, both are 0.00 (a commission on the actual needs none).
    """
    attained = attainment(case.actual, case.target)
    reached = Fraction(1) if scheme.base == "actual" else attained
    if reached is None:
        return Pay()
    base = _base(scheme, case)
    found = bands(scheme, reached)
    earned = base * sum((band.share for band in found), Fraction(0))
    bonus = cents(_capped(scheme, base, earned))
    return _with_penalty(scheme, case, reached, Pay(attained, None, base, found, earned, bonus))


def attainment(actual: Fraction, target: Fraction | None) -> Fraction | None:
    """actual / target, a negative actual counted as 0; None without a target or with one of 0."""
    return max(Fraction(0), actual) / target if target else None


def bands(scheme: Scheme, reached: Fraction) -> tuple[Band, ...]:
    """What each tier adds at the attainment ``reached``, in the tiers' order."""
    ends = [tier.start for tier in scheme.tiers[1:]] + [None]
    return tuple(_band(tier, end, reached) for tier, end in zip(scheme.tiers, ends, strict=True))


def share_at(scheme: Scheme, reached: Fraction) -> Fraction:
    """The bonus at the attainment ``reached``, as a share of the base: the scheme's curve."""
    whole = sum((band.share for band in bands(scheme, reached)), Fraction(0))
    return whole if scheme.cap is None else min(Fraction(scheme.cap), whole)


def cents(amount: Fraction) -> Decimal:
    """``amount`` (not negative) rounded half up to 0.01."""
    return Decimal(int(amount * 100 + Fraction(1, 2))).scaleb(-2)


def signed_cents(amount: Fraction) -> Decimal:
    """``amount`` of either sign to 0.01, half away from 0; for showing."""
    return cents(amount) if amount >= 0 else -cents(-amount)


def cents_down(amount: Fraction) -> Decimal:
    """``amount`` (not negative) rounded down to 0.01."""
    return Decimal(int(amount * 100)).scaleb(-2)


def _band(tier: Tier, end: Decimal | None, reached: Fraction) -> Band:
    top = reached if end is None else min(reached, Fraction(end))
    part = max(Fraction(0), top - Fraction(tier.start))
    return Band(tier, end, part, Fraction(tier.rate) * part)


def _base(scheme: Scheme, case: Case) -> Fraction:
    chosen = {"salary": case.salary, "target": case.target or Fraction(0), "actual": max(Fraction(0), case.actual)}
    return chosen[scheme.base]


def _capped(scheme: Scheme, base: Fraction, earned: Fraction) -> Fraction:
    if scheme.base == "actual":
        return earned if scheme.cap_amount is None else min(Fraction(scheme.cap_amount), earned)
    return earned if scheme.cap is None else min(base * Fraction(scheme.cap), earned)


def _with_penalty(scheme: Scheme, case: Case, reached: Fraction, paid: Pay) -> Pay:
    rule = scheme.penalty
    clients = attainment(case.new_clients, case.new_clients_target)
    if rule is None:
        return replace(paid, new_clients_attainment=clients)
    short = max(Fraction(0), Fraction(rule.below) - reached)
    short_clients = Fraction(0) if clients is None else max(Fraction(0), Fraction(rule.new_clients_below) - clients)
    uncut = case.salary * Fraction(rule.rate) * (short + short_clients)
    limit = None if rule.cap is None else cents_down(Fraction(rule.cap) * (case.month_salary + Fraction(paid.bonus)))
    most = [uncut] + ([Fraction(limit)] if limit is not None else [])
    most += [Fraction(paid.bonus)] if rule.source == "bonus" else []
    return replace(
        paid,
        new_clients_attainment=clients,
        shortfall=short,
        new_clients_shortfall=short_clients,
        uncut=uncut,
        limit=limit,
        penalty=cents(min(most)),
    )


def _named(part: Penalty | Market) -> dict[str, Any]:
    names = {"source": "from"} if isinstance(part, Penalty) else {}
    values = ((name, getattr(part, name)) for name in part.__dataclass_fields__)
    return {names.get(name, name): _plain(value) for name, value in values}


def _plain(value: Decimal | str | None) -> int | float | str | None:
    """A number as JSON prints it: 0.655 and not 0.66; only for showing, never for pay."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
