"""One statement of pay: the way to it step by step, and the deals behind it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import streamlit as st

from analytics.compensation import Result
from analytics.compensation import words as findings
from analytics.compensation.step_words import METRIC_TITLES, worded
from analytics.periods import add_months
from analytics.words import _
from pages.components import source, tables
from pages.components.tables import Heading
from pages.components.text import plain
from pages.components.view import View


def with_pay(view: View, result: Result) -> tuple[View, Result]:
    """The same view and result; where its month has no pay yet, those of the last month that has."""
    last = findings.latest_month(result)
    if not result.statements.empty or last is None:
        return view, result
    scope = replace(view.scope, start=last, end=add_months(last, 1) - timedelta(days=1))
    view = replace(view, scope=scope, choice=replace(view.choice, period=f"{last:%Y-%m}"))
    return view, source.result(view)


def show(view: View, result: Result, row: Any) -> None:
    """Draws the statement of one row of ``result.statements``."""
    st.subheader(plain(findings.statement_title(row)), anchor=False)
    st.write(plain(findings.due_words(row)))
    is_own = [
        (frame["manager_id"] == row["manager_id"]) & (frame["period"] == row["period"])
        for frame in (result.steps, result.deals)
    ]
    scheme = next((each for each in result.schemes if each["name"] == row["scheme"]), result.scheme)
    left, right = st.columns(2, gap="medium")
    if scheme is not None and is_own[0].any():
        steps = worded(result.steps[is_own[0]], scheme)
        titles = {"step": _("Step"), "how": _("How"), "result": _("Result")}
        with left:
            st.table(
                steps.rename(columns=titles).set_index(titles["step"]),
                border="horizontal",
                alt=_("The steps of the calculation"),
            )
    deals = result.deals[is_own[1]].drop(columns=["manager_id", "period"])
    if not deals.empty:
        with right:
            tables.show(view, deals.reset_index(drop=True), _headings(str(row["metric"])), "deals")


def _headings(metric: str) -> dict[str, Heading]:
    kind: tables.Kind = "cents" if metric in ("revenue", "margin", "invoiced", "collected") else "number"
    return {
        "deal_id": Heading(_("Deal")),
        "client": Heading(_("Client")),
        "on_day": Heading(_("Day"), "day"),
        "counted": Heading(_(METRIC_TITLES[metric]), kind),
        "bonus": Heading(_("Its bonus"), "cents", _("The bonus split over its deals by amount")),
        "backed": Heading(_("Backed"), "cents", _("As far as the deal's invoices are paid")),
        "at_risk": Heading(_("At risk"), "cents"),
    }
