"""What needs somebody today: five sentences at most, worst first by the money at stake, each with its page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import pandas as pd
from pandas import DataFrame

from analytics.change import compare_windows
from analytics.overview.pay import difference
from analytics.overview.records import records
from analytics.pay.statements import Statement
from analytics.question import Question
from analytics.words import N_, _, money, ngettext, number, short_day, short_money, whole

MOST = 5
STEADY = {
    "deals": N_("Deals"),
    "invoices": N_("Invoices"),
    "payments": N_("Payments"),
    "contacts": N_("Contacts"),
}
"""Sources in which something happens nearly every working day; silence of the others says little."""
STALE_DAYS = 14
_LATE_DAYS = 7
_OWN_RHYTHM = 1.5
_SETTLED = 3
_TELLING = 10
_DOUBLED = 1.0

Tone = Literal["bad", "late"]


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to look at: the page with its filters, the sentence, which begins with or holds ``subject``.

    ``money`` is what it is about, in the workspace's currency; ``icon`` a Material Symbol's name.
    """

    page: str
    text: str
    subject: str
    icon: str
    tone: Tone
    money: float
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def worst(alerts: Iterator[Alert]) -> tuple[Alert, ...]:
    """The five about the most money."""
    return tuple(sorted(alerts, key=lambda alert: (-alert.money, alert.page, alert.text))[:MOST])


def absent(frame: DataFrame) -> Iterator[Alert]:
    """Clients of managers who are away with nobody named for them; money is that of their open deals.

    Columns in: manager_id, name, to_on, count_clients, count_open, open_amount, and count_soon, soon_amount (of deals
    expected within a week).
    """
    for row in records(frame):
        clients = ngettext(
            "{count} client of {name}", "{count} clients of {name}", row["count_clients"], name=row["name"]
        )
        until = "" if pd.isna(row["to_on"]) else _(" until {day}", day=short_day(row["to_on"].date()))
        text = _("No deputy{until} for {clients}{deals}", clients=clients, until=until, deals=_deals(row))
        filters = {"managers": (row["manager_id"],)}
        yield Alert("churn", text, clients, "person_off", "bad", row["open_amount"], filters)


def _deals(row: Mapping[str, Any]) -> str:
    """What is expected this week, else what is open."""
    if row["count_soon"]:
        soon, amount = int(row["count_soon"]), short_money(row["soon_amount"])
        return ngettext(
            "; {count} deal of {amount} is expected this week",
            "; {count} deals of {amount} are expected this week",
            soon,
            amount=amount,
        )
    if row["count_open"]:
        amount = short_money(row["open_amount"])
        return ngettext(
            "; {count} deal of {amount} is open",
            "; {count} deals of {amount} are open",
            int(row["count_open"]),
            amount=amount,
        )
    return ""


def late_payer(owed: DataFrame, payers: DataFrame, through: date) -> Iterator[Alert]:
    """The client that owes most past its due day and later than it usually pays, as known on ``through``.

    ``owed``: client_id, due_on, value (invoices open past their due day on ``through``); ``payers``: client_id, name,
    owner_id, count_settled, usual_days.
    """
    debts = owed.groupby("client_id", as_index=False).agg(amount=("value", "sum"), due_on=("due_on", "min"))
    table = debts.merge(payers, on="client_id")
    table["late_days"] = (pd.Timestamp(through) - table["due_on"]).dt.days
    odd = table[
        (table["late_days"] > _LATE_DAYS) & (table["late_days"] >= _OWN_RHYTHM * table["usual_days"].fillna(0.0))
    ]
    for row in records(odd.sort_values(["amount", "client_id"], ascending=[False, True]).head(1)):
        days = ngettext("{count} day", "{count} days", row["late_days"])
        values = {"name": row["name"], "days": days, "amount": money(row["amount"]), "rhythm": _rhythm(row)}
        text = _("{name} is {days} late with {amount}{rhythm}", **values)
        filters = {} if pd.isna(row["owner_id"]) else {"managers": (str(row["owner_id"]),)}
        yield Alert("reliability", text, row["name"], "schedule", "late", row["amount"], filters)


def _rhythm(row: Mapping[str, Any]) -> str:
    if row["count_settled"] < _SETTLED:
        return ""
    if row["usual_days"] < 1:
        return _("; it has always paid on time")
    times = row["late_days"] / row["usual_days"]
    if times > _TELLING:
        return ngettext(
            "; it is usually {count} day late", "; it is usually {count} days late", round(row["usual_days"])
        )
    return _(", {times} times its own rhythm", times=number(times))


def thin_teams(units: DataFrame, rates: DataFrame) -> Iterator[Alert]:
    """Teams whose open deals don't cover what they lack to the plan, judged by the share of money that they win.

    ``units``: teams as ``plan_units.by_unit`` makes them; ``rates``: unit_id, won, closed (money of 365 days).
    """
    known = units.merge(rates, on="unit_id")
    short = known[known["missing"].notna() & (known["won"] > 0) & (known["unit_id"] != "")]
    for row in records(short.sort_values("unit_id")):
        needed = row["closed"] / row["won"]
        if row["open_per_missing"] < needed:
            text = _(
                "{team} needs {needed} of open deals for each missing {unit}; it has {held}",
                team=row["name"],
                needed=number(needed),
                unit=money(1),
                held=number(row["open_per_missing"]),
            )
            yield Alert(
                "sales_plan", text, row["name"], "trending_down", "bad", -row["missing"], {"teams": (row["unit_id"],)}
            )


def growing_causes(complaints: DataFrame, clients: DataFrame, through: date) -> Iterator[Alert]:
    """Causes of complaint that have at least doubled, more than chance explains; money is the clients' yearly revenue.

    ``complaints``: client_id, opened_on, cause; ``clients``: client_id, entered_on, ended_on, revenue.
    """
    table = compare_windows(complaints, clients, through)
    doubled = table[(table["cause"] != "") & table["significant"] & (table["change"] >= _DOUBLED)]
    recent = complaints[complaints["opened_on"] > pd.Timestamp(through) - pd.Timedelta(days=90)]
    for row in records(doubled):
        touched = set(recent.loc[recent["cause"] == row["cause"], "client_id"])
        revenue = float(clients.loc[clients["client_id"].isin(touched), "revenue"].sum())
        text = _(
            "Complaints about {cause}: {times} times the rate of the year before, more than chance explains; "
            "the {count} in 90 days are of clients with {revenue} a year",
            cause=row["cause"],
            times=number(1 + row["change"]),
            count=whole(row["recent"]),
            revenue=short_money(revenue),
        )
        yield Alert("complaints", text, row["cause"], "report", "bad", revenue)


def wrong_pay(wrong: Sequence[Statement]) -> Iterator[Alert]:
    """Payments that aren't the scheme's."""
    if wrong:
        counted = ngettext("{count} payment", "{count} payments", len(wrong))
        amount = difference(wrong)
        text = _(
            "{counted} of the last 12 months differ from the scheme, by {amount}", counted=counted, amount=money(amount)
        )
        yield Alert("compensation", text, counted, "payments", "late", float(amount))


def stale(found: DataFrame) -> Iterator[Alert]:
    """Sources that have fallen behind; they say nothing about money. ``found``: as ``sources`` makes it."""
    for row in records(found[found["is_stale"]]):
        source = _(STEADY[row["table"]])
        days = ngettext("{count} day", "{count} days", int(row["age_days"]))
        last = short_day(row["known_through"])
        text = _("{source} end on {last}, {days} before the day looked from", source=source, last=last, days=days)
        yield Alert("import_data", text, source, "update", "late", 0.0)


def sources(question: Question) -> DataFrame:
    """How far each table is known: table, known_through, age_days (before as_of), is_stale.

    What has fallen behind stands first, then what fills every day, then the others, the freshest first.
    """
    rows = [_source(table, day, question.as_of) for table, day in question.known_through.items()]
    found = DataFrame(rows, columns=["table", "known_through", "age_days", "is_stale"]).astype({"is_stale": bool})
    place = [list(STEADY).index(table) if table in STEADY else len(STEADY) for table in found["table"]]
    ordered = found.assign(place=place, is_fresh=~found["is_stale"])
    ordered = ordered.sort_values(["is_fresh", "place", "age_days", "table"], ignore_index=True)
    return ordered[list(found.columns)]


def _source(table: str, day: date, as_of: date) -> tuple[str, date, int, bool]:
    age = max((as_of - day).days, 0)
    return table, min(day, as_of), age, table in STEADY and age > STALE_DAYS
