"""Reading a scheme's file: exact numbers, and every fault on its own line."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.pay.scheme_file import SchemeRefused, faults, read
from analytics.pay.scheme_rules import cautions

EXAMPLE = """\
name = "Standard"
from = "2026-01"               # the first month that it holds for
every = "month"
metric = "revenue"
pay_on = "won"
base = "salary"
cap = 1.5
[[tier]]
from = 0.8
rate = 0.5
[[tier]]
from = 1.0
rate = 1.0
[penalty]
from = "bonus"
law = ""
below = 0.6
rate = 0.1
new_clients_below = 0.5
cap = 0.2
[market]
low = 30000
mean = 50000
high = 100000
currency = "RUB"
"""


def test_the_contracts_example_is_read_exactly():
    scheme = read(EXAMPLE)
    assert (scheme.name, scheme.start, scheme.metric) == ("Standard", date(2026, 1, 1), "revenue")
    assert [(tier.start, tier.rate) for tier in scheme.tiers] == [
        (Decimal("0.8"), Decimal("0.5")),
        (Decimal("1.0"), Decimal("1.0")),
    ]
    assert (scheme.cap, scheme.penalty.rate, scheme.penalty.cap) == (Decimal("1.5"), Decimal("0.1"), Decimal("0.2"))
    assert (scheme.market.low, scheme.market.currency) == (Decimal(30000), "RUB")


def test_what_was_read_shows_under_the_files_own_names():
    shown = read(EXAMPLE).as_dict()
    assert shown["from"] == "2026-01"
    assert shown["tier"] == [{"from": 0.8, "rate": 0.5}, {"from": 1, "rate": 1}]
    assert shown["penalty"]["from"] == "bonus"
    assert shown["market"]["high"] == 100000


def test_windows_lines_and_a_byte_order_mark_are_read():
    assert read("\ufeff" + EXAMPLE.replace("\n", "\r\n")) == read(EXAMPLE)


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ('name = "Standard"', "name = 7", 1, "not-text"),
        ('from = "2026-01" ', 'from = "2026-13" ', 2, "not-a-month"),
        ('from = "2026-01" ', "from = 2026-01-01 ", 2, "not-a-month"),
        ('every = "month"', 'every = "year"', 3, "not-allowed"),
        ('metric = "revenue"', 'metric = "turnover"', 4, "not-allowed"),
        ('metric = "revenue"', 'metric = "margin"\npay_on = "collected"', 6, "syntax"),
        ("cap = 1.5", "cap = -1.5", 7, "out-of-range"),
        ("cap = 1.5", 'cap = "1.5"', 7, "not-a-number"),
        ("cap = 1.5", "cap = true", 7, "not-a-number"),
        ("cap = 1.5", "cap = nan", 7, "out-of-range"),
        ("cap = 1.5", "cap = 1e999999999", 7, "out-of-range"),
        ("cap = 1.5", "cap = 1,5", 7, "syntax"),
        ("cap = 1.5", "cap_amount = 100", 7, "not-allowed"),
        ("cap = 1.5", "ceiling = 1.5", 7, "unknown-key"),
        ("rate = 0.5", "rate = -0.5", 10, "falling-pay"),
        ("rate = 0.5", "", 8, "missing"),
        ("rate = 0.5", "rate = 0.5\nrates = 2", 11, "unknown-key"),
        ("from = 1.0", "from = 0.8", 12, "tier-order"),
        ("from = 1.0", "from = 0.5", 12, "tier-order"),
        ('from = "bonus"', 'from = "pay"', 16, "law-missing"),
        ('from = "bonus"', 'from = "salary"', 15, "not-allowed"),
        ("cap = 0.2", "cap = 20", 20, "out-of-range"),
        ("mean = 50000", "mean = 500000", 21, "out-of-range"),
        ("[market]", "[markets]", 21, "unknown-key"),
    ],
)
def test_a_fault_names_its_line(old, new, line, code):
    assert old in EXAMPLE
    found = faults(EXAMPLE.replace(old, new, 1))
    assert (line, code) in [(fault.line, fault.code) for fault in found]
    assert all(str(fault).startswith(f"Line {fault.line}: ") for fault in found)


def test_money_collected_pays_revenue_only():
    text = EXAMPLE.replace('"won"', '"collected"').replace('"revenue"', '"margin"')
    assert [(fault.line, fault.key) for fault in faults(text)] == [(5, "pay_on")]


def test_a_share_of_the_target_needs_money():
    text = EXAMPLE.replace('base = "salary"', 'base = "target"')
    assert faults(text) == ()
    assert [fault.line for fault in faults(text.replace('"revenue"', '"deals"'))] == [6]


def test_a_commission_has_one_tier_from_nought_and_its_cap_in_money():
    text = EXAMPLE.replace('base = "salary"', 'base = "actual"')
    assert [(fault.line, fault.key) for fault in faults(text)] == [(7, "cap"), (8, "tier")]


def test_a_penalty_on_the_pay_names_its_limit():
    text = (
        EXAMPLE.replace('from = "bonus"', 'from = "pay"').replace('law = ""', 'law = "§ 78"').replace("cap = 0.2", "")
    )
    assert [(fault.line, fault.key) for fault in faults(text)] == [(14, "penalty.cap")]


def test_all_faults_are_told_at_once():
    text = (
        EXAMPLE.replace("cap = 1.5", "cap = -1").replace("from = 1.0", "from = 0.1").replace("below = 0.6", "below = x")
    )
    assert [fault.code for fault in faults(text)] == ["syntax"]
    text = text.replace("below = x", "belo = 0.6")
    assert [(fault.line, fault.code) for fault in faults(text)] == [
        (7, "out-of-range"),
        (12, "tier-order"),
        (17, "unknown-key"),
    ]
    assert "did you mean “below”" in faults(text)[2].message


def test_several_lines_for_one_value_are_told_by_their_first():
    tiers = "# tiers\ntier = [\n {from = 0, rate = 1},\n {from = 0, rate = 2},\n]\n"
    text = 'name = "N"\nfrom = "2026-01"\nmetric = "deals"\n' + tiers
    assert [fault.line for fault in faults(text)] == [5]


def test_what_is_missing_is_named():
    with pytest.raises(SchemeRefused) as refused:
        read("")
    assert {fault.key for fault in refused.value.faults} == {"name", "from", "metric", "tier"}


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "cap = " + "9" * 5000, "x\n" * 600, "\x00", "name = '"])
def test_hostile_text_is_refused(text):
    assert faults(text)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(text):
    with pytest.raises(SchemeRefused):
        read(text)


def test_a_tier_behind_the_cap_is_doubted():
    text = EXAMPLE.replace("cap = 1.5", "cap = 0.05")
    assert any("never pays" in sentence for sentence in cautions(read(text)))
    assert not any("never pays" in sentence for sentence in cautions(read(EXAMPLE)))


def test_a_penalty_where_no_bonus_is_paid_is_doubted():
    assert any("takes nothing" in sentence for sentence in cautions(read(EXAMPLE)))


def test_thresholds_in_per_cent_are_doubted():
    text = EXAMPLE.replace("from = 1.0", "from = 100")
    assert any("fractions" in sentence for sentence in cautions(read(text)))
