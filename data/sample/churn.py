"""Who leaves and when, by a daily hazard that depends on each client's state and nothing else; and who defaults."""

from collections.abc import Iterator

import numpy as np

from data.sample.clients import REGIONS, Clients
from data.sample.complaints import Complaints
from data.sample.contacts import Contacts
from data.sample.days import END, NEVER, PAID_TO
from data.sample.deals import Deals
from data.sample.draws import Draws, Flags, Floats, Ints
from data.sample.planted import (
    BASE_CHURN_A_YEAR,
    DEFAULT_BY_LATENESS,
    DEFAULT_SHARE,
    DEFAULT_SMALL,
    HAZARD_RATIOS,
    SLOW_DAYS,
    STATE_DAYS,
    STATED_OTHERWISE,
    STATED_WHEN_LATE,
)

_BLOCK = 2000
Spans = tuple[Ints, Ints, Ints]
"""Clients, first days and last days of a state."""


def blocks(count: int) -> Iterator[tuple[int, int]]:
    """Ranges of clients, so that memory stays small however many there are."""
    for first in range(0, count, _BLOCK):
        yield first, min(first + _BLOCK, count)


def first_won(count: int, deals: Deals) -> Ints:
    """The day of each of ``count`` clients' first won deal in the files, from which it can leave."""
    first = np.full(count, NEVER)
    won = deals.won & (deals.closed >= 0) & (deals.closed <= END)
    np.minimum.at(first, deals.client[won], deals.closed[won])
    return first


def late_spans(deals: Deals) -> Spans:
    """From a missed promised_on as long as it lies in the last 90 days."""
    missed = deals.won & (deals.closed >= 0) & (deals.promised <= END) & (deals.delivered > deals.promised)
    promised = deals.promised[missed]
    return deals.client[missed], promised, promised + STATE_DAYS - 1


def gap_spans(contacts: Contacts) -> Spans:
    """From 90 days after a contact until the day before the next one."""
    order = np.lexsort((contacts.day, contacts.client))
    client, day = contacts.client[order], contacts.day[order]
    following = np.append(day[1:], NEVER)
    following[np.append(client[1:] != client[:-1], True)] = NEVER
    return client, day + STATE_DAYS, following - 1


def slow_spans(complaints: Complaints) -> Spans:
    """From the day on which a complaint has been open for more than 14 days; its opening is in the last 90."""
    slow = complaints.resolved > complaints.opened + SLOW_DAYS
    opened = complaints.opened[slow]
    return complaints.client[slow], opened + SLOW_DAYS + 1, opened + STATE_DAYS - 1


def in_state(spans: Spans, first: int, last: int) -> Flags:
    """Clients ``first`` to ``last`` × days: whether the client is in the state on that day."""
    client, begin, end = spans
    own = (client >= first) & (client < last) & (begin <= end) & (begin <= END)
    steps = np.zeros((last - first, END + 2), dtype=np.int16)
    np.add.at(steps, (client[own] - first, np.maximum(begin[own], 0)), 1)
    np.add.at(steps, (client[own] - first, np.minimum(end[own], END) + 1), -1)
    return np.cumsum(steps, axis=1)[:, :-1] > 0


def ended_days(clients: Clients, deals: Deals, contacts: Contacts, complaints: Complaints, draws: Draws) -> Ints:
    """The day on which each client leaves, ``NEVER`` for those who stay."""
    entered = first_won(len(clients), deals)
    states = {
        "late_delivery": late_spans(deals),
        "contact_gap": gap_spans(contacts),
        "slow_resolution": slow_spans(complaints),
    }
    always = _lasting(clients)
    ended = np.full(len(clients), NEVER)
    for first, last in blocks(len(clients)):
        hazard = np.repeat(always[first:last, None], END + 1, axis=1)
        for state, spans in states.items():
            hazard = np.where(in_state(spans, first, last), hazard * HAZARD_RATIOS[state], hazard)
        hazard[np.arange(END + 1) <= entered[first:last, None]] = 0.0
        leaves = draws.chance(hazard)
        ended[first:last] = np.where(leaves.any(axis=1), leaves.argmax(axis=1), NEVER)
    return ended


def _lasting(clients: Clients) -> Floats:
    """Each client's hazard a day from what doesn't change."""
    portal = np.where(clients.portal, HAZARD_RATIOS["attribute:portal=yes"], 1.0)
    region = np.where(clients.region == REGIONS.index("Rīga"), HAZARD_RATIOS["region=Rīga"], 1.0)
    small = np.where(clients.employees < 20, HAZARD_RATIOS["employees<20"], 1.0)
    large = np.where(clients.employees >= 100, HAZARD_RATIOS["employees>=100"], 1.0)
    return BASE_CHURN_A_YEAR / 365 * portal * region * small * large


def stated_reasons(ended: Ints, deals: Deals, draws: Draws) -> list[str]:
    """What leaving clients say: mostly the price, also where a late delivery came first."""
    client, begin, end = late_spans(deals)
    late = np.zeros(len(ended), dtype=bool)
    late[client[(begin <= ended[client]) & (ended[client] <= end)]] = True
    point = draws.uniform(len(ended)).tolist()
    reasons = []
    for was_late, part, gone in zip(late.tolist(), point, (ended <= END).tolist(), strict=True):
        reasons.append(_drawn(STATED_WHEN_LATE if was_late else STATED_OTHERWISE, part) if gone else "")
    return reasons


def _drawn(shares: dict[str, float], point: float) -> str:
    total = 0.0
    for reason, share in shares.items():
        total += share
        if point < total:
            return reason
    return next(reversed(shares))


def defaults(clients: Clients, first_won: Ints, ended: Ints, draws: Draws) -> Ints:
    """The day on which a client defaults, mostly late payers; ``NEVER`` for most."""
    share = DEFAULT_SHARE + DEFAULT_BY_LATENESS * np.minimum(clients.late, 60) ** 2
    share = np.where(clients.employees < 20, DEFAULT_SMALL, 1.0) * share
    begin, until = first_won + 150, np.minimum(ended, PAID_TO)
    fails = draws.chance(share) & (until > begin)
    day = begin + np.floor(draws.uniform(len(clients)) * np.maximum(until - begin, 1)).astype(np.int64)
    return np.where(fails, day, NEVER)
