from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from pandas import DataFrame

from analytics.charts.overview import movers_chart
from analytics.charts.running import running_chart
from analytics.charts.sales_plan import bullets_chart, periods_chart
from analytics.charts.scale import scale
from analytics.charts.theme import DARK, LIGHT, Look
from analytics.periods import Period
from analytics.plan.pace import End, running
from analytics.words import speaking

LOOKS = [Look(LIGHT), Look(DARK)]
UNITS = DataFrame(
    {
        "unit_id": ["A", "B"],
        "name": ["Aleksandra-Maria Kuznetsova-Lindström", "Bob"],
        "target": [160_000.0, float("nan")],
        "actual": [36_000.0, 500.0],
        "low": [92_000.0, float("nan")],
        "high": [131_000.0, float("nan")],
        "expected": [0.7, float("nan")],
        "probability": [0.02, float("nan")],
        "tone": ["bad", ""],
    }
)
PERIODS = DataFrame(
    {
        "name": ["Oct\u00a02026", "Nov\u00a02026"],
        "actual": [1.4e6, 0.5e6],
        "target": [1.4e6, 1.42e6],
        "low": [float("nan"), 1.3e6],
        "high": [float("nan"), 1.5e6],
    }
)


@pytest.mark.parametrize(
    ("most", "is_money", "unit", "text"),
    [
        (1_480_000, True, "thousand €", "1,480"),
        (2_480_000, True, "million €", "2.48"),
        (486_400, True, "thousand €", "486"),
        (4_864, True, "thousand €", "4.9"),
        (999, True, "€", "999"),
        (42, False, "number", "42"),
        (12_000, False, "thousand", "12"),
    ],
)
def test_a_scale_has_one_to_four_figures_and_names_its_unit(most, is_money, unit, text):
    with speaking("en"):
        found = scale([1, None, float("nan"), most], is_money=is_money)
        assert (found.unit, found.text(most)) == (unit, text)
        assert found.change(-0.0001 * most).startswith("+0") or found.change(-0.0001 * most).startswith("−0")


@pytest.mark.parametrize("look", LOOKS)
def test_a_bullet_whose_upper_end_misses_is_red(look):
    chart = bullets_chart(UNITS, look, scale(UNITS["target"], is_money=True))

    band, won, plan = chart.data
    assert band.marker.color == (look.palette.bad_band, look.palette.accent_band)
    assert list(won.x) == [36.0, 0.5]
    assert next(iter(plan.x)) == 160.0
    assert chart.layout.yaxis.ticktext == ("Aleksandra-Maria Kuzn…", "Bob")
    assert [note.text for note in chart.layout.annotations] == ["70%", "expected"]


@pytest.mark.parametrize("look", LOOKS)
def test_the_last_column_is_coloured_and_the_plan_is_a_mark(look):
    chart = periods_chart(PERIODS, look, scale(PERIODS["high"], is_money=True))

    assert chart.data[1].marker.color == (look.palette.grey, look.palette.accent)
    assert chart.data[2].marker.symbol == "line-ew"
    assert chart.layout.xaxis.ticktext == ("Oct", "Nov")


@pytest.mark.parametrize("look", LOOKS)
def test_the_running_line_ends_in_labels_that_keep_their_distance(look):
    sold = DataFrame({"on_day": pd.to_datetime(["2025-11-10", "2026-11-10"]), "value": [2000.0, 900.0]})
    frame = running(
        sold, Period("month", date(2026, 11, 1)), date(2026, 11, 12), End(2100.0, 2090.0, 2095.0, 2101.0, 0.5)
    )

    chart = running_chart(frame, look, scale([2101.0], is_money=True))

    ends = [note for note in chart.layout.annotations if note.xref == "paper"]
    assert [note.text for note in ends] == ["last year 2.0", "2.1", "plan 2.1", "2.1"]
    gaps = [later.y - earlier.y for earlier, later in pairwise(ends)]
    assert min(gaps) >= 0.07 * 2.1


@pytest.mark.parametrize("look", LOOKS)
def test_movers_are_signed_and_coloured_by_their_sign(look):
    movers = DataFrame({"name": ["North", "New"], "change": [-62_000.0, 27_000.0]})

    chart = movers_chart(movers, look, scale(movers["change"], is_money=True))

    assert chart.data[0].text == ("−62", "+27")
    assert chart.data[0].marker.color == (look.palette.bad, look.palette.good)


def test_charts_of_nothing_are_drawn():
    look, nothing = Look(LIGHT), scale([], is_money=True)

    assert len(bullets_chart(UNITS.iloc[:0], look, nothing).data) == 3
    assert len(periods_chart(PERIODS.iloc[:0], look, nothing).data) == 3
