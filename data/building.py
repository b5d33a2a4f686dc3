"""From stored tables to marts: staging views, then one table (or a view over others) for each mart."""

from pathlib import Path

from duckdb import DuckDBPyConnection

from data import kept
from data.marts import MARTS, Mart
from data.schema import column_list, quoted

_FIRST_STAGED = ("merges", "rate_periods")
_SQL = Path(__file__).parent / "sql"


def build(con: DuckDBPyConnection, catalog: str, pay_catalog: str) -> None:
    """Builds every mart anew in two attached databases, each from its room's stored tables.

    Staging views live on ``con`` while it runs and are gone when it returns.
    """
    staged = sorted((_SQL / "staging").glob("*.sql"), key=lambda file: (file.stem not in _FIRST_STAGED, file.stem))
    shown: list[str] = []
    try:
        con.execute(f"use {quoted(catalog)}")
        for file in staged:
            con.execute(f"create or replace temp view staged_{file.stem} as {file.read_text(encoding='utf-8')}")
            if file.stem == "merges":
                shown = kept.show(con)
        for mart in MARTS:
            room = catalog if mart.room == "main" else pay_catalog
            con.execute(f"use {quoted(room)}")
            if mart.rows:
                con.execute(f"create or replace table {quoted(mart.rows)} as {_select(mart, mart.rows)}")
                _drop_table(con, room, mart.name)
                con.execute(f"create or replace view {quoted(mart.name)} as {_select(mart, mart.name)}")
            else:
                con.execute(f"create or replace table {quoted(mart.name)} ({column_list(_built(mart), mart.key)})")
                con.execute(f"insert into {quoted(mart.name)} {_select(mart, mart.name)}")
    finally:
        con.execute("use memory")
        for name in (*shown, *(f"staged_{file.stem}" for file in staged)):
            con.execute(f"drop view if exists temp.{quoted(name)}")


def _drop_table(con: DuckDBPyConnection, catalog: str, name: str) -> None:
    """Removes a mart that was a table in an earlier version and is a view now."""
    names = {"catalog": catalog, "name": name}
    found = con.execute(
        "select 1 from duckdb_tables() where database_name = $catalog and schema_name = 'main' and table_name = $name",
        names,
    ).fetchall()
    if found:
        con.execute(f"drop table {quoted(name)}")


def _built(mart: Mart) -> dict[str, str]:
    """The columns that a mart has before anybody looks at it, with their types."""
    at_view = {added.name for added in mart.added if added.at_view}
    return {name: sql_type for name, sql_type in mart.columns.items() if name not in at_view}


def _select(mart: Mart, file: str) -> str:
    """The mart's rows, as a file has them, with its columns in their order and types."""
    columns = ", ".join(
        f"cast({quoted(name)} as {sql_type}) as {quoted(name)}" for name, sql_type in _built(mart).items()
    )
    text = (_SQL / "marts" / f"{file}.sql").read_text(encoding="utf-8")
    return f"select {columns} from ({text})"
