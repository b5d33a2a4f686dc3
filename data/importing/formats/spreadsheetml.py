"""Excel's XML of 2003, which many programs write and name .xls."""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import IO

from lxml import etree

from data.importing.formats.containers import attribute, damaged, local, named
from data.importing.formats.merged import Range
from data.importing.formats.number_formats import NUMBER, NumberFormat, number_format, plain, shown
from data.importing.formats.raw import Cell
from data.importing.formats.sheets import MAX_LINES, Content, Sheet, content
from data.importing.formats.spool import MAX_COLUMNS, Spool

_NAMESPACE = b"urn:schemas-microsoft-com:office:spreadsheet"


def is_workbook(start: bytes) -> bool:
    """Whether a file that begins so is such a workbook."""
    return _NAMESPACE in start or _NAMESPACE in start.replace(b"\x00", b"")


def sheets(path: Path, name: str) -> list[Sheet]:
    """The sheets of a workbook, hidden ones too.

    Raises:
        UnreadableFile: the file is no XML, or none of a workbook.
    """
    try:
        with path.open("rb") as file:
            if not is_workbook(file.read(4096)):
                raise damaged(name, "it is no workbook")
            file.seek(0)
            return list(_sheets(file))
    except etree.XMLSyntaxError as error:
        raise damaged(name, error.msg or "it is no XML") from error
    except ValueError as error:
        raise damaged(name, str(error)) from error


def _sheets(file: IO[bytes]) -> Iterator[Sheet]:
    tags = [f"{{*}}{tag}" for tag in ("Styles", "Worksheet", "Row")]
    formats: dict[str, NumberFormat] = {}
    table = _Table(formats)
    for event, element in etree.iterparse(file, ("start", "end"), tag=tags, resolve_entities=False, no_network=True):
        kind = local(element)
        if event == "start":
            table = _Table(formats) if kind == "Worksheet" else table
        elif kind == "Styles":
            formats.update(_formats(element))
        elif kind == "Row":
            table.add_row(element)
            element.clear(keep_tail=True)
        else:
            is_hidden = any("Hidden" in (one.text or "") for one in named(element, "Visible"))
            yield Sheet(attribute(element, "Name"), table.content, is_hidden)
            element.clear(keep_tail=True)


_NAMED = {"Short Date": "d", "General Date": "d h", "Long Date": "d", "Medium Date": "d",
          "Short Time": "h", "Medium Time": "h", "Long Time": "h"}  # fmt: skip


def _formats(tree: etree._Element) -> Iterator[tuple[str, NumberFormat]]:
    for style in named(tree, "Style"):
        for form in named(style, "NumberFormat"):
            code = attribute(form, "Format")
            yield attribute(style, "ID"), number_format(_NAMED.get(code, code))


class _Table:
    """The rows of one sheet as they come."""

    def __init__(self, formats: dict[str, NumberFormat]) -> None:
        self._formats = formats
        self._spool = Spool()
        self._line = 0
        self._merged: list[Range] = []

    def add_row(self, element: etree._Element) -> None:
        index = attribute(element, "Index")
        line = int(index) if index else self._line + 1
        if not self._line < line <= MAX_LINES:
            raise ValueError(f"row {line} comes after row {self._line}")
        cells: list[Cell] = []
        for one in element:
            if local(one) == "Cell":
                self._add_cell(one, line, cells, attribute(element, "StyleID"))
        self._spool.add(line, cells)
        self._line = line + int(attribute(element, "Span") or 0)

    def content(self) -> Content:
        return content(self._spool, self._merged)

    def _add_cell(self, element: etree._Element, line: int, cells: list[Cell], row_style: str) -> None:
        at = int(attribute(element, "Index") or len(cells) + 1) - 1
        if at < len(cells):
            raise ValueError(f"row {line} names column {at + 1} twice")
        cells += [None] * (min(at, MAX_COLUMNS + 1) - len(cells))
        data = next((one for one in element if local(one) == "Data"), None)
        form = self._formats.get(attribute(element, "StyleID") or row_style, NUMBER)
        cells.append(None if data is None else _cell(data, form))
        wide, tall = int(attribute(element, "MergeAcross") or 0), int(attribute(element, "MergeDown") or 0)
        if wide or tall:
            self._merged.append(Range(line, at, line + tall, min(at + wide, MAX_COLUMNS)))
            cells += [None] * min(wide, MAX_COLUMNS)


def _cell(data: etree._Element, form: NumberFormat) -> Cell:
    text = "".join(map(str, data.itertext()))
    kind = attribute(data, "Type")
    if kind == "Number":
        return shown(float(text), form) if form != NUMBER else int(text) if text.isdigit() else plain(float(text))
    if kind == "Boolean":
        return text.strip() in ("1", "true")
    if kind == "DateTime":
        moment = datetime.fromisoformat(text)
        if form.kind == "time" and moment.year < 1901:
            return moment.time()
        return moment.date() if moment.time() == time() else moment
    return text or None
