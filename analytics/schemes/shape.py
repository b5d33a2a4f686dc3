"""The scheme's curve for a typical month, and what the next deal brings to each manager."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

from pandas import DataFrame, to_datetime

from analytics.pay.curve import Piece, on_curve, pieces
from analytics.pay.scheme import Case, Scheme, attainment, pay, signed_cents
from analytics.pay.statements import Ledger, Statement, by_deal
from analytics.periods import Period, add_months

CURVE_COLUMNS = ["scheme", "start", "end", "pay", "slope", "rate", "before"]
NEXT_COLUMNS = [
    *("manager_id", "name", "team", "period", "metric", "target", "actual", "attainment", "deal", "pay", "after"),
    *("brings", "each", "step", "missing", "tried_brings"),
]
_PLACES = 12
_USUAL_MONTHS = 12
_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Typical:
    """The month that a curve is drawn for: one person's last one, or the medians of everybody's.

    ``is_planned`` is false where nobody has a target, and the median of what was reached stands in for it.
    """

    salary: Decimal
    target: Decimal
    people: int
    is_planned: bool = True


def typical(last: Sequence[Statement], book: Ledger, scheme: Scheme) -> Typical:
    """The typical month for ``scheme``: medians over the statements ``last``, all of one month.

    Each median is of what is known: a target of 0 isn't one.
    """
    salaries = [Fraction(each.salary) for each in last if each.salary > 0]
    months = [(each.manager_id, (each.period,)) for each in last]
    targets = [target for who, when in months if (target := book.target(scheme.metric, who, when))]
    reached = [actual for who, when in months if (actual := book.actual(scheme.counted, who, when)) > 0]
    salary = _middle(salaries) if salaries else Decimal("1.00")
    planned = _middle(targets or reached or [_ONE])
    return Typical(salary, planned, len(last), bool(targets))


def curve(scheme: Scheme, found: Typical, name: str) -> list[dict[str, Any]]:
    """The pieces of the curve, columns ``CURVE_COLUMNS``: attainment, pay of a month and what each unit more brings.

    New clients count as won in full. ``slope`` is what 1.0 of attainment more brings, ``rate`` the same for each unit
    of the actual, ``before`` that of the piece before: where they differ lies a step.
    """
    parts = exact_curve(scheme, found)
    rates = [piece.slope / Fraction(found.target) for piece in parts]
    return [
        {
            "scheme": name,
            "start": decimal(piece.start),
            "end": None if piece.end is None else decimal(piece.end),
            "pay": signed_cents(piece.pay),
            "slope": decimal(piece.slope),
            "rate": decimal(rate),
            "before": decimal(before) if before is not None else None,
        }
        for piece, rate, before in zip(parts, rates, [None, *rates], strict=False)
    ]


def exact_curve(scheme: Scheme, found: Typical) -> tuple[Piece, ...]:
    """Pay of a month over attainment, in exact pieces; a commission's run over attainment too."""
    months = 3 if scheme.every == "quarter" else 1
    salary, target = Fraction(found.salary), Fraction(found.target)
    case = Case(months * salary, salary, Fraction(0), months * target, _ONE, _ONE)
    unit = months * target if scheme.base == "actual" else _ONE
    return tuple(
        Piece(
            piece.start / unit,
            None if piece.end is None else piece.end / unit,
            piece.pay / months,
            piece.slope * unit / months,
        )
        for piece in pieces(scheme, case)
    )


def next_deals(
    last: Sequence[Statement],
    book: Ledger,
    schemes: tuple[Scheme | None, Scheme | None],
    day: date,
    deal: Decimal | None,
) -> DataFrame:
    """What the next deal brings to each manager in the period of ``day``: columns ``NEXT_COLUMNS``.

    ``schemes`` are the one in force and the one tried. ``deal`` is what it adds to the metric; without one it is the
    median of the manager's own in the last twelve months, else of everybody's. ``each`` is pay for each unit of it;
    ``step`` the attainment at which the next sale's pay changes next, ``missing`` what lacks to it.
    """
    held, tried = schemes
    rows = []
    if held is not None:
        everybody = _deals([each.manager_id for each in last], book, held, day)
        usual = _middle(everybody) if everybody else None
        for each in last:
            own = _deals([each.manager_id], book, held, day)
            size = deal if deal is not None else _middle(own) if own else usual
            if size is not None:
                rows.append(_next(each, book, held, tried, day, size))
    rows.sort(key=lambda row: (-row["brings"], row["name"], row["manager_id"]))
    frame = DataFrame(rows, columns=NEXT_COLUMNS)
    frame["period"] = to_datetime(frame["period"]).astype("datetime64[us]")
    return frame


def decimal(value: Fraction) -> Decimal:
    """A fraction as a Decimal: exact where it ends within twelve decimals, else rounded there."""
    scaled = round(value * 10**_PLACES)
    return Decimal(scaled).scaleb(-_PLACES).normalize() + 0


def _next(
    each: Statement, book: Ledger, held: Scheme, tried: Scheme | None, day: date, size: Decimal
) -> dict[str, Any]:
    case = _running(each, book, held, day)
    now, after = _net(held, case), _net(held, _with(case, size))
    reached = attainment(case.actual, case.target)
    parts = pieces(held, case) if reached is not None or held.base == "actual" else ()
    place = max(Fraction(0), case.actual) if held.base == "actual" else reached
    step = on_curve(parts, place).end if parts and place is not None else None
    unit = _ONE if held.base == "actual" else case.target
    gap = None if step is None or unit is None or place is None else (step - place) * unit
    row = {
        "manager_id": each.manager_id,
        "name": each.name,
        "team": each.team,
        "period": Period.of(day, held.every).start,
        "metric": held.counted,
        "target": None if case.target is None else signed_cents(case.target),
        "actual": signed_cents(case.actual),
        "attainment": None if reached is None else float(reached),
        "deal": size,
        "pay": now,
        "after": after,
        "brings": after - now,
        "each": decimal(Fraction(after - now) / Fraction(size)) if size else None,
        "step": None if step is None or held.base == "actual" else decimal(step),
        "missing": None if gap is None else signed_cents(gap),
        "tried_brings": None,
    }
    if tried is not None:
        case = _running(each, book, tried, day)
        row["tried_brings"] = _net(tried, _with(case, size)) - _net(tried, case)
    return row


def _running(each: Statement, book: Ledger, scheme: Scheme, day: date) -> Case:
    """The case of the period that ``day`` lies in; a month that the payroll lacks has the last known salary."""
    months = Period.of(day, scheme.every).months
    case = book.case(scheme, each.manager_id, months[-1])
    salaries = [Fraction(book.salaries.get((each.manager_id, month), each.salary)) for month in months]
    return replace(case, salary=sum(salaries, Fraction(0)), month_salary=salaries[-1])


def _with(case: Case, size: Decimal) -> Case:
    return replace(case, actual=case.actual + Fraction(size))


def _net(scheme: Scheme, case: Case) -> Decimal:
    due = pay(scheme, case)
    return due.bonus - due.penalty


def _deals(people: Iterable[str], book: Ledger, scheme: Scheme, day: date) -> list[Fraction]:
    """What each deal of the last twelve months added to the scheme's metric."""
    first = add_months(day.replace(day=1), 1 - _USUAL_MONTHS)
    months = tuple(add_months(first, step) for step in range(_USUAL_MONTHS))
    events = [event for who in people for event in by_deal(book.of(scheme.counted, who, months)) if event.deal_id]
    return [event.value for event in events if event.value > 0]


def _middle(values: Sequence[Fraction]) -> Decimal:
    return signed_cents(Fraction(median(values)))
