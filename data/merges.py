"""Two entries of one client made one, and parted again: each a batch of its own, undone like any other.

A merge is an alias (entity ``client``, the id that goes as its code, the id that stays, system ``merged``). The stored
rows stay as they are, also under the old id, and a later import may go on naming it.
"""

from collections.abc import Callable
from datetime import datetime

import duckdb

from data.errors import NoWorkspace, UsageError
from data.kept import MERGED
from data.store import Draft, Workspace

MERGE, UNMERGE = "merge", "unmerge"
Finish = Callable[[Draft], None]


def merge(
    workspace: Workspace, client_id: str, into_id: str, who: str, moment: datetime, finish: Finish | None = None
) -> int:
    """Merges ``client_id`` into ``into_id`` as a new version; returns its number.

    Raises:
        NoWorkspace: nothing has been imported.
        UsageError: one of them isn't a client, is merged already, or both are the same.
        WorkspaceBusy: another process is writing.
    """

    def write(draft: Draft) -> None:
        _check(draft, client_id, into_id)
        draft.con.execute(
            "insert into draft.stored.aliases (entity, code, id, system, batch) "
            "values ('client', $code, $id, $system, $batch)",
            {"code": client_id, "id": into_id, "system": MERGED, "batch": draft.number},
        )

    return _changed(workspace, write, (MERGE, f"{client_id} → {into_id}", 1, 0), who, moment, finish)


def unmerge(workspace: Workspace, client_id: str, who: str, moment: datetime, finish: Finish | None = None) -> int:
    """Parts ``client_id`` from the client that it was merged into, as a new version; returns its number.

    Raises:
        NoWorkspace: nothing has been imported.
        UsageError: it isn't merged.
        WorkspaceBusy: another process is writing.
    """

    def write(draft: Draft) -> None:
        if _into(draft, client_id) is None:
            raise UsageError("The client {client} isn't merged into another.", client=client_id)
        draft.con.execute(
            "delete from draft.stored.aliases where entity = 'client' and code = $code and system = $system",
            {"code": client_id, "system": MERGED},
        )

    return _changed(workspace, write, (UNMERGE, client_id, 0, 1), who, moment, finish)


def _changed(
    workspace: Workspace,
    write: Callable[[Draft], None],
    told: tuple[str, str, int, int],
    who: str,
    moment: datetime,
    finish: Finish | None,
) -> int:
    """A new version in which ``write`` has changed the aliases; ``told`` is the batch's mode, words and counts."""
    if workspace.number() is None:
        raise NoWorkspace("Nothing has been imported into {workspace} yet.", workspace=workspace.path)
    with duckdb.connect(":memory:") as con, workspace.draft(con) as draft:
        write(draft)
        mode, words, added, changed = told
        con.execute(
            "insert into draft.stored.batches values ($batch, $at, $who, $mode)",
            {"batch": draft.number, "at": moment, "who": who, "mode": mode},
        )
        con.execute(
            "insert into draft.stored.batch_files values ($batch, $words, null, 'aliases', $added, $changed, 0, 0)",
            {"batch": draft.number, "words": words, "added": added, "changed": changed},
        )
        draft.build_marts()
        if finish:
            finish(draft)
    return draft.number


def _check(draft: Draft, client_id: str, into_id: str) -> None:
    if client_id == into_id:
        raise UsageError("The client {client} can't be merged into itself.", client=client_id)
    for each in (client_id, into_id):
        if not _found(draft, "select 1 from draft.stored.clients where client_id = $id", id=each):
            raise UsageError("There is no client {client}.", client=each)
        into = _into(draft, each)
        if into is not None:
            raise UsageError(
                "The client {client} is merged into {into} already. Name {into} in its place, or part the two first.",
                client=each,
                into=into,
            )
    taken = _found(draft, "select id from draft.stored.aliases where entity = 'client' and code = $id", id=client_id)
    if taken:
        raise UsageError(
            "The id {client} is also another system's number for the client {other}. Change that number first.",
            client=client_id,
            other=taken[0][0],
        )


def _into(draft: Draft, client_id: str) -> str | None:
    """What a client is merged into; None where it isn't."""
    rows = _found(
        draft,
        "select id from draft.stored.aliases where entity = 'client' and code = $id and system = $system",
        id=client_id,
        system=MERGED,
    )
    return str(rows[0][0]) if rows else None


def _found(draft: Draft, sql: str, **values: str) -> list[tuple[object, ...]]:
    return draft.con.execute(sql, values).fetchall()
