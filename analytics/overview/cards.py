"""The headline numbers in words, as cards."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from analytics.metrics import Better, metric
from analytics.overview.numbers import Debt, Number
from analytics.overview.pay import PayCost
from analytics.periods import Kind
from analytics.plan.pace import End
from analytics.plan.pace_words import amount
from analytics.plan.units import Asked
from analytics.words import (
    MINUS,
    N_,
    _,
    currency_symbol,
    money,
    month,
    ngettext,
    points,
    share,
    short_day,
    short_money,
    signed,
)

Tone = Literal["none", "good", "bad", "late"]
Arrow = Literal["up", "down"]

MOST = 4
_THIS: dict[Kind, str] = {
    "month": N_("{title} this month"),
    "quarter": N_("{title} this quarter"),
    "year": N_("{title} this year"),
}
_MONTH_DAYS = 30


@dataclass(frozen=True, slots=True)
class Card:
    """One number worded: its metric and bare value, the change with what it is compared with, and what is drawn below.

    ``plan``, ``low`` and ``high`` (marks on a bullet) or ``history`` (columns) are bare numbers.
    """

    metric: str
    label: str
    value: str
    shown: float
    change: str
    tone: Tone
    arrow: Arrow | None
    against: str
    caption: str
    plan: float | None = None
    low: float | None = None
    high: float | None = None
    history: tuple[float, ...] = ()


def cards(numbers: tuple[Number, ...], asked: Asked, end: End, debt: Debt, pay: PayCost | None) -> tuple[Card, ...]:
    """The first four of ``numbers`` as cards; ``end`` is the forecast of revenue."""
    return tuple(_card(number, asked, end, debt, pay) for number in numbers[:MOST])


@dataclass(frozen=True, slots=True)
class _Change:
    """A difference worded, its tone and arrow, and what it is against."""

    words: str = ""
    tone: Tone = "none"
    arrow: Arrow | None = None
    against: str = ""


def _card(number: Number, asked: Asked, end: End, debt: Debt, pay: PayCost | None) -> Card:
    if number.metric == "margin_share":
        return _margin_card(number)
    if number.metric == "open_debt_past_due":
        return _debt_card(number, debt)
    if number.metric == "pay_per_margin" and pay:
        return _pay_card(number, pay)
    return _counted_card(number, asked, end if number.metric == "revenue" else None)


def _counted_card(number: Number, asked: Asked, end: End | None) -> Card:
    title = _(metric(number.metric).title)
    change = _against_plan(number, asked) if number.target else _on_last_year(number)
    card = _made(number, title if asked.is_over else _(_THIS[asked.period.kind], title=title), change)
    is_ahead = end is not None and not asked.is_over
    return replace(
        card,
        value=amount(number.metric, number.value),
        shown=round(number.value, 2),
        caption=_plan_words(number),
        low=end.low if end and is_ahead else None,
        high=end.high if end and is_ahead else None,
    )


def _margin_card(number: Number) -> Card:
    change = _difference(number.value, number.last_year, "more", points, _("on last year"))
    caption = "" if number.target is None else _("plan {share}", share=share(number.target, 1))
    return replace(_made(number, _("Margin"), change), value=share(number.value, 1), caption=caption)


def _debt_card(number: Number, debt: Debt) -> Card:
    before = debt.at(debt.on_day - timedelta(days=_MONTH_DAYS))
    change = _difference(number.value, before, "less", _short_change, _("in 30 days"))
    label = _("Past due, {day}", day=short_day(debt.on_day))
    invoices = ngettext("{count} invoice", "{count} invoices", len(debt.rows))
    clients = ngettext("{count} client", "{count} clients", debt.rows["client"].nunique())
    return replace(
        _made(number, label, change),
        value=short_money(number.value),
        tone="late" if change.tone == "bad" else change.tone,
        caption=_("{invoices}, {clients}", invoices=invoices, clients=clients),
    )


def _pay_card(number: Number, pay: PayCost) -> Card:
    change = _difference(number.value, number.last_year, "less", _cents_change, _("on last year"))
    label = _("Pay per {unit} of margin", unit=currency_symbol())
    parts = _(
        "{month}: salary {salary}, bonus {bonus}",
        month=month(pay.month),
        salary=share(pay.salary_share),
        bonus=share(1 - pay.salary_share),
    )
    return replace(_made(number, label, change), value=money(number.value, cents=True), caption=parts)


def _made(number: Number, label: str, change: _Change) -> Card:
    """A card with its change; a number with a plan is drawn as a bullet, one without as columns."""
    return Card(
        metric=number.metric,
        label=label,
        value="",
        shown=number.value,
        change=change.words,
        tone=change.tone,
        arrow=change.arrow,
        against=change.against,
        caption="",
        plan=number.target,
        history=() if number.target else number.history,
    )


def _against_plan(number: Number, asked: Asked) -> _Change:
    """The number against the plan's pace so far; once the period is over, against the plan."""
    pace = (number.target or 0.0) * asked.period.share_gone(asked.as_of)
    if pace <= 0:
        return _Change()
    against = _("against plan") if asked.is_over else _("against pace")
    return _difference(number.value / pace - 1, 0.0, metric(number.metric).better, _share_change, against)


def _on_last_year(number: Number) -> _Change:
    if not number.last_year:
        return _Change()
    change = number.value / number.last_year - 1
    return _difference(change, 0.0, metric(number.metric).better, _share_change, _("on last year"))


def _difference(
    value: float, before: float | None, better: Better, worded: Callable[[float], str], against: str
) -> _Change:
    if before is None:
        return _Change()
    gap = value - before
    if worded(gap) in (worded(0.0), worded(0.0).replace("+", MINUS)):
        return _Change(worded(0.0), "none", None, against)
    tone: Tone = "none" if better == "neither" else "good" if (gap > 0) == (better == "more") else "bad"
    return _Change(worded(gap), tone, "up" if gap > 0 else "down", against)


def _share_change(gap: float) -> str:
    return signed(share(gap, 1))


def _short_change(gap: float) -> str:
    return signed(short_money(gap))


def _cents_change(gap: float) -> str:
    return signed(money(gap, cents=True))


def _plan_words(number: Number) -> str:
    """The plan, and what the same days of the year before had reached."""
    name, before = number.metric, number.last_year
    if number.target and before:
        return _("plan {plan} · last year {before}", plan=amount(name, number.target), before=amount(name, before))
    if number.target:
        return _("plan {plan}", plan=amount(name, number.target))
    return _("last year {before}", before=amount(name, before)) if before else ""
