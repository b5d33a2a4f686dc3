"""Step 1: which files, and how they join what is there."""

import time

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analytics.intake import uploads
from analytics.intake.uploads import Upload
from analytics.runner import CONTRACT_TABLES
from analytics.words import N_, _, ngettext
from pages.components.importing import session as sessions
from pages.components.importing.session import Session
from pages.components.text import plain
from pages.components.view import View

TYPES = (
    "csv", "tsv", "txt", "tab", "psv", "dat", "xlsx", "xlsm", "xlsb", "xls", "ods", "html", "htm", "parquet", "jsonl",
    "ndjson", "json", "gz", "zip", "toml",
)  # fmt: skip
_MODES = {
    "upsert": N_("Add new rows, change known ones"),
    "replace": N_("Replace the whole table"),
}
_CURRENCIES = ("EUR", "USD", "GBP", "SEK", "NOK", "DKK", "PLN", "CHF", "UAH", "RUB")
_CURRENCY_WIDTH = 320


def show(session: Session, view: View) -> None:
    """Draws the choice of files; the button begins the check."""
    if view.status.is_empty:
        _first(session, view)
    with st.container(border=True):
        files = st.file_uploader(
            _("Your exports, several at once"),
            type=TYPES,
            accept_multiple_files=True,
            key=f"import_files_{session.round}",
            help=_(
                "CSV and other text, Excel and LibreOffice workbooks, web tables, Parquet, JSON, zip; "
                "mappings, schemes, rights"
            ),
        )
        held = None if files else _held(session)
        if held is not None:
            one, many = N_("{count} file is still here: {names}"), N_("{count} files are still here: {names}")
            st.write(plain(ngettext(one, many, len(held.files), names=", ".join(held.files))))
        if view.status.is_empty:
            _currency(session)
        label = _("A mapping from before") if view.status.is_empty else _("How they join what is there")
        with st.expander(label, icon=":material/tune:"):
            if not view.status.is_empty:
                _ways(session)
            mapping = st.file_uploader(
                _("A mapping of headings from before"), type="toml", key=f"import_mapping_{session.round}"
            )
        with st.container(horizontal=True):
            is_check = st.button(
                _("Check"),
                type="primary",
                icon=":material/fact_check:",
                disabled=not (files or held),
                key="import_check",
            )
            is_again = not view.status.is_empty and st.button(
                _("Check and store"),
                icon=":material/sync:",
                disabled=not (files or held),
                key="import_at_once",
                help=_("For files like those imported before: stored at once where nothing is refused or asked."),
            )
        if is_check or is_again:
            if files:
                _keep(session, view, files)
            if session.upload is not None and mapping is not None:
                session.upload.mapping.write_bytes(mapping.getvalue())
            (sessions.store if is_again else sessions.check)(session, view)
            st.rerun()
        st.caption(_("Check stores nothing: you see first what would change. Every import can be undone."))
    _tables()


def _held(session: Session) -> Upload | None:
    """What was uploaded before work on it was cancelled or failed; the sample's own files aren't a choice."""
    return session.upload if session.work != "sample" else None


def _keep(session: Session, view: View, files: list[UploadedFile]) -> None:
    """Keeps the files of a new upload, in place of those of the one before."""
    if session.upload is not None:
        uploads.forget(session.upload)
    uploads.sweep(view.house.workspace.path, time.time())
    session.upload = uploads.keep(view.house.workspace.path, [(file.name, file) for file in files])


def _first(session: Session, view: View) -> None:
    st.header(_("Bring clients with deals or invoices, and the first pages answer"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write(_("No files at hand? A made-up company shows what the pages do."))
        if st.button(_("Show the sample company"), icon=":material/science:", key="import_sample"):
            sessions.make_sample(session, view)
            st.rerun()


def _currency(session: Session) -> None:
    session.currency = st.selectbox(
        _("Currency of all money, fixed from now on"),
        list(dict.fromkeys([session.currency or _CURRENCIES[0], *_CURRENCIES])),
        accept_new_options=True,
        key=f"import_currency_{session.round}",
        width=_CURRENCY_WIDTH,
    )


def _ways(session: Session) -> None:
    chosen = st.radio(
        _("Rows that are there already"),
        list(_MODES),
        format_func=lambda mode: _(_MODES[mode]),
        captions=[
            _("Rows that the file lacks stay. Importing the same file twice changes nothing."),
            _("The table becomes the file; rows that the file lacks are gone."),
        ],
        index=list(_MODES).index(session.mode),
        key=f"import_mode_{session.round}",
    )
    session.mode = "replace" if chosen == "replace" else "upsert"


def _tables() -> None:
    """What files may hold: each table with the columns that it can't do without."""
    rows = [
        {_("Table"): _(table.title), _("Columns that every row needs"): ", ".join(table.required)}
        for table in CONTRACT_TABLES
    ]
    with st.expander(_("What a file may hold"), icon=":material/menu_book:"):
        st.caption(
            _("Clients with deals or invoices are enough to begin. Headings may be in other words or languages.")
        )
        st.table(rows, border="horizontal", hide_index=True)
