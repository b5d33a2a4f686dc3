"""Is our client base complete, current and free of duplicates?"""

import streamlit as st

from analytics.base_quality import Result, findings
from analytics.charts.base_quality import fields_chart, growth_chart
from analytics.words import _
from pages.components import base_cards, base_tables, charts, empty, merging, method, source
from pages.components.text import plain
from pages.components.view import View


def page(view: View) -> None:
    """Draws the page."""
    if merging.at_work(view):
        return
    result: Result = source.result(view)
    if empty.shown(view, result):
        return
    st.header(plain(findings.headline(result)), anchor=False)
    base_cards.show(view, result)
    _charts(view, result)
    base_tables.show(view, result)
    method.note(view)


def _charts(view: View, result: Result) -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        caption = _("Clients who came (blue, up) and left (grey, down), by month; the last month is running")
        months = findings.shown_months(result)
        charts.show(view, growth_chart(months, view.look), findings.growth_finding(result), caption, "growth")
    with right:
        caption = _("Share filled over the clients kept now; amber: under 95%")
        charts.show(view, fields_chart(result.fields, view.look), findings.fields_finding(result), caption, "fields")
