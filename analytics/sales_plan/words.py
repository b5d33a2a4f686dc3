"""What the plan page says: its headline and the findings over its charts, as words."""

from dataclasses import dataclass

import numpy as np
from pandas import DataFrame

from analytics.metrics import metric
from analytics.plan.forecast import ENOUGH, Forecast
from analytics.plan.pace import End
from analytics.plan.pace_words import amount, finding, heading
from analytics.plan.units import Asked
from analytics.words import _, ngettext, share, whole


@dataclass(frozen=True, slots=True)
class Findings:
    """``headline`` answers the page's question; ``past`` tells how ranges did; the others are titles."""

    headline: str
    units: str
    periods: str
    running: str
    past: str
    pace: str
    grid: str


def findings(
    asked: Asked,
    units: DataFrame,
    periods: DataFrame,
    running: DataFrame,
    end: End,
    seen: Forecast,
    paces: DataFrame,
    grid: DataFrame,
) -> Findings:
    """The page's findings; frames as in ``sales_plan.Result``, ``seen`` is the forecast of the units."""
    return Findings(
        headline=heading(running, asked.period, asked.as_of, end, asked.metric),
        units=_units(units, asked),
        periods=_periods(periods if asked.is_over else periods.iloc[:-1], asked),
        running=finding(running, end, asked.metric),
        past=_past(seen),
        pace=_pace(paces, asked),
        grid=_grid(grid, asked),
    )


def _units(units: DataFrame, asked: Asked) -> str:
    """Which of the units miss, what they lack together, and the open deals that they hold."""
    planned = units[units["target"].notna()]
    if planned.empty:
        return _no_plan(units, asked.by)
    short = planned[planned["missing"].notna()]
    values = {"count": whole(len(short)), "total": _counted(asked.by, len(planned))}
    if asked.less_is_better:
        return _("Spending more than the budget allows: {count} of {total}", **values)
    if short.empty:
        return (
            _("The plan was met by all {total}", **values)
            if asked.is_over
            else _("Heading for the plan: all {total}", **values)
        )
    lack, held = amount(asked.metric, -short["missing"].sum()), short["open_deals"].sum()
    if asked.is_over:
        return _("Missed the plan: {count} of {total}, by {lack} together", **values, lack=lack)
    if held > 0:
        values |= {"lack": lack, "held": amount(asked.metric, held)}
        return _("Heading below plan: {count} of {total}, with {lack} missing and {held} of open deals", **values)
    return _("Heading below plan: {count} of {total}, with {lack} missing", **values, lack=lack)


def _no_plan(units: DataFrame, cut: str) -> str:
    if units.empty:
        return _("Nothing planned and nothing reached in this period")
    first = units.sort_values(["actual", "unit_id"], ascending=[False, True]).iloc[0]
    part = first["actual"] / units["actual"].sum()
    words = {
        "manager": _(
            "No manager has a target of this kind; {name} brings {share}", name=first["name"], share=share(part)
        ),
        "team": _("No team has a target of this kind; {name} brings {share}", name=first["name"], share=share(part)),
        "product": _(
            "No product has a target of its own; {name} brings {share}", name=first["name"], share=share(part)
        ),
        "region": _("No region has a target of its own; {name} brings {share}", name=first["name"], share=share(part)),
    }
    return words[cut]


def _counted(cut: str, count: int) -> str:
    if cut == "manager":
        return ngettext("{count} manager", "{count} managers", count)
    if cut == "team":
        return ngettext("{count} team", "{count} teams", count)
    if cut == "product":
        return ngettext("{count} product", "{count} products", count)
    return ngettext("{count} region", "{count} regions", count)


def _periods(periods: DataFrame, asked: Asked) -> str:
    """In how many of the periods that are over the plan was met."""
    planned = periods[periods["target"] > 0]
    if planned.empty:
        return _("No plan for the time before")
    less, kind, count = asked.less_is_better, asked.period.kind, len(planned)
    met = int((planned["actual"] <= planned["target"] if less else planned["actual"] >= planned["target"]).sum())
    past = {
        "month": ngettext("{count} month", "{count} months", count),
        "quarter": ngettext("{count} quarter", "{count} quarters", count),
        "year": ngettext("{count} year", "{count} years", count),
    }[kind]
    if less:
        return _("Within budget in {met} of the last {past}", met=whole(met), past=past)
    return _("Plan met in {met} of the last {past}", met=whole(met), past=past)


def _past(seen: Forecast) -> str:
    """How the same forecast did before."""
    errors = seen.errors
    if not errors.is_enough:
        return ngettext(
            "Not enough history for a range: {count} past period, {enough} needed",
            "Not enough history for a range: {count} past periods, {enough} needed",
            len(errors.ratios),
            enough=whole(ENOUGH),
        )
    if not errors.tried:
        return _("The range rests on {count} past period ends", count=whole(len(errors.ratios)))
    return _(
        "Of {tried} past period ends foreseen in the same way, {inside} fell inside the range",
        tried=whole(errors.tried),
        inside=share(errors.inside / errors.tried),
    )


def _pace(paces: DataFrame, asked: Asked) -> str:
    """Which plans are behind their pace, or were missed."""
    planned = paces[paces["target"].astype(float) > 0]
    planned = planned[planned["ahead"].notna()]
    if planned.empty:
        return _("No plan to keep pace with")
    is_less = [metric(name).better == "less" for name in planned["metric"]]
    late = planned[np.where(is_less, planned["ahead"] > 0, planned["ahead"] < 0)]
    count, values = len(planned), {"period": asked.period.full_name}
    if late.empty and asked.is_over:
        return ngettext("The plan of {period} was kept", "All {count} plans of {period} were kept", count, **values)
    if late.empty:
        return ngettext(
            "The plan of {period} keeps its pace", "All {count} plans of {period} keep their pace", count, **values
        )
    values["names"] = _(", ").join(
        _("{title} by {amount}", title=_(metric(name).title), amount=amount(name, abs(gap)))
        for name, gap in zip(late["metric"], late["ahead"], strict=True)
    )
    values["late"] = whole(len(late))
    if asked.is_over:
        return ngettext(
            "The plan of {period} was missed ({names})",
            "Missed: {late} of {count} plans of {period} ({names})",
            count,
            **values,
        )
    return ngettext(
        "The plan of {period} is off its pace ({names})",
        "Off their pace: {late} of {count} plans of {period} ({names})",
        count,
        **values,
    )


def _grid(grid: DataFrame, asked: Asked) -> str:
    """How often units met their plans in the periods that are over."""
    rows = grid[(grid["cut"] != "company") & grid["is_over"] & grid["attainment"].notna()]
    if rows.empty and len(grid):
        return _("No plan of their own that covers them; that of all together is shown")
    if rows.empty:
        return _("No plan for the time before")
    reached = rows["attainment"].astype(float)
    met = int((reached <= 1).sum() if asked.less_is_better else (reached >= 1).sum())
    values = {
        "met": share(met / len(rows)),
        "count": whole(len(rows)),
        "units": _counted(asked.by, rows["unit_id"].nunique()),
    }
    return _("{met} of {count} plans of {units} were met", **values)
