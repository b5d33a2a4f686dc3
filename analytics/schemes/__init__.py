"""What another bonus scheme would cost, and where the one in force misleads.

The exact calculation is in ``analytics.pay``; ``replay`` pays past months again, ``shape`` draws the curve and weighs
the next deal, ``radar`` looks for results bunched at thresholds and deals at month ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pandas import DataFrame

from analytics.pay.scheme import Scheme, in_force
from analytics.pay.scheme_file import Review, review
from analytics.pay.statements import Ledger, Statement, ledger
from analytics.pay.statements import statements as pay_statements
from analytics.pay.versions import versions
from analytics.periods import Period, add_months
from analytics.question import Frames, Question
from analytics.schemes import radar as radars
from analytics.schemes import replay as replays
from analytics.schemes.reading import acknowledged, versions_of
from analytics.schemes.replay import Month, Totals
from analytics.schemes.shape import CURVE_COLUMNS, Typical, curve, next_deals, typical
from analytics.words import N_

METHOD = N_(
    "Every past month that is over is paid again from its payroll row, deals and plan, in exact fractions; only the "
    "bonus and the penalty are rounded, half up to 0.01. By the scheme that held, this gives each statement of the "
    "compensation page to the cent. A scheme that is tried is taken as if it had held in all of these months; where a "
    "scheme pays by the quarter, whole quarters alone are compared. People would have sold otherwise under another "
    "scheme; that isn't foretold.\n\n"
    "- **Cost** is salary + bonus − penalty by the scheme, whatever was paid.\n"
    "- **The curve** is bonus less penalty over attainment for a typical month (the medians of salary and plan), with "
    "new clients won as planned: straight pieces, and at each step what the next unit sold brings changes.\n"
    "- **The next deal** is as large as the manager's median deal of twelve months; it brings pay with it less pay "
    "without it.\n"
    "- **The bill when attainment changes**: every actual is changed by the same share, all else is kept.\n"
    "- **Bunched at a threshold**: of the results within 5 percentage points of it, half would lie above by chance "
    "(two-sided binomial test). **At month ends**: deals won on the last three working days, where each working day "
    "would be as likely by chance (exact Poisson binomial test). **Moved**: deals that closed within a week of a "
    "month's end on the other side of it than expected; by chance half of those that changed pay would have raised "
    "it.\n\n"
    "All chances are corrected together by Holm's method; below 5 % it is more than chance. That says where to look, "
    "and nothing about anybody's intent: ends of months have other reasons too."
)
FRAMES = {"clients": "compensation_clients"}
EXACT = {"payroll": "compensation_payroll", "margin": "compensation_margin"}
COMPANY = {"expected": "schemes_expected"}
COMPANY_EXACT = {"actuals": "compensation_actuals", "plans": "compensation_plans"}
NEEDS_PAY = True

CHECK_COLUMNS = ["line", "key", "value", "code", "refused", "message"]


@dataclass(frozen=True, slots=True)
class Options:
    """``scheme``: the text of a scheme's file to try; its faults are listed, and nothing is tried by one with any.

    ``manager``: one person's id, to look at them alone. ``deal``: what the next deal adds to the scheme's metric.

    Raises:
        ValueError: ``deal`` isn't more than 0.
    """

    scheme: str = ""
    manager: str = ""
    deal: Decimal | None = None

    def __post_init__(self) -> None:
        if self.deal is not None and not (self.deal.is_finite() and self.deal > 0):
            raise ValueError("deal is what the next deal adds, more than 0")


@dataclass(frozen=True, slots=True)
class Result:
    """The schemes and what they do; ``scheme`` holds at the period's end, ``tried`` is the one given.

    ``checks``: what is wrong or doubtful in the file given, else in the one in force. ``curve``, ``statements``,
    ``people``, ``months``, ``next_deals``, ``sensitivity``: see ``replay`` and ``shape``; ``results``,
    ``radar``, ``moved``: see ``radar``; ``versions``, ``acknowledged``: see ``reading``. ``first`` and ``last`` are the
    months compared, None where there are none.
    """

    as_of: date
    scheme: dict[str, Any] | None
    tried: dict[str, Any] | None
    checks: DataFrame
    versions: DataFrame
    acknowledged: DataFrame
    typical: Typical | None
    curve: DataFrame
    totals: Totals
    months: DataFrame
    people: DataFrame
    statements: DataFrame
    next_deals: DataFrame
    sensitivity: DataFrame
    results: DataFrame
    radar: DataFrame
    moved: DataFrame
    first: date | None = None
    last: date | None = None
    faults: tuple[str, ...] = ()
    text: str = field(default="", metadata={"printed": False})


def analyse(frames: Frames, question: Question) -> Result:
    """The schemes checked, drawn, replayed and searched for bunching; see ``METHOD``.

    Frames in: ``payroll`` and ``margin`` of those whose pay is seen; ``actuals``, ``plans`` and ``expected`` of the
    whole company; ``clients`` that the viewer may see.
    """
    options = question.options or Options()
    schemes, faults = versions(question.documents)
    checked = review(options.scheme) if options.scheme.strip() else None
    tried = checked.scheme if checked else None
    payroll = frames["payroll"]
    if options.manager:
        payroll = payroll[payroll["manager_id"] == options.manager]
    end = min(question.end or question.as_of, question.as_of)
    held = in_force(schemes, end)
    book = ledger(frames["actuals"], frames["plans"], payroll, _metrics((*schemes, *([tried] if tried else []))))
    start = (question.start or date.min).replace(day=1)
    paid = pay_statements(payroll, book, schemes, question.as_of, add_months(start, -12) if question.start else start)
    text = _text(held, question)
    made = tuple(each for each in paid if start <= each.period <= end)
    compared = replays.replay(made, book, tried)
    by_month = replays.by_month(compared, _margins(frames["margin"], compared), tried)
    people = replays.people(compared, tried)
    last = _last(paid, end)
    read = acknowledged(schemes, last, question)
    drawn = held or tried
    moves = radars.moved(made, book, frames["expected"])
    return Result(
        as_of=question.as_of,
        scheme=held.as_dict() if held else None,
        tried=tried.as_dict() if tried else None,
        checks=_checks(checked or (review(text) if text else Review(None))),
        versions=versions_of(schemes, held, read),
        acknowledged=read,
        typical=typical(last, book, drawn) if drawn and last else None,
        curve=_curves(held, tried, last, book),
        totals=replays.totals(compared, by_month, people, tried),
        months=by_month,
        people=people,
        statements=replays.statements(compared, tried),
        next_deals=next_deals(last, book, (held, tried), end, options.deal),
        sensitivity=replays.sensitivity(compared, tried),
        results=radars.results(made),
        radar=radars.radar(made, book, moves, held.every if held else "month", _span(made)),
        moved=radars.moved_table(moves, frames["clients"]["client_id"]),
        first=min((each.statement.period for each in compared), default=None),
        last=max((each.statement.period for each in compared), default=None),
        faults=faults,
        text=text,
    )


def _metrics(schemes: Sequence[Scheme]) -> set[str]:
    return {"revenue", "new_clients"} | {name for scheme in schemes for name in (scheme.metric, scheme.counted)}


def _last(paid: Sequence[Statement], end: date) -> tuple[Statement, ...]:
    """The statements of the last month up to ``end`` that has any."""
    month = max((each.period for each in paid if each.period <= end), default=None)
    return tuple(each for each in paid if each.period == month)


def _span(made: Sequence[Statement]) -> tuple[date, date]:
    """The first and last day of the months that are over."""
    months = sorted({each.period for each in made if each.is_over})
    return (months[0], Period("month", months[-1]).end) if months else (date.max, date.min)


def _margins(margin: DataFrame, compared: Sequence[Month]) -> dict[date, Decimal]:
    """The margin of each month, of those whose pay of it is compared."""
    wanted = {(each.statement.manager_id, each.statement.period) for each in compared}
    found: dict[date, Decimal] = {}
    for row in margin.to_dict("records"):
        period = row["period"].date()
        if (row["manager_id"], period) in wanted:
            found[period] = found.get(period, Decimal("0.00")) + row["margin"]
    return found


def _curves(held: Scheme | None, tried: Scheme | None, last: Sequence[Statement], book: Ledger) -> DataFrame:
    rows = []
    for name, scheme in (("held", held), ("tried", tried)):
        if scheme is not None and last:
            rows += curve(scheme, typical(last, book, scheme), name)
    return DataFrame(rows, columns=CURVE_COLUMNS)


def _text(held: Scheme | None, question: Question) -> str:
    """The file of the scheme in force; of two with the same start the later one's."""
    texts = question.documents.get("scheme", ())
    return next((text for text in reversed(texts) if held is not None and review(text).scheme == held), "")


def _checks(found: Review) -> DataFrame:
    rows = [
        {
            "line": fault.line,
            "key": fault.key,
            "value": fault.value,
            "code": fault.code,
            "refused": found.scheme is None,
            "message": fault.message,
        }
        for fault in (*found.faults, *found.doubts)
    ]
    return DataFrame(rows, columns=CHECK_COLUMNS)
