"""F11, F12: a limit on the size of files, a full disk: told, nothing stored, what was there stays readable."""

import json
import resource
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from data.engine.duckdb import Engine
from data.errors import WorkspaceError
from data.scope import LOCAL, Scope
from tests.faults.company import Company

MEGABYTE = 1024 * 1024


def limited(company: Company, size: int) -> subprocess.CompletedProcess[bytes]:
    """An import that can't write files beyond ``size`` bytes."""
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))  # noqa: E731
    return company.call("import", *company.batch().paths, preexec_fn=limit)


def test_a_limit_on_the_size_of_files(three, tell):
    company = three
    largest = max(file.stat().st_size for file in company.workspace.folder(3).glob("*.duckdb"))
    for share in (0.001, 0.1, 0.5, 0.9, 0.99):
        done = limited(company, int(share * largest))
        told = done.stderr.decode()
        assert done.returncode == 3, told
        assert "no room" in told
        assert "nothing was stored" in told
        found = company.stored()
        assert found.holds(company.acknowledged)
        assert not found.faults
        assert company.leftovers() == []
        tell("a limit on the size of files", imports=1, told_with_exit_3=1, lost=0, torn=0)
    company.take()
    assert company.stored().holds(company.acknowledged)


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A disk of its own; mounting needs the rights of an administrator, without which this test can't be run."""
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path, left: int) -> None:
    """Takes all but ``left`` bytes of a disk, whoever else writes to it meanwhile."""
    with (place / "filler").open("wb") as file, suppress(OSError):
        while (more := min(shutil.disk_usage(place).free - left, MEGABYTE)) > 0:
            file.write(bytes(more))
            file.flush()


def test_a_full_disk(small_disk, three, tell):
    company = three.copy(small_disk)
    for left in (0, 4096, MEGABYTE, 60 * MEGABYTE):
        batch = company.batch()
        fill(small_disk, left)
        process = company.start("import", *batch.paths)
        said = process.communicate()
        assert process.returncode == 3, said[1].decode()
        assert b"no room" in said[1]
        found = company.stored()
        assert found.holds(company.acknowledged)
        assert not found.faults
        assert json.loads(company.ask("run", "overview")[1])["as_of"]
        (small_disk / "filler").unlink()
        assert company.leftovers() == []
        tell("a full disk", imports=1, told_with_exit_3=1, lost=0, torn=0)
    company.take()
    assert company.stored().holds(company.acknowledged)


def test_a_disk_that_fills_up_during_the_import(small_disk, three, tell):
    """The look at the disk before the copy finds room; another program takes it while the import is at work."""
    company = three.copy(small_disk)
    for left in (0, 200_000, MEGABYTE, 2 * MEGABYTE, 4 * MEGABYTE):
        batch = company.batch()
        process = company.start("import", *batch.paths)
        versions = company.workspace.path / "versions"
        while process.poll() is None and not [*versions.glob("making-*")]:
            time.sleep(0.001)
        fill(small_disk, left)
        said = process.communicate()
        (small_disk / "filler").unlink()
        if process.returncode == 0:
            company.acknowledged.append(batch)
        else:
            assert process.returncode == 3, said[1].decode()
            assert b"no room" in said[1], said[1].decode()
        found = company.stored()
        assert found.holds(company.acknowledged)
        assert not found.faults
        assert company.leftovers() == []
        tell("a disk that fills up during the import", imports=1, told_with_exit_3=int(process.returncode == 3),
             acknowledged=int(process.returncode == 0), lost=0, torn=0)  # fmt: skip
    company.take()
    assert company.stored().holds(company.acknowledged)


def test_a_reader_whose_database_has_failed_opens_it_anew(small_disk, three, tell):
    """A database attached to the reader's own connection runs into the full disk and fails for good."""
    engine = Engine(three.workspace)
    scope = Scope(LOCAL, 3, date(2026, 6, 30))
    before = engine.frame("select count(*) as n from deals", scope)["n"][0]
    fill(small_disk, 8 * MEGABYTE)
    with pytest.raises(WorkspaceError, match="Nothing stored was lost"):
        fail(engine, scope, small_disk / "other.duckdb")
    assert engine._hubs == {}
    assert engine.frame("select count(*) as n from deals", scope)["n"][0] == before
    engine.close()
    tell("a reader whose database failed", failed=1, opened_anew=1, lost=0)


def fail(engine: Engine, scope: Scope, file: Path) -> None:
    """Writes to a database on the full disk, over the reader's own connection, until it fails."""
    with engine.cursor(scope) as con:
        con.execute(f"attach '{file}' as other")
        con.execute("create table other.t (a integer, b varchar)")
        for number in range(10_000):
            con.execute("insert into other.t select range, md5((range + ?)::varchar) from range(3000)", [number])
