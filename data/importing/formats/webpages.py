"""The tables of web pages, which many programs write and name .xls."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from lxml import etree

from data.importing.files import unreadable
from data.importing.formats.merged import Range
from data.importing.formats.number_formats import NUMBER, NumberFormat, number_format, shown
from data.importing.formats.raw import Cell, Raw
from data.importing.formats.sheets import Content, Sheet, chosen, content
from data.importing.formats.spool import MAX_COLUMNS, Spool
from data.importing.mapping import Read

MAX_SIZE = 200 * 1024**2
"""How large a page may be: it is held in memory."""

MAX_SPAN = 10_000

_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_RULE = re.compile(r"([.\w][\w.-]*)\s*\{([^}]*)\}")
_FORMAT = re.compile(r"mso-number-format\s*:\s*(\"(?:\\.|[^\"])*\"|'(?:\\.|[^'])*'|[^;]*)", re.IGNORECASE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_NAMED = {"short date": "d", "medium date": "d", "long date": "d", "general date": "d h",
          "short time": "h", "medium time": "h", "long time": "h"}  # fmt: skip
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SILENT = ("script", "style", "template")
_BLOCKS = ("p", "div", "li", "br", "tr")


def raws(path: Path, name: str, read: Read) -> list[Raw]:
    """The tables of a page that hold data: those with no table inside and at least two rows, or one with headings.

    A line is a row's number in its table; ``read.sheet`` may name one: “table 2”. Cells are text, except where Excel
    has left the number beside it. A value over several lines or columns stands in the first; a heading over several
    columns in each.

    Raises:
        UnreadableFile: the page is too large, isn't in its encoding, or has no such table.
    """
    if path.stat().st_size > MAX_SIZE:
        raise unreadable("too-large", file=name, limit=f"{MAX_SIZE // 1024**2} MB")
    encoding, text = _decoded(path.read_bytes(), name, read.encoding)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        page = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise unreadable("no-web-table", file=name) from error
    tables = [] if page is None else [table for table in page.iter("table") if _holds_data(table)]
    if not tables:
        raise unreadable("no-web-table", file=name)
    formats = _formats(page)
    sheets = [Sheet(f"table {number}", partial(_content, table, formats)) for number, table in enumerate(tables, 1)]
    found = chosen(sheets, name, read, "web page")
    return [replace(one, written={**one.written, "encoding": encoding}) for one in found]


def _decoded(data: bytes, name: str, said: str | None) -> tuple[str, str]:
    """The page's encoding and text."""
    encoding = said or _encoding(data)
    try:
        return encoding, data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line, byte = data.count(b"\n", 0, error.start) + 1, f"0x{data[error.start]:02X}"
        raise unreadable("page-encoding", file=name, line=line, byte=byte, encoding=encoding, value=byte) from error


def _encoding(data: bytes) -> str:
    """What the page says of itself; else UTF-8 where it is that, else Windows-1252 as browsers take it."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    found = _META.search(data[:65536])
    if found:
        stated = found[1].decode("ascii").lower()
        try:
            "".encode(stated)
        except LookupError:
            pass
        else:
            return "cp1252" if stated in ("iso-8859-1", "latin1", "us-ascii") else stated
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _holds_data(table: etree._Element) -> bool:
    if next(table.iterdescendants("table"), None) is not None:
        return False
    if any((one.get("type") or "").lower() == "password" for one in table.iter("input")):
        return False
    rows = list(table.iter("tr"))
    return len(rows) > 1 or (len(rows) == 1 and next(table.iter("th"), None) is not None)


def _content(table: etree._Element, formats: Mapping[str, NumberFormat]) -> Content:
    spool = Spool()
    merged: list[Range] = []
    taken: dict[int, int] = {}
    for line, row in enumerate(table.iter("tr"), 1):
        cells: list[Cell] = []
        for one in row.iter("td", "th"):
            while taken.get(len(cells), 0) >= line:
                cells.append(None)
            if len(cells) > MAX_COLUMNS:
                break
            at, wide, tall = len(cells), _span(one, "colspan"), _span(one, "rowspan")
            cell = _cell(one, formats)
            cells += [cell, *[None] * (wide - 1)]
            for column in range(at, at + wide if tall > 1 else at):
                taken[column] = line + tall - 1
            if wide > 1 or tall > 1:
                merged.append(Range(line, at, line + tall - 1, at + wide - 1))
        spool.add(line, cells)
    return content(spool, merged)


def _span(element: etree._Element, name: str) -> int:
    text = (element.get(name) or "").strip()
    return min(max(int(text), 1), MAX_COLUMNS if name == "colspan" else MAX_SPAN) if text.isdecimal() else 1


def _cell(element: etree._Element, formats: Mapping[str, NumberFormat]) -> Cell:
    """The text that a cell shows, or the number that Excel has written beside it."""
    number = element.get("x:num") or ""
    text = _shown(element)
    form = _format_of(element, formats)
    if not number or form.kind == "code" or element.get("x:str") is not None:
        return text or None
    try:
        return shown(float(number), form)
    except ValueError:
        return text or None


def _shown(element: etree._Element) -> str:
    """Text as a browser shows it: blanks run together, line ends only where the page asks for them."""
    lines = "".join(_pieces(element)).replace("\xa0", " ").split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def _pieces(element: etree._Element) -> Iterator[str]:
    yield _BLANKS.sub(" ", element.text or "")
    for one in element:
        is_shown = isinstance(one.tag, str) and one.tag not in _SILENT
        if is_shown and one.tag in _BLOCKS and (one.getprevious() is not None or (element.text or "").strip()):
            yield "\n"
        if is_shown:
            yield from _pieces(one)
        yield _BLANKS.sub(" ", one.tail or "")


def _formats(page: etree._Element) -> dict[str, NumberFormat]:
    """The number formats of the page's style sheet, by class."""
    found = {}
    for style in page.iter("style"):
        for selector, rule in _RULE.findall("".join(map(str, style.itertext()))):
            if "mso-number-format" in rule:
                found[selector.rpartition(".")[2]] = _stated(rule)
    return found


def _format_of(element: etree._Element, formats: Mapping[str, NumberFormat]) -> NumberFormat:
    style = element.get("style") or ""
    if "mso-number-format" in style:
        return _stated(style)
    return next((formats[one] for one in (element.get("class") or "").split() if one in formats), NUMBER)


def _stated(rule: str) -> NumberFormat:
    found = _FORMAT.search(rule)
    code = re.sub(r"\\(.)", r"\1", found[1].strip().strip("\"'")) if found else ""
    return number_format(_NAMED.get(code.lower(), code))
