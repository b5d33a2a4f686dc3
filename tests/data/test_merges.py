"""Two entries of one client made one: nothing stored changes, everything counts for the one that stays, and back."""

from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest

from data import books, merges
from data.engine.duckdb import Engine
from data.errors import NoWorkspace, UsageError
from data.scope import LOCAL, Scope
from data.store import DRAFT, Workspace
from tests.building import make_workspace
from tests.importing import House

MOMENT = datetime(2026, 7, 1, 9)
DAY = date(2026, 1, 5)
TABLES = {
    "managers": [{"manager_id": "M", "name": "Mari", "team": "East"}, {"manager_id": "N", "name": "Nils"}],
    "clients": [
        {"client_id": "A", "name": "Metsa OÜ", "manager_id": "M", "region": "North", "registered_on": date(2025, 5, 1)},
        {
            "client_id": "B",
            "name": "METSA",
            "manager_id": "N",
            "city": "Tartu",
            "registered_on": date(2024, 5, 1),
            "ended_on": date(2026, 3, 1),
            "ended_reason": "entered twice",
            "marketing": "refused",
            "attributes": {"portal": "yes"},
        },
        {"client_id": "C", "name": "Other", "referred_by": "B", "marketing": "consent"},
        {"client_id": "D", "name": "Metsa osaühing", "city": "Tallinn", "email": "d@metsa.example", "referred_by": "A"},
    ],
    "assignments": [
        {"client_id": "A", "from_on": DAY, "manager_id": "M"},
        {"client_id": "B", "from_on": DAY, "manager_id": "N"},
        {"client_id": "B", "from_on": date(2025, 1, 1), "manager_id": "N"},
        {"client_id": "D", "from_on": DAY, "manager_id": "N"},
    ],
    "deals": [
        {"deal_id": f"D{who}", "client_id": who, "opened_on": DAY, "closed_on": DAY, "stage": "won"}
        | {"amount": Decimal(10)}
        for who in "ABCD"
    ],
    "invoices": [
        {"invoice_id": f"I{who}", "client_id": who, "issued_on": DAY, "due_on": DAY, "amount": Decimal(12)}
        for who in "AB"
    ],
    "contacts": [{"contact_id": f"K{who}", "client_id": who, "at": datetime(2026, 1, 3)} for who in "AB"],
    "complaints": [{"complaint_id": "Q", "client_id": "B", "opened_on": DAY}],
    "feedback": [{"feedback_id": "F", "client_id": "B", "at": datetime(2026, 1, 3)}],
    "contracts": [{"contract_id": "T", "client_id": "B", "started_on": DAY}],
    "expenses": [{"expense_id": "E", "manager_id": "M", "spent_on": DAY, "amount": Decimal(3), "client_id": "B"}],
    "requests": [{"request_id": "R", "manager_id": "M", "unit": "Shop", "asked_on": DAY, "client_id": "B"}],
    "absences": [{"manager_id": "M", "from_on": DAY, "to_on": DAY, "client_id": who} for who in "AB"],
    "aliases": [{"entity": "client", "code": "L-1", "id": "B", "system": "accounts"}],
}  # fmt: skip
REFERRING = (
    "assignments",
    "deals",
    "invoices",
    "contacts",
    "complaints",
    "feedback",
    "contracts",
    "requests",
    "absences",
)
STORED = ("clients", *REFERRING, "expenses", "aliases")


@pytest.fixture
def workspace(tmp_path):
    return make_workspace(tmp_path / "space", TABLES)


def merge(workspace: Workspace, client: str, into: str) -> int:
    return merges.merge(workspace, client, into, "mari@example.com", MOMENT)


def part(workspace: Workspace, client: str) -> int:
    return merges.unmerge(workspace, client, "mari@example.com", MOMENT)


def rows(workspace: Workspace, query: str) -> list[tuple]:
    number = workspace.number()
    with duckdb.connect() as con:
        workspace.attach(con, number)
        con.execute(f"use main_{number:06d}")
        return con.execute(query).fetchall()


def everything(workspace: Workspace, schema: str) -> dict[str, list[tuple]]:
    return {name: rows(workspace, f"from {schema}{name} order by all") for name in STORED[:-1]}


def test_all_that_named_the_merged_client_counts_for_the_one_that_stays(workspace):
    merge(workspace, "B", "A")
    assert rows(workspace, "select client_id from clients order by 1") == [("A",), ("C",), ("D",)]
    for table in (*REFERRING, "expenses"):
        assert rows(workspace, f"select count(*) from {table} where client_id = 'B'") == [(0,)], table
    assert rows(workspace, "select distinct client_id, owner_id, region from deals where deal_id in ('DA', 'DB')") == [
        ("A", "M", "North")
    ]
    assert rows(workspace, "select count(*) from actuals where client_id = 'A' and metric = 'deals'") == [(2,)]
    assert rows(workspace, "select referred_by from clients where client_id = 'C'") == [("A",)]


def test_keys_stay_single_and_one_entrys_assignments_hold(workspace):
    merge(workspace, "B", "A")
    assert rows(workspace, "select from_on, manager_id from assignments where client_id = 'A'") == [(DAY, "M")]
    assert rows(workspace, "select count(*) from absences") == [(1,)]


def test_what_the_staying_client_lacks_is_filled_and_what_is_its_own_stays(workspace):
    merge(workspace, "B", "A")
    merge(workspace, "D", "A")
    found = rows(
        workspace,
        "select name, manager_id, city, email, registered_on, ended_on, ended_reason, marketing, referred_by "
        "from clients where client_id = 'A'",
    )
    assert found == [
        ("Metsa OÜ", "M", "Tartu", "d@metsa.example", date(2024, 5, 1), None, None, "refused", None)
    ]  # fmt: skip


def test_attributes_of_the_merged_client_are_kept(workspace):
    merge(workspace, "B", "A")
    assert rows(workspace, "select client_id, value from client_attributes") == [("A", "yes")]


def test_nothing_stored_is_changed_and_parting_gives_everything_back(workspace):
    before = everything(workspace, "stored."), everything(workspace, "")
    merge(workspace, "B", "A")
    assert everything(workspace, "stored.") == before[0]
    assert everything(workspace, "") != before[1]
    part(workspace, "B")
    assert (everything(workspace, "stored."), everything(workspace, "")) == before


def test_a_merge_is_a_batch_and_undone_like_any_other(workspace):
    before = everything(workspace, "")
    number = merge(workspace, "B", "A")
    assert rows(workspace, "select * from stored.batches order by batch desc limit 1") == [
        (number, MOMENT, "mari@example.com", "merge")
    ]
    assert rows(workspace, f"select file, table_name, added from stored.batch_files where batch = {number}") == [
        ("B → A", "aliases", 1)
    ]
    workspace.undo()
    assert everything(workspace, "") == before


def test_chains_lead_to_the_last_and_part_link_by_link(workspace):
    merge(workspace, "B", "A")
    merge(workspace, "A", "D")
    assert rows(workspace, "select client_id from clients order by 1") == [("C",), ("D",)]
    assert rows(workspace, "select distinct client_id from deals order by 1") == [("C",), ("D",)]
    part(workspace, "A")
    assert rows(workspace, "select deal_id, client_id from deals order by 1") == [
        ("DA", "A"), ("DB", "A"), ("DC", "C"), ("DD", "D"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("client", "into", "says"),
    [
        ("A", "A", "into itself"),
        ("X", "A", "no client X"),
        ("A", "X", "no client X"),
        ("B", "C", "merged into A already"),
        ("A", "B", "Name A in its place"),
        ("L-1", "A", "no client L-1"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(workspace, client, into, says):
    number = merge(workspace, "B", "A")
    with pytest.raises(UsageError, match=says):
        merge(workspace, client, into)
    assert workspace.number() == number


def test_only_a_merged_client_can_be_parted(workspace):
    with pytest.raises(UsageError, match="isn't merged"):
        part(workspace, "B")


def test_there_is_nothing_to_merge_in_an_empty_workspace(tmp_path):
    with pytest.raises(NoWorkspace):
        merge(Workspace(tmp_path / "none"), "A", "B")


def test_a_ring_of_merges_from_a_file_merges_nobody(workspace):
    with duckdb.connect() as con, workspace.draft(con) as draft:
        con.execute(
            "insert into draft.stored.aliases (entity, code, id, system) values "
            "('client', 'A', 'B', 'merged'), ('client', 'B', 'A', 'merged'), ('client', 'C', 'gone', 'merged')"
        )
        draft.build_marts()
    assert rows(workspace, "select client_id from clients order by 1") == [("A",), ("B",), ("C",), ("D",)]


def test_other_systems_numbers_lead_to_the_one_that_stays(workspace):
    merge(workspace, "B", "A")
    found = rows(
        workspace, "select client_id, code, system, is_merge, merged_name, noted_by from client_codes order by 2"
    )
    assert found == [
        ("A", "B", "merged", True, "METSA", "mari@example.com"),
        ("A", "L-1", "accounts", False, None, "test"),
    ]  # fmt: skip


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path)
    made.take(
        clients="client_id,name\nC1,One\nC2,One again\n",
        deals="deal_id,client_id,opened_on,stage,closed_on,amount\nD1,C2,2026-01-05,won,2026-02-01,100.00\n",
        aliases="entity,code,id,system\nclient,X9,C1,books\n",
    )
    merges.merge(made.workspace, "C2", "C1", "x", MOMENT)
    return made


def test_a_later_import_may_go_on_naming_the_old_id(house):
    report = house.take(
        clients="client_id,name,city\nC2,One again,Tartu\n",
        deals="deal_id,client_id,opened_on,stage,closed_on,amount\nD2,C2,2026-01-05,won,2026-02-01,50.00\n",
    )
    assert report.stored
    assert not report.rejects
    assert house.rows("select client_id, city from clients") == [("C1", "Tartu")]
    assert house.rows("select client_id, sum(amount) from deals group by 1") == [("C1", Decimal("150.00"))]
    assert house.rows("select client_id, city from stored.clients order by 1") == [("C1", None), ("C2", "Tartu")]


def test_a_full_export_of_aliases_leaves_merges_alone(house):
    first = "entity,code,id,system\nclient,X8,C1,books\n"
    assert house.take(aliases=first, mode="replace").batch
    assert house.rows("select code, system from stored.aliases order by 1") == [("C2", "merged"), ("X8", "books")]
    assert house.take(aliases=first, mode="replace").batch is None


def test_who_covers_for_a_merged_client_covers_for_the_one_that_stays(workspace):
    merge(workspace, "B", "A")
    engine = Engine(workspace)
    with engine.stored(workspace.number()) as con:
        assert [absence.client_id for absence in books.read(con).staff.absences] == ["A"]
    engine.close()


def test_a_version_made_before_there_were_merges_knows_none(workspace):
    with duckdb.connect() as con, workspace.draft(con) as draft:
        con.execute(f"drop table {DRAFT}.client_codes")
    engine = Engine(workspace)
    assert engine.frame("select * from client_codes", Scope(LOCAL, draft.number, DAY)).empty
    engine.close()


def test_a_version_that_lacks_any_other_mart_is_not_taken_for_empty(workspace):
    with duckdb.connect() as con, workspace.draft(con) as draft:
        con.execute(f"drop table {DRAFT}.deals")
    engine = Engine(workspace)
    with pytest.raises(duckdb.CatalogException):
        engine.frame("select * from deals", Scope(LOCAL, draft.number, DAY))
    engine.close()
