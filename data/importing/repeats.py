"""Rows of a batch that come twice: identical ones count once, others of one key are refused."""

import duckdb

from data.importing import holding
from data.importing.composing import key_text, same_key
from data.importing.merging import Merged
from data.importing.rows import LINES_TOLD, remark
from data.schema import quoted


def drop_repeats(con: duckdb.DuckDBPyConnection, merged: Merged) -> None:
    """Counts identical rows once; rows of one key that differ are all refused, naming what differs."""
    key = ", ".join(map(quoted, merged.table.key))
    is_whole = " and ".join(f"{quoted(column)} is not null" for column in merged.table.key)
    if _are_unique(con, merged, key, is_whole):
        return
    holding.hold(con, f"rows_{merged.table.name}")
    differing = ", ".join(_differs(column) for column in (*merged.table.names, "attributes"))
    con.execute(
        f"create or replace table repeats as select {key}, min(line) as first_line, concat_ws(', ', {differing}) "
        f"as fields from {merged.rows} where {is_whole} group by {key} having count(*) > 1"
    )
    same = same_key(merged.table, "r", "repeats")
    con.execute(
        f"insert into faults select r.part, r.line, $column, {key_text(merged.table, 'r')}, 'duplicate-key', "
        "map {'first': repeats.first_line::varchar, 'fields': repeats.fields} "
        f"from {merged.rows} as r, repeats where {same} and repeats.fields <> '' order by r.part, r.line",
        {"column": merged.table.key[0]},
    )
    _drop_identical(con, merged, key, same)


def _are_unique(con: duckdb.DuckDBPyConnection, merged: Merged, key: str, is_whole: str) -> bool:
    """Whether no key comes twice; most files have their keys in order, which is quickly seen."""
    rows = f"from {merged.rows} where {is_whole}"
    if len(merged.table.key) > 1:
        count, keys = con.execute(f"select count(*), count(distinct row({key})) {rows}").fetchall()[0]
        return bool(count == keys)
    is_up = f"select coalesce({key} > lag({key}) over (), true) as is_up {rows}"
    if con.execute(f"select bool_and(is_up) from ({is_up})").fetchall()[0][0] in (None, True):
        return True
    count, keys = con.execute(f"select count(*), count(distinct {key}) {rows}").fetchall()[0]
    return bool(count == keys)


def _drop_identical(con: duckdb.DuckDBPyConnection, merged: Merged, key: str, same: str) -> None:
    ranked = (
        f"select r.rowid as row_number, r.part, r.line, "
        f"row_number() over (partition by {', '.join('r.' + quoted(c) for c in merged.table.key)} "
        f"order by r.part, r.line, r.rowid) as place from {merged.rows} as r, repeats "
        f"where {same} and repeats.fields = ''"
    )
    con.execute(f"create or replace temp table extra as select * from ({ranked}) where place > 1")
    con.execute(f"delete from {merged.rows} where rowid in (select row_number from extra)")
    counted = con.execute(
        f"select part, count(*), min(line, {LINES_TOLD}) from extra group by part order by part"
    ).fetchall()
    for part, count, lines in counted:
        remark(con, part, None, "repeated-row", count, lines)


def _differs(column: str) -> str:
    """The column's name where rows of one key hold different values in it, else null."""
    name = quoted(column)
    distinct = f"count(distinct {name}) + max(case when {name} is null then 1 else 0 end)"
    return f"case when {distinct} > 1 then '{column}' end"
