"""OpenDocument spreadsheets (ODS), as LibreOffice writes them; OASIS OpenDocument 1.3, part 3, is their standard."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import IO, cast

from lxml import etree

from data.importing.files import unreadable
from data.importing.formats.containers import attribute, damaged, local, named, opened
from data.importing.formats.merged import Range
from data.importing.formats.number_formats import NUMBER, NumberFormat, duration_text, shown
from data.importing.formats.raw import Cell
from data.importing.formats.sheets import MAX_LINES, Content, Found, Sheet, content, hidden_rows, uncomputed
from data.importing.formats.spool import MAX_COLUMNS, Spool

MAX_REPEATED = 20_000_000
"""How many cells a file may stand for by saying that a row repeats."""

_DURATION = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+)(?:[.,](\d+))?S")


def sheets(path: Path, name: str) -> list[Sheet]:
    """The sheets of a document, hidden ones too.

    Raises:
        UnreadableFile: the document is damaged, locked or too large.
    """
    with opened(path, name) as container:
        manifest = "META-INF/manifest.xml"
        if manifest in container and next(named(container.tree(manifest), "encryption-data"), None) is not None:
            raise unreadable("locked-workbook", file=name)
        styles = _Styles()
        if "styles.xml" in container:
            styles.take(container.tree("styles.xml"))
        with container.open("content.xml") as file:
            try:
                return list(_sheets(file, styles))
            except ValueError as error:
                raise damaged(name, str(error)) from error


def flat_sheets(path: Path, name: str) -> list[Sheet]:
    """The sheets of a document that is one XML file (FODS).

    Raises:
        UnreadableFile: the document is damaged.
    """
    try:
        with path.open("rb") as file:
            return list(_sheets(file, _Styles()))
    except (ValueError, etree.XMLSyntaxError) as error:
        raise damaged(name, str(error)) from error


def _sheets(file: IO[bytes], styles: "_Styles") -> Iterator[Sheet]:
    tags = [f"{{*}}{tag}" for tag in ("automatic-styles", "table", "table-column", "table-row", "shapes")]
    events = etree.iterparse(file, ("start", "end"), tag=tags, resolve_entities=False, no_network=True)
    table: _Table | None = None
    depth = 0
    for event, element in events:
        kind = local(element)
        if kind == "table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                table = _Table(styles)
            elif event == "end" and depth == 0 and table is not None:
                yield Sheet(attribute(element, "name"), table.content, styles.hides(element))
                element.clear()
        elif event == "end" and kind == "automatic-styles":
            styles.take(element)
        elif event == "end" and depth == 1 and table is not None:
            (table.add_column if kind == "table-column" else table.add_row)(element)
            element.clear(keep_tail=True)


class _Styles:
    """What styles say that matters for values: formats of codes and durations, and hidden sheets."""

    def __init__(self) -> None:
        self._formats: dict[str, NumberFormat] = {}
        self._data_styles: dict[str, str] = {}
        self._hidden: set[str] = set()

    def take(self, tree: etree._Element) -> None:
        for style in tree.iter():
            kind, name = local(style), attribute(style, "name")
            if kind == "number-style" and (digits := _code_digits(style)):
                self._formats[name] = NumberFormat("code", "0" * digits)
            elif kind == "time-style" and attribute(style, "truncate-on-overflow") == "false":
                self._formats[name] = NumberFormat("duration")
            elif kind == "style" and attribute(style, "data-style-name"):
                self._data_styles[name] = attribute(style, "data-style-name")
            elif kind == "style" and any(attribute(one, "display") == "false" for one in style):
                self._hidden.add(name)

    def format(self, style: str) -> NumberFormat:
        return self._formats.get(self._data_styles.get(style, ""), NUMBER)

    def hides(self, table: etree._Element) -> bool:
        return attribute(table, "style-name") in self._hidden


def _code_digits(style: etree._Element) -> int:
    """How many zeros a number is shown with at least, where it is a code; else 0."""
    numbers = list(named(style, "number"))
    if len(numbers) != 1 or attribute(numbers[0], "grouping") == "true":
        return 0
    digits, decimals = attribute(numbers[0], "min-integer-digits"), attribute(numbers[0], "decimal-places")
    return int(digits) if digits.isdigit() and 1 < int(digits) <= 40 and decimals in ("", "0") else 0


class _Table:
    """The rows of one table as they come."""

    def __init__(self, styles: _Styles) -> None:
        self._styles = styles
        self._spool = Spool()
        self._column_styles: list[str] = []
        self._line, self._room = 1, MAX_REPEATED
        self._merged: list[Range] = []
        self._uncomputed, self._hidden = Found(), Found()

    def add_column(self, element: etree._Element) -> None:
        count = min(_count(element, "number-columns-repeated"), MAX_COLUMNS)
        self._column_styles += [attribute(element, "default-cell-style-name")] * count

    def add_row(self, element: etree._Element) -> None:
        repeated = _count(element, "number-rows-repeated")
        cells: list[Cell] = []
        for cell in element:
            self._add_cell(cell, cells)
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            self._room -= len(cells) * (repeated - 1)
            if self._room < 0 or self._line + repeated - 1 > MAX_LINES:
                raise ValueError(f"it repeats row {self._line} too often")
            if attribute(element, "visibility") in ("collapse", "filter"):
                self._hidden.add(self._line)
            for line in range(self._line, self._line + repeated):
                self._spool.add(line, cells.copy())
        self._line += repeated

    def content(self) -> Content:
        return content(self._spool, self._merged, (*uncomputed(self._uncomputed), *hidden_rows(self._hidden)))

    def _add_cell(self, element: etree._Element, cells: list[Cell]) -> None:
        kind, at = local(element), len(cells)
        if kind not in ("table-cell", "covered-table-cell"):
            return
        found = _values(element)
        cell = self._cell(element, found, at) if kind == "table-cell" else None
        cells += [cell] * min(_number_of(found, "number-columns-repeated"), MAX_COLUMNS + 1)
        if cell is not None and "number-columns-spanned" in found:
            wide, tall = _number_of(found, "number-columns-spanned"), _number_of(found, "number-rows-spanned")
            self._merged.append(Range(self._line, at, self._line + tall - 1, at + min(wide, MAX_COLUMNS) - 1))

    def _cell(self, element: etree._Element, found: Mapping[str, str], at: int) -> Cell:
        kind = found.get("value-type")
        if kind is None and "formula" in found:
            self._uncomputed.add(self._line, at)
            return found["formula"]
        if kind is None or kind == "string":
            text = "\n".join(_text(one) for one in element if local(one) == "p")
            return text or found.get("string-value") or None
        inherited = self._column_styles[at] if at < len(self._column_styles) else ""
        form = self._styles.format(found.get("style-name", inherited))
        if kind == "date":
            return _day(found.get("date-value", ""))
        if kind == "time":
            return _time(found.get("time-value", ""), form)
        if kind == "boolean":
            return found.get("boolean-value") == "true"
        return _number(found.get("value", ""), form)


def _values(element: etree._Element) -> Mapping[str, str]:
    """A cell's attributes by their names without namespace; LibreOffice says an error by a type of its own."""
    found: dict[str, str] = {}
    for key, value in cast(list[tuple[str, str]], element.items()):
        name = key[key.rfind("}") + 1 :]
        if name != "value-type" or "opendocument" in key:
            found[name] = value
        elif value == "error":
            return {}
    return found


def _number_of(found: Mapping[str, str], name: str) -> int:
    if name not in found:
        return 1
    text = found[name]
    return max(int(text), 1) if text.isdigit() else 1


def _count(element: etree._Element, name: str) -> int:
    text = attribute(element, name)
    return max(int(text), 1) if text.isdigit() else 1


def _number(text: str, form: NumberFormat) -> Cell:
    if text.isdigit() and form == NUMBER:
        return int(text)
    return shown(float(text), form) if text else None


def _day(text: str) -> Cell:
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return text or None


def _time(text: str, form: NumberFormat) -> Cell:
    found = _DURATION.fullmatch(text)
    if not found:
        return text or None
    sign, hours, minutes, seconds, fraction = found.groups()
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    milliseconds = whole * 1000 + int((fraction or "0").ljust(3, "0")[:3])
    if sign or form.kind == "duration" or milliseconds >= 86_400_000:
        return duration_text(-milliseconds if sign else milliseconds)
    return shown(milliseconds / 86_400_000, NumberFormat("time"))


def _text(paragraph: etree._Element) -> str:
    """A paragraph's text, with the blanks, tabs and line ends that are elements of their own."""
    pieces = [paragraph.text or ""]
    for one in paragraph:
        kind = local(one)
        if kind == "s":
            pieces.append(" " * min(_count(one, "c"), 1000))
        elif kind in ("tab", "line-break"):
            pieces.append("\t" if kind == "tab" else "\n")
        elif kind != "annotation":
            pieces.append(_text(one))
        pieces.append(one.tail or "")
    return "".join(pieces)
