"""What changed against the same days a year before, in parts that add up exactly to the change."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
from pandas import DataFrame, Series

from analytics.periods import Period, compared, within
from analytics.words import _, ngettext, short_money, signed

COLUMNS = ["metric", "name", "change", "client_id"]
_NAMED = 3
_TEAMS = 4
_CENT = Decimal("0.01")


def movers(sales: DataFrame, period: Period, as_of: date) -> DataFrame:
    """Who moved revenue: the period so far less the same days of the year before; once it is over, all of both.

    ``sales``: client_id ('' where not seen), name, team ('' for none), on_day, value, first_won_on, ended_on. Each
    client counts once: the three that moved most by name, then those lost, those new within the year, the others by
    team.
    Columns: metric, name, change (money to the cent; together exactly the change), client_id (missing for groups);
    the largest loss first.
    """
    table = _changes(sales, period, as_of)
    if table.empty or not table["before"].any():
        return DataFrame(columns=COLUMNS)
    table["part"] = _parts(table)
    sums = table.groupby("part")["change"].sum()
    exact = _rounded(sums, float(table["change"].sum()))
    rows = [("revenue", *_told(str(part), table[table["part"] == part]), exact[part]) for part in sums.index]
    frame = DataFrame(rows, columns=["metric", "name", "client_id", "change"])[COLUMNS]
    return frame[frame["change"] != 0].sort_values(["change", "name"], ignore_index=True)


def movers_finding(found: DataFrame, *, is_over: bool) -> str:
    """The whole change, and what made most of it."""
    if found.empty:
        return _("Nothing sold in the same days last year to compare with")
    total = float(found["change"].sum())
    largest = found.iloc[0] if total < 0 else found.iloc[-1]
    values = {"change": signed(short_money(total)), "name": largest["name"]}
    if is_over:
        return _("{change} on the year before; most of it: {name}", **values)
    return _("{change} on these days last year; most of it: {name}", **values)


def _changes(sales: DataFrame, period: Period, as_of: date) -> DataFrame:
    """One row a client and team: now, before, change; and whether the client is new or lost."""
    days, days_before = compared(period, as_of)
    inside, before = within(sales["on_day"], days), within(sales["on_day"], days_before)
    rows = sales.assign(now=sales["value"].where(inside, 0.0), before=sales["value"].where(before, 0.0))[
        inside | before
    ]
    table = rows.groupby(["client_id", "team"], as_index=False).agg(
        name=("name", "first"),
        now=("now", "sum"),
        before=("before", "sum"),
        first_won_on=("first_won_on", "first"),
        ended_on=("ended_on", "first"),
    )
    is_seen = table["client_id"] != ""
    return table.assign(
        change=table["now"] - table["before"],
        is_new=is_seen & (table["first_won_on"] > pd.Timestamp(days_before[1])),
        is_lost=is_seen & (table["ended_on"] <= pd.Timestamp(days[1])),
    )


def _parts(table: DataFrame) -> "Series[str]":
    """The part that each row belongs to: a client of its own, lost, new, a team, or the other teams."""
    old = table[~table["is_new"] & (table["client_id"] != "")]
    moved = old.groupby("client_id")["change"].sum().abs()
    ranked = moved.reset_index().sort_values(["change", "client_id"], ascending=[False, True])
    named = set(ranked["client_id"].head(_NAMED))
    rest = table[~table["is_new"] & ~table["is_lost"] & ~table["client_id"].isin(named)]
    teams = rest.groupby("team")["change"].sum().abs().reset_index()
    ordered = teams.sort_values(["change", "team"], ascending=[False, True])["team"].tolist()
    own = set(ordered if len(ordered) <= _TEAMS else ordered[: _TEAMS - 1])
    part = "team:" + table["team"].where(table["team"].isin(own), "*")
    part = part.mask(table["is_lost"], "lost:").mask(table["is_new"], "new:")
    return part.mask(table["client_id"].isin(named), "client:" + table["client_id"])


def _told(part: str, rows: DataFrame) -> tuple[str, str | None]:
    """A part's name, and its client where it is one."""
    kind, key = part.split(":", 1)
    count = rows.loc[rows["client_id"] != "", "client_id"].nunique()
    if kind == "client":
        name = rows["name"].iloc[0]
        shown = key if pd.isna(name) else str(name)
        return (_("Lost: {name}", name=shown) if rows["is_lost"].any() else shown), key
    if kind == "new":
        return ngettext("{count} new client", "{count} new clients", count), None
    if kind == "lost":
        return ngettext("{count} lost client", "{count} lost clients", count), None
    if key == "*":
        return ngettext("Other teams, {count} client", "Other teams, {count} clients", count), None
    if not key:
        return ngettext("Other {count} client", "Other {count} clients", count), None
    if not count:
        return _("{team}, clients of colleagues", team=key), None
    return ngettext("{team}, {count} other client", "{team}, {count} other clients", count, team=key), None


def _rounded(sums: "Series[float]", total: float) -> dict[str, float]:
    """Each part to the cent; what rounding leaves goes to the largest, so that they add up to the whole to the cent."""
    cents = {str(part): _cents(float(value)) for part, value in sums.items()}
    largest = max(cents, key=lambda part: (abs(cents[part]), part))
    cents[largest] += _cents(total) - sum(cents.values())
    return {part: float(value) for part, value in cents.items()}


def _cents(value: float) -> Decimal:
    return Decimal(str(value)).quantize(_CENT, ROUND_HALF_UP)
