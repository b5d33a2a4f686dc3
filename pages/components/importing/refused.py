"""The refused rows: by reason, each with what to do, and as a file."""

from collections.abc import Callable
from typing import Any, Literal

import streamlit as st
from pandas import DataFrame

from analytics.intake import uploads
from analytics.words import MISSING, _
from pages.components import tables
from pages.components.importing import findings
from pages.components.importing.session import Session
from pages.components.tables import Heading
from pages.components.text import plain
from pages.components.view import View

Recheck = Callable[[Session, View], None]


def show(session: Session, view: View, report: dict[str, Any]) -> None:
    """Draws what stands against whole files in sentences, and the refused rows by reason.

    A chosen reason tells its sentence and its lines.
    """
    found = findings.reasons(report)
    whole_files(found[found["is_whole"].astype(bool)], _("Why"))
    frame = found[~found["is_whole"].astype(bool)].reset_index(drop=True)
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


def whole_files(found: DataFrame, title: str) -> None:
    """A sentence for each reason why a file can't be taken: what is wrong, then what helps."""
    if found.empty:
        return
    with st.container(border=True, gap="xsmall"):
        st.subheader(title, anchor=False)
        for one in found.itertuples():
            told = _("{wrong}. {remedy}", wrong=one.wrong, remedy=one.remedy)
            st.markdown(f":red[:material/block:] {plain(told)}")


def leave_out(session: Session, view: View, files: list[str], recheck: Recheck, *, is_first: bool) -> None:
    """Draws the way on without ``files``, where others are left; ``recheck`` checks those."""
    if session.upload is None or not files:
        return
    left = uploads.without(session.upload, files)
    if not left.files or len(left.files) == len(session.upload.files):
        return
    label = _("Go on without {files}", files=plain(", ".join(files)))
    kind: Literal["primary", "secondary"] = "primary" if is_first else "secondary"
    if st.button(label, type=kind, icon=":material/playlist_remove:", key="import_leave_out"):
        session.upload = left
        session.forms = [form for form in session.forms if form.file not in files]
        recheck(session, view)
        st.rerun()


def download(session: Session) -> None:
    """Draws the refused rows as a file, where there are any."""
    found = uploads.refused(session.upload) if session.upload and (session.report or {}).get("rejects") else None
    if found is None:
        return
    name, content = found
    st.download_button(
        _("The refused rows as a file"),
        content,
        file_name=name,
        mime="application/zip" if name.endswith(".zip") else "text/csv",
        help=_("As they came, with the reasons in two more columns: mend them there and bring the file again."),
        icon=":material/download:",
        key="import_refused",
    )
