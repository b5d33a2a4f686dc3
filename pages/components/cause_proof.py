"""How far causes found from the text are to be trusted."""

import streamlit as st

from analytics.charts.calibration import calibration_chart
from analytics.complaints import Result, findings
from analytics.words import _
from pages.components import charts, method
from pages.components.text import plain
from pages.components.view import View


def show(view: View, result: Result) -> None:
    """Draws how many causes were found and how many of them are right; or why none is looked for."""
    if not len(result.classified):
        return
    title = _("Causes found from the text")
    if (result.way == "learned" and not result.proof.used) or result.way == "none":
        method.proof(view, result.proof, title)
        return
    with st.container(border=True, gap="xsmall"):
        st.subheader(title, anchor=False)
        st.markdown(plain(findings.found_note(result)))
        if result.way == "learned":
            _details(view, result)


def _details(view: View, result: Result) -> None:
    st.caption(plain(findings.tried_note(result)))
    with st.expander(_("Details")):
        st.caption(plain(findings.measures_note(result)))
        caption = _("A dot a group of texts: how sure it was, and how many were right; dotted: both are equal")
        title = _("How sure it is against how often it is right")
        charts.show(view, calibration_chart(result.proof.calibration, view.look), title, caption, "calibration")
