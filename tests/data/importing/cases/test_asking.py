"""What is asked, what settles it before anybody is asked, and that an answer is remembered."""

from datetime import date
from decimal import Decimal

import pytest

from tests.data.importing.cases import outcomes
from tests.importing import CLIENTS, House, warned

DEALS = "deal_id,client_id,opened_on,stage,amount,cost\n"
DAYS = "client_id,name,registered_on,ended_on,updated_on\n"
RATES = "currency,from_on,rate\nUSD,2020-01-01,0.9\nGBP,2020-01-01,1.1\n"


def deals(*rows: str) -> str:
    return DEALS + "".join(f"D{number},C1,2026-01-05,offer,{row}\n" for number, row in enumerate(rows))


def clients(*rows: str) -> str:
    return DAYS + "".join(f"C{number},Name {number},{row}\n" for number, row in enumerate(rows))


def money(house: House) -> list[tuple[Decimal, str | None]]:
    return house.rows("select amount, currency from stored.deals order by deal_id")


@pytest.mark.parametrize(
    ("cost", "expected", "code"), [("12.50", "1.23", "point-by-file"), ('"12,50"', "1234", "comma-by-file")]
)
def test_the_files_other_columns_tell_its_decimal_sign(house: House, cost: str, expected: str, code: str) -> None:
    report = house.take(clients=CLIENTS, deals=deals(f"1.234,{cost}"))
    assert outcomes.taken(house, report, "select amount from stored.deals") == [Decimal(expected)]
    assert outcomes.noted(report, code) == 1


def test_a_column_that_is_no_column_of_the_contract_tells_too(house: House) -> None:
    content = DEALS.strip() + ',Own\nD1,C1,2026-01-05,offer,1.234,,"12,5"\n'
    report = house.take(clients=CLIENTS, deals=content)
    assert outcomes.taken(house, report, "select amount from stored.deals") == [Decimal(1234)]


def test_columns_that_disagree_tell_nothing(house: House) -> None:
    content = DEALS.strip() + ',Own,Other\nD1,C1,2026-01-05,offer,1.234,,"12,5",3.5\n'
    assert len(outcomes.asked(house, house.take(clients=CLIENTS, deals=content))) == 2


def test_the_files_other_days_tell_their_order(house: House) -> None:
    report = house.take(clients=clients("03/04/2025,25/12/2025,"))
    assert outcomes.taken(house, report, "select registered_on from stored.clients") == [date(2025, 4, 3)]
    assert outcomes.noted(report, "dmy-by-file") == 1


def test_columns_with_the_same_doubt_are_one_question_with_cells_read_either_way(house: House) -> None:
    report = house.take(clients=clients("03/04/2025,05/06/2025,", "05/06/2025,,01/02/2025"))
    (fault,) = report.rejects
    assert fault.column == "registered_on, ended_on, updated_on"
    assert fault.choices[0].samples == ("03/04/2025 → 3 April 2025", "05/06/2025 → 5 June 2025")
    assert fault.choices[1].samples == ("03/04/2025 → 4 March 2025", "05/06/2025 → 6 May 2025")
    assert "[clients.clients.read]\nday_first = true" in fault.message
    assert "line 2" in fault.message


def test_numbers_of_two_columns_are_one_question(house: House) -> None:
    report = house.take(clients=CLIENTS, deals=deals("1.234,2.345"))
    (fault,) = report.rejects
    assert fault.column == "amount, cost"
    assert warned(report) == {}
    assert [choice.samples for choice in fault.choices] == [("1.234 → 1.234",), ("1.234 → 1234",)]


def test_numbers_that_are_each_beyond_doubt_may_be_mixed(house: House) -> None:
    report = house.take(clients=CLIENTS, deals=deals("12.5,", '"12,75",'))
    assert outcomes.taken(house, report, "select amount from stored.deals order by deal_id") == [
        Decimal("12.50"),
        Decimal("12.75"),
    ]


def test_numbers_in_both_notations_beside_doubtful_ones_are_asked_about(house: House) -> None:
    content = deals("12.5,", '"12,75",', "1.234,")
    outcomes.asked(house, house.take(clients=CLIENTS, deals=content))
    report = house.take(clients=CLIENTS, deals=content, mapping=outcomes.settled("deals", "deals", decimal=","))
    assert outcomes.taken(house, report, "select amount from stored.deals order by deal_id") == [
        Decimal("12.50"), Decimal("12.75"), Decimal(1234),
    ]  # fmt: skip


def test_rates_have_more_than_two_decimals(house: House) -> None:
    report = house.take(rates='currency,from_on,rate\nUSD,2020-01-01,"1,085"\n')
    assert outcomes.taken(house, report, "select rate from stored.rates") == [Decimal("1.085")]


def test_a_later_sign_replaces_a_stored_currency(house: House) -> None:
    house.take(clients=CLIENTS, rates=RATES, deals=deals("$12,"))
    assert house.take(deals=deals("€12,")).stored
    assert money(house) == [(Decimal(12), "EUR")]


def test_months_as_columns_may_carry_signs_and_words_for_nothing(house: House) -> None:
    report = house.take(plans="manager_id;metric;2026-01;2026-02\nM1;revenue;1.234,50 €;2 000,00 €\n")
    found = outcomes.taken(house, report, "select target from stored.plans order by period")
    assert found == [Decimal("1234.50"), Decimal(2000)]


def test_whole_numbers_leave_no_doubt(house: House) -> None:
    content = "client_id,name,employees\nC1,One,1.234\nC2,Two,2.000\n"
    report = house.take(clients=content)
    assert outcomes.taken(house, report, "select employees from stored.clients order by 1") == [1234, 2000]


def test_an_answer_holds_for_files_with_the_same_headings(house: House) -> None:
    content = deals("1.234,")
    outcomes.asked(house, house.take(clients=CLIENTS, deals=content))
    house.take(clients=CLIENTS, deals=content, mapping=outcomes.settled("deals", "deals", decimal=","))
    assert house.take(deals_of_may=deals("5.678,")).stored
    assert money(house) == [(Decimal(5678), None)]


def test_an_answer_leaves_a_flat_file_its_other_tables(house: House) -> None:
    content = "deal_id,client_id,client_name,opened_on,stage,amount\nD1,K1,Kaja,2026-01-05,offer,1.234\n"
    report = house.take(deals=content, mapping=outcomes.settled("deals", "deals", decimal=","))
    assert outcomes.taken(house, report, "select name from stored.clients") == ["Kaja"]


def test_an_answer_adds_to_the_columns_confirmed_before(house: House) -> None:
    mapping = '[crm.deals.columns]\nworth = "amount"\n'
    head = "deal_id,client_id,opened_on,stage,worth\n"
    assert house.take(clients=CLIENTS, crm=head + "D1,C1,2026-01-05,offer,7.50\n", mapping=mapping).stored
    doubtful = head + "D1,C1,2026-01-05,offer,1.234\n"
    outcomes.asked(house, house.take(crm=doubtful))
    report = house.take(crm=doubtful, mapping=outcomes.settled("crm", "deals", decimal=","))
    assert outcomes.taken(house, report, "select amount from stored.deals") == [Decimal(1234)]
    assert house.take(crm=head + "D1,C1,2026-01-05,offer,5.678\n").stored
    assert money(house) == [(Decimal(5678), None)]


@pytest.mark.parametrize(
    ("cells", "currency", "expected"),
    [
        (["€ 12.50", "7 EUR"], "EUR", [("12.50", "EUR"), ("7", "EUR")]),
        (["$1,234.00", "$12 USD"], "EUR", [("1234", "USD"), ("12", "USD")]),
        (["1 234,56 руб.", "1,00 ₽"], "RUB", [("1234.56", "RUB"), ("1", "RUB")]),
        (["10 kr", "kr. 12"], "SEK", [("10", "SEK"), ("12", "SEK")]),
        (["£5", "5 GBP"], "EUR", [("5", "GBP"), ("5", "GBP")]),
    ],
)
def test_one_sign_throughout_is_the_currency_of_its_rows(
    house: House, cells: list[str], currency: str, expected: list[tuple[str, str]]
) -> None:
    content = deals(*(f'"{cell}",' for cell in cells))
    report = house.take(clients=CLIENTS, rates=RATES, deals=content, currency=currency)
    assert report.stored
    assert money(house) == [(Decimal(number), code) for number, code in expected]
    assert outcomes.noted(report, "currency-sign") == 2


def test_a_foreign_sign_needs_a_rate(house: House) -> None:
    report = house.take(clients=CLIENTS, deals=deals("$ 12.50,"))
    assert outcomes.refused(house, report, line=2, says="USD") == "no-rate"
    assert "USD" in next(one.message for one in report.warnings if one.code == "currency-sign")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["€12", "$13", "£9"], ["cells", "EUR", "USD", "GBP"]),
        (["$12", "13"], ["cells", "USD"]),
        (["10 kr"], ["SEK", "NOK", "DKK", "ISK"]),
    ],
)
def test_signs_that_leave_a_doubt_are_asked_about(house: House, cells: list[str], expected: list[str]) -> None:
    report = house.take(clients=CLIENTS, deals=deals(*(f"{cell}," for cell in cells)))
    assert [read["currency"] for read in outcomes.asked(house, report)] == expected


@pytest.mark.parametrize(("said", "expected"), [("cells", ["EUR", "USD", None]), ("USD", ["USD"] * 3)])
def test_a_mapping_says_what_signs_mean(house: House, said: str, expected: list[str | None]) -> None:
    mapping = outcomes.settled("deals", "deals", currency=said)
    report = house.take(clients=CLIENTS, rates=RATES, deals=deals("€12,", "$13,", "7,"), mapping=mapping)
    assert outcomes.taken(house, report, "select currency from stored.deals order by deal_id") == expected


def test_two_currencies_in_one_row_are_refused(house: House) -> None:
    mapping = outcomes.settled("deals", "deals", currency="cells")
    report = house.take(clients=CLIENTS, rates=RATES, deals=deals("€12,$3", "$13,$4"), mapping=mapping)
    assert outcomes.refused(house, report, line=2, says="EUR") == "other-currency"


def test_a_sign_that_contradicts_its_rows_currency_is_refused(house: House) -> None:
    content = DEALS.strip() + ",currency\nD1,C1,2026-01-05,offer,$12,,USD\nD2,C1,2026-01-05,offer,€12,,USD\n"
    report = house.take(clients=CLIENTS, rates=RATES, deals=content)
    assert outcomes.refused(house, report, line=3, says="USD") == "other-currency"


def test_a_table_without_currencies_takes_the_workspaces_alone(house: House) -> None:
    head = "product_id,name,list_price\n"
    assert outcomes.refused(house, house.take(products=head + "P1,One,$5\n"), says="EUR") == "foreign-currency"
    assert house.take(products=head + "P1,One,5 €\n").stored


def test_per_cents_are_read_as_the_mapping_says(house: House) -> None:
    head = "deal_id,client_id,opened_on,stage,discount\n"
    content = head + "D1,C1,2026-01-05,offer,15%\nD2,C1,2026-01-05,offer,0.2\nD3,C1,2026-01-05,offer,0\n"
    (fault,) = house.take(clients=CLIENTS, deals=content).rejects
    assert (fault.line, fault.value) == (3, "0.2")
    assert [choice.samples for choice in fault.choices] == [("0.2 → 0.2 %",), ("0.2 → 20 %",)]
    report = house.take(clients=CLIENTS, deals=content, mapping=outcomes.settled("deals", "deals", percent=True))
    found = outcomes.taken(house, report, "select discount from stored.deals order by deal_id")
    assert [float(one) for one in found] == [0.15, 0.002, 0]


def test_case_62_what_nobody_sees_goes_and_what_looks_alike_is_told(house: House) -> None:
    names = ["Calm", "\u0421alm", "Cafe\u0301", "Ha\u200bldur", "Ünlü", "\u00a0Öö\u00a0"]
    report = house.take(clients="client_id,name\n" + "".join(f"C{step},{name}\n" for step, name in enumerate(names)))
    found = outcomes.taken(house, report, "select name from stored.clients order by client_id")
    assert found == ["Calm", "\u0421alm", "Café", "Haldur", "Ünlü", "Öö"]
    assert (warned(report)["look-alike"], warned(report)["unseen-letters"]) == (1, 2)
    (twin,) = [one for one in report.warnings if one.code == "look-alike"]
    assert (twin.column, twin.first_line) == ("name", 3)


def test_a_column_of_another_alphabet_alone_looks_like_nothing(house: House) -> None:
    report = house.take(clients="client_id,name\nC1,СОВА\nC2,Ромашка\n")
    assert "look-alike" not in warned(report)


def test_words_for_nothing_are_counted_by_spelling(house: House) -> None:
    report = house.take(clients="client_id,name,employees,region\nC1,—,—,None\nC2,B,#N/A,-\nC3,C,#n/a,nan\n")
    assert outcomes.taken(house, report, "select name from stored.clients order by client_id") == ["—", "B", "C"]
    assert outcomes.taken(house, report, "select region from stored.clients order by client_id") == [None, None, "nan"]
    told = {one.column: one.message for one in report.warnings if one.code == "nothing-words"}
    assert "3 (#N/A: 1, #n/a: 1, —: 1)" in told["employees"]
    assert "2 (-: 1, None: 1)" in told["region"]


def test_attributes_take_what_is_beyond_doubt_and_ask_nothing(house: House) -> None:
    content = (
        "client_id\tname\tDots\tPrice\tShare\tSlashes\tWords\tTelling\tLine\tCode\tMixed\n"
        "C1\tN\t1.234\t€ 12,50\t15%\t03/04/2025\t3 April 2025\t25/04/2025\t+372 555\t123 456\t15%\n"
        "C2\tM\t2.500\t€ 7,00\t7,5 %\t05/06/2025\t4. mai 2025\t03/04/2025\t+372 666\t555 123\t0.2\n"
    )
    report = house.take(clients=content)
    assert report.stored
    assert report.files[0].attributes == {
        "Dots": "text", "Price": "number", "Share": "number", "Slashes": "text", "Words": "date", "Telling": "date",
        "Line": "text", "Code": "text", "Mixed": "text",
    }  # fmt: skip
    ((held,),) = house.rows("select attributes from stored.clients where client_id = 'C1'")
    assert (held["Price"], held["Share"], held["Words"], held["Telling"]) == (
        "12.5", "0.15", "2025-04-03", "2025-04-25",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("3 апреля 2025 г.", date(2025, 4, 3)), ("April 3, 2025", date(2025, 4, 3)), ("03-Apr-25", date(2025, 4, 3)),
     ("Thu, 03 Apr 2025 10:15:00 +0300", date(2025, 4, 3)), ("3. mai 2025", date(2025, 5, 3)),
     ("15. märts 2025", date(2025, 3, 15)), ("3. Dez. 2025", date(2025, 12, 3)), ("45750.5", date(2025, 4, 3)),
     ("25/12/25 2:30 PM", date(2025, 12, 25)), ("01.01.0001", None), ("31.12.9999", None)],
)  # fmt: skip
def test_days_as_people_and_programs_write_them(house: House, cell: str, expected: date | None) -> None:
    report = house.take(clients=f'client_id,name,defaulted_on\nC1,One,"{cell}"\n')
    assert outcomes.taken(house, report, "select defaulted_on from stored.clients") == [expected]


def test_short_years_of_days_ahead_reach_further(house: House) -> None:
    head = "deal_id,client_id,opened_on,stage,promised_on\n"
    report = house.take(clients=CLIENTS, deals=head + "D1,C1,05.01.26,offer,31.12.35\n")
    assert outcomes.taken(house, report, "select promised_on from stored.deals") == [date(2035, 12, 31)]
    assert "2046" in next(one.message for one in report.warnings if one.column == "promised_on")
