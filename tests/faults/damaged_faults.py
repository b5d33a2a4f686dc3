"""F7–F10, F19: damage in any byte of a version or its pointer is found, told, and an earlier whole version is in force
again after one ``undo``."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from analytics.runner import House
from analytics.scoring import scoring
from data.engine.duckdb import Engine
from data.errors import DamagedVersion
from data.store import DATABASES, Workspace
from tests.faults.company import ROOT

FLIPS = 40
Damage = Callable[[Path], None]


def flipped(place: int, bit: int, *, keep_time: bool) -> Damage:
    """One bit turned; a failing disk leaves the time of change alone, a program doesn't."""

    def damage(file: Path) -> None:
        before = file.stat()
        with file.open("r+b") as content:
            content.seek(place)
            byte = content.read(1)[0]
            content.seek(place)
            content.write(bytes([byte ^ 1 << bit]))
        if keep_time:
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    return damage


def read_through(workspace: Workspace) -> list[str]:
    """Every table of the version in force, read by the program's own engine; hashes of their rows."""
    number = workspace.number()
    assert number is not None
    engine = Engine(workspace)
    try:
        with engine._opened(True, number) as con:
            names = con.execute(
                "select database_name, schema_name, table_name from duckdb_tables() "
                "where database_name <> 'memory' order by all"
            ).fetchall()
            sources = (".".join(f'"{part}"' for part in name) for name in names)
            return [str(con.execute(f"select bit_xor(hash(r)) from {name} as r").fetchone()) for name in sources]
    finally:
        engine.close()


@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize("keep_time", [True, False], ids=["by the disk", "by a program"])
def test_a_flipped_bit_anywhere(three, tell, database, keep_time):
    workspace, draw = three.workspace, random.Random(f"{database}{keep_time}")
    file = workspace.folder(3) / database
    good, content = read_through(workspace), file.read_bytes()
    subject = f"one bit of {database} flipped {'by the disk' if keep_time else 'by a program'}"
    for _ in range(FLIPS):
        times = file.stat()
        flipped(draw.randrange(len(content)), draw.randrange(8), keep_time=keep_time)(file)
        assert workspace.fault(3), "the hash doesn't find it"
        with pytest.raises(DamagedVersion), duckdb.connect() as con, workspace.draft(con):
            pytest.fail("damage got into a new version")
        try:
            answers, came = read_through(workspace), "in bytes that no answer uses"
        except DamagedVersion as error:
            answers, came = good, "found on reading" if "go back to version 2" in str(error) else "not told"
        assert answers == good, "a wrong answer"
        assert came != "not told"
        tell(subject, flips=1, wrong_answers=0, found_by_doctor_and_before_copying=1, **{came.replace(" ", "_"): 1})
        file.write_bytes(content)
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert read_through(workspace) == good


def halve(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def empty(file: Path) -> None:
    os.truncate(file, 0)


def longer(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\0" * 4096)


def garbage_log(file: Path) -> None:
    file.with_name(file.name + ".wal").write_bytes(b"garbage" * 100)


def fitting_log(file: Path) -> None:
    """What another program leaves that has opened the database, deleted rows and been killed."""
    program = (
        'import duckdb, os, sys; con = duckdb.connect(sys.argv[1]); table = con.execute("select table_name from '
        "duckdb_tables() where schema_name = 'stored' and estimated_size > 0 limit 1\").fetchone()[0]; "
        "con.execute(f'delete from stored.{table}'); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", program, str(file)], check=True, cwd=ROOT)
    assert file.with_name(file.name + ".wal").exists()


def log_of(file: Path) -> Path:
    fitting_log(file)
    return file.with_name(file.name + ".wal")


def cut_log(file: Path) -> None:
    log = log_of(file)
    os.truncate(log, log.stat().st_size // 2)


def flipped_log(file: Path) -> None:
    log = log_of(file)
    flipped(log.stat().st_size // 2, 3, keep_time=False)(log)


def other_version(file: Path) -> None:
    file.write_bytes((min(file.parents[1].glob("[0-9]*")) / file.name).read_bytes())


DAMAGES = (halve, empty, longer, Path.unlink, garbage_log, fitting_log, cut_log, flipped_log, other_version)


@pytest.mark.parametrize("database", DATABASES)
def test_a_damaged_file_is_told_and_undo_goes_back(three, tell, database):
    for damage in DAMAGES:
        if len(three.acknowledged) < 2:
            three.take()
        workspace = three.workspace
        number = workspace.number()
        damage(workspace.folder(number) / database)
        before = workspace.versions()[-2]
        for words in (("run", "overview"), ("import", *three.batch().paths), ("doctor",)):
            status, said = three.ask(*words)
            assert status == 3
            assert f"go back to version {before}" in said
        status, said = three.ask("undo")
        assert json.loads(said) == {"version": before}
        three.acknowledged.pop()
        found = three.stored()
        assert found.holds(three.acknowledged)
        assert not found.faults
        assert f"damaged-{number:06d}" in {path.name for path in workspace.set_aside()}
        tell(f"{database} damaged as a whole", kinds=1, told=1, refused_to_an_import=1, put_right_by_undo=1)


POINTERS = (
    b"garbage",
    bytes(range(128, 176)),
    b"\0" * 20,
    b"000077 0123456789abcdef\n",
    b"1\n",
    "²\n".encode(),
    b"1" * 100_000,
)


@pytest.fixture
def foreign(three, tmp_path) -> bytes:
    """The pointer of another workspace with as many versions."""
    other = three.copy(tmp_path / "other")
    other.workspace.undo()
    other.take()
    return other.workspace.pointer.read_bytes().replace(b"4 ", b"3 ")


def test_a_pointer_that_is_no_good_is_told_and_undo_goes_back(three, tell, foreign):
    pointer = three.workspace.pointer
    good = pointer.read_bytes()
    flips = [
        good[: bit // 8] + bytes([good[bit // 8] ^ 1 << bit % 8]) + good[bit // 8 + 1 :] for bit in range(8 * len(good))
    ]
    cut = [good[:length] for length in range(len(good))]
    for content in [*POINTERS, foreign, *flips, *cut, None]:
        if content is None:
            pointer.unlink()
        else:
            pointer.write_bytes(content)
        with pytest.raises(DamagedVersion, match="go back to version 3"):
            three.workspace.number()
        with pytest.raises(DamagedVersion), duckdb.connect() as con, three.workspace.draft(con):
            pytest.fail("an import went on without knowing what is in force")
        assert three.workspace.undo() == 3
        assert pointer.read_bytes() == good
        tell("the pointer torn, lost, foreign, or with a bit flipped", kinds=1, told=1, put_right_by_undo=1)
    assert three.stored().holds(three.acknowledged)


def test_a_seal_with_a_flipped_bit_is_told_and_undo_goes_back(three, tell, tmp_path):
    draw = random.Random(7)
    for number in range(12):
        company = three.copy(tmp_path / f"copy_{number}")
        seal = company.workspace.folder(3) / "seal.json"
        flipped(draw.randrange(seal.stat().st_size), draw.randrange(8), keep_time=number % 2 == 0)(seal)
        with pytest.raises(DamagedVersion, match=r"go back to version [23]"):
            company.workspace.number()
        back = company.workspace.undo()
        assert back in (2, 3)
        found = company.stored()
        assert found.holds(company.acknowledged[:back])
        assert not found.faults
        tell("one bit of the seal flipped", flips=1, told=1, put_right_by_undo=1)


def test_damaged_scores_are_never_shown_and_made_again(three, tell):
    draw, workspace = random.Random(8), three.workspace
    files = sorted(file for file in (workspace.folder(3) / "scores").rglob("*") if file.is_file())
    good = scores(workspace)
    for number in range(20):
        file = files[number % len(files)]
        content = file.read_bytes()
        if number % 4 == 3:
            os.truncate(file, len(content) // 2)
        else:
            flipped(draw.randrange(len(content)), draw.randrange(8), keep_time=number % 2 == 0)(file)
        assert scores(workspace) == good
        assert file.read_bytes() == content
        tell("scores with a flipped bit or cut", files=1, wrong_answers=0, made_again=1)


def scores(workspace: Workspace) -> list[str]:
    """All that the scoring analyses found for the version in force, in words that compare."""
    house = House(workspace.path)
    scope = house.scope()
    found = [house.scores(stem, scope) for stem in scoring()]
    house.engine.close()
    return [f"{one.facts} " + " ".join(table.to_csv() for table in one.tables.values()) for one in found]
