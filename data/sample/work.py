"""What managers do besides: what they spend, what they ask of other units; and what clients answer when asked."""

import numpy as np

from data.sample.clients import REGIONS, Clients
from data.sample.days import END, NEVER, iso, moments, next_working
from data.sample.deals import Deals
from data.sample.draws import Draws, Flags, Ints
from data.sample.files import Columns, decimal, named, numbered
from data.sample.people import Managers
from data.sample.texts import comment, languages

_PURPOSES = (
    ("travel", 0.45, 40, 220),
    ("client lunch", 0.25, 25, 90),
    ("samples", 0.2, 30, 160),
    ("gift", 0.1, 15, 60),
)
_ASKED = (("Logistics", 1.8), ("Finance", 2.4), ("Legal", 5.5), ("Product", 3.2), ("Assembly", 6.5))
_ANSWER_DAYS = 3


def expenses(people: Managers, clients: Clients, draws: Draws) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Manager, day, cents, client and purpose of each expense, about two and a half a month for each manager."""
    count = round(2.5 * END / 30 * len(people.ids))
    manager = draws.whole(0, len(people.ids) - 1, count)
    day = next_working(draws.whole(0, END - 3, count))
    employed = (people.hired[manager] <= day) & (people.left[manager] >= day)
    purpose = draws.pick([row[1] for row in _PURPOSES], count)
    low, high = (np.array([row[place] for row in _PURPOSES])[purpose] for place in (2, 3))
    cents = np.floor((low + (high - low) * draws.uniform(count)) * 100).astype(np.int64)
    client = draws.whole(0, len(clients) - 1, count)
    team = clients.region[client] // 2 == people.team[manager]
    known = team & (clients.registered[client] <= day) & (purpose != 2)
    order = np.lexsort((manager, day))
    order = order[employed[order]]
    return manager[order], day[order], cents[order], np.where(known, client, -1)[order], purpose[order]


def expenses_table(spent: tuple[Ints, Ints, Ints, Ints, Ints], ids: dict[str, list[str]]) -> Columns:
    """The ``expenses`` table."""
    manager, day, cents, client, purpose = spent
    return {
        "expense_id": numbered("E", np.arange(len(day)), 5),
        "manager_id": named(ids["managers"], manager),
        "spent_on": iso(day),
        "amount": decimal(cents),
        "client_id": named(ids["clients"], client),
        "purpose": [_PURPOSES[place][0] for place in purpose],
    }


def requests_table(deals: Deals, ids: dict[str, list[str]], draws: Draws) -> Columns:
    """The ``requests`` table: about every fifth deal needs another unit's answer, some wait for it long."""
    deal = np.flatnonzero(draws.often(0.2, len(deals)) & (deals.opened >= 0) & (deals.opened <= END - 6))
    asked = next_working(deals.opened[deal] + draws.whole(0, 5, len(deal)))
    unit = draws.pick((0.32, 0.22, 0.14, 0.18, 0.14), len(deal))
    usual = np.array([days for _, days in _ASKED])[unit]
    answered = next_working(asked + np.floor(usual * draws.skewed(len(deal), 0.7)).astype(np.int64))
    answered = np.where(draws.often(0.02, len(deal)), NEVER, answered)
    order = np.lexsort((deal, asked))
    return {
        "request_id": numbered("Q", np.arange(len(deal)), 5),
        "manager_id": named(ids["managers"], deals.manager[deal[order]]),
        "unit": [_ASKED[place][0] for place in unit[order]],
        "client_id": named(ids["clients"], deals.client[deal[order]]),
        "asked_on": iso(asked[order]),
        "due_on": iso(next_working(asked[order] + _ANSWER_DAYS)),
        "answered_on": iso(answered[order], until=END),
    }


def feedback_table(
    deals: Deals, complained: Ints, clients: Clients, ended: Ints, ids: dict[str, list[str]], draws: Draws
) -> Columns:
    """The ``feedback`` table: every third delivery is answered; late ones and complaints lower what is said."""
    day = next_working(deals.delivered + draws.whole(3, 20, len(deals)))
    asked = (
        deals.won & (deals.closed <= END) & (day <= END) & (day < ended[deals.client]) & draws.often(0.34, len(deals))
    )
    deal = np.flatnonzero(asked)
    day = day[deal]
    late = deals.delivered[deal] > deals.promised[deal]
    bad = late * 1.0 + np.isin(deal, complained) * 0.6
    nps = np.clip(np.floor(9.1 - 3.2 * bad + 1.7 * draws.bell(len(deal))), 0, 10).astype(np.int64)
    csat = np.clip(np.floor(4.9 - 1.4 * bad + 0.8 * draws.bell(len(deal))), 1, 5).astype(np.int64)
    kinds = np.where(nps >= 9, 0, np.where(nps <= 5, 2, 1))
    said = draws.often(0.4, len(deal))
    order = np.lexsort((deal, day))
    return {
        "feedback_id": numbered("F", np.arange(len(deal)), 5),
        "client_id": named(ids["clients"], deals.client[deal[order]]),
        "at": moments(day[order], draws.whole(500, 1030, len(deal))),
        "nps": [str(value) for value in nps[order]],
        "csat": [str(value) for value in csat[order]],
        "kind": [_KINDS[kind] if spoke else "" for kind, spoke in zip(kinds[order], said[order], strict=True)],
        "comment": _comments(clients.region[deals.client[deal[order]]], kinds[order], said[order], draws),
    }


_KINDS = ("praise", "wish", "dissatisfaction")


def _comments(region: Ints, kinds: Ints, said: Flags, draws: Draws) -> list[str]:
    spoken = languages([REGIONS[place] for place in region], draws)
    points = draws.uniform(len(kinds)).tolist()
    return [
        comment(_KINDS[kind], language, point) if spoke else ""
        for kind, language, point, spoke in zip(kinds, spoken, points, said, strict=True)
    ]
