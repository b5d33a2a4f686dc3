"""The parts of a page about pay: its cards, its charts, and the headings of its statements."""

import streamlit as st

from analytics.charts.compensation import MOST_ROWS, backing_chart, curve_chart, market_chart, months_chart, pay_scale
from analytics.compensation import Result
from analytics.compensation import findings as chart_findings
from analytics.compensation import words as findings
from analytics.words import _, currency_symbol, money, share, whole
from pages.components import charts, download
from pages.components.kpis import Bar, Card
from pages.components.tables import Heading
from pages.components.text import plain
from pages.components.view import View


def cards(result: Result, is_own: bool) -> list[Card]:
    """Pay, pay for each unit of margin (not for one's own), differences, and bonus at risk."""
    drawn = [_pay(result, is_own), _ratio(result), _differences(result), _risk(result, is_own)]
    return [drawn[0], *drawn[2:]] if is_own else drawn


def curve(view: View, result: Result, is_own: bool) -> None:
    """The scheme's curve with each bonus on or off it; nothing for a plain commission, which has none."""
    if result.curve.empty:
        return
    words = _("Bonus as a share of its base, by attainment; line: the scheme, dot: paid, ring: due, diamond: differs")
    figure = curve_chart(result.curve, result.statements, view.look)
    charts.show(view, figure, chart_findings.curve_finding(result), words, "curve")
    for caution in () if is_own else result.cautions:
        st.caption(plain(_("About the scheme: {caution}", caution=caution)))


def months(view: View, result: Result) -> None:
    """Pay by month against what exactly met plans would cost."""
    by = pay_scale(result.months["due"])
    words = _("Salary and bonus by the scheme, {unit}; mark: with every plan met exactly", unit=by.unit)
    figure = months_chart(result.months, view.look, by, 320)
    charts.show(view, figure, chart_findings.months_finding(result), words, "months")


def backing(view: View, result: Result, is_own: bool) -> None:
    """What of each bonus is backed by money that arrived: by person, for one's own by deal."""
    rows = chart_findings.backing_rows(result, is_own)
    if rows.empty:
        st.caption(plain(chart_findings.backing_lack(result)))
        return
    by = pay_scale(rows["backed"] + rows["open"])
    words = _(
        "Bonus, {unit}, most open on top; full: backed by paid invoices, pale: open, amber: at risk.", unit=by.unit
    )
    if len(rows) > MOST_ROWS:
        words += " " + _("{count} of {all}.", count=MOST_ROWS, all=whole(len(rows)))
    words += " " + chart_findings.risk_words(result)
    charts.show(view, backing_chart(rows, view.look, by), chart_findings.backing_finding(result), words, "backing")


def market(view: View, result: Result) -> None:
    """Each person's pay of a mean month against the scheme's market range, or why it isn't compared."""
    lack = chart_findings.market_lack(result)
    if lack or result.market.empty or result.scheme is None:
        st.caption(plain(lack))
        return
    by = pay_scale(result.market["monthly"], [result.scheme["market"]["high"]])
    words = _("Pay of a month, {unit}.", unit=by.unit) + " " + chart_findings.market_words(result)
    figure = market_chart(result.market, result.scheme["market"], view.look, by)
    charts.show(view, figure, chart_findings.market_finding(result), words, "market")


def headings(result: Result, is_own: bool) -> dict[str, Heading]:
    """The columns of the statements; month and person only where there is more than one."""
    found = {} if is_own else {"name": Heading(_("Manager")), "team": Heading(_("Team"))}
    if result.statements["period"].nunique() > 1:
        found["period"] = Heading(_("Month"), "month")
    found |= {
        "salary": Heading(_("Salary"), "cents"),
        "attainment": Heading(_("Attainment"), "share", _("Actual ÷ plan of the scheme's metric")),
        "bonus": Heading(_("Bonus due"), "cents", _("By the scheme")),
        "paid_bonus": Heading(_("Bonus paid"), "cents", _("In the payroll, for the month in which it was earned")),
        "penalty": Heading(_("Penalty due"), "cents", _("By the scheme")),
        "paid_penalty": Heading(_("Penalty taken"), "cents"),
        "net": Heading(_("Differs by"), "cents", _("Bonus and penalty together, paid less due"), tone="tone"),
        "at_risk": Heading(_("At risk"), "cents", _("Open bonus × the probability that the client doesn't pay")),
    }
    return found | ({"cause": Heading(_("Likely cause"), tone="tone")} if result.totals.flagged else {})


def sheet(result: Result) -> download.Sheet:
    """The statements with everything behind them, for the Download menu."""
    titles = {
        **{"manager_id": _("Manager's id"), "name": _("Manager"), "team": _("Team"), "period": _("Month")},
        **{"scheme": _("Scheme"), "metric": _("Metric"), "target": _("Target"), "actual": _("Actual")},
        **{
            "attainment": _("Attainment"),
            "salary": _("Salary"),
            "bonus": _("Bonus due"),
            "paid_bonus": _("Bonus paid"),
        },
        **{"penalty": _("Penalty due"), "paid_penalty": _("Penalty taken"), "net": _("Differs by")},
        **{"cause": _("Likely cause"), "backed": _("Backed"), "open": _("Open"), "at_risk": _("At risk")},
    }
    return download.sheet(findings.table(result), titles)


def _pay(result: Result, is_own: bool) -> Card:
    found = result.totals
    change, against, arrow = findings.pay_change(result)
    caption = _("salary {share}", share=share(found.salary / found.cost if found.cost else None))
    return Card(
        _("Pay"),
        money(found.cost, cents=is_own),
        "pay_cost",
        float(found.cost),
        change=change or None,
        arrow=arrow,
        against=against,
        columns=findings.costs(result),
        caption=caption,
    )


def _ratio(result: Result) -> Card:
    per = result.totals.per_margin
    return Card(
        _("Pay per {unit} of margin", unit=currency_symbol()),
        money(per, cents=True),
        "pay_per_margin",
        None if per is None else float(per),
        columns=findings.ratios(result),
        caption=_("margin {amount}", amount=money(result.totals.margin)),
    )


def _differences(result: Result) -> Card:
    count = result.totals.flagged
    compared = int(result.statements["difference"].notna().sum())
    return Card(
        _("Differ from the scheme"),
        whole(count),
        "pay_differences",
        count,
        columns=findings.counts(result),
        caption=_("of {count} compared", count=whole(compared)),
        rows=findings.differences(result),
    )


def _risk(result: Result, is_own: bool) -> Card:
    found = result.totals
    bar = None
    if found.backed is not None and found.open is not None:
        bar = Bar(float(found.backed), most=float(found.backed + found.open) or 1.0)
    return Card(
        _("Bonus at risk"),
        money(found.at_risk, cents=is_own),
        "bonus_at_risk",
        None if found.at_risk is None else float(found.at_risk),
        bar=bar,
        caption=_("backed {backed}, open {open}", backed=money(found.backed), open=money(found.open)),
        rows=findings.risks(result),
    )
