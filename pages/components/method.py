"""How a page works its numbers out, and what proves its models."""

import streamlit as st

from analytics import runner
from analytics.charts.calibration import calibration_chart
from analytics.scores import Proof
from analytics.words import _, number, whole
from pages.components import charts
from pages.components.text import plain
from pages.components.view import View


def note(view: View, stem: str | None = None) -> None:
    """Draws the method note of the page's analysis, folded."""
    with st.expander(_("How this is worked out"), icon=":material/calculate:"):
        st.markdown(runner.method(stem or view.stem))


def proof(view: View, found: Proof, name: str = "") -> None:
    """Draws a model's proof: how well it foretold what came after, or why it isn't used.

    ``name`` says what is foretold, where a page has more than one model.
    """
    if not found.used:
        st.info(_unused(found), title=name or None, icon=":material/hourglass_empty:")
        return
    with st.container(border=True, gap="xsmall"):
        st.subheader(plain(name) if name else _("How far to trust it"), anchor=False)
        st.markdown(_ranking(found))
        st.caption(_tried(found))
        with st.expander(_("Details")):
            st.caption(_measures(found))
            charts.show(
                view,
                calibration_chart(found.calibration, view.look),
                _("What it says against what came"),
                _("A dot a group of cases; on the dotted line, what was said came true"),
                key=f"calibration_{name or view.stem}",
            )


def _ranking(found: Proof) -> str:
    return _(
        "Of 100 pairs it ranks **{auc}** rightly ({low}–{high}); a simple rule ranks {baseline}, a coin 50.",
        auc=_of_hundred(found.auc),
        low=_of_hundred(found.auc_low),
        high=_of_hundred(found.auc_high),
        baseline=_of_hundred(found.baseline_auc),
    )


def _tried(found: Proof) -> str:
    values = {"cases": whole(found.n_test), "events": whole(found.events_test), "learned": whole(found.n_train)}
    if found.method == "time":
        return _(
            "Learned from {learned} earlier cases, tried on {cases} later ones, {events} with the outcome.", **values
        )
    return _("Tried on {cases} cases that it hadn't learned from, {events} with the outcome.", **values)


def _measures(found: Proof) -> str:
    told = [_("AUC {auc}", auc=number(found.auc, 3)), _("Brier score {brier}", brier=number(found.brier, 4))]
    if found.baseline_brier is not None:
        told.append(_("the simple rule's {brier}", brier=number(found.baseline_brier, 4)))
    if found.lift is not None:
        told.append(_("the highest tenth holds {lift} times its share of outcomes", lift=number(found.lift)))
    return "; ".join(told) + "."


def _unused(found: Proof) -> str:
    if found.needed:
        return _(
            "Not enough evidence to foretell this: {needed} more outcomes are needed. "
            "Until then, rates of like cases are shown, drawn towards the average.",
            needed=whole(found.needed),
        )
    return _(
        "The model isn't used: of 100 pairs it ranks {auc} rightly ({low}–{high}), a simple rule {baseline}. "
        "Rates of like cases are shown instead, drawn towards the average.",
        auc=_of_hundred(found.auc),
        low=_of_hundred(found.auc_low),
        high=_of_hundred(found.auc_high),
        baseline=_of_hundred(found.baseline_auc),
    )


def _of_hundred(auc: float | None) -> str:
    return whole(None if auc is None else 100 * auc)
