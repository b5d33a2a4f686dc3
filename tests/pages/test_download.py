"""Downloads: raw numbers, text that no spreadsheet runs, a file that Excel opens."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.components.download import Sheet, as_csv, sheet


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_it_begins_with_the_byte_order_mark_and_holds_raw_values():
    frame = pd.DataFrame(
        {
            "name": ["Õun, OÜ", None],
            "amount": [Decimal("-1234.50"), Decimal("0.10")],
            "share": [0.125, np.nan],
            "on": [pd.Timestamp("2026-11-03"), pd.NaT],
            "at": [datetime(2026, 11, 3, 9, 30), None],
            "day": [date(2026, 11, 3), None],
            "months": [[1.5, 2], []],
        }
    )
    data = as_csv(Sheet(frame, {name: name.title() for name in frame.columns}))
    assert data.startswith(b"\xef\xbb\xbf")
    assert read(data) == [
        ["Name", "Amount", "Share", "On", "At", "Day", "Months"],
        ["Õun, OÜ", "-1234.50", "0.125", "2026-11-03", "2026-11-03 09:30:00", "2026-11-03", "1.5 2"],
        ["", "0.10", "", "", "", "", ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "\0=1", '=cmd|"/c calc"!A1'])
def test_a_text_that_a_spreadsheet_would_run_is_quoted_in_cells_and_headings(text):
    rows = read(as_csv(Sheet(pd.DataFrame({"name": [text]}), {"name": text})))
    assert rows == [["'" + text], ["'" + text]]


@given(
    st.lists(
        st.one_of(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.integers(), st.floats(allow_nan=False))
    )
)
def test_no_cell_begins_a_formula_unless_it_is_a_number(values):
    frame = pd.DataFrame({"value": pd.Series(values, dtype=object)})
    for value, row in zip(values, read(as_csv(Sheet(frame, {"value": "Value"})))[1:], strict=True):
        if isinstance(value, str):
            assert not row or not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_ids_that_the_screen_leaves_out_come_first():
    frame = pd.DataFrame({"name": ["One"], "client_id": ["007"], "tone": ["bad"]})
    assert sheet(frame, {"name": "Client"}).headings == {"client_id": "client_id", "name": "Client"}
    assert read(as_csv(sheet(frame, {"name": "Client"})))[1] == ["007", "One"]


def test_a_table_without_rows_is_its_headings():
    frame = pd.DataFrame({"name": pd.Series(dtype="str")})
    assert read(as_csv(sheet(frame, {"name": "Client"}))) == [["Client"]]
