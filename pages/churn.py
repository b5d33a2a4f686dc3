"""Who is leaving, why, and what is it worth?"""

import streamlit as st
from pandas import DataFrame

from analytics.charts.churn import causes_chart, stated_chart
from analytics.churn import Result, findings
from analytics.words import N_, _, short_money, whole
from pages.components import charts, empty, kpis, method, source, tables
from pages.components.headings import headings
from pages.components.kpis import Card
from pages.components.tables import Heading
from pages.components.text import plain
from pages.components.view import View


def page(view: View) -> None:
    """Draws the page."""
    result: Result = source.result(view)
    if empty.shown(view, result):
        return
    st.header(plain(findings.churn_headline(result)), anchor=False)
    for note in filter(None, (findings.rule_words(result), findings.left_out_words(result))):
        st.info(plain(note), icon=":material/info:")
    kpis.row(view, _cards(result))
    _causes(view, result)
    _every_cause(view, result)
    with st.container(gap=None):
        st.subheader(_("Who is likely to leave"), anchor=False)
        st.caption(_("Most money at risk first. A person decides what to do; the score only says where to look."))
    worth = Heading(_("Margin, 12 months") if result.basis == "margin" else _("Revenue, 12 months"), "money")
    columns = headings("name manager probability") | {"expected": worth} | headings("money_at_risk reasons")
    tables.show(view, result.clients, columns, "clients")
    method.proof(view, result.proof)
    method.note(view)


def _cards(result: Result) -> list[Card]:
    clients, lost = result.clients, result.lost
    leavers, risk, revenue = clients["probability"].sum(), clients["money_at_risk"].sum(), lost["value"].sum()
    gone, worth = (None, None) if result.rule == "dated" else (lost.assign(value=1), lost)
    basis = _("of yearly margin") if result.basis == "margin" else _("of yearly revenue")
    among = _("of {count} clients", count=whole(len(clients)))
    year = _("{count} in 12 months", count=whole(result.count_lost_year))
    said, at_risk = _rows(clients, "probability"), _rows(clients, "money_at_risk")
    return [
        Card(_("Will leave in 90 days"), whole(leavers), "expected_leavers", leavers, caption=among, rows=said),
        Card(_("Money at risk"), short_money(risk), "money_at_risk", risk, caption=basis, rows=at_risk),
        Card(_("Left in the period"), whole(len(lost)), "lost_clients", len(lost), caption=year, rows=gone),
        Card(_("Revenue lost with them"), short_money(revenue), "lost_revenue", revenue, rows=worth),
    ]


def _rows(clients: DataFrame, column: str) -> DataFrame:
    return clients[["client_id", "name", "manager"]].assign(value=clients[column])


def _causes(view: View, result: Result) -> None:
    measured, stated = st.columns([3, 2], gap="medium")
    if result.causes["hazard_ratio"].notna().any():
        words = N_("Leaves so many times as often; line: in 95 of 100 cases; grey: maybe chance; from {count} who left")
        title, caption = findings.causes_finding(result), _(words, count=whole(result.count_lost))
        with measured:
            charts.show(view, causes_chart(result.causes, view.look), title, caption, "causes")
    if not result.stated.empty:
        with stated:
            title, caption = findings.stated_finding(result), _("Reasons given on leaving, share of those who gave one")
            charts.show(view, stated_chart(result.stated, view.look), title, caption, "stated")
            st.write(plain(findings.disagreement_finding(result)))


def _every_cause(view: View, result: Result) -> None:
    if result.causes.empty:
        return
    with st.expander(_("All {count} causes measured", count=whole(len(result.causes)))):
        sure = result.causes["significant"].map({True: _("yes"), False: _("no")})
        named = {"name": Heading(_("Cause"))} | headings("hazard_ratio low high sure clients")
        named |= {"share": Heading(_("Share of the loss"), "share")} | headings("money")
        tables.show(view, result.causes.assign(sure=sure), named, "causes")
