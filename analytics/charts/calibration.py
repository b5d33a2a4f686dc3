"""Whether a model's probabilities come true."""

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts.theme import Look, figure
from analytics.words import _, share, whole

_STEPS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)


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
    ticks = _ticks(most)
    axis = {"range": [0, most], "tickvals": ticks, "ticktext": [share(tick, 1 if most < 0.04 else 0) for tick in ticks]}
    chart.update_xaxes(title={"text": _("chance that it says"), "font": {"size": 12}}, **axis)
    chart.update_yaxes(title={"text": _("share that came"), "font": {"size": 12}}, **axis)
    return chart


def _ticks(most: float) -> list[float]:
    """Round shares from 0 up to ``most``, six at most."""
    step = next((step for step in _STEPS if most / step < 6), _STEPS[-1])
    return [place * step for place in range(int(most / step) + 1)]
