"""What a page is given: who looks at what, and how it is to look."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from streamlit.navigation.page import Page as Target

import pages
from analytics.charts.theme import Look
from analytics.runner import House, Scope, Status
from pages.components.choice import Choice
from pages.components.download import Sheet


@dataclass(frozen=True, slots=True)
class View:
    """One page's run: its stem, the workspace, the scope in force, the look, and what the workspace holds.

    ``choice`` is the period, day and filters that made the scope; ``targets`` are the pages that this viewer may open,
    by stem; ``sheets`` collects the tables that the page shows, for the header's Download menu.
    """

    stem: str
    house: House
    scope: Scope
    look: Look
    status: Status
    choice: Choice = field(default_factory=Choice)
    targets: Mapping[str, Target] = field(default_factory=dict)
    sheets: dict[str, Sheet] = field(default_factory=dict)

    @property
    def page(self) -> pages.Page:
        """The page's record in ``PAGES``."""
        return pages.page(self.stem)
