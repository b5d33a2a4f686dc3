"""A batch as a whole: all or nothing, preview, upsert and replace, history, the same file twice."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from data.errors import HaldurError, UsageError, WorkspaceBusy
from data.importing import Change, ImportOptions, import_batch
from tests.importing import CLIENTS, DEALS, TODAY, codes, warned

SCHEME = """name = "Standard"
from = "2026-01"
every = "month"
metric = "revenue"
base = "salary"
[[tier]]
from = 0.8
rate = 0.5
"""
ACCESS = '[[person]]\nemail = "mari@firma.ee"\nrole = "manager"\nmanager_id = "M07"\n'


def test_several_files_are_one_batch(house):
    report = house.take(clients=CLIENTS, deals=DEALS)
    assert (report.batch, report.stored) == (1, True)
    assert report.as_json()["tables"]["clients"] == {
        "added": 2, "changed": 0, "unchanged": 0, "rejected": 0, "lacking": 0,
    }  # fmt: skip
    assert [file.tables for file in report.files] == [("clients",), ("deals",)]
    assert house.rows("select batch, imported_by, mode from stored.batches") == [(1, "local", "upsert")]
    assert house.rows("select file, table_name, added from stored.batch_files order by file") == [
        ("clients.csv", "clients", 2), ("deals.csv", "deals", 1),
    ]  # fmt: skip
    assert house.rows("select client_id, batch from stored.clients order by 1") == [("C1", 1), ("C2", 1)]
    assert dict(house.rows("select name, value from stored.settings"))["currency"] == "EUR"


def test_a_check_stores_nothing(house):
    report = house.take(clients=CLIENTS, store=False)
    assert (report.batch, report.stored, report.tables["clients"].added) == (None, False, 2)
    assert house.workspace.number() is None


def test_one_refused_row_keeps_everything_out(house):
    report = house.take(clients=CLIENTS, deals=DEALS + "D2,C9,2026-01-05,lead,,\n")
    assert (report.stored, house.workspace.number()) == (False, None)
    assert report.tables["deals"].rejected == 1


def test_the_good_rows_may_be_stored(house):
    report = house.take(clients=CLIENTS, deals=DEALS + "D2,C9,2026-01-05,lead,,\n", good_rows=True)
    assert (report.stored, codes(report)) == (True, [("deals.csv", 3, "unknown-client")])
    assert house.rows("select deal_id from stored.deals") == [("D1",)]


def test_a_refused_file_keeps_everything_out_even_then(house):
    report = house.take(clients=CLIENTS, deals="", good_rows=True)
    assert codes(report) == [("deals.csv", None, "empty-file")]
    assert not report.stored


def test_all_refused_files_are_told_at_once(house):
    report = house.take(clients=b"\xff\xfec\x00d", deals="a,b\n1,2,3\n", managers="manager_id,name\nM1,\n")
    assert codes(report) == [
        ("clients.csv", 1, "not-in-encoding"), ("deals.csv", 2, "headings-misfit"),
        ("managers.csv", 2, "missing-value"),
    ]  # fmt: skip


def test_the_same_file_twice_changes_nothing(house):
    house.take(clients=CLIENTS, deals=DEALS)
    report = house.take(clients=CLIENTS, deals=DEALS)
    assert (report.batch, report.stored, house.workspace.number()) == (None, True, 1)
    assert (report.tables["clients"].unchanged, report.tables["deals"].unchanged) == (2, 1)


def test_attributes_twice_change_nothing(house):
    text = "client_id,name,Zone,Age\nC1,One,n,5\nC2,Two,,6\n"
    house.take(clients=text)
    assert house.take(clients=text).batch is None
    assert house.take(clients="Age,Zone,client_id,name\n5,n,C1,One\n6,,C2,Two\n").batch is None


def test_upsert_changes_adds_and_removes_nothing(house):
    house.take(clients="client_id,name,city\nC1,One,Riga\nC2,Two,Tartu\n")
    report = house.take(clients="client_id,name,city\nC1,One,Narva\nC3,Three,\n")
    counts = report.tables["clients"]
    assert (counts.added, counts.changed, counts.unchanged, counts.lacking) == (1, 1, 0, 1)
    assert report.changes == (Change("clients", "C1", "city", "Riga", "Narva"),)
    assert house.rows("select client_id, city, batch from stored.clients order by 1") == [
        ("C1", "Narva", 2), ("C2", "Tartu", 1), ("C3", None, 2),
    ]  # fmt: skip


def test_a_column_that_the_file_lacks_stays_and_an_empty_cell_clears(house):
    house.take(clients="client_id,name,city,phone,Zone,Age\nC1,One,Riga,1,n,5\n")
    house.take(clients="client_id,name,phone,Age\nC1,Uno,,\n")
    assert house.rows("select name, city, phone, attributes from stored.clients") == [
        ("Uno", "Riga", None, {"Zone": "n"})
    ]


def test_a_file_may_lack_required_columns_for_known_rows(house):
    house.take(clients=CLIENTS)
    report = house.take(table="clients", some="client_id,city\nC1,Riga\n")
    assert report.stored
    assert house.rows("select name, city from stored.clients where client_id = 'C1'") == [("One", "Riga")]
    report = house.take(table="clients", some="client_id,city\nC9,Riga\n")
    assert codes(report) == [("some.csv", 2, "missing-value")]


def test_replace_makes_the_table_the_file(house):
    house.take(clients=CLIENTS + "C3,Three\n")
    report = house.take(clients="client_id,name\nC1,One\nC4,Four\n", mode="replace")
    assert report.tables["clients"].lacking == 2
    assert house.rows("select client_id, batch from stored.clients order by 1") == [("C1", 1), ("C4", 2)]


def test_replace_is_refused_where_rows_would_lose_their_client(house):
    house.take(clients=CLIENTS, deals=DEALS)
    report = house.take(clients="client_id,name\nC2,Two\n", mode="replace", good_rows=True)
    (fault,) = report.rejects
    assert (fault.code, fault.value, report.stored) == ("orphaned", "C1", False)
    assert "stored rows of deals (1)" in fault.message
    assert house.rows("select count(*) from stored.clients") == [(2,)]


def test_replace_of_both_tables_is_fine(house):
    house.take(clients=CLIENTS, deals=DEALS)
    report = house.take(clients="client_id,name\nC2,Two\n", deals=DEALS.replace("C1", "C2"), mode="replace")
    assert report.stored
    assert house.rows("select client_id from stored.deals") == [("C2",)]


def test_headings_alone_never_empty_a_table(house):
    house.take(clients=CLIENTS)
    report = house.take(clients="client_id,name\n", mode="replace")
    assert codes(report) == [("clients.csv", None, "no-rows")]
    assert warned(house.take(clients="client_id,name\n")) == {"no-rows": 0}
    assert house.rows("select count(*) from stored.clients") == [(2,)]


def test_known_through_is_the_latest_day_on_which_something_happened(house):
    deals = (
        "deal_id,client_id,opened_on,stage,closed_on,amount,promised_on\n"
        "D1,C1,2026-01-05,won,2026-02-01,100,2026-09-09\nD2,C1,2026-03-05,offer,2026-12-01,,\n"
    )
    contacts = "contact_id,client_id,at,done\nK1,C1,2026-04-01 10:00,yes\nK2,C1,2026-06-01 10:00,no\n"
    house.take(clients=CLIENTS, deals=deals, contacts=contacts)
    assert house.rows("select table_name, through_on from stored.known_through order by 1") == [
        ("contacts", date(2026, 4, 1)), ("deals", date(2026, 3, 5)),
    ]  # fmt: skip


def test_known_through_may_be_stated(house):
    report = house.take(clients=CLIENTS, deals=DEALS, known_through={"deals": date(2026, 6, 1)})
    assert report.stored
    assert house.rows("select through_on from stored.known_through") == [(date(2026, 6, 1),)]


def test_changes_of_deals_are_noticed(house):
    head = "deal_id,client_id,opened_on,stage,closed_on,amount,manager_id\n"
    house.take(clients=CLIENTS, deals=head + "D1,C1,2026-01-05,offer,,100,M1\nD2,C1,2026-01-06,lead,,,M1\n")
    assert house.rows("select count(*) from stored.deal_changes") == [(0,)]
    house.take(deals=head + "D1,C1,2026-01-05,won,2026-03-01,120,M1\nD2,C1,2026-01-06,lead,,,M2\n")
    at = datetime(2026, 3, 1)
    assert house.rows('select deal_id, "at", field, new, old from stored.deal_changes order by 1, 3') == [
        ("D1", at, "amount", "120.00", "100.00"), ("D1", at, "stage", "won", "offer"),
        ("D2", at, "manager_id", "M2", "M1"),
    ]  # fmt: skip
    house.take(deals=head + "D1,C1,2026-01-05,won,2026-03-01,130,M1\n")
    assert house.rows("select new, old from stored.deal_changes where field = 'amount'") == [("130.00", "100.00")]


def test_changes_that_are_exported_are_not_made_up(house):
    house.take(clients=CLIENTS, deals=DEALS)
    changes = "deal_id,at,field,new\nD1,2026-02-03,amount,90\n"
    house.take(deals=DEALS.replace("100.00", "90.00"), deal_changes=changes)
    assert house.rows("select new from stored.deal_changes") == [("90",)]


def test_schemes_and_rights_are_kept_with_their_month(house):
    paths = (house.file("scheme.toml", SCHEME), house.file("access.toml", ACCESS))
    assert house.take(clients=CLIENTS, paths=paths).stored
    assert house.rows("select kind, name, valid_from, content from stored.documents order by 1") == [
        ("access", "", None, ACCESS), ("scheme", "Standard", date(2026, 1, 1), SCHEME),
    ]  # fmt: skip
    assert house.take(paths=paths).batch is None
    later = house.file("scheme_2.toml", SCHEME.replace("2026-01", "2026-04"))
    same = house.file("scheme_3.toml", SCHEME.replace("0.5", "0.6"))
    house.take(paths=(later, same))
    newer = "select valid_from, contains(content, '0.6') from stored.documents where kind = 'scheme' order by 1"
    assert house.rows(newer) == [
        (date(2026, 1, 1), True), (date(2026, 4, 1), False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "code", "line"),
    [
        ("scheme.toml", 'name = "x"\nfrom = \n', "toml-syntax", 2),
        ("scheme.toml", SCHEME.replace('from = "2026-01"\n', ""), "bad-scheme", None),
        ("access.toml", '[[person]]\nemail = "a@b.ee"\nrole = "king"\n', "bad-access", None),
        ("access.toml", "", "bad-access", None),
        ("other.toml", "a = 1\n", "toml-syntax", None),
    ],
)
def test_a_document_that_is_off(house, name, content, code, line):
    report = house.take(clients=CLIENTS, paths=(house.file(name, content),))
    found = [(fault.code, fault.line) for fault in report.rejects]
    assert found == [(code, line)] or (code == "bad-scheme" and found[0][0] == code)
    assert not report.stored


def test_a_documents_meaning_is_checked_by_who_knows_it(house):
    def check(kind, content):
        raise HaldurError("line 7: tiers overlap in {kind}", kind=kind)

    report = house.take(paths=(house.file("scheme.toml", SCHEME),), check_document=check)
    (fault,) = report.rejects
    assert (fault.code, fault.line) == ("bad-scheme", 7)
    assert "tiers overlap in scheme" in fault.message


def test_schemes_are_a_directors(house):
    report = house.take(paths=(house.file("scheme.toml", SCHEME),), director=False)
    assert codes(report) == [("scheme.toml", None, "needs-director")]


def test_finish_runs_in_the_new_version_and_its_error_leaves_nothing(house):
    def fail(draft):
        raise ValueError("no scores")

    path = house.file("clients.csv", CLIENTS)
    with pytest.raises(ValueError, match="no scores"):
        import_batch(house.workspace, [path], ImportOptions(today=TODAY), finish=fail)
    assert house.workspace.number() is None
    seen = []
    import_batch(house.workspace, [path], ImportOptions(today=TODAY), finish=lambda draft: seen.append(draft.number))
    assert seen == [1]


def test_another_import_in_between_is_noticed(house):
    house.take(clients=CLIENTS)
    path = house.file("more.csv", "client_id,name\nC9,Nine\n")

    def interrupt(words, done, rows=0):
        if words == "Storing":
            house.take(clients="client_id,name\nC8,Eight\n")

    options = ImportOptions(today=TODAY, table="clients")
    with pytest.raises(WorkspaceBusy, match="Import again"):
        import_batch(house.workspace, [path], options, progress=interrupt)
    assert house.workspace.number() == 2


def test_progress_goes_from_nothing_to_the_end(house):
    told = []
    path = house.file("clients.csv", CLIENTS)
    import_batch(
        house.workspace, [path], ImportOptions(today=TODAY), progress=lambda words, done, rows=0: told.append(done)
    )
    assert told == sorted(told)
    assert 0 <= told[0] < told[-1] <= 1


def test_progress_tells_how_many_rows_have_been_read(house):
    told = {}
    path = house.file("clients.csv", CLIENTS)
    options = ImportOptions(today=TODAY)
    import_batch(house.workspace, [path], options, progress=lambda words, done, rows=0: told.update({words: rows}))
    assert (told["Reading the files"], told["Checking the rows"], told["Storing"]) == (0, 2, 2)


def test_undo_takes_back_a_batch(house):
    house.take(clients=CLIENTS)
    house.take(clients="client_id,name\nC9,Nine\n")
    house.workspace.undo()
    assert house.rows("select client_id from stored.clients order by 1") == [("C1",), ("C2",)]


def test_the_currency_is_fixed_by_the_first_import(house):
    house.take(clients=CLIENTS, currency="SEK")
    deals = "deal_id,client_id,opened_on,stage,closed_on,amount,currency\nD1,C1,2026-01-05,won,2026-02-01,5,{}\n"
    assert [code for _, _, code in codes(house.take(deals=deals.format("EUR")))] == ["no-rate"]
    assert house.take(deals=deals.format("SEK")).stored


@pytest.mark.parametrize(
    "wrong", [{"table": "cats"}, {"mode": "merge"}, {"currency": "euro"}, {"known_through": {"x": TODAY}}]
)
def test_wrong_options(wrong):
    with pytest.raises(UsageError):
        ImportOptions(today=TODAY, **wrong)


def test_names_never_reach_sql(house):
    evil = 'x"; drop table stored.clients; --'
    quote = 'client_id,name,"x""; drop table faults; --",it\'s\nC1,\'); drop table clients; --,1,2\n'
    report = house.take(table="clients", **{"a[1]": quote})
    assert report.stored
    assert house.rows("select name, attributes from stored.clients") == [
        ("'); drop table clients; --", {'x"; drop table faults; --': "1", "it's": "2"})
    ]
    assert evil.startswith("x")


def test_money_is_exact(house):
    house.take(clients=CLIENTS, deals=DEALS.replace("100.00", "99999999.99"))
    assert house.rows("select amount from stored.deals") == [(Decimal("99999999.99"),)]
