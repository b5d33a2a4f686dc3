"""What the parts of a bonus scheme must agree on, and what in it is allowed but hardly meant."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from analytics.pay.curve import pieces
from analytics.pay.scheme import MONEY_METRICS, Case, Market, Penalty, Scheme, share_at
from analytics.words import N_, _, number, share

Path = tuple[str | int, ...]

_PERCENT = Decimal(10)
"""A threshold of ten times the plan or more was most likely meant in per cent."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a scheme breaks: the key in its file, a code, and the sentence with its values."""

    path: Path
    code: str
    template: str
    values: Mapping[str, object] = field(default_factory=dict)


def breaches(scheme: Scheme) -> Iterator[Breach]:
    """Values that are each allowed and together are not; a scheme with one is refused."""
    if scheme.pay_on == "collected" and scheme.metric != "revenue":
        template = N_("Only the metric “revenue” can be paid on money collected, not “{metric}”.")
        yield Breach(("pay_on",), "not-allowed", template, {"metric": scheme.metric})
    if scheme.base == "target" and scheme.metric not in MONEY_METRICS:
        template = N_("A share of the target needs a target in money; “{metric}” is counted.")
        yield Breach(("base",), "not-allowed", template, {"metric": scheme.metric})
    yield from _caps(scheme)
    yield from _tiers(scheme)
    if scheme.penalty is not None:
        yield from _penalty(scheme.penalty)
    if scheme.market is not None:
        yield from _range(scheme.market)


def doubts(scheme: Scheme) -> Iterator[Breach]:
    """What is allowed and hardly meant: stretches without pay, falling rates, limits that cut what is written."""
    yield from _tier_doubts(scheme)
    if scheme.metric == "expense_budget":
        template = N_(
            "Attainment of the expense budget rises with spending: this scheme pays for spending more; "
            "choose another metric."
        )
        yield Breach(("metric",), "pays-for-spending", template)
    if scheme.penalty is not None:
        yield from _penalty_doubts(scheme, scheme.penalty)


def cautions(scheme: Scheme) -> tuple[str, ...]:
    """The same as sentences for the one who wrote the scheme."""
    return tuple(_(doubt.template, **doubt.values) for doubt in doubts(scheme))


def _caps(scheme: Scheme) -> Iterator[Breach]:
    if scheme.base == "actual" and scheme.cap is not None:
        yield Breach(("cap",), "not-allowed", N_('With base = "actual" the cap is an amount: “cap_amount”.'))
    if scheme.base != "actual" and scheme.cap_amount is not None:
        yield Breach(("cap_amount",), "not-allowed", N_('“cap_amount” needs base = "actual"; else use “cap”.'))


def _tiers(scheme: Scheme) -> Iterator[Breach]:
    template = N_("This tier starts at {start}, the one before at {before}; each must start above the one before.")
    for place, (before, tier) in enumerate(pairwise(scheme.tiers), start=1):
        if tier.start <= before.start:
            values = {"start": tier.start, "before": before.start}
            yield Breach(("tier", place, "from"), "tier-order", template, values)
    if scheme.base == "actual" and (len(scheme.tiers) != 1 or scheme.tiers[0].start != 0):
        only = N_('With base = "actual" there is one tier, and it starts at 0.')
        yield Breach(("tier", 0), "not-allowed", only)


def _penalty(rule: Penalty) -> Iterator[Breach]:
    if rule.source == "pay" and not rule.law:
        template = N_("A penalty that may touch the salary names the article or agreement that allows it in “law”.")
        yield Breach(("penalty", "law"), "law-missing", template)
    if rule.source == "pay" and rule.cap is None:
        template = N_("A penalty that may touch the salary needs its limit: “cap”, a share of one month's pay.")
        yield Breach(("penalty", "cap"), "missing", template)
    if not rule.below and not rule.new_clients_below:
        template = N_("A penalty needs “below” or “new_clients_below”, from which it starts.")
        yield Breach(("penalty",), "missing", template)


def _range(market: Market) -> Iterator[Breach]:
    mean = market.low if market.mean is None else market.mean
    if not market.low <= mean <= market.high:
        yield Breach(("market",), "out-of-range", N_("The range must rise: low, mean, high."))


def _tier_doubts(scheme: Scheme) -> Iterator[Breach]:
    """A stretch that pays nothing, a rate that falls, a tier behind the cap, a threshold written in per cent."""
    for place, tier in enumerate(scheme.tiers):
        path, start = ("tier", place), share(tier.start)
        if tier.start >= _PERCENT:
            template = N_("A tier starts at {start} of the plan; thresholds are fractions: write 0.8 for 80%.")
            yield Breach((*path, "from"), "per-cent", template, {"start": start})
        if scheme.cap is not None and scheme.base != "actual" and _is_dead(scheme, tier.start):
            template = N_(
                "The tier from {start} never pays: the cap of {cap} is reached before it; raise it or drop the tier."
            )
            yield Breach(path, "cap-under-tier", template, {"start": start, "cap": number(scheme.cap, 2)})
        elif not tier.rate:
            yield _without_rate(scheme, place)
        elif place and tier.rate < scheme.tiers[place - 1].rate:
            template = N_(
                "From {start} on each further sale pays less than before it ({rate} after {before}); "
                "where that isn't meant, let rates rise."
            )
            values = {"start": start, "rate": _short(tier.rate), "before": _short(scheme.tiers[place - 1].rate)}
            yield Breach((*path, "rate"), "falling-rate", template, values)


def _without_rate(scheme: Scheme, place: int) -> Breach:
    start, path = share(scheme.tiers[place].start), ("tier", place, "rate")
    if place + 1 < len(scheme.tiers):
        template = N_("From {start} to {end} more sales bring nothing; give this tier a rate, or leave it out.")
        return Breach(path, "gap", template, {"start": start, "end": share(scheme.tiers[place + 1].start)})
    template = N_("From {start} on more sales bring nothing; give this tier a rate, or say the most in “cap”.")
    return Breach(path, "gap", template, {"start": start})


def _penalty_doubts(scheme: Scheme, rule: Penalty) -> Iterator[Breach]:
    """A penalty that takes nothing, and one that at worst is over its limit."""
    first = scheme.tiers[0].start
    if rule.source == "bonus" and rule.below and scheme.base != "actual" and rule.below <= first:
        template = N_(
            "Below {start} no bonus is paid, so a penalty that only lowers it takes nothing there; "
            "raise “below” over {start}, or leave it out."
        )
        yield Breach(("penalty", "below"), "penalty-without-effect", template, {"start": share(first)})
    worst = _worst(scheme, rule)
    if rule.cap is not None and worst > Fraction(rule.cap):
        template = N_(
            "At worst the penalty comes to {worst} of a month's pay, over its limit of {cap}, which cuts it; "
            "lower “rate” or the thresholds until it fits."
        )
        values = {"worst": _ratio(worst), "cap": _ratio(Fraction(rule.cap))}
        yield Breach(("penalty", "rate"), "penalty-over-limit", template, values)


def _worst(scheme: Scheme, rule: Penalty) -> Fraction:
    """The largest penalty before its limit, as a share of the pay of the month; 0 where the bonus can't hold it.

    Looked for where nothing is sold and no client won; with one that only lowers the bonus, along the whole curve
    (of a share of the target, whose bonus depends on the plan, it isn't known).
    """
    months = 3 if scheme.every == "quarter" else 1
    if rule.source == "bonus" and scheme.base != "salary":
        return Fraction(0)
    reached = Fraction(1) if scheme.base == "actual" else Fraction(0)
    short = max(Fraction(0), Fraction(rule.below) - reached) + Fraction(rule.new_clients_below)
    if rule.source == "pay":
        return months * Fraction(rule.rate) * short
    free = replace(scheme, penalty=replace(rule, cap=None))
    case = Case(Fraction(months), Fraction(1), Fraction(0), Fraction(1), Fraction(0), Fraction(1))
    bare = replace(free, penalty=None)
    worst = Fraction(0)
    for piece in pieces(free, case):
        bonus = months * share_at(bare, piece.start)
        worst = max(worst, (bonus - piece.pay) / (1 + bonus))
    return worst


def _is_dead(scheme: Scheme, start: Decimal) -> bool:
    """Whether the cap is reached before the tier starts; the first tier never is."""
    before = share_at(scheme, Fraction(start))
    return bool(before) and scheme.cap is not None and before >= Fraction(scheme.cap)


def _short(rate: Decimal) -> str:
    """A rate as it was written, without idle noughts: 0.5."""
    return f"{rate.normalize():f}"


def _ratio(part: Fraction) -> str:
    """A share in per cent, with one decimal where it needs one."""
    return share(Decimal(part.numerator) / part.denominator, 0 if (part * 100).denominator == 1 else 1)
