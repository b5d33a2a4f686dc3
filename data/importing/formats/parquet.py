"""Parquet files: columns with types of their own, given as rows, a few at a time."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from data.importing import files
from data.importing.files import unreadable
from data.importing.formats.number_formats import duration_text
from data.importing.formats.raw import Cell, Doubt, Raw, Row
from data.importing.formats.spool import MAX_COLUMNS
from data.importing.mapping import Read

_ROWS_AT_ONCE = 10_000
_DAMAGE = (pa.ArrowException, OSError, ValueError, OverflowError)


def raws(path: Path, name: str, read: Read) -> list[Raw]:
    """The file's table: its columns' names as line 1, its rows from line 2 on.

    Decimals and whole numbers are exact, times with a zone are in UTC, a record's fields are columns of their own
    (owner.name), lists and what lies deeper is JSON text.

    Raises:
        UnreadableFile: the file is damaged, locked or too large, or has no columns.
    """
    with _opened(path, name) as file:
        metadata, schema = file.metadata, file.schema_arrow
        unpacked = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
        if max(unpacked, metadata.num_rows * len(schema)) > files.MAX_UNPACKED:
            raise unreadable("too-large", file=name, limit=f"{files.MAX_UNPACKED // 1024**2} MB")
        if not len(schema):
            raise unreadable("empty-file", file=name)
        if len(schema) > MAX_COLUMNS:
            raise unreadable("too-many-columns", file=name, count=len(schema), limit=MAX_COLUMNS)
    zoned = {field.name: field.type.tz for field in schema if pa.types.is_timestamp(field.type) and field.type.tz}
    doubts = tuple(
        Doubt("zone", "note", 2, metadata.num_rows, {"column": name, "value": zone}) for name, zone in zoned.items()
    )
    return [
        Raw(
            name, partial(_rows, path, name), {"format": "Parquet"}, doubts if metadata.num_rows else (), is_headed=True
        )
    ]


def _opened(path: Path, name: str) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except _DAMAGE as error:
        raise unreadable("bad-parquet", file=name, reason=_reason(error)) from error


def _rows(path: Path, name: str) -> Iterator[Row]:
    with _opened(path, name) as file:
        line = 1
        try:
            for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE):
                table = pa.Table.from_batches([batch]).flatten()
                if line == 1:
                    yield line, list(table.column_names)
                for cells in zip(*map(_cells, table.columns), strict=True):
                    line += 1
                    yield line, list(cells)
        except _DAMAGE as error:
            raise unreadable("bad-parquet", file=name, reason=_reason(error)) from error
        if line == 1:
            yield line, list(file.schema_arrow.empty_table().flatten().column_names)


def _cells(column: pa.ChunkedArray) -> list[Cell]:
    """A column's values in the types that cells have."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_timestamp(kind):
        return _listed(column.cast(pa.timestamp("us"), safe=False))
    if pa.types.is_time(kind):
        return _listed(column.cast(pa.time64("us"), safe=False))
    if pa.types.is_duration(kind):
        return [None if one is None else duration_text(one) for one in
                column.cast(pa.duration("ms"), safe=False).cast(pa.int64()).to_pylist()]  # fmt: skip
    if pa.types.is_float16(kind) or pa.types.is_float32(kind):
        return [None if one is None else float(str(np.dtype(kind.to_pandas_dtype()).type(one))) for one in
                column.to_pylist()]  # fmt: skip
    if pa.types.is_nested(kind):
        return [None if one is None else json.dumps(one, ensure_ascii=False, default=str) for one in column.to_pylist()]
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return [None if one is None else _decoded(one) for one in column.to_pylist()]
    return _listed(column)


def _listed(column: pa.ChunkedArray) -> list[Cell]:
    values: list[Any] = column.to_pylist()
    return [None if value == "" else value for value in values] if pa.types.is_string(column.type) else values


def _decoded(value: bytes) -> str:
    """Bytes that many writers mean as text; others by their digits."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.hex()


def _reason(error: Exception) -> str:
    return str(error).split("\n")[0].rstrip(".")[:200]
