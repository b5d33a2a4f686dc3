"""The headline numbers of the reliability page."""

import pandas as pd
from pandas import DataFrame

from analytics import reliability
from analytics.reliability import Result
from analytics.words import _, ngettext, number, points, share, short_money, signed, whole
from pages.components import kpis
from pages.components.kpis import Arrow, Card, Tone
from pages.components.view import View


def show(view: View, result: Result) -> None:
    """Draws four cards: late share, days beyond terms, money open with the likely late, expected loss."""
    kpis.row(view, _cards(result))


def _cards(result: Result) -> list[Card]:
    late, days = reliability.late_rows(result), reliability.days_rows(result)
    risky, loss = reliability.risky_rows(result), reliability.loss_rows(result)
    owed, lost = reliability.total(risky), reliability.total(loss)
    of = _("of {count} invoices in a year", count=whole(len(late)))
    clients, money = ngettext("one client", "{count} clients", len(risky)), _("of the money open")
    shares = _card(_("Over 30 days late"), "late_share", (late, reliability.late_rows(result, 1)), of, result)
    terms = _card(
        _("Days beyond terms"),
        "days_beyond_terms",
        (days, reliability.days_rows(result, 1)),
        _("the average euro"),
        result,
    )
    return [
        shares,
        terms,
        Card(_("Open, class D and E"), short_money(owed), "risky_open", owed, caption=clients, rows=risky),
        Card(_("Expected loss"), short_money(lost), "expected_loss", lost, caption=money, rows=loss),
    ]


def _card(label: str, metric: str, years: tuple[DataFrame, DataFrame], caption: str, result: Result) -> Card:
    """A ratio of the last year, its change from the year before, and its quarters."""
    now, before = (reliability.total(rows) for rows in years)
    is_share = metric == "late_share"
    value = share(now, 1) if is_share else number(now)
    columns = reliability.by_quarter(pd.concat(years), result)
    if now is None or before is None:
        return Card(label, value, metric, now, columns=columns, caption=caption, rows=years[0])
    change = points(now - before) if is_share else signed(number(now - before))
    tone: Tone = "late" if now > before else "good"
    arrow: Arrow = "up" if now > before else "down"
    return Card(
        label,
        value,
        metric,
        now,
        change,
        tone,
        arrow,
        _("on last year"),
        columns=columns,
        caption=caption,
        rows=years[0],
    )
