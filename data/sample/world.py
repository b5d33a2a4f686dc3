"""The company's life: everything that would happen if no client left, then who leaves, then the rest without them."""

from dataclasses import dataclass, replace

import numpy as np

from data.sample import churn, market
from data.sample.clients import Clients, clients
from data.sample.complaints import Complaints, complaints
from data.sample.contacts import Contacts, contacts
from data.sample.days import END, NEVER
from data.sample.deals import Deals, deals
from data.sample.draws import Draws, Ints
from data.sample.files import numbered
from data.sample.inquiries import inquiries
from data.sample.people import Managers, managers
from data.sample.products import Products, products


@dataclass(slots=True)
class World:
    """The parts that all tables are written from. ``ended`` and ``defaulted`` are days for each client,
    ``campaign`` is the place of the campaign by which it came, −1 for none.
    """

    seed: int
    staff: Managers
    goods: Products
    campaigns: market.Campaigns
    rates: market.Rates
    clients: Clients
    campaign: Ints
    deals: Deals
    contacts: Contacts
    complaints: Complaints
    ended: Ints
    defaulted: Ints
    client_ids: list[str]
    deal_ids: list[str]
    foreign: market.Foreign

    def draws(self, part: str) -> Draws:
        """The stream of the part called so."""
        return Draws(self.seed, part)

    @property
    def first_won(self) -> Ints:
        """The day of each client's first won deal, ``NEVER`` for those who never bought."""
        return churn.first_won(len(self.clients), self.deals)


def world(count: int, budget_for: int, seed: int) -> World:
    """The life of a company with ``count`` clients whose campaigns are paid for ``budget_for`` of them."""
    staff, goods = managers(Draws(seed, "managers")), products()
    campaigns = market.campaigns(budget_for, Draws(seed, "campaigns"))
    rates = market.rates(Draws(seed, "rates"))
    known = clients(count, staff, Draws(seed, "clients"))
    sold = deals(known, staff, goods, inquiries(known, Draws(seed, "inquiries")), Draws(seed, "deals"))
    sold = sold.only((sold.closed >= 0) & (sold.opened <= END))
    talked = contacts(known, sold, staff, Draws(seed, "contacts"))
    grumbled = complaints(sold, staff, Draws(seed, "complaints"))
    ended = churn.ended_days(known, sold, talked, grumbled, Draws(seed, "churn"))
    sold, talked, grumbled = _without_the_gone(known, ended, sold, talked, grumbled)
    sold, foreign = market.in_kronor(sold, rates, Draws(seed, "kronor"))
    return World(
        seed=seed,
        staff=staff,
        goods=goods,
        campaigns=campaigns,
        rates=rates,
        clients=known,
        campaign=campaigns.of_clients(known),
        deals=sold,
        contacts=talked,
        complaints=grumbled,
        ended=ended,
        defaulted=churn.defaults(known, churn.first_won(count, sold), ended, Draws(seed, "defaults")),
        client_ids=numbered("C", count, 5),
        deal_ids=numbered("D", len(sold), 6),
        foreign=foreign,
    )


def _without_the_gone(
    known: Clients, ended: Ints, sold: Deals, talked: Contacts, grumbled: Complaints
) -> tuple[Deals, Contacts, Complaints]:
    """Deals that were open when the client left are lost on that day; nothing begins after it."""
    until = ended[sold.client]
    gone = (sold.closed > until) & (until < NEVER)
    closed = np.where(gone, until, sold.closed)
    manager = known.manager_at(sold.client, np.minimum(closed, END))
    sold = replace(sold, closed=closed, won=sold.won & ~gone, left_with_client=gone, manager=manager)
    kept = sold.opened < until
    place = np.append(np.cumsum(kept) - 1, -1)
    talked = talked.only(talked.day < ended[talked.client])
    grumbled = grumbled.only(grumbled.opened < ended[grumbled.client])
    return (
        sold.only(kept),
        replace(talked, deal=place[talked.deal]),
        replace(grumbled, deal=place[grumbled.deal]),
    )
