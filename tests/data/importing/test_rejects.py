"""Refused rows as their file has them with the reasons beside, mended and imported again."""

import csv
from pathlib import Path

import pytest

from data.errors import UsageError
from data.importing import rejecting
from data.importing.rejecting import Rejected
from tests.importing import CLIENTS, codes

HEAD = "Deal no;Client;Opened;Stage;Closed;Amount;Remark\n"
ROWS = (
    "D1;C1;05.01.2026;won;01.02.2026;1 100,50;plain\n"
    'D2;C9;05.01.2026;won;01.02.2026;1 200,50;"two\nlines; and a semicolon"\n'
    "D3;C2;05.01.2026;won;;much;' kept'\n"
    "D4;C2;05.01.2026;lead;;;=SUM(A1)\n"
)
MAPPING = """[sales.deals.columns]
"Deal no" = "deal_id"
Client = "client_id"
Opened = "opened_on"
Stage = "stage"
Closed = "closed_on"
Amount = "amount"
"""


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture
def sales(house, tmp_path):
    """The sales file imported with its two bad rows refused; where these were written."""
    report = house.take(
        clients=CLIENTS, sales=HEAD + ROWS, mapping=MAPPING, good_rows=True, rejects=tmp_path / "refused"
    )
    assert report.stored
    assert codes(report) == [
        ("sales.csv", 3, "unknown-client"), ("sales.csv", 5, "not-a-number"), ("sales.csv", 5, "no-closing-day"),
    ]  # fmt: skip
    return tmp_path / "refused" / "sales.csv"


def test_refused_rows_are_written_as_they_were_read_with_their_reasons(sales):
    head, first, second = read(sales)
    assert head == [
        "Deal no",
        "Client",
        "Opened",
        "Stage",
        "Closed",
        "Amount",
        "Remark",
        "haldur_code",
        "haldur_message",
    ]
    assert first[:8] == [
        "D2", "C9", "05.01.2026", "won", "01.02.2026", "1 200,50", "two\nlines; and a semicolon", "unknown-client",
    ]  # fmt: skip
    assert "There is no client “C9”" in first[8]
    assert second[:7] == ["D3", "C2", "05.01.2026", "won", "", "much", "' kept'"]
    assert second[7] == "not-a-number; no-closing-day"
    assert second[8].count("; ") == 1
    assert [file.name for file in sales.parent.iterdir()] == ["sales.csv"]


def test_mended_they_are_imported_again_and_everything_is_stored(house, sales):
    mended = sales.read_text(encoding="utf-8-sig").replace("C9", "C1").replace("won,,much", "won,02.02.2026,300")
    report = house.take(sales=mended, mapping=MAPPING)
    assert (report.rejects, report.stored) == ((), True)
    assert "haldur_code" not in report.files[0].all_headings
    assert house.rows("select deal_id, client_id, amount::varchar, attributes from stored.deals order by 1") == [
        ("D1", "C1", "1100.50", {"Remark": "plain"}),
        ("D2", "C1", "1200.50", {"Remark": "two\nlines; and a semicolon"}),
        ("D3", "C2", "300.00", {"Remark": "' kept'"}),
        ("D4", "C2", None, {"Remark": "=SUM(A1)"}),
    ]


def test_a_mapping_remembered_for_the_file_holds_for_its_refused_rows(house, sales):
    again = house.take(more=sales.read_text(encoding="utf-8-sig").replace("C9", "C1"), store=False)
    assert codes(again) == [("more.csv", 4, "not-a-number"), ("more.csv", 4, "no-closing-day")]


def test_the_reasons_of_an_earlier_time_are_not_written_twice(house, sales, tmp_path):
    house.take(sales=sales.read_bytes(), mapping=MAPPING, store=False, rejects=tmp_path / "again")
    assert read(tmp_path / "again" / "sales.csv") == read(sales)


@pytest.mark.parametrize("cell", ["=1+1", "+1+1", "-1+1", "@x", "\tx", "'=1", "- 5", "+372 555 0000", "-12,5"])
def test_nothing_runs_in_a_spreadsheet_and_the_import_takes_the_guard_off(house, tmp_path, cell):
    line = f'C1,One,2026-01-05,2026-01-04,"{cell}"\n'
    head = "client_id,name,registered_on,ended_on,remark\n"
    house.take(clients=head + line, rejects=tmp_path / "refused.csv")
    written = read(tmp_path / "refused.csv")[1][4]
    assert not written.startswith(("=", "@", "\t", "+3", "+1", "-1+", "- ", "-12,")), written
    mended = (tmp_path / "refused.csv").read_text(encoding="utf-8-sig").replace("2026-01-04", "2026-02-04")
    assert house.take(clients=mended).stored
    direct = house.take(clients=head + line.replace("C1", "C2").replace("2026-01-04", "2026-02-04"))
    assert direct.stored
    (attributes,) = house.rows("select distinct attributes from stored.clients")
    assert attributes


def test_headings_run_nothing_either(house, tmp_path):
    house.take(clients="client_id,name,=cmd()\nC1,,x\n", rejects=tmp_path / "refused.csv")
    assert read(tmp_path / "refused.csv")[0][2] == "'=cmd()"


def test_one_file_with_refused_rows_goes_where_it_was_told(house, tmp_path):
    house.take(clients=CLIENTS + "C3,\n", deals="deal_id,opened_on,stage\nD1,2026-01-05,lead\n",
               rejects=tmp_path / "bad.csv")  # fmt: skip
    assert read(tmp_path / "bad.csv")[1][:3] == ["C3", "", "missing-value"]
    assert list(tmp_path.glob("bad*")) == [tmp_path / "bad.csv"]


def test_several_have_their_names_behind_a_dash(house, tmp_path):
    house.take(clients=CLIENTS + "C3,\n", deals="deal_id,opened_on,stage\nD1,soon,lead\n", rejects=tmp_path / "bad.csv")
    assert sorted(file.name for file in tmp_path.glob("bad*")) == ["bad-clients.csv", "bad-deals.csv"]
    assert read(tmp_path / "bad-deals.csv")[1][:4] == ["D1", "soon", "lead", "not-a-day"]


def test_files_of_one_name_dont_overwrite_each_other(house, tmp_path):
    texts = ("client_id,name\nC1,\n", "client_id,name\nC2,\n")
    paths = tuple(house.file(f"{month}/clients.csv", text) for month, text in zip("ab", texts, strict=True))
    house.take(paths=paths, rejects=tmp_path / "refused")
    files = sorted((tmp_path / "refused").iterdir())
    assert [file.name for file in files] == ["clients.csv", "clients_2.csv"]
    assert [read(file)[1][0] for file in files] == ["C1", "C2"]


def test_where_nothing_is_refused_no_earlier_rows_are_left(house, tmp_path):
    place = tmp_path / "bad.csv"
    house.take(clients=CLIENTS + "C3,\n", rejects=place)
    assert len(read(place)) == 2
    house.take(clients=CLIENTS, rejects=place)
    assert read(place) == [["haldur_code", "haldur_message"]]


def test_a_flat_files_row_is_written_once_with_all_its_reasons(house, tmp_path):
    flat = "deal_id,customer id,customer name,opened_on,stage\nD1,C1,One,2026-01-05,lead\nD2,C1,Uno,soon,lead\n"
    house.take(deals=flat, rejects=tmp_path / "bad.csv")
    rows = read(tmp_path / "bad.csv")[1:]
    assert [row[0] for row in rows] == ["D1", "D2"]
    assert set(rows[1][5].split("; ")) == {"duplicate-key", "unknown-client", "not-a-day"}


def test_pay_is_written_for_a_director_alone(house, tmp_path):
    payroll = "manager_id,period,salary\nM1,2026-01,secret\n"
    house.take(payroll=payroll, director=False, rejects=tmp_path / "one.csv")
    assert read(tmp_path / "one.csv") == [["haldur_code", "haldur_message"]]
    house.take(payroll=payroll, rejects=tmp_path / "two.csv")
    assert read(tmp_path / "two.csv")[1][:3] == ["M1", "2026-01", "secret"]


def test_a_row_that_doesnt_fit_its_headings_keeps_all_its_cells(tmp_path):
    rows = [
        Rejected("x.csv", 2, ["1", "Smith", " John", "5"], ["ragged-row"], ["Too long."]),
        Rejected("x.csv", 3, ["2"], ["ragged-row"], ["Too short."]),
    ]
    rejecting.write_rows(tmp_path / "x.csv", ["client_id", "name"], rows)
    assert read(tmp_path / "x.csv")[1:] == [
        ["1", "Smith", "ragged-row", "Too long.", " John", "5"],
        ["2", "", "ragged-row", "Too short."],
    ]


def test_a_place_that_cant_be_written_is_told_before_anything_is_stored(house, tmp_path):
    house.file("taken", "x")
    with pytest.raises(UsageError, match="can't be written"):
        house.take(clients=CLIENTS + "C3,\n", good_rows=True, rejects=tmp_path / "taken" / "bad.csv")
    assert house.workspace.number() is None
