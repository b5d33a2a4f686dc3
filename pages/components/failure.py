"""What a person sees when something fails: a sentence, never a traceback."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import streamlit as st

from analytics.runner import DamagedVersion, HaldurError, Settings, incident, open_workspace
from analytics.words import _
from pages.components.text import plain

_WENT_BACK = "went_back_to"
"""Where a session keeps the version that it has just gone back to, until that is said."""


@contextmanager
def told() -> Iterator[None]:
    """Within the block, a foreseen error is told in its own sentence, any other as an incident's number.

    What led to an incident is in the log, under that number.
    """
    try:
        yield
    except DamagedVersion as error:
        _tell_damage(error)
    except HaldurError as error:
        _say(error.template, error.values)
    except Exception as error:
        st.error(
            _(
                "This can't be shown because of a fault in the program; nothing was changed. "
                "Incident {number}: whoever runs Haldur finds it in the log under that number.",
                number=incident(error),
            ),
            icon=":material/error:",
        )


def tell_way_back() -> None:
    """Says once that a damaged version was left for the one before."""
    last = st.session_state.pop(_WENT_BACK, None)
    if last is not None:
        said = _("Version {last} is in force again. What was imported after it has to be imported again.", last=last)
        st.success(plain(said), icon=":material/check:")


def _say(template: str, values: Mapping[str, Any]) -> None:
    st.error(plain(_(template, **values)), icon=":material/error:")


def _tell_damage(error: DamagedVersion) -> None:
    """What is damaged, and the button that puts the last whole version in force, where there is one.

    Who may not press it is told of the command line, which whoever runs Haldur has.
    """
    settings, last = Settings.read(), error.values.get("last")
    house = open_workspace(settings.workspace)
    try:
        if last is None or not house.may_go_back(_visitor(settings), last):
            _say(error.template, error.values)
            return
        _say(error.values["what"], error.values)
        st.write(
            _(
                "Version {last} is whole. The damaged one is set aside, not thrown away; what was imported after "
                "version {last} has to be imported again.",
                last=last,
            )
        )
        if st.button(_("Go back to version {last}", last=last), type="primary", icon=":material/undo:", key="go_back"):
            house.undo()
            st.session_state[_WENT_BACK] = last
            st.rerun()
    except HaldurError as again:
        _say(again.template, again.values)


def _visitor(settings: Settings) -> str | None:
    """Who looks: the one who signed in, else the one that the settings name."""
    signed_in = st.user.get("email") if getattr(st.user, "is_logged_in", False) else None
    return str(signed_in) if signed_in else settings.viewer or None
