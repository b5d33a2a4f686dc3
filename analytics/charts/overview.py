"""What changed against the year before."""

import plotly.graph_objects as go
from pandas import DataFrame

from analytics.charts.scale import Scale
from analytics.charts.theme import Look, figure, shorten

_ROW = 40
_ROOM = 1.3


def movers_chart(movers: DataFrame, look: Look, scale: Scale) -> go.Figure:
    """Bars from zero, one a mover (name, change), the largest loss on top; they add up to the title's number."""
    palette = look.palette
    rows = list(range(len(movers)))
    chart = figure(look, height=max(_ROW * len(rows), 230))
    chart.add_bar(
        y=rows,
        x=scale.axis(movers["change"]),
        orientation="h",
        marker={"color": [palette.good if change > 0 else palette.bad for change in movers["change"]]},
        text=[scale.change(change) for change in movers["change"]],
        textposition="outside",
        textfont={"color": palette.text, "size": 12},
        hovertext=[f"{row['name']}: {scale.change(row['change'])}" for row in movers.to_dict("records")],
        hoverinfo="text",
        cliponaxis=False,
    )
    low, high = min(0.0, scale(movers["change"].min())), max(0.0, scale(movers["change"].max()))
    span = (high - low) * (_ROOM - 1) / 2 or 1.0
    chart.update_layout(bargap=0.5)
    chart.update_xaxes(range=[low - span, high + span], showticklabels=False, showline=False)
    chart.update_yaxes(
        range=[len(rows) - 0.4, -0.6],
        tickvals=rows,
        ticktext=[shorten(str(name)) for name in movers["name"]],
        showgrid=False,
    )
    chart.add_vline(x=0, line={"color": palette.line, "width": 1})
    return chart
