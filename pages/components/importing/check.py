"""Step 3: what storing would change, which rows are refused and why, and the button that stores."""

from datetime import date
from typing import Any

import streamlit as st

from analytics.runner import contract_table
from analytics.words import _, currency, ngettext, signed, whole
from pages.components import tables
from pages.components.importing import bar, findings, matches, preview, refused
from pages.components.importing import session as sessions
from pages.components.importing.session import Session
from pages.components.tables import Heading
from pages.components.text import plain
from pages.components.view import View

_MOST_FILES = 8
_MOST_PREVIEWS = 3
_DOUBTFUL_DAYS = ("ahead", "behind", "lone-day")


def show(session: Session, view: View) -> None:
    """Draws the findings of the check and what can be done with them."""
    report = session.report or {}
    st.header(plain(findings.headline(report)), anchor=False)
    if report["files"]:
        _files(session, view, report)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        refused.show(session, view, report)
        matches.show(session, view, report)
        _changes(view, report)
        _warnings(report)
        _attributes(report)
        _first_rows(session, report)
    with right:
        if findings.refuses_a_file(report):
            _mend(session, view, report)
        else:
            _effects(report)
            _store(session, view, report)


def _files(session: Session, view: View, report: dict[str, Any]) -> None:
    with st.container(border=True):
        listed, ways = st.columns([3, 1])
        with listed.container(gap="xxsmall"):
            _listed(report["files"])
        with ways.container(horizontal=True, horizontal_alignment="right", gap="xsmall"):
            if _has_columns(session) and st.button(
                _("Columns"), type="tertiary", icon=":material/swap_horiz:", key="import_to_columns"
            ):
                session.step = "columns"
                st.rerun()
            if st.button(_("Other files"), type="tertiary", icon=":material/upload_file:", key="import_to_upload"):
                sessions.restart(session)
                st.rerun()
        if report["tables"] and not findings.refuses_a_file(report):
            bar.show(view, findings.counts(report))
        for sentence in findings.proposals(report):
            st.markdown(f":orange[:material/help: {plain(sentence)}]")
    if len(report["tables"]) > 1:
        _by_table(view, report)


def _listed(files: list[dict[str, Any]]) -> None:
    """The files, a line each; many of them behind a click."""
    lines = [_told(file) for file in files]
    if len(lines) > _MOST_FILES:
        with st.expander(ngettext("{count} file", "{count} files", len(lines)), icon=":material/draft:"):
            st.markdown("  \n".join(lines))
        return
    for line in lines:
        st.markdown(line)


def _has_columns(session: Session) -> bool:
    return any(form.feeds for form in session.forms)


def _told(file: dict[str, Any]) -> str:
    titles = ", ".join(_(contract_table(name).title) for name in file["tables"]) or _("not recognised")
    rows = [ngettext("{count} row", "{count} rows", file["rows"])] if file["tables"] or file["rows"] else []
    return " · ".join([f"**{plain(file['file'])}**", titles, *rows, *([file["dialect"]] if file["dialect"] else [])])


def _by_table(view: View, report: dict[str, Any]) -> None:
    frame = findings.by_table(report)
    frame["title"] = [_(contract_table(name).title) for name in frame["table"]]
    headings = {
        "title": Heading(_("Table")),
        "unchanged": Heading(_("Unchanged"), "whole"),
        "added": Heading(_("New"), "whole"),
        "changed": Heading(_("Changed"), "whole"),
        "rejected": Heading(_("Refused"), "whole"),
    }
    with st.expander(_("Table by table"), icon=":material/table_rows:"):
        tables.show(view, frame, headings, "import_tables")


def _changes(view: View, report: dict[str, Any]) -> None:
    frame = findings.changes(report)
    if frame.empty:
        return
    st.subheader(plain(findings.changes_headline(report)), anchor=False)
    frame["table"] = [_(contract_table(name).title) for name in frame["table"]]
    headings = {
        "table": Heading(_("Table")),
        "key": Heading(_("Row")),
        "field": Heading(_("Field")),
        "before": Heading(_("Before")),
        "after": Heading(_("After")),
        "change": Heading(_("Change")),
    }
    tables.show(view, frame, headings, "import_changes")


def _warnings(report: dict[str, Any]) -> None:
    found = findings.warnings(report)
    if found:
        with st.container(border=True, gap="xsmall"):
            st.subheader(_("Taken, but worth a look"), anchor=False)
            for file, sentences in found.items():
                if file and len(found) > 1:
                    st.markdown(f"**{plain(file)}**")
                st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences))


def _first_rows(session: Session, report: dict[str, Any]) -> None:
    """Where nothing is refused and nothing changes, what comes is best seen in its first rows."""
    forms = [form for form in session.forms if form.tables and form.sample]
    if report.get("reasons") or report.get("changes") or report.get("matches") or not forms:
        return
    st.subheader(_("The first rows, under the columns that they feed"), anchor=False)
    for form in forms[:_MOST_PREVIEWS]:
        if len(forms) > 1:
            st.caption(plain(form.file))
        preview.show(form, f"check_{session.round}_{form.file}")


def _attributes(report: dict[str, Any]) -> None:
    kept = {file["file"]: list(file["attributes"]) for file in report["files"] if file["attributes"]}
    if kept:
        with st.expander(_("Columns kept as attributes"), icon=":material/sell:"):
            for name, headings in kept.items():
                st.markdown(f"**{plain(name)}**: {plain(', '.join(headings))}")


def _mend(session: Session, view: View, report: dict[str, Any]) -> None:
    """What can be done where a whole file is refused, so that nothing can be stored."""
    with st.container(border=True):
        st.subheader(_("Nothing can be stored yet"), anchor=False)
        st.markdown(_("Mend the file, or bring the others without it. What is stored already stays as it is."))
        with st.container(horizontal=True):
            files = findings.refused_files(report)
            is_mended = files != findings.hopeless_files(report)
            refused.leave_out(session, view, files, sessions.check, is_first=not is_mended)
            if (
                is_mended
                and _has_columns(session)
                and st.button(_("Set its columns"), type="primary", icon=":material/swap_horiz:", key="import_mend")
            ):
                session.step = "columns"
                st.rerun()
            if st.button(_("Choose other files"), icon=":material/upload_file:", key="import_anew"):
                sessions.restart(session)
                st.rerun()


def _store(session: Session, view: View, report: dict[str, Any]) -> None:
    rejected, good = findings.counts(report)["rejected"], findings.good_rows(report)
    with st.container(border=True):
        st.subheader(_("Store"), anchor=False)
        if rejected:
            session.good_rows = st.checkbox(
                _("Only the good rows; the {count} stay in the file of refused ones", count=whole(rejected)),
                key=f"import_good_{session.round}",
            )
        matches.removal(session, report)
        _known_through(session, report)
        with st.container(horizontal=True):
            is_ready = (session.good_rows and good > 0) if rejected else findings.holds_something(report)
            label = ngettext("Store {count} row", "Store {count} rows", good) if good else _("Store")
            if st.button(label, type="primary", icon=":material/check:", disabled=not is_ready, key="import_store"):
                sessions.store(session, view)
                st.rerun()
            if st.button(_("Cancel"), key="import_drop"):
                sessions.restart(session)
                st.rerun()
        if is_ready:
            st.caption(_("Can be undone."))
        elif rejected:
            st.caption(_("Mend the refused rows and bring the files again, or store the good rows only."))


def _known_through(session: Session, report: dict[str, Any]) -> None:
    """Asks for a table's last whole day where its last day is doubtful: ahead, far after all others, or far back."""
    for warning in report["warnings"]:
        if warning["code"] not in _DOUBTFUL_DAYS or not warning["table"]:
            continue
        name = warning["table"]
        chosen = st.date_input(
            _("{table} are complete up to", table=_(contract_table(name).title)),
            value=session.known_through.get(name),
            format="YYYY-MM-DD",
            key=f"import_known_{name}_{session.round}",
            help=_("Empty: up to the latest day in the file."),
        )
        if isinstance(chosen, date):
            session.known_through[name] = chosen


def _effects(report: dict[str, Any]) -> None:
    frame = findings.effects(report)
    if frame.empty:
        return
    titles = {"number": _("Number"), "now": _("Now"), "after": _("After"), "change": _("Change")}
    shown = frame[list(titles)].rename(columns=titles)
    formats: dict[Any, Any] = {titles["now"]: whole, titles["after"]: whole, titles["change"]: _signed}
    styled = shown.style.format(formats)
    with st.container(border=True):
        st.subheader(_("What it will change"), anchor=False)
        st.table(styled, border="horizontal", hide_index=True)
        unit = _("Money in {currency}. ", currency=currency()) if (frame["unit"] == "money").any() else ""
        st.caption(unit + _("The latest months whose numbers change, over the whole company."))


def _signed(value: float) -> str:
    return signed(whole(value))
