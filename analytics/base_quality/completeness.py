"""How much of each field is filled, over the clients kept now and for each manager, and what a gap costs."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from pandas import DataFrame, Series

from analytics.words import N_


@dataclass(frozen=True, slots=True)
class Asked:
    """One field asked of a client: filled where any of ``columns`` is; ``cost`` is what can't be answered without it.

    ``is_first`` marks what analyses need first; ``of_companies`` what a person needn't have.
    """

    field: str
    title: str
    cost: str
    is_first: bool = False
    of_companies: bool = False
    columns: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The columns of which one must be filled."""
        return self.columns or (self.field,)


ASKED: tuple[Asked, ...] = (
    Asked("manager_id", N_("Manager"), N_("Plan, worklist: its results and calls are nobody's"), True),
    Asked(
        "email_or_phone",
        N_("E-mail or phone"),
        N_("Worklist: nobody can reach the client"),
        True,
        columns=("email", "phone"),
    ),
    Asked(
        "registry_code",
        N_("Registry code"),
        N_("Duplicates, accounting: the surest sign of who it is"),
        True,
        of_companies=True,
    ),
    Asked("industry", N_("Industry"), N_("Reliability, churn, segments: unlike clients are compared"), True),
    Asked("region", N_("Region"), N_("Filters, segments, competitors: left out of every region"), True),
    Asked("channel", N_("Channel"), N_("Channels: what brought the client isn't known"), True),
    Asked("registered_on", N_("First day"), N_("Growth, churn: since when it is a client isn't known"), True),
    Asked("email", N_("E-mail"), N_("Mailings, duplicates")),
    Asked("phone", N_("Phone"), N_("Calls, duplicates")),
    Asked("vat_number", N_("VAT number"), N_("Matching with accounting"), of_companies=True),
    Asked("city", N_("City"), N_("Duplicates: two branches look like one client")),
    Asked("employees", N_("Employees"), N_("Segments, reliability: size isn't known"), of_companies=True),
    Asked("annual_revenue", N_("Annual revenue"), N_("Reliability: size isn't known"), of_companies=True),
    Asked("need", N_("Need"), N_("Segments: needs are taken from what was bought")),
    Asked("contact_every_days", N_("Contact every … days"), N_("This page, worklist: 180 days hold for everybody")),
    Asked("payment_days", N_("Payment terms"), N_("Reliability: agreed terms aren't known")),
    Asked("marketing", N_("Consent to marketing"), N_("Offers: whom they may go to isn't known")),
    Asked("updated_on", N_("Last update"), N_("This page: only contacts and deals tell what is current")),
)
"""What is asked of a client, the most needed first."""

FIELDS = {"field": "str", "filled": "float64", "clients": "int64", "missing": "int64", "is_first": "bool"}
MANAGER_FIELDS = {"manager_id": "str", "manager": "str", "field": "str", "filled": "float64", "clients": "int64"}


def answers(clients: DataFrame) -> DataFrame:
    """For each client, as its row, and each field (a column): 1 filled, 0 not, missing where it isn't asked."""
    is_company = clients["kind"].fillna("company") == "company"
    columns = {}
    for asked in ASKED:
        filled = pd.concat([_is_filled(clients[name]) for name in asked.sources], axis=1).any(axis=1).astype(float)
        columns[asked.field] = filled.where(is_company) if asked.of_companies else filled
    return DataFrame(columns, index=clients.index)


def field_shares(clients: DataFrame, answered: DataFrame) -> DataFrame:
    """``FIELDS``: the share filled of the clients asked; those that analyses need first come first, then the emptiest.

    ``clients`` are those kept now, ``answered`` their ``answers``. A field asked of nobody has no share.
    """
    rows = []
    for asked in ASKED:
        column = answered[asked.field].dropna()
        rows.append(
            {
                "field": asked.field,
                "filled": float(column.mean()) if len(column) else float("nan"),
                "clients": len(column),
                "missing": int((column == 0).sum()),
                "is_first": asked.is_first,
            }
        )
    table = _frame(rows if len(clients) else [], FIELDS)
    return table.sort_values(["is_first", "filled", "field"], ascending=[False, True, True], ignore_index=True)


def manager_shares(clients: DataFrame, answered: DataFrame) -> DataFrame:
    """``MANAGER_FIELDS``: the same for each manager and field that analyses need first (but the manager itself)."""
    rows = []
    for (key, name), part in answered.groupby([clients["manager_id"], clients["manager"]], sort=True):
        for asked in first():
            column = part[asked.field].dropna()
            if asked.field != "manager_id" and len(column):
                told = {"manager_id": key, "manager": name, "field": asked.field}
                rows.append(told | {"filled": float(column.mean()), "clients": len(column)})
    return _frame(rows, MANAGER_FIELDS)


def first() -> tuple[Asked, ...]:
    """The fields that analyses need first."""
    return tuple(asked for asked in ASKED if asked.is_first)


def filled_counts(answered: DataFrame) -> DataFrame:
    """For each client how many of the first fields are filled (``value``) of those asked (``base``)."""
    needed = answered[[asked.field for asked in first()]]
    return DataFrame({"value": needed.sum(axis=1).astype("int64"), "base": needed.notna().sum(axis=1)})


def _is_filled(column: Series) -> Series:
    return column.notna() & (column.astype("str").str.strip() != "")


def _frame(rows: Sequence[dict[str, object]], kinds: dict[str, str]) -> DataFrame:
    return DataFrame(list(rows), columns=list(kinds)).astype(kinds)
