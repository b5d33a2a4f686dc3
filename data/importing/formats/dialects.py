"""How a delimited text is written: what parts its cells, what encloses them, how a quote inside one is told.

A dialect is good when it parts the lines into equally many cells, and when those cells look like something: numbers,
days, words rather than pieces of them. The idea is van den Burg, Nazábal and Sutton's (2019, “Wrangling messy CSV
files by detecting row and type patterns”); patterns are weighed here by the square of their share, so that lines
above and below a table cost little.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from data.importing.mapping import Read

SPACES = "spaces"
"""The separator of columns that are parted by two or more blanks."""

BLANKS = "blanks"
"""The separator of columns that are parted by one blank or more, as instruments write numbers in lines."""

_LIKELIHOOD = {
    ",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, SPACES: 0.8, "\x1f": 0.9, "\x01": 0.9, "^": 0.8, "~": 0.8, "¦": 0.8,
    "§": 0.8, ":": 0.6, " ": 0.6,
    BLANKS: 0.58,
}  # fmt: skip
"""Separators, each with how readily it is believed: blanks and colons stand in text and in times far more often."""

_MINIMUM = 0.12
"""The score below which a text is taken for one column: pieces of prose fit no dialect better than that."""

_SAMPLE_LINES = 400
_SAMPLE_LETTERS = 200_000
_NUMBER = re.compile(r"[-+−(]?[€$£]?\s?\d[\d\s.,'’\u00a0\u202f]*\s?(%|[€$£]|[A-Z]{3})?\)?-?")
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ]\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(:\d{2})?( ?[AP]M)?")
_TOKEN = re.compile(r"[\w.@/:#&+%*?=~-]+")
_DRAWN = re.compile(r"\s*-{2,}(\+-{2,})+\s*")
_COMMENTS = ("#", "%", "//")
"""How lines begin that are remarks, where the first line does."""

_WRAPPED = re.compile(r'"(?:[^"]|"")*"')
"""A line that quotes enclose as one cell."""

_PIECES = re.compile(r"[;|\t\x01\x1f]|.\"|\".|^'|'$")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are parted and enclosed.

    ``quote`` is '' where none encloses cells. ``escape`` is the letter that makes a quote or a separator part of a
    cell; '' where a quote inside quotes is written twice. ``is_spaced``: each separator is followed by a blank that
    belongs to no cell. ``is_framed``: separators stand at both ends of a line as well, and neither they nor blanks
    around cells belong to any, as in tables that are drawn with bars. ``is_wrapped``: each line stands in quotes as a
    whole, as spreadsheets write lines that they took for one cell. ``skipped`` lines stand before the first
    record: Excel's “sep=;”.
    """

    separator: str
    quote: str = '"'
    escape: str = ""
    is_spaced: bool = False
    is_framed: bool = False
    is_wrapped: bool = False
    skipped: int = 0

    @property
    def words(self) -> str:
        """The separator in words."""
        names = {
            "\t": "tab",
            ";": "semicolon",
            ",": "comma",
            "|": "bar",
            " ": "blank",
            SPACES: "several blanks",
            BLANKS: "any blanks",
        }
        return names.get(self.separator, repr(self.separator).strip("'"))


def find(lines: Iterable[str], said: Read) -> Dialect:
    """The dialect that fits the first lines best; what ``said`` states of it holds."""
    sample = _sample(lines)
    stated = _stated(sample[0]) if sample else ""
    skipped = int(bool(stated))
    sample = _without_comments(sample[skipped:])
    if not stated and said.separator is None and (inner := _unwrapped(sample)):
        return replace(find(inner, said), is_wrapped=True)
    separators = [said.separator or stated] if said.separator or stated else _present(sample)
    tried = [_complete(separator, sample, said) for separator in separators]
    best = max(tried, key=lambda dialect: _score(dialect, sample), default=None)
    is_stated = bool(said.separator or stated)
    if best is None or (not is_stated and _score(best, sample) < _MINIMUM):
        best = _complete(",", sample, said)
    return replace(best, skipped=skipped)


def _sample(lines: Iterable[str]) -> list[str]:
    """The first lines that hold anything, without their ends."""
    found: list[str] = []
    letters = 0
    for line in lines:
        found.append(line.rstrip("\r\n"))
        letters += len(line)
        if len(found) >= _SAMPLE_LINES or letters > _SAMPLE_LETTERS:
            break
    return found


def _without_comments(sample: list[str]) -> list[str]:
    """The lines without those that are remarks by their first sign: their commas part nothing."""
    first = next((line for line in sample if line.strip()), "")
    mark = next((mark for mark in _COMMENTS if first.startswith(mark)), None)
    kept = [line for line in sample if mark is None or not line.startswith(mark)]
    return kept if any(map(str.strip, kept)) else sample


def _unwrapped(sample: Sequence[str]) -> list[str]:
    """The lines without the quotes around each, where these hide at least three cells in every line; none otherwise."""
    lines = [line.strip() for line in sample if line.strip()]
    if len(lines) < 2 or not all(map(_WRAPPED.fullmatch, lines)):
        return []
    inner = [unwrapped(line) for line in lines]
    for separator in (",", ";", "\t", "|"):
        cells = [next(csv.reader([line], delimiter=separator)) for line in inner]
        if len({*map(len, cells)}) == 1 and len(cells[0]) > 2:
            return inner
    return []


def unwrapped(line: str) -> str:
    """A line without the quotes around it, and with those inside as they were before; other lines as they are."""
    text = line.rstrip("\r\n")
    stripped = text.strip()
    return stripped[1:-1].replace('""', '"') + line[len(text) :] if _WRAPPED.fullmatch(stripped) else line


def _stated(line: str) -> str:
    """The separator that a first line “sep=;” states, as Excel writes it; '' without one."""
    found = re.fullmatch(r'"?sep=(.)"?[,;\t]*', line, re.IGNORECASE)
    return found[1] if found else ""


def _present(sample: Sequence[str]) -> list[str]:
    """The separators that part at least some of the lines."""
    return [separator for separator in _LIKELIHOOD if sum(_parts(line, separator) for line in sample) > 0]


def _parts(line: str, separator: str) -> bool:
    if separator in (SPACES, BLANKS):
        return re.search(r"\S {2,}\S", line) is not None
    return separator in line


def _complete(separator: str, sample: Sequence[str], said: Read) -> Dialect:
    """The dialect of a separator: its quote and its escape, by what leaves the fewest cells broken."""
    if separator in (SPACES, BLANKS):
        return Dialect(separator, said.quote or "")
    quote = said.quote if said.quote is not None else _quote(separator, sample)
    is_framed = separator == "|" and _is_framed(sample)
    plain = Dialect(separator, quote, is_spaced=_is_spaced(separator, sample), is_framed=is_framed)
    if not any("\\" + mark in line for line in sample for mark in (quote, separator) if mark):
        return plain
    escaped = replace(plain, escape="\\")
    return escaped if 4 * _flaws(escaped, sample) <= _flaws(plain, sample) - 1 else plain


def _quote(separator: str, sample: Sequence[str]) -> str:
    """The double quote, unless apostrophes enclose cells and double quotes hardly do."""
    cells = [cell.strip(" ") for line in sample for cell in line.split(separator)]
    double = sum(cell.startswith('"') for cell in cells)
    single = sum(len(cell) > 1 and cell[0] == cell[-1] == "'" for cell in cells)
    filled = sum(bool(cell) for cell in cells)
    return "'" if single > 2 * double and single > 1 and single >= 0.05 * filled else '"'


def _is_spaced(separator: str, sample: Sequence[str]) -> bool:
    """Whether nearly every separator is followed by a blank."""
    if separator in " \t":
        return False
    followed = sum(line.count(separator + " ") for line in sample)
    return followed > 0 and followed >= 0.95 * sum(line.count(separator) for line in sample)


def _is_framed(sample: Sequence[str]) -> bool:
    """Whether bars stand at both ends of nearly all lines that hold any, or lines of dashes part them."""
    barred = [line.strip() for line in sample if "|" in line]
    framed = sum(line.startswith("|") and line.endswith("|") and len(line) > 1 for line in barred)
    return framed >= 0.9 * len(barred) or any(_DRAWN.fullmatch(line) for line in sample)


def _score(dialect: Dialect, sample: Sequence[str]) -> float:
    """How well the lines fit the dialect, 0 to 1: even widths, cells that look like something, likely separators."""
    from data.importing.formats.records import records

    rows = [record.cells for record in records(sample, dialect, None) if record.cells and any(record.cells)]
    if not rows:
        return 0.0
    widths = Counter(map(len, rows))
    evenness = sum((count / len(rows)) ** 2 * (1 - 1 / width) for width, count in widths.items())
    cells = [cell for row in rows for cell in row]
    looks = sum(map(_look, cells)) / len(cells)
    return evenness * looks * _LIKELIHOOD.get(dialect.separator, 0.8) * _belief(dialect, rows, widths)


def _flaws(dialect: Dialect, sample: Sequence[str]) -> int:
    """How many records break the rules or have another width than most."""
    from data.importing.formats.records import records

    found = [record for record in records(sample, dialect, None) if record.cells]
    width = Counter(len(record.cells) for record in found).most_common(1)
    return sum(bool(record.flaw) or len(record.cells) != width[0][0] for record in found)


def _belief(dialect: Dialect, rows: Sequence[Sequence[str]], widths: Counter[int]) -> float:
    """Single blanks are believed only where they part all lines alike: names and sentences hold them too.

    The headings may lack the first, over the names of rows of numbers. Any number of blanks is believed where they
    part numbers, too.
    """
    if dialect.separator not in (" ", ":", BLANKS):
        return 1.0
    width, count = widths.most_common(1)[0]
    cells = [cell for row in rows if len(row) == width for cell in row]
    if dialect.separator == BLANKS and width > 2 and 2 * count >= len(rows):
        return 1.0 if sum(map(_is_number, cells)) >= 0.75 * len(cells) else 0.2
    is_short = len(rows[0]) == width - 1 and sum(map(_is_number, rows[-1])) >= 0.5 * width
    return 1.0 if width > 2 and count >= 0.9 * (len(rows) - is_short) else 0.2


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None


def _look(cell: str) -> float:
    """How much a cell looks like a value, 0 to 1, rather than like a piece of one or several in one."""
    text = cell.strip()
    if not text:
        return 0.7
    if _NUMBER.fullmatch(text) or _DAY.fullmatch(text) or _TOKEN.fullmatch(text):
        return 1.0
    return 0.2 if _PIECES.search(text) else 0.85
