"""How are we doing, and what needs me today?"""

import streamlit as st

from analytics.charts.overview import movers_chart
from analytics.charts.running import running_chart
from analytics.charts.scale import scale
from analytics.overview import Result
from analytics.overview.cards import Card as Told
from analytics.words import _
from pages.components import alerts, charts, download, freshness, kpis, method, plan, source
from pages.components.kpis import Bar, Card
from pages.components.text import plain
from pages.components.view import View


def page(view: View) -> None:
    """Draws the overview."""
    result: Result = source.result(view)
    st.header(plain(result.headline), anchor=False)
    kpis.row(plan.within(view, result.over, result.first, result.last), [_card(each, result) for each in result.cards])
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _running(view, result)
    with right:
        _movers(view, result)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        alerts.show(view, result.alerts)
    with right:
        freshness.show(result.sources)
    method.note(view)


def _card(told: Told, result: Result) -> Card:
    """The bullet where there is a plan, else columns; debt and pay bring the rows behind them along."""
    behind = {"open_debt_past_due": result.owed, "pay_per_margin": result.pay}
    return Card(
        told.label,
        told.value,
        told.metric,
        told.shown,
        told.change or None,
        told.tone,
        told.arrow,
        told.against,
        Bar(told.shown, told.plan, told.low, told.high) if told.plan else None,
        told.history or None,
        told.caption,
        behind.get(told.metric),
    )


def _running(view: View, result: Result) -> None:
    drawn = scale([result.running[["actual", "high", "plan", "last_year"]].max().max()], is_money=True)
    caption = _("Won revenue, {unit}, running total; dots: the plan's pace; grey: last year", unit=drawn.unit)
    if result.running["low"].notna().any():
        caption += _("; band: 8 of 10 periods end inside")
    charts.show(view, running_chart(result.running, view.look, drawn), result.running_finding, caption, "running")


def _movers(view: View, result: Result) -> None:
    titles = {"name": _("Moved by"), "change": _("Change")}
    view.sheets["overview_movers"] = download.sheet(result.movers, titles)
    if result.movers.empty:
        st.subheader(plain(result.movers_finding), anchor=False)
        return
    drawn = scale(result.movers["change"], is_money=True)
    caption = _("Change of won revenue by who caused it, {unit}; adds up to the whole change", unit=drawn.unit)
    charts.show(view, movers_chart(result.movers, view.look, drawn), result.movers_finding, caption, "movers")
