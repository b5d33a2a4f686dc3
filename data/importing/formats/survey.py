"""What bytes alone tell of a text file: its mark, whether it is UTF-8, where zero bytes stand, its lines."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from data.importing.formats import doubled

_CHUNK = 4 * 1024 * 1024
_TAIL = b"\x00\x1a"
_BLANK = 32
_WIDE_HIGH = (0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x1E, 0x20, 0x21, 0x22, 0x25)
"""The higher bytes of the letters and signs that are expected in UTF-16: Latin, Greek, Cyrillic, punctuation."""

MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""The marks that a file may begin with and what they say, the longer of two that begin alike first."""


@dataclass(frozen=True, slots=True)
class Survey:
    """A file's bytes: ``mark`` is the encoding that its first bytes state, '' without.

    The text stands from ``start`` to ``end``. Behind ``end`` stand only zero bytes (``has_nuls`` then) and the Ctrl-Z
    that ended files under DOS. ``is_doubled``: some of it may be UTF-8 that was written in UTF-8 again.
    """

    mark: str
    start: int
    end: int
    has_nuls: bool
    is_blank: bool
    is_utf8: bool
    has_zeros: bool
    is_doubled: bool


def survey(path: Path) -> Survey:
    """Reads the whole file once."""
    with path.open("rb") as file:
        beginning = file.read(4)
    mark, start = next(((name, len(mark)) for mark, name in MARKS if beginning.startswith(mark)), ("", 0))
    end, has_nuls = _end(path, start, _width(mark))
    is_blank, is_utf8, has_zeros, is_doubled = True, True, False, False
    decoder = codecs.getincrementaldecoder("utf-8")()
    for chunk in chunks(path, start, end):
        is_blank = is_blank and int(np.frombuffer(chunk, dtype=np.uint8).max()) <= _BLANK
        has_zeros = has_zeros or b"\x00" in chunk
        if is_utf8 and (not chunk.isascii() or decoder.getstate()[0]):
            is_utf8 = _decodes(decoder, chunk)
            is_doubled = is_doubled or doubled.may_hold(chunk)
    is_utf8 = is_utf8 and not decoder.getstate()[0]
    return Survey(mark, start, end, has_nuls, is_blank, is_utf8, has_zeros, is_doubled)


def with_end(path: Path, found: Survey, encoding: str) -> Survey:
    """The same file, its end found in the characters of ``encoding``: UTF-16 may end in a byte of zero."""
    end, has_nuls = _end(path, found.start, _width(encoding))
    return replace(found, end=end, has_nuls=has_nuls)


def chunks(path: Path, start: int, end: int) -> Iterator[bytes]:
    """The bytes from ``start`` to ``end`` in pieces."""
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (chunk := file.read(min(_CHUNK, end - start))):
            start += len(chunk)
            yield chunk


def lines(path: Path, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Every line with its number, however lines end."""
    number, rest = 1, b""
    for chunk in chunks(path, start, end):
        *whole, rest = (rest + chunk).splitlines(keepends=True)
        yield from enumerate(whole, number)
        number += len(whole)
    yield from enumerate(rest.splitlines(), number)


def line_of_zero(path: Path, start: int, end: int) -> int:
    """The line of the first zero byte; 0 without one."""
    return next((number for number, line in lines(path, start, end) if b"\x00" in line), 0)


def wide(path: Path, found: Survey) -> str:
    """UTF-16 of either order, told by where zero bytes stand in a text without a mark; '' where it isn't that."""
    counts = np.zeros((2, 256), dtype=np.int64)
    for chunk in chunks(path, found.start, found.end):
        values = np.frombuffer(chunk, dtype=np.uint8)
        for parity in (0, 1):
            counts[parity] += np.bincount(values[parity::2], minlength=256)
    for name, high, low in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        expected = counts[high][list(_WIDE_HIGH)].sum() >= 0.95 * counts[high].sum()
        zeros = counts[high][0] >= 0.02 * counts[high].sum() and counts[low][0] <= 0.1 * counts[high][0]
        if expected and zeros:
            return name
    return ""


def _end(path: Path, start: int, width: int) -> tuple[int, bool]:
    """Where the text ends, in characters of ``width`` bytes, and whether zero bytes stand behind it."""
    end, has_nuls = path.stat().st_size, False
    with path.open("rb") as file:
        while end > start:
            begin = max(start, end - 65536 * width)
            file.seek(begin)
            block = file.read(end - begin)
            kept = block.rstrip(_TAIL)
            at = begin + len(kept)
            at = min(end, at + (-(at - start)) % width)
            has_nuls = has_nuls or _has_zero_character(block[at - begin :], width)
            if kept or at == end:
                return at, has_nuls
            end = at
    return start, has_nuls


def _width(encoding: str) -> int:
    """How many bytes the shortest characters of an encoding have."""
    return 2 if encoding.startswith("utf-16") else 4 if encoding.startswith("utf-32") else 1


def _has_zero_character(tail: bytes, width: int) -> bool:
    return any(not any(tail[at : at + width]) for at in range(0, len(tail), width))


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True
