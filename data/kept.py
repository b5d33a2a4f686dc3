"""The stored rows as they count: what refers to a merged client names the client that it was merged into.

``kept_<table>`` stands in the SQL of staging and marts for ``stored.<table>``. Nothing stored is changed or lost:
a merge is an alias of the system ``merged``, and without it the rows are again what they were.
"""

from collections.abc import Iterator

from duckdb import DuckDBPyConnection

from data.contract import TABLES, Column, Table
from data.schema import quoted

MERGED = "merged"
"""The system that an alias names when its code is a client merged into another."""

_OWN = ("client_id", "status", "ended_on", "ended_reason")
"""What is the staying client's alone: that a second entry was given up doesn't end a client."""

_NO_ATTRIBUTES = "map {}::map(varchar, varchar)"
_FIRST, _LAST = ("registered_on",), ("updated_on",)
"""Days of which the first, and the last, of all entries holds."""


def referring() -> tuple[Table, ...]:
    """The tables whose rows name a client, the clients first."""
    found = [table for table in TABLES if not table.director_only and table.name != "aliases" and list(_to(table))]
    return tuple(sorted(found, key=lambda table: table.name != "clients"))


def show(con: DuckDBPyConnection) -> list[str]:
    """Makes the views ``kept_<table>`` over the stored tables and ``staged_merges``; returns their names."""
    has_merges = bool(con.execute("select exists (from staged_merges)").fetchall()[0][0])
    names = []
    for table in referring():
        name = f"kept_{table.name}"
        rows = _rows(table) if has_merges else f"select * from stored.{quoted(table.name)}"
        con.execute(f"create or replace temp view {quoted(name)} as {rows}")
        names.append(name)
    return names


def _to(table: Table) -> Iterator[Column]:
    """The columns that name a client; a client's own key is among them."""
    yield from (column for column in table.columns if column.to == "clients")
    if table.name == "clients":
        yield table["client_id"]


def _rows(table: Table) -> str:
    if table.name == "clients":
        return _clients(table)
    names = [column.name for column in _to(table)]
    listed = [_resolved(name) if name in names else f"kept.{quoted(name)}" for name in (*table.names, "attributes")]
    joined = _joined(names)
    rows = f"select {', '.join(listed)}, kept.batch from stored.{quoted(table.name)} as kept {joined}"
    return f"{rows} {_once(table)}" if set(names) & set(table.key) else rows


def _joined(names: list[str]) -> str:
    """The merges joined once for each column that names a client, as ``into_<column>``."""
    named = [(quoted(f"into_{name}"), quoted(name)) for name in names]
    return " ".join(f"left join staged_merges as {into} on {into}.client_id = kept.{name}" for into, name in named)


def _resolved(name: str) -> str:
    return f"coalesce({quoted('into_' + name)}.into_id, kept.{quoted(name)}) as {quoted(name)}"


def _once(table: Table) -> str:
    """One row a key: the staying client's own before those of the merged; of assignments one entry's alone."""
    client = 'coalesce("into_client_id".into_id, kept.client_id)'
    order = '"into_client_id".into_id is null desc, kept.client_id'
    if table.name == "assignments":
        return f"qualify rank() over (partition by {client} order by {order}) = 1"
    key = ", ".join(client if name == "client_id" else f"kept.{quoted(name)}" for name in table.key)
    return f"qualify row_number() over (partition by {key} order by {order}) = 1"


def _clients(table: Table) -> str:
    """The clients that stay; what they lack is filled from those merged into them, in the order of their ids."""
    listed = [f"{_filled(column)} as {quoted(column.name)}" for column in table.columns]
    groups = ", ".join(_gathered(column) for column in table.columns if column.name not in _OWN)
    return (
        f"with gone as (select m.into_id, {groups}, "
        f"coalesce(max_by(c.attributes, c.client_id), {_NO_ATTRIBUTES}) as attributes "
        "from staged_merges as m inner join stored.clients as c on c.client_id = m.client_id group by m.into_id) "
        f"select {', '.join(listed)}, "
        "case when gone.into_id is null then kept.attributes "
        f"else map_concat(gone.attributes, coalesce(kept.attributes, {_NO_ATTRIBUTES})) end as attributes, "
        "kept.batch from stored.clients as kept left join gone on gone.into_id = kept.client_id "
        'left join staged_merges as "into_referred_by" '
        'on "into_referred_by".client_id = coalesce(kept.referred_by, gone.referred_by) '
        "where kept.client_id not in (select client_id from staged_merges)"
    )


def _gathered(column: Column) -> str:
    name = quoted(column.name)
    if column.name in _FIRST:
        return f"min(c.{name}) as {name}"
    if column.name in _LAST or column.name == "marketing":
        return f"max(c.{name}) as {name}"
    return f"min_by(c.{name}, c.client_id) filter (where c.{name} is not null) as {name}"


def _filled(column: Column) -> str:
    """The staying client's value, else a merged one's; whoever has refused offers anywhere has refused them."""
    name = quoted(column.name)
    if column.name in _OWN:
        return f"kept.{name}"
    if column.name in _FIRST:
        return f"least(kept.{name}, gone.{name})"
    if column.name in _LAST or column.name == "marketing":
        return f"greatest(kept.{name}, gone.{name})"
    if column.name == "referred_by":
        return f'nullif(coalesce("into_referred_by".into_id, kept.{name}, gone.{name}), kept.client_id)'
    return f"coalesce(kept.{name}, gone.{name})"
