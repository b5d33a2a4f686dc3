"""A workspace's health: what is there, what is wrong with it, and what to do.

Nothing is changed by looking. A version is checked by the SHA-256 of its databases, and by reading every table whole:
DuckDB verifies the checksum of each block that it reads.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb
from filelock import FileLock, Timeout

from data import log
from data.errors import DamagedVersion, HaldurError, WorkspaceBusy, WorkspaceError
from data.schema import SCHEMA_VERSION, quoted
from data.store import DATABASES, Workspace

State = Literal["good", "doubtful", "bad"]
_SPARE_BYTES = 256 * 1024 * 1024
_NEWEST_INCIDENTS = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, in a sentence, and what to do where it isn't good."""

    check: str
    state: State
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """Everything found; ``version`` is the one in force, ``versions`` those kept."""

    workspace: str
    version: int | None
    versions: tuple[int, ...]
    findings: tuple[Finding, ...]

    @property
    def is_usable(self) -> bool:
        """Whether nothing is bad; what is doubtful doesn't stop the work."""
        return all(finding.state != "bad" for finding in self.findings)


def examine(workspace: Workspace) -> Health:
    """Looks at the pointer, the versions, what people entered, the disk, leftovers and the log of ``workspace``."""
    number, pointer = _pointer(workspace)
    findings = [
        pointer,
        *_versions(workspace, number),
        *_set_aside(workspace),
        *_entered(workspace.path / "state.sqlite"),
        _disk(workspace, number),
        _leftovers(workspace),
        _log(workspace.path),
    ]
    return Health(str(workspace.path), number, tuple(workspace.versions()), tuple(findings))


def _pointer(workspace: Workspace) -> tuple[int | None, Finding]:
    try:
        number = workspace.number()
    except HaldurError as error:
        return None, Finding("pointer", "bad", str(error), _way_back(workspace))
    except OSError as error:
        return None, Finding(
            "pointer", "bad", f"{workspace.pointer} can't be read: {error.strerror}.", "Check its rights."
        )
    if number is None:
        return None, Finding("pointer", "good", "Nothing has been imported yet.")
    return number, Finding("pointer", "good", f"Version {number} is in force.")


def _versions(workspace: Workspace, current: int | None) -> Iterator[Finding]:
    for number in workspace.versions():
        try:
            rows, told = _looked_at(workspace, number)
        except WorkspaceBusy as error:
            state: State = "bad" if number == current else "doubtful"
            yield Finding("version", state, str(error), "End that program; nothing has to be taken back.")
            continue
        if not told:
            yield Finding("version", "good", f"Version {number} is whole: {rows:,} rows.")
        elif number == current:
            yield Finding("version", "bad", told, _way_back(workspace, number))
        else:
            yield Finding("version", "doubtful", told, "It isn't in force; no need to do anything.")


def _looked_at(workspace: Workspace, number: int) -> tuple[int, str]:
    """How many rows a version stores, and what is wrong with it as a sentence; empty where nothing is.

    Raises:
        WorkspaceBusy: another program has it open for writing.
    """
    fault = workspace.fault(number)
    try:
        if not fault:
            return _read_whole(workspace, number), ""
    except WorkspaceBusy:
        raise
    except WorkspaceError as error:
        return 0, str(error)
    except duckdb.Error as error:
        fault = str(error).splitlines()[0]
    return 0, f"Version {number} is damaged: {fault}."


def _set_aside(workspace: Workspace) -> Iterator[Finding]:
    for folder in workspace.set_aside():
        told = f"{folder} holds a damaged version that was taken back."
        yield Finding("set aside", "doubtful", told, "Remove it when nobody needs what is left of it.")


def _read_whole(workspace: Workspace, number: int) -> int:
    """Reads both databases of a version to the last block; returns the number of stored rows.

    Raises:
        DamagedVersion: it can't be opened, or isn't of this program's form.
        duckdb.Error: a block fails its checksum.
    """
    with closing(duckdb.connect()) as con:
        workspace.attach(con, number)
        _check_form(con, number)
        return sum(_rows(con, f"{file.split('.')[0]}_{number:06d}") for file in DATABASES)


def _rows(con: duckdb.DuckDBPyConnection, catalog: str) -> int:
    tables = con.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = $catalog order by all",
        {"catalog": catalog},
    ).fetchall()
    total = 0
    for schema, name in tables:
        source = ".".join(quoted(part) for part in (catalog, schema, name))
        found = con.execute(f"select count(*), bit_xor(hash(rows)) from {source} as rows").fetchone()
        total += found[0] if found and schema == "stored" else 0
    return total


def _check_form(con: duckdb.DuckDBPyConnection, number: int) -> None:
    books = f"main_{number:06d}.stored.settings"
    found = con.execute(f"select value from {books} where name = 'schema_version'").fetchone()
    if not found or int(found[0]) > SCHEMA_VERSION:
        raise DamagedVersion(
            "Version {number} has the form {form}, and this program knows forms up to {known}. Update the program.",
            number=number,
            form=found[0] if found else "(none)",
            known=SCHEMA_VERSION,
        )


def _entered(path: Path) -> Iterator[Finding]:
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as con:
            said = con.execute("pragma integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        said = str(error)
    if said == "ok":
        yield Finding("entered", "good", "What people entered here is whole.")
    else:
        yield Finding("entered", "bad", f"{path.name} is damaged: {said}.", "Bring it back from a backup.")


def _disk(workspace: Workspace, number: int | None) -> Finding:
    folder = next(parent for parent in (workspace.path, *workspace.path.parents) if parent.exists())
    free = shutil.disk_usage(folder).free
    taken = sum(file.stat().st_size for file in workspace.folder(number).rglob("*")) if number else 0
    told = f"{free / 1e9:,.1f} GB free; a version takes {taken / 1e6:,.0f} MB."
    if free < 2 * taken + _SPARE_BYTES:
        return Finding("disk", "doubtful", told, "Free some space before the next import.")
    return Finding("disk", "good", told)


def _leftovers(workspace: Workspace) -> Finding:
    left = workspace.leftovers()
    if not left:
        return Finding("leftovers", "good", "No interrupted import has left anything.")
    if _is_writing(workspace):
        return Finding("leftovers", "good", "An import is at work.")
    names = ", ".join(sorted(entry.name for entry in left))
    return Finding("leftovers", "doubtful", f"An interrupted import left {names}.", "The next import removes it.")


def _is_writing(workspace: Workspace) -> bool:
    try:
        with FileLock(workspace.path / "lock", timeout=0):
            return False
    except Timeout:
        return True


def _log(workspace: Path) -> Finding:
    found = log.incidents(workspace)
    if not found:
        return Finding("log", "good", "The log holds no incidents.")
    newest = ", ".join(str(record["facts"]["incident"]) for record in found[-_NEWEST_INCIDENTS:])
    told = f"The log holds {len(found)} incidents, lastly {newest}."
    return Finding("log", "doubtful", told, f"Send {log.log_file(workspace)} to whoever maintains the program.")


def _way_back(workspace: Workspace, below: int | None = None) -> str:
    last = workspace.last_whole(below)
    if last is None:
        return f"No version before it is whole: put {workspace.path} back from a backup, or import into a new folder."
    return f"Run “python -m analytics undo --workspace {workspace.path}” to go back to version {last}."
