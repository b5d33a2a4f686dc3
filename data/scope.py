"""Who looks, and at what: rights and filters as temp views that narrow every mart for one cursor.

A query names ``deals`` and gets the deals that its viewer may see, that the filters leave, as they were known on
``as_of``. Values reach SQL as session variables, never as text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Self

from duckdb import CatalogException, DuckDBPyConnection

from data.errors import UsageError
from data.marts import MARTS, Mart
from data.schema import quoted

_VIEWS = Path(__file__).parent / "sql" / "scope"
FILTERS = ("teams", "managers", "regions", "segments", "products")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks. None in place of a set means everybody's.

    ``owners``: whose clients are seen (own, those below, those covered for); ``staff``: whose plans and results
    (own and those below); ``pay``: whose pay; ``clients``: single clients covered for an absent colleague.
    """

    email: str = ""
    roles: frozenset[str] = frozenset({"director", "manager", "analyst"})
    manager_id: str | None = None
    owners: frozenset[str] | None = None
    staff: frozenset[str] | None = None
    clients: frozenset[str] = frozenset()
    pay: frozenset[str] | None = None

    @property
    def sees_pay(self) -> bool:
        """Whether anybody's pay may be seen at all."""
        return self.pay is None or bool(self.pay)


LOCAL = Viewer()
"""The local user of a workspace without sign-in: every role."""

_WHOLE_COMPANY = Viewer(pay=frozenset())


@dataclass(frozen=True, slots=True)
class Scope:
    """One viewer's view of one version: the day looked from, the period, and the filters.

    Raises:
        UsageError: the period ends before it starts.
    """

    viewer: Viewer
    version: int
    as_of: date
    start: date | None = None
    end: date | None = None
    is_past: bool = False
    teams: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    products: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise UsageError("The period ends ({end}) before it starts ({start}).", start=self.start, end=self.end)

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """The filters in force, by name."""
        return {name: getattr(self, name) for name in FILTERS if getattr(self, name)}

    @property
    def is_whole(self) -> bool:
        """Whether neither rights nor filters narrow what is seen."""
        return self.viewer.owners is None and not self.filters

    def company(self) -> Self:
        """The same day and period over the whole company but without pay; for what is narrowed afterwards."""
        return replace(self, viewer=_WHOLE_COMPANY, teams=(), managers=(), regions=(), segments=(), products=())


def variables(scope: Scope, chosen: tuple[str, ...] = ()) -> dict[str, Any]:
    """The session variables that the views of ``scope`` read; ``chosen`` are the clients in the chosen segments."""
    viewer = scope.viewer
    return {
        "as_of": scope.as_of,
        "is_past": scope.is_past,
        "sees_all": viewer.owners is None,
        "owners": sorted(viewer.owners or ()),
        "staff": sorted(viewer.staff or ()),
        "covered": sorted(viewer.clients),
        "pay": sorted(viewer.pay or ()),
        "teams": list(scope.teams),
        "managers": list(scope.managers),
        "regions": list(scope.regions),
        "products": list(scope.products),
        "chosen": list(chosen),
    }


def narrow(
    con: DuckDBPyConnection,
    scope: Scope,
    main: str,
    pay: str | None,
    chosen: tuple[str, ...] = (),
    sql: str | None = None,
) -> None:
    """Makes the temp views of ``scope`` on the cursor ``con``, over the attached catalogs ``main`` and ``pay``.

    Without ``pay`` the pay marts are empty, and so is one that came after the version was made, until the next import.
    With ``sql`` only the marts that its words name are made.
    """
    for name, value in variables(scope, chosen).items():
        con.execute(f"set variable {name} = $value", {"value": value})
    if scope.segments:
        con.execute("create temp table chosen_clients as select unnest(getvariable('chosen')) as client_id")
    for mart in MARTS if sql is None else named(sql):
        room = main if mart.room == "main" else pay
        rows = _view(mart, scope, main, room) if room else _nothing(mart)
        try:
            con.execute(f"create temp view {quoted(mart.name)} as {rows}")
        except CatalogException:
            if not mart.is_later:
                raise
            con.execute(f"create temp view {quoted(mart.name)} as {_nothing(mart)}")


def named(sql: str) -> tuple[Mart, ...]:
    """The marts whose names occur among the words of ``sql``, be it as text."""
    words = set(re.findall(r"\w+", sql.casefold()))
    return tuple(mart for mart in MARTS if mart.name in words)


def _nothing(mart: Mart) -> str:
    columns = ", ".join(f"cast(null as {sql_type}) as {quoted(name)}" for name, sql_type in mart.columns.items())
    return f"select {columns} where false"


def _view(mart: Mart, scope: Scope, main: str, room: str) -> str:
    conditions = [*_begun(mart), *_rights(mart, scope.viewer), *_filters(mart, scope)]
    file = _VIEWS / f"{mart.name}.sql"
    if file.exists():
        rows = file.read_text(encoding="utf-8").replace("{main}", quoted(main)).replace("{room}", quoted(room))
        return f"select * from ({rows}) as {quoted(mart.name)} where {' and '.join(conditions) or 'true'}"
    columns = ", ".join(_column(mart, name) for name in mart.columns)
    source = f"{quoted(room)}.{quoted(mart.name)}"
    return f"select {columns} from {source} as {quoted(mart.name)} where {' and '.join(conditions) or 'true'}"


def _column(mart: Mart, name: str) -> str:
    """A column as known on as_of: a later day, and what it carries, read as empty."""
    for day, carried in mart.ends.items():
        if name == day or name in carried:
            return f"case when {mart.name}.{day} <= getvariable('as_of') then {mart.name}.{name} end as {name}"
    return f"{mart.name}.{name}"


def _begun(mart: Mart) -> Iterator[str]:
    """A row that began later is gone at an earlier as_of; at the latest one planned rows stay."""
    if mart.begins:
        day = f"cast({mart.name}.{mart.begins} as date)"
        yield f"(not getvariable('is_past') or {day} <= getvariable('as_of') or {day} is null)"


def _rights(mart: Mart, viewer: Viewer) -> Iterator[str]:
    name = mart.name
    if mart.rights == "pay" and viewer.pay is not None:
        yield f"list_contains(getvariable('pay'), {name}.manager_id)"
    if mart.rights == "staff" and viewer.staff is not None:
        yield f"list_contains(getvariable('staff'), {name}.manager_id)"
    if mart.rights == "client" and viewer.owners is not None:
        seen = f"list_contains(getvariable('owners'), {name}.owner_id)"
        if "client_id" in mart.columns:
            seen = f"({seen} or list_contains(getvariable('covered'), {name}.client_id))"
        yield f"coalesce({seen}, false)"


def _filters(mart: Mart, scope: Scope) -> Iterator[str]:
    """The filters in force; no target is set for a segment, so under that filter there is no plan."""
    columns: Mapping[str, str] = {
        "teams": "team",
        "managers": mart.counts_for,
        "regions": "region",
        "products": "product_id",
    }
    for name, column in columns.items():
        if getattr(scope, name) and column in mart.columns and mart.rights != "open":
            yield f"coalesce(list_contains(getvariable('{name}'), {mart.name}.{column}), false)"
    if scope.segments and mart.name == "plans":
        yield "false"
    if scope.segments and "client_id" in mart.columns and mart.name != "absences":
        yield f"{mart.name}.client_id in (select client_id from chosen_clients)"
