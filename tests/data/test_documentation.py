"""docs/data.md says what the contract says."""

from data.contract import TABLES
from data.documentation import PATH, describe


def test_the_document_is_up_to_date():
    assert PATH.read_text(encoding="utf-8") == describe(), "run: python -m data.documentation"


def test_every_table_and_column_is_described():
    text = describe()
    for table in TABLES:
        section = text.split(f"## {table.name}:")[1].split("\n## ")[0]
        assert all(f"| {name}" in section.replace("**", "") for name in table.names), table.name
