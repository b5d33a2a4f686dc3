"""Statements of pay: what each manager brought in, what the scheme pays for it, and what of that has arrived.

The plain rows (payroll, actuals, targets, invoices) become exact fractions here; nothing is a float.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
from pandas import DataFrame

from analytics.pay.backing import Invoice, Part, Weights, arrived, back
from analytics.pay.scheme import Case, Pay, Scheme, in_force, pay
from analytics.periods import Period

_BY_DEAL_AMOUNT = ("margin", "deals", "new_clients")
_WITHOUT_DEALS = ("contacts", "expense_budget")

Months = tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """What one deal (or invoice, or a month's contacts) added to a plan metric, exactly."""

    deal_id: str | None
    client_id: str | None
    on_day: date
    value: Fraction


@dataclass(frozen=True, slots=True)
class Ledger:
    """The company's events, targets and salaries by manager and month."""

    events: Mapping[tuple[str, str, date], tuple[Event, ...]]
    targets: Mapping[tuple[str, str, date], Fraction]
    salaries: Mapping[tuple[str, date], Decimal]

    def of(self, metric: str, manager_id: str, months: Months) -> tuple[Event, ...]:
        """The events that count for ``metric`` in ``months``, by day and deal."""
        return tuple(event for month in months for event in self.events.get((metric, manager_id, month), ()))

    def actual(self, metric: str, manager_id: str, months: Months) -> Fraction:
        """What those events add up to."""
        return sum((event.value for event in self.of(metric, manager_id, months)), Fraction(0))

    def target(self, metric: str, manager_id: str, months: Months) -> Fraction | None:
        """What was planned for ``months``; None where nothing was."""
        found = [self.targets[key] for month in months if (key := (metric, manager_id, month)) in self.targets]
        return sum(found, Fraction(0)) if found else None

    def salary(self, manager_id: str, months: Months) -> Fraction:
        """The salaries of ``months`` together."""
        return sum((Fraction(self.salaries.get((manager_id, month), 0)) for month in months), Fraction(0))

    def case(self, scheme: Scheme, manager_id: str, month: date, counted: str | None = None) -> Case:
        """What ``scheme`` judges in ``month``; ``counted`` takes another metric's events as the actual."""
        months = scheme.months(month)
        return Case(
            self.salary(manager_id, months),
            self.salary(manager_id, (month,)),
            self.actual(counted or scheme.counted, manager_id, months),
            self.target(scheme.metric, manager_id, months),
            self.actual("new_clients", manager_id, months),
            self.target("new_clients", manager_id, months),
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """One manager's pay of one month by the scheme, beside what the payroll holds for it.

    ``scheme`` and ``pay`` are None where no scheme holds yet. ``is_due`` is false in a quarter's first two months,
    ``is_over`` while working days of the month are still to come. An unknown payment is None.
    """

    manager_id: str
    name: str
    team: str | None
    period: date
    salary: Decimal
    scheme: Scheme | None
    case: Case | None
    pay: Pay | None
    paid_bonus: Decimal | None
    paid_penalty: Decimal | None
    is_over: bool
    parts: tuple[Part, ...] | None = field(default=None)

    @property
    def is_due(self) -> bool:
        """Whether the scheme judges this month at all."""
        return self.case is not None

    @property
    def difference(self) -> Decimal | None:
        """Bonus paid less bonus by the scheme; None while either is unknown."""
        return None if self.pay is None or self.paid_bonus is None else self.paid_bonus - self.pay.bonus

    @property
    def penalty_difference(self) -> Decimal | None:
        """Penalty taken less penalty by the scheme; None while either is unknown."""
        return None if self.pay is None or self.paid_penalty is None else self.paid_penalty - self.pay.penalty

    @property
    def is_flagged(self) -> bool:
        """Whether what was paid differs from the scheme in a month that is over."""
        return self.is_over and bool(self.difference or self.penalty_difference)

    @property
    def months(self) -> Months:
        """The months that it sums over."""
        return self.scheme.months(self.period) if self.scheme else ()


def ledger(actuals: DataFrame, plans: DataFrame, payroll: DataFrame, metrics: Iterable[str]) -> Ledger:
    """The rows of ``metrics`` as exact events, targets and salaries.

    Columns in: ``actuals`` metric, manager_id, period, deal_id, client_id, on_day, amount, numerator, denominator
    (Decimals); ``plans`` manager_id, period, metric, target; ``payroll`` manager_id, period, salary.
    """
    events: defaultdict[tuple[str, str, date], list[Event]] = defaultdict(list)
    for row in _rows(actuals[actuals["metric"].isin(set(metrics))]):
        value = Fraction(row["amount"])
        if row["numerator"] != row["denominator"]:
            value = value * Fraction(row["numerator"]) / Fraction(row["denominator"])
        event = Event(_known(row["deal_id"]), _known(row["client_id"]), row["on_day"].date(), value)
        events[row["metric"], row["manager_id"], row["period"].date()].append(event)
    ordered = {key: tuple(sorted(found, key=_order)) for key, found in events.items()}
    targets = {
        (row["metric"], row["manager_id"], row["period"].date()): Fraction(row["target"]) for row in _rows(plans)
    }
    salaries = {(row["manager_id"], row["period"].date()): row["salary"] for row in _rows(payroll)}
    return Ledger(ordered, targets, salaries)


def statements(
    payroll: DataFrame, book: Ledger, schemes: tuple[Scheme, ...], as_of: date, since: date = date.min
) -> tuple[Statement, ...]:
    """One statement for each row of ``payroll`` from the month ``since`` on, by month and manager.

    Columns in: manager_id, name, team, period, salary, bonus, penalty, bonus_for (money as Decimals, None unknown).
    """
    bonuses, penalties = payments(payroll, "bonus"), payments(payroll, "penalty")
    found = []
    for row in _rows(payroll):
        month, key = row["period"].date(), (row["manager_id"], row["period"].date())
        if month < since:
            continue
        scheme = in_force(schemes, month)
        case = book.case(scheme, row["manager_id"], month) if scheme and scheme.months(month) else None
        due = None if scheme is None else Pay() if case is None else pay(scheme, case)
        over = Period("month", month).share_gone(as_of) >= 1
        person = (row["manager_id"], row["name"], _known(row["team"]), month, row["salary"])
        found.append(Statement(*person, scheme, case, due, bonuses.get(key), penalties.get(key), over))
    return tuple(sorted(found, key=lambda each: (each.period, each.manager_id)))


def backing(
    statement: Statement,
    book: Ledger,
    invoices: Mapping[str, tuple[Invoice, ...]],
    chances: Mapping[str, Fraction],
    usual: Fraction,
) -> tuple[Part, ...] | None:
    """The deals that ``statement``'s bonus rests on, and what of each has arrived; None where it rests on none.

    ``chances`` are the clients' probabilities of not paying, ``usual`` the company's own for the others. Without any
    invoices nothing can be said, but for a bonus on money collected.
    """
    if statement.pay is None or statement.scheme is None:
        return None
    if not statement.pay.bonus:
        return ()
    events = book.of(statement.scheme.counted, statement.manager_id, statement.months)
    weights = _weights(statement.scheme, events, book, statement.manager_id)
    if not weights:
        return None
    if statement.scheme.counted == "collected":
        return arrived(statement.pay.bonus, weights)
    if not invoices:
        return None
    risks = {event.deal_id or "": chances.get(event.client_id or "", usual) for event in events}
    return back(statement.pay.bonus, weights, invoices, risks)


def by_deal(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events of each deal as one, on its last day; in order of day and deal."""
    found: dict[str | None, Event] = {}
    for event in events:
        before = found.get(event.deal_id)
        value = event.value + (before.value if before else 0)
        found[event.deal_id] = Event(event.deal_id, event.client_id, event.on_day, value)
    return tuple(sorted(found.values(), key=_order))


def billed(invoices: DataFrame, chances: Mapping[str, Fraction], usual: Fraction) -> dict[str, tuple[Invoice, ...]]:
    """Each deal's invoices. What a credit took off an invoice is never paid.

    Columns in: deal_id, invoice_id, client_id, amount, paid_amount, open_amount (Decimals).
    """
    found: defaultdict[str, list[Invoice]] = defaultdict(list)
    for row in _rows(invoices):
        chance = chances.get(row["client_id"], usual) if row["open_amount"] else Fraction(1)
        amount, paid = Fraction(row["amount"]), Fraction(row["paid_amount"] or 0)
        found[row["deal_id"]].append(Invoice(row["invoice_id"], amount, paid, chance))
    return {deal_id: tuple(each) for deal_id, each in found.items()}


def _weights(scheme: Scheme, events: tuple[Event, ...], book: Ledger, manager_id: str) -> Weights:
    """The deals with their amounts; what only lowered the actual carries none of the bonus."""
    if scheme.metric in _WITHOUT_DEALS:
        return ()
    amounts: defaultdict[str, Fraction] = defaultdict(Fraction)
    counted = events
    if scheme.metric in _BY_DEAL_AMOUNT:
        named = {event.deal_id for event in events}
        months = tuple(sorted({event.on_day.replace(day=1) for event in events}))
        counted = tuple(each for each in book.of("revenue", manager_id, months) if each.deal_id in named)
    for event in counted:
        amounts[event.deal_id or ""] += event.value
    return [(name, max(Fraction(0), amount)) for name, amount in sorted(amounts.items())]


def payments(payroll: DataFrame, column: str) -> dict[tuple[str, date], Decimal]:
    """What was paid to each manager for each month: the known payments that name the month, added up."""
    found: dict[tuple[str, date], Decimal] = {}
    for row in _rows(payroll):
        amount = _known(row[column])
        if amount is not None:
            key = (row["manager_id"], (_known(row["bonus_for"]) or row["period"]).date())
            found[key] = found.get(key, Decimal("0.00")) + amount
    return found


def _rows(frame: DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _known(value: Any) -> Any:
    return None if value is None or value is pd.NaT or value != value else value


def _order(event: Event) -> tuple[date, str]:
    return event.on_day, event.deal_id or ""
