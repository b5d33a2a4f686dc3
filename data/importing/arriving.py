"""The files of an import as they arrive: sheets, documents, and what can't be taken or was left out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from data.errors import UnreadableFile
from data.importing import documents, files, reading
from data.importing.documents import Document
from data.importing.mapping import FileMapping, Read, read_of
from data.importing.options import ImportOptions, Progress
from data.importing.parts import Taken
from data.importing.report import Fault, Warning_
from data.importing.sheets import Sheet

_STRANGE = ("unknown-table", "no-headings")


@dataclass(slots=True)
class Arrived:
    """What came: readable sheets and sound documents, the faults of the other files, what was left out."""

    sheets: list[Sheet] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Warning_] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sayings:
    """What has been said about reading files: by the mapping given now for a stem, by remembered ones for headings."""

    given: Callable[[str], FileMapping | None]
    remembered: Callable[[Sequence[str]], FileMapping | None]


def arrive(
    con: duckdb.DuckDBPyConnection,
    paths: Iterable[Path],
    folder: Path,
    options: ImportOptions,
    progress: Progress,
    sayings: Sayings,
) -> Arrived:
    """Copies every file into ``folder`` and reads it; a file that can't be read is a fault beside the others.

    ``mapping_of`` gives the mapping for a file by its stem: how it is read must be known before its headings are.
    """
    arrived = Arrived()
    found = list(files.gather(map(Path, paths), folder))
    for step, one in enumerate(found):
        progress("Reading the files", 0.25 * step / len(found), sum(sheet.rows for sheet in arrived.sheets))
        if isinstance(one, UnreadableFile):
            arrived.faults.append(_unreadable(one))
        elif isinstance(one, files.LeftOut):
            arrived.warnings.append(_left_out(one.name, one.reason))
        elif one.is_toml:
            _take_document(one, options, arrived)
        else:
            try:
                arrived.sheets += _read(con, one, f"sheet_{step}", sayings)
            except UnreadableFile as error:
                arrived.faults.append(_unreadable(error))
    return arrived


def _read(con: duckdb.DuckDBPyConnection, upload: files.Upload, relation: str, sayings: Sayings) -> tuple[Sheet, ...]:
    """The sheets of a file, read as has been said about it, or about files with the same headings before.

    The headings may differ with the answer to what the file leaves open, so each answer is tried.
    """
    given = sayings.given(upload.stem)
    sheets = reading.read(con, upload, relation, read_of(given))
    if given is not None:
        return sheets
    asked = [choice.read for sheet in sheets for doubt in sheet.doubts for choice in doubt.choices]
    known = [_whole_file(sayings, sheet) for sheet in sheets]
    for step, said in enumerate([*filter(None, known), *asked]):
        again = reading.read(con, upload, f"{relation}_{step}", Read(**said))
        if any(said.items() <= _whole_file(sayings, sheet).items() for sheet in again):
            return again
    return sheets


_WHOLE_FILE = frozenset({"encoding", "separator", "quote", "header_line", "sheet", "table", "totals"})


def _whole_file(sayings: Sayings, sheet: Sheet) -> dict[str, Any]:
    """What was said before about reading files with a sheet's headings, as far as it is about the whole file."""
    said = read_of(sayings.remembered(sheet.headings)).said
    return {key: value for key, value in said.items() if key in _WHOLE_FILE}


def sort_out(taken: Sequence[Taken], arrived: Arrived, *, has_mapping: bool) -> None:
    """Lists the faults of sheets that can't be mapped.

    Where other sheets can, one that no table fits is left out instead if it was found in a folder or an archive, or
    came beside a mapping that doesn't name it.
    """
    is_any = any(one.parts for one in taken)
    for one in taken:
        upload, fault = one.sheet.upload, one.fault
        may_leave = is_any and (has_mapping or not upload.chosen)
        if fault and not (fault.code in _STRANGE and may_leave):
            arrived.faults.append(fault)
        elif not one.parts:
            reason = "no table fits its headings" if fault else "the mapping says so"
            arrived.warnings.append(_left_out(upload.name, reason))


def _take_document(upload: files.Upload, options: ImportOptions, arrived: Arrived) -> None:
    if not options.director:
        arrived.faults.append(Fault(upload.name, None, None, None, "needs-director", {"table": upload.name}))
        return
    found = documents.read(upload, options.check_document)
    if isinstance(found, Document):
        arrived.documents.append(found)
    else:
        arrived.faults += found


def _left_out(name: str, reason: str) -> Warning_:
    return Warning_("left-out", name, None, None, 1, None, {"name": name, "reason": reason})


def _unreadable(error: UnreadableFile) -> Fault:
    """A refused file as a fault of the report."""
    values = error.values
    return Fault(str(values["file"]), values.get("line"), None, values.get("value"), str(values["code"]), values)
