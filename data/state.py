"""What people enter here, kept outside the versions so that neither an import nor an undo touches it.

A change is on the disk for good when its call returns: SQLite syncs its log at each commit.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from data.errors import WorkspaceError

_TABLES = (
    "create table if not exists mappings (headings text primary key, content text not null)",
    "create table if not exists acknowledged (kind text, document text, manager_id text, at text not null, "
    "primary key (kind, document, manager_id))",
)
_WAIT_SECONDS = 10


class State:
    """The file ``state.sqlite`` of a workspace: confirmed mappings by the headings that they are for, and who has
    acknowledged which document."""

    def __init__(self, workspace: Path) -> None:
        self.path = workspace / "state.sqlite"

    def mapping(self, headings: str) -> str | None:
        """The confirmed mapping (TOML) for files with these headings; None where none was confirmed.

        Raises:
            WorkspaceError: the file is damaged, or in another's hands for too long.
        """
        if not self.path.exists():
            return None
        with self._open() as con:
            row = con.execute("select content from mappings where headings = ?", (headings,)).fetchone()
        return str(row[0]) if row else None

    def mappings(self) -> dict[str, str]:
        """All confirmed mappings (TOML) by the headings that they are for."""
        if not self.path.exists():
            return {}
        with self._open() as con:
            return dict(con.execute("select headings, content from mappings order by headings").fetchall())

    def remember_mapping(self, headings: str, content: str) -> None:
        """Keeps ``content`` as the mapping for files with these headings, in place of an earlier one.

        Raises:
            WorkspaceError: the file is damaged or can't be written to, or is in another's hands for too long.
        """
        with self._open() as con:
            con.execute("insert or replace into mappings values (?, ?)", (headings, content))

    def acknowledge(self, kind: str, content: str, manager_id: str, moment: datetime) -> None:
        """Keeps that a manager has read this document (a scheme, say); the first time counts.

        Raises:
            WorkspaceError: the file is damaged or can't be written to, or is in another's hands for too long.
        """
        row = (kind, document_key(content), manager_id, moment.isoformat(timespec="seconds"))
        with self._open() as con:
            con.execute("insert or ignore into acknowledged values (?, ?, ?, ?)", row)

    def acknowledged(self, kind: str) -> dict[tuple[str, str], datetime]:
        """Who has read which documents of a kind, and when: by the document's key and the manager."""
        if not self.path.exists():
            return {}
        with self._open() as con:
            rows = con.execute("select document, manager_id, at from acknowledged where kind = ?", (kind,)).fetchall()
        return {(key, manager_id): datetime.fromisoformat(at) for key, manager_id, at in rows}

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with closing(sqlite3.connect(self.path, timeout=_WAIT_SECONDS)) as con:
                con.execute("pragma journal_mode = wal")
                con.execute("pragma synchronous = full")
                for table in _TABLES:
                    con.execute(table)
                with con:
                    yield con
        except sqlite3.Error as error:
            raise WorkspaceError(
                "{file}, which holds what people entered here, can't be used: {reason}. "
                "Try again; where that doesn't help, put it back from a backup.",
                file=self.path,
                reason=str(error),
            ) from error


def document_key(content: str) -> str:
    """A document's key: a changed text is another document, to be acknowledged anew."""
    return sha256(content.encode()).hexdigest()
