"""The stored tables of a workspace, made from the contract: what an import writes and the marts are built from."""

from duckdb import DuckDBPyConnection

from data.contract import TABLES, Table

SCHEMA_VERSION = 1

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
    for name, columns in _BOOKS.items():
        con.execute(f"create table {quoted(catalog)}.stored.{quoted(name)} ({columns})")
    con.execute(
        f"insert into {quoted(catalog)}.stored.settings values ('schema_version', $version)",
        {"version": str(SCHEMA_VERSION)},
    )


def _definition(table: Table, catalog: str) -> str:
    columns = [f"{quoted(column.name)} {column.sql_type}" for column in table.columns]
    columns += ["attributes map(varchar, varchar)", "batch integer"]
    return f"create table {quoted(catalog)}.stored.{quoted(table.name)} ({', '.join(columns)})"
