"""Whatever table of typed cells a library writes, in whatever format, what is read is the same table."""

import json
import tempfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from data.errors import UnreadableFile
from data.importing.formats import jsonlines, workbooks
from data.importing.mapping import Read
from tests.data.importing.formats.made import only

SECONDS = st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 30)).map(lambda moment: moment.replace(microsecond=0))
PLAIN = st.one_of(
    st.none(),
    st.text("ab01,;\"'\n éЖ€<&#😀", min_size=1, max_size=8),
    st.integers(-(2**53), 2**53),
    st.decimals(-(10**9), 10**9, places=4).map(float),
    st.booleans(),
)
CELL = st.one_of(
    PLAIN,
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
    SECONDS,
    st.times().map(lambda moment: moment.replace(microsecond=0)),
)
KEY = st.text("abc.é", min_size=1, max_size=3)
TABLES = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=6))


def with_openpyxl(table, path):
    book = openpyxl.Workbook()
    for line, row in enumerate(table, 1):
        for at, cell in enumerate(row, 1):
            book.active.cell(line, at, cell)
    book.save(path)


def with_xlsxwriter(table, path):
    with xlsxwriter.Workbook(path, {"default_date_format": "d.m.yyyy h:mm:ss"}) as book:
        sheet = book.add_worksheet()
        forms = {date: "dd.mm.yyyy", datetime: "d.m.yy h:mm:ss", time: "h:mm:ss"}
        made = {kind: book.add_format({"num_format": form}) for kind, form in forms.items()}
        for line, row in enumerate(table):
            for at, cell in enumerate(row):
                if type(cell) in made:
                    sheet.write_datetime(line, at, cell, made[type(cell)])
                elif isinstance(cell, str):
                    sheet.write_string(line, at, cell)
                elif cell is not None:
                    sheet.write(line, at, cell)


def with_xlwt(table, path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("A")
    forms = {date: "dd.mm.yyyy", datetime: "d.m.yy h:mm:ss", time: "h:mm:ss"}
    styles = {kind: xlwt.easyxf(num_format_str=form) for kind, form in forms.items()}
    for line, row in enumerate(table):
        for at, cell in enumerate(row):
            sheet.write(line, at, cell, styles.get(type(cell), xlwt.Style.default_style))
    book.save(str(path))


def with_odfpy(table, path):
    book, sheet = OpenDocumentSpreadsheet(), Table(name="A")
    for row in table:
        line = TableRow()
        for cell in row:
            line.addElement(_odf_cell(cell))
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.save(str(path))


def _odf_cell(cell):
    if cell is None:
        return TableCell()
    if isinstance(cell, bool):
        return TableCell(valuetype="boolean", booleanvalue=str(cell).lower())
    if isinstance(cell, int | float):
        return TableCell(valuetype="float", value=repr(cell))
    if isinstance(cell, time):
        return TableCell(valuetype="time", timevalue=cell.strftime("PT%HH%MM%SS"))
    if isinstance(cell, date):
        return TableCell(valuetype="date", datevalue=cell.isoformat())
    made = TableCell(valuetype="string")
    for text in cell.split("\n"):
        made.addElement(P(text=text))
    return made


def filled(table):
    """A table without what trails off empty; empty lines between are as wide as the rest."""
    width = max((at for row in table for at, cell in enumerate(row, 1) if cell is not None), default=0)
    height = max((line for line, row in enumerate(table, 1) if any(cell is not None for cell in row)), default=0)
    return [(line, row[:width]) for line, row in enumerate(table[:height], 1)]


def typed(rows):
    """Rows with the kind of each cell: a truth is no number, a moment no day."""
    return [(line, [(_kind(cell), cell) for cell in cells]) for line, cells in rows]


def _kind(cell):
    return float if isinstance(cell, int | float) and not isinstance(cell, bool) else type(cell)


@pytest.mark.parametrize("write", [with_openpyxl, with_xlsxwriter, with_xlwt, with_odfpy])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TABLES)
def test_what_is_written_is_read(write, table):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.xlsx"
        write(table, path)
        if not filled(table):
            with pytest.raises(UnreadableFile, match="No sheet"):
                workbooks.raws(path, "file.xlsx", Read())
            return
        raw = only(workbooks.raws(path, "file.xlsx", Read()))
    assert typed(raw.rows()) == typed(filled(table))
    assert raw.doubts == ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.dictionaries(KEY, PLAIN, min_size=1, max_size=4), min_size=1, max_size=5), st.booleans())
def test_records_of_json_are_read(records, is_list):
    text = json.dumps(records) if is_list else "\n".join(json.dumps(record) for record in records)
    if all(cell is None for record in records for cell in record.values()):
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_text(text, "utf-8")
        raw = only(jsonlines.raws(path, "file.json", Read()))
    columns, *rows = [cells for _, cells in raw.rows()]
    assert columns == list(dict.fromkeys(key for record in records for key in record))
    kept = [record for record in records if any(cell is not None for cell in record.values())]
    assert [[str(cell) for cell in row] for row in rows] == [
        [str(record.get(column)) for column in columns] for record in kept
    ]
