"""How headings and words of values are compared: folded, without punctuation, and nearly alike."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

_SHORTEST = 5
_ONE_SLIP, _TWO_SLIPS = 9, 12
"""Up to so many letters a word may differ by one slip of the pen, by two, and beyond that by three."""

_MOST_KEPT = 16_384
"""So many headings are kept as they compare: the known ones are compared again and again."""

_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "eurot": "EUR", "евро": "EUR", "$": "USD", "usd": "USD", "£": "GBP",
    "gbp": "GBP", "₽": "RUB", "rub": "RUB", "руб": "RUB", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN",
    "chf": "CHF", "czk": "CZK", "huf": "HUF", "uah": "UAH", "грн": "UAH", "cad": "CAD", "aud": "AUD", "jpy": "JPY",
    "cny": "CNY", "kzt": "KZT", "тенге": "KZT", "gel": "GEL", "try": "TRY", "byn": "BYN",
}  # fmt: skip
_BRACKETED = re.compile(r"(?P<before>.*\S)\s*[(\[](?P<inside>[^()\[\]]*)[)\]]")
_LAST_WORD = re.compile(r"(?P<before>.*?[^\W_])(?:\s+in)?[\s,;:_/-]+(?P<inside>[^\W_]+\.?|[€$£₽])", re.IGNORECASE)


def folded(heading: str) -> str:
    """A heading trimmed and case-folded: two that are the same so are one heading twice."""
    return " ".join(unicodedata.normalize("NFKC", heading).casefold().split())


@lru_cache(maxsize=_MOST_KEPT)
def compact(heading: str) -> str:
    """A heading as letters and digits only, case-folded: how headings are compared. “ё” counts as “е”."""
    return re.sub(r"[\W_]+", "", folded(heading)).replace("ё", "е")


def without_brackets(heading: str) -> str:
    """A heading without what stands in brackets at its end: “Discount (%)” → “Discount”."""
    found = _BRACKETED.fullmatch(heading.strip())
    return found["before"] if found else heading


def split_currency(heading: str) -> tuple[str, str | None]:
    """A heading and the currency that it names at its end: “Amount (EUR)”, “Summa, €” → the words before, "EUR"."""
    for pattern in (_BRACKETED, _LAST_WORD):
        found = pattern.fullmatch(heading.strip())
        code = _CURRENCIES.get(folded(found["inside"]).rstrip(".")) if found else None
        if found and code:
            return found["before"], code
    return heading, None


def slips(word: str, other: str) -> int | None:
    """How many slips of the pen lie between two words; None where they are too many for a misspelling.

    A slip is a letter left out, added, changed or swapped with the next. Short words allow none, and a word of less
    than nine letters begins with the right one: “Mount” isn't “amount”, “rate” isn't “date”.
    """
    shorter = min(len(word), len(other))
    if shorter < _SHORTEST or (shorter < _ONE_SLIP and word[0] != other[0]):
        return None
    most = 1 if shorter < _ONE_SLIP else 2 if shorter < _TWO_SLIPS else 3
    found = OSA.distance(word, other, score_cutoff=most)
    return found if found <= most and _digits(word) == _digits(other) else None


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of the ``known`` words that ``word`` is a misspelling of; of two that are as near, the first."""
    found = [(count, step, other) for step, other in enumerate(known) if (count := slips(word, other)) is not None]
    return min(found)[2] if found else None


def _digits(word: str) -> str:
    return "".join(letter for letter in word if letter.isdigit())
