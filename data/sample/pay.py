"""The bonus scheme, and payroll paid by it exactly but for a few planted mistakes."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from data.sample.days import first_day, month_name
from data.sample.deals import Deals
from data.sample.draws import Draws
from data.sample.files import Columns, money
from data.sample.people import Managers
from data.sample.plans import COMPLETE, Actuals, Plans

TIERS = ((Fraction(8, 10), Fraction(1, 2)), (Fraction(1), Fraction(1)))
CAP = Fraction(3, 2)
PENALTY_BELOW, PENALTY_RATE, NEW_CLIENTS_BELOW = Fraction(6, 10), Fraction(1, 10), Fraction(1, 2)
PENALTY_CAP = Fraction(2, 10)

SCHEME = """\
name = "Standard"
from = "2023-12"
every = "month"
metric = "revenue"
pay_on = "won"
base = "salary"
cap = 1.5

[[tier]]
from = 0.8
rate = 0.5

[[tier]]
from = 1.0
rate = 1.0

[penalty]
from = "bonus"
below = 0.6
rate = 0.1
new_clients_below = 0.5
cap = 0.2

[market]
low = 1700
mean = 2600
high = 4200
currency = "EUR"
as_of = "2026-06"
position = "Client manager"
region = "Estonia"
source = "invented for the sample"
"""

NEXT_MONTH_TEAM = 2
"""The team whose bonuses are paid a month later, named by ``bonus_for``."""


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


@dataclass(frozen=True, slots=True)
class Earned:
    """One manager's month by the scheme, money in cents."""

    row: int
    month: int
    salary: int
    attainment: Fraction
    bonus: int
    penalty: int


def share_of_base(attainment: Fraction) -> Fraction:
    """Σ over tiers of rate × the part of the attainment inside the tier, at most the cap."""
    ends = [tier[0] for tier in TIERS[1:]] + [None]
    parts = [
        rate * max(Fraction(0), (attainment if end is None else min(attainment, end)) - begin)
        for (begin, rate), end in zip(TIERS, ends, strict=True)
    ]
    return min(CAP, sum(parts, Fraction(0)))


def half_up(value: Fraction) -> int:
    """The nearest whole number, halves up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def earned(row: int, month: int, salary: int, actual: Actuals, plan: Plans, revenue: int | None = None) -> Earned:
    """What the scheme gives one manager for one month; ``revenue`` in place of the actual one, for mistakes."""
    target = int(plan.revenue[row, month])
    if target <= 0:
        return Earned(row, month, salary, Fraction(0), 0, 0)
    attainment = Fraction(max(int(actual.revenue[row, month]) if revenue is None else revenue, 0), target)
    bonus = half_up(salary * share_of_base(attainment))
    short = max(Fraction(0), PENALTY_BELOW - attainment) + _few_new_clients(row, month, actual, plan)
    most = Fraction(PENALTY_CAP.numerator * (salary + bonus) // PENALTY_CAP.denominator)
    penalty = half_up(min(salary * PENALTY_RATE * short, most, Fraction(bonus)))
    return Earned(row, month, salary, attainment, bonus, penalty)


def _few_new_clients(row: int, month: int, actual: Actuals, plan: Plans) -> Fraction:
    """By how much too few new clients came; nothing where none were planned."""
    planned = int(plan.new_clients[row, month])
    if planned <= 0:
        return Fraction(0)
    return max(Fraction(0), NEW_CLIENTS_BELOW - Fraction(int(actual.new_clients[row, month]), planned))


def salaries(people: Managers, row: int, month: int) -> int:
    """The month's salary in cents: raised each January, in part for a month begun or left in the middle."""
    raised = int(people.salary[row]) + (month + 11) // 12 * 9000
    first, following = first_day(month), first_day(month + 1)
    worked = min(int(people.left[row]) + 1, following) - max(int(people.hired[row]), first)
    return max(worked, 0) * raised // (following - first)


def payroll(people: Managers, actual: Actuals, plan: Plans) -> list[Earned]:
    """What the scheme gives everyone for every complete month worked in."""
    return [
        earned(row, month, salaries(people, row, month), actual, plan)
        for month in range(COMPLETE)
        for row in range(len(people.ids))
        if salaries(people, row, month) > 0
    ]


def mistakes(
    right: list[Earned], people: Managers, actual: Actuals, plan: Plans, deals: Deals, draws: Draws
) -> list[WrongPayment]:
    """Five planted mistakes of the last year: wrong month (two rows), wrong tier, penalty missed, digits swapped."""
    order = draws.order(len(right)).tolist()
    recent = [right[place] for place in order if COMPLETE - 14 <= right[place].month < COMPLETE - 2]
    found: list[WrongPayment] = []
    taken: set[int] = set()
    for pick in (_wrong_month(deals, people, actual, plan), _wrong_tier, _missed_penalty, _swapped):
        for one in recent:
            wrong = list(pick(one)) if one.row not in taken else []
            if wrong:
                found += [_wrong(people, *row) for row in wrong]
                taken.add(one.row)
                break
    return found


Mistake = tuple[Earned, str, int, int]
"""The right pay, the mistake, the bonus and the penalty paid."""


def _wrong(people: Managers, right: Earned, mistake: str, bonus: int, penalty: int) -> WrongPayment:
    period = month_name(right.month)
    return WrongPayment(people.ids[right.row], period, mistake, bonus, penalty, right.bonus, right.penalty)


def _wrong_month(deals: Deals, people: Managers, actual: Actuals, plan: Plans):  # type: ignore[no-untyped-def]
    """A deal of the first days of a month paid as if won in the month before: both months are wrong."""

    def pick(one: Earned) -> Iterator[Mistake]:
        begin = first_day(one.month + 1)
        early = deals.won & (deals.manager == one.row) & (deals.closed >= begin) & (deals.closed <= begin + 3)
        if not early.any():
            return
        moved = int(deals.amount[early].max())
        after = earned(one.row, one.month + 1, salaries(people, one.row, one.month + 1), actual, plan)
        sums = actual.revenue[one.row]
        now = earned(one.row, one.month, one.salary, actual, plan, int(sums[one.month]) + moved)
        then = earned(one.row, after.month, after.salary, actual, plan, int(sums[after.month]) - moved)
        penalties = (one.penalty, now.penalty, then.penalty, after.penalty)
        if now.bonus > one.bonus + 5000 and then.bonus < after.bonus - 5000 and not any(penalties):
            yield one, "a deal of the next month's first days was counted", now.bonus, now.penalty
            yield after, "a deal was paid with the month before", then.bonus, then.penalty

    return pick


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


def payroll_table(right: list[Earned], wrong: list[WrongPayment], people: Managers) -> Columns:
    """The ``payroll`` table; one team's bonuses stand in the month after the one that they are for."""
    paid = {(row.manager_id, row.period): (row.paid_bonus, row.paid_penalty) for row in wrong}
    sums = {
        (one.row, one.month): paid.get((people.ids[one.row], month_name(one.month)), (one.bonus, one.penalty))
        for one in right
    }
    rows = []
    for one in right:
        later = people.team[one.row] == NEXT_MONTH_TEAM
        bonus_month = one.month - 1 if later else one.month
        bonus, penalty = sums.get((one.row, bonus_month), (None, None))
        cost = half_up(Fraction((one.salary + (bonus or 0) - (penalty or 0)) * 1338, 1000))
        own, named_month = people.ids[one.row], month_name(bonus_month) if later else ""
        paid_out = (money(one.salary), _or_empty(bonus), _or_empty(penalty))
        rows.append((own, month_name(one.month), *paid_out, named_month, money(cost)))
    names = ("manager_id", "period", "salary", "bonus", "penalty", "bonus_for", "employer_cost")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _or_empty(cents: int | None) -> str:
    return "" if cents is None else money(cents)
