"""Files that somebody uploaded on screen, kept in the workspace until they are stored or dropped.

Each upload has a folder of its own, ``workspace/imports/<token>/files``; what was uploaded lies there under a name
made harmless, which the import and its history then show.
"""

import io
import re
import secrets
import shutil
import tomllib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from data.contract import TABLES

KEPT_SECONDS = 2 * 24 * 3600
_MOST_LETTERS = 80
_TABLES = {table.name for table in TABLES}
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload: its folder and its files, the name that each came under → where it lies."""

    folder: Path
    files: dict[str, Path]

    @property
    def mapping(self) -> Path:
        """Where the mapping that its reader made is kept."""
        return self.folder / "mapping.toml"

    @property
    def rejects(self) -> Path:
        """The folder for the refused rows, a CSV for each file that has any."""
        return self.folder / "refused"

    @property
    def content(self) -> Path:
        """The folder with nothing but the files."""
        return self.folder / "files"


def keep(workspace: Path, files: Iterable[tuple[str, IO[bytes]]]) -> Upload:
    """Writes the uploaded files (name, open file) to a new folder; a mapping among them becomes the upload's."""
    folder = new_folder(workspace)
    (folder / "files").mkdir()
    kept: dict[str, Path] = {}
    for name, source in files:
        path = folder / "files" / safe_name(name, {taken.name for taken in kept.values()})
        with path.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        if is_mapping(path):
            path.replace(folder / "mapping.toml")
            continue
        kept[f"{name} ({len(kept) + 1})" if name in kept else name] = path
    return Upload(folder, kept)


def is_mapping(path: Path) -> bool:
    """Whether a file is a mapping: TOML of ``[file.table.columns]`` and its like, as ``docs/data.md`` shows."""
    if path.suffix.lower() != ".toml":
        return False
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False
    tables = [table for tables in listed.values() if isinstance(tables, dict) for table in tables.items()]
    return bool(tables) and all(name in _TABLES and isinstance(parts, dict) for name, parts in tables)


def new_folder(workspace: Path) -> Path:
    """A new folder under ``workspace/imports`` with a name that nobody can guess."""
    folder = workspace / "imports" / secrets.token_hex(8)
    folder.mkdir(parents=True)
    return folder


def forget(upload: Upload) -> None:
    """Removes the upload from the disk."""
    shutil.rmtree(upload.folder, ignore_errors=True)


def without(upload: Upload, refused: Iterable[str]) -> Upload:
    """The upload without the files that a report calls ``refused``, by their names or as what lies in them."""
    names = tuple(refused)
    left = {
        name: path
        for name, path in upload.files.items()
        if not any(each == path.name or each.startswith(f"{path.name}/") for each in names)
    }
    return Upload(upload.folder, left)


def forget_files(upload: Upload) -> None:
    """Removes what was uploaded; what was found out about it stays until the upload is forgotten."""
    shutil.rmtree(upload.content, ignore_errors=True)


def refused(upload: Upload) -> tuple[str, bytes] | None:
    """The refused rows as one file to download, its name and content: a CSV or a zip of several; None without any."""
    files = sorted(upload.rejects.glob("*.csv"))
    if len(files) < 2:
        return (files[0].name, files[0].read_bytes()) if files else None
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
    return "refused.zip", content.getvalue()


def forget_refused(upload: Upload) -> None:
    """Removes the refused rows that an earlier look at the upload has written."""
    shutil.rmtree(upload.rejects, ignore_errors=True)


def sweep(workspace: Path, now: float) -> int:
    """Removes uploads that nobody has touched for ``KEPT_SECONDS`` before ``now``; returns how many."""
    old = [
        folder
        for folder in (workspace / "imports").glob("*")
        if folder.is_dir() and folder.stat().st_mtime < now - KEPT_SECONDS
    ]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def safe_name(name: str, taken: Iterable[str] = ()) -> str:
    """A file name made of letters, figures, "-", "_" and "." that stands for ``name`` and isn't among ``taken``.

    Folders, control characters and what a shell or a pattern would read are gone; letters of any language stay.
    """
    last = re.split(r"[/\\]", name)[-1]
    clean = re.sub(r"[^\w.-]+", "_", last, flags=re.UNICODE).strip("._") or "file"
    stem, dot, ending = clean.rpartition(".")
    stem, ending = (stem, ending) if dot else (ending, "")
    stem = f"_{stem}" if _RESERVED.fullmatch(stem) else stem
    stem = stem[:_MOST_LETTERS]
    found, number = _joined(stem, ending), 2
    lowered = {other.casefold() for other in taken}
    while found.casefold() in lowered:
        found, number = _joined(f"{stem}_{number}", ending), number + 1
    return found


def _joined(stem: str, ending: str) -> str:
    return f"{stem}.{ending[:10]}" if ending else stem
