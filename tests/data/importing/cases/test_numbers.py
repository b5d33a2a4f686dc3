"""Numbers, shares and words for nothing: cases 14 to 22, 32 to 38, 58 and 59."""

from decimal import Decimal

import pytest

from tests.data.importing.cases import outcomes
from tests.data.importing.cases.outcomes import deals
from tests.importing import House

AMOUNTS = "select amount from stored.deals order by try_cast(deal_id[2:] as integer)"


def amounts(house: House, *cells: str, separator: str = ",") -> list[Decimal]:
    report = outcomes.with_clients(house).take(deals=deals(*cells, separator=separator))
    return outcomes.taken(house, report, AMOUNTS)


@pytest.mark.parametrize(
    ("cells", "separator", "expected"),
    [
        pytest.param(["1234,5", "0,49"], ";", ["1234.50", "0.49"], id="case 14, decimal comma"),
        pytest.param(["1 234,56", "1\u00a0234,56", "1\u202f234,56"], ";", ["1234.56"] * 3, id="case 15, blanks"),
        pytest.param(["1.234,56", "12,00"], ";", ["1234.56", "12.00"], id="case 16, points between thousands"),
        pytest.param(['"1,234.56"', "12.50"], ",", ["1234.56", "12.50"], id="case 17, commas between thousands"),
    ],
)
def test_numbers_as_people_write_them(house: House, cells: list[str], separator: str, expected: list[str]) -> None:
    assert amounts(house, *cells, separator=separator) == [Decimal(one) for one in expected]


def test_case_18_a_point_before_three_digits_is_asked_about(house: House) -> None:
    content = deals("1.234", "5.678")
    report = outcomes.with_clients(house).take(deals=content)
    assert {read["decimal"] for read in outcomes.asked(house, report)} == {".", ","}
    settled = house.take(deals=content, mapping=outcomes.settled("deals", "deals", decimal=","))
    assert outcomes.taken(house, settled, AMOUNTS) == [Decimal(1234), Decimal(5678)]


def test_case_19_one_currencys_sign_is_understood_and_several_are_asked_about(house: House) -> None:
    assert amounts(house, "€ 12.50", "13.50 €") == [Decimal("12.50"), Decimal("13.50")]
    content = deals("€ 12.50", "$ 13.50", "£ 9.10")
    report = house.take(deals=content)
    readings = outcomes.asked(house, report)
    assert {"currency": "cells"} in readings


def test_case_20_a_column_of_currencies_needs_rates(house: House) -> None:
    outcomes.with_clients(house)
    head = "deal_id,client_id,opened_on,stage,amount,currency\n"
    content = head + "D1,C1,2026-01-05,offer,10,EUR\nD2,C1,2026-01-05,offer,10,USD\n"
    assert outcomes.refused(house, house.take(deals=content), line=3) == "no-rate"


def test_case_21_per_cents_beside_fractions_are_asked_about(house: House) -> None:
    content = deals("15%", "0.2", "12 %", column="discount")
    report = outcomes.with_clients(house).take(deals=content)
    assert {read["percent"] for read in outcomes.asked(house, report)} == {True, False}
    settled = house.take(deals=content, mapping=outcomes.settled("deals", "deals", percent=False))
    found = outcomes.taken(house, settled, "select discount from stored.deals order by deal_id")
    assert [float(one) for one in found] == [0.15, 0.2, 0.12]


def test_case_22_three_ways_of_being_negative(house: House) -> None:
    head = "invoice_id,client_id,issued_on,due_on,amount\n"
    cells = ["(1234.50)", "1234.50-", "−1234.50", "10.00"]
    rows = [f"I{number},C1,2026-01-05,2026-01-20,{cell}" for number, cell in enumerate(cells, 1)]
    report = outcomes.with_clients(house).take(invoices=head + "\n".join(rows) + "\n")
    found = outcomes.taken(house, report, "select amount from stored.invoices order by invoice_id")
    assert found == [Decimal("-1234.50")] * 3 + [Decimal(10)]


def test_case_32_words_for_nothing_are_missing_and_a_question_mark_is_no_number(house: House) -> None:
    report = outcomes.with_clients(house).take(deals=deals("NULL", "n/a", "-", "#N/A", "nan", "None", "5"))
    assert outcomes.taken(house, report, AMOUNTS) == [None] * 6 + [Decimal(5)]
    assert outcomes.noted(report, "nothing-words") == 6
    outcomes.refused(house, house.take(deals=deals("5", "?")), line=3)


def test_case_33_clients_called_nothing_keep_their_names(house: House) -> None:
    names = ["Null", "NA", "None", "nan", "n/a"]
    content = "client_id,name\n" + "".join(f"C{number},{name}\n" for number, name in enumerate(names))
    report = house.take(clients=content)
    assert outcomes.taken(house, report, "select name from stored.clients order by client_id") == names


def test_cases_34_and_35_ids_stay_as_they_are(house: House) -> None:
    keys = ["00123", "12345678901234567890", "98765432109876543", "+372 5555"]
    content = "client_id,name\n" + "".join(f"{key},Name\n" for key in keys)
    report = house.take(clients=content)
    assert outcomes.taken(house, report, "select client_id from stored.clients") == sorted(keys)


def test_case_36_ids_that_excel_has_shortened_are_refused(house: House) -> None:
    content = "client_id,name\n1.23E+16,One\n1.23E+16,Two\n"
    assert outcomes.refused(house, house.take(clients=content), line=2, says="spreadsheet") == "broken-id"


@pytest.mark.parametrize("cell", ["inf", "Infinity", "-inf", "1e400", "0x1A"])
def test_case_37_numbers_that_are_none_name_line_and_value(house: House, cell: str) -> None:
    outcomes.refused(outcomes.with_clients(house), house.take(deals=deals("5", cell)), line=3, says=cell)


def test_case_38_words_for_yes_and_no(house: House) -> None:
    said = ["yes", "No", "TRUE", "0", "да", "нет", "jah", "ei", "y", "n"]
    content = "client_id,name,vip\n" + "".join(f"C{number},Name,{word}\n" for number, word in enumerate(said))
    report = house.take(clients=content)
    found = outcomes.taken(house, report, "select vip from stored.clients order by client_id")
    assert found == [True, False] * 5


def test_case_58_a_decimal_after_thirty_thousand_integers_is_kept_exactly(house: House) -> None:
    found = amounts(house, *["13"] * 30_000, "12.75", "0.49")
    assert found[-2:] == [Decimal("12.75"), Decimal("0.49")]


def test_case_59_a_late_word_among_numbers_names_its_line(house: House) -> None:
    content = deals(*["13"] * 30_000, "unknown")
    outcomes.refused(outcomes.with_clients(house), house.take(deals=content), line=30_002, says="unknown")
