"""What managers do besides: what they spend, and what they ask of other units."""

from dataclasses import dataclass

import numpy as np

from data.sample.clients import Clients
from data.sample.days import END, NEVER, iso, next_working
from data.sample.draws import Draws, Ints
from data.sample.files import Columns, decimal, named, numbered
from data.sample.people import Managers
from data.sample.world import World

_A_MONTH = 2.5
_PURPOSES = ("travel", "client lunch", "samples", "gift")
_PURPOSE_SHARES = (0.45, 0.25, 0.2, 0.1)
_LEAST, _MOST = np.array([40, 25, 30, 15]), np.array([220, 90, 160, 60])
"""Euros for one expense of each purpose."""
_UNITS = ("Logistics", "Finance", "Legal", "Product", "Assembly")
_UNIT_SHARES = (0.32, 0.22, 0.14, 0.18, 0.14)
_USUAL_DAYS = np.array([1.8, 2.4, 5.5, 3.2, 6.5])
"""Median days to each unit's answer."""
_ANSWER_DAYS = 3


@dataclass(frozen=True, slots=True)
class Expenses:
    """One element for each expense, by day: ``cents`` spent, ``client`` −1 where it is for nobody in particular."""

    manager: Ints
    day: Ints
    cents: Ints
    client: Ints
    purpose: Ints


def expenses(staff: Managers, clients: Clients, draws: Draws) -> Expenses:
    """What managers spent, two or three times a month each."""
    count = round(_A_MONTH * END / 30 * len(staff.ids))
    manager = draws.whole(0, len(staff.ids) - 1, count)
    day = next_working(draws.whole(0, END - 3, count))
    purpose = draws.pick(_PURPOSE_SHARES, count)
    euros = _LEAST[purpose] + (_MOST - _LEAST)[purpose] * draws.uniform(count)
    client = draws.whole(0, len(clients) - 1, count)
    own = (clients.region[client] // 2 == staff.team[manager]) & (clients.registered[client] <= day)
    client = np.where(own & (purpose != _PURPOSES.index("samples")), client, -1)
    order = np.lexsort((manager, day))
    order = order[((staff.hired[manager] <= day) & (staff.left[manager] >= day))[order]]
    cents = np.floor(euros * 100).astype(np.int64)
    return Expenses(manager[order], day[order], cents[order], client[order], purpose[order])


def expenses_table(world: World, spent: Expenses) -> Columns:
    """The ``expenses`` table."""
    return {
        "expense_id": numbered("E", len(spent.day), 5),
        "manager_id": named(world.staff.ids, spent.manager),
        "spent_on": iso(spent.day),
        "amount": decimal(spent.cents),
        "client_id": named(world.client_ids, spent.client),
        "purpose": named(_PURPOSES, spent.purpose),
    }


def requests_table(world: World, draws: Draws) -> Columns:
    """The ``requests`` table: about every fifth deal needs another unit's answer, some wait for it long."""
    deals = world.deals
    deal = np.flatnonzero(draws.often(0.2, len(deals)) & (deals.opened >= 0) & (deals.opened <= END - 6))
    asked = next_working(deals.opened[deal] + draws.whole(0, 5, len(deal)))
    unit = draws.pick(_UNIT_SHARES, len(deal))
    days = np.floor(_USUAL_DAYS[unit] * draws.skewed(len(deal), 0.7)).astype(np.int64)
    answered = np.where(draws.often(0.02, len(deal)), NEVER, next_working(asked + days))
    order = np.lexsort((deal, asked))
    return {
        "request_id": numbered("Q", len(deal), 5),
        "manager_id": named(world.staff.ids, deals.manager[deal[order]]),
        "unit": named(_UNITS, unit[order]),
        "client_id": named(world.client_ids, deals.client[deal[order]]),
        "asked_on": iso(asked[order]),
        "due_on": iso(next_working(asked[order] + _ANSWER_DAYS)),
        "answered_on": iso(answered[order], until=END),
    }
