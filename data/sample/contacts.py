"""Contacts with clients: those that deals need and those that keep the tie."""

from dataclasses import dataclass, fields

import numpy as np

from data.sample.clients import KINDS, Clients
from data.sample.days import END, next_working
from data.sample.deals import Deals
from data.sample.draws import Draws, Flags, Ints
from data.sample.people import Managers
from data.sample.planted import CHANNELS


@dataclass(slots=True)
class Contacts:
    """One element for each contact: ``deal`` is −1 outside deals, ``first`` marks a new client's first inquiry."""

    client: Ints
    day: Ints
    minute: Ints
    deal: Ints
    first: Flags
    inbound: Flags

    def __len__(self) -> int:
        return len(self.client)

    def only(self, kept: Flags | Ints) -> "Contacts":
        """Those contacts alone, by flags or in the order of places."""
        return Contacts(**{field.name: getattr(self, field.name)[kept] for field in fields(self)})


def joined(*parts: Contacts) -> Contacts:
    """Several lots of contacts one after another."""
    return Contacts(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Contacts)))


def contacts(clients: Clients, deals: Deals, people: Managers, draws: Draws) -> Contacts:
    """Every contact up to the last day that there would be if no client ever left, in order of time."""
    whole = joined(_about_deals(clients, deals, people, draws), _in_rhythm(clients, people, draws))
    whole = whole.only((whole.day >= 0) & (whole.day <= END))
    return whole.only(np.lexsort((whole.client, whole.minute, whole.day)))


def _about_deals(clients: Clients, deals: Deals, people: Managers, draws: Draws) -> Contacts:
    """The inquiry itself, an answer soon after, and talks until the deal is closed."""
    wanted = people.of_conduct("contacts_a_deal")[deals.manager] * np.where(deals.first, 1.3, 0.85)
    times = np.minimum(np.floor(wanted + draws.uniform(len(deals)) * 1.0), 4).astype(np.int64)
    times = np.maximum(times, deals.first.astype(np.int64) + 1 - draws.often(0.35, len(deals)))
    deal = np.repeat(np.arange(len(deals)), times)
    turn = np.arange(len(deal)) - np.repeat(np.cumsum(times) - times, times)
    until = np.minimum(np.minimum(deals.closed, deals.opened + 75), END)[deal]
    part = np.where(turn == 0, 0.0, draws.uniform(len(deal)))
    answer = (turn == 1) & deals.first[deal]
    span = np.where(answer, np.minimum(until - deals.opened[deal], 4), until - deals.opened[deal])
    day = np.minimum(next_working(deals.opened[deal] + np.floor(part * (span + 1)).astype(np.int64)), until)
    inbound = np.array([channel.inbound for channel in CHANNELS])[clients.channel[deals.client[deal]]]
    begins = (turn == 0) & (~deals.first[deal] | inbound)
    minute = np.where(turn == 0, draws.whole(500, 760, len(deal)), draws.whole(780, 1030, len(deal)))
    opening = (turn == 0) & deals.first[deal]
    return Contacts(deals.client[deal], day, minute, deal, opening, begins & draws.often(0.75, len(deal)))


def _in_rhythm(clients: Clients, people: Managers, draws: Draws) -> Contacts:
    """What the manager does to keep the tie, as often as the type and the manager's conduct go."""
    rate = np.array([kind.contacts for kind in KINDS])[clients.kind]
    rate = rate * people.of_conduct("contact_rhythm")[clients.managers[:, 0]] * draws.skewed(len(clients), 0.3)
    begin = np.maximum(clients.since, 0)
    gaps = 0.25 + 0.75 * draws.waits((len(clients), 40))
    day = np.floor(begin[:, None] + np.cumsum(gaps, axis=1) * (365 / rate)[:, None]).astype(np.int64)
    rows, columns = np.nonzero(day <= END)
    found = next_working(day[rows, columns])
    none = np.zeros(len(rows), dtype=bool)
    minute = draws.whole(500, 1030, len(rows))
    return Contacts(rows, found, minute, np.full(len(rows), -1), none, draws.often(0.12, len(rows)))
