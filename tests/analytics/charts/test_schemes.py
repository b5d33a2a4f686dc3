"""What the charts of bonus schemes draw."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from pandas import DataFrame

from analytics.charts.compensation import pay_scale
from analytics.charts.schemes import (
    MOST_ROWS,
    curve_chart,
    gains_chart,
    marginal_chart,
    results_chart,
    sensitivity_chart,
)
from analytics.charts.theme import DARK, LIGHT, Look
from tests.analytics.pay_frames import SCHEME
from tests.analytics.schemes.companies import ask
from tests.analytics.schemes.test_replay import two_people

TRIED = SCHEME.replace("cap = 1.5", "cap = 0.3")


@pytest.fixture(scope="module")
def result():
    return ask(two_people(), SCHEME, tried=TRIED)


@pytest.mark.parametrize("look", [Look(LIGHT), Look(DARK)], ids=["light", "dark"])
def test_the_scheme_tried_is_drawn_over_the_one_in_force(result, look):
    by = pay_scale(result.curve["pay"])
    held, _marks, tried, _points, ticks = curve_chart(result.curve, result.statements, look, by).data
    assert (held.line.color, tried.line.color) == (look.palette.grey, look.palette.accent)
    assert list(tried.x[:4]) == pytest.approx([0.0, 0.8 + 0.1 / 6, 0.9, 1.0])
    assert tried.y[-1] == pytest.approx(by(300))
    assert len(ticks.x) == 2


def test_alone_the_one_in_force_is_in_colour():
    alone = ask(two_people(), SCHEME)
    line = marginal_chart(alone.curve, Look()).data[0]
    assert (line.line.color, line.line.shape) == (LIGHT.accent, "hv")
    assert list(line.y) == pytest.approx([0, 6, 5, 10, 0, 0])


def test_results_beside_thresholds_are_coloured(result):
    (bars,) = results_chart(result.results, Look()).data
    found = dict(zip(result.results["start"], bars.marker.color, strict=True))
    assert found[Decimal("0.8")] == LIGHT.accent
    assert found[Decimal("0.95")] == LIGHT.late
    assert found[Decimal("0.05")] == LIGHT.grey
    assert sum(bars.y) == 2


def test_gains_are_signed_and_only_both_ends_of_many_are_drawn(result):
    (bars,) = gains_chart(result.people, Look(), pay_scale([1])).data
    assert list(bars.x) == [0.0, -800.0]
    assert list(bars.marker.color)[-1] == LIGHT.bad
    people = DataFrame(
        {"name": [f"P{number:02}" for number in range(30)], "difference": [Decimal(n - 15) for n in range(30)]}
    )
    (bars,) = gains_chart(people, Look(), pay_scale([1])).data
    assert len(bars.x) == MOST_ROWS
    assert (bars.x[0], bars.x[-1]) == (14.0, -15.0)


def test_the_bill_is_drawn_at_each_change_with_the_one_in_force_as_marks(result):
    bars, marks = sensitivity_chart(result.sensitivity, Look(), pay_scale([1])).data
    assert len(bars.x) == len(marks.x) == len(result.sensitivity)
    assert bars.y[2] == pytest.approx(float(result.totals.tried_bill))
    assert marks.y[2] == pytest.approx(float(result.totals.bill))


def test_a_curve_without_results_is_drawn():
    bare = ask(two_people(), SCHEME, as_of=date(2026, 5, 20))
    assert curve_chart(bare.curve, bare.statements, Look(), pay_scale([1])).data[-1].x in ((), None)
    assert pd.isna(bare.curve["end"].iloc[-1])
