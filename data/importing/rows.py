"""From a sheet to rows in the contract's types: one table of rows for each table that the batch feeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import duckdb

from data.contract import Table
from data.importing import attributes, kinds
from data.importing.composing import (
    Form,
    exact_number,
    long_view,
    rows_statement,
    spread_statement,
    text_statement,
    text_view,
    typed_statement,
    typed_table,
    untidy_statement,
    value_of,
    variable,
)
from data.importing.parts import Part, Taken
from data.importing.report import Fault
from data.schema import quoted

_FOLDER = Path(__file__).parent / "sql"
_MEASURES = ("money", "number")


@dataclass(frozen=True, slots=True)
class Typed:
    """A part whose rows are in their types: faults of whole columns, and the kinds of its attributes.

    ``softened`` columns came from another one and only where it had a value: elsewhere the stored value stays.
    """

    part: Part
    faults: tuple[Fault, ...]
    attribute_kinds: Mapping[str, str]
    softened: frozenset[str] = field(default_factory=frozenset)


@cache
def script(name: str) -> str:
    """A fixed script of the import's working database, by its file's name; none of them ever runs on a cluster."""
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Makes the macros and the tables that an import works with."""
    for name in ("text", "numbers", "days", "books"):
        con.execute(script(name))


def type_part(con: duckdb.DuckDBPyConnection, part: Part) -> Typed:
    """Reads a part's text into typed rows; cells that don't fit their kind are listed as faults."""
    _show_text(con, part)
    reading = kinds.decide(con, part)
    found = attributes.decide(con, part)
    columns = [column for column in part.table.columns if column.name in part.columns]
    values = {column.name: value_of(part, column, reading.forms.get(column.name, Form())) for column in columns}
    months = None
    if max(reading.months.values(), default=1) > 1 and "period" in values:
        kinds.keep(con, variable(part, "months"), {key: str(count) for key, count in reading.months.items()})
        months = f"getvariable('{variable(part, 'months')}')[period]::integer"
    con.execute(typed_statement(part, values, found.expression, months))
    if months:
        measures = [column.name for column in columns if column.kind in _MEASURES]
        con.execute(spread_statement(part, measures))
    kinds.insert_faults(con, part, reading)
    _note_rounding(con, part, reading)
    _note_open_ends(con, part)
    _note_zones(con, part, reading)
    softened = _expected_days(con, part)
    return Typed(replace(part, derived=(*part.derived, *softened)), tuple(reading.faults), dict(found.kinds), softened)


def refuse_ragged(con: duckdb.DuckDBPyConnection, taken: Taken) -> None:
    """Lists the rows of a sheet that have more or fewer cells than there are headings."""
    ragged = taken.sheet.ragged
    if not ragged or not taken.parts:
        return
    con.execute(
        "insert into faults select $part, r.line, null, null, 'ragged-row', "
        "map {'found': r.found::varchar, 'expected': $expected} from (select unnest($lines::bigint[]) as line, "
        "unnest($found::integer[]) as found) as r",
        {
            "part": taken.parts[-1].number,
            "lines": [row.line for row in ragged],
            "found": [len(row.cells) for row in ragged],
            "expected": str(len(taken.sheet.headings)),
        },
    )


def gather(con: duckdb.DuckDBPyConnection, table: Table, parts: Sequence[Part]) -> str:
    """Puts the typed parts of one table together; returns the name of its rows."""
    name = f"rows_{table.name}"
    con.execute(rows_statement(parts, name))
    return name


def _show_text(con: duckdb.DuckDBPyConnection, part: Part) -> None:
    """Makes the view of the part's tidy text."""
    relation = part.sheet.relation
    for column, listed in part.values.items():
        lowered = {spelling.lower(): value for spelling, value in listed.items()}
        kinds.keep(con, variable(part, "values", column), lowered)
    kinds.keep(con, variable(part, "fixed"), part.fixed)
    if part.melted:
        relation = f"long_{part.number}"
        con.execute(
            f"set variable {quoted(variable(part, 'labels'))} = $labels::varchar[]",
            {"labels": [label for label, _ in part.melted]},
        )
        con.execute(long_view(part, relation))
    if part.outcome:
        kinds.keep(con, variable(part, "outcomes"), kinds.outcomes(con, part, part.outcome))
    sources = sorted({*part.sources.values(), *part.attributes.values()})
    sources += sorted({f"p_{column}" for _, columns in part.melted for column in columns})
    untidy: list[str] = []
    if sources and not part.sheet.is_tidy:
        flags = con.execute(untidy_statement(relation, sources)).fetchall()[0]
        untidy = [source for source, is_untidy in zip(sources, flags, strict=True) if is_untidy]
    con.execute(text_statement(part, relation, untidy))


def remark(
    con: duckdb.DuckDBPyConnection,
    part: int,
    column: str | None,
    code: str,
    count: int,
    line: int | None,
    value: str | None = None,
) -> None:
    """Keeps something worth telling, unless it happened nowhere."""
    if count:
        con.execute(
            "insert into remarks values ($part, $column, $code, $count, $line, $value)",
            {"part": part, "column": column, "code": code, "count": count, "line": line, "value": value},
        )


def _note_rounding(con: duckdb.DuckDBPyConnection, part: Part, reading: kinds.Reading) -> None:
    for column in part.table.columns:
        if column.name in reading.long_money:
            exact = exact_number(column.name, reading.forms[column.name])
            count, line = con.execute(
                f"select count(*), min(line) from (select line, {exact} as exact from {quoted(text_view(part))}) "
                "where exact <> round(exact, 2)"
            ).fetchall()[0]
            remark(con, part.number, column.name, "rounded-money", count, line)


def _note_open_ends(con: duckdb.DuckDBPyConnection, part: Part) -> None:
    """9999-12-31 stands for “no end”: it is read as empty."""
    for column in part.table.columns:
        if column.kind in ("day", "moment") and column.name in part.columns:
            name, rows = quoted(column.name), quoted(typed_table(part))
            condition = f"{name}::date = date '9999-12-31'"
            count, line = con.execute(f"select count(*), min(line) from {rows} where {condition}").fetchall()[0]
            remark(con, part.number, column.name, "open-end", count, line)
            if count:
                con.execute(f"update {rows} set {name} = null where {condition}")


def _note_zones(con: duckdb.DuckDBPyConnection, part: Part, reading: kinds.Reading) -> None:
    for column in part.table.columns:
        if column.kind == "moment" and column.name in part.columns and not reading.forms[column.name].is_plain:
            count, line = con.execute(
                f"select count(*), min(line) from {quoted(text_view(part))} "
                f"where zone_seconds({quoted(column.name)}) is not null"
            ).fetchall()[0]
            remark(con, part.number, column.name, "zone", count, line)


def _expected_days(con: duckdb.DuckDBPyConnection, part: Part) -> frozenset[str]:
    """An open deal's closing day is read as its expected one; returns the columns that this filled."""
    if part.table.name != "deals" or not {"stage", "closed_on"} <= set(part.columns):
        return frozenset()
    rows = quoted(typed_table(part))
    condition = "stage not in ('won', 'lost') and closed_on is not null"
    count, line = con.execute(f"select count(*), min(line) from {rows} where {condition}").fetchall()[0]
    if not count:
        return frozenset()
    remark(con, part.number, "closed_on", "expected-day", count, line)
    con.execute(f"update {rows} set expected_on = coalesce(expected_on, closed_on), closed_on = null where {condition}")
    return frozenset() if "expected_on" in part.columns else frozenset({"expected_on"})
