"""What the charts of pay draw."""

import pytest

from analytics.charts.compensation import backing_chart, curve_chart, market_chart, months_chart, pay_scale
from analytics.charts.theme import DARK, LIGHT, Look
from analytics.compensation import findings
from tests.analytics.pay_frames import example


@pytest.fixture(scope="module")
def result():
    return example()


@pytest.mark.parametrize("look", [Look(LIGHT), Look(DARK)], ids=["light", "dark"])
def test_bonuses_are_rings_dots_and_diamonds(result, look):
    line, due, paid, off = curve_chart(result.curve, result.statements, look).data
    assert len(line.x) == len(result.curve)
    assert [len(trace.x) for trace in (due, paid, off)] == [1, 1, 1]
    assert off.marker.color == look.palette.bad


def test_a_column_a_month_with_its_plan(result):
    columns, marks = months_chart(result.months, Look(), pay_scale(result.months["due"])).data
    assert [len(trace.x) for trace in (columns, marks)] == [2, 2]


def test_the_parts_of_a_bonus_add_up_to_it(result):
    rows = findings.backing_rows(result, False)
    parts = backing_chart(rows, Look(), pay_scale(rows["open"])).data
    assert sum(sum(trace.x) for trace in parts) == pytest.approx(float(result.totals.bonus))


def test_everybody_is_a_dot_on_the_market(result):
    by = pay_scale(result.market["monthly"])
    people, medians = market_chart(result.market, result.scheme["market"], Look(), by).data
    assert (len(people.x), len(medians.x)) == (3, 1)
