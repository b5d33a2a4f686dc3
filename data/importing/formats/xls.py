"""Excel 97–2003 workbooks, and those of Excel 5 and 95 ([MS-XLS]): a stream of records, texts in one list."""

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from data.importing.files import unreadable
from data.importing.formats.binary import ERRORS, Cells, Formats, packed_number
from data.importing.formats.compound import streams
from data.importing.formats.containers import damaged
from data.importing.formats.merged import Range
from data.importing.formats.sheets import Content, Sheet

_BOF, _EOF, _CONTINUE = 0x809, 0x0A, 0x3C
_FORMULA, _STRING, _LABEL, _RICH_LABEL, _LABEL_SST = 0x06, 0x207, 0x204, 0xD6, 0xFD
_NUMBER, _RK, _MULTIPLE_RK, _BOOLEAN_OR_ERROR = 0x203, 0x27E, 0xBD, 0x205
_ROW, _MERGED = 0x208, 0xE5
_BOUND_SHEET, _TEXTS, _FORMAT, _STYLE, _DATE_MODE, _CODE_PAGE, _LOCKED = 0x85, 0xFC, 0x41E, 0xE0, 0x22, 0x42, 0x2F
_WORKSHEET = 0
_WIDE, _EXTENDED, _RICH = 1, 4, 8


@dataclass(slots=True)
class _Book:
    """The stream of a workbook and what its sheets share."""

    data: bytes
    name: str
    formats: Formats
    texts: list[str]
    encoding: str = "cp1252"
    is_old: bool = False


def sheets(path: Path, name: str) -> list[Sheet]:
    """The sheets of a workbook, hidden ones too.

    Raises:
        UnreadableFile: the workbook is locked, damaged or no workbook.
    """
    found = streams(path, name)
    if "EncryptedPackage" in found:
        raise unreadable("locked-workbook", file=name)
    data = found.get("Workbook") or found.get("Book")
    if not data:
        raise damaged(name, "it holds no workbook")
    book = _Book(data, name, Formats(), [])
    try:
        return list(_globals(book))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise damaged(name, "its records don't fit together") from error


def _globals(book: _Book) -> Iterator[Sheet]:
    """Takes what sheets share and lists the sheets."""
    for kind, body in _records(book.data, 0):
        if kind == _BOF:
            version = struct.unpack_from("<H", body)[0]
            if version not in (0x500, 0x600):
                raise damaged(book.name, "it is of Excel 4 or before")
            book.is_old = version == 0x500
        elif kind == _LOCKED:
            raise unreadable("locked-workbook", file=book.name)
        elif kind == _CODE_PAGE:
            book.encoding = _encoding(struct.unpack_from("<H", body)[0])
        elif kind == _DATE_MODE:
            book.formats.is_1904 = body[:1] == b"\x01"
        elif kind == _FORMAT:
            book.formats.codes[struct.unpack_from("<H", body)[0]] = _text(book, body, 2, is_short=book.is_old)
        elif kind == _STYLE:
            book.formats.styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _BOUND_SHEET and body[5] == _WORKSHEET:
            start, state = struct.unpack_from("<IB", body)
            yield Sheet(_text(book, body, 6, is_short=True), partial(_load, book, start), bool(state & 3))
    book.texts += _shared_texts(book.data)


def _load(book: _Book, start: int) -> Content:
    try:
        return _read(book, start).content()
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise damaged(book.name, "its records don't fit together") from error


def _read(book: _Book, start: int) -> Cells:
    cells = Cells()
    row = at = 0
    for kind, body in _records(book.data, start):
        if kind == _MULTIPLE_RK:
            _put_several(book, cells, body)
        elif kind == _STRING:
            cells.put_result(row, at, _text(book, body, 0))
        elif kind == _MERGED:
            for one in range(struct.unpack_from("<H", body)[0]):
                top, bottom, left, right = struct.unpack_from("<4H", body, 2 + 8 * one)
                cells.merged.append(Range(top + 1, left, bottom + 1, right))
        elif kind == _ROW and struct.unpack_from("<H", body, 12)[0] & 0x20:
            cells.hidden.append(struct.unpack_from("<H", body)[0] + 1)
        elif kind in _CELLS:
            row, at, style = struct.unpack_from("<3H", body)
            _put(book, cells, kind, body, (row, at, style))
    return cells


_CELLS = (_LABEL_SST, _NUMBER, _RK, _LABEL, _RICH_LABEL, _BOOLEAN_OR_ERROR, _FORMULA)


def _put(book: _Book, cells: Cells, kind: int, body: bytes, where: tuple[int, int, int]) -> None:
    row, at, style = where
    if kind == _LABEL_SST:
        cells.put(row, at, book.texts[struct.unpack_from("<I", body, 6)[0]])
    elif kind == _NUMBER:
        cells.put(row, at, book.formats.cell(struct.unpack_from("<d", body, 6)[0], style))
    elif kind == _RK:
        cells.put(row, at, book.formats.cell(packed_number(struct.unpack_from("<I", body, 6)[0]), style))
    elif kind == _BOOLEAN_OR_ERROR:
        cells.put(row, at, ERRORS.get(body[6], "#N/A") if body[7] else bool(body[6]))
    elif kind == _FORMULA:
        _put_result(book, cells, body, where)
    else:
        cells.put(row, at, _text(book, body, 6))


def _put_result(book: _Book, cells: Cells, body: bytes, where: tuple[int, int, int]) -> None:
    """A formula's result: a number or, told by its last bytes, text (in the next record), truth, error, nothing."""
    row, at, style = where
    if body[12:14] != b"\xff\xff":
        cells.put_result(row, at, book.formats.cell(struct.unpack_from("<d", body, 6)[0], style))
    elif body[6] == 1:
        cells.put_result(row, at, bool(body[8]))
    elif body[6] == 2:
        cells.put_result(row, at, ERRORS.get(body[8], "#N/A"))
    elif body[6] == 3:
        cells.put_result(row, at, None)


def _put_several(book: _Book, cells: Cells, body: bytes) -> None:
    row, first = struct.unpack_from("<2H", body)
    for number in range((len(body) - 6) // 6):
        style, packed = struct.unpack_from("<HI", body, 4 + 6 * number)
        cells.put(row, first + number, book.formats.cell(packed_number(packed), style))


def _records(data: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream; those of charts inside it are left out."""
    depth = 0
    while start + 4 <= len(data):
        kind, length = struct.unpack_from("<2H", data, start)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 1:
            yield kind, data[start + 4 : start + 4 + length]
        if depth <= 0:
            return
        start += 4 + length
    raise struct.error("the stream ends early")


def _shared_texts(data: bytes) -> list[str]:
    """The texts that cells name by number; they run on over as many records as it takes."""
    pieces: list[bytes] = []
    for kind, body in _records(data, 0):
        if kind == _TEXTS or (kind == _CONTINUE and pieces):
            pieces.append(body)
        elif pieces:
            break
    reader = _TextReader(pieces)
    return [reader.text() for _ in range(struct.unpack_from("<I", pieces[0], 4)[0])] if pieces else []


class _TextReader:
    """Texts over several records: each record that goes on with a text says anew how wide its letters are."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._piece, self._at = 0, 8

    def text(self) -> str:
        count, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & _RICH else 0
        extra = struct.unpack("<I", self._take(4))[0] if flags & _EXTENDED else 0
        text = self._letters(count, flags)
        self._take(4 * runs + extra)
        return text

    def _letters(self, count: int, flags: int) -> str:
        text = ""
        while True:
            width = 2 if flags & _WIDE else 1
            room = (len(self._pieces[self._piece]) - self._at) // width
            taken = min(count, room)
            text += self._take(taken * width).decode("utf-16-le" if width == 2 else "latin-1", "surrogatepass")
            count -= taken
            if not count:
                return text
            self._piece, self._at = self._piece + 1, 0
            flags = self._take(1)[0]

    def _take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            if self._at >= len(self._pieces[self._piece]):
                self._piece, self._at = self._piece + 1, 0
            piece = self._pieces[self._piece][self._at : self._at + count - len(taken)]
            self._at += len(piece)
            taken += piece
        return taken


def _text(book: _Book, body: bytes, at: int, *, is_short: bool = False) -> str:
    """A text with its length before it; ``is_short``: in one byte rather than two."""
    count = body[at] if is_short else struct.unpack_from("<H", body, at)[0]
    at += 1 if is_short else 2
    if book.is_old:
        return body[at : at + count].decode(book.encoding, errors="replace")
    is_wide = body[at] & _WIDE
    letters = body[at + 1 : at + 1 + count * (2 if is_wide else 1)]
    return letters.decode("utf-16-le" if is_wide else "latin-1", errors="replace")


def _encoding(code_page: int) -> str:
    try:
        return codecs.lookup(
            {10000: "mac-roman", 32768: "mac-roman", 32769: "cp1252"}.get(code_page, f"cp{code_page}")
        ).name
    except LookupError:
        return "cp1252"
