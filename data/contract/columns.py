"""What a table of the contract is made of: columns with their kinds and rules, and the table itself."""

from dataclasses import dataclass
from typing import Literal, Self

Kind = Literal[
    "id", "text", "choice", "money", "number", "rate", "integer", "share", "boolean", "day", "moment", "month"
]

SQL_TYPES: dict[Kind, str] = {
    "id": "varchar",
    "text": "varchar",
    "choice": "varchar",
    "money": "decimal(18,2)",
    "number": "decimal(18,4)",
    "rate": "decimal(18,8)",
    "integer": "bigint",
    "share": "decimal(9,6)",
    "boolean": "boolean",
    "day": "date",
    "moment": "timestamp",
    "month": "date",
}
"""The DuckDB type that holds each kind of column; a month is its first day."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    ``to`` names the table that an id refers to; ``strict`` references reject the row when unknown, others warn.
    ``happened`` days make up the table's known-through day; ``ahead`` days may lie ten years past the import.
    ``custom`` fields are exported by few systems: every page works without them.
    """

    name: str
    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()
    to: str | None = None
    strict: bool = False
    low: int | None = None
    high: int | None = None
    happened: bool = False
    ahead: bool = False
    custom: bool = False
    note: str = ""

    @property
    def sql_type(self) -> str:
        """The DuckDB type of the stored column."""
        return SQL_TYPES[self.kind]

    @property
    def unit(self) -> str:
        """What a value is counted in, in words for the documentation."""
        units = {"money": "workspace currency", "share": "fraction 0–1", "month": "first day of the month"}
        return units.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the contract: one row for each ``key``; ``order`` pairs days as (earlier, later)."""

    name: str
    title: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    order: tuple[tuple[str, str], ...] = ()
    director_only: bool = False

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names) or not set(self.key) <= set(names):
            raise ValueError(f"{self.name}: columns repeat or the key is not among them")

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    def __contains__(self, name: str) -> bool:
        return any(column.name == name for column in self.columns)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in the contract's order."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which a row is rejected."""
        return tuple(column.name for column in self.columns if column.required)

    def keyed(self, *names: str) -> Self:
        """The same table with another key, for a file without an id column of its own."""
        return type(self)(self.name, self.title, names, self.columns, self.order, self.director_only)


def id_(name: str, to: str | None = None, *, required: bool = False, strict: bool = False, note: str = "") -> Column:
    return Column(name, "id", required, to=to, strict=strict, note=note)


def text(name: str, *, required: bool = False, custom: bool = False, note: str = "") -> Column:
    return Column(name, "text", required, custom=custom, note=note)


def choice(name: str, values: str, *, required: bool = False, custom: bool = False) -> Column:
    return Column(name, "choice", required, choices=tuple(values.split()), custom=custom)


def money(name: str, *, required: bool = False, low: int | None = 0, note: str = "") -> Column:
    return Column(name, "money", required, low=low, note=note)


def number(name: str, *, required: bool = False, low: int | None = None, note: str = "") -> Column:
    return Column(name, "number", required, low=low, note=note)


def integer(
    name: str, *, required: bool = False, low: int | None = None, high: int | None = None, custom: bool = False
) -> Column:
    return Column(name, "integer", required, low=low, high=high, custom=custom)


def share(name: str) -> Column:
    return Column(name, "share", low=0, high=1)


def flag(name: str, *, custom: bool = False, note: str = "") -> Column:
    return Column(name, "boolean", custom=custom, note=note)


def day(
    name: str, *, required: bool = False, happened: bool = False, ahead: bool = False, custom: bool = False
) -> Column:
    return Column(name, "day", required, happened=happened, ahead=ahead, custom=custom)


def moment(name: str, *, required: bool = False, happened: bool = False, ahead: bool = False) -> Column:
    return Column(name, "moment", required, happened=happened, ahead=ahead)


def month(name: str, *, required: bool = False, note: str = "") -> Column:
    return Column(name, "month", required, ahead=True, note=note)


def rate(name: str, *, note: str = "") -> Column:
    return Column(name, "rate", True, note=note)
