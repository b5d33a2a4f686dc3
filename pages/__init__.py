"""The pages of the dashboard, each with the question that it answers, who may open it, and the tables it needs.

The menu, the header, the first page of each role and the tests over every page are all drawn from ``PAGES``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from analytics.words import N_

Builds = Literal["headline", "list", "data-in"]
Need = str | tuple[str, ...]
"""A table that a page can't do without; a tuple of tables of which any one is enough."""

ROLES: tuple[str, ...] = ("director", "manager", "analyst")
"""The roles; who has several starts where the first of them does."""

EVERYBODY = frozenset(ROLES)

PLAN_AND_PAY = N_("Plan and pay")
CLIENTS = N_("Clients")
DEALS_AND_MARKET = N_("Deals and market")
DATA = N_("Data")

SECTIONS: tuple[str, ...] = (PLAN_AND_PAY, CLIENTS, DEALS_AND_MARKET, DATA)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: ``pages/<stem>.py`` holds its function ``page(view)``.

    ``title``, ``section`` and ``question`` are templates for ``_``; ``icon`` is a Material Symbol's name.
    ``home_for`` are the roles that start here. ``builds`` is the page's anatomy: an answer with its key numbers, a
    list whose rows open, or data coming in (which has no scope bar).
    """

    stem: str
    title: str
    icon: str
    section: str
    question: str
    roles: frozenset[str] = EVERYBODY
    needs: tuple[Need, ...] = ()
    home_for: tuple[str, ...] = ()
    builds: Builds = "headline"

    def lacks(self, rows: Mapping[str, int]) -> list[tuple[str, ...]]:
        """The needs that no table meets: for each, the tables of which one would do.

        ``rows`` is the number of rows by table.
        """
        groups = [(need,) if isinstance(need, str) else need for need in self.needs]
        return [group for group in groups if not any(rows.get(table) for table in group)]


ICON = str(Path(__file__).parent / "components" / "icon.svg")
"""The dashboard's own icon: a file, because a named icon would be fetched from another host."""

SALES: Need = ("deals", "invoices")

PAGES: tuple[Page, ...] = (
    Page(
        "overview",
        N_("Overview"),
        "space_dashboard",
        PLAN_AND_PAY,
        N_("How are we doing, and what needs me today?"),
        needs=("clients", SALES),
        home_for=("director", "manager"),
    ),
    Page(
        "sales_plan",
        N_("Sales plan"),
        "flag",
        PLAN_AND_PAY,
        N_("Will we make the plan?"),
        needs=(SALES, "plans"),
        builds="list",
    ),
    Page(
        "compensation",
        N_("Compensation"),
        "payments",
        PLAN_AND_PAY,
        N_("What do salary and bonus cost against the plan, and are they right?"),
        roles=frozenset({"director", "manager"}),
        needs=("payroll",),
        builds="list",
    ),
    Page(
        "schemes",
        N_("Bonus schemes"),
        "rule_settings",
        PLAN_AND_PAY,
        N_("What would another scheme cost, and where does this one mislead?"),
        roles=frozenset({"director", "manager"}),
        needs=("payroll",),
        builds="list",
    ),
    Page(
        "segments",
        N_("Segments"),
        "groups",
        CLIENTS,
        N_("Who are our clients, and what do they need?"),
        needs=("clients", SALES),
        builds="list",
    ),
    Page(
        "reliability",
        N_("Reliability"),
        "verified_user",
        CLIENTS,
        N_("Who will pay on time and keep the contract?"),
        needs=("clients",),
        builds="list",
    ),
    Page(
        "complaints",
        N_("Complaints"),
        "feedback",
        CLIENTS,
        N_("Why are they dissatisfied, and is it getting better?"),
        needs=("clients", "complaints"),
        builds="list",
    ),
    Page(
        "churn",
        N_("Churn"),
        "person_remove",
        CLIENTS,
        N_("Who is leaving, why, and what is it worth?"),
        needs=("clients", ("deals", "invoices", "contracts")),
        builds="list",
    ),
    Page(
        "base_quality",
        N_("Client base"),
        "fact_check",
        DATA,
        N_("Is our client base complete, current and free of duplicates?"),
        needs=("clients",),
        builds="list",
    ),
    Page(
        "import_data",
        N_("Import"),
        "upload_file",
        DATA,
        N_("Is my file good, and what will it change?"),
        roles=frozenset({"director", "analyst"}),
        home_for=("analyst",),
        builds="data-in",
    ),
)
"""Every page, in the order of the menu."""


def page(stem: str) -> Page:
    """The page of that stem.

    Raises:
        KeyError: there is none.
    """
    return {each.stem: each for each in PAGES}[stem]


def allowed(roles: Iterable[str]) -> tuple[Page, ...]:
    """The pages that a viewer with these roles may open, in the order of the menu."""
    held = frozenset(roles)
    return tuple(each for each in PAGES if each.roles & held)


def home(roles: Iterable[str]) -> Page:
    """The page on which a viewer with these roles starts: that of the first role held, else the first of the menu.

    Raises:
        ValueError: there is no page for these roles.
    """
    held = frozenset(roles)
    found = allowed(held)
    if not found:
        raise ValueError(f"no page is open to the roles {sorted(held)}")
    starts = [each for role in ROLES if role in held for each in found if role in each.home_for]
    return (starts or list(found))[0]
