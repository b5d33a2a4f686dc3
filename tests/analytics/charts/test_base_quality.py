"""The client base's charts show what they are given, in either theme, with and without rows."""

import pytest
from pandas import DataFrame

from analytics.base_quality.findings import shown_months
from analytics.charts.base_quality import fields_chart, growth_chart, managers_chart
from analytics.charts.theme import DARK, LIGHT, Look
from tests.analytics.base_quality.test_base_quality import answer, frames


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def look(request):
    return Look(request.param)


@pytest.fixture(scope="module")
def found():
    return answer(frames())


def test_who_came_is_up_and_who_left_is_down(found, look):
    months = shown_months(found)
    chart = growth_chart(months, look)
    assert list(chart.data[0].y) == list(months["new"])
    assert list(chart.data[1].y) == list(-months["ended"])
    assert chart.data[0].hovertext[-1] == "Jun\N{NO-BREAK SPACE}2026: 1 came, 0 left, 4 clients at its end"


def test_the_emptiest_field_is_on_top_and_amber(found, look):
    chart = fields_chart(found.fields, look)
    assert chart.layout.yaxis.ticktext[0] == "Channel"
    assert list(chart.data[0].x) == sorted(chart.data[0].x)
    assert set(chart.data[0].marker.color) == {look.palette.late}


def test_a_filled_field_is_grey(look):
    rows = DataFrame({"field": ["region"], "filled": [1.0], "clients": [3], "missing": [0], "is_first": [True]})
    assert list(fields_chart(rows, look).data[0].marker.color) == [look.palette.grey]


def test_the_map_shades_what_is_missing(found, look):
    chart = managers_chart(found.manager_fields, look)
    assert list(chart.layout.yaxis.ticktext) == ["Mari", "Nils"]
    channel = list(chart.layout.xaxis.ticktext).index("Channel")
    assert chart.data[0].z[0][channel] == pytest.approx(0.5)
    assert chart.data[0].text[0][channel] == "50%"


def test_nothing_draws_empty_charts(look):
    empty = answer({name: frame.iloc[:0] for name, frame in frames().items()}, known_through={})
    assert len(growth_chart(shown_months(empty), look).data[0].x) == 0
    assert len(fields_chart(empty.fields, look).data[0].x) == 0
    assert len(managers_chart(empty.manager_fields, look).data[0].z) == 0
