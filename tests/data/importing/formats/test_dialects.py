"""The dialect of a text, found from its lines."""

import pytest

from data.importing.formats.dialects import BLANKS, SPACES, Dialect, find
from data.importing.mapping import Read


def found(text: str, **said: object) -> Dialect:
    return find(text.splitlines(keepends=True), Read(**said))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "^", "~", "¦", "\x1f"])
def test_the_separator_that_parts_lines_evenly(separator):
    rows = [["id", "name", "paid"], ["1", "Ann", "2026-01-05"], ["2", "Bo", "2026-02-06"], ["3", "Cy", "2026-03-07"]]
    assert found("\n".join(separator.join(row) for row in rows)).separator == separator


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        pytest.param("id;amount\nA;12,50\nB;3,75\n", ";", id="decimal commas"),
        pytest.param("name;amount, EUR\nA;1,50\nB;2,00\n", ";", id="a comma in a heading"),
        pytest.param("id,at\n1,10:30\n2,11:45\n", ",", id="colons in times"),
        pytest.param("id\tnote\n1\ta, b, c\n2\td, e\n", "\t", id="commas in text"),
        pytest.param("name\nAnna Tamm\nJuri Kask\n", ",", id="one column of names"),
        pytest.param("a b c\n1 2 3\n4 5 6\n", " ", id="single blanks"),
        pytest.param("name    amount  city\nOne    12.5   Tartu linn\nTwo    3.5    Tallinn\n", SPACES, id="blanks"),
        pytest.param(" 2016  1 -0.5\n 2016 10  1.25\n 2016 11 10.5\n", BLANKS, id="numbers in columns"),
        pytest.param("Port Alba\n 35.0 -106 version 1\n 1 2  3.5 4\n 1 3 -3.5 4\n 1 4 10.0 4\n", BLANKS, id="below"),
        pytest.param("# a, b, c\n# d, e; f\n# (g)\n# of, the, day\nx;y\n1;2\n", ";", id="remarks above"),
        pytest.param("#;name\n1;One\n2;Two\n", ";", id="a heading like a remark"),
        pytest.param("Report, made by Ann, for Bo\n\nid;x;y\n1;2;3\n4;5;6\n7;8;9\n", ";", id="prose above"),
    ],
)
def test_text_that_could_be_parted_otherwise(text, separator):
    assert found(text).separator == separator


def test_a_stated_separator_is_believed():
    assert (found("sep=;\na,b;c\n1,2;3\n").separator, found("sep=;\na;b\n").skipped) == (";", 1)
    assert found("a,b;c\n1,2;3\n", separator=";").separator == ";"


def test_apostrophes_enclose_cells_where_most_cells_stand_in_them():
    assert found("'a','b'\n'it''s','x, y'\n'1','2'\n").quote == "'"
    assert found("name,note\nO'Neill,'tis\nD'Arcy,it's\n").quote == '"'


def test_a_backslash_escapes_where_that_mends_the_lines():
    assert found('"a","b"\n"x \\"q\\" y","2"\n"z","3"\n').escape == "\\"
    assert found('"a","b"\n"C:\\dir\\","2"\n"z","3"\n').escape == ""
    assert found("a,b\nx\\, y,2\nz,3\n").escape == "\\"


@pytest.mark.parametrize(
    ("text", "is_framed"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", True),
        (" a | b \n---+---\n 1 | 2 \n", True),
        ("a|b|\n1|2|\n3|4|\n", False),
        ("|a|b\n|1|2\n|3|4\n", False),
    ],
)
def test_tables_drawn_with_bars(text, is_framed):
    assert (found(text).separator, found(text).is_framed) == ("|", is_framed)


def test_lines_that_stand_in_quotes_as_a_whole():
    wrapped = '"id,name,sum"\n"1,""Tamm, Ann"",12"\n"2,Bo,13"\n'
    assert found(wrapped).is_wrapped
    assert not found('"name"\n"Tamm, Ann"\n"Kask, Bo"\n').is_wrapped
    assert not found('"Tamm, Ann, Ms"\n"Kask, Bo, Mr"\n"Lepp, Cy"\n').is_wrapped


def test_single_blanks_with_names_of_rows_and_none_over_them():
    assert found("x y z\nA 1 2 3\nB 4 5 6\nC 7 8 9\n").separator == " "
    assert found("full name\nAnn Mari Tamm\nBo Jaan Kask\nCy Karl Lepp\n").separator == ","
