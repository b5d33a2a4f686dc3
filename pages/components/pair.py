"""One pair that is probably the same client: both entries side by side, and the way to merge them."""

from typing import Any

import streamlit as st
from pandas import DataFrame, Series

from analytics.base_quality import Result
from analytics.base_quality.duplicates import evidence_of
from analytics.base_quality.evidence import side_by_side
from analytics.words import MISSING, _, day, money, share
from pages.components import merging
from pages.components.text import plain
from pages.components.view import View

_COLOURS = {"good": "green", "bad": "red"}


def show(view: View, result: Result, chosen: Series) -> None:
    """Draws the pair ``chosen``, a row of ``base_quality.Result.duplicates``."""
    clients = result.clients.set_index("client_id", drop=False)
    one, other = clients.loc[chosen["client_id"]], clients.loc[chosen["other_id"]]
    rows = side_by_side(one, other, evidence_of(result.evidence, one["client_id"], other["client_id"]))
    with st.container(border=True):
        title = _(
            "{probability} probable: {id} and {other}",
            id=one["client_id"],
            other=other["client_id"],
            probability=share(chosen["probability"], 1),
        )
        st.subheader(plain(title), anchor=False)
        st.table(_worded(rows, one, other), border="horizontal", alt=title)
        merging.choose(view, one, other)


def _worded(rows: DataFrame, one: Series, other: Series) -> DataFrame:
    """The rows as the screen shows them; the headings are the two ids."""
    says = [_says(row) for row in rows.to_dict("records")]
    return DataFrame(
        {
            _("Field"): rows["title"],
            plain(one["client_id"]): [_value(row["field"], row["value"]) for row in rows.to_dict("records")],
            plain(other["client_id"]): [_value(row["field"], row["other_value"]) for row in rows.to_dict("records")],
            _("What it says"): says,
        }
    ).set_index(_("Field"))


def _says(row: dict[Any, Any]) -> str:
    if not row["agreement"]:
        return ""
    told = _("{agreement}: {strength}", agreement=row["agreement"], strength=row["strength"])
    return f":{_COLOURS[row['tone']]}[{told}]" if row["tone"] else told


def _value(field: str, value: Any) -> str:
    if value is None or value != value:
        return MISSING
    if field.endswith("_on"):
        return day(value)
    return plain(money(value) if field == "revenue" else str(value))
