"""What a full export lacks: told, marked removed on demand, back when it comes again, taken back by undo."""

from datetime import date

import pytest

from data.errors import UsageError
from data.importing.report import Lacking
from tests.importing import CLIENTS, DEALS, codes

MANY = "client_id,name,city\n" + "".join(f"C{number},Name {number},Tartu\n" for number in range(10, 20))


def without(text, *keys):
    return "".join(line for line in text.splitlines(keepends=True) if line.split(",")[0] not in keys)


@pytest.fixture
def many(house):
    assert house.take(clients=MANY).stored
    return house


def stored(house):
    return [row[0] for row in house.rows("select client_id from stored.clients order by 1")]


def removed(house):
    return [row[0] for row in house.rows("select client_id from removed.clients order by 1")]


def test_a_full_export_tells_the_rows_that_it_lacks(many):
    report = many.take(clients=without(MANY, "C12", "C15") + "C90,New,Narva\n", store=False)
    assert report.lacking == (Lacking("clients", 2, (("C12", "Name 12"), ("C15", "Name 15")), True),)
    assert report.as_json()["lacking"] == [
        {"table": "clients", "count": 2, "whole_export": True, "marked": False,
         "rows": [{"key": "C12", "name": "Name 12"}, {"key": "C15", "name": "Name 15"}]}
    ]  # fmt: skip
    assert report.tables["clients"].lacking == 2


def test_a_file_of_some_rows_is_no_full_export(many):
    assert many.take(clients=without(MANY, "C12", "C13", "C14"), store=False).lacking == ()


def test_a_file_of_the_last_months_is_no_full_export(house):
    rows = [f"D{month},C1,2026-{month:02}-05,offer\n" for month in range(1, 7)]
    head = "deal_id,client_id,opened_on,stage\n"
    house.take(clients=CLIENTS, deals=head + "".join(rows))
    assert house.take(deals=head + "".join(rows[1:]), store=False).lacking == ()
    (told,) = house.take(deals=head + "".join(rows[:3] + rows[4:]), store=False).lacking
    assert (told.rows, told.is_whole) == ((("D4", None),), True)


def test_a_flat_files_clients_are_no_full_export(many):
    flat = "deal_id,customer id,customer name,opened_on,stage\n" + "".join(
        f"D{number},C{number},Name {number},2026-01-05,lead\n" for number in range(10, 19)
    )
    assert many.take(deals=flat, store=False).lacking == ()
    with pytest.raises(UsageError, match="No file of this import holds clients whole"):
        many.take(deals=flat, mark_removed=frozenset({"clients"}))


def test_a_refused_row_isnt_lacking(many):
    report = many.take(clients=without(MANY, "C12").replace("C13,Name 13", "C13,"), store=False)
    assert report.tables["clients"].lacking == 1
    assert report.lacking[0].rows == (("C12", "Name 12"),)


def test_marked_removed_they_are_seen_no_more_and_not_lost(many):
    report = many.take(clients=without(MANY, "C12"), mark_removed=frozenset({"clients"}))
    assert (report.stored, report.batch, report.lacking[0].is_marked) == (True, 2, True)
    assert "C12" not in stored(many)
    assert many.rows("select count(*) from clients") == [(9,)]
    assert many.rows("select client_id, name, city, batch, removed_batch from removed.clients") == [
        ("C12", "Name 12", "Tartu", 1, 2)
    ]
    again = many.take(clients=without(MANY, "C12"), mark_removed=frozenset({"clients"}))
    assert (again.batch, again.lacking) == (None, ())


def test_undo_takes_the_marks_back(many):
    many.take(clients=without(MANY, "C12"), mark_removed=frozenset({"clients"}))
    many.workspace.undo()
    assert "C12" in stored(many)
    assert removed(many) == []


def test_a_row_that_comes_again_is_removed_no_more_and_keeps_what_its_file_lacks(many):
    many.take(clients=without(MANY, "C12", "C15"), mark_removed=frozenset({"clients"}))
    report = many.take(clients="client_id,name\nC12,Name 12\nC13,Name 13\n")
    assert (report.tables["clients"].added, report.tables["clients"].unchanged) == (1, 1)
    assert removed(many) == ["C15"]
    assert many.rows("select name, city from stored.clients where client_id = 'C12'") == [("Name 12", "Tartu")]
    assert many.take(clients="client_id,name\nC12,Name 12\n").batch is None


def test_a_row_that_comes_again_but_is_refused_stays_removed(many):
    many.take(clients=without(MANY, "C12"), mark_removed=frozenset({"clients"}))
    many.take(
        clients="client_id,name,registered_on,ended_on\nC12,Name,2026-02-01,2026-01-01\nC99,N,,\n", good_rows=True
    )
    assert removed(many) == ["C12"]
    assert many.take(clients=MANY, mode="replace").stored
    assert removed(many) == []


def test_a_removed_client_is_known_no_more(many):
    many.take(clients=without(MANY, "C12"), mark_removed=frozenset({"clients"}))
    assert codes(many.take(deals=DEALS.replace("C1,", "C12,"))) == [("deals.csv", 2, "unknown-client")]


def test_marking_is_refused_where_others_would_lose_their_client(house):
    house.take(clients=CLIENTS, deals=DEALS)
    report = house.take(clients="client_id,name\nC2,Two\n", mark_removed=frozenset({"clients"}))
    (fault,) = report.rejects
    assert (fault.file, fault.line, fault.code, fault.value) == ("clients.csv", None, "orphaned", "C1")
    assert "rows of deals (1)" in fault.message
    assert not report.stored


def test_rows_of_the_same_batch_count_among_those_that_would_lose_theirs(house):
    house.take(clients=CLIENTS)
    report = house.take(clients="client_id,name\nC2,Two\n", deals=DEALS, mark_removed=frozenset({"clients"}))
    assert codes(report) == [("clients.csv", None, "orphaned")]


def test_rows_that_are_marked_removed_too_need_no_client(house):
    more = DEALS + "D2,C2,2026-01-05,won,2026-02-01,100.00\n"
    house.take(clients=CLIENTS, deals=more)
    report = house.take(
        clients="client_id,name\nC2,Two\n", deals=without(more, "D1"), mark_removed=frozenset({"clients", "deals"})
    )
    assert report.stored
    assert house.rows("select c.client_id, d.deal_id from removed.clients as c, removed.deals as d") == [("C1", "D1")]
    assert house.rows("select deal_id from deals") == [("D2",)]


def test_marking_is_refused_where_rows_of_the_table_are(many):
    report = many.take(
        clients=without(MANY, "C12").replace("C13,Name 13", "C13,"), mark_removed=frozenset({"clients"}), good_rows=True
    )
    assert codes(report) == [("clients.csv", None, "unsure-removal"), ("clients.csv", 4, "missing-value")]
    assert not report.stored


def test_a_table_is_known_through_the_days_of_the_rows_that_stay(house):
    deals = DEALS + "D2,C1,2026-01-05,won,2026-05-01,100.00\n"
    house.take(clients=CLIENTS, deals=deals)
    house.take(deals=without(deals, "D2"), mark_removed=frozenset({"deals"}))
    assert house.rows("select through_on from stored.known_through where table_name = 'deals'") == [(date(2026, 2, 1),)]


def test_replacing_tells_what_will_be_gone_and_marks_nothing(many):
    report = many.take(clients=without(MANY, "C12", "C13", "C14"), mode="replace", store=False)
    assert [(one.count, one.is_whole, one.is_marked) for one in report.lacking] == [(3, False, False)]
    with pytest.raises(UsageError, match="marking it removed is for upsert"):
        many.take(clients=MANY, mode="replace", mark_removed=frozenset({"clients"}))


def test_pay_is_removed_in_the_pay_database(house):
    payroll = "manager_id,period,salary\nM1,2026-01,1\nM2,2026-01,2\nM3,2026-01,2\nM4,2026-01,2\nM5,2026-01,2\n"
    house.take(payroll=payroll)
    assert house.take(payroll=without(payroll, "M2"), mark_removed=frozenset({"payroll"})).stored
    assert house.rows("select manager_id from pay.removed.payroll") == [("M2",)]
    assert house.take(payroll=without(payroll, "M3"), director=False, store=False).lacking == ()
