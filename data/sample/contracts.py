"""Service contracts of regular clients: monthly amounts, terms, renewals."""

from dataclasses import dataclass

import numpy as np

from data.sample.clients import Clients
from data.sample.days import END, NEVER, iso, next_working
from data.sample.draws import Draws, Flags, Ints
from data.sample.files import Columns, decimal, either, named, numbered

_TERMS = (365, 730, 1095)


@dataclass(frozen=True, slots=True)
class Contracts:
    """One element for each contract; ``ended`` is the day on which it was ended early, ``NEVER`` if it wasn't."""

    client: Ints
    started: Ints
    ends: Ints
    renews: Flags
    monthly: Ints
    ended: Ints


def contracts(clients: Clients, first_won: Ints, ended: Ints, draws: Draws) -> Contracts:
    """About every sixth regular client has one; it ends with the client."""
    regular = (clients.kind < 3) & (first_won < END - 60) & draws.often(0.22, len(clients))
    client = np.flatnonzero(regular)
    started = next_working(first_won[client] + draws.whole(20, 200, len(client)))
    going = started < np.minimum(ended[client], END - 10)
    client, started = client[going], started[going]
    term = np.array(_TERMS)[draws.pick((0.45, 0.35, 0.2), len(client))]
    renews = draws.often(0.6, len(client))
    runs = np.where(renews, -((started - END) // term) * term, term)
    monthly = draws.whole(6, 40, len(client)) * 1000 * (1 + (clients.kind[client] == 0))
    gone = np.where(ended[client] <= np.minimum(END, started + runs), ended[client], NEVER)
    return Contracts(client, started, started + runs, renews, monthly, gone)


def contracts_table(contracts: Contracts, client_ids: list[str]) -> Columns:
    """The ``contracts`` table."""
    return {
        "contract_id": numbered("L", len(contracts.client), 4),
        "client_id": named(client_ids, contracts.client),
        "started_on": iso(contracts.started),
        "ends_on": iso(contracts.ends),
        "notice_on": iso(contracts.ends - 60),
        "renews": either(contracts.renews),
        "monthly_amount": decimal(contracts.monthly),
        "ended_on": iso(contracts.ended),
    }
