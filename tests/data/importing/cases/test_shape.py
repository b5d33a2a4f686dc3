"""Headings, rows and files: cases 13, 39 to 57, 60 and 63 to 65."""

import gzip
import io
import zipfile
from decimal import Decimal

import pytest

from tests.data.importing.cases import outcomes
from tests.importing import CLIENTS, House

NAMES = "select name from stored.clients order by client_id"


def names(house: House, content: str | bytes, **options: object) -> list[str]:
    return outcomes.taken(house, house.take(clients=content, **options), NAMES)


def zipped(**members: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_csv", ".csv"), content)
    return kept.getvalue()


def test_case_13_a_line_that_states_the_separator_is_no_heading(house: House) -> None:
    assert names(house, "sep=;\nclient_id;name\nC1;One\n") == ["One"]


def test_case_39_headings_with_blanks_and_capitals(house: House) -> None:
    assert names(house, " Client ID , NAME\nC1,One\n") == ["One"]
    outcomes.refused(house, house.take(clients=" Client ID ,CLIENT id,name\nC1,C2,One\n"), says="Client ID")


@pytest.mark.parametrize("second", ["name", "NAME"], ids=["case 40", "case 41"])
def test_one_heading_twice_names_the_columns(house: House, second: str) -> None:
    outcomes.refused(house, house.take(clients=f"client_id,name,{second}\nC1,One,Two\n"), says="2, 3")


def test_case_42_a_heading_without_a_name(house: House) -> None:
    assert names(house, "client_id,name,\nC1,One,\n") == ["One"]
    outcomes.refused(house, house.take(clients="client_id,name,\nC1,One,what\n"))


def test_case_43_headings_in_russian(house: House) -> None:
    assert names(house, "Код клиента,Наименование\nC1,Один\n") == ["Один"]


def test_case_44_without_headings_no_row_is_lost(house: House) -> None:
    content = "C1,One,2026-01-05\nC2,Two,2026-01-06\nC3,Three,2026-01-07\n"
    outcomes.refused(house, house.take(clients=content))


def test_case_45_headings_alone_never_empty_a_table(house: House) -> None:
    outcomes.with_clients(house)
    outcomes.refused(house, house.take(clients="client_id,name\n", mode="replace"))
    assert len(house.rows("select name from stored.clients")) == 2


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n  \n\t\n"])
def test_case_46_nothing_at_all(house: House, content: bytes) -> None:
    assert outcomes.refused(house, house.take(clients=content)) == "empty-file"


def test_case_47_lines_above_the_headings(house: House) -> None:
    report = house.take(clients="Report of clients\nMade on 2026-06-30\n\nclient_id,name\nC1,One\nC2,Two\n")
    assert outcomes.taken(house, report, NAMES) == ["One", "Two"]
    assert outcomes.noted(report, "preamble") == 3


def test_case_48_a_row_of_totals_is_no_deal(house: House) -> None:
    head = "manager_id,period,metric,target\n"
    rows = "M1,2026-01,revenue,100\nM2,2026-01,revenue,250\n"
    report = house.take(plans=head + rows + "Total,,,350\n")
    assert outcomes.taken(house, report, "select sum(target) from stored.plans") == [350]
    assert outcomes.noted(report, "total-row") == 1


def test_a_total_with_the_sign_of_its_currency_is_no_deal(house: House) -> None:
    head = "manager_id;period;metric;target\n"
    rows = "M1;2026-01;revenue;1 100,50 руб.\nM2;2026-01;revenue;250,00 руб.\n"
    report = house.take(plans=head + rows + "Итого;;;1 350,50 руб.\n", currency="RUB")
    assert outcomes.noted(report, "total-row") == 1
    assert outcomes.taken(house, report, "select sum(target) from stored.plans") == [Decimal("1350.50")]


def test_case_49_a_note_below_the_table(house: House) -> None:
    report = house.take(clients=CLIENTS + "\nExported by the CRM on 30 June\n")
    assert outcomes.taken(house, report, NAMES) == ["One", "Two"]
    assert outcomes.noted(report, "footer") == 1


@pytest.mark.parametrize("second", ["product_id,name,list_price\nP1,Thing,5\n", "product_id,name\nP1,Thing\n"])
def test_case_50_two_tables_in_one_file_name_the_line_of_the_second(house: House, second: str) -> None:
    outcomes.refused(house, house.take(clients=CLIENTS + "\n" + second), line=5)


def test_cases_51_to_53_rows_that_do_not_fit_name_their_lines(house: House) -> None:
    outcomes.refused(house, house.take(clients="client_id,name,city\nC1,One,Tartu\nC2,Two\n"), line=3)
    outcomes.refused(house, house.take(clients="client_id,name\nC1,One\nC2,Two,more\n"), line=3)
    outcomes.refused(house, house.take(clients="client_id,name\nC1,Smith, John\nC2,Two\n"), line=2)


def test_case_54_a_separator_at_the_end_of_each_row(house: House) -> None:
    report = house.take(clients="client_id,name\nC1,One,\nC2,Two,\n")
    assert outcomes.taken(house, report, NAMES) == ["One", "Two"]
    assert outcomes.noted(report, "trailing-separator") == 2


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_case_55_line_ends_within_quotes_are_kept(house: House, end: str) -> None:
    head = "complaint_id,client_id,opened_on,text\n".replace("\n", end)
    content = head + f'K1,C1,2026-01-05,"first{end}second"{end}'
    report = outcomes.with_clients(house).take(complaints=content.encode())
    assert outcomes.taken(house, report, "select text from stored.complaints") == [f"first{end}second"]


def test_case_56_a_quote_that_nothing_closes_names_its_line(house: House) -> None:
    content = 'client_id,name\nC1,One\nC2,"Two\nC3,Three\nC4,Four\n'
    outcomes.refused(house, house.take(clients=content), line=3)


def test_case_57_quotes_within_quotes_are_kept_or_name_their_line(house: House) -> None:
    report = house.take(clients='client_id,name\nC1,"Firma "Koit" OÜ"\nC2,"Two"\n')
    if report.stored:
        assert outcomes.taken(house, report, NAMES) == ['Firma "Koit" OÜ', "Two"]
    else:
        outcomes.refused(house, report, line=2)


@pytest.mark.parametrize("content", ["client_id,name\r\nC1,One\nC2,Two", "client_id,name\rC1,One\rC2,Two\r"])
def test_case_60_line_ends_of_any_kind(house: House, content: str) -> None:
    assert names(house, content.encode()) == ["One", "Two"]


def test_case_63_limits_are_named(house: House) -> None:
    outcomes.refused(house, house.take(clients=f"client_id,name\nC1,{'x' * 3_000_000}\n"), says="1000000")
    many = ",".join(f"column{number}" for number in range(5000))
    outcomes.refused(house, house.take(clients=f"client_id,name,{many}\n"), says="1000")


@pytest.mark.parametrize(
    ("content", "called"),
    [
        (b"<!DOCTYPE html><html><body><form>Sign in</form></body></html>", "HTML"),
        (b'{"error": "not signed in"}', "JSON"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
    ],
)
def test_case_64_what_is_no_table_is_called_what_it_is(house: House, content: bytes, called: str) -> None:
    outcomes.refused(house, house.take(clients=content), says=called)


def test_case_65_packed_files(house: House) -> None:
    packed = gzip.compress(CLIENTS.encode())
    assert names(house, packed) == ["One", "Two"]
    outcomes.refused(house, house.take(clients=packed[: len(packed) // 2]))
    archive = house.file("export.zip", zipped(deep__clients_csv=CLIENTS.replace("One", "Uno").encode()))
    assert outcomes.taken(house, house.take(paths=(archive,)), NAMES) == ["Uno", "Two"]


def test_case_65_a_member_that_points_outside_stays_inside(house: House) -> None:
    slip = io.BytesIO()
    with zipfile.ZipFile(slip, "w") as archive:
        archive.writestr("../../clients.csv", CLIENTS)
    house.take(paths=(house.file("slip.zip", slip.getvalue()),))
    assert not (house.folder.parent.parent / "clients.csv").exists()
    assert not (house.folder.parent / "clients.csv").exists()


def test_case_65_a_bomb_is_stopped_and_leaves_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.importing.files.MAX_UNPACKED", 5_000_000)
    bomb = gzip.compress(b"client_id,name\n" + b"C1,One\n" * 2_000_000)
    outcomes.refused(house, house.take(clients=bomb), says="larger")
