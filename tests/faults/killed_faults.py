"""F1–F6: kill -9 at any moment of an import, an undo, the very first import; nothing is lost, nothing half is seen."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean

import pytest

from data import books
from data.engine.duckdb import Engine
from data.state import State
from data.store import Workspace
from tests.faults.children import Child
from tests.faults.company import ROOT, Batch, Company

SHARDS, KILLS, AIMED = 4, 25, 6
GIVE_UP_SECONDS = 300


def length(company: Company, runs: int = 2) -> float:
    """How long an import takes here and now, in seconds."""
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        company.take()
        taken.append(time.perf_counter() - began)
    return mean(taken)


def kill_at(
    process: Child | subprocess.Popen[bytes], moment: Callable[[], bool], patience: float = GIVE_UP_SECONDS
) -> None:
    """Kills as soon as ``moment`` has come; a process that has ended by then is left alone."""
    until = time.perf_counter() + patience
    while process.poll() is None and time.perf_counter() < until and not moment():
        time.sleep(0.0005)
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)


def after(seconds: float) -> Callable[[], bool]:
    until = time.perf_counter() + seconds
    return lambda: time.perf_counter() >= until


def broken_off(company: Company, batch: Batch, moment: Callable[[], bool]) -> str:
    """An import killed at ``moment``: acknowledged, nothing or whole; anything else fails the test."""
    process = company.start("import", *batch.paths)
    kill_at(process, moment)
    said = process.communicate()[0]
    acknowledged = process.returncode == 0 and said.endswith(b"}\n")
    found = company.stored()
    assert not found.faults
    if acknowledged:
        company.acknowledged.append(batch)
        assert found.holds(company.acknowledged), "an acknowledged batch isn't whole"
        return "acknowledged"
    assert process.returncode == -signal.SIGKILL
    if found.holds(company.acknowledged):
        return "nothing_of_it"
    company.acknowledged.append(batch)
    assert found.holds(company.acknowledged), "half of a batch is seen, or an acknowledged one is lost"
    return "whole_before_the_acknowledgement"


def goes_on(company: Company) -> None:
    """After a kill the next import works, on top of what there was, and nothing is left lying about."""
    company.take()
    found = company.stored()
    assert found.holds(company.acknowledged)
    assert not found.faults
    assert company.leftovers() == []


@pytest.mark.parametrize("shard", range(SHARDS))
def test_an_import_killed_at_any_moment(three, tell, shard):
    company, draw = three, random.Random(shard)
    seconds = length(company)
    for kill in range(KILLS):
        share = (kill + draw.random()) / KILLS
        came = broken_off(company, company.batch(), after(share * seconds))
        tell("kill -9 over the whole import", kills=1, lost=0, torn=0, **{came: 1})
        if kill % 12 == 11:
            goes_on(company)


def during(company: Company, what: str, linger: float) -> Callable[[], bool]:
    """The moment at which a certain file comes to be, and ``linger`` seconds more."""
    space, number = company.workspace.path, max(company.workspace.versions(), default=0)
    seen: list[float] = []

    def is_there() -> bool:
        making = [*(space / "versions").glob("making-*")]
        return {
            "the copy": lambda: bool(making),
            "the finished folder": lambda: any(int(path.name) > number for path in (space / "versions").glob("[0-9]*")),
            "the seal": lambda: any((path / "seal.json").exists() for path in making),
            "the pointer": lambda: (space / "current.new").exists(),
            "the confirmation": lambda: (company.workspace.versions() or [0])[-1] > number,
        }[what]()

    def moment() -> bool:
        if not seen and is_there():
            seen.append(time.perf_counter())
        return bool(seen) and time.perf_counter() - seen[0] >= linger

    return moment


@pytest.mark.parametrize("what", ["the copy", "the seal", "the finished folder", "the pointer", "the confirmation"])
def test_an_import_killed_at_its_delicate_moments(three, tell, what):
    company, draw = three, random.Random(what)
    for kill in range(AIMED):
        linger = draw.random() * 0.02 if what == "the copy" else draw.random() * 0.003 * (kill % 2)
        came = broken_off(company, company.batch(), during(company, what, linger))
        tell("kill -9 at the copy, the seal, the pointer", kills=1, lost=0, torn=0, **{came: 1})
        if kill % 3 == 2:
            goes_on(company)


def test_an_undo_killed_at_any_moment(three, tell):
    company, draw = three, random.Random(1)
    began = time.perf_counter()
    assert company.ask("undo")[0] == 0
    company.acknowledged.pop()
    seconds = time.perf_counter() - began
    for kill in range(10):
        if len(company.acknowledged) < 2:
            company.take()
        given = [int(path.name[-6:]) for path in (company.workspace.path / "versions").iterdir()]
        aimed = noted(company, draw.random() * 0.004)
        process = company.start("undo")
        kill_at(process, aimed if kill % 2 else after(seconds * (0.5 + 0.6 * draw.random())))
        said = process.communicate()[0]
        found = company.stored()
        assert not found.faults
        if found.holds(company.acknowledged):
            assert process.returncode != 0 or not said, "an acknowledged undo isn't there"
            came = "nothing_of_it"
        else:
            company.acknowledged.pop()
            assert found.holds(company.acknowledged)
            came = "acknowledged" if process.returncode == 0 else "whole_before_the_acknowledgement"
        tell("kill -9 during undo", kills=1, lost=0, torn=0, **{came: 1})
        goes_on(company)
        assert (company.workspace.number() or 0) > max(given), "a number is given twice"
        assert company.ask("undo")[0] == 0
        company.acknowledged.pop()
        assert company.stored().holds(company.acknowledged), "an undo went to a version that was taken back"


def noted(company: Company, linger: float) -> Callable[[], bool]:
    """The moment at which an undo notes something in the folder of versions, and ``linger`` seconds more."""
    folder, seen = company.workspace.path / "versions", []
    known = {path.name for path in folder.iterdir()}

    def moment() -> bool:
        if not seen and {path.name for path in folder.iterdir()} - known:
            seen.append(time.perf_counter())
        return bool(seen) and time.perf_counter() - seen[0] >= linger

    return moment


def test_the_first_import_of_the_sample_killed_at_any_moment(company, tell):
    exports = company.folder / "exports"
    assert company.ask("sample", "--clients", "40", "--out", exports)[0] == 0
    began = time.perf_counter()
    process = company.start("import", exports)
    process.communicate()
    assert process.returncode == 0
    seconds, whole = time.perf_counter() - began, counts(company.workspace)
    draw = random.Random(2)
    for kill in range(6):
        company.name = f"space_{kill}"
        process = company.start("import", exports)
        aimed = kill % 3 == 2
        kill_at(process, during(company, ("the finished folder", "the pointer")[kill % 2], 0) if aimed else
                after(seconds * (kill + draw.random()) / 6))  # fmt: skip
        process.communicate()
        number = company.workspace.number()
        came = "nothing_of_it" if number is None else "whole"
        if number is not None:
            assert counts(company.workspace) == whole
        elif (company.workspace.path / "versions").exists():
            assert company.workspace.versions() == []
        tell("kill -9 during the sample's first import", kills=1, lost=0, torn=0, **{came: 1})
        process = company.start("import", exports)
        said = process.communicate()
        assert process.returncode == 0, said[1].decode()
        assert counts(company.workspace) == whole
        assert company.leftovers() == []


def counts(workspace: Workspace) -> dict[str, int]:
    """Rows by table of the version in force, as its books have them."""
    engine = Engine(workspace)
    number = workspace.number()
    assert number is not None
    with engine.stored(number) as con:
        found = books.read(con)
    engine.close()
    assert found.settings["is_sample"] == "true"
    return dict(found.rows)


REMEMBER = """
import sys
from data.state import State
from pathlib import Path
state = State(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), 10**9):
    state.remember_mapping("same", f"mapping {number}")
    state.remember_mapping(f"headings {number}", f"mapping {number}")
    print(number, flush=True)
"""


def test_remembering_a_mapping_killed_at_any_moment(company, tell):
    draw, last = random.Random(3), -1
    for _ in range(20):
        process = subprocess.Popen(
            [sys.executable, "-c", REMEMBER, str(company.workspace.path), str(last + 1)],
            cwd=ROOT, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()
        kill_at(process, after(draw.random() * 0.1))
        last = max([last + 1, *map(int, process.communicate()[0].split())])
        state = State(Path(company.workspace.path))
        for number in range(last + 1):
            assert state.mapping(f"headings {number}") == f"mapping {number}"
        assert state.mapping("same") in (f"mapping {last}", f"mapping {last + 1}")
        tell("kill -9 while a mapping is remembered", kills=1, lost=0, torn=0)
    tell("kill -9 while a mapping is remembered", mappings_acknowledged=last + 1)
