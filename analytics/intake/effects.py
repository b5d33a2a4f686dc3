"""What an import would do to the headline numbers: measured in a version that is made, looked at and dropped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from duckdb import DuckDBPyConnection
from pandas import DataFrame

from analytics.metrics import Unit, metric
from analytics.runner import House
from data import queries
from data.engine.duckdb import fetch
from data.importing import ImportOptions, import_batch
from data.scope import LOCAL, Scope, narrow
from data.store import DRAFT, Draft

MOST_SHOWN = 6
_QUERY = "import_months"
_ORDER = ("revenue", "deals", "margin", "new_clients", "invoiced", "collected", "contacts", "expense_budget")

Months = Mapping[tuple[str, date], Decimal]


@dataclass(frozen=True, slots=True)
class Effect:
    """One metric of one month: what it is, what it would be; in the metric's unit."""

    metric: str
    title: str
    unit: Unit
    month: date
    now: Decimal
    after: Decimal


class _Measured(Exception):
    """The draft has been looked at; raised so that nothing of it is kept."""

    def __init__(self, months: Months) -> None:
        super().__init__()
        self.months = months


def foresee(house: House, paths: list[Path], options: ImportOptions) -> tuple[Effect, ...]:
    """The months whose numbers the good rows of ``paths`` would change, the latest first, ``MOST_SHOWN`` at most.

    Nothing is stored; rows that change no number have no effect.

    Raises:
        WorkspaceError: another import is writing, or there is no room for a version.
    """

    def look(draft: Draft) -> None:
        raise _Measured(_months_of(draft))

    try:
        import_batch(house.workspace, paths, options, finish=look)
    except _Measured as seen:
        return effects(_months_now(house), seen.months)
    return ()


def effects(now: Months, after: Months) -> tuple[Effect, ...]:
    """The differences between two sets of months, the latest month first, then by the metrics' own order."""
    changed = [key for key in {*now, *after} if now.get(key, Decimal(0)) != after.get(key, Decimal(0))]
    changed.sort(key=lambda key: (-key[1].toordinal(), _ORDER.index(key[0]) if key[0] in _ORDER else len(_ORDER)))
    return tuple(_effect(name, month, now, after) for name, month in changed[:MOST_SHOWN])


def _effect(name: str, month: date, now: Months, after: Months) -> Effect:
    found = metric(name)
    zero = Decimal(0)
    return Effect(name, found.title, found.unit, month, now.get((name, month), zero), after.get((name, month), zero))


def _months_now(house: House) -> Months:
    if house.workspace.number() is None:
        return {}
    scope = house.scope()
    return _by_key(house.query(_QUERY, scope))


def _months_of(draft: Draft) -> Months:
    with draft.con.cursor() as con:
        scope = Scope(LOCAL, draft.number, date.max).company()
        narrow(con, scope, DRAFT, None)
        return _by_key(_fetched(con, scope))


def _fetched(con: DuckDBPyConnection, scope: Scope) -> DataFrame:
    return fetch(con, queries.text(_QUERY), scope, exact=True)


def _by_key(frame: DataFrame) -> Months:
    keys = zip(frame["metric"], (month.date() for month in frame["month"]), strict=True)
    return dict(zip(keys, frame["value"], strict=True))
