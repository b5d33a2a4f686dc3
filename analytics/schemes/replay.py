"""Past months paid again by another scheme: what it would have cost, and who would have gained or lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from pandas import DataFrame, to_datetime

from analytics.pay.scheme import Case, Pay, Scheme, pay
from analytics.pay.statements import Ledger, Statement
from analytics.periods import Period

NOTHING = Decimal("0.00")
_FINE = Decimal("0.000001")
CHANGES = tuple(Decimal(step).scaleb(-2) for step in range(-20, 30, 10))
"""By how much everybody's actual is changed, to see how the bill follows."""

STATEMENT_COLUMNS = [
    *("manager_id", "name", "team", "period", "salary", "attainment", "bonus", "penalty"),
    *("tried_attainment", "tried_bonus", "tried_penalty", "difference"),
]
PEOPLE_COLUMNS = ["manager_id", "name", "team", "months", "cost", "tried_cost", "difference"]
MONTH_COLUMNS = ["period", "people", "cost", "tried_cost", "difference", "margin"]
SENSITIVITY_COLUMNS = ["change", "bill", "difference", "tried_bill", "tried_difference"]


@dataclass(frozen=True, slots=True)
class Totals:
    """What the months cost by the scheme that held and by the one tried (None where none is); money as Decimals.

    ``cost`` is salary + bonus − penalty by the scheme, not as paid; ``per_margin`` what each unit of margin cost.
    """

    people: int = 0
    cost: Decimal = NOTHING
    bill: Decimal = NOTHING
    margin: Decimal = NOTHING
    per_margin: Decimal | None = None
    tried_cost: Decimal | None = None
    tried_bill: Decimal | None = None
    tried_per_margin: Decimal | None = None
    difference: Decimal | None = None
    gain: int = 0
    lose: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """One manager's month: its statement by the scheme that held, what the scheme tried pays and judges."""

    statement: Statement
    tried: Pay | None = None
    case: Case | None = None

    @property
    def net(self) -> Decimal:
        """Bonus less penalty by the scheme that held."""
        return _net(self.statement.pay)

    @property
    def tried_net(self) -> Decimal:
        """Bonus less penalty by the scheme tried."""
        return _net(self.tried)


def replay(made: Sequence[Statement], book: Ledger, tried: Scheme | None) -> tuple[Month, ...]:
    """The statements of ``made`` that can be compared, each with what ``tried`` pays; whenever it would hold from.

    Months that aren't over are left out. Where one of the schemes pays by the quarter, only whole quarters count.
    """
    over = [each for each in made if each.is_over]
    held = [each.scheme for each in over if each.scheme]
    if any(scheme.every == "quarter" for scheme in [*held, *([tried] if tried else [])]):
        periods = {each.period for each in over}
        over = [each for each in over if periods.issuperset(Period.of(each.period, "quarter").months)]
    return tuple(_again(each, book, tried) for each in over)


def statements(months: Sequence[Month], tried: Scheme | None) -> DataFrame:
    """One row a manager and month: columns ``STATEMENT_COLUMNS``; what is tried is None without a scheme to try."""
    rows = [_statement_row(each, tried is not None) for each in months]
    return _dated(DataFrame(rows, columns=STATEMENT_COLUMNS))


def people(months: Sequence[Month], tried: Scheme | None) -> DataFrame:
    """One row a manager: columns ``PEOPLE_COLUMNS``, the largest loss first, then the largest gain last."""
    found: dict[str, list[Month]] = {}
    for each in months:
        found.setdefault(each.statement.manager_id, []).append(each)
    rows = []
    for manager_id, own in found.items():
        last = own[-1].statement
        facts = {"manager_id": manager_id, "name": last.name, "team": last.team, "months": len(own)}
        rows.append(facts | _costs(own, tried is not None))
    rows.sort(key=lambda row: (row["difference"] or NOTHING, row["name"], row["manager_id"]))
    return DataFrame(rows, columns=PEOPLE_COLUMNS)


def by_month(months: Sequence[Month], margins: Mapping[date, Decimal], tried: Scheme | None) -> DataFrame:
    """One row a month: columns ``MONTH_COLUMNS``."""
    rows = []
    for period in sorted({each.statement.period for each in months}):
        own = [each for each in months if each.statement.period == period]
        facts = {"period": period, "people": len(own), "margin": margins.get(period, NOTHING)}
        rows.append(facts | _costs(own, tried is not None))
    return _dated(DataFrame(rows, columns=MONTH_COLUMNS))


def totals(months: Sequence[Month], by: DataFrame, who: DataFrame, tried: Scheme | None) -> Totals:
    """What ``by_month`` and ``people`` add up to."""
    margin = sum(by["margin"], NOTHING)
    cost, bill = sum(by["cost"], NOTHING), sum((each.net for each in months), NOTHING)
    found = Totals(len(who), cost, bill, margin, _ratio(cost, margin))
    if tried is None:
        return found
    tried_cost = sum(by["tried_cost"], NOTHING)
    return replace(
        found,
        tried_cost=tried_cost,
        tried_bill=sum((each.tried_net for each in months), NOTHING),
        tried_per_margin=_ratio(tried_cost, margin),
        difference=tried_cost - cost,
        gain=int((who["difference"] > 0).sum()),
        lose=int((who["difference"] < 0).sum()),
    )


def sensitivity(months: Sequence[Month], tried: Scheme | None) -> DataFrame:
    """The bill of bonuses less penalties had everybody reached more or less: columns ``SENSITIVITY_COLUMNS``.

    ``change`` is the share by which every actual is changed; ``difference`` is the bill less that without a change.
    """
    rows = [_sensitivity_row(months, tried, change) for change in CHANGES] if months else []
    return DataFrame(rows, columns=SENSITIVITY_COLUMNS)


def _sensitivity_row(months: Sequence[Month], tried: Scheme | None, change: Decimal) -> dict[str, Decimal | None]:
    bill = sum((_changed(each.statement.scheme, each.statement.case, change) for each in months), NOTHING)
    still = sum((each.net for each in months), NOTHING)
    row: dict[str, Decimal | None] = {"change": change, "bill": bill, "difference": bill - still}
    if tried is not None:
        bill = sum((_changed(tried, each.case, change) for each in months), NOTHING)
        row |= {"tried_bill": bill, "tried_difference": bill - sum((each.tried_net for each in months), NOTHING)}
    return row


def _changed(scheme: Scheme | None, case: Case | None, change: Decimal) -> Decimal:
    if scheme is None or case is None:
        return NOTHING
    return _net(pay(scheme, replace(case, actual=case.actual * (1 + Fraction(change)))))


def _again(statement: Statement, book: Ledger, tried: Scheme | None) -> Month:
    """The month with what ``tried`` pays for it."""
    if tried is None:
        return Month(statement)
    if not tried.months(statement.period):
        return Month(statement, Pay())
    case = book.case(tried, statement.manager_id, statement.period)
    return Month(statement, pay(tried, case), case)


def _statement_row(each: Month, is_tried: bool) -> dict[str, Any]:
    held, due = each.statement, each.statement.pay
    return {
        "manager_id": held.manager_id,
        "name": held.name,
        "team": held.team,
        "period": held.period,
        "salary": held.salary,
        "attainment": _attained(due),
        "bonus": due.bonus if due else None,
        "penalty": due.penalty if due else None,
        "tried_attainment": _attained(each.tried),
        "tried_bonus": each.tried.bonus if each.tried else None,
        "tried_penalty": each.tried.penalty if each.tried else None,
        "difference": each.tried_net - each.net if is_tried else None,
    }


def _costs(own: Sequence[Month], is_tried: bool) -> dict[str, Decimal | None]:
    salary = sum((each.statement.salary for each in own), NOTHING)
    cost = salary + sum((each.net for each in own), NOTHING)
    tried_cost = salary + sum((each.tried_net for each in own), NOTHING) if is_tried else None
    return {"cost": cost, "tried_cost": tried_cost, "difference": None if tried_cost is None else tried_cost - cost}


def _net(due: Pay | None) -> Decimal:
    return due.bonus - due.penalty if due else NOTHING


def _attained(due: Pay | None) -> float | None:
    return float(due.attainment) if due and due.attainment is not None else None


def _ratio(cost: Decimal, margin: Decimal) -> Decimal | None:
    return (cost / margin).quantize(_FINE, ROUND_HALF_UP) if margin > 0 else None


def _dated(frame: DataFrame) -> DataFrame:
    frame["period"] = to_datetime(frame["period"]).astype("datetime64[us]")
    return frame
