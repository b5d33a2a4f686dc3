"""Who will pay on time and keep the contract?"""

import streamlit as st

from analytics.charts.reliability import classes_chart, classes_unit, days_chart, days_unit
from analytics.reliability import Result, findings
from analytics.words import _
from pages.components import charts, empty, method, payer, reliability_cards, source
from pages.components.text import plain
from pages.components.view import View


def page(view: View) -> None:
    """Draws the page."""
    result: Result = source.result(view)
    if empty.shown(view, result):
        return
    if result.says_nothing:
        empty.missing(view, [("invoices",)])
        return
    st.header(plain(findings.headline(result)), anchor=False)
    for note in findings.notes(result):
        st.markdown(f":small[:orange[{plain(note)}]]")
    if not result.invoices.empty:
        _money(view, result)
    payer.table(view, result)
    for proof, name in ((result.proof.late, _("Pays late")), (result.proof.fail, _("Fails"))):
        method.proof(view, proof, name)
    method.note(view)


def _money(view: View, result: Result) -> None:
    reliability_cards.show(view, result)
    left, right = st.columns(2, gap="medium")
    with left:
        caption = _("Open money by class, {unit}; amber: past due", unit=classes_unit(result.classes))
        charts.show(
            view, classes_chart(result.classes, view.look), findings.classes_finding(result), caption, "classes"
        )
    with right:
        caption = _(
            "Money due in 12 months by days beyond terms, {unit}; red: not paid yet", unit=days_unit(result.days)
        )
        charts.show(view, days_chart(result.days, view.look), findings.days_finding(result), caption, "days")
