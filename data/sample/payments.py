"""The ``invoices`` and ``payments`` tables: what was billed, and what arrived of it when."""

import numpy as np

from data.sample.clients import Clients
from data.sample.days import NEVER, PAID_TO, START, iso, months, next_working
from data.sample.draws import Draws, Floats, Ints, rounded
from data.sample.files import Columns, decimal, named, numbered
from data.sample.invoices import CREDIT, INVOICE, KINDS, PREPAYMENT, Invoices
from data.sample.planted import LARGE_INVOICE, LARGE_LATE, STRAIN, STRAIN_DAYS
from data.sample.world import World


def invoice_ids(invoices: Invoices) -> list[str]:
    """Year and a running number; credits have a series of their own."""
    years = START.year + (months(invoices.issued) + START.month - 1) // 12
    counted: dict[str, int] = {}
    ids = []
    for year, kind in zip(years.tolist(), invoices.kind.tolist(), strict=True):
        series = f"{'CR' if kind == CREDIT else ''}{year}"
        counted[series] = counted.get(series, 0) + 1
        ids.append(f"{series}-{counted[series]:05d}")
    return ids


def invoices_table(world: World, invoices: Invoices, own: list[str]) -> Columns:
    """The ``invoices`` table, by day of issue; ``own`` are the invoices' ids."""
    order = np.lexsort((np.arange(len(invoices)), invoices.issued))
    listed = invoices.only(order)
    return {
        "invoice_id": named(own, order),
        "client_id": named(world.client_ids, listed.client),
        "deal_id": named(world.deal_ids, listed.deal),
        "issued_on": iso(listed.issued),
        "due_on": iso(listed.due),
        "amount": decimal(listed.gross),
        "net_amount": decimal(listed.net),
        "kind": named(KINDS, listed.kind),
        "credits_invoice_id": named(own, listed.credits),
    }


def payments_table(invoices: Invoices, own: list[str], clients: Clients, defaulted: Ints, draws: Draws) -> Columns:
    """The ``payments`` table up to the day through which the bank's list goes."""
    first, second, part = _paid_days(invoices, clients, defaulted, draws)
    owed = _owed(invoices)
    now = owed * part // 100
    invoice = np.tile(np.arange(len(invoices)), 2)
    day, amount = np.concatenate([first, second]), np.concatenate([now, owed - now])
    arrived = np.flatnonzero((day <= PAID_TO) & (amount > 0))
    order = arrived[np.lexsort((invoice[arrived], day[arrived]))]
    return {
        "payment_id": numbered("B", len(order), 6),
        "invoice_id": named(own, invoice[order]),
        "paid_on": iso(day[order]),
        "amount": decimal(amount[order]),
    }


def _owed(invoices: Invoices) -> Ints:
    """What is left to pay after credits; nothing for the credits themselves."""
    owed = np.where(invoices.kind == CREDIT, 0, invoices.gross)
    notes = invoices.credits >= 0
    np.subtract.at(owed, invoices.credits[notes], invoices.gross[notes])
    return np.maximum(owed, 0)


def _paid_days(invoices: Invoices, clients: Clients, defaulted: Ints, draws: Draws) -> tuple[Ints, Ints, Ints]:
    """Day of payment, day of a second part, and the first part in percent.

    Days beyond terms are a gamma of shape 2 around the client's mean, longer for large invoices and before a default;
    after a default nothing that was owed is paid.
    """
    count = len(invoices)
    habit = clients.late[invoices.client]
    default = defaulted[invoices.client]
    strain = np.where((invoices.due > default - STRAIN_DAYS) & (invoices.due <= default), STRAIN, 0.0)
    mean = habit * np.where(invoices.gross > LARGE_INVOICE * 100, LARGE_LATE, 1.0) + strain
    waits = (draws.waits(count) + draws.waits(count)) / 2
    behind = np.where(invoices.kind == PREPAYMENT, np.minimum(_days(mean * waits), 12), _days(mean * waits) - 3)
    paid = np.maximum(next_working(invoices.due + behind), invoices.issued)
    paid = np.where((invoices.issued <= default) & (paid > default), NEVER, paid)
    parts = draws.often(0.06, count) & (invoices.kind == INVOICE)
    second = np.where(paid < NEVER, next_working(paid + draws.whole(10, 45, count)), NEVER)
    second = np.where(draws.often(0.08, count), NEVER, second)
    return paid, second, np.where(parts, draws.whole(4, 8, count) * 10, 100)


def _days(values: Floats) -> Ints:
    return np.floor(rounded(values)).astype(np.int64)
