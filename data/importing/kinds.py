"""How each column of a file is written, decided over all its values; what fits no reading is a fault."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from data.contract import Column
from data.importing import headings
from data.importing.composing import DICTIONARY, Form, text_view, typed_table, value_of, variable
from data.importing.parts import Part
from data.importing.periods import Period, parse
from data.importing.report import Fault
from data.schema import quoted

CODES = {
    "money": "not-a-number", "number": "not-a-number", "rate": "not-a-number", "integer": "not-an-integer",
    "share": "not-a-share", "boolean": "not-a-boolean", "day": "not-a-day", "moment": "not-a-moment",
    "month": "not-a-month", "choice": "not-in-list", "id": "broken-id",
}  # fmt: skip
"""The fault of a value that isn't of its column's kind."""

_NUMERIC = ("money", "number", "rate", "integer")
_DAY_FIRST, _MONTH_FIRST = "%d/%m/%Y", "%m/%d/%Y"
_FEW_SHARE = 0.1
_FEW_ROWS = 10
_MOST_MEANINGS = 5000
_LONG_PERIOD = re.compile(r"(\d{4})-(\d{2})\+(\d+)")


@dataclass(slots=True)
class Reading:
    """How a part is read: each column's form, the faults of whole columns, the months that periods stand for.

    ``long_money`` are columns of money that may have more than two decimals.
    """

    forms: dict[str, Form] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    months: dict[str, int] = field(default_factory=dict)
    long_money: set[str] = field(default_factory=set)


def decide(con: duckdb.DuckDBPyConnection, part: Part) -> Reading:
    """Finds how every column of the part's text is written; meanings of closed values go to session variables."""
    reading = Reading()
    columns = [column for column in part.table.columns if column.name in part.columns]
    _decide_numbers(con, part, [column for column in columns if column.kind in _NUMERIC], reading)
    _decide_days(con, part, [column for column in columns if column.kind in ("day", "moment")], reading)
    for column in columns:
        if column.kind in DICTIONARY:
            _learn(con, part, column, reading)
    return reading


def _decide_numbers(con: duckdb.DuckDBPyConnection, part: Part, columns: Sequence[Column], reading: Reading) -> None:
    """Plain where every value is like 1234.56 beyond doubt; else by the values that can be read in one way only."""
    counts = _measure(
        con,
        part,
        columns,
        "count({c})",
        "count(try_cast(plain_number({c}) as decimal(38,10)))",
        "count(*) filter (contains({c}, '.'))",
        "count(*) filter (contains({c}, '.') and length({c}) - strpos({c}, '.') <> 3)",
        "max(length({c}) - strpos({c}, '.')) filter (contains({c}, '.'))",
    )
    for column in columns:
        filled, plain, dotted, decisive, decimals = counts[column.name]
        is_plain = filled == plain and (not dotted or decisive > 0 or column.kind == "rate")
        hint = part.read.decimal
        is_settled = is_plain and not (hint == "," and dotted)
        form = Form() if is_settled else Form(number=hint or _decimal_sign(con, part, column, reading))
        reading.forms[column.name] = form
        if column.kind == "money" and not (is_settled and (decimals or 0) <= 2):
            reading.long_money.add(column.name)


def _decimal_sign(con: duckdb.DuckDBPyConnection, part: Part, column: Column, reading: Reading) -> str:
    name = quoted(column.name)
    point, comma, either, value, line = con.execute(
        f"with numbers as (select line, {name} as value, point_number({name}) as point, "
        f"comma_number({name}) as comma from {quoted(text_view(part))}) "
        "select count(*) filter (point is not null and comma is null), "
        "count(*) filter (comma is not null and point is null), count(*) filter (point <> comma), "
        "arg_min(value, line) filter (point <> comma), min(line) filter (point <> comma) from numbers"
    ).fetchall()[0]
    if not point and not comma and either:
        reading.faults.append(_column_fault(part, column, "ambiguous-number", line, value))
    return "," if comma > point else "."


def _decide_days(con: duckdb.DuckDBPyConnection, part: Part, columns: Sequence[Column], reading: Reading) -> None:
    """Plain where every value is an ISO day (without a zone); else days with slashes are looked at."""
    counts = _measure(
        con,
        part,
        columns,
        "count({c})",
        "count(try_cast({c} as timestamp))",
        "min(try_cast({c} as timestamp)) >= timestamp '1000-01-01'",
        "min({c}) >= '0' and max({c}) < ':'",
        "bool_or(contains({c}, 'Z') or contains({c}, '+') or contains({c}[17:], '-') or length({c}) < 8)",
    )
    for column in columns:
        filled, read, is_late, is_digits, has_zone = counts[column.name]
        is_plain = filled == read and bool(is_late) and bool(is_digits) and not has_zone
        is_settled = is_plain or not filled
        reading.forms[column.name] = Form(is_plain=True) if is_settled else _slashed_form(con, part, column, reading)


def _slashed_form(con: duckdb.DuckDBPyConnection, part: Part, column: Column, reading: Reading) -> Form:
    """Which comes first in days with slashes, by those in which only one reading is a day of the calendar."""
    slashed, day, month, day_line, month_line, day_value, month_value, first, line = con.execute(
        "with days as (select line, {c} as value, try_cast(regexp_extract({c}, '^(\\d+)', 1) as integer) as one, "
        "try_cast(regexp_extract({c}, '^\\d+[/-](\\d+)', 1) as integer) as two from {text} "
        "where regexp_full_match({c}, '\\d{{1,2}}[/-]\\d{{1,2}}[/-]\\d{{4}}([T ].*)?')) "
        "select count(*), count(*) filter (one > 12), count(*) filter (two > 12), min(line) filter (one > 12), "
        "min(line) filter (two > 12), arg_min(value, line) filter (one > 12), arg_min(value, line) filter (two > 12), "
        "arg_min(value, line), min(line) from days".format(c=quoted(column.name), text=quoted(text_view(part)))
    ).fetchall()[0]
    if part.read.day_first is not None:
        return Form(slashes=_DAY_FIRST if part.read.day_first else _MONTH_FIRST)
    if day and month:
        fault = _column_fault(part, column, "mixed-days", day_line, day_value, line=day_line, other=month_line)
        reading.faults.append(_with(fault, value=month_value))
    elif slashed and ((slashed > _FEW_ROWS and max(day, month) < _FEW_SHARE * slashed) or (not day and not month)):
        reading.faults.append(_column_fault(part, column, "ambiguous-day", line, first))
    return Form(slashes=_DAY_FIRST if day >= month else _MONTH_FIRST, is_mixed=bool(day and month))


def _measure(
    con: duckdb.DuckDBPyConnection, part: Part, columns: Sequence[Column], *expressions: str
) -> dict[str, tuple[Any, ...]]:
    """One pass over the part's text: each expression for each column."""
    if not columns:
        return {}
    listed = [text.format(c=quoted(column.name)) for column in columns for text in expressions]
    row = con.execute(f"select {', '.join(listed)} from {quoted(text_view(part))}").fetchall()[0]
    width = len(expressions)
    return {column.name: row[step * width : (step + 1) * width] for step, column in enumerate(columns)}


def _learn(con: duckdb.DuckDBPyConnection, part: Part, column: Column, reading: Reading) -> None:
    """Looks up what each spelling in a column means and keeps it for the statement that types the rows."""
    name = quoted(column.name)
    spellings = con.execute(
        f"select distinct {name} from {quoted(text_view(part))} where {name} is not null "
        f"order by 1 limit {_MOST_MEANINGS}"
    ).fetchall()
    meanings: dict[str, str] = {}
    for (spelling,) in spellings:
        meaning = _meaning(part, column, spelling, reading.months)
        if meaning is not None:
            meanings[spelling] = meaning
    keep(con, variable(part, "meanings", column.name), meanings)


def outcomes(con: duckdb.DuckDBPyConnection, part: Part, source: str) -> dict[str, str]:
    """Which spellings in a text column say that a deal is won or lost: spelling → won or lost."""
    choices = part.table["stage"].choices
    spellings = con.execute(
        f"select distinct {quoted(source)} from {quoted(part.sheet.relation)} where {quoted(source)} is not null"
    ).fetchall()
    found = {text: headings.match_value("deals", "stage", choices, text) for (text,) in spellings}
    return {text: meaning for text, meaning in found.items() if meaning in ("won", "lost")}


def _meaning(part: Part, column: Column, spelling: str, months: dict[str, int]) -> str | None:
    """A spelling's value as text: a choice, true or false, a month's first day."""
    translations = {headings.folded(key): value for key, value in part.values.get(column.name, {}).items()}
    text = translations.get(headings.folded(spelling), spelling)
    if column.kind == "choice":
        return headings.match_value(part.table.name, column.name, column.choices, text)
    if column.kind == "boolean":
        answer = headings.yes_or_no(text)
        return None if answer is None else str(answer).lower()
    period = _period(text)
    if period is None or (period.months > 1 and column.name != "period"):
        return None
    months[spelling] = period.months
    return period.start.isoformat()


def _period(text: str) -> Period | None:
    if found := _LONG_PERIOD.fullmatch(text):
        year, month, months = (int(number) for number in found.groups())
        return Period(date(year, month, 1), months)
    return parse(text)


def keep(con: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, str]) -> None:
    """Puts a map into a session variable, with its values bound."""
    con.execute(
        f"set variable {quoted(name)} = map($keys::varchar[], $values::varchar[])",
        {"keys": list(values), "values": list(values.values())},
    )


def insert_faults(con: duckdb.DuckDBPyConnection, part: Part, reading: Reading) -> None:
    """Lists the cells that hold something else than their column's kind."""
    columns = [c for c in part.table.columns if c.name in part.columns and c.kind in CODES]
    counts = _measure(con, part, columns, "count({c})")
    if not columns:
        return
    values = {column.name: value_of(part, column, reading.forms.get(column.name, Form())) for column in columns}
    is_whole = part.is_main and max(reading.months.values(), default=1) == 1
    listed = ", ".join(f"count({quoted(name) if is_whole else sql})" for name, sql in values.items())
    source = typed_table(part) if is_whole else text_view(part)
    typed = con.execute(f"select {listed} from {quoted(source)}").fetchall()[0]
    for column, count in zip(columns, typed, strict=True):
        if count != counts[column.name][0]:
            name = quoted(column.name)
            con.execute(
                f"insert into faults select $part, line, $column, {name}, $code, null from {quoted(text_view(part))} "
                f"where {name} is not null and ({values[column.name]}) is null",
                {"part": part.number, "column": column.name, "code": CODES[column.kind]},
            )


def _column_fault(part: Part, column: Column, code: str, at: int | None, value: str, **more: object) -> Fault:
    values = {"column": part.heading(column.name), "value": value, "section": part.section, **more}
    return Fault(part.sheet.upload.name, at, part.heading(column.name), value, code, values)


def _with(fault: Fault, **values: object) -> Fault:
    return Fault(fault.file, fault.line, fault.column, fault.value, fault.code, {**fault.values, **values})
