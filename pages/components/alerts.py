"""What needs somebody: a coloured icon, a sentence, and the way to the page behind it."""

from collections.abc import Sequence

import streamlit as st

from analytics.overview.alerts import Alert
from analytics.words import _
from pages.components import links
from pages.components.text import plain
from pages.components.view import View

_COLOURS = {"bad": "red", "late": "orange"}


def show(view: View, alerts: Sequence[Alert]) -> None:
    """Draws the alerts, one a line."""
    st.subheader(_("Needs you today"), anchor=False)
    if not alerts:
        st.caption(_("Nothing stands out"))
    for alert in alerts:
        subject = plain(alert.subject)
        words = plain(alert.text).replace(subject, f"**{subject}**", 1)
        told, way = st.columns([7, 1], vertical_alignment="center", gap="small")
        told.markdown(f":{_COLOURS[alert.tone]}[:material/{alert.icon}:] {words}")
        with way:
            links.to(view, alert.page, _("Open"), "arrow_forward", **alert.filters)
