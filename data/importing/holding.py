"""Rows that are shown by a view over a file's text until something changes them; then they are held in a table."""

from collections.abc import Mapping

import duckdb

from data.schema import quoted


def is_shown(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether rows are shown by a view, not held in a table."""
    return bool(
        con.execute("select 1 from duckdb_views() where view_name = $name and not internal", {"name": name}).fetchall()
    )


def hold(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Puts the rows of a view into a table of the same name, so that they can be changed; a table stays as it is."""
    if is_shown(con, name):
        shown = put_aside(con, name)
        con.execute(f"create table {quoted(name)} as from {shown}")


def put_aside(con: duckdb.DuckDBPyConnection, name: str) -> str:
    """Gives a view another name, under which one in its place can show its rows; returns that, quoted."""
    number = con.execute("select count(*) from duckdb_views() where starts_with(view_name, $name)", {"name": name})
    aside = quoted(f"{name}_before_{number.fetchall()[0][0]}")
    con.execute(f"alter view {quoted(name)} rename to {aside}")
    return aside


def amend(con: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, str], condition: str) -> None:
    """Gives columns other values where a ``condition`` holds, by an update or by another view."""
    if not is_shown(con, name):
        listed = ", ".join(f"{quoted(column)} = {value}" for column, value in values.items())
        con.execute(f"update {quoted(name)} set {listed} where {condition}")
        return
    shown = put_aside(con, name)
    listed = ", ".join(
        f"case when {condition} then {value} else {quoted(column)} end as {quoted(column)}"
        for column, value in values.items()
    )
    con.execute(f"create view {quoted(name)} as select * replace ({listed}) from {shown}")
