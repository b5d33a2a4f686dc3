"""Single deals in the sales plan: the bridge between two days, deals pushed past their day, coverage."""

from datetime import date

import streamlit as st

from analytics.charts.bridge import bridge_chart
from analytics.charts.plan_cuts import pushes_chart
from analytics.charts.scale import scale
from analytics.metrics import metric
from analytics.sales_plan import Result
from analytics.sales_plan.deals import Bridge, Pushed
from analytics.words import _, short_money
from pages.components import charts, passport, plan, source, tables
from pages.components.tables import Heading, Kind
from pages.components.text import plain
from pages.components.view import View


def coverage(view: View, result: Result) -> None:
    """Draws the sentence on open deals for each missing euro, with its passport."""
    if result.deals is None or not result.deals.covered:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(result.deals.covered), width="content")
        if result.metric == "revenue":
            passport.popover(view, "open_deals", result.deals.coverage.open)


def bridge(view: View, result: Result, options: dict[str, str]) -> None:
    """Draws the bridge between the two days that are chosen; a part opens the deals behind it."""
    if result.deals is None:
        return
    since, until = _days(result, result.deals.bridge)
    if (since, until) != (result.deals.bridge.since, result.deals.bridge.until):
        result = source.result(view, **options, since=since, until=until)
    found = result.deals.bridge if result.deals else None
    if found is None:
        return
    is_money = metric(result.metric).unit == "money"
    target = result.periods["target"].iloc[-1] if len(result.periods) else None
    target = None if target is None or target != target else float(target)
    drawn = scale([*found.parts["total"].astype(float), target], is_money=is_money)
    caption = _("Solid: won, {unit}; pale: open, by expected day; green adds, red takes", unit=drawn.unit)
    if target:
        caption += _("; dotted: plan")
    charts.show(view, bridge_chart(found.parts, target, view.look, drawn), found.finding, caption, "bridge")
    for note in _notes(found):
        st.caption(plain(note))
    _parts(view, result, found)


def _days(result: Result, found: Bridge) -> tuple[date, date]:
    """The two days, by default the period's eve and its last day so far; the first is never after the second."""
    key, last = f"{result.over}_{result.first}", min(result.as_of, result.last)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        since = st.date_input(_("From the end of"), found.since, max_value=last, key=f"plan_since_{key}", width=170)
        until = st.date_input(_("to the end of"), found.until, max_value=last, key=f"plan_until_{key}", width=170)
    return min(since, until), max(since, until)


def _notes(found: Bridge) -> list[str]:
    notes = [found.note] if found.note else []
    if found.elsewhere:
        words = _(
            "{amount} more was won by you with clients whom colleagues look after now; their deals aren't listed.",
            amount=short_money(found.elsewhere),
        )
        notes.append(words)
    return notes


def _parts(view: View, result: Result, found: Bridge) -> None:
    kind: Kind = "cents" if metric(result.metric).unit == "money" else "whole"
    left, right = st.columns([2, 3], gap="medium")
    with left:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(_("Part by part"), anchor=False, width="content")
            if result.metric == "revenue":
                total = found.parts["total"].iloc[-1]
                of_period = plan.within(view, result.over, result.first, result.last)
                passport.popover(of_period, "outlook", total, found.counting)
        headings = {
            "name": Heading(_("Part")),
            "deals": Heading(_("Deals"), "whole"),
            "open": Heading(_("Open"), kind),
            "won": Heading(_("Won"), kind),
            "total": Heading(_("Together"), kind),
        }
        chosen = tables.show(view, found.parts, headings, "bridge", select=True)
    with right:
        st.subheader(plan.title(result), anchor=False)
        tables.show(view, found.units, _unit_headings(found, "money" if kind == "cents" else kind), "bridge_units")
    st.caption(
        _("A part opens its deals. What was won leaves the total as it is; the other parts add up to it exactly.")
    )
    for position in chosen:
        _behind(view, found, position, kind)
    view.sheets["bridge_deals"] = tables.sheet(found.deals, _deal_headings(kind))


def _unit_headings(found: Bridge, kind: Kind) -> dict[str, Heading]:
    names = found.parts.set_index("part")["name"]
    return {"name": Heading(_("Name"))} | {part: Heading(str(names[part]), kind) for part in names.index}


def _behind(view: View, found: Bridge, position: int, kind: Kind) -> None:
    """The deals behind one part, the largest first."""
    row = found.parts.iloc[position]
    if row["part"] == "first":
        st.caption(_("Choose one of the parts between the two days"))
        return
    headings = _deal_headings(kind)
    if row["part"] == "last":
        kept = {name: headings[name] for name in ("deal_id", "client", "manager", "stage", "due_after")}
        tables.draw(view, found.counting, kept | {"value": Heading(_("Counts for"), kind)}, "bridge_counting")
        return
    st.subheader(plain(str(row["name"])), anchor=False)
    tables.draw(view, found.deals[found.deals["part"] == row["part"]], headings, f"bridge_{row['part']}")


def _deal_headings(kind: Kind) -> dict[str, Heading]:
    return {
        "deal_id": Heading(_("Deal")),
        "client": Heading(_("Client")),
        "manager": Heading(_("Manager")),
        "stage": Heading(_("Stage now")),
        "due_before": Heading(_("Expected or won on, then"), "day"),
        "due_after": Heading(_("and later"), "day"),
        "before": Heading(_("Amount then"), kind),
        "after": Heading(_("and later"), kind),
        "open": Heading(_("Adds to open"), kind),
        "won": Heading(_("Adds to won"), kind),
    }


def pushed(view: View, result: Result, found: Pushed) -> None:
    """Draws the open deals that are past their day or were pushed, who holds them, and what came of such deals."""
    is_money = metric(result.metric).unit == "money"
    kind: Kind = "cents" if is_money else "whole"
    with st.container(gap=None):
        st.subheader(plain(found.finding), anchor=False)
        st.caption(_("Open deals whose expected day is gone or was moved later, the most valuable first"))
    amount = _("Amount") if is_money else _("Counts for")
    headings = {
        "deal_id": Heading(_("Deal")),
        "client": Heading(_("Client")),
        "manager": Heading(_("Manager")),
        "stage": Heading(_("Stage")),
        "value": Heading(amount, kind),
        "first_expected_on": Heading(_("First expected"), "day"),
        "expected_on": Heading(_("Expected now"), "day"),
        "pushes": Heading(_("Pushed, times"), "whole"),
        "pushed_days": Heading(_("Days later"), "whole", _("By how many days its pushes moved it together")),
        "past_days": Heading(_("Days past"), "whole", _("Days since the day on which it was expected")),
    }
    tables.show(view, found.deals, headings, "pushed")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        with st.container(gap=None):
            st.subheader(plan.title(result), anchor=False)
            st.caption(_("Those with most past its day first"))
        headings = {
            "name": Heading(_("Name")),
            "past": Heading(_("Past their day"), "whole"),
            "past_value": Heading(amount, kind),
            "pushed": Heading(_("Pushed"), "whole"),
            "pushed_value": Heading(amount, kind),
        }
        tables.show(view, found.units, headings, "pushed_units")
    with right:
        caption = _("Won of the deals closed in 365 days, by how often each was pushed; line: 95% interval")
        charts.show(view, pushes_chart(found.rates, view.look), found.rates_finding, caption, "pushes")
