"""A version's seal: what its databases were when it was finished, so that damage in any byte of them is found.

The file ``seal.json`` beside them holds their SHA-256, and which version they were made from. A look at size and
time of change tells at no cost that nobody has written to them since; where the time is another (a workspace put
back from a backup has new ones), the hash decides, worked out once for each time. What a failing disk does leaves the
times alone: that is found by DuckDB's own checksums on reading, and by the hash when a version is copied or examined.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from data import disk

FILE = "seal.json"
CHANGED = "{name} isn't what was stored, somebody or the disk has changed it: its SHA-256 is another"
_MARK_LENGTH = 16
_MOST_HASHES = 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One database as it was finished: SHA-256, size in bytes, time of change in nanoseconds."""

    sha256: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Seal:
    """A version's number, the number that it was made from (None: from nothing), and its databases by name."""

    number: int
    before: int | None
    databases: Mapping[str, Entry]


def write(folder: Path, number: int, before: int | None, names: Iterable[str]) -> None:
    """Seals the finished databases ``names`` of ``folder`` as version ``number``."""
    databases = {}
    for name in names:
        disk.sync(folder / name)
        found = (folder / name).stat()
        databases[name] = Entry(disk.sha256(folder / name), found.st_size, found.st_mtime_ns)
    text = json.dumps(asdict(Seal(number, before, databases)), indent=1)
    (folder / FILE).write_text(text + "\n", encoding="utf-8", newline="\n")


def read(folder: Path) -> Seal | None:
    """The seal of a version; None where it has none, as versions of early programs do.

    Raises:
        ValueError: it is torn.
    """
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    try:
        databases = {name: Entry(**entry) for name, entry in found["databases"].items()}
        return Seal(int(found["number"]), found["before"], databases)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"{FILE} is torn") from error


def mark(folder: Path) -> str:
    """A short hash of the seal, by which the pointer knows its version; empty where there is no seal."""
    try:
        return hashlib.sha256((folder / FILE).read_bytes()).hexdigest()[:_MARK_LENGTH]
    except FileNotFoundError:
        return ""


def fault(folder: Path, names: Iterable[str], *, thorough: bool = False) -> str | None:
    """What is wrong with the databases ``names`` of a version, in a few words; None where they are as they were sealed.

    With ``thorough`` every byte is read, otherwise only where the time of change differs.
    """
    try:
        seal = read(folder)
    except (ValueError, OSError) as error:
        return f"{FILE} can't be read: {error}"
    if seal and f"{seal.number:06d}" != folder.name:
        return f"{FILE} is that of version {seal.number}"
    for name in names:
        found = _fault(folder / name, seal.databases.get(name) if seal else None, thorough=thorough)
        if found:
            return found
    return None


def _fault(file: Path, entry: Entry | None, *, thorough: bool) -> str | None:
    log = file.with_name(file.name + ".wal")
    if log.exists():
        # DuckDB would apply a log that fits, and answer with rows that nobody imported
        return f"another program has opened {file.name} for writing; end it and remove {log.name}"
    try:
        found = file.stat()
        if entry is None:
            return None
        if found.st_size != entry.size:
            return f"{file.name} has {found.st_size:,} bytes of {entry.size:,}"
        if found.st_mtime_ns == entry.changed and not thorough:
            return None
        if (disk.sha256(file) if thorough else _hash(file, found.st_mtime_ns)) != entry.sha256:
            return CHANGED.format(name=file.name)
    except FileNotFoundError:
        return f"{file.name} is missing"
    except OSError as error:
        return f"{file.name} can't be read: {error.strerror}"
    return None


@lru_cache(maxsize=_MOST_HASHES)
def _hash(file: Path, changed: int) -> str:
    """The SHA-256 of a file as it was ``changed`` last, in nanoseconds."""
    return disk.sha256(file)
