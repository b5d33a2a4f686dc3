"""The engine's connections: a damaged version is told, a forgotten one let go, a failure isn't for good."""

import os
from datetime import date

import duckdb
import pytest

from data.engine.duckdb import Engine
from data.errors import DamagedVersion, WorkspaceError
from data.scope import LOCAL, Scope
from data.store import DRAFT, KEPT_VERSIONS
from tests.building import make_workspace

COUNT = "select count(*) as n from clients"


@pytest.fixture
def workspace(tmp_path):
    made = make_workspace(tmp_path / "space", {"clients": [{"client_id": "C1", "name": "One"}]})
    add(made)
    return made


def add(workspace):
    with duckdb.connect() as con, workspace.draft(con) as draft:
        key = f"X{draft.number}"
        con.execute(f"insert into {DRAFT}.stored.clients (client_id, name) values ($key, $key)", {"key": key})
        draft.build_marts()


def count(engine, version):
    return engine.frame(COUNT, Scope(LOCAL, version, date(2026, 6, 30)))["n"][0]


def test_damage_that_the_disk_did_is_told_on_reading(workspace):
    file = workspace.folder(2) / "main.duckdb"
    before, content = file.stat(), bytearray(file.read_bytes())
    for place in range(20_000, len(content), 4096):
        content[place] ^= 0xFF
    file.write_bytes(content)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    engine = Engine(workspace)
    with pytest.raises(DamagedVersion, match="go back to version 1"):
        count(engine, 2)
    assert workspace.undo() == 1
    assert count(engine, 1) == 1
    engine.close()


def test_an_error_of_a_statement_is_its_own(workspace):
    engine = Engine(workspace)
    with pytest.raises(duckdb.BinderException):
        engine.frame("select nothing from clients", Scope(LOCAL, 2, date(2026, 6, 30)))
    assert count(engine, 2) == 2
    engine.close()


def test_versions_that_are_not_kept_are_let_go_and_the_latest_stay(workspace):
    engine = Engine(workspace)
    assert count(engine, 1) == 1
    for version in range(2, KEPT_VERSIONS + 5):
        assert count(engine, version) == version
        add(workspace)
    attached = engine._attached[True]
    assert attached[0] > 1
    assert len(attached) <= KEPT_VERSIONS + 3
    with pytest.raises(WorkspaceError, match="no longer kept"):
        count(engine, 1)
    engine.close()
