"""The sales plan's choices, its table, and what is behind a row of it."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from analytics.metrics import metric
from analytics.plan.units import METRICS, UNITS
from analytics.sales_plan import Result
from analytics.words import N_, _, currency_symbol, short_day
from pages.components import period as periods
from pages.components import tables
from pages.components.tables import Heading, Kind
from pages.components.text import plain
from pages.components.view import View

_UNITS = {"manager": N_("Manager"), "team": N_("Team"), "product": N_("Product"), "region": N_("Region")}
_ALL = {
    "manager": N_("All managers"),
    "team": N_("All teams"),
    "product": N_("All products"),
    "region": N_("All regions"),
}
_OVER = {"month": N_("Month"), "quarter": N_("Quarter"), "year": N_("Year")}


def choose(view: View) -> dict[str, str]:
    """Draws the choices by, metric and over; returns the analysis' options."""
    rows, status = view.status.rows, view.status
    known = {"team": status.teams, "product": status.products, "region": status.regions}
    units = [unit for unit in UNITS if known.get(unit, True)]
    metrics = [name for name in METRICS if rows.get(metric(name).tables[0])]
    kind = view.choice.period_in(status).kind
    with st.container(horizontal=True, gap="medium"):
        by = st.segmented_control(
            _("By"), units, default=units[0], format_func=lambda unit: _(_UNITS[unit]), required=True, key="plan_by"
        )
        name = st.pills(
            _("Metric"),
            metrics or ["revenue"],
            default=(metrics or ["revenue"])[0],
            format_func=lambda each: _(metric(each).title),
            required=True,
            key="plan_metric",
        )
        over = st.segmented_control(
            _("Over"),
            list(_OVER),
            default=kind if kind in _OVER else "month",
            format_func=lambda each: _(_OVER[each]),
            required=True,
            key=f"plan_over_{kind}",
        )
    return {"by": by, "metric": name, "over": over}


def within(view: View, over: periods.Kind, first: date, last: date) -> View:
    """The view of the single period that a page's numbers are of, for their passports."""
    scope = replace(view.scope, start=first, end=last)
    return replace(view, scope=scope, choice=replace(view.choice, period=periods.of_kind(over, first).key))


def title(result: Result) -> str:
    """The table's title."""
    return _(_ALL[result.by])


def table(view: View, result: Result) -> None:
    """Draws the units; a chosen one opens what its result is made of."""
    frame = result.units.assign(against_pace=result.units["against_pace"] * 100)
    columns = [name for name in _headings(result) if name == "name" or frame[name].notna().any()]
    if result.metric == "new_clients" or frame["new_clients_target"].isna().all():
        columns = [name for name in columns if not name.startswith("new_clients")]
    headings = {name: heading for name, heading in _headings(result).items() if name in columns}
    for position in tables.show(view, frame, headings, "sales_plan", select=True):
        _behind(view, result, frame.iloc[position].to_dict())


def _headings(result: Result) -> dict[str, Heading]:
    amount: Kind = "money" if metric(result.metric).unit == "money" else "whole"
    lacks = _("Over budget") if metric(result.metric).better == "less" else _("Missing")
    return {
        "name": Heading(_(_UNITS[result.by])),
        "team": Heading(_("Team")),
        "target": Heading(_("Plan"), amount),
        "actual": Heading(_("Reached"), amount),
        "attainment": Heading(_("Attainment"), "progress", _("Reached ÷ plan")),
        "against_pace": Heading(
            _("Against pace, pp"), "number", _("Attainment less the share of the working days that are gone")
        ),
        "change": Heading(_("On last year"), "change", _("Against the same days a year before")),
        "mid": Heading(_("Will end at"), amount, _("The middle of the forecast")),
        "missing": Heading(lacks, amount, _("What the forecast lacks to the plan"), tone="tone"),
        "open_per_missing": Heading(
            _("Open for each missing {unit}", unit=currency_symbol()), "number", _("Open deals ÷ what is missing")
        ),
        "new_clients": Heading(_("New clients"), "whole", _("Clients whose first won deal ever is in the period")),
        "new_clients_target": Heading(_("New, planned"), "whole", _("The plan of new clients")),
        "history": Heading(_("12 months"), "line"),
    }


def _behind(view: View, result: Result, unit: Mapping[Hashable, Any]) -> None:
    """The single events that make up one unit's result, the largest first."""
    first, last = result.first, min(result.last, result.as_of)
    events = view.house.query(
        "sales_plan_behind",
        view.scope,
        cut=result.by,
        unit=unit["unit_id"],
        metric=result.metric,
        first=first,
        last=last,
    )
    span = _span(first, last)
    st.subheader(_("{name}, {days}", name=plain(str(unit["name"])), days=span), anchor=False)
    headings = {
        "on_day": Heading(_("Day"), "day"),
        "event_id": Heading(_("Number")),
        "client": Heading(_("Client")),
        "manager": Heading(_("Manager")),
        "product": Heading(_("Product")),
        "region": Heading(_("Region")),
        "value": Heading(_("Counts for"), "cents" if metric(result.metric).unit == "money" else "whole"),
    }
    tables.show(view, events, headings, "sales_plan_behind")


def _span(first: date, last: date) -> str:
    return short_day(first) if first == last else f"{short_day(first)}–{short_day(last)}"
