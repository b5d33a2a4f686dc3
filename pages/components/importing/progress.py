"""Long work while it lasts: its step, how far it is, and Cancel."""

import streamlit as st

from analytics import words
from analytics.intake.jobs import Progress
from analytics.words import N_, _, whole
from pages.components.importing import session as sessions
from pages.components.importing.session import Session, Work

_SECONDS = 0.5
_SLOWEST_TOLD = 1_000
"""Rows a second: fewer are told by small files alone, whose time goes elsewhere."""
_TITLES: dict[Work, str] = {
    "sample": N_("Making the sample company"),
    "check": N_("Checking the files"),
    "store": N_("Storing"),
}


def show(session: Session) -> None:
    """Draws the work's progress, looked at twice a second until it ends."""
    _shown(session, words.language(), words.currency())


def _told(found: Progress) -> str:
    """The step in words, and the rows read in a second where that tells something."""
    if not found.step:
        return _("Starting")
    if found.pace < _SLOWEST_TOLD:
        return _(found.step)
    return _("{step} · {pace} rows a second", step=_(found.step), pace=whole(found.pace))


@st.fragment(run_every=_SECONDS)
def _shown(session: Session, language: str, currency: str) -> None:
    words.set_language(language, currency)
    if session.job is None or not session.job.is_running():
        st.rerun()
    found = session.job.progress()
    with st.container(border=True):
        st.subheader(_(_TITLES[session.work]), anchor=False)
        st.progress(min(1.0, max(0.0, found.share)), text=_told(found))
        if st.button(_("Cancel"), icon=":material/close:", key="import_cancel_work"):
            sessions.cancel(session)
            st.rerun()
