"""Workbooks of Excel and LibreOffice, told apart by what they are made of: XLSX, XLSM, XLSB, XLS, ODS, XML of 2003."""

from pathlib import Path

from data.importing.formats import ods, spreadsheetml, xls, xlsb, xlsx
from data.importing.formats.containers import damaged, opened
from data.importing.formats.raw import Raw
from data.importing.formats.sheets import Sheet, chosen
from data.importing.mapping import Read


def raws(path: Path, name: str, read: Read) -> list[Raw]:
    """The tables of a workbook's sheets: of the one that ``read`` names, else of every visible one that holds anything.

    Lines are the sheet's own row numbers. Cells hold what a person sees meant: days where numbers are shown as days,
    codes with their zeros, numbers to 15 significant digits, errors as text such as #N/A.

    Raises:
        UnreadableFile: the workbook is locked, damaged or too large, holds nothing, or lacks the sheet.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return chosen(xls.sheets(path, name), name, read, "Excel 97–2003 workbook")
    if start.startswith(b"PK"):
        sheets, format_name = _zipped(path, name)
        return chosen(sheets, name, read, format_name)
    if b"urn:oasis:names:tc:opendocument" in start:
        return chosen(ods.flat_sheets(path, name), name, read, "OpenDocument spreadsheet")
    return chosen(spreadsheetml.sheets(path, name), name, read, "Excel 2003 XML workbook")


def _zipped(path: Path, name: str) -> tuple[list[Sheet], str]:
    with opened(path, name) as container:
        is_binary, is_document = "xl/workbook.bin" in container, "content.xml" in container
        is_workbook = "xl/workbook.xml" in container or "[Content_Types].xml" in container
    if is_binary:
        return xlsb.sheets(path, name), "Excel binary workbook"
    if is_document:
        return ods.sheets(path, name), "OpenDocument spreadsheet"
    if is_workbook:
        return xlsx.sheets(path, name), "Excel workbook"
    raise damaged(name, "it holds no workbook")
