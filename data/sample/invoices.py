"""Invoices and credits."""

from dataclasses import dataclass, fields

import numpy as np

from data.sample.clients import Clients
from data.sample.contracts import Contracts
from data.sample.days import END, first_day, next_working
from data.sample.deals import Deals
from data.sample.draws import Draws, Flags, Ints
from data.sample.planted import VAT_PERCENT

KINDS = ("invoice", "prepayment", "credit")
INVOICE, PREPAYMENT, CREDIT = range(3)
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
        """Those invoices alone, by flags or in the order of places."""
        return Invoices(**{field.name: getattr(self, field.name)[kept] for field in fields(self)})


@dataclass(frozen=True, slots=True)
class Mismatches:
    """Where the customer system and the accounts differ: deals never invoiced, deals invoiced with another amount."""

    not_invoiced: Ints
    differing: Ints


def invoices(
    deals: Deals, contracts: Contracts, clients: Clients, defaulted: Ints, draws: Draws
) -> tuple[Invoices, Mismatches]:
    """All invoices and credits by day of issue, and the planted mismatches."""
    won = np.flatnonzero(deals.won & (deals.closed <= END))
    mismatches = _mismatches(deals, won, draws)
    sold = _of_deals(deals, won, clients, defaulted, draws)
    sold = sold.only(~np.isin(sold.deal, mismatches.not_invoiced))
    differs = np.isin(sold.deal, mismatches.differing) & (sold.kind == INVOICE)
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
    first = Invoices(client, won, early, early + 7, ahead, np.full(len(won), PREPAYMENT), none)
    rest = Invoices(client, won, day, day + clients.terms[client], amount - ahead, np.full(len(won), INVOICE), none)
    return _joined(first, rest)


def _of_contracts(contracts: Contracts, clients: Clients) -> Invoices:
    """An invoice for each quarter of a contract, without a deal."""
    quarters = np.array([first_day(month) for month in range(1, 36, 3)])
    runs = (contracts.started[:, None] <= quarters) & (quarters < np.minimum(contracts.ended, contracts.ends)[:, None])
    row, quarter = np.nonzero(runs)
    day = next_working(quarters[quarter])
    client = contracts.client[row]
    none, plain = np.full(len(row), -1), np.full(len(row), INVOICE)
    return Invoices(client, none, day, day + clients.terms[client], contracts.monthly[row] * 3, plain, none)


def _joined(*parts: Invoices) -> Invoices:
    return Invoices(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Invoices)))


def _with_credits(whole: Invoices, draws: Draws) -> Invoices:
    """Every fortieth invoice is credited some weeks later, a third of them in full."""
    credited = np.flatnonzero(draws.often(0.025, len(whole)) & (whole.kind == INVOICE))
    percent = np.where(draws.often(0.33, len(credited)), 100, draws.whole(2, 6, len(credited)) * 5)
    day = next_working(whole.issued[credited] + draws.whole(4, 25, len(credited)))
    net = whole.net[credited] * percent // 100
    kind = np.full(len(credited), CREDIT)
    notes = Invoices(whole.client[credited], whole.deal[credited], day, day, net, kind, credited)
    return _joined(whole, notes.only(notes.issued <= END))
