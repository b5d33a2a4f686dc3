"""What single deals tell of the plan: the bridge between two days, those pushed past their day, and coverage."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from pandas import DataFrame

from analytics.periods import within
from analytics.plan import bridge as bridging
from analytics.plan import pushed as pushing
from analytics.plan.coverage import Coverage, coverage
from analytics.plan.states import Known, known
from analytics.plan.units import Asked, named
from analytics.question import Frames
from analytics.sales_plan import deal_words as words

_COLUMNS = {"manager": "manager_id", "team": "team", "product": "product_id", "region": "region"}


@dataclass(frozen=True, slots=True)
class Bridge:
    """What was won and expected in the period at the end of ``since``, and what became of it by that of ``until``.

    ``parts``, ``units`` and ``deals``: see ``analytics.plan.bridge``; exact. ``elsewhere`` is what was won beside the
    deals that are seen. ``finding`` and ``note`` are words: what stands out, and what isn't known of earlier days.
    ``counting`` are the deals that make the last total.
    """

    since: date
    until: date
    parts: DataFrame
    units: DataFrame
    deals: DataFrame
    elsewhere: float
    finding: str
    note: str
    counting: DataFrame = field(metadata={"printed": False})


@dataclass(frozen=True, slots=True)
class Pushed:
    """Deals pushed past their day and what came of such deals; see ``analytics.plan.pushed``."""

    deals: DataFrame
    units: DataFrame
    rates: DataFrame
    finding: str
    rates_finding: str


@dataclass(frozen=True, slots=True)
class Deals:
    """All of it, of one metric that deals bring. ``covered`` says in words what ``coverage`` holds."""

    bridge: Bridge
    pushed: Pushed
    coverage: Coverage
    covered: str = field(default="")


def told(
    frames: Frames, asked: Asked, days: tuple[date | None, date | None], daily: DataFrame, target: float | None
) -> Deals | None:
    """What ``deals`` and ``changes`` tell of the asked period; None for a metric that deals don't bring.

    ``days``: since and until; by default the eve of the period and its last day so far. ``daily``: on_day and value of
    everybody.
    """
    if asked.metric not in bridging.METRICS:
        return None
    deals, changes = frames["deals"], frames["changes"]
    span = asked.period.start, min(asked.period.end, asked.as_of)
    reached = round(float(daily.loc[within(daily["on_day"], span), "value"].sum()), 2)
    history = known(changes)
    listed = pushing.pushed(deals, changes, asked.as_of, asked.metric)
    held = named(pushing.by_unit(listed, _COLUMNS[asked.by]), frames["units"], asked.by)
    rates = pushing.win_rates(deals, changes, asked.as_of)
    cover = coverage(deals, asked.metric, asked.period, asked.as_of, reached, target)
    return Deals(
        bridge=_bridge(frames, asked, days, reached, history),
        pushed=Pushed(
            listed, held.drop(columns="team"), rates, words.pushed(listed, asked.metric), words.rates(rates, history)
        ),
        coverage=cover,
        covered="" if asked.is_over else words.covered(cover, asked.metric),
    )


def _bridge(
    frames: Frames, asked: Asked, days: tuple[date | None, date | None], reached: float, history: Known
) -> Bridge:
    until = min(days[1] or asked.period.end, asked.as_of)
    since = min(days[0] or asked.period.start - timedelta(days=1), until)
    found = bridging.effects(frames["deals"], frames["changes"], asked.period, (since, until), asked.metric)
    parts = bridging.bridge(found)
    parts.insert(1, "name", words.part_names(parts, since, until))
    units = named(bridging.by_unit(found, _COLUMNS[asked.by]), frames["units"], asked.by)
    seen = float(parts["won"].iloc[-1])
    is_latest = until == min(asked.period.end, asked.as_of) == asked.as_of
    return Bridge(
        since=since,
        until=until,
        parts=parts,
        units=units.drop(columns="team"),
        deals=bridging.rows(found),
        elsewhere=round(reached - seen, 2) if is_latest else 0.0,
        finding=words.bridge(parts, asked, since),
        note=words.history(history, since),
        counting=bridging.counting(found),
    )
