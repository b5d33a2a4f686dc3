"""What the parts of a bonus scheme must agree on, and what in it is allowed but hardly meant."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from analytics.pay.scheme import MONEY_METRICS, Market, Penalty, Scheme, share_at
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


def cautions(scheme: Scheme) -> tuple[str, ...]:
    """What is allowed and hardly meant, as sentences for the one who wrote the scheme."""
    return tuple(_doubts(scheme))


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


def _doubts(scheme: Scheme) -> Iterator[str]:
    for tier in scheme.tiers:
        if scheme.cap is not None and scheme.base != "actual" and _is_dead(scheme, tier.start):
            template = N_("The tier from {start} never pays: the cap of {cap} is reached before it.")
            yield _(template, start=share(tier.start), cap=number(scheme.cap, 2))
        if tier.start >= _PERCENT:
            template = N_("A tier starts at {start} of the plan; thresholds are fractions, 0.8 is 80%.")
            yield _(template, start=share(tier.start))
    if scheme.metric == "expense_budget":
        yield _("Attainment of the expense budget rises with spending: this scheme pays for spending more.")
    rule = scheme.penalty
    if rule is not None and rule.source == "bonus" and rule.below and scheme.base != "actual":
        start = scheme.tiers[0].start
        if rule.below <= start:
            template = N_("Below {start} no bonus is paid, so a penalty that only lowers it takes nothing there.")
            yield _(template, start=share(start))


def _is_dead(scheme: Scheme, start: Decimal) -> bool:
    """Whether the cap is reached before the tier starts; the first tier never is."""
    before = share_at(scheme, Fraction(start))
    return bool(before) and scheme.cap is not None and before >= Fraction(scheme.cap)
