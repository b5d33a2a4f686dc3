"""Will we make the plan?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pandas import DataFrame

from analytics.metrics import metric
from analytics.periods import KINDS, Kind, Period, within
from analytics.plan import pace
from analytics.plan.attainment import by_manager, company_targets, comparable, of_company, whole_targets
from analytics.plan.cuts import by_cut, grid
from analytics.plan.forecast import forecast
from analytics.plan.pace import End, cents_of, end_of, target_of
from analytics.plan.standing import standing
from analytics.plan.units import METRICS, UNITS, Asked, by_unit
from analytics.question import Frames, Question
from analytics.sales_plan.deals import Deals, told
from analytics.sales_plan.method import METHOD as METHOD
from analytics.sales_plan.words import Findings, findings

EXACT = {"actuals": "sales_plan_actuals", "targets": "sales_plan_targets", "reached": "sales_plan_reached"}
FRAMES = {
    "daily": "sales_plan_daily",
    "open_deals": "sales_plan_open",
    "units": "sales_plan_units",
    "covered": "sales_plan_covered",
    "deals": "sales_plan_deals",
    "changes": "sales_plan_changes",
}

_PERIODS_SHOWN = 12
_NEW = "new_clients"
_FORECAST = ["metric", "period", "actual", "run_rate", "low", "mid", "high", "target", "probability_of_meeting"]


@dataclass(frozen=True, slots=True)
class Options:
    """What to look at: one plan metric, by manager, team, product or region, over a month, quarter or year.

    ``since`` and ``until`` are the days between which the bridge lies; by default the period's eve and its last day so
    far.

    Raises:
        ValueError: a word that isn't among those, or days in the wrong order.
    """

    metric: str = "revenue"
    by: str = "manager"
    over: Kind = "month"
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        for name, value, known in (
            ("metric", self.metric, METRICS),
            ("by", self.by, UNITS),
            ("over", self.over, KINDS),
        ):
            if value not in known:
                raise ValueError(f"{name}={value}: it can be {', '.join(known)}")
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since={self.since} lies after until={self.until}")


@dataclass(frozen=True, slots=True)
class Result:
    """Plan against actual.

    ``rows`` and ``company`` hold every metric in the period asked for; ``forecast`` the end of the period that
    contains as_of (the next, once that is complete). The rest is of one metric: ``units`` of the chosen cut, and
    ``running`` and ``reached`` (so far) of everybody in the period from ``first`` to ``last``; ``periods`` are the
    twelve up to it. ``cuts`` holds the attainment of the company and of the chosen cut's units in every period
    asked for, ``grid`` those of the last twelve, named. ``deals`` is what single deals tell (None where the metric
    isn't made of deals). ``tried`` and ``inside`` tell how many of the ranges for past periods held.
    """

    as_of: date
    metric: str
    by: str
    over: Kind
    first: date
    last: date
    is_over: bool
    reached: float
    rows: DataFrame
    company: DataFrame
    forecast: DataFrame
    pace: DataFrame
    cuts: DataFrame
    units: DataFrame
    periods: DataFrame
    running: DataFrame
    tried: int
    inside: int
    deals: Deals | None
    words: Findings
    grid: DataFrame = field(metadata={"printed": False})


def analyse(frames: Frames, question: Question) -> Result:
    """Plan against actual, and where the period will end.

    ``actuals`` and ``targets``: see ``analytics.plan.attainment``. ``daily``: cut (manager, team, product, region),
    unit_id ('' for none), metric, on_day, value. ``open_deals``: cut, unit_id, count_deals, amount, margin.
    ``units``: cut, unit_id, name, team. ``covered``: see ``analytics.plan.attainment.comparable``; ``reached``: see
    ``analytics.plan.cuts``; ``deals`` and ``changes``: see ``analytics.plan.states``.
    """
    chosen = question.options or Options()
    last = min(question.end or question.as_of, question.as_of)
    asked = Asked(chosen.metric, chosen.by, Period.of(last, chosen.over), question.as_of)
    planned = company_targets(frames["targets"], is_whole=question.is_whole)
    judged = whole_targets(frames["targets"], frames["covered"], is_whole=question.is_whole)
    fair = {**frames, "targets": comparable(frames["targets"], frames["covered"])}
    everybody = _everybody(frames["daily"])
    units, seen = by_unit(frames["daily"][frames["daily"]["metric"] == chosen.metric], fair, asked)
    units = _beside(units, frames["daily"], fair["targets"], asked)
    company = everybody[everybody["metric"] == chosen.metric]
    end = end_of(forecast(company, asked.as_of, chosen.over, asked.period), judged, chosen.metric)
    running = pace.running(company, asked.period, asked.as_of, end)
    periods = _periods(company, judged, asked, end)
    exact = frames["actuals"], frames["targets"], question.start, last
    cuts = by_cut(frames["reached"], fair["targets"], judged, asked)
    shown = grid(cuts, frames["units"], asked)
    through = {name: question.through(metric(name).tables[0]) for name in METRICS}
    paces = standing(everybody, planned, asked.period, through)
    return Result(
        as_of=question.as_of,
        metric=chosen.metric,
        by=chosen.by,
        over=chosen.over,
        first=asked.period.start,
        last=asked.period.end,
        is_over=asked.is_over,
        reached=round(float(company.loc[within(company["on_day"], (asked.period.start, last)), "value"].sum()), 2),
        rows=by_manager(*exact),
        company=of_company(*exact, is_whole=question.is_whole),
        forecast=_forecasts(everybody, planned, question.as_of, chosen.over),
        pace=paces,
        cuts=cuts if question.start is None else cuts[cuts["period"] >= Period.of(question.start, chosen.over).start],
        units=units,
        periods=periods,
        running=running,
        tried=seen.errors.tried,
        inside=seen.errors.inside,
        deals=told(frames, asked, (chosen.since, chosen.until), company, end.target),
        words=findings(asked, units, periods, running, end, seen, paces, shown),
        grid=shown,
    )


def _beside(units: DataFrame, daily: DataFrame, targets: DataFrame, asked: Asked) -> DataFrame:
    """Adds what each unit reached of its new-clients plan, and that plan: new_clients, new_clients_target."""
    won = daily[(daily["cut"] == asked.by) & (daily["metric"] == _NEW) & within(daily["on_day"], asked.days)]
    goals = targets[
        (targets["cut"] == asked.by)
        & (targets["metric"] == _NEW)
        & within(targets["period"], (asked.period.start, asked.period.end))
    ]
    planned = goals["target"].astype(float).groupby(goals["unit_id"]).sum().reindex(units["unit_id"])
    reached = won.groupby("unit_id")["value"].sum().reindex(units["unit_id"]).fillna(0.0)
    return units.assign(new_clients=reached.to_numpy(), new_clients_target=planned.to_numpy())


def _everybody(daily: DataFrame) -> DataFrame:
    """Metrics, days and values of everybody together, as one unit; each event stands once in every cut."""
    sums = daily[daily["cut"] == "manager"].groupby(["metric", "on_day"])["value"].sum()
    return sums.reset_index().assign(unit_id="")


def _forecasts(everybody: DataFrame, planned: Mapping[tuple[date, str], Decimal], as_of: date, over: Kind) -> DataFrame:
    """One row a metric that was ever reached or planned: where its current period will end for all who are seen."""
    records: list[dict[str, Any]] = []
    known = {*everybody["metric"], *(name for _, name in planned)}
    for name in (name for name in METRICS if name in known):
        seen = forecast(everybody[everybody["metric"] == name], as_of, over)
        end = end_of(seen, planned, name)
        row = seen.units.iloc[0] if len(seen.units) else None
        records.append(
            {
                "metric": name,
                "period": seen.period.start,
                "actual": 0.0 if row is None else round(float(row["actual"]), 2),
                "run_rate": None if row is None else cents_of(row["run_rate"]),
                "low": end.low,
                "mid": end.mid,
                "high": end.high,
                "target": end.target,
                "probability_of_meeting": end.chance,
            }
        )
    return DataFrame(records, columns=_FORECAST, dtype=object)


def _periods(company: DataFrame, planned: Mapping[tuple[date, str], Decimal], asked: Asked, end: End) -> DataFrame:
    """The twelve periods up to the one asked about, from the first with anything in it on.

    Columns: period, name, actual, target, low and high (the last one's alone).
    """
    records = []
    for each in asked.period.last(_PERIODS_SHOWN):
        inside = within(company["on_day"], (each.start, each.end))
        is_last = each == asked.period
        records.append(
            {
                "period": each.start,
                "name": each.name,
                "actual": float(company.loc[inside, "value"].sum()),
                "target": target_of(planned, each, asked.metric),
                "low": end.low if is_last else None,
                "high": end.high if is_last else None,
            }
        )
    frame = DataFrame(records).astype({"target": float, "low": float, "high": float})
    is_known = (frame["actual"] != 0) | frame["target"].notna() | (frame["period"] == asked.period.start)
    return frame[is_known.cummax()].reset_index(drop=True)
