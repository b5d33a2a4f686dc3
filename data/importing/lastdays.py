"""Where it is doubtful up to which day a table is known, so that a person should say it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import duckdb

from data.importing.merging import Merged
from data.importing.options import ImportOptions
from data.importing.report import Warning_
from data.schema import quoted

_SILENT = timedelta(days=45)
"""How long a table's last day may lie back while others are fresh."""

_FAR = timedelta(days=60)
"""How long before its last few days a table may have none."""

_FEW, _MANY = 3, 10
"""So few days after a gap are doubtful, and so many before it make a table."""

_YEAR = timedelta(days=365)


def warnings(
    con: duckdb.DuckDBPyConnection, merged: Sequence[Merged], days: Mapping[str, date], options: ImportOptions
) -> list[Warning_]:
    """One warning at most for each table whose last day in ``days`` is doubtful and that nobody has stated.

    ``ahead``: it lies after the import's day. ``lone-day``: the last few lie far after all others. ``behind``: it lies
    far back, longer than the table was ever silent in the year before, while another table of the batch is fresh.
    """
    found: list[Warning_] = []
    newest = max((day for day in days.values() if day <= options.today), default=options.today)
    beside = {one.table.name: one for one in merged}
    for name, day in days.items():
        if name in options.known_through:
            continue
        if day > options.today:
            values = {"table": name, "today": options.today, "value": day}
            found.append(Warning_("ahead", "", name, None, 1, None, values))
        elif name in beside:
            found += _lone(con, beside[name], options) or _behind(con, beside[name], day, newest, options)
    return found


def _lone(con: duckdb.DuckDBPyConnection, one: Merged, options: ImportOptions) -> list[Warning_]:
    last = con.execute(f"select day from ({_events(one, options)}) order by day desc limit {_FEW + 1}").fetchall()
    for count, ((later,), (earlier,)) in enumerate(pairwise(last), 1):
        if later - earlier > _FAR:
            before = con.execute(f"select count(*) from ({_events(one, options)}) where day <= $day", {"day": earlier})
            if before.fetchall()[0][0] < _MANY:
                return []
            values = {"table": one.table.name, "value": last[0][0], "before": earlier}
            return [Warning_("lone-day", "", one.table.name, None, count, None, values)]
    return []


def _behind(
    con: duckdb.DuckDBPyConnection, one: Merged, day: date, newest: date, options: ImportOptions
) -> list[Warning_]:
    silence = options.today - day
    if silence <= _SILENT or options.today - newest > _SILENT:
        return []
    longest = con.execute(
        f"select max(day - before), count(*) from (select day, lag(day) over (order by day) as before "
        f"from (select distinct day from ({_events(one, options)}) where day >= $since))",
        {"since": day - _YEAR},
    ).fetchall()[0]
    if longest[1] < _MANY or longest[0] >= silence.days:
        return []
    values = {"table": one.table.name, "today": options.today, "value": day, "other": newest}
    return [Warning_("behind", "", one.table.name, None, 1, None, values)]


def _events(one: Merged, options: ImportOptions) -> str:
    """The days on which something happened, as the table would be stored; planned contacts haven't."""
    is_whole = one.is_replacing or one.table.name in options.mark_removed
    planned = " and done is distinct from false" if one.table.name == "contacts" else ""
    return " union all ".join(
        f"select {quoted(column.name)}::date as day from {name} where {quoted(column.name)} is not null{planned}"
        for name in ([one.merged] if is_whole else [one.merged, one.stored])
        for column in one.table.columns
        if column.happened
    )
