"""docs/schemes.md: its example is sound, and it names every code that a check gives."""

import re
from pathlib import Path

from analytics.pay.scheme_file import review

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "schemes.md").read_text(encoding="utf-8")
CODES = re.compile(r'"([a-z]+(?:-[a-z]+)+|gap|overlap|missing|syntax)",')
RULES = ("scheme_file.py", "scheme_rules.py", "scheme_section.py")


def test_the_example_is_sound():
    example = PAGE.split("```toml\n")[1].split("```")[0]
    found = review(example)
    assert found.scheme is not None
    assert not found.doubts


def test_every_code_is_told():
    given = {
        code
        for name in RULES
        for code in CODES.findall((ROOT / "analytics" / "pay" / name).read_text(encoding="utf-8"))
    }
    listed = {
        code
        for row in PAGE.splitlines()
        if row.startswith("| `")
        for code in re.findall(r"`([a-z-]+)`", row.split("|")[1])
    }
    assert listed == given
