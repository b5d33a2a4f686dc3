"""Rows that were read once and are wanted several times: kept in a nameless temporary file, small ones in memory."""

import pickle
import weakref
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile

from data.importing.formats.raw import Cell, Row

MAX_COLUMNS = 1000
"""How many columns of a sheet are kept; whoever reads one says so when it has more."""

_IN_MEMORY = 16 * 1024**2
_ROWS_AT_ONCE = 2000
_HEAD = 50


class Spool:
    """The filled rows of one sheet, in order of their lines, to be given again as often as anybody asks.

    Cells that trail off empty are dropped; when rows are given, each has the width of the widest and the empty
    lines between them are there again. ``head`` holds the first rows, which may be changed after the last was added.
    The file has no name, so nothing of it is left when the process ends, however it ends.
    """

    def __init__(self) -> None:
        self.head: list[Row] = []
        self.width = 0
        self.is_too_wide = False
        self._pending: list[Row] = []
        self._starts: list[int] = []
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (closed when the spool is gone)
        weakref.finalize(self, self._file.close)

    def __bool__(self) -> bool:
        return bool(self.head)

    def add(self, line: int, cells: list[Cell]) -> None:
        """Keeps a row, unless it is empty; ``cells`` is the spool's own from here on."""
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            return
        if len(cells) > MAX_COLUMNS:
            self.is_too_wide = True
            del cells[MAX_COLUMNS:]
        self.width = max(self.width, len(cells))
        if len(self.head) < _HEAD:
            self.head.append((line, cells))
            return
        self._pending.append((line, cells))
        if len(self._pending) >= _ROWS_AT_ONCE:
            self._write()

    def rows(self) -> Iterator[Row]:
        """Every row from line 1 to the last filled one."""
        blank: list[Cell] = [None] * self.width
        following = 1
        for line, cells in self.filled():
            for empty in range(following, line):
                yield empty, blank.copy()
            following = line + 1
            yield line, cells + blank[len(cells) :]

    def filled(self) -> Iterator[Row]:
        """Every filled row, as wide as it is itself."""
        yield from self.head
        for start in self._starts:
            self._file.seek(start)
            yield from pickle.load(self._file)
        yield from self._pending

    def _write(self) -> None:
        self._file.seek(0, 2)
        self._starts.append(self._file.tell())
        pickle.dump(self._pending, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        self._pending = []
