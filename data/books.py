"""What a version tells of itself: its tables and their last days, its batches, documents, people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from data.access import Absence, Person, Staff, people
from data.contract import TABLES
from data.schema import quoted

_STATEMENTS = Path(__file__).parent / "sql" / "books"


@dataclass(frozen=True, slots=True)
class Batch:
    """One import as the history lists it; ``counts`` is (added, changed, unchanged, rejected) by table."""

    number: int
    imported_at: datetime
    imported_by: str
    mode: str
    files: tuple[str, ...]
    counts: Mapping[str, tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True)
class Books:
    """One version's books. ``rows`` counts the stored rows of each table but the pay tables."""

    rows: Mapping[str, int]
    known_through: Mapping[str, date]
    settings: Mapping[str, str]
    documents: Mapping[str, tuple[str, ...]]
    batches: tuple[Batch, ...] = ()
    people: tuple[Person, ...] = ()
    staff: Staff = field(default_factory=lambda: Staff({}, {}))

    @property
    def last_day(self) -> date | None:
        """The day that analyses look from by default: the latest on which something happened.

        Where no row has such a day, it is the day of the last import.
        """
        imported = max((batch.imported_at.date() for batch in self.batches), default=None)
        return max(self.known_through.values(), default=imported)


def read(con: DuckDBPyConnection) -> Books:
    """The books of the version whose main database ``con`` uses."""
    documents = _documents(con)
    return Books(
        rows=_rows(con),
        known_through=dict(_told(con, "known_through")),
        settings=dict(_told(con, "settings")),
        documents=documents,
        batches=_batches(con),
        people=tuple(person for text in documents.get("access", ())[-1:] for person in people(text)),
        staff=_staff(con),
    )


def _told(con: DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    """The rows of one of the books' statements."""
    return con.execute((_STATEMENTS / f"{name}.sql").read_text(encoding="utf-8")).fetchall()


def _rows(con: DuckDBPyConnection) -> dict[str, int]:
    names = [table.name for table in TABLES if not table.director_only]
    counts = con.execute(
        " union all ".join(f"select '{name}', count(*) from stored.{quoted(name)}" for name in names)
    ).fetchall()
    return dict(counts)


def _documents(con: DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    rows = _told(con, "documents")
    kinds = dict.fromkeys(kind for kind, _ in rows)
    return {kind: tuple(content for found, content in rows if found == kind) for kind in kinds}


def _batches(con: DuckDBPyConnection) -> tuple[Batch, ...]:
    heads, files = _told(con, "batches"), _told(con, "batch_files")
    return tuple(
        Batch(
            number,
            moment,
            who,
            mode,
            tuple(dict.fromkeys(row[1] for row in files if row[0] == number)),
            _counts([row[2:] for row in files if row[0] == number]),
        )
        for number, moment, who, mode in heads
    )


def _counts(rows: list[tuple[str, int, int, int, int]]) -> dict[str, tuple[int, int, int, int]]:
    totals: dict[str, tuple[int, int, int, int]] = {}
    for name, *counts in rows:
        if name:
            before = totals.get(name, (0, 0, 0, 0))
            added, changed, unchanged, rejected = (a + (b or 0) for a, b in zip(before, counts, strict=True))
            totals[name] = (added, changed, unchanged, rejected)
    return totals


def _staff(con: DuckDBPyConnection) -> Staff:
    managers, absences = _told(con, "managers"), _told(con, "absences")
    return Staff(
        {key: email for key, email, _ in managers},
        {key: lead for key, _, lead in managers},
        tuple(Absence(*row) for row in absences),
    )
