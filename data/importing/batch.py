"""One import from its files to a new version: read, map, check, compare, store – all of it or nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from data.errors import UsageError, WorkspaceBusy, WorkspaceError
from data.importing import (
    arriving,
    asking,
    joining,
    lastdays,
    mapping,
    merging,
    planning,
    rejecting,
    remembering,
    removing,
    rows,
    storing,
    telling,
)
from data.importing.arriving import Arrived
from data.importing.headings import headings_key
from data.importing.looking import Look
from data.importing.mapping import FileMapping
from data.importing.messages import ORPHANED_BY_REMOVAL
from data.importing.options import ImportOptions, Progress
from data.importing.parts import Part, Taken
from data.importing.report import Fault, FileReport, ImportReport, Match, Warning_
from data.importing.rows import Typed
from data.importing.sheets import Sheet
from data.importing.tables import Tables, check_tables, forget, type_parts
from data.schema import quoted
from data.state import State
from data.store import Draft, Workspace
from data.working import working

Finish = Callable[[Draft], None]


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
    ``progress`` with what is being done, how much of the whole is, and how many rows have been read.

    Raises:
        UsageError: no file is named, or the refused rows can't be written where they should go.
        MappingError: the mapping names what isn't there.
        WorkspaceBusy: another import is writing, or has written since this one began.
        DiskFull: the disk has no room for another version.
        DamagedVersion: the version in force can't be read.
    """
    named = list(paths)
    if not named:
        raise UsageError("Name at least one file, folder or zip archive to import.")
    with working() as (con, folder):
        rows.prepare(con)
        batch = _Batch(con, folder, workspace, options, progress or _silent)
        batch.read(named)
        batch.check()
        batch.write_rejects()
        if store and batch.is_storable:
            batch.store(finish)
        return batch.report()


def _silent(words: str, done: float, rows: int = 0, /) -> None:
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
    arrived: Arrived = field(default_factory=Arrived)
    taken: list[Taken] = field(default_factory=list)
    typed: dict[int, Typed] = field(default_factory=dict)
    tables: Tables = field(default_factory=Tables)
    days: dict[str, date] = field(default_factory=dict)
    row_faults: list[Fault] = field(default_factory=list)
    warnings: list[Warning_] = field(default_factory=list)
    matches: tuple[Match, ...] = ()

    @property
    def is_storable(self) -> bool:
        """Whether nothing stands against storing: no refused file, and no refused row unless the good ones will do."""
        return not self.arrived.faults and (self.options.good_rows or not self.row_faults)

    @property
    def has_changes(self) -> bool:
        """Whether storing would change anything."""
        counts, merged = self.tables.counts, self.tables.merged
        return (
            (self.number is None and bool(merged or self.arrived.documents))
            or any(one.added or one.changed for one in counts.values())
            or any(counts[one.table.name].lacking for one in merged if one.is_replacing)
            or any(one.is_marked for one in self.tables.lacking)
            or storing.changes_documents(self.con, self.arrived.documents)
            or storing.changes_days(self.con, self.days)
        )

    @property
    def parts(self) -> list[Part]:
        """The parts of all sheets, in order."""
        return [part for taken in self.taken for part in taken.parts]

    def read(self, paths: list[Path]) -> None:
        """Reads every file and finds what it is."""
        self.number = storing.open_stored(self.con, self.workspace, director=self.options.director)
        mappings = mapping.load(self.options.mapping) if self.options.mapping else {}
        state = State(self.workspace.path)

        def given(stem: str) -> FileMapping | None:
            return mapping.for_stem(mappings, stem)

        def remembered(headings: Sequence[str]) -> FileMapping | None:
            try:
                kept = state.mapping(headings_key(headings)) if not self.options.table else None
            except WorkspaceError:
                if not mappings:
                    raise
                kept = None
            return mapping.parse(kept, "state.sqlite")[mapping.REMEMBERED] if kept else None

        def mapping_for(sheet: Sheet) -> FileMapping | None:
            said, kept = given(sheet.upload.stem), remembered(sheet.headings)
            return mapping.completed(said, kept) if said and kept else kept if said is None else said

        sayings = arriving.Sayings(given, remembered)
        self.arrived = arriving.arrive(self.con, paths, self.folder, self.options, self.progress, sayings)
        self.progress("Finding what the files hold", 0.25)
        self.arrived.sheets = rejecting.without_reasons(self.arrived.sheets)
        self.taken = planning.plan(
            self.arrived.sheets, mapping_for, self.options.table, self._has_stored, Look(self.con)
        )
        kept: dict[str, str] = {}
        if not self.options.table:
            with suppress(WorkspaceError):  # what is only proposed stops no import
                kept = dict(state.mappings())
        self.taken = [remembering.proposed(one, kept) for one in self.taken]
        arriving.sort_out(self.taken, self.arrived, has_mapping=bool(mappings))
        self.arrived.faults += [fault for taken in self.taken for fault in telling.sheet_questions(taken)]

    def check(self) -> None:
        """Checks the rows; where somebody has confirmed whom unknown numbers stand for, once more with that known."""
        faults = list(self.arrived.faults)
        self._check()
        agreed = joining.agreed(self.matches, self.options)
        if agreed:
            self.arrived.faults = faults
            self.taken.append(joining.taken(self.con, agreed, len(self.parts)))
            forget(self.con)
            self._check()

    def _check(self) -> None:
        """Types, checks and compares the rows, and puts into words what was found."""
        self.typed = type_parts(self.con, self.parts, self.options, self.progress)
        self.arrived.faults += asking.joined(fault for typed in self.typed.values() for fault in typed.faults)
        for taken in self.taken:
            rows.refuse_ragged(self.con, taken)
            rows.refuse_damaged(self.con, taken)
        for typed in self.typed.values():
            self.arrived.faults += self._part_faults(typed.part)
        self.tables = check_tables(self.con, self.typed.values(), self.options, self.progress)
        replaced = {one.table.name for one in self.tables.merged if one.is_replacing}
        self.arrived.faults += telling.orphan_faults(merging.orphans(self.con, replaced), self.tables.merged)
        self.arrived.faults += self._removal_faults()
        for typed in self.typed.values():
            typed.text.show_refused()
        parts = {number: typed.part for number, typed in self.typed.items()}
        self.matches = joining.propose(self.con, parts, self.tables.merged)
        self.row_faults = telling.row_faults(self.con, parts, self.options.today, director=self.options.director)
        self.days = storing.known_days(
            self.con, self.tables.merged, self.options.known_through, self.options.mark_removed
        )
        self.warnings = [
            *self.arrived.warnings,
            *(warning for taken in self.taken for warning in telling.sheet_warnings(taken)),
            *telling.warnings(self.con, parts),
            *lastdays.warnings(self.con, self.tables.merged, self.days, self.options),
        ]

    def write_rejects(self) -> None:
        """Writes the refused rows where the options want them."""
        path = self.options.rejects
        if path is not None:
            try:
                rejecting.write(self.con, path, self.parts, self.row_faults, director=self.options.director)
            except OSError as error:
                raise UsageError("{file} can't be written: {reason}.", file=path, reason=error.strerror) from error

    def store(self, finish: Finish | None) -> None:
        """Stores the batch as a new version, unless it changes nothing."""
        self.is_stored = True
        if self.has_changes:
            self.progress("Storing", 0.85, sum(taken.sheet.rows for taken in self.taken))
            adding = sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())
            with self.workspace.draft(self.con, adding) as draft:
                if self.workspace.number() != self.number:
                    raise WorkspaceBusy(
                        "Another import was stored in {workspace} while this one was being checked. Import again.",
                        workspace=self.workspace.path,
                    )
                storing.forget_text(self.con, self.typed.values())
                self._write(draft)
                storing.forget_rows(self.con, self.typed.values())
                self.progress("Preparing what the pages show", 0.9)
                draft.build_marts()
                if finish:
                    finish(draft)
            self.batch = draft.number
        elif self.number is not None:
            with suppress(OSError, WorkspaceError), self.workspace.writing():
                self.workspace.sweep()
        self._remember()

    def report(self) -> ImportReport:
        """What was found and done."""
        return ImportReport(
            self.batch,
            self.is_stored,
            self._file_reports(),
            self.tables.counts,
            tuple(self.arrived.faults + self.row_faults),
            tuple(self.warnings),
            tuple(self.tables.changes),
            self.matches,
            tuple(self.tables.lacking),
        )

    def _part_faults(self, part: Part) -> Iterator[Fault]:
        name = part.sheet.upload.name
        if part.table.director_only and not self.options.director:
            yield Fault(name, None, None, None, "needs-director", {"table": part.table.name})
        if self.options.mode == "replace" and not part.sheet.rows:
            yield Fault(name, None, None, None, "no-rows", {"file": name, "table": part.table.name})

    def _removal_faults(self) -> list[Fault]:
        """What stands against marking rows removed: refused rows of the table, other rows that would lose theirs."""
        marked, merged, counts = self.options.mark_removed, self.tables.merged, self.tables.counts
        removing.check_marked(merged, marked)
        unsure = [one for one in merged if one.table.name in marked and counts[one.table.name].rejected]
        orphans = removing.orphans(self.con, merged, marked) if marked else []
        return telling.unsure_faults(unsure) + telling.orphan_faults(orphans, merged, ORPHANED_BY_REMOVAL)

    def _write(self, draft: Draft) -> None:
        merged, counts = self.tables.merged, self.tables.counts
        storing.store_rows(draft, merged, counts)
        removing.store(draft, merged, self.options.mark_removed)
        names = {one.table.name: one for one in merged}
        has_changed = "deals" in names and counts["deals"].changed and not names["deals"].is_replacing
        if has_changed and "deal_changes" not in names and "deals" in self.days:
            storing.note_deal_changes(draft, self.days["deals"])
        kinds: dict[tuple[str, str], str] = {}
        for typed in self.typed.values():
            kinds |= {(typed.part.table.name, name): kind for name, kind in typed.attribute_kinds.items()}
        storing.store_attribute_kinds(draft, kinds)
        storing.store_documents(draft, self.arrived.documents)
        storing.store_books(draft, self.options, self._file_reports(), self.days)

    def _remember(self) -> None:
        """Keeps confirmed mappings for files with the same headings; the batch is stored, whatever becomes of them."""
        state = State(self.workspace.path)
        for taken in self.taken:
            if taken.mapping and self.options.mapping and taken.sheet.header_line:
                try:
                    state.remember_mapping(headings_key(taken.sheet.headings), mapping.written(taken.mapping))
                except (WorkspaceError, OSError) as error:
                    name = taken.sheet.upload.name
                    values = {"name": name, "reason": str(error)}
                    self.warnings.append(Warning_("mapping-not-kept", name, None, None, 1, None, values))

    def _file_reports(self) -> tuple[FileReport, ...]:
        kinds = {number: typed.attribute_kinds for number, typed in self.typed.items()}
        reports = [
            telling.file_report(taken, kinds, self.tables.part_counts, director=self.options.director)
            for taken in self.taken
        ]
        return (*reports, *(telling.document_report(one) for one in self.arrived.documents))

    def _has_stored(self, name: str) -> bool:
        if self.options.mode == "replace":
            return False
        return bool(self.con.execute(f"select exists (from {quoted('stored_' + name)})").fetchall()[0][0])
