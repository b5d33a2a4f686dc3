"""Contacts with clients: those that deals need and those that keep the tie."""

from dataclasses import dataclass, fields

import numpy as np

from data.sample.clients import KINDS, Clients
from data.sample.days import END, moments, next_working
from data.sample.deals import Deals
from data.sample.draws import Draws, Flags, Ints
from data.sample.files import Columns, named, numbered
from data.sample.people import Managers
from data.sample.planted import CHANNELS

TYPES = ("call", "email", "meeting", "visit", "presentation", "exhibition")
_DEAL_WEIGHTS = (0.42, 0.30, 0.16, 0.07, 0.05)
_RHYTHM_WEIGHTS = (0.60, 0.22, 0.08, 0.10, 0.0)
_FIRST_REASONS = ("asks for prices", "asks about products", "needs an offer quickly", "saw us and wants to know more")
_DEAL_REASONS = ("offer", "terms", "delivery time", "specification", "contract draft", "price")
_RHYTHM_REASONS = ("how are things", "plans for the next quarter", "new products", "stock check", "feedback")
_OUTCOMES = ("agreed on the next step", "will call back", "sent information", "no answer", "meeting set", "no need now")


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

    def only(self, kept: Flags) -> "Contacts":
        """Those contacts alone."""
        return Contacts(**{field.name: getattr(self, field.name)[kept] for field in fields(self)})


def contacts(clients: Clients, deals: Deals, people: Managers, draws: Draws) -> Contacts:
    """Every contact up to the last day that there would be if no client ever left, in order of time."""
    parts = [_about_deals(clients, deals, people, draws), _in_rhythm(clients, people, draws)]
    whole = Contacts(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Contacts)))
    whole = whole.only((whole.day >= 0) & (whole.day <= END))
    return whole.only(np.lexsort((whole.client, whole.minute, whole.day)))  # type: ignore[arg-type]


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


def contacts_table(
    contacts: Contacts, clients: Clients, deals: Deals, people: Managers, ids: dict[str, list[str]], draws: Draws
) -> Columns:
    """The ``contacts`` table: what was done, then what is planned (entered by the last day, due later, not done)."""
    done = len(contacts)
    planned = _planned(clients, deals, draws)
    whole = Contacts(
        *(np.concatenate([getattr(part, f.name) for part in (contacts, planned)]) for f in fields(Contacts))
    )
    count = len(whole)
    manager = clients.manager_at(whole.client, whole.day)
    exhibition = whole.first & (clients.channel[whole.client] == _exhibition())
    kind = np.where(whole.deal >= 0, draws.pick(_DEAL_WEIGHTS, count), draws.pick(_RHYTHM_WEIGHTS, count))
    kind = np.where(exhibition, TYPES.index("exhibition"), kind)
    minutes = np.where(kind == 1, 0, draws.whole(3, 25, count) + np.where(kind > 1, 35, 0))
    ahead = np.arange(count) >= done
    due = np.where(ahead, next_working(END + draws.whole(1, 40, count)), 0)
    return {
        "contact_id": numbered("T", np.arange(count), 6),
        "client_id": named(ids["clients"], whole.client),
        "at": moments(whole.day, whole.minute),
        "manager_id": named(ids["managers"], manager),
        "deal_id": named(ids["deals"], whole.deal),
        "campaign_id": [
            ids["campaign_of"][client] if met else "" for client, met in zip(whole.client, exhibition, strict=True)
        ],
        "type": [TYPES[place] for place in kind],
        "direction": ["in" if inbound else "out" for inbound in whole.inbound],
        "reason": _reasons(whole, draws),
        "outcome": [
            "" if later else _OUTCOMES[place] for place, later in zip(draws.whole(0, 5, count), ahead, strict=True)
        ],
        "minutes": [str(value) if value and not later else "" for value, later in zip(minutes, ahead, strict=True)],
        "due_at": [moment if later else "" for moment, later in zip(moments(due, whole.minute), ahead, strict=True)],
        "done": ["false" if later else "true" for later in ahead],
    }


def _exhibition() -> int:
    return [channel.name for channel in CHANNELS].index("exhibition")


def _planned(clients: Clients, deals: Deals, draws: Draws) -> Contacts:
    """Next contacts in open deals, entered in the last two weeks."""
    open_ones = np.flatnonzero((deals.closed > END) & draws.often(0.6, len(deals)))
    day = next_working(np.maximum(deals.opened[open_ones], END - draws.whole(2, 14, len(open_ones))))
    none = np.zeros(len(open_ones), dtype=bool)
    minute = draws.whole(500, 1030, len(open_ones))
    return Contacts(deals.client[open_ones], np.minimum(day, END), minute, open_ones, none, none)


def _reasons(contacts: Contacts, draws: Draws) -> list[str]:
    point = draws.uniform(len(contacts)).tolist()
    kinds = np.where(contacts.first, 0, np.where(contacts.deal >= 0, 1, 2)).tolist()
    lists = (_FIRST_REASONS, _DEAL_REASONS, _RHYTHM_REASONS)
    return [lists[kind][int(part * len(lists[kind]))] for kind, part in zip(kinds, point, strict=True)]
