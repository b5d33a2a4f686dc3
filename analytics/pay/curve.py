"""Pay over attainment as an exact function of straight pieces: what the next sale brings, and where it changes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from analytics.pay.scheme import Case, Scheme, share_at

_ONE, _NOTHING = Fraction(1), Fraction(0)

Line = Callable[[Fraction], Fraction]


@dataclass(frozen=True, slots=True)
class Piece:
    """A straight piece of the curve, from ``start`` to ``end`` (None: without end).

    ``pay`` is bonus less penalty at its start, before rounding; ``slope`` what 1.0 more brings.
    """

    start: Fraction
    end: Fraction | None
    pay: Fraction
    slope: Fraction

    def at(self, reached: Fraction) -> Fraction:
        """Bonus less penalty at ``reached``, inside the piece."""
        return self.pay + self.slope * (reached - self.start)


def pieces(scheme: Scheme, case: Case) -> tuple[Piece, ...]:
    """Bonus less penalty over attainment, for the salary, target and new clients of ``case``; its actual isn't read.

    For a plain commission, which needs no plan, it runs over the actual in money. Neighbours differ in slope. The
    function has no jumps: every tier is marginal, and each limit follows the bonus.
    """
    bonus, uncut, limit = _bonus(scheme, case), _uncut(scheme, case), _limit(scheme, case)

    def net(reached: Fraction) -> Fraction:
        return bonus(reached) - min(each(reached) for each in (uncut, *limit))

    corners = _corners(scheme)
    turns = {turn for first, last in _spans(corners) for turn in _crossings((uncut, *limit), first, last)}
    points = sorted({*corners, *turns})
    found: list[Piece] = []
    for first, last in _spans(points):
        after = first + 1 if last is None else last
        start, slope = net(first), (net(after) - net(first)) / (after - first)
        if found and found[-1].slope == slope:
            found[-1] = replace(found[-1], end=last)
        else:
            found.append(Piece(first, last, start, slope))
    return tuple(found)


def on_curve(found: tuple[Piece, ...], reached: Fraction) -> Piece:
    """The piece that ``reached`` lies in; where two meet, the later one: what the next sale brings."""
    return next(piece for piece in reversed(found) if piece.start <= max(_NOTHING, reached))


def cap_point(scheme: Scheme) -> Fraction | None:
    """The attainment (the actual, of a commission) from which the cap holds; None where it never does."""
    if scheme.base == "actual":
        rate = Fraction(scheme.tiers[0].rate)
        return None if scheme.cap_amount is None or not rate else Fraction(scheme.cap_amount) / rate
    if scheme.cap is None:
        return None
    cap, starts = Fraction(scheme.cap), [Fraction(tier.start) for tier in scheme.tiers]
    free = replace(scheme, cap=None)
    for tier, end in zip(scheme.tiers, [*starts[1:], None], strict=True):
        start, rate = Fraction(tier.start), Fraction(tier.rate)
        if end is None or share_at(free, end) >= cap:
            return start + (cap - share_at(free, start)) / rate if rate else None
    return None


def _bonus(scheme: Scheme, case: Case) -> Line:
    if scheme.base == "actual":
        rate, most = Fraction(scheme.tiers[0].rate), scheme.cap_amount
        return lambda actual: rate * actual if most is None else min(Fraction(most), rate * actual)
    base = case.salary if scheme.base == "salary" else case.target or _NOTHING
    return lambda reached: base * share_at(scheme, reached)


def _uncut(scheme: Scheme, case: Case) -> Line:
    """The penalty before its limits; a commission's judges new clients alone, for its attainment counts as 1."""
    rule = scheme.penalty
    if rule is None:
        return lambda _reached: _NOTHING
    clients = _ONE if not case.new_clients_target else max(_NOTHING, case.new_clients) / case.new_clients_target
    missing = max(_NOTHING, Fraction(rule.new_clients_below) - clients) if case.new_clients_target else _NOTHING
    charged, below = case.salary * Fraction(rule.rate), Fraction(rule.below)
    is_commission = scheme.base == "actual"
    return lambda reached: charged * (max(_NOTHING, below - (_ONE if is_commission else reached)) + missing)


def _limit(scheme: Scheme, case: Case) -> tuple[Line, ...]:
    rule = scheme.penalty
    if rule is None:
        return ()
    bonus = _bonus(scheme, case)
    found: tuple[Line, ...] = (bonus,) if rule.source == "bonus" else ()
    if rule.cap is not None:
        cap = Fraction(rule.cap)
        found = (*found, lambda reached: cap * (case.month_salary + bonus(reached)))
    return found


def _corners(scheme: Scheme) -> list[Fraction]:
    """Where the bonus or the uncut penalty bends."""
    found = {_NOTHING, *(Fraction(tier.start) for tier in scheme.tiers)}
    top = cap_point(scheme)
    if top is not None:
        found.add(top)
    if scheme.penalty is not None and scheme.base != "actual":
        found.add(Fraction(scheme.penalty.below))
    return sorted(found)


def _spans(points: list[Fraction]) -> list[tuple[Fraction, Fraction | None]]:
    return [*pairwise(points), (points[-1], None)]


def _crossings(lines: tuple[Line, ...], first: Fraction, last: Fraction | None) -> set[Fraction]:
    """Where two lines, straight from ``first`` to ``last``, cross inside."""
    after = first + 1 if last is None else last
    found = set()
    for place, one in enumerate(lines):
        for other in lines[place + 1 :]:
            start, end = one(first) - other(first), one(after) - other(after)
            if start != end:
                found.add(first + (after - first) * start / (start - end))
    return {point for point in found if first < point and (last is None or point < last)}
