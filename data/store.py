"""A workspace on disk: versions that are never changed, a pointer to the one in force, one writer at a time.

A change is made in a copy of the current version. When it is complete, sealed and synced, the pointer file is
replaced atomically; a process killed at any moment, or a full disk, leaves the last good version in force.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from data import disk, drafts, faults, pointer, sealing
from data.drafts import DRAFT, DRAFT_PAY, Draft
from data.errors import DamagedVersion, NoWorkspace, UsageError, WorkspaceBusy, WorkspaceError
from data.versions import DATABASES, Versions

__all__ = ["DATABASES", "DRAFT", "DRAFT_PAY", "KEPT_VERSIONS", "Draft", "Workspace", "changes"]

KEPT_VERSIONS = 10
_SPARE_BYTES = 64 * 1024 * 1024
_changes: list[Path] = []


def changes() -> int:
    """How often this process has changed what is in force in a workspace, the change just being made included.

    From that moment on an import isn't interrupted any more: it is stored.
    """
    return len(_changes)


class Workspace:
    """The folder that holds a company's data; it need not exist yet."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path).resolve()
        self._versions = Versions(self.path / "versions")
        self._pointer = pointer.Pointer(self.path / "current")

    @property
    def pointer(self) -> Path:
        """The file that names the version in force."""
        return self._pointer.path

    def number(self) -> int | None:
        """The number of the version in force; None before the first import.

        Raises:
            DamagedVersion: the pointer is missing, torn, or names no version that is there.
            WorkspaceError: it can't be read.
        """
        text = self._pointer.text()
        while True:
            number, fault = self._named(text)
            if not fault:
                return number
            again = self._pointer.text()
            if again == text:
                raise faults.lost(self.path, self.pointer, fault, self.last_whole())
            text = again

    def folder(self, number: int) -> Path:
        """The folder of a version."""
        return self._versions.folder(number)

    def versions(self) -> list[int]:
        """The numbers of the versions kept, oldest first."""
        return self._versions.finished(self._pointer.named())

    def attach(self, con: duckdb.DuckDBPyConnection, number: int, *, pay: bool = True) -> None:
        """Attaches a version to ``con``, read-only, as ``main_000042`` and (with ``pay``) ``pay_000042``.

        Raises:
            DamagedVersion: a database isn't what was stored, can't be opened or fails its checksum.
            WorkspaceBusy: another program has one open for writing.
            WorkspaceError: the version has been taken back, or is no longer kept.
        """
        self.check(number, pay=pay)
        for database in DATABASES if pay else DATABASES[:1]:
            name, file = f"{database.split('.')[0]}_{number:06d}", self.folder(number) / database
            try:
                con.execute(f"attach if not exists {drafts.literal(file)} as {name} (read_only)")
            except duckdb.Error as error:
                raise faults.held(error, file) or self.damaged(number, error) from error

    def check(self, number: int, *, pay: bool = True) -> None:
        """Raises what ``damaged`` gives where a version, even an attached one, isn't what was stored any more."""
        fault = sealing.fault(self.folder(number), DATABASES if pay else DATABASES[:1])
        if fault:
            raise self.damaged(number, fault)

    def fault(self, number: int) -> str | None:
        """What is wrong with the databases of a version, every byte looked at; None where nothing is."""
        return sealing.fault(self.folder(number), DATABASES, thorough=True)

    def last_whole(self, below: int | None = None) -> int | None:
        """The newest version without a fault, of those ``below`` a number where one is given."""
        numbers = [number for number in self.versions() if below is None or number < below]
        return next((number for number in reversed(numbers) if self.fault(number) is None), None)

    def damaged(self, number: int, reason: object) -> WorkspaceError:
        """The error that tells that a version can't be read, and the last whole one before it to go back to."""
        if number not in self.versions():
            return faults.gone(number)
        return faults.damaged(self.path, number, reason, self.last_whole(number))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the writer's lock, which a dead process can't keep.

        Raises:
            WorkspaceBusy: another process is writing.
            WorkspaceError: the folder can't be written to.
        """
        if "?" in str(self.path):
            raise faults.unfit(self.path)
        lock = FileLock(self.path / "lock", timeout=0)
        try:
            disk.make_folder(self.path)
            lock.acquire()
        except Timeout as error:
            raise WorkspaceBusy(
                "Another import is writing to {workspace}. Wait until it has ended, then try again.",
                workspace=self.path,
            ) from error
        except OSError as error:
            raise faults.told(error, self.path) from error
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def draft(self, con: duckdb.DuckDBPyConnection, adding: int = 0) -> Iterator[Draft]:
        """A copy of the current version for writing; put in force on leaving, removed on an error.

        ``adding`` is about how many bytes come to it, for which the disk must have room as well.

        Raises:
            WorkspaceBusy: another process is writing.
            DiskFull: the disk has no room for another version.
            DamagedVersion: the current version isn't what was stored; damage never gets into a new one.
        """
        with self.writing():
            self.sweep()
            current = self.number()
            number = self._versions.next_number()
            try:
                self._copy(current, number, adding)
                yield drafts.begin(con, number, self._versions.making(number), is_new=current is None)
                drafts.end(con)
                self._versions.finish(number, current)
                self._point(number)
            except BaseException as error:
                drafts.abandon(con)
                self._give_up(number, current)
                told = faults.told(error, self.path)
                if told is error:
                    raise
                raise told from error
            self._versions.confirm(number)
            self._versions.forget(number, KEPT_VERSIONS)

    def undo(self) -> int | None:
        """Puts the version that the current one was made from in force; returns its number.

        A current version that is damaged is set aside, and the last whole one before it comes in force; where only the
        pointer is damaged, the last whole version does. Taking the first import back leaves an empty workspace: None.

        Raises:
            NoWorkspace: nothing has been imported.
            UsageError: the version before is no longer kept.
            DamagedVersion: there is no whole version to go back to, or the one before is damaged.
        """
        with self.writing():
            self.sweep()
            numbers = self.versions()
            if not numbers:
                raise NoWorkspace("Nothing has been imported into {workspace} yet.", workspace=self.path)
            before = self._before(numbers)
            gone = {number: self.fault(number) for number in numbers if before is None or number > before}
            try:
                self._versions.take_back(gone)
                self._point(before)
            except OSError as error:
                raise faults.told(error, self.path) from error
            for number, fault in gone.items():
                (self._versions.put_aside if fault else self._versions.remove)(number)
            return before

    def keep(self, number: int) -> None:
        """Keeps a version beyond the last ten, as a closed month's is."""
        with self.writing():
            self._versions.keep(number)

    def leftovers(self) -> list[Path]:
        """What an interrupted writer left behind; as long as the pointer is damaged, no version counts as that."""
        left = [*self._versions.leftovers(), *self._pointer.leftovers()]
        with suppress(WorkspaceError):
            left += self._versions.unnamed(self.number())
        return left

    def set_aside(self) -> list[Path]:
        """The damaged versions that were set aside when they were taken back."""
        return self._versions.damaged()

    def sweep(self) -> list[str]:
        """Removes what an interrupted writer left behind; returns the names removed. The caller holds the lock."""
        left = self.leftovers()
        for entry in left:
            if entry.name.isdigit():
                self._versions.take_back([int(entry.name)])
                self._versions.remove(int(entry.name))
            elif entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink(missing_ok=True)
        with suppress(WorkspaceError):
            current = self.number()
            if current is not None:
                self._versions.confirm(current)
        return [entry.name for entry in left]

    def _named(self, text: str | None) -> tuple[int | None, str]:
        """The version that the pointer's ``text`` names, and what is wrong with that, if anything."""
        if text is None:
            return None, "is missing, though there are versions" if self.versions() else ""
        found = pointer.parsed(text)
        if not found:
            return None, f"is torn: it holds “{text.strip()[:40]}”"
        if not self.folder(found[0]).is_dir():
            return None, f"names the version {found[0]}, which isn't there"
        if found[1] != sealing.mark(self.folder(found[0])):
            return None, f"doesn't fit the version {found[0]} that is there"
        return found[0], ""

    def _before(self, numbers: list[int]) -> int | None:
        """The version to go back to; None where that is the empty workspace."""
        try:
            current = self.number() or 0
        except DamagedVersion:
            last = self.last_whole()
            if last is None:
                raise
            return last
        fault = self.fault(current)
        if fault:
            last = self.last_whole(current)
            if last is None:
                raise self.damaged(current, fault)
            return last
        before = self._versions.made_from(current)
        if before is not None and before not in numbers:
            raise UsageError("The version before this one is no longer kept: nine imports can be taken back.")
        if before is not None and (fault := self.fault(before)):
            raise faults.no_way_back(before, fault)
        return before

    def _copy(self, current: int | None, number: int, adding: int) -> None:
        making, taken = self._versions.making(number), 0
        disk.make_folder(making)
        if current is not None:
            self.check(current)
            taken = sum((self.folder(current) / name).stat().st_size for name in DATABASES)
        if shutil.disk_usage(self.path).free < 2 * (taken + adding) + _SPARE_BYTES:
            raise faults.disk_full(self.path)
        if current is None:
            return
        seal = sealing.read(self.folder(current))
        for name in DATABASES:
            found = disk.copy(self.folder(current) / name, making / name)
            if seal and found != seal.databases[name].sha256:
                raise self.damaged(current, sealing.CHANGED.format(name=name))

    def _point(self, number: int | None) -> None:
        """Puts a version in force, None: the empty workspace."""
        _changes.append(self.path)
        try:
            self._pointer.write(number, self._mark(number))
        except OSError:
            _changes.pop()
            raise

    def _mark(self, number: int | None) -> str:
        return "" if number is None else sealing.mark(self.folder(number))

    def _give_up(self, number: int, current: int | None) -> None:
        """Leaves ``current`` in force and nothing of ``number``, unless the pointer can't be turned back any more."""
        if self._pointer.named() == number:
            try:
                self._pointer.write(current, self._mark(current))
            except OSError:
                return
        shutil.rmtree(self._versions.making(number), ignore_errors=True)
        self._versions.remove(number)
