"""The tables of the client base page: pairs, fields, stale clients, deals against invoices, managers, merges."""

import streamlit as st

from analytics.base_quality import Result, findings
from analytics.charts.base_quality import managers_chart
from analytics.words import N_, _
from pages.components import charts, merging, pair, tables
from pages.components.tables import Heading, Kind
from pages.components.text import plain
from pages.components.view import View

_TITLES: dict[str, tuple[str, Kind]] = {
    "name": (N_("Client"), "text"),
    "other_name": (N_("Probably the same"), "text"),
    "probability": (N_("Probability"), "share"),
    "money": (N_("Both bought in a year"), "money"),
    "because": (N_("Because"), "text"),
    "manager": (N_("Manager"), "text"),
    "managers": (N_("Manager"), "text"),
    "title": (N_("Field"), "text"),
    "filled": (N_("Filled"), "share"),
    "missing": (N_("Missing"), "whole"),
    "first": (N_("Needed first"), "text"),
    "cost": (N_("Without it"), "text"),
    "last_on": (N_("Last touched"), "day"),
    "days": (N_("Days ago"), "whole"),
    "norm_days": (N_("At most"), "whole"),
    "revenue": (N_("Bought in a year"), "money"),
    "clients": (N_("Clients"), "whole"),
    "new": (N_("Came"), "whole"),
    "ended": (N_("Left"), "whole"),
    "new_year": (N_("Came in a year"), "whole"),
    "ended_year": (N_("Left in a year"), "whole"),
    "stale": (N_("Not touched"), "whole"),
    "stale_share": (N_("Not touched, share"), "share"),
    "duplicates": (N_("Pairs entered twice"), "whole"),
    "not_invoiced": (N_("Not invoiced"), "money"),
    "differing": (N_("Deals that differ"), "whole"),
    "deal_id": (N_("Deal"), "text"),
    "invoice_id": (N_("Invoice"), "text"),
    "closed_on": (N_("Won"), "day"),
    "issued_on": (N_("Issued"), "day"),
    "amount": (N_("Amount"), "cents"),
    "invoiced_amount": (N_("Invoiced"), "cents"),
    "difference": (N_("Difference"), "cents"),
    "difference_share": (N_("Difference, share"), "change"),
    "system": (N_("System"), "text"),
    "codes": (N_("Numbers"), "whole"),
    "share": (N_("Of all clients"), "share"),
    "merged_name": (N_("Was merged"), "text"),
    "code": (N_("Its id"), "text"),
    "noted_at": (N_("When"), "day"),
    "noted_by": (N_("By"), "text"),
}


def show(view: View, result: Result) -> None:
    """Draws the tables under tabs, each with its download."""
    names = [_("Entered twice"), _("Fields"), _("Not touched"), _("CRM and accounting"), _("Managers"), _("Merged")]
    twice, fields, stale, books, managers, merged = st.tabs(names, key="base_tabs")
    with twice:
        _pairs(view, result)
    with fields:
        _fields(view, result)
    with stale:
        st.caption(
            _("Furthest past its rhythm first: days since the last update, contact, deal, invoice or first day.")
        )
        tables.show(view, result.stale, _headings("name manager last_on days norm_days revenue"), "stale")
    with books:
        _books(view, result)
    with managers:
        st.caption(_("Came and left: in the period. Filled: of what analyses need first. All else as of the day."))
        columns = (
            "manager clients new ended new_year ended_year filled stale stale_share duplicates not_invoiced differing"
        )
        tables.show(view, result.managers, _headings(columns), "managers")
    with merged:
        _merged(view, result)


def _pairs(view: View, result: Result) -> None:
    st.caption(plain(findings.duplicates_note(result)))
    if result.duplicates.empty:
        return
    columns = _headings("name other_name probability money managers because")
    picked = tables.show(view, findings.listed_pairs(result.duplicates), columns, "duplicates", select=True)
    if picked:
        pair.show(view, result, result.duplicates.iloc[picked[0]])


def _fields(view: View, result: Result) -> None:
    columns = _headings("title filled missing clients first cost")
    columns["filled"] = Heading(_("Filled"), "share", tone="tone")
    tables.show(view, findings.listed_fields(result.fields), columns, "fields")
    if len(result.manager_fields):
        caption = _("Share filled by manager and field; the deeper the shade, the more is missing")
        title = findings.manager_finding(result)
        charts.show(view, managers_chart(result.manager_fields, view.look), title, caption, "managers")


def _books(view: View, result: Result) -> None:
    books = result.accounts
    st.subheader(plain(findings.accounts_finding(result)), anchor=False)
    st.caption(plain(findings.accounts_note(result)))
    if books.state == "compared":
        tables.show(view, books.not_invoiced, _headings("deal_id name manager closed_on days amount"), "not_invoiced")
        if len(books.differing):
            st.subheader(_("Invoiced for another amount"), anchor=False)
            columns = "deal_id name manager closed_on amount invoiced_amount difference difference_share"
            tables.show(view, books.differing, _headings(columns), "differing")
        st.subheader(plain(findings.without_deal_finding(result)), anchor=False)
        rows = findings.unexplained(result)
        if len(rows):
            tables.show(view, rows, _headings("invoice_id name manager issued_on amount"), "without_deal")
    st.subheader(_("Clients matched between systems"), anchor=False)
    st.caption(plain(findings.systems_note(result)))
    if len(result.systems):
        tables.show(view, result.systems, _headings("system codes clients share"), "systems")


def _merged(view: View, result: Result) -> None:
    if result.merges.empty:
        st.caption(_("No client has been merged into another."))
        return
    st.caption(_("Choose one to part it again. No stored row was lost: each becomes what it was."))
    columns = _headings("merged_name code name noted_at noted_by") | {"name": Heading(_("Into"))}
    picked = tables.show(view, result.merges, columns, "merges", select=True)
    if picked:
        row = result.merges.iloc[picked[0]]
        merging.part(view, row["code"], row["merged_name"], row["name"])


def _headings(names: str) -> dict[str, Heading]:
    return {name: Heading(_(_TITLES[name][0]), _TITLES[name][1]) for name in names.split()}
