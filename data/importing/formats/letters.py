"""How much a text looks like the languages that our users write, letter by letter.

Bytes of an unknown encoding are words in one reading and noise in another. A word's likelihood is the product of its
letters', each given the one before it, in the likeliest of the languages of ``WORDS``; capitals inside a word, letters
of two alphabets in one, quotes and box drawings among letters make it less likely.
"""

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from data.importing.formats.languages import WORDS

Codes = NDArray[np.int64]
Chances = NDArray[np.float64]

_EDGE, _DIGIT, _SIGN, _STRANGER, _ODD, _BOX, _CONTROL = range(7)
_FIRST_LETTER = 7
_SIGNS = "«»„“”‘’‚‹›–—…€§°№®™©•·£¿¡ªº½¼¾²³\xa0"
_JOINING = "’–·\xa0\xad"
_CHANCE = {_EDGE: 0.15, _DIGIT: 0.01, _SIGN: 0.005, _STRANGER: 2e-5, _ODD: 5e-6, _BOX: 1e-6, _CONTROL: 1e-8}
"""How often a character is of a kind that is no letter of the language, whatever stands before it."""

_SHRINKAGE = 6.0
"""A letter's chance behind another is drawn to its chance anywhere as if by this many more letters."""
_UNSEEN = 0.03
"""What a letter counts that the language's words lack."""
_MAIN = 0.8
"""The share of a file's words in its main language."""
_CAPITAL_INSIDE, _SMALL_AFTER_CAPITALS, _TWO_ALPHABETS, _SIGN_INSIDE = -6.0, -3.0, -7.0, -6.0
"""What a capital behind a small letter, a small one behind two capitals, a letter beside one of another alphabet and
a quote between two letters add to a word's log-likelihood."""


def likelihood(texts: Sequence[str]) -> float:
    """The log-likelihood of ``texts`` (words, in any order) as words of one main language with some of others."""
    by_language = _by_language(texts)
    if not by_language.size:
        return 0.0
    anyone = np.logaddexp.reduce(by_language, axis=0) - np.log(len(by_language))
    mixed = np.logaddexp(np.log(_MAIN) + by_language, np.log(1 - _MAIN) + anyone)
    return float(mixed.sum(axis=1).max())


def likelihoods(texts: Sequence[str]) -> Chances:
    """The log-likelihood of each text alone."""
    return np.asarray(np.logaddexp.reduce(_by_language(texts), axis=0) - np.log(len(WORDS)))


def plausibility(texts: Sequence[str]) -> float:
    """The mean log-likelihood of a character: about −2.5 for words of the languages known, below −5 for noise."""
    return likelihood(texts) / max(1, sum(len(text) + 1 for text in texts))


def _by_language(texts: Sequence[str]) -> Chances:
    """The log-likelihood of each text (columns) in each language (rows)."""
    if not texts:
        return np.zeros((len(WORDS), 0))
    joined = np.frombuffer((" " + " ".join(texts) + " ").encode("utf-32-le"), dtype=np.uint32)
    points = np.minimum(joined, 0xFFFF).astype(np.int64)
    codes = _code_of()[points]
    common = _manners(points, codes)
    starts = np.concatenate(([0], np.cumsum([len(text) + 1 for text in texts])[:-1]))
    return np.stack([np.add.reduceat(table[codes[:-1], codes[1:]] + common, starts) for table in _tables()])


def _manners(points: Codes, codes: Codes) -> Chances:
    """What capitals, alphabets and signs add to each pair, whatever the language."""
    traits = _traits_of()[points]
    is_upper, is_lower, is_cyrillic, is_joining = (traits & bit != 0 for bit in (1, 2, 4, 8))
    is_letter = (codes >= _FIRST_LETTER) | (codes == _STRANGER)
    added = np.where(is_lower[:-1] & is_upper[1:], _CAPITAL_INSIDE, 0.0)
    added += np.where(is_letter[:-1] & is_letter[1:] & (is_cyrillic[:-1] != is_cyrillic[1:]), _TWO_ALPHABETS, 0.0)
    after_capitals = is_upper[:-2] & is_upper[1:-1] & is_lower[2:]
    is_mark = (codes == _SIGN) & ~is_joining
    inside = is_letter[:-2] & is_mark[1:-1] & is_letter[2:]
    added[1:] += np.where(after_capitals, _SMALL_AFTER_CAPITALS, 0.0) + np.where(inside, _SIGN_INSIDE, 0.0)
    return added


@cache
def _letters() -> tuple[str, ...]:
    """Every letter of any language, in order."""
    return tuple(sorted({letter for words in WORDS.values() for letter in words if letter.isalpha()}))


@cache
def _code_of() -> Codes:
    """Each character's code by its code point: a letter's own, or that of its kind."""
    own = {letter: _FIRST_LETTER + step for step, letter in enumerate(_letters())}
    return np.array([_code(chr(point), own) for point in range(0x10000)], dtype=np.int64)


def _code(character: str, own: dict[str, int]) -> int:
    if character.isalpha() and character not in "ªº":
        return own.get(character.lower()[0], _STRANGER)
    if character in _SIGNS:
        return _SIGN
    if character.isdigit():
        return _DIGIT
    if character.isspace() or (character.isascii() and character.isprintable()):
        return _EDGE
    if "\u2300" <= character <= "\u25ff":
        return _BOX
    return _ODD if character.isprintable() or character == "\xad" else _CONTROL


@cache
def _traits_of() -> Codes:
    """By code point: 1 for capitals, 2 for small letters, 4 for Cyrillic ones, 8 for signs that join words."""
    characters = [chr(point) for point in range(0x10000)]
    return np.array(
        [
            one.isupper() + 2 * one.islower() + 4 * ("\u0400" <= one <= "\u04ff") + 8 * (one in _JOINING)
            for one in characters
        ],
        dtype=np.int64,
    )


@cache
def _tables() -> tuple[Chances, ...]:
    """For each language the logarithm of a character's chance (column) behind another (row)."""
    return tuple(_table(words.split()) for words in WORDS.values())


def _table(words: Iterable[str]) -> Chances:
    size = _FIRST_LETTER + len(_letters())
    counts = np.zeros((size, size))
    for word in words:
        codes = _code_of()[[ord(letter) for letter in f" {word} "]]
        np.add.at(counts, (codes[:-1], codes[1:]), 1)
    seen = counts.sum(axis=0)
    seen[_FIRST_LETTER:] += _UNSEEN
    seen[:_FIRST_LETTER] = 0
    anywhere = seen / seen.sum() * (1 - sum(_CHANCE.values()))
    for kind, chance in _CHANCE.items():
        anywhere[kind] = chance
    chances = (counts + _SHRINKAGE * anywhere) / (counts.sum(axis=1, keepdims=True) + _SHRINKAGE)
    return np.asarray(np.log(chances))
