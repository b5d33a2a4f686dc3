"""The ``deals``, ``deal_changes`` and ``lines`` tables: what is known of deals on the last day."""

import numpy as np

from data.sample.clients import REGIONS
from data.sample.days import END, NEVER, iso
from data.sample.deals import place_of
from data.sample.draws import Draws, Flags, Ints
from data.sample.files import Columns, decimal, either, named, percents, where
from data.sample.histories import LOST, PUSHES, STAGES, WON, History
from data.sample.market import with_kronor
from data.sample.planted import CHANNELS, COMPETITORS, PRICE_COMPETITOR, PRICE_REGION, UNITS
from data.sample.world import World

_REASONS = ("price", "chose a competitor", "no budget", "no answer", "delivery time", "terms", "put off")
_USUAL = (0.27, 0.10, 0.16, 0.20, 0.08, 0.08, 0.11)
_BY_PRICE = (0.74, 0.16, 0.02, 0.03, 0.03, 0.01, 0.01)


def deals_table(world: World, history: History, draws: Draws) -> Columns:
    """The ``deals`` table."""
    deals, stage = world.deals, history.stage
    won, lost = stage == WON, stage == LOST
    channels = [channel.name for channel in CHANNELS]
    columns = {
        "deal_id": world.deal_ids,
        "client_id": named(world.client_ids, deals.client),
        "manager_id": named(world.staff.ids, deals.manager),
        "product_id": named(world.goods.ids, deals.product[:, 0]),
        "channel": named(channels, np.where(deals.first, world.clients.channel[deals.client], -1)),
        "campaign_id": named(world.campaigns.ids, np.where(deals.first, world.campaign[deals.client], -1)),
        "opened_on": iso(deals.opened),
        "expected_on": iso(history.last_expected),
        "closed_on": iso(np.where(won | lost, deals.closed, NEVER)),
        "stage": named(STAGES, stage),
        "amount": decimal(deals.amount),
        "cost": decimal(deals.cost.sum(axis=1)),
        "discount": percents(deals.discount),
        "lost_reason": where(lost, _lost_reasons(world, draws)),
        "lost_at_stage": where(lost, named(STAGES, history.last_open)),
    }
    return with_kronor(columns | _terms(world, won, lost, draws) | _delivery(world, won), world.foreign)


def _lost_reasons(world: World, draws: Draws) -> list[str]:
    """Price above all where the competitor wins by price; "client left" where the client did."""
    deals = world.deals
    there = world.clients.region[deals.client] == REGIONS.index(PRICE_REGION)
    by_price = there & (deals.competitor == place_of(PRICE_COMPETITOR))
    reason = draws.pick_each(np.where(by_price[:, None], np.array(_BY_PRICE), np.array(_USUAL)))
    return named((*_REASONS, "client left"), np.where(deals.left_with_client, len(_REASONS), reason))


def _terms(world: World, won: Flags, lost: Flags, draws: Draws) -> dict[str, list[str]]:
    """Competitors met, and disputed terms: settled before signing where the client went through them, else after it."""
    deals, count = world.deals, len(world.deals)
    reviewed = draws.chance(world.staff.of_conduct("terms_reviewed")[deals.manager])
    disputed = draws.chance(world.staff.of_conduct("disagreements")[deals.manager] + np.where(reviewed, 0.0, 0.12))
    number = np.where(disputed, draws.whole(1, 4, count), 0)
    ends = np.where(deals.closed == NEVER, deals.opened + 40, deals.closed)
    during = deals.opened + np.floor((ends - deals.opened) * draws.uniform(count, 0.4, 0.9)).astype(np.int64)
    day = np.where(won & ~reviewed, ends + draws.whole(5, 40, count), during)
    settled = np.where(
        reviewed & won, np.minimum(day + draws.whole(1, 6, count), ends), day + draws.whole(4, 30, count)
    )
    is_settled = disputed & (won | (settled < ends))
    return {
        "competitor": where(won | lost, named([known.name for known in COMPETITORS], deals.competitor)),
        "terms_reviewed": where(won, either(reviewed)),
        "disagreements": where(won | lost, number.tolist()),
        "disputed_on": iso(np.where(disputed, day, NEVER), until=END),
        "settled_on": iso(np.where(is_settled, settled, NEVER), until=END),
    }


def _delivery(world: World, won: Flags) -> dict[str, list[str]]:
    """What was promised, when it came, and who brought it."""
    deals = world.deals
    return {
        "promised_on": iso(np.where(won, deals.promised, NEVER)),
        "delivered_on": iso(np.where(won, deals.delivered, NEVER), until=END),
        "delivery_unit": named([unit.name for unit in UNITS], np.where(won, deals.unit, -1)),
    }


Rows = tuple[Ints, Ints, int, str, list[str], list[str]]
"""Deals, days, hour, field, old values, new values."""


def deal_changes_table(world: World, history: History) -> Columns:
    """The ``deal_changes`` table, by time; each kind of change has its hours, so that no key repeats."""
    parts = [*_stage_rows(history), *_expected_rows(history), _amount_rows(world, history), _manager_rows(world)]
    deal, day = (np.concatenate([part[place] for part in parts]) for place in (0, 1))
    sizes = [len(part[0]) for part in parts]
    hour = np.repeat([part[2] for part in parts], sizes)
    field, old, new = (
        np.repeat(np.array([part[3] for part in parts], dtype=object), sizes),
        *(np.concatenate([np.array(part[place], dtype=object) for part in parts]) for place in (4, 5)),
    )
    order = np.lexsort((deal, hour, day))
    return {
        "deal_id": named(world.deal_ids, deal[order]),
        "at": [f"{on} {at:02d}:00:00" for on, at in zip(iso(day[order]), hour[order].tolist(), strict=True)],
        "field": list(field[order]),
        "old": list(old[order]),
        "new": list(new[order]),
    }


def _stage_rows(history: History) -> list[Rows]:
    rows: list[Rows] = []
    before = history.begin.copy()
    for stage in range(1, len(STAGES)):
        moved = np.flatnonzero(history.moves[:, stage] <= END)
        new = [STAGES[stage]] * len(moved)
        rows.append((moved, history.moves[moved, stage], 8 + stage, "stage", named(STAGES, before[moved]), new))
        before[moved] = stage
    return rows


def _expected_rows(history: History) -> list[Rows]:
    rows: list[Rows] = []
    for turn in range(PUSHES):
        moved = np.flatnonzero(history.pushed[:, turn] <= END)
        old, new = iso(history.expected[moved, turn]), iso(history.expected[moved, turn + 1])
        rows.append((moved, history.pushed[moved, turn], 16, "expected_on", old, new))
    return rows


def _amount_rows(world: World, history: History) -> Rows:
    """Amounts that changed with the negotiation; those in kronor never do."""
    changed = history.asked_amount != world.deals.amount
    changed[world.foreign.deal] = False
    moved = np.flatnonzero(changed)
    old, new = decimal(history.asked_amount[moved]), decimal(world.deals.amount[moved])
    return moved, history.moves[moved, STAGES.index("negotiation")], 12, "amount", old, new


def _manager_rows(world: World) -> Rows:
    """Deals that changed hands with their client while open; more than one change is told as one, on the last day."""
    deals, clients, ids = world.deals, world.clients, world.staff.ids
    before = clients.manager_at(deals.client, deals.opened)
    moved = np.flatnonzero(before != deals.manager)
    turns = clients.switched[deals.client[moved]]
    until = np.minimum(deals.closed[moved], END)[:, None]
    day = np.where(turns <= until, turns, -NEVER).max(axis=1)
    return moved, day, 7, "manager_id", named(ids, before[moved]), named(ids, deals.manager[moved])


def lines_table(world: World) -> Columns:
    """The ``lines`` table: what each deal is made of; deals in another currency have none."""
    deals = world.deals
    there = deals.product >= 0
    there[world.foreign.deal] = False
    deal, line = np.nonzero(there)
    return {
        "deal_id": named(world.deal_ids, deal),
        "line_no": [str(place + 1) for place in line],
        "product_id": named(world.goods.ids, deals.product[deal, line]),
        "quantity": [str(value) for value in deals.quantity[deal, line]],
        "amount": decimal(deals.price[deal, line]),
        "cost": decimal(deals.cost[deal, line]),
    }
