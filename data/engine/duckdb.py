"""The default engine: DuckDB, in memory, over versions attached read-only.

Two hubs for each process: one knows the main database alone, one pay as well, because any cursor of a hub can read
all that is attached to it. Every call takes a cursor of its own; its views and variables are gone with it.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import duckdb
import pandas as pd
from pandas import DataFrame

from data import disk
from data.errors import WorkspaceError
from data.queries import parameters
from data.scope import Scope, narrow
from data.store import DATABASES, Workspace

_MOST_GONE = 3
_REASON_LENGTH = 160
_OF_THE_DATABASE = (
    duckdb.FatalException,
    duckdb.IOException,
    duckdb.InternalException,
    duckdb.SerializationException,
)
"""What tells of files, disk or the engine itself; a damaged block is told by the plain ``Error``."""

_BEGINNING = date(1900, 1, 1)


class Engine:
    """Runs the product's SQL over a workspace, under a scope."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._lock = threading.RLock()
        self._hubs: dict[bool, duckdb.DuckDBPyConnection] = {}
        self._attached: dict[bool, list[int]] = {}

    def close(self) -> None:
        """Closes both hubs; the next call opens them anew."""
        with self._lock:
            for hub in self._hubs.values():
                hub.close()
            self._hubs.clear()
            self._attached.clear()

    @contextmanager
    def cursor(
        self, scope: Scope, chosen: tuple[str, ...] = (), sql: str | None = None
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on which a mart's name is what ``scope`` may see of it; with ``sql``, the marts that it names.

        Raises:
            DamagedVersion: the version's databases aren't what was stored.
            WorkspaceError: the database failed, or has not enough memory; the next call may go well.
        """
        with_pay = scope.viewer.sees_pay
        with self._opened(with_pay, scope.version) as con:
            pay = f"pay_{scope.version:06d}" if with_pay else None
            narrow(con, scope, f"main_{scope.version:06d}", pay, chosen, sql)
            yield con

    @contextmanager
    def stored(self, version: int) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on a version's main database itself: for the workspace's own books, not for viewers' questions.

        Raises:
            DamagedVersion, WorkspaceError: as for ``cursor``.
        """
        with self._opened(False, version) as con:
            con.execute(f"use main_{version:06d}")
            yield con

    def frame(
        self,
        sql: str,
        scope: Scope,
        given: Mapping[str, Any] | None = None,
        *,
        exact: bool = False,
        chosen: tuple[str, ...] = (),
    ) -> DataFrame:
        """The rows of one statement under ``scope``.

        Parameters that the statement names are taken from ``given``, and ``as_of``, ``start`` and ``end`` from the
        scope. ``exact`` keeps money as ``Decimal``; otherwise it is float, for models and charts. Days are
        ``datetime64[us]`` either way.
        """
        with self.cursor(scope, chosen, sql) as con:
            return fetch(con, sql, scope, given, exact=exact)

    @contextmanager
    def _opened(self, with_pay: bool, version: int) -> Iterator[duckdb.DuckDBPyConnection]:
        """A fresh cursor; what fails on it because of the disk or the memory is told as such."""
        con = self._hub(with_pay, version)
        try:
            yield con
        except duckdb.Error as error:
            told = self._told(error, version)
            if told is None:
                raise
            raise told from error
        finally:
            con.close()

    def _hub(self, with_pay: bool, version: int) -> duckdb.DuckDBPyConnection:
        """A fresh cursor of the hub, with ``version`` attached."""
        with self._lock:
            if with_pay not in self._hubs:
                self._hubs[with_pay] = duckdb.connect(config={"python_enable_replacements": False})
                self._attached[with_pay] = []
            hub, attached = self._hubs[with_pay], self._attached[with_pay]
            if version not in attached:
                self.workspace.attach(hub, version, pay=with_pay)
                attached.append(version)
                self._let_go(hub, attached)
            return hub.cursor()

    def _let_go(self, hub: duckdb.DuckDBPyConnection, attached: list[int]) -> None:
        """Detaches versions that aren't kept any more, so that the disk gets their room back.

        A statement that runs on one goes on to its end. The latest ones stay for whoever is amidst a page.
        """
        kept = self.workspace.versions()
        for version in [old for old in attached[:-_MOST_GONE] if old not in kept]:
            attached.remove(version)
            for database in DATABASES:
                hub.execute(f"detach database if exists {database.split('.')[0]}_{version:06d}")

    def _told(self, error: duckdb.Error, version: int) -> WorkspaceError | None:
        """A failure of the database, its files or its memory in words; None for an error of the statement's own."""
        reason = str(error).splitlines()[0][:_REASON_LENGTH]
        if isinstance(error, duckdb.OutOfMemoryException):
            return WorkspaceError(
                "This needs more memory than there is ({reason}). Choose a shorter period or fewer clients.",
                reason=reason,
            )
        is_plain = type(error) is duckdb.Error
        if not is_plain and not isinstance(error, _OF_THE_DATABASE) and not disk.is_full(error):
            return None
        self.close()
        fault = self.workspace.fault(version)
        if fault or "corrupt" in reason.lower():
            return self.workspace.damaged(version, fault or reason)
        return WorkspaceError(
            "The database stopped ({reason}). Nothing stored was lost; open the page again.", reason=reason
        )


def fetch(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    scope: Scope,
    given: Mapping[str, Any] | None = None,
    *,
    exact: bool = False,
) -> DataFrame:
    """The rows of one statement on a cursor that ``scope`` has narrowed; see ``Engine.frame``."""
    values = {**period(scope), **(given or {})}
    relation = con.sql(sql, params={name: values[name] for name in parameters(sql)})
    return _tidy(relation.to_arrow_table().to_pandas(date_as_object=False) if exact else relation.df())


def period(scope: Scope) -> dict[str, date]:
    """The parameters that every query may name; a period without a start begins before any business."""
    return {"as_of": scope.as_of, "start": scope.start or _BEGINNING, "end": scope.end or scope.as_of}


def _tidy(frame: DataFrame) -> DataFrame:
    """Days and moments in one resolution, so that frames from both ways compare."""
    for name in frame.columns:
        if pd.api.types.is_datetime64_any_dtype(frame[name]):
            frame[name] = frame[name].astype("datetime64[us]")
    return frame
