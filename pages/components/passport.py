"""A number's passport, "Where from?": its definition, what was in force, its rows and SQL, and whether they add up."""

from decimal import Decimal

import streamlit as st
from pandas import DataFrame

from analytics.metrics import metric as metric_of
from analytics.runner import Passport
from analytics.words import N_, _, currency_symbol, day, short_day, whole
from pages.components import download, source, tables
from pages.components.tables import Heading, Kind
from pages.components.text import plain
from pages.components.view import View

_LISTED = "passport_listed"
_MOST_SQL_LINES, _MOST_SQL_HEIGHT = 8, 210
_UNITS = {"share": "%", "count": N_("number"), "days": N_("days"), "score": N_("score")}


def popover(view: View, metric: str, shown: float | Decimal | None, rows: DataFrame | None = None) -> None:
    """Draws the "Where from?" of one number; what it holds is fetched once it is opened.

    Args:
        view: the page's view.
        metric: the metric's name in METRICS.
        shown: the bare number on screen, to compare with the sum of the rows; None skips the check.
        rows: the rows behind the number, where they come from a score and not from the metric's query.
    """
    key = f"passport_{view.stem}_{metric}"
    box = st.popover(f":gray[:small[{_('Where from?')}]]", type="tertiary", key=key, on_change="rerun")
    if box.open:
        with box:
            _draw(view, _passport(view, metric, rows), shown, key)
    if st.session_state.get(_LISTED) == key:
        del st.session_state[_LISTED]
        _list_rows(view, _passport(view, metric, rows))


def adds_up(passport: Passport, shown: float | Decimal | None) -> bool:
    """Whether the rows add up to the number shown, to half a cent or a millionth of it."""
    if shown is None or passport.total is None:
        return shown is None and passport.total is None
    given, total = Decimal(str(shown)), Decimal(str(passport.total))
    return abs(given - total) <= max(
        Decimal("0.005") if passport.metric.unit == "money" else Decimal(0), abs(total) / 10**6
    )


def _passport(view: View, name: str, rows: DataFrame | None) -> Passport:
    if rows is None:
        return source.passport(view, name)
    found = metric_of(name)
    through = {table: view.status.known_through[table] for table in found.tables if table in view.status.known_through}
    return Passport(found, rows, found.total(rows), "", through)


def _draw(view: View, passport: Passport, shown: float | Decimal | None, key: str) -> None:
    found = passport.metric
    unit = currency_symbol() if found.unit == "money" else _(_UNITS[found.unit])
    st.markdown(_("**{title}** · {unit}", title=_(found.title), unit=plain(unit)))
    st.markdown(_(found.definition))
    st.table(_facts(view, passport, shown), border="horizontal", alt=_("What is behind {title}", title=_(found.title)))
    if passport.sql:
        lines = passport.sql.count("\n")
        st.code(passport.sql, language="sql", height=_MOST_SQL_HEIGHT if lines > _MOST_SQL_LINES else "content")
    st.button(
        _("Show the rows"),
        key=f"{key}_rows",
        icon=":material/table_rows:",
        disabled=passport.rows.empty,
        on_click=_open_rows,
        args=(key,),
    )


def _facts(view: View, passport: Passport, shown: float | Decimal | None) -> dict[str, str]:
    through = [f"{table} {short_day(last)}" for table, last in passport.sources.items()]
    if shown is None:
        check = "–"
    elif adds_up(passport, shown):
        check = f":green[{_('the rows add up to it')}]"
    else:
        check = f":red[{_('the rows add up to {total}', total=plain(str(passport.total)))}]"
    return {
        _("In force"): plain(" · ".join(view.choice.words(view.status))),
        _("As of"): day(view.scope.as_of),
        _("Rows"): whole(len(passport.rows)),
        _("From"): plain(", ".join(through)) or "–",
        _("Check"): check,
    }


def _open_rows(key: str) -> None:
    """Closes the passport, which would lie over the dialog, and has the dialog opened in this run."""
    st.session_state[key] = False
    st.session_state[_LISTED] = key


def _list_rows(view: View, passport: Passport) -> None:
    title = _("Rows behind: {title}", title=_(passport.metric.title))
    st.dialog(title, width="large", icon=":material/table_rows:")(_rows)(view, passport)


def _rows(view: View, passport: Passport) -> None:
    name = f"rows_{passport.metric.name}"
    tables.draw(view, passport.rows, _headings(passport), name)
    st.download_button(
        _("Download the rows"),
        download.as_csv(download.Sheet(passport.rows, {column: column for column in map(str, passport.rows.columns)})),
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _headings(passport: Passport) -> dict[str, Heading]:
    """How the rows' columns are shown; their names say what they hold."""
    money: Kind = "cents" if passport.metric.unit == "money" else "number"
    kinds: dict[str, Kind] = {"value": money, "base": money}
    return {
        column: Heading(
            column.removesuffix("_id").removesuffix("_on").replace("_", " ").capitalize(),
            "day" if column.endswith("_on") else kinds.get(column, "text"),
        )
        for column in map(str, passport.rows.columns)
    }
