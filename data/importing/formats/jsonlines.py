"""JSON: one record a line, or a list of records."""

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import Any

import simplejson

from data.errors import UnreadableFile
from data.importing.files import unreadable
from data.importing.formats.raw import Cell, Doubt, Raw, Row
from data.importing.formats.spool import MAX_COLUMNS, Spool
from data.importing.mapping import Read

MAX_LIST = 200 * 1024**2
"""How large a list of records may be: it is held in memory, unlike one record a line."""

MAX_LINE = 20 * 1024**2
"""How many bytes one record may have."""

Pairs = list[tuple[str, Any]]


def raws(path: Path, name: str, read: Read) -> list[Raw]:
    """The file's table: its keys in the order in which they first come as line 0, each record with its first line.

    Numbers are exact. A record's own records are columns (owner.name), lists and what lies deeper is JSON text.

    Raises:
        UnreadableFile: a line or the list is no JSON, holds no record, or is too large; the message names the line.
    """
    with path.open("rb") as file:
        encoding = json.detect_encoding(file.read(4))
    encoding = "utf-8-sig" if encoding == "utf-8" else encoding
    gathered = _Gathered(name)
    is_list = _first_letter(path, encoding) == "["
    for line, pairs in _listed(path, name, encoding) if is_list else _lines(path, name, encoding):
        gathered.add(line, pairs)
    if not gathered.spool:
        raise unreadable("no-records", file=name, example='{"client_id": "C1"}')
    written = {"format": "JSON, a list of records" if is_list else "JSON, one record a line"}
    return [Raw(name, partial(_rows, gathered), written, gathered.doubts(), is_headed=True)]


class _Gathered:
    """Records as rows, with the columns that their keys have made so far."""

    def __init__(self, name: str) -> None:
        self.spool = Spool()
        self.columns: dict[str, int] = {}
        self._name = name
        self._repeated: list[tuple[int, str]] = []

    def add(self, line: int, pairs: Pairs) -> None:
        cells: list[Cell] = [None] * len(self.columns)
        seen: set[str] = set()
        for key, value in _flattened(pairs):
            at = self.columns.setdefault(key, len(self.columns))
            if at >= MAX_COLUMNS:
                raise unreadable("too-many-columns", file=self._name, count=at + 1, limit=MAX_COLUMNS)
            if at >= len(cells):
                cells.append(None)
            if key in seen:
                self._repeated.append((line, key))
            seen.add(key)
            cells[at] = value
        self.spool.add(line, cells)

    def doubts(self) -> tuple[Doubt, ...]:
        if not self._repeated:
            return ()
        line, key = self._repeated[0]
        return (
            Doubt(
                "repeated-key", "refuse", line, len(self._repeated), {"file": self._name, "value": key, "line": line}
            ),
        )


def _rows(gathered: _Gathered) -> Iterator[Row]:
    width = len(gathered.columns)
    yield 0, list(gathered.columns)
    for line, cells in gathered.spool.filled():
        yield line, cells + [None] * (width - len(cells))


def _flattened(pairs: Pairs) -> Iterator[tuple[str, Cell]]:
    for key, value in pairs:
        if isinstance(value, _Record):
            for inner, deeper in value.pairs:
                yield f"{key}.{inner}", _cell(deeper)
        else:
            yield key, _cell(value)


def _cell(value: Any) -> Cell:
    if isinstance(value, _Record | list):
        return str(simplejson.dumps(_plain(value), ensure_ascii=False, use_decimal=True))
    return None if value == "" else value


def _plain(value: Any) -> Any:
    """Records and lists as they are written again."""
    if isinstance(value, _Record):
        return {key: _plain(inner) for key, inner in value.pairs}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value


class _Record:
    """An object of JSON with its keys in order, repeated ones too."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs


def _no_number(text: str) -> str:
    return text


_DECODER = json.JSONDecoder(object_pairs_hook=_Record, parse_float=Decimal, parse_constant=_no_number)


def _first_letter(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors="replace") as file:
        return file.read(4096).lstrip()[:1]


def _lines(path: Path, name: str, encoding: str) -> Iterator[tuple[int, Pairs]]:
    line = 1
    try:
        with path.open(encoding=encoding, newline="") as file:
            while text := file.readline(MAX_LINE):
                if len(text) >= MAX_LINE:
                    raise unreadable("too-long", file=name, line=line, limit=MAX_LINE)
                if text.strip():
                    yield line, _record(text.strip(), name, line)
                line += 1
    except UnicodeDecodeError as error:
        raise _not_text(path, name, encoding) from error


def _record(text: str, name: str, line: int) -> Pairs:
    try:
        found = _DECODER.decode(text)
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise _bad(name, line, error) from error
    return _pairs(found, name, line)


def _pairs(found: Any, name: str, line: int) -> Pairs:
    if isinstance(found, _Record):
        return found.pairs
    raise unreadable("bad-json", file=name, line=line, reason="it is no record")


def _listed(path: Path, name: str, encoding: str) -> Iterator[tuple[int, Pairs]]:
    if path.stat().st_size > MAX_LIST:
        raise unreadable("json-too-large", file=name, limit=f"{MAX_LIST // 1024**2} MB")
    try:
        text = path.read_text(encoding=encoding)
    except UnicodeDecodeError as error:
        raise _not_text(path, name, encoding) from error
    at = _skipped(text, text.index("[") + 1)
    line, counted = 1, 0
    is_open = text[at : at + 1] != "]"
    while is_open:
        line += text.count("\n", counted, at)
        counted = at
        try:
            found, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError, InvalidOperation) as error:
            raise _bad(name, line, error, is_list=True) from error
        yield line, _pairs(found, name, line)
        at = _skipped(text, at)
        if text[at : at + 1] not in (",", "]"):
            raise unreadable("bad-json", file=name, line=line, reason="no comma and no ] follows this record")
        is_open = text[at] == ","
        at = _skipped(text, at + 1) if is_open else at
    if text[at + 1 :].strip():
        raise unreadable("bad-json", file=name, line=line, reason="something follows the list")


def _skipped(text: str, at: int) -> int:
    while text[at : at + 1].isspace():
        at += 1
    return at


def _bad(name: str, line: int, error: Exception, *, is_list: bool = False) -> UnreadableFile:
    if isinstance(error, json.JSONDecodeError):
        at = error.lineno if is_list else line
        reason = f"{error.msg[:1].lower()}{error.msg[1:]}, at character {error.colno}"
        return unreadable("bad-json", file=name, line=at, reason=reason)
    return unreadable("bad-json", file=name, line=line, reason="its records lie too deep, or a number is too long")


def _not_text(path: Path, name: str, encoding: str) -> UnreadableFile:
    """The error of a file that isn't in its encoding, with the first line that isn't."""
    with path.open("rb") as file:
        for line, text in enumerate(file if encoding.startswith("utf-8") else (), 1):
            try:
                text.decode("utf-8")
            except UnicodeDecodeError as error:
                reason = f"it is not in UTF-8 (byte 0x{text[error.start]:02X})"
                return unreadable("bad-json", file=name, line=line, reason=reason)
    return unreadable("bad-json", file=name, line=1, reason=f"it is not in {encoding.upper()}")
