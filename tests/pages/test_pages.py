"""Every page of PAGES, on every workspace, as every role: it opens without an error and under its own title."""

import traceback
from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest

import pages
from pages import PAGES, ROLES
from pages.components import failure

FOLDER = Path(pages.__file__).parent
STEMS = [page.stem for page in PAGES]
PLACES = ("tiny", "sample")


@pytest.fixture(autouse=True)
def loud(monkeypatch):
    """A page's fault is told with its traceback, where a reader would get an incident's number."""
    monkeypatch.setattr(failure, "incident", lambda error: "".join(traceback.format_exception(error)[-4:]))


def failures(app) -> list[str]:
    """What a reader would see of a failure."""
    return [fault.value for fault in (*app.exception, *app.error)]


@pytest.mark.parametrize("stem", STEMS)
def test_a_page_is_a_short_recipe_that_takes_a_view(stem):
    assert list(signature(import_module(f"pages.{stem}").page).parameters) == ["view"]
    assert len((FOLDER / f"{stem}.py").read_text(encoding="utf-8").splitlines()) <= 80


def test_every_file_is_in_the_menu():
    assert sorted(STEMS) == sorted(file.stem for file in FOLDER.glob("*.py") if file.stem != "__init__")


def test_sections_roles_and_homes_are_known():
    for page in PAGES:
        assert page.section in pages.SECTIONS
        assert page.roles <= set(ROLES)
        assert set(page.home_for) <= page.roles
    assert {role for page in PAGES for role in page.home_for} == set(ROLES)


@pytest.mark.parametrize("stem", STEMS)
def test_a_page_without_data_says_what_is_missing_and_where_to_import_it(opened, empty, stem):
    app = opened(empty, stem)
    assert not failures(app)
    assert app.title[0].value == pages.page(stem).title
    if pages.page(stem).needs:
        assert app.subheader[0].value.startswith("Not imported yet: ")
        labels = [link.label for link in app.get("page_link")]
        assert labels[-2].startswith("Import ")
        assert labels[-1] == "Show the sample company"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("place", PLACES)
def test_a_page_opens_for_every_role_that_may(opened, request, place, stem, role):
    app = opened(request.getfixturevalue(place), stem, role)
    shown = pages.page(stem) if role in pages.page(stem).roles else pages.home([role])
    assert not failures(app)
    assert app.title[0].value == shown.title


@pytest.mark.parametrize("stem", STEMS)
def test_a_page_opens_for_every_period_and_an_earlier_day(opened, sample, stem):
    for period in ("2025-Q2", "last12", "all"):
        assert not failures(opened(sample, stem, period=period))
    assert not failures(opened(sample, stem, as_of="2025-12-15"))


@pytest.mark.parametrize("stem", STEMS)
def test_filters_that_leave_nothing_break_no_page(opened, sample, stem):
    app = opened(sample, stem)
    teams = app.multiselect(key="scope_teams_chosen").options if pages.page(stem).builds != "data-in" else []
    people = app.multiselect(key="scope_managers_chosen") if teams else None
    if people:
        people.set_value(people.options[:1])
        app.multiselect(key="scope_products_chosen").set_value(app.multiselect(key="scope_products_chosen").options[:1])
        assert not failures(app.run())
