"""What is found out about how a part's columns are written: one measuring pass, and what follows from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from data.contract import Column
from data.importing.composing import Form, text_view
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
    "is_odd": "bool_or(contains({c}, 'Z') or contains({c}, '+') or contains({c}[17:], '-') or length({c}) < 8)",
}
_SHARE = {"filled": "count({c})", "percents": "count(*) filter (ends_with({c}, '%'))"}
_OTHER = {"filled": "count({c})"}

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
    currency that the amounts' own signs give to a row, where they do.
    """

    forms: dict[str, Form] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    months: dict[str, int] = field(default_factory=dict)
    long_money: set[str] = field(default_factory=set)
    measures: Measures = field(default_factory=dict)
    currency: str | None = None

    def form(self, column: str) -> Form:
        """How a column is written."""
        return self.forms.get(column, Form())


def columns_of(part: Part, kinds: Iterable[str]) -> list[Column]:
    """The part's columns of some kinds, in the contract's order."""
    wanted = frozenset(kinds)
    return [column for column in part.table.columns if column.name in part.columns and column.kind in wanted]


def measure(con: duckdb.DuckDBPyConnection, part: Part, columns: Sequence[Column]) -> Measures:
    """One pass over the part's text: for each column what tells whether it is written plainly."""
    asked = [(column, name, sql) for column in columns for name, sql in _expressions(column).items()]
    if not asked:
        return {}
    listed = ", ".join(sql.format(c=quoted(column.name)) for column, _, sql in asked)
    row = con.execute(f"select {listed} from {quoted(text_view(part))}").fetchall()[0]
    found: dict[str, dict[str, Any]] = {column.name: {} for column in columns}
    for (column, name, _), value in zip(asked, row, strict=True):
        found[column.name][name] = value
    return found


def _expressions(column: Column) -> Mapping[str, str]:
    if column.kind in NUMERIC:
        return _NUMBER
    if column.kind in DAYS:
        return _DAY
    return _SHARE if column.kind == "share" else _OTHER
