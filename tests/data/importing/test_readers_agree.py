"""Whatever a file holds, what is read is what was written, line by line."""

import csv
import io
import tempfile
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.importing.files import Upload
from data.importing.mapping import Read
from data.importing.reading import read
from data.importing.scripts import script

ANY_CELL = st.text(alphabet="ab1,;\t\"\n'é€", max_size=6)
CELL = ANY_CELL.filter(lambda cell: "\n" not in cell or cell.count(";") < 2)
"""A cell with a line end and separators enough for a row may as well be two rows, each with a quote too many."""


def rows_of(width: int) -> st.SearchStrategy[list[tuple[str, ...]]]:
    """Rows of so many cells, none of them empty: what stands below an empty one may be a note."""
    row = st.tuples(*[CELL] * width).filter(lambda cells: any(map(str.strip, cells)))
    return st.lists(row, min_size=1, max_size=6)


TABLE = st.integers(2, 4).flatmap(rows_of)


def lines_of(text: str) -> list[int]:
    """The line in which each record begins, by Python's csv."""
    reader, starts, line = csv.reader(io.StringIO(text, newline=""), delimiter=";"), [], 1
    for row in reader:
        starts += [line] if row else []
        line = reader.line_num + 1
    return starts


@settings(max_examples=400, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TABLE, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_what_is_written_is_read(rows, newline, quoting):
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator=newline, quoting=quoting)
    writer.writerow([f"head {number}" for number in range(len(rows[0]))])
    writer.writerows(rows)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        path = Path(folder) / "file"
        path.write_bytes(buffer.getvalue().encode("utf-8"))
        con.execute(script("numbers"))
        read(con, Upload("file.csv", path, "", True), "sheet", Read(header_line=1, separator=";", quote='"'))
        found = con.execute("select * from sheet order by line").fetchall()
    starts = lines_of(buffer.getvalue())[1:]
    expected = [(line, *(cell or None for cell in row)) for line, row in zip(starts, rows, strict=True)]
    assert found == expected
