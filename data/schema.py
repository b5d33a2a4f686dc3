"""The stored tables of a workspace, made from the contract: what an import writes and the marts are built from."""

from collections.abc import Mapping, Sequence

from duckdb import DuckDBPyConnection

from data.contract import TABLES, Table
from data.errors import DamagedVersion

SCHEMA_VERSION = 2
"""The form that this program writes: 1 had no ``removed`` tables."""

_BOOKS: dict[str, str] = {
    "batches": "batch integer, imported_at timestamp, imported_by varchar, mode varchar",
    "batch_files": (
        "batch integer, file varchar, sha256 varchar, table_name varchar, "
        "added bigint, changed bigint, unchanged bigint, rejected bigint"
    ),
    "known_through": "table_name varchar, through_on date, batch integer",
    "attribute_kinds": "table_name varchar, name varchar, kind varchar",
    "documents": "kind varchar, name varchar, valid_from date, content varchar, batch integer",
    "settings": "name varchar, value varchar",
}
"""The workspace's own books beside the contract's tables; all lie in the main database."""


def quoted(name: str) -> str:
    """``name`` as an SQL identifier: the one way in which a name reaches a statement."""
    return '"' + name.replace('"', '""') + '"'


def create(con: DuckDBPyConnection, catalog: str, pay_catalog: str) -> None:
    """Makes the empty ``stored`` tables of a new workspace in two attached databases.

    Tables that only a director imports lie in ``pay_catalog``, all others in ``catalog``.
    """
    for name in (catalog, pay_catalog):
        con.execute(f"create schema {quoted(name)}.stored")
    for table in TABLES:
        con.execute(_definition(table, pay_catalog if table.director_only else catalog))
    _create_removed(con, catalog, pay_catalog)
    for name, columns in _BOOKS.items():
        con.execute(f"create table {quoted(catalog)}.stored.{quoted(name)} ({columns})")
    con.execute(
        f"insert into {quoted(catalog)}.stored.settings values ('schema_version', $version)",
        {"version": str(SCHEMA_VERSION)},
    )


def form(con: DuckDBPyConnection, catalog: str) -> int:
    """The form of the version whose main database is attached as ``catalog``.

    Raises:
        DamagedVersion: it names no form, or one that a later program wrote.
    """
    found = con.execute(f"select value from {quoted(catalog)}.stored.settings where name = 'schema_version'").fetchall()
    if not found or int(found[0][0]) > SCHEMA_VERSION:
        raise DamagedVersion(
            "The version in {catalog} has the form {form}, and this program knows forms up to {known}. "
            "Update the program.",
            catalog=catalog,
            form=found[0][0] if found else "(none)",
            known=SCHEMA_VERSION,
        )
    return int(found[0][0])


def migrate(con: DuckDBPyConnection, catalog: str, pay_catalog: str) -> None:
    """Brings a version that an earlier program wrote to the form of this one.

    Raises:
        DamagedVersion: a later program wrote it.
    """
    if form(con, catalog) < 2:
        _create_removed(con, catalog, pay_catalog)
        con.execute(
            f"update {quoted(catalog)}.stored.settings set value = $version where name = 'schema_version'",
            {"version": str(SCHEMA_VERSION)},
        )


def _create_removed(con: DuckDBPyConnection, catalog: str, pay_catalog: str) -> None:
    """Makes the tables of rows marked removed: as they were stored, with the batch that marked them."""
    for name in (catalog, pay_catalog):
        con.execute(f"create schema {quoted(name)}.removed")
    for table in TABLES:
        con.execute(_definition(table, pay_catalog if table.director_only else catalog, removed=True))


def column_list(columns: Mapping[str, str], key: Sequence[str]) -> str:
    """The columns of a table, name → type, as its definition lists them.

    A key of one column, and the client, are kept as they are: where nearly all values differ, packing them takes long
    and gains little.
    """
    whole = {"client_id", *(key if len(key) == 1 else ())}
    listed = (
        f"{quoted(name)} {kind}{' using compression uncompressed' if name in whole and kind == 'varchar' else ''}"
        for name, kind in columns.items()
    )
    return ", ".join(listed)


def _definition(table: Table, catalog: str, *, removed: bool = False) -> str:
    columns = [column_list({column.name: column.sql_type for column in table.columns}, table.key)]
    columns += ["attributes map(varchar, varchar)", "batch integer", *(["removed_batch integer"] if removed else [])]
    schema = "removed" if removed else "stored"
    return f"create table {quoted(catalog)}.{schema}.{quoted(table.name)} ({', '.join(columns)})"
