"""What an import works with: a database in memory and a folder for copies, gone afterwards.

A killed process leaves its folder in the system's temporary one; the next import removes it. A folder is known to be
in use by the lock on a file in it, which a dead process can't hold.
"""

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from data import disk
from data.errors import DiskFull, WorkspaceError

_PREFIX, _LOCK, _BEGUN = "haldur-import-", "lock", "begun"
_PATIENCE_SECONDS = 3600
_CONFIG: dict[str, str | bool | int] = {"python_enable_replacements": False, "write_buffer_row_group_count": 1}
"""No variable of Python is a table, and rows on their way to a table wait in one group: several take 100 MB each."""


@contextmanager
def working() -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """A working database in memory and a folder for copies, both gone afterwards.

    Raises:
        DiskFull: the disk has no room for the copies.
        WorkspaceError: the database has not enough memory.
    """
    sweep()
    try:
        with _folder() as folder:
            spilled = str(folder / "spilled")
            con = duckdb.connect(config={"temp_directory": spilled, **_CONFIG})
            try:
                yield con, folder
            finally:
                con.close()
    except duckdb.OutOfMemoryException as error:
        raise WorkspaceError(
            "There isn't enough memory for this import; nothing was stored. Close other programs, or import fewer "
            "rows at a time."
        ) from error
    except (OSError, duckdb.Error) as error:
        if not disk.is_full(error):
            raise
        raise DiskFull(
            "The disk that holds {folder} has no room for the import's own copies; nothing was stored. "
            "Free some space and import again.",
            folder=tempfile.gettempdir(),
        ) from error


def sweep() -> list[str]:
    """Removes the folders of dead processes; returns their names."""
    found = sorted(Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"))
    dead = [folder for folder in found if _is_dead(folder)]
    for folder in dead:
        shutil.rmtree(folder, ignore_errors=True)
    return [folder.name for folder in dead]


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    lock = FileLock(folder / _LOCK)
    try:
        lock.acquire()
        (folder / _BEGUN).touch()
        yield folder
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def _is_dead(folder: Path) -> bool:
    """Whether a folder is ours and its process has ended; one that has no lock yet has an hour to take it."""
    try:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or (hasattr(os, "getuid") and found.st_uid != os.getuid()):
            return False
        if not (folder / _BEGUN).exists() and time.time() - found.st_mtime < _PATIENCE_SECONDS:
            return False
        with FileLock(folder / _LOCK, timeout=0):
            return True
    except (Timeout, OSError):
        return False
