"""Who looks: the one who signed in, else the one that the settings name, else the local user."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from analytics.runner import House, NotPermitted, NoWorkspace, Scope, Settings, Status
from analytics.words import _, set_language
from pages.components import source


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody known, what they may see (``scope``, not narrowed yet), and what the workspace holds for them."""

    email: str | None
    scope: Scope
    status: Status

    @property
    def roles(self) -> frozenset[str]:
        """The roles held."""
        return self.scope.viewer.roles


def enter(house: House, settings: Settings) -> Visitor:
    """The visitor of this run; words are in their language and money in the workspace's currency from here on.

    Draws the sign-in and ends the run for who has yet to sign in.

    Raises:
        NotPermitted: the workspace doesn't know this person, or their address isn't confirmed.
    """
    set_language(settings.language)
    email = _email(settings)
    try:
        scope = house.scope(email)
        status = source.status(house, scope)
    except NoWorkspace:
        scope = Scope(house.viewer(email), 0, date.min)
        status = Status(True, False, "EUR", 0, {}, {}, None, None)
    set_language(settings.language, status.currency)
    return Visitor(email, scope, status)


def leave() -> None:
    """Draws who is signed in and the way out; nothing where nobody signs in."""
    if getattr(st.user, "is_logged_in", False):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_("Signed in as {email}", email=st.user.get("email")), width="content")
            st.button(_("Sign out"), on_click=st.logout, type="tertiary", icon=":material/logout:", key="sign_out")


def _email(settings: Settings) -> str | None:
    signed_in = getattr(st.user, "is_logged_in", None)
    if signed_in is None:
        return settings.viewer or None
    if not signed_in:
        st.title(_("Haldur"), anchor=False)
        st.write(_("Sign in to see your clients."))
        st.button(_("Sign in"), on_click=st.login, type="primary", icon=":material/login:", key="sign_in")
        st.stop()
    if not st.user.get("email") or st.user.get("email_verified") is not True:
        leave()
        raise NotPermitted("Your account has no confirmed e-mail address, so Haldur can't tell who you are.")
    return str(st.user.get("email"))
