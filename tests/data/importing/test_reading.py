"""Files as companies have them: what is read, what is refused, and what the refusal says."""

import duckdb
import pytest

from data.errors import UnreadableFile
from data.importing import scanning
from data.importing.files import Upload
from data.importing.mapping import Read
from data.importing.reading import read
from data.importing.scanning import scan
from data.importing.scripts import script
from data.importing.sheets import Ragged


def sheet(tmp_path, content, name="deals.csv"):
    path = tmp_path / "copy"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    con = duckdb.connect()
    con.execute(script("numbers"))
    (found,) = read(con, Upload(name, path, "0" * 64, True), "sheet")
    return found, con.execute("select * from sheet order by line").fetchall()


def refusal(tmp_path, content):
    with pytest.raises(UnreadableFile) as caught:
        sheet(tmp_path, content)
    return caught.value


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_separators_line_ends_and_marks(tmp_path, separator, newline, bom):
    text = newline.join(separator.join(row) for row in (("a", "b"), ("1", "x y"), ("2", "Ķē")))
    found, rows = sheet(tmp_path, bom + text.encode())
    assert found.headings == ("a", "b")
    assert rows == [(2, "1", "x y"), (3, "2", "Ķē")]


def test_the_separator_is_found_over_the_whole_file(tmp_path):
    found, rows = sheet(tmp_path, "name;amount, EUR\nA;1,50\nB;2,00\n")
    assert found.headings == ("name", "amount, EUR")
    assert rows[0] == (2, "A", "1,50")


@pytest.mark.parametrize("last", ["3;y", '3;"y\nz"'])
def test_a_separator_stated_in_the_first_line(tmp_path, last):
    found, rows = sheet(tmp_path, f"sep=;\na;b\n1,5;x\n{last}\n")
    assert found.headings == ("a", "b")
    assert rows[0] == (3, "1,5", "x")
    assert rows[1][0] == 4


def test_ids_keep_their_zeros_and_digits(tmp_path):
    _, rows = sheet(tmp_path, "id,code\n00123,12345678901234567890\n")
    assert rows == [(2, "00123", "12345678901234567890")]


def test_a_late_decimal_stays_as_it_is(tmp_path):
    _, rows = sheet(tmp_path, "id,amount\n" + "".join(f"{n},{n}\n" for n in range(30_000)) + "x,12.75\n")
    assert rows[-1] == (30_002, "x", "12.75")


def test_quoted_fields_with_separators_quotes_and_newlines(tmp_path):
    _, rows = sheet(tmp_path, 'id,text\n1,"a, b"\n2,"say ""hi"""\n3,"two\nlines"\n4,"two\r\nlines"\n5,end\n')
    assert rows == [
        (2, "1", "a, b"),
        (3, "2", 'say "hi"'),
        (4, "3", "two\nlines"),
        (6, "4", "two\r\nlines"),
        (8, "5", "end"),
    ]


def test_regular_quotes_are_read_fast_and_alike(tmp_path):
    text = 'id,text\n1,"a, b"\n2,"say ""hi"""\n3,""\n4,"x"\n'
    path = tmp_path / "file"
    path.write_text(text)
    assert scan(path, "file").records == 5
    assert sheet(tmp_path, text)[1] == [(2, "1", "a, b"), (3, "2", 'say "hi"'), (4, "3", None), (5, "4", "x")]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 64])
@pytest.mark.parametrize(
    ("content", "records", "is_tidy"),
    [
        ("a;b\r\n1;x y\r\n2;\r\n", 3, True),
        ("sep=,\na,b\n1,2", 2, True),
        ('\ufeffname,"no, text"\n"one ""1""",Ķē\n', 2, False),
        ("a,b\n1, 2\n", 2, False),
        ('a,b\n1,"2\n3"\n', 0, False),
        ("a,b\n1,2\r\n3,4\n", 0, False),
        ("a,b\n1,2,3\n4\n", 0, False),
    ],
)
def test_a_file_is_judged_alike_whatever_the_pieces_it_is_looked_at_in(
    tmp_path, monkeypatch, size, content, records, is_tidy
):
    monkeypatch.setattr(scanning, "_CHUNK", size)
    path = tmp_path / "file"
    path.write_text(content, encoding="utf-8", newline="")
    found = scan(path, "file")
    assert (found.records, found.is_tidy) == (records, is_tidy)


def test_a_line_that_is_no_text_is_named_in_whatever_piece_it_stands(tmp_path, monkeypatch):
    monkeypatch.setattr(scanning, "_CHUNK", 4)
    assert refusal(tmp_path, "a,b\n1,é\n2,x".encode() + b"\xe9\n").values["line"] == 3
    assert refusal(tmp_path, b"a,b\n1,2\n\xc3\xa9\0,2\n").values["line"] == 3


@pytest.mark.parametrize("text", ["a,b\r1,2\r3,4", "a,b\n1,2\r\n3,4\r", "a,b\n\n1,2\n\n\n3,4\n\n\n"])
def test_mixed_line_ends_and_blank_lines(tmp_path, text):
    assert [row[1:] for row in sheet(tmp_path, text)[1]] == [("1", "2"), ("3", "4")]


def test_blank_lines_count_as_lines(tmp_path):
    assert [row[0] for row in sheet(tmp_path, "a,b\n\n1,2\n\n3,4\n")[1]] == [3, 5]


def test_an_inch_mark_inside_a_value_is_a_letter(tmp_path):
    assert sheet(tmp_path, 'id,name\n1,5" pipe\n2,x\n')[1] == [(2, "1", '5" pipe'), (3, "2", "x")]


def test_empty_rows_are_left_out_and_noted(tmp_path):
    found, rows = sheet(tmp_path, "a,b\n1,2\n,\n ,\n3,4\n")
    assert [row[0] for row in rows] == [2, 5]
    assert [(note.code, note.count, note.first_line) for note in found.notes] == [("empty-row", 2, 3)]


def test_a_separator_behind_the_last_value_is_left_out(tmp_path):
    found, rows = sheet(tmp_path, "a,b\n1,2,\n3,4,\n")
    assert rows == [(2, "1", "2"), (3, "3", "4")]
    assert found.notes[0].code == "trailing-separator"


def test_an_empty_column_without_heading_is_left_out(tmp_path):
    found, _ = sheet(tmp_path, "a,b,\n1,2,\n")
    assert [note.code for note in found.notes] == ["blank-heading"]


def test_a_large_file_is_read_alike_by_both_readers(tmp_path):
    lines = ["id,name,text"] + [f'{n},"Name {n}","say ""{n}"", yes"' for n in range(5_000)]
    _, fast = sheet(tmp_path, "\n".join(lines))
    _, slow = sheet(tmp_path, "\r".join(lines))
    assert fast == slow


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"  \n \r\n\n"])
def test_an_empty_file(tmp_path, content):
    assert refusal(tmp_path, content).values["code"] == "empty-file"


def test_other_encodings_are_read_and_told(tmp_path):
    found, rows = sheet(tmp_path, "id,name\n1,ok\n2,Žanna\n".encode("cp1257"))
    assert rows == [(2, "1", "ok"), (3, "2", "Žanna")]
    assert found.dialect == "CSV, comma, Windows-1257"
    assert [(doubt.code, doubt.line) for doubt in found.doubts] == [("other-encoding", 3)]
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


def test_a_stated_encoding_that_does_not_fit_names_line_and_byte(tmp_path):
    path = tmp_path / "copy"
    path.write_bytes("id,name\n1,ok\n2,Žanna\n".encode("cp1257"))
    with pytest.raises(UnreadableFile) as caught, duckdb.connect() as con:
        read(con, Upload("deals.csv", path, "0" * 64, True), "sheet", Read(encoding="utf-8"))
    error = caught.value
    assert (error.values["code"], error.values["line"], error.values["byte"]) == ("not-in-encoding", 3, "0xDE")
    assert "CSV UTF-8" in str(error)


def test_a_file_cut_inside_a_letter(tmp_path):
    error = refusal(tmp_path, "id,name\n1,Ķekava\n2,Ž".encode()[:-1])
    assert (error.values["code"], error.values["line"]) == ("mixed-encodings", 3)


def test_nul_bytes(tmp_path):
    error = refusal(tmp_path, b"id,name\n1,o\x00k\n")
    assert (error.values["code"], error.values["line"]) == ("nul-bytes", 2)


@pytest.mark.parametrize(
    ("text", "line", "cells"),
    [
        ("a,b,c\n1,2,3\n1,2\n", 3, ("1", "2")),
        ("a,b,c\n1,2,3\n4,5,6\n7,8,9,10\n", 4, ("7", "8", "9", "10")),
        ("a,b\n1,Smith, John\n2,Ann\n", 2, ("1", "Smith", " John")),
    ],
)
def test_rows_that_do_not_fit_are_kept_aside_with_their_lines(tmp_path, text, line, cells):
    found, rows = sheet(tmp_path, text)
    assert found.ragged == (Ragged(line, cells),)
    assert line not in [row[0] for row in rows]


def test_a_file_none_of_whose_rows_fits_its_headings(tmp_path):
    error = refusal(tmp_path, "a,b\n1,Smith, John\n2,Doe, Ann\n")
    assert (error.values["code"], error.values["line"]) == ("headings-misfit", 2)


def test_a_second_table_below_the_first_is_asked_about(tmp_path):
    found, _ = sheet(tmp_path, "a,b\n1,2\n\nc,d,e\n3,4,5\n")
    assert [(doubt.code, doubt.level, doubt.line) for doubt in found.doubts] == [("several-tables", "ask", 4)]
    assert [dict(choice.read) for choice in found.doubts[0].choices] == [{"table": 1}, {"table": 2}]


def test_an_unclosed_quote_names_the_line_that_opens_it(tmp_path):
    error = refusal(tmp_path, 'a,b\n1,2\n3,"four\n5,6\n')
    assert (error.values["code"], error.values["line"]) == ("unclosed-quote", 3)


def test_quotes_inside_a_quoted_value_are_kept_and_noted(tmp_path):
    found, rows = sheet(tmp_path, 'a,b\n1,"the "best" one"\n')
    assert rows == [(2, "1", 'the "best" one')]
    assert [(note.code, note.first_line) for note in found.notes] == [("inner-quotes", 2)]


@pytest.mark.parametrize(
    "text", ["amount,name,amount\n1,x,2\n", "Amount,name,AMOUNT\n1,x,2\n", " Client ID ,CLIENT id\n1,2\n"]
)
def test_a_heading_twice(tmp_path, text):
    assert refusal(tmp_path, text).values["code"] == "duplicate-heading"


def test_values_without_a_heading(tmp_path):
    error = refusal(tmp_path, "a,,c\n1,2,3\n")
    assert (error.values["code"], error.values["columns"]) == ("blank-heading", 2)


def test_a_value_of_megabytes_names_the_limit(tmp_path):
    error = refusal(tmp_path, f'a,b\n1,"{"x" * 2_000_000}\n"\n')
    assert error.values["code"] == "too-long"
    assert "1000000" in str(error)


def test_thousands_of_columns_name_the_limit(tmp_path):
    assert refusal(tmp_path, ",".join(f"c{n}" for n in range(5_000)) + "\n").values["limit"] == 1000
