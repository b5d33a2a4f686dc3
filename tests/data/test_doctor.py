import sqlite3

import duckdb
import pytest

from data import log
from data.doctor import examine
from data.store import Workspace


@pytest.fixture
def workspace(tmp_path):
    """Two versions, each with a batch more than the one before."""
    made = Workspace(tmp_path / "workspace")
    for batch in (1, 2):
        with duckdb.connect() as con, made.draft(con) as draft:
            con.execute("insert into draft.stored.clients (client_id, name, batch) values ($id, 'AS Näidis', $batch)",
                        {"id": f"K{batch}", "batch": batch})  # fmt: skip
            draft.build_marts()
    return made


def states(health):
    return {(finding.check, finding.state) for finding in health.findings}


def found(health, check):
    return next(finding for finding in health.findings if finding.check == check and finding.state != "good")


def test_a_whole_workspace_is_good(workspace):
    health = examine(workspace)
    assert health.is_usable
    assert (health.version, health.versions) == (2, (1, 2))
    assert {state for _, state in states(health)} == {"good"}
    assert [finding.message for finding in health.findings if finding.check == "version"][1].startswith(
        "Version 2 is whole"
    )


def test_an_empty_folder_is_good(tmp_path):
    health = examine(Workspace(tmp_path / "none"))
    assert health.is_usable
    assert health.version is None
    assert not (tmp_path / "none").exists()


def test_a_flipped_bit_in_the_current_version_is_bad_and_says_the_way_back(workspace):
    file = workspace.folder(2) / "main.duckdb"
    content = bytearray(file.read_bytes())
    for place in range(len(content) // 3, len(content), 4096):
        content[place] ^= 0xFF
    file.write_bytes(content)
    health = examine(workspace)
    assert not health.is_usable
    assert "undo --workspace" in found(health, "version").remedy
    assert ("version", "good") in states(health)


def test_a_torn_older_version_is_only_doubtful(workspace):
    (workspace.folder(1) / "pay.duckdb").write_bytes(b"half")
    health = examine(workspace)
    assert health.is_usable
    assert found(health, "version").state == "doubtful"


def test_a_torn_pointer_is_bad(workspace):
    workspace.pointer.write_text("42\n")
    health = examine(workspace)
    assert not health.is_usable
    assert "undo" in found(health, "pointer").remedy


def test_a_version_of_a_newer_program_is_told(workspace):
    with duckdb.connect() as con, workspace.draft(con):
        con.execute("update draft.stored.settings set value = '99' where name = 'schema_version'")
    assert "Update the program" in found(examine(workspace), "version").message


def test_leftovers_are_named_unless_an_import_is_at_work(workspace):
    (workspace.path / "versions" / "making-000003").mkdir()
    assert "making-000003" in found(examine(workspace), "leftovers").message
    with workspace.writing():
        assert ("leftovers", "good") in states(examine(workspace))


def test_what_people_entered_is_checked(workspace):
    with sqlite3.connect(workspace.path / "state.sqlite") as con:
        con.execute("create table mappings (headings text)")
    con.close()
    assert ("entered", "good") in states(examine(workspace))
    (workspace.path / "state.sqlite").write_bytes(b"not a database, not at all" * 100)
    assert found(examine(workspace), "entered").state == "bad"


def test_incidents_are_counted(workspace):
    log.configure(workspace.path)
    number = log.incident(KeyError("x"))
    assert number in found(examine(workspace), "log").message


def test_a_full_disk_is_doubtful(workspace, monkeypatch):
    monkeypatch.setattr("data.doctor._SPARE_BYTES", 10**18)
    health = examine(workspace)
    assert found(health, "disk").remedy
    assert health.is_usable
