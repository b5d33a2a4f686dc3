"""Complaints: what raises them, how long they take, and what clients write."""

from dataclasses import dataclass, fields

import numpy as np

from data.sample.days import END, NEVER, next_working
from data.sample.deals import Deals
from data.sample.draws import Draws, Flags, Ints
from data.sample.people import Managers
from data.sample.planted import (
    COMPLAINT_AFTER_LATE,
    COMPLAINT_CAUSES,
    STEP_CAUSE,
    STEP_DAYS,
    STEP_FACTOR,
)

CAUSES = ("late_delivery", *COMPLAINT_CAUSES)


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

    def only(self, kept: Flags | Ints) -> "Complaints":
        """Those complaints alone, by flags or in the order of places."""
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
    return whole.only(np.lexsort((whole.cause, whole.deal, whole.opened)))


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
