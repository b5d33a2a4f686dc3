"""One sheet of an XLSX workbook, read as a stream of XML events."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import IO
from xml.parsers import expat

from data.importing.formats.merged import Range
from data.importing.formats.number_formats import NUMBER, NumberFormat, plain, shown
from data.importing.formats.raw import Cell
from data.importing.formats.sheets import MAX_LINES, Content, Found, content, hidden_rows, uncomputed
from data.importing.formats.spool import Spool

MAX_FORMULA = 8192
MAX_TEXT = 1_000_000
"""Characters that one cell may have."""

_CHUNK = 256 * 1024
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_DIGITS = "0123456789"


def unescaped(text: str) -> str:
    """A text with the characters that XML can't hold: _x000D_ is a line end."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def parse(file: IO[bytes], reader: "SheetReader | TextsReader") -> None:
    """Sends a part's elements to ``reader``.

    Raises:
        ValueError: it is no XML, defines entities, or holds a text longer than ``MAX_TEXT``.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_entities
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk, False)
            if len(reader.pieces) > 1 and sum(map(len, reader.pieces)) > MAX_TEXT:
                raise ValueError(f"a cell has more than {MAX_TEXT} characters")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error


def _refuse_entities(*_: object) -> None:
    raise ValueError("it defines entities")


class TextsReader:
    """The texts that cells name by number; the readings that East Asian files add to them are left out."""

    def __init__(self, limit: int) -> None:
        self.texts: list[str] = []
        self.pieces: list[str] = []
        self._room = limit
        self._is_taking = self._is_reading = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""
        name = tag.rpartition(":")[2]
        if name == "si":
            self.pieces = []
        elif name == "rPh":
            self._is_reading = True
        self._is_taking = name == "t" and not self._is_reading

    def end(self, tag: str) -> None:
        """An element closes."""
        name = tag.rpartition(":")[2]
        self._is_taking = False
        if name == "rPh":
            self._is_reading = False
        elif name == "si":
            text = unescaped("".join(self.pieces))
            self._room -= len(text)
            if self._room < 0:
                raise ValueError("its texts are too long to be held")
            self.texts.append(text)

    def text(self, data: str) -> None:
        """Text inside an element."""
        if self._is_taking:
            self.pieces.append(data)


class SheetReader:
    """Turns the elements of a sheet into rows, and gathers what is doubtful about them."""

    def __init__(self, texts: Sequence[str], formats: Sequence[NumberFormat], *, is_1904: bool) -> None:
        self._texts, self._is_1904 = texts, is_1904
        self._formats = {str(number): form for number, form in enumerate(formats) if form != NUMBER}
        self._columns: dict[str, int] = {}
        self._spool = Spool()
        self._line = 0
        self._hidden, self._is_hidden = Found(), False
        self._prefix: str | None = None
        self._cells: list[Cell] = []
        self._attributes: Mapping[str, str] = {}
        self._is_taking = self._is_reading = False
        self._formula = ""
        self._shown = lru_cache(maxsize=10_000)(shown)
        self.pieces: list[str] = []
        self._merged: list[Range] = []
        self._formulas, self._uncomputed = Found(), Found()
        self._has_results = False

    def read(self, file: IO[bytes], *, is_uncomputed: bool) -> Content:
        """The sheet's rows and doubts; ``is_uncomputed``: the file asks for its formulas to be computed.

        Raises:
            ValueError: the part can't be read to its end.
        """
        parse(file, self)
        if is_uncomputed and not self._has_results:
            self._uncomputed = self._formulas
        return content(self._spool, self._merged, (*uncomputed(self._uncomputed), *hidden_rows(self._hidden)))

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens; the first one's prefix is that of all."""
        if self._prefix is None:
            self._prefix = tag[: tag.find(":") + 1]
        name = tag.removeprefix(self._prefix) if self._prefix else tag
        if name == "c":
            self._attributes, self._formula = attributes, ""
            self.pieces = []
        elif name in ("v", "t"):
            self._is_taking = not self._is_reading
        elif name == "f":
            self._formula = "="
        elif name == "row":
            self._start_row(attributes)
        elif name == "mergeCell":
            self._merged += _ranges(attributes.get("ref", ""))
        elif name == "rPh":
            self._is_reading = True

    def end(self, tag: str) -> None:
        """An element closes."""
        name = tag.removeprefix(self._prefix) if self._prefix else tag
        if name == "c":
            self._end_cell()
        elif name in ("v", "t"):
            self._is_taking = False
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._is_reading = False

    def text(self, data: str) -> None:
        """Text inside an element."""
        if self._is_taking:
            self.pieces.append(data)
        elif self._formula and len(self._formula) < MAX_FORMULA:
            self._formula += data

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        line = int(attributes.get("r", self._line + 1))
        if not self._line < line <= MAX_LINES:
            raise ValueError(f"row {line} comes after row {self._line}")
        self._line, self._cells = line, []
        self._is_hidden = attributes.get("hidden") in ("1", "true")

    def _end_row(self) -> None:
        if self._is_hidden and any(cell is not None for cell in self._cells):
            self._hidden.add(self._line)
        self._spool.add(self._line, self._cells)

    def _end_cell(self) -> None:
        attributes, cells = self._attributes, self._cells
        reference = attributes.get("r")
        if reference and not self.pieces and not self._formula:
            return
        value = "".join(self.pieces)
        at = self._column(reference) if reference else len(cells)
        cell = self._cell(value, attributes) if value else None
        if self._formula and self._note_formula(value, at, attributes.get("t", "n")):
            cell = self._formula
        if at == len(cells):
            cells.append(cell)
        elif at > len(cells):
            if cell is not None:
                cells.extend([None] * (at - len(cells)))
                cells.append(cell)
        else:
            cells[at] = cell

    def _column(self, reference: str) -> int:
        letters = reference.rstrip(_DIGITS)
        at = self._columns.get(letters)
        if at is None:
            at = self._columns[letters] = column(letters)
        return at

    def _cell(self, value: str, attributes: Mapping[str, str]) -> Cell:
        kind = attributes.get("t", "n")
        if kind == "s":
            return self._texts[int(value)] or None
        if kind == "n":
            return self._number(value, attributes.get("s", ""))
        if kind == "b":
            return value.strip() not in ("0", "false")
        return _day_or_time(value) if kind == "d" else unescaped(value)

    def _number(self, value: str, style: str) -> Cell:
        form = self._formats.get(style)
        try:
            if form is not None:
                return self._shown(float(value), form, is_1904=self._is_1904)
            return int(value) if value.isdigit() else plain(float(value))
        except ValueError:
            return unescaped(value).strip() or None

    def _note_formula(self, value: str, at: int, kind: str) -> bool:
        """Whether a formula has no result."""
        self._formulas.add(self._line, at)
        if not value and kind != "str":
            self._uncomputed.add(self._line, at)
            return True
        self._has_results = self._has_results or value != "0"
        return False


def column(letters: str) -> int:
    """A column's number, from 0, by its letters.

    Raises:
        ValueError: no sheet has such a column.
    """
    if not re.fullmatch(r"[A-Z]{1,3}", letters):
        raise ValueError(f"there is no column {letters[:20]}")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _ranges(reference: str) -> list[Range]:
    found = re.fullmatch(rf"{_REFERENCE.pattern}:{_REFERENCE.pattern}", reference)
    return [Range(int(found[2]), column(found[1]), int(found[4]), column(found[3]))] if found else []


def _day_or_time(value: str) -> Cell:
    """What a strict workbook writes as ISO text."""
    for kind in (date, time, datetime):
        try:
            return kind.fromisoformat(value)
        except ValueError:
            continue
    return value
