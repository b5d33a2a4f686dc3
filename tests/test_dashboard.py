"""The frame: who is let in, where they start, what they may open, in which language."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

STRANGER = "stranger@example.com"


def test_the_frame_stays_small():
    assert len((Path(__file__).parents[1] / "dashboard.py").read_text(encoding="utf-8").splitlines()) <= 60


@pytest.mark.parametrize(
    ("role", "title"), [("", "Overview"), ("director", "Overview"), ("manager", "Overview"), ("analyst", "Import")]
)
def test_everybody_starts_on_the_page_of_their_role(opened, tiny, role, title):
    assert opened(tiny, role=role).title[0].value == title


def test_a_page_of_another_role_is_not_there(opened, tiny):
    assert opened(tiny, "import_data", "manager").title[0].value == "Overview"
    assert opened(tiny, "compensation", "analyst").title[0].value == "Import"


def test_a_stranger_sees_a_sentence_and_nothing_else(opened, tiny):
    app = opened(replace(tiny, people={"stranger": STRANGER}), "churn", "stranger")
    assert STRANGER in app.error[0].value.replace("\\", "")
    assert not app.title
    assert not app.multiselect


def test_where_people_sign_in_nobody_else_is_let_in(opened, tiny):
    app = opened(tiny, "churn", user={"is_logged_in": False})
    assert app.button(key="sign_in").label == "Sign in"
    assert [title.value for title in app.title] == ["Haldur"]


def test_who_signed_in_is_who_looks_whatever_the_settings_say(opened, tiny):
    signed_in = {"is_logged_in": True, "email": tiny.people["analyst"], "email_verified": True}
    app = opened(tiny, role="director", user=signed_in)
    assert app.title[0].value == "Import"
    assert app.button(key="sign_out").label == "Sign out"


@pytest.mark.parametrize(
    "claims", [{"email": "dir@example.com", "email_verified": False}, {"email": "dir@example.com"}, {}]
)
def test_an_address_that_nobody_confirmed_opens_nothing(opened, tiny, claims):
    app = opened(tiny, user={"is_logged_in": True} | claims)
    assert "no confirmed e-mail address" in app.error[0].value
    assert app.button(key="sign_out")
    assert not app.title


def test_a_manager_may_filter_by_nobody_elses_people(drawn, tiny):
    app = drawn(tiny, lambda view: None, "manager", manager="B")
    assert app.multiselect(key="scope_managers_chosen").options == ["Ann"]
    assert "manager=B" in app.warning[0].value.replace("\\", "")


def test_words_and_numbers_follow_the_language_of_the_settings(drawn, tiny, monkeypatch):
    from analytics.words import day, money

    seen = []
    monkeypatch.setenv("HALDUR_LANGUAGE", "et")
    drawn(tiny, lambda view: seen.extend([money(1234.5), day(view.scope.as_of)]))
    assert seen == ["1\u00a0235\u00a0€", "30.\u00a0juuni\u00a02026"]


def test_a_wrong_setting_is_told(opened, tiny, monkeypatch):
    monkeypatch.setenv("HALDUR_LANGUAGE", "xx")
    app = opened(tiny)
    assert "language" in app.error[0].value
    assert not app.exception


def test_a_damaged_workspace_is_told_with_the_way_back(opened, tiny, tmp_path):
    shutil.copytree(tiny.folder, tmp_path / "torn")
    (tmp_path / "torn" / "current").write_text("99\n")
    app = opened(replace(tiny, folder=tmp_path / "torn"))
    assert "names the version 99, which isn't there" in app.error[0].value
    assert app.button(key="go_back").label == "Go back to version 1"
    assert not app.exception


def test_the_sample_says_that_it_is_one(drawn, tiny, tmp_path):
    from tests import workspaces

    made_up = replace(tiny, folder=workspaces.tiny(tmp_path, is_sample=True))
    assert "This is a sample company" in drawn(made_up, lambda view: None).markdown[0].value
    assert not drawn(tiny, lambda view: None).markdown


def test_a_link_that_is_opened_first_leads_through_the_dashboard(monkeypatch):
    from streamlit.runtime.pages_manager import PagesManager

    from pages.components import entrance

    begun = []
    monkeypatch.setattr(PagesManager, "uses_pages_directory", True)
    monkeypatch.setattr(entrance, "get_script_run_ctx", lambda **_options: object())
    monkeypatch.setattr(entrance.st, "rerun", lambda: begun.append("anew"))
    entrance.through_the_dashboard()
    entrance.through_the_dashboard()
    assert begun == ["anew"]
    assert PagesManager.uses_pages_directory is False
