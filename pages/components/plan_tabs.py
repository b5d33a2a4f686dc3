"""What stands below the sales plan's charts: units, all plans beside one another, periods, and single deals."""

import streamlit as st

from analytics.charts.plan_cuts import attainment_chart
from analytics.charts.scale import scale
from analytics.metrics import metric
from analytics.sales_plan import Result
from analytics.words import _, currency_symbol, short_day
from pages.components import charts, passport, plan, plan_deals, tables
from pages.components.tables import Heading, Kind
from pages.components.text import plain
from pages.components.view import View


def show(view: View, result: Result, options: dict[str, str]) -> None:
    """Draws the tabs, each with its finding and its tables; ``options`` are those that the result was asked with."""
    names = [plan.title(result), _("Every plan"), _("Period by period")]
    if result.deals is not None:
        names += [_("Between two days"), _("Pushed deals")]
    tabs = st.tabs(names, key="plan_tabs")
    with tabs[0]:
        _units(view, result)
    with tabs[1]:
        _pace(view, result)
    with tabs[2]:
        _cuts(view, result)
    if result.deals is not None:
        with tabs[3]:
            plan_deals.bridge(view, result, options)
        with tabs[4]:
            plan_deals.pushed(view, result, result.deals.pushed)


def _units(view: View, result: Result) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(plan.title(result), anchor=False, width="content")
        of_period = plan.within(view, result.over, result.first, result.last)
        passport.popover(of_period, result.metric, result.reached)
    plan.table(view, result)


def _pace(view: View, result: Result) -> None:
    """Every metric's plan beside the others, the new clients' beside revenue's among them."""
    rows = result.pace
    with st.container(gap=None):
        st.subheader(plain(result.words.pace), anchor=False)
        st.caption(_pace_caption(result))
    numbers = ["target", "actual", "due", "ahead", "last_year", "change", "low", "high", "attainment"]
    shown = rows.astype(dict.fromkeys(numbers, float)).assign(
        title=[_(metric(name).title) for name in rows["metric"]],
        unit=[currency_symbol() if metric(name).unit == "money" else _("number") for name in rows["metric"]],
    )
    headings = {
        "title": Heading(_("Plan")),
        "unit": Heading(_("Unit")),
        "target": Heading(_("Target"), "whole"),
        "actual": Heading(_("Reached"), "whole"),
        "attainment": Heading(_("Attainment"), "progress", _("Reached ÷ target")),
        "due": Heading(_("Due by now"), "whole", _("The target × the share of the working days that are gone")),
        "ahead": Heading(_("Ahead"), "whole", _("Reached less what is due by now")),
        "last_year": Heading(_("Last year"), "whole", _("The same days a year before")),
        "change": Heading(_("Change"), "change"),
        "low": Heading(
            _("at least"), "change", _("The lower end of the change's interval of 95 %; empty: too little data")
        ),
        "high": Heading(_("at most"), "change", _("The upper end of it")),
        "known_on": Heading(_("Known to"), "day"),
    }
    tables.show(view, shown, headings, "every_plan")


def _pace_caption(result: Result) -> str:
    rows = result.pace
    if rows.empty:
        return _("Nothing planned and nothing reached")
    latest = max(rows.to_dict("records"), key=lambda row: row["known_on"])
    if result.is_over:
        return _("The whole period. A change whose range holds 0% may be chance.")
    return _(
        "{gone} of {days} working days (Monday to Friday; public holidays aren't known) are gone by {day}. "
        "A change whose range holds 0% may be chance.",
        gone=latest["days_gone"],
        days=latest["working_days"],
        day=short_day(latest["known_on"]),
    )


def _cuts(view: View, result: Result) -> None:
    grid = result.grid
    kind: Kind = "cents" if metric(result.metric).unit == "money" else "whole"
    if grid.empty:
        st.subheader(plain(result.words.grid), anchor=False)
        return
    drawn = scale(grid[["actual", "target"]].astype(float).max(), is_money=metric(result.metric).unit == "money")
    caption = _("Attainment in per cent; the deeper the shade, the more was reached. The last one is still running.")
    if result.is_over:
        caption = _("Attainment in per cent; the deeper the shade, the more was reached")
    charts.show(view, attainment_chart(grid, view.look, drawn), result.words.grid, caption, "cuts")
    headings = {
        "name": Heading(_("Name")),
        "period": Heading(_("From"), "day"),
        "target": Heading(_("Plan"), kind),
        "actual": Heading(_("Reached"), kind),
        "attainment": Heading(_("Attainment"), "share"),
    }
    tables.show(view, grid, headings, "attainment")
