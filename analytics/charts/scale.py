"""Thousands and millions: numbers on an axis are short, and its caption says their unit."""

from collections.abc import Iterable
from dataclasses import dataclass

from pandas import Series

from analytics.words import _, currency_symbol, number, signed

_STEPS: tuple[tuple[float, str, int], ...] = ((1e6, "million", 2), (1e3, "thousand", 0), (1.0, "", 0))
_LEAST = 2.0
_TEN = 10


@dataclass(frozen=True, slots=True)
class Scale:
    """By what an axis' numbers are divided, the unit that this gives in words, and how many decimals they need."""

    divisor: float
    unit: str
    digits: int

    def __call__(self, value: float) -> float:
        """A value on the axis."""
        return value / self.divisor

    def axis(self, values: "Series[float]") -> "Series[float]":
        """A column of values on the axis."""
        return values.astype(float) / self.divisor

    def text(self, value: float) -> str:
        """A value as its label."""
        return number(round(value / self.divisor, self.digits) + 0.0, self.digits)

    def change(self, value: float) -> str:
        """A difference as its label, with its sign."""
        return signed(self.text(value))


def scale(values: Iterable[float | None], *, is_money: bool) -> Scale:
    """The scale for values of which the largest has one to three figures before the point: thousand €, million €."""
    most = max((abs(value) for value in values if value is not None and value == value), default=0.0)
    divisor, word, digits = next((step for step in _STEPS if most >= _LEAST * step[0]), _STEPS[-1])
    if word and most < _TEN * divisor:
        digits += 1 if word == "thousand" else 0
    symbol = currency_symbol() if is_money else ""
    units = {
        "million": _("million {currency}", currency=symbol),
        "thousand": _("thousand {currency}", currency=symbol),
        "": symbol or _("number"),
    }
    return Scale(divisor, units[word].strip(), digits)
