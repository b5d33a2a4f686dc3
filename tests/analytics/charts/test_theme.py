"""The colours can be read and told apart; figures carry the house's template.

Contrast is WCAG 2.2's (relative luminance); colour blindness is simulated by the matrices of Machado, Oliveira and
Fernandes, IEEE TVCG 15 (2009), severity 1.0; differences are Euclidean in Ottosson's OKLab (2020), × 100.
"""

from itertools import combinations

import numpy as np
import pytest

from analytics.charts import theme
from analytics.charts.theme import DARK, LIGHT, Look

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
CONES = {
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_LMS = [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566]]
TO_LMS += [[0.0883024619, 0.2817188376, 0.6299787005]]
TO_LAB = [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099]]
TO_LAB += [[0.0259040371, 0.7827717662, -0.8086757660]]


def linear(colour: str) -> np.ndarray:
    part = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    low, high = sorted(linear(colour) @ [0.2126, 0.7152, 0.0722] for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def apart(one: str, other: str, sight: str) -> float:
    seen = [np.clip(np.array(CONES[sight]) @ linear(colour), 0, 1) for colour in (one, other)]
    lab = [np.array(TO_LAB) @ np.cbrt(np.array(TO_LMS) @ colour) for colour in seen]
    return 100 * float(np.linalg.norm(lab[0] - lab[1]))


@PALETTES
def test_texts_and_marks_stand_out_from_the_background(palette):
    for text in (palette.text, palette.muted, palette.good_text, palette.bad_text, palette.late_text):
        assert contrast(text, palette.background) >= 4.5
    for mark in (palette.accent, palette.good, palette.bad, palette.late):
        assert contrast(mark, palette.background) >= 3


@PALETTES
@pytest.mark.parametrize("sight", CONES)
def test_meanings_and_categories_stay_apart_for_the_colour_blind(palette, sight):
    meanings = (palette.accent, palette.good, palette.bad, palette.late)
    for colours in (meanings, palette.categories):
        assert all(apart(one, other, sight) >= 10 for one, other in combinations(colours, 2))


@PALETTES
def test_a_figure_is_opaque_still_and_without_toys(palette):
    figure = theme.figure(Look(palette), height=230, right=theme.ROOM_FOR_LABELS)
    layout = figure.layout.template.layout
    assert (layout.paper_bgcolor, layout.plot_bgcolor) == (palette.background, palette.background)
    assert (layout.showlegend, layout.dragmode, layout.xaxis.fixedrange) == (False, False, True)
    assert (layout.xaxis.showgrid, layout.yaxis.showgrid, layout.yaxis.zeroline) == (False, True, False)
    assert (figure.layout.height, figure.layout.margin.r, layout.font.size) == (230, 86, 13)


def test_figures_do_not_share_what_is_drawn_on_them():
    first = theme.figure(Look())
    first.add_bar(x=[1], y=[1])
    first.layout.template.layout.font.size = 40
    second = theme.figure(Look())
    assert not second.data
    assert second.layout.template.layout.font.size == 13


def test_the_look_follows_the_readers_theme():
    assert theme.look("dark").is_dark
    assert not theme.look("light").is_dark
    assert not theme.look(None).is_dark


def test_long_names_are_cut_and_tags_in_names_stay_letters():
    assert theme.shorten("Aleksandra-Maria Kuznetsova-Lindström") == "Aleksandra-Maria Kuznetso…"
    assert len(theme.shorten("x" * 40)) == 26
    assert theme.shorten("Metsa Group") == "Metsa Group"
    assert theme.shorten("<b>A & B</b>") == "&lt;b&gt;A &amp; B&lt;/b&gt;"
    assert theme.safe("<a href='x'>" + "y" * 40) == "&lt;a href='x'&gt;" + "y" * 40
