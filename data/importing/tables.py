"""The tables of a batch, one after the other: rows put together, checked, compared and counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import duckdb

from data.contract import table
from data.importing import checking, joining, merging, removing, repeats, rows, storing
from data.importing.merging import Merged
from data.importing.options import ImportOptions, Progress
from data.importing.parts import ORDER, Part
from data.importing.report import Change, Counts, Lacking
from data.importing.rows import Typed
from data.schema import quoted

_REFERRED = ("clients", "managers", "products", "campaigns", "deals", "invoices")


@dataclass(slots=True)
class Tables:
    """What the rows came to: each table beside the store, the counts by table and by part, a sample of changes."""

    merged: list[Merged] = field(default_factory=list)
    counts: dict[str, Counts] = field(default_factory=dict)
    part_counts: dict[int, Counts] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    lacking: list[Lacking] = field(default_factory=list)


def type_parts(
    con: duckdb.DuckDBPyConnection, parts: Sequence[Part], options: ImportOptions, progress: Progress
) -> dict[int, Typed]:
    """The rows of every part in their types, by the part's number."""
    typed = {}
    currency = storing.workspace_currency(con, options.currency)
    for step, part in enumerate(parts):
        progress("Reading the values", 0.3 + 0.1 * step / len(parts), _rows(parts))
        typed[part.number] = rows.type_part(con, part, options.today, currency)
    return typed


def check_tables(
    con: duckdb.DuckDBPyConnection, typed: Iterable[Typed], options: ImportOptions, progress: Progress
) -> Tables:
    """Checks and compares the rows of every table, in an order in which what is referred to comes first."""
    parts = list(typed)
    fed = {one.part.table.name for one in parts}
    replaced = fed if options.mode == "replace" else set()
    referred = {column.to for one in parts for column in merging.references(one.part.table)} | replaced
    _show_stored(con, replaced)
    tables = Tables()
    for step, name in enumerate(ORDER):
        progress("Checking the rows", 0.4 + 0.4 * step / len(ORDER), _rows(one.part for one in parts))
        own = tuple(one for one in parts if one.part.table.name == name)
        if own:
            merged = Merged(own[0].part.table, own, name in replaced)
            rejected, lacking, seen = _check(con, merged, options, is_referred=name in referred)
            tables.merged.append(merged)
            tables.lacking += [seen] if seen else []
            _count(con, merged, (rejected, lacking), tables, options)
    return tables


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Drops the rows of a check, so that the batch can be checked again."""
    rows.prepare(con)
    found = con.execute(
        "select table_name, table_type from information_schema.tables where table_catalog = 'memory' "
        "and (starts_with(table_name, 'rows_') or starts_with(table_name, 'merged_'))"
    ).fetchall()
    for name, kind in found:
        con.execute(f"drop {'view' if kind == 'VIEW' else 'table'} {quoted(name)}")


def _rows(parts: Iterable[Part]) -> int:
    """How many rows the sheets of some parts have."""
    return sum({part.sheet.relation: part.sheet.rows for part in parts}.values())


def _show_stored(con: duckdb.DuckDBPyConnection, replaced: set[str]) -> None:
    """Makes the ids, codes and rates that are known before the batch."""
    for name in _REFERRED:
        merging.show_known(con, table(name), None, is_replacing=name in replaced)
    merging.show_aliases(con, None)
    _show_rates(con, None)


def _show_rates(con: duckdb.DuckDBPyConnection, batch: str | None) -> None:
    newer = f" union select currency, from_on from {batch}" if batch else ""
    con.execute(f"create or replace table known_rates as select currency, from_on from stored_rates{newer}")


def _check(
    con: duckdb.DuckDBPyConnection, merged: Merged, options: ImportOptions, *, is_referred: bool
) -> tuple[int, int, Lacking | None]:
    """Makes the rows of one table as they would be stored; returns the numbers refused and lacking, and the latter."""
    kind = merged.table
    rows.gather(con, kind, [typed.part for typed in merged.parts])
    joining.leave_aliased(con, merged)
    if is_referred:
        merging.show_known(con, kind, f"rows_{kind.name}", is_replacing=merged.is_replacing)
    merging.find_by_registry(con, merged)
    merging.resolve(con, merged)
    repeats.drop_repeats(con, merged)
    with removing.coming_back(con, merged):
        merging.merge(con, merged)
    checking.check(con, merged, options.today, storing.workspace_currency(con, options.currency))
    lacking = merging.lacking(con, merged)
    seen = removing.look(con, merged, lacking, options.mark_removed)
    rejected = merging.drop_rejected(con, merged)
    if is_referred:
        merging.show_known(con, kind, f"merged_{kind.name}", is_replacing=merged.is_replacing)
    if kind.name == "aliases":
        merging.show_aliases(con, "merged_aliases")
    if kind.name == "rates":
        _show_rates(con, "merged_rates")
    checking.remark_unknown(con, merged)
    return rejected, lacking, seen


def _count(
    con: duckdb.DuckDBPyConnection, merged: Merged, whole: tuple[int, int], tables: Tables, options: ImportOptions
) -> None:
    """Counts what becomes of a table's rows; ``whole`` are the numbers refused and lacking."""
    found = merging.statuses(con, merged)
    for number, statuses in found.items():
        refused = con.execute("select count(distinct line) from faults where part = $part", {"part": number})
        tables.part_counts[number] = replace(Counts(**statuses), rejected=refused.fetchall()[0][0])
    totals = [tables.part_counts[number] for number in found]
    tables.counts[merged.table.name] = Counts(
        sum(one.added for one in totals),
        sum(one.changed for one in totals),
        sum(one.unchanged for one in totals),
        *whole,
    )
    is_seen = options.director or not merged.table.director_only
    if is_seen and tables.counts[merged.table.name].changed:
        tables.changes += merging.changes(con, merged)
