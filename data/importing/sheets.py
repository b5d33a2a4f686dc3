"""A table of a file as text in the working database, with each row's line in the file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.files import Upload
from data.importing.formats.damaged import DamagedCell
from data.importing.formats.raw import Doubt
from data.schema import quoted


def numbers(first: int, count: int) -> pa.Array:
    """So many whole numbers from ``first`` on."""
    return pa.Array.from_buffers(pa.int64(), count, [None, pa.py_buffer(np.arange(first, first + count))])


def marks(places: pa.ChunkedArray, count: int) -> pa.Array:
    """Of so many rows, true for those at some places."""
    is_marked = np.zeros(count, dtype=bool)
    is_marked[np.frombuffer(places.combine_chunks().buffers()[1], np.int64)[: len(places)]] = True
    return pa.Array.from_buffers(pa.bool_(), count, [None, pa.py_buffer(np.packbits(is_marked, bitorder="little"))])


@dataclass(slots=True)
class Cells:
    """The rows of a sheet, and what is put beside them, as an Arrow table that a database shows."""

    table: pa.Table

    @classmethod
    def of(cls, con: duckdb.DuckDBPyConnection, relation: str) -> "Cells":
        """The rows that a relation shows, in its order."""
        return cls(con.sql(f"from {quoted(relation)}").to_arrow_table())

    def beside(self, columns: Mapping[str, pa.ChunkedArray]) -> "Cells":
        """The rows with other columns beside them, in place of those of the same names."""
        table = self.table.drop_columns([name for name in columns if name in self.table.column_names])
        for name, column in columns.items():
            table = table.append_column(name, column)
        return Cells(table)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.table.num_rows)

    def filled(self, column: str) -> int:
        """How many rows have something in a column."""
        return int(self.table.num_rows - self.table[column].null_count)

    def amended(
        self, column: str, places: pa.ChunkedArray, values: pa.ChunkedArray | None = None, *, source: str | None = None
    ) -> "Cells":
        """The rows with a column that holds what ``source`` (or itself) does, but at some places other values or none.

        The places are in ascending order.
        """
        held = self.table[source or column].combine_chunks()
        others = pa.nulls(len(places), held.type) if values is None else values.combine_chunks()
        found = pc.replace_with_mask(held, marks(places, self.rows), others)
        return self.beside({column: pa.chunked_array([found])})

    def at(self, lines: pa.ChunkedArray) -> "Cells":
        """The rows of some lines of the file."""
        return Cells(self.table.filter(self.are_at(lines)))

    def are_at(self, lines: pa.ChunkedArray) -> pa.ChunkedArray:
        """For each row whether it stands in one of some lines."""
        return pc.is_in(self.table["line"], value_set=lines.combine_chunks())

    def without(self, columns: Iterable[str]) -> "Cells":
        """The rows with nothing in some columns."""
        empty = pa.chunked_array([pa.nulls(self.rows, pa.string())])
        return self.beside(dict.fromkeys(columns, empty))

    def is_whole(self, column: str) -> bool:
        """Whether every row has something in a column."""
        return bool(self.table[column].null_count == 0)

    def show(self, con: duckdb.DuckDBPyConnection, relation: str) -> None:
        """Lets a database show the rows as a relation."""
        con.register(relation, self.table)

    def forget(self) -> None:
        """Lets go of the rows, which take much room."""
        self.table = pa.Table.from_batches([], self.table.schema)


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell about a sheet, by a warning's code."""

    code: str
    count: int
    first_line: int | None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ragged:
    """A row with more or fewer cells than there are headings."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as text: ``relation`` has ``line`` and one varchar column ``c0``, ``c1`` … for each heading.

    ``headings`` are trimmed; a blank one is '' (its column is empty). Missing values are null. Of a tidy sheet it is
    known that no cell needs trimming and that all is ASCII. ``doubts`` are the readings of which a person must choose
    one, ``ragged`` the rows that don't fit the headings, ``header_line`` the line of the (last) headings, 0 for none,
    ``sample`` the first rows without the columns that have no heading, ``damaged`` cells that would be no ids any more.
    ``cells`` are the rows that the relation shows, where it shows them from there.
    """

    upload: Upload
    relation: str
    headings: tuple[str, ...]
    rows: int
    dialect: str
    notes: tuple[Note, ...] = ()
    is_tidy: bool = False
    doubts: tuple[Doubt, ...] = ()
    ragged: tuple[Ragged, ...] = ()
    header_line: int = 1
    sample: tuple[tuple[str, ...], ...] = ()
    damaged: tuple[DamagedCell, ...] = ()
    cells: Cells | None = field(default=None, repr=False, compare=False)

    @property
    def is_headless(self) -> bool:
        """Whether the table has rows but no headings."""
        return not self.header_line

    def index(self, heading: str) -> int:
        """The position of a heading.

        Raises:
            ValueError: the sheet has no such heading.
        """
        return self.headings.index(heading)


def cell(index: int) -> str:
    """The name of the text column at ``index`` in a sheet's relation."""
    return f"c{index}"
