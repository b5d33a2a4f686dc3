"""Will we make the plan?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pandas import DataFrame

from analytics.periods import KINDS, Kind, Period, within
from analytics.plan import pace
from analytics.plan.attainment import by_manager, company_targets, comparable, of_company, whole_targets
from analytics.plan.forecast import forecast
from analytics.plan.pace import End, cents_of, end_of, target_of
from analytics.plan.units import METRICS, UNITS, Asked, by_unit
from analytics.question import Frames, Question
from analytics.sales_plan.words import Findings, findings
from analytics.words import N_

METHOD = N_(
    "**Plan and actual.** Every number is a sum over single events: a deal won, an invoice issued, a payment that "
    "arrived, each on its own day and for its own manager. A manager's target for a month is the one without product "
    "and region, else the sum of the others; the company's is its own, else the sum over managers, and under a filter "
    "always that sum. Attainment is actual ÷ target. Where those with a plan made less than half of what was reached, "
    "the charts compare nothing.\n\n"
    "**Forecast.** With a share *s* of the working days (Monday to Friday) gone and *a* reached, the run rate is "
    "*a ÷ s*. Because it swings early in a period, what is still to come is taken as (1 − s) × (a + (2 − s) × t) ÷ 2, "
    "where *t* is the mean of the twelve periods before. The range comes from how far the same sum was off in earlier "
    "periods after the same share of their days: a tenth of them ended below it, a tenth above (split-conformal "
    "ranks). Managers share their errors, the company has its own. With fewer than 8 past errors there is no range.\n\n"
    "**Open deals for each missing euro** is the amount of all open deals ÷ what the forecast lacks to the plan."
)
EXACT = {"actuals": "sales_plan_actuals", "targets": "sales_plan_targets"}
FRAMES = {
    "daily": "sales_plan_daily",
    "open_deals": "sales_plan_open",
    "units": "sales_plan_units",
    "covered": "sales_plan_covered",
}

_PERIODS_SHOWN = 12
_FORECAST = ["metric", "period", "actual", "run_rate", "low", "mid", "high", "target", "probability_of_meeting"]


@dataclass(frozen=True, slots=True)
class Options:
    """What to look at: one plan metric, by manager, team, product or region, over a month, quarter or year.

    Raises:
        ValueError: a word that isn't among those.
    """

    metric: str = "revenue"
    by: str = "manager"
    over: Kind = "month"

    def __post_init__(self) -> None:
        for name, value, known in (
            ("metric", self.metric, METRICS),
            ("by", self.by, UNITS),
            ("over", self.over, KINDS),
        ):
            if value not in known:
                raise ValueError(f"{name}={value}: it can be {', '.join(known)}")


@dataclass(frozen=True, slots=True)
class Result:
    """Plan against actual.

    ``rows`` and ``company`` hold every metric in the period asked for; ``forecast`` the end of the period that contains
    as_of (the next, once that is complete). The rest is of one metric: ``units`` of the chosen cut, and ``running`` and
    ``reached`` (so far) of everybody in the period from ``first`` to ``last``; ``periods`` are the twelve up to it.
    ``tried`` and ``inside`` tell how many of the ranges for past periods held.
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
    units: DataFrame
    periods: DataFrame
    running: DataFrame
    tried: int
    inside: int
    words: Findings


def analyse(frames: Frames, question: Question) -> Result:
    """Plan against actual, and where the period will end.

    ``actuals`` and ``targets``: see ``analytics.plan.attainment``. ``daily``: cut (manager, team, product, region),
    unit_id ('' for none), metric, on_day, value. ``open_deals``: cut, unit_id, count_deals, amount, margin.
    ``units``: cut, unit_id, name, team. ``covered``: see ``analytics.plan.attainment.comparable``.
    """
    chosen = question.options or Options()
    last = min(question.end or question.as_of, question.as_of)
    asked = Asked(chosen.metric, chosen.by, Period.of(last, chosen.over), question.as_of)
    planned = company_targets(frames["targets"], is_whole=question.is_whole)
    judged = whole_targets(frames["targets"], frames["covered"], is_whole=question.is_whole)
    fair = {**frames, "targets": comparable(frames["targets"], frames["covered"])}
    everybody = _everybody(frames["daily"])
    units, seen = by_unit(frames["daily"][frames["daily"]["metric"] == chosen.metric], fair, asked)
    company = everybody[everybody["metric"] == chosen.metric]
    end = end_of(forecast(company, asked.as_of, chosen.over, asked.period), judged, chosen.metric)
    running = pace.running(company, asked.period, asked.as_of, end)
    periods = _periods(company, judged, asked, end)
    exact = frames["actuals"], frames["targets"], question.start, last
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
        units=units,
        periods=periods,
        running=running,
        tried=seen.errors.tried,
        inside=seen.errors.inside,
        words=findings(asked, units, periods, running, end, seen),
    )


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
