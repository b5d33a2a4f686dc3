"""Every sentence of an import is said somewhere, and each code has one place."""

import re
from pathlib import Path
from string import Formatter

import pytest

from data.importing import messages
from data.importing.messages import FILES, QUESTIONS, ROWS, WARNINGS

ROOT = Path(messages.__file__).parents[1]
MADE = re.compile(r"unknown-(client|manager|product|campaign|deal|invoice)|(dmy|mdy)-by-file")
"""Codes that are put together from a table's name or an order of days."""


@pytest.fixture(scope="module")
def source():
    own = Path(messages.__file__).parent
    return "\n".join(path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py") if own not in path.parents)


@pytest.mark.parametrize("code", sorted({*ROWS, *FILES, *QUESTIONS, *WARNINGS}))
def test_a_code_is_used(source, code):
    assert MADE.fullmatch(code) or re.search(f"[\"']{code}[\"']", source)


def test_a_fault_refuses_a_row_or_a_file_or_asks():
    assert len({*ROWS, *FILES, *QUESTIONS}) == len(ROWS) + len(FILES) + len(QUESTIONS)


@pytest.mark.parametrize("template", [*ROWS.values(), *FILES.values(), *QUESTIONS.values(), *WARNINGS.values()])
def test_a_sentence_has_named_places_and_ends(template):
    assert all(name is None or name.isidentifier() for _, name, _, _ in Formatter().parse(template))
    assert template.partition("\n")[0][-1] in ".:" or template.endswith("}")
