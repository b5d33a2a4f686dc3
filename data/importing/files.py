"""From the paths that a person names to copies of ours: files, folders and archives, told apart by content."""

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import IO, cast

from data.errors import UnreadableFile
from data.importing import contents
from data.importing.contents import Content, Kind
from data.importing.messages import FILES

MAX_UNPACKED = 4 * 1024**3
"""How many bytes one import may unpack from archives."""

READ: frozenset[Kind] = frozenset({"text", "toml", "xlsx", "xlsb", "xls", "ods", "html", "parquet", "jsonlines"})
"""The kinds that can be imported; a file of any other is refused and told what it is."""

_ENDINGS: dict[str, Kind] = {
    ".csv": "text", ".tsv": "text", ".txt": "text", ".tab": "text", ".psv": "text", ".dat": "text", ".toml": "toml",
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xlsb": "xlsb", ".xls": "xls", ".ods": "ods", ".html": "html", ".htm": "html",
    ".parquet": "parquet", ".jsonl": "jsonlines", ".ndjson": "jsonlines", ".json": "jsonlines",
}  # fmt: skip
"""What files in folders and archives are looked for, by how their names end."""

_ARCHIVES = (".zip", ".gz")
_OFTEN_NO_TABLE = (".json", ".html", ".htm", ".txt", ".dat")
"""Endings of files that may well lie beside tables without being one: then they are left out, not refused."""

_CHUNK = 1024 * 1024
_NOT_OPENED = (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error)
_LOCKED = "it is locked with a password"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of an import: the name that people know it by, our own copy of it, and its SHA-256 (once unpacked).

    ``chosen`` is false for a file found in a folder or an archive rather than named itself; ``kind`` is what it is by
    its content.
    """

    name: str
    path: Path
    sha256: str
    chosen: bool
    kind: Kind = "text"

    @property
    def stem(self) -> str:
        """The file's name without folder and ending: how a mapping calls it."""
        return _stem(self.name)

    @property
    def is_toml(self) -> bool:
        """Whether the file is a scheme or the rights, rather than a table."""
        return self.kind == "toml"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file of a folder or archive that is no table, and why it was left out."""

    name: str
    reason: str


Gathered = Upload | LeftOut | UnreadableFile


@cache
def _stem(name: str) -> str:
    last = Path(name)
    return Path(last.stem).stem if last.suffix.lower() == ".gz" else last.stem


def unreadable(code: str, **values: object) -> UnreadableFile:
    """The error of a whole file, by its code; ``values`` fill its sentence and keep ``code`` beside them."""
    return UnreadableFile(FILES[code], code=code, **values)


def gather(paths: Iterable[Path], folder: Path) -> Iterator[Gathered]:
    """Copies what ``paths`` hold into ``folder`` under names of ours, so that no name of theirs reaches a disk or SQL.

    Folders are searched at any depth; zip and gzip archives, whatever they are called, are unpacked up to
    ``MAX_UNPACKED`` bytes. A file that can't be taken is yielded as its error, so that the faults of the others are
    found as well.
    """
    gatherer = _Gatherer(folder)
    for path in paths:
        yield from gatherer.take(Path(path))


class _Gatherer:
    """Numbers the copies and adds up what archives unpack to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0
        self.unpacked = 0

    def take(self, path: Path) -> Iterator[Gathered]:
        if path.is_dir():
            yield from self._take_folder(path)
        elif not path.is_file():
            yield unreadable("not-found", file=path.name)
        else:
            yield from self._take_file(path, path.name, chosen=True)

    def _take_folder(self, path: Path) -> Iterator[Gathered]:
        members = sorted(entry for entry in path.rglob("*") if entry.is_file() and not _is_hidden(entry, path))
        if not any(_is_looked_for(entry.name) or _is_archive(entry.name) for entry in members):
            yield unreadable("no-files", file=path.name)
        for entry in members:
            if _is_looked_for(entry.name) or _is_archive(entry.name):
                yield from self._take_file(entry, entry.name, chosen=False)
            else:
                yield LeftOut(entry.name, "it is no file of a kind that is read")

    def _take_file(self, path: Path, name: str, *, chosen: bool) -> Iterator[Gathered]:
        content = contents.look(path, name)
        if content.kind == "zip":
            yield from self._unzip(path, name)
        elif content.kind == "gz":
            yield self._gunzip(path, name, chosen=chosen)
        elif content.kind in READ:
            with path.open("rb") as source:
                copy = self._copy(source, name, chosen=chosen)
            yield copy if isinstance(copy, UnreadableFile) else replace(copy, kind=content.kind)
        else:
            yield _refused(name, content, chosen=chosen)

    def _unzip(self, path: Path, name: str) -> Iterator[Gathered]:
        try:
            with zipfile.ZipFile(path) as archive:
                members = [info for info in archive.infolist() if not info.is_dir() and not _is_clutter(info.filename)]
                if not any(_is_looked_for(info.filename) for info in members):
                    yield unreadable("no-files", file=name)
                for info in members:
                    yield self._take_member(archive, info, name)
        except _NOT_OPENED as error:
            yield unreadable("bad-archive", file=name, reason=str(error) or type(error).__name__)

    def _take_member(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, archive_name: str) -> Gathered:
        name = f"{archive_name}/{_base(info.filename)}"
        if _is_archive(name):
            return LeftOut(name, "it is an archive inside an archive")
        if not _is_looked_for(name):
            return LeftOut(name, "it is no file of a kind that is read")
        if info.flag_bits & 1:
            return unreadable("bad-archive", file=name, reason=_LOCKED)
        with archive.open(info) as member:
            return self._unpacked(self._copy(member, name, chosen=False, limited=True))

    def _gunzip(self, path: Path, name: str, *, chosen: bool) -> Gathered:
        try:
            with gzip.open(path) as member:
                return self._unpacked(self._copy(cast(IO[bytes], member), name, chosen=chosen, limited=True))
        except _NOT_OPENED as error:
            return unreadable("bad-archive", file=name, reason=str(error) or type(error).__name__)

    def _unpacked(self, copy: Upload | UnreadableFile) -> Gathered:
        """A file out of an archive, once it has been looked at; the copy of one that can't be read is deleted."""
        if isinstance(copy, UnreadableFile):
            return copy
        content = contents.look(copy.path, copy.name.removesuffix(".gz"))
        if content.kind in READ:
            return replace(copy, kind=content.kind)
        copy.path.unlink()
        return _refused(copy.name, content, chosen=copy.chosen)

    def _copy(self, source: IO[bytes], name: str, *, chosen: bool, limited: bool = False) -> Upload | UnreadableFile:
        """Our own copy of a file, with its hash; ``limited`` bytes count towards what an import may unpack."""
        self.count += 1
        target = self.folder / f"file_{self.count:04d}"
        digest = hashlib.sha256()
        try:
            with target.open("wb") as copy:
                while chunk := source.read(_CHUNK):
                    self.unpacked += len(chunk) if limited else 0
                    if self.unpacked > MAX_UNPACKED:
                        target.unlink()
                        return unreadable("too-large", file=name, limit=f"{MAX_UNPACKED // 1024**2} MB")
                    digest.update(chunk)
                    copy.write(chunk)
        except _NOT_OPENED:
            target.unlink(missing_ok=True)
            raise
        return Upload(name, target, digest.hexdigest(), chosen)


def _refused(name: str, content: Content, *, chosen: bool) -> LeftOut | UnreadableFile:
    """What comes of a file that isn't read: one found beside others may be left out, one that was named is refused."""
    if not chosen and _suffix(name) in _OFTEN_NO_TABLE:
        return LeftOut(name, f"it is {content.words}")
    return unreadable("wrong-kind", file=name, kind=content.words, remedy=content.remedy)


def _is_hidden(entry: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in entry.relative_to(folder).parts)


def _is_clutter(name: str) -> bool:
    return "__MACOSX" in name or _base(name).startswith(".")


def _is_looked_for(name: str) -> bool:
    return _ENDINGS.get(_suffix(name)) in READ


def _is_archive(name: str) -> bool:
    return _suffix(name) in _ARCHIVES


def _base(name: str) -> str:
    """The last part of an archive member's name, whichever slash it uses, without control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[:120] or "file"


def _suffix(name: str) -> str:
    return Path(_base(name)).suffix.lower()
