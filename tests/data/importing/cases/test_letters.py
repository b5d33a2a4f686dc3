"""Encodings and letters: cases 1 to 12, 61 and 62."""

import pytest

from tests.data.importing.cases import outcomes
from tests.importing import House

LATVIAN = ["Ķekavas siers", "Rēzeknes gaļas kombināts", "Jūrmalas ūdens", "SIA Dārzs un māja", "Ģimenes ārsts"]
ESTONIAN = ["Põhja-Eesti kütus", "Võru mõis", "Tõrva äri", "Õlle sõbrad", "Käo talu"]
RUSSIAN = ["Северный ветер", "Торговый дом «Заря»", "Мебель и уют", "Цветы у дома", "Шиномонтаж"]
WESTERN = ["Café zum Löwen", "Société générale", "Müller & Söhne", "Preis 5 €", "Peña Niño"]


def clients(names: list[str]) -> str:
    rows = [f"C{number},{name},city {number}" for number, name in enumerate(names, 1)]
    return "\n".join(["client_id,name,city", *rows, ""])


def stored(house: House, content: bytes, **options: object) -> list[str]:
    report = house.take(clients=content, **options)
    return outcomes.taken(house, report, "select name from stored.clients order by client_id")


def test_case_1_a_byte_order_mark_is_no_part_of_the_first_heading(house: House) -> None:
    assert stored(house, b"\xef\xbb\xbf" + clients(LATVIAN).encode()) == LATVIAN


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        pytest.param(LATVIAN, "cp1257", id="case 2, Windows-1257"),
        pytest.param(RUSSIAN, "cp1251", id="case 3, Windows-1251"),
        pytest.param(WESTERN, "cp1252", id="case 4, Windows-1252 with the euro sign"),
        pytest.param(RUSSIAN[:1] + RUSSIAN[2:], "koi8-r", id="case 5, KOI8-R"),
        pytest.param(RUSSIAN[:1] + RUSSIAN[2:], "cp866", id="case 5, CP866"),
        pytest.param(LATVIAN, "utf-16", id="case 6, UTF-16 little-endian with a mark"),
        pytest.param(LATVIAN, "utf-16-le", id="case 8, UTF-16 little-endian without a mark"),
        pytest.param(LATVIAN, "utf-16-be", id="UTF-16 big-endian without a mark"),
        pytest.param(ESTONIAN, "iso8859-15", id="ISO-8859-15"),
        pytest.param(ESTONIAN, "cp775", id="CP775"),
    ],
)
def test_other_encodings_are_read_exactly_or_asked_about(house: House, names: list[str], encoding: str) -> None:
    content = clients(names).encode(encoding)
    report = house.take(clients=content)
    if not report.stored:
        readings = outcomes.asked(house, report)
        right = [read for read in readings if content.decode(read["encoding"]) == clients(names)]
        assert right, readings
        report = house.take(clients=content, mapping=outcomes.settled("clients", "clients", **right[0]))
    assert outcomes.taken(house, report, "select name from stored.clients order by client_id") == names
    assert outcomes.noted(report, "other-encoding")


@pytest.mark.parametrize("names", [LATVIAN, RUSSIAN, WESTERN])
def test_the_commonest_encodings_need_no_question(house: House, names: list[str]) -> None:
    encoding = {"Ķ": "cp1257", "С": "cp1251", "C": "cp1252"}[names[0][0]]
    assert stored(house, clients(names).encode(encoding)) == names


def test_case_7_utf_16_big_endian(house: House) -> None:
    assert stored(house, b"\xfe\xff" + clients(RUSSIAN).encode("utf-16-be")) == RUSSIAN


def test_case_9_excels_unicode_text(house: House) -> None:
    content = clients(RUSSIAN).replace(",", "\t").replace("\n", "\r\n").encode("utf-16")
    assert stored(house, content) == RUSSIAN


def test_case_10_two_encodings_in_one_file_name_the_line(house: House) -> None:
    lines = clients([*RUSSIAN, *RUSSIAN]).encode().splitlines(keepends=True)
    lines[4] = "C4,Цветы,city 4\n".encode("cp1251")
    outcomes.refused(house, house.take(clients=b"".join(lines)), line=5)


def test_case_11_text_encoded_twice_is_asked_about_with_the_repaired_text(house: House) -> None:
    twice = clients(["Müller", "Õunapuu", "Söhne & Co"]).encode().decode("cp1252").encode()
    report = house.take(clients=twice)
    readings = outcomes.asked(house, report)
    fault = next(fault for fault in report.rejects if fault.choices)
    assert any("Müller" in sample for choice in fault.choices for sample in choice.samples)
    repaired = readings[[any("Müller" in s for s in choice.samples) for choice in fault.choices].index(True)]
    again = house.take(clients=twice, mapping=outcomes.settled("clients", "clients", **repaired))
    assert "Müller" in outcomes.taken(house, again, "select name from stored.clients")


def test_case_12_bytes_that_are_no_text_name_line_and_byte(house: House) -> None:
    content = clients(ESTONIAN).encode() + b"C9,lone \xed\xa0\x80 half,Tartu\n"
    outcomes.refused(house, house.take(clients=content), line=7, says="0xED")


def test_case_61_nul_bytes_inside_are_refused_and_at_the_end_dropped(house: House) -> None:
    inside = b"client_id,name\nC1,One\nC2,T\x00wo\n"
    outcomes.refused(house, house.take(clients=inside), line=3)
    assert stored(house, b"client_id,name\nC1,One\nC2,Two\n\x00\x00\x00") == ["One", "Two"]


def test_case_62_unseen_letters_and_the_end_mark_of_dos_go(house: House) -> None:
    composed, parted = "Jõgi", "Jo\u0303gi"
    content = f"client_id,name\nC1,{composed}\nC2,{parted} \u200b\nC3,\u202eabc\nC4,Сalm\nC5,Calm\n\x1a".encode()
    report = house.take(clients=content)
    names = outcomes.taken(house, report, "select name from stored.clients order by client_id")
    assert names == ["Jõgi", "Jõgi", "abc", "Сalm", "Calm"]
