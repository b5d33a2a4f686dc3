"""The churn charts show what they are given, in either theme, with and without rows."""

import pytest

from analytics.charts.churn import causes_chart, shown_causes, stated_chart
from analytics.charts.theme import DARK, LIGHT, Look
from tests.analytics.churn.test_causes import SEEN, answer


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def look(request):
    return Look(request.param)


def test_each_measured_cause_has_a_dot_an_interval_and_its_ratio(look):
    chart = causes_chart(answer().causes, look)
    dots = [trace for trace in chart.data if trace.mode == "markers"]
    assert [trace.x[0] for trace in dots] == [2.0, 0.5]
    assert [note.text for note in chart.layout.annotations] == ["2.0×", "0.5×"]
    assert dots[0].marker.color == look.palette.bad
    assert dots[1].marker.color == look.palette.good
    assert list(chart.layout.yaxis.ticktext) == ["Missed delivery", "Bought at a discount"]


def test_what_may_be_chance_is_grey(look):
    chart = causes_chart(answer().causes.assign(significant=False), look)
    assert {trace.line.color for trace in chart.data if trace.mode == "lines"} == {look.palette.grey}


def test_a_trait_of_two_values_is_drawn_once():
    causes = answer().causes.assign(factor=["attribute:a=yes", "attribute:a=no", "attribute:b=x"])
    assert shown_causes(causes)["factor"].tolist() == ["attribute:a=yes"]


def test_reasons_given_are_labelled_by_share(look):
    chart = stated_chart(answer().stated, look)
    assert list(chart.data[0].text) == ["100%"]
    assert list(chart.layout.yaxis.ticktext) == ["price"]


def test_without_rows_there_is_a_chart_all_the_same(look):
    nobody = answer(seen=SEEN.head(0))
    assert len(stated_chart(nobody.stated, look).data[0].x) == 0
    assert not causes_chart(nobody.causes.head(0), look).data
