"""Words, numbers and days as a reader of one language expects them.

Every sentence that reaches a screen is a template passed through ``_`` and filled by name:
``_("{count} clients left", count=whole(12))``. The language is a context variable, set once for each run of a page.
"""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    get_currency_symbol,
)

LANGUAGES: tuple[str, ...] = ("en", "et", "ru")
MISSING = "–"
MINUS = "\u2212"

Number = int | float | Decimal

_language: ContextVar[str] = ContextVar("language", default="en")
_currency: ContextVar[str] = ContextVar("currency", default="EUR")


@contextmanager
def speaking(language: str, currency: str = "EUR") -> Iterator[None]:
    """Within the block, words are in ``language`` and money is in ``currency`` (an ISO code)."""
    tokens = _language.set(language), _currency.set(currency)
    try:
        yield
    finally:
        _language.reset(tokens[0])
        _currency.reset(tokens[1])


def set_language(language: str, currency: str = "EUR") -> None:
    """Words are in ``language`` and money in ``currency`` until the current context ends."""
    _language.set(language)
    _currency.set(currency)


def language() -> str:
    """The language in force: a key of ``LANGUAGES``."""
    return _language.get()


def currency() -> str:
    """The workspace's currency in force, an ISO code."""
    return _currency.get()


def currency_symbol() -> str:
    """The workspace's currency as a heading's unit: €."""
    return get_currency_symbol(currency(), locale=language())


@cache
def _catalogue(name: str) -> gettext.NullTranslations:
    folder = Path(__file__).resolve().parent.parent / "locale"
    return gettext.translation("haldur", folder, languages=[name], fallback=True)


def _(template: str, **values: object) -> str:
    """``template`` in the language in force, filled with ``values``."""
    words = _catalogue(language()).gettext(template) if template else ""
    return words.format(**values) if values else words


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """The form of a sentence that fits ``count``; ``{count}`` is filled with it in figures."""
    words = _catalogue(language()).ngettext(one, many, count)
    return words.format(**{"count": whole(count), **values})


def N_(template: str) -> str:  # noqa: N802 (gettext's own name for it)
    """Marks ``template`` for translation where it is defined; ``_`` translates it where it is shown."""
    return template


def _tidy(text: str) -> str:
    return text.replace("-", MINUS).replace("\u202f", "\u00a0").replace(" ", "\u00a0")


def _is_missing(value: Number | None) -> bool:
    return value is None or value != value


def money(value: Number | None, cents: bool = False) -> str:
    """An amount of the workspace's currency in full: €1,234,567, with ``cents`` €1,234,567.00."""
    if _is_missing(value):
        return MISSING
    exact = Decimal(str(value)).quantize(Decimal("0.01") if cents else Decimal(1), ROUND_HALF_UP)
    pattern = "¤#,##0.00" if cents else "¤#,##0"
    if language() != "en":
        pattern = pattern[1:] + "\u00a0¤"
    return _tidy(format_currency(exact, currency(), pattern, locale=language(), currency_digits=False))


def short_money(value: Number | None) -> str:
    """An amount for cards and titles, three figures: €1.42M, €486K."""
    if value is None or value != value:
        return MISSING
    size = abs(float(value))
    scaled = size / 1000 ** max(0, min(3, (len(str(int(size))) - 1) // 3))
    digits = 0 if size < 1000 or scaled >= 100 else (1 if scaled >= 10 else 2)
    return _tidy(format_compact_currency(float(value), currency(), locale=language(), fraction_digits=digits))


def short_number(value: Number | None) -> str:
    """A large count for axes: 1.2M, 486K."""
    if value is None or value != value:
        return MISSING
    return _tidy(format_compact_decimal(float(value), locale=language(), fraction_digits=1))


def whole(value: Number | None) -> str:
    """A count, grouped: 1,204."""
    return MISSING if _is_missing(value) else _tidy(format_decimal(round(float(value or 0)), "#,##0", language()))


def number(value: Number | None, digits: int = 1) -> str:
    """A number with ``digits`` decimals, grouped."""
    if value is None or value != value:
        return MISSING
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    return _tidy(format_decimal(value, pattern, language()))


def share(value: Number | None, digits: int = 0) -> str:
    """A fraction as per cent: 0.042 is 4% (4.2% with one digit)."""
    if value is None or value != value:
        return MISSING
    sign = "\u00a0%" if language() == "ru" else "%"
    return number(Decimal(str(value)) * 100, digits) + sign


def points(value: Number | None, digits: int = 1) -> str:
    """The difference of two shares: +0.8 pp."""
    if value is None or value != value:
        return MISSING
    return _("{number} pp", number=signed(number(Decimal(str(value)) * 100, digits)))


def signed(text: str) -> str:
    """A formatted number with its sign always shown: +4.2%."""
    return text if text.startswith(MINUS) or text == MISSING else "+" + text


def day(value: date | None) -> str:
    """A day: 3 Nov 2026."""
    if value is None or value != value:
        return MISSING
    pattern = {"en": "d MMM y", "et": "d. MMM y", "ru": "d MMM y 'г'."}[language()]
    return _spaced(format_date(value, pattern, locale=language()))


def short_day(value: date | None) -> str:
    """A day of a year that is plain from its surroundings: 3 Nov."""
    if value is None or value != value:
        return MISSING
    return _spaced(format_date(value, "d. MMM" if language() == "et" else "d MMM", locale=language()))


def month(value: date | None) -> str:
    """A month: Nov 2026."""
    if value is None or value != value:
        return MISSING
    pattern = "LLL y 'г'." if language() == "ru" else "LLL y"
    return _spaced(format_date(value, pattern, locale=language()))


def month_name(value: date) -> str:
    """A month's name alone: November."""
    return format_date(value, "LLLL", locale=language())


def _spaced(text: str) -> str:
    return text.replace(" ", "\u00a0")
