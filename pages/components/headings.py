"""Headings of columns that several tables show: one column, one title, everywhere."""

from analytics.words import N_, _
from pages.components.tables import Heading, Kind

_COLUMNS: dict[str, tuple[str, Kind]] = {
    "name": (N_("Client"), "text"),
    "segment_name": (N_("Segment"), "text"),
    "manager": (N_("Manager"), "text"),
    "region": (N_("Region"), "text"),
    "group": (N_("Group"), "text"),
    "need": (N_("Need"), "text"),
    "level": (N_("Level"), "text"),
    "clients": (N_("Clients"), "whole"),
    "share": (N_("Share"), "share"),
    "revenue": (N_("Revenue"), "money"),
    "revenue_per_client": (N_("Revenue each"), "money"),
    "deals_per_client": (N_("Deals each"), "number"),
    "margin_share": (N_("Margin"), "share"),
    "last_won_on": (N_("Last purchase"), "day"),
    "probability": (N_("Leaves in 90 days"), "share"),
    "money_at_risk": (N_("At risk"), "money"),
    "hazard_ratio": (N_("Times as often"), "number"),
    "low": (N_("At least"), "number"),
    "high": (N_("At most"), "number"),
    "sure": (N_("More than chance"), "text"),
    "money": (N_("Revenue lost to it"), "money"),
    "reasons": (N_("Because"), "text"),
}


def headings(names: str) -> dict[str, Heading]:
    """The headings of the columns in ``names`` (separated by blanks), in their order.

    Raises:
        KeyError: a column has no heading here.
    """
    return {name: Heading(_(_COLUMNS[name][0]), _COLUMNS[name][1]) for name in names.split()}
