"""From the working tables of an import to its report: every fault and remark with what a reader needs to act."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

import duckdb

from data.contract import Column
from data.importing import headings
from data.importing.checking import FIRST_DAY, latest_day
from data.importing.documents import Document
from data.importing.mapping import said, section, toml_key
from data.importing.merging import Merged
from data.importing.messages import CLOSE_VALUE, ONCE_CLOSED, ONCE_WON
from data.importing.naming import literal, refused_view
from data.importing.parts import Part, Taken
from data.importing.report import Counts, Fault, FileReport, Warning_
from data.importing.rows import LINES_TOLD
from data.schema import quoted


def row_faults(
    con: duckdb.DuckDBPyConnection, parts: Mapping[int, Part], today: date, *, director: bool
) -> list[Fault]:
    """Every refused row with its reason, in the order of files and lines; pay stays hidden from all but directors."""
    _show_cells(con, parts)
    rows = con.execute(
        "select part, line, column_name, value, code, detail from faults order by part, line, column_name, code"
    ).fetchall()
    faults = []
    for number, line, column, value, code, detail in rows:
        part = parts[number]
        hidden = part.table.director_only and not director
        faults.append(_fault(part, line, column, None if hidden else value, code, detail or {}, today))
    order = {part.sheet.upload.name: number for number, part in sorted(parts.items(), reverse=True)}
    return sorted(faults, key=lambda fault: (order[fault.file], fault.line or 0))


def warnings(con: duckdb.DuckDBPyConnection, parts: Mapping[int, Part]) -> list[Warning_]:
    """What was noticed about rows that are stored."""
    rows = con.execute(
        "select part, column_name, code, sum(count)::bigint, min(first_line), arg_min(value, first_line), "
        f"list_sort(list_distinct(flatten(list(lines))))[:{LINES_TOLD}] from remarks "
        "group by part, column_name, code order by part, code, column_name"
    ).fetchall()
    found = []
    for number, column, code, count, line, value, lines in rows:
        part = parts[number]
        heading = part.heading(column) if column else None
        values = {"value": value or ""}
        name = part.sheet.upload.name
        found.append(Warning_(code, name, part.table.name, heading, count, line, values, tuple(lines or ())))
    return found


def sheet_warnings(taken: Taken) -> list[Warning_]:
    """What was noticed while a sheet was read."""
    name = taken.sheet.upload.name
    found = [
        Warning_(note.code, name, None, None, note.count, note.first_line, note.values) for note in taken.sheet.notes
    ]
    found += [
        Warning_(doubt.code, name, None, None, doubt.count, doubt.line, doubt.values)
        for doubt in taken.sheet.doubts
        if doubt.level == "note"
    ]
    found += [Warning_(code, name, None, heading, 1, taken.sheet.header_line) for code, heading in taken.remarks]
    if taken.parts and not taken.sheet.rows:
        found.append(Warning_("no-rows", name, taken.parts[-1].table.name, None, 0, None, {"file": name}))
    return found


def sheet_questions(taken: Taken) -> list[Fault]:
    """What a person must settle before a file can be read, with the lines of a mapping that would."""
    sheet, found = taken.sheet, []
    for doubt in sheet.doubts:
        if doubt.level == "ask" and doubt.code != "no-headings":
            said = [f'"{value}"' for choice in doubt.choices for value in choice.read.values()]
            values = {"file": sheet.upload.name, "line": doubt.line, "count": doubt.count, "section": _section(taken)}
            values |= {"first": said[0].strip('"'), "others": ", ".join(said[1:]), **doubt.values}
            found.append(Fault(sheet.upload.name, doubt.line, None, None, doubt.code, values, choices=doubt.choices))
    return found


def _section(taken: Taken) -> str:
    """How a mapping calls the file's main table; where none is known yet, the example that its fault gives."""
    if taken.parts:
        return taken.parts[-1].section
    example = taken.fault.values.get("example", taken.fault.values.get("table")) if taken.fault else None
    return section(taken.sheet.upload.stem, str(example or "clients"))


def file_report(
    taken: Taken,
    attribute_kinds: Mapping[int, Mapping[str, str]],
    counts: Mapping[int, Counts],
    *,
    director: bool,
) -> FileReport:
    """What one file was taken for; first rows of pay are shown to directors alone."""
    is_shown = director or not any(part.table.director_only for part in taken.parts)
    kinds: dict[str, str] = {}
    for part in taken.parts:
        kinds.update(attribute_kinds.get(part.number, {}))
    return FileReport(
        taken.sheet.upload.name,
        taken.sheet.upload.sha256,
        tuple(part.table.name for part in taken.parts),
        taken.sheet.rows,
        {heading: tuple(pairs) for heading, pairs in _columns(taken).items()},
        kinds,
        taken.sheet.dialect,
        tuple(warning.message for warning in sheet_warnings(taken)),
        taken.proposals,
        headings.headings_key(taken.sheet.headings),
        {part.table.name: counts[part.number] for part in taken.parts if part.number in counts},
        tuple(heading for heading in taken.sheet.headings if heading),
        taken.sheet.sample if is_shown else (),
        said(taken.mapping or {}),
    )


def document_report(document: Document) -> FileReport:
    """A scheme or the rights among the files."""
    return FileReport(document.upload.name, document.upload.sha256, (), 0, {}, {}, f"TOML, {document.kind}")


def _columns(taken: Taken) -> dict[str, list[tuple[str, str]]]:
    """What each heading feeds, (table, column); nothing for one that the mapping leaves out."""
    found: dict[str, list[tuple[str, str]]] = {}
    for listed in (taken.mapping or {}).values():
        found |= {heading: [] for heading, fed in listed.columns.items() if not fed and heading in taken.sheet.headings}
    for part in taken.parts:
        for column, heading in part.headings.items():
            found.setdefault(heading, []).append((part.table.name, column))
        if part.outcome:
            found[taken.sheet.headings[int(part.outcome[1:])]] = [(part.table.name, "stage")]
        for _, sources in part.melted:
            for column, source in sources.items():
                found.setdefault(taken.sheet.headings[int(source[1:])], []).append((part.table.name, column))
    return found


def orphan_faults(
    orphans: Sequence[tuple[str, str, str, int]], merged: Sequence[Merged], words: str = ""
) -> list[Fault]:
    """One fault for each row that a replaced table lacks and others need; ``words`` in place of the usual sentence."""
    files = {one.table.name: one.parts[-1].part.sheet.upload.name for one in merged}
    return [
        Fault(files[name], None, None, lost, "orphaned", {"table": name, "child": child, "count": count}, words)
        for name, child, lost, count in orphans
    ]


def unsure_faults(tables: Sequence[Merged]) -> list[Fault]:
    """One fault for each table of which rows are to be marked removed though its files have refused rows."""
    return [
        Fault(one.parts[-1].part.sheet.upload.name, None, None, None, "unsure-removal", {"table": one.table.name})
        for one in tables
    ]


def _show_cells(con: duckdb.DuckDBPyConnection, parts: Mapping[int, Part]) -> None:
    """Puts the cells as the file has them into the faults, in place of the values that were read from them."""
    found = con.execute(
        "select part, list(distinct column_name order by column_name) from faults "
        "where code <> 'duplicate-key' and column_name is not null group by part order by part"
    ).fetchall()
    for number, columns in found:
        part = parts[number]
        shown = [column for column in columns if column in part.sources and not part.melted]
        if shown:
            cells = " ".join(f"when {literal(column)} then t.{quoted(column)}" for column in shown)
            con.execute(
                f"update faults set value = coalesce(case column_name {cells} end, value) "
                f"from {quoted(refused_view(part))} as t "
                "where faults.part = $part and faults.code <> 'duplicate-key' and t.line = faults.line",
                {"part": number},
            )


def _fault(
    part: Part, line: int, name: str | None, value: str | None, code: str, detail: Mapping[str, str], today: date
) -> Fault:
    if name is None:
        return Fault(part.sheet.upload.name, line, None, None, code, dict(detail), sheet=part.sheet.relation)
    column, heading, words = part.table[name], part.heading(name), ""
    values: dict[str, object] = {"column": heading, "value": value or "", "table": part.table.name}
    values |= {**_limits(column, today), "key": value or "", **detail}
    if code == "days-reversed":
        values["earlier"] = part.heading(detail["earlier"])
    if code == "missing-value" and "once" in detail:
        words = ONCE_WON if detail["once"] == "won" else ONCE_CLOSED
    if code == "not-in-list":
        close = headings.close_value(part.table.name, name, column.choices, value or "")
        values |= {"close": close or "", "lines": _lines(part, heading, value or "", close or column.choices[0])}
        words = CLOSE_VALUE if close else ""
    return Fault(part.sheet.upload.name, line, heading, value, code, values, words, sheet=part.sheet.relation)


@cache
def _limits(column: Column, today: date) -> Mapping[str, str]:
    """What a column takes, and up to which day."""
    return {"accepted": _accepted(column), "latest": latest_day(column, today).isoformat()}


def _accepted(column: Column) -> str:
    """What a column takes, in words."""
    if column.choices:
        return ", ".join(column.choices)
    if column.kind in ("day", "moment", "month"):
        return f"days from {FIRST_DAY}"
    if column.low is not None and column.high is not None:
        unit = ", such as 0.12 or 12 %" if column.kind == "share" else ""
        return f"{column.low} to {column.high}{unit}"
    return f"{column.low} or more" if column.low is not None else "any value"


def _lines(part: Part, heading: str, value: str, meaning: str) -> str:
    """The lines of a mapping that would accept a value of a closed list."""
    return f'[{part.section}.values.{toml_key(heading)}]\n{toml_key(value)} = "{meaning}"'
