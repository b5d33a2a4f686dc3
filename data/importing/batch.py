"""One import from its files to a new version: read, map, check, compare, store – all of it or nothing."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import duckdb

from data.contract import table
from data.errors import UnreadableFile, WorkspaceBusy
from data.importing import checking, documents, files, mapping, merging, planning, reading, rows, storing, telling
from data.importing.documents import Document
from data.importing.headings import headings_key
from data.importing.merging import Merged
from data.importing.options import ImportOptions
from data.importing.parts import ORDER, Part, Taken
from data.importing.report import Change, Counts, Fault, FileReport, ImportReport, Warning_
from data.importing.rows import Typed
from data.state import State
from data.store import Draft, Workspace

Progress = Callable[[str, float], None]
Finish = Callable[[Draft], None]

_REFERRED = ("clients", "managers", "products", "campaigns", "deals", "invoices")


def import_batch(
    workspace: Workspace,
    paths: Iterable[Path],
    options: ImportOptions,
    *,
    finish: Finish | None = None,
    progress: Progress | None = None,
    store: bool = True,
) -> ImportReport:
    """Imports files, folders and zip archives as one batch; with ``store`` false it is only checked.

    A batch with a refused row is not stored (unless the options say that its good rows are), one with a refused file
    never is; the report lists every fault. Files that change nothing make no new version: the report then says that
    they are stored, and has no batch. ``finish`` is called inside the new version once its marts are built,
    ``progress`` with what is being done and how much of the whole is.

    Raises:
        MappingError: the mapping names what isn't there.
        WorkspaceBusy: another import is writing, or has written since this one began.
        DiskFull: the disk has no room for another version.
        DamagedVersion: the version in force can't be read.
    """
    with _working() as (con, folder):
        batch = _Batch(con, folder, workspace, options, progress or _silent)
        batch.read(paths)
        batch.check()
        if store and batch.is_storable:
            batch.store(finish)
        return batch.report()


@contextmanager
def _working() -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """A working database in memory and a folder for copies, both gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="haldur-") as name:
        con = duckdb.connect(":memory:", config={"temp_directory": name, "python_enable_replacements": False})
        try:
            rows.prepare(con)
            yield con, Path(name)
        finally:
            con.close()


def _silent(words: str, done: float) -> None:
    """Tells nobody."""


@dataclass
class _Batch:
    """The state of one import while it runs."""

    con: duckdb.DuckDBPyConnection
    folder: Path
    workspace: Workspace
    options: ImportOptions
    progress: Progress
    number: int | None = None
    batch: int | None = None
    is_stored: bool = False
    taken: list[Taken] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    file_faults: list[Fault] = field(default_factory=list)
    row_faults: list[Fault] = field(default_factory=list)
    warnings: list[Warning_] = field(default_factory=list)
    typed: dict[int, Typed] = field(default_factory=dict)
    merged: list[Merged] = field(default_factory=list)
    counts: dict[str, Counts] = field(default_factory=dict)
    part_counts: dict[int, Counts] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    days: dict[str, date] = field(default_factory=dict)

    @property
    def is_storable(self) -> bool:
        """Whether nothing stands against storing: no refused file, and no refused row unless the good ones will do."""
        return not self.file_faults and (self.options.good_rows or not self.row_faults)

    @property
    def has_changes(self) -> bool:
        """Whether storing would change anything."""
        return (
            (self.number is None and bool(self.merged or self.documents))
            or any(one.added or one.changed for one in self.counts.values())
            or any(self.counts[one.table.name].lacking for one in self.merged if one.is_replacing)
            or storing.changes_documents(self.con, self.documents)
            or storing.changes_days(self.con, self.days)
        )

    def read(self, paths: Iterable[Path]) -> None:
        """Reads every file and finds what it is."""
        self.number = storing.open_stored(self.con, self.workspace, director=self.options.director)
        mappings = mapping.load(self.options.mapping) if self.options.mapping else {}
        sheets = self._read_sheets(list(files.gather(map(Path, paths), self.folder)))
        state = State(self.workspace.path)

        def mapping_for(sheet: reading.Sheet) -> mapping.FileMapping | None:
            said = mapping.for_stem(mappings, sheet.upload.stem)
            kept = state.mapping(headings_key(sheet.headings)) if said is None and not self.options.table else None
            return mapping.parse(kept, "state.sqlite")[mapping.REMEMBERED] if kept else said

        self.progress("Finding what the files hold", 0.25)
        self.taken = planning.plan(sheets, mapping_for, self.options.table, self._has_stored)
        self._leave_out_strangers(has_mapping=bool(mappings))
        for taken in self.taken:
            self.warnings += telling.sheet_warnings(taken)

    def check(self) -> None:
        """Types, checks and compares the rows of every table, in an order in which what is referred to comes first."""
        for name in _REFERRED:
            merging.show_known(self.con, table(name), None, is_replacing=self._is_replacing(name))
        merging.show_aliases(self.con, None)
        self._show_rates(None)
        self._type_parts()
        for step, name in enumerate(ORDER):
            self.progress("Checking the rows", 0.4 + 0.4 * step / len(ORDER))
            parts = [typed for typed in self.typed.values() if typed.part.table.name == name]
            if parts:
                self._check_table(Merged(parts[0].part.table, tuple(parts), self._is_replacing(name)))
        orphans = merging.orphans(self.con, {one.table.name for one in self.merged if one.is_replacing})
        self.file_faults += telling.orphan_faults(orphans, self.merged)
        self._tell()

    def store(self, finish: Finish | None) -> None:
        """Stores the batch as a new version, unless it changes nothing."""
        self.is_stored = True
        if self.has_changes:
            self.progress("Storing", 0.85)
            with self.workspace.draft(self.con) as draft:
                if self.workspace.number() != self.number:
                    raise WorkspaceBusy(
                        "Another import was stored in {workspace} while this one was being checked. Import again.",
                        workspace=self.workspace.path,
                    )
                self._write(draft)
                self.progress("Building the marts", 0.9)
                draft.build_marts()
                if finish:
                    finish(draft)
            self.batch = draft.number
        self._remember()

    def report(self) -> ImportReport:
        """What was found and done."""
        return ImportReport(
            self.batch,
            self.is_stored,
            self._file_reports(),
            self.counts,
            tuple(self.file_faults + self.row_faults),
            tuple(self.warnings),
            tuple(self.changes),
        )

    def _read_sheets(self, found: list[files.Upload | files.LeftOut | UnreadableFile]) -> list[reading.Sheet]:
        sheets = []
        for step, one in enumerate(found):
            self.progress("Reading the files", 0.25 * step / len(found))
            if isinstance(one, UnreadableFile):
                self.file_faults.append(_unreadable(one))
            elif isinstance(one, files.LeftOut):
                values = {"name": one.name, "reason": one.reason}
                self.warnings.append(Warning_("left-out", one.name, None, None, 1, None, values))
            elif one.is_toml:
                self._read_document(one)
            else:
                try:
                    sheets.append(reading.read(self.con, one, f"sheet_{step}"))
                except UnreadableFile as error:
                    self.file_faults.append(_unreadable(error))
        return sheets

    def _read_document(self, upload: files.Upload) -> None:
        if not self.options.director:
            values = {"table": upload.name}
            self.file_faults.append(Fault(upload.name, None, None, None, "needs-director", values))
            return
        found = documents.read(upload, self.options.check_document)
        if isinstance(found, Document):
            self.documents.append(found)
        else:
            self.file_faults += found

    def _leave_out_strangers(self, *, has_mapping: bool) -> None:
        """Files that can't be mapped are refused; but found in a folder, or beside a mapping, they are left out."""
        is_any = any(taken.parts for taken in self.taken)
        for taken in self.taken:
            fault = taken.fault
            is_unknown = fault is not None and fault.code in ("unknown-table", "no-headings")
            may_leave = is_any and (has_mapping or not taken.sheet.upload.chosen)
            if fault and not (is_unknown and may_leave):
                self.file_faults.append(fault)
            elif not taken.parts:
                reason = "no table fits its headings" if fault else "the mapping says so"
                values = {"name": taken.sheet.upload.name, "reason": reason}
                self.warnings.append(Warning_("left-out", taken.sheet.upload.name, None, None, 1, None, values))

    def _type_parts(self) -> None:
        parts = [part for taken in self.taken for part in taken.parts]
        for step, part in enumerate(parts):
            self.progress("Reading the values", 0.3 + 0.1 * step / len(parts))
            typed = rows.type_part(self.con, part)
            self.typed[part.number] = typed
            self.file_faults += typed.faults
            self.file_faults += self._part_faults(part)

    def _part_faults(self, part: Part) -> Iterator[Fault]:
        name = part.sheet.upload.name
        if part.table.director_only and not self.options.director:
            yield Fault(name, None, None, None, "needs-director", {"table": part.table.name})
        if self._is_replacing(part.table.name) and not part.sheet.rows:
            yield Fault(name, None, None, None, "no-rows", {"file": name, "table": part.table.name})

    def _check_table(self, merged: Merged) -> None:
        con, kind = self.con, merged.table
        rows.gather(con, kind, [typed.part for typed in merged.parts])
        if self._is_referred(kind.name):
            merging.show_known(con, kind, f"rows_{kind.name}", is_replacing=merged.is_replacing)
        merging.find_by_registry(con, merged)
        merging.resolve(con, merged)
        merging.drop_repeats(con, merged)
        merging.merge(con, merged)
        checking.check(con, merged, self.options.today, storing.workspace_currency(con, self.options.currency))
        rejected = merging.drop_rejected(con, merged)
        if self._is_referred(kind.name):
            merging.show_known(con, kind, f"merged_{kind.name}", is_replacing=merged.is_replacing)
        if kind.name == "aliases":
            merging.show_aliases(con, "merged_aliases")
        if kind.name == "rates":
            self._show_rates("merged_rates")
        checking.remark_unknown(con, merged)
        self.merged.append(merged)
        self._count(merged, rejected)

    def _count(self, merged: Merged, rejected: int) -> None:
        found = merging.statuses(self.con, merged)
        for number, statuses in found.items():
            refused = self.con.execute(
                "select count(distinct line) from faults where part = $part", {"part": number}
            ).fetchall()[0][0]
            self.part_counts[number] = replace(Counts(**statuses), rejected=refused)
        totals = [self.part_counts[number] for number in found]
        self.counts[merged.table.name] = Counts(
            sum(one.added for one in totals),
            sum(one.changed for one in totals),
            sum(one.unchanged for one in totals),
            rejected,
            merging.lacking(self.con, merged),
        )
        if not merged.table.director_only or self.options.director:
            self.changes += merging.changes(self.con, merged)

    def _tell(self) -> None:
        """Puts the faults and remarks of the rows into words, and finds the days up to which tables are known."""
        parts = {number: typed.part for number, typed in self.typed.items()}
        self.row_faults = telling.row_faults(self.con, parts, self.options.today, director=self.options.director)
        self.warnings += telling.warnings(self.con, parts)
        self.days = storing.known_days(self.con, self.merged, self.options.known_through)
        for name, day in self.days.items():
            if day > self.options.today and name not in self.options.known_through:
                values = {"table": name, "today": self.options.today, "value": day}
                self.warnings.append(Warning_("ahead", "", name, None, 1, None, values))

    def _write(self, draft: Draft) -> None:
        storing.store_rows(draft, self.merged)
        names = {one.table.name: one for one in self.merged}
        has_changed = "deals" in names and self.counts["deals"].changed and not names["deals"].is_replacing
        if has_changed and "deal_changes" not in names and "deals" in self.days:
            storing.note_deal_changes(draft, self.days["deals"])
        kinds: dict[tuple[str, str], str] = {}
        for typed in self.typed.values():
            kinds |= {(typed.part.table.name, name): kind for name, kind in typed.attribute_kinds.items()}
        storing.store_attribute_kinds(draft, kinds)
        storing.store_documents(draft, self.documents)
        options = self.options
        storing.store_books(
            draft, options.moment, options.who, options.mode, options.currency, self._file_reports(), self.days
        )

    def _remember(self) -> None:
        """Keeps confirmed mappings for files with the same headings."""
        state = State(self.workspace.path)
        for taken in self.taken:
            if taken.mapping and self.options.mapping:
                state.remember_mapping(headings_key(taken.sheet.headings), mapping.written(taken.mapping))

    def _file_reports(self) -> tuple[FileReport, ...]:
        kinds: Mapping[int, Mapping[str, str]] = {number: typed.attribute_kinds for number, typed in self.typed.items()}
        reports = [telling.file_report(taken, kinds, self.part_counts) for taken in self.taken]
        reports += [
            FileReport(one.upload.name, one.upload.sha256, (), 0, {}, {}, f"TOML, {one.kind}") for one in self.documents
        ]
        return tuple(reports)

    def _show_rates(self, batch: str | None) -> None:
        newer = f" union select currency, from_on from {batch}" if batch else ""
        self.con.execute(f"create or replace table known_rates as select currency, from_on from stored_rates{newer}")

    def _is_referred(self, name: str) -> bool:
        """Whether rows of the batch, or stored ones where it replaces the table, refer to this table."""
        fed = {typed.part.table.name: typed.part.table for typed in self.typed.values()}
        referred = {column.to for kind in fed.values() for column in merging.references(kind)}
        return name in referred or self._is_replacing(name)

    def _is_replacing(self, name: str) -> bool:
        fed = {part.table.name for taken in self.taken for part in taken.parts}
        return self.options.mode == "replace" and name in fed

    def _has_stored(self, name: str) -> bool:
        if self.options.mode == "replace":
            return False
        return bool(self.con.execute(f'select count(*) from "stored_{name}"').fetchall()[0][0])


def _unreadable(error: UnreadableFile) -> Fault:
    """A refused file as a fault of the report."""
    values = error.values
    line = values.get("line")
    return Fault(str(values["file"]), line, None, values.get("value"), str(values["code"]), values)
