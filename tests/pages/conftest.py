"""Workspaces that pages are opened on, and the opening itself: the real dashboard in Streamlit's own test runner."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.pages import workspaces

DASHBOARD = Path(__file__).parents[2] / "dashboard.py"
PATIENCE_SECONDS = 60

Open = Callable[..., AppTest]


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
    folder = workspaces.sample(tmp_path_factory.mktemp("sample"))
    return Place(folder, workspaces.people(folder))


@pytest.fixture
def opened(monkeypatch) -> Open:
    """Opens a page of the dashboard: ``opened(place, "churn", role="manager", team="North")``; no stem is the home."""

    def run(place: Place, stem: str = "", role: str = "", **parameters: str | list[str]) -> AppTest:
        monkeypatch.chdir(DASHBOARD.parent)
        monkeypatch.setenv("HALDUR_WORKSPACE", str(place.folder))
        monkeypatch.setenv("HALDUR_VIEWER", place.people[role] if role else "")
        app = AppTest.from_file(str(DASHBOARD), default_timeout=PATIENCE_SECONDS)
        app.query_params.update(parameters)
        # switch_page() knows pages that are files only; ours are functions, which Streamlit knows by their address
        app._page_hash = calc_hash(stem) if stem else ""
        return app.run()

    return run
