"""The segments charts show what they are given, in either theme, with and without rows."""

import pytest
from pandas import DataFrame

from analytics.charts.segments import drift_chart, needs_chart, sizes_chart
from analytics.charts.theme import DARK, LIGHT, Look

SEGMENTS = DataFrame(
    {
        "segment": ["champions", "silent"],
        "name": ["Champions", "Silent"],
        "clients": [30, 70],
        "share": [0.3, 0.7],
        "revenue": [900.0, 100.0],
        "revenue_share": [0.9, 0.1],
    }
)
NEEDS = DataFrame(
    {
        "name": ["Champions", "Champions", "Silent"],
        "need": ["tools", "parts", "tools"],
        "clients": [27, 3, 7],
        "share": [0.9, 0.1, 0.1],
    }
)
DRIFT = DataFrame(
    {
        "before_name": ["Champions", "Champions", "Silent"],
        "name": ["Champions", "Silent", "Silent"],
        "clients": [8, 2, 5],
    }
)


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def look(request):
    return Look(request.param)


def test_each_segment_has_its_share_of_clients_and_of_revenue(look):
    chart = sizes_chart(SEGMENTS, look)
    assert [list(trace.text) for trace in chart.data] == [["30%", "70%"], ["90%", "10%"]]
    assert list(chart.layout.yaxis.ticktext) == ["Champions", "Silent"]
    assert "30 clients (30%), €900 (90%)" in chart.data[0].hovertext[0]


def test_needs_are_a_map_with_numbers_in_its_cells(look):
    chart = needs_chart(NEEDS, look)
    assert [list(row) for row in chart.data[0].z] == [[0.9, 0.1], [0.1, 0.0]]
    assert [note.text for note in chart.layout.annotations] == ["90%", "10%", "10%"]


def test_drift_shades_shares_of_a_row_and_writes_clients(look):
    chart = drift_chart(DRIFT, look)
    assert [list(row) for row in chart.data[0].z] == [[0.8, 0.2], [0.0, 1.0]]
    assert [note.text for note in chart.layout.annotations] == ["8", "2", "5"]


def test_a_cell_is_written_in_the_colour_that_can_be_read(look):
    colours = [note.font.color for note in needs_chart(NEEDS, look).layout.annotations]
    assert colours[0] == look.palette.background
    assert colours[1] == look.palette.text


def test_without_rows_there_is_a_chart_all_the_same(look):
    assert len(sizes_chart(SEGMENTS.head(0), look).data[0].x) == 0
    assert not needs_chart(NEEDS.head(0), look).layout.annotations
    assert not drift_chart(DRIFT.head(0), look).layout.annotations
