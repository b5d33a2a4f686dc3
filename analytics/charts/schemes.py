"""A bonus scheme's curve, what the next unit brings, results at its thresholds, and what another scheme would cost."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go
from pandas import DataFrame

from analytics.charts.scale import Scale
from analytics.charts.theme import Look, figure, safe, shorten
from analytics.words import _, money, share, signed, whole

MOST_ROWS = 14
_ROW = 24
_HEADER = 40
_MARGIN = 1.15
_LEAST_END = 1.3


def curve_chart(curve: DataFrame, statements: DataFrame, look: Look, pay_scale: Scale, height: int = 320) -> go.Figure:
    """Pay over attainment: the scheme tried in colour over the one in force; alone, that one is in colour.

    ``curve``: scheme, start, end, pay, rate (``analytics.schemes``); ``statements``: attainment, whose results are
    ticks at the bottom.
    """
    palette, chart = look.palette, figure(look, height)
    end = _end(curve)
    for name, colour in _lines(curve, look):
        rows = curve[curve["scheme"] == name].to_dict("records")
        x = [float(row["start"]) for row in rows if float(row["start"]) < end] + [end]
        y = [pay_scale(_pay_at(rows, place)) for place in x]
        chart.add_scatter(x=x, y=y, mode="lines", line={"color": colour, "width": 2.5}, hoverinfo="skip")
        told = [_told_piece(row) for row in rows if float(row["start"]) < end]
        chart.add_scatter(
            x=x[:-1],
            y=y[:-1],
            mode="markers",
            marker={"color": colour, "size": 8},
            hovertext=told,
            hoverinfo="text",
        )
    reached = [value for value in statements["attainment"].dropna() if value <= end]
    ticks = {"symbol": "line-ns", "size": 9, "line": {"width": 1, "color": palette.muted}}
    chart.add_scatter(x=reached, y=[0.0] * len(reached), mode="markers", marker=ticks, hoverinfo="skip")
    _attainment_axis(chart, end)
    top = max(0.1, *(float(y) for line in chart.data for y in line.y)) if len(curve) else 1.0
    low = min(0.0, *(float(y) for line in chart.data for y in line.y)) if len(curve) else 0.0
    chart.update_yaxes(nticks=6, tickformat=",", range=[1.1 * low - 0.03 * top, 1.06 * top])
    return chart


def marginal_chart(curve: DataFrame, look: Look, height: int = 230) -> go.Figure:
    """What each unit more brings, step by step along attainment; colours as in ``curve_chart``."""
    chart = figure(look, height)
    end = _end(curve)
    for name, colour in _lines(curve, look):
        rows = [row for row in curve[curve["scheme"] == name].to_dict("records") if float(row["start"]) < end]
        x = [float(row["start"]) for row in rows] + [end]
        y = [float(row["rate"]) for row in rows]
        chart.add_scatter(
            x=x,
            y=[*y, y[-1]],
            mode="lines",
            line={"color": colour, "width": 2.5, "shape": "hv"},
            hovertext=[*map(_told_rate, rows), _told_rate(rows[-1])],
            hoverinfo="text",
        )
    _attainment_axis(chart, end)
    chart.update_yaxes(rangemode="tozero", nticks=5, tickformat=",.2f")
    return chart


def results_chart(results: DataFrame, look: Look, height: int = 230) -> go.Figure:
    """How many results lie in each step of 5 percentage points; those beside a threshold are coloured.

    ``results``: start, count, place ("above" or "below" a threshold, or "").
    """
    palette, chart = look.palette, figure(look, height)
    colours = {"above": palette.accent, "below": palette.late}
    told = [
        _("{start}–{end}: {count}", start=share(row["start"]), end=share(row["end"]), count=whole(row["count"]))
        for row in results.to_dict("records")
    ]
    chart.add_bar(
        x=[float(start) + 0.025 for start in results["start"]],
        y=results["count"],
        width=0.042,
        marker={"color": [colours.get(place, palette.grey) for place in results["place"]]},
        hovertext=told,
        hoverinfo="text",
    )
    end = float(results["start"].max()) + 0.05 if len(results) else 1.0
    _attainment_axis(chart, end)
    chart.update_yaxes(rangemode="tozero", nticks=5)
    return chart


def gains_chart(people: DataFrame, look: Look, pay_scale: Scale) -> go.Figure:
    """What each person would gain or lose by the scheme tried: signed bars from nought, the largest gain on top.

    ``people``: name, difference; of more than ``MOST_ROWS`` those at both ends.
    """
    palette = look.palette
    shown = people.sort_values(["difference", "name"], ascending=[False, True])
    if len(shown) > MOST_ROWS:
        shown = pd.concat([shown.head(MOST_ROWS // 2), shown.tail(MOST_ROWS // 2)])
    chart = figure(look, _HEADER + _ROW * max(len(shown), 4))
    values = [pay_scale(float(value)) for value in shown["difference"]]
    texts = [signed(money(value)) if value else money(value) for value in shown["difference"]]
    chart.add_bar(
        x=values,
        y=list(range(len(shown))),
        orientation="h",
        marker={"color": [palette.good if value > 0 else palette.bad for value in values]},
        text=texts,
        textposition="outside",
        cliponaxis=False,
        hovertext=[f"{safe(str(row['name']))}: {signed(money(row['difference']))}" for row in shown.to_dict("records")],
        hoverinfo="text",
    )
    most, least = max([0.0, *values]), min([0.0, *values])
    room = 0.24 * ((most - least) or 1.0)
    chart.update_xaxes(range=[least - (room if least else 0), most + (room if most else 0)], nticks=6, showgrid=True)
    chart.update_xaxes(showline=False, tickformat=",")
    names = [shorten(str(name), 22) for name in shown["name"]]
    chart.update_yaxes(range=[len(names) - 0.4, -0.6], tickvals=list(range(len(names))), ticktext=names, showgrid=False)
    chart.add_vline(x=0, line={"color": palette.line, "width": 1})
    return chart


def sensitivity_chart(sensitivity: DataFrame, look: Look, pay_scale: Scale, height: int = 230) -> go.Figure:
    """The bill of bonuses less penalties had everybody attained more or less; the months as they were in colour.

    ``sensitivity``: change, bill, tried_bill (None without a scheme tried: then the bill in force is drawn).
    """
    palette, chart = look.palette, figure(look, height)
    is_tried = bool(sensitivity["tried_bill"].notna().any())
    bills = sensitivity["tried_bill" if is_tried else "bill"]
    colours = [palette.grey if change else palette.accent for change in sensitivity["change"]]
    names = [signed(share(change)) if change else _("as it was") for change in sensitivity["change"]]
    places = list(range(len(sensitivity)))
    chart.add_bar(
        x=places,
        y=[pay_scale(float(value)) for value in bills],
        marker={"color": colours},
        hovertext=[f"{name}: {money(value)}" for name, value in zip(names, bills, strict=True)],
        hoverinfo="text",
    )
    if is_tried:
        marks = {"symbol": "line-ew", "size": 20, "line": {"width": 2.5, "color": palette.text}}
        held = [pay_scale(float(value)) for value in sensitivity["bill"]]
        chart.add_scatter(x=places, y=held, mode="markers", marker=marks, hoverinfo="skip")
    chart.update_layout(bargap=0.4)
    chart.update_xaxes(tickvals=places, ticktext=names, tickangle=0)
    chart.update_yaxes(rangemode="tozero", nticks=5, tickformat=",")
    return chart


def _lines(curve: DataFrame, look: Look) -> list[tuple[str, str]]:
    """The schemes drawn with their colours, the one asked about last: on top."""
    named = [name for name in ("held", "tried") if (curve["scheme"] == name).any()]
    colours = [look.palette.grey, look.palette.accent][-len(named) :] if named else []
    return list(zip(named, colours, strict=True))


def _end(curve: DataFrame) -> float:
    """How far attainment is drawn: a little past the last step."""
    return max([_LEAST_END, *(float(start) * _MARGIN for start in curve["start"])])


def _pay_at(rows: list[dict[Any, Any]], place: float) -> float:
    row = next(row for row in reversed(rows) if float(row["start"]) <= place)
    return float(row["pay"]) + float(row["slope"]) * (place - float(row["start"]))


def _told_piece(row: dict[Any, Any]) -> str:
    facts = {"at": share(row["start"], 1), "pay": money(row["pay"], cents=True)}
    return _("At {at} of the plan: {pay}", **facts) + "<br>" + _told_rate(row)


def _told_rate(row: dict[Any, Any]) -> str:
    rate = money(row["rate"], cents=True)
    if pd.isna(row["end"]):
        return _("from {start} on {rate} a unit", start=share(row["start"]), rate=rate)
    return _("{start} to {end}: {rate} a unit", start=share(row["start"]), end=share(row["end"]), rate=rate)


def _attainment_axis(chart: go.Figure, end: float) -> None:
    title = {"text": _("attainment of the plan"), "font": {"size": 12}}
    chart.update_xaxes(tickformat=".0%", title=title, range=[0, end], nticks=8)
