"""The ``complaints`` and ``feedback`` tables: what clients say."""

import numpy as np

from data.sample.clients import REGIONS
from data.sample.complaints import CAUSES
from data.sample.days import END, iso, moments, next_working
from data.sample.draws import Draws, Flags, Ints
from data.sample.files import Columns, named, numbered, where
from data.sample.planted import CAUSE_GIVEN, UNITS
from data.sample.texts import comment, complaint_texts, languages
from data.sample.world import World

_OWN_UNIT = {"service": "Customer service", "billing": "Finance", "documents": "Finance", "price": "Sales"}
_RESOLUTIONS = {
    "late_delivery": ("delivered, apology", "freight refunded", "new delivery day agreed"),
    "quality": ("replaced", "repaired on site", "credit given"),
    "service": ("apology", "explained", "other contact person named"),
    "billing": ("invoice corrected", "credit given", "explained"),
    "documents": ("documents sent", "documents corrected"),
    "price": ("explained", "discount on the next order"),
}
_SEVERITY = (0.15, 0.3, 0.32, 0.16, 0.07)
_ANSWERS = 0.34
"""Share of deliveries after which the client answers how it was."""
_KINDS = ("praise", "wish", "dissatisfaction")


def complaint_ids(world: World) -> list[str]:
    """The complaints' ids, by day."""
    return numbered("K", len(world.complaints), 5)


def true_causes(world: World) -> dict[str, str]:
    """The cause of each complaint by its id, also where the file leaves it blank."""
    return dict(zip(complaint_ids(world), named(CAUSES, world.complaints.cause), strict=True))


def complaints_table(world: World, draws: Draws) -> Columns:
    """The ``complaints`` table, its causes given for about half of the rows."""
    said, deal = world.complaints, world.complaints.deal
    cause = named(CAUSES, said.cause)
    resolved = iso(said.resolved, until=END)
    severity = np.clip(draws.pick(_SEVERITY, len(said)) + (said.cause == 0), 0, 4) + 1
    products = named(world.goods.names, world.deals.product[deal, 0])
    regions = named(REGIONS, world.clients.region[said.client])
    return {
        "complaint_id": complaint_ids(world),
        "client_id": named(world.client_ids, said.client),
        "opened_on": iso(said.opened),
        "deal_id": named(world.deal_ids, deal),
        "manager_id": named(world.staff.ids, world.clients.manager_at(said.client, said.opened)),
        "resolved_on": resolved,
        "cause": where(draws.often(CAUSE_GIVEN, len(said)), cause),
        "text": complaint_texts(cause, products, regions, draws),
        "unit": [
            _OWN_UNIT.get(name, UNITS[unit].name) for name, unit in zip(cause, world.deals.unit[deal], strict=True)
        ],
        "severity": [str(value) for value in severity],
        "resolution": where(said.resolved <= END, _resolutions(cause, draws)),
    }


def _resolutions(cause: list[str], draws: Draws) -> list[str]:
    points = draws.uniform(len(cause)).tolist()
    return [_RESOLUTIONS[name][int(point * len(_RESOLUTIONS[name]))] for name, point in zip(cause, points, strict=True)]


def feedback_table(world: World, draws: Draws) -> Columns:
    """The ``feedback`` table: late deliveries and complaints lower what is said."""
    deal, day = _answered(world, draws)
    deals, count = world.deals, len(deal)
    bad = (deals.delivered[deal] > deals.promised[deal]) * 1.0 + np.isin(deal, world.complaints.deal) * 0.6
    nps = np.clip(np.floor(9.1 - 3.2 * bad + 1.7 * draws.bell(count)), 0, 10).astype(np.int64)
    csat = np.clip(np.floor(4.9 - 1.4 * bad + 0.8 * draws.bell(count)), 1, 5).astype(np.int64)
    kind = np.where(nps >= 9, 0, np.where(nps <= 5, 2, 1))
    spoke = draws.often(0.4, count)
    return {
        "feedback_id": numbered("F", count, 5),
        "client_id": named(world.client_ids, deals.client[deal]),
        "at": moments(day, draws.whole(500, 1030, count)),
        "nps": [str(value) for value in nps],
        "csat": [str(value) for value in csat],
        "kind": where(spoke, named(_KINDS, kind)),
        "comment": where(spoke, _comments(world.clients.region[deals.client[deal]], kind, draws)),
    }


def _answered(world: World, draws: Draws) -> tuple[Ints, Ints]:
    """Deals after whose delivery the client answered, and the days of it, by day."""
    deals = world.deals
    day = next_working(deals.delivered + draws.whole(3, 20, len(deals)))
    asked: Flags = deals.won & (deals.closed <= END) & (day <= END) & (day < world.ended[deals.client])
    deal = np.flatnonzero(asked & draws.often(_ANSWERS, len(deals)))
    deal = deal[np.lexsort((deal, day[deal]))]
    return deal, day[deal]


def _comments(region: Ints, kinds: Ints, draws: Draws) -> list[str]:
    spoken = languages(named(REGIONS, region), draws)
    points = draws.uniform(len(kinds)).tolist()
    return [comment(_KINDS[kind], language, point) for kind, language, point in zip(kinds, spoken, points, strict=True)]
