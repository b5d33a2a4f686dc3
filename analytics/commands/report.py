"""An import's report as text: what each file was taken for, what it changes, and what is wrong with it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analytics.commands import plaintext
from analytics.results import to_json
from analytics.words import ngettext
from data.errors import DataRefused
from data.importing import ImportReport
from data.importing.report import Fault, FileReport, Match, Warning_

_MOST_LINES = 20
_MOST_VALUES = 50
_MOST_LACKING = 10


def as_text(report: ImportReport, *, store: bool) -> str:
    """The whole report for a reader at a terminal."""
    files = "\n".join(_files(report))
    found = [*_warnings(report), *_matches(report), *_lacking(report), *_rejects(report)]
    parts = [files, _counts(report), *found, _ending(report, store=store)]
    return "\n\n".join(part for part in parts if part)


def content(report: ImportReport) -> dict[str, Any]:
    """The report under the contract's keys, with what the import page shows beside them.

    ``changes`` is a sample of fields before and after; ``reasons`` are the refused rows grouped by file, column and
    code: how many, whether the whole file is refused, the first lines and values, and the sentence with its named
    places for whoever translates it.
    """
    told = report.as_json()
    changes = [asdict(change) for change in report.changes]
    warnings = [warning.as_json() | _sentence(warning) for warning in report.warnings]
    return told | {"warnings": warnings, "changes": changes, "reasons": _reasons(report.rejects)}


def _sentence(warning: Warning_) -> dict[str, Any]:
    """The warning's sentence with its named places and what fills them, for whoever translates it."""
    places = {"column": warning.column or "", "count": warning.count, "line": warning.first_line}
    return {"template": warning.template, "values": {**places, **to_json(warning.values)}}


def _reasons(rejects: Sequence[Fault]) -> list[dict[str, Any]]:
    grouped: dict[tuple[str, str, str], list[Fault]] = {}
    for fault in rejects:
        grouped.setdefault((fault.file, fault.column or "", fault.code), []).append(fault)
    return [_reason(faults) for faults in sorted(grouped.values(), key=len, reverse=True)]


def _reason(faults: Sequence[Fault]) -> dict[str, Any]:
    first = faults[0]
    values = Counter(fault.value for fault in faults if fault.value is not None)
    return {
        "file": first.file,
        "column": first.column,
        "code": first.code,
        "rows": len(faults),
        "whole_file": first.refuses_file,
        "lines": [fault.line for fault in faults[:_MOST_LINES]],
        "given": dict(values.most_common(_MOST_VALUES)),
        "template": first.template,
        "values": {"column": first.column or "", "value": first.value or "", **to_json(first.values)},
        "choices": [asdict(choice) for choice in first.choices],
    }


def refused(error: DataRefused, paths: Sequence[Path]) -> dict[str, Any]:
    """The report of a batch that couldn't even be read: nothing but the one fault."""
    values = {name: error.values.get(name) for name in ("line", "column", "value")}
    file = str(error.values.get("file") or ", ".join(path.name for path in paths))
    code = str(error.values.get("code", "unreadable"))
    fault = {"file": file, **values, "code": code, "message": str(error)}
    reason: dict[str, Any] = {
        "file": file,
        "column": values["column"],
        "code": code,
        "rows": 0,
        "lines": [],
        "given": {},
        "choices": [],
    }
    reason["whole_file"] = True
    reason |= {"template": error.template, "values": {name: str(value) for name, value in error.values.items()}}
    nothing: dict[str, Any] = {"batch": None, "stored": False, "tables": {}, "warnings": [], "files": [], "changes": []}
    nothing |= {"matches": [], "lacking": []}
    return nothing | {"rejects": [fault], "reasons": [reason]}


def _files(report: ImportReport) -> Iterator[str]:
    for file in report.files:
        lines = [_head(file)]
        lines += [
            f"{heading} → {_joined(pairs)}" for heading, pairs in file.columns.items() if _is_renamed(heading, pairs)
        ]
        if file.attributes:
            lines.append(f"kept as attributes: {', '.join(file.attributes)}")
        for heading, pair in file.proposals.items():
            lines.append(f"{heading} → {'.'.join(pair)}? Confirm it in a mapping file; until then it is an attribute.")
        yield "\n  ".join([*lines, *file.notes])


def _head(file: FileReport) -> str:
    if not file.tables:
        return f"{file.file} ({file.dialect})"
    rows = ngettext("{count} row", "{count} rows", file.rows)
    return f"{file.file} → {', '.join(file.tables)}: {rows} ({file.dialect})"


def _is_renamed(heading: str, pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether a heading says more than its column's own name."""
    return [column for _table, column in pairs] != [heading]


def _joined(pairs: Iterable[tuple[str, str]]) -> str:
    return ", ".join(".".join(pair) for pair in pairs) or "(left out)"


def _counts(report: ImportReport) -> str:
    if not report.tables:
        return ""
    return plaintext.table(
        [
            {
                "table": name,
                "added": counts.added,
                "changed": counts.changed,
                "unchanged": counts.unchanged,
                "rejected": counts.rejected,
            }
            for name, counts in report.tables.items()
        ],
        most=len(report.tables),
    )


def _warnings(report: ImportReport) -> Iterator[str]:
    if report.warnings:
        lines = [f"  {_placed(warning)} ({warning.code})" for warning in report.warnings]
        yield "\n".join(["Warnings", *lines])


def _matches(report: ImportReport) -> Iterator[str]:
    """Whom unknown numbers probably stand for, and how that is confirmed."""
    if report.matches:
        shown = report.matches[: plaintext.MOST_ROWS]
        lines = [f"  {_match(match)}" for match in shown]
        left = len(report.matches) - len(shown)
        more = [f"  … and {left:,} more; --json lists them all"] if left else []
        ways = "--confirm-matches, or as rows of an aliases file: entity, code, id"
        yield "\n".join([f"Unknown numbers that look like known ones: confirm with {ways}", *lines, *more])


def _match(match: Match) -> str:
    told = "" if match.name == match.code else f" “{match.name}”"
    known = f" “{match.other_name}”" if match.other_name else ""
    near = "" if match.score == 1 else f", {match.score:.0%} alike"
    rows = ngettext("{count} row", "{count} rows", match.rows)
    return f"{match.entity} {match.code}{told} → {match.id}{known} (by {match.by}{near}; {rows})"


def _lacking(report: ImportReport) -> Iterator[str]:
    """The stored rows that what looks like a full export lacks, and how they are marked removed."""
    for one in report.lacking:
        rows = ngettext("{count} stored row", "{count} stored rows", one.count)
        shown = [" ".join(filter(None, row)) for row in one.rows[:_MOST_LACKING]]
        more = " …" if one.count > len(shown) else ""
        told = f"The files lack {rows} of {one.table}: {', '.join(shown)}{more}"
        offer = f"This looks like a full export: --mark-removed {one.table} marks them removed."
        yield f"{told}\nThey are marked removed." if one.is_marked else f"{told}\n{offer}" if one.is_whole else told


def _placed(warning: Warning_) -> str:
    """A warning's sentence after its file, where it doesn't name it itself."""
    is_named = not warning.file or warning.message.startswith(warning.file)
    return warning.message if is_named else f"{warning.file}: {warning.message}"


def _rejects(report: ImportReport) -> Iterator[str]:
    files = [fault for fault in report.rejects if fault.refuses_file]
    rows = [fault for fault in report.rejects if not fault.refuses_file]
    if files:
        yield "\n".join([f"Against whole files: {len(files):,}", *map(_at_line, files)])
    if rows:
        left = len(rows) - plaintext.MOST_ROWS
        more = [f"  … and {left:,} more; --rejects PATH writes them all"] if left > 0 else []
        yield "\n".join([f"Refused rows: {len(rows):,}", *map(_at_line, rows[: plaintext.MOST_ROWS]), *more])


def _at_line(fault: Fault) -> str:
    line = "" if fault.line is None else f":{fault.line}"
    return f"  {fault.file}{line}  {_fault(fault)}"


def _fault(fault: Fault) -> str:
    value = "" if fault.value is None else f" “{fault.value}”"
    return f"{fault.column or ''}{value}  {fault.code}: {fault.message}".strip()


def _ending(report: ImportReport, *, store: bool) -> str:
    if report.stored:
        return f"Stored as batch {report.batch}." if report.batch else "Nothing changed: all of it was stored already."
    if any(fault.refuses_file for fault in report.rejects):
        return "Nothing was stored. Mend what stands against whole files, say how they are meant, or leave them out."
    if report.rejects:
        return "Nothing was stored. Mend the rows above, or store the others with --good-rows."
    return "Nothing would change." if not report.tables else ("Nothing changed." if store else "Nothing was stored.")
