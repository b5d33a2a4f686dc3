"""Why clients leave: measured beside stated."""

import math

import plotly.graph_objects as go
from pandas import DataFrame, Series

from analytics.charts.theme import ROOM_FOR_LABELS, Look, figure, shorten
from analytics.words import _, number, share, short_money, whole

_ROW = 30
_MOST = 12
_TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
_FARTHEST = 30.0


def shown_causes(causes: DataFrame) -> DataFrame:
    """The measured causes that the chart has room for, by ratio: significant ones first, then what befell clients.

    Of a trait with two values only the one that leaves more often is drawn.
    """
    known = causes[causes["hazard_ratio"].notna()]
    trait = known["factor"].str.replace("=.*", "", regex=True)
    is_trait = known["factor"].str.startswith("attribute:")
    is_mirrored = is_trait & (trait.map(trait.value_counts()) == 2) & (known["hazard_ratio"] < 1)
    ranked = known.assign(is_trait=is_trait, far=known["hazard_ratio"].map(math.log).abs())[~is_mirrored]
    ranked = ranked.sort_values(["significant", "is_trait", "far", "factor"], ascending=[False, True, False, True])
    return ranked.head(_MOST).sort_values(["hazard_ratio", "factor"], ascending=[False, True], ignore_index=True)


def causes_chart(causes: DataFrame, look: Look) -> go.Figure:
    """A dot and its interval for each cause, on a scale of ratios with 1 as a line; what may be chance is grey."""
    rows, palette = shown_causes(causes), look.palette
    chart = figure(look, height=max(190, _ROW * len(rows) + 50), right=ROOM_FOR_LABELS)
    for place, row in rows.iterrows():
        colour = _tone(row["hazard_ratio"], bool(row["significant"]), look)
        low, high = max(row["low"], 1 / _FARTHEST), min(row["high"], _FARTHEST)
        chart.add_scatter(
            x=[low, high], y=[place, place], mode="lines", line={"color": colour, "width": 2.5}, hoverinfo="skip"
        )
        chart.add_scatter(
            x=[row["hazard_ratio"]],
            y=[place],
            mode="markers",
            marker={"color": colour, "size": 10},
            hovertext=_told(row),
            hoverinfo="text",
        )
        chart.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=8,
            y=place,
            text=_("{times}×", times=number(row["hazard_ratio"])),
            font={"color": palette.text if row["significant"] else palette.muted},
        )
    chart.add_vline(x=1, line={"color": palette.line, "width": 1.5})
    _axes(chart, rows)
    return chart


def stated_chart(stated: DataFrame, look: Look) -> go.Figure:
    """Bars of the reasons given, the most frequent on top, labelled by their share."""
    rows, palette = stated.head(_MOST), look.palette
    chart = figure(look, height=max(190, _ROW * len(rows) + 30))
    chart.add_bar(
        x=rows["clients"],
        y=list(range(len(rows))),
        orientation="h",
        marker={"color": palette.grey},
        text=[share(part) for part in rows["share"]],
        textposition="outside",
        textfont={"color": palette.text, "size": 12},
        cliponaxis=False,
        hovertext=[
            _(
                "{reason}: {count} clients, {money} of revenue",
                reason=row["reason"],
                count=whole(row["clients"]),
                money=short_money(row["money"]),
            )
            for _place, row in rows.iterrows()
        ],
        hoverinfo="text",
    )
    chart.update_xaxes(range=[0, max(rows["clients"], default=1) * 1.2], showticklabels=False, showline=False)
    _names(chart, [str(reason) for reason in rows["reason"]])
    return chart


def _tone(ratio: float, significant: bool, look: Look) -> str:
    if not significant:
        return look.palette.grey
    return look.palette.bad if ratio > 1 else look.palette.good


def _told(row: Series) -> str:
    return _(
        "{name}: leaves {times} times as often ({low}–{high}); {count} left in it",
        name=row["name"],
        times=number(row["hazard_ratio"], 2),
        low=number(row["low"], 2),
        high=number(row["high"], 2),
        count=whole(row["clients"]),
    )


def _axes(chart: go.Figure, rows: DataFrame) -> None:
    low = max(min([0.5, *rows["low"]]), 1 / _FARTHEST) / 1.1
    high = min(max([2.0, *rows["high"]]), _FARTHEST) * 1.1
    ticks = [tick for tick in _TICKS if low <= tick <= high]
    chart.update_xaxes(
        type="log",
        range=[math.log10(low), math.log10(high)],
        tickvals=ticks,
        ticktext=[number(tick, 0 if tick >= 1 else 1) for tick in ticks],
    )
    _names(chart, [str(name) for name in rows["name"]])


def _names(chart: go.Figure, names: list[str]) -> None:
    chart.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=[shorten(name) for name in names],
        range=[len(names) - 0.4, -0.6],
        showgrid=False,
    )
