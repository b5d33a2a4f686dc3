"""Step 4: what was stored, and where to look at it."""

import streamlit as st

from analytics.words import _, whole
from pages.components import links
from pages.components.importing import bar, findings, refused
from pages.components.importing import session as sessions
from pages.components.importing.session import Session
from pages.components.view import View

_NEXT = ("overview", "sales_plan", "segments", "churn")


def show(session: Session, view: View) -> None:
    """Draws what the last import did, and the ways on."""
    report = session.report or {"tables": {}}
    found = findings.counts(report)
    if report.get("batch") is None:
        st.header(_("Nothing changed: every row was known already"), anchor=False)
    else:
        values = {"batch": report["batch"], "added": whole(found["added"]), "changed": whole(found["changed"])}
        st.header(_("Import {batch} is stored: {added} new, {changed} changed", **values), anchor=False)
    with st.container(border=True):
        bar.show(view, found)
        refused.download(session)
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(_("Import more"), icon=":material/upload_file:", key="import_more"):
                sessions.restart(session)
                st.rerun()
            for stem in _NEXT:
                if stem in view.targets:
                    links.to(view, stem, _(view.targets[stem].title))
