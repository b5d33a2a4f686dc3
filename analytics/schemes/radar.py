"""Where the scheme may mislead: results bunched at its thresholds, deals at month ends, deals moved over one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pandas import DataFrame, to_datetime

from analytics.pay.curve import cap_point
from analytics.pay.scheme import Case, Scheme, pay
from analytics.pay.statements import Event, Ledger, Statement, by_deal
from analytics.periods import Kind, Period, working_days
from analytics.schemes.chance import Group, Trial, judged
from analytics.schemes.shape import decimal

RADAR_COLUMNS = [
    *("kind", "manager_id", "name", "at", "observed", "of", "expected", "p_value", "p_corrected"),
    *("significant", "enough", "needed"),
]
RESULT_COLUMNS = ["start", "end", "count", "place"]
MOVED_COLUMNS = ["manager_id", "name", "deal_id", "client_id", "expected_on", "closed_on", "value", "gain"]
NEAR = Fraction(5, 100)
"""How near a threshold a result counts as just above or just below it."""
LAST_DAYS = 3
"""The last working days of a month (or quarter) that are looked at."""

_NEAR_DAYS = 7
_FARTHEST = Fraction(3)
_BY_CLOSING = ("revenue", "margin", "deals", "new_clients")


@dataclass(frozen=True, slots=True)
class Move:
    """A deal won on the other side of a period's end than it was expected on, and what the move brought in pay."""

    statement: Statement
    event: Event
    expected_on: date
    gain: Decimal


def radar(
    made: Sequence[Statement], book: Ledger, moves: Sequence[Move], kind: Kind, span: tuple[date, date]
) -> DataFrame:
    """Every trial of the radar, columns ``RADAR_COLUMNS``: thresholds, month ends by manager and together, moves.

    ``at`` is a threshold's attainment; ``observed`` of ``of`` events fell there where chance expects ``expected``.
    """
    names = {each.manager_id: each.name for each in made}
    trials = judged([*_thresholds(made), *_ends(names, book, kind, span), *_gains(moves)])
    return DataFrame([_row(trial, names) for trial in trials], columns=RADAR_COLUMNS)


def moved(made: Sequence[Statement], book: Ledger, expected: DataFrame) -> tuple[Move, ...]:
    """The won deals that closed within a week of a period's end, on the other side than expected within a week of it.

    ``gain`` is the pay of both periods as it was, less what it would have been with the deal in the expected one.
    Columns in, ``expected``: deal_id, expected_on. Schemes that pay on money collected are left out.
    """
    days = {row["deal_id"]: row["expected_on"].date() for row in expected.to_dict("records")}
    known = {(each.manager_id, each.period): each for each in made if each.case and each.is_over}
    found = [move for each in known.values() for move in _moves(each, known, book, days)]
    return tuple(sorted(found, key=lambda each: (-each.gain, each.event.on_day, each.event.deal_id or "")))


def moved_table(moves: Iterable[Move], seen: Iterable[str]) -> DataFrame:
    """One row a moved deal: columns ``MOVED_COLUMNS``; a client that the viewer may not see has no id."""
    clients = set(seen)
    rows = [
        {
            "manager_id": move.statement.manager_id,
            "name": move.statement.name,
            "deal_id": move.event.deal_id,
            "client_id": move.event.client_id if move.event.client_id in clients else None,
            "expected_on": move.expected_on,
            "closed_on": move.event.on_day,
            "value": decimal(move.event.value),
            "gain": move.gain,
        }
        for move in moves
    ]
    frame = DataFrame(rows, columns=MOVED_COLUMNS)
    for column in ("expected_on", "closed_on"):
        frame[column] = to_datetime(frame[column]).astype("datetime64[us]")
    return frame


def results(made: Sequence[Statement]) -> DataFrame:
    """How many results lie in each step of 5 percentage points: columns ``RESULT_COLUMNS``; the last has no end.

    ``place`` is "above" or "below" where the step lies next to a threshold of the last scheme, else "".
    """
    reached = [each.pay.attainment for each in made if each.is_over and each.pay and each.pay.attainment is not None]
    if not reached:
        return DataFrame(columns=RESULT_COLUMNS)
    bends = next((kinks(each.scheme) for each in reversed(made) if each.scheme), ())
    steps = [min(place, _FARTHEST) // NEAR for place in reached]
    rows = []
    for step in range(max(steps) + 1):
        start = step * NEAR
        place = "above" if start in bends else "below" if start + NEAR in bends else ""
        end = None if start == _FARTHEST else decimal(start + NEAR)
        rows.append({"start": decimal(start), "end": end, "count": steps.count(step), "place": place})
    return DataFrame(rows, columns=RESULT_COLUMNS)


def kinks(scheme: Scheme) -> tuple[Fraction, ...]:
    """The attainments at which pay bends: starts of tiers, the cap, and where the penalty ends."""
    if scheme.base == "actual":
        return ()
    found = {Fraction(tier.start) for tier in scheme.tiers}
    top = cap_point(scheme)
    found |= {top} if top is not None else set()
    found |= {Fraction(scheme.penalty.below)} if scheme.penalty else set()
    return tuple(sorted(found - {Fraction(0)}))


def _thresholds(made: Sequence[Statement]) -> list[Trial]:
    """Of the results near a threshold, how many lie just above: by chance, half of them."""
    near: defaultdict[Fraction, list[bool]] = defaultdict(list)
    for each in made:
        reached = each.pay.attainment if each.pay else None
        if each.scheme is None or reached is None or not each.is_over:
            continue
        for kink in kinks(each.scheme):
            near[kink] += [reached >= kink] if kink - NEAR <= reached < kink + NEAR else []
    return [
        Trial("threshold", "", str(decimal(kink)), sum(above), (Group(len(above), 0.5),), is_two_sided=True)
        for kink, above in sorted(near.items())
    ]


def _ends(names: Mapping[str, str], book: Ledger, kind: Kind, span: tuple[date, date]) -> list[Trial]:
    """Of a manager's deals, how many were won on the last working days: by chance, as many as on any others."""
    by_manager: dict[str, dict[Period, list[date]]] = {}
    for (metric, manager_id, _month), events in book.events.items():
        if metric != "revenue" or manager_id not in names:
            continue
        for event in by_deal(events):
            period = Period.of(event.on_day, kind)
            if event.deal_id and span[0] <= period.start and period.end <= span[1]:
                by_manager.setdefault(manager_id, {}).setdefault(period, []).append(event.on_day)
    trials = [_end_test(manager_id, by_manager[manager_id]) for manager_id in sorted(by_manager)]
    if len(trials) > 1:
        groups = tuple(group for trial in trials for group in trial.groups)
        trials.append(Trial("month_end", "", "", sum(trial.observed for trial in trials), groups))
    return trials


def _end_test(manager_id: str, won: Mapping[Period, list[date]]) -> Trial:
    groups, observed = [], 0
    for period in sorted(won, key=lambda each: each.start):
        groups.append(Group(len(won[period]), LAST_DAYS / working_days(period.start, period.end)))
        observed += sum(_is_last(day, period) for day in won[period])
    return Trial("month_end", manager_id, "", observed, tuple(groups))


def _is_last(day: date, period: Period) -> bool:
    """Whether fewer than ``LAST_DAYS`` working days of the period come after ``day``; a weekend's go with Friday's."""
    left = working_days(day, period.end) - (1 if working_days(day, day) else 0)
    return left < LAST_DAYS


def _gains(moves: Sequence[Move]) -> list[Trial]:
    """Of the moves that changed pay, how many raised it: by chance, half of them."""
    gains = [move.gain > 0 for move in moves if move.gain]
    return [Trial("moved", "", "", sum(gains), (Group(len(gains), 0.5),))] if moves else []


def _moves(
    each: Statement, known: Mapping[tuple[str, date], Statement], book: Ledger, days: Mapping[str, date]
) -> Iterable[Move]:
    scheme = each.scheme
    if scheme is None or scheme.pay_on != "won" or scheme.metric not in _BY_CLOSING:
        return
    for event in by_deal(book.of(scheme.metric, each.manager_id, each.months)):
        expected_on = days.get(event.deal_id or "")
        if expected_on is None:
            continue
        own, wanted = Period.of(event.on_day, scheme.every), Period.of(expected_on, scheme.every)
        other = known.get((each.manager_id, wanted.months[-1]))
        if other is None or abs((wanted.start - own.start).days) > _longest(own) or own == wanted:
            continue
        edge = max(own.start, wanted.start)
        if max(abs((event.on_day - edge).days), abs((expected_on - edge).days)) <= _NEAR_DAYS:
            yield Move(each, event, expected_on, _gain(each, other, event, book))


def _longest(period: Period) -> int:
    return max((period.later(1).start - period.start).days, (period.start - period.later(-1).start).days)


def _gain(each: Statement, other: Statement, event: Event, book: Ledger) -> Decimal:
    """Pay of both periods, less what it would have been with the deal in the other one."""
    clients = _of_deal(book, "new_clients", each, event)
    added = _of_deal(book, other.scheme.metric, each, event) if other.scheme else Fraction(0)
    was = _net(each.scheme, each.case) + _net(other.scheme, other.case)
    without = _net(each.scheme, _shifted(each.case, -event.value, -clients))
    return was - without - _net(other.scheme, _shifted(other.case, added, clients))


def _of_deal(book: Ledger, metric: str, each: Statement, event: Event) -> Fraction:
    """What the event's deal added to ``metric`` in the months of ``each``."""
    found = (one.value for one in book.of(metric, each.manager_id, each.months) if one.deal_id == event.deal_id)
    return sum(found, Fraction(0))


def _shifted(case: Case | None, value: Fraction, clients: Fraction) -> Case | None:
    return case and replace(case, actual=case.actual + value, new_clients=case.new_clients + clients)


def _net(scheme: Scheme | None, case: Case | None) -> Decimal:
    if scheme is None or case is None:
        return Decimal("0.00")
    due = pay(scheme, case)
    return due.bonus - due.penalty


def _row(trial: Trial, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": trial.kind,
        "manager_id": trial.key or None,
        "name": names.get(trial.key),
        "at": Decimal(trial.at) if trial.at else None,
        "observed": trial.observed,
        "of": trial.count,
        "expected": round(trial.expected, 1),
        "p_value": trial.p_value,
        "p_corrected": trial.p_corrected,
        "significant": trial.is_significant,
        "enough": trial.is_enough,
        "needed": trial.needed,
    }
