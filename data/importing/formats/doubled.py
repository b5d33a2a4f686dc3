"""Text that was written in UTF-8 twice: “Müller” for “Müller”, told and repaired.

A program had taken the bytes of UTF-8 for letters of an older encoding and written those in UTF-8 again. Each letter
beyond ASCII has then become two or three: one that stands for the first byte, and one or two for those that follow.
"""

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

BASES = ("cp1252", "cp1251", "cp1257", "cp1250")
"""The encodings that UTF-8 is taken for by mistake."""

_LEADS = (0xC2, 0xC3, 0xC4, 0xC5, 0xD0, 0xD1)
"""The first bytes of the letters of our users' languages in UTF-8."""

PREFIX = "utf-8+"
"""How a doubled encoding is named: “utf-8+cp1252” is UTF-8 that was taken for Windows-1252 and written so again."""


def base_of(name: str) -> str:
    """The encoding that a doubled text was taken for; '' for the name of any other encoding."""
    base = name.removeprefix(PREFIX)
    return base if base != name and base in BASES else ""


def repaired(text: str, base: str) -> str:
    """The text as it was before it was written a second time; letters that were right stay."""
    return _letters(base).sub(lambda found: _once(found[0], base), text)


def _once(letters: str, base: str) -> str:
    """The character whose bytes ``letters`` stand for; the letters themselves where there is none."""
    try:
        return bytes(_bytes(base)[letter] for letter in letters).decode("utf-8")
    except UnicodeDecodeError:
        return letters


def _alphabet(base: str) -> list[str]:
    """The letter for each byte; one that the encoding leaves out is a control character, as Windows has it."""
    whole = (bytes([value]).decode(base, errors="replace") for value in range(256))
    return [chr(value) if letter == "\ufffd" else letter for value, letter in enumerate(whole)]


def _pattern(base: str) -> str:
    """What stands for one character: the letter for its first byte and those for the bytes that follow."""
    alphabet = _alphabet(base)
    two, three, after = (_class(alphabet[low:high]) for low, high in ((0xC2, 0xE0), (0xE0, 0xF0), (0x80, 0xC0)))
    return f"{two}{after}|{three}{after}{after}"


def _class(letters: list[str]) -> str:
    return f"[{''.join(map(re.escape, letters))}]"


@cache
def _letters(base: str) -> re.Pattern[str]:
    return re.compile(_pattern(base))


@cache
def _bytes(base: str) -> dict[str, int]:
    return {letter: value for value, letter in enumerate(_alphabet(base))}


@cache
def _beginnings(firsts: tuple[int, ...]) -> NDArray[np.bool_]:
    """Whether two bytes of UTF-8 begin a letter that stands, in some encoding, for one of the bytes ``firsts``."""
    table = np.zeros(65536, dtype=np.bool_)
    for alphabet in map(_alphabet, BASES):
        for value in firsts:
            written = alphabet[value].encode()
            table[written[0] << 8 | written[1]] = True
    return table


def may_hold(chunk: bytes) -> bool:
    """Whether some bytes of UTF-8 may be text that was written twice: two letters that stand for one."""
    values = np.frombuffer(chunk, dtype=np.uint8)
    leads = np.flatnonzero(values[:-3] >= _LEADS[0])
    leads = leads[_beginnings(_LEADS)[_pairs(values, leads)]]
    return bool(_beginnings(tuple(range(0x80, 0xC0)))[_pairs(values, leads + 2)].any())


def _pairs(values: NDArray[np.uint8], at: NDArray[np.intp]) -> NDArray[np.int64]:
    return values[at].astype(np.int64) << 8 | values[at + 1]
