"""Who are our clients, and what do they need?"""

import streamlit as st

from analytics.charts.segments import drift_chart, needs_chart, sizes_chart
from analytics.segments import Result
from analytics.segments import words as findings
from analytics.words import N_, _, short_money, whole
from pages.components import charts, empty, kpis, method, source, tables
from pages.components.headings import headings
from pages.components.kpis import Card
from pages.components.text import plain
from pages.components.view import View

METHODS = {"rules": N_("By rule"), "found": N_("Found in behaviour")}


def page(view: View) -> None:
    """Draws the page."""
    rules: Result = source.result(view)
    if empty.shown(view, rules):
        return
    words = {_(name): key for key, name in METHODS.items()}
    chosen = words[st.segmented_control(_("Segments"), list(words), default=_(METHODS["rules"]), required=True)]
    found: Result = source.result(view, method="found") if chosen == "found" else rules
    result = found if found.is_found else rules
    st.header(plain(findings.segments_headline(result.segments)), anchor=False)
    if chosen == "found":
        st.info(plain(findings.found_words(found.is_found, found.k, found.stability)), icon=":material/info:")
    kpis.row(view, _cards(rules))
    _charts(view, result)
    _sides(view, result)
    st.subheader(_("Members"), anchor=False)
    tables.show(view, result.members, headings("name segment_name manager region last_won_on revenue"), "members")
    method.note(view)


def _cards(rules: Result) -> list[Card]:
    rows = rules.members[["client_id", "name", "manager", "segment_name"]].assign(value=1)
    slipping = rows[rules.members["segment"].isin(["at_risk", "silent"])]
    new = rows[rules.members["segment"] == "new"]
    return [
        Card(_("Clients"), whole(len(rows)), "buying_clients", len(rows), rows=rows),
        Card(_("Revenue in the period"), short_money(revenue := rules.members["revenue"].sum()), "revenue", revenue),
        Card(_("At risk or silent"), whole(len(slipping)), "slipping_clients", len(slipping), rows=slipping),
        Card(_("New in 180 days"), whole(len(new)), "first_time_clients", len(new), rows=new),
    ]


def _charts(view: View, result: Result) -> None:
    look, (left, right) = view.look, st.columns(2, gap="medium")
    with left:
        title, caption = findings.sizes_finding(result.segments), _("Share of clients (grey) and of revenue (blue)")
        charts.show(view, sizes_chart(result.segments, look), title, caption, "sizes")
    needs, told = result.needs, result.needs_from
    if not needs.empty:
        with right:
            title, caption = findings.needs_finding(needs, told), findings.needs_caption(told)
            charts.show(view, needs_chart(needs, look), title, caption, "needs")
    caption = _("Segment by rule a year before (down) and now (across), clients")
    with right if needs.empty else st.container():
        charts.show(view, drift_chart(result.drift, look), findings.drift_finding(result.drift), caption, "drift")


def _sides(view: View, result: Result) -> None:
    vip = "group clients revenue_per_client deals_per_client margin_share"
    sides = [
        (_("By region"), result.regions, "region clients share revenue", "regions"),
        (_("VIP against the rest"), result.vip, vip, "vip"),
        (_("Needs by level"), result.levels, "need level clients share", "levels"),
    ]
    shown = [side for side in sides if not side[1].empty]
    for column, (title, frame, names, key) in zip(st.columns(len(shown) or 1, gap="medium"), shown, strict=False):
        with column:
            st.subheader(title, anchor=False)
            tables.show(view, frame, headings(names), key)
