"""How each column of a file is written, decided over all its values; what fits no reading is a fault."""

from collections.abc import Mapping, Sequence
from datetime import date

import duckdb

from data.contract import Column
from data.importing import days, meanings, numbers
from data.importing.forms import DICTIONARY, Form, value_of
from data.importing.naming import odd_table, text_view, value_column
from data.importing.parts import Part
from data.importing.readings import NUMERIC, Reading, columns_of, measure, odd_cells
from data.importing.texts import Text
from data.schema import quoted

CODES = {
    "money": "not-a-number", "number": "not-a-number", "rate": "not-a-number", "integer": "not-an-integer",
    "share": "not-a-share", "boolean": "not-a-boolean", "day": "not-a-day", "moment": "not-a-moment",
    "month": "not-a-month", "choice": "not-in-list", "id": "broken-id",
}  # fmt: skip
"""The fault of a value that isn't of its column's kind."""


def decide(con: duckdb.DuckDBPyConnection, text: Text, today: date, currency: str) -> Reading:
    """Finds how every column of a part's text is written; meanings of closed values go to session variables.

    ``today`` is the import's day, from which years of two digits are read; ``currency`` is the workspace's.
    """
    part = text.part
    columns = columns_of(part, CODES)
    reading = Reading(measures=measure(text, columns))
    numbers.decide(con, part, reading, currency)
    numbers.decide_shares(con, part, reading)
    days.decide(con, part, reading, today)
    for column in columns:
        if column.kind in DICTIONARY:
            learnt = meanings.learn(con, part, column, reading.months)
            reading.worded |= {column.name} if learnt.is_worded else set()
            if column.kind == "choice" and learnt.is_plain:
                reading.forms[column.name] = Form(is_plain=True)
                reading.sound |= {column.name} if learnt.is_whole else set()
        if column.kind == "id" and reading.measures[column.name]["is_whole"]:
            reading.forms[column.name] = Form(is_plain=True)
            reading.sound.add(column.name)
        if column.kind == "share" and not part.read.percent and _is_sure(column, reading):
            reading.forms[column.name] = Form(is_plain=True)
        if _is_sure(column, reading) and _keeps_plain(column, reading):
            reading.sound.add(column.name)
    return reading


def _is_sure(column: Column, reading: Reading) -> bool:
    """Whether the quick look at a column found no doubt in any cell."""
    return bool(reading.measures[column.name]["is_sure"])


def _keeps_plain(column: Column, reading: Reading) -> bool:
    """Whether the form decided on is the plain one that the quick look at a column saw."""
    form = reading.form(column.name)
    return form == Form() if column.kind in NUMERIC else form.is_plain


def value(text: Text, column: Column, reading: Reading) -> str:
    """The expression that gives a column's value over the part's text: as kept beside it, else read anew."""
    if column.name in text.kept:
        return quoted(value_column(column.name))
    is_itself = column.kind == "choice" and column.name in reading.sound
    return quoted(column.name) if is_itself else value_of(text.part, column, reading.form(column.name))


def keep(text: Text, reading: Reading, columns: Sequence[Column]) -> None:
    """Keeps the value of every column that is more than its text beside it, each in its type.

    What left no doubt is kept already: where few cells did, only these are read.
    """
    whole: dict[str, tuple[str, str]] = {}
    few: dict[str, tuple[str, str]] = {}
    for column in columns:
        name, form = column.name, reading.form(column.name)
        if name in reading.sound or column.kind == "text":
            continue
        read = value_of(text.part, column, form)
        if column.kind == "id" or (column.kind == "choice" and form.is_plain):
            text.keep_but(name, read, _looked_in(text.part, column, reading))
            continue
        if name in text.kept and reading.reads_sure(column):
            if "odd" in reading.measures[name]:
                few[name] = (read, column.sql_type)
                continue
            read = f"coalesce({quoted(value_column(name))}, {read})"
        whole[name] = (read, column.sql_type)
    text.keep(whole)
    text.amend(few)


def insert_faults(con: duckdb.DuckDBPyConnection, text: Text, reading: Reading) -> None:
    """Lists the cells that hold something else than their column's kind."""
    part = text.part
    columns = [column for column in columns_of(part, CODES) if column.name not in reading.sound]
    values = {column.name: value(text, column, reading) for column in columns}
    typed = {name: text.filled(name) for name in values if name in text.kept}
    typed |= _counted(con, text_view(part), {name: sql for name, sql in values.items() if name not in typed})
    for column in columns:
        if typed[column.name] != reading.measures[column.name]["filled"]:
            name, source, read = quoted(column.name), _looked_in(part, column, reading), values[column.name]
            if source == quoted(odd_table(part)):
                read = value_of(part, column, reading.form(column.name))
            con.execute(
                f"insert into faults select $part, line, $column, {name}, $code, null from {source} "
                f"where {name} is not null and ({read}) is null",
                {"part": part.number, "column": column.name, "code": CODES[column.kind]},
            )


def _looked_in(part: Part, column: Column, reading: Reading) -> str:
    """Where the cells are, quoted, of which a column's form may make nothing: the few odd ones, or all."""
    return odd_cells(part, reading, column.name) if reading.reads_sure(column) else quoted(text_view(part))


def _counted(con: duckdb.DuckDBPyConnection, relation: str, values: Mapping[str, str]) -> dict[str, int]:
    """How many values there are of each expression, in one pass over a relation."""
    if not values:
        return {}
    listed = ", ".join(f"count({sql})" for sql in values.values())
    row = con.execute(f"select {listed} from {quoted(relation)}").fetchall()[0]
    return dict(zip(values, row, strict=True))
