"""The files of an import as they arrive: sheets, documents, and what can't be taken or was left out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from data.errors import UnreadableFile
from data.importing import documents, files, reading
from data.importing.documents import Document
from data.importing.mapping import FileMapping, encoding_of
from data.importing.options import ImportOptions, Progress
from data.importing.parts import Taken
from data.importing.reading import Sheet
from data.importing.report import Fault, Warning_

_STRANGE = ("unknown-table", "no-headings")


@dataclass(slots=True)
class Arrived:
    """What came: readable sheets and sound documents, the faults of the other files, what was left out."""

    sheets: list[Sheet] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Warning_] = field(default_factory=list)


def arrive(
    con: duckdb.DuckDBPyConnection,
    paths: Iterable[Path],
    folder: Path,
    options: ImportOptions,
    progress: Progress,
    mapping_of: Callable[[str], FileMapping | None],
) -> Arrived:
    """Copies every file into ``folder`` and reads it; a file that can't be read is a fault beside the others.

    ``mapping_of`` gives the mapping for a file by its stem: how it is read must be known before its headings are.
    """
    arrived = Arrived()
    found = list(files.gather(map(Path, paths), folder))
    for step, one in enumerate(found):
        progress("Reading the files", 0.25 * step / len(found))
        if isinstance(one, UnreadableFile):
            arrived.faults.append(_unreadable(one))
        elif isinstance(one, files.LeftOut):
            arrived.warnings.append(_left_out(one.name, one.reason))
        elif one.is_toml:
            _take_document(one, options, arrived)
        else:
            try:
                arrived.sheets.append(reading.read(con, one, f"sheet_{step}", encoding_of(mapping_of(one.stem))))
            except UnreadableFile as error:
                arrived.faults.append(_unreadable(error))
    return arrived


def settle(
    con: duckdb.DuckDBPyConnection, arrived: Arrived, mapping_for: Callable[[Sheet], FileMapping | None]
) -> None:
    """Answers the questions of sheets whose mapping is found by their headings, where it states one of the choices.

    The headings may differ with the choice, so each is tried.
    """
    for place, sheet in enumerate(arrived.sheets):
        choices = [choice.read["encoding"] for doubt in sheet.doubts for choice in doubt.choices]
        for step, choice in enumerate(choices):
            read = reading.read(con, sheet.upload, f"{sheet.relation}_{step}", choice)
            if encoding_of(mapping_for(read)) == choice:
                arrived.sheets[place] = read
                break


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
