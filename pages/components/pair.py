"""One pair that is probably the same client: both entries side by side, and the way to merge them."""

from typing import Any

import streamlit as st
from pandas import DataFrame, Series

from analytics.base_quality import Result
from analytics.base_quality.duplicates import evidence_of
from analytics.base_quality.evidence import side_by_side
from analytics.charts.theme import Palette
from analytics.words import MISSING, _, day, money, share
from pages.components import merging
from pages.components.text import attribute, plain
from pages.components.view import View

_CELL = "text-align:left;vertical-align:top;padding:.35rem .5rem .35rem 0;overflow-wrap:anywhere;font-weight:400"
_WIDTHS = ("34%", "33%", "33%")


def show(view: View, result: Result, chosen: Series) -> None:
    """Draws the pair ``chosen``, a row of ``base_quality.Result.duplicates``."""
    clients = result.clients.set_index("client_id", drop=False)
    one, other = clients.loc[chosen["client_id"]], clients.loc[chosen["other_id"]]
    rows = side_by_side(one, other, evidence_of(result.evidence, one["client_id"], other["client_id"]))
    with st.container(border=True):
        title = _(
            "{probability} probable: {name} and {other} are one client",
            name=one["name"],
            other=other["name"],
            probability=share(chosen["probability"], 1),
        )
        st.subheader(plain(title), anchor=False)
        st.html(table(rows, one["client_id"], other["client_id"], view.look.palette))
        merging.choose(view, one, other)


def table(rows: DataFrame, client_id: str, other_id: str, palette: Palette) -> str:
    """Both entries field by field as an HTML table that a phone has room for; what a field says stands below it.

    ``rows`` are those of ``evidence.side_by_side``.
    """
    heads = zip((_("Field and what it says"), client_id, other_id), _WIDTHS, strict=True)
    titles = "".join(
        f'<th scope="col" style="{_CELL};width:{width};color:{palette.muted}">{attribute(title)}</th>'
        for title, width in heads
    )
    lines = "".join(_line(row, palette) for row in rows.to_dict("records"))
    style = "width:100%;table-layout:fixed;border-collapse:collapse;font-size:.93rem"
    return f'<table style="{style}"><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>'


def _line(row: dict[Any, Any], palette: Palette) -> str:
    values = "".join(
        f'<td style="{_CELL}">{attribute(_value(row["field"], row[name]))}</td>' for name in ("value", "other_value")
    )
    border = f"border-top:1px solid {palette.grid}"
    return f'<tr style="{border}"><th scope="row" style="{_CELL}">{_told(row, palette)}</th>{values}</tr>'


def _told(row: dict[Any, Any], palette: Palette) -> str:
    """The field's name, and below it how far the two agree and how much that says."""
    title = attribute(row["title"])
    if not row["agreement"]:
        return title
    colour = {"good": palette.good_text, "bad": palette.bad_text}.get(row["tone"], palette.muted)
    said = _("{agreement}: {strength}", agreement=row["agreement"], strength=row["strength"])
    return f'{title}<br><small style="color:{colour}">{attribute(said)}</small>'


def _value(field: str, value: Any) -> str:
    if value is None or value != value:
        return MISSING
    if field.endswith("_on"):
        return day(value)
    return money(value) if field == "revenue" else str(value)
