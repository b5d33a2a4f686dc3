"""How each column of a file is written, decided over all its values; what fits no reading is a fault."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import duckdb

from data.contract import Column
from data.importing import days, headings, numbers
from data.importing.composing import DICTIONARY, Form, odd_table, text_view, typed_table, value_of, variable
from data.importing.parts import Part
from data.importing.periods import Period, parse
from data.importing.readings import DAYS, NUMERIC, Reading, columns_of, measure
from data.schema import quoted

CODES = {
    "money": "not-a-number", "number": "not-a-number", "rate": "not-a-number", "integer": "not-an-integer",
    "share": "not-a-share", "boolean": "not-a-boolean", "day": "not-a-day", "moment": "not-a-moment",
    "month": "not-a-month", "choice": "not-in-list", "id": "broken-id",
}  # fmt: skip
"""The fault of a value that isn't of its column's kind."""

_MOST_MEANINGS = 5000
_LONG_PERIOD = re.compile(r"(\d{4})-(\d{2})\+(\d+)")


def decide(con: duckdb.DuckDBPyConnection, part: Part, today: date, currency: str) -> Reading:
    """Finds how every column of the part's text is written; meanings of closed values go to session variables.

    ``today`` is the import's day, from which years of two digits are read; ``currency`` is the workspace's.
    """
    columns = columns_of(part, CODES)
    reading = Reading(measures=measure(con, part, columns))
    numbers.decide(con, part, reading, currency)
    numbers.decide_shares(con, part, reading)
    days.decide(con, part, reading, today)
    for column in columns:
        if column.kind in DICTIONARY:
            _learn(con, part, column, reading)
        if column.kind == "id" and reading.measures[column.name]["is_whole"]:
            reading.forms[column.name] = Form(is_plain=True)
            reading.sound.add(column.name)
        if column.kind == "share" and not part.read.percent and _is_sure(column, reading):
            reading.forms[column.name] = Form(is_plain=True)
        if _is_sure(column, reading) and _keeps_plain(column, reading):
            reading.sound.add(column.name)
    _read_plainly(con, part, columns, reading)
    return reading


def _read_plainly(con: duckdb.DuckDBPyConnection, part: Part, columns: Sequence[Column], reading: Reading) -> None:
    """Gives columns with few odd cells the plain form where it reads these as well as the form found does."""
    found: dict[str, Form] = {}
    pairs: dict[str, str] = {}
    for column in columns:
        form, plain = reading.form(column.name), Form(is_plain=column.kind not in NUMERIC)
        is_open = column.kind in (*NUMERIC, *DAYS) or (column.kind == "share" and form == Form())
        if is_open and "odd" in reading.measures[column.name] and not form.has_marks and _reads_sure(column, reading):
            found[column.name] = plain
            pairs[column.name] = (
                f"nullif({value_of(part, column, form)} is distinct from {value_of(part, column, plain)}, false)"
            )
    differing = _counted(con, odd_table(part), pairs)
    reading.forms |= {name: form for name, form in found.items() if not differing[name]}


def _is_sure(column: Column, reading: Reading) -> bool:
    """Whether the quick look at a column found no doubt in any cell."""
    return bool(reading.measures[column.name]["is_sure"])


def _keeps_plain(column: Column, reading: Reading) -> bool:
    """Whether the form decided on is the plain one that the quick look at a column saw."""
    form = reading.form(column.name)
    return form == Form() if column.kind in NUMERIC else form.is_plain


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
    if column.kind == "boolean" and any(spelling.lower() not in ("true", "false") for spelling in meanings):
        reading.worded.add(column.name)
    if column.kind == "choice" and all(spelling == meaning for spelling, meaning in meanings.items()):
        reading.forms[column.name] = Form(is_plain=True)
        if len(meanings) == len(spellings):
            reading.sound.add(column.name)


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
    columns = [column for column in columns_of(part, CODES) if column.name not in reading.sound]
    values = {column.name: value_of(part, column, reading.form(column.name)) for column in columns}
    is_whole = part.is_main and max(reading.months.values(), default=1) == 1
    odd = {column.name: values[column.name] for column in columns if _reads_sure(column, reading)}
    others = {name: quoted(name) if is_whole else sql for name, sql in values.items() if name not in odd}
    typed = _counted(con, odd_table(part), odd)
    typed |= _counted(con, typed_table(part) if is_whole else text_view(part), others)
    for column in columns:
        name, source = quoted(column.name), quoted(odd_table(part) if column.name in odd else text_view(part))
        if typed[column.name] != reading.measures[column.name]["odd" if column.name in odd else "filled"]:
            con.execute(
                f"insert into faults select $part, line, $column, {name}, $code, null from {source} "
                f"where {name} is not null and ({values[column.name]}) is null",
                {"part": part.number, "column": column.name, "code": CODES[column.kind]},
            )


def _reads_sure(column: Column, reading: Reading) -> bool:
    """Whether a column has few odd cells, and its form reads all others."""
    return "odd" in reading.measures[column.name] and (
        column.kind not in NUMERIC
        or reading.form(column.name).number in ("plain", ".")
        or reading.form(column.name).has_both
    )


def _counted(con: duckdb.DuckDBPyConnection, relation: str, values: Mapping[str, str]) -> dict[str, int]:
    """How many values there are of each expression, in one pass over a relation."""
    if not values:
        return {}
    listed = ", ".join(f"count({sql})" for sql in values.values())
    row = con.execute(f"select {listed} from {quoted(relation)}").fetchall()[0]
    return dict(zip(values, row, strict=True))
