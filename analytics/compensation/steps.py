"""The way from the plan to a bonus and a penalty, step by step, as numbers; ``pay_words`` tells them."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from analytics.pay.scheme import Case, Pay, Scheme, signed_cents
from analytics.pay.statements import Ledger, Statement, by_deal

STEP_COLUMNS = ("manager_id", "period", "step", "start", "end", "rate", "part", "value")

Step = dict[str, Any]


def steps(statement: Statement, book: Ledger) -> Iterator[Step]:
    """The steps of one statement, as columns ``STEP_COLUMNS``: thresholds, rates, parts as fractions, money in cents.

    Nothing where no scheme holds, or where it judges nothing in that month.
    """
    if statement.scheme is None or statement.case is None or statement.pay is None:
        return
    counted = by_deal(book.of(statement.scheme.counted, statement.manager_id, statement.months))
    found = [*_to_attainment(statement.scheme, statement.case, statement.pay, len(counted))]
    if statement.pay.bands:
        found += [*_to_bonus(statement.scheme, statement.pay), *_to_penalty(statement.scheme, statement.pay)]
    due = statement.salary + statement.pay.bonus - statement.pay.penalty
    found.append(_step("due", start=statement.salary, value=due))
    for step in found:
        yield {"manager_id": statement.manager_id, "period": statement.period, **step}


def _to_attainment(scheme: Scheme, case: Case, due: Pay, deals: int) -> Iterator[Step]:
    if case.target is not None or scheme.base != "actual":
        yield _step("target", value=None if case.target is None else signed_cents(case.target))
    yield _step("actual", part=deals, value=signed_cents(case.actual))
    if scheme.base != "actual":
        yield _step("attainment", value=_plain(due.attainment))


def _to_bonus(scheme: Scheme, due: Pay) -> Iterator[Step]:
    for band in due.bands:
        bounds = {"start": band.tier.start, "end": band.end, "rate": band.tier.rate}
        yield _step("tier", **bounds, part=_plain(band.part), value=_plain(band.share))
    base, earned = signed_cents(due.base), signed_cents(due.earned)
    whole_share = sum((band.share for band in due.bands), Fraction(0))
    yield _step("earned", start=base, part=_plain(whole_share), value=earned)
    if scheme.cap is not None:
        yield _step(
            "cap", start=base, rate=scheme.cap, part=earned, value=signed_cents(due.base * Fraction(scheme.cap))
        )
    if scheme.cap_amount is not None:
        yield _step("cap", part=earned, value=scheme.cap_amount)
    yield _step("bonus", value=due.bonus)


def _to_penalty(scheme: Scheme, due: Pay) -> Iterator[Step]:
    rule = scheme.penalty
    if rule is None:
        return
    if rule.below and due.attainment is not None:
        yield _step("shortfall", start=rule.below, part=_plain(due.attainment), value=_plain(due.shortfall))
    if rule.new_clients_below and due.new_clients_attainment is not None:
        clients = _plain(due.new_clients_attainment)
        short = _plain(due.new_clients_shortfall)
        yield _step("new_clients", start=rule.new_clients_below, part=clients, value=short)
    yield _step(
        "uncut", rate=rule.rate, part=_plain(due.shortfall + due.new_clients_shortfall), value=signed_cents(due.uncut)
    )
    if due.uncut:
        if due.limit is not None:
            yield _step("limit", rate=rule.cap, value=due.limit)
        if rule.source == "bonus":
            yield _step("only_bonus", value=due.bonus)
    yield _step("penalty", value=due.penalty)


def _step(name: str, **facts: Any) -> Step:
    return {"step": name, "start": None, "end": None, "rate": None, "part": None, "value": None, **facts}


def _plain(part: Fraction | None) -> float | None:
    """A fraction for showing; nothing is calculated on from it."""
    return None if part is None else float(part)
