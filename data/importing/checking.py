"""The contract's rules for rows, each with its code, run over all rows at once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from data.contract import MONEY_TABLES, Column
from data.importing.merging import Merged, references
from data.importing.rows import LINES_TOLD, remark
from data.schema import quoted

FIRST_DAY = date(1970, 1, 1)
_PLACE = {"part", "line"}
_ONCE_CLOSED, _ONCE_WON = "map {'once': 'closed'}", "map {'once': 'won'}"
_SINGULAR = {
    "clients": "client", "managers": "manager", "products": "product", "campaigns": "campaign", "deals": "deal",
    "invoices": "invoice",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: the rows that break it, and what to tell of them (SQL over the merged rows ``m``)."""

    code: str
    column: str
    condition: str
    detail: str = "null"


def check(con: duckdb.DuckDBPyConnection, merged: Merged, today: date, currency: str) -> None:
    """Lists the faults of a table's rows, and remarks on those that are stored all the same."""
    con.execute("set variable last_day = $day::date", {"day": _years_later(today, 1)})
    con.execute("set variable last_day_ahead = $day::date", {"day": _years_later(today, 10)})
    con.execute("set variable workspace_currency = $currency::varchar", {"currency": currency})
    own = (*_needed(merged), *_ranges(merged), *_days(merged), *_orders(merged), *_deals(merged))
    _list_faults(con, merged, [*own, *_strangers(merged), *_rates(con, merged)])
    _remark_credits(con, merged)


def remark_unknown(con: duckdb.DuckDBPyConnection, merged: Merged) -> None:
    """Remarks on references that nothing known answers, of rows that are kept."""
    for column in references(merged.table):
        if not column.strict:
            found = con.execute(
                f"select m.part, count(*), min(m.line, {LINES_TOLD}), arg_min(m.{quoted(column.name)}, m.line) "
                f"from {merged.merged} as m where {_is_unknown(column)} group by m.part order by m.part"
            ).fetchall()
            for part, count, lines, value in found:
                remark(con, part, column.name, f"unknown-{_SINGULAR[column.to or '']}", count, lines, value)


def latest_day(column: Column, today: date) -> date:
    """The last day that a column may hold, seen from the import's day."""
    return _years_later(today, 10 if column.ahead else 1)


def _list_faults(con: duckdb.DuckDBPyConnection, merged: Merged, checks: Sequence[Check]) -> None:
    """Takes the rows that break any rule, in one pass over all, and lists each with the rules that it breaks."""
    words = set(re.findall(r"\w+", " ".join(f"{one.column} {one.condition} {one.detail}" for one in checks)))
    listed = ", ".join(f"m.{quoted(name)}" for name in ("part", "line", *merged.table.names) if name in words | _PLACE)
    any_of = " or ".join(f"({one.condition})" for one in checks)
    con.execute(f"create or replace temp table breaking as select {listed} from {merged.merged} as m where {any_of}")
    counted = ", ".join(f"count(*) filter ({one.condition})" for one in checks)
    counts = con.execute(f"select {counted} from breaking as m").fetchall()[0]
    for one in (one for one, count in zip(checks, counts, strict=True) if count):
        con.execute(
            f"insert into faults select m.part, m.line, $column, m.{quoted(one.column)}::varchar, $code, "
            f"{one.detail} from breaking as m where ({one.condition}) and not exists (select 1 from faults "
            "as f where f.part = m.part and f.line = m.line and f.column_name = $column) order by m.part, m.line",
            {"column": one.column, "code": one.code},
        )


def _needed(merged: Merged) -> Iterator[Check]:
    for column in merged.table.required:
        yield Check("missing-value", column, f"m.{quoted(column)} is null")
    if merged.table.name == "deals":
        yield Check("missing-value", "client_id", "m.client_id is null and m.stage in ('won', 'lost')", _ONCE_CLOSED)
        yield Check("missing-value", "amount", "m.amount is null and m.stage = 'won'", _ONCE_WON)


def _ranges(merged: Merged) -> Iterator[Check]:
    for column in merged.table.columns:
        name = f"m.{quoted(column.name)}"
        bounds = [f"{name} < {column.low}"] if column.low is not None else []
        bounds += [f"{name} > {column.high}"] if column.high is not None else []
        if bounds:
            yield Check("out-of-range", column.name, " or ".join(bounds))


def _days(merged: Merged) -> Iterator[Check]:
    for column in merged.table.columns:
        if column.kind in ("day", "moment", "month"):
            name = f"m.{quoted(column.name)}::date"
            last = f"getvariable('last_day{'_ahead' if column.ahead else ''}')"
            yield Check("implausible-day", column.name, f"{name} < date '{FIRST_DAY}' or {name} > {last}")


def _orders(merged: Merged) -> Iterator[Check]:
    for earlier, later in merged.table.order:
        first, last = f"m.{quoted(earlier)}", f"m.{quoted(later)}"
        yield Check(
            "days-reversed", later, f"{last} < {first}", f"map {{'earlier': '{earlier}', 'before': {first}::varchar}}"
        )


def _deals(merged: Merged) -> Iterator[Check]:
    if merged.table.name == "deals":
        condition = "m.closed_on is null and m.stage in ('won', 'lost')"
        yield Check("no-closing-day", "closed_on", condition, "map {'stage': m.stage}")


def _strangers(merged: Merged) -> list[Check]:
    """Strict references that nothing known answers."""
    strict = [column for column in references(merged.table) if column.strict]
    return [Check(f"unknown-{_SINGULAR[column.to or '']}", column.name, _is_unknown(column)) for column in strict]


def _is_unknown(column: Column) -> str:
    name = f"m.{quoted(column.name)}"
    known = quoted(f"known_{column.to}")
    return f"nullif({name}, '') is not null and {name} not in (select id from {known} where id is not null)"


def _rates(con: duckdb.DuckDBPyConnection, merged: Merged) -> list[Check]:
    """Money in a currency that no rate converts on its day."""
    day = MONEY_TABLES.get(merged.table.name)
    if (
        day is None
        or not con.execute(
            f"select exists (from {merged.merged} where currency <> getvariable('workspace_currency'))"
        ).fetchall()[0][0]
    ):
        return []
    amounts = [quoted(column.name) for column in merged.table.columns if column.kind == "money"]
    condition = (
        f"m.currency <> getvariable('workspace_currency') and coalesce({', '.join(amounts)}) is not null "
        f"and not exists (select 1 from known_rates as k where k.currency = m.currency and k.from_on <= {day})"
    )
    return [Check("no-rate", "currency", condition, f"map {{'day': ({day})::varchar}}")]


def _remark_credits(con: duckdb.DuckDBPyConnection, merged: Merged) -> None:
    if merged.table.name == "invoices":
        found = con.execute(
            f"select part, count(*), min(line, {LINES_TOLD}) from {merged.merged} where amount < 0 "
            "group by part order by part"
        ).fetchall()
        for part, count, lines in found:
            remark(con, part, "amount", "credit", count, lines)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
