"""What pay comes to by month, against the market, and the scheme's curve: sums over statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any, Self

import pandas as pd
from pandas import DataFrame

from analytics.pay.scheme import Case, Scheme, cents, pay, share_at, signed_cents
from analytics.pay.statements import Statement, payments
from analytics.periods import Period, add_months
from analytics.question import Question
from analytics.words import currency

MONTH_COLUMNS = [
    *("period", "people", "salary", "bonus", "penalty", "cost"),
    *("due", "unpaid", "at_plan", "margin", "flagged", "is_asked"),
]
MARKET_COLUMNS = ["manager_id", "name", "team", "months", "monthly", "place", "people", "team_median"]
SMALLEST_GROUP = 3
"""Pay of fewer people than this isn't summed up: it would tell one person's."""

_POINTS = 100
_BEYOND = Fraction(1, 4)
_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Span:
    """The months asked about, ``start`` to ``end``, and ``since`` when the rows reach back, for comparison."""

    since: date
    start: date
    end: date

    @classmethod
    def of(cls, question: Question) -> Self:
        """The span of a question; a period reaches back to a year before its first quarter."""
        end = question.end or question.as_of
        if question.start is None:
            return cls(date.min, date.min, end)
        return cls(add_months(Period.of(question.start, "quarter").start, -12), question.start.replace(day=1), end)


@dataclass(frozen=True, slots=True)
class Totals:
    """What the statements of the period come to; money as Decimals, None where it isn't known.

    ``cost`` is pay as the payroll holds it (salary + bonus − penalty of the months in which they were earned), ``due``
    the same by the scheme, ``unpaid`` the bonuses of which nothing is known to be paid, ``at_plan`` what pay would be
    with every plan met exactly, ``margin`` what the same people brought in; ``bonus`` (by the scheme) is ``backed``
    and ``open``, of which ``at_risk`` is expected not to arrive.
    """

    people: int = 0
    statements: int = 0
    cost: Decimal = _NOTHING
    due: Decimal = _NOTHING
    unpaid: Decimal = _NOTHING
    at_plan: Decimal = _NOTHING
    margin: Decimal = _NOTHING
    salary: Decimal = _NOTHING
    bonus: Decimal = _NOTHING
    backed: Decimal | None = None
    open: Decimal | None = None
    at_risk: Decimal | None = None
    flagged: int = 0

    @property
    def per_margin(self) -> Decimal | None:
        """Pay for each unit of margin; None without margin."""
        return self.cost / self.margin if self.margin > 0 else None


def totals(statements: DataFrame, by_month: DataFrame) -> Totals:
    """The sums of the statements and of the months asked about."""
    asked = by_month[by_month["is_asked"].astype(bool)]
    known = statements[statements["backed"].notna()]
    return Totals(
        people=int(statements["manager_id"].nunique()),
        statements=len(statements),
        cost=_sum(asked["cost"]),
        due=_sum(asked["due"]),
        unpaid=_sum(asked["unpaid"]),
        at_plan=_sum(asked["at_plan"]),
        margin=_sum(asked["margin"]),
        salary=_sum(asked["salary"]),
        bonus=_sum(statements["bonus"].dropna()),
        backed=_sum(known["backed"]) if len(known) else None,
        open=_sum(known["open"]) if len(known) else None,
        at_risk=_sum(known["at_risk"]) if len(known) else None,
        flagged=int(statements["flagged"].astype(bool).sum()),
    )


def months(made: Sequence[Statement], payroll: DataFrame, margin: DataFrame, span: Span) -> DataFrame:
    """Pay by month in which it was earned, over ``span``; money as Decimals.

    Columns out: ``period``, ``people``, ``salary``, ``bonus`` and ``penalty`` as paid so far, ``cost`` = salary +
    bonus − penalty, ``due`` the same by the scheme, ``unpaid`` bonuses by the scheme of which nothing is known to be
    paid, ``at_plan`` what salary and bonus would be with every plan met exactly, ``margin`` of the same people,
    ``flagged`` the number of differences; ``is_asked`` tells the months of the period from those before.
    """
    bonuses, penalties = _by_month(payments(payroll, "bonus")), _by_month(payments(payroll, "penalty"))
    margins: dict[date, Decimal] = {}
    for first, amount in zip(pd.to_datetime(margin["period"]), margin["margin"], strict=True):
        margins[first.date()] = margins.get(first.date(), _NOTHING) + amount
    rows = []
    for period in sorted({each.period for each in made} | bonuses.keys() | penalties.keys()):
        row = _month(period, [each for each in made if each.period == period])
        row["bonus"], row["penalty"] = bonuses.get(period, _NOTHING), penalties.get(period, _NOTHING)
        row["cost"] = row["salary"] + row["bonus"] - row["penalty"]
        row |= {"margin": margins.get(period, _NOTHING), "is_asked": period >= span.start}
        rows += [row] if span.since <= period <= span.end else []
    return _dated(DataFrame(rows, columns=MONTH_COLUMNS))


def market(asked: Iterable[Statement], scheme: Scheme | None) -> DataFrame:
    """Each person's pay of a month beside the scheme's market range; empty without a range in the workspace's currency.

    Columns out: ``monthly`` salary + bonus − penalty of a mean month (as paid, else by the scheme), ``place`` below,
    inside or above the range, ``people`` of the team, and ``team_median``, None for fewer than ``SMALLEST_GROUP``.
    """
    rows: list[dict[str, Any]] = []
    if scheme is None or scheme.market is None or scheme.market.currency not in {"", currency()}:
        return DataFrame(rows, columns=MARKET_COLUMNS)
    by_person: dict[str, list[Statement]] = {}
    for each in asked:
        by_person.setdefault(each.manager_id, []).append(each)
    for manager_id, own in sorted(by_person.items()):
        monthly = cents(max(Fraction(0), sum((Fraction(_paid(each)) for each in own), Fraction(0))) / len(own))
        place = "below" if monthly < scheme.market.low else "above" if monthly > scheme.market.high else "inside"
        last = own[-1]
        rows.append(
            {
                "manager_id": manager_id,
                "name": last.name,
                "team": last.team,
                "months": len(own),
                "monthly": monthly,
                "place": place,
            }
        )
    return DataFrame(_with_teams(rows), columns=MARKET_COLUMNS)


def curve(scheme: Scheme | None, asked: Sequence[Statement]) -> DataFrame:
    """The scheme's bonus as a share of its base, by attainment: columns ``attainment`` and ``share``, both fractions.

    Empty for a plain commission, which has no curve.
    """
    if scheme is None or scheme.base == "actual":
        return DataFrame({"attainment": [], "share": []})
    reached = [each.pay.attainment or Fraction(0) for each in asked if each.pay]
    far = max([*reached, *(Fraction(tier.start) + _BEYOND for tier in scheme.tiers), 1 + _BEYOND])
    corners = {Fraction(tier.start) for tier in scheme.tiers} | {far * step / _POINTS for step in range(_POINTS + 1)}
    points = sorted(point for point in corners if point <= far)
    shares = [float(share_at(scheme, point)) for point in points]
    return DataFrame({"attainment": [float(point) for point in points], "share": shares})


def _month(period: date, made: list[Statement]) -> dict[str, Any]:
    dues = [each.pay for each in made if each.pay]
    salary = _sum(each.salary for each in made)
    return {
        "period": period,
        "people": len(made),
        "salary": salary,
        "due": salary + _sum(due.bonus - due.penalty for due in dues),
        "unpaid": _sum(each.pay.bonus for each in made if each.pay and each.paid_bonus is None),
        "at_plan": salary + _sum(_at_plan(each) for each in made),
        "flagged": sum(each.is_flagged for each in made),
    }


def _at_plan(statement: Statement) -> Decimal:
    """The bonus with the plan met exactly; a commission's on its own actual where nothing is planned."""
    if statement.scheme is None or statement.case is None:
        return _NOTHING
    case = statement.case
    exact = Case(case.salary, case.month_salary, case.actual if case.target is None else case.target, case.target)
    return pay(statement.scheme, exact).bonus


def _paid(statement: Statement) -> Decimal:
    due = statement.pay
    bonus = statement.paid_bonus if statement.paid_bonus is not None else due.bonus if due else _NOTHING
    penalty = statement.paid_penalty if statement.paid_penalty is not None else due.penalty if due else _NOTHING
    return statement.salary + bonus - penalty


def _with_teams(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    teams: dict[str, list[Decimal]] = {}
    for row in rows:
        teams.setdefault(row["team"] or "", []).append(row["monthly"])
    for row in rows:
        others = teams[row["team"] or ""]
        row["people"] = len(others)
        row["team_median"] = signed_cents(Fraction(median(others))) if len(others) >= SMALLEST_GROUP else None
    return sorted(rows, key=lambda row: (row["team"] or "", row["manager_id"]))


def _by_month(paid: dict[tuple[str, date], Decimal]) -> dict[date, Decimal]:
    found: dict[date, Decimal] = {}
    for (_manager, period), amount in sorted(paid.items()):
        found[period] = found.get(period, _NOTHING) + amount
    return found


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, _NOTHING)


def _dated(frame: DataFrame) -> DataFrame:
    frame["period"] = pd.to_datetime(frame["period"]).astype("datetime64[us]")
    return frame
