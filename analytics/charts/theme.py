"""The look of every chart: colours for light and dark, the font, and a figure with the house's template on it.

The colours are colour-blind safe: accent, good, bad and late stay apart under deuteranopia, protanopia and
tritanopia, and so do the five categories; *good* turns grey for the first, so sign, arrow, place or word says it too.
"""

import html
from dataclasses import dataclass
from functools import cache

import plotly.graph_objects as go

FONT = '"Source Sans", sans-serif'
HEIGHTS: tuple[int, ...] = (190, 230, 320, 400)
ROOM_FOR_LABELS = 86
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme. Marks reach 3 : 1 on the background, texts 4.5 : 1."""

    background: str
    panel: str
    text: str
    muted: str
    grid: str
    line: str
    grey: str
    accent: str
    accent_band: str
    good: str
    good_text: str
    bad: str
    bad_text: str
    bad_band: str
    late: str
    late_text: str
    categories: tuple[str, ...]


LIGHT = Palette(
    background="#ffffff",
    panel="#f5f6f8",
    text="#0d141c",
    muted="#5a6672",
    grid="#e9ecf0",
    line="#b9c2cc",
    grey="#c3cad2",
    accent="#2955d3",
    accent_band="rgba(41,85,211,0.20)",
    good="#0e9f86",
    good_text="#087061",
    bad="#b3121d",
    bad_text="#a5121b",
    bad_band="rgba(179,18,29,0.30)",
    late="#c97f00",
    late_text="#8a5300",
    categories=("#2955d3", "#c97f00", "#0f9fa8", "#7b2d8e", "#8c6d4f"),
)

DARK = Palette(
    background="#11161c",
    panel="#1a222b",
    text="#e6ebf0",
    muted="#9dabb9",
    grid="#232d37",
    line="#4a5866",
    grey="#4d5a67",
    accent="#82a8fd",
    accent_band="rgba(130,168,253,0.28)",
    good="#45dfc0",
    good_text="#45dfc0",
    bad="#f0605a",
    bad_text="#ff8f88",
    bad_band="rgba(240,96,90,0.42)",
    late="#f7b733",
    late_text="#f7b733",
    categories=("#82a8fd", "#f3b24a", "#97f4d4", "#e652a3", "#8c6d4f"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a chart is to look; so far its palette."""

    palette: Palette = LIGHT

    @property
    def is_dark(self) -> bool:
        """Whether the reader's theme is dark."""
        return self.palette is DARK


def look(kind: str | None) -> Look:
    """The look for a theme's kind: "dark", and light for anything else."""
    return Look(DARK if kind == "dark" else LIGHT)


def figure(look: Look, height: int = 320, right: int = 8) -> go.Figure:
    """An empty figure with the house's template.

    ``height`` is one of ``HEIGHTS`` (or more, where rows are many); ``right`` is the margin in pixels:
    ``ROOM_FOR_LABELS`` where lines are labelled at their ends.
    """
    chart = go.Figure(layout={"template": _template(look), "height": height})
    chart.update_layout(margin={"l": 8, "r": right, "t": 8, "b": 8})
    return chart


def shorten(name: str, letters: int = _LETTERS) -> str:
    """A name that fits an axis: past ``letters`` it ends in "…"; give the whole one (``safe``) on hover."""
    return safe(name if len(name) <= letters else name[: letters - 1].rstrip() + "…")


def safe(name: str) -> str:
    """A name as plotly draws it letter by letter: it would take ``<b>`` or ``<a href>`` in it for markup."""
    return html.escape(name, quote=False)


def blend(back: str, front: str, part: float) -> str:
    """The opaque colour ``part`` of the way from ``back`` to ``front``, both as #rrggbb, for the shades of a map."""
    pairs = [(int(back[place : place + 2], 16), int(front[place : place + 2], 16)) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(low + part * (high - low)):02x}" for low, high in pairs)


@cache
def _template(look: Look) -> go.layout.Template:
    """The template: opaque background (a switch of theme reruns nothing), no legend, no zoom, no vertical grid."""
    palette = look.palette
    axis = {
        "automargin": True,
        "fixedrange": True,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"size": 12, "color": palette.muted},
        "linecolor": palette.line,
        "gridcolor": palette.grid,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 13, "color": palette.text},
            "paper_bgcolor": palette.background,
            "plot_bgcolor": palette.background,
            "colorway": list(palette.categories),
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": palette.panel,
                "bordercolor": palette.line,
                "font": {"family": FONT, "size": 13, "color": palette.text},
            },
            "bargap": 0.4,
            "separators": ".,",
            "xaxis": axis | {"showgrid": False, "showline": True},
            "yaxis": axis | {"showgrid": True},
            "annotationdefaults": {"font": {"size": 12, "color": palette.muted}, "showarrow": False},
        },
        data={
            "bar": [{"textangle": 0, "constraintext": "none", "marker": {"line": {"width": 0}}}],
            "scatter": [{"mode": "lines", "line": {"width": 2.5, "shape": "linear"}}],
        },
    )
