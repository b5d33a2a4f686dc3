"""What the reader for people writes and tells."""

from pathlib import Path

import pytest
import xlsxwriter

from data.importing.reader import Seen, read_file


def seen(tmp_path: Path, content: str | bytes, name: str = "export.csv") -> tuple[list[Seen], Path]:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_file(path, Path(name), tmp_path / "out")), tmp_path / "out"


def test_a_file_is_written_as_plain_csv_under_its_name(tmp_path):
    (one,), out = seen(tmp_path, 'Report\n\n"id";"name";"amount"\r\n"1";"A; B";"1,5"\r\n"2";"";"2"\r\n')
    assert (out / "export.csv").read_text() == 'id,name,amount\n1,A; B,"1,5"\n2,,2\n'
    assert (one.how["separator"], one.header, one.rows, one.skipped) == ("semicolon", (3,), 2, (1,))
    assert [doubt.code for doubt in one.doubts] == ["preamble"]


def test_rows_that_do_not_fit_are_written_as_they_are_and_told(tmp_path):
    (one,), out = seen(tmp_path, "id,name,v\n1,A,2\n2,B\n3,C,4\n")
    assert (out / "export.csv").read_text() == "id,name,v\n1,A,2\n2,B\n3,C,4\n"
    assert [(doubt.code, doubt.level, doubt.line) for doubt in one.doubts] == [("ragged-row", "refuse", 3)]


def test_without_headings_rows_alone_are_written(tmp_path):
    (one,), out = seen(tmp_path, "1,A,2026-01-05\n2,B,2026-01-06\n")
    assert (out / "export.csv").read_text() == "1,A,2026-01-05\n2,B,2026-01-06\n"
    assert [doubt.code for doubt in one.doubts] == ["no-headings"]


def test_a_second_table_gets_a_file_of_its_own(tmp_path):
    both, out = seen(tmp_path, "client_id,name\nC1,One\nC2,Two\n\nproduct_id,name,list_price\nP1,Thing,5\n")
    assert [one.written for one in both] == ["export.csv", "export.2.csv"]
    assert (out / "export.2.csv").read_text() == "product_id,name,list_price\nP1,Thing,5\n"


def test_an_empty_file_is_an_empty_table(tmp_path):
    (one,), out = seen(tmp_path, b"")
    assert (one.rows, (out / "export.csv").read_text()) == (0, "")
    assert [doubt.code for doubt in one.doubts] == ["empty-file"]


def test_what_is_no_table_is_told_for_what_it_is(tmp_path):
    (one,), out = seen(tmp_path, b"%PDF-1.7\n")
    assert "PDF" in one.error
    assert not out.exists()


def test_doubts_are_told_in_sentences(tmp_path):
    (one,), _ = seen(tmp_path, 'id,name,v\n1,"the "best" one",2\n2,B,3\n')
    (doubt,) = one.as_json()["doubts"]
    assert doubt["message"] == "Rows with quotes inside a value, kept as part of it: 1 (first in line 2)."


def test_repeated_headings_are_left_out_and_told(tmp_path):
    (one,), out = seen(tmp_path, "id,v\n1,2\nid,v\n3,4\n")
    assert ((out / "export.csv").read_text(), one.rows) == ("id,v\n1,2\n3,4\n", 2)
    assert [(doubt.code, doubt.line) for doubt in one.doubts] == [("repeated-headings", 3)]


_LINES = "".join(f"{step};Jüri Mägi;Põlva;{step},5\r\n" for step in range(30))


@pytest.mark.parametrize(
    ("odd", "encoding", "code"),
    [
        ("31;Иван Петров;Москва;5\r\n".encode("cp1251"), "Windows-1257, broken", "mixed-encodings"),
        ("31;Jüri Õun;Põlva;5\r\n".encode(), "Windows-1257, broken", "mixed-encodings"),
        (b"31;J\x00ri;P;5\r\n", "UTF-8, broken", "nul-bytes"),
    ],
)
def test_what_an_import_refuses_for_its_bytes_is_shown_and_told(tmp_path, odd, encoding, code):
    path = tmp_path / "odd.csv"
    path.write_bytes(f"id;name;city;sum\r\n{_LINES}".encode("cp1257") + odd)
    (seen,) = read_file(path, Path(path.name), tmp_path / "out")
    assert (seen.how["encoding"], seen.rows) == (encoding, 31)
    assert [(doubt["code"], doubt["level"], doubt["line"]) for doubt in seen.as_json()["doubts"]] == [
        (code, "refuse", 32)
    ]
    assert "Mägi" in (tmp_path / "out" / "odd.csv").read_text(encoding="utf-8")


def test_another_encoding_is_told(tmp_path):
    path = tmp_path / "windows.csv"
    path.write_bytes(f"id;name;city;sum\r\n{_LINES}".encode("cp1257"))
    (seen,) = read_file(path, Path(path.name), tmp_path / "out")
    assert [doubt.code for doubt in seen.doubts] == ["other-encoding"]


def test_doubts_about_a_sheet_are_told_under_its_name(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Clients", "Notes"):
            book.add_worksheet(name).write_row(0, 0, ["id", "name"])
            book.get_worksheet_by_name(name).write_row(1, 0, ["C1", "One"])
        book.get_worksheet_by_name("Notes").hide()
    (seen,) = read_file(path, Path(path.name), tmp_path / "out")
    assert [doubt["code"] for doubt in seen.as_json()["doubts"]] == ["hidden-sheets"]
