"""A workspace's versions: nothing acknowledged is lost, nothing unfinished is seen."""

import os
import shutil
import subprocess
import sys
import textwrap

import duckdb
import pytest

from data.doctor import examine
from data.errors import DiskFull, UsageError, WorkspaceBusy, WorkspaceError
from data.state import State
from data.store import DRAFT, Workspace
from tests.building import make_workspace
from tests.data.growing import add_client, clients


@pytest.fixture
def workspace(tmp_path):
    return make_workspace(tmp_path / "space", {"clients": [{"client_id": "C1", "name": "One"}]})


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
