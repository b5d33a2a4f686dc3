"""Writes a checked batch into a draft version: rows, days up to which tables are known, and the books."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

import duckdb

from data import memory
from data.contract import TABLES, Table
from data.importing.composing import same_key
from data.importing.documents import Document
from data.importing.merging import Merged
from data.importing.options import ImportOptions
from data.importing.report import Counts, FileReport
from data.importing.rows import Typed
from data.importing.scripts import script
from data.schema import create, form, quoted
from data.store import DRAFT, DRAFT_PAY, Draft, Workspace

_NOTHING, _NOTHING_PAY = "nothing", "nothing_pay"
_SORTED = 100_000
"""Added rows of a table below which they are stored in the order of their keys."""


def open_stored(con: duckdb.DuckDBPyConnection, workspace: Workspace, *, director: bool) -> int | None:
    """Makes ``stored_<table>`` views of the version in force, empty ones where there is none; returns its number.

    Payroll is shown to a director alone.
    """
    number = workspace.number()
    for name in (_NOTHING, _NOTHING_PAY):
        con.execute(f"attach ':memory:' as {name}")
    create(con, _NOTHING, _NOTHING_PAY)
    main, pay = _NOTHING, _NOTHING_PAY
    if number is not None:
        workspace.attach(con, number, pay=director)
        main, pay = f"main_{number:06d}", f"pay_{number:06d}" if director else _NOTHING_PAY
    for table in TABLES:
        catalog = pay if table.director_only else main
        con.execute(
            f"create view {quoted('stored_' + table.name)} as from {quoted(catalog)}.stored.{quoted(table.name)}"
        )
    has_removed = form(con, main) >= 2
    for table in TABLES:
        catalog = (pay if has_removed else _NOTHING_PAY) if table.director_only else main if has_removed else _NOTHING
        con.execute(
            f"create view {quoted('removed_' + table.name)} as from {quoted(catalog)}.removed.{quoted(table.name)}"
        )
    for name in ("settings", "documents", "known_through", "attribute_kinds"):
        con.execute(f"create view {quoted('stored_' + name)} as from {quoted(main)}.stored.{quoted(name)}")
    return number


def workspace_currency(con: duckdb.DuckDBPyConnection, default: str) -> str:
    """The currency that the workspace's first import fixed; ``default`` before it."""
    found = con.execute("select value from stored_settings where name = 'currency'").fetchall()
    return str(found[0][0]) if found else default


def known_days(
    con: duckdb.DuckDBPyConnection,
    merged: Sequence[Merged],
    stated: Mapping[str, date],
    marked: Collection[str] = (),
) -> dict[str, date]:
    """For each table of the batch the day up to which it is known: stated, else the latest on which something happened.

    The stored rows count too, unless the batch replaces them or those that it lacks are marked removed.
    """
    days: dict[str, date] = dict(stated)
    for one in merged:
        happened = [quoted(column.name) for column in one.table.columns if column.happened]
        if happened and one.table.name not in days:
            planned = " where done is distinct from false" if one.table.name == "contacts" else ""
            is_whole = one.is_replacing or one.table.name in marked
            sources = [one.merged] if is_whole else [one.merged, one.stored]
            latest = ", ".join(f"max({name}::date)" for name in happened)
            rows = " union all ".join(f"select greatest({latest}) as day from {name}{planned}" for name in sources)
            day = con.execute(f"select max(day) from ({rows})").fetchall()[0][0]
            if day is not None:
                days[one.table.name] = day
    return days


def changes_days(con: duckdb.DuckDBPyConnection, days: Mapping[str, date]) -> bool:
    """Whether a table's known-through day would be another than the stored one."""
    stored = dict(
        con.execute("select table_name, max_by(through_on, batch) from stored_known_through group by 1").fetchall()
    )
    return any(stored.get(name) != day for name, day in days.items())


def changes_documents(con: duckdb.DuckDBPyConnection, documents: Sequence[Document]) -> bool:
    """Whether a document isn't stored already, word for word."""
    stored = con.execute("select kind, content from stored_documents").fetchall()
    return any((document.kind, document.content) not in stored for document in documents)


def store_rows(draft: Draft, merged: Sequence[Merged], counts: Mapping[str, Counts]) -> None:
    """Writes added and changed rows under the draft's number; a replaced table loses the rows that the files lack.

    Very many rows are left in the order of their files: sorting them takes longer than it ever gives back.
    """
    for one in merged:
        target = _target(one.table)
        same = same_key(one.table, "s", "m")
        draft.con.execute(
            f"delete from {target} as s using {one.merged} as m where {same} and m.import_status = 'changed'"
        )
        if one.is_replacing:
            draft.con.execute(
                f"delete from {target} as s where {one.replaced} "
                f"and not exists (select 1 from {one.merged} as m where {same})"
            )
        listed = ", ".join(quoted(name) for name in (*one.table.names, "attributes"))
        order = f" order by {', '.join(map(quoted, one.table.key))}" if counts[one.table.name].added < _SORTED else ""
        draft.con.execute(
            f"insert into {target} by name select {listed}, $batch::integer as batch from {one.merged} "
            f"where import_status <> 'unchanged'{order}",
            {"batch": draft.number},
        )


def forget_text(con: duckdb.DuckDBPyConnection, typed: Iterable[Typed]) -> None:
    """Makes room in memory once the rows are checked: lets go of the files' cells, but for those not read otherwise."""
    for one in typed:
        one.text.forget_read()
        con.unregister(f"{one.part.sheet.relation}_text")
        if one.part.sheet.cells:
            one.part.sheet.cells.forget()
    memory.give_back()


def forget_rows(con: duckdb.DuckDBPyConnection, typed: Iterable[Typed]) -> None:
    """Makes room in memory once the rows are stored: drops the tables that held them."""
    for one in typed:
        one.text.forget()
    memory.give_back()
    tables = con.execute(
        "select table_name from duckdb_tables() where database_name = 'memory' and schema_name = 'main' "
        "and table_name not in ('faults', 'remarks')"
    ).fetchall()
    for (name,) in tables:
        con.execute(f"drop table {quoted(name)}")


def note_deal_changes(draft: Draft, day: date) -> None:
    """Lists what changes in known deals as rows of deal_changes, on the day up to which the deals are known."""
    draft.con.execute("set variable changes_at = $at::timestamp", {"at": datetime(day.year, day.month, day.day)})
    draft.con.execute("set variable changes_batch = $batch::integer", {"batch": draft.number})
    draft.con.execute(script("deal_changes"))


def store_books(draft: Draft, options: ImportOptions, files: Sequence[FileReport], days: Mapping[str, date]) -> None:
    """Writes the batch into the books: who imported which files when, and up to which day each table is known."""
    draft.con.execute(
        "insert into draft.stored.batches values ($batch, $at, $who, $mode)",
        {"batch": draft.number, "at": options.moment, "who": options.who, "mode": options.mode},
    )
    for file in files:
        _store_file(draft, file)
    for name, day in days.items():
        values = {"name": name, "day": day, "batch": draft.number}
        draft.con.execute("delete from draft.stored.known_through where table_name = $name", {"name": name})
        draft.con.execute("insert into draft.stored.known_through values ($name, $day, $batch)", values)
    draft.con.execute(
        "insert into draft.stored.settings select 'currency', $currency "
        "where not exists (select 1 from draft.stored.settings where name = 'currency')",
        {"currency": options.currency},
    )


def _store_file(draft: Draft, file: FileReport) -> None:
    """Writes one file of the batch with its counts, a row for each table that it fed; nothing where it fed none."""
    is_document = file.dialect.startswith("TOML")
    listed: list[tuple[str | None, Counts]] = [*file.counts.items()] or ([(None, Counts())] if is_document else [])
    for name, counts in listed:
        draft.con.execute(
            "insert into draft.stored.batch_files values "
            "($batch, $file, $sha256, $table, $added, $changed, $unchanged, $rejected)",
            {
                "batch": draft.number,
                "file": file.file,
                "sha256": file.sha256,
                "table": name,
                "added": counts.added,
                "changed": counts.changed,
                "unchanged": counts.unchanged,
                "rejected": counts.rejected,
            },
        )


def store_attribute_kinds(draft: Draft, kinds: Mapping[tuple[str, str], str]) -> None:
    """Keeps each attribute's kind, (table, name) → kind; one whose kinds differ between imports is text."""
    for (table, name), kind in sorted(kinds.items()):
        found = draft.con.execute(
            "select kind from draft.stored.attribute_kinds where table_name = $table and name = $name",
            {"table": table, "name": name},
        ).fetchall()
        before = found[0][0] if found else None
        settled = before or kind if kind == "empty" else kind if before in (None, "empty", kind) else "text"
        if settled == before:
            continue
        draft.con.execute(
            "delete from draft.stored.attribute_kinds where table_name = $table and name = $name",
            {"table": table, "name": name},
        )
        draft.con.execute(
            "insert into draft.stored.attribute_kinds values ($table, $name, $kind)",
            {"table": table, "name": name, "kind": "text" if settled == "empty" else settled},
        )


def store_documents(draft: Draft, documents: Sequence[Document]) -> None:
    """Keeps schemes by the month from which they hold, and the rights in place of the earlier ones."""
    for document in documents:
        draft.con.execute(
            "delete from draft.stored.documents where kind = $kind and valid_from is not distinct from $day",
            {"kind": document.kind, "day": document.valid_from},
        )
        draft.con.execute(
            "insert into draft.stored.documents values ($kind, $name, $day, $content, $batch)",
            {
                "kind": document.kind,
                "name": document.name,
                "day": document.valid_from,
                "content": document.content,
                "batch": draft.number,
            },
        )


def _target(table: Table) -> str:
    return f"{DRAFT_PAY if table.director_only else DRAFT}.stored.{quoted(table.name)}"
