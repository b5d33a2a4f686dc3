"""Tables: values worded in the reader's language, numbers that stay numbers."""

import re
from datetime import date

import pandas as pd
import pytest

from analytics import words
from analytics.charts.theme import LIGHT
from pages.components import tables
from pages.components.tables import Heading


def worded(values: list, heading: Heading, language: str = "en") -> list[str]:
    frame = pd.DataFrame({"value": values})
    with words.speaking(language):
        styled = tables._styled(frame, frame, {"value": heading}, LIGHT)
        return [cells[1]["display_value"] for cells in styled._translate(False, False)["body"]]


@pytest.mark.parametrize(
    ("kind", "values", "english", "estonian"),
    [
        ("money", [1234567.4, None], ["1,234,567", "–"], ["1\u00a0234\u00a0567", "–"]),
        ("cents", [-0.5], ["−0.50"], ["−0,50"]),
        ("share", [0.0425], ["4.2%"], ["4,2%"]),
        ("whole", [12.0], ["12"], ["12"]),
        ("number", [1234.56], ["1,234.6"], ["1\u00a0234,6"]),
        ("day", [pd.Timestamp("2026-11-03"), pd.NaT], ["3\u00a0Nov\u00a02026", "–"], ["3.\u00a0nov\u00a02026", "–"]),
        ("month", [pd.Timestamp("2026-11-01")], ["Nov\u00a02026"], ["nov\u00a02026"]),
    ],
)
def test_kinds_are_worded(kind, values, english, estonian):
    assert worded(values, Heading("Value", kind)) == english
    assert worded(values, Heading("Value", kind), "et") == estonian


def test_money_has_its_unit_in_the_heading():
    with words.speaking("en", "GBP"):
        assert Heading("Plan", "money").words == "Plan, £"
        assert Heading("Clients", "whole").words == "Clients"


def test_colour_follows_the_column_of_tones():
    frame = pd.DataFrame({"missing": [-5, 1, None], "tone": ["bad", "", "other"]})
    html = tables._styled(frame[["missing"]], frame, {"missing": Heading("Missing", tone="tone")}, LIGHT).to_html()
    assert html.count("color:") == 1
    assert re.search(rf"row0_col0 \{{\s+color: {LIGHT.bad_text}", html)


def test_days_without_a_time_stay_days():
    assert worded([date(2026, 11, 3)], Heading("Day", "day")) == ["3\u00a0Nov\u00a02026"]
