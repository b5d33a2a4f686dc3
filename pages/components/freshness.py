"""How far each source is known."""

import streamlit as st
from pandas import DataFrame

from analytics.runner import contract_table
from analytics.words import _, ngettext, short_day

_MOST = 7


def show(sources: DataFrame) -> None:
    """Draws the sources: known to which day, and how long before the day looked from.

    ``sources``: table, known_through, age_days, is_stale, in order of importance.
    """
    st.subheader(_("How fresh"), anchor=False)
    shown = sources.head(_MOST).to_dict("records")
    st.table(
        {
            _("Source"): [_(contract_table(row["table"]).title) for row in shown],
            _("Known to"): [short_day(row["known_through"]) for row in shown],
            _("Age"): [_age(row["age_days"], row["table"], is_stale=row["is_stale"]) for row in shown],
        },
        border="horizontal",
        hide_index=True,
    )


def _age(days: int, table: str, *, is_stale: bool) -> str:
    if days <= 1:
        return _("yesterday") if days else _("today")
    words = ngettext("{count} day", "{count} days", days)
    if not is_stale:
        return words
    if table in ("invoices", "payments"):
        words = _("{days}; lateness is measured to then", days=words)
    return f":orange[{words}]"
