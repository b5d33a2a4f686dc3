"""A version in the making, as whoever writes it sees it: two databases attached to a connection."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data import building, schema
from data.versions import DATABASES

DRAFT, DRAFT_PAY = "draft", "draft_pay"
_CATALOGS = (DRAFT, DRAFT_PAY)


@dataclass(frozen=True, slots=True)
class Draft:
    """A version in the making: its catalogs are attached to ``con`` as ``draft`` and ``draft_pay``, for writing."""

    number: int
    folder: Path
    con: duckdb.DuckDBPyConnection

    def build_marts(self) -> None:
        """Builds every mart anew from the stored tables."""
        building.build(self.con, DRAFT, DRAFT_PAY)

    def mark_sample(self) -> None:
        """Notes that the data are the made-up company's; every screen says so from then on."""
        self.con.execute(f"delete from {DRAFT}.stored.settings where name = 'is_sample'")
        self.con.execute(f"insert into {DRAFT}.stored.settings values ('is_sample', 'true')")


def begin(con: duckdb.DuckDBPyConnection, number: int, folder: Path, *, is_new: bool) -> Draft:
    """Attaches the databases in ``folder`` for writing; new ones get their empty tables."""
    for database, catalog in zip(DATABASES, _CATALOGS, strict=True):
        con.execute(f"attach {literal(folder / database)} as {catalog}")
    if is_new:
        schema.create(con, DRAFT, DRAFT_PAY)
    else:
        schema.migrate(con, DRAFT, DRAFT_PAY)
    return Draft(number, folder, con)


def end(con: duckdb.DuckDBPyConnection) -> None:
    """Writes all of it into the database files and lets go of them."""
    for catalog in _CATALOGS:
        con.execute(f"checkpoint {catalog}")
        con.execute(f"detach {catalog}")


def abandon(con: duckdb.DuckDBPyConnection) -> None:
    """Lets go of the databases, as far as a connection that has failed still can."""
    for catalog in _CATALOGS:
        with suppress(duckdb.Error):
            con.execute(f"detach {catalog}")


def literal(path: Path) -> str:
    """A path of our own making as an SQL string; ``attach`` takes no bound values."""
    return "'" + str(path).replace("'", "''") + "'"
