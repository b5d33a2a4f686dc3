"""Why are they dissatisfied, and is it getting better?"""

import streamlit as st

from analytics.charts.complaints import pareto_chart, settle_chart, trend_chart
from analytics.complaints import Result, findings
from analytics.complaints import rows as complaints_rows
from analytics.words import _
from pages.components import cause_proof, charts, complaint_cards, complaint_tables, empty, method, source
from pages.components.text import plain
from pages.components.view import View


def page(view: View) -> None:
    """Draws the page."""
    result: Result = source.result(view)
    if empty.shown(view, result.complaints):
        return
    st.header(plain(findings.headline(result)), anchor=False)
    if note := findings.through_note(result):
        st.markdown(f":small[:orange[{plain(note)}]]")
    complaint_cards.show(view, result)
    _causes(view, result)
    _trend(view, result)
    complaint_tables.show(view, result)
    cause_proof.show(view, result)
    method.note(view)


def _causes(view: View, result: Result) -> None:
    ways = {_("By number"): False, _("By money"): True}
    chosen = st.segmented_control(_("Causes"), list(ways), default=_("By number"), required=True)
    by_money = ways[chosen]
    left, right = st.columns(2, gap="medium")
    with left:
        title = findings.money_finding(result) if by_money else findings.pareto_finding(result)
        caption = findings.pareto_caption(by_money)
        unknown = int(result.complaints["cause"].isna().sum())
        charts.show(view, pareto_chart(result.causes, unknown, view.look, by_money=by_money), title, caption, "causes")
    with right:
        title = findings.settle_finding(result)
        caption = _("Days by which half are settled, open ones counted as long as they are open; pale: not half yet")
        charts.show(view, settle_chart(result.causes, result.target_days, view.look), title, caption, "settle")


def _trend(view: View, result: Result) -> None:
    names = {_("All causes"): None} | {findings.cause_name(cause): cause for cause in result.causes["cause"]}
    chosen = st.pills(_("Complaints by month"), list(names), default=_("All causes"), required=True, key="trend_cause")
    cause = names.get(chosen)
    caption = _(
        "Complaints for each hundred active clients by month; blue: the last three, the running one scaled to a whole"
    )
    charts.show(
        view,
        trend_chart(complaints_rows.months_of(result, cause), view.look),
        findings.trend_finding(result, cause),
        caption,
        "trend",
    )
