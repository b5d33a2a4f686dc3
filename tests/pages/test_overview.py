"""The overview on a tiny company."""

import pytest

from analytics.words import short_money


@pytest.fixture
def app(opened, tiny):
    return opened(tiny, "overview")


def test_it_answers_in_a_sentence_and_four_numbers_at_most(app):
    assert app.header[0].value
    assert 1 <= len(app.metric) <= 4
    assert app.metric[0].label.startswith("Revenue")
    assert app.metric[0].value.startswith(short_money(0)[0])


def test_alerts_and_sources_have_their_titles(app):
    titles = [each.value for each in app.subheader]

    assert {"Needs you today", "How fresh"} <= set(titles)


def test_the_method_is_told(app):
    assert any("Needs you today" in each.value for each in app.markdown)
