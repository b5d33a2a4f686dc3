"""What is found out about how a part's columns are written: one measuring pass, and what follows from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from data.contract import Column
from data.importing.composing import Form, odd_table, text_view
from data.importing.parts import Part
from data.importing.report import Fault
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
    "day": (
        "is_iso_day({c})",
        {"is_late": True, "is_digits": True, "is_odd": False},
    ),
    "money": ("is_bare_amount({c})", {"decimals": 2}),
    "number": ("is_bare_amount({c}) and try_cast({c} as {type}) is not null", {"decimals": 2}),
    "share": (
        "strlen({c}) < 9 and {c} >= '0' and {c} < ':' and not contains({c}, '_') "
        "and try_cast({c} as {type}) is not null",
        {"percents": 0},
    ),
    "id": ("not contains({c}, '+')", {"is_whole": True}),
}
"""What is quickly seen of cells that leave no doubt; where all are so, the measures that follow from it."""

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

    def is_quick(self, columns: Iterable[Column]) -> bool:
        """Whether all cells but a few are written so plainly that their text may be read anew whenever it is needed."""
        return self.currency is None and all(map(self._is_quick, columns))

    def _is_quick(self, column: Column) -> bool:
        """Whether a column's text is quickly read; of other columns than these the readings are few words."""
        if column.kind not in (*NUMERIC, *DAYS, "share", "id"):
            return True
        is_plain = column.kind in NUMERIC and self.form(column.name) == Form()
        measures = self.measures[column.name]
        is_sure = measures["is_sure"] or (column.kind == "id" and "odd" in measures)
        return bool(is_sure) or is_plain or self.form(column.name).is_plain


def columns_of(part: Part, kinds: Iterable[str]) -> list[Column]:
    """The part's columns of some kinds, in the contract's order."""
    wanted = frozenset(kinds)
    return [column for column in part.table.columns if column.name in part.columns and column.kind in wanted]


def measure(con: duckdb.DuckDBPyConnection, part: Part, columns: Sequence[Column]) -> Measures:
    """For each column what tells whether it is written plainly: a quick pass, then another over what is left open.

    Where few cells of a column leave doubts, only these are looked at again: they go to the part's odd cells.
    """
    found: dict[str, dict[str, Any]] = {}
    counted = {
        column.name: _typed(part, {"filled": "count({c})", "sure": f"count(*) filter ({sure[0]})"}, column.name)
        for column in columns
        if (sure := _sure(column))
    }
    counts = measured(con, text_view(part), counted)
    for name, count in counts.items():
        if count["filled"] and count["sure"] == count["filled"]:
            found[name] = {**_sure_measures(part.table[name], count["sure"]), "is_sure": True}
    few = {name for name, one in counts.items() if 0 < one["filled"] - one["sure"] <= _FEW_SHARE * one["filled"]}
    rest = {
        column.name: _typed(part, _expressions(column), column.name) for column in columns if column.name not in found
    }
    if few:
        _keep_odd(con, part, sorted(few))
    for source, names in ((odd_table(part), few), (text_view(part), rest.keys() - few)):
        for name, measures in measured(con, source, {key: rest[key] for key in rest if key in names}).items():
            found[name] = {**measures, "is_sure": False}
            if name in few:
                count = counts[name]
                whole = _together(_sure_measures(part.table[name], count["sure"]), measures)
                found[name] = {**whole, "is_sure": False, "sure": count["sure"], "odd": measures["filled"]}
    return found


def odd_cells(part: Part, reading: Reading, column: str) -> str:
    """Where the cells of a column that leave doubts are found, quoted: its few odd cells, or the part's whole text."""
    return quoted(odd_table(part) if "odd" in reading.measures.get(column, {}) else text_view(part))


def first_sure(con: duckdb.DuckDBPyConnection, part: Part, column: str) -> tuple[int, str]:
    """The first cell that leaves no doubt in a column that has odd ones: its line and text."""
    name, sure = quoted(column), _condition(part, column)
    row = con.execute(f"select min(line), arg_min({name}, line) from {quoted(text_view(part))} where {sure}")
    line, cell = row.fetchall()[0]
    return int(line), str(cell)


def _keep_odd(con: duckdb.DuckDBPyConnection, part: Part, names: Sequence[str]) -> None:
    """Makes the table of the part's odd cells: each line that has one, with nothing in place of its other cells."""
    odd = {name: f"({quoted(name)} is not null and not ({_condition(part, name)}))" for name in names}
    listed = ", ".join(f"case when {sql} then {quoted(name)} end as {quoted(name)}" for name, sql in odd.items())
    con.execute(
        f"create or replace table {quoted(odd_table(part))} as select line, {listed} from {quoted(text_view(part))} "
        f"where {' or '.join(odd.values())}"
    )


def _condition(part: Part, column: str) -> str:
    """What is true of a column's cell that leaves no doubt."""
    found = _sure(part.table[column])
    return _typed(part, {"sure": found[0] if found else "false"}, column)["sure"].format(c=quoted(column))


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
