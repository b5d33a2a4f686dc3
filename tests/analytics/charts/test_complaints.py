"""The complaints charts show what they are given, in either theme, with and without rows."""

import pytest

from analytics.charts.complaints import pareto_chart, settle_chart, trend_chart
from analytics.charts.theme import DARK, LIGHT, Look
from analytics.complaints.rows import months_of
from tests.analytics.complaints.test_complaints import ROWS, answer, frames, grown


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def look(request):
    return Look(request.param)


@pytest.fixture(scope="module")
def found():
    return answer(frames())


def test_causes_are_sorted_and_labelled_by_share_with_the_unclassified_last(found, look):
    chart = pareto_chart(found.causes, 1, look)
    assert list(chart.layout.yaxis.ticktext) == ["late", "price", "unclassified"]
    assert list(chart.data[0].text) == ["67%", "17%", "17%"]


def test_by_money_the_unclassified_have_no_bar(found, look):
    chart = pareto_chart(found.causes, 1, look, by_money=True)
    assert list(chart.data[0].x) == [1200.0, 200.0]


def test_a_cause_that_has_risen_is_red(look):
    risen = answer(grown())
    chart = pareto_chart(risen.causes, 0, look)
    assert list(chart.data[0].marker.color) == [look.palette.grey, look.palette.bad]


def test_the_last_three_months_are_in_the_accent(look):
    months = months_of(answer(grown()), "price")
    colours = list(trend_chart(months, look).data[0].marker.color)
    assert colours[-3:] == [look.palette.accent] * 3
    assert colours[-4] == look.palette.grey


def test_a_cause_more_than_half_open_is_pale_and_says_over(look):
    waiting = answer(frames([ROWS[2], ROWS[3]]))
    chart = settle_chart(waiting.causes, 30, look)
    assert list(chart.data[0].text) == ["over 20", "3"]
    assert list(chart.data[0].marker.color) == [look.palette.grid, look.palette.grey]


def test_nothing_draws_empty_charts(look):
    empty = answer({name: frame.iloc[:0] for name, frame in frames().items()})
    assert len(pareto_chart(empty.causes, 0, look).data[0].x) == 0
    assert len(settle_chart(empty.causes, 14, look).data[0].x) == 0
    assert len(trend_chart(empty.months, look).data[0].x) == 0
