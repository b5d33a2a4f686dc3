"""Excel's binary workbooks (XLSB): the parts of an XLSX, each a stream of records ([MS-XLSB])."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from data.importing.formats.binary import ERRORS, Cells, Formats, packed_number
from data.importing.formats.containers import Container, damaged, opened, relations
from data.importing.formats.merged import Range
from data.importing.formats.sheets import Content, Sheet
from data.importing.formats.xlsx import MAX_TEXTS

_MAIN = "xl/workbook.bin"
_ROW, _RK, _ERROR, _BOOLEAN, _REAL, _INLINE, _SHARED = 0, 2, 3, 4, 5, 6, 7
_FORMULA_TEXT, _FORMULA_NUMBER, _FORMULA_BOOLEAN, _FORMULA_ERROR, _RICH = 8, 9, 10, 11, 62
_TEXT, _FORMAT, _STYLE, _PROPERTIES, _SHEET, _MERGED = 19, 44, 47, 153, 156, 176
_STYLES_BEGIN, _STYLES_END = 617, 618
_NULL = 0xFFFFFFFF
_MAX_RECORD = 16 * 1024**2


@dataclass(slots=True)
class _Book:
    """What the sheets of a workbook share; ``texts`` are read with the first sheet."""

    path: Path
    name: str
    formats: Formats
    texts_part: str
    texts: list[str] | None = None


def sheets(path: Path, name: str) -> list[Sheet]:
    """The sheets of a workbook, hidden ones too.

    Raises:
        UnreadableFile: the workbook is damaged or too large.
    """
    with opened(path, name) as container:
        try:
            return _listed(container, path)
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise damaged(name, "its records don't fit together") from error


def _listed(container: Container, path: Path) -> list[Sheet]:
    targets = relations(container, _MAIN)
    parts = dict(targets.values())
    book = _Book(path, container.name, Formats(), parts.get("sharedStrings", ""))
    if parts.get("styles", "") in container:
        _take_styles(container, parts["styles"], book.formats)
    found = []
    with container.open(_MAIN) as file:
        for kind, body in _records(file):
            if kind == _PROPERTIES:
                book.formats.is_1904 = bool(body[0] & 1)
            elif kind == _SHEET:
                relation, at = _wide(body, 8)
                target = targets.get(relation, ("", ""))
                if target[0] == "worksheet":
                    found.append(Sheet(_wide(body, at)[0], partial(_load, book, target[1]), any(body[:4])))
    return found


def _take_styles(container: Container, part: str, formats: Formats) -> None:
    is_cells = False
    with container.open(part) as file:
        for kind, body in _records(file):
            if kind == _FORMAT:
                formats.codes[struct.unpack_from("<H", body)[0]] = _wide(body, 2)[0]
            elif kind in (_STYLES_BEGIN, _STYLES_END):
                is_cells = kind == _STYLES_BEGIN
            elif kind == _STYLE and is_cells:
                formats.styles.append(struct.unpack_from("<H", body, 2)[0])


def _load(book: _Book, part: str) -> Content:
    with opened(book.path, book.name) as container:
        try:
            if book.texts is None:
                book.texts = _texts(container, book.texts_part)
            with container.open(part) as file:
                return _read(file, book, book.texts).content()
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise damaged(book.name, f"the records of {part} don't fit together") from error


def _texts(container: Container, part: str) -> list[str]:
    texts: list[str] = []
    room = MAX_TEXTS
    if part not in container:
        return texts
    with container.open(part) as file:
        for kind, body in _records(file):
            if kind == _TEXT:
                texts.append(_wide(body, 1)[0])
                room -= len(texts[-1])
                if room < 0:
                    raise damaged(container.name, "its texts are too long to be held")
    return texts


def _read(file: IO[bytes], book: _Book, texts: list[str]) -> Cells:
    cells, row = Cells(), 0
    for kind, body in _records(file):
        if kind == _ROW:
            row = struct.unpack_from("<I", body)[0]
            if body[11] & 0x10:
                cells.hidden.append(row + 1)
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            cells.merged.append(Range(top + 1, left, bottom + 1, right))
        elif kind in _VALUES:
            at, style = struct.unpack_from("<2I", body)
            _put(book, texts, cells, (row, at, style & 0xFFFFFF), kind, body)
    return cells


_VALUES = (_RK, _ERROR, _BOOLEAN, _REAL, _INLINE, _SHARED, _FORMULA_TEXT, _FORMULA_NUMBER, _FORMULA_BOOLEAN,
           _FORMULA_ERROR, _RICH)  # fmt: skip


def _put(book: _Book, texts: list[str], cells: Cells, where: tuple[int, int, int], kind: int, body: bytes) -> None:
    row, at, style = where
    if kind == _RK:
        cells.put(row, at, book.formats.cell(packed_number(struct.unpack_from("<I", body, 8)[0]), style))
    elif kind in (_REAL, _FORMULA_NUMBER):
        cells.put(row, at, book.formats.cell(struct.unpack_from("<d", body, 8)[0], style))
    elif kind == _SHARED:
        cells.put(row, at, texts[struct.unpack_from("<I", body, 8)[0]])
    elif kind in (_BOOLEAN, _FORMULA_BOOLEAN):
        cells.put(row, at, bool(body[8]))
    elif kind in (_ERROR, _FORMULA_ERROR):
        cells.put(row, at, ERRORS.get(body[8], "#N/A"))
    else:
        cells.put(row, at, _wide(body, 9 if kind == _RICH else 8)[0])


def _wide(body: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    count = struct.unpack_from("<I", body, at)[0]
    if count == _NULL:
        return "", at + 4
    end = at + 4 + 2 * count
    if end > len(body):
        raise struct.error("a text ends early")
    return body[at + 4 : end].decode("utf-16-le", "surrogatepass"), end


def _records(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Records: a kind in one or two bytes, a length in up to four, seven bits in each."""
    while first := file.read(1):
        kind = first[0] & 0x7F
        if first[0] & 0x80:
            kind |= (file.read(1)[0] & 0x7F) << 7
        length = 0
        for place in range(4):
            byte = file.read(1)[0]
            length |= (byte & 0x7F) << (7 * place)
            if not byte & 0x80:
                break
        body = file.read(length) if length <= _MAX_RECORD else b""
        if len(body) < length:
            raise struct.error("a record ends early")
        yield kind, body
