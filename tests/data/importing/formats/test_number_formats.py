"""What numbers stand for in the formats that spreadsheets give them."""

from datetime import date, datetime, time

import pytest

from data.importing.formats.number_formats import number_format, plain, shown


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", "number"), ("0", "number"), ("#,##0.00", "number"), ('# ##0,00 "kr"', "number"), ("0%", "number"),
        ("0.00E+00", "number"), ("@", "number"), ("[Red]0;[Blue]-0", "number"), ('#,##0.00 "EUR day"', "number"),
        ("[$€-425] #,##0.00", "number"), ("#,##0\\ \\d", "number"), ("", "number"), ('0 "pcs"', "number"),
        ("00000", "code"), ('"EE"000000', "code"), ("000\\-00\\-0000", "code"), ("00000;@", "code"),
        ("dd.mm.yyyy", "day"), ("mmm yy", "day"), ("[$-425]d. mmmm yyyy;@", "day"), ("m/d/yyyy", "day"),
        ("mmmm", "day"),
        ("hh:mm", "time"), ("h:mm AM/PM", "time"), ("mm:ss.0", "time"), ("mmss", "time"),
        ("yyyy-mm-dd hh:mm:ss", "moment"), ("d.m.yy h:mm", "moment"), ("yyyy-mm-dd hh:mm:ss.000", "moment"),
        ("[h]:mm", "duration"), ("[mm]:ss", "duration"),
    ],
)  # fmt: skip
def test_a_format_tells_what_its_numbers_are(code, kind):
    assert number_format(code).kind == kind


@pytest.mark.parametrize(
    ("number", "code", "cell"),
    [
        (123.0, "00000", "00123"), (1234567.0, "00000", "1234567"), (123.0, '"EE"000000', "EE000123"),
        (123456789.0, "000-00-0000", "123-45-6789"), (12.5, "00000", 12.5), (-3.0, "00000", -3),
        (46056.0, "dd.mm.yyyy", date(2026, 2, 3)), (46056.5, "dd.mm.yyyy", datetime(2026, 2, 3, 12)),
        (46054.0, "mmm yy", date(2026, 2, 1)), (46056.0, "yyyy-mm-dd hh:mm", datetime(2026, 2, 3)),
        (0.6041666666666666, "hh:mm", time(14, 30)), (1.5625, "[h]:mm", "37:30"), (1.5, "hh:mm", "36:00"),
        (-0.0625, "[h]:mm", "-1:30"), (5 / 86400, "[h]:mm:ss", "0:00:05"), (46056.25, "h:mm", datetime(2026, 2, 3, 6)),
        (0.12, "0%", 0.12), (1.0, "dd.mm.yyyy", date(1900, 1, 1)), (59.0, "dd.mm.yyyy", date(1900, 2, 28)),
        (60.0, "dd.mm.yyyy", "1900-02-29"), (61.0, "dd.mm.yyyy", date(1900, 3, 1)), (0.0, "dd.mm.yyyy", 0),
        (-5.0, "dd.mm.yyyy", -5), (3e6, "dd.mm.yyyy", 3_000_000), (2958465.0, "d.m.yyyy", date(9999, 12, 31)),
        (2958465.9999999999, "d.m.yyyy h:mm", 2958466), (46056.999999999, "d.m.yy h:mm", datetime(2026, 2, 4)),
    ],
)  # fmt: skip
def test_a_number_is_what_its_format_shows(number, code, cell):
    found = shown(number, number_format(code))
    assert (found, type(found)) == (cell, type(cell))


def test_days_may_count_from_1904():
    form = number_format("yyyy-mm-dd")
    assert shown(0.0, form, is_1904=True) == date(1904, 1, 1)
    assert shown(44594.0, form, is_1904=True) == shown(46056.0, form) == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("number", "cell"),
    [(74.69000000000001, 74.69), (0.1 + 0.2, 0.3), (3.0, 3), (2.0**53, 2**53), (1e20, 1e20), (1e-7, 1e-7),
     (12.999999999999998, 13), (float("inf"), "inf")],
)  # fmt: skip
def test_a_number_has_fifteen_digits(number, cell):
    assert (plain(number), type(plain(number))) == (cell, type(cell))
