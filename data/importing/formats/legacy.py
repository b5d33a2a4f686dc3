"""Which encoding of one byte a letter a text is in, judged by its words; and text that is in two at once."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from data.importing.formats import letters

PRIORS = {
    "cp1252": 0.0, "cp1257": 0.0, "cp1251": 0.0, "cp1250": -1.0, "iso8859-15": -3.0, "iso8859-1": -3.0,
    "iso8859-13": -3.0, "iso8859-4": -5.0, "koi8-r": -4.0, "cp866": -4.0, "cp775": -6.0,
}  # fmt: skip
"""The encodings among which is chosen, and the logarithm of how common each is. Of two that write a text alike the
first is named."""

_CLEAR = 5.0
"""An encoding whose words are e⁵ times likelier than those of any other is taken without a question."""
_WORTH_SHOWING = 12.0
_NOISE = -5.2
"""A mean log-likelihood of a letter below which no reading makes words."""
_SURE_OF_UTF8 = 6.0
_SURE_OF_OTHER = 12.0
_OTHERS = ("cp1252", "cp1257", "cp1251", "koi8-r", "cp866")
_MOST_CHOICES = 4
_ENOUGH_WORDS = 20_000
_LONGEST_CELL = 60

_WORD = re.compile(rb"[0-9A-Za-z\x80-\xff]{1,60}")
_SEPARATORS = re.compile(rb'[,;\t|"\r\n]')
_ASCII = bytes(range(128))


class Place(NamedTuple):
    """Where a word stands first: its line, and the cell around it."""

    line: int
    cell: bytes


class Candidate(NamedTuple):
    """An encoding, the log-likelihood of the text's words in it, and the mean for a letter."""

    name: str
    score: float
    plausibility: float


@dataclass(slots=True)
class Gathered:
    """What of a text is beyond ASCII: its different words, its bytes, and how many lines are UTF-8 and how many not."""

    words: dict[bytes, Place] = field(default_factory=dict)
    seen: bytes = b""
    first_line: int = 0
    sound: int = 0
    broken: int = 0
    first_broken: Place | None = None

    def add(self, number: int, line: bytes) -> None:
        """Counts a line; its words are kept while there are few, later only for bytes that no word has had."""
        self.first_line = self.first_line or number
        if _is_utf8(line):
            self.sound += 1
        else:
            self.first_broken = self.first_broken or Place(number, _broken_cell(line))
            self.broken += 1
        if len(self.words) < _ENOUGH_WORDS or line.translate(None, _ASCII + self.seen):
            self._add_words(number, line)

    def _add_words(self, number: int, line: bytes) -> None:
        self.seen = bytes({*self.seen, *line.translate(None, _ASCII)})
        for cell in _SEPARATORS.split(line):
            if not cell.isascii():
                place = Place(number, _shortened(cell))
                for word in _WORD.findall(cell):
                    if not word.isascii():
                        self.words.setdefault(word, place)


def gather(lines: Iterable[tuple[int, bytes]]) -> Gathered:
    """Goes over all lines of a text once."""
    gathered = Gathered()
    for number, line in lines:
        if not line.isascii():
            gathered.add(number, line)
    return gathered


def rank(gathered: Gathered) -> list[Candidate]:
    """The encodings that the text may be in, the likeliest first; of those that read it alike only the commonest."""
    found: dict[str, Candidate] = {}
    for name, prior in PRIORS.items():
        alphabet = _decoded(bytes(sorted(gathered.seen)), name)
        if alphabet is None or alphabet in found or any("\x80" <= letter <= "\x9f" for letter in alphabet):
            continue
        texts = [str(word, name) for word in gathered.words]
        found[alphabet] = Candidate(name, letters.likelihood(texts) + prior, letters.plausibility(texts))
    return sorted(found.values(), key=lambda one: -one.score)


def in_doubt(ranked: Sequence[Candidate]) -> list[Candidate]:
    """The encodings among which a person should choose, the likeliest first; one where it is clear."""
    best = ranked[0]
    is_noise = best.plausibility < _NOISE
    if not is_noise and (len(ranked) == 1 or best.score - ranked[1].score > _CLEAR):
        return [best]
    near = [one for one in ranked if is_noise or best.score - one.score <= _WORTH_SHOWING]
    return near[:_MOST_CHOICES]


def samples(gathered: Gathered, names: Sequence[str], count: int = 3) -> list[tuple[str, ...]]:
    """For each encoding the same few cells, in which the readings differ most."""

    def readings(word: bytes) -> int:
        return len({str(word, name) for name in names})

    chosen = sorted(gathered.words, key=lambda word: (-readings(word), gathered.words[word].line))
    cells = list(dict.fromkeys(gathered.words[word].cell for word in chosen[: 10 * count]))[:count]
    return [tuple(str(cell, name, "replace") for cell in cells) for name in names]


def misfit(gathered: Gathered, name: str) -> tuple[Place, str] | None:
    """The first line that isn't in the encoding of most others, with that encoding; None where all are in ``name``.

    Words in UTF-8 are hardly ever words in another encoding. Several words that are nonsense in ``name`` and words in
    one other encoding are in that one: of another script, or of DOS.
    """
    listed = [word for word in gathered.words if _is_utf8(word)]
    gains = letters.likelihoods([str(word, "utf-8") for word in listed])
    gains -= letters.likelihoods([str(word, name) for word in listed])
    surely = [word for word, gain in zip(listed, gains, strict=True) if gain > _SURE_OF_UTF8]
    if not surely:
        place = _in_another(gathered, name)
        return (place, name) if place else None
    if gathered.first_broken and gathered.sound >= gathered.broken:
        return gathered.first_broken, "utf-8"
    return min((gathered.words[word] for word in surely), key=lambda place: place.line), name


def _in_another(gathered: Gathered, name: str) -> Place | None:
    """Where the first of several words stands that are surely in one other encoding of one byte a letter."""
    for other in _OTHERS:
        words = [word for word in gathered.words if _decoded(word, other) is not None] if other != name else []
        gains = letters.likelihoods([str(word, other) for word in words])
        gains -= letters.likelihoods([str(word, name) for word in words])
        surely = [gathered.words[word] for word, gain in zip(words, gains, strict=True) if gain > _SURE_OF_OTHER]
        if len(surely) > 1:
            return min(surely, key=lambda place: place.line)
    return None


def _broken_cell(line: bytes) -> bytes:
    """The first cell of a line that isn't UTF-8."""
    return _shortened(next(cell for cell in [*_SEPARATORS.split(line), line] if not _is_utf8(cell)))


def _shortened(cell: bytes) -> bytes:
    """A cell, or of a long one the piece that holds its first letter beyond ASCII."""
    cell = cell.strip()
    first = next((place for place, value in enumerate(cell) if value > 127), 0)
    start = max(0, first - _LONGEST_CELL // 2) if len(cell) > _LONGEST_CELL else 0
    return cell[start : start + _LONGEST_CELL]


def _is_utf8(text: bytes) -> bool:
    return _decoded(text, "utf-8") is not None


def _decoded(text: bytes, name: str) -> str | None:
    try:
        return text.decode(name)
    except UnicodeDecodeError:
        return None
