"""The tables that a company's exports fill: columns, kinds, closed lists, rules.

``TABLES`` drives the import, the store's definitions, ``docs/data.md`` and the tests; other headings
that a file may use for a column stand in ``words/`` beside this module, by language and by system.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from data.contract import clients, deals, money, people
from data.contract.columns import SQL_TYPES, Column, Kind, Table

__all__ = [
    "LANGUAGES",
    "MONEY_TABLES",
    "SQL_TYPES",
    "TABLES",
    "Column",
    "Kind",
    "Table",
    "Words",
    "aliases",
    "spellings",
    "table",
]

Words = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Other headings of one language or system: ``{table: {column: (heading, …)}}``, and lists that aren't of a table."""

LANGUAGES = ("english", "estonian", "russian", "german")

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
def spellings() -> Mapping[str, Words]:
    """Other headings for each table's columns, by the language or system that they are of; languages come first."""
    folder = Path(__file__).parent / "words"
    systems = sorted(path.stem for path in folder.glob("*.toml") if path.stem not in LANGUAGES)
    return {name: _read(folder / f"{name}.toml") for name in (*LANGUAGES, *systems)}


@cache
def aliases() -> Words:
    """The same of all languages and systems together: ``{table: {column: (heading, …)}}``."""
    together: dict[str, dict[str, tuple[str, ...]]] = {}
    for words in spellings().values():
        for name, columns in words.items():
            for column, headings in columns.items():
                known = together.setdefault(name, {}).get(column, ())
                together[name][column] = tuple(dict.fromkeys((*known, *headings)))
    return together


def _read(path: Path) -> Words:
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: {column: tuple(headings) for column, headings in columns.items()} for name, columns in listed.items()}
