"""Step 2: what each file holds and which column each heading feeds, to be changed and confirmed."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from analytics.intake import mapping_form
from analytics.intake.mapping_form import LEFT_OUT, Form, Question
from analytics.runner import CONTRACT_TABLES, contract_table
from analytics.words import N_, _
from pages.components.importing import findings, preview, refused
from pages.components.importing import session as sessions
from pages.components.importing.session import Session
from pages.components.text import plain
from pages.components.view import View

_READINGS: dict[str, str] = {
    "day_first": N_("Days: the day comes first|Days: the month comes first"),
    "year_first": N_("Days: the year comes first|Days: the year comes last"),
    "percent": N_("Bare numbers are per cents too|Bare numbers are fractions"),
    "totals": N_("They are totals: leave them out|They are rows like any other"),
}
"""Readings that are true or false, in words: true | false."""

_CHOSEN: dict[str, str] = {
    "decimal": N_("The sign before the decimals is “{value}”"),
    "encoding": N_("Letters as in {value}"),
    "separator": N_("Values are parted by “{value}”"),
    "quote": N_("Values stand in {value}"),
    "header_line": N_("The headings stand in line {value}"),
    "sheet": N_("The sheet “{value}”"),
    "table": N_("Table {value} of the file"),
    "currency": N_("All amounts are in {value}"),
}


def show(session: Session, view: View) -> None:
    """Draws a form for each file; the button checks anew with what was set."""
    st.header(_("What each heading feeds"), anchor=False)
    st.caption(_("A heading that feeds nothing is kept as an attribute of its row. One may feed several columns."))
    if any(form.unanswered for form in session.forms):
        st.warning(_("Some values can be read in two ways. Choose below which is meant."), icon=":material/help:")
    _faults(session)
    _hopeless(session, view)
    for position, form in enumerate(session.forms):
        _file(form, f"{session.round}_{position}", is_open=len(session.forms) == 1)
    with st.container(horizontal=True):
        if st.button(_("Check again"), type="primary", icon=":material/fact_check:", key="import_check_again"):
            sessions.check_mapped(session, view)
            st.rerun()
        if session.report and session.report["tables"] and st.button(_("Back"), key="import_back"):
            session.step = "check"
            st.rerun()
        if st.button(_("Other files"), icon=":material/upload_file:", key="import_other"):
            sessions.restart(session)
            st.rerun()
        st.download_button(
            _("The mapping as a file"),
            mapping_form.as_toml(session.forms),
            file_name="mapping.toml",
            mime="application/toml",
            icon=":material/download:",
            key="import_mapping_file",
        )


def _faults(session: Session) -> None:
    """The faults of whole files: why a look at the columns is needed."""
    for reason in (session.report or {}).get("reasons", []):
        if reason["code"] in mapping_form.ANSWERED_HERE and reason["code"] != "not-in-list":
            wrong = _(reason["template"]).partition(". ")[0].format(**reason["values"])
            st.warning(plain(wrong), icon=":material/help:")


def _hopeless(session: Session, view: View) -> None:
    """The files that can't be taken whatever is chosen here, told before anybody works on the others."""
    report = session.report or {}
    files = findings.hopeless_files(report)
    found = findings.reasons(report)
    refused.whole_files(found[found["file"].isin(files) & found["is_whole"].astype(bool)], _("Can't be taken as it is"))
    refused.leave_out(session, view, files, sessions.check_mapped, is_first=False)


def _file(form: Form, key: str, *, is_open: bool) -> None:
    titles = ", ".join(_(contract_table(name).title) for name in form.tables) or _("not recognised")
    needs_a_look = bool(not form.tables or form.proposed or form.lacking or form.unanswered or form.values)
    with st.expander(f"**{plain(form.file)}** · {titles}", expanded=is_open or needs_a_look):
        _readings(form, key)
        chosen = st.multiselect(
            _("This file holds"),
            [table.name for table in CONTRACT_TABLES],
            default=form.tables,
            format_func=lambda name: _(contract_table(name).title),
            key=f"import_tables_{key}",
        )
        form.hold(chosen)
        with st.grid(3, min_column_width=200):
            form.feeds = {heading: _feeds(form, heading, key) for heading in form.feeds}
        _lacking(form, key)
        _values(form, key)
        if form.sample and form.tables:
            st.caption(_("The first rows as the file writes them, under the columns that they feed"))
            preview.show(form, key)


def _feeds(form: Form, heading: str, key: str) -> tuple[str, ...]:
    options = [*form.targets, LEFT_OUT]
    label = plain(heading) + (" " + _(":orange[proposed]") if heading in form.proposed else "")
    return tuple(
        st.multiselect(
            label,
            options,
            default=[target for target in form.feeds[heading] if target in options],
            format_func=lambda target: _target(form, target),
            placeholder=_("an attribute"),
            key=f"import_feeds_{key}_{'_'.join(form.tables)}_{heading}",
        )
    )


def _target(form: Form, target: str) -> str:
    if target == LEFT_OUT:
        return _("leave out")
    return preview.titled(form, target)


def _lacking(form: Form, key: str) -> None:
    """What nothing feeds: a key needs a heading of its own, another column may be the same in every row."""
    keys = [target for target in form.lacking if _is_key(target)]
    if keys:
        told = ", ".join(preview.titled(form, target) for target in keys)
        st.info(
            _("Choose above which heading feeds {columns}: it tells the rows apart.", columns=plain(told)),
            icon=":material/key:",
        )
    others = [target for target in form.lacking if target not in keys]
    with st.grid(3, min_column_width=200):
        for target in [*others, *(target for target, value in form.fixed.items() if value)]:
            form.fixed[target] = _fixed(form, target, key)


def _is_key(target: str) -> bool:
    name, _dot, column = target.partition(".")
    return column in contract_table(name).key


def _fixed(form: Form, target: str, key: str) -> str:
    name, _dot, column = target.partition(".")
    choices, known = contract_table(name)[column].choices, form.fixed.get(target, "")
    label = _("{column}, the same in every row", column=plain(preview.titled(form, target)))
    told = _("No heading feeds it.")
    if choices:
        at = _place(choices, known)
        return st.selectbox(label, choices, at, help=told, key=f"import_fixed_{key}_{target}") or ""
    return st.text_input(label, known, help=told, key=f"import_fixed_{key}_{target}") or ""


def _readings(form: Form, key: str) -> None:
    """What the file leaves open: each question with its answers, and samples read that way."""
    for question in form.questions:
        # its first sentence: the others are for those who write a mapping file, and the samples stand below each way
        told = _(question.template).partition(". ")[0].format_map(question.values)
        chosen = st.radio(
            plain(told),
            range(len(question.choices)),
            format_func=partial(_way, question),
            captions=[plain(" · ".join(samples)) for _said, samples in question.choices],
            index=question.answer(form.read),
            key=f"import_question_{key}_{question.code}",
        )
        if chosen is not None:
            form.read |= question.choices[chosen][0]


def _way(question: Question, place: int) -> str:
    """One answer in words."""
    return ", ".join(_said(name, value) for name, value in question.named(place).items())


def _said(name: str, value: Any) -> str:
    if name in _READINGS:
        return _(_READINGS[name]).split("|")[0 if value else 1]
    if name == "currency" and value == "cells":
        return _("Each amount is in the currency of its own sign")
    if name == "header_line" and not value:
        return _("There are no headings")
    return plain(_(_CHOSEN[name], value=value))


def _values(form: Form, key: str) -> None:
    for heading, meanings in form.values.items():
        choices = _choices(form, heading)
        st.caption(_("What the values of {heading} mean", heading=plain(heading)))
        with st.grid(3, min_column_width=160):
            for given in meanings:
                meanings[given] = _meaning(given, meanings[given], choices, f"import_value_{key}_{heading}_{given}")


def _meaning(given: str, known: str, choices: list[str], key: str) -> str:
    label = plain(given) if given else _("(empty)")
    if choices:
        return st.selectbox(label, choices, _place(choices, known), placeholder=_("refused"), key=key) or ""
    return st.text_input(label, known, placeholder=_("refused"), key=key)


def _place(choices: Sequence[str], known: str) -> int | None:
    return choices.index(known) if known in choices else None


def _choices(form: Form, heading: str) -> list[str]:
    for target in form.feeds[heading]:
        name, _dot, column = target.partition(".")
        if column and contract_table(name)[column].choices:
            return list(contract_table(name)[column].choices)
    return []
