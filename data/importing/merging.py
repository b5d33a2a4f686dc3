"""The batch's rows beside the stored ones: repeats, references, what is added and what changes.

In the working database ``stored_<table>`` shows the stored rows, ``rows_<table>`` holds the batch's, ``merged_<table>``
the rows as they would be stored, with ``import_status`` added, changed or unchanged.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import duckdb

from data.contract import TABLES, Column, Table
from data.importing import holding
from data.importing.composing import key_text, same_key
from data.importing.naming import REFUSED
from data.importing.report import Change
from data.importing.rows import LINES_TOLD, Typed, remark
from data.kept import MERGED
from data.schema import quoted

ENTITIES = {"clients": "client", "managers": "manager", "products": "product"}
"""Tables whose rows other systems may number differently."""

_SAMPLE = 10
_MOST_CHANGES = 200


@dataclass(frozen=True, slots=True)
class Merged:
    """One table of a batch beside the store."""

    table: Table
    parts: tuple[Typed, ...]
    is_replacing: bool

    @property
    def rows(self) -> str:
        """The batch's rows, quoted."""
        return quoted(f"rows_{self.table.name}")

    @property
    def merged(self) -> str:
        """The rows as they would be stored, quoted."""
        return quoted(f"merged_{self.table.name}")

    @property
    def stored(self) -> str:
        """The stored rows, quoted."""
        return quoted(f"stored_{self.table.name}")

    @property
    def replaced(self) -> str:
        """Which stored rows a replacing file stands for: all but the clients merged here, which no file knows."""
        return f"s.system is distinct from '{MERGED}'" if self.table.name == "aliases" else "true"


def show_known(con: duckdb.DuckDBPyConnection, table: Table, batch: str | None, *, is_replacing: bool) -> None:
    """Makes ``known_<table>``, the ids that a row may refer to: the stored ones and those of ``batch``."""
    key = quoted(table.key[0])
    sources = [] if is_replacing else [f"select {key} as id from {quoted('stored_' + table.name)}"]
    sources += [f"select {key} as id from {quoted(batch)}"] if batch else []
    union = " union all ".join(sources) or "select null::varchar as id where false"
    con.execute(f"create or replace table {quoted('known_' + table.name)} as {union}")


def show_aliases(con: duckdb.DuckDBPyConnection, batch: str | None) -> None:
    """Makes ``known_codes``: other systems' numbers, those of the batch before the stored ones."""
    newer = f"select entity, code, id, 0 as age from {quoted(batch)} union all " if batch else ""
    con.execute(
        "create or replace table known_codes as select entity, code, arg_min(id, age) as id "
        f"from ({newer}select entity, code, id, 1 as age from stored_aliases) group by entity, code"
    )


def resolve(con: duckdb.DuckDBPyConnection, merged: Merged) -> None:
    """Turns other systems' numbers into ids: a reference is looked up as an id, then as an alias."""
    if not con.execute("select count(*) from known_codes").fetchall()[0][0]:
        return
    for column in references(merged.table):
        entity = ENTITIES.get(column.to or "")
        if not entity:
            continue
        name = quoted(column.name)
        condition = (
            f"c.entity = $entity and c.code = r.{name} "
            f"and not exists (select 1 from {quoted('known_' + str(column.to))} as k where k.id = r.{name})"
        )
        found = con.execute(
            f"select r.part, count(*), min(r.line, {LINES_TOLD}) from {merged.rows} as r, known_codes as c "
            f"where {condition} "
            "group by r.part order by r.part",
            {"entity": entity},
        ).fetchall()
        for part, count, lines in found:
            remark(con, part, column.name, "alias-used", count, lines)
        if found:
            holding.hold(con, f"rows_{merged.table.name}")
            con.execute(
                f"update {merged.rows} as r set {name} = c.id from known_codes as c where {condition}",
                {"entity": entity},
            )


def references(table: Table) -> list[Column]:
    """The columns of a table that refer to another, or to itself."""
    return [column for column in table.columns if column.to]


def find_by_registry(con: duckdb.DuckDBPyConnection, merged: Merged) -> None:
    """Gives clients that a file knows by their registry code alone the id under which they are known."""
    for typed in merged.parts:
        if typed.part.is_by_registry:
            holding.hold(con, f"rows_{merged.table.name}")
            values = {"part": typed.part.number}
            con.execute(
                f"update {merged.rows} as r set client_id = k.client_id from (select registry_code, min(client_id) "
                f"as client_id from (select registry_code, client_id from stored_clients union all "
                f"select registry_code, client_id from {merged.rows}) where client_id is not null group by 1) as k "
                "where r.part = $part and r.registry_code = k.registry_code",
                values,
            )
            strangers = f"from {merged.rows} where part = $part and client_id is null and registry_code is not null"
            con.execute(
                "insert into faults select part, line, 'registry_code', registry_code, 'unknown-client', null "
                f"{strangers}",
                values,
            )
            con.execute(f"delete {strangers}", values)


def merge(con: duckdb.DuckDBPyConnection, merged: Merged) -> None:
    """Makes the rows as they would be stored: columns that a file lacks keep their stored values, unless replacing."""
    table = merged.table
    if not con.execute(f"select exists (from {merged.stored})").fetchall()[0][0]:
        if holding.is_shown(con, f"rows_{table.name}"):
            con.execute(f"create view {merged.merged} as select *, 'added' as import_status from {merged.rows}")
            return
        con.execute(f"alter table {merged.rows} rename to {merged.merged}")
        con.execute(f"alter table {merged.merged} add column import_status varchar default 'added'")
        return
    values = {column: _kept(merged, column) for column in table.names}
    values["attributes"] = _kept_attributes(con, merged)
    listed = ", ".join(f"{sql} as {quoted(column)}" for column, sql in values.items())
    compared = " or ".join(
        f"({sql}) is distinct from s.{quoted(column)}" for column, sql in values.items() if column not in table.key
    )
    con.execute(
        f"create or replace table {merged.merged} as select r.part, r.line, {listed}, "
        f"case when s.{quoted(table.key[0])} is null then 'added' when {compared} then 'changed' else 'unchanged' end "
        f"as import_status from {merged.rows} as r left join {merged.stored} as s on {same_key(table, 'r', 's')}"
    )


def drop_rejected(con: duckdb.DuckDBPyConnection, merged: Merged) -> int:
    """Takes the refused rows out; returns their number (a row of the file counts once)."""
    numbers = [typed.part.number for typed in merged.parts]
    refused = "select distinct part, line from faults where list_contains($parts, part)"
    count = con.execute(f"select count(*) from ({refused})", {"parts": numbers}).fetchall()[0][0]
    if count and holding.is_shown(con, f"merged_{merged.table.name}"):
        for typed in merged.parts:
            typed.text.mark_refused()
        shown = holding.put_aside(con, f"merged_{merged.table.name}")
        con.execute(f"create view {merged.merged} as from {shown} where {REFUSED} is distinct from true")
    elif count:
        con.execute(
            f"delete from {merged.merged} as m using ({refused}) as f where m.part = f.part and m.line = f.line",
            {"parts": numbers},
        )
    return int(count)


def statuses(con: duckdb.DuckDBPyConnection, merged: Merged) -> dict[int, dict[str, int]]:
    """How many rows of each part are added, changed and unchanged."""
    counts: dict[int, dict[str, int]] = {typed.part.number: {} for typed in merged.parts}
    for part, status, count in con.execute(
        f"select part, import_status, count(*) from {merged.merged} group by all"
    ).fetchall():
        counts[part][status] = count
    return counts


def lacking(con: duckdb.DuckDBPyConnection, merged: Merged) -> int:
    """How many stored rows the files lack."""
    same = same_key(merged.table, "s", "m")
    rows = f"(from {merged.stored} as s where {merged.replaced})"
    found = con.execute(f"select count(*) from {rows} as s anti join {merged.merged} as m on {same}")
    return int(found.fetchall()[0][0])


def changes(con: duckdb.DuckDBPyConnection, merged: Merged) -> list[Change]:
    """A sample of the fields that change, for people to look at before storing."""
    table = merged.table
    found: list[Change] = []
    fields = [(name, name, name) for name in table.names if name not in table.key]
    fields.append(("attributes", "attributes", "attributes"))
    for field, before, after in fields:
        rows = con.execute(
            f"select {key_text(table, 'm')}, s.{quoted(before)}::varchar, m.{quoted(after)}::varchar "
            f"from {merged.merged} as m join {merged.stored} as s on {same_key(table, 'm', 's')} "
            f"where m.import_status = 'changed' and m.{quoted(after)} is distinct from s.{quoted(before)} "
            f"order by 1 limit {_SAMPLE}"
        ).fetchall()
        found += [Change(table.name, key, field, old, new) for key, old, new in rows]
    return found[:_MOST_CHANGES]


def orphans(con: duckdb.DuckDBPyConnection, replaced: Collection[str]) -> list[tuple[str, str, str, int]]:
    """Stored rows that would lose what they refer to: (table replaced, child table, lost id, rows), worst first."""
    found: list[tuple[str, str, str, int]] = []
    for child in TABLES:
        for column in references(child):
            if column.strict and column.to in replaced and child.name not in replaced:
                name = quoted(column.name)
                known = quoted(f"known_{column.to}")
                rows = con.execute(
                    f"select {name}, count(*) from {quoted('stored_' + child.name)} where nullif({name}, '') is not "
                    f"null and {name} not in (select id from {known} where id is not null) "
                    "group by 1 order by 2 desc, 1"
                ).fetchall()
                found += [(str(column.to), child.name, lost, count) for lost, count in rows]
    return found


def _kept(merged: Merged, column: str) -> str:
    """A column's new value: the file's where it has the column, else the stored one."""
    name = quoted(column)
    if column in merged.table.key:
        return f"r.{name}"
    holding = _numbers(merged.parts, lambda typed: column in typed.part.columns)
    softened = _numbers(merged.parts, lambda typed: column in typed.softened)
    if merged.is_replacing or (len(holding) == len(merged.parts) and not softened):
        return f"r.{name}"
    if not holding:
        return f"s.{name}"
    soft = f"when r.part in ({_listed(softened)}) then coalesce(r.{name}, s.{name}) " if softened else ""
    return f"case {soft}when r.part in ({_listed(holding)}) then r.{name} else s.{name} end"


def _kept_attributes(con: duckdb.DuckDBPyConnection, merged: Merged) -> str:
    """The attributes: those that the file has anew, the others as stored, sorted by name."""
    has_stored = con.execute(f"select count(*) from {merged.stored} where cardinality(attributes) > 0").fetchall()[0][0]
    if merged.is_replacing or not has_stored:
        return "r.attributes"
    cases = []
    for typed in merged.parts:
        name = f"held_{typed.part.number}"
        con.execute(f"set variable {quoted(name)} = $names::varchar[]", {"names": sorted(typed.part.attributes)})
        stored = f"list_filter(map_entries(s.attributes), lambda e: not list_contains(getvariable('{name}'), e.key))"
        whole = f"map_from_entries(list_sort(list_concat({stored}, map_entries(r.attributes))))"
        cases.append(f"when r.part = {typed.part.number} then {whole}")
    return f"case when s.attributes is null then r.attributes {' '.join(cases)} end"


def _numbers(parts: Sequence[Typed], fits: object) -> list[int]:
    return [typed.part.number for typed in parts if callable(fits) and fits(typed)]


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
