"""What can be wrong with a workspace, in the sentences for whoever meets it."""

import re
from pathlib import Path

import duckdb

from data import disk
from data.errors import DamagedVersion, DiskFull, WorkspaceBusy, WorkspaceError

_REASON_LENGTH = 160
_HELD = re.compile(r"Could not set lock on file|being used by another process")
_HOLDER = re.compile(r"held in (?P<program>.+?) \(PID (?P<process>\d+)\)")


def lost(workspace: Path, file: Path, fault: str, last: int | None) -> DamagedVersion:
    """The pointer is missing or torn; ``last`` is the last whole version, if there is any."""
    return _damage("The pointer file {file} {fault}. ", workspace, last, file=file, fault=fault)


def damaged(workspace: Path, number: int, reason: object, last: int | None) -> DamagedVersion:
    """A version can't be read; ``last`` is the last whole one before it, if there is any."""
    told = str(reason).splitlines()[0][:_REASON_LENGTH]
    what = "Version {number} of the workspace can't be read ({reason}). "
    return _damage(what, workspace, last, number=number, reason=told)


def held(error: duckdb.Error, file: Path) -> WorkspaceBusy | None:
    """Another program has a database open for writing, which damages nothing; None for any other error."""
    if not _HELD.search(str(error)):
        return None
    found = _HOLDER.search(str(error))
    return WorkspaceBusy(
        "Another program ({program}) has opened {file} for writing, so nobody else can read it. End that program and "
        "try again; nothing stored is lost.",
        program=f"{found['program']}, PID {found['process']}" if found else "its name isn't told",
        file=file,
    )


def _damage(what: str, workspace: Path, last: int | None, **values: object) -> DamagedVersion:
    way = (
        "No version before it is whole: put {workspace} back from a backup, or import into a new folder."
        if last is None
        else "Run “python -m analytics undo --workspace {workspace}” to go back to version {last}."
    )
    return DamagedVersion(what + way, workspace=workspace, last=last, what=what.strip(), **values)


def no_way_back(before: int, reason: str) -> DamagedVersion:
    """The version that an undo would go back to is damaged, while the current one is whole."""
    return DamagedVersion(
        "Version {before}, to which this would go back, can't be read ({reason}). Nothing was changed.",
        before=before,
        reason=reason,
    )


def gone(number: int) -> WorkspaceError:
    """A version that somebody still looks at isn't there any more."""
    return WorkspaceError(
        "Version {number} of the workspace was taken back, or is no longer kept. Open the page again.", number=number
    )


def unfit(workspace: Path) -> WorkspaceError:
    """DuckDB takes what follows a question mark for a parameter, and would write its log elsewhere."""
    return WorkspaceError(
        "The workspace {workspace} has a question mark in its name or in that of a folder above it, which the "
        "database can't cope with. Choose another folder.",
        workspace=workspace,
    )


def disk_full(workspace: Path) -> DiskFull:
    """The disk has no room for another version."""
    return DiskFull(
        "The disk that holds {workspace} has no room for another version; nothing was stored. "
        "Free some space and import again.",
        workspace=workspace,
    )


def told(error: BaseException, workspace: Path) -> BaseException:
    """The error as a person can understand it, where the disk is full or closed to writing; else itself."""
    if disk.is_full(error):
        return disk_full(workspace)
    if isinstance(error, OSError) and disk.is_shut(error):
        return WorkspaceError(
            "{workspace} can't be written to: {reason}. Nothing was stored. Give whoever runs the import the right "
            "to write there, or name another folder.",
            workspace=workspace,
            reason=error.strerror,
        )
    return error
