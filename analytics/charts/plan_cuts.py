"""Attainment by unit and period, and what comes of deals that were pushed."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from pandas import DataFrame

from analytics.charts.scale import Scale
from analytics.charts.theme import Look, blend, figure, shorten
from analytics.words import _, ngettext, share

_CELL = 26
_ROW = 44
_MOST = 1.5
_DEEPEST = 0.5


def attainment_chart(grid: DataFrame, look: Look, scale: Scale) -> go.Figure:
    """A map of attainment by unit (down) and period (across), in per cent; the deeper the shade, the more was reached.

    ``grid`` as ``analytics.plan.cuts.grid`` makes it, in its order.
    """
    palette = look.palette
    names = list(dict.fromkeys(zip(grid["cut"], grid["unit_id"], grid["name"], strict=True)))
    in_time = grid.sort_values("period")
    periods = dict(zip(in_time["period"], in_time["period_name"], strict=True))
    cells = {(row["cut"], row["unit_id"], row["period"]): row for row in grid.to_dict("records")}
    rows = [[cells.get((cut, unit, period)) for period in periods] for cut, unit, _name in names]
    chart = figure(look, height=_CELL * max(len(names), 2) + 60)
    chart.add_heatmap(
        z=[[_shade(cell) for cell in row] for row in rows],
        x=list(range(len(periods))),
        y=list(range(len(names))),
        text=[[_figure(cell) for cell in row] for row in rows],
        texttemplate="%{text}",
        textfont={"size": 12, "color": palette.text},
        hovertext=[[_hover(cell, scale) for cell in row] for row in rows],
        hoverinfo="text",
        colorscale=[[0, palette.background], [1, blend(palette.background, palette.accent, _DEEPEST)]],
        zmin=0,
        zmax=_MOST,
        showscale=False,
        xgap=2,
        ygap=2,
    )
    chart.update_xaxes(
        tickvals=list(range(len(periods))),
        ticktext=[_short(start, name) for start, name in periods.items()],
        tickangle=0,
        side="top",
        showline=False,
    )
    chart.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=[shorten(str(name), 22) for _cut, _unit, name in names],
        range=[len(names) - 0.5, -0.5],
        showgrid=False,
    )
    return chart


def pushes_chart(rates: DataFrame, look: Look) -> go.Figure:
    """A dot and its interval for the share of deals won, by how often they had been pushed.

    ``rates`` as ``analytics.plan.pushed.win_rates`` makes it.
    """
    palette = look.palette
    places = list(range(len(rates)))
    middle = rates["win_rate"].astype(float)
    chart = figure(look, height=_ROW * len(rates) + 60, right=64)
    chart.add_scatter(
        x=middle,
        y=places,
        mode="markers",
        marker={"size": 9, "color": palette.accent},
        error_x={
            "array": (rates["high"] - middle).tolist(),
            "arrayminus": (middle - rates["low"]).tolist(),
            "color": palette.muted,
            "thickness": 1.5,
            "width": 0,
        },
        hoverinfo="skip",
    )
    for place, row in enumerate(rates.to_dict("records")):
        text = share(row["win_rate"]) if row["enough"] else _("too little data")
        chart.add_annotation(x=1, xref="paper", y=place, text=text, xanchor="right", xshift=58)
    chart.update_xaxes(range=[0, 1], tickformat=".0%", showgrid=True, nticks=6)
    chart.update_yaxes(
        tickvals=places,
        ticktext=[_pushed(row) for row in rates.to_dict("records")],
        range=[len(rates) - 0.5, -0.5],
        showgrid=False,
    )
    return chart


def _pushed(row: dict[Any, Any]) -> str:
    titles = (_("never pushed"), _("once"), _("twice"), _("3 times or more"))
    deals = ngettext("{count} deal", "{count} deals", int(row["closed"]))
    return f"{titles[int(row['pushes'])]}<br>{deals}"


def _short(start: date, name: str) -> str:
    """Nov for Nov 2026; the first period of a year keeps it, above."""
    first, *rest = name.replace("\u00a0", " ").split(" ")
    return f"{rest[0]}<br>{first}" if rest and start.month == 1 else first


def _figure(cell: dict[Any, Any] | None) -> str:
    return "" if cell is None or pd.isna(cell["attainment"]) else f"{cell['attainment'] * 100:.0f}"


def _shade(cell: dict[Any, Any] | None) -> float:
    return 0.0 if cell is None or pd.isna(cell["attainment"]) else min(float(cell["attainment"]), _MOST)


def _hover(cell: dict[Any, Any] | None, scale: Scale) -> str:
    if cell is None:
        return ""
    told = f"<b>{shorten(str(cell['name']))}</b>, {cell['period_name']}<br>" + _(
        "reached {amount}", amount=scale.text(float(cell["actual"]))
    )
    if pd.isna(cell["target"]):
        return told
    told += "<br>" + _("plan {amount}", amount=scale.text(float(cell["target"])))
    return told if pd.isna(cell["attainment"]) else f"{told}<br>{share(cell['attainment'])}"
