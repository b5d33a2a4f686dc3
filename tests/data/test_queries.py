"""Every statement of the product: parsed, portable to Spark, short, and true to its form."""

from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from data import queries
from data.errors import UnknownName

SQL = Path(queries.__file__).parent / "sql"
FILES = sorted(SQL.glob("**/*.sql"))
NOT_PORTABLE = (exp.Pivot, exp.UserDefinedFunction)


@pytest.mark.parametrize("file", FILES, ids=[str(file.relative_to(SQL)) for file in FILES])
def test_a_statement_parses_and_translates_to_spark(file):
    text = file.read_text(encoding="utf-8").replace("{main}", "main_1").replace("{room}", "pay_1")
    (statement,) = sqlglot.parse(text, read="duckdb")
    assert isinstance(statement, exp.Query)
    assert not list(statement.find_all(*NOT_PORTABLE))
    assert "asof" not in text.lower()
    translated = statement.sql(dialect="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    assert sqlglot.parse_one(translated, read="spark") is not None


@pytest.mark.parametrize("file", FILES, ids=[str(file.relative_to(SQL)) for file in FILES])
def test_a_statement_is_short_and_says_what_it_answers(file):
    text = file.read_text(encoding="utf-8")
    assert text.startswith("-- ")
    assert text.count("\n") <= 80


def test_parameters_are_found_outside_comments():
    assert queries.parameters("select $a -- $b\nfrom t where x = $start") == {"a", "start"}


def test_an_unknown_query_is_named():
    with pytest.raises(UnknownName, match="no query “nothing”"):
        queries.text("nothing")
