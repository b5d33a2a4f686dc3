"""What salary and bonus cost against the plan, and whether they are right.

``METHOD`` says how; the exact calculation is in ``scheme`` and ``statements``, the words in ``compensation_words``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
from pandas import DataFrame

from analytics.compensation.causes import likely_cause
from analytics.compensation.steps import STEP_COLUMNS, steps
from analytics.compensation.summary import Span, Totals, curve, market, months, totals
from analytics.pay.backing import Part, total
from analytics.pay.scheme import Scheme, cents, in_force, signed_cents
from analytics.pay.scheme_file import read
from analytics.pay.scheme_rules import cautions
from analytics.pay.statements import Event, Ledger, Statement, backing, billed, by_deal, ledger, statements
from analytics.pay.versions import versions
from analytics.question import Frames, Question, Scores
from analytics.scores import shrink
from analytics.words import N_, _

METHOD = N_(
    "A statement is made for each row of the payroll, by the scheme with the latest start up to its month, in exact "
    "fractions; only the bonus and the penalty are rounded, half up to 0.01.\n\n"
    "- **Attainment** is actual ÷ target of the scheme's metric. A deal counts for its own manager, else its client's, "
    "even after the client has moved on; without a target nothing is due.\n"
    "- **Bonus** = base × the sum over tiers of rate × the part of attainment inside the tier, at most the cap.\n"
    "- **Penalty** = salary × rate × the shortfalls below the scheme's thresholds (plan and new clients), at most its "
    "limit, and at most the bonus unless the scheme names the ground on which it may touch the salary.\n"
    "- **Paid** is what the payroll holds for the month in which the bonus was earned. What is empty there is unknown, "
    "not wrong, and a month is compared once its working days are over.\n"
    "- **Backed**: the bonus is split over its deals by amount, each part over the deal's invoices by amount; it is "
    "backed as far as those are paid, else open. **At risk** is open × the probability that the client doesn't pay.\n\n"
    "The likely cause is the first single slip that gives exactly the amount paid: a hint. A named person decides."
)
FRAMES = {"clients": "compensation_clients"}
EXACT = {"payroll": "compensation_payroll", "margin": "compensation_margin"}
COMPANY = {"payers": "compensation_payers"}
COMPANY_EXACT = {
    "actuals": "compensation_actuals",
    "plans": "compensation_plans",
    "invoices": "compensation_invoices",
}
USES = ("reliability",)
NEEDS_PAY = True

_PAID_COLUMNS = ("paid_bonus", "paid_penalty", "difference", "penalty_difference", "flagged", "cause")
_BACKED_COLUMNS = ("backed", "open", "at_risk")
_STATEMENT_COLUMNS = [
    *("manager_id", "name", "team", "period", "salary", "metric", "actual", "target", "attainment", "bonus", "penalty"),
    *(*_PAID_COLUMNS, *_BACKED_COLUMNS, "base", "is_over", "is_due", "scheme"),
]
_DEAL_COLUMNS = [
    *("manager_id", "period", "deal_id", "client_id", "client", "on_day", "counted", "bonus"),
    *_BACKED_COLUMNS,
]
_FINEST = 6


@dataclass(frozen=True, slots=True)
class Options:
    """``scheme``: the text of a scheme's file, in place of the workspace's own.

    Raises:
        SchemeRefused: the scheme has faults.
    """

    scheme: str = ""

    def __post_init__(self) -> None:
        if self.scheme:
            read(self.scheme)


@dataclass(frozen=True, slots=True)
class Result:
    """Statements of the period with their traces, and what they come to.

    ``statements``: one row a manager and month; ``steps``: the way to each bonus and penalty; ``deals``: what each
    bonus rests on; ``months``: cost by month, up to a year before the period; ``market``: each person's month against
    the market range; ``curve``: the scheme's bonus by attainment. ``risk`` tells what the probability of not paying
    is: "reliability", "rate" or "" where nothing is known.
    """

    as_of: date
    statements: DataFrame
    scheme: dict[str, Any] | None
    deals: DataFrame
    steps: DataFrame
    months: DataFrame
    market: DataFrame
    curve: DataFrame
    totals: Totals
    risk: str = ""
    faults: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    schemes: tuple[dict[str, Any], ...] = field(default=())


def analyse(frames: Frames, question: Question) -> Result:
    """Statements, traces and totals; see ``METHOD``.

    Frames in: ``payroll`` and ``margin`` of those whose pay is seen; ``actuals``, ``plans``, ``invoices`` and
    ``payers`` of the whole company; ``clients`` that the viewer may see, for their names.
    """
    schemes, faults = _schemes(question)
    span = Span.of(question)
    wanted = {"revenue", "collected", "new_clients", *(scheme.metric for scheme in schemes)}
    book = ledger(frames["actuals"], frames["plans"], frames["payroll"], wanted)
    made = statements(frames["payroll"], book, schemes, question.as_of, span.since)
    asked = [each for each in made if span.start <= each.period <= span.end]
    chances, usual, risk = _chances(question.scores.get("reliability"), frames["payers"])
    invoices = billed(frames["invoices"], chances, usual)
    parts = {_key(each): backing(each, book, invoices, chances, usual) for each in asked}
    last = in_force(schemes, max((each.period for each in asked), default=question.as_of))
    table = _statements(asked, parts, {_key(each): each for each in made}, book)
    by_month = months(made, frames["payroll"], frames["margin"], span)
    return Result(
        as_of=question.as_of,
        statements=table,
        scheme=last.as_dict() if last else None,
        deals=_deals(asked, parts, book, frames["clients"]),
        steps=_steps(asked, book),
        months=by_month,
        market=market(asked, last),
        curve=curve(last, asked),
        totals=totals(table, by_month),
        risk=risk if invoices else "",
        faults=faults,
        cautions=cautions(last) if last else (),
        schemes=tuple(scheme.as_dict() for scheme in schemes),
    )


def _schemes(question: Question) -> tuple[tuple[Scheme, ...], tuple[str, ...]]:
    """The schemes to pay by, and the faults of those that can't be read any more."""
    if question.options is not None and question.options.scheme:
        return (read(question.options.scheme),), ()
    return versions(question.documents)


def _chances(scores: Scores | None, payers: DataFrame) -> tuple[Mapping[str, Fraction], Fraction, str]:
    """Each client's probability of not paying, the company's own, and where they are from.

    The reliability score's probability of failing where there is one; else the share of invoices that were unpaid
    90 days after they were due, each client's drawn to the company's.
    """
    table = scores.tables.get("clients") if scores else None
    if table is not None and "fail_probability" in table.columns and table["fail_probability"].notna().any():
        known = table.dropna(subset=["fail_probability"])
        found = dict(zip(known["client_id"], map(_fraction, known["fail_probability"]), strict=True))
        return found, _fraction(known["fail_probability"].mean()), "reliability"
    if not payers["count_invoices"].sum():
        return {}, Fraction(0), ""
    ordered = payers.sort_values("client_id")
    rates = shrink(ordered["count_unpaid"], ordered["count_invoices"])["rate"]
    found = dict(zip(ordered["client_id"], map(_fraction, rates), strict=True))
    return found, _fraction(payers["count_unpaid"].sum() / payers["count_invoices"].sum()), "rate"


def _statements(
    asked: list[Statement],
    parts: Mapping[tuple[str, date], Any],
    known: Mapping[tuple[str, date], Statement],
    book: Ledger,
) -> DataFrame:
    rows = [_statement_row(each, parts[_key(each)], likely_cause(each, known, book)) for each in asked]
    return _dated(DataFrame(rows, columns=_STATEMENT_COLUMNS), "period")


def _statement_row(each: Statement, parts: Any, cause: str) -> dict[str, Any]:
    case, due = each.case, each.pay
    backed = None if parts is None else total(part.backed for part in parts)
    return {
        "manager_id": each.manager_id,
        "name": each.name,
        "team": each.team,
        "period": each.period,
        "salary": each.salary,
        "metric": each.scheme.counted if each.scheme else None,
        "actual": signed_cents(case.actual) if case else None,
        "target": signed_cents(case.target) if case and case.target is not None else None,
        "attainment": float(due.attainment) if due and due.attainment is not None else None,
        "bonus": due.bonus if due else None,
        "penalty": due.penalty if due else None,
        "paid_bonus": each.paid_bonus,
        "paid_penalty": each.paid_penalty,
        "difference": each.difference,
        "penalty_difference": each.penalty_difference,
        "flagged": each.is_flagged,
        "cause": cause,
        "backed": backed,
        "open": due.bonus - backed if due and backed is not None else None,
        "at_risk": None if parts is None else cents(sum((part.at_risk for part in parts), Fraction(0))),
        "base": signed_cents(due.base) if due else None,
        "is_over": each.is_over,
        "is_due": each.is_due,
        "scheme": each.scheme.name if each.scheme else None,
    }


def _steps(asked: list[Statement], book: Ledger) -> DataFrame:
    rows = [step for each in asked for step in steps(each, book)]
    return _dated(DataFrame(rows, columns=list(STEP_COLUMNS)), "period")


def _deals(
    asked: list[Statement], parts: Mapping[tuple[str, date], Any], book: Ledger, clients: DataFrame
) -> DataFrame:
    """What counted for each statement, deal by deal; a client that the viewer may not see has no name."""
    names = dict(zip(clients["client_id"], clients["name"], strict=True))
    rows: list[dict[str, Any]] = []
    for each in asked:
        of_deal = {part.deal_id: part for part in parts[_key(each)] or ()}
        events = by_deal(book.of(each.scheme.counted if each.scheme else "", each.manager_id, each.months))
        rows += [_deal_row(each, event, of_deal.get(event.deal_id or ""), names) for event in events]
    return _dated(DataFrame(rows, columns=_DEAL_COLUMNS), "period", "on_day")


def _deal_row(each: Statement, event: Event, part: Part | None, names: Mapping[str, str]) -> dict[str, Any]:
    hidden = _("client of a colleague") if event.client_id else ""
    return {
        "manager_id": each.manager_id,
        "period": each.period,
        "deal_id": event.deal_id,
        "client_id": event.client_id if event.client_id in names else None,
        "client": names.get(event.client_id or "", hidden),
        "on_day": event.on_day,
        "counted": signed_cents(event.value),
        "bonus": part.part if part else None,
        "backed": part.backed if part else None,
        "open": part.open if part else None,
        "at_risk": cents(part.at_risk) if part else None,
    }


def _key(each: Statement) -> tuple[str, date]:
    return each.manager_id, each.period


def _fraction(chance: float) -> Fraction:
    """A probability as a fraction: six decimals of it are more than it knows."""
    return Fraction(f"{chance:.{_FINEST}f}")


def _dated(frame: DataFrame, *columns: str) -> DataFrame:
    for column in columns:
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[us]")
    return frame
