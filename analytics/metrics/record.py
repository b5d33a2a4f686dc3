"""What a metric is: a named number with its unit, its definition and the rows behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pandas import DataFrame

Unit = Literal["money", "share", "count", "days", "score"]
Better = Literal["more", "less", "neither"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One named number.

    ``query`` gives the rows behind it: an id, what a reader needs to recognise the row, ``value`` and, for a ratio,
    ``base``. The number is ``sum(value)``, or ``sum(value) / sum(base)``. Without a query the rows come from a score,
    and the page that shows it passes them. ``tables`` are the contract's tables that it is made from.
    """

    name: str
    title: str
    unit: Unit
    better: Better
    definition: str
    tables: tuple[str, ...]
    query: str | None = None

    def total(self, rows: DataFrame) -> Decimal | None:
        """The number that ``rows`` add up to; None for a ratio whose base is 0 or without rows.

        Args:
            rows: columns ``value`` and, for a ratio, ``base``; numbers or Decimals.
        """
        value = exact_sum(rows["value"].tolist())
        if "base" not in rows.columns:
            return value
        base = exact_sum(rows["base"].tolist())
        return value / base if base else None


def exact_sum(values: Sequence[Decimal | float | int | None]) -> Decimal:
    """The sum of ``values`` as a Decimal; missing ones count as 0."""
    return sum((Decimal(str(value)) for value in values if value is not None and value == value), Decimal(0))
