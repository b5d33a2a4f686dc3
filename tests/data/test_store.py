"""A workspace's versions: nothing acknowledged is lost, nothing unfinished is seen."""

import subprocess
import sys
import textwrap

import duckdb
import pytest

from data.errors import DamagedVersion, UsageError, WorkspaceBusy
from data.store import DRAFT, Workspace
from tests.building import make_workspace


@pytest.fixture
def workspace(tmp_path):
    return make_workspace(tmp_path / "space", {"clients": [{"client_id": "C1", "name": "One"}]})


def add_client(workspace: Workspace, key: str) -> int:
    with duckdb.connect() as con, workspace.draft(con) as draft:
        con.execute(f"insert into {DRAFT}.stored.clients (client_id, name) values ($key, $key)", {"key": key})
        draft.build_marts()
    return draft.number


def clients(workspace: Workspace) -> list[str]:
    number = workspace.number()
    with duckdb.connect() as con:
        workspace.attach(con, number)
        return [row[0] for row in con.execute(f"select client_id from main_{number:06d}.clients order by 1").fetchall()]


def test_a_new_workspace_has_no_version(tmp_path):
    assert Workspace(tmp_path / "none").number() is None


def test_a_finished_draft_is_in_force(workspace):
    assert add_client(workspace, "C2") == 2
    assert workspace.number() == 2
    assert clients(workspace) == ["C1", "C2"]


def test_an_error_leaves_the_last_version_and_no_leftovers(workspace):
    with duckdb.connect() as con:
        with pytest.raises(duckdb.ConversionException), workspace.draft(con):
            con.execute(f"delete from {DRAFT}.stored.clients; select cast('x' as integer)")
        with workspace.draft(con) as draft:
            draft.build_marts()
    assert clients(workspace) == ["C1"]
    assert [entry.name for entry in (workspace.path / "versions").iterdir() if "making" in entry.name] == []


def test_undo_goes_back_one_and_numbers_are_never_given_twice(workspace):
    add_client(workspace, "C2")
    assert workspace.undo() == 1
    assert clients(workspace) == ["C1"]
    assert add_client(workspace, "C3") == 3
    assert workspace.undo() == 1


def test_the_first_import_can_be_undone_too(workspace):
    assert workspace.undo() is None
    assert workspace.number() is None
    assert add_client(workspace, "C9") == 2
    assert clients(workspace) == ["C9"]


def test_nine_imports_can_be_undone_and_no_more(workspace):
    for number in range(11):
        add_client(workspace, f"X{number}")
    for _ in range(9):
        workspace.undo()
    with pytest.raises(UsageError, match="nine imports"):
        workspace.undo()
    assert workspace.number() == 3


def test_one_writer_at_a_time(workspace):
    with workspace.writing(), pytest.raises(WorkspaceBusy, match="Another import"), workspace.writing():
        pytest.fail("two writers")


def test_ten_versions_are_kept(workspace):
    for number in range(11):
        add_client(workspace, f"X{number}")
    assert workspace.versions() == list(range(3, 13))


@pytest.mark.parametrize("torn", ["", "7", "\x00\x00", "1x"])
def test_a_torn_pointer_is_told_and_undo_goes_back(workspace, torn):
    workspace.pointer.write_text(torn)
    with pytest.raises(DamagedVersion, match="go back to version 1"):
        workspace.number()
    assert workspace.undo() == 1
    assert clients(workspace) == ["C1"]


def test_a_damaged_version_is_told_with_the_way_back(workspace):
    add_client(workspace, "C2")
    (workspace.folder(2) / "main.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(DamagedVersion, match=r"undo .* to go back to version 1"), duckdb.connect() as con:
        workspace.attach(con, 2)


def test_a_killed_writer_leaves_the_last_version_and_no_lock(workspace):
    script = textwrap.dedent(
        """
        import os, signal, sys, duckdb
        from data.store import DRAFT, Workspace
        con = duckdb.connect()
        with Workspace(sys.argv[1]).draft(con):
            con.execute(f"delete from {DRAFT}.stored.clients")
            os.kill(os.getpid(), signal.SIGKILL)
        """
    )
    done = subprocess.run([sys.executable, "-c", script, str(workspace.path)], check=False)
    assert done.returncode == -9
    assert clients(workspace) == ["C1"]
    assert add_client(workspace, "C2") == 2
    assert not list((workspace.path / "versions").glob("making-*"))


def test_a_reader_keeps_its_version_while_another_is_made(workspace):
    with duckdb.connect() as con:
        workspace.attach(con, 1)
        add_client(workspace, "C2")
        assert con.execute("select count(*) from main_000001.clients").fetchone() == (1,)
    assert len(clients(workspace)) == 2
