"""The Download menu: every table that a page shows, as a CSV file that Excel opens and no formula hides in."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from typing import Any

import streamlit as st
from numpy import ndarray
from pandas import DataFrame, isna
from streamlit.delta_generator import DeltaGenerator

from analytics.words import _

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to download: its frame, and the columns to write with their headings."""

    frame: DataFrame
    headings: Mapping[str, str]


def sheet(frame: DataFrame, headings: Mapping[str, str]) -> Sheet:
    """The columns shown, in their order, after the ids that the screen leaves out (under their own names)."""
    ids = {name: name for name in map(str, frame.columns) if name.endswith("_id") and name not in headings}
    return Sheet(frame, ids | {name: title for name, title in headings.items() if name in frame.columns})


def as_csv(table: Sheet) -> bytes:
    """The table as CSV: UTF-8 with a byte order mark, raw numbers, days as ISO, missing cells empty.

    A text cell that a spreadsheet would run as a formula is given a leading ``'`` (OWASP ASVS 1.2.10); numbers
    aren't touched, and an import takes the ``'`` off again.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([_cell(title) for title in table.headings.values()])
    columns = [table.frame[name].tolist() for name in table.headings]
    writer.writerows([_cell(value) for value in row] for row in zip(*columns, strict=True))
    return target.getvalue().encode("utf-8-sig")


def menu(slot: DeltaGenerator, stem: str, sheets: Mapping[str, Sheet]) -> None:
    """Draws the menu into ``slot``; a page without tables has none."""
    if not sheets:
        return
    with slot, st.popover(_("Download"), icon=":material/download:", type="tertiary", key="download"):
        for name, table in sheets.items():
            st.download_button(
                _("{file} · {count} rows", file=f"{name}.csv", count=len(table.frame)),
                partial(as_csv, table),
                file_name=f"{name}.csv",
                mime="text/csv",
                key=f"download_{stem}_{name}",
                on_click="ignore",
                type="tertiary",
                icon=":material/table:",
            )


def _cell(value: Any) -> Any:
    """A value as it stands in the file."""
    if isinstance(value, str):
        return "'" + value if value.startswith(_FORMULA) else value
    if isinstance(value, list | tuple | ndarray):
        return " ".join(str(_cell(item)) for item in value)
    if value is None or isna(value):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ")
    return value
