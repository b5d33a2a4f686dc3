"""From a file's bytes to text in UTF-8: which encoding it is in is found over the whole file, or asked.

Everything behind this module reads UTF-8 alone: ``find`` says how a file is written, ``as_utf8`` gives a file that is.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from data.errors import UnreadableFile
from data.importing.files import unreadable
from data.importing.formats import doubled, legacy, letters
from data.importing.formats import survey as surveying
from data.importing.formats.raw import Choice, Doubt
from data.importing.formats.survey import Survey

_NAMES = {
    "utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16 (big-endian)", "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32 (big-endian)", "cp1250": "Windows-1250", "cp1251": "Windows-1251", "cp1252": "Windows-1252",
    "cp1257": "Windows-1257", "iso8859-1": "ISO 8859-1", "iso8859-4": "ISO 8859-4", "iso8859-13": "ISO 8859-13",
    "iso8859-15": "ISO 8859-15", "koi8-r": "KOI8-R", "cp866": "CP866 (DOS)", "cp775": "CP775 (DOS)",
}  # fmt: skip
_REPAIR_GAIN = 6.0
_ENOUGH_DOUBLED = 2000
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Encoded:
    """How a file's text is written: ``name`` is Python's name of the encoding, or “utf-8+…” (written twice).

    The text stands from byte ``start`` to ``end``; a mark, zero bytes and the Ctrl-Z of DOS are outside it.
    ``doubts`` are what a reader should know or must choose; ``name`` is then the likeliest choice.
    """

    name: str
    has_bom: bool
    start: int
    end: int
    doubts: tuple[Doubt, ...] = ()

    @property
    def title(self) -> str:
        """The encoding in plain words."""
        return title(self.name)


def title(name: str) -> str:
    """An encoding in plain words."""
    if base := doubled.base_of(name):
        return f"UTF-8 written twice, repaired (over {title(base)})"
    return _NAMES.get(name, name)


def is_encoding(name: str) -> bool:
    """Whether a mapping may state an encoding by this name."""
    try:
        return bool(doubled.base_of(name) or "a".encode(name))
    except (LookupError, UnicodeError):
        return False


def find(path: Path, name: str, stated: str | None = None) -> Encoded:
    """Finds how the file at ``path`` is written; ``name`` is what people call it.

    UTF-8, UTF-16 and UTF-32 are told by their mark or their bytes, the encodings of one byte a letter by which of them
    gives words of the languages that are expected. Where several do, the doubts hold a question. ``stated`` is the
    encoding that a mapping names: then nothing is asked.

    Raises:
        UnreadableFile: the file is empty ("empty-file"), holds zero bytes within ("nul-bytes"), is in two encodings
            at once ("mixed-encodings") or not in the one that is stated or marked ("not-in-encoding"); but for the
            first each names the line.
    """
    found = surveying.survey(path)
    if found.is_blank:
        raise unreadable("empty-file", file=name)
    return _stated(path, name, found, stated) if stated else _found(path, name, found)


def as_utf8(path: Path, target: Path, encoded: Encoded) -> Path:
    """A file with the same text in UTF-8: ``path`` itself, perhaps with a mark, or a copy written to ``target``."""
    if encoded.name == "utf-8" and encoded.end == path.stat().st_size:
        return path
    copy_as_utf8(path, target, encoded)
    return target


def copy_as_utf8(path: Path, target: Path, encoded: Encoded) -> None:
    """Writes the text to ``target`` in UTF-8 without a mark, its line ends as they are."""
    base = doubled.base_of(encoded.name)
    texts = _texts(path, "utf-8" if base else encoded.name, encoded.start, encoded.end)
    with target.open("wb") as file:
        for text in _in_lines(texts) if base else texts:
            file.write((doubled.repaired(text, base) if base else text).encode("utf-8"))


def _found(path: Path, name: str, found: Survey) -> Encoded:
    if found.mark not in ("", "utf-8"):
        return _checked(path, name, found, found.mark)
    if found.has_zeros:
        wide = surveying.wide(path, found)
        if not wide:
            line = surveying.line_of_zero(path, found.start, found.end)
            raise unreadable("nul-bytes", file=name, line=line)
        return _checked(path, name, found, wide)
    return _utf8(path, name, found) if found.is_utf8 else _legacy(path, name, found)


def _stated(path: Path, name: str, found: Survey, stated: str) -> Encoded:
    """The stated encoding, once the whole file fits it. “utf-16” means the order that the mark says."""
    codec = stated if doubled.base_of(stated) else codecs.lookup(stated).name
    if codec in ("utf-16", "utf-32"):
        wide = found.mark or (surveying.wide(path, found) if codec == "utf-16" else "")
        codec = wide if wide.startswith(codec) else f"{codec}-le"
    return _checked(path, name, found, {"utf-8-sig": "utf-8"}.get(codec, codec))


def _checked(path: Path, name: str, found: Survey, codec: str) -> Encoded:
    """The encoding, with a note of the first line that is beyond ASCII; raises UnreadableFile where it doesn't fit."""
    found = surveying.with_end(path, found, codec)
    number, first, has_text = 1, 0, False
    try:
        for text in _texts(path, "utf-8" if doubled.base_of(codec) else codec, found.start, found.end):
            if "\x00" in text:
                raise unreadable("nul-bytes", file=name, line=number + _ends(text[: text.index("\x00")]))
            if not first and not text.isascii():
                at = next(position for position, letter in enumerate(text) if not letter.isascii())
                first = number + _ends(text[:at])
            has_text = has_text or not text.isspace()
            number += _ends(text)
    except UnicodeDecodeError as error:
        raise _does_not_fit(name, codec, error, number) from error
    if not has_text:
        raise unreadable("empty-file", file=name)
    encoded = _encoded(path, found, codec)
    return encoded if codec == "utf-8" else _with(encoded, _note(codec, first or 1))


def _does_not_fit(name: str, codec: str, error: UnicodeDecodeError, number: int) -> UnreadableFile:
    before = error.object[: error.start].decode(error.encoding, errors="ignore")
    byte = f"0x{error.object[error.start]:02X}"
    line = number + _ends(before)
    return unreadable("not-in-encoding", file=name, encoding=title(codec), line=line, byte=byte, value=byte)


def _utf8(path: Path, name: str, found: Survey) -> Encoded:
    """UTF-8; where its words are likelier once they are repaired, whether it was written twice is asked."""
    encoded = _encoded(path, found, "utf-8")
    gathered = legacy.Gathered()
    for number, line in surveying.lines(path, found.start, found.end) if found.is_doubled else ():
        if not line.isascii() and doubled.may_hold(line):
            gathered.add(number, line)
            if len(gathered.words) >= _ENOUGH_DOUBLED:
                break
    gains = {base: _gain(gathered, base) for base in doubled.BASES}
    base = max(gains, key=lambda one: gains[one])
    if gains[base] < _REPAIR_GAIN:
        return encoded
    cells = [place.cell.decode("utf-8", "replace") for place in gathered.words.values()]
    changed = list(dict.fromkeys(cell for cell in cells if doubled.repaired(cell, base) != cell))[:3]
    mended = tuple(doubled.repaired(cell, base) for cell in changed)
    choices = (
        Choice({"encoding": doubled.PREFIX + base}, mended),
        Choice({"encoding": "utf-8"}, tuple(changed)),
    )
    ask = Doubt("written-twice", "ask", gathered.first_line, values=_readings(name, choices), choices=choices)
    return replace(_with(encoded, ask), name=doubled.PREFIX + base)


def _gain(gathered: legacy.Gathered, base: str) -> float:
    """How much likelier the words are once they are repaired."""
    words = [word.decode("utf-8", "replace") for word in gathered.words]
    mended = [doubled.repaired(word, base) for word in words]
    changed = [(word, whole) for word, whole in zip(words, mended, strict=True) if word != whole]
    return letters.likelihood([whole for _, whole in changed]) - letters.likelihood([word for word, _ in changed])


def _legacy(path: Path, name: str, found: Survey) -> Encoded:
    """The encoding of one byte a letter that gives the likeliest words."""
    gathered = legacy.gather(surveying.lines(path, found.start, found.end))
    ranked = legacy.rank(gathered)
    if misfit := legacy.misfit(gathered, ranked[0].name):
        raise _mixed(name, *misfit)
    doubtful = legacy.in_doubt(ranked)
    encoded = _encoded(path, found, doubtful[0].name)
    if len(doubtful) == 1:
        return _with(encoded, _note(encoded.name, gathered.first_line))
    names = [one.name for one in doubtful]
    read = zip(names, legacy.samples(gathered, names), strict=True)
    choices = tuple(Choice({"encoding": one}, cells) for one, cells in read)
    ask = Doubt("ambiguous-encoding", "ask", gathered.first_line, values=_readings(name, choices), choices=choices)
    return _with(encoded, ask)


def _mixed(name: str, place: legacy.Place, encoding: str) -> UnreadableFile:
    byte = f"0x{next(value for value in place.cell if value > 127):02X}"
    value = place.cell.decode(encoding, "backslashreplace")
    values = {"encoding": title(encoding), "codec": encoding, "line": place.line, "byte": byte, "value": value}
    return unreadable("mixed-encodings", file=name, **values)


def _readings(name: str, choices: tuple[Choice, ...]) -> dict[str, str]:
    """What fills the sentence of a question: each choice with its first sample."""
    shown = [f"{title(choice.read['encoding'])}: “{'”, “'.join(choice.samples)}”" for choice in choices]
    return {"file": name, "readings": "; ".join(shown)}


def _note(codec: str, line: int) -> Doubt:
    return Doubt("other-encoding", "note", line, values={"encoding": title(codec)})


def _encoded(path: Path, found: Survey, codec: str) -> Encoded:
    """The encoding, with a note where zero bytes behind the text are left out."""
    encoded = Encoded(codec, found.mark == codec, found.start, found.end)
    if not found.has_nuls:
        return encoded
    last = sum(1 for _ in surveying.lines(path, found.start, found.end))
    return _with(encoded, Doubt("dropped-nuls", "note", last))


def _with(encoded: Encoded, doubt: Doubt) -> Encoded:
    return replace(encoded, doubts=(doubt, *encoded.doubts))


def _texts(path: Path, codec: str, start: int, end: int) -> Iterator[str]:
    """The text in pieces, none of which ends between the two characters of a line end."""
    decoder = codecs.getincrementaldecoder(codec)()
    held = ""
    for chunk in surveying.chunks(path, start, end):
        text = held + decoder.decode(chunk)
        held = "\r" if text.endswith("\r") else ""
        if text := text.removesuffix(held):
            yield text
    if text := held + decoder.decode(b"", final=True):
        yield text


def _in_lines(texts: Iterator[str]) -> Iterator[str]:
    """The same pieces, cut behind line ends."""
    rest = ""
    for text in texts:
        *whole, rest = (rest + text).splitlines(keepends=True)
        yield "".join(whole)
    yield rest


def _ends(text: str) -> int:
    return sum(1 for _ in _LINE_END.finditer(text))
