"""The scope bar: what is chosen is in force, in the address, and on the next page."""

from datetime import date

import pytest
from streamlit.util import calc_hash

from pages.components import empty


@pytest.fixture
def seen():
    return []


@pytest.fixture
def page(seen):
    return lambda view: seen.append(view.scope)


def test_a_month_is_looked_at_from_the_latest_day_until_something_is_chosen(drawn, tiny, page, seen):
    app = drawn(tiny, page)
    assert (seen[-1].start, seen[-1].end, seen[-1].as_of) == (date(2026, 6, 1), date(2026, 6, 30), date(2026, 6, 30))
    assert not seen[-1].filters
    assert not app.query_params


def test_a_link_is_in_force(drawn, tiny, page, seen):
    app = drawn(tiny, page, team="East", manager=["A", "B"], period="2026-Q1", as_of="2026-05-20")
    assert seen[-1].filters == {"teams": ("East",), "managers": ("A", "B")}
    assert (seen[-1].start, seen[-1].end, seen[-1].as_of) == (date(2026, 1, 1), date(2026, 3, 31), date(2026, 5, 20))
    assert seen[-1].is_past
    assert not app.warning


def test_what_a_link_names_wrongly_is_told_and_leaves_the_address(drawn, tiny, page, seen):
    app = drawn(tiny, page, team=["East", "Nix"], period="2031")
    assert "period=2031, team=Nix" in app.warning[0].value.replace("\\", "")
    assert seen[-1].filters == {"teams": ("East",)}
    assert app.query_params == {"team": "East"}


def test_a_change_is_in_force_and_in_the_address_and_stays_on_the_next_page(drawn, tiny, page, seen):
    app = drawn(tiny, page, id="C1")
    app.multiselect(key="scope_teams_chosen").set_value(["West"]).run()
    app.multiselect(key="scope_regions_chosen").set_value(["North"]).run()
    assert seen[-1].filters == {"teams": ("West",), "regions": ("North",)}
    assert app.query_params == {"id": "C1", "team": "West", "region": "North"}
    app._page_hash = calc_hash("segments")
    app.query_params.clear()
    app.run()
    assert app.multiselect(key="scope_teams_chosen").value == ["West"]
    assert app.query_params == {"team": "West", "region": "North"}


def test_another_link_followed_in_the_same_session_replaces_what_was_chosen(drawn, tiny, page, seen):
    app = drawn(tiny, page, team="East")
    app.query_params = {"region": "South"}
    app.run()
    assert seen[-1].filters == {"regions": ("South",)}


def test_kind_and_period_are_chosen_in_two_steps(drawn, tiny, page, seen):
    app = drawn(tiny, page)
    app.segmented_control(key="scope_kind").set_value("quarter").run()
    assert (seen[-1].start, seen[-1].end) == (date(2026, 4, 1), date(2026, 6, 30))
    app.selectbox(key="scope_which").set_value("2026-Q1").run()
    assert (seen[-1].start, seen[-1].end) == (date(2026, 1, 1), date(2026, 3, 31))
    app.segmented_control(key="scope_kind").set_value("all").run()
    assert (seen[-1].start, seen[-1].end) == (None, date(2026, 6, 30))
    assert app.query_params == {"period": "all"}


def test_an_earlier_day_and_back(drawn, tiny, page, seen):
    app = drawn(tiny, page)
    app.date_input(key="scope_as_of").set_value(date(2026, 5, 31)).run()
    assert (seen[-1].as_of, seen[-1].start, seen[-1].is_past) == (date(2026, 5, 31), date(2026, 5, 1), True)
    app.date_input(key="scope_as_of").set_value(date(2026, 6, 30)).run()
    assert (seen[-1].as_of, app.query_params) == (date(2026, 6, 30), {})


def test_clear_all_keeps_the_period(drawn, tiny, page, seen):
    app = drawn(tiny, page, team="East", product="P1", period="2026")
    app.button(key="scope_clear").click().run()
    assert not seen[-1].filters
    assert app.query_params == {"period": "2026"}


def test_filters_that_leave_no_row_are_named_and_cleared_one_by_one(drawn, tiny, seen):
    def page(view):
        seen.append(view.scope)
        assert empty.shown(view, view.house.query("metric_revenue", view.scope).head(0))

    app = drawn(tiny, page, team="East", region="North")
    assert "team East" in app.subheader[0].value
    assert "region North" in app.subheader[0].value
    app.button(key="empty_clear_last").click().run()
    assert seen[-1].filters == {"teams": ("East",)}
    app.button(key="empty_clear_last").click().run()
    assert not seen[-1].filters
    assert "Choose another period" in app.markdown[-1].value
    assert not [button for button in app.button if button.key == "empty_clear_last"]
