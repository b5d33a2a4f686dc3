"""What people enter: kept at once and for good, by several processes, untouched by imports and undos."""

import subprocess
import sys
from datetime import datetime

import pytest

from data.errors import WorkspaceError
from data.state import State, document_key
from tests.importing import CLIENTS, DEALS, House

REMEMBER = (
    "import sys; from pathlib import Path; from data.state import State\n"
    "for number in range(15): State(Path(sys.argv[1])).remember_mapping(sys.argv[2] + str(number), 'm')"
)


def test_several_processes_remember_at_once(tmp_path):
    processes = [subprocess.Popen([sys.executable, "-c", REMEMBER, str(tmp_path), name]) for name in "abcd"]
    assert [process.wait() for process in processes] == [0] * 4
    state = State(tmp_path)
    assert all(state.mapping(f"{name}{number}") == "m" for name in "abcd" for number in range(15))


def test_an_import_and_an_undo_leave_it_alone(tmp_path):
    house = House(tmp_path)
    state = State(house.workspace.path)
    state.remember_mapping("headings", "what people confirmed")
    house.take(clients=CLIENTS, deals=DEALS)
    house.take(clients=CLIENTS + "C3,Three\n")
    house.workspace.undo()
    assert state.mapping("headings") == "what people confirmed"


def test_a_damaged_file_is_told(tmp_path):
    state = State(tmp_path)
    state.path.write_bytes(b"not a database, not at all" * 100)
    with pytest.raises(WorkspaceError, match=r"state\.sqlite.*backup"):
        state.mapping("headings")


def test_a_batch_is_stored_where_its_mapping_cannot_be_kept(tmp_path):
    house = House(tmp_path)
    house.take(clients=CLIENTS)
    house.workspace.path.joinpath("state.sqlite").mkdir()
    report = house.take(
        mapping='[people.clients.columns]\nNumber = "client_id"\nWho = "name"\n', people="Number,Who\nC9,Nine\n"
    )
    assert report.stored
    assert report.batch == 2
    assert "mapping-not-kept" in {warning.code for warning in report.warnings}


def test_who_has_read_which_text_is_kept_with_the_first_time(tmp_path):
    state, first = State(tmp_path), datetime(2026, 11, 3, 9, 30)
    assert state.acknowledged("scheme") == {}
    state.acknowledge("scheme", "name = 1", "M1", first)
    state.acknowledge("scheme", "name = 1", "M1", datetime(2026, 12, 1))
    state.acknowledge("job", "name = 1", "M2", first)
    assert state.acknowledged("scheme") == {(document_key("name = 1"), "M1"): first}
    assert document_key("name = 2") != document_key("name = 1")
