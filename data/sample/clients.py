"""The sample company's clients: of which kind each is, where it comes from, who looks after it from when."""

from dataclasses import dataclass

import numpy as np

from data.sample.days import END, NEVER, next_working
from data.sample.draws import Draws, Flags, Floats, Ints, integers, rounded
from data.sample.people import HIRED_ON, LEAVER, LEFT_ON, NEW_HIRE, TEAM_REGIONS, TEAM_SIZE, Managers
from data.sample.planted import (
    CHANNELS,
    LATE_BY_INDUSTRY,
    LATE_LARGE,
    LATE_SMALL,
    PROSPECT,
    TYPES,
)

REGIONS = tuple(region for team in TEAM_REGIONS for region in team)
_REGION_WEIGHTS = (0.24, 0.08, 0.15, 0.08, 0.17, 0.08, 0.13, 0.07)
INDUSTRIES = ("Construction", "Food", "Logistics", "Retail", "Agriculture", "Hospitality", "Manufacturing", "Printing")
_INDUSTRY_WEIGHTS = (0.17, 0.14, 0.12, 0.18, 0.09, 0.10, 0.14, 0.06)
NEEDS = ("Packaging", "Storage", "Shelving", "Lifting", "Safety", "Service")
_NEED_WEIGHTS = (0.27, 0.17, 0.16, 0.12, 0.16, 0.12)
_SIZES = ((1, 9, 0.22), (10, 19, 0.20), (20, 49, 0.26), (50, 99, 0.17), (100, 249, 0.11), (250, 900, 0.04))
KINDS = (*TYPES, PROSPECT)
"""The types by number; the last one never buys."""
_TERMS = (14, 21, 30, 45)
LONG_AGO = -400
"""The first inquiry of clients who were known before the files begin."""


@dataclass(slots=True)
class Clients:
    """One element for each client. ``kind`` is a place in ``KINDS``, ``since`` the day from which it asks.

    ``managers`` (clients × 3) are its managers in turn, ``switched`` (clients × 2) the days on which they changed.
    ``late`` is the mean of its days beyond terms, ``size`` multiplies its orders.
    """

    kind: Ints
    region: Ints
    industry: Ints
    need: Ints
    employees: Ints
    channel: Ints
    registered: Ints
    since: Ints
    size: Floats
    late: Floats
    terms: Ints
    portal: Flags
    newsletter: Flags
    managers: Ints
    switched: Ints

    def __len__(self) -> int:
        return len(self.kind)

    def manager_at(self, client: Ints, day: Ints) -> Ints:
        """The manager of each client on each day."""
        turn = (self.switched[client] <= day[:, None]).sum(axis=1)
        return integers(self.managers[client, turn])

    def of_kind(self, field: str, client: Ints) -> Floats:
        """What the client's type says for ``field``."""
        values = np.array([float(getattr(kind, field)) for kind in KINDS])
        return values[self.kind[client]]


def clients(count: int, people: Managers, draws: Draws) -> Clients:
    """``count`` clients in the order of their registration."""
    channel = draws.pick([channel.share for channel in CHANNELS], count)
    buys = draws.chance(np.array([channel.conversion for channel in CHANNELS])[channel])
    kind = np.where(buys, draws.pick([kind.share for kind in TYPES], count), len(TYPES))
    since, registered = _beginnings(kind, draws)
    order = np.lexsort((np.arange(count), registered))
    kind, channel, since, registered = (values[order] for values in (kind, channel, since, registered))
    region = draws.pick(_REGION_WEIGHTS, count)
    industry = draws.pick(_INDUSTRY_WEIGHTS, count)
    employees = _employees(count, draws)
    own_managers, switched = _looked_after(region // 2, registered, people, draws)
    return Clients(
        kind=kind,
        region=region,
        industry=industry,
        need=draws.pick(_NEED_WEIGHTS, count),
        employees=employees,
        channel=channel,
        registered=registered,
        since=since,
        size=_sizes(employees, draws),
        late=_lateness(kind, industry, employees, draws),
        terms=np.array(_TERMS)[draws.pick((0.3, 0.15, 0.45, 0.1), count)],
        portal=draws.often(0.4, count),
        newsletter=draws.often(0.5, count),
        managers=own_managers,
        switched=switched,
    )


def _beginnings(kind: Ints, draws: Draws) -> tuple[Ints, Ints]:
    """The day of the first inquiry and that of registration; clients of old come from long before the first day."""
    count = len(kind)
    existing = draws.chance(np.array([kind.existing for kind in KINDS])[kind])
    fresh = np.floor(draws.uniform(count, -40, END - 8)).astype(np.int64)
    since = np.where(existing, LONG_AGO, fresh)
    ahead = draws.whole(0, 12, count)
    registered = np.where(existing, -draws.whole(60, 2900, count), since - ahead)
    return since, next_working(registered)


def _employees(count: int, draws: Draws) -> Ints:
    low, high, weight = (np.array(values) for values in zip(*_SIZES, strict=True))
    size = draws.pick(weight, count)
    return integers(low[size] + np.floor(draws.uniform(count) ** 2 * (high[size] - low[size] + 1)))


def _sizes(employees: Ints, draws: Draws) -> Floats:
    """Larger firms order more, and each differs."""
    classes = np.searchsorted([20, 50, 100, 250], employees, side="right")
    return np.array([0.72, 0.92, 1.15, 1.35, 1.7])[classes] * draws.skewed(len(employees), 0.35)


def _lateness(kind: Ints, industry: Ints, employees: Ints, draws: Draws) -> Floats:
    """Mean days beyond terms: of the type, the industry and the size, times each client's own habit."""
    of_kind = np.array([kind.late for kind in KINDS])[kind]
    of_industry = np.array([LATE_BY_INDUSTRY.get(name, 0.0) for name in INDUSTRIES])[industry]
    of_size = np.where(employees < 20, LATE_SMALL, np.where(employees >= 100, LATE_LARGE, 0.0))
    return rounded(draws.skewed(len(kind), 0.55) * np.maximum(1.0, of_kind + of_industry + of_size))


def _looked_after(team: Ints, registered: Ints, people: Managers, draws: Draws) -> tuple[Ints, Ints]:
    """Who looks after each client in turn, and from which days.

    A team's members share its regions, the lead takes half as many. Now and then a client changes hands without reason;
    those of the manager who left go to a colleague or, from the next month, to the one hired in their place.
    """
    count = len(team)
    weights = np.array([0.5] + [1.0] * (TEAM_SIZE - 1))
    usual = np.where(np.arange(len(people.ids)) == NEW_HIRE, 0.0, np.tile(weights, len(people.ids) // TEAM_SIZE))
    before = _member(team, usual, draws)
    usual[LEAVER] = 0.0
    colleague = _member(team, usual, draws)
    half = draws.often(0.5, count)
    late = (before == LEAVER) & (registered > LEFT_ON)
    before = np.where(late, np.where(half & (registered >= HIRED_ON), NEW_HIRE, colleague), before)
    managers = np.stack([before, before, before], axis=1)
    switched = np.full((count, 2), NEVER)
    moved = draws.often(0.2, count) & (before != LEAVER)
    day = np.floor(draws.uniform(count, 20, END)).astype(np.int64)
    moved &= (day > registered) & (colleague != before)
    managers[moved, 1:] = colleague[moved, None]
    switched[moved, 0] = next_working(day)[moved]
    left = before == LEAVER
    lead = np.full(count, LEAVER - LEAVER % TEAM_SIZE)
    managers[left, 1] = np.where(half, lead, colleague)[left]
    managers[left, 2] = np.where(half, NEW_HIRE, colleague)[left]
    switched[left, 0] = LEFT_ON + 1
    switched[left & half, 1] = HIRED_ON
    return managers, switched


def _member(team: Ints, weights: Floats, draws: Draws) -> Ints:
    each = weights.reshape(-1, TEAM_SIZE)[team]
    return team * TEAM_SIZE + draws.pick_each(each)
