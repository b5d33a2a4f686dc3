"""The few rules that Streamlit's theme can't express: dark text on the dark theme's light accent, and paper."""

import streamlit as st

_DARK = """
[data-testid="stBaseButton-primary"] { color: #0d141c; }
button[kind="tertiary"]:is(:hover, :focus-visible, [aria-expanded="true"]) { color: #82a8fd; }
"""
_PRINT = """
@media print {
  [data-testid="stPlotlyChart"], [data-testid="stDataFrame"], [data-testid="stMetric"] { break-inside: avoid; }
}
"""


def apply(is_dark: bool) -> None:
    """Adds the rules to the page."""
    st.html(f"<style>{_PRINT}{_DARK if is_dark else ''}</style>")
