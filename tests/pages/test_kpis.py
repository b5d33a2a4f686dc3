"""Cards: four lines, a bullet or columns that say in words what they draw."""

import re

import pytest

from analytics.charts.theme import DARK, LIGHT
from pages.components import kpis
from pages.components.kpis import Bar, Card

CARD = Card("Revenue", "€486K", tone="bad")


def widths(html: str) -> list[str]:
    return re.findall(r"width:([\d.]+%)", html)


def test_a_bullet_is_as_long_as_its_share_of_the_whole_way():
    html = kpis.bullet(CARD, Bar(250, plan=500, low=600, high=800, most=1000), LIGHT)
    assert widths(html) == ["100.0%", "20.0%", "25.0%"]
    assert "left:60.0%" in html
    assert "left:calc(50.0% - 1px)" in html


def test_a_bullet_never_leaves_its_track():
    assert widths(kpis.bullet(CARD, Bar(1500, most=1000), LIGHT))[-1] == "100.0%"
    assert widths(kpis.bullet(CARD, Bar(-5, most=1000), LIGHT))[-1] == "0.0%"
    assert widths(kpis.bullet(CARD, Bar(0), LIGHT))[-1] == "0.0%"


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_bullet_takes_the_theme_and_the_colour_asked_for(palette):
    assert palette.accent in kpis.bullet(CARD, Bar(1, most=2), palette)
    assert palette.late in kpis.bullet(CARD, Bar(1, most=2, colour="late"), palette)


def test_only_the_last_column_is_coloured_and_late_stays_late():
    html = kpis.columns(CARD, [1, 2, 4], LIGHT)
    assert re.findall(r"height:(\d+)px;border", html) == ["4", "9", "18"]
    assert html.count(LIGHT.grey) == 2
    assert html.rindex(LIGHT.accent) > html.rindex(LIGHT.grey)
    assert LIGHT.late in kpis.columns(Card("Debt", "1", tone="late"), [1], LIGHT)
    assert "height:2px" in kpis.columns(CARD, [0, 0], LIGHT)


def test_drawings_speak_and_what_was_typed_stays_text():
    card = Card('"><script>', "1")
    for html in (kpis.bullet(card, Bar(1, plan=2), LIGHT), kpis.columns(card, [1, 2], LIGHT)):
        assert 'role="img"' in html
        assert "&quot;&gt;&lt;script&gt;: " in html
        assert "<script" not in html
    assert "50% of the mark" in kpis.bullet(CARD, Bar(1, plan=2), LIGHT)
