"""Who is where against plan, and how the plan was met before."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from pandas import DataFrame

from analytics.charts.scale import Scale
from analytics.charts.theme import Look, figure, shorten
from analytics.words import _, share

MOST_UNITS = 30
_ROW, _LOW_ROW = 31, 25
_MANY = 12
_HEADER = 42
_THIN = 0.16
_LABEL = 0.06
_MOST_SHARE = 9.99


def bullets_chart(units: DataFrame, look: Look, scale: Scale) -> go.Figure:
    """One bullet a unit: bar what was reached, band where the period will end, mark the plan, and at right mid ÷ plan.

    ``units`` as ``analytics.plan.units.by_unit`` makes it, in order from the top. The band is red where even its upper
    end misses.
    """
    palette = look.palette
    height = _ROW if len(units) <= _MANY else _LOW_ROW
    chart = figure(look, height=_HEADER + height * max(len(units), 3), right=58)
    rows = list(range(len(units)))
    hover = {"hovertext": [_hover(row, scale) for row in units.to_dict("records")], "hoverinfo": "text"}
    most = float(units[["actual", "high", "target"]].max().max()) if rows else 1.0
    chart.add_bar(
        y=rows,
        x=scale.axis(units["high"] - units["low"]),
        base=scale.axis(units["low"]),
        orientation="h",
        marker={"color": [palette.bad_band if tone == "bad" else palette.accent_band for tone in units["tone"]]},
        **hover,
    )
    is_outside = [_stands_outside(*pair, most) for pair in zip(units["actual"], units["target"], strict=True)]
    chart.add_bar(
        y=rows,
        x=scale.axis(units["actual"]),
        orientation="h",
        marker={"color": palette.accent},
        text=[scale.text(value) for value in units["actual"]],
        textposition=["outside" if out else "inside" for out in is_outside],
        insidetextanchor="end",
        textfont={"color": [palette.text if out else palette.background for out in is_outside], "size": 12},
        cliponaxis=False,
        **hover,
    )
    chart.add_scatter(
        y=rows,
        x=scale.axis(units["target"]),
        mode="markers",
        marker={"symbol": "line-ns", "size": 0.6 * height, "line": {"width": 2.5, "color": palette.text}},
        **hover,
    )
    for row, unit in enumerate(units.to_dict("records")):
        if pd.notna(unit["expected"]):
            colour = palette.bad_text if unit["tone"] == "bad" else palette.text
            _column(chart, row, _expected(unit["expected"]), colour)
    _headers(chart, units, look)
    chart.update_layout(barmode="overlay", bargap=0.45)
    chart.update_yaxes(
        range=[len(units) - 0.4, -1.2],
        tickvals=rows,
        ticktext=[shorten(str(name), 22) for name in units["name"]],
        showgrid=False,
    )
    chart.update_xaxes(range=[0, scale(most) * 1.04], showgrid=True, showline=False, nticks=6, tickformat=",")
    return chart


def _stands_outside(actual: float, target: float, most: float) -> bool:
    """Whether a bar's number stands right of its end: where the bar is thin, unless the plan's mark would cross it."""
    if actual < _LABEL * most:
        return True
    if actual <= target < actual + _LABEL * most:
        return False
    return actual < _THIN * most or actual - _LABEL * most < target < actual


def _expected(value: float) -> str:
    return share(value) if value <= _MOST_SHARE else _("over {share}", share=share(_MOST_SHARE))


def periods_chart(periods: DataFrame, look: Look, scale: Scale, height: int = 230) -> go.Figure:
    """Columns of the last periods, the last one coloured with the range of its end as a band; a line marks each plan.

    ``periods``: name, actual, target, low, high, as in ``analytics.sales_plan.Result``.
    """
    palette, chart = look.palette, figure(look, height)
    places = list(range(len(periods)))
    last = len(periods) - 1
    chart.add_bar(
        x=places,
        y=scale.axis(periods["high"] - periods["low"]),
        base=scale.axis(periods["low"]),
        marker={"color": palette.accent_band},
        hoverinfo="skip",
    )
    chart.add_bar(
        x=places,
        y=scale.axis(periods["actual"]),
        marker={"color": [palette.accent if place == last else palette.grey for place in places]},
        hovertext=[_told(row, scale) for row in periods.to_dict("records")],
        hoverinfo="text",
    )
    chart.add_scatter(
        x=places,
        y=scale.axis(periods["target"]),
        mode="markers",
        marker={"symbol": "line-ew", "size": 20, "line": {"width": 2.5, "color": palette.text}},
        hoverinfo="skip",
    )
    chart.update_layout(barmode="overlay", bargap=0.4)
    chart.update_xaxes(tickvals=places, ticktext=[_short(str(name)) for name in periods["name"]], tickangle=0)
    chart.update_yaxes(rangemode="tozero", nticks=5, tickformat=",")
    return chart


def _short(name: str) -> str:
    """Nov for Nov 2026; a quarter keeps its year, below it."""
    first, *rest = name.replace("\u00a0", " ").split(" ")
    return f"{first}<br>{rest[0]}" if rest and first.startswith("Q") else first


def _column(chart: go.Figure, row: float, text: str, colour: str) -> None:
    chart.add_annotation(
        x=1, xref="paper", y=row, text=text, xanchor="right", xshift=54, font={"color": colour, "size": 12}
    )


def _headers(chart: go.Figure, units: DataFrame, look: Look) -> None:
    """Names the parts of the first bullet above it."""
    if units["expected"].notna().any():
        _column(chart, -0.85, _("expected"), look.palette.muted)


def _hover(row: Mapping[Hashable, Any], scale: Scale) -> str:
    lines = [f"<b>{row['name']}</b>", _("reached {amount}", amount=scale.text(row["actual"]))]
    if pd.notna(row["target"]):
        lines.append(_("plan {amount}", amount=scale.text(row["target"])))
    if pd.notna(row["low"]):
        lines.append(_("will end at {low} to {high}", low=scale.text(row["low"]), high=scale.text(row["high"])))
    if pd.notna(row["probability"]):
        lines.append(_("{share} chance of meeting the plan", share=share(row["probability"])))
    return "<br>".join(lines)


def _told(row: Mapping[Hashable, Any], scale: Scale) -> str:
    told = f"{row['name']}: {scale.text(row['actual'])}"
    return told if pd.isna(row["target"]) else told + _(", plan {amount}", amount=scale.text(row["target"]))
