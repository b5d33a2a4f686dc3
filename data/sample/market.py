"""What happens around the company: campaigns, competitors' offers, exchange rates."""

from dataclasses import dataclass, replace

import numpy as np

from data.sample.clients import Clients
from data.sample.days import END, MONTHS, first_day, iso, months, next_working
from data.sample.deals import Deals
from data.sample.draws import Draws, Ints
from data.sample.files import Columns, decimal, numbered, percents
from data.sample.planted import CHANNELS, COMPETITORS, PRICE_COMPETITOR, PRICE_GAP
from data.sample.products import Products

_BEFORE = 100
"""Campaigns are listed from so many days before the first day."""


@dataclass(frozen=True, slots=True)
class Campaigns:
    """One element for each campaign, by its first day."""

    ids: list[str]
    channel: Ints
    started: Ints
    cost: Ints

    def of_clients(self, clients: Clients) -> Ints:
        """The campaign by which each client came: its channel's latest at registration; −1 for none."""
        found = np.full(len(clients), -1)
        for place, started in enumerate(self.started):
            found[(clients.channel == self.channel[place]) & (clients.registered >= started)] = place
        return found


def campaigns(client_count: int, draws: Draws) -> Campaigns:
    """Each paid channel's campaigns, evenly over the years; a larger company spends more."""
    rows = sorted(
        (20 - _BEFORE + turn * (END + 80) // (channel.campaigns_a_year * 3) + place, place, channel.cost)
        for place, channel in enumerate(CHANNELS)
        for turn in range(channel.campaigns_a_year * 3)
    )
    scale = max(client_count, 50) / 2000
    jitter = draws.whole(88, 112, len(rows)).tolist()
    cost = [int(row[2] * percent * scale) // 10 * 10 for row, percent in zip(rows, jitter, strict=True)]
    return Campaigns(
        ids=numbered("G", len(rows), 3),
        channel=np.array([row[1] for row in rows]),
        started=next_working(np.array([row[0] for row in rows])),
        cost=np.array(cost),
    )


def campaigns_table(campaigns: Campaigns) -> Columns:
    """The ``campaigns`` table."""
    names = [CHANNELS[place].name for place in campaigns.channel]
    days = np.array([4 if name == "exhibition" else 60 for name in names])
    started = iso(campaigns.started)
    return {
        "campaign_id": campaigns.ids,
        "channel": names,
        "name": [f"{name.capitalize()} {day[:7]}" for name, day in zip(names, started, strict=True)],
        "started_on": started,
        "ended_on": iso(campaigns.started + days),
        "cost": decimal(campaigns.cost),
    }


@dataclass(frozen=True, slots=True)
class Rates:
    """Euros for one unit in ten-thousandths, by currency and month from the one before the first."""

    units: dict[str, Ints]

    def at(self, currency: str, day: Ints) -> Ints:
        """The rate in force on each day."""
        return self.units[currency][months(day) + 5]


def rates(draws: Draws) -> Rates:
    """A rate for each month, wandering slowly."""
    count = MONTHS + 5
    sek = 868 + np.cumsum(draws.whole(-6, 7, count))
    usd = 9250 + np.cumsum(draws.whole(-90, 80, count))
    return Rates({"SEK": sek, "USD": usd})


def rates_table(rates: Rates) -> Columns:
    """The ``rates`` table."""
    rows = [
        (currency, iso(np.array([first_day(place - 5)]))[0], f"{value // 10000}.{value % 10000:04d}")
        for currency, values in rates.units.items()
        for place, value in enumerate(values.tolist())
    ]
    return {name: [row[place] for row in rows] for place, name in enumerate(("currency", "from_on", "rate"))}


@dataclass(frozen=True, slots=True)
class Foreign:
    """Deals kept in Swedish kronor: their places, amounts and costs in öre."""

    deal: Ints
    amount: Ints
    cost: Ints


def in_kronor(deals: Deals, rates: Rates, draws: Draws) -> tuple[Deals, Foreign]:
    """The deals with a few won ones of one line kept in kronor, in amounts whose euros are exact to the cent."""
    simple = np.flatnonzero((deals.product[:, 1:] < 0).all(axis=1) & deals.won & (deals.closed <= END))
    chosen = np.sort(simple[draws.order(len(simple))[: min(14, len(simple) // 20)]])
    rate = rates.at("SEK", deals.closed[chosen])
    hundreds = np.maximum(deals.price[chosen, 0] // rate, 1)
    costs = np.maximum(deals.cost[chosen, 0] // rate, 1)
    price, cost = deals.price.copy(), deals.cost.copy()
    price[chosen, 0], cost[chosen, 0] = hundreds * rate, costs * rate
    return replace(deals, price=price, cost=cost), Foreign(chosen, hundreds * 10000, costs * 10000)


def with_kronor(columns: Columns, foreign: Foreign) -> Columns:
    """The ``deals`` table with a currency, and those deals' money as they have it."""
    amount, cost = list(columns["amount"]), list(columns["cost"])
    currency = ["EUR"] * len(amount)
    for place, asked, spent in zip(foreign.deal, decimal(foreign.amount), decimal(foreign.cost), strict=True):
        amount[place], cost[place], currency[place] = asked, spent, "SEK"
    return {**columns, "amount": amount, "cost": cost, "currency": currency}


def by_product(deals: Deals, count: int) -> Ints:
    """Won revenue by product, in cents."""
    sold = np.zeros(count, dtype=np.int64)
    won = deals.won & (deals.closed <= END)
    np.add.at(sold, deals.product[won, 0], deals.amount[won])
    return sold


def competitor_offers_table(goods: Products, draws: Draws) -> Columns:
    """What competitors asked every second month for one product in two; one of them undercuts more and more."""
    rows = sorted(
        (day, place, product, competitor.price)
        for place, competitor in enumerate(COMPETITORS)
        for product in range(place % 2, len(goods.ids), 2)
        for day in range(20 + 7 * product, END, 61)
    )
    jitter = draws.bell(len(rows))
    return {
        "competitor": [COMPETITORS[row[1]].name for row in rows],
        "product_id": [goods.ids[row[2]] for row in rows],
        "observed_on": iso(next_working(np.array([row[0] for row in rows]))),
        "price": decimal(np.array([_asked(goods, row, noise) for row, noise in zip(rows, jitter, strict=True)])),
        "discount": percents(draws.whole(0, 8, len(rows))),
        "terms": [("14 days", "30 days", "45 days", "prepaid")[term] for term in draws.pick((2, 4, 2, 1), len(rows))],
    }


def _asked(goods: Products, row: tuple[int, int, int, float], noise: float) -> int:
    day, place, product, level = row
    if COMPETITORS[place].name == PRICE_COMPETITOR:
        level = PRICE_GAP[0] + (PRICE_GAP[1] - PRICE_GAP[0]) * day / END
    return int(goods.price[product] * round(level + 0.015 * float(noise), 4)) // 10 * 10
