"""Links from page to page, with what was chosen carried along."""

import streamlit as st

from pages.components.text import plain
from pages.components.view import View


def to(view: View, stem: str, label: str, icon: str = "arrow_forward", **narrowed: tuple[str, ...]) -> None:
    """Draws a link to another page; where this viewer may not open it, the label alone.

    ``narrowed`` sets filters for the page linked to (``teams=("North",)``); all else stays as chosen.
    """
    if stem not in view.targets:
        st.caption(plain(label))
        return
    wanted = view.choice.with_filters(view.choice.filters | narrowed).parameters()
    st.page_link(view.targets[stem], label=plain(label), icon=f":material/{icon}:", query_params=wanted or None)
