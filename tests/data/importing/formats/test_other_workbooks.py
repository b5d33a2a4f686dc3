"""Workbooks of other kinds: Excel 97–2003 (XLS), OpenDocument (ODS), Excel's binary (XLSB), Excel's XML of 2003."""

import copy
import struct
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlwt
from odf.number import Number, NumberStyle
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import LineBreak, P, S
from python_calamine import CalamineWorkbook

from data.errors import UnreadableFile
from data.importing.formats import workbooks
from data.importing.mapping import Read
from tests.data.importing.formats.made import doubts, only, rows


def take(path: Path, name="deals.xls", **read):
    return workbooks.raws(path, name, Read(**read))


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        take(path)
    return caught.value.values["code"]


def by_calamine(path: Path) -> list[list[object]]:
    """The first sheet as an independent reader sees it."""
    with CalamineWorkbook.from_path(path) as book:
        return [[None if cell == "" else cell for cell in row] for row in book.get_sheet_by_index(0).to_python(False)]


class TestXls:
    def book(self, tmp_path, fill, **options):
        book = xlwt.Workbook(**options)
        fill(book)
        book.save(str(tmp_path / "file"))
        return tmp_path / "file"

    def test_cells_are_held_as_they_are(self, tmp_path):
        line = [("00012", ""), (123, "00000"), (74.69000000000001, "General"), (True, ""), (12345.67, "0.00"),
                (date(2026, 2, 3), "dd.mm.yyyy"), (datetime(2026, 2, 3, 4, 5, 6), "d.m.yy h:mm"), (-5, "General"),
                (time(14, 30), "hh:mm"), (1.5625, "[h]:mm"), (0.12, "0%"), ("õ Ж", ""),
                (2**53 - 1, "General")]  # fmt: skip

        def fill(book):
            sheet = book.add_sheet("Müük")
            for at, (cell, code) in enumerate(line):
                sheet.write(2, at + 1, cell, xlwt.easyxf(num_format_str=code or "General"))

        raw = only(take(self.book(tmp_path, fill)))
        assert raw.written == {"format": "Excel 97–2003 workbook", "sheet": "Müük"}
        assert list(raw.rows())[2] == (3, [
            None, "00012", "00123", 74.69, True, 12345.67, date(2026, 2, 3), datetime(2026, 2, 3, 4, 5, 6), -5,
            time(14, 30), "37:30", 0.12, "õ Ж", 2**53 - 1,
        ])  # fmt: skip

    def test_many_long_texts_run_on_over_records(self, tmp_path):
        texts = [f"{number} {'ž' if number % 3 else 'z'}" * (number % 500 + 1) for number in range(3000)]

        def fill(book):
            sheet = book.add_sheet("A")
            for line, text in enumerate(texts):
                sheet.write(line, 0, text)

        path = self.book(tmp_path, fill)
        assert rows(only(take(path))) == [[text] for text in texts] == by_calamine(path)

    def test_hidden_sheets_merged_headings_and_formulas(self, tmp_path):
        def fill(book):
            sheet, hidden = book.add_sheet("A"), book.add_sheet("B")
            sheet.write(0, 0, "Client")
            sheet.write_merge(0, 0, 1, 2, "Plan")
            for at, text in enumerate(["id", "Q1", "Q2"]):
                sheet.write(1, at, text)
            sheet.write(2, 0, xlwt.Formula("1+1"))
            sheet.row(2).hidden = True
            sheet.write(2, 1, 5)
            hidden.write(0, 0, "x")
            hidden.visibility = 1

        raw = only(take(self.book(tmp_path, fill)))
        assert rows(raw) == [["Client", "Plan", "Plan"], ["id", "Q1", "Q2"], [None, 5, None]]
        assert set(doubts(raw)) == {"hidden-sheets", "hidden-rows", "uncomputed-formulas"}

    def test_errors_are_text(self, tmp_path):
        def fill(book):
            row = book.add_sheet("A").row(0)
            for at, error in enumerate([0x2A, 0x17, 0x07]):
                row.set_cell_error(at, error)

        assert rows(only(take(self.book(tmp_path, fill)))) == [["#N/A", "#REF!", "#DIV/0!"]]

    def test_a_workbook_of_excel_95_is_read(self, tmp_path):
        def part(kind, body=b""):
            return struct.pack("<2H", kind, len(body)) + body

        def shared(start):
            name = "Сделки".encode("cp1251")
            sheet = struct.pack("<IHB", start, 0, len(name)) + name
            return (
                part(0x809, struct.pack("<4H", 0x500, 5, 0, 0)) + part(0x42, struct.pack("<H", 1251))
                + part(0x41E, struct.pack("<HB", 170, 10) + b"dd.mm.yyyy")
                + part(0xE0, struct.pack("<2H", 0, 0) + bytes(12)) + part(0xE0, struct.pack("<2H", 0, 170) + bytes(12))
                + part(0x85, sheet) + part(0x0A)
            )  # fmt: skip

        text = "Привет".encode("cp1251")
        cells = [
            part(0x204, struct.pack("<4H", 0, 0, 0, len(text)) + text),
            part(0x203, struct.pack("<3Hd", 0, 1, 1, 46056)),
            part(0xBD, struct.pack("<2HHIHIH", 0, 2, 0, 7 << 2 | 2, 0, 150 << 2 | 3, 3)),
            part(0x06, struct.pack("<3H", 0, 4, 0) + b"\x00\x00\x00\x00\x00\x00\xff\xff" + bytes(8)),
            part(0x207, struct.pack("<H", len(text)) + text),
            part(0x06, struct.pack("<3H", 0, 5, 0) + b"\x02\x00\x17\x00\x00\x00\xff\xff" + bytes(8)),
        ]  # fmt: skip
        body = part(0x809, struct.pack("<4H", 0x500, 0x10, 0, 0)) + b"".join(cells) + part(0x0A)
        xlwt.CompoundDoc.XlsDoc().save(str(tmp_path / "file.xls"), shared(len(shared(0))) + body)
        raw = only(take(tmp_path / "file.xls"))
        assert raw.written["sheet"] == "Сделки"
        assert rows(raw) == [["Привет", date(2026, 2, 3), 7, 1.5, "Привет", "#REF!"]]
        assert by_calamine(tmp_path / "file.xls")[0][:4] == rows(raw)[0][:4]

    def test_what_is_no_workbook_is_refused(self, tmp_path):
        path = self.book(tmp_path, lambda book: book.add_sheet("A").write(0, 0, "x" * 9000))
        whole = path.read_bytes()
        for content in (whole[:600], whole[:4000], whole[:48] + b"\x00" * 400 + whole[448:]):
            path.write_bytes(content)
            assert refused(path) == "damaged-workbook"
        path.write_bytes(whole.replace("Workbook".encode("utf-16-le"), "Workdocs".encode("utf-16-le")))
        assert refused(path) == "damaged-workbook"
        path.write_bytes(whole.replace("Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")[:16]))
        assert refused(path) == "damaged-workbook"

    def test_a_locked_workbook_is_refused(self, tmp_path):
        path = self.book(tmp_path, lambda book: book.add_sheet("A").write(0, 0, "x"))
        whole = path.read_bytes()
        path.write_bytes(whole.replace(struct.pack("<2H", 0x42, 2), struct.pack("<2H", 0x2F, 2), 1))
        assert refused(path) == "locked-workbook"

    def test_a_locked_new_workbook_is_refused(self, tmp_path):
        path = self.book(tmp_path, lambda book: book.add_sheet("A").write(0, 0, "x"))
        entry = "Workbook".encode("utf-16-le").ljust(64, b"\x00") + struct.pack("<H", 18)
        locked = "EncryptedPackage".encode("utf-16-le").ljust(64, b"\x00") + struct.pack("<H", 34)
        path.write_bytes(path.read_bytes().replace(entry, locked))
        assert refused(path) == "locked-workbook"


class TestOds:
    def book(self, tmp_path, *lines, hidden=()):
        book = OpenDocumentSpreadsheet()
        code = NumberStyle(name="N1")
        code.addElement(Number(minintegerdigits=5, decimalplaces=0))
        book.automaticstyles.addElement(code)
        book.automaticstyles.addElement(Style(name="ce1", family="table-cell", datastylename="N1"))
        away = Style(name="ta2", family="table")
        away.addElement(TableProperties(display="false"))
        book.automaticstyles.addElement(away)
        for name in ("A", "B", *hidden):
            table = Table(name=name, **({"stylename": away} if name in hidden else {}))
            table.addElement(TableColumn(defaultcellstylename="ce1"))
            for line in lines if name != "B" else ():
                row = TableRow(numberrowsrepeated=line[0]) if isinstance(line[0], int) else TableRow()
                for cell in line[isinstance(line[0], int) :]:
                    row.addElement(copy.deepcopy(cell))
                table.addElement(row)
            book.spreadsheet.addElement(table)
        book.save(str(tmp_path / "file"))
        return tmp_path / "file"

    @staticmethod
    def text(*pieces, **attributes):
        cell = TableCell(valuetype="string", **attributes)
        paragraph = P()
        for piece in pieces:
            paragraph.addText(piece) if isinstance(piece, str) else paragraph.addElement(piece)
        cell.addElement(paragraph)
        return cell

    def test_cells_are_held_as_they_are(self, tmp_path):
        line = [
            TableCell(valuetype="float", value="12"), self.text("a", S(c=2), "b", LineBreak(), "c"),
            TableCell(valuetype="currency", value="74.69"), TableCell(valuetype="percentage", value="0.12"),
            TableCell(valuetype="date", datevalue="2026-02-03"),
            TableCell(valuetype="date", datevalue="2026-02-03T04:05:06"),
            TableCell(valuetype="time", timevalue="PT14H30M00S"), TableCell(valuetype="time", timevalue="PT37H30M00S"),
            TableCell(valuetype="boolean", booleanvalue="true"), TableCell(numbercolumnsrepeated=16000),
        ]  # fmt: skip
        raw = only(take(self.book(tmp_path, line, [1_048_000, TableCell()], hidden=("Old",)), "deals.ods"))
        assert raw.name == "deals.ods"
        assert raw.written == {"format": "OpenDocument spreadsheet", "sheet": "A"}
        assert rows(raw) == [[
            "00012", "a  b\nc", 74.69, 0.12, date(2026, 2, 3), datetime(2026, 2, 3, 4, 5, 6), time(14, 30), "37:30",
            True,
        ]]  # fmt: skip
        assert doubts(raw) == {"hidden-sheets": ("note", None, 1)}

    def test_repeated_rows_and_cells_and_merged_headings(self, tmp_path):
        path = self.book(
            tmp_path,
            [self.text("Client"), self.text("Plan", numbercolumnsspanned=2), CoveredTableCell()],
            [self.text("id"), self.text("Q1"), self.text("Q2")],
            [2, TableCell()],
            [2, self.text("C1"), TableCell(valuetype="float", value="7", numbercolumnsrepeated=2)],
        )
        assert list(only(take(path)).rows()) == [
            (1, ["Client", "Plan", "Plan"]), (2, ["id", "Q1", "Q2"]), (3, [None] * 3), (4, [None] * 3),
            (5, ["C1", 7, 7]), (6, ["C1", 7, 7]),
        ]  # fmt: skip

    def test_formulas_that_nobody_has_computed_are_refused(self, tmp_path):
        raw = only(take(self.book(tmp_path, [self.text("x"), TableCell(formula="of:=1+1")])))
        assert doubts(raw) == {"uncomputed-formulas": ("refuse", 1, 1)}
        assert raw.doubts[0].values["cell"] == "B1"

    def test_too_many_repeated_rows_are_refused(self, tmp_path):
        path = self.book(tmp_path, [1_040_000, *[self.text("x") for _ in range(30)]])
        assert refused(path) == "damaged-workbook"

    def test_a_flat_document_is_read(self, tmp_path):
        path = self.book(tmp_path, [self.text("x"), TableCell(valuetype="float", value="7")])
        with zipfile.ZipFile(path) as archive:
            content = archive.read("content.xml")
        path.write_bytes(content)
        assert rows(only(take(path))) == [["x", 7]]

    def test_a_locked_document_is_refused(self, tmp_path):
        path = tmp_path / "file"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("content.xml", b"\x01\x02")
            archive.writestr("META-INF/manifest.xml", '<m xmlns="urn:m"><f><encryption-data/></f></m>')
        assert refused(path) == "locked-workbook"

    def test_a_damaged_document_is_refused(self, tmp_path):
        path = tmp_path / "file"
        for content in ("<a><b>", '<!DOCTYPE a [<!ENTITY b "c">]><table>&b;</table>x'):
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("content.xml", content)
            assert refused(path) in ("damaged-workbook", "no-sheets")


def record(kind: int, body: bytes = b"") -> bytes:
    """A record of an XLSB part."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = len(body), b""
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
        length >>= 7
        if not length:
            return head + size + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


class TestXlsb:
    def book(self, tmp_path, sheet: bytes):
        relation = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
        )
        kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        parts = {"worksheet": "worksheets/sheet1.bin", "styles": "styles.bin", "sharedStrings": "sharedStrings.bin"}
        listed = "".join(
            f'<Relationship Id="r{kind}" Type="{kinds}{kind}" Target="{part}"/>' for kind, part in parts.items()
        )
        forms = b"".join(record(47, struct.pack("<2H", 0, one) + bytes(12)) for one in (0, 14, 170))
        styles = (
            record(615, struct.pack("<I", 1)) + record(44, struct.pack("<H", 170) + wide("00000")) + record(616)
            + record(617, struct.pack("<I", 3)) + forms + record(618)
        )  # fmt: skip
        with zipfile.ZipFile(tmp_path / "file.xlsb", "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr(
                "xl/workbook.bin",
                record(131)
                + record(153, struct.pack("<3I", 0, 0, 0))
                + record(143)
                + record(156, struct.pack("<2I", 0, 1) + wide("rworksheet") + wide("Deals"))
                + record(144)
                + record(157, bytes(26))
                + record(132),
            )
            archive.writestr("xl/_rels/workbook.bin.rels", relation.format(listed))
            archive.writestr("xl/styles.bin", styles)
            archive.writestr(
                "xl/sharedStrings.bin",
                record(159, struct.pack("<2I", 1, 1)) + record(19, b"\x00" + wide("Müük")) + record(160),
            )
            archive.writestr("xl/worksheets/sheet1.bin", sheet)
        return tmp_path / "file.xlsb"

    def sheet(self, *cells: tuple[int, int, bytes]) -> bytes:
        head = struct.pack("<2IHH", 1, 0, 300, 0) + bytes(9)
        body = b"".join(
            record(kind, struct.pack("<2I", at, style) + value) for at, (kind, style, value) in enumerate(cells)
        )
        return (
            record(129)
            + record(148, struct.pack("<4I", 1, 1, 0, 9))
            + record(145)
            + record(0, head)
            + body
            + record(146)
            + record(130)
        )

    def test_cells_are_held_as_they_are(self, tmp_path):
        path = self.book(tmp_path, self.sheet(
            (7, 0, struct.pack("<I", 0)), (6, 0, wide("00012")), (5, 0, struct.pack("<d", 74.69)),
            (5, 1, struct.pack("<d", 46056)), (2, 2, struct.pack("<I", (123 << 2) | 2)), (4, 0, b"\x01"),
            (2, 0, struct.pack("<I", (12345 << 2) | 3)), (9, 0, struct.pack("<d", 5) + bytes(10)),
            (2, 0, struct.pack("<I", (-7 << 2) & 0xFFFFFFFF | 2)), (3, 0, b"\x2a"),
        ))  # fmt: skip
        raw = only(take(path, "deals.xlsb"))
        found = ["Müük", "00012", 74.69, date(2026, 2, 3), "00123", True, 123.45, 5, -7, "#N/A"]
        assert raw.written == {"format": "Excel binary workbook", "sheet": "Deals"}
        assert list(raw.rows()) == [(1, [None] * 10), (2, found)]
        independent = by_calamine(path)[-1]
        assert independent[:4] + independent[5:9] == found[:4] + found[5:9]

    def test_a_damaged_part_is_refused(self, tmp_path):
        assert refused(self.book(tmp_path, self.sheet((7, 0, struct.pack("<I", 9))))) == "damaged-workbook"
        assert refused(self.book(tmp_path, self.sheet((6, 0, wide("abc")[:-2])))) == "damaged-workbook"
        far = self.sheet((6, 0, wide("abc"))).replace(struct.pack("<2I", 1, 0), struct.pack("<2I", 2**31, 0))
        assert refused(self.book(tmp_path, far)) == "damaged-workbook"
        assert refused(self.book(tmp_path, self.sheet((6, 0, wide("abc")))[:-20])) == "damaged-workbook"


class TestXmlOf2003:
    HEAD = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        '<Styles><Style ss:ID="c"><NumberFormat ss:Format="00000"/></Style></Styles>'
    )

    def book(self, tmp_path, rows_):
        path = tmp_path / "file"
        path.write_text(f'{self.HEAD}<Worksheet ss:Name="Deals"><Table>{rows_}</Table></Worksheet></Workbook>', "utf-8")
        return path

    def test_cells_are_held_as_they_are(self, tmp_path):
        raw = only(take(self.book(tmp_path, (
            '<Row ss:Index="2"><Cell><Data ss:Type="String">Müük</Data></Cell>'
            '<Cell ss:Index="3"><Data ss:Type="Number">74.690000000000001</Data></Cell>'
            '<Cell ss:StyleID="c"><Data ss:Type="Number">12</Data></Cell>'
            '<Cell><Data ss:Type="DateTime">2026-02-03T00:00:00.000</Data></Cell>'
            '<Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell></Row>'
        ))))  # fmt: skip
        assert raw.written == {"format": "Excel 2003 XML workbook", "sheet": "Deals"}
        assert list(raw.rows())[1] == (2, ["Müük", None, 74.69, "00012", date(2026, 2, 3), True, "#N/A"])

    @pytest.mark.parametrize("rows_", ["<Row>", '<Row ss:Index="x"/>', '<Row ss:Index="9999999"/>'])
    def test_a_damaged_file_is_refused(self, tmp_path, rows_):
        assert refused(self.book(tmp_path, rows_)) == "damaged-workbook"

    def test_other_xml_is_refused(self, tmp_path):
        (tmp_path / "file").write_text("<?xml version='1.0'?><rss/>")
        assert refused(tmp_path / "file") == "damaged-workbook"
