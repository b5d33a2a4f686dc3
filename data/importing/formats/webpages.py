"""The tables of web pages, which many programs write and name .xls."""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email import message_from_bytes
from io import BytesIO
from pathlib import Path

from lxml import etree

from data.importing.files import unreadable
from data.importing.formats.merged import Range
from data.importing.formats.number_formats import NUMBER, NumberFormat, number_format, shown
from data.importing.formats.raw import Cell, Raw
from data.importing.formats.sheets import Content, Sheet, chosen, content
from data.importing.formats.spool import MAX_COLUMNS, Spool
from data.importing.mapping import Read

MAX_SIZE = 100 * 1024**2
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
    pages = [_decoded(data, name, read.encoding or stated) for data, stated in _pages(path.read_bytes())]
    tables = [table for _, text in pages for table in _tables(text, name)]
    if not tables:
        raise unreadable("no-web-table", file=name)
    sheets = [Sheet(f"table {number}", table.content) for number, table in enumerate(tables, 1)]
    written = {"encoding": ", ".join(dict.fromkeys(encoding for encoding, _ in pages))}
    return [replace(one, written={**one.written, **written}) for one in chosen(sheets, name, read, "web page")]


def _pages(data: bytes) -> Iterator[tuple[bytes, str | None]]:
    """The pages that a file is made of, with the encoding stated beside them: several in a web archive (MHTML)."""
    if not data[:4096].lstrip().lower().startswith(b"mime-version:"):
        yield data, None
        return
    for part in message_from_bytes(data.lstrip()).walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(content, bytes):
            yield content, part.get_content_charset()


def _tables(text: str, name: str) -> Iterator["_Table"]:
    """A page's tables that hold data, in the order in which they end.

    Raises:
        UnreadableFile: the page lies too deep or has too long a text to be read to its end.
    """
    source = BytesIO(text.encode("utf-8", errors="replace") or b"<html>")
    events = etree.iterparse(
        source, ("start", "end"), tag=("html", "style", "table", "tr"), html=True, encoding="utf-8", no_network=True,
        huge_tree=False, remove_comments=True,
    )  # fmt: skip
    formats: dict[str, NumberFormat] = {}
    opened: list[_Table] = []
    is_whole = not text.strip()
    for event, element in events:
        if event == "start":
            if element.tag == "table":
                for outer in opened:
                    outer.is_layout = True
                opened.append(_Table(formats))
        elif element.tag == "style":
            formats.update(_formats(element))
        elif element.tag == "tr" and opened:
            opened[-1].add_row(element)
            element.clear(keep_tail=True)
        elif element.tag == "table" and opened and (table := opened.pop()).holds_data:
            yield table
        is_whole = is_whole or (event == "end" and element.tag == "html")
    if not is_whole:
        raise unreadable("broken-page", file=name)


def _decoded(data: bytes, name: str, said: str | None) -> tuple[str, str]:
    """The page's encoding and text."""
    encoding = said if said and _is_known(said) else _encoding(data)
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
        if _is_known(stated):
            return "cp1252" if stated in ("iso-8859-1", "latin1", "us-ascii") else stated
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _is_known(encoding: str) -> bool:
    try:
        return bool(codecs.lookup(encoding))
    except LookupError:
        return False


class _Table:
    """The rows of one table as they come."""

    def __init__(self, formats: Mapping[str, NumberFormat]) -> None:
        self.is_layout = False
        self._formats = formats
        self._spool = Spool()
        self._merged: list[Range] = []
        self._line = 0
        self._has_headings = False
        self._taken: dict[int, int] = {}

    @property
    def holds_data(self) -> bool:
        """Whether it is no layout, and has several rows or headings."""
        return not self.is_layout and (self._line > 1 or (self._line == 1 and self._has_headings))

    def content(self) -> Content:
        """What the table holds."""
        return content(self._spool, self._merged)

    def add_row(self, row: etree._Element) -> None:
        """Takes a row; cells that reach down from rows above leave their places empty."""
        self._line += 1
        self.is_layout = self.is_layout or any(_is_password(one) for one in row.iter("input"))
        cells: list[Cell] = []
        for one in row.iter("td", "th"):
            while self._taken.get(len(cells), 0) >= self._line:
                cells.append(None)
            if len(cells) > MAX_COLUMNS:
                break
            self._has_headings = self._has_headings or one.tag == "th"
            self._reserve(len(cells), _span(one, "colspan"), _span(one, "rowspan"))
            cells += [_cell(one, self._formats), *[None] * (_span(one, "colspan") - 1)]
        self._spool.add(self._line, cells)

    def _reserve(self, at: int, wide: int, tall: int) -> None:
        if wide > 1 or tall > 1:
            self._merged.append(Range(self._line, at, self._line + tall - 1, at + wide - 1))
        for column in range(at, at + wide if tall > 1 else at):
            self._taken[column] = self._line + tall - 1


def _is_password(field: etree._Element) -> bool:
    return (field.get("type") or "").lower() == "password"


def _span(element: etree._Element, name: str) -> int:
    text = element.get(name)
    if text is None:
        return 1
    text = text.strip()
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


def _formats(style: etree._Element) -> dict[str, NumberFormat]:
    """The number formats of a style sheet, by class."""
    return {
        selector.rpartition(".")[2]: _stated(rule)
        for selector, rule in _RULE.findall("".join(map(str, style.itertext())))
        if "mso-number-format" in rule
    }


def _format_of(element: etree._Element, formats: Mapping[str, NumberFormat]) -> NumberFormat:
    style = element.get("style") or ""
    if "mso-number-format" in style:
        return _stated(style)
    return next((formats[one] for one in (element.get("class") or "").split() if one in formats), NUMBER)


def _stated(rule: str) -> NumberFormat:
    found = _FORMAT.search(rule)
    code = re.sub(r"\\(.)", r"\1", found[1].strip().strip("\"'")) if found else ""
    return number_format(_NAMED.get(code.lower(), code))
