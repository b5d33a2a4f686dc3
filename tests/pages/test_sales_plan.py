"""The sales plan on a tiny company."""

import pytest


@pytest.fixture
def app(opened, tiny):
    return opened(tiny, "sales_plan")


def test_every_unit_of_the_chosen_cut_is_a_row(app):
    assert len(app.dataframe[0].value)
    assert app.subheader[-1].value == "All managers"


def test_the_choices_change_what_is_shown(app):
    app.button_group(key="plan_by").set_value("team").run()
    app.button_group(key="plan_metric").set_value("deals").run()

    assert not app.exception
    assert app.subheader[-1].value == "All teams"
    assert any(each.value.startswith("Reached, number") for each in app.caption)


def test_a_period_of_a_link_sets_over(opened, tiny):
    year = opened(tiny, "sales_plan", period="2026")

    assert year.button_group(key="plan_over_year").value == "year"
