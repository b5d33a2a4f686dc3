"""F1–F6: kill -9 at any moment of an import, the very first and the sample's too; nothing is lost or half seen."""

import random
import signal
import time
from collections.abc import Callable
from statistics import mean

import pytest

from data import books
from data.engine.duckdb import Engine
from data.store import Workspace
from tests.faults.company import Batch, Company
from tests.faults.killing import IN_TIME, STEPS, after, during, kill_at

SHARDS, KILLS, AIMED, FIRST = 4, 25, 6, 12


def length(company: Company, runs: int = 2) -> float:
    """How long an import takes here and now, in seconds."""
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        company.take()
        taken.append(time.perf_counter() - began)
    return mean(taken)


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
        return IN_TIME
    assert process.returncode == -signal.SIGKILL
    if found.holds(company.acknowledged):
        return "nothing_of_it"
    company.acknowledged.append(batch)
    assert found.holds(company.acknowledged), "half of a batch is seen, or an acknowledged one is lost"
    return "whole_before_the_acknowledgement"


@pytest.mark.parametrize("shard", range(SHARDS))
def test_an_import_killed_at_any_moment(three, tell, shard):
    """Kills spread over an import's whole length, which is learned anew from each that ended before its kill."""
    company, draw, killed = three, random.Random(shard), 0
    seconds = length(company)
    while killed < KILLS:
        moment = (killed + draw.random()) / KILLS * seconds
        came = broken_off(company, company.batch(), after(moment))
        killed += came != IN_TIME
        seconds = seconds * 1.01 if came != IN_TIME else moment * 0.95
        tell("kill -9 of an import at any moment", kills=int(came != IN_TIME), lost=0, torn=0, **{came: 1})
        if came != IN_TIME and killed % 12 == 0:
            tell("leftovers of killed imports", found=company.goes_on(), left_after_the_next_import=0)


@pytest.mark.parametrize("what", STEPS)
def test_an_import_killed_at_its_delicate_moments(three, tell, what):
    company, draw = three, random.Random(what)
    for kill in range(AIMED):
        linger = draw.random() * 0.02 if what == "the copy" else draw.random() * 0.003 * (kill % 2)
        came = broken_off(company, company.batch(), during(company, what, linger))
        tell(
            "kill -9 of an import at the copy, the seal, the pointer",
            kills=int(came != IN_TIME),
            lost=0,
            torn=0,
            **{came: 1},
        )
        if kill % 3 == 2:
            tell("leftovers of killed imports", found=company.goes_on(), left_after_the_next_import=0)


def test_the_very_first_import_killed_at_any_moment(three, tmp_path, tell):
    draw, seconds = random.Random(6), length(three)
    for kill in range(FIRST):
        company = Company(tmp_path / f"first_{kill}")
        batch = company.batch()
        moment = during(company, STEPS[kill // 2 % len(STEPS)], 0) if kill % 2 else after(seconds * draw.random())
        came = broken_off(company, batch, moment)
        tell("kill -9 of an import, the very first", kills=int(came != IN_TIME), lost=0, torn=0, **{came: 1})
        if came == "nothing_of_it":
            assert company.workspace.number() is None
            assert company.workspace.versions() == []
        if kill % 3 == 0:
            left = company.goes_on(None if company.acknowledged else batch)
            tell("leftovers of killed imports", found=left, left_after_the_next_import=0)


def test_the_first_import_of_the_sample_killed_at_any_moment(company, tell):
    exports = company.folder / "exports"
    assert company.ask("sample", "--clients", "20", "--out", exports)[0] == 0
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
        tell("kill -9 of an import, the sample's", kills=int(process.returncode != 0), lost=0, torn=0, **{came: 1})
        if kill % 2:
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
