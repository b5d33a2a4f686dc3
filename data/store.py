"""A workspace on disk: versions that are never changed, a pointer to the one in force, one writer at a time.

A change is made in a copy of the current version. When it is complete and synced, the pointer file is replaced
atomically; a process killed at any moment, or a full disk, leaves the last good version in force.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from data import building, schema
from data.errors import DamagedVersion, DiskFull, NoWorkspace, UsageError, WorkspaceBusy

KEPT_VERSIONS = 10
DATABASES = ("main.duckdb", "pay.duckdb")
DRAFT, DRAFT_PAY = "draft", "draft_pay"
_FIRST = "first"
"""An empty file in the version that was made from nothing: taking it back leaves nothing."""

_SPARE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Draft:
    """A version in the making: its catalogs are attached to ``con`` as ``draft`` and ``draft_pay``, for writing."""

    number: int
    folder: Path
    con: duckdb.DuckDBPyConnection

    def build_marts(self) -> None:
        """Builds every mart anew from the stored tables."""
        building.build(self.con, DRAFT, DRAFT_PAY)

    def mark_sample(self) -> None:
        """Notes that the data are the made-up company's; every screen says so from then on."""
        self.con.execute(f"delete from {DRAFT}.stored.settings where name = 'is_sample'")
        self.con.execute(f"insert into {DRAFT}.stored.settings values ('is_sample', 'true')")


class Workspace:
    """The folder that holds a company's data; it need not exist yet."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path).resolve()

    @property
    def pointer(self) -> Path:
        """The file that names the version in force."""
        return self.path / "current"

    def number(self) -> int | None:
        """The number of the version in force; None before the first import.

        Raises:
            DamagedVersion: the pointer names no version that is there.
        """
        if not self.pointer.exists():
            return None
        text = self.pointer.read_text(encoding="utf-8", errors="replace").strip()
        if not text.isdigit() or not self.folder(int(text)).is_dir():
            raise DamagedVersion(
                "The pointer file {file} names the version {text}, which isn't there. "
                "Run “python -m analytics undo --workspace {workspace}” to go back to version {last}.",
                file=self.pointer,
                text=text[:40] or "(empty)",
                workspace=self.path,
                last=max(self.versions(), default="(none)"),
            )
        return int(text)

    def folder(self, number: int) -> Path:
        """The folder of a version."""
        return self.path / "versions" / f"{number:06d}"

    def versions(self) -> list[int]:
        """The numbers of the versions kept, oldest first."""
        folder = self.path / "versions"
        return sorted(int(entry.name) for entry in folder.glob("[0-9]*") if entry.name.isdigit())

    def attach(self, con: duckdb.DuckDBPyConnection, number: int, *, pay: bool = True) -> None:
        """Attaches a version to ``con``, read-only, as ``main_000042`` and (with ``pay``) ``pay_000042``.

        Raises:
            DamagedVersion: a database can't be opened or fails its checksum.
        """
        for database in DATABASES if pay else DATABASES[:1]:
            name = f"{database.split('.')[0]}_{number:06d}"
            try:
                con.execute(f"attach {_literal(self.folder(number) / database)} as {name} (read_only)")
            except duckdb.Error as error:
                raise self.damaged(number, error) from error

    def damaged(self, number: int, error: Exception) -> DamagedVersion:
        """The error that tells that a version can't be read, and how to go back one."""
        return DamagedVersion(
            "Version {number} of the workspace can't be read ({reason}). "
            "Run “python -m analytics undo --workspace {workspace}” to go back to the version before it.",
            number=number,
            reason=str(error).splitlines()[0][:160],
            workspace=self.path,
        )

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the writer's lock, which a dead process can't keep.

        Raises:
            WorkspaceBusy: another process is writing.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.path / "lock", timeout=0):
                yield
        except Timeout as error:
            raise WorkspaceBusy(
                "Another import is writing to {workspace}. Wait until it has ended, then try again.",
                workspace=self.path,
            ) from error

    @contextmanager
    def draft(self, con: duckdb.DuckDBPyConnection) -> Iterator[Draft]:
        """A copy of the current version for writing; put in force on leaving, removed on an error.

        Raises:
            WorkspaceBusy: another process is writing.
            DiskFull: the disk has no room for another version.
        """
        with self.writing():
            self.sweep()
            current = self.number()
            number = self._next_number()
            making = self.path / "versions" / f"making-{number:06d}"
            try:
                self._copy(current, making)
                yield self._open(con, number, making, is_new=current is None)
                self._finish(con, making, number)
            except BaseException as error:
                _detach(con)
                shutil.rmtree(making, ignore_errors=True)
                if _is_disk_full(error):
                    raise self._disk_full() from error
                raise
            self._point(number)
            self._forget_old()

    def undo(self) -> int | None:
        """Puts the version before the current one in force and removes the current one; returns its number.

        Taking the first import back leaves an empty workspace, and None.

        Raises:
            NoWorkspace: nothing has been imported.
            UsageError: the version before is no longer kept.
        """
        with self.writing():
            numbers = self.versions()
            if not numbers:
                raise NoWorkspace("Nothing has been imported into {workspace} yet.", workspace=self.path)
            current = self._pointed(numbers)
            before = max((number for number in numbers if number < current), default=None)
            if before is not None:
                self._point(before)
            elif self.is_first(current):
                self.pointer.unlink(missing_ok=True)
            else:
                raise UsageError("The version before this one is no longer kept: nine imports can be taken back.")
            for number in numbers:
                if number >= current:
                    self._tombstone(number).touch()
                    shutil.rmtree(self.folder(number), ignore_errors=True)
            return before

    def is_first(self, number: int) -> bool:
        """Whether a version was made from nothing."""
        return (self.folder(number) / _FIRST).exists()

    def sweep(self) -> list[str]:
        """Removes what an interrupted writer left behind; returns the names removed."""
        left = [*(self.path / "versions").glob("making-*"), *self.path.glob("current.*")]
        for entry in left:
            if entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink(missing_ok=True)
        return [entry.name for entry in left]

    def _tombstone(self, number: int) -> Path:
        return self.path / "versions" / f"undone-{number:06d}"

    def _next_number(self) -> int:
        """One past every number ever given: caches and open readers know a version by its number."""
        undone = [int(entry.name.split("-")[1]) for entry in (self.path / "versions").glob("undone-*")]
        return max([0, *self.versions(), *undone]) + 1

    def _pointed(self, numbers: list[int]) -> int:
        """The version in force; where the pointer is torn, one past the last good version."""
        try:
            return self.number() or numbers[-1] + 1
        except DamagedVersion:
            return numbers[-1] + 1

    def _copy(self, current: int | None, making: Path) -> None:
        making.mkdir(parents=True)
        if current is None:
            (making / _FIRST).touch()
            return
        needed = sum((self.folder(current) / name).stat().st_size for name in DATABASES)
        if shutil.disk_usage(self.path).free < 2 * needed + _SPARE_BYTES:
            raise self._disk_full()
        for name in DATABASES:
            shutil.copyfile(self.folder(current) / name, making / name)

    def _disk_full(self) -> DiskFull:
        return DiskFull(
            "The disk that holds {workspace} has no room for another version; nothing was stored. "
            "Free some space and import again.",
            workspace=self.path,
        )

    def _open(self, con: duckdb.DuckDBPyConnection, number: int, making: Path, *, is_new: bool) -> Draft:
        for database, catalog in zip(DATABASES, (DRAFT, DRAFT_PAY), strict=True):
            con.execute(f"attach {_literal(making / database)} as {catalog}")
        if is_new:
            schema.create(con, DRAFT, DRAFT_PAY)
        else:
            schema.migrate(con, DRAFT, DRAFT_PAY)
        return Draft(number, making, con)

    def _finish(self, con: duckdb.DuckDBPyConnection, making: Path, number: int) -> None:
        for catalog in (DRAFT, DRAFT_PAY):
            con.execute(f"checkpoint {catalog}")
        _detach(con)
        for file in making.rglob("*"):
            if file.is_file():
                _sync(file)
        making.replace(self.folder(number))
        _sync(self.folder(number).parent)

    def _point(self, number: int) -> None:
        """Replaces the pointer atomically and syncs it."""
        fresh = self.path / "current.new"
        with fresh.open("w", encoding="utf-8") as file:
            file.write(f"{number}\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.pointer)
        _sync(self.path)

    def _forget_old(self) -> None:
        for number in self.versions()[:-KEPT_VERSIONS]:
            shutil.rmtree(self.folder(number), ignore_errors=True)


def _literal(path: Path) -> str:
    """A path of our own making as an SQL string; ``attach`` takes no bound values."""
    return "'" + str(path).replace("'", "''") + "'"


def _detach(con: duckdb.DuckDBPyConnection) -> None:
    attached = {row[0] for row in con.execute("select database_name from duckdb_databases()").fetchall()}
    for catalog in attached & {DRAFT, DRAFT_PAY}:
        con.execute(f"detach {catalog}")


def _is_disk_full(error: BaseException) -> bool:
    text = str(error).lower()
    return isinstance(error, OSError | duckdb.Error) and ("no space left" in text or "could not write" in text)


def _sync(path: Path) -> None:
    """Flushes a file or, where the system allows it, a folder to the disk."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
