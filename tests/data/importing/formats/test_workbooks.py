"""Excel's XML workbooks: cells as they are held, the sheets that are read, and what is refused."""

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import PatternFill

from data.errors import UnreadableFile
from data.importing import files
from data.importing.formats import workbooks
from data.importing.mapping import Read
from tests.data.importing.formats.made import doubts, only, rows


@pytest.fixture
def take(tmp_path):
    def take(content, name="deals.xlsx", **read):
        path = tmp_path / "file"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            content.save(path)
        return workbooks.raws(path, name, Read(**read))

    return take


def workbook(*lines, formats=None):
    """A workbook of one sheet; ``formats``: column → number format."""
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    for letter, code in (formats or {}).items():
        for cell in book.active[letter]:
            cell.number_format = code
    return book


def rewritten(book, part, change):
    """A workbook's bytes with one part changed."""
    buffer, out = io.BytesIO(), io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()) if name == part else content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_cells_are_held_as_they_are(take):
    moment = datetime(2026, 2, 3, 4, 5, 6)
    line = ["00012", 12, 74.69000000000001, True, date(2026, 2, 3), moment, time(14, 30), None, "two\nlines", "'x"]
    raw = only(take(workbook(["h"] * 10, line)))
    assert raw.name == "deals.xlsx"
    assert raw.written == {"format": "Excel workbook", "sheet": "Sheet"}
    assert list(raw.rows()) == [
        (1, ["h"] * 10),
        (2, ["00012", 12, 74.69, True, date(2026, 2, 3), moment, time(14, 30), None, "two\nlines", "'x"]),
    ]
    assert [type(cell) for cell in rows(raw)[1][:6]] == [str, int, float, bool, date, datetime]
    assert raw.doubts == ()


def test_formats_make_codes_durations_and_shares(take):
    book = workbook(["id", "took", "share", "sum"], [123, timedelta(hours=37, minutes=30), 0.12, 5.5],
                    formats={"A": "00000", "B": "[h]:mm", "C": "0%", "D": '#,##0.00 "EUR"'})  # fmt: skip
    assert rows(only(take(book)))[1] == ["00123", "37:30", 0.12, 5.5]


def test_days_from_1904(take):
    book = workbook([date(2026, 2, 3)])
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert rows(only(take(book))) == [[date(2026, 2, 3)]]


def test_a_day_that_never_was_is_told_as_text(take):
    assert rows(only(take(workbook([60, 61], formats={"A": "dd.mm.yyyy", "B": "dd.mm.yyyy"})))) == [
        ["1900-02-29", date(1900, 3, 1)]
    ]


def test_errors_are_text(take):
    shown = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?"]
    assert rows(only(take(workbook(shown)))) == [shown]


def test_lines_are_the_sheets_own(take):
    book = openpyxl.Workbook()
    book.active["B3"], book.active["C5"] = "a", 1
    assert list(only(take(book)).rows()) == [
        (1, [None, None, None]),
        (2, [None, None, None]),
        (3, [None, "a", None]),
        (4, [None, None, None]),
        (5, [None, None, 1]),
    ]


def test_rows_are_given_anew(take):
    raw = only(take(workbook(*[[number] for number in range(7000)])))
    first, second = raw.rows(), raw.rows()
    both = [(next(first), next(second)) for _ in range(7000)]
    assert both == [((number + 1, [number]), (number + 1, [number])) for number in range(7000)]
    assert next(first, None) is None


def test_formatting_to_the_bottom_is_no_content(take):
    book = workbook(["a", "b"], [1, 2])
    for line in (900, 1_048_576):
        book.active.cell(line, 40).fill = PatternFill("solid", "FFFF00")
    assert list(only(take(book)).rows()) == [(1, ["a", "b"]), (2, [1, 2])]


def test_all_sheets_that_hold_anything_are_read(take):
    book = workbook(["a"])
    book.create_sheet("Empty")
    book.create_sheet("Müük").append(["b"])
    hidden = book.create_sheet("Old")
    hidden.append(["c"])
    hidden.sheet_state = "veryHidden"
    found = take(book)
    assert [raw.name for raw in found] == ["deals.xlsx/Sheet", "deals.xlsx/Müük"]
    assert [rows(raw) for raw in found] == [[["a"]], [["b"]]]
    assert doubts(found[0]) == {"hidden-sheets": ("note", None, 1)}
    assert found[0].doubts[0].values["value"] == "Old"


def test_a_sheet_may_be_chosen(take):
    book = workbook(["a"])
    book.create_sheet("Old").append(["c"])
    book["Old"].sheet_state = "hidden"
    assert rows(only(take(book, sheet="old"))) == [["c"]]
    with pytest.raises(UnreadableFile, match=r"no sheet “New”.*“Sheet”, “Old”"):
        take(book, sheet="New")


def test_a_hidden_sheet_alone_is_named(take):
    book = openpyxl.Workbook()
    book.create_sheet("Old").append(["c"])
    book["Old"].sheet_state = "hidden"
    with pytest.raises(UnreadableFile, match='sheet = "Old"'):
        take(book)


def test_merged_headings_stand_in_each_of_their_columns(take):
    book = workbook(["Sales report"], ["Client", 2025, None, 2026, None], [None, "Q1", "Q2", "Q1", "Q2"],
                    ["One", 1, 2, 3, 4], ["Two", 5, None, 6, 7])  # fmt: skip
    for cells in ("A1:E1", "A2:A3", "B2:C2", "D2:E2", "B5:C5"):
        book.active.merge_cells(cells)
    assert rows(only(take(book))) == [
        ["Sales report", None, None, None, None],
        ["Client", 2025, 2025, 2026, 2026],
        [None, "Q1", "Q2", "Q1", "Q2"],
        ["One", 1, 2, 3, 4],
        ["Two", 5, None, 6, 7],
    ]


def test_a_merged_heading_goes_as_far_as_there_are_values_under_it(take):
    book = workbook(["Client", "Plan"], ["id", "Q1", "Q2"], ["One", 1, 2])
    book.active.merge_cells("B1:XFD1")
    assert rows(only(take(book)))[0] == ["Client", "Plan", "Plan"]


def test_cells_over_several_rows_are_told(take):
    book = workbook(["Client", "Deal"], ["One", "D1"], [None, "D2"], ["Two", "D3"], [None, "D4"])
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("A4:A5")
    raw = only(take(book))
    assert rows(raw)[2] == [None, "D2"]
    assert doubts(raw) == {"merged-cells": ("note", 2, 2)}


def test_headings_over_several_rows_are_not_told(take):
    book = workbook(["Title"], [], ["Client", "Plan", None], [None, "Q1", "Q2"], ["One", 1, 2])
    book.active.merge_cells("A3:A4")
    book.active.merge_cells("B3:C3")
    raw = only(take(book))
    assert rows(raw)[2] == ["Client", "Plan", "Plan"]
    assert raw.doubts == ()


def test_a_sheet_far_down_is_read(take):
    book = workbook(["a"])
    book.active["B1048576"] = "z"
    found = list(only(take(book)).rows())
    assert len(found) == 1_048_576
    assert [found[0], found[-1]] == [(1, ["a", None]), (1_048_576, [None, "z"])]


def test_rows_hidden_by_a_filter_are_read_and_told(take):
    book = workbook(["a"], [1], [2])
    for line in (2, 4):
        book.active.row_dimensions[line].hidden = True
    raw = only(take(book))
    assert rows(raw) == [["a"], [1], [2]]
    assert doubts(raw) == {"hidden-rows": ("note", 2, 1)}


def test_formulas_that_nobody_has_computed_are_refused(take):
    raw = only(take(workbook(["a", "b"], [1, "=A2*2"], [2, "=A3*2"])))
    assert doubts(raw) == {"uncomputed-formulas": ("refuse", 2, 2)}
    assert raw.doubts[0].values == {"file": "deals.xlsx", "cell": "B2"}
    assert rows(raw)[1] == [1, "=A2*2"]


@pytest.mark.parametrize(("value", "is_refused"), [(0, True), (3, False)])
def test_a_result_that_a_program_has_put_in_place_is_none(take, tmp_path, value, is_refused):
    with xlsxwriter.Workbook(tmp_path / "file") as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=1+2", None, value)
    raw = only(take((tmp_path / "file").read_bytes()))
    assert rows(raw) == [[value]]
    assert ("uncomputed-formulas" in doubts(raw)) is is_refused


def test_formulas_give_their_results(take, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "file") as book:
        book.add_worksheet().write_number("A1", 2.1)
        for cell, formula, value in (("B1", "=A1*2", 4.2), ("C1", '=A1&"x"', "2.1x"), ("D1", "=A1>2", True),
                                     ("E1", "=1/0", "#DIV/0!")):  # fmt: skip
            book.worksheets()[0].write_formula(cell, formula, None, value)
    raw = only(take((tmp_path / "file").read_bytes()))
    assert rows(raw) == [[2.1, 4.2, "2.1x", True, "#DIV/0!"]]
    assert raw.doubts == ()


def test_what_other_programs_write_is_read(take):
    """Prefixes, cells without references, text in pieces with its reading, ISO days, escaped characters."""
    body = (
        '<x:row><x:c t="inlineStr"><x:is><x:r><x:t>a</x:t></x:r><x:r><x:t xml:space="preserve"> b</x:t></x:r>'
        '<x:rPh sb="0" eb="1"><x:t>READ</x:t></x:rPh></x:is></x:c><x:c t="d"><x:v>2026-02-03T04:05:06</x:v></x:c>'
        '<x:c t="str"><x:v>x_x000D_y</x:v></x:c><x:c t="b"><x:v>0</x:v></x:c><x:c><x:v>1E3</x:v></x:c>'
        '<x:c t="str"><x:f>""</x:f><x:v></x:v></x:c></x:row>'
    )
    sheet = (
        '<?xml version="1.0"?><x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main">'
        f"<x:sheetData>{body}</x:sheetData></x:worksheet>"
    )
    raw = only(take(rewritten(workbook(["z"]), SHEET, lambda text: sheet)))
    assert raw.doubts == ()
    assert rows(raw) == [["a b", datetime(2026, 2, 3, 4, 5, 6), "x\ry", False, 1000]]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ('<c r="A1"><v>12345678901234567</v></c>', 12345678901234567),
        ('<c r="A1"><v>1.2345678901234599E+16</v></c>', 1.23456789012346e16),
        ('<c r="A1"><v>1.1000000000000001</v></c>', 1.1),
        ('<c r="A1"><v>one</v></c>', "one"),
    ],
)
def test_numbers_have_the_digits_of_the_file(take, cells, found):
    content = rewritten(workbook([1]), SHEET, lambda text: re.sub(r"<c .*?</c>", cells, text))
    (cell,) = rows(only(take(content)))[0]
    assert (cell, type(cell)) == (found, type(found))


def test_a_sheet_with_too_many_columns_is_refused(take):
    raw = only(take(workbook(["a"] * 1001)))
    assert doubts(raw) == {"sheet-too-wide": ("refuse", None, 1)}
    assert len(rows(raw)[0]) == 1000


def refused(take, content, name="deals.xlsx"):
    with pytest.raises(UnreadableFile) as caught:
        take(content, name)
    assert name in str(caught.value)
    return caught.value.values["code"]


def test_an_empty_workbook_is_refused(take):
    assert refused(take, openpyxl.Workbook()) == "empty-workbook"


def test_a_workbook_of_charts_is_refused(take):
    book = openpyxl.Workbook()
    book.create_chartsheet("Chart")
    book.remove(book.active)
    assert refused(take, book) == "no-sheets"


def test_a_bomb_is_refused_before_it_is_unpacked(take, monkeypatch):
    monkeypatch.setattr(files, "MAX_UNPACKED", 10_000_000)
    assert refused(take, rewritten(workbook([1]), SHEET, lambda text: text + " " * 20_000_000)) == "too-large"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-50],
        lambda text: '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]>' + text[text.index("<worksheet") :],
        lambda text: text.replace('r="A1"', 'r="ZZZZ1"'),
        lambda text: text.replace('<row r="1"', '<row r="99999999"'),
        lambda text: text.replace('t="n"', 't="s"'),
        lambda text: text.replace("<v>1</v>", f"<v>{'1' * 3_000_000}</v>"),
    ],
)
def test_a_damaged_sheet_is_refused(take, change):
    assert refused(take, rewritten(workbook([1]), SHEET, change)) == "damaged-workbook"


def test_a_damaged_archive_is_refused(take):
    buffer = io.BytesIO()
    workbook(*[[f"text {number}"] for number in range(1000)]).save(buffer)
    assert refused(take, buffer.getvalue()[:-100]) == "damaged-workbook"
    broken = bytearray(buffer.getvalue())
    at = broken.index(b"xl/worksheets/sheet1.xml") + 200
    broken[at : at + 40] = b"\x00" * 40
    assert refused(take, bytes(broken)) == "damaged-workbook"


def test_a_workbook_without_its_parts_is_refused(take):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert refused(take, out.getvalue()) == "no-sheets"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    assert refused(take, out.getvalue()) == "damaged-workbook"
