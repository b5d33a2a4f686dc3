"""Hand-made workspaces for tests: few rows in, refused when a column isn't the contract's."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from data.contract import table
from data.schema import quoted
from data.store import DRAFT, DRAFT_PAY, Draft, Workspace

Rows = Sequence[Mapping[str, Any]]


def make_workspace(path: Path, tables: Mapping[str, Rows], *, documents: Mapping[str, str] | None = None) -> Workspace:
    """A workspace whose first version holds ``tables``, with its marts; known through the days that the rows tell."""
    workspace = Workspace(path)
    con = duckdb.connect()
    with workspace.draft(con) as draft:
        fill(draft, tables, documents or {})
        draft.build_marts()
    con.close()
    return workspace


def fill(draft: Draft, tables: Mapping[str, Rows], documents: Mapping[str, str]) -> None:
    """Writes rows into the stored tables of a draft as batch 1."""
    con = draft.con
    con.execute(f"insert into {DRAFT}.stored.batches values (1, $at, 'test', 'upsert')", {"at": datetime(2026, 1, 1)})
    con.execute(f"insert into {DRAFT}.stored.settings values ('currency', 'EUR')")
    for name, rows in tables.items():
        _insert(draft, name, rows)
        day = _known_through(name, rows)
        if day:
            con.execute(f"insert into {DRAFT}.stored.known_through values ($name, $day, 1)", {"name": name, "day": day})
    for kind, content in documents.items():
        con.execute(
            f"insert into {DRAFT}.stored.documents values ($kind, $kind, null, $content, 1)",
            {"kind": kind, "content": content},
        )


def _insert(draft: Draft, name: str, rows: Rows) -> None:
    contract = table(name)
    room = DRAFT_PAY if contract.director_only else DRAFT
    for row in rows:
        wrong = set(row) - set(contract.names) - {"attributes"}
        assert not wrong, f"{name} has no column {sorted(wrong)}"
        values = {column: "" for column in contract.key if column not in row} | dict(row)
        names = ", ".join(quoted(column) for column in values)
        marks = ", ".join(f"${column}" for column in values)
        draft.con.execute(f"insert into {room}.stored.{quoted(name)} ({names}, batch) values ({marks}, 1)", values)


def _known_through(name: str, rows: Rows) -> date | None:
    happened = [column.name for column in table(name).columns if column.happened]
    days = [row[column] for row in rows for column in happened if row.get(column)]
    return max((day.date() if isinstance(day, datetime) else day for day in days), default=None)
