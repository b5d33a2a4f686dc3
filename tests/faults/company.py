"""A company whose imports are broken off: batches of known rows, the program as a child process, what is stored."""

import csv
import hashlib
import io
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from analytics.commandline import main
from data.store import Workspace
from tests.faults.children import Child

ROOT = Path(__file__).resolve().parents[2]
CLIENTS, DEALS, MANAGERS, CHANGED = 12, 60, 3, 2
Row = tuple[Any, ...]
Rows = frozenset[Row]

HEADINGS = {
    "managers": ("manager_id", "name"),
    "clients": ("client_id", "name"),
    "deals": ("deal_id", "client_id", "opened_on", "stage", "closed_on", "amount"),
    "payroll": ("manager_id", "period", "salary"),
}
_KEPT: Mapping[str, Callable[[Row], Row]] = {
    "managers": lambda row: row,
    "clients": lambda row: row,
    "deals": lambda row: (row[0], row[1], row[5]),
    "payroll": lambda row: (row[0], row[2]),
}
"""What of a row is compared with the store, the key first."""


@dataclass(frozen=True)
class Batch:
    """One batch of exports: its files, and the rows that they hold by table, as the store gives them back."""

    paths: tuple[Path, ...]
    rows: Mapping[str, Rows]

    @property
    def hashes(self) -> frozenset[str]:
        return frozenset(hashlib.sha256(path.read_bytes()).hexdigest() for path in self.paths)


@dataclass
class Company:
    """A workspace with what was acknowledged in it, batch by batch."""

    folder: Path
    name: str = "space"
    acknowledged: list[Batch] = field(default_factory=list)
    written: int = 0

    def __post_init__(self) -> None:
        (self.folder / "tmp").mkdir(parents=True, exist_ok=True)

    def copy(self, folder: Path) -> "Company":
        """The same company in another folder."""
        shutil.copytree(self.workspace.path, folder / self.name)
        return Company(folder, self.name, list(self.acknowledged), self.written)

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.folder / self.name)

    def batch(self) -> Batch:
        """Files of a new batch: managers, clients, deals and payroll that weren't there before, and from the second
        batch on, rows of the first one with other amounts and names."""
        self.written += 1
        place, draw, key = self.folder / f"batch_{self.written:04d}", random.Random(self.written), f"{self.written:04d}"
        place.mkdir()
        files = {name: [*rows, *self._changed(name, draw)] for name, rows in _new(key, draw).items()}
        paths = tuple(_written(place / f"{name}.csv", HEADINGS[name], rows) for name, rows in files.items())
        return Batch(paths, {name: frozenset(_KEPT[name](row) for row in rows) for name, rows in files.items()})

    def _changed(self, name: str, draw: random.Random) -> list[Row]:
        """The first rows of the first batch's table ``name``, changed as only this batch changes them."""
        if self.written == 1:
            return []
        first = _new("0001", random.Random(1))[name][:CHANGED]
        if name in ("deals", "payroll"):
            return [(*row[:-1], f"{draw.randrange(1, 10**7) / 100:.2f}") for row in first]
        return [(*row[:-1], f"{row[-1]}, named anew {self.written}") for row in first]

    def command(self, verb: str, *words: str | Path) -> list[str]:
        return [sys.executable, "-m", "analytics", verb, "--json", "--workspace", str(self.workspace.path),
                *map(str, words)]  # fmt: skip

    def environment(self) -> dict[str, str]:
        """The children's temporary files lie where the test can look for them."""
        return {**os.environ, "TMPDIR": str(self.folder / "tmp"), "OMP_NUM_THREADS": "1"}

    def start(self, verb: str, *words: str | Path) -> Child:
        """A call as a process of its own."""
        return Child(self.command(verb, *words)[3:], self.environment())

    def call(self, verb: str, *words: str | Path, **more: Any) -> subprocess.CompletedProcess[bytes]:
        """A call of ``python -m analytics`` to its end."""
        return subprocess.run(
            self.command(verb, *words), cwd=ROOT, env=self.environment(), capture_output=True, check=False, **more
        )

    def ask(self, verb: str, *words: str | Path) -> tuple[int, str]:
        """A call within this process, for what isn't to be broken off: its status and all that it said."""
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(io.StringIO()):
            status = main(self.command(verb, *words)[3:])
        return status, said.getvalue()

    def take(self, batch: Batch | None = None) -> None:
        """An import that must go well."""
        batch = batch or self.batch()
        process = self.start("import", *batch.paths)
        said = process.communicate()
        assert process.returncode == 0, said[1].decode()
        self.acknowledged.append(batch)

    def goes_on(self, batch: Batch | None = None) -> int:
        """After a kill the next import works, on top of what there was, and sweeps all that was left lying about;
        returns how much that was."""
        left = len(self.leftovers())
        self.take(batch)
        found = self.stored()
        assert found.holds(self.acknowledged)
        assert not found.faults
        assert self.leftovers() == []
        return left

    def stored(self) -> "Stored":
        return stored(self.workspace)

    def leftovers(self) -> list[str]:
        """Names of everything that a finished call may not leave."""
        found = [path.name for path in self.workspace.leftovers()]
        found += [path.name for path in (self.folder / "tmp").iterdir()]
        found += [path.name for path in self.workspace.path.rglob("*") if _is_litter(path)]
        return sorted(found)


@dataclass(frozen=True)
class Stored:
    """What a workspace holds: rows by table, hashes of the files in its books, and what is wrong with it."""

    number: int | None
    rows: Mapping[str, Rows]
    hashes: frozenset[str]
    faults: tuple[str, ...]

    def holds(self, batches: Sequence[Batch]) -> bool:
        """Whether these batches are there, one after another, with all their rows and files, and nothing else is."""
        tables = {table for batch in batches for table in batch.rows} | set(self.rows)
        return all(
            self.rows.get(table, frozenset()) == rows_after(batches, table) for table in tables
        ) and self.hashes == frozenset().union(*(batch.hashes for batch in batches))


def rows_after(batches: Sequence[Batch], table: str) -> Rows:
    """The rows of a table after one batch upon another: those of a later one replace those of its keys."""
    return frozenset({row[0]: row for batch in batches for row in batch.rows.get(table, ())}.values())


_STORED = {
    "managers": "select manager_id, name from {main}.stored.managers",
    "clients": "select client_id, name from {main}.stored.clients",
    "deals": "select deal_id, client_id, amount::varchar from {main}.stored.deals",
    "payroll": "select manager_id, salary::varchar from {pay}.stored.payroll",
}
_MARTS = {
    "managers": "select manager_id, name from {main}.managers",
    "clients": "select client_id, name from {main}.clients",
    "deals": "select deal_id, client_id, amount::varchar from {main}.deals",
    "payroll": "select manager_id, salary::varchar from {pay}.payroll",
}


def stored(workspace: Workspace) -> Stored:
    """What the version in force holds, read as any process does, and whether its marts are those of its rows."""
    number = workspace.number()
    if number is None:
        return Stored(None, {}, frozenset(), ())
    fault = workspace.fault(number)
    names = {"main": f"main_{number:06d}", "pay": f"pay_{number:06d}"}
    with duckdb.connect() as con:
        workspace.attach(con, number)
        found = {name: _rows(con, sql.format(**names)) for name, sql in _STORED.items()}
        marts = {name: _rows(con, sql.format(**names)) for name, sql in _MARTS.items()}
        hashes = con.execute(f"select distinct sha256 from {names['main']}.stored.batch_files").fetchall()
    faults = [fault] if fault else []
    faults += [f"the mart {name} isn't its rows" for name in found if found[name] != marts[name]]
    return Stored(number, found, frozenset(row[0] for row in hashes), tuple(faults))


def _rows(con: duckdb.DuckDBPyConnection, sql: str) -> Rows:
    rows = con.execute(sql).fetchall()
    assert len(rows) == len(set(rows)), sql
    return frozenset(rows)


def _new(key: str, draw: random.Random) -> dict[str, list[Row]]:
    """Rows by table, as a file has them, none of whose keys another ``key`` has."""
    managers = [(f"M{key}-{row}", f"Manager {row}") for row in range(MANAGERS)]
    clients = [(f"C{key}-{row}", f"Client {row}") for row in range(CLIENTS)]
    deals = [
        (f"D{key}-{row}", draw.choice(clients)[0], f"2026-0{draw.randrange(1, 7)}-1{row % 10}", "won",
         f"2026-06-{draw.randrange(20, 29)}", f"{draw.randrange(1, 10**7) / 100:.2f}")
        for row in range(DEALS)
    ]  # fmt: skip
    payroll = [(one[0], "2026-05", f"{draw.randrange(1000, 5000)}.00") for one in managers]
    return {"managers": managers, "clients": clients, "deals": deals, "payroll": payroll}


def _written(path: Path, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def _is_litter(path: Path) -> bool:
    return path.name.startswith(("making-", "removing-", "tmp_", "unconfirmed")) or path.suffix in (".wal", ".new")
