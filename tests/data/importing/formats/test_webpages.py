"""The tables of web pages."""

from datetime import date

import pytest

from data.errors import UnreadableFile
from data.importing.formats import webpages
from data.importing.mapping import Read
from tests.data.importing.formats.made import doubts, only, rows


@pytest.fixture
def take(tmp_path):
    def take(page, written="utf-8", **read):
        path = tmp_path / "file"
        path.write_bytes(page if isinstance(page, bytes) else page.encode(written))
        return webpages.raws(path, "deals.xls", Read(**read))

    return take


def table(*lines, cell="td"):
    rows_ = ["".join(f"<{cell}>{one}</{cell}>" for one in line) for line in lines]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows_)}</table>"


def test_text_is_what_a_browser_shows(take):
    cells = [
        "a&nbsp;b",
        "c &amp;\n   d",
        "e<br>f",
        "<p>g</p><p>h</p>",
        "<b>i</b>j",
        "k<script>x()</script>",
        "&euro;&#245;",
    ]
    raw = only(take(table(["h"] * 7, cells)))
    assert raw.written == {"format": "web page", "sheet": "table 1", "encoding": "utf-8"}
    assert list(raw.rows()) == [(1, ["h"] * 7), (2, ["a b", "c & d", "e\nf", "g\nh", "ij", "k", "€õ"])]


def test_numbers_that_excel_left_beside_the_text_are_taken(take):
    page = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><style>
        .day {mso-number-format:"dd\\.mm\\.yyyy";} td.code {mso-number-format:"00000"} .text {mso-number-format:"\\@"}
        </style><table><tr><td x:num>12</td><td x:num="74.690000000000012">74,7</td><td class=day x:num="46056">3.2</td>
        <td class=code x:num="12">00012</td><td class=text x:str>0034</td>
        <td x:num="0.5" style='mso-number-format:"Short Time"'>12:00</td></tr>
        <tr><td x:num="x">y</td></tr></table>"""
    first, second = rows(only(take(page)))
    assert [str(cell) for cell in first] == ["12", "74.69", "2026-02-03", "00012", "0034", "12:00:00"]
    assert first[2] == date(2026, 2, 3)
    assert second[0] == "y"


def test_cells_over_several_rows_and_columns(take):
    page = (
        "<table><tr><th rowspan=2>Client<th colspan=2>2026<tr><th>Q1<th>Q2<tr><td>One<td>1<td>2"
        "<tr><td rowspan=2>Two<td>3<td>4<tr><td>5<td>6<tr><td colspan=x>7</table>"
    )
    raw = only(take(page))
    assert rows(raw) == [
        ["Client", "2026", "2026"], [None, "Q1", "Q2"], ["One", "1", "2"], ["Two", "3", "4"], [None, "5", "6"],
        ["7", None, None],
    ]  # fmt: skip
    assert doubts(raw) == {"merged-cells": ("note", 4, 1)}


def test_the_innermost_tables_are_read(take):
    page = f"<table><tr><td>{table(['a', 'b'], [1, 2])}</td><td>{table(['c'], [3])}</td></tr></table>{table(['lone'])}"
    found = take(page)
    assert [(raw.name, rows(raw)) for raw in found] == [
        ("deals.xls/table 1", [["a", "b"], ["1", "2"]]),
        ("deals.xls/table 2", [["c"], ["3"]]),
    ]
    assert rows(only(take(page, sheet="table 2"))) == [["c"], ["3"]]


def test_a_web_archive_is_read(take):
    page = table(["h", "i"], ["=C4=B6", "a=\r\nb"])
    archive = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        f"{page}\r\n--x\r\nContent-Type: image/png\r\n\r\nxx\r\n--x--\r\n"
    )
    assert rows(only(take(archive))) == [["h", "i"], ["Ķ", "ab"]]


def test_a_page_that_ends_early_is_read_as_browsers_do(take):
    assert rows(only(take("<table><tr><th>h<tr><td>a\x00b<tr><td>]]><!-- x --><![CDATA[c]]>d"))) == [
        ["h"], ["a\ufffdb"], ["]]>d"],
    ]  # fmt: skip


def test_headings_alone_are_a_table(take):
    assert rows(only(take(table(["a", "b"], cell="th")))) == [["a", "b"]]


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        (f'<meta charset="windows-1257">{table(["h"], ["Ķē"])}', "cp1257"),
        (f'<META http-equiv=Content-Type content="text/html; charset=windows-1251">{table(["h"], ["Жд"])}', "cp1251"),
        (f"\ufeff{table(['h'], ['Ķ'])}", "utf-8"),
        (f"\ufeff<html>{table(['h'], ['Ķ'])}", "utf-16-le"),
        (f"\ufeff<html>{table(['h'], ['Ķ'])}", "utf-16-be"),
        (table(["h"], ["Ķ"]), "utf-8"),
        (table(["h"], ["õ€"]), "cp1252"),
        (f'<meta charset="iso-8859-1">{table(["h"], ["€"])}', "cp1252"),
        (f'<meta charset="no-such">{table(["h"], ["Ķ"])}', "utf-8"),
    ],
)
def test_a_page_says_its_encoding(take, page, encoding):
    (cell,) = rows(only(take(page, encoding)))[1]
    assert cell in page


def test_a_page_that_is_not_in_its_encoding_is_refused(take):
    with pytest.raises(UnreadableFile, match="line 2 holds the byte 0xF5"):
        take(f'<meta charset="utf-8">\n{table(["h"], ["õ"])}', "cp1252")
    with pytest.raises(UnreadableFile, match="0x81"):
        take(table(["h"], ["x"]).encode() + b"\x81")


def test_an_encoding_may_be_said(take):
    assert rows(only(take(table(["h"], ["Ж"]), "cp1251", encoding="cp1251"))) == [["h"], ["Ж"]]


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>Log in</body></html>",
        "<table><tr><td>Name<td><input><tr><td>Password<td><input type=password></table>",
        "<html><table><tr><td>lone</td></tr></table>",
        "<table><tr><td></td></tr><tr><td> &nbsp; </td></tr></table>",
        "",
        "\x00\x01",
    ],
)
def test_a_page_without_a_table_is_refused(take, page):
    with pytest.raises(UnreadableFile) as caught:
        take(page)
    assert caught.value.values["code"] in ("no-web-table", "empty-workbook")


def test_entities_and_depth_do_no_harm(take, tmp_path):
    (tmp_path / "secret").write_text("secret")
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    page = f'<!DOCTYPE html [<!ENTITY a0 "ha"><!ENTITY s SYSTEM "file://{tmp_path}/secret">{bomb}]>'
    found = str([rows(raw) for raw in take(page + table(["h"], ["&a8;&s;"]))])
    assert len(found) < 1000
    assert "secret" not in found.replace("&s;", "")
    for bad in ("<b>" * 5000 + "x", "x" * 11_000_000):
        with pytest.raises(UnreadableFile) as caught:
            take(table(["h"], [bad], ["z"]))
        assert caught.value.values["code"] == "broken-page"
    wide = only(take("<table>" + "<tr>" + "<td colspan=1000 rowspan=60000>x" * 50 + "<tr><td>y</table>"))
    assert doubts(wide)["sheet-too-wide"][0] == "refuse"
