"""The client base: who came and left by month, what is filled, and by whom."""

import plotly.graph_objects as go
from pandas import DataFrame, Series

from analytics.base_quality.findings import WELL_FILLED, field_title
from analytics.charts.theme import Look, figure, safe, shorten
from analytics.words import _, month, share, whole

_ROW, _CELL = 34, 30
_TICKS = 6


def growth_chart(months: DataFrame, look: Look) -> go.Figure:
    """Columns of those who came (up) and left (down), by month.

    ``months`` has month, new, ended, clients: one row a month, the last one still running.
    """
    palette, chart = look.palette, figure(look, height=320)
    told = [_told(row) for _place, row in months.iterrows()]
    for values, colour in ((months["new"], palette.accent), (-months["ended"], palette.grey)):
        chart.add_bar(x=months["month"], y=values, marker={"color": colour}, hovertext=told, hoverinfo="text")
    chart.update_layout(barmode="relative")
    chart.add_hline(y=0, line={"color": palette.line, "width": 1})
    shown = months["month"].iloc[:: max(1, -(-len(months) // _TICKS))]
    chart.update_xaxes(tickvals=list(shown), ticktext=[month(each) for each in shown], showline=False)
    chart.update_yaxes(nticks=6, tickformat="~r")
    return chart


def _told(row: Series) -> str:
    return _(
        "{month}: {new} came, {ended} left, {clients} clients at its end",
        month=month(row["month"]),
        new=whole(row["new"]),
        ended=whole(row["ended"]),
        clients=whole(row["clients"]),
    )


def fields_chart(fields: DataFrame, look: Look) -> go.Figure:
    """Bars of the share filled of what analyses need first, the emptiest on top; in the colour of late under 95 %.

    ``fields`` has field, filled, clients, missing, is_first.
    """
    rows = fields[fields["is_first"] & fields["filled"].notna()].sort_values(["filled", "field"])
    palette, places = look.palette, list(range(len(rows)))
    chart = figure(look, height=max(230, _ROW * len(rows) + 20))
    chart.add_bar(
        x=rows["filled"],
        y=places,
        orientation="h",
        marker={"color": [palette.late if value < WELL_FILLED else palette.grey for value in rows["filled"]]},
        text=[share(value, 1) for value in rows["filled"]],
        textposition="outside",
        textfont={"color": palette.text, "size": 12},
        cliponaxis=False,
        hovertext=[_lacking(row) for _place, row in rows.iterrows()],
        hoverinfo="text",
    )
    chart.update_xaxes(range=[0, 1.18], showticklabels=False, showline=False)
    names = [shorten(field_title(field)) for field in rows["field"]]
    chart.update_yaxes(tickvals=places, ticktext=names, range=[len(rows) - 0.4, -0.6], showgrid=False)
    return chart


def _lacking(row: Series) -> str:
    return _(
        "{field}: missing of {count} of {clients} clients",
        field=safe(field_title(row["field"])),
        count=whole(row["missing"]),
        clients=whole(row["clients"]),
    )


def managers_chart(shares: DataFrame, look: Look) -> go.Figure:
    """A map of the share missing by manager (down) and field (across): the more is missing, the deeper the shade.

    ``shares`` has manager_id, manager, field, filled.
    """
    people = list(dict(zip(shares["manager_id"], shares["manager"], strict=True)).items())
    fields = list(dict.fromkeys(shares["field"]))
    found = dict(zip(zip(shares["manager_id"], shares["field"], strict=True), shares["filled"], strict=True))
    cells = [[found.get((key, field)) for field in fields] for key, _name in people]
    palette = look.palette
    chart = figure(look, height=max(230, _CELL * len(people) + 60))
    chart.add_heatmap(
        z=[[0.0 if value is None else 1 - value for value in row] for row in cells],
        x=list(range(len(fields))),
        y=list(range(len(people))),
        text=[["" if value is None else share(value) for value in row] for row in cells],
        texttemplate="%{text}",
        textfont={"size": 12, "color": palette.text},
        colorscale=[[0, palette.background], [1, palette.accent_band]],
        zmin=0,
        zmax=0.5,
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
    )
    names = [shorten(name or key) for key, name in people]
    chart.update_yaxes(
        tickvals=list(range(len(people))), ticktext=names, range=[len(people) - 0.5, -0.5], showgrid=False
    )
    titles = [shorten(field_title(field), 16) for field in fields]
    chart.update_xaxes(tickvals=list(range(len(fields))), ticktext=titles, side="top", showline=False)
    return chart
