"""A workspace's versions: nothing acknowledged is lost, nothing unfinished is seen."""

import os
import shutil
import subprocess
import sys
import textwrap

import duckdb
import pytest

from data.doctor import examine
from data.errors import DamagedVersion, DiskFull, UsageError, WorkspaceBusy, WorkspaceError
from data.state import State
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


def test_a_database_that_another_program_writes_to_is_not_called_damaged(workspace):
    program = "import sys, duckdb; con = duckdb.connect(sys.argv[1]); print(1, flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", program, str(workspace.folder(1) / "main.duckdb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        with pytest.raises(WorkspaceBusy, match=rf"PID {holder.pid}\).*main\.duckdb"), duckdb.connect() as con:
            workspace.attach(con, 1)
    assert clients(workspace) == ["C1"]


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


def killed_in(workspace: Workspace, step: str, work: str) -> None:
    """A child that does ``work`` and is killed as it begins the step ``step`` of the pointer or the versions."""
    script = textwrap.dedent(
        f"""
        import os, signal, sys, duckdb
        from data import pointer, versions
        from data.store import DRAFT, Workspace

        def end(*_):
            os.kill(os.getpid(), signal.SIGKILL)

        {step} = end
        space = Workspace(sys.argv[1])
        """
    )
    done = subprocess.run([sys.executable, "-c", script + textwrap.dedent(work), str(workspace.path)], check=False)
    assert done.returncode == -9


ADDS = """
with duckdb.connect() as con, space.draft(con) as draft:
    con.execute(f"insert into {DRAFT}.stored.clients (client_id, name) values ('lost', 'lost')")
    draft.build_marts()
"""


def test_a_version_that_was_never_in_force_is_never_seen_not_even_by_undo(workspace):
    killed_in(workspace, "pointer.Pointer.write", ADDS)
    assert workspace.folder(2).exists()
    assert workspace.versions() == [1]
    assert clients(workspace) == ["C1"]
    add_client(workspace, "C2")
    assert clients(workspace) == ["C1", "C2"]
    assert not workspace.folder(2).exists()
    assert workspace.undo() == 1


def test_a_first_version_that_was_never_in_force_leaves_an_empty_workspace(tmp_path):
    workspace = Workspace(tmp_path / "new")
    killed_in(workspace, "pointer.Pointer.write", ADDS)
    assert workspace.number() is None
    add_client(workspace, "C1")
    assert clients(workspace) == ["C1"]


def test_a_batch_is_whole_where_the_writer_died_after_the_pointer(workspace):
    killed_in(workspace, "versions.Versions.forget", ADDS)
    assert clients(workspace) == ["C1", "lost"]
    add_client(workspace, "C2")
    assert clients(workspace) == ["C1", "C2", "lost"]


@pytest.mark.parametrize("step", ["pointer.Pointer.write", "versions.Versions.remove"])
def test_an_undo_that_is_broken_off_is_done_or_not(workspace, step):
    add_client(workspace, "C2")
    killed_in(workspace, step, "space.undo()")
    is_done = step == "versions.Versions.remove"
    assert clients(workspace) == (["C1"] if is_done else ["C1", "C2"])
    assert add_client(workspace, "C3") == 3
    assert clients(workspace) == (["C1", "C3"] if is_done else ["C1", "C2", "C3"])
    assert workspace.undo() == (1 if is_done else 2)


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


def test_a_workspace_that_was_copied_elsewhere_is_the_same(workspace, tmp_path):
    shutil.copytree(workspace.path, tmp_path / "copy", copy_function=shutil.copyfile)
    assert clients(Workspace(tmp_path / "copy")) == ["C1"]


def test_a_version_kept_for_good_stays_but_is_no_step_of_an_undo(workspace):
    workspace.keep(1)
    for number in range(11):
        add_client(workspace, f"X{number}")
    assert workspace.versions() == [1, *range(3, 13)]
    for _ in range(9):
        workspace.undo()
    with pytest.raises(UsageError, match="nine imports"):
        workspace.undo()
    assert workspace.number() == 3


@pytest.mark.parametrize("name", ["it's", "a b", "ümlaut €", "a[1]", "x*", "50%41 $x#y", "-x", "semi;colon", 'qu"ote'])
def test_a_workspace_may_have_any_name(tmp_path, name):
    workspace = Workspace(tmp_path / name)
    add_client(workspace, "C1")
    add_client(workspace, "C2")
    assert clients(workspace) == ["C1", "C2"]
    State(workspace.path).remember_mapping("h", "m")
    assert examine(workspace).is_usable
    assert workspace.undo() == 1


def test_a_name_that_the_database_cannot_take_is_told(tmp_path):
    with pytest.raises(WorkspaceError, match="question mark"):
        add_client(Workspace(tmp_path / "what?"), "C1")


def test_a_workspace_behind_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    add_client(Workspace(tmp_path / "link"), "C1")
    assert clients(Workspace(tmp_path / "real")) == ["C1"]


def test_the_disk_must_have_room_for_what_is_added_too(workspace):
    with pytest.raises(DiskFull), duckdb.connect() as con, workspace.draft(con, adding=10**15):
        pytest.fail("no room")
    assert clients(workspace) == ["C1"]


def test_a_workspace_that_is_a_file_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(WorkspaceError, match="is a folder"):
        Workspace(tmp_path / "file").number()


@pytest.mark.skipif(os.name == "nt", reason="rights are POSIX")
def test_a_folder_closed_to_writing_is_told(workspace):
    """As another person where the tests run as the administrator, whom no right stops."""
    workspace.path.chmod(0o555)
    script = (
        "import os, sys; from data.store import Workspace\n"
        "place = os.open(sys.argv[1], os.O_RDONLY); os.fchdir(place)\n"
        "os.getuid() or os.setuid(65534)\n"
        "space = Workspace.__new__(Workspace); Workspace.__init__(space, '.')\n"
        "import pathlib; space.path = pathlib.Path('.')\n"
        "with space.writing(): pass"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(workspace.path)], capture_output=True, text=True, check=False
    )
    workspace.path.chmod(0o755)
    assert "can't be written to" in done.stderr
