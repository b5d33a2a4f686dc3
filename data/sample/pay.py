"""The bonus scheme, and what it gives every manager for every month, exactly."""

from dataclasses import dataclass
from fractions import Fraction

from data.sample.days import first_day
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


@dataclass(frozen=True, slots=True)
class Books:
    """What pay follows from: the managers, what they reached, what was planned."""

    staff: Managers
    actual: Actuals
    plan: Plans

    def salary(self, row: int, month: int) -> int:
        """The month's salary in cents: raised each January, in part for a month begun or left in the middle."""
        raised = int(self.staff.salary[row]) + (month + 11) // 12 * 9000
        first, following = first_day(month), first_day(month + 1)
        worked = min(int(self.staff.left[row]) + 1, following) - max(int(self.staff.hired[row]), first)
        return max(worked, 0) * raised // (following - first)

    def earned(self, row: int, month: int, moved: int = 0) -> Earned:
        """What the scheme gives one manager for one month; ``moved`` cents of revenue more or less, for mistakes."""
        salary, target = self.salary(row, month), int(self.plan.revenue[row, month])
        if target <= 0:
            return Earned(row, month, salary, Fraction(0), 0, 0)
        attainment = Fraction(max(int(self.actual.revenue[row, month]) + moved, 0), target)
        bonus = half_up(salary * share_of_base(attainment))
        short = max(Fraction(0), PENALTY_BELOW - attainment) + self._few_new_clients(row, month)
        most = Fraction(PENALTY_CAP.numerator * (salary + bonus) // PENALTY_CAP.denominator)
        penalty = half_up(min(salary * PENALTY_RATE * short, most, Fraction(bonus)))
        return Earned(row, month, salary, attainment, bonus, penalty)

    def _few_new_clients(self, row: int, month: int) -> Fraction:
        """By how much too few new clients came; nothing where none were planned."""
        planned = int(self.plan.new_clients[row, month])
        if planned <= 0:
            return Fraction(0)
        return max(Fraction(0), NEW_CLIENTS_BELOW - Fraction(int(self.actual.new_clients[row, month]), planned))

    def payroll(self) -> list[Earned]:
        """What the scheme gives everyone for every complete month worked in, month by month."""
        months = [self.earned(row, month) for month in range(COMPLETE) for row in range(len(self.staff.ids))]
        return [one for one in months if one.salary > 0]
