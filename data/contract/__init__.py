"""The tables that a company's exports fill: columns, kinds, closed lists, rules.

``TABLES`` drives the import, the store's definitions, ``docs/data.md`` and the tests; other headings
that a file may use for a column stand in ``aliases.toml`` beside this module.
"""

import tomllib
from functools import cache
from pathlib import Path

from data.contract import clients, deals, money, people
from data.contract.columns import SQL_TYPES, Column, Kind, Table

__all__ = ["MONEY_TABLES", "SQL_TYPES", "TABLES", "Column", "Kind", "Table", "aliases", "table"]

_BY_NAME: dict[str, Table] = {table.name: table for room in (clients, people, deals, money) for table in room.TABLES}

TABLES: tuple[Table, ...] = tuple(_BY_NAME.values())
"""Every table of the contract; ``table(name)`` finds one."""

MONEY_TABLES: dict[str, str] = {
    "deals": "coalesce(closed_on, expected_on, opened_on)",
    "invoices": "issued_on",
    "payments": "paid_on",
    "expenses": "spent_on",
    "campaigns": "started_on",
    "competitor_offers": "observed_on",
    "contracts": "started_on",
}
"""Tables whose money may be in another currency, and the day whose rate converts it."""


def table(name: str) -> Table:
    """The table called ``name``.

    Raises:
        KeyError: no table has that name.
    """
    return _BY_NAME[name]


@cache
def aliases() -> dict[str, dict[str, tuple[str, ...]]]:
    """Other headings for each table's columns: ``{table: {column: (heading, …)}}``, as ``aliases.toml`` lists them."""
    with (Path(__file__).parent / "aliases.toml").open("rb") as file:
        listed = tomllib.load(file)
    return {name: {column: tuple(headings) for column, headings in columns.items()} for name, columns in listed.items()}
