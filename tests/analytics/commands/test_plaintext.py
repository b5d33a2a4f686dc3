from datetime import date
from decimal import Decimal

from analytics.commands import plaintext


def test_a_table_aligns_numbers_right_and_text_left():
    rows = [{"name": "AS Näidis", "amount": Decimal("1234.50")}, {"name": "OÜ", "amount": None}]
    assert plaintext.table(rows).splitlines() == [
        "name         amount",
        "AS Näidis  1,234.50",
        "OÜ                –",
    ]


def test_a_long_table_says_how_many_more_there_are():
    assert plaintext.table([{"n": n} for n in range(25)]).splitlines()[-1] == "… and 5 more rows"
    assert plaintext.table([]) == "(no rows)"


def test_a_long_cell_is_shortened_and_its_line_ends_are_gone():
    [_, line] = plaintext.table([{"text": "one\ntwo " + "x" * 60}]).splitlines()
    assert line.startswith("one two xxx")
    assert line.endswith("…")
    assert len(line) == 48


def test_an_object_is_its_values_and_then_its_lists():
    told = plaintext.sections(
        {
            "as_of": date(2026, 11, 3),
            "rows": [{"share": 0.125, "reasons": [{"feature": "late"}, {"feature": "silent"}]}],
            "names": ["a", "b"],
            "proof": {"auc": 0.71},
        }
    )
    assert told.splitlines()[0] == "as_of: 2026-11-03"
    assert "feature late; feature silent" in told
    assert "  0.125" in told
    assert "  a, b" in told
    assert "  auc: 0.71" in told
