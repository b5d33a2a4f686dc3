"""The tables of the complaints page: complaints, causes, groups, repeats, wishes."""

import streamlit as st

from analytics.complaints import Result
from analytics.complaints.findings import listed, named_causes
from analytics.complaints.rows import of_group
from analytics.words import N_, _
from pages.components import tables
from pages.components.tables import Heading, Kind
from pages.components.view import View

_TITLES: dict[str, tuple[str, Kind]] = {
    "complaint_id": (N_("Complaint"), "text"),
    "client_name": (N_("Client"), "text"),
    "opened_on": (N_("Opened"), "day"),
    "resolved_on": (N_("Settled"), "day"),
    "days": (N_("Days"), "whole"),
    "cause_name": (N_("Cause"), "text"),
    "how": (N_("How known"), "text"),
    "probability": (N_("How sure"), "share"),
    "text": (N_("Text"), "text"),
    "complaints": (N_("Complaints"), "whole"),
    "share": (N_("Share"), "share"),
    "change": (N_("Change in 90 days"), "change"),
    "sure": (N_("More than chance"), "text"),
    "median_days": (N_("Days to settle"), "number"),
    "open": (N_("Open"), "whole"),
    "money": (N_("Bought in a year"), "money"),
    "name": (N_("Name"), "text"),
    "deals": (N_("Deals won"), "whole"),
    "per_hundred_deals": (N_("For each 100 deals"), "number"),
    "repeats": (N_("Repeats"), "whole"),
    "given_on": (N_("Day"), "day"),
    "comment": (N_("Wish"), "text"),
}
_GROUPS = {"unit": N_("Unit"), "product": N_("Product"), "manager": N_("Manager")}


def show(view: View, result: Result) -> None:
    """Draws the tables under tabs, each with its download."""
    names = [_("Causes"), _("Complaints"), _("By unit, product, manager"), _("Repeats"), _("Wishes")]
    causes, complaints, groups, repeats, wishes = st.tabs(names)
    with causes:
        columns = "cause_name complaints share change sure median_days open money"
        shown = _headings(columns) | {"change": Heading(_("Change in 90 days"), "change", tone="tone")}
        tables.show(view, named_causes(result.causes), shown, "causes")
    with complaints:
        columns = "complaint_id client_name opened_on resolved_on days cause_name how probability text"
        tables.show(view, listed(result), _headings(columns), "complaints")
    with groups:
        _grouped(view, result)
    with repeats:
        tables.show(
            view, named_causes(result.repeats), _headings("client_name cause_name complaints repeats"), "repeats"
        )
    with wishes:
        tables.show(view, result.wishes, _headings("given_on client_name comment"), "wishes")


def _grouped(view: View, result: Result) -> None:
    names = {_(title): name for name, title in _GROUPS.items()}
    by = st.segmented_control(_("By"), list(names), default=_("Unit"), required=True, key="complaints_by")
    columns = "name complaints share deals per_hundred_deals median_days cause_name"
    tables.show(view, named_causes(of_group(result, names[by])), _headings(columns), "groups")


def _headings(names: str) -> dict[str, Heading]:
    return {name: Heading(_(_TITLES[name][0]), _TITLES[name][1]) for name in names.split()}
