"""Puts the rows of a table into the working database as text, and looks them over: empty rows, blank headings, totals.

A regular file is read by DuckDB as text under an explicit dialect: nothing is guessed. Any other is parted row by row,
which is slower but knows the line of every row and fault.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from data.importing.files import unreadable
from data.importing.formats.layout import Table, fitted
from data.importing.scanning import Scan
from data.importing.sheets import Note, Ragged, cell
from data.schema import quoted

MAX_FIELD = 1_000_000
"""Characters that one value may have."""

_ROWS_AT_ONCE = 20_000
_FIRST_ROWS = 5


def fill_fast(con: duckdb.DuckDBPyConnection, path: Path, found: Scan, relation: str, table: Table) -> bool:
    """Reads a regular file with DuckDB; false where DuckDB sees other rows than the scan counted.

    DuckDB takes a path for a pattern: one of ours that looks like one is left to the other reader.
    """
    text = quoted(f"{relation}_text")
    if set(str(path)) & set("*?["):
        return False
    try:
        con.execute(
            f"create or replace table {text} as select * from read_csv($path, columns = $columns, "
            "delim = $separator, new_line = $newline, quote = '\"', escape = '\"', header = false, skip = $skip, "
            "auto_detect = false, strict_mode = true, null_padding = false, ignore_errors = false, "
            "allow_quoted_nulls = true, nullstr = '', comment = '', encoding = 'utf-8')",
            {
                "path": str(path),
                "columns": {cell(index): "VARCHAR" for index in range(table.width)},
                "separator": found.separator,
                "skip": 1 + found.skipped,
                "newline": {"\n": "\\n", "\r\n": "\\r\\n"}[found.newline],
            },
        )
    except duckdb.Error:
        return False
    if count(con, f"{relation}_text") != found.records - 1:
        return False
    first = 2 + found.skipped
    is_whole = table.first == first and table.last in (0, found.records + found.skipped)
    narrowed = "" if is_whole else f" where rowid + {first} between {table.first} and {table.last}"
    con.execute(f"create or replace view {quoted(relation)} as select rowid + {first} as line, * from {text}{narrowed}")
    return True


@dataclass(slots=True)
class Filled:
    """What was put into a relation row by row: the rows that don't fit, the lines that ended in a separator."""

    ragged: list[Ragged] = field(default_factory=list)
    trailing: list[int] = field(default_factory=list)


def fill_carefully(
    con: duckdb.DuckDBPyConnection,
    rows: Iterable[tuple[int, Sequence[str]]],
    relation: str,
    width: int,
    name: str,
    *,
    is_trailing: bool = False,
) -> Filled:
    """Puts rows into ``relation``; those that have not ``width`` cells are returned.

    ``is_trailing``: the rows end in a separator that parts nothing.

    Raises:
        UnreadableFile: a value is longer than ``MAX_FIELD``.
    """
    names = ["line", *(cell(index) for index in range(width))]
    text = f"{relation}_text"
    definition = ", ".join(f"{column} {'bigint' if column == 'line' else 'varchar'}" for column in names)
    con.execute(f"create or replace table {quoted(text)} ({definition})")
    con.execute(f"create or replace view {quoted(relation)} as from {quoted(text)}")
    filled = Filled()
    for batch in _fitting(rows, width, filled, name, is_trailing):
        _append(con, text, names, batch)
    return filled


def _fitting(
    rows: Iterable[tuple[int, Sequence[str]]], width: int, filled: Filled, name: str, is_trailing: bool
) -> Iterator[list[tuple[int, Sequence[str]]]]:
    """Batches of the rows that fit."""
    batch: list[tuple[int, Sequence[str]]] = []
    for line, cells in rows:
        if sum(map(len, cells)) > MAX_FIELD and max(map(len, cells)) > MAX_FIELD:
            raise unreadable("too-long", file=name, line=line, limit=MAX_FIELD)
        whole, cells = cells, fitted(cells, width, is_trailing=is_trailing)
        if len(cells) < len(whole):
            filled.trailing.append(line)
        if len(cells) != width:
            filled.ragged.append(Ragged(line, tuple(cells)))
            continue
        batch.append((line, cells))
        if len(batch) == _ROWS_AT_ONCE:
            yield batch
            batch = []
    yield batch


def _append(
    con: duckdb.DuckDBPyConnection, relation: str, names: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]
) -> None:
    if not rows:
        return
    columns = zip(*(row for _, row in rows), strict=True)
    arrays = [pa.array([line for line, _ in rows], pa.int64())]
    arrays += [pa.array([value or None for value in column], pa.string()) for column in columns]
    con.register("incoming", pa.table(dict(zip(names, arrays, strict=True))))
    con.execute(f"insert into {quoted(relation)} select * from incoming")
    con.unregister("incoming")


def count(con: duckdb.DuckDBPyConnection, relation: str) -> int:
    """How many rows a relation has."""
    return int(con.execute(f"select count(*) from {quoted(relation)}").fetchall()[0][0])


def first_rows(con: duckdb.DuckDBPyConnection, relation: str, headings: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The first rows, without the columns that have no heading."""
    held = [cell(index) for index, heading in enumerate(headings) if heading]
    listed = ", ".join(f"coalesce({column}, '')" for column in held) or "''"
    return tuple(con.execute(f"select {listed} from {quoted(relation)} limit {_FIRST_ROWS}").fetchall())


def drop_empty_rows(
    con: duckdb.DuckDBPyConnection, relation: str, width: int, *, is_tidy: bool = False
) -> tuple[Note, ...]:
    """Leaves out rows without any value, such as a spreadsheet adds below its table; no cell of a tidy one is blank."""
    if is_tidy:
        cells = ", ".join(cell(index) for index in range(width))
        return leave_out(con, relation, f"coalesce({cells}, '') = ''", "empty-row")
    blanks = "' ' || chr(9) || chr(10) || chr(13)"
    empty = " and ".join(f"nullif(trim({cell(index)}, {blanks}), '') is null" for index in range(width))
    return leave_out(con, relation, empty, "empty-row")


def drop_repeated_headings(con: duckdb.DuckDBPyConnection, relation: str, headings: Sequence[str]) -> tuple[Note, ...]:
    """Leaves out rows that repeat the headings, as printed pages do."""
    name = f"headings_{relation}"
    con.execute(f"set variable {quoted(name)} = $headings::varchar[]", {"headings": list(headings)})
    same = " and ".join(
        f"coalesce(trim({cell(index)}), '') = getvariable('{name}')[{index + 1}]" for index in range(len(headings))
    )
    return leave_out(con, relation, same, "repeated-headings")


def leave_out(con: duckdb.DuckDBPyConnection, relation: str, condition: str, code: str) -> tuple[Note, ...]:
    """Takes the rows that meet a ``condition`` (never null) out of the relation, with a note of how many there were."""
    row = con.execute(f"select count(*), min(line) from {quoted(relation)} where {condition}").fetchone()
    if not row or not row[0]:
        return ()
    kept = quoted(f"{relation}_with_{code}")
    con.execute(f"alter view {quoted(relation)} rename to {kept}")
    con.execute(f"create view {quoted(relation)} as from {kept} where not ({condition})")
    return (Note(code, int(row[0]), int(row[1])),)
