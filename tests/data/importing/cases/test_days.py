"""Days and times: cases 23 to 31."""

from datetime import date, datetime

import pytest

from tests.data.importing.cases import outcomes
from tests.importing import House

HEAD = "client_id,name,registered_on\n"
STORED = "select registered_on from stored.clients order by client_id"


def clients(*days: str) -> str:
    return HEAD + "".join(f'C{number:03d},Name,"{day}"\n' for number, day in enumerate(days))


def days(house: House, *cells: str) -> list[date]:
    return outcomes.taken(house, house.take(clients=clients(*cells)), STORED)


def test_case_23_days_that_fit_two_orders_are_asked_about_once(house: House) -> None:
    content = clients("03/04/2025", "05/06/2025")
    report = house.take(clients=content)
    assert {read["day_first"] for read in outcomes.asked(house, report)} == {True, False}
    settled = house.take(clients=content, mapping=outcomes.settled("clients", "clients", day_first=False))
    assert outcomes.taken(house, settled, STORED) == [date(2025, 3, 4), date(2025, 5, 6)]
    later = house.take(clients_of_may=clients("07/08/2025"))
    assert outcomes.taken(house, later, STORED) == [date(2025, 7, 8), date(2025, 5, 6)]


def test_case_24_both_orders_in_one_column_name_both_lines(house: House) -> None:
    report = house.take(clients=clients("25/04/2025", "05/06/2025", "04/25/2025"))
    outcomes.refused(house, report)
    assert "line 2" in report.rejects[0].message
    assert "line 4" in report.rejects[0].message


def test_case_25_days_that_are_each_beyond_doubt_may_be_mixed(house: House) -> None:
    said = ["2025-04-03", "03.04.2025", "3 April 2025", "3. aprill 2025", "3 апреля 2025", "3. April 2025"]
    assert days(house, *said) == [date(2025, 4, 3)] * len(said)


def test_case_26_one_day_does_not_decide_for_all_others(house: House) -> None:
    content = clients(*["03/04/2025"] * 30, "25/04/2025")
    outcomes.asked(house, house.take(clients=content))


def test_case_27_a_day_that_no_calendar_has_names_its_line(house: House) -> None:
    outcomes.refused(house, house.take(clients=clients("31/02/2026", "28/02/2026")), line=2, says="31/02/2026")


def test_case_28_excels_day_numbers(house: House) -> None:
    report = house.take(clients=clients("46066", "45658"))
    assert outcomes.taken(house, report, STORED) == [date(2026, 2, 13), date(2025, 1, 1)]
    assert outcomes.noted(report, "day-number") == 2


def test_case_29_years_of_two_digits_tell_their_century(house: House) -> None:
    report = house.take(clients=clients("31.12.99", "13.02.26"))
    assert outcomes.taken(house, report, STORED) == [date(1999, 12, 31), date(2026, 2, 13)]
    assert outcomes.noted(report, "short-year") == 2


def test_case_30_times_with_zones_are_kept_in_one(house: House) -> None:
    head = "contact_id,client_id,at\n"
    content = head + "T1,C1,2026-03-29T03:30:00+03:00\nT2,C1,2026-03-29T00:30:00Z\n"
    report = outcomes.with_clients(house).take(contacts=content)
    found = outcomes.taken(house, report, 'select "at" from stored.contacts order by contact_id')
    assert found == [datetime(2026, 3, 29, 0, 30)] * 2
    assert outcomes.noted(report, "zone") == 2


@pytest.mark.parametrize("end", ["9999-12-31", "31.12.9999", "0001-01-01"])
def test_case_31_days_without_end_are_empty(house: House, end: str) -> None:
    content = "client_id,name,ended_on\n" + f"C1,One,{end}\n"
    report = house.take(clients=content)
    assert outcomes.taken(house, report, "select ended_on from stored.clients") == [None]
    assert outcomes.noted(report, "open-end") == 1
