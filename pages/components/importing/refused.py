"""The refused rows: by reason, each with what to do, and as a file."""

from typing import Any

import streamlit as st

from analytics.words import MISSING, _
from pages.components import tables
from pages.components.importing import findings
from pages.components.importing.session import Session
from pages.components.tables import Heading
from pages.components.text import plain
from pages.components.view import View


def show(session: Session, view: View, report: dict[str, Any]) -> None:
    """Draws the reasons of refusal; a chosen one tells its sentence and its lines."""
    frame = findings.reasons(report)
    if frame.empty:
        return
    st.subheader(findings.reasons_headline(report), anchor=False)
    headings = {
        "file": Heading(_("File")),
        "column": Heading(_("Column")),
        "rows": Heading(_("Rows"), "whole"),
        "short": Heading(_("What is wrong")),
        "given": Heading(_("Given")),
        "remedy": Heading(_("Do this")),
    }
    if frame["file"].nunique() == 1:
        del headings["file"]
    for position in tables.show(view, frame, headings, "import_reasons", select=True):
        chosen = frame.iloc[position]
        told = _("{wrong}. {remedy}", wrong=chosen["wrong"], remedy=chosen["remedy"])
        place = _("{file}, lines {lines}", file=chosen["file"], lines=chosen["lines"] or MISSING)
        st.info(f"{plain(told)}  \n{plain(place)}")
    download(session)


def download(session: Session) -> None:
    """Draws the refused rows as a file, where there are any."""
    path = session.upload.rejects if session.upload else None
    if path is None or not path.exists() or not (session.report or {}).get("rejects"):
        return
    st.download_button(
        _("The refused rows as a file"),
        path.read_bytes(),
        file_name="refused.csv",
        mime="text/csv",
        icon=":material/download:",
        key="import_refused",
    )
