"""From a file to a table of text in the working database, with each row's line in the file.

A regular file is read by DuckDB as text under an explicit dialect: nothing is guessed. Any other is read by Python's
csv module, which is slower but knows the line of every row and fault. Later formats join here: whatever makes a
``Sheet`` can be imported.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import duckdb
import pyarrow as pa

from data.importing.files import Upload, unreadable
from data.importing.formats import encodings
from data.importing.formats.encodings import Encoded
from data.importing.formats.raw import Doubt
from data.importing.headings import folded
from data.importing.scanning import Scan, scan
from data.schema import quoted

MAX_COLUMNS = 1000
MAX_FIELD = 1_000_000
"""Characters that one value may have."""

_ROWS_AT_ONCE = 50_000
_RAGGED_LISTED = 5


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell about a sheet, by a warning's code."""

    code: str
    count: int
    first_line: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as text: ``relation`` has ``line`` and one varchar column ``c0``, ``c1`` … for each heading.

    ``headings`` are trimmed; a blank one is '' (its column is empty). Missing values are null. Of a tidy sheet it is
    known that no cell needs trimming and that all is ASCII. ``doubts`` are how the file itself could be read.
    """

    upload: Upload
    relation: str
    headings: tuple[str, ...]
    rows: int
    dialect: str
    notes: tuple[Note, ...] = ()
    is_tidy: bool = False
    doubts: tuple[Doubt, ...] = ()

    def index(self, heading: str) -> int:
        """The position of a heading.

        Raises:
            ValueError: the sheet has no such heading.
        """
        return self.headings.index(heading)


def cell(index: int) -> str:
    """The name of the text column at ``index`` in a sheet's relation."""
    return f"c{index}"


def read(con: duckdb.DuckDBPyConnection, upload: Upload, relation: str, encoding: str | None = None) -> Sheet:
    """Reads a file into ``relation``, in the ``encoding`` that a mapping states or else in the likeliest.

    Raises:
        UnreadableFile: the file can't be read as a table; the message names the line and the remedy.
    """
    encoded = encodings.find(upload.path, upload.name, encoding)
    copy = upload.path.with_name(f"{upload.path.name}_utf8")
    try:
        path = encodings.as_utf8(upload.path, copy, encoded)
        sheet = _read_text(con, replace(upload, path=path), relation, encoded)
    finally:
        copy.unlink(missing_ok=True)
    return replace(sheet, upload=upload, doubts=encoded.doubts)


def _read_text(con: duckdb.DuckDBPyConnection, upload: Upload, relation: str, encoded: Encoded) -> Sheet:
    """Reads a file that is in UTF-8."""
    found = scan(upload.path, upload.name)
    headings = _headings(upload, found)
    notes: tuple[Note, ...] = ()
    if not (found.is_regular and _read_fast(con, upload.path, found, relation, len(headings))):
        notes = _read_carefully(con, upload, found, relation, headings)
    notes += _drop_empty_rows(con, relation, len(headings))
    notes += _blank_headings(con, upload, relation, headings)
    return Sheet(upload, relation, headings, _count(con, relation), _dialect(found, encoded), notes, found.is_tidy)


def _open(upload: Upload, found: Scan) -> IO[str]:
    return upload.path.open(encoding="utf-8-sig" if found.has_bom else "utf-8", newline="")


def _headings(upload: Upload, found: Scan) -> tuple[str, ...]:
    """The first row, trimmed and checked."""
    with _open(upload, found) as file:
        row = next(_records(file, found, upload.name))[1]
    headings = tuple(" ".join(heading.replace("\ufeff", "").split()) for heading in row)
    if len(headings) > MAX_COLUMNS:
        raise unreadable("too-many-columns", file=upload.name, count=len(headings), limit=MAX_COLUMNS)
    seen: dict[str, int] = {}
    for number, heading in enumerate(headings, 1):
        first = seen.setdefault(folded(heading) or f"blank {number}", number)
        if first != number:
            columns = f"{first}, {number}"
            raise unreadable("duplicate-heading", file=upload.name, value=heading, columns=columns, line=1)
    return headings


def _records(file: IO[str], found: Scan, name: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line that it begins in; blank lines are passed over."""
    csv.field_size_limit(MAX_FIELD)
    for _ in range(found.skipped):
        file.readline()
    reader = csv.reader(file, delimiter=found.separator, strict=True)
    line = 1 + found.skipped
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise _broken(str(error), name, line) from error
        if row is None:
            return
        if row and row != ["\x1a"]:
            yield line, row
        line = reader.line_num + 1 + found.skipped


def _broken(reason: str, name: str, line: int) -> Exception:
    if "field larger" in reason:
        return unreadable("too-long", file=name, line=line, limit=MAX_FIELD)
    code = "unclosed-quote" if "unexpected end" in reason else "broken-quote"
    return unreadable(code, file=name, line=line)


def _read_fast(con: duckdb.DuckDBPyConnection, path: Path, found: Scan, relation: str, width: int) -> bool:
    """Reads a regular file with DuckDB; False where DuckDB sees other rows than the scan counted.

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
                "columns": {cell(index): "VARCHAR" for index in range(width)},
                "separator": found.separator,
                "skip": 1 + found.skipped,
                "newline": {"\n": "\\n", "\r\n": "\\r\\n"}[found.newline],
            },
        )
    except duckdb.Error:
        return False
    if _count(con, f"{relation}_text") != found.records - 1:
        return False
    con.execute(
        f"create or replace view {quoted(relation)} as select rowid + {2 + found.skipped} as line, * from {text}"
    )
    return True


def _count(con: duckdb.DuckDBPyConnection, relation: str) -> int:
    return int(con.execute(f"select count(*) from {quoted(relation)}").fetchall()[0][0])


def _read_carefully(
    con: duckdb.DuckDBPyConnection, upload: Upload, found: Scan, relation: str, headings: Sequence[str]
) -> tuple[Note, ...]:
    """Reads any file with Python's csv, and says which lines don't fit the headings."""
    width = len(headings)
    names = ["line", *(cell(index) for index in range(width))]
    text = f"{relation}_text"
    definition = ", ".join(f"{name} {'bigint' if name == 'line' else 'varchar'}" for name in names)
    con.execute(f"create or replace table {quoted(text)} ({definition})")
    con.execute(f"create or replace view {quoted(relation)} as from {quoted(text)}")
    ragged: list[tuple[int, int]] = []
    trailing: list[int] = []
    with _open(upload, found) as file:
        records = _records(file, found, upload.name)
        next(records)
        for rows in _fitted(records, width, ragged, trailing):
            _append(con, text, names, rows)
    if ragged:
        raise _ragged_error(upload.name, ragged, width, found.separator)
    return (Note("trailing-separator", len(trailing), trailing[0]),) if trailing else ()


def _fitted(
    records: Iterator[tuple[int, list[str]]], width: int, ragged: list[tuple[int, int]], trailing: list[int]
) -> Iterator[list[tuple[int, list[str]]]]:
    """Batches of records that fit the headings; the lines of the others are put into the two lists."""
    rows: list[tuple[int, list[str]]] = []
    for line, row in records:
        if len(row) == width + 1 and not row[-1].strip():
            trailing.append(line)
            row.pop()
        if len(row) != width:
            ragged.append((line, len(row)))
            continue
        rows.append((line, row))
        if len(rows) == _ROWS_AT_ONCE:
            yield rows
            rows = []
    yield rows


def _append(
    con: duckdb.DuckDBPyConnection, relation: str, names: Sequence[str], rows: Sequence[tuple[int, list[str]]]
) -> None:
    if not rows:
        return
    columns = zip(*(row for _, row in rows), strict=True)
    arrays = [pa.array([line for line, _ in rows], pa.int64())]
    arrays += [pa.array([value or None for value in column], pa.string()) for column in columns]
    con.register("incoming", pa.table(dict(zip(names, arrays, strict=True))))
    con.execute(f"insert into {quoted(relation)} select * from incoming")
    con.unregister("incoming")


def _ragged_error(name: str, ragged: Sequence[tuple[int, int]], width: int, separator: str) -> Exception:
    line, found = ragged[0]
    others = [str(other) for other, _ in ragged[1 : _RAGGED_LISTED + 1]]
    more = f"; also lines {', '.join(others)}{' …' if len(ragged) > _RAGGED_LISTED + 1 else ''}" if others else ""
    return unreadable(
        "ragged-row",
        file=name,
        line=line,
        found=found,
        expected=width,
        more=more,
        separator={"\t": "tab"}.get(separator, separator),
    )


def _drop_empty_rows(con: duckdb.DuckDBPyConnection, relation: str, width: int) -> tuple[Note, ...]:
    """Leaves out rows without any value, such as a spreadsheet adds below its table."""
    empty = " and ".join(f"nullif(trim({cell(index)}), '') is null" for index in range(width))
    row = con.execute(f"select count(*), min(line) from {quoted(relation)} where {empty}").fetchone()
    if not row or not row[0]:
        return ()
    con.execute(f"alter view {quoted(relation)} rename to {quoted(relation + '_all')}")
    con.execute(f"create view {quoted(relation)} as from {quoted(relation + '_all')} where not ({empty})")
    return (Note("empty-row", int(row[0]), int(row[1])),)


def _blank_headings(
    con: duckdb.DuckDBPyConnection, upload: Upload, relation: str, headings: Sequence[str]
) -> tuple[Note, ...]:
    """Refuses a column with values but without a heading; notes an empty one."""
    blank = [index for index, heading in enumerate(headings) if not heading]
    for index in blank:
        column = cell(index)
        row = con.execute(f"select min(line) from {quoted(relation)} where nullif(trim({column}), '') is not null")
        line = row.fetchall()[0][0]
        if line is not None:
            raise unreadable("blank-heading", file=upload.name, columns=index + 1, line=line)
    return (Note("blank-heading", len(blank), 1),) if blank else ()


def _dialect(found: Scan, encoded: Encoded) -> str:
    name = {"\t": "tab", ";": "semicolon", ",": "comma"}[found.separator]
    return f"CSV, {name}, {encoded.title}{' with BOM' if encoded.has_bom else ''}"
