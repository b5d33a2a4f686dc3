"""Workspaces that pages are opened on, and the opening itself: the real dashboard in Streamlit's own test runner.

Streamlit is imported where it is used: the tests of data and analyses start without it.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import workspaces

DASHBOARD = Path(__file__).parents[1] / "dashboard.py"
PATIENCE_SECONDS = 60

Open = Callable[..., Any]


@dataclass(frozen=True)
class Place:
    """A workspace, and who of it holds each role."""

    folder: Path
    people: dict[str, str]


@pytest.fixture(scope="session")
def empty(tmp_path_factory) -> Place:
    return Place(tmp_path_factory.mktemp("empty"), {})


@pytest.fixture(scope="session")
def tiny(tmp_path_factory) -> Place:
    return Place(workspaces.tiny(tmp_path_factory.mktemp("tiny")), workspaces.TINY_PEOPLE)


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Place:
    return Place(*workspaces.sample(tmp_path_factory.mktemp("sample")))


@pytest.fixture
def opened(monkeypatch) -> Open:
    """Opens a page of the dashboard: ``opened(place, "churn", role="manager", team="North")``; no stem is the home."""

    def run(place: Place, stem: str = "", role: str = "", user: Any = None, **parameters: str | list[str]) -> Any:
        from streamlit.testing.v1 import AppTest
        from streamlit.util import calc_hash

        monkeypatch.chdir(DASHBOARD.parent)
        monkeypatch.setenv("HALDUR_WORKSPACE", str(place.folder))
        monkeypatch.setenv("HALDUR_VIEWER", place.people[role] if role else "")
        # by its text: beside the folder pages/ the test runner would run that folder's files and not the dashboard
        app = AppTest.from_string(DASHBOARD.read_text(encoding="utf-8"), default_timeout=PATIENCE_SECONDS)
        app.query_params.update(parameters)
        app.user = user or {}
        # switch_page() knows pages that are files only; ours are functions, which Streamlit knows by their address
        app._page_hash = calc_hash(stem) if stem else ""
        return app.run()

    return run


@pytest.fixture
def drawn(monkeypatch, opened) -> Open:
    """Opens the page "churn" with the given function in place of its own: ``drawn(place, page, role=…, team=…)``."""

    def run(place: Place, page: Callable[[Any], None], role: str = "", **parameters: str | list[str]) -> Any:
        monkeypatch.setitem(sys.modules, "pages.churn", SimpleNamespace(page=page))
        return opened(place, "churn", role, **parameters)

    return run
