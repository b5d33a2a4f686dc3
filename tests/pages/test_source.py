"""Results are kept between runs, and never given to whoever has other rights."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from analytics import words
from analytics.charts.theme import Look
from analytics.runner import Scope, Status, Viewer
from pages.components import source
from pages.components.view import View

STATUS = Status(False, False, "EUR", 1, {}, {}, None, None)
VIEWER = Viewer(
    "ann@example.com", frozenset({"manager"}), "A", frozenset("AB"), frozenset("A"), frozenset(), frozenset("A")
)
SCOPE = Scope(VIEWER, 1, date(2026, 6, 30))


class House:
    """Counts what it is asked."""

    def __init__(self, folder: Path) -> None:
        self.workspace = SimpleNamespace(path=folder)
        self.asked = []

    def run(self, stem, scope, options):
        self.asked.append((stem, scope, options))
        return len(self.asked)


@pytest.fixture
def house(tmp_path):
    return House(tmp_path)


def ask(house: House, scope: Scope = SCOPE, **options) -> int:
    return source.result(View("churn", house, scope, Look(), STATUS), **options)


def test_the_same_question_is_asked_once(house):
    same = replace(SCOPE, viewer=replace(VIEWER, owners=frozenset("BA")))
    assert [ask(house, capacity=3), ask(house, same, capacity=3)] == [1, 1]
    assert house.asked[0] == ("churn", SCOPE, {"capacity": 3})


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"as_of": date(2026, 6, 29)},
        {"start": date(2026, 6, 1)},
        {"end": date(2026, 6, 30)},
        {"is_past": True},
        {"teams": ("East",)},
        {"managers": ("East",)},
        {"viewer": replace(VIEWER, email="bob@example.com")},
        {"viewer": replace(VIEWER, roles=frozenset({"director"}))},
        {"viewer": replace(VIEWER, owners=None)},
        {"viewer": replace(VIEWER, staff=frozenset("AB"))},
        {"viewer": replace(VIEWER, clients=frozenset({"C1"}))},
        {"viewer": replace(VIEWER, pay=None)},
    ],
    ids=lambda change: f"{(*change,)}",
)
def test_whatever_differs_is_asked_anew(house, change):
    assert [ask(house), ask(house, replace(SCOPE, **change)), ask(house)] == [1, 2, 1]


def test_options_language_page_and_workspace_are_part_of_the_question(house, tmp_path):
    assert [ask(house), ask(house, capacity=3)] == [1, 2]
    with words.speaking("et"):
        assert ask(house) == 3
    assert source.result(View("churn", house, SCOPE, Look(), STATUS), "segments") == 4
    assert ask(House(tmp_path / "other")) == 1


def test_a_reader_who_changes_a_result_changes_only_their_own(house):
    house.run = lambda stem, scope, options: {"rows": [1]}
    view = View("churn", house, SCOPE, Look(), STATUS)
    source.result(view)["rows"].append(2)
    assert source.result(view) == {"rows": [1]}
