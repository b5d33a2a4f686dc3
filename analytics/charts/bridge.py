"""What made the difference between two days: a bridge from what was won and expected to what is."""

from collections.abc import Hashable, Mapping
from typing import Any

import plotly.graph_objects as go
from pandas import DataFrame

from analytics.charts.scale import Scale
from analytics.charts.theme import Look, figure, shorten
from analytics.words import _, ngettext

_ROW = 38
_ROOM = 1.14

Row = Mapping[Hashable, Any]


def bridge_chart(parts: DataFrame, target: float | None, look: Look, scale: Scale) -> go.Figure:
    """Bars from the first day at the top to the second: what was won, and open beside it; between them each part.

    ``parts`` as ``analytics.sales_plan.deals.Bridge`` holds them, named. What was won moves from open to won and leaves
    the total; a dotted line is the plan.
    """
    palette = look.palette
    rows = parts.astype({"open": float, "won": float, "total": float}).to_dict("records")
    chart = figure(look, height=_ROW * len(rows) + 50)
    level, most = 0.0, target or 0.0
    for place, row in enumerate(rows):
        if row["part"] in ("first", "last"):
            _bar(chart, place, (0.0, row["won"]), palette.accent, row, scale)
            _bar(chart, place, (row["won"], row["open"]), palette.accent_band, row, scale)
            level = row["total"]
            _label(chart, place, level, scale.text(level), scale)
        elif row["part"] == "won":
            _bar(chart, place, (rows[0]["won"], row["won"]), palette.accent, row, scale)
            _label(chart, place, rows[0]["won"] + row["won"], scale.text(row["won"]), scale)
        else:
            _bar(chart, place, (level, row["total"]), palette.good if row["total"] > 0 else palette.bad, row, scale)
            most, level = max(most, level), level + row["total"]
            _label(chart, place, max(level, level - row["total"]), _change(row["total"], scale), scale)
        most = max(most, level)
    if target:
        chart.add_vline(x=scale(target), line={"color": palette.text, "width": 1.5, "dash": "dot"})
        told = _("plan {amount}", amount=scale.text(target))
        chart.add_annotation(x=scale(target), y=-0.95, text=told, xanchor="right" if target > most / 2 else "left")
    chart.update_layout(barmode="overlay", bargap=0.35)
    chart.update_xaxes(range=[0, scale(most) * _ROOM or 1], showgrid=True, showline=False, nticks=6, tickformat=",")
    chart.update_yaxes(
        range=[len(rows) - 0.4, -1.2],
        tickvals=list(range(len(rows))),
        ticktext=[shorten(str(row["name"])) for row in rows],
        showgrid=False,
    )
    return chart


def _bar(chart: go.Figure, place: int, span: tuple[float, float], colour: str, row: Row, scale: Scale) -> None:
    """A bar of a row: from where on, and how long."""
    chart.add_bar(
        y=[place],
        x=[scale(span[1])],
        base=[scale(span[0])],
        orientation="h",
        marker={"color": colour},
        hovertext=_told(row, scale),
        hoverinfo="text",
    )


def _label(chart: go.Figure, place: int, end: float, text: str, scale: Scale) -> None:
    chart.add_annotation(x=scale(end), y=place, text=text, xanchor="left", xshift=3)


def _change(value: float, scale: Scale) -> str:
    """A difference as its label; what the unit is too large for is told from nothing."""
    if round(value / scale.divisor, scale.digits):
        return scale.change(value)
    return "≈ 0" if value else "0"


def _told(row: Row, scale: Scale) -> str:
    deals = ngettext("{count} deal", "{count} deals", int(row["deals"]))
    if row["part"] in ("first", "last"):
        return _(
            "{deals}: won {won}, open {open}", deals=deals, won=scale.text(row["won"]), open=scale.text(row["open"])
        )
    return f"{deals}: {scale.change(row['won'] if row['part'] == 'won' else row['total'])}"
