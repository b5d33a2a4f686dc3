"""Complaints: what raises them, how long they take, and what clients write."""

from dataclasses import dataclass, fields

import numpy as np

from data.sample.clients import REGIONS, Clients
from data.sample.days import END, NEVER, iso, next_working
from data.sample.deals import Deals
from data.sample.draws import Draws, Flags, Ints
from data.sample.files import Columns, named, numbered
from data.sample.people import Managers
from data.sample.planted import (
    CAUSE_GIVEN,
    COMPLAINT_AFTER_LATE,
    COMPLAINT_CAUSES,
    STEP_CAUSE,
    STEP_DAYS,
    STEP_FACTOR,
    UNITS,
)
from data.sample.products import Products
from data.sample.texts import complaint_texts

CAUSES = ("late_delivery", *COMPLAINT_CAUSES)
_OWN_UNIT = {"service": "Customer service", "billing": "Finance", "documents": "Finance", "price": "Sales"}
_RESOLUTIONS = {
    "late_delivery": ("delivered, apology", "freight refunded", "new delivery day agreed"),
    "quality": ("replaced", "repaired on site", "credit given"),
    "service": ("apology", "explained", "other contact person named"),
    "billing": ("invoice corrected", "credit given", "explained"),
    "documents": ("documents sent", "documents corrected"),
    "price": ("explained", "discount on the next order"),
}


@dataclass(slots=True)
class Complaints:
    """One element for each complaint: ``cause`` is a place in ``CAUSES``; ``resolved`` may lie after the last day."""

    client: Ints
    deal: Ints
    cause: Ints
    opened: Ints
    resolved: Ints

    def __len__(self) -> int:
        return len(self.client)

    def only(self, kept: Flags) -> "Complaints":
        """Those complaints alone."""
        return Complaints(**{field.name: getattr(self, field.name)[kept] for field in fields(self)})


def complaints(deals: Deals, people: Managers, draws: Draws) -> Complaints:
    """Every complaint up to the last day that there would be if no client ever left, by day, then deal."""
    parts = [_about(deals, place, draws) for place in range(len(CAUSES))]
    deal = np.concatenate([found for found, _ in parts])
    opened = np.concatenate([day for _, day in parts])
    cause = np.repeat(np.arange(len(CAUSES)), [len(found) for found, _ in parts])
    median = people.of_conduct("resolution_days")[deals.manager[deal]]
    resolved = opened + np.floor(median * draws.skewed(len(deal), 0.7)).astype(np.int64)
    resolved = np.where(draws.often(0.02, len(deal)), NEVER, next_working(resolved))
    whole = Complaints(deals.client[deal], deal, cause, opened, resolved)
    whole = whole.only((opened >= 0) & (opened <= END))
    return whole.only(np.lexsort((whole.cause, whole.deal, whole.opened)))  # type: ignore[arg-type]


def _about(deals: Deals, place: int, draws: Draws) -> tuple[Ints, Ints]:
    """Deals and days of the complaints of one cause."""
    cause = CAUSES[place]
    fulfilled = deals.won & (deals.closed <= END)
    if cause == "late_delivery":
        raised = draws.often(COMPLAINT_AFTER_LATE, len(deals)) & (deals.delivered > deals.promised)
        after = deals.promised + draws.whole(1, 12, len(deals))
    else:
        factor = STEP_FACTOR if cause == STEP_CAUSE else 1.0
        raised = draws.often(COMPLAINT_CAUSES[cause] * factor, len(deals))
        after = np.minimum(deals.delivered, deals.promised) + draws.whole(0, 25, len(deals))
    opened = next_working(after)
    if cause == STEP_CAUSE:
        raised &= (opened > END - STEP_DAYS) | draws.often(1 / STEP_FACTOR, len(deals))
    deal = np.flatnonzero(fulfilled & raised)
    return deal, opened[deal]


def complaints_table(
    complaints: Complaints,
    clients: Clients,
    deals: Deals,
    goods: Products,
    ids: dict[str, list[str]],
    draws: Draws,
) -> tuple[Columns, list[str]]:
    """The ``complaints`` table, and the true cause of each row, also where the file leaves it blank."""
    count = len(complaints)
    causes = [CAUSES[place] for place in complaints.cause]
    given = draws.often(CAUSE_GIVEN, count)
    units = [UNITS[place].name for place in deals.unit[complaints.deal]]
    resolved = iso(complaints.resolved, until=END)
    point = draws.uniform(count).tolist()
    severity = np.clip(draws.pick((0.15, 0.3, 0.32, 0.16, 0.07), count) + (complaints.cause == 0), 0, 4) + 1
    products = [goods.names[place] for place in deals.product[complaints.deal, 0]]
    regions = [REGIONS[place] for place in clients.region[complaints.client]]
    columns = {
        "complaint_id": numbered("K", np.arange(count), 5),
        "client_id": named(ids["clients"], complaints.client),
        "opened_on": iso(complaints.opened),
        "deal_id": named(ids["deals"], complaints.deal),
        "manager_id": named(ids["managers"], clients.manager_at(complaints.client, complaints.opened)),
        "resolved_on": resolved,
        "cause": [cause if known else "" for cause, known in zip(causes, given, strict=True)],
        "text": complaint_texts(causes, products, regions, draws),
        "unit": [_OWN_UNIT.get(cause, unit) for cause, unit in zip(causes, units, strict=True)],
        "severity": [str(value) for value in severity],
        "resolution": [
            _RESOLUTIONS[cause][int(part * len(_RESOLUTIONS[cause]))] if day else ""
            for cause, part, day in zip(causes, point, resolved, strict=True)
        ],
    }
    return columns, causes
