"""What do salary and bonus cost against the plan, and are they right?"""

import streamlit as st

from analytics.compensation import Result
from analytics.compensation import words as findings
from analytics.words import _
from pages.components import empty, kpis, method, pay, source, statement, tables
from pages.components.text import plain
from pages.components.view import View


def page(view: View) -> None:
    """Draws the page: everybody's pay for a director, their own for a manager."""
    asked = view
    view, result = statement.with_pay(asked, source.result(asked))
    if empty.shown(view, result.statements):
        return
    is_own = view.scope.viewer.pay is not None
    st.header(plain(findings.own_headline(result) if is_own else findings.headline(result)), anchor=False)
    notes = findings.notes(result, view.scope.filters, is_earlier=view is not asked)
    if notes:
        st.caption(plain(" ".join(notes)))
    for fault in result.faults:
        st.warning(plain(fault), icon=":material/rule:")
    kpis.row(view, pay.cards(result, is_own))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        pay.curve(view, result, is_own)
    with right:
        pay.months(view, result)
    _statements(view, result, is_own)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        pay.backing(view, result, is_own)
    with right:
        pay.market(view, result)
    method.note(view)


def _statements(view: View, result: Result, is_own: bool) -> None:
    rows = findings.table(result)
    with st.container(gap=None):
        st.subheader(_("My statements") if is_own else _("All statements"), anchor=False)
        st.caption(
            _(
                "Differences first; a row opens its calculation. A difference is a question, not a verdict: "
                "a person confirms what is paid, with a reason."
            )
        )
    chosen = tables.show(view, rows, pay.headings(result, is_own), "statements", select=True)
    view.sheets["statements"] = pay.sheet(result)
    if chosen or is_own or len(rows) == 1:
        statement.show(view, result, rows.iloc[chosen[0] if chosen else 0])
