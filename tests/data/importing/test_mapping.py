"""Headings to columns: aliases, mappings, flat files, months as columns, remembered answers."""

from datetime import date
from decimal import Decimal

import pytest

from data.contract import TABLES, aliases, table
from data.errors import MappingError
from data.importing import mapping
from data.importing.headings import match
from data.importing.recognising import named_table, recognise
from tests.importing import CLIENTS, DEALS, codes, warned


def test_aliases_name_columns_that_there_are():
    lists = ("any", "about", "people", "totals", "tables", "others", "versions")
    rooms = {name for name in aliases() if name not in lists and not name.startswith("doubtful_")}
    assert rooms <= {kind.name for kind in TABLES}
    for name in rooms:
        assert set(aliases()[name]) <= set(table(name).names), name


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.name)
def test_canonical_headings_are_recognised(kind):
    guesses = recognise(kind.names, "export")
    assert [guess.table.name for guess in guesses] == [kind.name]
    assert list(match(kind.names, kind).values()) == sorted(
        kind.names, key=list(match(kind.names, kind).values()).index
    )
    assert set(match(kind.names, kind).values()) == set(kind.names)


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.name)
def test_required_columns_alone_are_recognised_by_name(kind):
    names = list(dict.fromkeys((*kind.key, *kind.required)))
    assert [guess.table.name for guess in recognise(names, kind.name)] == [kind.name]


SYSTEMS = {
    "hubspot": (
        "hubspot-crm-exports-all-deals",
        "Record ID;Deal Name;Deal Stage;Close Date;Create Date;Deal owner;Amount;Associated Company IDs",
        "deals",
        "deal_id;;stage;closed_on;opened_on;manager_id;amount;client_id",
    ),
    "salesforce": (
        "Opportunities",
        "Opportunity ID;Account Name;Stage;Close Date;Created Date;Opportunity Owner;Amount;Lead Source",
        "deals",
        "deal_id;client_id;stage;closed_on;opened_on;manager_id;amount;channel",
    ),
    "pipedrive": (
        "deals-4711",
        "Deal - ID;Deal - Value;Deal - Stage;Deal - Owner;Deal - Organization;Deal - Deal created;Deal - Won time",
        "deals",
        "deal_id;amount;stage;manager_id;client_id;opened_on;closed_on",
    ),
    "zoho": (
        "Deals",
        "Record Id;Account Name;Stage;Closing Date;Created Time;Deal Owner;Amount;Reason For Loss",
        "deals",
        "deal_id;client_id;stage;closed_on;opened_on;manager_id;amount;lost_reason",
    ),
    "odoo": (
        "account.move",
        "Number;Partner;Invoice/Bill Date;Due Date;Total;Untaxed Amount",
        "invoices",
        "invoice_id;client_id;issued_on;due_on;amount;net_amount",
    ),
    "quickbooks": (
        "Invoices",
        "Invoice No;Customer;Invoice Date;Due Date;Total Amount",
        "invoices",
        "invoice_id;client_id;issued_on;due_on;amount",
    ),
    "zendesk": (
        "tickets",
        "Ticket ID;Organization;Created at;Solved at;Category;Description;Assignee",
        "complaints",
        "complaint_id;client_id;opened_on;resolved_on;cause;text;manager_id",
    ),
    "merit": (
        "Müügiarved",
        "Arve nr;Kliendi kood;Arve kuupäev;Maksetähtaeg;Summa km-ga;Summa km-ta;Tasutud summa",
        "invoices",
        "invoice_id;client_id;issued_on;due_on;amount;net_amount;paid_amount",
    ),
    "1c": (
        "Сделки",
        "ID сделки;Контрагент;Дата создания;Стадия сделки;Дата закрытия;Сумма;Ответственный",
        "deals",
        "deal_id;client_id;opened_on;stage;closed_on;amount;manager_id",
    ),
    "german": (
        "Kunden",
        "Kundennummer;Firmenname;Branche;Ort;Umsatzsteuer-ID",
        "clients",
        "client_id;name;industry;city;vat_number",
    ),
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_headings_of_other_systems(system):
    stem, headings, name, columns = SYSTEMS[system]
    names = headings.split(";")
    (guess,) = recognise(names, stem)
    assert guess.table.name == name
    matched = match(names, guess.table)
    assert [matched.get(index, "") for index in range(len(names))] == columns.split(";")


@pytest.mark.parametrize(
    ("stem", "name"),
    [("sf_opportunity_line_item_data", "lines"), ("Deals 2026", "deals"), ("SalesOrders", "deals"),
     ("kliendid", "clients"),
     ("payroll_2026", "payroll"), ("nothing", None), ("customer_data", "clients"), ("invoice_line_data", "lines")],
)  # fmt: skip
def test_words_in_a_files_name(stem, name):
    assert named_table(stem) == name


def test_a_status_of_won_or_lost_goes_before_the_stage(house):
    deals = (
        "Deal - ID,Deal - Organization,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Won time,"
        "Deal - Value\n"
        "1,C1,Negotiations Started,Won,2026-01-05,2026-02-01,5\n2,C1,Contact Made,Lost,2026-01-05,2026-02-02,\n"
        "3,C1,Proposal Made,Open,2026-01-05,,7\n"
    )
    report = house.take(clients=CLIENTS, deals=deals)
    assert codes(report) == []
    assert house.rows("select stage from stored.deals order by deal_id") == [("won",), ("lost",), ("offer",)]
    assert report.files[1].columns["Deal - Status"] == (("deals", "stage"),)


def test_a_file_that_nothing_fits_is_asked_about(house):
    report = house.take(strange="alpha,beta\nx,y\n")
    (fault,) = report.rejects
    assert fault.code == "unknown-table"
    assert "alpha, beta" in fault.message
    assert "--table" in fault.message


def test_a_first_line_of_data_is_told(house):
    assert codes(house.take(strange="C1,2026-01-05,100.50\nC2,2026-01-06,7\n")) == [("strange.csv", 1, "no-headings")]


def test_a_missing_column_names_the_lines_that_would_settle_it(house):
    report = house.take(deals="deal_id,client_id,Begun,stage\nD1,C1,2026-01-05,lead\n", clients=CLIENTS)
    (fault,) = report.rejects
    assert (fault.code, fault.column) == ("missing-column", "opened_on")
    assert '[deals.deals.columns]\nBegun = "opened_on"' in fault.message


def test_a_close_spelling_is_proposed_and_never_taken(house):
    report = house.take(clients="client_id,name,industri\nC1,One,Steel\n")
    assert dict(report.files[0].proposals) == {"industri": ("clients", "industry")}
    assert house.rows("select industry, attributes from stored.clients") == [(None, {"industri": "Steel"})]


def test_a_table_without_numbers_is_keyed_by_its_name(house):
    deals = "deal_id,account,opened_on,stage\nD1,One,2026-01-05,lead\n"
    house.take(accounts="account,sector\nOne,Steel\n", deals=deals)
    assert house.rows("select client_id, name, industry from stored.clients") == [("One", "One", "Steel")]
    assert house.rows("select client_id from stored.deals") == [("One",)]


def test_a_mapping_feeds_several_columns_leaves_out_sets_and_translates(house):
    said = (
        '[orders.deals.columns]\nnumber = "deal_id"\nbuyer = "client_id"\nday = ["opened_on", "closed_on"]\n'
        'worth = "amount"\nhow = "stage"\nnote = ""\n[orders.deals.values.how]\nfine = "won"\nbad = "lost"\n'
        '[orders.deals.set]\nchannel = "web"\n'
    )
    rows = "1,C1,2026-01-05,10,fine,secret,e\n2,C1,2026-01-06,,bad,secret,\n"
    orders = "number,buyer,day,worth,how,note,extra\n" + rows
    report = house.take(clients=CLIENTS, orders=orders, mapping=said)
    assert codes(report) == []
    kept = "deal_id, opened_on, closed_on, amount, stage, channel, attributes"
    assert house.rows(f"select {kept} from stored.deals order by 1") == [
        ("1", date(2026, 1, 5), date(2026, 1, 5), Decimal("10.00"), "won", "web", {"extra": "e"}),
        ("2", date(2026, 1, 6), date(2026, 1, 6), None, "lost", "web", {}),
    ]
    (file,) = [one for one in report.files if one.file == "orders.csv"]
    assert file.columns["day"] == (("deals", "opened_on"), ("deals", "closed_on"))


def test_values_translate_any_kind_and_empty_cells(house):
    said = (
        '[clients.clients.columns]\ncreditability = "defaulted"\n[clients.clients.values.creditability]\n'
        'good = "no"\nbad = "yes"\n[clients.clients.values.city]\nRevel = "Tallinn"\nunknown = ""\n'
        '[clients.clients.values.registered_on]\n"" = "2020-01-01"\n'
    )
    text = "client_id,name,creditability,city,registered_on\nC1,One,good,Revel,\nC2,Two,bad,unknown,2021-05-05\n"
    house.take(clients=text, mapping=said)
    assert house.rows("select defaulted, city, registered_on from stored.clients order by client_id") == [
        (False, "Tallinn", date(2020, 1, 1)), (True, None, date(2021, 5, 5)),
    ]  # fmt: skip


def test_a_mapping_is_remembered_for_the_same_headings(house):
    said = '[orders.deals.columns]\nworth = "amount"\nBegun = "opened_on"\n'
    orders = "deal_id,client_id,Begun,stage,worth\nD1,C1,2026-01-05,lead,5\n"
    house.take(clients=CLIENTS, orders=orders, mapping=said)
    report = house.take(july=orders.replace("D1", "D2"))
    assert (report.stored, report.files[0].tables) == (True, ("deals",))
    assert house.rows("select amount from stored.deals where deal_id = 'D2'") == [(Decimal("5.00"),)]


FLAT = """
[orders.clients.columns]
buyer = "client_id"
buyer_name = "name"
town = "city"
[orders.products.columns]
item = ["product_id", "name"]
[orders.deals.columns]
no = "deal_id"
buyer = "client_id"
item = "product_id"
day = ["opened_on", "closed_on"]
sum = "amount"
[orders.deals.set]
stage = "won"
"""
ORDERS = """no,buyer,buyer_name,town,item,day,sum
1,C1,One,Riga,Nut,2026-01-05,5
2,C1,One,Riga,Bolt,2026-01-06,6
3,C2,Two,,Nut,2026-01-07,7
"""


def test_a_flat_file_feeds_several_tables_by_a_mapping(house):
    report = house.take(orders=ORDERS, mapping=FLAT)
    assert codes(report) == []
    assert {name: counts.added for name, counts in report.tables.items()} == {"products": 2, "clients": 2, "deals": 3}
    assert house.rows("select client_id, city from stored.clients order by 1") == [("C1", "Riga"), ("C2", None)]


def test_a_flat_files_clients_that_differ_are_refused_with_their_rows(house):
    report = house.take(orders=ORDERS.replace("2,C1,One", "2,C1,Uno"), mapping=FLAT)
    assert sorted(codes(report)) == [
        ("orders.csv", 2, "duplicate-key"),
        ("orders.csv", 2, "unknown-client"),
        ("orders.csv", 3, "duplicate-key"),
        ("orders.csv", 3, "unknown-client"),
    ]
    assert "differ in name" in report.rejects[0].message


def test_a_flat_file_says_so_by_its_headings(house):
    deals = "deal_id,client_id,client_name,opened_on,stage\nD1,C1,One,2026-01-05,lead\nD2,C1,One,2026-01-06,lead\n"
    report = house.take(deals=deals)
    assert report.tables["clients"].added == 1
    assert house.rows("select client_id, name from stored.clients") == [("C1", "One")]
    assert report.files[0].tables == ("clients", "deals")


def test_a_flat_file_stays_out_of_tables_with_a_file_of_their_own(house):
    deals = "deal_id,client_id,client_name,opened_on,stage\nD1,C1,Uno,2026-01-05,lead\n"
    report = house.take(clients=CLIENTS, deals=deals)
    assert report.stored
    assert house.rows("select name from stored.clients where client_id = 'C1'") == [("One",)]


@pytest.mark.parametrize(
    ("head", "cells", "expected"),
    [
        ("manager_id,metric,2026-01,2026-02", "M1,revenue,100,", [("2026-01-01", "100")]),
        ("manager_id,metric,Jan 2026,Feb 2026", "M1,revenue,100,200", [("2026-01-01", "100"), ("2026-02-01", "200")]),
        ("manager_id,metric,2026-Q1", "M1,revenue,100",
         [("2026-01-01", "33.33"), ("2026-02-01", "33.33"), ("2026-03-01", "33.34")]),
        ("manager_id,metric,Q1 2026,2026-01,2026-02,2026-03", "M1,revenue,999,1,2,3",
         [("2026-01-01", "1"), ("2026-02-01", "2"), ("2026-03-01", "3")]),
    ],
)  # fmt: skip
def test_periods_as_columns_become_rows(house, head, cells, expected):
    report = house.take(plans=f"{head}\n{cells}\n")
    assert codes(report) == []
    found = house.rows("select period::varchar, target from stored.plans order by 1")
    assert found == [(day, Decimal(value)) for day, value in expected]
    assert ("coarser-period" in warned(report)) == ("Q1 2026" in head)


def test_a_years_target_is_spread_with_the_rest_in_december(house):
    house.take(plans="manager_id,metric,target,period\nM1,revenue,1000,2026\nM1,deals,10,2026-Q2\n")
    found = house.rows("select metric, count(*), sum(target), max(target) from stored.plans group by 1 order by 1")
    assert found == [("deals", 3, Decimal("10"), Decimal("3.34")), ("revenue", 12, Decimal("1000"), Decimal("83.37"))]


def test_payroll_by_months_with_their_columns(house):
    house.take(payroll="manager_id,salary 2026-01,bonus 2026-01,salary 2026-02\nM1,1000,50,1100\n")
    assert house.rows("select period::varchar, salary, bonus from pay.stored.payroll order by 1") == [
        ("2026-01-01", Decimal("1000.00"), Decimal("50.00")), ("2026-02-01", Decimal("1100.00"), None),
    ]  # fmt: skip


def test_a_wide_sheet_lacks_its_metric(house):
    (fault,) = house.take(plans="manager_id,2026-01\nM1,100\n").rejects
    assert (fault.code, fault.column) == ("missing-column", "metric")
    assert "[plans.plans.set]" in fault.message
    assert house.take(plans="manager_id,2026-01\nM1,100\n", mapping='[plans.plans.set]\nmetric = "revenue"\n').stored


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("[x.cats.columns]\n", "cats"),
        ('[deals.deals.columns]\nday = "born_on"\n', "born_on"),
        ('[deals.deals.columns]\nnowhere = "amount"\n', "nowhere"),
        ('[deals.deals.read]\ndecimal = ";"\n', "decimal"),
        ("[deals.deals.colums]\n", "colums"),
        ("[deals.deals.values.nowhere]\na = 'b'\n", "nowhere"),
        ("deals = 1\n", "deals"),
        ("[deals\n", "mapping.toml"),
    ],
)
def test_a_mapping_that_names_what_is_not_there(house, said, names):
    with pytest.raises(MappingError) as caught:
        house.take(clients=CLIENTS, deals=DEALS, mapping=said)
    assert names in str(caught.value)
    assert house.workspace.number() is None


def test_a_mapping_written_reads_back():
    said = (
        '[file.deals.columns]\n"a b" = "deal_id"\nday = ["opened_on", "closed_on"]\nx = ""\n[file.deals.values."a b"]\n'
        '"1" = "2"\n[file.deals.set]\nstage = "won"\n[file.deals.read]\nday_first = true\n'
    )
    parsed = mapping.parse(said, "x")
    assert mapping.parse(mapping.written(parsed["file"]), "y") == parsed


def test_an_empty_mapping_leaves_a_file_out(house):
    report = house.take(clients=CLIENTS, notes="client_id,name\nC5,Five\n", mapping="[notes]\n")
    assert warned(report) == {"left-out": 1}
    assert house.rows("select count(*) from stored.clients") == [(2,)]


def test_days_on_which_stages_were_entered_become_changes(house):
    deals = (
        "Record ID,Deal Stage,Create Date,Close Date,Amount,Associated Company IDs,"
        '"Date entered ""Appointment Scheduled (Sales Pipeline)""",'
        '"Date entered ""Closed Won (Sales Pipeline)""","Date entered ""Odd"""\n'
        "1,Closed Won,2026-01-05,2026-02-01,5,C1,2026-01-07 10:00,2026-02-01 09:30,x\n"
        "2,Appointment Scheduled,2026-01-05,,,C1,2026-01-09 10:00,,\n"
    )
    report = house.take(clients=CLIENTS, deals=deals)
    assert codes(report) == []
    assert house.rows('select deal_id, field, new, "at"::varchar from stored.deal_changes order by 1, 4') == [
        ("1", "stage", "meeting", "2026-01-07 10:00:00"),
        ("1", "stage", "won", "2026-02-01 09:30:00"),
        ("2", "stage", "meeting", "2026-01-09 10:00:00"),
    ]
    assert report.files[1].attributes == {'Date entered "Odd"': "text"}


def test_two_headings_for_one_column_are_a_wrong_mapping(house):
    said = '[deals.deals.columns]\nopened_on = "opened_on"\nclosed_on = "opened_on"\n'
    with pytest.raises(MappingError, match="two headings"):
        house.take(clients=CLIENTS, deals=DEALS, mapping=said)


def test_headings_that_a_mapping_leaves_out_are_told(house):
    report = house.take(clients="client_id,name,secret\nC1,One,x\n", mapping='[clients.clients.columns]\nsecret = ""\n')
    assert report.files[0].columns["secret"] == ()
    assert house.rows("select attributes from stored.clients") == [({},)]
