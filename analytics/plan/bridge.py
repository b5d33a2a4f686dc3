"""What happened between two days to what was won and expected in a period: parts that add up exactly.

**The idea.** On each day a deal counts for the period with what it was won for in it, or, while open, with its amount
where its expected day lies in it. Each deal that counts on either day explains its own difference:

=============  =====================================================================================
won            open in the period on the first day, won in it by the second: the total stays as it is
lost           in the period on the first day, lost by the second
added          opened after the first day
moved_in       there on the first day, expected outside the period; now in it
moved_out      the other way round (won outside the period, too)
changed        in it on both days, or moved in: its amount on the second day less that on the first
=============  =====================================================================================

Every part tells what it does to what is open, to what is won, and to both. Sums are of whole cents.
"""

from datetime import date
from decimal import Decimal

import pandas as pd
from pandas import DataFrame, Series

from analytics.periods import Period, within
from analytics.plan.states import on_day

PARTS = ("won", "lost", "added", "moved_in", "moved_out", "changed")
METRICS = ("revenue", "margin", "deals")
"""The plan metrics that deals bring, so that what is open can count for them."""
BRIDGE = ["part", "deals", "open", "won", "total"]
UNITS = ["unit_id", "first", *PARTS, "last"]
_DEAL = ["deal_id", "client_id", "client", "manager_id", "manager", "team", "product_id", "region", "stage"]
ROWS = ["part", *_DEAL, "due_before", "due_after", "before", "after", "open", "won", "total"]


def effects(
    deals: DataFrame, changes: DataFrame, period: Period, days: tuple[date, date], metric: str = "revenue"
) -> DataFrame:
    """One row for every part that a deal has in the difference, and one for what it was on the first day.

    ``deals`` and ``changes``: see ``analytics.plan.states``. Columns: part (``first`` for what was there on the first
    day, ``last`` on the second), what tells the deal, due_before and due_after (the days it was won or expected on),
    before and after (what it counts for, in the period or not), open, won and total (the part's effect). Money and
    counts are whole hundredths.
    """
    deals, changes = _near(deals, changes, min(period.start, days[0]))
    first, last = (_counted(on_day(deals, changes, day, metric), period) for day in days)
    told = deals[_DEAL].assign(
        due_before=first["due_on"],
        due_after=last["due_on"],
        before=first["value"].where(first["is_there"], 0),
        after=last["value"].where(last["is_there"], 0),
    )
    stays, enters = first["is_in"] & last["is_in"], ~first["is_in"] & last["is_in"]
    leaves, is_new = first["is_in"] & ~last["is_in"], ~first["is_there"]
    is_lost = last["is_there"] & ~last["is_open"] & ~last["is_won"]
    moved_in = enters & ~is_new
    before, after = first["value"], last["value"]
    parts = [
        _part("first", told, first["is_in"], before.where(first["is_open"], 0), before.where(first["is_won"], 0)),
        _part("won", told, stays & first["is_open"] & last["is_won"], -before, before),
        _part("lost", told, leaves & is_lost, -before, before * 0),
        _part("added", told, enters & is_new, after.where(last["is_open"], 0), after.where(last["is_won"], 0)),
        _part("moved_in", told, moved_in, before.where(last["is_open"], 0), before.where(last["is_won"], 0)),
        _part(
            "moved_out",
            told,
            leaves & ~is_lost,
            -before.where(first["is_open"], 0),
            -before.where(first["is_won"], 0),
        ),
        _part(
            "changed",
            told,
            (stays | moved_in) & (before != after),
            (after - before).where(last["is_open"], 0),
            (after - before).where(last["is_won"], 0),
        ),
        _part("last", told, last["is_in"], after.where(last["is_open"], 0), after.where(last["is_won"], 0)),
    ]
    return pd.concat(parts, ignore_index=True)[ROWS]


def bridge(found: DataFrame) -> DataFrame:
    """The parts between the first and the last day: part, deals (how many), and exact open, won and total."""
    sums = found.groupby("part")[["open", "won", "total"]].sum()
    counts = found.groupby("part")["deal_id"].nunique()
    records = [
        (part, int(counts.get(part, 0)), *(exact(sums[name].get(part, 0)) for name in ("open", "won", "total")))
        for part in ("first", *PARTS, "last")
    ]
    return DataFrame(records, columns=BRIDGE, dtype=object)


def by_unit(found: DataFrame, column: str) -> DataFrame:
    """The same for each unit, one row each: unit_id ('' for none), first, the parts and last, exact; what
    lost most comes first.

    ``won`` is what of the open deals was won; it changes where they count, not the total: ``last`` is ``first`` and
    the other parts.
    """
    unit = found[column].fillna("").astype(str)
    value = found["total"].mask(found["part"] == "won", found["won"])
    sums = value.groupby([unit, found["part"]]).sum().unstack(fill_value=0)
    sums = sums.reindex(columns=["first", *PARTS, "last"], fill_value=0).sort_index()
    records = [
        (unit_id, *(exact(cents) for cents in row)) for unit_id, row in zip(sums.index, sums.to_numpy(), strict=True)
    ]
    records.sort(key=lambda record: (record[-1] - record[1], record[0]))
    return DataFrame(records, columns=UNITS, dtype=object)


def rows(found: DataFrame) -> DataFrame:
    """The deals behind the parts with exact amounts, part by part, the largest effect first."""
    order = {part: place for place, part in enumerate(PARTS)}
    listed = found[found["part"].isin(order)]
    size = listed["open"].abs() + listed["won"].abs()
    listed = listed.assign(place=listed["part"].map(order), size=-size).sort_values(["place", "size", "deal_id"])
    listed = listed[ROWS].reset_index(drop=True)
    for name in ("before", "after", "open", "won", "total"):
        listed[name] = Series([exact(cents) for cents in listed[name]], index=listed.index, dtype=object)
    return listed


def counting(found: DataFrame) -> DataFrame:
    """The deals that count on the second day, the largest first: what tells each, due_after and value (exact)."""
    last = found[found["part"] == "last"]
    last = last.assign(size=-last["total"]).sort_values(["size", "deal_id"]).reset_index(drop=True)
    value = Series([exact(cents) for cents in last["total"]], index=last.index, dtype=object)
    return last[["deal_id", "client", "manager", "stage", "due_after"]].assign(value=value)


def exact(hundredths: int) -> Decimal:
    """Whole hundredths as a Decimal with two places."""
    return Decimal(int(hundredths)).scaleb(-2)


def _near(deals: DataFrame, changes: DataFrame, begin: date) -> tuple[DataFrame, DataFrame]:
    """Without the deals that were closed before ``begin``, which can't count."""
    kept = deals[~(deals["closed_on"] < pd.Timestamp(begin))]
    return kept, changes[changes["deal_id"].isin(kept["deal_id"])]


def _counted(state: DataFrame, period: Period) -> DataFrame:
    """Adds is_in: whether the deal counts for the period."""
    inside = within(state["due_on"], (period.start, period.end))
    return state.assign(is_in=inside & (state["is_open"] | state["is_won"]))


def _part(name: str, told: DataFrame, chosen: "Series[bool]", is_open: "Series[int]", won: "Series[int]") -> DataFrame:
    rows = told[chosen]
    return rows.assign(part=name, open=is_open[chosen], won=won[chosen], total=is_open[chosen] + won[chosen])
