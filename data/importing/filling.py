"""Puts the rows of a table into the working database as text, and looks them over: empty rows, blank headings, totals.

Rows lie in an Arrow table that the database shows: that takes less time and room than a table of its own. A regular
file is parsed as text at once under an explicit dialect: nothing is guessed. Any other is parted row by row, which is
slower but knows the line of every row and fault.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
from pyarrow import csv

from data.importing.files import unreadable
from data.importing.formats.layout import Table, fitted
from data.importing.scanning import Scan
from data.importing.sheets import Cells, Note, Ragged, Sheet, cell, numbers
from data.schema import quoted

MAX_FIELD = 1_000_000
"""Characters that one value may have."""

_AT_ONCE = 1024 * 1024
"""Bytes of a regular file that are parsed at once; a longer line needs care."""

_ROW_GROUP = 122_880
_ROWS_AT_ONCE = 20_000
_FIRST_ROWS = 5


def fill_fast(path: Path, found: Scan, table: Table) -> Cells | None:
    """The rows of a regular file, read at once; None where the parser sees other rows than the scan counted."""
    names = [cell(index) for index in range(table.width)]
    form = pa.schema([(name, pa.string()) for name in names])
    try:
        with csv.open_csv(
            path,
            csv.ReadOptions(column_names=names, skip_rows=table.first - 1, use_threads=False, block_size=_AT_ONCE),
            csv.ParseOptions(delimiter=found.separator),
            csv.ConvertOptions(column_types=form, strings_can_be_null=True, null_values=[""]),
        ) as reader:
            cells = pa.Table.from_batches(_grouped(reader), form)
    except pa.ArrowInvalid:
        return None
    lines = found.records + found.skipped
    if cells.num_rows != lines - table.first + 1:
        return None
    return Cells(_numbered(cells, table.first).slice(0, (table.last or lines) - table.first + 1))


def _grouped(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same rows in batches of as many as a database writes together: from others it would have to copy them."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        while sum(one.num_rows for one in held) >= _ROW_GROUP:
            rows = pa.Table.from_batches(held)
            yield from rows.slice(0, _ROW_GROUP).combine_chunks().to_batches()
            held = rows.slice(_ROW_GROUP).to_batches()
    if held:
        yield from pa.Table.from_batches(held).combine_chunks().to_batches()


def _numbered(cells: pa.Table, first: int) -> pa.Table:
    """The rows with their lines before them, counted from ``first``."""
    return cells.add_column(0, "line", numbers(first, cells.num_rows))


def show(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    """Lets the working database show a sheet's rows as its relation, from which some may then be left out."""
    if sheet.cells is not None:
        text = f"{sheet.relation}_text"
        sheet.cells.show(con, text)
        con.execute(f"create or replace view {quoted(sheet.relation)} as from {quoted(text)}")


@dataclass(slots=True)
class Filled:
    """What was read row by row: the rows that fit, those that don't, the lines that ended in a separator."""

    cells: Cells
    ragged: list[Ragged] = field(default_factory=list)
    trailing: list[int] = field(default_factory=list)


def fill_carefully(
    rows: Iterable[tuple[int, Sequence[str]]], width: int, name: str, *, is_trailing: bool = False
) -> Filled:
    """Reads rows one by one; those that have not ``width`` cells are kept apart.

    ``is_trailing``: the rows end in a separator that parts nothing.

    Raises:
        UnreadableFile: a value is longer than ``MAX_FIELD``.
    """
    form = pa.schema([("line", pa.int64()), *((cell(index), pa.string()) for index in range(width))])
    filled = Filled(Cells(pa.Table.from_batches([], form)))
    filled.cells = Cells(pa.Table.from_batches(_batches(rows, form, filled, name, is_trailing), form))
    return filled


def _batches(
    rows: Iterable[tuple[int, Sequence[str]]], form: pa.Schema, filled: Filled, name: str, is_trailing: bool
) -> Iterator[pa.RecordBatch]:
    """The rows that fit, many at once; empty cells are null."""
    for batch in _fitting(rows, len(form) - 1, filled, name, is_trailing):
        columns = zip(*(row for _, row in batch), strict=True)
        arrays = [pa.array([line for line, _ in batch], pa.int64())]
        arrays += [pa.array([value or None for value in column], pa.string()) for column in columns]
        yield pa.record_batch(arrays, form)


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
    if batch:
        yield batch


def first_rows(con: duckdb.DuckDBPyConnection, relation: str, headings: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The first rows, without the columns that have no heading."""
    held = [cell(index) for index, heading in enumerate(headings) if heading]
    listed = ", ".join(f"coalesce({column}, '')" for column in held) or "''"
    return tuple(con.execute(f"select {listed} from {quoted(relation)} limit {_FIRST_ROWS}").fetchall())


def drop_empty_rows(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> tuple[Note, ...]:
    """Leaves out rows without any value, such as a spreadsheet adds below its table; no cell of a tidy one is blank."""
    names = [cell(index) for index in range(len(sheet.headings))]
    if sheet.is_tidy:
        is_filled = sheet.cells is not None and any(sheet.cells.is_whole(name) for name in names)
        empty = f"coalesce({', '.join(names)}, '') = ''"
        return () if is_filled else leave_out(con, sheet.relation, empty, "empty-row")
    blanks = "' ' || chr(9) || chr(10) || chr(13)"
    empty = " and ".join(f"nullif(trim({name}, {blanks}), '') is null" for name in names)
    return leave_out(con, sheet.relation, empty, "empty-row")


def drop_repeated_headings(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> tuple[Note, ...]:
    """Leaves out rows that repeat the headings, as printed pages do; few rows have the first in its column."""
    name = f"headings_{sheet.relation}"
    con.execute(f"set variable {quoted(name)} = $headings::varchar[]", {"headings": list(sheet.headings)})
    trimmed = "{}" if sheet.is_tidy else "trim({})"
    same = [
        f"coalesce({trimmed.format(cell(index))}, '') = getvariable('{name}')[{index + 1}]"
        for index in range(len(sheet.headings))
    ]
    if not con.execute(f"select exists (from {quoted(sheet.relation)} where {same[0]})").fetchall()[0][0]:
        return ()
    return leave_out(con, sheet.relation, " and ".join(same), "repeated-headings")


def leave_out(con: duckdb.DuckDBPyConnection, relation: str, condition: str, code: str) -> tuple[Note, ...]:
    """Takes the rows that meet a ``condition`` (never null) out of the relation, with a note of how many there were."""
    row = con.execute(f"select count(*), min(line) from {quoted(relation)} where {condition}").fetchone()
    if not row or not row[0]:
        return ()
    kept = quoted(f"{relation}_with_{code}")
    con.execute(f"alter view {quoted(relation)} rename to {kept}")
    con.execute(f"create view {quoted(relation)} as from {kept} where not ({condition})")
    return (Note(code, int(row[0]), int(row[1])),)
