"""The parts of the page about bonus schemes: the editor with its checks, the curve, and the replay."""

from dataclasses import replace
from datetime import datetime

import streamlit as st
from pandas import DataFrame

from analytics.charts.compensation import pay_scale
from analytics.charts.schemes import MOST_ROWS, curve_chart, gains_chart, sensitivity_chart
from analytics.schemes import Result, words
from analytics.words import _, currency_symbol, money, share, signed, whole
from pages.components import charts, download, source, tables
from pages.components import period as periods
from pages.components.kpis import Card
from pages.components.tables import Heading, Kind
from pages.components.text import plain
from pages.components.view import View

_EDITOR_HEIGHT = 300
_EXAMPLE = """\
name = "New scheme"
from = "2026-01"
every = "month"
metric = "revenue"
base = "salary"
cap = 1.5

[[tier]]
from = 0.8
rate = 0.5

[[tier]]
from = 1.0
rate = 1.0
"""
"""What the editor begins with where no scheme is in force."""


def over_a_year(view: View) -> tuple[View, bool]:
    """The view over the last twelve months where no period was chosen, and whether that is so: a month tells little."""
    if view.choice.period:
        return view, False
    found = periods.of_kind("last12", view.choice.day(view.status))
    scope = replace(view.scope, start=found.start, end=found.end)
    return replace(view, scope=scope, choice=replace(view.choice, period=found.key)), True


def notes(result: Result, is_default: bool) -> None:
    """Draws what to know before reading the numbers."""
    told = [_("Compared: {months}.", months=words.span(result))] if result.last else []
    if is_default:
        told.append(_("The last 12 months are taken as no period is chosen."))
    told.append(_("Nothing is recomputed by trying a scheme; a director imports the one to pay by."))
    st.caption(plain(" ".join(told)))
    for fault in result.faults:
        st.warning(plain(fault), icon=":material/rule:")


def editor(view: View, held: Result) -> str:
    """Draws the scheme as its file says it, to be changed; returns the changed text, "" where it is unchanged."""
    start, key = held.text or _EXAMPLE, f"schemes_text_{view.scope.version}"
    st.subheader(_("Try a change"), anchor=False)
    text = st.text_area(
        _("The scheme, as its file says it"),
        value=start,
        height=_EDITOR_HEIGHT,
        key=key,
        help=_("Ctrl+Enter takes a change over; curve, checks and costs follow it."),
    )
    with st.container(horizontal=True):
        st.download_button(
            _("Download scheme.toml"),
            text,
            file_name="scheme.toml",
            mime="application/toml",
            on_click="ignore",
            icon=":material/download:",
        )
        st.button(
            _("Back to the one in force"),
            key="schemes_reset",
            disabled=text == start,
            on_click=st.session_state.__setitem__,
            args=(key, start),
            type="tertiary",
        )
    return "" if text.strip() == start.strip() else text


def checks(result: Result) -> None:
    """Draws what is wrong or doubtful in the scheme, by line; faults as an error, for nothing can be paid by it."""
    rows = result.checks.to_dict("records")
    told = [_("Line {line}: {message}", line=row["line"], message=row["message"]) for row in rows]
    if not told and (result.scheme or result.tried):
        st.caption(_("Checked: no gap, overlap, falling pay, tier behind the cap, or penalty over its limit."))
    if not told:
        return
    lines = "\n".join(f"- {plain(line)}" for line in told)
    if rows[0]["refused"]:
        st.error(_("This scheme can't be paid by yet:") + f"\n\n{lines}", icon=":material/rule:")
    else:
        st.warning(_("Allowed, and hardly meant:") + f"\n\n{lines}", icon=":material/rule:")


def cards(result: Result, is_own: bool) -> list[Card]:
    """Pay by the scheme, for each unit of margin (not for one's own), bonuses, and what the one tried costs more."""
    found, rows = result.totals, words.cost_rows(result)
    is_tried = found.tried_cost is not None
    cost, bill = (found.tried_cost, found.tried_bill) if is_tried else (found.cost, found.bill)
    per = found.tried_per_margin if is_tried else found.per_margin
    by = result.months["tried_cost" if is_tried else "cost"]
    drawn = [
        Card(
            _("Pay by the scheme"),
            money(cost, cents=is_own),
            "scheme_cost",
            float(cost or 0),
            columns=[float(value) for value in by],
            caption=_("by the one in force {amount}", amount=money(found.cost)) if is_tried else words.span(result),
            rows=rows,
        ),
        Card(
            _("Bonuses less penalties"),
            money(bill, cents=is_own),
            "scheme_bill",
            float(bill or 0),
            caption=_("{share} of pay", share=share(bill / cost if bill is not None and cost else None)),
            rows=rows.assign(value=rows["bill"]).drop(columns=["bill", "more"]),
        ),
    ]
    if not is_own:
        caption = _("margin {amount}", amount=money(found.margin))
        label = _("Pay per {unit} of margin", unit=currency_symbol())
        shown = None if per is None else float(per)
        ratio = words.ratio_rows(result)
        ratios = [
            float(pay / margin) if margin > 0 else 0.0 for pay, margin in zip(by, result.months["margin"], strict=True)
        ]
        text = money(per, cents=True)
        drawn.append(Card(label, text, "scheme_per_margin", shown, columns=ratios, caption=caption, rows=ratio))
    if is_tried and found.difference is not None:
        drawn.append(_difference(result, rows, is_own))
    return drawn


def _difference(result: Result, rows: DataFrame, is_own: bool) -> Card:
    found = result.totals
    more = found.difference or 0
    return Card(
        _("Difference"),
        signed(money(more, cents=is_own)) if more else money(more),
        "scheme_difference",
        float(more),
        caption="" if is_own else _("{gain} gain, {lose} lose", gain=whole(found.gain), lose=whole(found.lose)),
        rows=rows.assign(value=rows["more"]).drop(columns=["bill", "more"]),
    )


def curve(view: View, result: Result) -> None:
    """Pay over attainment: it follows the editor."""
    if result.curve.empty:
        return
    by = pay_scale(result.curve["pay"])
    figure = curve_chart(result.curve, result.statements, view.look, by, 400)
    words_below = words.curve_words(result) + " " + _("Unit: {unit}.", unit=by.unit)
    charts.show(view, figure, words.curve_finding(result), words_below, "curve")


def gains(view: View, result: Result) -> None:
    """Who would gain and who would lose by the scheme tried, with the table behind it."""
    by = pay_scale(result.people["difference"].map(abs))
    told = _("Pay by the scheme tried less pay by the one in force, {unit}", unit=by.unit)
    if len(result.people) > MOST_ROWS:
        told += _("; the {count} at both ends", count=whole(MOST_ROWS))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        charts.show(view, gains_chart(result.people, view.look, by), words.gains_finding(result), told, "gains")
    with right:
        headings = {
            "period": Heading(_("Month"), "month"),
            "cost": Heading(_("In force"), "money"),
            "tried_cost": Heading(_("Tried"), "money"),
            "difference": Heading(_("More"), "money"),
        }
        st.subheader(_("By month"), anchor=False)
        tables.show(view, result.months, headings, "scheme_months")
    for name, frame in (("scheme_people", result.people), ("scheme_statements", result.statements)):
        view.sheets[name] = download.sheet(frame, {column: column for column in map(str, frame.columns)})


def next_deals(view: View, result: Result, is_own: bool) -> None:
    """What the next deal brings to each manager."""
    rows = result.next_deals
    if rows.empty:
        return
    kind: Kind = "money" if words.is_money(result) else "number"
    headings = {} if is_own else {"name": Heading(_("Manager")), "team": Heading(_("Team"))}
    headings |= {
        "attainment": Heading(_("Attainment"), "share", _("So far, in the period that is looked at")),
        "deal": Heading(_("Next deal"), kind, _("The median of the manager's deals in twelve months")),
        "pay": Heading(_("Bonus now"), "cents", _("Less the penalty")),
        "brings": Heading(_("It brings"), "cents", _("Bonus less penalty with the deal, less the same without it")),
        "missing": Heading(_("To the next step"), kind, _("What lacks until the next sale pays otherwise")),
        "step": Heading(_("Next step at"), "share"),
    }
    if result.tried:
        headings["tried_brings"] = Heading(_("By the scheme tried"), "cents")
    with st.container(gap=None):
        st.subheader(_("My next deal") if is_own else plain(words.next_finding(result)), anchor=False)
        st.caption(plain(words.next_caption(result)))
    tables.show(view, rows, headings, "next_deals")


def sensitivity(view: View, result: Result) -> None:
    """How the bill of bonuses follows attainment."""
    if result.sensitivity.empty or not result.scheme:
        return
    by = pay_scale(result.sensitivity["bill"])
    told = _("Bonuses less penalties had everybody attained more or less, {unit}", unit=by.unit)
    told += _("; mark: by the scheme in force") if result.tried else ""
    figure = sensitivity_chart(result.sensitivity, view.look, by)
    charts.show(view, figure, words.sensitivity_finding(result), told, "sensitivity")


def versions(view: View, result: Result, is_own: bool) -> None:
    """The versions with the months that they hold for, and who has acknowledged the one in force."""
    if result.versions.empty:
        return
    headings = {
        "name": Heading(_("Scheme")),
        "from": Heading(_("From"), "month"),
        "until": Heading(_("Until"), "month"),
        "acknowledged": Heading(_("Acknowledged"), "whole", _("By how many of those paid last")),
        "people": Heading(_("of"), "whole"),
    }
    st.subheader(_("Versions"), anchor=False)
    tables.show(view, result.versions, headings, "scheme_versions")
    told = words.unread_words(result)
    if told and not is_own:
        st.caption(plain(told))
    if told and is_own and view.scope.viewer.manager_id:
        st.button(
            _("I have read the scheme in force"),
            key="schemes_read",
            icon=":material/check:",
            on_click=_acknowledge,
            args=(view, result.text),
        )


def _acknowledge(view: View, text: str) -> None:
    view.house.acknowledge(text, view.scope.viewer.email, datetime.now())
    source.forget()
