"""The charts of the bridge, of attainment by period, and of pushed deals."""

from datetime import date
from decimal import Decimal

import pytest
from pandas import DataFrame

from analytics.charts.bridge import bridge_chart
from analytics.charts.plan_cuts import attainment_chart, pushes_chart
from analytics.charts.scale import scale
from analytics.charts.theme import DARK, LIGHT, Look, blend
from analytics.plan.bridge import PARTS

LOOKS = [Look(LIGHT), Look(DARK)]
EUROS = scale([900.0], is_money=True)


def parts():
    values = [(500, 100), (-80, 80), (-60, 0), (40, 10), (30, 0), (-20, 0), (5, 0), (415, 190)]
    names = ["31 Oct", "Won", "Lost", "Added", "Moved in", "Moved out", "Amount changed", "12 Nov"]
    rows = [
        (part, name, 1, Decimal(held), Decimal(won), Decimal(held + won))
        for part, name, (held, won) in zip(("first", *PARTS, "last"), names, values, strict=True)
    ]
    return DataFrame(rows, columns=["part", "name", "deals", "open", "won", "total"], dtype=object)


@pytest.mark.parametrize("look", LOOKS)
def test_a_bridges_bars_begin_where_the_one_before_ended(look):
    chart = bridge_chart(parts(), 700.0, look, EUROS)
    bars = [(bar.y[0], bar.base[0], bar.x[0]) for bar in chart.data]

    assert bars[:3] == [(0, 0, 100), (0, 100, 500), (1, 100, 80)]
    steps = [bar for bar in bars if 2 <= bar[0] <= 6]
    assert [base for _row, base, _size in steps] == [600, 540, 590, 620, 600]
    assert steps[-1][1] + steps[-1][2] == 415 + 190
    assert [bar.marker.color for bar in chart.data][3:5] == [look.palette.bad, look.palette.good]
    assert any(note.text == "plan 700" for note in chart.layout.annotations)


def test_a_change_too_small_for_the_unit_is_nearly_nothing_and_none_is_nothing():
    rows = parts().assign(total=[Decimal(each) for each in (9_000_000, 0, 0, 40, -30, 0, 0, 9_000_010)])

    chart = bridge_chart(rows, None, LOOKS[0], scale([9e6], is_money=True))

    assert [note.text for note in chart.layout.annotations][2:7] == ["0", "≈ 0", "≈ 0", "0", "0"]


def test_names_that_look_like_markup_are_drawn_letter_by_letter():
    rows = parts()
    rows.loc[0, "name"] = "<b>x</b>"

    assert bridge_chart(rows, None, LOOKS[0], EUROS).layout.yaxis.ticktext[0] == "&lt;b&gt;x&lt;/b&gt;"


@pytest.mark.parametrize("look", LOOKS)
def test_a_map_says_attainment_in_per_cent_and_leaves_out_what_has_no_plan(look):
    rows = [
        ("company", "", "All", date(2025, 12, 1), "Dec\u00a02025", Decimal(10), Decimal(5), 0.5),
        ("company", "", "All", date(2026, 1, 1), "Jan\u00a02026", Decimal(10), Decimal(30), 3.0),
        ("team", "", "Without a team", date(2026, 1, 1), "Jan\u00a02026", None, Decimal(7), None),
    ]
    columns = ["cut", "unit_id", "name", "period", "period_name", "target", "actual", "attainment"]

    chart = attainment_chart(DataFrame(rows, columns=columns, dtype=object), look, EUROS)

    (cells,) = chart.data
    assert [list(row) for row in cells.text] == [["50", "300"], ["", ""]]
    assert [list(row) for row in cells.z] == [[0.5, 1.5], [0, 0]]
    assert list(chart.layout.xaxis.ticktext) == ["Dec", "2026<br>Jan"]


def test_shades_lie_between_the_two_colours():
    assert [blend("#000000", "#ffffff", part) for part in (0, 0.5, 1)] == ["#000000", "#808080", "#ffffff"]


def test_win_rates_of_too_few_deals_say_so():
    rates = DataFrame(
        {
            "pushes": [0, 1],
            "closed": [40, 3],
            "won": [20, 3],
            "win_rate": [0.5, float("nan")],
            "low": [0.4, float("nan")],
            "high": [0.6, float("nan")],
            "enough": [True, False],
        }
    )

    chart = pushes_chart(rates, LOOKS[0])

    assert [note.text for note in chart.layout.annotations] == ["50%", "too little data"]
    assert list(chart.layout.yaxis.ticktext) == ["never pushed<br>40 deals", "once<br>3 deals"]
