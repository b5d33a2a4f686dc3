"""Text to values, decided over the whole column."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.importing import CLIENTS, codes, warned

HEAD = "deal_id,client_id,opened_on,stage,closed_on,amount"


def deals(values, column="amount"):
    """A file of won deals with ``values`` in one column."""
    rows = []
    for number, value in enumerate(values, 1):
        cells = {"opened_on": "2026-01-05", "closed_on": "2026-02-01", "amount": "100", column: value}
        extra = f";{value}" if column not in ("opened_on", "closed_on", "amount") else ""
        rows.append(f"D{number};C1;{cells['opened_on']};won;{cells['closed_on']};{cells['amount']}{extra}")
    head = HEAD.replace(",", ";") + ("" if column in HEAD else f";{column}")
    return "\n".join([head, *rows]) + "\n"


def stored(house, values, column="amount", mapping=""):
    report = house.take(clients=CLIENTS, deals=deals(values, column), mapping=mapping)
    assert codes(report) == []
    return [row[0] for row in house.rows(f"select {column} from stored.deals order by deal_id")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1234.56", "7"], ["1234.56", "7"]),
        (["1234,56", "7,5"], ["1234.56", "7.5"]),
        (["1 234,56", "2\u00a0000,00", "3\u202f000"], ["1234.56", "2000", "3000"]),
        (["1.234,56", "2.000"], ["1234.56", "2000"]),
        (["1,234.56", "2,000"], ["1234.56", "2000"]),
        (["1'234.50", "12"], ["1234.50", "12"]),
        (["1.5", "2.000"], ["1.5", "2"]),
        (["0.125", "3.250"], ["0.13", "3.25"]),
        (["1234.500", "2.000"], ["1234.5", "2"]),
        ([" 12 ", "+5"], ["12", "5"]),
    ],
)
def test_money_as_it_is_written(house, values, expected):
    assert stored(house, values) == [Decimal(value) for value in expected]


def test_more_decimals_are_rounded_half_up_and_counted(house):
    report = house.take(clients=CLIENTS, deals=deals(["0.005", "1.004", "2.345", "3.5"]))
    assert warned(report)["rounded-money"] == 3
    assert house.rows("select amount from stored.deals order by 1") == [
        (Decimal("0.01"),), (Decimal("1.00"),), (Decimal("2.35"),), (Decimal("3.50"),),
    ]  # fmt: skip
    (warning,) = [one for one in report.warnings if one.code == "rounded-money"]
    assert (warning.table, warning.column, warning.first_line) == ("deals", "amount", 2)


@pytest.mark.parametrize("values", [["1.234", "2.500"], ["1,234", "12"]])
def test_a_number_that_can_be_read_in_two_ways_is_asked_about(house, values):
    report = house.take(clients=CLIENTS, deals=deals(values))
    (fault,) = report.rejects
    assert (fault.code, fault.line, fault.value) == ("ambiguous-number", 2, values[0])
    assert '[deals.deals.read]\ndecimal = "."' in fault.message
    assert house.workspace.number() is None


@pytest.mark.parametrize(("decimal", "expected"), [(".", "1.23"), (",", "1234")])
def test_a_mapping_settles_the_decimal_sign(house, decimal, expected):
    mapping = f'[deals.deals.read]\ndecimal = "{decimal}"\n'
    assert stored(house, ["1.234"], mapping=mapping) == [Decimal(expected)]


@pytest.mark.parametrize(
    "value", ["abc", "inf", "-inf", "1e400", "12 pcs", "12 EUR 5", "1.2.3", "1_000", "?", "1,23,456.00", "0x1A"]
)
def test_what_is_no_number_names_its_line(house, value):
    report = house.take(clients=CLIENTS, deals=deals(["1.50", value]))
    (fault,) = report.rejects
    assert (fault.file, fault.line, fault.column, fault.value, fault.code) == (
        "deals.csv", 3, "amount", value, "not-a-number",
    )  # fmt: skip
    assert "1234.56" in fault.message


@pytest.mark.parametrize("value", ["", "NULL", "n/a", "-", "none", " N/A "])
def test_words_for_nothing_are_missing(house, value):
    assert stored(house, [value, "0.1"], "discount") == [None, Decimal("0.1")]


@pytest.mark.parametrize("name", ["NULL", "NA", "None", "-", "n/a", "nan"])
def test_a_client_may_be_called_so(house, name):
    house.take(clients=f"client_id,name,region\nC1,{name},none\n")
    assert house.rows("select name, region from stored.clients") == [(name, None)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [(["0.12", "1"], ["0.12", "1"]), (["12 %", "5%"], ["0.12", "0.05"]), (["12,5%", "7%"], ["0.125", "0.07"]),
     (["0,25", "0,5"], ["0.25", "0.5"]), (["0", "12,5%", "12 %", "12.5%"], ["0", "0.125", "0.12", "0.125"])],
)  # fmt: skip
def test_shares(house, values, expected):
    assert stored(house, values, "discount") == [Decimal(value) for value in expected]


@pytest.mark.parametrize("value", ["12", "1.5", "-0.1", "120%"])
def test_a_share_beyond_its_bounds(house, value):
    (fault,) = house.take(clients=CLIENTS, deals=deals([value], "discount")).rejects
    assert (fault.code, fault.value) == ("out-of-range", value)
    assert "0 to 1, such as 0.12 or 12 %" in fault.message


@pytest.mark.parametrize(
    ("yes", "no"), [("yes", "No"), ("TRUE", "false"), ("1", "0"), ("да", "нет"), ("jah", "ei"), ("ja", "nein")]
)
def test_booleans(house, yes, no):
    assert stored(house, [yes, no, ""], "terms_reviewed") == [True, False, None]


def test_what_is_no_boolean(house):
    (fault,) = house.take(clients=CLIENTS, deals=deals(["maybe"], "terms_reviewed")).rejects
    assert (fault.code, fault.value) == ("not-a-boolean", "maybe")


@pytest.mark.parametrize("value", ["2", "2.0", "2,0"])
def test_whole_numbers(house, value):
    assert stored(house, [value], "disagreements") == [2]


def test_a_fraction_is_no_whole_number(house):
    (fault,) = house.take(clients=CLIENTS, deals=deals(["2.5"], "disagreements")).rejects
    assert fault.code == "not-an-integer"


@pytest.mark.parametrize(
    "value",
    ["2026-01-15", "15.01.2026", "15.1.2026", "2026/01/15", "20260115", "2026-01-15 00:00:00.000", "15/01/2026",
     "01/15/2026", "2026-01-15T23:30:00+02:00", "15.01.2026 14:30"],
)  # fmt: skip
def test_days(house, value):
    assert stored(house, [value], "opened_on") == [date(2026, 1, 15)]


@pytest.mark.parametrize(
    "value",
    ["31/02/2026", "31.02.2026", "2026-02-30", "soon", "3 Foo 2026", "460661", "2026-13-01", "2026-01-05 25:00"],
)
def test_what_is_no_day_of_the_calendar(house, value):
    (fault,) = house.take(clients=CLIENTS, deals=deals([value], "opened_on")).rejects
    assert (fault.line, fault.value, fault.code) == (2, value, "not-a-day")


def test_a_column_decides_the_order_of_its_days(house):
    assert stored(house, ["03/04/2025", "25/12/2025"], "opened_on") == [date(2025, 4, 3), date(2025, 12, 25)]


def test_a_column_decides_that_months_come_first(house):
    assert stored(house, ["03/04/2025", "12/25/2025"], "opened_on") == [date(2025, 3, 4), date(2025, 12, 25)]


@pytest.mark.parametrize("values", [["03/04/2025", "05/06/2025"], ["03/04/2025"] * 20 + ["13/04/2025"]])
def test_days_that_can_be_read_in_two_ways_are_asked_about(house, values):
    report = house.take(clients=CLIENTS, deals=deals(values, "opened_on"))
    (fault,) = report.rejects
    assert (fault.code, fault.column, fault.value) == ("ambiguous-day", "opened_on", "03/04/2025")
    assert "[deals.deals.read]\nday_first = true" in fault.message


@pytest.mark.parametrize(("first", "expected"), [("true", date(2025, 4, 3)), ("false", date(2025, 3, 4))])
def test_a_mapping_settles_the_order_of_days(house, first, expected):
    mapping = f"[deals.deals.read]\nday_first = {first}\n"
    assert stored(house, ["03/04/2025"], "opened_on", mapping) == [expected]


def test_days_in_both_orders_name_both_lines(house):
    report = house.take(clients=CLIENTS, deals=deals(["01/02/2025", "25/12/2025", "12/25/2025"], "opened_on"))
    (fault,) = report.rejects
    assert fault.code == "mixed-days"
    assert "line 3" in fault.message
    assert "line 4: 12/25/2025" in fault.message


def test_no_end_is_read_as_empty_and_noted(house):
    report = house.take(clients=CLIENTS, deals=deals(["9999-12-31", "2026-05-01"], "promised_on"))
    assert warned(report)["open-end"] == 1
    assert house.rows("select promised_on from stored.deals order by 1") == [(date(2026, 5, 1),), (None,)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-01-15", datetime(2026, 1, 15)),
        ("2026-01-15 14:30", datetime(2026, 1, 15, 14, 30)),
        ("2026-01-15T14:30:15", datetime(2026, 1, 15, 14, 30, 15)),
        ("2026-01-15 14:30:15.250", datetime(2026, 1, 15, 14, 30, 15, 250000)),
        ("15.01.2026 14:30", datetime(2026, 1, 15, 14, 30)),
        ("2026-01-15T14:30:00Z", datetime(2026, 1, 15, 14, 30)),
        ("2026-01-15T14:30:00+02:00", datetime(2026, 1, 15, 12, 30)),
        ("2026-01-15 14:30:00-0530", datetime(2026, 1, 15, 20, 0)),
    ],
)
def test_moments(house, value, expected):
    house.take(clients=CLIENTS, contacts=f"contact_id,client_id,at\nK1,C1,{value}\n")
    assert house.rows('select "at" from stored.contacts') == [(expected,)]


def test_a_stated_zone_is_noted(house):
    report = house.take(clients=CLIENTS, contacts="contact_id,client_id,at\nK1,C1,2026-01-15T14:30:00+02:00\n")
    assert warned(report)["zone"] == 1


@pytest.mark.parametrize(
    "value", ["2026-01", "2026-01-01", "01.2026", "01.01.2026", "Jan 2026", "jaanuar 2026", "янв 2026"]
)
def test_months(house, value):
    house.take(plans=f"manager_id,period,metric,target\n,{value},revenue,100\n")
    assert house.rows("select period, target from stored.plans") == [(date(2026, 1, 1), Decimal("100.0000"))]


@pytest.mark.parametrize("value", ["1.23E+16", "2E+15"])
def test_an_id_that_a_spreadsheet_destroyed(house, value):
    report = house.take(clients=f"client_id,name\n{value},One\n")
    (fault,) = report.rejects
    assert (fault.code, fault.value) == ("broken-id", value)
    assert "last digits are lost" in fault.message


def test_invisible_letters_are_taken_out_and_accents_composed(house):
    house.take(clients="client_id,name\n\u200bC1\ufeff,Cafe\u0301 \u202eX\n")
    assert house.rows("select client_id, name from stored.clients") == [("C1", "Café X")]


def test_the_guard_against_formulas_is_taken_off(house):
    house.take(clients="client_id,name,phone\nC1,'=1+1,'+372 555\n")
    assert house.rows("select name, phone from stored.clients") == [("=1+1", "+372 555")]


def test_attributes_keep_their_kind(house):
    text = (
        "client_id,name,Segment,Score,Joined,Gold,Zip,Total,Dotted\n"
        'C1,One,A,1.5,2020-01-31,yes,01001,"12,5",31.01.2020\nC2,Two,B,2,2021-01-31,No,10001,"1,25",\n'
    )
    report = house.take(clients=text)
    assert report.files[0].attributes == {
        "Segment": "text", "Score": "number", "Joined": "date", "Gold": "boolean", "Zip": "text", "Total": "number",
        "Dotted": "date",
    }  # fmt: skip
    assert house.rows("select attributes from stored.clients where client_id = 'C1'")[0][0] == {
        "Dotted": "2020-01-31", "Gold": "true", "Score": "1.5", "Segment": "A", "Joined": "2020-01-31", "Total": "12.5",
        "Zip": "01001",
    }  # fmt: skip
    assert ("clients", "Score", "number") in house.rows("from stored.attribute_kinds")


def test_an_attribute_with_one_odd_value_is_text(house):
    report = house.take(clients="client_id,name,Size\nC1,One,12\nC2,Two,large\n")
    assert report.files[0].attributes == {"Size": "text"}


def test_an_attribute_of_two_kinds_becomes_text(house):
    house.take(clients="client_id,name,Size\nC1,One,12\n")
    house.take(clients="client_id,name,Size\nC2,Two,large\n")
    assert house.rows("select name, kind from stored.attribute_kinds") == [("Size", "text")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-02-01 00:30 EET", datetime(2026, 1, 31, 22, 30)),
        ("2026-07-01 00:30 EEST", datetime(2026, 6, 30, 21, 30)),
        ("2026-02-01 14:30:00 MSK", datetime(2026, 2, 1, 11, 30)),
        ("01.02.2026 14:30 CET", datetime(2026, 2, 1, 13, 30)),
        ("2026-07-01 2:30 PM CEST", datetime(2026, 7, 1, 12, 30)),
        ("2026-02-01 2:30 PM UTC", datetime(2026, 2, 1, 14, 30)),
    ],
)
def test_zones_that_have_one_meaning_are_read_and_told(house, value, expected):
    report = house.take(clients=CLIENTS, contacts=f"contact_id,client_id,at\nK1,C1,{value}\n")
    assert house.rows('select "at" from stored.contacts') == [(expected,)]
    (told,) = [warning for warning in report.warnings if warning.code == "zone"]
    assert f"{value} → {expected:%Y-%m-%d %H:%M}" in told.message


@pytest.mark.parametrize("zone", ["EST", "IST", "CST", "Europe/Tallinn"])
def test_zones_with_several_meanings_are_refused(house, zone):
    report = house.take(clients=CLIENTS, contacts=f"contact_id,client_id,at\nK1,C1,2026-02-01 14:30 {zone}\n")
    assert [fault.code for fault in report.rejects] == ["not-a-moment"]
    assert "+02:00" in report.rejects[0].message


def test_a_day_with_a_zone_stays_the_day_that_is_written(house):
    report = house.take(clients=CLIENTS, deals=deals(["2026-02-01 00:30 EET"], "opened_on"))
    assert house.rows("select opened_on from stored.deals") == [(date(2026, 2, 1),)]
    assert warned(report)["zone-day"] == 1


def test_a_year_of_two_digits_that_can_only_come_first_is_read_so(house):
    report = house.take(clients=CLIENTS, deals=deals(["26-01-31", "25-12-30"], "opened_on"))
    assert house.rows("select opened_on from stored.deals order by 1") == [(date(2025, 12, 30),), (date(2026, 1, 31),)]
    assert warned(report)["year-first"] == 2


def test_a_year_of_two_digits_that_may_come_first_or_last_is_asked_about(house):
    texts = ["26-01-13", "25-12-14"]
    report = house.take(clients=CLIENTS, deals=deals(texts, "opened_on"))
    (fault,) = report.rejects
    assert fault.code == "ambiguous-year"
    assert [choice.read for choice in fault.choices] == [{"year_first": True}, {"day_first": True}]
    assert fault.choices[0].samples[0] == "26-01-13 → 2026-01-13"
    said = "[deals.deals.read]\nyear_first = true\n"
    house.take(clients=CLIENTS, deals=deals(texts, "opened_on"), mapping=said)
    assert house.rows("select max(opened_on) from stored.deals") == [(date(2026, 1, 13),)]


def test_days_before_months_with_two_digits_for_the_year_are_not_asked_about(house):
    house.take(clients=CLIENTS, deals=deals(["05-01-26", "28-01-26"], "opened_on"))
    assert house.rows("select opened_on from stored.deals order by 1") == [(date(2026, 1, 5),), (date(2026, 1, 28),)]


def test_words_for_yes_and_no_are_told_with_what_they_mean(house):
    report = house.take(clients="client_id,name,vip\nC1,One,да\nC2,Two,No\nC3,Three,true\nC4,Four,1\n")
    (told,) = [warning for warning in report.warnings if warning.code == "yes-words"]
    assert (told.column, told.count, told.first_line) == ("vip", 3, 2)
    assert "1 → yes: 1, No → no: 1, да → yes: 1" in told.message
