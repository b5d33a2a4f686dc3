"""Failures are told in a sentence; nobody is shown how the program is made."""

import json
import os

import duckdb
import pytest

from analytics.runner import HaldurError
from data.log import log_file
from data.store import DATABASES, Workspace
from tests import workspaces
from tests.conftest import Place


def test_a_foreseen_error_is_its_own_sentence_letter_by_letter(drawn, tiny):
    def page(view):
        raise HaldurError("{file} is empty", file="*deals*.csv")

    app = drawn(tiny, page)
    assert app.error[0].value == r"\*deals\*.csv is empty"
    assert app.title[0].value == "Churn"
    assert not app.exception


def test_an_unforeseen_one_is_a_number_that_the_log_knows(drawn, tiny):
    def page(view):
        raise ValueError("salary of Ann is 4000")

    app = drawn(tiny, page)
    told = app.error[0].value
    assert "Ann" not in told
    assert not app.exception
    logged = json.loads(log_file(tiny.folder).read_text(encoding="utf-8").splitlines()[-1])
    assert logged["facts"]["incident"] in told
    assert logged["facts"]["error"] == "builtins.ValueError"
    assert "Ann" not in json.dumps(logged)


def test_a_page_that_fails_still_has_its_header_and_what_it_had_drawn(drawn, tiny):
    import streamlit as st

    def page(view):
        st.header("Before")
        raise KeyError("x")

    app = drawn(tiny, page)
    assert app.header[0].value == "Before"
    assert app.multiselect(key="scope_teams_chosen").options == ["East", "West"]


@pytest.fixture
def damaged(tmp_path, request):
    """The tiny workspace in two versions, one database of the second cut in half."""
    workspace = Workspace(workspaces.tiny(tmp_path / "space"))
    with duckdb.connect() as con, workspace.draft(con) as draft:
        draft.build_marts()
    file = workspace.folder(2) / request.param
    os.truncate(file, file.stat().st_size // 2)
    return Place(workspace.path, workspaces.TINY_PEOPLE)


@pytest.mark.parametrize("damaged", DATABASES, indirect=True)
def test_a_damaged_version_is_told_with_a_button_that_goes_back(damaged, opened):
    app = opened(damaged, "churn", "director")
    assert "Version 2 of the workspace can't be read" in app.error[0].value
    assert "python -m" not in app.error[0].value
    assert not app.exception
    app.button(key="go_back").click().run()
    assert not app.error
    assert not app.exception
    assert app.title[0].value == "Churn"
    assert Workspace(damaged.folder).number() == 1
    assert [path.name for path in Workspace(damaged.folder).set_aside()] == ["damaged-000002"]


@pytest.fixture
def turned(tmp_path):
    """The tiny workspace in two versions, and what turns a bit in the middle of the second's main database."""
    workspace = Workspace(workspaces.tiny(tmp_path / "space"))
    with duckdb.connect() as con, workspace.draft(con) as draft:
        draft.build_marts()
    file = workspace.folder(2) / DATABASES[0]

    def turn(*, by_the_disk):
        before, content = file.stat(), bytearray(file.read_bytes())
        content[len(content) // 2] ^= 4
        with file.open("r+b") as same:
            same.write(content)
        if by_the_disk:
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    return Place(workspace.path, workspaces.TINY_PEOPLE), turn


@pytest.mark.parametrize("stem", ["import_data", "overview"])
def test_a_version_that_somebody_changes_while_it_is_open_is_told_at_the_next_look(turned, opened, stem):
    place, turn = turned
    app = opened(place, stem, "director")
    assert not app.error
    turn(by_the_disk=False)
    app.run()
    assert "main.duckdb isn't what was stored" in app.error[0].value
    app.button(key="go_back").click().run()
    assert not app.error
    assert "Version 1 is in force again" in app.success[0].value
    app.run()
    assert not any("in force again" in said.value for said in app.success)
    assert Workspace(place.folder).number() == 1


def test_the_import_page_reads_every_byte_so_that_the_disks_own_damage_is_told_before_an_import(turned, opened):
    place, turn = turned
    turn(by_the_disk=True)
    app = opened(place, "import_data", "director")
    assert "main.duckdb isn't what was stored" in app.error[0].value
    assert app.button(key="go_back").label == "Go back to version 1"
    assert [each.key for each in app.button if each.key == "import_check"] == []


@pytest.mark.parametrize("damaged", DATABASES[:1], indirect=True)
def test_only_a_director_is_offered_to_leave_a_damaged_version(damaged, opened):
    for role in ("analyst", "manager"):
        app = opened(damaged, "churn", role)
        assert "go back to version 1" in app.error[0].value
        assert "go_back" not in {button.key for button in app.button}


@pytest.mark.parametrize("damaged", DATABASES[:1], indirect=True)
def test_a_lost_pointer_is_told_with_a_button_that_goes_back(damaged, opened):
    Workspace(damaged.folder).pointer.unlink()
    app = opened(damaged)
    assert "pointer" in app.error[0].value
    app.button(key="go_back").click().run()
    assert not app.error
    assert Workspace(damaged.folder).number() == 1
