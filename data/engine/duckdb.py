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

from data.errors import WorkspaceError
from data.queries import parameters
from data.scope import Scope, narrow
from data.store import Workspace

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
            WorkspaceError: the database failed; the hubs are opened anew at the next call.
        """
        with_pay = scope.viewer.sees_pay
        con = self._hub(with_pay, scope.version)
        try:
            pay = f"pay_{scope.version:06d}" if with_pay else None
            narrow(con, scope, f"main_{scope.version:06d}", pay, chosen, sql)
            yield con
        except duckdb.FatalException as error:
            self.close()
            raise WorkspaceError(
                "The database stopped ({reason}). Nothing stored was lost; open the page again.",
                reason=str(error).splitlines()[0][:160],
            ) from error
        finally:
            con.close()

    @contextmanager
    def stored(self, version: int) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on a version's main database itself: for the workspace's own books, not for viewers' questions."""
        con = self._hub(False, version)
        try:
            con.execute(f"use main_{version:06d}")
            yield con
        finally:
            con.close()

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
            return hub.cursor()


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
