"""When clients ask: each in the rhythm of its type, more often in season."""

import numpy as np

from data.sample.clients import KINDS, LONG_AGO, Clients
from data.sample.days import END, WARM_UP, months, next_working
from data.sample.draws import Draws, Floats, Ints
from data.sample.planted import ClientType

_FIRST = -WARM_UP
_GROWTH_A_YEAR = 0.01


def inquiries(clients: Clients, draws: Draws) -> tuple[Ints, Ints]:
    """Client and day of every inquiry that would come if no client ever left, by day, then client."""
    found = [_of_kind(clients, place, draws) for place in range(len(KINDS))]
    client = np.concatenate([found_client for found_client, _ in found])
    day = next_working(np.concatenate([found_day for _, found_day in found]))
    kept = day <= END
    client, day = client[kept], day[kept]
    order = np.lexsort((client, day))
    return client[order], day[order]


def _of_kind(clients: Clients, place: int, draws: Draws) -> tuple[Ints, Ints]:
    """The first inquiry of those who came new, then one after another in the type's rhythm."""
    kind = KINDS[place]
    own = np.flatnonzero(clients.kind == place)
    new = own[(clients.since[own] > LONG_AGO) & draws.often(0.75 if kind.win == 0 else 1.0, len(own))]
    rate = kind.inquiries * draws.skewed(len(own), 0.3)
    begin = np.maximum(clients.since[own], _FIRST)
    clock = _clock(kind)
    steps = _steps(kind, len(own), int(kind.inquiries * 3.4 * 2.2) + 10, draws)
    elapsed = np.interp(begin, np.arange(_FIRST, END + 2), clock)[:, None] + steps / rate[:, None]
    rows, columns = np.nonzero(elapsed < clock[-1])
    days = np.floor(np.interp(np.round(elapsed[rows, columns], 6), clock, np.arange(_FIRST, END + 2)))
    client = np.concatenate([new, own[rows]])
    return client, np.concatenate([clients.since[new], days.astype(np.int64)])


def _steps(kind: ClientType, rows: int, columns: int, draws: Draws) -> Floats:
    """Inquiries in years of an even rate of 1: regular types keep a distance, the others come by chance."""
    gaps = draws.uniform((rows, columns), 0.4, 1.6) if kind.regular else draws.waits((rows, columns))
    gaps[:, 0] *= draws.uniform(rows) if kind.regular else 1.0
    return np.cumsum(gaps, axis=1)


def _clock(kind: ClientType) -> Floats:
    """Years of even demand gone by each day: runs fast in season, and faster every year."""
    days = np.arange(_FIRST, END + 1)
    season = np.array(kind.season)[months(days) % 12]
    trend = 1 + (_GROWTH_A_YEAR + kind.growth * 0.25) * (days - END / 2) / 365
    return np.concatenate([[0.0], np.cumsum(np.round(season * trend / 365, 9))])
