"""The compound files in which old Office documents, and locked new ones, keep their streams ([MS-CFB])."""

import struct
from collections.abc import Iterator
from pathlib import Path

from data.importing.files import unreadable
from data.importing.formats.containers import damaged

MAX_SIZE = 512 * 1024**2
"""How large such a file may be: it is read whole."""

_LAST_SECTOR = 0xFFFFFFFA
_STREAM, _ROOT = 2, 5


def streams(path: Path, name: str) -> dict[str, bytes]:
    """The streams of a compound file by name.

    Raises:
        UnreadableFile: the file is damaged or too large.
    """
    if path.stat().st_size > MAX_SIZE:
        raise unreadable("too-large", file=name, limit=f"{MAX_SIZE // 1024**2} MB")
    try:
        return _Compound(path.read_bytes()).streams()
    except (struct.error, IndexError, ValueError) as error:
        raise damaged(name, "its parts don't fit together") from error


class _Compound:
    """Sectors, and the tables that chain them."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._sector, self._mini = 1 << self._short(30), 1 << self._short(32)
        if self._sector not in (512, 4096) or self._mini != 64:
            raise ValueError("sector size")
        self._is_wide = self._sector == 4096
        self._table = self._numbers(b"".join(map(self._bytes_of, self._table_sectors())))
        self._mini_table = self._numbers(self._chained(self._long(60)))
        self._cutoff = self._long(56)

    def streams(self) -> dict[str, bytes]:
        directory = self._chained(self._long(48))
        entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
        root = next(entry for entry in [*entries, b"\x00" * 128] if entry[66] == _ROOT or not any(entry))
        self._minis = self._chained(struct.unpack_from("<I", root, 116)[0])
        return dict(self._stream(entry) for entry in entries if entry[66] == _STREAM)

    def _stream(self, entry: bytes) -> tuple[str, bytes]:
        length, start = struct.unpack_from("<H", entry, 64)[0], struct.unpack_from("<I", entry, 116)[0]
        size = struct.unpack_from("<Q" if self._is_wide else "<I", entry, 120)[0]
        name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", errors="replace")
        if size >= self._cutoff:
            return name, self._chained(start)[:size]
        pieces = [self._minis[at * 64 : at * 64 + 64] for at in self._chain(start, self._mini_table)]
        return name, b"".join(pieces)[:size]

    def _table_sectors(self) -> Iterator[int]:
        yield from self._numbers(self._data[76:512])
        following, seen = self._long(68), 0
        while following < _LAST_SECTOR and seen <= len(self._data) // self._sector:
            *listed, following = self._numbers(self._bytes_of(following))
            yield from listed
            seen += 1

    def _chained(self, start: int) -> bytes:
        return b"".join(self._bytes_of(sector) for sector in self._chain(start, self._table))

    @staticmethod
    def _chain(start: int, table: list[int]) -> Iterator[int]:
        for _ in range(len(table) + 1):
            if start >= _LAST_SECTOR:
                return
            yield start
            start = table[start]
        raise ValueError("a chain without an end")

    def _bytes_of(self, sector: int) -> bytes:
        if sector >= _LAST_SECTOR:
            return b""
        return self._data[(sector + 1) * self._sector : (sector + 2) * self._sector]

    @staticmethod
    def _numbers(data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _short(self, at: int) -> int:
        return int(struct.unpack_from("<H", self._data, at)[0])

    def _long(self, at: int) -> int:
        return int(struct.unpack_from("<I", self._data, at)[0])
