"""Where a page's numbers come from, kept between runs; the only part of the program with ``st.cache_*``.

Every key holds the workspace, the scope (with its viewer and version) and the language: nobody is given what was
made for somebody with other rights, and a new version makes everything anew.
"""

from typing import Any

import streamlit as st

from analytics import runner
from analytics.runner import House, Passport, Scope, Status
from analytics.words import language
from pages.components.view import View

_MOST_RESULTS = 200
_SKELETON_HEIGHT = 340
_MOST_STATUSES = 50
_MOST_PASSPORTS = 50
_FAULTLESS_SECONDS = 10


@st.cache_resource(show_spinner=False)
def house(workspace: str) -> House:
    """The workspace of that folder, opened once for the process."""
    return runner.open_workspace(workspace)


def status(house: House, scope: Scope) -> Status:
    """What the workspace holds for this viewer."""
    return _status(house, scope, _key(house, scope))


def result(view: View, stem: str | None = None, **options: Any) -> Any:
    """What the analysis ``stem`` (by default the page's own) finds under the view's scope, with its ``options``.

    A grey shape holds the place of the page while it is worked out.
    """
    key = _key(view.house, view.scope, sorted(options.items()))
    with st.skeleton(height=_SKELETON_HEIGHT):
        return _result(view.house, view.scope, stem or view.stem, options, key)


def forget() -> None:
    """Has every answer worked out anew: something was entered that no version holds."""
    _result.clear()


def passport(view: View, metric: str) -> Passport:
    """Where the metric's number comes from under the view's scope."""
    return _passport(view.house, view.scope, metric, _key(view.house, view.scope))


def examine(view: View) -> None:
    """Looks at every byte of the version in force, once in ten seconds at most.

    Raises:
        DamagedVersion: it isn't what was stored.
    """
    house, version = view.house, view.scope.version
    fault = _fault(house, version, str(house.workspace.path))
    if fault:
        raise house.workspace.damaged(version, fault)


def _key(house: House, scope: Scope, *more: Any) -> str:
    """All that an answer depends on; sets are sorted, so that equal scopes have equal keys."""
    viewer = scope.viewer
    sets = [viewer.roles, viewer.owners, viewer.staff, viewer.clients, viewer.pay]
    rights = [None if each is None else sorted(each) for each in sets]
    seen = (scope.version, scope.as_of, scope.start, scope.end, scope.is_past, scope.filters)
    return repr((house.workspace.path, viewer.email, viewer.manager_id, rights, seen, language(), more))


@st.cache_data(show_spinner=False, max_entries=_MOST_STATUSES)
def _status(_house: House, _scope: Scope, key: str) -> Status:
    return _house.status(_scope)


@st.cache_data(show_spinner=False, max_entries=_MOST_RESULTS)
def _result(_house: House, _scope: Scope, stem: str, _options: dict[str, Any], key: str) -> Any:
    return _house.run(stem, _scope, _options)


@st.cache_data(show_spinner=False, max_entries=_MOST_PASSPORTS)
def _passport(_house: House, _scope: Scope, metric: str, key: str) -> Passport:
    return _house.passport(metric, _scope)


@st.cache_data(show_spinner=False, max_entries=1, ttl=_FAULTLESS_SECONDS)
def _fault(_house: House, version: int, workspace: str) -> str | None:
    return _house.workspace.fault(version)
