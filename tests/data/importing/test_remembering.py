"""What was confirmed once holds for next month's file with the same headings, and is proposed for nearly the same."""

import io

import openpyxl
import pytest

from data.importing import ImportOptions, import_batch
from tests.importing import CLIENTS, TODAY, codes, warned

SAID = """[orders.deals.columns]
worth = "amount"
Begun = "opened_on"
[orders.deals.values.Step]
Talks = "negotiation"
[orders.deals.read]
day_first = true
decimal = ","
"""
SAID = SAID.replace('Begun = "opened_on"', 'Begun = "opened_on"\nStep = "stage"')
ORDERS = "deal_id;client_id;Begun;Step;worth\nD1;C1;05/01/2026;Talks;1.234\n"
NEXT = "worth;Step;deal_id;Begun;client_id\n2.345;Talks;D2;06/02/2026;C1\n"


def test_next_months_file_in_another_order_needs_no_mapping_and_no_question(house):
    assert house.take(clients=CLIENTS, orders=ORDERS, mapping=SAID).stored
    report = house.take(february=NEXT)
    assert (codes(report), report.stored, dict(report.files[0].proposals)) == ([], True, {})
    assert house.rows("select deal_id, stage, opened_on::varchar, amount::varchar from stored.deals order by 1") == [
        ("D1", "negotiation", "2026-01-05", "1234.00"), ("D2", "negotiation", "2026-02-06", "2345.00"),
    ]  # fmt: skip


def test_an_answer_about_the_whole_file_holds_for_the_next_one(house):
    clients = "client_id;name;city\nC1;Õun;Pärnu\n".encode("cp1257")
    house.take(kliendid=clients, mapping='[kliendid.clients.read]\nencoding = "cp1257"\n')
    report = house.take(juuli="city;client_id;name\nVõru;C2;Õnn\n".encode("cp1257"))
    assert (codes(report), report.stored) == ([], True)
    assert house.rows("select name, city from stored.clients order by 1") == [("Õnn", "Võru"), ("Õun", "Pärnu")]


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("deal_id,client_id,opened_on,stage,worth,Extra", "D2,C1,2026-02-05,lead,6,x"),
        ("deal_id,opened_on,stage,worth", "D2,2026-02-05,lead,6"),
        ("deal_id,client_id,opened_on,stage,Worth,Note", "D2,C1,2026-02-05,lead,6,x"),
    ],
)
def test_headings_that_changed_by_one_column_get_the_mapping_as_a_proposal(house, head, cells):
    orders = "deal_id,client_id,opened_on,stage,worth\nD1,C1,2026-01-05,lead,5\n"
    said = '[{stem}.deals.columns]\nworth = "amount"\n'
    house.take(clients=CLIENTS, orders=orders, mapping=said.format(stem="orders"))
    report = house.take(february=f"{head}\n{cells}\n", store=False)
    heading = "Worth" if "Worth" in head else "worth"
    assert dict(report.files[0].proposals) == {heading: ("deals", "amount")}
    assert heading in report.files[0].attributes
    assert house.take(february=f"{head}\n{cells}\n", mapping=said.format(stem="february")).stored
    assert house.rows("select amount::integer from stored.deals where deal_id = 'D2'") == [(6,)]


def test_headings_that_changed_by_more_get_no_proposal(house):
    orders = "deal_id,client_id,opened_on,stage,worth\nD1,C1,2026-01-05,lead,5\n"
    house.take(clients=CLIENTS, orders=orders, mapping='[orders.deals.columns]\nworth = "amount"\n')
    report = house.take(february="deal_id,opened_on,stage,worth,One,Two\nD2,2026-02-05,lead,6,1,2\n")
    assert dict(report.files[0].proposals) == {}


def test_a_missing_column_shows_what_was_confirmed_before(house):
    orders = "deal_id,client_id,Begun,stage\nD1,C1,2026-01-05,lead\n"
    house.take(clients=CLIENTS, orders=orders, mapping='[orders.deals.columns]\nBegun = "opened_on"\n')
    report = house.take(deals_february="deal_id,client_id,Begun,stage,New\nD2,C1,2026-02-05,lead,x\n", mode="replace")
    assert [fault.code for fault in report.rejects] == ["missing-column"]
    assert dict(report.files[0].proposals) == {"Begun": ("deals", "opened_on")}
    assert warned(report) == {}


TWO_TABLES = (
    "rate_name;rate_value\nVAT;22\nTax;20\n\n"
    "deal_id;client_id;opened_on;stage;amount\n{deal};C1;2026-0{month}-05;offer;{amount}\n"
)


def test_which_of_several_tables_is_meant_is_asked_once(house):
    first = TWO_TABLES.format(deal="D1", month=1, amount=100)
    assert ("january.csv", 5, "several-tables") in codes(house.take(clients=CLIENTS, january=first))
    house.take(clients=CLIENTS, january=first, mapping="[january.deals.read]\ntable = 2\n")
    report = house.take(february=TWO_TABLES.format(deal="D2", month=2, amount=200))
    assert (codes(report), report.stored) == ([], True)
    assert house.rows("select deal_id, amount::integer from stored.deals order by 1") == [("D1", 100), ("D2", 200)]


def test_which_table_was_meant_holds_for_files_with_its_headings_alone(house):
    house.take(
        clients=CLIENTS, january=TWO_TABLES.format(deal="D1", month=1, amount=100),
        mapping="[january.deals.read]\ntable = 2\n",
    )  # fmt: skip
    other = TWO_TABLES.format(deal="D2", month=2, amount=200).replace("stage", "stage;channel").replace(
        ";offer", ";offer;web"
    )  # fmt: skip
    assert ("february.csv", 5, "several-tables") in codes(house.take(february=other))


def workbook(deal, amount):
    """A workbook with two sheets that could both be deals."""
    book, written = openpyxl.Workbook(), io.BytesIO()
    head = ["deal_id", "client_id", "opened_on", "stage", "amount"]
    book.active.title = "Deals"
    for row in (head, [deal, "C1", "2026-01-05", "offer", amount]):
        book.active.append(row)
    drafts = book.create_sheet("Drafts")
    for row in (["deal_id", "client_id", "opened_on", "stage", "guess"], [deal, "C1", "2026-01-05", "lead", 1]):
        drafts.append(row)
    book.save(written)
    return written.getvalue()


def test_the_sheet_that_was_meant_is_read_next_time_too(house):
    house.take(clients=CLIENTS)
    said = house.file("mapping.toml", '[january.deals.read]\nsheet = "Deals"\n')
    options = ImportOptions(today=TODAY, mapping=said)
    assert import_batch(house.workspace, [house.file("january.xlsx", workbook("D1", 100))], options).stored
    report = house.take(paths=(house.file("february.xlsx", workbook("D2", 200)),))
    assert (codes(report), report.stored, len(report.files)) == ([], True, 1)
    assert house.rows("select deal_id, stage, amount::integer from stored.deals order by 1") == [
        ("D1", "offer", 100), ("D2", "offer", 200),
    ]  # fmt: skip
