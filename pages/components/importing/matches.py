"""Whom unknown numbers probably stand for, to be confirmed; and rows that a full export lacks, to be marked removed."""

from typing import Any

import streamlit as st

from analytics.runner import contract_table
from analytics.words import N_, _, ngettext
from pages.components.importing import session as sessions
from pages.components.importing.session import Session
from pages.components.text import plain
from pages.components.view import View

_MOST = 50
_ENTITIES = {"client": N_("Client"), "manager": N_("Manager"), "product": N_("Product")}
_BY = {
    "registry_code": N_("the same registry code"),
    "vat_number": N_("the same VAT number"),
    "email": N_("the same e-mail"),
    "name": N_("the same name"),
}
_NEAR = N_("nearly the same name")


def show(session: Session, view: View, report: dict[str, Any]) -> None:
    """Draws the proposals with a box for each; the button checks again with those that are ticked."""
    found = report.get("matches", [])
    if not found:
        return
    with st.container(border=True, gap="xsmall"):
        heading = ngettext(
            "{count} unknown number looks like a known one", "{count} unknown numbers look like known ones", len(found)
        )
        st.subheader(heading, anchor=False)
        st.caption(_("Confirmed once, they are known in every later import."))
        chosen = [one for place, one in enumerate(found[:_MOST]) if _is_ticked(session, place, one)]
        if st.button(_("Confirm and check again"), icon=":material/link:", disabled=not chosen, key="import_confirm"):
            session.confirmed |= {(one["entity"], one["code"]): one["id"] for one in chosen}
            sessions.check(session, view)
            st.rerun()


def removal(session: Session, report: dict[str, Any]) -> None:
    """Draws the offer to mark removed what a full export lacks."""
    for one in report.get("lacking", []):
        if not one["whole_export"]:
            continue
        count = ngettext("{count} stored row", "{count} stored rows", one["count"])
        label = _("Mark {rows} of {table} as removed", rows=count, table=_(contract_table(one["table"]).title))
        listed = ", ".join(plain(row["name"] or row["key"]) for row in one["rows"][:_MOST])
        if st.checkbox(label, key=f"import_removed_{one['table']}_{session.round}"):
            session.mark_removed.add(one["table"])
        else:
            session.mark_removed.discard(one["table"])
        st.caption(_("This looks like a full export, and lacks: {rows}", rows=listed))


def _is_ticked(session: Session, place: int, match: dict[str, Any]) -> bool:
    shown = {"entity": _(_ENTITIES[match["entity"]]), "code": match["code"], "id": match["id"]}
    names = [name for name in (match["name"], match["other_name"]) if name and name != match["code"]]
    by = _BY[match["by"]] if match["score"] == 1 else _NEAR
    rows = ngettext("{count} row", "{count} rows", match["rows"])
    told = _("{entity} {code} is {id}", **shown)
    label = " · ".join([told, *dict.fromkeys(names), _(by), rows])
    return st.checkbox(plain(label), key=f"import_match_{place}_{match['code']}_{session.round}")
