"""Refused rows as their file has them, with the reasons beside: mended in a spreadsheet, they are imported again.

One CSV for each file: its own headings, the cells exactly as they were read, and two more columns that an import
leaves out. A cell that a spreadsheet would run as a formula gets an apostrophe, which an import takes off again.
"""

import csv
import heapq
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path

import duckdb

from data.importing.headings import folded
from data.importing.parts import Part
from data.importing.report import Fault, harmless
from data.importing.sheets import Sheet, cell
from data.schema import quoted

CODE, MESSAGE = "haldur_code", "haldur_message"
"""The columns with the reasons, joined by "; " where there are several."""

_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Rejected:
    """A refused row: its file and line there, its cells as read, why it is refused."""

    file: str
    line: int
    cells: Sequence[str]
    codes: Sequence[str]
    messages: Sequence[str]


def without_reasons(sheets: Iterable[Sheet]) -> list[Sheet]:
    """The sheets with the columns of reasons as if they had no heading: nothing reads such a column."""
    found = []
    for sheet in sheets:
        headings = tuple("" if folded(heading) in (CODE, MESSAGE) else heading for heading in sheet.headings)
        found.append(replace(sheet, headings=headings) if headings != sheet.headings else sheet)
    return found


def write(
    con: duckdb.DuckDBPyConnection, path: Path, parts: Sequence[Part], faults: Sequence[Fault], *, director: bool
) -> list[Path]:
    """Writes the refused rows of each file to ``path``; returns the files written.

    A folder, or a path without an ending, gets a CSV for each file with refused rows, under that file's name. A path
    with an ending is the file itself; where several have refused rows, each has its name behind a dash. It is written
    even where nothing is refused, so that it never shows an earlier import's rows. Pay is a director's.

    Raises:
        OSError: a file can't be written.
    """
    hidden = {part.sheet.relation for part in parts if part.table.director_only and not director}
    sheets = {part.sheet.relation: part.sheet for part in parts if part.sheet.relation not in hidden}
    reasons: dict[str, dict[int, list[Fault]]] = {}
    for fault in faults:
        if fault.line is not None and fault.sheet in sheets:
            reasons.setdefault(fault.sheet, {}).setdefault(fault.line, []).append(fault)
    chosen = _paths(path, [sheets[relation].upload.name for relation in reasons])
    for (relation, refused), place in zip(reasons.items(), chosen, strict=True):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_rows(place, _headings(sheets[relation]), _rows(con, sheets[relation], refused))
    if not chosen and path.suffix and not path.is_dir():
        write_rows(path, (), ())
        return [path]
    return chosen


def write_rows(path: Path, headings: Sequence[str], rows: Iterable[Rejected]) -> None:
    """Writes one file's refused rows; what a row has beyond its headings stands behind the reasons."""
    width = len(headings)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*map(harmless, headings), CODE, MESSAGE])
        for row in rows:
            kept = [*row.cells[:width], *[""] * (width - len(row.cells))]
            reasons = ["; ".join(dict.fromkeys(row.codes)), "; ".join(dict.fromkeys(row.messages))]
            writer.writerow(map(harmless, [*kept, *reasons, *row.cells[width:]]))


def _headings(sheet: Sheet) -> list[str]:
    return [heading for heading in sheet.headings if heading]


def _rows(con: duckdb.DuckDBPyConnection, sheet: Sheet, reasons: Mapping[int, Sequence[Fault]]) -> Iterator[Rejected]:
    """The refused rows of a sheet, in the order of its lines."""
    cells = ", ".join(quoted(cell(index)) for index, heading in enumerate(sheet.headings) if heading)
    found = con.execute(
        f"select line, {cells} from {quoted(sheet.relation)} where line in (select unnest($lines)) order by line",
        {"lines": list(reasons)},
    )
    ragged = ((row.line, row.cells) for row in sheet.ragged if row.line in reasons)
    for line, cells_read in heapq.merge(_fetched(found), ragged, key=itemgetter(0)):
        faults = reasons[line]
        codes, messages = [fault.code for fault in faults], [fault.message for fault in faults]
        yield Rejected(sheet.upload.name, line, cells_read, codes, messages)


def _fetched(found: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, Sequence[str]]]:
    while rows := found.fetchmany(_AT_ONCE):
        for line, *values in rows:
            yield line, ["" if value is None else value for value in values]


def _paths(path: Path, names: Sequence[str]) -> list[Path]:
    """Where the refused rows of each file go."""
    is_folder = path.is_dir() or not path.suffix
    if not is_folder and len(names) == 1:
        return [path]
    chosen: list[Path] = []
    for name in names:
        stem = re.sub(r"[^\w-]+", "_", re.sub(r"\.\w{1,7}$", "", name)).strip("_") or "file"
        taken = {place.stem.casefold() for place in chosen}
        stem = stem if is_folder else f"{path.stem}-{stem}"
        number = next(n for n in range(1, len(names) + 1) if _numbered(stem, n).casefold() not in taken)
        ending = ".csv" if is_folder else path.suffix
        chosen.append((path if is_folder else path.parent) / f"{_numbered(stem, number)}{ending}")
    return chosen


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}_{number}"
