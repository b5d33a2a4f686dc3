"""What a text file is made of, found over the whole of it: encoding, separator, quotes, line ends."""

import codecs
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.importing.files import unreadable

SEPARATORS = ("\t", ";", ",")
"""Looked for in this order where two fit equally well: commas stand in numbers and in text far more often."""

_CHUNK = 8 * 1024 * 1024
_HEADER_LIMIT = 1024 * 1024
_BOM = codecs.BOM_UTF8
_NEWLINE, _RETURN, _QUOTE, _CTRL_Z = 10, 13, 34, 26

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


def scan(path: Path, name: str) -> Scan:
    """Reads the whole of a file in UTF-8 and says how it is written.

    Raises:
        UnreadableFile: the file is empty.
    """
    data = np.fromfile(path, dtype=np.uint8)
    has_bom = data[:3].tobytes() == _BOM
    body = data[3:] if has_bom else data
    if not body[:_HEADER_LIMIT].tobytes().strip() and not body.tobytes().strip():
        raise unreadable("empty-file", file=name)
    body = _without_last_ends(body)
    newline = _newline(body)
    stated = _stated_separator(body)
    if stated:
        body = body[int(np.argmax(body == _NEWLINE)) + 1 :]
    separators = [stated] if stated else _separators(_header(body))
    for separator in separators if newline else ():
        if records := _regular_records(body, separator):
            return Scan(separator, newline, has_bom, records, _is_tidy(body, separator), int(bool(stated)))
    return Scan(separators[0] if separators else ",", newline, has_bom, 0, False, int(bool(stated)))


def _without_last_ends(body: Bytes) -> Bytes:
    """The bytes without the line ends that close the file."""
    end = body.size
    while end and body[end - 1] in (_NEWLINE, _RETURN):
        end -= 1
    return body[:end]


def _stated_separator(body: Bytes) -> str:
    """The separator that a first line “sep=;” states, as Excel writes it; '' without one."""
    first = body[:8].tobytes().decode("utf-8", errors="ignore")
    is_stated = first[:4].lower() == "sep=" and first[4:5] in SEPARATORS and first[5:6] in ("\r", "\n")
    return first[4] if is_stated else ""


def _newline(body: Bytes) -> str:
    r"""The one way in which lines end, "\n" or "\r\n"; empty where ends are mixed or odd characters need care."""
    if (body == _CTRL_Z).any():
        return ""
    returns = np.flatnonzero(body == _RETURN)
    if not returns.size:
        return "\n"
    newlines = np.flatnonzero(body == _NEWLINE)
    paired = returns.size == newlines.size and bool((returns + 1 == newlines).all())
    return "\r\n" if paired else ""


def _is_tidy(body: Bytes, separator: str) -> bool:
    """Whether no cell can need tidying, told from the bytes beside blanks and apostrophes."""
    if (body > 127).any():
        return False
    is_edge = np.zeros(256, dtype=bool)
    is_edge[[_NEWLINE, _RETURN, _QUOTE, ord(separator)]] = True
    is_blank = (body == ord(" ")) | ((body == ord("\t")) if separator != "\t" else False)
    blanks, guards = np.flatnonzero(is_blank), np.flatnonzero(body == ord("'"))
    begins = np.concatenate((blanks, guards))
    before = is_edge[body[np.maximum(begins - 1, 0)]] | (begins == 0)
    after = is_edge[body[np.minimum(blanks + 1, body.size - 1)]]
    return not (before.any() or after.any())


def _header(body: Bytes) -> str:
    """The first record as text, quoted line ends included."""
    start = body[:_HEADER_LIMIT].tobytes().decode("utf-8", errors="ignore")
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


def _regular_records(body: Bytes, separator: str) -> int:
    """How many lines there are, if each has as many fields as the first and every quote bounds a field; else 0."""
    quotes = np.flatnonzero(body == _QUOTE)
    if quotes.size and not _are_quotes_sound(body, quotes, ord(separator)):
        return 0
    fields, before, inside, records = 0, 0, 0, 1
    for start in range(0, body.size, _CHUNK):
        chunk = body[start : start + _CHUNK]
        marks = (chunk == ord(separator)) | (chunk == _NEWLINE)
        if quotes.size:
            quoted = (np.cumsum(chunk == _QUOTE, dtype=np.uint8) + inside) & 1
            if (quoted[chunk == _NEWLINE] == 1).any():
                return 0
            marks &= quoted == 0
            inside = int(quoted[-1])
        ends = chunk[np.flatnonzero(marks)] == _NEWLINE
        if not fields:
            fields = int(ends.argmax()) + 1 if ends.any() else int(ends.size) + 1
        if not _ends_fit(ends, fields, before):
            return 0
        before = (before + ends.size) % fields
        records += int(ends.sum())
    return records if before == fields - 1 else 0


def _ends_fit(ends: NDArray[np.bool_], fields: int, before: int) -> bool:
    """Whether, of the marks that part fields and lines, exactly each ``fields``-th ends a line."""
    first = fields - 1 - before
    return int(ends.sum()) == len(range(first, ends.size, fields)) and bool(ends[first::fields].all())


def _are_quotes_sound(body: Bytes, quotes: NDArray[np.intp], separator: int) -> bool:
    """Whether quotes come in pairs that enclose whole fields, with quotes inside written twice."""
    if quotes.size % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    before = body[np.maximum(opening - 1, 0)]
    starts = (opening == 0) | (before == separator) | (before == _NEWLINE) | (before == _QUOTE)
    after = body[np.minimum(closing + 1, body.size - 1)]
    last = closing == body.size - 1
    ends = last | (after == separator) | (after == _NEWLINE) | (after == _RETURN) | (after == _QUOTE)
    return bool(starts.all() and ends.all())
