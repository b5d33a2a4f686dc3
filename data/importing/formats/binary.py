"""What Excel's two binary formats have in common: errors by number, packed numbers, cells that come in any order."""

import struct
from collections.abc import Mapping

from data.importing.formats.merged import Range
from data.importing.formats.number_formats import BUILT_IN, NUMBER, NumberFormat, number_format, plain, shown
from data.importing.formats.raw import Cell
from data.importing.formats.sheets import MAX_LINES, Content, Found, content, hidden_rows, uncomputed
from data.importing.formats.spool import MAX_COLUMNS, Spool

ERRORS: Mapping[int, str] = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip


class Formats:
    """The number format of each cell style, as the file lists formats and styles."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = dict(BUILT_IN)
        self.styles: list[int] = []
        self.is_1904 = False

    def cell(self, number: float, style: int) -> Cell:
        """A number as its style shows it."""
        form = self._form(self.styles[style]) if style < len(self.styles) else NUMBER
        return plain(number) if form.kind == "number" else shown(number, form, is_1904=self.is_1904)

    def _form(self, number: int) -> NumberFormat:
        return number_format(self.codes[number]) if number in self.codes else NUMBER


class Cells:
    """The cells of a sheet, gathered in whatever order the file has them."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, Cell]] = {}
        self.merged: list[Range] = []
        self.hidden: list[int] = []
        self._without_result = Found()
        self._has_results = False

    def put(self, row: int, at: int, cell: Cell) -> None:
        """A cell's content; rows and columns count from 0.

        Raises:
            IndexError: no sheet has such a row.
        """
        if row >= MAX_LINES:
            raise IndexError("row")
        if cell is not None and cell != "":
            self._rows.setdefault(row, {})[min(at, MAX_COLUMNS)] = cell

    def put_result(self, row: int, at: int, cell: Cell) -> None:
        """A formula's result, None where it has none."""
        self.put(row, at, cell)
        if cell is None:
            self._without_result.add(row + 1, at)
        else:
            self._has_results = True

    def content(self) -> Content:
        """What the sheet holds.

        A formula without a result may be one that gives an empty text or one that nobody has computed: where no
        formula has any, that is told.
        """
        spool = Spool()
        for row in sorted(self._rows):
            cells: list[Cell] = [None] * (max(self._rows[row]) + 1)
            for at, cell in self._rows[row].items():
                cells[at] = cell
            spool.add(row + 1, cells)
        hidden = Found()
        for line in sorted(self.hidden):
            if line - 1 in self._rows:
                hidden.add(line)
        doubts = () if self._has_results else uncomputed(self._without_result, "note")
        return content(spool, self.merged, (*doubts, *hidden_rows(hidden)))


def packed_number(packed: int) -> float:
    """A number from 32 bits: the upper ones of a float or a whole number, perhaps in hundredths ([MS-XLS] RkNumber)."""
    if packed & 2:
        number = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        number = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return number / 100 if packed & 1 else number
