"""The form of a version: one that an earlier program wrote is read, and brought up to date by the next import."""

from pathlib import Path

import duckdb
import pytest

from data import doctor, schema, sealing
from data.errors import DamagedVersion
from data.store import Workspace
from data.versions import DATABASES
from tests.importing import House

FORMS = Path(__file__).parent / "forms"


@pytest.fixture
def house(tmp_path):
    """A workspace whose only version has the first form."""
    house = House(tmp_path)
    folder = house.workspace.folder(1)
    folder.mkdir(parents=True)
    for room in ("main", "pay"):
        with duckdb.connect(folder / f"{room}.duckdb") as con:
            con.execute((FORMS / f"form_1_{room}.sql").read_text(encoding="utf-8"))
    house.workspace.pointer.write_text("1\n", encoding="utf-8")
    return house


def tables(workspace: Workspace, number: int) -> dict[str, list[tuple[str, str, str]]]:
    """Every stored column of a version, by room."""
    with duckdb.connect() as con:
        workspace.attach(con, number)
        listed = (
            "select schema_name, table_name, column_name || ' ' || data_type from duckdb_columns() "
            "where database_name = $name and schema_name in ('stored', 'removed') order by all"
        )
        return {room: con.execute(listed, {"name": f"{room}_{number:06d}"}).fetchall() for room in ("main", "pay")}


def test_a_check_reads_the_first_form(house):
    report = house.take(clients="client_id,name\nC1,One\nC3,Three\n", store=False)
    assert (report.tables["clients"].unchanged, report.tables["clients"].added) == (1, 1)


def test_the_next_import_brings_it_to_todays_form(house, tmp_path):
    assert house.take(clients="client_id,name\nC1,One\nC3,Three\n", mark_removed=frozenset({"clients"})).batch == 2
    assert house.rows("select client_id from removed.clients") == [("C2",)]
    assert house.rows("select value from stored.settings where name = 'schema_version'") == [
        (str(schema.SCHEMA_VERSION),)
    ]
    fresh = House(tmp_path / "fresh")
    fresh.folder.mkdir()
    fresh.take(clients="client_id,name\nC1,One\n")
    assert tables(house.workspace, 2) == tables(fresh.workspace, 1)
    house.workspace.undo()
    assert house.rows("select count(*) from stored.clients") == [(2,)]


def test_a_form_that_a_later_program_wrote_is_left_alone(house):
    house.take(clients="client_id,name\nC3,Three\n")
    with duckdb.connect(house.workspace.folder(2) / "main.duckdb") as con:
        con.execute("update stored.settings set value = '99' where name = 'schema_version'")
    sealing.write(house.workspace.folder(2), 2, 1, DATABASES)
    house.workspace.pointer.write_text(f"2 {sealing.mark(house.workspace.folder(2))}\n", encoding="utf-8")
    with pytest.raises(DamagedVersion, match="forms up to"):
        house.take(clients="client_id,name\nC4,Four\n")
    told = [finding.message for finding in doctor.examine(house.workspace).findings if finding.state == "bad"]
    assert "forms up to" in told[0]
