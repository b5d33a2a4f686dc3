"""The head of a page: title, question, scope bar; above it, the strip that says that the company is made up."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.words import _
from pages.components import filters, links, style
from pages.components.view import View


def draw(view: View) -> DeltaGenerator:
    """Draws title, question and scope bar in one row; returns the place for the Download menu."""
    style.apply(view.look.is_dark)
    if view.status.is_sample:
        _sample(view)
    page = view.page
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="header"):
        with st.container(width="stretch", gap=None):
            st.title(_(page.title), anchor=False)
            st.caption(_(page.question))
        bar = st.container(horizontal=True, width="content", vertical_alignment="center", gap="xsmall", key="scope")
    with bar:
        if page.builds != "data-in" and not view.status.is_empty:
            filters.bar(view.stem, view.choice, view.status)
        return st.container(width="content", key="download_place")


def _sample(view: View) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="sample_strip"):
        badge = f":blue-badge[:material/science: {_('Sample')}]"
        told = _("This is a sample company: its clients, people and numbers are made up.")
        st.markdown(f"{badge} :gray[:small[{told}]]", width="content")
        if "import_data" in view.targets and view.stem != "import_data":
            links.to(view, "import_data", _("Import your own data"), "upload_file")
