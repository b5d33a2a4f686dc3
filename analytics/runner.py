"""Joins the analyses and the data: what pages, reports and the command line all call.

``open_workspace(path)`` gives the ``House`` of a workspace: its versions, who may see what, imports, merges and undo.
What is asked under a scope, ``house.run("churn", scope)``, is answered by a ``Sight`` of that scope.
"""

import threading
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pandas import DataFrame

from analytics import intake, scoring
from analytics.holdings import Passport, Status
from analytics.question import Scores
from analytics.results import to_json
from analytics.scoring import analyses, module
from analytics.sight import Sight
from analytics.words import _
from data import access, books, merges
from data.books import Batch, Books
from data.contract import TABLES as CONTRACT_TABLES
from data.contract import table as contract_table
from data.engine.duckdb import Engine
from data.errors import DamagedVersion, HaldurError, NotPermitted, NoWorkspace, UsageError
from data.log import configure as configure_log
from data.log import incident
from data.scope import FILTERS, Scope, Viewer
from data.settings import Settings
from data.state import State
from data.store import Draft, Workspace

if TYPE_CHECKING:
    from data.importing import ImportOptions, ImportReport
    from data.importing.options import Progress

__all__ = [
    "CONTRACT_TABLES",
    "Batch",
    "DamagedVersion",
    "HaldurError",
    "House",
    "NoWorkspace",
    "NotPermitted",
    "Passport",
    "Scope",
    "Settings",
    "Status",
    "Viewer",
    "analyses",
    "configure_log",
    "contract_table",
    "incident",
    "method",
    "module",
    "open_workspace",
    "to_json",
]


_MERGED_SHARE = 0.2
"""How much of a merge's work is done before scores are made."""

LOCAL_USER = "local user"
"""Who did something, where nobody signs in."""


def method(stem: str) -> str:
    """How the analysis works, in words for its reader."""
    return _(str(module(stem).METHOD))


class House:
    """One workspace, with the engine that reads it."""

    def __init__(self, path: Path) -> None:
        self.workspace = Workspace(path)
        self.engine = Engine(self.workspace)
        self._books: dict[int, Books] = {}

    def version(self) -> int:
        """The version in force.

        Raises:
            NoWorkspace: nothing has been imported.
        """
        number = self.workspace.number()
        if number is None:
            raise NoWorkspace(
                "There is no data in {workspace} yet. Import your files, or make the sample company.",
                workspace=self.workspace.path,
            )
        return number

    def books(self, version: int | None = None) -> Books:
        """A version's books; the current one's by default."""
        number = version or self.version()
        if number not in self._books:
            with self.engine.stored(number) as con:
                self._books[number] = books.read(con)
        return self._books[number]

    def viewer(self, email: str | None, version: int | None = None) -> Viewer:
        """What the person of this e-mail may see in a version; without one, the local user with all roles.

        Raises:
            NotPermitted: nobody of that e-mail is known.
        """
        if not email:
            return access.viewer(None, (), access.Staff({}, {}), date.min)
        found = self.books(version)
        return access.viewer(email, found.people, found.staff, found.last_day or date.min)

    def scope(
        self,
        email: str | None = None,
        as_of: date | None = None,
        start: date | None = None,
        end: date | None = None,
        **filters: tuple[str, ...],
    ) -> Scope:
        """A viewer's view of the version in force; ``filters`` are named as in ``data.scope.FILTERS``.

        Raises:
            DamagedVersion: somebody has changed the databases that the viewer may see since they were stored.
        """
        version = self.version()
        latest = self.books(version).last_day or date.min
        day = as_of or latest
        chosen = {name: tuple(filters.get(name, ())) for name in FILTERS}
        viewer = self.viewer(email, version)
        self.workspace.check(version, pay=viewer.sees_pay)
        return Scope(viewer, version, day, start, end, is_past=day < latest, **chosen)

    def run(self, stem: str, scope: Scope, options: Mapping[str, Any] | None = None) -> Any:
        """What an analysis finds under ``scope``; see ``Sight.run``."""
        return self._sight(scope).run(stem, options)

    def query(self, name: str, scope: Scope, **given: Any) -> DataFrame:
        """The rows of a named query under ``scope``; see ``Sight.query``."""
        return self._sight(scope).query(name, **given)

    def sql(self, text: str, scope: Scope) -> DataFrame:
        """The rows of a read-only statement over what ``scope`` sees; see ``Sight.sql``."""
        return self._sight(scope).sql(text)

    def passport(self, name: str, scope: Scope) -> Passport:
        """Where a metric comes from under ``scope``; see ``Sight.passport``."""
        return self._sight(scope).passport(name)

    def scores(self, stem: str, scope: Scope) -> Scores:
        """What a scoring analysis found, cut down to the clients that ``scope`` sees."""
        return self._sight(scope).scores(stem)

    def status(self, scope: Scope) -> Status:
        """What the viewer's version holds, and what the filters may be set to."""
        return self._sight(scope).status()

    def import_paths(
        self,
        paths: list[Path],
        options: "ImportOptions",
        progress: "Progress | None" = None,
        *,
        store: bool = True,
        is_sample: bool = False,
    ) -> "ImportReport":
        """Checks files and, with ``store``, makes them a new version with its marts and scores.

        ``is_sample`` marks the workspace as the made-up company's from then on.

        Raises:
            DataRefused: a file can't be read or mapped at all. Refused rows are in the report.
            WorkspaceBusy: another process is writing.
        """
        from data.importing import import_batch

        def finish(draft: Draft) -> None:
            if is_sample:
                draft.mark_sample()
            scoring.score_draft(draft, progress)

        return import_batch(self.workspace, paths, options, finish=finish, progress=progress, store=store)

    def merge(
        self,
        client_id: str,
        into_id: str | None,
        email: str | None,
        moment: datetime,
        progress: Callable[[str, float], None] | None = None,
    ) -> int:
        """Merges a client into another, or with None parts it again, as a batch; returns the new version's number.

        Raises:
            NotPermitted: the viewer of that e-mail is neither a director nor an analyst.
            UsageError: an id that isn't a client's, is merged already, or isn't.
            WorkspaceBusy: another process is writing.
        """
        refusal = intake.import_refusal(self.viewer(email))
        if refusal:
            raise NotPermitted(refusal)

        def finish(draft: Draft) -> None:
            scoring.score_draft(draft, progress, _MERGED_SHARE)

        if progress:
            progress("Preparing what the pages show", 0)
        who = email or LOCAL_USER
        if into_id is None:
            return merges.unmerge(self.workspace, client_id, who, moment, finish)
        return merges.merge(self.workspace, client_id, into_id, who, moment, finish)

    def acknowledge(self, scheme: str, email: str | None, moment: datetime) -> None:
        """Keeps that the manager of that e-mail has read a scheme, given as its text.

        Raises:
            NotPermitted: the viewer of that e-mail is no manager.
            UsageError: the workspace has no such scheme.
        """
        manager_id = self.viewer(email).manager_id
        if manager_id is None:
            raise NotPermitted("A scheme is acknowledged by the managers whom it pays.")
        if scheme not in self.books().documents.get("scheme", ()):
            raise UsageError("The workspace has no such scheme any more; open the page anew.")
        State(self.workspace.path).acknowledge("scheme", scheme, manager_id, moment)

    def undo(self) -> int | None:
        """Takes the last import back; returns the number of the version now in force, None where it was the first."""
        return self.workspace.undo()

    def may_go_back(self, email: str | None, last: int) -> bool:
        """Whether this person may leave a damaged version for the whole one before it, ``last``.

        What goes away can't be read and may have been pay or rights, so it takes a director of that version.
        """
        try:
            return "director" in self.viewer(email, last).roles
        except NotPermitted:
            return False

    def history(self) -> tuple[Batch, ...]:
        """The imports of the version in force, oldest first."""
        return self.books().batches

    def _sight(self, scope: Scope) -> Sight:
        return Sight(self.engine, self.books(scope.version), scope)


_HOUSES: dict[Path, House] = {}
_OPENING = threading.Lock()


def open_workspace(path: Path | str) -> House:
    """The house of a workspace; one for each folder in a process, because its hubs are shared by all threads."""
    place = Path(path).resolve()
    with _OPENING:
        if place not in _HOUSES:
            _HOUSES[place] = House(place)
        return _HOUSES[place]
