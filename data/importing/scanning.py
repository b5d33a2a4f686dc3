"""What a text file is made of, found over the whole of it: encoding, separator, quotes, line ends."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from data.importing.files import unreadable

SEPARATORS = ("\t", ";", ",")
"""Looked for in this order where two fit equally well: commas stand in numbers and in text far more often."""

_CHUNK = 512 * 1024
_LONGEST = 16 * 1024 * 1024
"""Bytes without a line end beyond which no lines are looked for."""

_HEADER_LIMIT = 1024 * 1024
_NEWLINE, _RETURN, _QUOTE = 10, 13, 34
_CTRL_Z = b"\x1a"
_ALL = bytes(range(256))

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Scan:
    """How a file is written.

    ``records`` counts the lines, headings included, of a regular file: every line has the same number of fields,
    quotes are well formed and hold no line ends, and lines all end alike (``newline``). Of any other it is 0.
    ``is_tidy`` promises that all is ASCII and that no cell has blanks around it or an apostrophe before it.
    ``skipped`` lines stand before the headings: Excel's “sep=;”.
    """

    separator: str
    newline: str
    has_bom: bool
    records: int
    is_tidy: bool
    skipped: int

    @property
    def is_regular(self) -> bool:
        """Whether line and row numbers agree and a fast reader may be trusted."""
        return self.records > 0


@dataclass(slots=True)
class _Tally:
    """What the lines seen so far have in common; ``widths`` are the fields of a line by each separator that fits."""

    candidates: list[str]
    newline: str | None = None
    is_regular: bool = True
    is_tidy: bool = True
    lines: int = 0
    widths: dict[str, int] = field(default_factory=dict)

    def add(self, piece: bytes) -> None:
        """Takes whole lines, each with its end, into account."""
        lines, first = piece.count(b"\n"), self.candidates[:1]
        newline = _newline(piece, lines)
        self.newline = newline if self.newline is None else self.newline
        self.is_regular = bool(newline) and newline == self.newline
        if self.is_regular:
            self.candidates = [one for one in self.candidates if self._fits(piece, lines, one)]
            self.is_regular = bool(self.candidates)
            is_first = not self.lines or self.candidates[:1] == first
            self.is_tidy = self.is_tidy and self.is_regular and is_first and _is_tidy(piece, self.candidates[0])
        self.lines += lines

    def _fits(self, piece: bytes, lines: int, separator: str) -> bool:
        """Whether each of the lines has as many fields as the file's first, and every quote bounds a field."""
        sign = separator.encode()
        marks = _quoted_marks(piece, sign) if b'"' in piece else piece.translate(None, _all_but(sign))
        if marks is None:
            return False
        width = self.widths.setdefault(separator, marks.index(b"\n") + 1)
        return len(marks) == width * lines and marks == (sign * (width - 1) + b"\n") * lines


def _pieces(file: IO[bytes], begin: int, end: int) -> Iterator[bytes]:
    """The bytes between two places in pieces of whole lines, the last line with an end like the others'."""
    file.seek(begin)
    rest, ending = b"", b""
    while begin < end:
        chunk = file.read(min(_CHUNK, end - begin))
        begin += len(chunk)
        cut = chunk.rfind(b"\n") + 1
        if not cut and begin < end and len(rest) < _LONGEST:
            rest += chunk
            continue
        piece, rest = rest + chunk[:cut], chunk[cut:]
        ending = ending or (b"\r\n" if b"\r\n" in piece else b"\n")
        yield piece if begin < end else piece + rest + ending


def scan(path: Path, name: str) -> Scan:
    """Reads the whole of a file in UTF-8, a piece at a time, and says how it is written.

    Raises:
        UnreadableFile: the file is empty.
    """
    with path.open("rb") as file:
        start = file.read(_HEADER_LIMIT)
        has_bom = start.startswith(codecs.BOM_UTF8)
        begin, end = len(codecs.BOM_UTF8) * has_bom, _text_end(file)
        if not _has_text(file, begin, end):
            raise unreadable("empty-file", file=name)
        head = start[begin:end]
        stated = _stated_separator(head)
        separators = [stated] if stated else _separators(_header(head))
        skipped = head.index(b"\n") + 1 if stated else 0
        tally = _Tally(separators, _newline(head[:skipped], 1) if stated else None, bool(separators))
        for piece in _pieces(file, begin + skipped, end):
            if not tally.is_regular:
                break
            tally.add(piece)
    records = tally.lines if tally.is_regular else 0
    separator = (tally.candidates or separators or [","])[0]
    return Scan(separator, tally.newline or "", has_bom, records, bool(records) and tally.is_tidy, int(bool(stated)))


def _text_end(file: IO[bytes]) -> int:
    """Where the text ends, without the line ends that close the file."""
    end = file.seek(0, 2)
    while end:
        begin = max(0, end - 4096)
        file.seek(begin)
        tail = file.read(end - begin).rstrip(b"\r\n")
        if tail:
            return begin + len(tail)
        end = begin
    return 0


def _has_text(file: IO[bytes], begin: int, end: int) -> bool:
    """Whether there is anything but blanks."""
    file.seek(begin)
    while begin < end:
        chunk = file.read(min(_CHUNK, end - begin))
        if chunk.strip():
            return True
        begin += len(chunk)
    return False


def _all_but(separator: bytes) -> bytes:
    """Every byte but the separator and the line end."""
    return _ALL.translate(None, separator + b"\n")


def _stated_separator(head: bytes) -> str:
    """The separator that a first line “sep=;” states, as Excel writes it; '' without one."""
    first = head[:8].decode("utf-8", errors="ignore")
    is_stated = first[:4].lower() == "sep=" and first[4:5] in SEPARATORS and first[5:6] in ("\r", "\n")
    return first[4] if is_stated and b"\n" in head else ""


def _newline(piece: bytes, lines: int) -> str:
    r"""The one way in which lines end, "\n" or "\r\n"; empty where ends are mixed or odd characters need care."""
    if not lines or _CTRL_Z in piece:
        return ""
    returns = piece.count(b"\r")
    if not returns:
        return "\n"
    return "\r\n" if returns == lines == piece.count(b"\r\n") else ""


def _is_tidy(piece: bytes, separator: str) -> bool:
    """Whether no cell can need tidying, told from the bytes beside blanks and apostrophes."""
    if not piece.isascii():
        return False
    body = np.frombuffer(piece, np.uint8)
    is_edge = np.zeros(256, dtype=bool)
    is_edge[[_NEWLINE, _RETURN, _QUOTE, ord(separator)]] = True
    is_blank = body == ord(" ")
    if separator != "\t" and b"\t" in piece:
        is_blank |= body == ord("\t")
    blanks = np.flatnonzero(is_blank)
    begins = np.concatenate((blanks, np.flatnonzero(body == ord("'")))) if b"'" in piece else blanks
    before = is_edge[body[np.maximum(begins - 1, 0)]] | (begins == 0)
    after = is_edge[body[np.minimum(blanks + 1, body.size - 1)]]
    return not (before.any() or after.any())


def _header(head: bytes) -> str:
    """The first record as text, quoted line ends included."""
    start = head.decode("utf-8", errors="ignore")
    is_quoted = False
    for position, letter in enumerate(start):
        if letter == '"':
            is_quoted = not is_quoted
        elif letter in "\r\n" and not is_quoted:
            return start[:position]
    return start


def _separators(header: str) -> list[str]:
    """The separators that the headings may be split by, the likeliest first."""
    plain = "".join(header.split('"')[::2])
    return sorted((s for s in SEPARATORS if s in plain), key=lambda s: -plain.count(s))


def _quoted_marks(piece: bytes, separator: bytes) -> bytes | None:
    """The separators and line ends outside quotes, in order; None where quotes aren't sound or hold line ends."""
    body = np.frombuffer(piece, np.uint8)
    is_quote = body == _QUOTE
    if not _are_quotes_sound(body, np.flatnonzero(is_quote), separator[0]):
        return None
    is_inside = (np.cumsum(is_quote, dtype=np.uint8) & 1) == 1
    is_end = body == _NEWLINE
    if (is_inside & is_end).any():
        return None
    marks: Bytes = body[((body == separator[0]) | is_end) & ~is_inside]
    return marks.tobytes()


def _are_quotes_sound(body: Bytes, quotes: NDArray[np.intp], separator: int) -> bool:
    """Whether quotes come in pairs that enclose whole fields, with quotes inside written twice."""
    if quotes.size % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    before = body[np.maximum(opening - 1, 0)]
    starts = (opening == 0) | (before == separator) | (before == _NEWLINE) | (before == _QUOTE)
    after = body[np.minimum(closing + 1, body.size - 1)]
    ends = (after == separator) | (after == _NEWLINE) | (after == _RETURN) | (after == _QUOTE)
    return bool(starts.all() and ends.all())
