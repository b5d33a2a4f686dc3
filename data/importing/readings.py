"""What is found out about how a part's columns are written: one measuring pass, and what follows from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from data.contract import Column
from data.importing.forms import Form
from data.importing.naming import odd_table, text_view, value_column
from data.importing.parts import Part
from data.importing.report import Fault
from data.importing.texts import Text
from data.schema import quoted

NUMERIC = ("money", "number", "rate", "integer")
DAYS = ("day", "moment")

_NUMBER = {
    "filled": "count({c})",
    "plain": "count(try_cast(plain_number({c}) as decimal(38,10)))",
    "dotted": "count(*) filter (contains({c}, '.'))",
    "decisive": "count(*) filter (contains({c}, '.') and length({c}) - strpos({c}, '.') <> 3)",
    "decimals": "max(length({c}) - strpos({c}, '.')) filter (contains({c}, '.'))",
}
_DAY = {
    "filled": "count({c})",
    "read": "count(try_cast({c} as timestamp))",
    "is_late": "min(try_cast({c} as timestamp)) >= timestamp '1000-01-01'",
    "is_digits": "min({c}) >= '0' and max({c}) < ':'",
    "is_odd": (
        "bool_or(contains({c}, 'Z') or contains({c}, '+') or contains({c}[17:], '-') or length({c}) < 8 "
        "or upper({c}[12:]) <> lower({c}[12:]))"
    ),
}
"""A day or moment that a cast would read, but for what it passes over: a zone's sign or name behind the time."""
_SURE: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "day": ("looks_like_day({c})", {"is_late": True, "is_digits": True, "is_odd": False}),
    "money": ("looks_like_amount({c})", {"decimals": 2}),
    "number": ("looks_like_amount({c})", {"decimals": 2}),
    "share": ("strlen({c}) < 9 and {c} >= '0' and {c} < ':' and not contains({c}, '_')", {"percents": 0}),
    "id": ("not contains({c}, '+')", {"is_whole": True}),
}
"""What cells that leave no doubt look like; where all are so and of their kind, the measures that follow from it."""

_FEW_SHARE = 0.1
"""Of the cells of a column, those that leave doubts are looked at alone up to this share."""

_ALL, _ANY = ("is_late", "is_digits", "is_whole"), ("is_odd",)
"""Measures that hold where they hold of every cell, or of any; others are counts, or the most decimals."""

_SHARE = {"filled": "count({c})", "percents": "count(*) filter (ends_with({c}, '%'))"}
_OTHER = {"filled": "count({c})"}
_ID = {**_OTHER, "is_whole": "coalesce(bool_and(intact_id({c}) is not null), true)"}

Measures = Mapping[str, Mapping[str, Any]]
"""What the measuring pass found: column → measure → value."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a column that is settled but worth telling: how many cells, the first line and its value."""

    column: str
    code: str
    count: int
    line: int | None
    value: str = ""


@dataclass(slots=True)
class Reading:
    """How a part is read: each column's form, the faults of whole columns, the months that periods stand for.

    ``long_money`` are columns of money that may have more than two decimals; ``currency`` is the expression of the
    currency that the amounts' own signs give to a row, where they do. Every cell of the ``sound`` columns is known to
    be of its kind; ``worded`` columns say yes and no in other words than true and false.
    """

    forms: dict[str, Form] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    months: dict[str, int] = field(default_factory=dict)
    long_money: set[str] = field(default_factory=set)
    measures: Measures = field(default_factory=dict)
    currency: str | None = None
    sound: set[str] = field(default_factory=set)
    worded: set[str] = field(default_factory=set)

    def form(self, column: str) -> Form:
        """How a column is written."""
        return self.forms.get(column, Form())

    def reads_sure(self, column: Column) -> bool:
        """Whether a column's form reads the cells that leave no doubt as they were read at first sight."""
        form = self.form(column.name)
        if column.kind in NUMERIC:
            return form.number in ("plain", ".") or form.has_both
        return not form.is_percent and not form.pattern


def columns_of(part: Part, kinds: Iterable[str]) -> list[Column]:
    """The part's columns of some kinds, in the contract's order."""
    wanted = frozenset(kinds)
    return [column for column in part.table.columns if column.name in part.columns and column.kind in wanted]


def measure(text: Text, columns: Sequence[Column]) -> Measures:
    """For each column what tells whether it is written plainly: a quick pass, then another over what is left open.

    The quick one keeps the values that it reads beside the text. Where few cells of a column leave doubts, only these
    are looked at again: they go to the part's odd cells.
    """
    con, part = text.con, text.part
    counts = _first_look(text, columns)
    found: dict[str, dict[str, Any]] = {}
    for name, count in counts.items():
        if count["filled"] and count["sure"] == count["filled"]:
            found[name] = {**_sure_measures(part.table[name], count["sure"]), "is_sure": True}
    few = {name for name, one in counts.items() if 0 < one["filled"] - one["sure"] <= _FEW_SHARE * one["filled"]}
    rest = {
        column.name: _typed(part, _expressions(column), column.name) for column in columns if column.name not in found
    }
    if few:
        _keep_odd(text, sorted(few))
    for source, names in ((odd_table(part), few), (text_view(part), rest.keys() - few)):
        for name, measures in measured(con, source, {key: rest[key] for key in rest if key in names}).items():
            found[name] = {**measures, "is_sure": False}
            if name in few:
                count = counts[name]
                whole = _together(_sure_measures(part.table[name], count["sure"]), measures)
                found[name] = {
                    **whole,
                    "is_sure": False,
                    "sure": count["sure"],
                    "odd": measures["filled"],
                    "condition": _condition(text, name),
                }
    return found


def _first_look(text: Text, columns: Sequence[Column]) -> dict[str, dict[str, Any]]:
    """How many cells each column has, and how many of them leave no doubt."""
    part = text.part
    looked = [column for column in columns if _sure(column)]
    text.keep({one.name: (_sure_value(one), one.sql_type) for one in looked if one.kind != "id"})
    sound = {name: text.filled(name) for name in text.kept if text.filled(name) == text.cells_filled(name)}
    text.look_for_words({part.sources[name] for name in sound})
    asked: dict[str, dict[str, str]] = {}
    for column in looked:
        if column.name not in sound:
            asked[column.name] = {"filled": "count({c})"}
            if column.name not in text.kept:
                asked[column.name]["sure"] = f"count(*) filter ({_condition(text, column.name)})"
    found = measured(text.con, text_view(part), asked)
    counts = {name: {"sure": text.filled(name) if name in text.kept else 0, **one} for name, one in found.items()}
    return counts | {name: {"filled": count, "sure": count} for name, count in sound.items()}


def odd_cells(part: Part, reading: Reading, column: str) -> str:
    """Where the cells of a column that leave doubts are found, quoted: its few odd cells, or the part's whole text."""
    return quoted(odd_table(part) if "odd" in reading.measures.get(column, {}) else text_view(part))


def first_sure(con: duckdb.DuckDBPyConnection, part: Part, reading: Reading, column: str) -> tuple[int, str]:
    """The first cell that leaves no doubt in a column that has odd ones: its line and text."""
    name, sure = quoted(column), reading.measures[column]["condition"]
    row = con.execute(f"select min(line), arg_min({name}, line) from {quoted(text_view(part))} where {sure}")
    line, cell = row.fetchall()[0]
    return int(line), str(cell)


def _keep_odd(text: Text, names: Sequence[str]) -> None:
    """Makes the table of the part's odd cells: each line that has one, with nothing in place of its other cells."""
    odd = {name: f"({quoted(name)} is not null and not ({_condition(text, name)}))" for name in names}
    listed = ", ".join(f"case when {sql} then {quoted(name)} end as {quoted(name)}" for name, sql in odd.items())
    text.con.execute(
        f"create or replace table {quoted(odd_table(text.part))} as select line, {listed}{text.place} "
        f"from {quoted(text_view(text.part))} where {' or '.join(odd.values())}"
    )


def _condition(text: Text, column: str) -> str:
    """What is true of a column's cell that leaves no doubt."""
    if column in text.kept:
        return f"{quoted(value_column(column))} is not null"
    kind = text.part.table[column]
    return _looks(kind) if kind.kind == "id" else f"{_sure_value(kind)} is not null"


def _sure_value(column: Column) -> str:
    """The expression that gives the value of a cell that leaves no doubt, and null for all others."""
    return f"try_cast(case when {_looks(column)} then {quoted(column.name)} end as {column.sql_type})"


def _looks(column: Column) -> str:
    """What a cell that leaves no doubt looks like."""
    found = _sure(column)
    return found[0].format(c=quoted(column.name)) if found else "false"


def _sure_measures(column: Column, count: int) -> dict[str, Any]:
    """The measures of a column's cells that leave no doubt."""
    found = _sure(column)
    return {**dict.fromkeys(_expressions(column), count), **(found[1] if found else {}), "filled": count}


def _together(sure: Mapping[str, Any], odd: Mapping[str, Any]) -> dict[str, Any]:
    """The measures of all cells from those of the sure and of the odd ones."""
    found: dict[str, Any] = {}
    for name, value in sure.items():
        pair = [one for one in (value, odd[name]) if one is not None]
        found[name] = all(pair) if name in _ALL else any(pair) if name in _ANY else sum(pair)
        found[name] = max(pair) if name == "decimals" else found[name]
    return found


def measured(
    con: duckdb.DuckDBPyConnection, relation: str, expressions: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, Any]]:
    """One pass over a relation: for each of its text columns ({c}) the expressions by their names."""
    asked = [(column, name, sql) for column, listed in expressions.items() for name, sql in listed.items()]
    found: dict[str, dict[str, Any]] = {column: {} for column in expressions}
    if asked:
        listed = ", ".join(sql.format(c=quoted(column)) for column, _, sql in asked)
        row = con.execute(f"select {listed} from {quoted(relation)}").fetchall()[0]
        for (column, name, _), value in zip(asked, row, strict=True):
            found[column][name] = value
    return found


def _typed(part: Part, expressions: Mapping[str, str], column: str) -> dict[str, str]:
    """The expressions with the column's type ({type}) put in."""
    return {name: sql.replace("{type}", part.table[column].sql_type) for name, sql in expressions.items()}


def _sure(column: Column) -> tuple[str, Mapping[str, Any]] | None:
    return _SURE.get("number" if column.kind == "rate" else column.kind)


def _expressions(column: Column) -> Mapping[str, str]:
    if column.kind in NUMERIC:
        return _NUMBER
    if column.kind in DAYS:
        return _DAY
    if column.kind == "id":
        return _ID
    return _SHARE if column.kind == "share" else _OTHER
