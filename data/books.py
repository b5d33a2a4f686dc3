"""What a version tells of itself: its tables and their last days, its batches, documents, people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from data.access import Absence, Person, Staff, people
from data.contract import TABLES
from data.schema import quoted


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
        known_through=dict(
            con.execute(
                "select table_name, max_by(through_on, batch) from stored.known_through group by table_name"
            ).fetchall()
        ),
        settings=dict(con.execute("select name, value from stored.settings").fetchall()),
        documents=documents,
        batches=_batches(con),
        people=tuple(person for text in documents.get("access", ())[-1:] for person in people(text)),
        staff=_staff(con),
    )


def _rows(con: DuckDBPyConnection) -> dict[str, int]:
    names = [table.name for table in TABLES if not table.director_only]
    counts = con.execute(
        " union all ".join(f"select '{name}', count(*) from stored.{quoted(name)}" for name in names)
    ).fetchall()
    return dict(counts)


def _documents(con: DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    rows = con.execute(
        "select kind, content from stored.documents order by kind, valid_from nulls first, batch"
    ).fetchall()
    kinds = dict.fromkeys(kind for kind, _ in rows)
    return {kind: tuple(content for found, content in rows if found == kind) for kind in kinds}


def _batches(con: DuckDBPyConnection) -> tuple[Batch, ...]:
    heads = con.execute("select batch, imported_at, imported_by, mode from stored.batches order by batch").fetchall()
    files = con.execute(
        "select batch, file, table_name, added, changed, unchanged, rejected "
        "from stored.batch_files order by batch, file"
    ).fetchall()
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
    managers = con.execute("select manager_id, email, reports_to from stored.managers").fetchall()
    absences = con.execute(
        "select manager_id, from_on, to_on, coalesce(client_id, ''), deputy_id from stored.absences"
    ).fetchall()
    return Staff(
        {key: email for key, email, _ in managers},
        {key: lead for key, _, lead in managers},
        tuple(Absence(*row) for row in absences),
    )
