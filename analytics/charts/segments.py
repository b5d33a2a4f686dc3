"""Segments: how large, what they need, and who moved where."""

from collections.abc import Sequence

import plotly.graph_objects as go
from pandas import DataFrame, Series

from analytics.charts.theme import Look, figure, shorten
from analytics.words import _, share, short_money, whole

_ROW = 46
_CELL = 34
_ROOM = 1.18


def sizes_chart(segments: DataFrame, look: Look) -> go.Figure:
    """Two bars a segment: its share of the clients (grey) and of the revenue (accent), labelled."""
    palette = look.palette
    rows = list(range(len(segments)))
    chart = figure(look, height=max(230, _ROW * len(rows) + 20))
    for column, colour, shift in (("share", palette.grey, -0.19), ("revenue_share", palette.accent, 0.19)):
        chart.add_bar(
            x=segments[column].fillna(0),
            y=[row + shift for row in rows],
            width=0.34,
            orientation="h",
            marker={"color": colour},
            text=[share(part) for part in segments[column]],
            textposition="outside",
            textfont={"color": palette.text, "size": 12},
            cliponaxis=False,
            hovertext=[_told(row) for _place, row in segments.iterrows()],
            hoverinfo="text",
        )
    most = max([0.01, *segments["share"], *segments["revenue_share"].fillna(0)])
    chart.update_xaxes(range=[0, most * _ROOM], showticklabels=False, showline=False)
    chart.update_yaxes(
        tickvals=rows,
        ticktext=[shorten(name) for name in segments["name"]],
        range=[len(rows) - 0.4, -0.6],
        showgrid=False,
    )
    return chart


def needs_chart(needs: DataFrame, look: Look) -> go.Figure:
    """A heatmap of one hue: the share of a segment's clients with a need, in numbers in the cells."""
    common = needs.groupby("need", sort=True)["clients"].sum().sort_values(ascending=False, kind="stable")
    return _map(needs, ("name", "need", "share"), list(common.index), look)


def drift_chart(drift: DataFrame, look: Look) -> go.Figure:
    """A heatmap from the segment of a year before (down) to the one now (across): numbers of clients in the cells."""
    size = drift.groupby("before_name")["clients"].transform("sum")
    order = list(dict.fromkeys([*drift["before_name"], *drift["name"]]))
    columns = [name for name in order if name in set(drift["name"])]
    return _map(drift.assign(part=drift["clients"] / size), ("before_name", "name", "part"), columns, look, "clients")


def _told(row: Series) -> str:
    return _(
        "{name}: {count} clients ({part}), {money} ({revenue})",
        name=row["name"],
        count=whole(row["clients"]),
        part=share(row["share"]),
        money=short_money(row["revenue"]),
        revenue=share(row["revenue_share"]),
    )


def _map(frame: DataFrame, names: tuple[str, str, str], columns: list[str], look: Look, counted: str = "") -> go.Figure:
    """Rows in the order of the frame; the shade is the third of the columns named, the text it or ``counted``."""
    down, across, shade = names
    rows = list(dict.fromkeys(frame[down]))
    cells = {(row, column): place for place, (row, column) in enumerate(zip(frame[down], frame[across], strict=True))}
    values = [[_at(frame[shade], cells.get((row, column))) for column in columns] for row in rows]
    texts = [[_text(frame, cells.get((row, column)), shade, counted) for column in columns] for row in rows]
    chart = figure(look, height=max(230, _CELL * len(rows) + 90))
    chart.add_heatmap(
        z=values,
        x=list(range(len(columns))),
        y=list(range(len(rows))),
        colorscale=[[0, look.palette.background], [1, look.palette.accent]],
        zmin=0,
        zmax=max(0.01, max(frame[shade], default=0.01)),
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
    )
    _write(chart, values, texts, look)
    chart.update_xaxes(
        tickvals=list(range(len(columns))),
        ticktext=[shorten(name, 18) for name in columns],
        side="top",
        showline=False,
    )
    chart.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[shorten(name) for name in rows],
        range=[len(rows) - 0.5, -0.5],
        showgrid=False,
    )
    return chart


def _at(values: Series, place: int | None) -> float:
    return 0.0 if place is None else float(values.iloc[place])


def _text(frame: DataFrame, place: int | None, shade: str, counted: str) -> str:
    if place is None:
        return ""
    return whole(frame[counted].iloc[place]) if counted else share(frame[shade].iloc[place])


def _write(chart: go.Figure, values: Sequence[Sequence[float]], texts: Sequence[Sequence[str]], look: Look) -> None:
    """Numbers in the cells, in whichever of two colours stands out from the shade."""
    most = max([0.01, *(value for row in values for value in row)])
    for row, (shades, words) in enumerate(zip(values, texts, strict=True)):
        for column, (value, word) in enumerate(zip(shades, words, strict=True)):
            if word:
                font = {"color": _readable(value / most, look), "size": 12}
                chart.add_annotation(x=column, y=row, text=word, font=font)


def _readable(part: float, look: Look) -> str:
    """The text or the background colour: whichever contrasts more with a shade ``part`` of the way to the accent."""
    low, high = _channels(look.palette.background), _channels(look.palette.accent)
    shade = _light([start + part * (end - start) for start, end in zip(low, high, strict=True)])
    colours = (look.palette.text, look.palette.background)
    return max(colours, key=lambda colour: _contrast(_light(_channels(colour)), shade))


def _channels(colour: str) -> list[float]:
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]


def _light(channels: Sequence[float]) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])


def _contrast(first: float, second: float) -> float:
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
