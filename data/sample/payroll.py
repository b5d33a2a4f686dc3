"""Payroll as it was paid: by the scheme, but for a few planted mistakes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from data.sample.days import first_day, month_name
from data.sample.deals import Deals
from data.sample.draws import Draws
from data.sample.files import Columns, money
from data.sample.pay import TIERS, Books, Earned, half_up
from data.sample.people import Managers
from data.sample.plans import COMPLETE

NEXT_MONTH_TEAM = 2
"""The team whose bonuses are paid a month later, named by ``bonus_for``."""
_EMPLOYER = Fraction(1338, 1000)
"""What pay costs with the employer's taxes."""


@dataclass(frozen=True, slots=True)
class WrongPayment:
    """A planted mistake: what was paid for a manager's month, what the scheme gives, in cents, and why they differ."""

    manager_id: str
    period: str
    mistake: str
    paid_bonus: int
    paid_penalty: int
    bonus: int
    penalty: int


Mistake = tuple[Earned, str, int, int]
"""The right pay, the mistake, the bonus and the penalty paid."""


def mistakes(right: list[Earned], books: Books, deals: Deals, draws: Draws) -> list[WrongPayment]:
    """Mistakes of the last year: a deal in the wrong month (two rows), the wrong tier, a penalty missed, a slip."""
    order = draws.order(len(right)).tolist()
    recent = [right[place] for place in order if COMPLETE - 14 <= right[place].month < COMPLETE - 2]
    kinds: list[Callable[[Earned], Iterator[Mistake]]] = [
        partial(_wrong_month, books, deals),
        _wrong_tier,
        _missed_penalty,
        _swapped,
    ]
    found: dict[int, list[Mistake]] = {}
    for kind in kinds:
        for one in recent:
            rows = [] if one.row in found else list(kind(one))
            if rows:
                found[one.row] = rows
                break
    return [_wrong(books.staff, *row) for rows in found.values() for row in rows]


def _wrong(staff: Managers, right: Earned, mistake: str, bonus: int, penalty: int) -> WrongPayment:
    period = month_name(right.month)
    return WrongPayment(staff.ids[right.row], period, mistake, bonus, penalty, right.bonus, right.penalty)


def _wrong_month(books: Books, deals: Deals, one: Earned) -> Iterator[Mistake]:
    """A deal of the first days of a month paid as if won in the month before: both months are wrong."""
    begin = first_day(one.month + 1)
    early = deals.won & (deals.manager == one.row) & (deals.closed >= begin) & (deals.closed <= begin + 3)
    moved = int(deals.amount[early].max(initial=0))
    after = books.earned(one.row, one.month + 1)
    now, then = books.earned(one.row, one.month, moved), books.earned(one.row, one.month + 1, -moved)
    penalised = any(pay.penalty for pay in (one, now, then, after))
    if now.bonus > one.bonus + 5000 and then.bonus < after.bonus - 5000 and not penalised:
        yield one, "a deal of the next month's first days was counted", now.bonus, 0
        yield after, "a deal was paid with the month before", then.bonus, 0


def _wrong_tier(one: Earned) -> Iterator[Mistake]:
    """The higher rate paid from the lower threshold on."""
    if Fraction(105, 100) < one.attainment < Fraction(16, 10) and one.penalty == 0:
        yield (
            one,
            "the second tier's rate was paid from the first tier on",
            half_up(one.salary * (one.attainment - TIERS[0][0])),
            0,
        )


def _missed_penalty(one: Earned) -> Iterator[Mistake]:
    """A penalty for too few new clients that wasn't taken."""
    if one.penalty > 2000:
        yield one, "the penalty for new clients was missed", one.bonus, 0


def _swapped(one: Earned) -> Iterator[Mistake]:
    """Two digits of the bonus changed places."""
    digits = str(one.bonus)
    if one.bonus > 20000 and one.penalty == 0 and digits[0] != digits[1]:
        yield one, "two digits were swapped", int(digits[1] + digits[0] + digits[2:]), 0


def payroll_table(right: list[Earned], wrong: list[WrongPayment], staff: Managers) -> Columns:
    """The ``payroll`` table; one team's bonuses stand in the month after the one that they are for."""
    paid = {(row.manager_id, row.period): (row.paid_bonus, row.paid_penalty) for row in wrong}
    sums = {
        (one.row, one.month): paid.get((staff.ids[one.row], month_name(one.month)), (one.bonus, one.penalty))
        for one in right
    }
    rows = []
    for one in right:
        later = staff.team[one.row] == NEXT_MONTH_TEAM
        bonus_month = one.month - 1 if later else one.month
        bonus, penalty = sums.get((one.row, bonus_month), (None, None))
        cost = half_up((one.salary + (bonus or 0) - (penalty or 0)) * _EMPLOYER)
        own, named_month = staff.ids[one.row], month_name(bonus_month) if later else ""
        paid_out = (money(one.salary), _or_empty(bonus), _or_empty(penalty))
        rows.append((own, month_name(one.month), *paid_out, named_month, money(cost)))
    names = ("manager_id", "period", "salary", "bonus", "penalty", "bonus_for", "employer_cost")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _or_empty(cents: int | None) -> str:
    return "" if cents is None else money(cents)
