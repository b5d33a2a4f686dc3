"""One way into the dashboard, whichever address is opened first.

Beside a folder called ``pages`` Streamlit runs the file that an address names by itself, and not ``dashboard.py``,
until ``st.navigation`` has been called once in the process: whoever came first, by a link, would see an empty page.
"""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx


def through_the_dashboard() -> None:
    """Turns that off, as ``st.navigation`` would, and begins the run anew where it was already on the wrong way."""
    was_on = PagesManager.uses_pages_directory
    PagesManager.uses_pages_directory = False
    if was_on and get_script_run_ctx(suppress_warning=True):
        st.rerun()
