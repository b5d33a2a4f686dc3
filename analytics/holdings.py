"""What a viewer's version holds, and where one of its numbers comes from: what the runner tells beside results."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pandas import DataFrame

from analytics.metrics import Metric


@dataclass(frozen=True, slots=True)
class Passport:
    """Where a number comes from: the rows behind it, what they add up to, the SQL, and each table's last day."""

    metric: Metric
    rows: DataFrame
    total: Any
    sql: str
    sources: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Status:
    """What a viewer's version holds, and what its filters may be set to (ids or keys → names)."""

    is_empty: bool
    is_sample: bool
    currency: str
    version: int
    rows: Mapping[str, int]
    known_through: Mapping[str, date]
    first_day: date | None
    last_day: date | None
    teams: tuple[str, ...] = ()
    managers: Mapping[str, str] | None = None
    regions: tuple[str, ...] = ()
    segments: Mapping[str, str] | None = None
    products: Mapping[str, str] | None = None
