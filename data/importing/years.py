"""Days such as 26-04-03, whose first or last figures may be the year."""

from dataclasses import dataclass, replace
from datetime import date

import duckdb

from data.contract import Column
from data.importing.asking import MOST_SAMPLES, choice, question
from data.importing.forms import Form
from data.importing.parts import Part
from data.importing.readings import Reading, Remark, odd_cells
from data.importing.report import Fault
from data.schema import quoted

SHORT = r"\d{2}-\d{2}-\d{2}"
"""What such a day looks like."""

_YEARS_BACK, _FIRST_YEAR = 20, 1970
"""A year that stands first is taken for one of the last twenty years; one that stands last for one since 1970."""

_READS = {"ymd": {"year_first": True}, "dmy": {"day_first": True}, "mdy": {"day_first": False}}


@dataclass(frozen=True, slots=True)
class _Found:
    """Days of two figures each in a column: how many, and how many of them are days in each order."""

    count: int
    fitting: dict[str, int]
    line: int | None
    value: str | None


def decide(
    con: duckdb.DuckDBPyConnection, part: Part, column: Column, form: Form, reading: Reading, today: date
) -> bool:
    """Whether the year comes first in a column: its form is told then; where it may as well come last, it is asked.

    A mapping that says which comes first is followed. Where the year can't come first in all such days, nothing is
    decided here.
    """
    if part.read.day_first is not None or part.read.year_first is False:
        return False
    found = _looked_at(con, part, column, form, reading, today)
    if not found.count or (not part.read.year_first and found.fitting["ymd"] < found.count):
        return False
    reading.forms[column.name] = replace(form, slashes="ymd")
    others = [order for order in ("dmy", "mdy") if found.fitting[order] == found.count]
    if part.read.year_first or not others:
        reading.remarks.append(Remark(column.name, "year-first", found.count, found.line, found.value or ""))
    else:
        reading.faults.append(_asked(con, part, column, form, reading, found, ["ymd", *others]))
    return True


def _looked_at(
    con: duckdb.DuckDBPyConnection, part: Part, column: Column, form: Form, reading: Reading, today: date
) -> _Found:
    """One pass over the column's odd cells."""
    name, latest = quoted(column.name), form.latest_year
    first = {"ymd": today.year - _YEARS_BACK, "dmy": _FIRST_YEAR, "mdy": _FIRST_YEAR}
    fits = ", ".join(
        f"count(*) filter (year(written_day(day, '{order}', {latest})) >= {year})" for order, year in first.items()
    )
    count, line, value, *fitting = con.execute(
        f"with days as (select line, {name} as value, day_text({name}) as day "
        f"from {odd_cells(part, reading, column.name)}) "
        f"select count(*), min(line), arg_min(value, line), {fits} from days where regexp_full_match(day, '{SHORT}')"
    ).fetchall()[0]
    return _Found(count, dict(zip(first, fitting, strict=True)), line, value)


def _asked(
    con: duckdb.DuckDBPyConnection,
    part: Part,
    column: Column,
    form: Form,
    reading: Reading,
    found: _Found,
    orders: list[str],
) -> Fault:
    """The question which figures are the year, with days as each order would read them."""
    name = quoted(column.name)
    read = ", ".join(
        f"strftime(written_day(day_text({name}), '{order}', {form.latest_year}), '%Y-%m-%d')" for order in orders
    )
    rows = con.execute(
        f"select {name}, {read} from {odd_cells(part, reading, column.name)} "
        f"where regexp_full_match(day_text({name}), '{SHORT}') group by all order by min(line) limit {MOST_SAMPLES}"
    ).fetchall()
    choices = [choice(_READS[order], [(cell, days[step]) for cell, *days in rows]) for step, order in enumerate(orders)]
    return question(part, "ambiguous-year", [column.name], found.line, found.value or "", choices)
