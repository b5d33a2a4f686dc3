"""The part of the page about bonus schemes that shows where one may mislead: its steps, and what gathers at them."""

import streamlit as st

from analytics.charts.schemes import marginal_chart, results_chart
from analytics.schemes import Result, radar_words, words
from analytics.words import _, currency_symbol
from pages.components import charts, tables
from pages.components.tables import Heading
from pages.components.text import plain
from pages.components.view import View


def marginal(view: View, result: Result) -> None:
    """What each unit more brings along attainment."""
    if result.curve.empty:
        return
    told = _("Bonus less penalty for each unit more, {unit}; a typical month", unit=currency_symbol())
    charts.show(view, marginal_chart(result.curve, view.look), radar_words.marginal_finding(result), told, "marginal")


def results(view: View, result: Result) -> None:
    """Where results lie beside the thresholds."""
    if result.results.empty:
        return
    told = _("Results by attainment, months × managers; blue: just above a threshold, amber: just below it")
    charts.show(view, results_chart(result.results, view.look), radar_words.results_finding(result), told, "results")


def tests(view: View, result: Result) -> None:
    """Every test of the radar, and the deals that moved."""
    rows = radar_words.radar_rows(result)
    if not rows.empty:
        headings = {
            "what": Heading(_("Looked for")),
            "found": Heading(_("Found")),
            "expected": Heading(_("By chance"), "number"),
            "chance": Heading(_("Chance of as many"), "share", _("p, corrected for all that was tried (Holm)")),
            "verdict": Heading(_("Verdict"), tone="tone"),
        }
        st.caption(
            plain(
                _(
                    "More than chance says where to look and nothing of anybody's intent: "
                    "ends of months have other reasons too."
                )
            )
        )
        tables.show(view, rows, headings, "radar")
    if result.moved.empty:
        return
    headings = {
        "name": Heading(_("Manager")),
        "deal_id": Heading(_("Deal")),
        "expected_on": Heading(_("Expected"), "day"),
        "closed_on": Heading(_("Closed"), "day"),
        "value": Heading(_("Counts for"), "money" if words.is_money(result) else "number"),
        "gain": Heading(_("Brought in pay"), "cents", _("Pay as it was, less pay had it closed when expected")),
    }
    with st.container(gap=None):
        st.subheader(plain(radar_words.moved_finding(result)), anchor=False)
        st.caption(_("Closed within a week of a month's end, on the other side of it than expected"))
    tables.show(view, result.moved, headings, "moved")
