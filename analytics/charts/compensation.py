"""Pay on the scheme's curve, by month against the plan, against the market, and how much of it money has backed."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from pandas import DataFrame

from analytics.charts.scale import Scale, scale
from analytics.charts.theme import Look, figure, shorten
from analytics.words import _, money, month, share

MOST_ROWS = 14
_ROW = 24
_HEADER = 40
_MOST_NAMES = 4
_MONTHS = 13


def curve_chart(curve: DataFrame, statements: DataFrame, look: Look, height: int = 320) -> go.Figure:
    """The scheme's curve (grey line) and each bonus on or off it.

    ``curve``: attainment, share; ``statements``: name, attainment, bonus, paid_bonus, base, flagged, difference. A dot
    is a bonus paid, a ring one due and not paid yet, a red diamond one that isn't the scheme's.
    """
    palette, chart = look.palette, figure(look, height)
    chart.add_scatter(
        x=curve["attainment"],
        y=curve["share"],
        mode="lines",
        line={"color": palette.grey, "width": 2.5},
        hoverinfo="skip",
    )
    dots = statements[statements["attainment"].notna() & (statements["base"].map(_amount) > 0)]
    is_paid = dots["paid_bonus"].notna()
    is_off = is_paid & dots["flagged"].astype(bool) & (dots["difference"].map(_amount) != 0)
    _dots(chart, dots[~is_paid], "bonus", {"symbol": "circle-open", "color": palette.accent, "size": 9})
    _dots(chart, dots[is_paid & ~is_off], "paid_bonus", {"symbol": "circle", "color": palette.accent, "size": 8})
    off = dots[is_off]
    _dots(chart, off, "paid_bonus", {"symbol": "diamond", "color": palette.bad, "size": 12})
    for row in _records(off.head(_MOST_NAMES)):
        place = {"x": row["attainment"], "y": _share_of_base(row["paid_bonus"], row["base"])}
        chart.add_annotation(**place, text=shorten(str(row["name"]), 18), yshift=15, font={"color": palette.bad_text})
    chart.update_xaxes(tickformat=".0%", title={"text": _("attainment of the plan"), "font": {"size": 12}}, nticks=8)
    top = max([*curve["share"], *(_share_of_base(row["paid_bonus"], row["base"]) for row in _records(off)), 0.1])
    chart.update_yaxes(tickformat=".0%", range=[-0.03 * top, 1.12 * top], nticks=6)
    return chart


def months_chart(months: DataFrame, look: Look, pay_scale: Scale, height: int = 230) -> go.Figure:
    """Pay by the scheme a month as columns, the last one coloured; a line marks what plans met exactly would cost.

    ``months``: period, due, at_plan (money).
    """
    palette, chart = look.palette, figure(look, height)
    shown = months.tail(_MONTHS)
    places = list(range(len(shown)))
    due, planned = [_scaled(shown[name], pay_scale) for name in ("due", "at_plan")]
    colours = [palette.accent if place == places[-1] else palette.grey for place in places]
    told = [
        f"{month(row['period'])}: {money(row['due'])}" + _(", at plan {amount}", amount=money(row["at_plan"]))
        for row in _records(shown)
    ]
    chart.add_bar(x=places, y=due, marker={"color": colours}, hovertext=told, hoverinfo="text")
    marks = {"symbol": "line-ew", "size": 20, "line": {"width": 2.5, "color": palette.text}}
    chart.add_scatter(x=places, y=planned, mode="markers", marker=marks, hoverinfo="skip")
    chart.update_layout(bargap=0.4)
    named = places[::-2]
    names = [month(shown["period"].iloc[place]).split("\u00a0")[0] for place in named]
    chart.update_xaxes(tickvals=named, ticktext=names, tickangle=0)
    chart.update_yaxes(rangemode="tozero", nticks=5)
    return chart


def backing_chart(rows: DataFrame, look: Look, pay_scale: Scale) -> go.Figure:
    """One bar a row: backed by money that arrived, open, and of that the part at risk; the largest open part on top.

    ``rows``: name, backed, open, at_risk (money as floats); the rows past ``MOST_ROWS`` are left to the table.
    """
    palette = look.palette
    shown = rows.sort_values(["open", "backed", "name"], ascending=[False, False, True])
    shown = shown.head(MOST_ROWS)
    places = list(range(len(shown)))
    chart = figure(look, _HEADER + _ROW * max(len(shown), 4), right=64)
    safe = shown["open"].astype(float) - shown["at_risk"].astype(float)
    parts = [(shown["backed"], palette.accent), (safe, palette.accent_band), (shown["at_risk"], palette.late)]
    told = [_told_backing(row) for row in _records(shown)]
    for values, colour in parts:
        bars = {"marker": {"color": colour}, "hovertext": told, "hoverinfo": "text"}
        chart.add_bar(y=places, x=_scaled(values, pay_scale), orientation="h", **bars)
    for place, row in zip(places, _records(shown), strict=True):
        backed = float(row["backed"]) / max(float(row["backed"]) + float(row["open"]), 0.01)
        text = {"text": share(backed), "xanchor": "right", "xshift": 60, "font": {"color": palette.text}}
        chart.add_annotation(x=1, xref="paper", y=place, **text)
    chart.add_annotation(x=1, xref="paper", y=-0.95, text=_("backed"), xanchor="right", xshift=60)
    chart.update_layout(barmode="stack", bargap=0.45)
    _names(chart, [str(name) for name in shown["name"]])
    chart.update_xaxes(showgrid=True, showline=False, nticks=6, rangemode="tozero")
    return chart


def market_chart(market: DataFrame, bounds: dict[str, Any], look: Look, pay_scale: Scale) -> go.Figure:
    """Each person's mean month as a dot in their team's row; band the market range, line its mean, tick the median.

    ``market``: name, team, monthly, team_median, place; ``bounds``: low, high and mean (which may be None).
    """
    palette = look.palette
    teams = list(dict.fromkeys(market["team"].fillna("")))
    chart = figure(look, max(190, _HEADER + 44 * len(teams)))
    chart.add_vrect(
        x0=pay_scale(bounds["low"]),
        x1=pay_scale(bounds["high"]),
        fillcolor=palette.accent_band,
        line_width=0,
        layer="below",
    )
    low, high = money(bounds["low"]), money(bounds["high"])
    middle = pay_scale((float(bounds["low"]) + float(bounds["high"])) / 2)
    chart.add_annotation(x=middle, y=-0.85, text=_("market {low}–{high}", low=low, high=high))
    if bounds.get("mean") is not None:
        chart.add_vline(x=pay_scale(bounds["mean"]), line={"color": palette.line, "width": 1.5})
    rows = [teams.index(team) for team in market["team"].fillna("")]
    colours = [palette.accent if place == "inside" else palette.late for place in market["place"]]
    shapes = ["circle" if place == "inside" else "diamond" for place in market["place"]]
    chart.add_scatter(
        x=_scaled(market["monthly"], pay_scale),
        y=[row + _spread(market, place) for place, row in enumerate(rows)],
        mode="markers",
        marker={"color": colours, "symbol": shapes, "size": 9},
        hovertext=[f"{row['name']}: {money(row['monthly'])}" for row in _records(market)],
        hoverinfo="text",
    )
    medians = market.dropna(subset=["team_median"]).drop_duplicates("team")
    chart.add_scatter(
        x=_scaled(medians["team_median"], pay_scale),
        y=[teams.index(team) for team in medians["team"].fillna("")],
        mode="markers",
        marker={"symbol": "line-ns", "size": 24, "line": {"width": 2.5, "color": palette.text}},
        hovertext=[_("median {amount}", amount=money(row["team_median"])) for row in _records(medians)],
        hoverinfo="text",
    )
    _names(chart, [team or _("no team") for team in teams])
    ends = [*map(float, market["monthly"]), float(bounds["low"]), float(bounds["high"])]
    room = (max(ends) - min(ends)) * 0.08
    span = [pay_scale(min(ends) - room), pay_scale(max(ends) + room)]
    chart.update_xaxes(range=span, showgrid=True, showline=False, nticks=6)
    return chart


def pay_scale(*columns: Iterable[Any]) -> Scale:
    """The scale of an axis for these columns of money."""
    return scale([float(value) for column in columns for value in column if not pd.isna(value)], is_money=True)


def _dots(chart: go.Figure, rows: DataFrame, column: str, marker: dict[str, Any]) -> None:
    chart.add_scatter(
        x=rows["attainment"],
        y=[_share_of_base(amount, base) for amount, base in zip(rows[column], rows["base"], strict=True)],
        mode="markers",
        marker=marker,
        hovertext=[_told_bonus(row) for row in _records(rows)],
        hoverinfo="text",
    )


def _told_bonus(row: dict[str, Any]) -> str:
    lines = [
        f"<b>{row['name']}</b>, {month(row['period'])}",
        _("attainment {share}", share=share(row["attainment"], 1)),
    ]
    lines.append(_("by the scheme {amount}", amount=money(row["bonus"], cents=True)))
    if not pd.isna(row["paid_bonus"]):
        lines.append(_("paid {amount}", amount=money(row["paid_bonus"], cents=True)))
    return "<br>".join(lines)


def _told_backing(row: dict[str, Any]) -> str:
    facts = {name: money(row[name]) for name in ("backed", "open", "at_risk")}
    return f"<b>{row['name']}</b><br>" + _("backed {backed}, open {open}, of it at risk {at_risk}", **facts)


def _records(frame: DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _names(chart: go.Figure, names: list[str]) -> None:
    ticks = {"tickvals": list(range(len(names))), "ticktext": [shorten(name, 22) for name in names]}
    chart.update_yaxes(range=[len(names) - 0.4, -1.2 if len(names) else 0], showgrid=False, **ticks)


def _spread(market: DataFrame, place: int) -> float:
    """Shifts neighbours in a row apart, so that equal pay stays two dots."""
    return (-0.14, 0.0, 0.14)[place % 3]


def _share_of_base(amount: Any, base: Any) -> float:
    return float(amount) / float(base)


def _amount(value: Any) -> float:
    return 0.0 if pd.isna(value) else float(value)


def _scaled(values: Any, by: Scale) -> list[float]:
    return [by(float(value)) for value in values]
