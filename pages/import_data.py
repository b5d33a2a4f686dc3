"""Is my file good, and what will it change?"""

import streamlit as st

from analytics.words import _
from pages.components import source
from pages.components.importing import check, columns, history, progress, stored, upload
from pages.components.importing import session as sessions
from pages.components.importing.session import STEPS, WORK_STEPS, Step
from pages.components.text import plain
from pages.components.view import View

_SHOWN = {"upload": upload.show, "columns": columns.show, "check": check.show, "stored": stored.show}

_WITH_HISTORY = ("upload", "stored")
"""Steps at which earlier imports are in sight: what is being checked goes before them."""


def page(view: View) -> None:
    """Draws the step that the import is at, and the history; a damaged version is told before anything else."""
    if view.scope.version:
        source.examine(view)
    session = sessions.current()
    is_at_work = sessions.follow(session, view)
    _steps(WORK_STEPS[session.work] if is_at_work else session.step)
    if session.message:
        st.error(plain(session.message), icon=":material/error:")
    if session.notice:
        st.info(plain(session.notice), icon=":material/info:")
    if is_at_work:
        progress.show(session)
        return
    _SHOWN[session.step](session, view)
    if session.step in _WITH_HISTORY:
        history.show(session, view)


def _steps(at: Step) -> None:
    told = [f"**{_(name)}**" if step == at else f":gray[{_(name)}]" for step, name in STEPS.items()]
    st.markdown(" :gray[→] ".join(told))
