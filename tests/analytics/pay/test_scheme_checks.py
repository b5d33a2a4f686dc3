"""One file for each thing that can be wrong with a scheme; an arrow in it marks the line and the code of the fault."""

import re
from pathlib import Path

import pytest

from analytics.pay.scheme_file import review

FILES = sorted((Path(__file__).parent / "schemes").glob("*.toml"))
REFUSED = {"falling-pay", "law-missing", "missing", "out-of-range", "overlap", "tier-order"}
ARROW = re.compile(r"# ← (\S+)")


def marked(text):
    rows = enumerate(text.splitlines(), 1)
    return [(number, found[1]) for number, row in rows if (found := ARROW.search(row))]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_fault_is_told_on_its_line_with_what_to_do(file):
    text = file.read_text(encoding="utf-8")
    found = review(text)
    told = (*found.faults, *found.doubts)
    assert [(each.line, each.code) for each in told] == marked(text)
    for each in told:
        assert str(each).startswith(f"Line {each.line}: ")
        assert each.message.endswith(".")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_can_be_paid_by_is_doubted_and_the_rest_refused(file):
    found = review(file.read_text(encoding="utf-8"))
    codes = {each.code for each in found.faults}
    assert (found.scheme is None) == bool(codes)
    assert codes <= REFUSED | {"gap"}
    assert not {each.code for each in found.doubts} & REFUSED


def test_every_check_has_its_file():
    assert {code for file in FILES for _line, code in marked(file.read_text(encoding="utf-8"))} == REFUSED | {
        "gap",
        "cap-under-tier",
        "falling-rate",
        "per-cent",
        "penalty-over-limit",
        "penalty-without-effect",
    }


@pytest.mark.parametrize(
    ("end", "code"), [("1.0", "unknown-key"), ("0.9", "gap"), ("1.1", "overlap"), ('"high"', "unknown-key")]
)
def test_a_tiers_own_end_is_a_slip(end, code):
    text = f'name = "N"\nfrom = "2026-01"\nmetric = "deals"\ntier = [{{from = 0.8, rate = 1, to = {end}}},\n'
    text += "{from = 1.0, rate = 2}]"
    assert [(each.line, each.code) for each in review(text).faults] == [(4, code)]


def test_the_last_tier_has_no_end():
    text = 'name = "N"\nfrom = "2026-01"\nmetric = "deals"\n[[tier]]\nfrom = 0\nrate = 1\nto = 2\n'
    (fault,) = review(text).faults
    assert (fault.line, fault.code) == (7, "unknown-key")
    assert "“cap”" in fault.message


def test_the_limit_is_told_as_it_is_reached():
    found = review((FILES[0].parent / "penalty_over_limit.toml").read_text(encoding="utf-8"))
    assert "comes to 45% of a month's pay, over its limit of 20%" in found.doubts[0].message
