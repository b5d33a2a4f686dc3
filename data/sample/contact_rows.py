"""The ``contacts`` table."""

import numpy as np

from data.sample.contacts import Contacts, joined
from data.sample.days import END, moments, next_working
from data.sample.draws import Draws, Flags, Ints
from data.sample.files import Columns, drawn, either, named, numbered, where
from data.sample.planted import CHANNELS
from data.sample.world import World

TYPES = ("call", "email", "meeting", "visit", "presentation", "exhibition", "mailing")
_IN_DEALS = (0.42, 0.30, 0.16, 0.07, 0.05)
_IN_RHYTHM = (0.60, 0.22, 0.08, 0.10, 0.0)
_REASONS = (
    ("asks for prices", "asks about products", "needs an offer quickly", "saw us and wants to know more"),
    ("offer", "terms", "delivery time", "specification", "contract draft", "price"),
    ("how are things", "plans for the next quarter", "new products", "stock check", "feedback"),
)
"""Of a new client's first inquiry, in a deal, and besides."""
_OUTCOMES = ("agreed on the next step", "will call back", "sent information", "no answer", "meeting set", "no need now")


def contacts_table(world: World, draws: Draws) -> Columns:
    """What was done, then what is planned: entered by the last day, due later, not done."""
    talks = joined(world.contacts, _planned(world, draws))
    count = len(talks)
    ahead = np.arange(count) >= len(world.contacts)
    kind, campaign = _kinds(world, talks, draws)
    minutes = draws.whole(3, 25, count) + np.where(kind > 1, 35, 0)
    due = np.where(ahead, next_working(END + draws.whole(1, 40, count)), 0)
    return {
        "contact_id": numbered("T", count, 6),
        "client_id": named(world.client_ids, talks.client),
        "at": moments(talks.day, talks.minute),
        "manager_id": named(world.staff.ids, world.clients.manager_at(talks.client, talks.day)),
        "deal_id": named(world.deal_ids, talks.deal),
        "campaign_id": named(world.campaigns.ids, campaign),
        "type": named(TYPES, kind),
        "direction": either(talks.inbound, "in", "out"),
        "reason": _reasons(talks, draws),
        "outcome": where(~ahead, drawn(_OUTCOMES, draws.uniform(count).tolist())),
        "minutes": where(~ahead & (kind != 1) & (kind != 6), minutes.tolist()),
        "due_at": where(ahead, moments(due, talks.minute)),
        "done": either(~ahead),
    }


def _kinds(world: World, talks: Contacts, draws: Draws) -> tuple[Ints, Ints]:
    """The type of each contact; the first one at an exhibition or by a mailing names its campaign."""
    count = len(talks)
    kind = np.where(talks.deal >= 0, draws.pick(_IN_DEALS, count), draws.pick(_IN_RHYTHM, count))
    names = [channel.name for channel in CHANNELS]
    channel = world.clients.channel[talks.client]
    campaign = np.where(talks.first, world.campaign[talks.client], -1)
    for name in ("exhibition", "mailing"):
        kind = np.where((campaign >= 0) & (channel == names.index(name)), TYPES.index(name), kind)
    return kind, campaign


def _planned(world: World, draws: Draws) -> Contacts:
    """Next contacts in open deals, entered in the last two weeks."""
    deals = world.deals
    chosen: Flags = (deals.closed > END) & draws.often(0.6, len(deals))
    place = np.flatnonzero(chosen)
    day = next_working(np.maximum(deals.opened[place], END - draws.whole(2, 14, len(place))))
    none = np.zeros(len(place), dtype=bool)
    minute = draws.whole(500, 1030, len(place))
    return Contacts(deals.client[place], np.minimum(day, END), minute, place, none, none)


def _reasons(talks: Contacts, draws: Draws) -> list[str]:
    points = draws.uniform(len(talks)).tolist()
    kinds = np.where(talks.first, 0, np.where(talks.deal >= 0, 1, 2)).tolist()
    return [_REASONS[kind][int(point * len(_REASONS[kind]))] for kind, point in zip(kinds, points, strict=True)]
