"""From the paths that a person names to copies of ours: files, folders and zip archives, told apart by content."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from data.errors import UnreadableFile
from data.importing.messages import FILES

MAX_UNPACKED = 4 * 1024**3
"""How many bytes one import may unpack from archives."""

_CHUNK = 1024 * 1024
_TABULAR = (".csv", ".tsv", ".txt")
_READ = (*_TABULAR, ".toml", ".zip")
_SAVE_AS = "Save it as “CSV UTF-8” and import that."
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF document", "Export the table itself as CSV."),
    (b"\x89PNG", "a picture (PNG)", "Export the table itself as CSV."),
    (b"\xff\xd8\xff", "a picture (JPEG)", "Export the table itself as CSV."),
    (b"GIF8", "a picture (GIF)", "Export the table itself as CSV."),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Office file", _SAVE_AS),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and import what is in it."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it and import what is in it."),
    (b"Rar!", "a RAR archive", "Unpack it and import what is in it."),
    (b"SQLite format 3\x00", "an SQLite database", "Export its tables as CSV."),
    (b"PAR1", "a Parquet file", "Export the table as CSV."),
    (b"{\\rtf", "a text document (RTF)", "Export the table itself as CSV."),
)
_TEXT_STARTS: tuple[tuple[bytes, str, str], ...] = (
    (b"<!doctype html", "a web page (HTML)", "Perhaps the export had ended at a sign-in page: sign in, export again."),
    (b"<html", "a web page (HTML)", "Perhaps the export had ended at a sign-in page: sign in, export again."),
    (b"<?xml", "an XML file", "Export the table as CSV."),
    (b"{", "a JSON file", "Export the table as CSV."),
    (b"[{", "a JSON file", "Export the table as CSV."),
)


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of an import: the name that people know it by, our own copy of it, and its SHA-256.

    ``chosen`` is false for a file found in a folder or an archive rather than named itself.
    """

    name: str
    path: Path
    sha256: str
    chosen: bool

    @property
    def stem(self) -> str:
        """The file's name without folder and ending: how a mapping calls it."""
        return Path(self.name).stem

    @property
    def is_toml(self) -> bool:
        """Whether the file is a scheme or the rights, rather than a table."""
        return self.name.lower().endswith(".toml")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file of a folder or archive that is no table, and why it was left out."""

    name: str
    reason: str


def unreadable(code: str, **values: object) -> UnreadableFile:
    """The error of a whole file, by its code; ``values`` fill its sentence and keep ``code`` beside them."""
    return UnreadableFile(FILES[code], code=code, **values)


def gather(paths: Iterable[Path], folder: Path) -> Iterator[Upload | LeftOut | UnreadableFile]:
    """Copies what ``paths`` hold into ``folder`` under names of ours, so that no name of theirs reaches a disk or SQL.

    Folders are searched at any depth, archives are unpacked up to ``MAX_UNPACKED`` bytes. A file that can't be taken
    is yielded as its error, so that the faults of the others are found as well.
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

    def take(self, path: Path) -> Iterator[Upload | LeftOut | UnreadableFile]:
        if path.is_dir():
            yield from self._take_folder(path)
        elif not path.is_file():
            yield unreadable("not-found", file=path.name)
        else:
            yield from self._take_file(path, path.name, chosen=True)

    def _take_folder(self, path: Path) -> Iterator[Upload | LeftOut | UnreadableFile]:
        members = sorted(entry for entry in path.rglob("*") if entry.is_file() and not _is_hidden(entry, path))
        if not any(entry.suffix.lower() in _READ for entry in members):
            yield unreadable("no-files", file=path.name)
        for entry in members:
            if entry.suffix.lower() in _READ:
                yield from self._take_file(entry, entry.name, chosen=False)
            else:
                yield LeftOut(entry.name, "it is not a CSV file")

    def _take_file(self, path: Path, name: str, *, chosen: bool) -> Iterator[Upload | LeftOut | UnreadableFile]:
        with path.open("rb") as source:
            start = source.read(4096)
            source.seek(0)
            if path.suffix.lower() == ".zip" and start.startswith(b"PK") and not _office_kind(source):
                yield from self._take_archive(source, name)
                return
            fault = _wrong_kind(source, start, name)
            yield fault or self._copy(source, name, chosen=chosen)

    def _take_archive(self, source: IO[bytes], name: str) -> Iterator[Upload | LeftOut | UnreadableFile]:
        try:
            with zipfile.ZipFile(source) as archive:
                members = [info for info in archive.infolist() if not info.is_dir() and not _is_clutter(info.filename)]
                if not any(_suffix(info.filename) in (*_TABULAR, ".toml") for info in members):
                    yield unreadable("no-files", file=name)
                for info in members:
                    yield self._take_member(archive, info, name)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error) as error:
            yield unreadable("bad-zip", file=name, reason=str(error) or type(error).__name__)

    def _take_member(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, archive_name: str
    ) -> Upload | LeftOut | UnreadableFile:
        name = f"{archive_name}/{_base(info.filename)}"
        if _suffix(info.filename) not in (*_TABULAR, ".toml"):
            return LeftOut(name, "it is not a CSV file")
        with archive.open(info) as member:
            upload = self._copy(member, name, chosen=False, limited=True)
        if isinstance(upload, UnreadableFile):
            return upload
        with upload.path.open("rb") as copy:
            return _wrong_kind(copy, copy.read(4096), name) or upload

    def _copy(self, source: IO[bytes], name: str, *, chosen: bool, limited: bool = False) -> Upload | UnreadableFile:
        """Our own copy of a file, with its hash; ``limited`` bytes count towards what an import may unpack."""
        self.count += 1
        target = self.folder / f"file_{self.count:04d}"
        digest = hashlib.sha256()
        with target.open("wb") as copy:
            while chunk := source.read(_CHUNK):
                self.unpacked += len(chunk) if limited else 0
                if self.unpacked > MAX_UNPACKED:
                    target.unlink()
                    return unreadable("too-large", file=name, limit=f"{MAX_UNPACKED // 1024**2} MB")
                digest.update(chunk)
                copy.write(chunk)
        return Upload(name, target, digest.hexdigest(), chosen)


def _wrong_kind(source: IO[bytes], start: bytes, name: str) -> UnreadableFile | None:
    """The error for a file that isn't text, told for what it is; None for text."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return unreadable("utf-16", file=name)
    if start.startswith(b"PK\x03\x04"):
        kind, remedy = _office_kind(source) or ("a zip archive", "Rename it to end in .zip, or unpack it.")
        return unreadable("wrong-kind", file=name, kind=kind, remedy=remedy)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for listed, beginning in ((_MAGIC, start), (_TEXT_STARTS, text)):
        for magic, kind, remedy in listed:
            if beginning.startswith(magic):
                return unreadable("wrong-kind", file=name, kind=kind, remedy=remedy)
    return None


def _office_kind(source: IO[bytes]) -> tuple[str, str] | None:
    """What an office file is, with what to do; None for a plain archive."""
    try:
        with zipfile.ZipFile(source) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return None
    finally:
        source.seek(0)
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "an Excel workbook", _SAVE_AS
    if "word/document.xml" in names:
        return "a Word document", "Export the table itself as CSV."
    if "mimetype" in names and "content.xml" in names:
        return "an OpenDocument file", _SAVE_AS
    return None


def _is_hidden(entry: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in entry.relative_to(folder).parts)


def _is_clutter(name: str) -> bool:
    return "__MACOSX" in name or _base(name).startswith(".")


def _base(name: str) -> str:
    """The last part of an archive member's name, whichever slash it uses, without control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[:120] or "file"


def _suffix(name: str) -> str:
    return Path(_base(name)).suffix.lower()
