"""Records by the rules, and what is made of those that break them."""

import pytest

from data.importing.formats.dialects import Dialect
from data.importing.formats.records import Record, records

COMMA = Dialect(",")


def read(text: str, width: int | None = 3, dialect: Dialect = COMMA) -> list[Record]:
    return list(records(text.splitlines(keepends=True), dialect, width))


def test_cells_by_the_rules():
    assert read('1,"a, b","say ""hi"""\n\n2,,"two\nlines"\n3,x,y\n') == [
        Record(1, ["1", "a, b", 'say "hi"']),
        Record(2, []),
        Record(3, ["2", "", "two\nlines"]),
        Record(5, ["3", "x", "y"]),
    ]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('1,"the "best" one",2', ["1", 'the "best" one', "2"]),
        ('""1","x","2"', ['"1', "x", "2"]),
        ('"1","x","""', ["1", "x", '"']),
        ('1,"he said "no", and left",2', ["1", 'he said "no", and left', "2"]),
        ('"1","8" pipe","2"', ["1", '8" pipe', "2"]),
        ('"1",""Lamp ""A"", white",""', ["1", '"Lamp "A", white', ""]),
    ],
)
def test_quotes_inside_a_cell_are_part_of_it(text, cells):
    assert read(f"{text}\n7,8,9\n") == [Record(1, cells, "quotes"), Record(2, ["7", "8", "9"])]


def test_quotes_inside_a_cell_of_two_lines():
    assert read('1,"the "best"\none",2\n') == [Record(1, ["1", 'the "best"\none', "2"], "quotes")]


def test_a_cell_that_begins_with_a_separator_and_a_line_end_is_one_cell():
    assert read('1,",\n,",2\n') == [Record(1, ["1", ",\n,", "2"])]
    assert read('Ann,"1,\n,1",2\n') == [Record(1, ["Ann", "1,\n,1", "2"])]


def test_a_quote_that_nothing_closes_spoils_its_own_line_only():
    found = read('1,"a,2\n3,b,4\n5,"c",6\n')
    assert [record.flaw for record in found] == ["unclosed", "", ""]
    assert found[1].cells == ["3", "b", "4"]


def test_lines_of_quotes_that_fit_nothing_are_given_up_soon():
    line = '{"id": "1", "a "b" c": "x, y", "z": "' + "w" * 80 + '"}\n'
    found = read(line * 2_000, 3, Dialect(":"))
    assert [record.line for record in found] == list(range(1, 2_001))


def test_quotes_that_close_cells_which_none_opened_join_no_lines():
    found = read('1,Ann,"\n2,Bo,5"\n3,Cy,"\n4,Di,"\n')
    assert [record.cells[:2] for record in found] == [["1", "Ann"], ["2", "Bo"], ["3", "Cy"], ["4", "Di"]]


def test_an_inch_mark_in_a_bare_cell_is_a_letter():
    assert read('1,5" pipe,2\n') == [Record(1, ["1", '5" pipe', "2"])]


def test_a_line_parted_by_another_separator():
    assert read("1;x;2\n3,y,4\n")[0] == Record(1, ["1", "x", "2"], "separator")
    assert read('"1" "x" "2"\n')[0] == Record(1, ["1", "x", "2"], "separator")
    assert read("Source: the ministry\n")[0].cells == ["Source: the ministry"]


def test_ragged_rows_stay_as_they_are():
    assert [record.cells for record in read("1,2\n1,2,3,4\n")] == [["1", "2"], ["1", "2", "3", "4"]]


def test_lines_in_quotes_as_a_whole():
    found = read('"1,""a, b"",x"\r\n"2,c,y"\r\n3,d,z\r\n', 3, Dialect(",", is_wrapped=True))
    assert [record.cells for record in found] == [["1", "a, b", "x"], ["2", "c", "y"], ["3", "d", "z"]]


def test_escaped_quotes_and_separators():
    dialect = Dialect(",", escape="\\")
    assert read('1,"say \\"hi\\"",a\\,b\n', 3, dialect) == [Record(1, ["1", 'say "hi"', "a,b"])]


def test_a_blank_behind_each_separator_belongs_to_no_cell():
    dialect = Dialect(",", is_spaced=True)
    assert read('1, "a, b", c d\n', 3, dialect) == [Record(1, ["1", "a, b", "c d"])]


def test_many_cells_of_two_lines_with_quotes_inside():
    broken = "".join(f'{step},5" pipe "or\nso,{step}\n' for step in range(8))
    row = '9,"the "best"\none",2\n'
    assert read(broken + row)[-1].cells == ["9", 'the "best"\none', "2"]


def test_a_row_of_dashes_among_others_is_a_row():
    assert [record.cells for record in read("id,x,y\n1,2,3\n--,--,--\n4,5,6\n")][2] == ["--", "--", "--"]


@pytest.mark.parametrize("rule", ["---,---,---", "-----  -------", "|---|:--:|---|", "----+------+---", "====="])
def test_lines_drawn_below_headings_are_blank(rule):
    assert [record.cells for record in read(f"id,x,y\n{rule}\n1,--,-\n")] == [["id", "x", "y"], [], ["1", "--", "-"]]


def test_bars_at_both_ends_part_nothing():
    dialect = Dialect("|", is_framed=True)
    assert read("| 1 | a b |  |\n|2|c|d|\n", 3, dialect) == [Record(1, ["1", "a b", ""]), Record(2, ["2", "c", "d"])]
