"""Why clients complain: causes sorted, complaints by month, time to settle."""

import plotly.graph_objects as go
from pandas import DataFrame, Series

from analytics.charts.theme import Look, figure, safe, shorten
from analytics.complaints.findings import cause_name
from analytics.words import _, month, number, share, short_money, whole

_ROW = 34
_ROOM = 1.25
_RECENT_MONTHS = 3


def pareto_chart(causes: DataFrame, unclassified: int, look: Look, *, by_money: bool = False) -> go.Figure:
    """Bars of the causes, the largest on top, labelled by share; those that have grown beyond chance in colour.

    ``causes`` has cause, complaints, share, money, money_share, change, significant. By number the complaints without a
    cause come last; by money a client with two causes counts in both, so shares needn't sum to 1.
    """
    value, part = ("money", "money_share") if by_money else ("complaints", "share")
    rows = causes.sort_values([value, "cause"], ascending=[False, True])
    names = [cause_name(cause) for cause in rows["cause"]]
    lengths, parts = list(rows[value]), list(rows[part])
    colours = [_tone(row, look) for _place, row in rows.iterrows()]
    told = [_told(row) for _place, row in rows.iterrows()]
    if unclassified and not by_money:
        total = unclassified + int(rows["complaints"].sum())
        names, lengths, parts = [*names, cause_name(None)], [*lengths, unclassified], [*parts, unclassified / total]
        colours, told = [*colours, look.palette.grid], [*told, whole(unclassified)]
    labels = [share(each) for each in parts]
    return _bars(names, lengths, labels, colours, told, look)


def _bars(
    names: list[str], lengths: list[float], labels: list[str], colours: list[str], told: list[str], look: Look
) -> go.Figure:
    """Horizontal bars, the first on top, each with its label at its end."""
    places = list(range(len(names)))
    chart = figure(look, height=max(230, _ROW * len(names) + 20))
    chart.add_bar(
        x=lengths,
        y=places,
        orientation="h",
        marker={"color": colours},
        text=labels,
        textposition="outside",
        textfont={"color": look.palette.text, "size": 12},
        cliponaxis=False,
        hovertext=told,
        hoverinfo="text",
    )
    known = [length for length in lengths if length == length]
    chart.update_xaxes(range=[0, max(known, default=1) * _ROOM], showticklabels=False, showline=False)
    shown = [shorten(name) for name in names]
    chart.update_yaxes(tickvals=places, ticktext=shown, range=[len(places) - 0.4, -0.6], showgrid=False)
    return chart


def _tone(row: Series, look: Look) -> str:
    if not row["significant"]:
        return look.palette.grey
    return look.palette.good if row["change"] < 0 else look.palette.bad


def _told(row: Series) -> str:
    return _(
        "{cause}: {count} complaints of {clients} clients who bought for {money} in the last year",
        cause=safe(cause_name(row["cause"])),
        count=whole(row["complaints"]),
        clients=whole(row["clients"]),
        money=short_money(row["money"]),
    )


def trend_chart(months: DataFrame, look: Look) -> go.Figure:
    """Columns of complaints for each hundred active clients by month, the last three in the accent.

    ``months`` has month, complaints, per_hundred: rows of one cause, or of all.
    """
    palette = look.palette
    recent = len(months) - _RECENT_MONTHS
    chart = figure(look, height=230)
    chart.add_bar(
        x=months["month"],
        y=months["per_hundred"],
        marker={"color": [palette.accent if place >= recent else palette.grey for place in range(len(months))]},
        hovertext=[_month_words(row) for _place, row in months.iterrows()],
        hoverinfo="text",
    )
    shown = months["month"].iloc[:: max(1, -(-len(months) // 8))]
    chart.update_xaxes(tickvals=list(shown), ticktext=[month(each) for each in shown])
    chart.update_yaxes(rangemode="tozero", nticks=5, tickformat="~r")
    return chart


def _month_words(row: Series) -> str:
    return _(
        "{month}: {count} complaints, {rate} for each hundred clients",
        month=month(row["month"]),
        count=whole(row["complaints"]),
        rate=number(row["per_hundred"]),
    )


def settle_chart(causes: DataFrame, target_days: int, look: Look) -> go.Figure:
    """Bars of the days by which half are settled, the slowest on top; beyond the target in the colour of late.

    ``causes`` has cause, median_days (missing while more than half are open: then the bar is as long as the longest was
    watched, and pale), longest_days, open; the line is the target.
    """
    palette = look.palette
    rows = causes.assign(
        length=causes["median_days"].fillna(causes["longest_days"]), is_half=causes["median_days"].notna()
    )
    rows = rows.sort_values(["length", "cause"], ascending=[False, True])
    chart = _bars(
        [cause_name(cause) for cause in rows["cause"]],
        list(rows["length"]),
        [_settle_label(row) for _place, row in rows.iterrows()],
        [_settle_tone(row, target_days, look) for _place, row in rows.iterrows()],
        [_settle_words(row) for _place, row in rows.iterrows()],
        look,
    )
    most = max([target_days, *rows["length"]])
    chart.update_xaxes(range=[0, most * _ROOM])
    chart.add_vline(x=target_days, line={"color": palette.text, "width": 2.5})
    chart.add_annotation(
        x=target_days,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=_("target {days}", days=whole(target_days)),
        showarrow=False,
    )
    chart.update_layout(margin={"t": 24})
    return chart


def _settle_label(row: Series) -> str:
    days = number(row["length"], 0)
    return days if row["is_half"] else _("over {days}", days=days)


def _settle_tone(row: Series, target_days: int, look: Look) -> str:
    if row["length"] > target_days:
        return look.palette.late
    return look.palette.grey if row["is_half"] else look.palette.grid


def _settle_words(row: Series) -> str:
    values = {"cause": safe(cause_name(row["cause"])), "days": number(row["length"], 0), "count": whole(row["open"])}
    if not row["is_half"]:
        return _("{cause}: more than half still open after {days} days, {count} open now", **values)
    return _("{cause}: half settled by day {days}, {count} open now", **values)
