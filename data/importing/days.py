"""How columns of days are written: ISO alone, or which comes first in days with slashes, by all their values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb

from data.contract import Column
from data.importing import evidence, years
from data.importing.asking import MOST_SAMPLES, choice, question
from data.importing.forms import Form
from data.importing.naming import text_view
from data.importing.parts import Part
from data.importing.periods import parse
from data.importing.readings import DAYS, Reading, Remark, columns_of, measured, odd_cells
from data.importing.report import Fault
from data.importing.scripts import LETTERS
from data.schema import quoted

_YEARS_AHEAD = 20
_FEW_SHARE = 0.1
_FEW_ROWS = 10
_MOST_WORDS = 2000
_PATTERNS = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S")
"""How many files write all their days: these are read at once, all others day by day."""

_SLASHED = r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})$"


@dataclass(frozen=True, slots=True)
class _Slashed:
    """The days with slashes in a column: how many, how many in which only one order is a day, the first of each.

    ``has_short`` says whether some days have two figures for each of their parts.
    """

    has_short: bool
    count: int
    day_first: int
    month_first: int
    day_line: int | None
    month_line: int | None
    day_value: str | None
    month_value: str | None
    line: int | None
    value: str | None

    @property
    def is_mixed(self) -> bool:
        """Whether both orders occur beyond doubt."""
        return bool(self.day_first and self.month_first)

    @property
    def is_doubtful(self) -> bool:
        """Whether nothing decides, or only a few days would decide for many."""
        most = max(self.day_first, self.month_first)
        return self.count > 0 and (most == 0 or (self.count > _FEW_ROWS and most < _FEW_SHARE * self.count))


def decide(con: duckdb.DuckDBPyConnection, part: Part, reading: Reading, today: date) -> None:
    """Finds the form of each column of days; those that nothing decides are asked about together."""
    doubtful: dict[str, _Slashed] = {}
    for column in _without_patterns(con, part, _not_plain(part, reading), reading):
        form = Form(latest_year=today.year + (_YEARS_AHEAD if column.ahead else 1))
        slashed = _looked_at(con, part, column, form, reading)
        if slashed.has_short and years.decide(con, part, column, form, reading, today):
            continue
        form, is_settled = _form(part, form, slashed)
        if form.is_mixed:
            reading.faults.append(_mixed(con, part, column, slashed, form.latest_year))
        reading.forms[column.name] = form
        if not is_settled:
            doubtful[column.name] = slashed
    if doubtful:
        _settle(con, part, doubtful, reading)
    _tell_zones(con, reading)


def _tell_zones(con: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """Puts into remarks of zones what the first such time is in UTC: it may fall on another day."""
    for step, remark in enumerate(reading.remarks):
        if remark.code == "zone":
            form = reading.forms[remark.column]
            moment = con.execute(
                f"select strftime(moment_of($value, $slashes, {form.latest_year}), '%Y-%m-%d %H:%M')",
                {"value": remark.value, "slashes": form.slashes},
            ).fetchall()[0][0]
            reading.remarks[step] = replace(remark, value=f"{remark.value} → {moment}")


def _not_plain(part: Part, reading: Reading) -> list[Column]:
    """The columns that aren't in ISO alone; those that are get their form."""
    others = []
    for column in columns_of(part, DAYS):
        found = reading.measures[column.name]
        is_plain = found["filled"] == found["read"] and found["is_late"] and found["is_digits"] and not found["is_odd"]
        if is_plain or not found["filled"]:
            reading.forms[column.name] = Form(is_plain=True)
        else:
            others.append(column)
    return others


def _without_patterns(
    con: duckdb.DuckDBPyConnection, part: Part, columns: Sequence[Column], reading: Reading
) -> list[Column]:
    """The columns whose days don't all have one pattern beyond doubt; those that do get their form.

    Where most are in ISO, no pattern fits all.
    """
    expressions = {pattern: f"count(try_strptime({{c}}, '{pattern}'))" for pattern in _PATTERNS}
    years = " and ".join(f"coalesce(year(try_strptime({{c}}, '{pattern}')) > 999, true)" for pattern in _PATTERNS)
    asked = [column for column in columns if "odd" not in reading.measures[column.name]]
    measures = measured(
        con, text_view(part), {column.name: {**expressions, "late": f"bool_and({years})"} for column in asked}
    )
    others = [column for column in columns if column not in asked]
    for column in asked:
        found, filled = measures[column.name], reading.measures[column.name]["filled"]
        fitting = [pattern for pattern in _PATTERNS if found[pattern] == filled] if found["late"] else []
        if len(fitting) == 1 and _is_told(fitting[0], found, filled) and part.read.day_first is None:
            reading.forms[column.name] = Form(pattern=fitting[0])
        else:
            others.append(column)
    return others


def _is_told(pattern: str, found: Mapping[str, int], filled: int) -> bool:
    """Whether enough days have this pattern alone."""
    other = {"%d/%m/%Y": "%m/%d/%Y", "%m/%d/%Y": "%d/%m/%Y"}.get(pattern)
    telling = filled - found[other] if other else filled
    return filled <= _FEW_ROWS or telling >= _FEW_SHARE * filled


def learn_months(con: duckdb.DuckDBPyConnection, relation: str, column: str) -> None:
    """Adds the names of months that a text column of a relation (quoted) has to those that the macros know."""
    known = dict(con.execute("select unnest(map_entries(getvariable('month_words')), recursive := true)").fetchall())
    words = con.execute(
        f"select distinct lower(unnest(regexp_extract_all({quoted(column)}, '[{LETTERS}]{{3,}}'))) as word "
        f"from {relation} where not is_iso_day({quoted(column)}) "
        f"and regexp_matches({quoted(column)}, '\\d') order by 1 limit {_MOST_WORDS}"
    ).fetchall()
    for (word,) in words:
        month = parse(f"{word} 2000")
        if month and month.months == 1:
            known[word] = str(month.start.month)
    con.execute(
        "set variable month_words = map($keys::varchar[], $values::varchar[])",
        {"keys": list(known), "values": list(known.values())},
    )


def spoken(day: date) -> str:
    """A day as it is said: 3 April 2025."""
    return f"{day.day} {day:%B} {day.year}"


def _looked_at(con: duckdb.DuckDBPyConnection, part: Part, column: Column, form: Form, reading: Reading) -> _Slashed:
    """One pass over a column that isn't plain: its days with slashes, and what is worth telling of the others."""
    name, source = quoted(column.name), odd_cells(part, reading, column.name)
    conditions = {"day-number": "day_number(value) is not null", "short-year": "has_short_year(value)"}
    conditions["zone" if column.kind == "moment" else "zone-day"] = "zone_seconds(value) is not null"
    told = ", ".join(
        f"count(*) filter ({sql}), min(line) filter ({sql}), arg_min(value, line) filter ({sql})"
        for sql in conditions.values()
    )
    both = "one <= 12 and two <= 12"
    has_words, *row = con.execute(
        f"with days as (select line, {name} as value, day_text({name}) as day from {source} "
        f"where not is_iso_day({name})), "
        f"found as (select line, value, regexp_full_match(day, '{years.SHORT}') as is_short, "
        f"try_cast(regexp_extract(day, '{_SLASHED}', 1) as integer) as one, "
        f"try_cast(regexp_extract(day, '{_SLASHED}', 2) as integer) as two from days) "
        f"select coalesce(bool_or(regexp_matches(value, '[{LETTERS}]{{3}}')), false), "
        "coalesce(bool_or(is_short), false), count(one), "
        "count(*) filter (one > 12), count(*) filter (two > 12), min(line) filter (one > 12), "
        "min(line) filter (two > 12), arg_min(value, line) filter (one > 12), arg_min(value, line) filter (two > 12), "
        f"min(line) filter ({both}), arg_min(value, line) filter ({both}), {told} from found"
    ).fetchall()[0]
    if has_words:
        learn_months(con, source, column.name)
    for step, code in enumerate(conditions):
        count, line, value = row[10 + 3 * step : 13 + 3 * step]
        if count:
            said = str(form.latest_year) if code == "short-year" else value
            reading.remarks.append(Remark(column.name, code, count, line, said))
    return _Slashed(*row[:10])


def _form(part: Part, form: Form, slashed: _Slashed) -> tuple[Form, bool]:
    """The column's form, and whether its days leave no doubt."""
    if part.read.day_first is not None:
        return replace(form, slashes="dmy" if part.read.day_first else "mdy"), True
    order = "dmy" if slashed.day_first >= slashed.month_first else "mdy"
    form = replace(form, slashes=order, is_mixed=slashed.is_mixed)
    return form, slashed.is_mixed or not slashed.is_doubtful


def _mixed(con: duckdb.DuckDBPyConnection, part: Part, column: Column, slashed: _Slashed, latest_year: int) -> Fault:
    """The question which order holds where both occur: days in the other one are refused line by line."""
    first, other = slashed.day_value or "", slashed.month_value or ""
    days = con.execute(
        f"select day_of($first, 'dmy', {latest_year}), day_of($other, 'mdy', {latest_year})",
        {"first": first, "other": other},
    ).fetchall()[0]
    told = [spoken(day) if day else "" for day in days]
    choices = [
        choice({"day_first": True}, [(first, told[0]), (other, "refused")]),
        choice({"day_first": False}, [(first, "refused"), (other, told[1])]),
    ]
    return question(
        part, "mixed-days", [column.name], slashed.day_line, first, choices,
        other=slashed.month_line, other_value=other,
    )  # fmt: skip


def _settle(con: duckdb.DuckDBPyConnection, part: Part, doubtful: dict[str, _Slashed], reading: Reading) -> None:
    """Reads doubtful days as the file's other columns are written, or asks."""
    undecided = [name for name, slashed in doubtful.items() if not max(slashed.day_first, slashed.month_first)]
    told = evidence.day_order(con, part, doubtful)
    if told and len(undecided) == len(doubtful):
        order, heading = told
        for name, slashed in doubtful.items():
            reading.forms[name] = replace(reading.forms[name], slashes=order)
            reading.remarks.append(Remark(name, f"{order}-by-file", slashed.count, slashed.line, heading))
        return
    first = min(doubtful, key=lambda name: doubtful[name].line or 0)
    slashed = doubtful[first]
    samples = _samples(con, part, first, reading)
    choices = [
        choice({"day_first": is_first}, [(cell, spoken(day)) for cell, *days in samples if (day := days[step])])
        for step, is_first in enumerate((True, False))
    ]
    fault = question(part, "ambiguous-day", list(doubtful), slashed.line, slashed.value or "", choices)
    reading.faults.append(fault)


def _samples(
    con: duckdb.DuckDBPyConnection, part: Part, column: str, reading: Reading
) -> Sequence[tuple[str, date | None, date | None]]:
    """Cells with the days that they are in either order, first those that are days in both."""
    name, form = quoted(column), reading.forms[column]
    rows: list[Any] = con.execute(
        f"select {name}, day_of({name}, 'dmy', {form.latest_year}) as one, "
        f"day_of({name}, 'mdy', {form.latest_year}) as two from {odd_cells(part, reading, column)} "
        f"where regexp_matches(day_text({name}), '{_SLASHED}') group by all having one <> two "
        f"order by min(line) limit {MOST_SAMPLES}"
    ).fetchall()
    return rows
