"""Kill -9 at any moment of what else writes: an undo, a merge, a parting, a mapping that is remembered."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from data.state import State
from tests.faults.company import ROOT, Company, rows_after
from tests.faults.killing import IN_TIME, STEPS, after, during, kill_at

UNDOS, MERGES = 10, 16


def test_an_undo_killed_at_any_moment(three, tell):
    company, draw = three, random.Random(1)
    began = time.perf_counter()
    assert company.ask("undo")[0] == 0
    company.acknowledged.pop()
    seconds = time.perf_counter() - began
    for kill in range(UNDOS):
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
            came = IN_TIME if process.returncode == 0 else "whole_before_the_acknowledgement"
        tell("kill -9 during undo", kills=int(came != IN_TIME), lost=0, torn=0, **{came: 1})
        company.goes_on()
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


GONE, STAYS = "C0003-0", "C0003-1"


def test_a_merge_and_a_parting_killed_at_any_moment(three, tell):
    company, draw = three, random.Random(4)
    seconds = ends_well(company, "merge", GONE, STAYS)
    ends_well(company, "unmerge", GONE)
    for kill in range(MERGES):
        before = is_merged(company)
        words = ("unmerge", GONE) if before else ("merge", GONE, STAYS)
        process = company.start(*words)
        aimed = during(company, STEPS[kill // 2 % len(STEPS)], draw.random() * 0.003)
        kill_at(process, aimed if kill % 2 else after(seconds * (0.1 + draw.random())))
        said = process.communicate()[0]
        came = "nothing_of_it" if is_merged(company) == before else "whole_before_the_acknowledgement"
        if process.returncode == 0 and said.endswith(b"}\n"):
            assert came != "nothing_of_it", "an acknowledged merge isn't there"
            came = IN_TIME
        tell(f"kill -9 during {words[0]}", kills=int(came != IN_TIME), lost=0, torn=0, **{came: 1})
        if kill % 5 == 4:
            ends_well(company, *(("unmerge", GONE) if is_merged(company) else ("merge", GONE, STAYS)))
            assert company.leftovers() == []
    if is_merged(company):
        ends_well(company, "unmerge", GONE)
    assert company.stored().rows == {
        table: rows_after(company.acknowledged, table) for table in company.acknowledged[0].rows
    }


def ends_well(company: Company, verb: str, *words: str) -> float:
    """A call that must go well; the seconds that it takes."""
    began = time.perf_counter()
    process = company.start(verb, *words)
    said = process.communicate()
    assert process.returncode == 0, said[1].decode()
    assert is_merged(company) == (verb == "merge")
    return time.perf_counter() - began


def is_merged(company: Company) -> bool:
    """Whether the two are one client in the version in force; books, alias and marts must say the same."""
    number = company.workspace.number()
    assert number is not None
    assert company.workspace.fault(number) is None
    main = f"main_{number:06d}"
    with duckdb.connect() as con:
        company.workspace.attach(con, number)
        alias, mode, clients, deals, stored = (
            con.execute(
                f"""
            select
                exists (from {main}.stored.aliases where code = $gone and id = $stays),
                (select arg_max(mode, batch) from {main}.stored.batches),
                exists (from {main}.clients where client_id = $gone),
                exists (from {main}.deals where client_id = $gone),
                exists (from {main}.stored.deals where client_id = $gone)
            """,
                {"gone": GONE, "stays": STAYS},
            ).fetchone()
            or ()
        )
    assert stored
    assert alias == (mode == "merge") == (not clients) == (not deals), "half a merge is seen"
    return bool(alias)


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
