"""Ids that a spreadsheet has destroyed."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from data.importing.formats.damaged import damaged_ids


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["1-2", date(2026, 3, 1), "MAR-X", datetime(2026, 1, 2), time(1, 2)], [(1, "day"), (3, "day"), (4, "day")]),
        ([123456789012345678.0, "D1", None], [(0, "digits")]),
        ([Decimal("1.5E+16")], [(0, "digits")]),
        (["1.23E+16", "1,23e+16", "1E5X", "12E3"], [(0, "digits"), (1, "digits")]),
        ([1234567890123450, 1234567890123460], [(0, "digits"), (1, "digits")]),
        ([1234567890123450, 1234567890123456], []),
        ([123456789012345, 7, "00123", True, 1.5, None, ""], []),
    ],
)  # fmt: skip
def test_destroyed_ids_are_found(cells, found):
    assert [(one.index, one.reason) for one in damaged_ids(cells)] == found


def test_a_destroyed_id_is_told_as_it_reads_now():
    assert [one.value for one in damaged_ids([date(2026, 3, 1), 1.23e16])] == ["2026-03-01", "1.23e+16"]
