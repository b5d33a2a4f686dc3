"""The reliability charts show what they are given, in either theme, with and without rows."""

from dataclasses import replace

import pytest

from analytics import reliability
from analytics.charts.reliability import classes_chart, classes_unit, days_chart, days_unit, invoices_chart
from analytics.charts.theme import DARK, LIGHT, Look
from analytics.question import Question
from analytics.reliability import Options
from tests.analytics.payers import THROUGH, company


def answer(frames):
    question = Question(as_of=THROUGH, options=Options(client="C0000"))
    scores = reliability.score(frames, question)
    return reliability.analyse(frames, replace(question, scores={"reliability": scores}))


@pytest.fixture(scope="module")
def found():
    return answer(company(120))


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def look(request):
    return Look(request.param)


def test_bars_of_the_classes_add_up_to_the_money_open(found, look):
    chart = classes_chart(found.classes, look)
    overdue, rest = chart.data
    total = found.classes["open_amount"].sum()
    scale = total / (sum(overdue.x) + sum(rest.x))
    assert scale in (1.0, pytest.approx(1e3), pytest.approx(1e6))
    assert overdue.marker.color == look.palette.late
    assert chart.layout.yaxis.ticktext[0] == "Class A"
    assert classes_unit(found.classes)


def test_columns_of_lateness_are_named_and_the_late_ones_coloured(found, look):
    chart = days_chart(found.days, look)
    assert list(chart.layout.xaxis.ticktext) == ["in time", "1–15 days", "16–30 days", "31–60 days", "over 60"]
    assert list(chart.data[0].marker.color)[2:4] == [look.palette.grey, look.palette.late]
    assert days_unit(found.days)


def test_a_clients_invoices_are_told_apart_by_shape(found, look):
    chart = invoices_chart(found.evidence, look)
    assert [trace.marker.symbol for trace in chart.data] == ["circle", "diamond", "x", "circle-open"]
    assert sum(len(trace.x) for trace in chart.data) == len(found.evidence)


def test_nothing_draws_empty_charts(look):
    empty = answer({name: frame.iloc[:0] for name, frame in company(120).items()})
    assert len(classes_chart(empty.classes, look).data) == 2
    assert sum(days_chart(empty.days, look).data[0].y) == 0
    assert all(len(trace.x) == 0 for trace in invoices_chart(empty.evidence, look).data)
