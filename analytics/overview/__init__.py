"""How are we doing, and what needs me today?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pandas import DataFrame

from analytics.cause_names import causes_of
from analytics.overview import alerts as overview_alerts
from analytics.overview.alerts import Alert
from analytics.overview.cards import Card, cards
from analytics.overview.movers import movers, movers_finding
from analytics.overview.numbers import debt_past_due, numbers, table
from analytics.overview.pay import pay_cost, wrong_payments
from analytics.periods import KINDS, Kind, Period
from analytics.plan import pace
from analytics.plan.attainment import comparable, whole_targets
from analytics.plan.forecast import forecast
from analytics.plan.pace import end_of
from analytics.plan.pace_words import finding, heading
from analytics.plan.units import Asked, by_unit
from analytics.question import Frames, Question
from analytics.words import N_

METHOD = N_(
    "**Where the period will end** is the forecast of the sales plan: what was reached, the run rate and a typical "
    "period, with the range in which 8 of 10 earlier periods ended after the same share of their working days.\n\n"
    "**What changed** compares revenue so far with the same days a year before. Every client counts once: the three "
    "that moved most by name, those lost, those whose first deal is less than a year old, and the others by team. The "
    "bars add up to the whole change.\n\n"
    "**Needs you today** lists at most five things, by the money that they are about: clients of somebody absent for "
    "whom no deputy is named; the client that owes most and later than it usually pays; teams whose open deals are "
    "fewer than their missing money needs at the share that they win; causes of complaint that have doubled and more "
    "than chance explains (conditional binomial test, corrected for the number of causes); payments that differ from "
    "the scheme; sources that end more than two weeks before the day looked from.\n\n"
    "**Debt past due** is measured on the day to which invoices and payments are known, never past it."
)
FRAMES = {
    "daily": "overview_daily",
    "margin": "overview_margin",
    "debt": "overview_debt",
    "owed": "metric_open_debt_past_due",
    "payers": "overview_payers",
    "sales": "overview_revenue",
    "absent": "overview_absent",
    "rates": "overview_rates",
    "open_deals": "sales_plan_open",
    "units": "sales_plan_units",
    "covered": "sales_plan_covered",
    "complaints": "overview_complaints",
    "clients": "complaints_clients",
}
EXACT = {"actuals": "sales_plan_actuals", "targets": "sales_plan_targets", "payroll": "compensation_payroll"}
USES = ("complaints",)
COMPANY_EXACT = {"all_actuals": "sales_plan_actuals", "all_targets": "sales_plan_targets"}


@dataclass(frozen=True, slots=True)
class Result:
    """The headline numbers of the period from ``first`` to ``last``, what moved them, and what needs somebody.

    ``numbers``: metric, value, target, last_year (the same days of it), as far as the exports hold them. ``cards`` say
    them in words, four at most. ``movers`` add up to the change of revenue. ``owed`` and ``pay`` are the rows behind
    debt and pay.
    """

    as_of: date
    over: Kind
    first: date
    last: date
    headline: str
    numbers: DataFrame
    cards: tuple[Card, ...]
    movers: DataFrame
    movers_finding: str
    alerts: tuple[Alert, ...]
    sources: DataFrame
    running: DataFrame
    running_finding: str
    owed: DataFrame
    pay: DataFrame


def analyse(frames: Frames, question: Question) -> Result:
    """The overview for what the viewer sees; frames as their queries in ``data/sql/queries`` say."""
    asked = Asked("revenue", "team", _period(question), question.as_of)
    targets = whole_targets(frames["targets"], frames["covered"], is_whole=question.is_whole)
    revenue = frames["daily"][frames["daily"]["metric"] == "revenue"]
    company = revenue[["on_day", "value"]].assign(unit_id="")
    end = end_of(forecast(company, asked.as_of, asked.period.kind, asked.period), targets, "revenue")
    running = pace.running(company, asked.period, asked.as_of, end)
    last = min(asked.as_of, asked.period.end)
    debt = debt_past_due(frames["debt"], frames["owed"], question.through("invoices", "payments"))
    pay = pay_cost(frames["payroll"], frames["actuals"], frames["all_actuals"], last)
    found = numbers(frames, asked, targets, end, debt, pay)
    moved = movers(frames["sales"], asked.period, asked.as_of)
    sources = overview_alerts.sources(question)
    return Result(
        as_of=question.as_of,
        over=asked.period.kind,
        first=asked.period.start,
        last=asked.period.end,
        headline=heading(running, asked.period, asked.as_of, end, "revenue"),
        numbers=table(found),
        cards=cards(found, asked, end, debt, pay),
        movers=moved,
        movers_finding=movers_finding(moved, is_over=asked.is_over),
        alerts=overview_alerts.worst(_alerts(frames, question, asked, debt.rows, sources)),
        sources=sources,
        running=running,
        running_finding=finding(running, end, "revenue"),
        owed=debt.rows,
        pay=pay.rows if pay else DataFrame(columns=["manager_id", "value", "base"]),
    )


def _period(question: Question) -> Period:
    """The month, quarter or year asked for; else the month of the last day that is seen."""
    last = min(question.end or question.as_of, question.as_of)
    whole = (Period.of(last, kind) for kind in KINDS)
    return next(
        (each for each in whole if (each.start, each.end) == (question.start, question.end)), Period.of(last, "month")
    )


def _alerts(frames: Frames, question: Question, asked: Asked, owed: DataFrame, sources: DataFrame) -> Iterator[Alert]:
    fair = {**frames, "targets": comparable(frames["targets"], frames["covered"])}
    teams, _seen = by_unit(frames["daily"][frames["daily"]["metric"] == "revenue"], fair, asked)
    yield from overview_alerts.absent(frames["absent"])
    yield from overview_alerts.late_payer(owed, frames["payers"], question.through("invoices", "payments"))
    if not asked.is_over and len(frames["open_deals"]):
        yield from overview_alerts.thin_teams(teams, frames["rates"])
    complaints = frames["complaints"].assign(
        cause=causes_of(frames["complaints"], question.scores["complaints"].tables["classified"])
    )
    yield from overview_alerts.growing_causes(complaints, frames["clients"], question.through("complaints"))
    yield from overview_alerts.wrong_pay(wrong_payments(frames, question))
    yield from overview_alerts.stale(sources)
