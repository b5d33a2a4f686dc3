"""The scope bar: period, team and filters as popovers whose labels tell their state, kept from page to page.

The choice lives in the session and is written to the address, so that copying it is sharing the view; an address
with other parameters than those last written is a link that somebody followed, and is taken.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from analytics.runner import Status
from analytics.words import _, day
from pages.components import choice as choices
from pages.components import period as periods
from pages.components.choice import FILTERS, PARAMETERS, Choice
from pages.components.text import plain

_CHOSEN, _WRITTEN, _LAST = "choice", "choice_written", "choice_last"
_MOST_NAMED = 2


def chosen(status: Status) -> Choice:
    """The choice in force in this session; says what of a followed link couldn't be taken."""
    given = {name: st.query_params.get_all(name) for name in PARAMETERS.values() if name in st.query_params}
    followed = given and given != st.session_state.get(_WRITTEN)
    if followed or _CHOSEN not in st.session_state:
        found, refused = choices.read(given, status)
        if refused:
            st.warning(
                _("Left out of the link, as there is no such value here: {values}.", values=", ".join(refused)),
                icon=":material/link_off:",
            )
    else:
        found = choices.possible(st.session_state[_CHOSEN], status)
    st.session_state[_CHOSEN] = found
    _write(found, given)
    return found


def bar(stem: str, choice: Choice, status: Status) -> None:
    """Draws period, team and filters; what is changed is in force from the next run on."""
    _period(choice, status)
    if len(status.teams) > 1:
        with st.popover(_team_label(choice), icon=":material/group:", key="scope_teams"):
            _chooser("teams", choice, status)
    with st.popover(_filters_label(choice), icon=":material/filter_list:", key="scope_filters"):
        _filters(stem, choice, status)


def clear(name: str | None = None) -> None:
    """Takes one filter away, or all of them; made for ``on_click``."""
    found: Choice = st.session_state[_CHOSEN]
    left = {each: values for each, values in found.filters.items() if name is not None and each != name}
    st.session_state[_CHOSEN] = found.with_filters(left)


def last_changed(choice: Choice) -> str | None:
    """The filter in force that was changed last; the last one named, where a link set them all."""
    last = st.session_state.get(_LAST)
    return last if last in choice.filters else next(reversed(choice.filters), None)


def _write(choice: Choice, given: dict[str, list[str]]) -> None:
    """Makes the address tell the choice; parameters of others stay."""
    wanted = choice.parameters()
    if given != wanted:
        others = {name: st.query_params.get_all(name) for name in st.query_params if name not in PARAMETERS.values()}
        st.query_params.from_dict(others | wanted)
    st.session_state[_WRITTEN] = wanted


def _set(name: str, key: str) -> None:
    value: Any = st.session_state[key]
    if name in FILTERS:
        value = tuple(value or ())
        st.session_state[_LAST] = name
    st.session_state[_CHOSEN] = replace(st.session_state[_CHOSEN], **{name: value})


def _period(choice: Choice, status: Status) -> None:
    found = choice.period_in(status)
    first, last = status.first_day or choice.day(status), status.last_day or choice.day(status)
    label = found.words if choice.as_of is None else _("{period}, on {day}", period=found.words, day=day(choice.as_of))
    with st.popover(label, icon=":material/calendar_month:", key="scope_period"):
        st.session_state["scope_kind"] = found.kind
        st.segmented_control(
            _("Period"),
            list(periods.KINDS),
            required=True,
            format_func=lambda kind: _(periods.KINDS[kind]),
            key="scope_kind",
            on_change=_set_kind,
            args=(choice, status),
        )
        if found.kind in ("month", "quarter", "year"):
            _which(found, first, choice.day(status))
        st.session_state["scope_as_of"] = choice.day(status)
        st.date_input(
            _("As known on"),
            min_value=first,
            max_value=last,
            format="YYYY-MM-DD",
            key="scope_as_of",
            on_change=_set_day,
            args=(status,),
            help=_("What came later isn't seen. The latest day is {day}.", day=day(last)),
        )


def _which(found: periods.Period, first: date, last: date) -> None:
    named = {each.key: each.words for each in periods.choices(found.kind, first, last)}
    st.session_state["scope_which"] = found.key
    st.selectbox(
        _(periods.KINDS[found.kind]),
        list(named),
        format_func=lambda key: named.get(key, key),
        key="scope_which",
        on_change=_set,
        args=("period", "scope_which"),
    )


def _set_kind(choice: Choice, status: Status) -> None:
    kind = st.session_state["scope_kind"]
    seen = min(choice.period_in(status).end, choice.day(status))
    st.session_state[_CHOSEN] = replace(choice, period=periods.of_kind(kind, seen).key)


def _set_day(status: Status) -> None:
    seen = st.session_state["scope_as_of"]
    st.session_state[_CHOSEN] = replace(
        st.session_state[_CHOSEN], as_of=None if seen is None or seen == status.last_day else seen
    )


def _filters(stem: str, choice: Choice, status: Status) -> None:
    names = [name for name in FILTERS if name != "teams" and choices.options(status)[name]]
    for name in names:
        _chooser(name, choice, status)
    st.button(_("Clear all"), key="scope_clear", on_click=clear, disabled=not choice.filters)
    st.caption(_("This link shows the same view to whoever may see it:"))
    st.code(choice.link(st.context.url or "", stem), language=None, wrap_lines=True)


def _chooser(name: str, choice: Choice, status: Status) -> None:
    named = choices.options(status)[name]
    key = f"scope_{name}_chosen"
    st.session_state[key] = list(getattr(choice, name))
    st.multiselect(
        _(FILTERS[name]),
        list(named),
        format_func=lambda value: named.get(value, value),
        key=key,
        on_change=_set,
        args=(name, key),
        placeholder=_("All"),
    )


def _team_label(choice: Choice) -> str:
    if not choice.teams:
        return _("All teams")
    named = ", ".join(choice.teams[:_MOST_NAMED])
    more = len(choice.teams) - _MOST_NAMED
    return plain(named if more <= 0 else _("{named} and {more} more", named=named, more=more))


def _filters_label(choice: Choice) -> str:
    count = sum(len(values) for name, values in choice.filters.items() if name != "teams")
    return _("Filters {count}", count=count) if count else _("Filters")
