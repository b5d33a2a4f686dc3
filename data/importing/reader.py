"""A reader for people: each file as the reader understood it, written as plain CSV, and what it saw.

Here nothing is refused that can be shown: what an import would ask about or refuse is written in the likeliest
reading, and told as a doubt.
"""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from data.errors import UnreadableFile
from data.importing.files import LeftOut, Upload, gather
from data.importing.formats import opening
from data.importing.formats.layout import Layout, Table, body, fitted, headed, lay_out
from data.importing.formats.raw import Doubt, Raw, text_of
from data.importing.mapping import Read
from data.importing.messages import doubt_sentence

_MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """One table of a file as it was understood.

    ``written`` is the name of the CSV file, ``how`` says how the file is written (encoding, separator, quote …),
    ``header`` are the lines of the headings, ``skipped`` the lines above and below the table, ``doubts`` all that an
    import would note, ask about or refuse. ``error`` says why nothing could be read; the rest is empty then.
    """

    file: str
    written: str = ""
    how: Mapping[str, str] = field(default_factory=dict)
    header: tuple[int, ...] = ()
    rows: int = 0
    skipped: tuple[int, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    error: str = ""

    def as_json(self) -> dict[str, Any]:
        """What was seen, with the doubts in sentences."""
        told = {
            "file": self.file,
            "written": self.written,
            **self.how,
            "header": list(self.header),
            "rows": self.rows,
            "skipped": list(self.skipped),
            "doubts": [_told(doubt, self.file) for doubt in self.doubts],
        }
        return told | ({"error": self.error} if self.error else {})


def _told(doubt: Doubt, file: str) -> dict[str, Any]:
    values = {"file": file, "line": doubt.line, "count": doubt.count, **doubt.values}
    return {
        "code": doubt.code,
        "level": doubt.level,
        "line": doubt.line,
        "count": doubt.count,
        "message": doubt_sentence(doubt.code, **values),
        "choices": [asdict(choice) for choice in doubt.choices],
    }


def listed(paths: Iterable[Path]) -> Iterator[tuple[Path, Path]]:
    """The files that ``paths`` name, folders at any depth, each with the name that it keeps in the output."""
    for path in paths:
        if path.is_dir():
            yield from ((entry, entry.relative_to(path)) for entry in sorted(path.rglob("*")) if entry.is_file())
        else:
            yield path, Path(path.name)


def read_file(path: Path, name: Path, out: Path) -> tuple[Seen, ...]:
    """Reads one file and writes what was understood below ``out``; one that can't be read is told as an error."""
    with tempfile.TemporaryDirectory(prefix="haldur-") as folder:
        seen: list[Seen] = []
        for one in gather([path], Path(folder)):
            if isinstance(one, Upload):
                seen += _read_upload(one, name, out)
            elif isinstance(one, UnreadableFile):
                seen.append(_unread(one, name, out))
            elif isinstance(one, LeftOut):
                seen.append(Seen(str(name), error=f"{one.name} was left out: {one.reason}."))
        return tuple(seen)


def _read_upload(upload: Upload, name: Path, out: Path) -> Iterator[Seen]:
    try:
        raws = opening.opened(upload, Read(), is_tolerant=True)
    except UnreadableFile as error:
        yield _unread(error, name, out)
        return
    targets = _targets(upload, name)
    for raw in raws:
        yield from _read_raw(raw, targets, out)


def _unread(error: UnreadableFile, name: Path, out: Path) -> Seen:
    """A file that couldn't be read; an empty one is an empty table."""
    if error.values.get("code") != "empty-file":
        return Seen(str(name), error=str(error))
    return _empty(name, name, out)


def _empty(name: Path, target: Path, out: Path) -> Seen:
    _write(out / target, [])
    return Seen(str(name), str(target), doubts=(Doubt("empty-file", "refuse"),))


def _targets(upload: Upload, name: Path) -> Iterator[Path]:
    """The names of the output: the file's own for its first table, numbered ones for further tables and sheets."""
    base = name if upload.name == name.name else name / Path(upload.name).name
    first = base if upload.kind == "text" else base.with_name(base.name + ".csv")
    yield first
    number = 2
    while True:
        yield first.with_name(f"{first.stem}.{number}{first.suffix}")
        number += 1


def _read_raw(raw: Raw, targets: Iterator[Path], out: Path) -> Iterator[Seen]:
    def rows() -> Iterator[tuple[int, list[str]]]:
        return ((line, [text_of(one) for one in cells]) for line, cells in raw.rows())

    layout = headed(rows) if raw.is_headed else lay_out(rows)
    if not layout.tables:
        yield _empty(Path(raw.name), next(targets), out)
    for number, table in enumerate(layout.tables):
        target = next(targets)
        kept = [(line, _fitted(cells, table)) for line, cells in body(rows(), table) if any(map(str.strip, cells))]
        repeated = [line for line, cells in kept if _is_headings(cells, table)]
        kept = [row for row in kept if row[0] not in repeated]
        headings = [list(table.headings)] if table.headings else []
        _write(out / target, [*headings, *(cells for _, cells in kept)])
        skipped = _skipped(layout) if not number else ()
        doubts = (*raw.doubts, *_doubts(layout, table, kept, is_first=not number))
        if repeated:
            doubts = (*doubts, Doubt("repeated-headings", "note", repeated[0], len(repeated)))
        yield Seen(raw.name, str(target), raw.written, table.header, len(kept), skipped, doubts)


def _is_headings(cells: Sequence[str], table: Table) -> bool:
    """Whether a row repeats the headings, as printed pages do."""
    return bool(table.headings) and [*map(str.strip, cells)] == [*map(str.strip, table.headings)]


def _fitted(cells: list[str], table: Table) -> list[str]:
    """A row's cells, without the empty one behind the last separator where all rows end so."""
    return list(fitted(cells, table.width, is_trailing=True)) if table.is_trailing else cells


def _skipped(layout: Layout) -> tuple[int, ...]:
    return (*layout.above, *layout.below)


def _doubts(
    layout: Layout, table: Table, rows: Sequence[tuple[int, Sequence[str]]], *, is_first: bool
) -> Iterator[Doubt]:
    """What the layout leaves to tell."""
    if is_first and layout.above:
        yield Doubt("preamble", "note", layout.above[0], len(layout.above))
    if is_first and layout.below:
        yield Doubt("footer", "note", layout.below[0], len(layout.below))
    if len(table.header) > 1:
        yield Doubt("joined-headings", "note", table.header[0], len(table.header))
    if not table.header:
        yield Doubt("no-headings", "ask", table.first, 1, {"headings": ", ".join(rows[0][1]) if rows else ""})
    if is_first and len(layout.tables) > 1:
        second = layout.tables[1]
        values = {"value": ", ".join(second.headings)}
        yield Doubt("several-tables", "ask", (*second.header, second.first)[0], len(layout.tables), values)
    width = table.width
    ragged = [(line, len(cells)) for line, cells in rows if len(fitted(cells, width, is_trailing=False)) != width]
    for line, found in ragged[:_MOST_LINES]:
        yield Doubt("ragged-row", "refuse", line, 1, {"found": found, "expected": width})


def _write(path: Path, rows: Iterable[Sequence[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
