"""The frame of the dashboard: who looks, at which workspace, and the menu of the pages that they may open."""

from functools import partial
from importlib import import_module

import streamlit as st
from streamlit.navigation.page import Page as Target

import pages
from analytics.charts import theme
from analytics.runner import House, Settings, configure_log, open_workspace
from analytics.words import _
from pages.components import download, empty, failure, filters, header, visitor
from pages.components.view import View
from pages.components.visitor import Visitor


def main() -> None:
    """Lets the visitor in and runs the page that the menu has chosen."""
    settings = Settings.read()
    configure_log(settings.workspace, settings.log_level)
    house = open_workspace(settings.workspace)
    guest = visitor.enter(house, settings)
    targets: dict[str, Target] = {}
    for page in pages.allowed(guest.roles):
        run = partial(show, page.stem, house, guest, targets)
        icon = f":material/{page.icon}:"
        targets[page.stem] = st.Page(run, title=_(page.title), icon=icon, url_path=page.stem, help=_(page.question))
    home = pages.home(guest.roles)
    start = st.Page(partial(show, home.stem, house, guest, targets), title=_(home.title), url_path="home", default=True)
    sections = {
        _(section): [targets[page.stem] for page in pages.allowed(guest.roles) if page.section == section]
        for section in pages.SECTIONS
    }
    st.navigation({"": [start]} | sections, position="top").run()


def show(stem: str, house: House, guest: Visitor, targets: dict[str, Target]) -> None:
    """Draws one page under its header; a page whose tables aren't imported says so instead."""
    choice, status = filters.chosen(guest.status), guest.status
    scope = guest.scope
    if not status.is_empty:
        seen = choice.period_in(status)
        scope = house.scope(guest.email, choice.as_of, seen.start, seen.end, **choice.filters)
    look = theme.look(st.context.theme.type)
    view = View(stem, house, scope, look, status, choice, targets)
    place = header.draw(view)
    with failure.told():
        if not empty.shown(view):
            import_module(f"pages.{stem}").page(view)
    download.menu(place, stem, view.sheets)
    visitor.leave()


st.set_page_config("Haldur", ":material/handshake:", layout="wide", menu_items={"About": "Haldur"})
with failure.told():
    main()
