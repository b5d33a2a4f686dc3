"""A period from day to day: what was reached, the plan's pace, the year before, and where it is heading."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
from pandas import DataFrame

from analytics.charts.scale import Scale
from analytics.charts.theme import ROOM_FOR_LABELS, Look, figure
from analytics.words import _, month, short_day

_CLOSE = 0.075
_MONTH_DAYS = 31
_TICK_DAYS = 6


def running_chart(running: DataFrame, look: Look, scale: Scale, height: int = 320) -> go.Figure:
    """The days that ``analytics.plan.pace.running`` makes: one row each, actual, last_year, plan, low, mid, high.

    The line is what was reached, dashes where it is heading, the band the range of that, dots the plan's pace, grey
    the year before.
    """
    palette, chart = look.palette, figure(look, height, right=ROOM_FOR_LABELS)
    days = running["on_day"]
    _band(chart, running, look, scale)
    for name, line in (
        ("last_year", {"color": palette.grey, "width": 2}),
        ("plan", {"color": palette.muted, "width": 1.5, "dash": "dot"}),
        ("mid", {"color": palette.accent, "width": 1.5, "dash": "dash"}),
        ("actual", {"color": palette.accent, "width": 2.5}),
    ):
        if running[name].notna().any():
            chart.add_scatter(
                x=days, y=scale.axis(running[name]), mode="lines", line=line, **_hover(running, name, scale)
            )
    _today(chart, running, look, scale)
    _ends(chart, running, look, scale)
    ticks = _ticks(days)
    chart.update_xaxes(range=[days.iloc[0], days.iloc[-1]], tickvals=list(ticks), ticktext=list(ticks.values()))
    chart.update_yaxes(rangemode="tozero", nticks=6, tickformat=",")
    return chart


def _band(chart: go.Figure, running: DataFrame, look: Look, scale: Scale) -> None:
    ahead = running[running["low"].notna()]
    if ahead.empty:
        return
    edge = {"width": 0, "color": look.palette.accent_band}
    chart.add_scatter(x=ahead["on_day"], y=scale.axis(ahead["low"]), mode="lines", line=edge, hoverinfo="skip")
    chart.add_scatter(
        x=ahead["on_day"],
        y=scale.axis(ahead["high"]),
        mode="lines",
        line=edge,
        fill="tonexty",
        fillcolor=look.palette.accent_band,
        hoverinfo="skip",
    )


def _today(chart: go.Figure, running: DataFrame, look: Look, scale: Scale) -> None:
    """A dot where the line stands, unless the period is over."""
    known = running[running["actual"].notna()]
    if known.empty or len(known) == len(running):
        return
    last = known.iloc[-1]
    x, y = last["on_day"], scale(float(last["actual"]))
    chart.add_scatter(x=[x], y=[y], mode="markers", marker={"size": 9, "color": look.palette.accent}, hoverinfo="skip")
    late = len(known) > len(running) / 2
    chart.add_annotation(
        x=x,
        y=y,
        text=_("<b>{amount}</b> today", amount=scale.text(float(last["actual"]))),
        xanchor="right" if late else "left",
        yanchor="bottom" if late else "top",
        xshift=-8 if late else 6,
        yshift=6 if late else -2,
        font={"color": look.palette.accent, "size": 12},
        bgcolor=look.palette.background,
        opacity=0.9,
    )


def _ends(chart: go.Figure, running: DataFrame, look: Look, scale: Scale) -> None:
    """Labels at the right end, moved apart where they would meet."""
    palette, last = look.palette, running.iloc[-1]
    is_over = pd.notna(last["actual"])
    wanted = [
        ("actual", "{amount}", palette.accent),
        ("high", "{amount}", palette.accent),
        ("plan", _("plan {amount}"), palette.muted),
        ("low", "{amount}", palette.accent),
        ("last_year", _("last year {amount}"), palette.muted),
    ]
    labels = [
        (scale(float(last[name])), template.format(amount=scale.text(float(last[name]))), colour)
        for name, template, colour in wanted
        if pd.notna(last[name]) and (name != "actual" or is_over)
    ]
    top = running[["actual", "high", "plan", "last_year"]].astype(float).max().max() / scale.divisor
    for place, (value, text, colour) in _apart(sorted(labels, key=lambda label: label[0]), top * _CLOSE):
        chart.add_annotation(
            x=1,
            xref="paper",
            y=place,
            text=text,
            xanchor="left",
            xshift=5,
            font={"color": colour, "size": 12},
            hovertext=scale.text(value * scale.divisor),
        )


def _apart(labels: list[tuple[float, str, str]], step: float) -> list[tuple[float, tuple[float, str, str]]]:
    """Each label with a place at least ``step`` above the one before, all shifted down by half of what it took."""
    places: list[float] = []
    for value, _text, _colour in labels:
        places.append(max(value, places[-1] + step) if places else value)
    shift = max((place - label[0] for place, label in zip(places, labels, strict=True)), default=0.0) / 2
    return [(max(place - shift, 0.0), label) for place, label in zip(places, labels, strict=True)]


def _hover(running: DataFrame, name: str, scale: Scale) -> dict[str, object]:
    titles = {
        "actual": _("reached"),
        "last_year": _("a year before"),
        "plan": _("plan's pace"),
        "mid": _("heading for"),
    }
    texts = [
        "" if pd.isna(value) else f"{short_day(day.date())}: {titles[name]} {scale.text(float(value))}"
        for day, value in zip(running["on_day"], running[name], strict=True)
    ]
    return {"hovertext": texts, "hoverinfo": "text"}


def _ticks(days: "pd.Series[pd.Timestamp]") -> dict[pd.Timestamp, str]:
    """Every sixth day of a month, its last one included; the first days of months of longer periods."""
    if len(days) > _MONTH_DAYS:
        firsts = [day for day in days if day.day == 1]
        return {day: month(day.date()).split("\u00a0")[0] for day in firsts}
    shown = {days.iloc[0]: short_day(days.iloc[0].date())}
    last: date = days.iloc[-1].date()
    steps = range(_TICK_DAYS, last.day - 2, _TICK_DAYS)
    return shown | {days.iloc[step - 1]: str(step) for step in [*steps, last.day]}
