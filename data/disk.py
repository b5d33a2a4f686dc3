"""What a workspace needs of the disk: copies with their hash, syncing, replacing whole, and whether it was full."""

import errno
import hashlib
import os
import time
from pathlib import Path

import duckdb

_CHUNK = 4 * 1024 * 1024
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SHUT = (errno.EACCES, errno.EPERM, errno.EROFS)
_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES)
"""What file systems answer that can't sync a folder; they keep its entries safe in ways of their own."""
_FULL_WORDS = ("no space left", "quota exceeded", "file too large", "not enough space")
_TRIES, _PAUSE = 20, 0.05


def copy(source: Path, target: Path) -> str:
    """Copies a file and returns the SHA-256 of what was read."""
    digest = hashlib.sha256()
    chunk = memoryview(bytearray(_CHUNK))
    with source.open("rb", buffering=0) as read, target.open("wb", buffering=0) as written:
        while size := read.readinto(chunk):
            digest.update(chunk[:size])
            _write(written.fileno(), chunk[:size])
    return digest.hexdigest()


def _write(handle: int, content: memoryview) -> None:
    """Writes all of it; a nearly full disk takes a part first and refuses the rest."""
    while content:
        content = content[os.write(handle, content) :]


def sha256(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Flushes a file or, where the system allows it, a folder's entries to the disk."""
    is_folder = path.is_dir()
    if is_folder and os.name == "nt":
        return
    # Windows flushes only what is open for writing
    handle = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
    try:
        os.fsync(handle)
    except OSError as error:
        if not is_folder or error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Flushes every file and folder below ``folder``, then the folder itself."""
    for entry in sorted(folder.rglob("*"), reverse=True):
        sync(entry)
    sync(folder)


def make_folder(path: Path) -> None:
    """Makes a folder with those above it, each entered in the one above for good."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for folder in missing:
        sync(folder.parent)


def replace(path: Path, content: str) -> None:
    """Puts a file with ``content`` in place of ``path``: a reader sees the old or the new, whole, after any crash."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8", newline="\n") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _patiently_replace(fresh, path)
    sync(path.parent)


def _patiently_replace(fresh: Path, path: Path) -> None:
    """Replaces a file; on Windows one that a reader has open just now can't be, so it is tried for a second."""
    for left in reversed(range(_TRIES)):
        try:
            fresh.replace(path)
        except PermissionError:
            if os.name != "nt" or not left:
                raise
            time.sleep(_PAUSE)
        else:
            return


def is_full(error: BaseException) -> bool:
    """Whether an error tells of a full disk, a quota, or a limit on the size of a file."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    text = str(error).lower()
    return isinstance(error, duckdb.Error) and any(words in text for words in _FULL_WORDS)


def is_shut(error: BaseException) -> bool:
    """Whether an error tells of missing rights or a disk that is read-only."""
    return isinstance(error, OSError) and error.errno in _SHUT
