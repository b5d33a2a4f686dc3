"""A few cells written otherwise than all others: looked at alone, and read as if all were."""

from datetime import date
from decimal import Decimal

import pytest

from tests.data.importing.cases import outcomes
from tests.data.importing.cases.outcomes import deals
from tests.importing import House

AMOUNTS = "select amount from stored.deals order by try_cast(deal_id[2:] as integer)"
DAYS = "select opened_on from stored.deals order by deal_id"


@pytest.mark.parametrize(
    ("odd", "amount"),
    [
        ("1 234.50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("(3.50)", None),
        ("€ 7.25", "7.25"),
        ("2,000,000.10", "2000000.10"),
    ],
)
def test_an_amount_among_plain_ones(house: House, odd: str, amount: str | None) -> None:
    report = outcomes.with_clients(house).take(deals=deals(*["12.50"] * 40, f'"{odd}"'))
    if amount is None:
        assert [(fault.line, fault.code) for fault in report.rejects] == [(42, "out-of-range")]
    else:
        assert outcomes.taken(house, report, AMOUNTS) == [Decimal("12.50")] * 40 + [Decimal(amount)]


def test_a_word_among_plain_amounts_names_its_line(house: House) -> None:
    report = outcomes.with_clients(house).take(deals=deals(*["12.50"] * 40, "soon", *["7"] * 40))
    assert [(fault.line, fault.value, fault.code) for fault in report.rejects] == [(42, "soon", "not-a-number")]


def test_a_comma_before_decimals_among_points(house: House) -> None:
    report = outcomes.with_clients(house).take(deals=deals(*["12.50"] * 40, '"12,75"'))
    assert outcomes.taken(house, report, AMOUNTS)[-1] == Decimal("12.75")


@pytest.mark.parametrize(
    ("odd", "day"),
    [("03.04.2025", date(2025, 4, 3)), ("2025-04-03T10:00:00", date(2025, 4, 3)), ("3 April 2025", date(2025, 4, 3))],
)
def test_a_day_among_plain_ones(house: House, odd: str, day: date) -> None:
    rows = [f"D{number:03d},C1,2025-01-0{number % 9 + 1},offer" for number in range(40)] + [f"D999,C1,{odd},offer"]
    content = "deal_id,client_id,opened_on,stage\n" + "\n".join(rows) + "\n"
    report = outcomes.with_clients(house).take(deals=content)
    assert outcomes.taken(house, report, DAYS)[-1] == day


def test_an_ambiguous_day_among_plain_ones_is_asked_about(house: House) -> None:
    rows = [f"D{number:03d},C1,2025-01-0{number % 9 + 1},offer" for number in range(40)] + ["D999,C1,03/04/2025,offer"]
    content = "deal_id,client_id,opened_on,stage\n" + "\n".join(rows) + "\n"
    assert len(outcomes.asked(house, outcomes.with_clients(house).take(deals=content))) == 2


def test_a_stage_that_is_none_among_known_ones(house: House) -> None:
    rows = [f"D{number:03d},C1,2025-01-05,offer" for number in range(40)] + ["D999,C1,2025-01-05,whatever"]
    content = "deal_id,client_id,opened_on,stage\n" + "\n".join(rows) + "\n"
    report = outcomes.with_clients(house).take(deals=content)
    assert [(fault.line, fault.code) for fault in report.rejects] == [(42, "not-in-list")]
