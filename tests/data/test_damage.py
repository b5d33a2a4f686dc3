"""What a failing disk or another program does to a workspace is told, and never gets into a new version."""

import os
import subprocess
import sys

import duckdb
import pytest

from data import disk
from data.errors import DamagedVersion, WorkspaceBusy
from data.store import Workspace
from tests.building import make_workspace
from tests.data.growing import add_client, clients


@pytest.fixture
def workspace(tmp_path):
    return make_workspace(tmp_path / "space", {"clients": [{"client_id": "C1", "name": "One"}]})


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


def test_a_database_that_another_program_writes_to_is_not_called_damaged(workspace):
    program = "import sys, duckdb; con = duckdb.connect(sys.argv[1]); print(1, flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", program, str(workspace.folder(1) / "main.duckdb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        with pytest.raises(WorkspaceBusy, match=rf"PID {holder.pid}\).*main\.duckdb"), duckdb.connect() as con:
            workspace.attach(con, 1)
    assert clients(workspace) == ["C1"]


def test_a_lost_pointer_is_told_and_nothing_is_imported_over_what_there_was(workspace):
    workspace.pointer.unlink()
    with pytest.raises(DamagedVersion, match=r"missing.*go back to version 1"):
        workspace.number()
    with pytest.raises(DamagedVersion):
        add_client(workspace, "C2")
    assert workspace.undo() == 1
    assert clients(workspace) == ["C1"]


def flip(workspace: Workspace, number: int) -> None:
    """One bit turned as a failing disk turns it: the time of change stays."""
    file = workspace.folder(number) / "pay.duckdb"
    before, content = file.stat(), bytearray(file.read_bytes())
    content[len(content) // 2] ^= 4
    file.write_bytes(content)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_a_look_finds_who_wrote_to_a_version_and_hashes_it_once_for_each_time(workspace, monkeypatch):
    add_client(workspace, "C2")
    file = workspace.folder(2) / "main.duckdb"
    hashed = []
    monkeypatch.setattr("data.disk.sha256", lambda path, real=disk.sha256: hashed.append(path) or real(path))
    workspace.check(2)
    assert hashed == []
    os.utime(file)
    workspace.check(2)
    workspace.check(2)
    assert hashed == [file]
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 4
    file.write_bytes(content)
    with pytest.raises(DamagedVersion, match="go back to version 1"):
        workspace.check(2)


def test_damage_never_gets_into_a_new_version(workspace):
    flip(workspace, 1)
    with pytest.raises(DamagedVersion, match="SHA-256"):
        add_client(workspace, "C2")
    assert workspace.versions() == [1]
    assert workspace.leftovers() == []


def test_undo_passes_over_damaged_versions_and_sets_them_aside(workspace):
    add_client(workspace, "C2")
    add_client(workspace, "C3")
    flip(workspace, 2)
    with pytest.raises(DamagedVersion, match=r"Version 2.*Nothing was changed"):
        workspace.undo()
    assert clients(workspace) == ["C1", "C2", "C3"]
    flip(workspace, 3)
    assert workspace.undo() == 1
    assert [path.name for path in workspace.set_aside()] == ["damaged-000002", "damaged-000003"]
    assert add_client(workspace, "C4") == 4


def test_a_log_of_another_program_beside_a_database_is_never_applied(workspace):
    script = "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]); c.execute('delete from clients'); os._exit(0)"
    file = workspace.folder(1) / "main.duckdb"
    subprocess.run([sys.executable, "-c", script, str(file)], check=True)
    with pytest.raises(DamagedVersion, match=r"remove main\.duckdb\.wal"):
        clients(workspace)
    file.with_name("main.duckdb.wal").unlink()
    assert clients(workspace) == ["C1"]
