"""Whether a model's probabilities come true."""

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts.theme import Look, figure
from analytics.words import _, share, whole


def calibration_chart(bins: Sequence[tuple[float, float, int]], look: Look) -> go.Figure:
    """Dots for (probability said, share that came, rows), beside the line on which both are equal."""
    palette = look.palette
    most = max([0.01, *(max(said, came) for said, came, _rows in bins)]) * 1.08
    chart = figure(look, height=230)
    chart.add_scatter(x=[0, most], y=[0, most], mode="lines", line={"color": palette.line, "width": 1.5, "dash": "dot"})
    chart.add_scatter(
        x=[said for said, _came, _rows in bins],
        y=[came for _said, came, _rows in bins],
        mode="markers",
        marker={"color": palette.accent, "size": 9},
        hovertext=[
            _("said {said}, came {came} of {rows}", said=share(said, 1), came=share(came, 1), rows=whole(rows))
            for said, came, rows in bins
        ],
        hoverinfo="text",
    )
    ticks = [most * part / 4 for part in range(5)]
    axis = {"range": [0, most], "tickvals": ticks, "ticktext": [share(tick, 1 if most < 0.2 else 0) for tick in ticks]}
    chart.update_xaxes(title={"text": _("probability said"), "font": {"size": 12}}, **axis)
    chart.update_yaxes(title={"text": _("share that came"), "font": {"size": 12}}, **axis)
    return chart
