"""How deals went through their stages: moves, pushed closing days, changed amounts, new managers."""

from dataclasses import dataclass

import numpy as np

from data.sample.clients import REGIONS, Clients
from data.sample.days import END, NEVER, iso, next_working
from data.sample.deals import Deals, place_of
from data.sample.draws import Draws, Flags, Ints, whole
from data.sample.files import Columns, decimal, named
from data.sample.people import Managers
from data.sample.planted import CHANNELS, COMPETITORS, PRICE_COMPETITOR, PRICE_REGION, UNITS
from data.sample.products import Products

STAGES = ("lead", "contacted", "meeting", "offer", "negotiation", "contract", "won", "lost")
_WON, _LOST = 6, 7
_REASONS = ("price", "chose a competitor", "no budget", "no answer", "delivery time", "terms", "put off")
_USUAL = (0.27, 0.10, 0.16, 0.20, 0.08, 0.08, 0.11)
_BY_PRICE = (0.74, 0.16, 0.02, 0.03, 0.03, 0.01, 0.01)
_PUSHES = 3


@dataclass(frozen=True, slots=True)
class History:
    """What changed in each deal. ``moves`` (deals × stages) has the day of entering each stage, ``NEVER`` if skipped;
    ``expected`` (deals × pushes + 1) the expected closing days in turn and ``pushed`` the days of changing them."""

    moves: Ints
    begin: Ints
    expected: Ints
    pushed: Ints
    asked_amount: Ints

    @property
    def stage(self) -> Ints:
        """Each deal's stage on the last day."""
        seen = np.where(self.moves <= END, np.arange(len(STAGES)), -1)
        return whole(np.maximum(seen.max(axis=1), self.begin))

    @property
    def last_expected(self) -> Ints:
        """The closing day expected on the last day."""
        times = (self.pushed <= END).sum(axis=1)
        return whole(self.expected[np.arange(len(times)), times])


def history(deals: Deals, draws: Draws) -> History:
    """The way of every deal up to its end or the last day."""
    begin = np.where(deals.first, draws.pick((0.7, 0.3), len(deals)), draws.pick((0.1, 0.3, 0.0, 0.6), len(deals)))
    moves = _moves(deals, begin, draws)
    expected, pushed = _pushes(deals, draws)
    change = draws.often(0.15, len(deals)) & (moves[:, 4] <= END)
    percent = np.where(change, draws.whole(88, 125, len(deals)), 100)
    return History(moves, begin, expected, pushed, deals.amount * percent // 100)


def _moves(deals: Deals, begin: Ints, draws: Draws) -> Ints:
    """The days of entering each stage, in order, between opening and closing."""
    count = len(deals)
    until = np.where(deals.closed == NEVER, deals.opened + 60, deals.closed)
    parts = np.sort(draws.uniform((count, 5)), axis=1)
    days = deals.opened[:, None] + np.floor(parts * (until - deals.opened)[:, None]).astype(np.int64)
    reached = np.where(deals.won, 5, draws.pick((0.06, 0.14, 0.16, 0.40, 0.20, 0.04), count))
    stage = np.arange(1, 6)
    passes = draws.uniform((count, 5)) < np.array([0.8, 0.6, 0.96, 0.85, 0.97])
    passes &= (stage > begin[:, None]) & (stage <= np.maximum(reached, begin)[:, None])
    moves = np.full((count, len(STAGES)), NEVER)
    moves[:, 1:6] = np.where(passes, days, NEVER)
    moves[:, _WON] = np.where(deals.won, deals.closed, NEVER)
    moves[:, _LOST] = np.where(deals.won, NEVER, deals.closed)
    return np.where(moves > END, NEVER, moves)


def _pushes(deals: Deals, draws: Draws) -> tuple[Ints, Ints]:
    """A first guess, put off when its day comes and the deal is still open; some are left to go stale."""
    count = len(deals)
    expected = np.empty((count, _PUSHES + 1), dtype=np.int64)
    pushed = np.full((count, _PUSHES), NEVER)
    usual = np.where(deals.first, 38, 20)
    expected[:, 0] = next_working(deals.opened + np.floor(usual * draws.uniform(count, 0.6, 1.5)).astype(np.int64))
    stale = draws.often(0.15, count)
    for turn in range(_PUSHES):
        now = next_working(expected[:, turn] - draws.whole(0, 3, count))
        push = (
            ~stale
            & (now > deals.opened)
            & (now < np.minimum(deals.closed, END + 1))
            & (pushed[:, :turn] < NEVER).all(axis=1)
        )
        pushed[push, turn] = now[push]
        later = next_working(expected[:, turn] + draws.whole(10, 45, count))
        expected[:, turn + 1] = np.where(push, later, expected[:, turn])
    return expected, pushed


def deal_changes_table(deals: Deals, history: History, clients: Clients, people: Managers, ids: list[str]) -> Columns:
    """The ``deal_changes`` table, by time; each kind of change has its hours, so that no key repeats."""
    parts = [*_stage_rows(deals, history), *_expected_rows(history), _amount_rows(deals, history)]
    parts.append(_manager_rows(deals, clients, people))
    deal = np.concatenate([part[0] for part in parts])
    day = np.concatenate([part[1] for part in parts])
    hour = np.repeat([part[2] for part in parts], [len(part[0]) for part in parts])
    order = np.lexsort((deal, hour, day))
    texts = {name: np.concatenate([np.array(part[place], dtype=object) for part in parts]) for name, place in _TEXTS}
    field = np.repeat(np.array([part[3] for part in parts], dtype=object), [len(part[0]) for part in parts])
    return {
        "deal_id": named(ids, deal[order]),
        "at": [f"{on} {at:02d}:00:00" for on, at in zip(iso(day[order]), hour[order].tolist(), strict=True)],
        "field": list(field[order]),
        "old": list(texts["old"][order]),
        "new": list(texts["new"][order]),
    }


_TEXTS = (("old", 4), ("new", 5))
Rows = tuple[Ints, Ints, int, str, list[str], list[str]]
"""Deals, days, hour, field, old values, new values."""


def _stage_rows(deals: Deals, history: History) -> list[Rows]:
    rows: list[Rows] = []
    before = history.begin.copy()
    for stage in range(1, len(STAGES)):
        moved = np.flatnonzero(history.moves[:, stage] <= END)
        old = [STAGES[place] for place in before[moved]]
        rows.append((moved, history.moves[moved, stage], 8 + stage, "stage", old, [STAGES[stage]] * len(moved)))
        before[moved] = stage
    return rows


def _expected_rows(history: History) -> list[Rows]:
    rows: list[Rows] = []
    for turn in range(_PUSHES):
        moved = np.flatnonzero(history.pushed[:, turn] <= END)
        old, new = iso(history.expected[moved, turn]), iso(history.expected[moved, turn + 1])
        rows.append((moved, history.pushed[moved, turn], 16, "expected_on", old, new))
    return rows


def _amount_rows(deals: Deals, history: History) -> Rows:
    moved = np.flatnonzero(history.asked_amount != deals.amount)
    old, new = decimal(history.asked_amount[moved]), decimal(deals.amount[moved])
    return moved, history.moves[moved, 4], 12, "amount", old, new


def _manager_rows(deals: Deals, clients: Clients, people: Managers) -> Rows:
    """Deals that changed hands with their client while open; more than one change is told as one, on the last day."""
    before = clients.manager_at(deals.client, deals.opened)
    moved = np.flatnonzero(before != deals.manager)
    turns = clients.switched[deals.client[moved]]
    until = np.minimum(deals.closed[moved], END)[:, None]
    day = np.where(turns <= until, turns, -NEVER).max(axis=1)
    return moved, day, 7, "manager_id", named(people.ids, before[moved]), named(people.ids, deals.manager[moved])


def deals_table(
    deals: Deals,
    history: History,
    clients: Clients,
    people: Managers,
    goods: Products,
    ids: dict[str, list[str]],
    draws: Draws,
) -> Columns:
    """The ``deals`` table but for currencies: what is known on the last day."""
    stage = history.stage
    won, lost = stage == _WON, stage == _LOST
    closed = won | lost
    disputes, disputed, settled, reviewed = _terms(deals, people, won, draws)
    reason = _lost_reasons(deals, clients, draws)
    channel = [CHANNELS[place].name for place in clients.channel[deals.client]]
    return {
        "deal_id": ids["deals"],
        "client_id": named(ids["clients"], deals.client),
        "manager_id": named(ids["managers"], deals.manager),
        "product_id": named(goods.ids, deals.product[:, 0]),
        "channel": [name if first else "" for name, first in zip(channel, deals.first, strict=True)],
        "campaign_id": [
            ids["campaign_of"][client] if first else "" for client, first in zip(deals.client, deals.first, strict=True)
        ],
        "opened_on": iso(deals.opened),
        "expected_on": iso(history.last_expected),
        "closed_on": iso(np.where(closed, deals.closed, NEVER)),
        "stage": [STAGES[place] for place in stage],
        "amount": decimal(deals.amount),
        "cost": decimal(deals.cost.sum(axis=1)),
        "discount": [f"0.{percent:02d}" for percent in deals.discount.tolist()],
        "lost_reason": [text if gone else "" for text, gone in zip(reason, lost, strict=True)],
        "lost_at_stage": [
            STAGES[place] if gone else "" for place, gone in zip(_last_before_end(history), lost, strict=True)
        ],
        "competitor": [
            COMPETITORS[place].name if place >= 0 and done else ""
            for place, done in zip(deals.competitor, closed, strict=True)
        ],
        "terms_reviewed": [
            ("false", "true")[int(read)] if done else "" for read, done in zip(reviewed, won, strict=True)
        ],
        "disagreements": [str(number) if done else "" for number, done in zip(disputes, closed, strict=True)],
        "disputed_on": iso(disputed, until=END),
        "settled_on": iso(settled, until=END),
        "promised_on": iso(np.where(won, deals.promised, NEVER)),
        "delivered_on": iso(np.where(won, deals.delivered, NEVER), until=END),
        "delivery_unit": [UNITS[place].name if done else "" for place, done in zip(deals.unit, won, strict=True)],
    }


def _last_before_end(history: History) -> Ints:
    open_moves = np.where(history.moves[:, :_WON] <= END, np.arange(_WON), -1)
    return whole(np.maximum(open_moves.max(axis=1), history.begin))


def _lost_reasons(deals: Deals, clients: Clients, draws: Draws) -> list[str]:
    """Price above all where the competitor wins by price; "client left" where the client did."""
    by_price = (deals.competitor == place_of(PRICE_COMPETITOR)) & (
        clients.region[deals.client] == REGIONS.index(PRICE_REGION)
    )
    drawn = draws.pick_each(np.where(by_price[:, None], np.array(_BY_PRICE), np.array(_USUAL)))
    return [
        "client left" if left else _REASONS[place] for place, left in zip(drawn, deals.left_with_client, strict=True)
    ]


def _terms(deals: Deals, people: Managers, won: Flags, draws: Draws) -> tuple[Ints, Ints, Ints, Flags]:
    """Disputed terms: settled before signing where the client went through them, after it where not."""
    count = len(deals)
    reviewed = draws.chance(people.of_conduct("terms_reviewed")[deals.manager])
    disputed = draws.chance(people.of_conduct("disagreements")[deals.manager] + np.where(reviewed, 0.0, 0.12))
    number = np.where(disputed, draws.whole(1, 4, count), 0)
    ends = np.where(deals.closed == NEVER, deals.opened + 40, deals.closed)
    before = deals.opened + ((ends - deals.opened) * draws.uniform(count, 0.4, 0.9)).astype(np.int64)
    day = np.where(won & ~reviewed, ends + draws.whole(5, 40, count), before)
    day = np.where(disputed, day, NEVER)
    settled = np.where(
        reviewed & won, np.minimum(day + draws.whole(1, 6, count), ends), day + draws.whole(4, 30, count)
    )
    return number, day, np.where(disputed & (won | (settled < ends)), settled, NEVER), reviewed


def lines_table(deals: Deals, goods: Products, ids: list[str], skipped: Ints) -> Columns:
    """The ``lines`` table: what each deal is made of; deals in another currency have none."""
    there = deals.product >= 0
    there[skipped] = False
    deal, line = np.nonzero(there)
    return {
        "deal_id": named(ids, deal),
        "line_no": [str(place + 1) for place in line],
        "product_id": named(goods.ids, deals.product[deal, line]),
        "quantity": [str(value) for value in deals.quantity[deal, line]],
        "amount": decimal(deals.price[deal, line]),
        "cost": decimal(deals.cost[deal, line]),
    }
