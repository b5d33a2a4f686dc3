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
    """Lets the visitor in and runs the page that the menu has chosen; the address alone is the home page's."""
    settings = Settings.read()
    configure_log(settings.workspace, settings.log_level)
    house = open_workspace(settings.workspace)
    guest = visitor.enter(house, settings)
    open_pages = pages.allowed(guest.roles)
    targets: dict[str, Target] = {}
    for page in open_pages:
        run = partial(show, page.stem, house, guest, targets)
        icon = f":material/{page.icon}:"
        targets[page.stem] = st.Page(run, title=_(page.title), icon=icon, url_path=page.stem, help=_(page.question))
    home = pages.home(guest.roles)
    run = partial(show, home.stem, house, guest, targets)
    start = st.Page(run, title=_(home.title), url_path="home", default=True, visibility="hidden")
    menu = {_(name): [targets[page.stem] for page in open_pages if page.section == name] for name in pages.SECTIONS}
    st.navigation({"": [start]} | menu, position="top").run()


def show(stem: str, house: House, guest: Visitor, targets: dict[str, Target]) -> None:
    """Draws one page under its header; where its tables aren't imported, that is said instead."""
    choice, status, scope = filters.chosen(guest.status), guest.status, guest.scope
    if not status.is_empty:
        seen = choice.period_in(status)
        scope = house.scope(guest.email, choice.as_of, seen.start, seen.end, **choice.filters)
    view = View(stem, house, scope, theme.look(st.context.theme.type), status, choice, targets)
    place = header.draw(view)
    failure.tell_way_back()
    with failure.told():
        if not empty.shown(view):
            import_module(f"pages.{stem}").page(view)
    download.menu(place, stem, view.sheets)
    visitor.leave()


st.set_page_config("Haldur", pages.ICON, layout="wide", menu_items={"About": "Haldur"})
with failure.told():
    main()
