"""What a running period says in words: the headline, ahead of the plan or behind it, and amounts for titles."""

import re
from datetime import date

from pandas import DataFrame

from analytics.metrics import metric
from analytics.periods import Period
from analytics.plan.pace import End
from analytics.words import _, share, short_day, short_money, whole

_NUMBER = re.compile(r"(\D*)(\d.*\d|\d)(\D*)")
_SLIGHT = 0.005


def amount(name: str, value: float | None) -> str:
    """A value of the metric ``name`` for titles: short money, or a whole count."""
    if value is None or value != value:
        return short_money(value)
    return short_money(round(value)) if metric(name).unit == "money" else whole(value)


def between(low: str, high: str) -> str:
    """A range of two worded numbers that names their unit once: €1.31–1.48M."""
    if low == high:
        return low
    first, last = _NUMBER.fullmatch(low), _NUMBER.fullmatch(high)
    if first and last and (first[1], first[3]) == (last[1], last[3]):
        return f"{first[1]}{first[2]}–{last[2]}{first[3]}"
    return f"{low}–{high}"


def heading(frame: DataFrame, period: Period, as_of: date, end: End, name: str) -> str:
    """The answer in one sentence: where the period will end against its plan, or where it ended.

    ``frame``: as ``analytics.plan.pace.running`` makes it.
    """
    reached = frame["actual"].dropna()
    actual = float(reached.iloc[-1]) if len(reached) else 0.0
    if as_of >= period.end:
        values = {"period": period.name, "actual": amount(name, actual), "title": _(metric(name).title)}
        if not end.target:
            return _("{title} of {period}: {actual}; there is no plan to compare with", **values)
        return _("{period} ended at {actual}, {gap}", **values, gap=_gap(actual, end.target, name))
    if end.mid is None:
        return _unforeseen(actual, end.target, period, name)
    if end.low is None or end.high is None:
        words = _("{period} is heading for {mid}", period=period.full_name, mid=amount(name, end.mid))
    else:
        ends = between(amount(name, end.low), amount(name, end.high))
        words = _("{period} will end at {range}", period=period.full_name, range=ends)
    if not end.target:
        return _("{words}; there is no plan to compare with", words=words)
    return _("{words}, most likely {gap}", words=words, gap=_gap(end.mid, end.target, name))


def finding(frame: DataFrame, end: End, name: str) -> str:
    """What the running line says: ahead or behind, since when, and the chance of meeting the plan."""
    known = frame[frame["actual"].notna()]
    if known.empty:
        return _("The period has not begun")
    if end.target is None:
        return _against_last_year(known, name)
    less = metric(name).better == "less"
    if len(known) == len(frame):
        return _ended(float(known["actual"].iloc[-1]), end.target, name, less=less)
    words = _position(known[known["plan"] > 0], less=less)
    if end.chance is None:
        return words
    if less:
        return _("{pace}; {share} chance of keeping to the budget", pace=words, share=share(end.chance))
    return _("{pace}; {share} chance of meeting the plan", pace=words, share=share(end.chance))


def _gap(value: float, target: float, name: str) -> str:
    """How far a value is from its target: 2% short of the plan of €1.42M."""
    gap, goal = value / target - 1, amount(name, target)
    if metric(name).better == "less":
        if gap < -_SLIGHT:
            return _("{share} below the budget of {goal}", share=share(-gap), goal=goal)
        return _("{share} above the budget of {goal}", share=share(max(gap, 0.0)), goal=goal)
    if abs(gap) < _SLIGHT:
        return _("on the plan of {goal}", goal=goal)
    if gap < 0:
        return _("{share} short of the plan of {goal}", share=share(-gap), goal=goal)
    return _("{share} above the plan of {goal}", share=share(gap), goal=goal)


def _unforeseen(actual: float, target: float | None, period: Period, name: str) -> str:
    values = {"period": period.full_name, "actual": amount(name, actual), "title": _(metric(name).title)}
    if not target:
        return _("{title} of {period} so far: {actual}; there is no plan to compare with", **values)
    return _("{period} stands at {actual}, {gap}", **values, gap=_gap(actual, target, name))


def _ended(actual: float, target: float, name: str, *, less: bool) -> str:
    gap = amount(name, abs(actual - target))
    if less and actual <= target:
        return _("Ended {gap} under the budget", gap=gap)
    if less:
        return _("Ended {gap} over the budget", gap=gap)
    if actual >= target:
        return _("The plan was met with {gap} to spare", gap=gap)
    return _("The plan was missed by {gap}", gap=gap)


def _position(known: DataFrame, *, less: bool) -> str:
    """Ahead of the plan's pace or behind it, and since when."""
    if known.empty:
        return _("The first working day is still to come")
    ahead = (known["actual"] >= known["plan"]).tolist()
    since = next((place + 1 for place in range(len(ahead) - 1, -1, -1) if ahead[place] != ahead[-1]), 0)
    when = _("since {day}", day=short_day(known["on_day"].iloc[since].date())) if since else _("from the start")
    if less:
        return (
            _("Above the budget's pace {when}", when=when)
            if ahead[-1]
            else _("Below the budget's pace {when}", when=when)
        )
    return _("Ahead of pace {when}", when=when) if ahead[-1] else _("Behind pace {when}", when=when)


def _against_last_year(known: DataFrame, name: str) -> str:
    now, before = known["actual"].iloc[-1], known["last_year"].iloc[-1]
    if not before > 0:
        return _("{amount} so far; nothing to compare with", amount=amount(name, now))
    change = now / before - 1
    if change < 0:
        return _("{share} below the same days last year", share=share(-change))
    return _("{share} above the same days last year", share=share(change))
