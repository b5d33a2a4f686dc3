"""Why a paid bonus may differ from the scheme: the slips that would have led to exactly the amount paid.

Each slip is the scheme calculated again with one thing wrong. Only one that gives the paid amount to the cent is told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from analytics.pay.scheme import Case, Scheme, cents, pay
from analytics.pay.statements import Ledger, Statement
from analytics.periods import add_months
from analytics.words import _, day, money, month, share

Statements = Mapping[tuple[str, date], Statement]

_CENT = Decimal("0.01")


def likely_cause(statement: Statement, others: Statements, book: Ledger) -> str:
    """What most likely went wrong in a flagged statement, in a sentence; "" where nothing is flagged.

    ``others`` are the statements that the viewer sees, by manager and month.
    """
    if not statement.is_flagged or statement.pay is None:
        return ""
    if not statement.difference:
        return _penalty_slip(statement)
    paid = statement.paid_bonus or Decimal(0)
    slips = _slips(statement, others, book)
    return next((words for amount, words in slips if amount == paid), _("No single slip gives the amount paid."))


def _penalty_slip(statement: Statement) -> str:
    due = statement.pay.penalty if statement.pay else Decimal(0)
    if not statement.paid_penalty:
        return _("The penalty by the scheme was not taken.")
    if not due:
        return _("A penalty was taken that the scheme doesn't have.")
    if statement.pay and statement.paid_penalty == cents(statement.pay.uncut):
        return _("The penalty was taken without its limits.")
    return _("The penalty differs from the scheme's.")


def _slips(statement: Statement, others: Statements, book: Ledger) -> Iterator[tuple[Decimal, str]]:
    """Amounts that one slip would have led to, the likeliest slip first."""
    if statement.scheme is None or statement.pay is None:
        return
    scheme, due, paid = statement.scheme, statement.pay, statement.paid_bonus or Decimal(0)
    yield Decimal("0.00"), _("The bonus was not paid.")
    yield cents(due.earned), _("Paid without the cap.")
    yield due.bonus - due.penalty, _("Paid less the penalty, which stands in its own column.")
    if abs(paid - due.bonus) <= _CENT:
        yield paid, _("Rounded otherwise.")
    yield due.bonus * 2, _("Paid twice.")
    for factor in (10, 100):
        yield due.bonus * factor, _("The decimal point has slipped.")
        yield (due.bonus / factor).quantize(_CENT, ROUND_HALF_UP), _("The decimal point has slipped.")
    if _is_swapped(paid, due.bonus):
        shown = {"due": money(due.bonus, cents=True), "paid": money(paid, cents=True)}
        yield paid, _("Two digits are swapped: {due} became {paid}.", **shown)
    yield from _of_others(statement, others)
    if statement.case is not None:
        yield from _recalculated(statement, scheme, statement.case, book)


def _recalculated(statement: Statement, scheme: Scheme, case: Case, book: Ledger) -> Iterator[tuple[Decimal, str]]:
    """The scheme calculated on another actual, attainment or salary."""
    other = "collected" if scheme.counted == "revenue" else "revenue"
    if scheme.counted in {"revenue", "collected"}:
        words = {
            "collected": _("Paid on money collected, not on deals won."),
            "revenue": _("Paid on deals won, not on money collected."),
        }
        yield pay(scheme, book.case(scheme, statement.manager_id, statement.period, other)).bonus, words[other]
    before = book.salary(statement.manager_id, (add_months(statement.period, -1),))
    if scheme.base == "salary" and before and len(statement.months) == 1:
        yield pay(scheme, replace(case, salary=before)).bonus, _("Paid on the salary of the month before.")
    if case.target and scheme.base != "actual":
        yield pay(scheme, replace(case, actual=case.target)).bonus, _("Paid as if the plan were met exactly.")
        yield from _rounded(scheme, case)
        yield (
            _on_the_whole(scheme, case),
            _("The highest rate was paid from the first threshold on."),
        )
    yield from _of_deals(statement, scheme, case, book)


def _rounded(scheme: Scheme, case: Case) -> Iterator[tuple[Decimal, str]]:
    """Attainment rounded before the tiers were applied."""
    attained = case.actual / (case.target or 1)
    for digits in (2, 3, 1):
        rounded = Fraction(round(attained * 10**digits), 10**digits)
        words = _("Attainment was rounded to {share} first.", share=share(float(rounded), max(0, digits - 2)))
        yield pay(scheme, replace(case, actual=rounded * (case.target or 1))).bonus, words


def _on_the_whole(scheme: Scheme, case: Case) -> Decimal:
    due = pay(scheme, case)
    reached = [band for band in due.bands if band.part]
    if not reached:
        return Decimal(-1)
    part = sum((band.part for band in reached), Fraction(0))
    return cents(due.base * part * Fraction(reached[-1].tier.rate))


def _of_deals(statement: Statement, scheme: Scheme, case: Case, book: Ledger) -> Iterator[tuple[Decimal, str]]:
    """One deal left out or counted twice, or one of a neighbouring month counted too."""
    for event in book.of(scheme.counted, statement.manager_id, statement.months):
        if event.deal_id is not None and event.value > 0:
            without, twice = (replace(case, actual=case.actual + sign * event.value) for sign in (-1, 1))
            yield pay(scheme, without).bonus, _("Deal {deal} was left out.", deal=event.deal_id)
            yield pay(scheme, twice).bonus, _("Deal {deal} was counted twice.", deal=event.deal_id)
    around = (add_months(statement.months[0], -1), add_months(statement.months[-1], 1))
    for event in book.of(scheme.counted, statement.manager_id, around):
        if event.deal_id is not None:
            more = replace(case, actual=case.actual + event.value)
            words = _("Deal {deal} of {day} was counted here.", deal=event.deal_id, day=day(event.on_day))
            yield pay(scheme, more).bonus, words


def _of_others(statement: Statement, others: Statements) -> Iterator[tuple[Decimal, str]]:
    """Another month's bonus, or another person's."""
    for step in (-1, 1):
        key = (statement.manager_id, add_months(statement.period, step))
        if (found := others.get(key)) and found.pay and found.pay.bonus:
            yield found.pay.bonus, _("This is the bonus of {month}.", month=month(key[1]))
    for (manager_id, period), found in sorted(others.items()):
        if period == statement.period and manager_id != statement.manager_id and found.pay and found.pay.bonus:
            yield found.pay.bonus, _("This is the bonus of {name}.", name=found.name)


def _is_swapped(paid: Decimal, due: Decimal) -> bool:
    """Whether the two amounts differ by two neighbouring digits alone."""
    first, second = str(paid), str(due)
    apart = [place for place, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]]
    if len(first) != len(second) or len(apart) != 2:
        return False
    low, high = apart
    return high - low <= 2 and first[low] == second[high] and first[high] == second[low]
