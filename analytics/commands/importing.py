"""``check``, ``import``, ``history`` and ``undo``: data coming in, and taken back."""

import time
from argparse import ArgumentParser
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from analytics import intake, runner
from analytics.commands import plaintext, upkeep
from analytics.commands.report import as_text, content, refused
from analytics.commands.verb import Answer, Call, Verb, day, pairs
from analytics.intake import jobs
from analytics.intake.effects import Effect, foresee
from analytics.results import to_json
from analytics.runner import LOCAL_USER, House
from data import log
from data.books import Batch
from data.contract import TABLES
from data.errors import DataRefused, NotPermitted, NoWorkspace, UsageError, WorkspaceError
from data.importing import ImportOptions, ImportReport
from data.importing.options import Progress

MOST_FORESEEN = 500_000
"""Rows beyond which an import's effects aren't measured beforehand."""


def _import_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, a folder of files, or a zip")
    names = [table.name for table in TABLES]
    parser.add_argument("--table", choices=names, metavar="NAME", help="what the file is")
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="a mapping of headings and values (TOML)")
    parser.add_argument("--mode", choices=("upsert", "replace"), default="upsert", help="add and change, or replace")
    parser.add_argument("--good-rows", action="store_true", help="store the good rows where others are refused")
    parser.add_argument(
        "--rejects", type=Path, metavar="PATH", help="write the refused rows there as they are, with the reasons (CSV)"
    )
    parser.add_argument("--today", type=day, default=None, metavar="DAY", help="the day of the import")
    parser.add_argument(
        "--currency", default="EUR", metavar="CODE", help="the workspace's currency, at its first import"
    )
    parser.add_argument(
        "--confirm-matches", action="store_true", help="keep all proposed matches of unknown numbers as aliases"
    )
    parser.add_argument(
        "--confirm", action="append", default=[], metavar="ENTITY:CODE=ID", help="keep one match, as in client:7=C1"
    )
    parser.add_argument(
        "--mark-removed", action="append", default=[], choices=names, metavar="TABLE", help="what a full export lacks"
    )
    parser.add_argument("--known-through", action="append", default=[], metavar="TABLE=DAY", help="its last whole day")
    parser.add_argument("--effects", action="store_true", help="check: tell what numbers would change (with --json)")
    parser.add_argument("--progress", type=Path, metavar="FILE", help="write there how far the work is (JSON)")


def _no_arguments(_parser: ArgumentParser) -> None:
    """The verb takes only what every verb takes."""


def _check(call: Call) -> Answer:
    return _take(call, store=False)


def _import(call: Call) -> Answer:
    return _take(call, store=True)


def _take(call: Call, *, store: bool) -> Answer:
    """Reads the files as an import; with ``store`` makes them a new version."""
    house = runner.open_workspace(call.workspace)
    options = _options(call, house)
    try:
        report = _report(call, house, options, store=store)
    except DataRefused as error:
        return Answer(refused(error, call.given.paths), status=1, notice=" ".join(str(error).split()))
    is_refused = not report.stored if store else bool(report.rejects) and not call.given.good_rows
    log.event(call.given.verb.name, batch=report.batch, rejected=len(report.rejects), warnings=len(report.warnings))
    told = content(report)
    if call.given.effects:
        told["effects"] = to_json(_effects(call, house, options, report))
    return Answer(told, "" if call.as_json else as_text(report, store=store), status=1 if is_refused else 0)


def _report(call: Call, house: House, options: ImportOptions, *, store: bool) -> ImportReport:
    is_sample = any((path / upkeep.SAMPLE_MARK).exists() for path in call.given.paths)
    return house.import_paths(call.given.paths, options, _progress(call), store=store, is_sample=is_sample)


def _effects(call: Call, house: House, options: ImportOptions, report: ImportReport) -> tuple[Effect, ...] | None:
    """What headline numbers would become; None where that can't be told now, or would take too long."""
    counts = report.tables.values()
    changing = sum(one.added + one.changed for one in counts)
    if changing > MOST_FORESEEN or (report.stored and changing):
        return None
    if not changing:
        return ()
    try:
        return foresee(house, call.given.paths, replace(options, good_rows=True, rejects=None))
    except WorkspaceError:
        return None


def _options(call: Call, house: House) -> ImportOptions:
    given = call.given
    roles = _roles(house, call.viewer)
    return ImportOptions(
        table=given.table,
        mapping=given.mapping,
        mode=given.mode,
        good_rows=given.good_rows,
        today=given.today or date.today(),
        who=call.viewer or LOCAL_USER,
        currency=given.currency,
        director="director" in roles,
        known_through=_known_through(given.known_through),
        at=datetime.now().replace(microsecond=0),
        check_document=intake.check_document,
        confirm_matches=given.confirm_matches,
        confirmed=_confirmed(given.confirm),
        mark_removed=frozenset(given.mark_removed),
        rejects=given.rejects,
    )


def _confirmed(words: list[str]) -> dict[tuple[str, str], str]:
    """``["client:7=C1"]`` as {("client", "7"): "C1"}; the last “=” parts the known number from the unknown one."""
    found: dict[tuple[str, str], str] = {}
    for word in words:
        unknown, equals, known = word.rpartition("=")
        entity, colon, code = unknown.partition(":")
        if not (equals and colon and code and known):
            raise UsageError("{word} isn't understood; it would be like client:7=C1.", word=repr(word))
        found[entity, code] = known
    return found


def _known_through(words: list[str]) -> dict[str, date]:
    found = pairs(words)
    names = [table.name for table in TABLES]
    for name in found:
        if name not in names:
            raise UsageError("There is no table {name}. There are: {names}.", name=repr(name), names=", ".join(names))
    return {name: day(text) for name, text in found.items()}


def _roles(house: House, email: str | None) -> frozenset[str]:
    """The viewer's roles, where they allow an import.

    Raises:
        NotPermitted: the viewer is a manager only, or somebody whom an empty workspace can't know.
    """
    try:
        viewer = house.viewer(email)
    except NoWorkspace as error:
        raise NotPermitted("There is no data yet, so nobody is known. Import once without --viewer.") from error
    refusal = intake.import_refusal(viewer)
    if refusal:
        raise NotPermitted(refusal)
    return viewer.roles


def _progress(call: Call) -> Progress | None:
    """Writes how far the work is where ``--progress`` says, with the rows read in a second since the call began."""
    path: Path | None = call.given.progress
    if path is None:
        return None
    started = time.perf_counter()

    def tell(step: str, share: float, rows: int = 0, /) -> None:
        jobs.write_progress(path, step, share, round(rows / max(time.perf_counter() - started, 0.001)))

    return tell


def _history(call: Call) -> Answer:
    house = runner.open_workspace(call.workspace)
    _roles(house, call.viewer)
    batches = [_batch(batch) for batch in house.history()]
    flat = [{**batch, "files": ", ".join(batch["files"])} for batch in batches]
    return Answer({"batches": to_json(batches)}, plaintext.table([_summed(batch) for batch in flat]))


def _batch(batch: Batch) -> dict[str, Any]:
    names = ("added", "changed", "unchanged", "rejected")
    return {
        "batch": batch.number,
        "imported_at": batch.imported_at,
        "imported_by": batch.imported_by,
        "mode": batch.mode,
        "files": list(batch.files),
        "tables": {name: dict(zip(names, counts, strict=True)) for name, counts in batch.counts.items()},
    }


def _summed(batch: dict[str, Any]) -> dict[str, Any]:
    """A batch with its counts added up over the tables, for a line of text."""
    tables = batch.pop("tables")
    return batch | {
        name: sum(counts[name] for counts in tables.values()) for name in ("added", "changed", "unchanged", "rejected")
    }


def _undo(call: Call) -> Answer:
    house = runner.open_workspace(call.workspace)
    if call.viewer:
        refusal = intake.undo_refusal(house.viewer(call.viewer), house.history()[-1])
        if refusal:
            raise NotPermitted(refusal)
    number = house.undo()
    log.event("undo", version=number)
    now = "the workspace is empty" if number is None else f"version {number} is in force"
    return Answer({"version": number}, f"The last import was taken back; {now}.")


VERBS = (
    Verb("check", "checks files as an import would, and stores nothing", _import_arguments, _check),
    Verb("import", "stores files as one batch, all or nothing", _import_arguments, _import),
    Verb("history", "lists the imports of the version in force", _no_arguments, _history),
    Verb("undo", "takes the last import back", _no_arguments, _undo),
)
