"""The first rows of a file under the columns that they feed, as its mapping stands now."""

import streamlit as st

from analytics.intake.mapping_form import Form
from analytics.runner import contract_table
from analytics.words import _
from pages.components.tables import ROW_HEIGHT


def show(form: Form, key: str) -> None:
    """Draws the rows under the columns that they feed; attributes stand under their own headings."""
    rows = form.preview()
    if rows and form.tables:
        shown = [{titled(form, name) if "." in name else name: text for name, text in row.items()} for row in rows]
        st.dataframe(shown, hide_index=True, row_height=ROW_HEIGHT, key=f"import_preview_{key}")


def titled(form: Form, target: str) -> str:
    """A column as it is called on screen: with its table where the file holds several."""
    name, _dot, column = target.partition(".")
    return column if len(form.tables) == 1 else f"{_(contract_table(name).title)} · {column}"
