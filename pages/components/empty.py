"""Nothing to show, and why: a table that isn't imported, or filters that leave no row; always with what to do."""

from dataclasses import fields, is_dataclass
from typing import Any

import streamlit as st
from pandas import DataFrame

from analytics.runner import contract_table
from analytics.words import _
from pages.components import choice, filters, links
from pages.components.text import plain
from pages.components.view import View


def shown(view: View, result: Any = None) -> bool:
    """Whether the page has nothing to show; if so, draws why and what to do.

    Args:
        view: the page's view.
        result: what the analysis found; all its frames empty means that the period or the filters leave no row.
    """
    lacking = view.page.lacks(view.status.rows)
    if lacking:
        missing(view, lacking)
    elif result is not None and _is_bare(result):
        _narrowed(view)
    else:
        return False
    return True


def missing(view: View, lacking: list[tuple[str, ...]]) -> None:
    """Draws which tables the page needs, with their columns, and the way to import them.

    Args:
        view: the page's view.
        lacking: groups of tables; of each group one is enough.
    """
    with st.container(border=True):
        st.subheader(_("Not imported yet: {tables}", tables="; ".join(map(_either, lacking))), anchor=False)
        st.write(_("This page answers “{question}” from these tables:", question=_(view.page.question)))
        names = sorted({name for group in lacking for name in group}, key=_title)
        st.markdown("\n".join(f"- {_needed(name)}" for name in names))
        with st.container(horizontal=True):
            links.to(view, "import_data", _("Import {table}", table=_title(lacking[0][0]).lower()), "upload_file")
            if view.status.is_empty and "import_data" in view.targets:
                links.to(view, "import_data", _("Show the sample company"), "science")


def _needed(name: str) -> str:
    required = [column.name for column in contract_table(name).columns if column.required]
    return _("**{table}** with {columns}", table=_title(name), columns=plain(", ".join(required)))


def _narrowed(view: View) -> None:
    names = view.choice.filters
    with st.container(border=True):
        st.subheader(
            _("Nothing here for {scope}", scope=plain(" · ".join(view.choice.words(view.status)))), anchor=False
        )
        if not names:
            st.write(_("Choose another period or a later day above."))
            return
        st.write(_("The filters leave no row."))
        last = filters.last_changed(view.choice)
        with st.container(horizontal=True):
            label = _("Clear {filter}", filter=_(choice.FILTERS[last]).lower()) if last else ""
            st.button(label, key="empty_clear_last", on_click=filters.clear, args=(last,))
            if len(names) > 1:
                st.button(_("Clear all filters"), key="empty_clear_all", on_click=filters.clear)


def _is_bare(result: Any) -> bool:
    frames = [getattr(result, each.name) for each in fields(result)] if is_dataclass(result) else [result]
    frames = [frame for frame in frames if isinstance(frame, DataFrame)]
    return bool(frames) and all(frame.empty for frame in frames)


def _either(group: tuple[str, ...]) -> str:
    return _(" or ").join(_title(name).lower() for name in group)


def _title(name: str) -> str:
    return _(contract_table(name).title)
