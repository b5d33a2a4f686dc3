"""Stored rows that a full export lacks, such as clients deleted or merged in the CRM.

They are told with the offer to mark them removed. Marked so, they leave the stored tables for those of the schema
``removed``, where no mart sees them and nothing is lost; a row that comes again in a later import comes back with the
values that its file lacks.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

import duckdb

from data.contract import TABLES
from data.errors import UsageError
from data.importing.composing import key_text, same_key
from data.importing.merging import Merged, references
from data.importing.report import Lacking
from data.schema import quoted
from data.store import DRAFT, DRAFT_PAY, Draft

WHOLE_FROM = 0.8
"""The share of the stored rows that the files of a full export hold at least."""

_LISTED = 200


@contextmanager
def coming_back(con: duckdb.DuckDBPyConnection, merged: Merged) -> Iterator[None]:
    """While it holds, removed rows of which the batch has the keys are among the stored ones; then they are added."""
    removed, stored = quoted(f"removed_{merged.table.name}"), merged.stored
    if not con.execute(f"select exists (from {removed})").fetchall()[0][0]:
        yield
        return
    kept, back = quoted(f"still_{merged.table.name}"), quoted(f"back_{merged.table.name}")
    con.execute(
        f"create or replace table {back} as select s.* exclude (removed_batch) from {removed} as s "
        f"semi join {merged.rows} as r on {same_key(merged.table, 's', 'r')}"
    )
    con.execute(f"alter view {stored} rename to {kept}")
    con.execute(f"create view {stored} as from {kept} union all by name from {back}")
    try:
        yield
    finally:
        con.execute(f"drop view {stored}")
        con.execute(f"alter view {kept} rename to {stored}")
    con.execute(
        f"update {merged.merged} as m set import_status = 'added' from {back} as s "
        f"where {same_key(merged.table, 's', 'm')}"
    )


def look(con: duckdb.DuckDBPyConnection, merged: Merged, count: int, marked: Collection[str]) -> Lacking | None:
    """The ``count`` stored rows that the batch lacks, where that is worth telling; called before refused rows go.

    That is where they will be gone, and where the files look like a full export: they hold at least ``WHOLE_FROM`` of
    the stored rows, and those that they lack don't all lie before the first day that they tell of (a file of the last
    months is none).
    """
    if not count:
        return None
    is_marked, is_whole = merged.table.name in marked, _is_whole(con, merged, count)
    if not (is_whole or is_marked or merged.is_replacing):
        return None
    name = "s.name" if "name" in merged.table else "null"
    key = key_text(merged.table, "s")
    rows = con.execute(
        f"select {key}, {name}::varchar from {merged.stored} as s anti join {merged.merged} as m "
        f"on {same_key(merged.table, 's', 'm')} where {merged.replaced} order by 1 limit {_LISTED}"
    ).fetchall()
    return Lacking(merged.table.name, count, tuple(rows), is_whole, is_marked)


def _is_whole(con: duckdb.DuckDBPyConnection, merged: Merged, count: int) -> bool:
    own = [typed.part.number for typed in merged.parts if typed.part.is_main and not typed.part.is_by_registry]
    total = con.execute(f"select count(*) from {merged.stored} as s where {merged.replaced}").fetchall()[0][0]
    if not own or total - count < WHOLE_FROM * total:
        return False
    began = next((quoted(column.name) for column in merged.table.columns if column.happened), None)
    if began is None:
        return True
    same = same_key(merged.table, "s", "m")
    is_before = con.execute(
        f"select (select max(s.{began}) from {merged.stored} as s anti join {merged.merged} as m on {same}) "
        f"< (select min({began}) from {merged.merged})"
    ).fetchall()[0][0]
    return not is_before


def check_marked(merged: Sequence[Merged], marked: Collection[str]) -> None:
    """Raises UsageError where a table that is to be marked has no file of its own in the batch."""
    own = {one.table.name for one in merged if any(typed.part.is_main for typed in one.parts)}
    for name in sorted(set(marked) - own):
        raise UsageError(
            "No file of this import holds {table} whole, so nothing of it can be marked removed.", table=name
        )


def orphans(
    con: duckdb.DuckDBPyConnection, merged: Sequence[Merged], marked: Collection[str]
) -> list[tuple[str, str, str, int]]:
    """Rows that would lose what they refer to: (table marked, child table, lost id, rows), worst first."""
    beside = {one.table.name: one for one in merged}
    found: list[tuple[str, str, str, int]] = []
    for child in TABLES:
        for column in references(child):
            if column.strict and column.to in marked:
                parent = beside[column.to or ""]
                key = quoted(parent.table.key[0])
                lost = f"select s.{key} from {parent.stored} as s anti join {parent.merged} as m on s.{key} = m.{key}"
                rows = con.execute(
                    f"select lost, count(*) from ({_after(child.name, column.name, beside, marked)}) "
                    f"where lost in ({lost}) group by 1 order by 2 desc, 1"
                ).fetchall()
                found += [(parent.table.name, child.name, one, count) for one, count in rows]
    return found


def _after(name: str, column: str, beside: dict[str, Merged], marked: Collection[str]) -> str:
    """What a table's rows refer to once the batch is stored."""
    own, stored = beside.get(name), quoted(f"stored_{name}")
    if own is None:
        return f"select {quoted(column)} as lost from {stored}"
    new = f"select {quoted(column)} as lost from {own.merged}"
    if own.is_replacing or name in marked:
        return new
    same = same_key(own.table, "s", "m")
    return f"{new} union all select s.{quoted(column)} from {stored} as s anti join {own.merged} as m on {same}"


def store(draft: Draft, merged: Sequence[Merged], marked: Collection[str]) -> None:
    """Moves the rows that marked tables lack out of the stored ones; removed rows that came again are so no more."""
    for one in merged:
        catalog = DRAFT_PAY if one.table.director_only else DRAFT
        stored, removed = (f"{catalog}.{schema}.{quoted(one.table.name)}" for schema in ("stored", "removed"))
        same = same_key(one.table, "s", "m")
        if draft.con.execute(f"select exists (from {removed})").fetchall()[0][0]:
            draft.con.execute(f"delete from {removed} as s using {one.merged} as m where {same}")
        if one.table.name in marked:
            lacking = f"{stored} as s anti join {one.merged} as m on {same} where {one.replaced}"
            draft.con.execute(
                f"insert into {removed} by name select s.*, $batch::integer as removed_batch from {lacking}",
                {"batch": draft.number},
            )
            draft.con.execute(
                f"delete from {stored} as s where {one.replaced} "
                f"and not exists (select 1 from {one.merged} as m where {same})"
            )
