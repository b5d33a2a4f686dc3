"""The sample company's deals: what is asked for, how it ends, when it is promised and delivered."""

from dataclasses import dataclass, fields

import numpy as np

from data.sample.clients import LONG_AGO, NEEDS, REGIONS, Clients
from data.sample.days import END, NEVER, last_working, months, next_working
from data.sample.draws import Draws, Flags, Floats, Ints, integers
from data.sample.people import NEW_HIRE, RAMP_UP_DAYS, Managers
from data.sample.planted import (
    CHANNELS,
    COMPETITORS,
    OTHER_COMPETITOR_EFFECT,
    PRICE_COMPETITOR,
    PRICE_COMPETITOR_EFFECT,
    PRICE_COMPETITOR_SHARE,
    PRICE_REGION,
    RAMP_UP_EFFECT,
    UNITS,
)
from data.sample.products import Products

LINES = 3
"""At most so many lines a deal."""
_LEVEL = 0.77
"""Brings the skewed sizes of clients and deals back to the types' mean amounts."""


@dataclass(slots=True)
class Deals:
    """One element for each deal, by opening day; days are numbers, money whole cents, −1 stands for none.

    ``product``, ``quantity``, ``price``, ``cost`` are deals × lines. ``closed`` may lie after the last day, or be
    ``NEVER`` for deals that stall; ``won`` says how it ends, also where that isn't seen yet.
    """

    client: Ints
    opened: Ints
    closed: Ints
    won: Flags
    first: Flags
    manager: Ints
    discount: Ints
    product: Ints
    quantity: Ints
    price: Ints
    cost: Ints
    competitor: Ints
    promised: Ints
    delivered: Ints
    unit: Ints
    left_with_client: Flags

    def __len__(self) -> int:
        return len(self.client)

    @property
    def amount(self) -> Ints:
        """The whole deal's amount in cents."""
        return integers(self.price.sum(axis=1))

    def only(self, kept: Flags) -> "Deals":
        """Those deals alone."""
        return Deals(**{field.name: getattr(self, field.name)[kept] for field in fields(self)})


@dataclass(frozen=True, slots=True)
class _Asked:
    """The inquiries with who answers them; ``first`` marks a new client's first one."""

    client: Ints
    opened: Ints
    first: Flags
    manager: Ints


def deals(clients: Clients, people: Managers, goods: Products, inquiries: tuple[Ints, Ints], draws: Draws) -> Deals:
    """Every deal that the inquiries (clients and days) would lead to if no client ever left."""
    client, opened = inquiries
    first = _is_first(client) & (clients.since[client] > LONG_AGO)
    asked = _Asked(client, opened, first, clients.manager_at(client, opened))
    discount = _discounts(clients, people, asked, draws)
    competitor = _competitors(clients.region[client], draws)
    won = draws.chance(_win_shares(clients, people, asked, discount, competitor))
    closed = _closings(people, asked, won, draws)
    product = _chosen(clients, people, goods, asked, draws)
    quantity, price, cost = _priced(_wanted(clients, asked, draws), goods, product, discount, draws)
    unit = _units(goods, product[:, 0], draws)
    promised, delivered = _deliveries(closed, unit, draws)
    return Deals(
        client=client,
        opened=opened,
        closed=closed,
        won=won,
        first=first,
        manager=clients.manager_at(client, np.minimum(closed, END)),
        discount=discount,
        product=product,
        quantity=quantity,
        price=price,
        cost=cost,
        competitor=competitor,
        promised=promised,
        delivered=delivered,
        unit=unit,
        left_with_client=np.zeros(len(client), dtype=bool),
    )


def _is_first(client: Ints) -> Flags:
    first = np.zeros(len(client), dtype=bool)
    first[np.unique(client, return_index=True)[1]] = True
    return first


def _discounts(clients: Clients, people: Managers, asked: _Asked, draws: Draws) -> Ints:
    """Whole percents: by type and by how the manager works; few pass the manager's own limit."""
    count = len(asked.client)
    usual = clients.of_kind("discount", asked.client) + people.of_conduct("discount")[asked.manager]
    given = np.round(usual * draws.uniform(count, 0.2, 1.8)).astype(np.int64)
    given[draws.often(0.35, count) & (usual < 7)] = 0
    beyond = draws.often(0.015, count)
    limit = people.discount_limit[asked.manager]
    return np.where(beyond, limit + draws.whole(1, 5, count), np.clip(given, 0, limit))


def _competitors(region: Ints, draws: Draws) -> Ints:
    """The competitor met, by region; −1 for none."""
    shares = np.array([competitor.share for competitor in COMPETITORS])
    weights = np.tile(shares, (len(region), 1))
    weights[region == REGIONS.index(PRICE_REGION), place_of(PRICE_COMPETITOR)] = PRICE_COMPETITOR_SHARE
    none = 1 - weights.sum(axis=1, keepdims=True)
    return draws.pick_each(np.concatenate([none, weights], axis=1)) - 1


def place_of(competitor: str) -> int:
    """The competitor's place in ``COMPETITORS``."""
    return [known.name for known in COMPETITORS].index(competitor)


def _win_shares(clients: Clients, people: Managers, asked: _Asked, discount: Ints, competitor: Ints) -> Floats:
    """By type, discount, conduct and competitor; someone new needs time; who came by recommendation buys sooner."""
    wins = clients.of_kind("win", asked.client)
    share = wins + clients.of_kind("discount_pull", asked.client) * discount + people.of_conduct("win")[asked.manager]
    there = clients.region[asked.client] == REGIONS.index(PRICE_REGION)
    by_price = there & (competitor == place_of(PRICE_COMPETITOR))
    share += np.where(by_price, PRICE_COMPETITOR_EFFECT, np.where(competitor >= 0, OTHER_COMPETITOR_EFFECT, 0.0))
    learning = (asked.manager == NEW_HIRE) & (asked.opened < people.hired[NEW_HIRE] + RAMP_UP_DAYS)
    conversion = np.array([channel.conversion for channel in CHANNELS])[clients.channel[asked.client]]
    share += np.where(learning, RAMP_UP_EFFECT, 0.0) + np.where(asked.first, conversion - 0.8, 0.0)
    return np.where(wins == 0, 0.0, np.clip(share, 0.04, 0.96))


def _closings(people: Managers, asked: _Asked, won: Flags, draws: Draws) -> Ints:
    """Days of decision; some lost ones never end, most of them with managers whose talks stay open."""
    usual = np.where(asked.first, 33.0, 15.0) * people.of_conduct("duration")[asked.manager]
    days = np.floor(1 + usual * np.where(won, 1.0, 1.3) * draws.skewed(len(won), 0.6)).astype(np.int64)
    stalls = ~won & draws.chance(people.of_conduct("stalled")[asked.manager])
    return np.where(stalls, NEVER, next_working(asked.opened + days))


def _chosen(clients: Clients, people: Managers, goods: Products, asked: _Asked, draws: Draws) -> Ints:
    """Products by line: mostly what the client needs; broad managers sell across the range. −1: no such line."""
    need = np.array([goods.categories.index(name) for name in NEEDS])[clients.need[asked.client]]
    count = len(need)
    chosen = np.full((count, LINES), -1)
    broad = people.of_conduct("breadth")[asked.manager]
    there = np.ones(count, dtype=bool)
    for line, share in enumerate((1.0, 0.42, 0.38)):
        other = draws.chance(broad if line else np.full(count, 0.3))
        category = np.where(other, draws.whole(0, len(goods.categories) - 1, count), need)
        product = goods.one_of(category, draws)
        there = there & draws.often(share, count) & (chosen != product[:, None]).all(axis=1)
        chosen[:, line] = np.where(there, product, -1)
    return chosen


def _wanted(clients: Clients, asked: _Asked, draws: Draws) -> Floats:
    """The amount in euros that the client has in mind: type, size, chance; growing clients grow, prices rise."""
    years = (asked.opened - END / 2) / 365
    growing = 1 + clients.of_kind("growth", asked.client) * 0.12 * years
    rising = 1 + 0.02 * months(asked.opened) / 12
    usual = clients.of_kind("deal", asked.client) * clients.size[asked.client] * growing * rising
    return usual * draws.skewed(len(years), 0.5) * _LEVEL


def _priced(wanted: Floats, goods: Products, product: Ints, discount: Ints, draws: Draws) -> tuple[Ints, Ints, Ints]:
    """Quantity, amount and cost of each line in whole cents."""
    there = product >= 0
    weights = np.where(there, np.array([0.62, 0.26, 0.12]), 0.0)
    weights = weights / weights.sum(axis=1, keepdims=True)
    listed = goods.price[np.maximum(product, 0)]
    quantity = np.maximum(1, np.round(wanted[:, None] * weights * 100 / listed)).astype(np.int64)
    quantity = np.where(there, quantity, 0)
    price = (quantity * listed * (100 - discount[:, None]) + 50) // 100
    drift = draws.whole(97, 105, product.size).reshape(product.shape)
    cost = (quantity * goods.cost[np.maximum(product, 0)] * drift + 50) // 100
    return quantity, price, cost


def _units(goods: Products, product: Ints, draws: Draws) -> Ints:
    """The unit of the main product's category; now and then another one."""
    by_category = np.array(
        [next(place for place, unit in enumerate(UNITS) if name in unit.categories) for name in goods.categories]
    )
    usual = by_category[goods.category[product]]
    return np.where(draws.often(0.06, len(product)), draws.whole(0, len(UNITS) - 1, len(product)), usual)


def _deliveries(closed: Ints, unit: Ints, draws: Draws) -> tuple[Ints, Ints]:
    """The day promised and the day delivered; each unit is late as often as it is planted to be."""
    count = len(closed)
    promised = next_working(np.minimum(closed, END + 400) + draws.whole(6, 30, count))
    late = draws.chance(np.array([unit.late for unit in UNITS])[unit])
    behind = 1 + np.floor(7 * draws.skewed(count, 0.8)).astype(np.int64)
    on_time = last_working(promised - draws.whole(0, 3, count))
    delivered = np.where(late, next_working(promised + behind), on_time)
    return promised, np.where(draws.often(0.004, count), NEVER, delivered)
