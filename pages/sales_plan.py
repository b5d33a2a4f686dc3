"""Will we make the plan?"""

import streamlit as st

from analytics.charts.running import running_chart
from analytics.charts.sales_plan import MOST_UNITS, bullets_chart, periods_chart
from analytics.charts.scale import Scale, scale
from analytics.metrics import metric
from analytics.sales_plan import Result
from analytics.words import _, whole
from pages.components import charts, method, plan, plan_deals, plan_tabs, source
from pages.components.text import plain
from pages.components.view import View


def page(view: View) -> None:
    """Draws the sales plan."""
    options = plan.choose(view)
    result: Result = source.result(view, **options)
    is_money = metric(result.metric).unit == "money"
    st.header(plain(result.words.headline), anchor=False)
    plan_deals.coverage(view, result)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        shown = result.units.head(MOST_UNITS)
        _bullets(view, result, scale(shown[["actual", "high", "target"]].max(), is_money=is_money))
    with right:
        _periods(view, result, scale(result.periods[["actual", "high", "target"]].max(), is_money=is_money))
        lines = result.running[["actual", "high", "plan", "last_year"]].astype(float)
        _running(view, result, scale(lines.max(), is_money=is_money))
    plan_tabs.show(view, result, options)
    st.caption(plain(result.words.past))
    method.note(view)


def _bullets(view: View, result: Result, drawn: Scale) -> None:
    units = result.units.head(MOST_UNITS)
    if units.empty:
        st.subheader(plain(result.words.units), anchor=False)
        return
    caption = _("Reached, {unit}; mark: plan", unit=drawn.unit)
    if units["low"].notna().any() and not result.is_over:
        caption += _("; band: where 8 of 10 end; red: even its upper end misses")
    if len(result.units) > MOST_UNITS:
        caption += _("; the first {shown} of {count}", shown=whole(MOST_UNITS), count=whole(len(result.units)))
    charts.show(view, bullets_chart(units, view.look, drawn), result.words.units, caption, "units")


def _periods(view: View, result: Result, drawn: Scale) -> None:
    caption = _("Reached, {unit}; line: plan", unit=drawn.unit)
    if result.periods["low"].notna().any() and not result.is_over:
        caption += _("; band: where the last one will end")
    charts.show(view, periods_chart(result.periods, view.look, drawn), result.words.periods, caption, "periods")


def _running(view: View, result: Result, drawn: Scale) -> None:
    caption = _("Running total, {unit}; dots: the plan's pace; grey: last year", unit=drawn.unit)
    chart = running_chart(result.running, view.look, drawn, height=230)
    charts.show(view, chart, result.words.running, caption, "running")
