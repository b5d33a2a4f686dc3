"""A chart with its finding above it."""

import plotly.graph_objects as go
import streamlit as st

from pages.components.text import plain
from pages.components.view import View


def show(view: View, figure: go.Figure, title: str, caption: str, key: str, alt: str | None = None) -> None:
    """Draws ``title`` (the finding), ``caption`` (what, unit, what marks and colours mean) and the figure.

    Args:
        view: the page's view.
        figure: made by ``analytics.charts``, in the view's look.
        title: one finding in words.
        caption: what is drawn, in which unit, and what a band, a mark or a colour means.
        key: the chart's name, unique on the page.
        alt: what the chart shows, for those who don't see it; by default title and caption.
    """
    with st.container(gap=None):
        st.subheader(plain(title), anchor=False)
        st.caption(plain(caption))
        st.plotly_chart(
            figure,
            theme=None,
            key=f"chart_{view.stem}_{key}",
            config={"displayModeBar": False, "displaylogo": False},
            alt=alt or f"{title}. {caption}",
        )
