"""Mappings that a person has confirmed: a file's headings to columns, its values, what it lacks, how it is read."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import tomli_w

from data.contract import TABLES, Table, table
from data.errors import MappingError
from data.importing.formats.encodings import is_encoding

REMEMBERED = "file"
"""The stem under which a remembered mapping is written: it holds for files of any name with the same headings."""

_SECTIONS = ("columns", "values", "set", "read")


@dataclass(frozen=True, slots=True)
class Read:
    """How to read what can be read in several ways; None where the file decides.

    ``day_first``: 03/04/2026 is 3 April; ``year_first``: 26-04-03 is of 2026;
    ``decimal``: the sign before the decimals, "." or ",";
    ``percent``: bare numbers in a column with per cents are per cents too; ``currency``: the currency of all amounts,
    or "cells" where each cell's own sign says it; ``totals``: rows that look like totals are totals and left out.
    About the whole file: ``encoding``, ``separator`` ("spaces" for several blanks, "blanks" for one or more),
    ``quote`` ("" for none), ``header_line`` (the line of the headings, 0 for none), ``sheet`` of a workbook, ``table``
    of several in one sheet (the first is 1).
    """

    day_first: bool | None = None
    year_first: bool | None = None
    decimal: str | None = None
    percent: bool | None = None
    currency: str | None = None
    totals: bool | None = None
    encoding: str | None = None
    separator: str | None = None
    quote: str | None = None
    header_line: int | None = None
    sheet: str | None = None
    table: int | None = None

    @property
    def said(self) -> dict[str, Any]:
        """What is said, by its key."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name)) is not None}

    def over(self, other: "Read") -> "Read":
        """What is said here, and what ``other`` says about the rest."""
        return replace(other, **self.said)


_READS: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "day_first": ("true or false", lambda value: isinstance(value, bool)),
    "year_first": ("true or false", lambda value: isinstance(value, bool)),
    "decimal": ('"." or ","', lambda value: value in (".", ",")),
    "percent": ("true or false", lambda value: isinstance(value, bool)),
    "currency": ('a code such as "EUR", or "cells"', lambda value: value == "cells" or _is_currency(value)),
    "totals": ("true or false", lambda value: isinstance(value, bool)),
    "encoding": ('a name such as "cp1257"', lambda value: isinstance(value, str) and is_encoding(value)),
    "separator": ('one character, or "spaces"', lambda value: isinstance(value, str) and _is_separator(value)),
    "quote": ("one character, or none", lambda value: isinstance(value, str) and len(value) <= 1),
    "header_line": ("a line's number, 0 for none", lambda value: _is_count(value) and value >= 0),
    "sheet": ("a sheet's name", lambda value: isinstance(value, str)),
    "table": ("a number, the first is 1", lambda value: _is_count(value) and value >= 1),
}
"""What ``[….read]`` may say: each key with what is accepted, in words and as a test."""


@dataclass(frozen=True, slots=True)
class TableMapping:
    """What one file says about one table; ``columns`` maps a heading to none (left out), one or several columns."""

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    set: Mapping[str, str] = field(default_factory=dict)
    read: Read = field(default_factory=Read)


FileMapping = Mapping[str, TableMapping]
"""A file's mapping: table → what it says about it. Empty: the file feeds nothing and is left out."""


def load(path: Path) -> dict[str, FileMapping]:
    """The mappings of a file, by the stems that they are for.

    Raises:
        MappingError: the file isn't TOML, or names a table or column that the contract lacks.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it isn't UTF-8 text"
        raise MappingError("The mapping {file} can't be read ({reason}).", file=path.name, reason=reason) from error
    return parse(text, path.name)


def parse(text: str, name: str) -> dict[str, FileMapping]:
    """The same from the text of a mapping called ``name``.

    Raises:
        MappingError: as for ``load``.
    """
    try:
        listed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError("The mapping {file} can't be read: {reason}.", file=name, reason=error) from error
    return {stem: _file_mapping(_dict(part, name, stem), name, stem) for stem, part in listed.items()}


def written(mapping: FileMapping, stem: str = REMEMBERED) -> str:
    """A mapping as TOML, to be kept or given as a file."""
    return tomli_w.dumps({stem: said(mapping)})


def said(mapping: FileMapping) -> dict[str, Any]:
    """A mapping as its TOML says it: table → columns, values, set and read."""
    return {name: _as_toml(part) for name, part in mapping.items()}


def for_stem(mappings: Mapping[str, FileMapping], stem: str) -> FileMapping | None:
    """The mapping for a file by its stem, whatever its case; None where there is none."""
    if stem in mappings:
        return mappings[stem]
    return next((mapping for name, mapping in mappings.items() if name.casefold() == stem.casefold()), None)


def says_only_how(mapping: FileMapping) -> bool:
    """Whether a mapping only answers how a file is read: then its tables and columns are found as without one."""
    return bool(mapping) and not any(part.columns or part.values or part.set for part in mapping.values())


def completed(said: FileMapping, kept: FileMapping) -> FileMapping:
    """What a person says now; an answer to how a file is read is put to what was confirmed for it before."""
    if not says_only_how(said):
        return said
    found = dict(kept)
    for name, part in said.items():
        before = kept.get(name, TableMapping())
        found[name] = replace(before, read=part.read.over(before.read))
    return found


def read_of(mapping: FileMapping | None) -> Read:
    """How a file is read, whatever its tables: what the mapping says about reading, the first table first."""
    said: dict[str, Any] = {}
    for part in (mapping or {}).values():
        said = part.read.said | said
    return Read(**said)


def section(stem: str, table_name: str) -> str:
    """How a mapping calls a table of a file: ``sales_pipeline.deals``, quoted where TOML needs it."""
    return f"{toml_key(stem)}.{table_name}"


def toml_key(name: str) -> str:
    """A name as a key of TOML."""
    is_bare = name.isascii() and name.replace("-", "_").isidentifier()
    return name if is_bare else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _file_mapping(part: Mapping[str, Any], name: str, stem: str) -> FileMapping:
    return {called: _table_mapping(_dict(listed, name, called), _table(called, name), name, stem)
            for called, listed in part.items()}  # fmt: skip


def _table_mapping(part: Mapping[str, Any], kind: Table, name: str, stem: str) -> TableMapping:
    where = section(stem, kind.name)
    for called in part:
        if called not in _SECTIONS:
            raise MappingError(
                "{file}: [{where}.{called}] isn't known. Known are {known}.",
                file=name, where=where, called=called, known=", ".join(_SECTIONS),
            )  # fmt: skip
    check = partial(_check_column, kind, name, where)
    return TableMapping(
        _columns(_dict(part.get("columns", {}), name, where), check),
        {called: _texts(_dict(listed, name, called)) for called, listed in part.get("values", {}).items()},
        _set(_dict(part.get("set", {}), name, where), check),
        _read(_dict(part.get("read", {}), name, where), name, where),
    )


def _columns(listed: Mapping[str, Any], check: Callable[[Any], str]) -> dict[str, tuple[str, ...]]:
    columns = {}
    for heading, fed in listed.items():
        names = fed if isinstance(fed, list) else [fed] if fed != "" else []
        columns[heading] = tuple(check(name) for name in names)
    return columns


def _set(listed: Mapping[str, Any], check: Callable[[Any], str]) -> dict[str, str]:
    return {check(column): value for column, value in _texts(listed).items()}


def _texts(listed: Mapping[str, Any]) -> dict[str, str]:
    words = {True: "yes", False: "no"}
    return {key: words[value] if isinstance(value, bool) else str(value) for key, value in listed.items()}


def _read(listed: Mapping[str, Any], name: str, where: str) -> Read:
    for key, value in listed.items():
        if key not in _READS or not _READS[key][1](value):
            raise MappingError(
                "{file}: {key} = {value} in [{where}.read] isn't known. Known are {known}.",
                file=name, where=where, key=key, value=repr(value),
                known="; ".join(f"{one} = {accepted}" for one, (accepted, _) in _READS.items()),
            )  # fmt: skip
    return Read(**listed)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_currency(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 3 and value.isalpha() and value.isupper()


def _is_separator(value: str) -> bool:
    return value == "spaces" or (len(value) == 1 and value not in '\r\n"')


def _check_column(kind: Table, name: str, where: str, column: Any) -> str:
    if isinstance(column, str) and column in kind:
        return column
    raise MappingError(
        "{file}: [{where}] names the column {column}, which {table} doesn't have. Its columns are {columns}.",
        file=name, where=where, column=repr(column), table=kind.name, columns=", ".join(kind.names),
    )  # fmt: skip


def _table(called: str, name: str) -> Table:
    try:
        return table(called)
    except KeyError:
        raise MappingError(
            "{file} names the table {table}, which there isn't. The tables are {tables}.",
            file=name, table=called, tables=", ".join(kind.name for kind in TABLES),
        ) from None  # fmt: skip


def _dict(value: Any, name: str, where: str) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise MappingError("{file}: {where} must be a table such as [{where}], not a single value.", file=name, where=where)


def _as_toml(part: TableMapping) -> dict[str, Any]:
    columns = {heading: fed[0] if len(fed) == 1 else list(fed) if fed else "" for heading, fed in part.columns.items()}
    values = {key: dict(listed) for key, listed in part.values.items()}
    whole = {"columns": columns, "values": values, "set": dict(part.set), "read": part.read.said}
    return {key: value for key, value in whole.items() if value}
