"""What would another scheme cost, and where does this one mislead?"""

import streamlit as st

from analytics.schemes import Result, words
from analytics.words import _
from pages.components import empty, kpis, method, scheme_radar, schemes, source
from pages.components.text import plain
from pages.components.view import View


def page(view: View) -> None:
    """Draws the page: everybody's months for a director, their own for a manager."""
    view, is_default = schemes.over_a_year(view)
    held: Result = source.result(view)
    if empty.shown(view, held.people):
        return
    is_own = view.scope.viewer.pay is not None
    head = st.container()
    left, right = st.columns([3, 2], gap="medium")
    with right:
        text = schemes.editor(view, held)
    result: Result = source.result(view, scheme=text) if text else held
    with right:
        schemes.checks(result)
    with head:
        st.header(plain(words.own_headline(result) if is_own else words.headline(result)), anchor=False)
        schemes.notes(result, is_default)
        kpis.row(view, schemes.cards(result, is_own))
    with left:
        schemes.curve(view, result)
    if result.tried and not is_own:
        schemes.gains(view, result)
    schemes.next_deals(view, result, is_own)
    st.subheader(_("Where the scheme may mislead"), anchor=False)
    left, right = st.columns(2, gap="medium")
    with left:
        scheme_radar.marginal(view, result)
    with right:
        scheme_radar.results(view, result)
    scheme_radar.tests(view, result)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        schemes.sensitivity(view, result)
    with right:
        schemes.versions(view, result, is_own)
    method.note(view)
