"""Tables: numbers stay numbers, formatted in the reader's language, and every one can be downloaded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st
from pandas import DataFrame

from analytics import words
from analytics.charts.theme import Palette
from analytics.words import _, whole
from pages.components import download
from pages.components.view import View

Kind = Literal[
    "text", "money", "cents", "share", "change", "chance", "number", "whole", "day", "month", "progress", "line"
]
ROW_HEIGHT = 34
MOST_ROWS = 1_000
"""Rows on screen: wording 1,000 rows of ten columns takes 0.15 s; the download always holds all."""

_FORMATS: dict[str, Callable[[Any], str]] = {
    "money": words.whole,
    "cents": lambda value: words.number(value, 2),
    "share": lambda value: words.share(value, 1),
    "change": lambda value: words.signed(words.share(value, 1)),
    "chance": lambda value: words.share(value, 1) if value < 1 else _("already"),
    "number": words.number,
    "whole": words.whole,
    "day": words.day,
    "month": words.month,
}


@dataclass(frozen=True, slots=True)
class Heading:
    """How a column is shown: its title, the kind of its values, and what it means (on hover).

    The unit of ``money`` and ``cents`` is added to the title; ``share``, ``change`` (signed), ``chance`` (1: it has
    come true) and ``progress`` are fractions; ``line`` is a list of numbers a row. ``tone`` names a column that
    holds good, bad, late or nothing, and colours this one by it.
    """

    title: str
    kind: Kind = "text"
    help: str = ""
    tone: str = ""

    @property
    def words(self) -> str:
        """The title with its unit."""
        if self.kind in ("money", "cents"):
            return _("{title}, {unit}", title=self.title, unit=words.currency_symbol())
        return self.title


def show(view: View, frame: DataFrame, headings: Mapping[str, Heading], name: str, select: bool = False) -> list[int]:
    """Draws the columns of ``frame`` that have a heading, and adds the table to the Download menu.

    Args:
        view: the page's view.
        frame: one row a line; it isn't changed.
        headings: column → how it is shown, in the order of the screen.
        name: the table's name, unique on the page: the file's name when it is downloaded.
        select: whether a row can be chosen.

    Returns:
        The positions of the chosen rows in ``frame``: none or one.
    """
    view.sheets[name] = sheet(frame, headings)
    return draw(view, frame, headings, name, select)


def sheet(frame: DataFrame, headings: Mapping[str, Heading]) -> download.Sheet:
    """The table as the Download menu offers it, for what isn't on screen as a whole."""
    return download.sheet(frame, {column: heading.words for column, heading in headings.items()})


def draw(view: View, frame: DataFrame, headings: Mapping[str, Heading], name: str, select: bool = False) -> list[int]:
    """The same as ``show`` for a table that has a download of its own."""
    rows = len(frame)
    shown, frame = frame[list(headings)].head(MOST_ROWS).reset_index(drop=True), frame.head(MOST_ROWS)
    for column, heading in headings.items():
        if heading.kind == "progress":
            shown[column] = shown[column].astype(float) * 100
    state: Any = st.dataframe(
        _styled(shown, frame, headings, view.look.palette),
        hide_index=True,
        row_height=ROW_HEIGHT,
        column_config={column: _config(heading) for column, heading in headings.items()},
        placeholder=words.MISSING,
        key=f"table_{view.stem}_{name}",
        on_select="rerun" if select else "ignore",
        selection_mode="single-row",
        alt=_("{name}, {count} rows", name=name, count=whole(rows)),
    )
    if rows > MOST_ROWS:
        st.caption(
            _(
                "The first {shown} of {rows} rows; the download has all.",
                shown=whole(MOST_ROWS),
                rows=whole(rows),
            )
        )
    return list(state.selection.rows) if select else []


def _styled(shown: DataFrame, frame: DataFrame, headings: Mapping[str, Heading], palette: Palette) -> Any:
    """The frame with its values worded and coloured; what is missing stays empty, so that the placeholder shows."""
    formats: dict[Any, Any] = {
        column: _FORMATS[heading.kind] for column, heading in headings.items() if heading.kind in _FORMATS
    }
    styled = shown.style.format(formats, na_rep=words.MISSING)
    colours = {"good": palette.good_text, "bad": palette.bad_text, "late": palette.late_text}
    for column, heading in headings.items():
        if heading.tone:
            marks = [f"color: {colours[tone]}" if tone in colours else "" for tone in frame[heading.tone]]
            styled = styled.apply(lambda _column, marks=marks: marks, subset=[column])
    return styled


def _config(heading: Heading) -> Any:
    title, advice = heading.words, heading.help or None
    if heading.kind == "progress":
        percent = "%.0f %%" if words.language() == "ru" else "%.0f%%"
        return st.column_config.ProgressColumn(title, help=advice, min_value=0, max_value=100, format=percent)
    if heading.kind == "line":
        return st.column_config.LineChartColumn(title, help=advice)
    if heading.kind == "text":
        return st.column_config.TextColumn(title, help=advice)
    if heading.kind in ("day", "month"):
        return st.column_config.DateColumn(title, help=advice)
    return st.column_config.NumberColumn(title, help=advice)
