"""The headline numbers of the client base page."""

from analytics.base_quality import Result, findings
from analytics.base_quality.rows import not_invoiced_rows, pair_rows
from analytics.words import _, ngettext, share, short_money, whole
from pages.components import kpis
from pages.components.kpis import Bar, Card
from pages.components.view import View


def show(view: View, result: Result) -> None:
    """Draws four cards: what is filled, what is stale, what is there twice, what isn't invoiced."""
    kpis.row(view, [_filled(result), _stale(result), _twice(result), _last(result)])


def _filled(result: Result) -> Card:
    value = findings.filled(result)
    bar = Bar(value, plan=findings.WELL_FILLED, most=1) if value is not None else None
    caption = _("of 7 fields; mark: 95%")
    return Card(_("Filled"), share(value, 1), "clients_filled", value, bar=bar, caption=caption)


def _stale(result: Result) -> Card:
    count = len(result.stale)
    part = count / result.count_clients if result.count_clients else None
    change = share(part) if part is not None else None
    caption = findings.oldest(result)
    label = _("Not touched for too long")
    return Card(label, whole(count), "stale_clients", count, change, against=_("of clients"), caption=caption)


def _twice(result: Result) -> Card:
    rows = pair_rows(result)
    caption = ngettext("pair of clients", "pairs of clients", len(rows))
    return Card(_("Probably entered twice"), whole(len(rows)), "duplicate_pairs", len(rows), caption=caption, rows=rows)


def _last(result: Result) -> Card:
    """What isn't invoiced; where deals and invoices can't be compared, how many clients there are."""
    if result.accounts.state != "compared":
        return Card(_("Clients kept now"), whole(result.count_clients), "current_clients", result.count_clients)
    rows = not_invoiced_rows(result)
    money = rows["value"].sum()
    caption = ngettext("{count} deal", "{count} deals", len(rows))
    return Card(_("Won, not invoiced"), short_money(money), "not_invoiced", money, caption=caption, rows=rows)
