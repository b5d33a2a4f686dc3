"""Excel workbooks of XML (XLSX, XLSM, also strict): the list of sheets, the styles and texts that sheets share.

Read here rather than by a library for what libraries leave out: cells with errors come as #N/A rather than empty,
formulas that nobody has computed are told, codes keep the zeros of their format, and a million rows need no memory.
ECMA-376 part 1, chapter 18, describes the parts.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lxml import etree

from data.importing.formats import xlsx_sheet
from data.importing.formats.containers import Container, attribute, damaged, named, opened, relations
from data.importing.formats.number_formats import BUILT_IN, NUMBER, NumberFormat, number_format
from data.importing.formats.sheets import Content, Sheet

MAX_TEXTS = 512 * 1024**2
"""How many characters the list of shared texts may have: it is held in memory."""

_HIDDEN = ("hidden", "veryHidden")


@dataclass(slots=True)
class Workbook:
    """What the sheets of a workbook share; ``texts`` are read with the first sheet."""

    path: Path
    name: str
    formats: list[NumberFormat]
    is_1904: bool
    is_uncomputed: bool
    texts_part: str
    texts: list[str] | None = None


def sheets(path: Path, name: str) -> list[Sheet]:
    """The sheets of a workbook, hidden ones too.

    Raises:
        UnreadableFile: the workbook is damaged or too large.
    """
    with opened(path, name) as container:
        main = _main_part(container)
        tree = container.tree(main)
        targets = relations(container, main)
        texts = next((target for kind, target in targets.values() if kind == "sharedStrings"), "")
        styles = next((target for kind, target in targets.values() if kind == "styles"), "")
        book = Workbook(
            path, name, _formats(container, styles), _is_on(tree, "workbookPr", "date1904"),
            _is_on(tree, "calcPr", "fullCalcOnLoad"), texts,
        )  # fmt: skip
        listed = list(named(tree, "sheet"))
    found = [(sheet, *targets.get(attribute(sheet, "id"), ("", ""))) for sheet in listed]
    return [
        Sheet(attribute(sheet, "name"), partial(_load, book, target), attribute(sheet, "state") in _HIDDEN)
        for sheet, kind, target in found
        if kind == "worksheet"
    ]


def _load(book: Workbook, part: str) -> Content:
    with opened(book.path, book.name) as container:
        try:
            if book.texts is None:
                book.texts = _texts(container, book.texts_part)
            with container.open(part) as file:
                reader = xlsx_sheet.SheetReader(book.texts, book.formats, is_1904=book.is_1904)
                return reader.read(file, is_uncomputed=book.is_uncomputed)
        except (ValueError, IndexError) as error:
            raise damaged(book.name, f"{part}: {error}") from error


def _main_part(container: Container) -> str:
    if "_rels/.rels" in container:
        for kind, target in relations(container, "").values():
            if kind == "officeDocument":
                return target
    return "xl/workbook.xml"


def _is_on(tree: etree._Element, element: str, name: str) -> bool:
    return any(attribute(one, name).lower() in ("1", "true", "on") for one in named(tree, element))


def _formats(container: Container, part: str) -> list[NumberFormat]:
    """The number format of each cell style."""
    if part not in container:
        return []
    tree = container.tree(part)
    codes = dict(BUILT_IN)
    for one in named(tree, "numFmt"):
        if attribute(one, "numFmtId").isdigit():
            codes[int(attribute(one, "numFmtId"))] = attribute(one, "formatCode")
    styles = next(named(tree, "cellXfs"), None)
    numbers = [attribute(one, "numFmtId") for one in styles] if styles is not None else []
    return [
        number_format(codes[int(number)]) if number.isdigit() and int(number) in codes else NUMBER for number in numbers
    ]


def _texts(container: Container, part: str) -> list[str]:
    if part not in container:
        return []
    reader = xlsx_sheet.TextsReader(MAX_TEXTS)
    with container.open(part) as file:
        xlsx_sheet.parse(file, reader)
    return reader.texts
