"""Who pays how late: money open by class, money by days beyond terms, one client's invoices."""

import pandas as pd
import plotly.graph_objects as go
from pandas import DataFrame, Series

from analytics.charts.scale import Scale, scale
from analytics.charts.theme import Look, figure, safe
from analytics.reliability.lateness import LATE_DAYS
from analytics.words import _, day, money, month, ngettext, number, share, short_money, whole

_ROW = 34
_ROOM = 1.25


def classes_chart(classes: DataFrame, look: Look) -> go.Figure:
    """A bar a class: its money open, the part past due in the colour of late; labelled by money.

    ``classes`` has class (missing: not scored), clients, open_amount, overdue_amount, from A down.
    """
    unit = _unit(classes["open_amount"])
    places = list(range(len(classes)))
    chart = figure(look, height=max(230, _ROW * len(classes) + 30))
    overdue = classes["overdue_amount"].clip(upper=classes["open_amount"])
    parts = ((overdue, look.palette.late), (classes["open_amount"] - overdue, look.palette.grey))
    for values, colour in parts:
        chart.add_bar(
            x=unit.axis(values),
            y=places,
            orientation="h",
            marker={"color": colour},
            hovertext=[_class_words(row) for _place, row in classes.iterrows()],
            hoverinfo="text",
        )
    for place, row in classes.reset_index(drop=True).iterrows():
        amount = row["open_amount"]
        chart.add_annotation(x=unit(amount), y=place, text=short_money(amount), xanchor="left", xshift=6)
    most = max(1e-9, unit(float(classes["open_amount"].max())) if len(classes) else 1.0)
    chart.update_layout(barmode="stack")
    chart.update_xaxes(range=[0, most * _ROOM], showticklabels=False, showline=False)
    names = [_("Class {name}", name=name) if isinstance(name, str) else _("Not classed") for name in classes["class"]]
    chart.update_yaxes(tickvals=places, ticktext=names, range=[len(places) - 0.4, -0.6], showgrid=False)
    return chart


def _class_words(row: Series) -> str:
    values = {"open": money(row["open_amount"]), "overdue": money(row["overdue_amount"])}
    return ngettext(
        "one client: {open} open, {overdue} of it past due",
        "{count} clients: {open} open, {overdue} of it past due",
        int(row["clients"]),
        **values,
    )


def _unit(values: Series) -> Scale:
    return scale([float(value) for value in values], is_money=True)


def classes_unit(classes: DataFrame) -> str:
    """The unit of the chart's money, in words for its caption."""
    return _unit(classes["open_amount"]).unit


def days_chart(days: DataFrame, look: Look) -> go.Figure:
    """A column a step of days beyond terms: money paid (grey; beyond 30 days in the colour of late) and unpaid (bad).

    ``days`` has to_days (the step's upper end, missing for the last), paid, unpaid, invoices; labelled by share.
    """
    total = days["paid"] + days["unpaid"]
    unit = scale([float(value) for value in total], is_money=True)
    late = days["to_days"].isna() | (days["to_days"] > LATE_DAYS)
    paid = [look.palette.late if is_late else look.palette.grey for is_late in late]
    chart = figure(look, height=230)
    for values, colours in ((days["paid"], paid), (days["unpaid"], look.palette.bad)):
        chart.add_bar(
            x=list(range(len(days))),
            y=unit.axis(values),
            marker={"color": colours},
            hovertext=[_step_words(row) for _place, row in days.iterrows()],
            hoverinfo="text",
        )
    whole_ = float(total.sum())
    for place, value in enumerate(total):
        text = share(value / whole_) if whole_ else ""
        chart.add_annotation(x=place, y=unit(value), text=text, yanchor="bottom", yshift=2)
    most = max(1e-9, unit(float(total.max())) if len(total) else 1.0)
    chart.update_layout(barmode="stack")
    chart.update_yaxes(range=[0, most * 1.15], tickformat=",~r")
    chart.update_xaxes(tickvals=list(range(len(days))), ticktext=_steps(days["to_days"]))
    return chart


def days_unit(days: DataFrame) -> str:
    """The unit of the chart's money, in words for its caption."""
    return scale([float(value) for value in days["paid"] + days["unpaid"]], is_money=True).unit


def _steps(ends: Series) -> list[str]:
    """Names of the steps: in time, 1–15 days, …, over 60."""
    names, begin = [], 0
    for end in ends:
        if pd.isna(end):
            names.append(_("over {days}", days=whole(begin)))
        elif not int(end):
            names.append(_("in time"))
        else:
            names.append(_("{low}–{high} days", low=whole(begin + 1), high=whole(end)))
        begin = 0 if pd.isna(end) else int(end)
    return names


def _step_words(row: Series) -> str:
    return _(
        "{count} invoices: {paid} paid, {unpaid} still out",
        count=whole(row["invoices"]),
        paid=money(row["paid"]),
        unpaid=money(row["unpaid"]),
    )


def invoices_chart(evidence: DataFrame, look: Look) -> go.Figure:
    """One client's invoices by due day and days beyond it: circles paid, diamonds late, crosses overdue, rings not due.

    ``evidence`` has invoice_id, due_on, days_late, is_settled, is_late, is_credited, owed. The dotted line is 30 days.
    """
    palette = look.palette
    chart = figure(look, height=230)
    rows = evidence[~evidence["is_credited"]]
    kinds = (
        (rows["is_settled"] & ~rows["is_late"], "circle", palette.grey),
        (rows["is_settled"] & rows["is_late"], "diamond", palette.late),
        (~rows["is_settled"] & (rows["days_late"] > 0), "x", palette.bad),
        (~rows["is_settled"] & (rows["days_late"] <= 0), "circle-open", palette.accent),
    )
    for chosen, symbol, colour in kinds:
        part = rows[chosen]
        chart.add_scatter(
            x=pd.to_datetime(part["due_on"]),
            y=part["days_late"],
            mode="markers",
            marker={"symbol": symbol, "color": colour, "size": 11},
            hovertext=[_invoice_words(row) for _place, row in part.iterrows()],
            hoverinfo="text",
        )
    chart.add_hline(y=LATE_DAYS, line={"color": palette.line, "width": 1.5, "dash": "dot"})
    chart.add_hline(y=0, line={"color": palette.line, "width": 1})
    chart.update_yaxes(tickformat="~r")
    _due_days(chart, rows)
    return chart


def _due_days(chart: go.Figure, rows: DataFrame) -> None:
    """Ticks of the axis of days: the months of at most five due days, evenly spread."""
    days = pd.to_datetime(rows["due_on"])
    count = min(5, days.nunique())
    shown = list(pd.date_range(days.min(), days.max(), periods=count)) if count else []
    chart.update_xaxes(tickvals=shown, ticktext=[month(one) for one in shown], tickangle=0)


def _invoice_words(row: Series) -> str:
    values = {"invoice": safe(row["invoice_id"]), "money": money(row["owed"]), "due": day(row["due_on"])}
    if not row["is_settled"]:
        return _("{invoice}: {money}, due {due}, not paid", **values)
    return _("{invoice}: {money}, due {due}, {days} days late", **values, days=number(max(0, row["days_late"]), 0))
