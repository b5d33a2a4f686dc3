"""From a file to tables of text in the working database, with each row's line in the file.

Whatever the format, a file's rows are laid out (which are headings, which are rows, what stands around them) and put
into a relation. Regular text takes a faster way to the same result.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import duckdb

from data.errors import UnreadableFile
from data.importing import filling, totals
from data.importing.files import Upload, unreadable
from data.importing.formats import delimited, encodings, opening, sampling
from data.importing.formats.damaged import damaged_cells
from data.importing.formats.encodings import Encoded
from data.importing.formats.layout import Layout, Table, body, headed, lay_out
from data.importing.formats.raw import Choice, Doubt, Raw, text_of
from data.importing.headings import folded
from data.importing.mapping import Read
from data.importing.scanning import Scan, scan
from data.importing.sheets import Cells, Note, Ragged, Sheet, cell
from data.schema import quoted

MAX_COLUMNS = 1000


def read(con: duckdb.DuckDBPyConnection, upload: Upload, relation: str, said: Read | None = None) -> tuple[Sheet, ...]:
    """Reads a file's tables, each into a relation of its own named after ``relation``; ``said`` settles doubts.

    Raises:
        UnreadableFile: the file can't be read as a table; the message names the line and the remedy.
    """
    told = said or Read()
    if upload.kind != "text":
        return _read_sheets(con, upload, opening.opened(upload, told), relation, told)
    encoded = encodings.find(upload.path, upload.name, told.encoding)
    copy = upload.path.with_name(f"{upload.path.name}_utf8")
    try:
        path = encodings.as_utf8(upload.path, copy, encoded)
        sheet = _read_text(con, replace(upload, path=path), relation, told, encoded)
    finally:
        copy.unlink(missing_ok=True)
    return (replace(sheet, upload=upload, doubts=(*encoded.doubts, *sheet.doubts)),)


def _read_sheets(
    con: duckdb.DuckDBPyConnection, upload: Upload, raws: Sequence[Raw], relation: str, said: Read
) -> tuple[Sheet, ...]:
    """The sheets of a workbook, a page or another format with cells; of several, those that are tables."""
    is_one = len(raws) == 1
    found: list[Sheet] = []
    faults: list[UnreadableFile] = []
    for number, raw in enumerate(raws):
        own = upload if is_one else replace(upload, name=raw.name, chosen=False)
        try:
            found.append(_read_carefully(con, own, raw, f"{relation}_{number}", said))
        except UnreadableFile as error:
            faults.append(error)
    if not found:
        raise faults[0] if faults else unreadable("empty-file", file=upload.name)
    unread = tuple(
        Note("left-out", 1, None, {"name": str(error.values["file"]), "reason": str(error)}) for error in faults
    )
    return (replace(found[0], notes=(*unread, *found[0].notes)), *found[1:])


def _read_text(con: duckdb.DuckDBPyConnection, upload: Upload, relation: str, said: Read, encoded: Encoded) -> Sheet:
    """The sheet of a text in UTF-8."""
    found = scan(upload.path, upload.name)
    sheet = _read_fast(con, upload, found, relation, said)
    if sheet is None:
        raw = delimited.raw(upload.path, upload.name, said, {"encoding": encoded.title})
        return _read_carefully(con, upload, raw, relation, said)
    return replace(sheet, dialect=_dialect(found, encoded))


def _read_fast(con: duckdb.DuckDBPyConnection, upload: Upload, found: Scan, relation: str, said: Read) -> Sheet | None:
    """The sheet of a regular text; None where it needs care."""
    sample = sampling.sample(upload.path, found, said) if found.is_regular else None
    if not sample:
        return None
    layout = lay_out(lambda: iter(sample), said.header_line)
    if len(layout.tables) != 1 or not _is_even(layout.tables[0]):
        return None
    headings = _headings(layout.tables[0], upload.name)
    cells = filling.fill_fast(upload.path, found, layout.tables[0])
    if cells is None:
        return None
    sheet = Sheet(upload, relation, headings, 0, "", is_tidy=found.is_tidy, cells=cells)
    return _finished(con, sheet, layout, 0, said)


def _is_even(table: Table) -> bool:
    return len(table.headings) in (0, table.width)


def _read_carefully(con: duckdb.DuckDBPyConnection, upload: Upload, raw: Raw, relation: str, said: Read) -> Sheet:
    """The sheet of any other file, row by row."""
    _refuse(raw.doubts, upload.name)

    def rows() -> Iterator[tuple[int, list[str]]]:
        return ((line, [text_of(one) for one in cells]) for line, cells in raw.rows())

    layout = headed(rows) if raw.is_headed else lay_out(rows, said.header_line)
    if not layout.tables:
        raise unreadable("empty-file", file=upload.name)
    number = min(said.table or 1, len(layout.tables)) - 1
    table = layout.tables[number]
    headings = _headings(table, upload.name)
    own = body(rows(), table)
    even = own if raw.is_text else _even(own, len(headings))
    filled = filling.fill_carefully(even, len(headings), upload.name, is_trailing=table.is_trailing)
    if filled.ragged and not filled.cells.rows:
        raise _misfit(upload.name, filled.ragged, len(headings), raw)
    notes = [Note(doubt.code, doubt.count, doubt.line, doubt.values) for doubt in raw.doubts if doubt.level == "note"]
    notes += [Note("trailing-separator", len(filled.trailing), filled.trailing[0])] if filled.trailing else []
    sheet = Sheet(upload, relation, headings, 0, _written(raw), tuple(notes), cells=filled.cells)
    damaged = () if raw.is_text else tuple(damaged_cells(raw, table))
    sheet = replace(sheet, ragged=tuple(filled.ragged), damaged=damaged)
    doubts = [doubt for doubt in raw.doubts if doubt.level == "ask"]
    doubts += [_several(layout.tables)] if len(layout.tables) > 1 and said.table is None else []
    return _finished(con, replace(sheet, doubts=tuple(doubts)), layout, number, said)


def _even(rows: Iterable[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
    """Rows that no separator parts: what a row lacks is empty, what is empty beyond the headings is nothing."""
    for line, cells in rows:
        missing = width - len(cells)
        if missing < 0 and not any(map(str.strip, cells[width:])):
            yield line, cells[:width]
        else:
            yield line, [*cells, *[""] * missing]


def _finished(con: duckdb.DuckDBPyConnection, sheet: Sheet, layout: Layout, number: int, said: Read) -> Sheet:
    """The sheet once its rows have been looked over, with what there is to tell."""
    table, relation, headings = layout.tables[number], sheet.relation, sheet.headings
    filling.show(con, sheet)
    left_out = [*filling.drop_empty_rows(con, sheet)]
    left_out += filling.drop_repeated_headings(con, sheet) if table.header else ()
    notes, doubts = totals.drop_totals(con, sheet, said.totals)
    left_out += notes
    if left_out:
        sheet = replace(sheet, cells=Cells.of(con, relation))
        filling.show(con, sheet)
    told = [*sheet.notes, *_around(layout, number), *left_out, *_blank_headings(con, sheet)]
    header_line = table.header[-1] if table.header else 0
    if not header_line and said.header_line is None:
        doubts = (*doubts, _headless(con, sheet, table))
    return replace(
        sheet,
        rows=sheet.cells.rows if sheet.cells else 0,
        notes=tuple(told),
        doubts=(*sheet.doubts, *doubts),
        header_line=header_line,
        sample=filling.first_rows(con, relation, headings),
    )


def _around(layout: Layout, number: int) -> Iterator[Note]:
    """What stands above and below the table, and headings that take several lines."""
    table = layout.tables[number]
    if layout.above:
        begin = table.header[0] if table.header else table.first
        yield Note("preamble", begin - layout.above[0], layout.above[0])
    if layout.below:
        yield Note("footer", len(layout.below), layout.below[0])
    if len(table.header) > 1:
        yield Note("joined-headings", len(table.header), table.header[0])


def _refuse(doubts: Sequence[Doubt], name: str) -> None:
    """Raises UnreadableFile where a doubt leaves no reading that could be trusted."""
    for doubt in doubts:
        if doubt.level == "refuse":
            raise unreadable(doubt.code, **{**doubt.values, "file": name, "line": doubt.line})


def _headings(table: Table, name: str) -> tuple[str, ...]:
    """The headings, trimmed and checked; “column 1” and so on where the table has none."""
    found = table.headings or tuple(f"column {number + 1}" for number in range(table.width))
    headings = tuple(" ".join(heading.replace("\ufeff", "").split()) for heading in found)
    if len(headings) > MAX_COLUMNS:
        raise unreadable("too-many-columns", file=name, count=len(headings), limit=MAX_COLUMNS)
    seen: dict[str, int] = {}
    for number, heading in enumerate(headings, 1):
        first = seen.setdefault(folded(heading) or f"blank {number}", number)
        if first != number:
            line = table.header[-1] if table.header else 1
            raise unreadable("duplicate-heading", file=name, value=heading, columns=f"{first}, {number}", line=line)
    return headings


def _headless(con: duckdb.DuckDBPyConnection, sheet: Sheet, table: Table) -> Doubt:
    """The question whether the first row holds headings after all."""
    first = con.execute(f"select * exclude line from {quoted(sheet.relation)} order by line limit 1").fetchall()
    sample = (", ".join(text for text in first[0] if text)[:300],) if first else ("",)
    choices = (Choice({"header_line": table.first}, sample), Choice({"header_line": 0}, sample))
    return Doubt("no-headings", "ask", table.first, 1, {"headings": sample[0]}, choices)


def _several(tables: Sequence[Table]) -> Doubt:
    """The question which of several tables is meant."""
    choices = tuple(Choice({"table": number}, (", ".join(table.headings),)) for number, table in enumerate(tables, 1))
    second = tables[1]
    line = second.header[0] if second.header else second.first
    return Doubt("several-tables", "ask", line, len(tables), {"value": ", ".join(second.headings)}, choices)


def _blank_headings(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> tuple[Note, ...]:
    """Refuses a column with values but without a heading; notes an empty one."""
    blank = [index for index, heading in enumerate(sheet.headings) if not heading]
    for index in blank:
        column = cell(index)
        row = con.execute(
            f"select min(line) from {quoted(sheet.relation)} where nullif(trim({column}), '') is not null"
        )
        line = row.fetchall()[0][0]
        if line is not None:
            raise unreadable("blank-heading", file=sheet.upload.name, columns=index + 1, line=line)
    return (Note("blank-heading", len(blank), 1),) if blank else ()


def _misfit(name: str, ragged: Sequence[Ragged], width: int, raw: Raw) -> Exception:
    """The error of a file none of whose rows fits its headings."""
    first = ragged[0]
    return unreadable(
        "headings-misfit", file=name, line=first.line, found=len(first.cells), expected=width,
        separator=raw.written.get("separator", "separator"),
    )  # fmt: skip


def _dialect(found: Scan, encoded: Encoded) -> str:
    name = {"\t": "tab", ";": "semicolon", ",": "comma"}[found.separator]
    return f"CSV, {name}, {encoded.title}{' with BOM' if encoded.has_bom else ''}"


def _written(raw: Raw) -> str:
    """How a file is written, for the report."""
    if "separator" not in raw.written:
        return ", ".join(raw.written.values())
    return f"CSV, {raw.written['separator']}, {raw.written['encoding']}"
