"""Step 2: what each file holds and which column each heading feeds, to be changed and confirmed."""

from functools import partial
from typing import Any

import streamlit as st

from analytics.intake import mapping_form
from analytics.intake.mapping_form import LEFT_OUT, Form
from analytics.runner import CONTRACT_TABLES, contract_table
from analytics.words import N_, _
from pages.components.importing import session as sessions
from pages.components.importing.session import Session
from pages.components.text import plain
from pages.components.view import View

_READINGS: dict[str, tuple[str, dict[Any, str]]] = {
    "day_first": (N_("03/04/2026 is"), {True: N_("3 April"), False: N_("4 March")}),
    "decimal": (N_("1.234 is"), {".": N_("a little over one"), ",": N_("over a thousand")}),
}


def show(session: Session, view: View) -> None:
    """Draws a form for each file; the button checks anew with what was set."""
    st.header(_("What each heading feeds"), anchor=False)
    st.caption(_("A heading that feeds nothing is kept as an attribute of its row. One may feed several columns."))
    _faults(session)
    for position, form in enumerate(session.forms):
        _file(form, f"{session.round}_{position}", is_open=len(session.forms) == 1)
    with st.container(horizontal=True):
        if st.button(_("Check again"), type="primary", icon=":material/fact_check:", key="import_check_again"):
            _save(session)
            sessions.check(session, view)
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


def _save(session: Session) -> None:
    """Writes what was set next to the upload; the next check reads it."""
    if session.upload is not None:
        session.upload.mapping.write_text(mapping_form.as_toml(session.forms), encoding="utf-8")


def _faults(session: Session) -> None:
    """The faults of whole files: why a look at the columns is needed."""
    for reason in (session.report or {}).get("reasons", []):
        if reason["code"] in mapping_form.ANSWERED_HERE and reason["code"] != "not-in-list":
            wrong = _(reason["template"]).partition(". ")[0].format(**reason["values"])
            st.warning(plain(wrong), icon=":material/help:")


def _file(form: Form, key: str, *, is_open: bool) -> None:
    titles = ", ".join(_(contract_table(name).title) for name in form.tables) or _("not recognised")
    needs_a_look = bool(not form.tables or form.proposed or form.lacking or form.asks or form.values)
    with st.expander(f"**{plain(form.file)}** · {titles}", expanded=is_open or needs_a_look):
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
        _readings(form, key)
        _values(form, key)


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
    name, _dot, column = target.partition(".")
    return column if len(form.tables) == 1 else f"{_(contract_table(name).title)} · {column}"


def _lacking(form: Form, key: str) -> None:
    for target in [*form.lacking, *(target for target, value in form.fixed.items() if value)]:
        name, _dot, column = target.partition(".")
        choices = contract_table(name)[column].choices
        label = _("No heading feeds {column}. The same in every row:", column=plain(_target(form, target)))
        if choices:
            chosen = st.selectbox(label, choices, index=None, key=f"import_fixed_{key}_{target}")
        else:
            chosen = st.text_input(label, key=f"import_fixed_{key}_{target}")
        form.fixed[target] = chosen or ""


def _readings(form: Form, key: str) -> None:
    for name in form.asks:
        question, answers = _READINGS[name]
        chosen = st.segmented_control(
            _(question),
            list(answers),
            format_func=partial(_answer, answers),
            default=getattr(form, name),
            key=f"import_{name}_{key}",
        )
        setattr(form, name, chosen)


def _answer(answers: dict[Any, str], answer: Any) -> str:
    return _(answers[answer])


def _values(form: Form, key: str) -> None:
    for heading, meanings in form.values.items():
        choices = _choices(form, heading)
        st.caption(_("What the values of {heading} mean", heading=plain(heading)))
        with st.grid(3, min_column_width=160):
            for given in meanings:
                meanings[given] = _meaning(given, choices, f"import_value_{key}_{heading}_{given}")


def _meaning(given: str, choices: list[str], key: str) -> str:
    label = plain(given) if given else _("(empty)")
    if choices:
        return st.selectbox(label, choices, index=None, placeholder=_("refused"), key=key) or ""
    return st.text_input(label, placeholder=_("refused"), key=key)


def _choices(form: Form, heading: str) -> list[str]:
    for target in form.feeds[heading]:
        name, _dot, column = target.partition(".")
        if column and contract_table(name)[column].choices:
            return list(contract_table(name)[column].choices)
    return []
