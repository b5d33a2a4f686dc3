"""The sales plan on a tiny company."""

from datetime import date

import pytest

SINCE = "plan_since_month_2026-06-01"


@pytest.fixture
def app(opened, tiny):
    return opened(tiny, "sales_plan")


def test_every_unit_of_the_chosen_cut_is_a_row(app):
    assert len(app.dataframe[0].value)
    assert app.subheader[3].value == "All managers"


def test_the_choices_change_what_is_shown(app):
    app.button_group(key="plan_by").set_value("team").run()
    app.button_group(key="plan_metric").set_value("deals").run()

    assert not app.exception
    assert app.subheader[3].value == "All teams"
    assert any(each.value.startswith("Reached, number") for each in app.caption)


def test_a_period_of_a_link_sets_over(opened, tiny):
    year = opened(tiny, "sales_plan", period="2026")

    assert year.button_group(key="plan_over_year").value == "year"


def test_the_bridge_lies_between_the_days_that_are_chosen(app):
    """1,050, 1,110, 1,120 and 1,130 were won in June, of deals that named no expected day before."""
    assert any(each.value.startswith("€4.41K more won or expected in June than on 31") for each in app.subheader)

    app.date_input(key=SINCE).set_value(date(2026, 6, 12)).run()

    assert not app.exception
    assert any("in June than on 12\u00a0Jun\\: deals moved in brought €1.13K" in each.value for each in app.subheader)


def test_a_part_of_the_bridge_adds_up_to_its_deals(app):
    parts = next(table.value for table in app.dataframe if "total" in table.value.columns and "part" not in table.value)

    steps = parts["total"].iloc[1:-1]
    assert parts["total"].iloc[0] + sum(steps) == parts["total"].iloc[-1]


def test_that_no_changes_are_known_is_said(app):
    assert any(each.value.startswith("No changes of deals are known") for each in app.caption)


def test_every_plan_stands_beside_the_others(app):
    titles = next(table.value for table in app.dataframe if "known_on" in table.value.columns)["title"]

    assert {"Revenue", "New clients"} <= set(titles)


def test_metrics_that_deals_dont_bring_have_no_bridge(app):
    app.button_group(key="plan_metric").set_value("contacts").run()

    assert not app.exception
    assert SINCE not in [each.key for each in app.date_input]


def test_a_manager_sees_deals_of_their_own_alone(opened, tiny):
    app = opened(tiny, "sales_plan", role="manager")

    assert not app.exception
    held = next(table.value for table in app.dataframe if "past_days" in table.value.columns)
    assert set(held["manager"]) <= {"Ann"}
