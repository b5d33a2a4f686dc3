"""Clients by reliability, and for a chosen one why the score is what it is, with the invoices behind it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from analytics import reliability
from analytics.charts.reliability import invoices_chart
from analytics.reliability import Result, findings
from analytics.words import _
from pages.components import charts, source, tables
from pages.components.tables import Heading
from pages.components.text import plain
from pages.components.view import View


def table(view: View, result: Result) -> None:
    """Draws the clients, to be narrowed by class; a chosen one opens below."""
    st.subheader(_("Clients"), anchor=False)
    st.caption(
        _("Worst class first, in it by money open. A named person confirms credit terms; the scores decide nothing.")
    )
    names = findings.class_names(result)
    chosen = st.pills(_("Class"), list(names), selection_mode="multi", label_visibility="collapsed", key="classes")
    rows = reliability.of_classes(result, [names[name] for name in chosen])
    picked = tables.show(view, rows, _client_headings(), "clients", select=True)
    if picked:
        detail(view, {str(name): value for name, value in rows.iloc[picked[0]].items()})


def detail(view: View, client: Mapping[str, Any]) -> None:
    """Draws what is known of the client, a row of ``reliability.Result.clients``."""
    result: Result = source.result(view, "reliability", client=client["client_id"])
    with st.container(border=True):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            caption = _("Days late by due day; circle: paid, diamond: late, cross: overdue, ring: not due; dotted: 30")
            charts.show(view, invoices_chart(result.evidence, view.look), client["name"], caption, "invoices")
        with right:
            _words(client)
        tables.show(view, result.evidence, _headings(), "invoices")


def _words(client: Mapping[str, Any]) -> None:
    st.markdown(plain(findings.client_finding(client)))
    for title, reasons in ((_("Pays late"), client["reasons"]), (_("Fails"), client["fail_reasons"])):
        if reasons and (client["scored"] or title != _("Pays late")):
            st.markdown("**" + title + "**\n" + "".join(f"\n- {plain(reason)}" for reason in reasons))
    st.caption(plain(findings.limit_words(client)))


def _headings() -> dict[str, Heading]:
    return {
        "invoice_id": Heading(_("Invoice")),
        "issued_on": Heading(_("Issued"), "day"),
        "due_on": Heading(_("Due"), "day"),
        "settled_on": Heading(_("Settled"), "day"),
        "owed": Heading(_("Amount"), "cents"),
        "open_amount": Heading(_("Open"), "cents"),
        "days_beyond": Heading(_("Days late"), "whole", _("Negative: paid before the due day")),
    }


def _client_headings() -> dict[str, Heading]:
    return {
        "name": Heading(_("Client")),
        "class": Heading(_("Class")),
        "late_probability": Heading(_("Pays late"), "share", _("The next invoice is over 30 days late")),
        "fail_probability": Heading(_("Fails"), "chance", _("Defaults or breaks the contract within 12 months")),
        "days_beyond_terms": Heading(_("Days beyond terms"), "number"),
        "open_amount": Heading(_("Open"), "money"),
        "overdue_amount": Heading(_("Past due"), "money"),
        "credit_limit": Heading(_("Limit suggested"), "money"),
        "because": Heading(_("Because")),
    }
