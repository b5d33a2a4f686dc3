"""What an import found and did: faults row by row, warnings with counts, what changes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from data.importing.formats.raw import Choice
from data.importing.messages import ROWS, fault_template, warning_template

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why a row, or a whole file (``line`` is None), can't be stored.

    ``line`` counts from 1, the headings' line; ``column`` is the heading as the file has it; ``template`` with
    ``values`` is the sentence to translate, ``message`` the same sentence filled in. ``choices`` are the readings of
    which a person must choose one, where that is what stands against the file. ``sheet`` tells files of one name apart.
    """

    file: str
    line: int | None
    column: str | None
    value: str | None
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    choices: tuple[Choice, ...] = ()
    sheet: str = ""

    @property
    def template(self) -> str:
        """The sentence with named places."""
        return self.words or fault_template(self.code)

    @property
    def refuses_file(self) -> bool:
        """Whether the whole file is refused, rather than one of its rows."""
        return self.code not in ROWS

    @property
    def message(self) -> str:
        """What is wrong and what would be accepted, in a sentence."""
        return _filled(self.template, self.values, column=self.column, value=self.value)

    def as_json(self) -> dict[str, Any]:
        """The fault under the contract's keys."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "message": self.message,
        } | ({"choices": [asdict(choice) for choice in self.choices]} if self.choices else {})


@dataclass(frozen=True, slots=True)
class Warning_:  # noqa: N801 (Warning is Python's own)
    """Something that was stored but that the reader should know: how often, and where first (``lines``: up to five)."""

    code: str
    file: str
    table: str | None
    column: str | None
    count: int
    first_line: int | None
    values: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[int, ...] = ()

    @property
    def template(self) -> str:
        """The sentence with named places."""
        return warning_template(self.code)

    @property
    def message(self) -> str:
        """What was noticed, in a sentence."""
        return _filled(self.template, self.values, column=self.column, count=self.count, line=self.first_line)

    def as_json(self) -> dict[str, Any]:
        """The warning under the contract's keys."""
        return {
            "code": self.code,
            "file": self.file,
            "table": self.table,
            "column": self.column,
            "count": self.count,
            "first_line": self.first_line,
            "lines": list(self.lines),
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of one table: what the import adds, changes, leaves, refuses; ``lacking`` are stored but not in the file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    lacking: int = 0

    def as_json(self) -> dict[str, int]:
        """The counts under the contract's keys."""
        return {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
            "lacking": self.lacking,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one stored row that the import changes; a sample of them is shown before storing."""

    table: str
    key: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """Whom an unknown number probably stands for: a proposal until somebody confirms it.

    ``entity`` is client, manager or product; ``code`` the unknown number, seen in ``rows`` rows, ``id`` the known one;
    ``by`` what both share (registry_code, vat_number, email, name); ``name`` is what the file calls it,
    ``other_name`` what it is called where it is known; ``score`` is 1 for the same, less for names nearly the same.
    """

    entity: str
    code: str
    id: str
    by: str
    name: str
    other_name: str | None
    rows: int
    score: float


@dataclass(frozen=True, slots=True)
class Lacking:
    """Stored rows that the files of a table lack: how many, the first of them as (key, name), what becomes of them.

    ``is_whole`` says that the files look like a full export; ``is_marked`` that the rows are marked removed.
    """

    table: str
    count: int
    rows: tuple[tuple[str, str | None], ...]
    is_whole: bool
    is_marked: bool = False

    def as_json(self) -> dict[str, Any]:
        """What is lacking, for the command line and the page."""
        rows = [{"key": key, "name": name} for key, name in self.rows]
        return {
            "table": self.table,
            "count": self.count,
            "whole_export": self.is_whole,
            "marked": self.is_marked,
            "rows": rows,
        }


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one file was taken for: its tables, which columns each heading feeds, how it was read.

    ``columns`` maps a heading to (table, column) pairs; ``attributes`` are headings kept as attributes with their
    kind; ``proposals`` are close spellings that nobody has confirmed, heading → (table, column);
    ``headings`` is the key under which a confirmed mapping is remembered, ``all_headings`` are the file's own,
    ``sample`` holds the first rows as text, a cell for each of them; ``mapping`` is the confirmed mapping that was
    used, as its TOML says it.
    """

    file: str
    sha256: str
    tables: tuple[str, ...]
    rows: int
    columns: Mapping[str, tuple[tuple[str, str], ...]]
    attributes: Mapping[str, str]
    dialect: str
    notes: tuple[str, ...] = ()
    proposals: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    headings: str = ""
    counts: Mapping[str, Counts] = field(default_factory=dict)
    all_headings: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()
    mapping: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """What was found in the file, for the command line and the page."""
        return {
            "file": self.file,
            "tables": list(self.tables),
            "rows": self.rows,
            "columns": {heading: [".".join(pair) for pair in pairs] for heading, pairs in self.columns.items()},
            "attributes": dict(self.attributes),
            "dialect": self.dialect,
            "notes": list(self.notes),
            "proposals": {heading: ".".join(pair) for heading, pair in self.proposals.items()},
            "all_headings": list(self.all_headings),
            "sample": [list(row) for row in self.sample],
            "mapping": dict(self.mapping),
        }


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The whole of one import or check; ``batch`` is None where nothing was stored or nothing changed."""

    batch: int | None
    stored: bool
    files: tuple[FileReport, ...]
    tables: Mapping[str, Counts]
    rejects: tuple[Fault, ...]
    warnings: tuple[Warning_, ...]
    changes: tuple[Change, ...] = ()
    matches: tuple[Match, ...] = ()
    lacking: tuple[Lacking, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The report under the contract's keys."""
        return {
            "batch": self.batch,
            "stored": self.stored,
            "tables": {name: counts.as_json() for name, counts in self.tables.items()},
            "rejects": [fault.as_json() for fault in self.rejects],
            "warnings": [warning.as_json() for warning in self.warnings],
            "files": [file.as_json() for file in self.files],
            "matches": [asdict(match) for match in self.matches],
            "lacking": [lacking.as_json() for lacking in self.lacking],
        }


def _filled(template: str, values: Mapping[str, Any], **standing: Any) -> str:
    known = {name: "" if value is None else value for name, value in standing.items()}
    return template.format(**{**known, **values})


def harmless(cell: Any) -> str:
    """The cell as text; one that a spreadsheet would take for a formula gets an apostrophe, numbers don't."""
    text = "" if cell is None else str(cell)
    if not text.startswith(_FORMULA_STARTS):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text
