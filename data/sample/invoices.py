"""Invoices, credits and payments, and who defaults."""

from dataclasses import dataclass, fields

import numpy as np

from data.sample.clients import Clients
from data.sample.contracts import Contracts
from data.sample.days import END, NEVER, PAID_THROUGH, first_day, iso, months, next_working, number
from data.sample.deals import Deals
from data.sample.draws import Draws, Flags, Floats, Ints
from data.sample.files import Columns, decimal, named
from data.sample.planted import VAT_PERCENT

KINDS = ("invoice", "prepayment", "credit")
_PAID_TO = number(PAID_THROUGH)
_LARGE = 1_500_000
"""Deals above this many cents are paid partly ahead."""


@dataclass(slots=True)
class Invoices:
    """One element for each invoice or credit: ``net`` in cents, ``credits`` the place of what it credits or −1."""

    client: Ints
    deal: Ints
    issued: Ints
    due: Ints
    net: Ints
    kind: Ints
    credits: Ints

    def __len__(self) -> int:
        return len(self.client)

    @property
    def gross(self) -> Ints:
        """The amount to pay: net with VAT, rounded half up."""
        return (self.net * (100 + VAT_PERCENT) + 50) // 100

    def only(self, kept: Flags | Ints) -> "Invoices":
        """Those invoices alone."""
        return Invoices(**{field.name: getattr(self, field.name)[kept] for field in fields(self)})


@dataclass(frozen=True, slots=True)
class Mismatches:
    """Where the customer system and the accounts differ: deals never invoiced, deals invoiced with another amount."""

    not_invoiced: Ints
    differing: Ints


def defaults(clients: Clients, first_won: Ints, ended: Ints, draws: Draws) -> Ints:
    """The day on which a client defaults, mostly late payers; ``NEVER`` for most."""
    share = 0.01 + np.minimum(clients.late, 60) ** 2 * 0.00006
    begin, until = first_won + 150, np.minimum(ended, _PAID_TO)
    fails = draws.chance(share * 1.2) & (until > begin)
    day = begin + np.floor(draws.uniform(len(clients)) * np.maximum(until - begin, 1)).astype(np.int64)
    return np.where(fails, day, NEVER)


def invoices(
    deals: Deals, contracts: Contracts, clients: Clients, defaulted: Ints, draws: Draws
) -> tuple[Invoices, Mismatches]:
    """All invoices and credits by day of issue, and the planted mismatches."""
    won = np.flatnonzero(deals.won & (deals.closed <= END))
    mismatches = _mismatches(deals, won, draws)
    sold = _of_deals(deals, won, clients, defaulted, draws)
    sold = sold.only(~np.isin(sold.deal, mismatches.not_invoiced))
    differs = np.isin(sold.deal, mismatches.differing) & (sold.kind == 0)
    sold.net = np.where(differs, sold.net * 11 // 10, sold.net)
    whole = _joined(sold, _of_contracts(contracts, clients))
    whole = whole.only((whole.issued <= END) & (whole.net > 0))
    whole = whole.only(np.lexsort((whole.kind, whole.client, whole.issued)))
    return _with_credits(whole, draws), mismatches


def _mismatches(deals: Deals, won: Ints, draws: Draws) -> Mismatches:
    settled = won[(deals.closed[won] < END - 120) & (deals.amount[won] < _LARGE)]
    chosen = np.sort(settled[draws.order(len(settled))[: 10 if len(settled) > 400 else 0]])
    return Mismatches(chosen[::2], chosen[1::2])


def _of_deals(deals: Deals, won: Ints, clients: Clients, defaulted: Ints, draws: Draws) -> Invoices:
    """One invoice on delivery or on closing; a large deal a third ahead; all ahead after a default."""
    client, amount = deals.client[won], deals.amount[won]
    on_closing = draws.often(0.3, len(won))
    shipped = np.minimum(deals.delivered[won], deals.promised[won] + 30)
    day = next_working(np.where(on_closing, deals.closed[won], shipped) + draws.whole(0, 3, len(won)))
    distrusted = defaulted[client] < deals.closed[won]
    split = (amount > _LARGE) | draws.often(0.12, len(won))
    ahead = np.where(distrusted, amount, np.where(split, amount * 3 // 10, 0))
    early = next_working(deals.closed[won] + 1)
    none = np.full(len(won), -1)
    first = Invoices(client, won, early, early + 7, ahead, np.ones(len(won), dtype=np.int64), none)
    rest = Invoices(
        client, won, day, day + clients.terms[client], amount - ahead, np.zeros(len(won), dtype=np.int64), none
    )
    return _joined(first, rest)


def _of_contracts(contracts: Contracts, clients: Clients) -> Invoices:
    """An invoice for each quarter of a contract, without a deal."""
    quarters = np.array([first_day(month) for month in range(1, 36, 3)])
    runs = (contracts.started[:, None] <= quarters) & (quarters < np.minimum(contracts.ended, contracts.ends)[:, None])
    row, quarter = np.nonzero(runs)
    day = next_working(quarters[quarter])
    client = contracts.client[row]
    none, plain = np.full(len(row), -1), np.zeros(len(row), dtype=np.int64)
    return Invoices(client, none, day, day + clients.terms[client], contracts.monthly[row] * 3, plain, none)


def _joined(*parts: Invoices) -> Invoices:
    return Invoices(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Invoices)))


def _with_credits(whole: Invoices, draws: Draws) -> Invoices:
    """Every fortieth invoice is credited some weeks later, a third of them in full."""
    credited = np.flatnonzero(draws.often(0.025, len(whole)) & (whole.kind == 0))
    percent = np.where(draws.often(0.33, len(credited)), 100, draws.whole(2, 6, len(credited)) * 5)
    day = next_working(whole.issued[credited] + draws.whole(4, 25, len(credited)))
    net = whole.net[credited] * percent // 100
    kind = np.full(len(credited), 2)
    notes = Invoices(whole.client[credited], whole.deal[credited], day, day, net, kind, credited)
    return _joined(whole, notes.only(notes.issued <= END))


def invoice_ids(invoices: Invoices) -> list[str]:
    """Year and a running number; credits have a series of their own."""
    years = 2023 + (months(invoices.issued) + 11) // 12
    ids = []
    counted: dict[tuple[int, bool], int] = {}
    for year, kind in zip(years.tolist(), invoices.kind.tolist(), strict=True):
        series = (year, kind == 2)
        counted[series] = counted.get(series, 0) + 1
        ids.append(f"{'CR' if kind == 2 else ''}{year}-{counted[series]:05d}")
    return ids


def invoices_table(invoices: Invoices, own: list[str], ids: dict[str, list[str]]) -> Columns:
    """The ``invoices`` table, by day of issue."""
    order = np.lexsort((np.arange(len(invoices)), invoices.issued))
    whole = invoices.only(order)
    return {
        "invoice_id": named(own, order),
        "client_id": named(ids["clients"], whole.client),
        "deal_id": named(ids["deals"], whole.deal),
        "issued_on": iso(whole.issued),
        "due_on": iso(whole.due),
        "amount": decimal(whole.gross),
        "net_amount": decimal(whole.net),
        "kind": [KINDS[place] for place in whole.kind],
        "credits_invoice_id": named(own, whole.credits),
    }


def payments_table(invoices: Invoices, own: list[str], clients: Clients, defaulted: Ints, draws: Draws) -> Columns:
    """The ``payments`` table up to the day through which the bank's list goes."""
    first, second, part = _paid_days(invoices, clients, defaulted, draws)
    owed = _owed(invoices)
    now = owed * part // 100
    place = np.arange(len(invoices))
    invoice, day, amount = (np.concatenate(pair) for pair in ((place, place), (first, second), (now, owed - now)))
    kept = (day <= _PAID_TO) & (amount > 0)
    invoice, day, amount = invoice[kept], day[kept], amount[kept]
    order = np.lexsort((invoice, day))
    return {
        "payment_id": [f"B{turn + 1:06d}" for turn in range(len(order))],
        "invoice_id": named(own, invoice[order]),
        "paid_on": iso(day[order]),
        "amount": decimal(amount[order]),
    }


def _owed(invoices: Invoices) -> Ints:
    """What is left to pay after credits; nothing for the credits themselves."""
    owed = np.where(invoices.kind == 2, 0, invoices.gross)
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
    strain = np.where((invoices.due > default - 200) & (invoices.due <= default), 25.0, 0.0)
    mean = habit * np.where(invoices.gross > 1_200_000, 1.25, 1.0) + strain
    waits = (draws.waits(count) + draws.waits(count)) / 2
    behind = np.where(invoices.kind == 1, np.minimum(_days(mean * waits), 12), _days(mean * waits) - 3)
    paid = np.maximum(next_working(invoices.due + behind), invoices.issued)
    paid = np.where((invoices.issued <= default) & (paid > default), NEVER, paid)
    parts = draws.often(0.06, count) & (invoices.kind == 0)
    second = np.where(paid < NEVER, next_working(paid + draws.whole(10, 45, count)), NEVER)
    second = np.where(draws.often(0.08, count), NEVER, second)
    return paid, second, np.where(parts, draws.whole(4, 8, count) * 10, 100)


def _days(values: Floats) -> Ints:
    return np.floor(np.round(values, 6)).astype(np.int64)
