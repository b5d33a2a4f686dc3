"""Where tables are: headings, rows, and what stands around them."""

import csv
import io

import pytest

from data.importing.formats.layout import Layout, Table, body, fitted, lay_out


def rows_of(text: str) -> list[tuple[int, list[str]]]:
    return [(line, cells) for line, cells in enumerate(csv.reader(io.StringIO(text)), 1)]


def laid(text: str, header_line: int | None = None) -> Layout:
    return lay_out(lambda: iter(rows_of(text)), header_line)


def table(text: str, header_line: int | None = None) -> Table:
    (only,) = laid(text, header_line).tables
    return only


@pytest.mark.parametrize(
    ("text", "header", "first"),
    [
        pytest.param("id,name\n1,A\n2,B\n", 1, 2, id="nothing around it"),
        pytest.param("Report\nMade on 2026-06-30\n\nid,name\n1,A\n2,B\n", 4, 5, id="a title"),
        pytest.param("Report,,\nUnit: EUR,,\nid,name,v\n1,A,2\n2,B,3\n", 3, 4, id="a title of full width"),
        pytest.param("id,name,v\n1,A,2\n\n2,B,3\n", 1, 2, id="a blank line within"),
        pytest.param("id,name,v\n\n1,A,2\n2,B,3\n", 1, 3, id="a blank line below the headings"),
        pytest.param("manager,2024,2025,2026\nA,100,200,300\nB,5,6,7\n", 1, 2, id="years as headings"),
        pytest.param("a,b,c\n", 1, 2, id="headings alone"),
        pytest.param(
            "Device,X\nUser,Ann\nMode,slow\nTemperature,21\nx,y\n1,2\n2,3\n3,4\n4,5\n5,6\n6,7\n7,8\n8,9\n9,1\n10,2\n"
            "11,1\n12,2\n13,1\n14,1\n15,1\n16,2\n17,3\n18,2\n19,3\n20,4\n21,3\n",
            5,
            6,
            id="names and values above",
        ),
        pytest.param("id,name,amount\n1,Ann,unknown\n2,Bo,5\n3,Cy,6\n", 1, 2, id="a word for the first number"),
    ],
)
def test_headings_and_rows(text, header, first):
    found = table(text)
    assert (found.header, found.first) == ((header,), first)


@pytest.mark.parametrize("text", ["C1,One,2026-01-05\nC2,Two,2026-01-06\n", "1,2,3\n4,5,6\n", "1,2,3\n"])
def test_values_in_the_first_line_are_no_headings(text):
    found = table(text)
    assert (found.headings, found.first) == ((), 1)


def test_what_is_said_of_the_headings_holds():
    assert table("1,2,3\n4,5,6\n", 1).headings == ("1", "2", "3")
    assert table("a,b,c\nd,e,f\n", 0).headings == ()


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        (
            ",2026,,2027,\nname,Q1,Q2,Q1,Q2\nA,1,2,3,4\nB,2,3,4,5\n",
            ("name", "2026 Q1", "2026 Q2", "2027 Q1", "2027 Q2"),
        ),
        (
            "name,amount,since\n,(EUR),(date)\nA,1,2025-01-01\nB,2,2025-01-02\n",
            ("name", "amount (EUR)", "since (date)"),
        ),
    ],
)
def test_headings_in_two_lines_are_joined(text, headings):
    assert table(text).headings == headings


@pytest.mark.parametrize(
    ("below", "lines"),
    [
        ("\nExported by the CRM on 30 June\n", (5,)),
        ("Source: the register,,\nNote: figures are final,,\n", (4, 5)),
        ("\nThis list, as all others, is confidential\n", (5,)),
    ],
)
def test_remarks_below_are_no_rows(below, lines):
    found = laid("id,name,v\n1,A,2\n2,B,3\n" + below)
    assert (len(found.tables), found.tables[0].last, found.below) == (1, 3, lines)


@pytest.mark.parametrize("row", ["3,C\n", "3,C,4,5\n", "3,,\n", "Some client,,\n"])
def test_a_last_row_that_is_odd_is_still_a_row(row):
    assert table("id,name,v\n1,A,2\n2,B,3\n" + row).last == 4


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("client_id,name\nC1,One\nC2,Two\n\nproduct_id,name,list_price\nP1,Thing,5\n", (5,)),
        ("client_id,name\nC1,One\nC2,Two\n\nproduct_id,name\nP1,Thing\n", (5,)),
        ("id,name,v\n1,a,2\n2,b,4\nid,x\n1,5\n2,7\n3,8\n", (4,)),
        ("a,b\n1,2\n\nc,d,e\n3,4,5\n", (4,)),
    ],
)
def test_a_second_table_is_found(text, seconds):
    first, second = laid(text).tables
    assert first.header == (1,)
    assert second.header == seconds


def test_rows_are_given_without_blank_lines():
    text = "id,name\n1,A\n\n2,B\n\nDone by hand\n"
    found = laid(text)
    assert list(body(rows_of(text), found.tables[0])) == [(2, ["1", "A"]), (4, ["2", "B"])]


def test_a_separator_too_many_before_an_empty_end_leaves_the_row_as_it_stands():
    assert fitted(["1", "", "x", "", ""], 4, is_trailing=False) == ["1", "", "x", "", ""]
    assert fitted(["1", "x", "y", "z", ""], 4, is_trailing=False) == ["1", "x", "y", "z"]
    assert fitted(["1", "x", "y", "", ""], 4, is_trailing=True) == ["1", "x", "y", ""]
    assert fitted(["", "", "", "", " "], 4, is_trailing=False) == [""] * 4


def test_rows_that_all_end_in_a_separator_are_as_wide_as_their_headings():
    found = table("id,name\n1,A,\n2,,\n")
    assert (found.width, found.is_trailing, found.headings) == (2, True, ("id", "name"))


def test_a_heading_with_a_quote_inside_tells_of_a_missing_separator():
    found = table('"id""name",v,w\n1,A,2,\n2,B,3,\n')
    assert (found.headings, found.width, found.is_trailing) == (('id"name', "v", "w"), 4, False)


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("speed,dist\n1,4,2\n2,4,10\n3,7,4\n", ("", "speed", "dist")),
        ("speed,dist\nA,4,2\nB,4,10\nC,7,4\n", ("", "speed", "dist")),
        ("id,name\nC1,Smith, John\nC2,Tamm, Ann\n", ("id", "name")),
        ("id,v\nA,4,2\nB,4,\nC,7,4\n", ("id", "v")),
    ],
)
def test_names_of_rows_have_an_empty_heading(text, headings):
    assert table(text).headings == headings


def test_names_and_values_of_full_width_above_a_table():
    found = laid(
        "Account,EE12,,,\nPeriod,01.01.2026,,,\n\nday,payee,text,sum,unit\n2026-01-01,A,x,1,EUR\n2026-01-02,B,y,2,EUR\n"
    )
    assert (len(found.tables), found.tables[0].header, found.above) == (1, (4,), (1, 2))


@pytest.mark.parametrize(
    ("above", "lines"),
    [
        ("Account:,12,\nFrom:,2026-01-01,\n\n", (1, 2)),
        ("Source,The office,\nUpdated,2026-06-30,\n\n", (1, 2)),
        ("Station,Lat,Lon\nTartu,58.4,26.7\n", (1, 2)),
        ("Account:,12\nFrom:,2026-01-01\nTo:,2026-01-31\nSum:,12.50\n", (1, 2, 3, 4)),
    ],
)
def test_names_and_values_or_a_single_row_above_belong_to_no_table(above, lines):
    rows = "day,payee,sum,unit\n2026-01-01,A,1,EUR\n2026-01-02,B,2,EUR\n2026-01-03,C,3,EUR\n"
    found = laid(above + rows)
    assert (len(found.tables), found.tables[0].headings[0], found.above) == (1, "day", lines)


def test_a_short_table_above_another_is_a_table():
    found = laid("Country,People\nEstonia,137\nLatvia,187\n\nday,payee,sum\n2026-01-01,A,1\n2026-01-02,B,2\n")
    assert [table.headings[0] for table in found.tables] == ["Country", "day"]


@pytest.mark.parametrize("periods", [",2001,2002,2003", ",31.12.2001,31.12.2002,31.12.2003"])
def test_periods_below_what_they_are_go_on_with_the_headings(periods):
    found = table(f"Births,,,\n,Time,Time,Time\n{periods}\nA,1.5,2,3\nB,4,5.5,6\nC,7,8,9.5\n")
    assert (found.header, found.first) == ((2, 3), 4)


def test_a_drawn_line_below_parts_the_remarks_from_the_rows():
    found = laid("id,name,v\n1,A,2\n2,B,3\n_____\nCounted:\nby hand\n(C)opyright Office 2026\n")
    assert (found.tables[0].last, found.below) == (3, (4, 5, 6, 7))


def test_rows_that_get_wider_and_have_no_headings_stay_in_their_table():
    wide = "".join(f"{step},x,Ann,{step}.5,2026-01-0{step}\n" for step in range(1, 6))
    found = laid("id,kind,v,at\n1,x,2.5,2026-01-01\n2,y,3.5,2026-01-02\n3,y,4.5,2026-01-03\n" + wide)
    assert [(one.header, one.last) for one in found.tables] == [((1,), 9)]


def test_headings_over_rows_that_are_shorter_and_of_several_widths():
    text = "id,day,sum,,note,by,\n1,2026-01-01,2.5,x\n2,2026-01-02,3.5,x,\n3,2026-01-03,1.5,x,\n4,2026-01-04,1,x,\n"
    found = table(text)
    assert (found.header, found.headings, found.first) == ((1,), ("id", "day", "sum", "", "note", "by"), 2)


def test_first_rows_of_another_width_and_no_headings_belong_to_the_table():
    text = "".join(f"{step},2026-01-0{step},2.5,x{',' * (step > 1)}\n" for step in range(1, 8))
    assert (table(text).headings, table(text).first) == ((), 1)


def test_a_count_of_rows_below_is_a_remark():
    assert laid("id,name,v\n1,A,2\n2,B,3\n(2 rows)\n").below == (4,)


def test_headings_in_three_lines_over_a_few_rows():
    rows = "".join(f"{step},2026-01-0{step},x\n" for step in range(1, 6))
    found = table("count,day,name\n(pieces),(date),(short)\nsold,of sale,as shown\n" + rows)
    assert (found.header, found.first) == ((1, 2, 3), 4)
