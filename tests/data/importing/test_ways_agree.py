"""A file's rows come to the same whether read fast or carefully, at first or at second sight, shown or in a table."""

import pytest

from data.importing import readings, rows
from tests.importing import CLIENTS, House

HEADER = "deal_id,client_id,opened_on,stage,closed_on,amount,discount,channel"
PLAIN = [
    "D1,C1,2026-01-05,won,2026-02-01,100.00,0.10,web",
    "D2,C2,2026-01-06,lost,2026-02-03,0.50,0,",
    "D3,C2,2026-01-07,offer,,1234567.89,,none",
]
CASES = {
    "plain": PLAIN,
    "a closing day of an open deal": [*PLAIN, "D4,C1,2026-01-08,offer,2026-03-01,7.00,0.2,web"],
    "no end": [*PLAIN, "D4,C1,2026-01-08,offer,9999-12-31,7.00,0.2,web"],
    "more than cents": [*PLAIN, "D4,C1,2026-01-08,won,2026-02-09,7.125,0.2,web"],
    "whole and half": [*PLAIN, "D4,C1,2026-01-08,won,2026-02-09,7,1,web", "D5,C1,2026-01-08,won,2026-02-09,7.5,1,web"],
    "words for nothing": [*PLAIN, "D4,C1,2026-01-08,offer,n/a,-,NULL,none"],
    "no number": [*PLAIN, "D4,C1,2026-01-08,won,2026-02-09,12 5x,0.2,web"],
    "no day": [*PLAIN, "D4,C1,soon,won,2026-02-09,12.00,0.2,web"],
    "a short year": [*PLAIN, "D4,C1,8.1.26,won,2026-02-09,12.00,0.2,web"],
    "a long year": [*PLAIN, "D4,C1,20260-1-15,won,2026-02-09,12.00,0.2,web"],
    "days with slashes": [*PLAIN, "D4,C1,2026/01/08,won,31/12/2025,12.00,0.2,web"],
    "an underscore": [*PLAIN, "D4,C1,2026-01-08,won,2026-02-09,1_2.00,0_.2,web"],
    "an exponent": [*PLAIN, "D4,C1,2026-01-08,won,2026-02-09,1.e2,1e-1,web"],
    "below nothing": [*PLAIN, "D4,C1,2026-01-08,won,2026-02-09,-5.00,-0.1,web"],
    "per cents": [*PLAIN, "D4,C1,2026-01-08,won,2026-02-09,5.00,12%,web"],
    "a broken id": [*PLAIN, "1.23E+16,C1,2026-01-08,won,2026-02-09,5.00,0.1,web"],
    "another spelling": [*PLAIN, "D4,C1,2026-01-08,Closed Won,2026-02-09,5.00,0.1,web"],
    "a stage unheard of": [*PLAIN, "D4,C1,2026-01-08,wonderful,2026-02-09,5.00,0.1,web"],
    "a key twice": [*PLAIN, "D1,C1,2026-01-08,won,2026-02-09,5.00,0.1,web", PLAIN[1]],
    "broken rules": [*PLAIN, "D4,C9,2026-01-08,won,2025-02-09,5.00,1.75,web", "D5,,1950-01-01,won,,,0.1,"],
    "an empty row": [PLAIN[0], ",,,,,,,", *PLAIN[1:]],
    "a total": [*PLAIN, "Total,,,,,1234668.39,,"],
    "letters beyond ASCII": [*PLAIN, "Ä4,C1,2026-01-08,won,2026-02-09,5.00,0.1,näitus"],
}


def outcome(folder, content):
    """What is stored, refused and told of a file, once on an empty table and once over rows of before."""
    house = House(folder)
    house.take(clients=CLIENTS)
    first = house.take(deals=content, good_rows=True)
    stored = house.rows("select * exclude (batch) from stored.deals order by deal_id") if first.stored else []
    again = house.take(deals=content.replace("100.00", "250.00"), good_rows=True)
    changed = house.rows("select * exclude (batch) from stored.deals order by deal_id") if again.stored else []
    told = [(one.file, one.line, one.column, one.value, one.code) for one in (*first.rejects, *again.rejects)]
    warned = {(one.code, one.column, one.count, one.first_line) for one in first.warnings if one.column}
    return stored, changed, told, warned, first.tables, again.tables


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("way", ["carefully", "with doubts about every cell", "in a table"])
def test_every_way_comes_to_the_same(tmp_path, monkeypatch, case, way):
    lines = [HEADER, *CASES[case]]
    regular = outcome(tmp_path / "regular", "\n".join([*lines, ""]))
    if way == "with doubts about every cell":
        monkeypatch.setattr(readings, "_looks", lambda column: "false")
    if way == "in a table":
        typed = rows.typed_statement
        monkeypatch.setattr(rows, "typed_statement", lambda *given, is_shown: typed(*given, is_shown=False))
    ends = "\r\n" if way == "carefully" else "\n"
    other = outcome(tmp_path / "other", lines[0] + ends + "\n".join([*lines[1:], ""]))
    assert other == regular
