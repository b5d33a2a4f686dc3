"""The client base page: its numbers and tables, a pair side by side, a merge asked on screen, and who may ask."""

import shutil

import pytest
from pandas import DataFrame

from analytics.charts.theme import DARK, LIGHT
from data.store import Workspace
from pages.components import merging, pair


def test_what_the_page_shows(opened, sample):
    app = opened(sample, "base_quality", "director")
    assert "probably entered twice" in app.header[0].value
    assert [card.label for card in app.metric] == [
        "Filled", "Not touched for too long", "Probably entered twice", "Won, not invoiced",
    ]  # fmt: skip
    assert [tab.label for tab in app.tabs] == [
        "Entered twice", "Fields", "Not touched", "CRM and accounting", "Managers", "Merged",
    ]  # fmt: skip


def test_without_invoices_that_name_their_deals_the_page_says_why(opened, tiny):
    app = opened(tiny, "base_quality", "director")
    assert not app.exception
    assert len(app.metric) == 4


@pytest.fixture
def place(sample, tmp_path):
    """A copy of the sample, to merge in."""
    shutil.copytree(sample.folder, tmp_path / "space")
    return type(sample)(tmp_path / "space", sample.people)


def _pair(view):
    """A page that shows the first pair alone."""
    from pages.components import pair, source

    if not merging.at_work(view):
        result = source.result(view, "base_quality")
        pair.show(view, result, result.duplicates.iloc[0])


def test_a_pair_is_merged_by_who_may(drawn, place):
    app = drawn(place, _pair, "director")
    assert "very strong" in " ".join(each.proto.body for each in app.get("html"))
    app.button[-1].click().run()
    work = app.session_state["merging_work"]
    assert "Merging" in app.subheader[0].value
    assert work.job.outcome().status == 0
    app.run()
    assert "is merged into" in app.info[0].value
    assert "merging_work" not in app.session_state
    assert Workspace(place.folder).number() == 2


def test_a_manager_is_told_who_merges(drawn, sample):
    def page(view):
        from analytics.runner import module
        from pages.components import source

        assert module("base_quality")
        whole = source.house(str(sample.folder)).run("base_quality", source.house(str(sample.folder)).scope())
        known = whole.clients.set_index("client_id", drop=False)
        chosen = whole.duplicates.iloc[0]
        merging.choose(view, known.loc[chosen["client_id"]], known.loc[chosen["other_id"]])

    app = drawn(sample, page, "manager")
    assert app.caption[-1].value == "Only directors and analysts merge clients."
    assert not [button for button in app.button if str(button.key).startswith("merge_now")]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_what_was_typed_is_shown_letter_by_letter(palette):
    row = {"title": "Name", "field": "name", "value": "<b>A</b>", "other_value": None, "agreement": "names alike"}
    drawn = pair.table(DataFrame([row | {"strength": "strong", "tone": "good"}]), "C<1", "C2", palette)
    assert "&lt;b&gt;A&lt;/b&gt;" in drawn
    assert "C&lt;1" in drawn
    assert "names alike: strong" in drawn
    assert palette.good_text in drawn
    assert ">–<" in drawn
