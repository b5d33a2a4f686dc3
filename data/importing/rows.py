"""From a sheet to rows in the contract's types: one table of rows for each table that the batch feeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import duckdb

from data.contract import Table
from data.importing import amounts, attributes, holding, kinds, meanings, noting, texts
from data.importing.composing import rows_statement, spread_statement, typed_statement
from data.importing.naming import typed_table, value_column, variable
from data.importing.parts import Part, Taken
from data.importing.readings import Reading
from data.importing.report import Fault
from data.importing.scripts import script
from data.importing.sheets import cell
from data.importing.texts import Text
from data.schema import quoted

_MEASURES = ("money", "number")
LINES_TOLD = 5
"""The lines that a remark names at most."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A part whose rows are in their types, its text, faults of whole columns, and the kinds of its attributes.

    ``softened`` columns came from another one and only where it had a value: elsewhere the stored value stays.
    """

    part: Part
    text: Text
    faults: tuple[Fault, ...]
    attribute_kinds: Mapping[str, str]
    softened: frozenset[str] = field(default_factory=frozenset)


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Makes the macros and the tables that an import works with."""
    for name in ("text", "numbers", "days", "moments", "books"):
        con.execute(script(name))
    con.execute("set variable month_words = map([]::varchar[], []::varchar[])")


def type_part(con: duckdb.DuckDBPyConnection, part: Part, today: date, currency: str) -> Typed:
    """Reads a part's text into typed rows; cells that don't fit their kind are listed as faults.

    ``today`` is the import's day, ``currency`` the workspace's.
    """
    text = texts.show(con, part)
    reading = kinds.decide(con, text, today, currency)
    found = attributes.decide(con, part, today, currency)
    columns = [column for column in part.table.columns if column.name in part.columns]
    kinds.keep(text, reading, columns)
    values = {column.name: kinds.value(text, column, reading) for column in columns}
    if reading.currency:
        values["currency"] = _kept(text, "currency", reading.currency, "varchar")
    months = None
    if max(reading.months.values(), default=1) > 1 and "period" in values:
        meanings.keep(con, variable(part, "months"), {key: str(count) for key, count in reading.months.items()})
        months = f"getvariable('{variable(part, 'months')}')[period]::integer"
    others = attributes.EMPTY
    if part.attributes:
        others = _kept(text, "attributes", found.expression, "map(varchar, varchar)")
    is_shown = text.cells is not None and part.is_main and not months
    con.execute(typed_statement(part, values, others, months, is_shown=is_shown))
    if months:
        measures = [column.name for column in columns if column.kind in _MEASURES]
        con.execute(spread_statement(part, measures))
    kinds.insert_faults(con, text, reading)
    amounts.differing(con, part, reading)
    _note(con, text, reading)
    softened = _expected_days(con, part)
    derived = (*part.derived, *softened, *(("currency",) if reading.currency else ()))
    return Typed(replace(part, derived=derived), text, tuple(reading.faults), dict(found.kinds), softened)


def _kept(text: Text, column: str, expression: str, kind: str) -> str:
    """The expression of something that is read from several cells of a row, once it is kept beside them."""
    text.keep({column: (expression, kind)})
    return quoted(value_column(column)) if column in text.kept else expression


def refuse_damaged(con: duckdb.DuckDBPyConnection, taken: Taken) -> None:
    """Lists the ids that a spreadsheet has turned into days or cut short."""
    for part in taken.parts:
        ids = {source: column for column, source in part.sources.items() if part.table[column].kind == "id"}
        for damaged in taken.sheet.damaged:
            column = ids.get(cell(damaged.column))
            if column:
                con.execute(
                    "insert into faults select $part, $line, $column, $value, 'broken-id', null where not exists "
                    "(from faults where part = $part and line = $line and column_name = $column)",
                    {"part": part.number, "line": damaged.line, "column": column, "value": damaged.value},
                )


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
    is_shown = len(parts) == 1 and holding.is_shown(con, typed_table(parts[0]))
    con.execute(rows_statement(parts, name, is_shown=is_shown))
    return name


def remark(
    con: duckdb.DuckDBPyConnection,
    part: int,
    column: str | None,
    code: str,
    count: int,
    line: int | Sequence[int] | None,
    value: str | None = None,
) -> None:
    """Keeps something worth telling, unless it happened nowhere; ``line`` is where first, or the first lines."""
    if count:
        lines = [line] if isinstance(line, int) else sorted(line or ())
        first = lines[0] if lines else None
        con.execute(
            "insert into remarks values ($part, $column, $code, $count, $line, $value, $lines)",
            {"part": part, "column": column, "code": code, "count": count, "line": first, "value": value}
            | {"lines": lines[:LINES_TOLD]},
        )


def _note(con: duckdb.DuckDBPyConnection, text: Text, reading: Reading) -> None:
    """Keeps what is worth telling about the values of a part."""
    part, care = text.part, text.care
    named = [c for c in part.table.columns if (c.kind == "id" or c.name == "name") and part.sources.get(c.name) in care]
    for found in (
        *reading.remarks,
        *noting.rounded(con, part, reading),
        *noting.open_ends(con, part, reading),
        *noting.nothing_words(con, text, reading),
        *noting.meanings(con, part, reading),
        *noting.look_alikes(con, part, named),
        *noting.unseen(con, part, text.relation, [one for one, macro in care.items() if macro == "tidy_seen_text"]),
    ):
        remark(con, part.number, found.column, found.code, found.count, found.line, found.value)


def _expected_days(con: duckdb.DuckDBPyConnection, part: Part) -> frozenset[str]:
    """An open deal's closing day is read as its expected one; returns the columns that this filled."""
    if part.table.name != "deals" or not {"stage", "closed_on"} <= set(part.columns):
        return frozenset()
    rows, condition = quoted(typed_table(part)), "stage not in ('won', 'lost') and closed_on is not null"
    count, line = con.execute(f"select count(*), min(line) from {rows} where {condition}").fetchall()[0]
    if not count:
        return frozenset()
    remark(con, part.number, "closed_on", "expected-day", count, line)
    moved = {"expected_on": "coalesce(expected_on, closed_on)", "closed_on": "null"}
    holding.amend(con, typed_table(part), moved, condition)
    return frozenset() if "expected_on" in part.columns else frozenset({"expected_on"})
