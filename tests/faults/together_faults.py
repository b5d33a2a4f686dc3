"""F13–F18, F20: several importers, readers during imports, threads, a dead process' lock, little memory."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import duckdb
import pytest

from data.engine.duckdb import Engine
from data.errors import WorkspaceBusy, WorkspaceError
from data.scope import LOCAL, Scope
from data.store import DATABASES, KEPT_VERSIONS
from tests.faults.company import CLIENTS, DEALS, ROOT

IMPORTS, PAIRS = 5, 6
TODAY = date(2026, 6, 30)
COUNTS = "select (select count(*) from clients) as clients, (select count(*) from deals) as deals"
SUM = "select sum(amount) as total from deals where client_id = $client"


def test_two_importers_at_once(three, tell):
    company, draw = three, random.Random(1)
    for _ in range(PAIRS):
        batches = [company.batch(), company.batch()]
        first = company.start("import", *batches[0].paths)
        time.sleep(draw.random() * 0.5)
        second = company.start("import", *batches[1].paths)
        said = [process.communicate()[1].decode() for process in (first, second)]
        for process, batch, words in zip((first, second), batches, said, strict=True):
            if process.returncode == 0:
                company.acknowledged.append(batch)
                tell("two importers at once", acknowledged=1)
            else:
                assert process.returncode == 3, words
                assert "Another import" in words
                tell("two importers at once", told_that_another_is_at_work=1)
        assert first.returncode == 0 or second.returncode == 0
        found = company.stored()
        assert found.holds(company.acknowledged)
        assert not found.faults
        tell("two importers at once", pairs=1, lost=0, torn=0)
    company.take()
    assert company.stored().holds(company.acknowledged)


def test_a_second_importer_waits_for_nobody_and_works_afterwards(company):
    batch = company.batch()
    with company.workspace.writing():
        done = company.call("import", *batch.paths)
        assert done.returncode == 3
        assert "Another import is writing" in json.loads(done.stdout)["error"]
        with pytest.raises(WorkspaceBusy), company.workspace.writing():
            pytest.fail("two writers in one process")
    company.take(batch)
    assert company.stored().holds(company.acknowledged)


HOLD = """
import sys, time
from data.store import Workspace
with Workspace(sys.argv[1]).writing():
    print(1, flush=True)
    time.sleep(60)
"""


def test_the_lock_of_a_dead_process_blocks_nobody(company, tell):
    for _ in range(5):
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(company.workspace.path)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(WorkspaceBusy), company.workspace.writing():
            pytest.fail("two writers")
        os.kill(holder.pid, signal.SIGKILL)
        holder.communicate()
        with company.workspace.writing():
            tell("locks of dead processes", held=1, blocking=0)


def test_one_process_reads_and_writes_at_once(three, tell):
    """The databases are open with pay and without it while the same process imports, examines and takes back."""
    engine, number = Engine(three.workspace), three.workspace.number()
    scope = Scope(LOCAL, number, TODAY)
    with engine.cursor(scope) as con, engine.stored(number) as other:
        batch = three.batch()
        for words in (("import", *batch.paths), ("doctor",), ("run", "compensation"), ("undo",)):
            assert three.ask(*words)[0] == 0
            assert con.execute("select count(*) from deals").fetchone() == (number * DEALS,)
            assert other.execute("select count(*) from stored.deals").fetchone() == (number * DEALS,)
            tell("one process that reads and writes at once", calls=1, errors=0)
    engine.close()
    assert three.stored().holds(three.acknowledged)


OPEN = "import sys, duckdb; con = duckdb.connect(sys.argv[1]); print(1, flush=True); sys.stdin.read()"


@pytest.mark.parametrize("database", DATABASES)
def test_a_database_that_another_program_has_open(three, tell, database):
    command = [sys.executable, "-c", OPEN, str(three.workspace.folder(3) / database)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        for words in (("run", "overview"), ("run", "compensation"), ("doctor",)):
            status, said = three.ask(*words)
            assert status == 3
            assert f"PID {holder.pid}" in said
            assert not {word for word in ("undo", "backup", "damaged") if word in said}
            tell("a database that another program has open", questions=1, told_with_its_process=1, called_damaged=0)
    assert three.ask("run", "overview")[0] == 0
    assert three.stored().holds(three.acknowledged)


READ = """
import sys, time
from datetime import date
from pathlib import Path
from data.engine.duckdb import Engine
from data.scope import LOCAL, Scope
from data.store import Workspace
workspace = Workspace(Path(sys.argv[1]))
engine, seen = Engine(workspace), []
while not Path(sys.argv[2]).exists():
    version = workspace.number()
    scope = Scope(LOCAL, version, date(2026, 6, 30))
    row = engine.frame(sys.argv[3], scope).iloc[0]
    seen.append((version, int(row["clients"]), int(row["deals"])))
    time.sleep(0.02)
for one in seen:
    print(*one)
"""


def test_readers_see_the_old_version_or_the_new_one(three, tell):
    company = three
    stop = company.folder / "stop"
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READ, str(company.workspace.path), str(stop), COUNTS],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    engine, seen, failed = Engine(company.workspace), [], []

    def look() -> None:
        while not stop.exists():
            try:
                version = company.workspace.number() or 0
                row = engine.frame(COUNTS, Scope(LOCAL, version, TODAY)).iloc[0]
                seen.append((version, int(row["clients"]), int(row["deals"])))
            except Exception as error:
                failed.append(error)
            time.sleep(0.02)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(IMPORTS):
        company.take()
    stop.touch()
    for thread in threads:
        thread.join()
    for reader in readers:
        said = reader.communicate()[0]
        assert reader.returncode == 0
        seen += [tuple(map(int, line.split())) for line in said.splitlines()]
    assert not failed, failed[0]
    mixed = [one for one in seen if one[1:] != (one[0] * CLIENTS, one[0] * DEALS)]
    assert not mixed
    assert len({one[0] for one in seen}) > IMPORTS // 2, "the readers didn't notice the new versions"
    tell("readers during imports", reads=len(seen), versions_seen=len({one[0] for one in seen}), mixed=0, errors=0)
    engine.close()


def test_a_version_that_a_reader_has_open_is_forgotten_and_still_read(three, tell):
    company = three
    engine, first = Engine(company.workspace), Scope(LOCAL, 1, TODAY)
    with engine.cursor(first) as con:
        for _ in range(KEPT_VERSIONS - 2):
            company.take()
        assert not company.workspace.folder(1).exists()
        assert con.execute("select count(*) from deals").fetchone() == (DEALS,)
    latest = Scope(LOCAL, company.workspace.number() or 0, TODAY)
    assert engine.frame(COUNTS, latest)["deals"][0] == DEALS * (KEPT_VERSIONS + 1)
    assert engine.frame(COUNTS, first)["deals"][0] == DEALS
    with pytest.raises(WorkspaceError, match="no longer kept"):
        Engine(company.workspace).frame(COUNTS, first)
    assert company.workspace.versions() == list(range(2, KEPT_VERSIONS + 2))
    for before in range(KEPT_VERSIONS, 1, -1):
        assert json.loads(company.ask("undo")[1]) == {"version": before}
        company.acknowledged.pop()
        assert company.stored().holds(company.acknowledged)
    assert company.ask("undo")[0] == 2
    assert company.stored().holds(company.acknowledged)
    tell("undo", taken_back_one_after_another=9, more_refused=1)


def test_eight_threads(three, tell):
    scope = Scope(LOCAL, 3, TODAY)
    engine = Engine(three.workspace)
    clients = [f"C000{1 + number % 2}-{number % CLIENTS}" for number in range(100)]
    right = {client: engine.frame(SUM, scope, {"client": client}, exact=True)["total"][0] for client in set(clients)}
    assert len(set(right.values())) > CLIENTS // 2

    def ask(seed: int) -> int:
        own = random.Random(seed).sample(clients, len(clients))
        found = [engine.frame(SUM, scope, {"client": client}, exact=True)["total"][0] for client in own]
        return sum(value != right[client] for value, client in zip(found, own, strict=True))

    with ThreadPoolExecutor(8) as pool:
        wrong = sum(pool.map(ask, range(8)))
    assert wrong == 0
    engine.close()
    tell("8 threads", queries=800, wrong=wrong, errors=0)


def test_too_little_memory_is_an_error_like_any_other(three, tell):
    engine, scope = Engine(three.workspace), Scope(LOCAL, 3, TODAY)
    before = engine.frame(COUNTS, scope)
    with engine.cursor(scope) as con:
        con.execute("set memory_limit = '30MB'")
        con.execute("set max_temp_directory_size = '1MB'")
    greedy = (
        "select count(*) from (select d.deal_id, e.deal_id, random() as r from deals d, deals e, range(30) order by r)"
    )
    with pytest.raises(WorkspaceError, match="memory") as told:
        engine.frame(greedy, scope)
    assert isinstance(told.value.__cause__, duckdb.OutOfMemoryException)
    assert engine.frame(COUNTS, scope).equals(before)
    tell("too little memory", told=1, answered_afterwards=1)
    engine.close()
