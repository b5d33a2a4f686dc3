"""Columns that the contract doesn't name: their kind, found over all values, and their values as text.

The readers of the contract's columns decide here too, but nothing is asked: what could be read in two ways stays text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import duckdb

from data.importing import currencies
from data.importing.days import learn_months
from data.importing.naming import text_view, variable
from data.importing.numbers import PLAIN_COMMAS
from data.importing.parts import Part
from data.importing.readings import measured
from data.schema import quoted

AttributeKind = Literal["number", "date", "boolean", "text", "empty"]

EMPTY = "map([]::varchar[], []::varchar[])"

_TRUE = "('yes', 'true', 'да', 'истина', 'jah', 'tõene', 'ja', 'wahr')"
_FALSE = "('no', 'false', 'нет', 'ложь', 'ei', 'väär', 'nein', 'falsch')"
_NUMBER = (
    "list_transform([amount_text({{c}})], "
    "lambda amount: strip_zeros(try_cast({sign}_number(amount) as decimal(38,10))))[1]"
)
"""A number as text. What is bound to a name is worked out once, where a macro would repeat it wherever it stands."""

_EXPRESSIONS: dict[str, str] = {
    "number": "{c}",
    "date": "strftime(try_cast({c} as date), '%Y-%m-%d')",
    "boolean": f"case when lower({{c}}) in {_TRUE} then 'true' else 'false' end",
    "plain comma number": "replace({c}, ',', '.')",
    "dotted date": "strftime(try_strptime({c}, '%d.%m.%Y'), '%Y-%m-%d')",
    "point number": _NUMBER.format(sign="point"),
    "comma number": _NUMBER.format(sign="comma"),
    "per cent": "strip_zeros(try_cast(share_number({c}) as decimal(38,10)) / 100)",
    "day first": "strftime(day_of({c}, 'dmy', {year}), '%Y-%m-%d')",
    "month first": "strftime(day_of({c}, 'mdy', {year}), '%Y-%m-%d')",
    "text": "{c}",
    "empty": "null::varchar",
}
_KINDS: dict[str, AttributeKind] = {
    "number": "number",
    "date": "date",
    "boolean": "boolean",
    "plain comma number": "number",
    "dotted date": "date",
    "point number": "number",
    "comma number": "number",
    "per cent": "number",
    "day first": "date",
    "month first": "date",
    "text": "text",
    "empty": "empty",
}
_PLAIN = {
    "number": "count(*) filter (regexp_full_match({c}, '-?(0|[1-9]\\d{{0,14}})(\\.\\d+)?'))",
    "date": "count(*) filter (regexp_matches({c}, '^\\d{{4}}-\\d') and try_cast({c} as date) is not null)",
    "boolean": f"count(*) filter (lower({{c}}) in {_TRUE} or lower({{c}}) in {_FALSE})",
}
"""Forms that one pass over all attributes tells: how many values have each."""

_WITH_DIGITS = "count(*) filter (regexp_matches({c}, '\\d') and not regexp_matches({c}, '^0\\d+$|^[+]'))"
"""Values that may be numbers or days in another form; 01001 is a code, +372 555 a telephone."""

_DOTTED = "count(*) filter (contains({c}, '.'))"
_THOUSANDS = "count(*) filter (contains({c}, '.') and regexp_full_match({c}, '-?[1-9]\\d{{0,2}}\\.\\d{{3}}'))"
"""Where these are all the numbers with points, they could be thousands as well."""

_DOTTED_DAYS = "count(try_strptime({c}, '%d.%m.%Y')) filter (year(try_strptime({c}, '%d.%m.%Y')) > 999)"
_SLASHED = "^\\d{1,2}[/-]\\d{1,2}[/-]"
_OTHERS = {
    "point": "count(point)",
    "comma": "count(comma)",
    "only point": "count(point) filter (comma is null)",
    "only comma": "count(comma) filter (point is null)",
    "either": "count(*) filter (point <> comma)",
    "per cent": "count(share) filter (ends_with(cell, '%') and try_cast(share as double) < 1e9)",
    "day first": "count(day_first) filter (may_be_day)",
    "month first": "count(month_first) filter (may_be_day)",
    "slashed": f"count(*) filter (regexp_matches(cell, '{_SLASHED}'))",
    "marks": "list_sort(list(distinct mark))",
}
"""What a second look at one attribute counts of its cells, once each is read in every way."""

_READ = (
    "with cells as (select {c} as cell, mark_of({c}) as mark, amount_text({c}) as amount from {text} "
    "where {c} is not null), "
    "found as (select cell, mark, point_number(amount) as point, comma_number(amount) as comma, "
    "share_number(cell) as share, day_of(cell, 'dmy', {year}) as day_first, "
    "day_of(cell, 'mdy', {year}) as month_first, not regexp_full_match(cell, '[\\d,.]*') "
    "or regexp_full_match(cell, '\\d+\\.\\d+\\.\\d+') as may_be_day from cells) "
)


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attributes of a part: heading → kind, and the expression that makes their map, sorted by name."""

    kinds: dict[str, AttributeKind]
    expression: str


def decide(con: duckdb.DuckDBPyConnection, part: Part, today: date, currency: str) -> Attributes:
    """Finds the kind of each attribute: numbers are kept with a point, days as ISO, yes and no as true and false.

    ``today`` is the import's day, from which years of two digits are read; ``currency`` is the workspace's.
    """
    if not part.attributes:
        return Attributes({}, EMPTY)
    forms = dict(zip(part.attributes, _forms(con, part, today.year + 1, currency), strict=True))
    ordered = sorted((heading, step) for step, heading in enumerate(part.attributes))
    con.execute(
        f"set variable {quoted(variable(part, 'attributes'))} = $names::varchar[]",
        {"names": [heading for heading, _ in ordered]},
    )
    entries = ", ".join(
        "{" + f"'k': getvariable('{variable(part, 'attributes')}')[{place}], 'v': "
        f"{_EXPRESSIONS[forms[heading]].format(c=f'a{step}', year=today.year + 1)}" + "}"
        for place, (heading, step) in enumerate(ordered, 1)
    )
    expression = f"map_from_entries(list_filter([{entries}], lambda entry: entry.v is not null))"
    return Attributes({heading: _KINDS[form] for heading, form in forms.items()}, expression)


def _forms(con: duckdb.DuckDBPyConnection, part: Part, year: int, currency: str) -> list[str]:
    """How each attribute is written: the first form that all its values have."""
    tests = ("count({c})", *_PLAIN.values(), _DOTTED, _THOUSANDS, _WITH_DIGITS)
    listed = [test.format(c=f"a{step}") for step in range(len(part.attributes)) for test in tests]
    row = _row(con, part, listed)
    forms = []
    for step in range(len(part.attributes)):
        filled, *fitting, dotted, thousands, with_digits = row[step * len(tests) : (step + 1) * len(tests)]
        form = next((name for name, count in zip(_PLAIN, fitting, strict=True) if count == filled), "text")
        if form == "number" and dotted and dotted == thousands and part.read.decimal != ".":
            form = "text"
        if form == "text" and with_digits == filled:
            form = _second_look(con, part, f"a{step}", filled, year, currency)
        forms.append(form if filled else "empty")
    return forms


def _second_look(con: duckdb.DuckDBPyConnection, part: Part, column: str, filled: int, year: int, currency: str) -> str:
    """The form of an attribute whose values all have digits, where only one fits; else text."""
    plain = measured(con, text_view(part), {column: {**PLAIN_COMMAS, "days": _DOTTED_DAYS}})[column]
    if plain["read"] == filled and plain["commas"] and (plain["decisive"] or part.read.decimal == ","):
        return "plain comma number"
    if plain["days"] == filled:
        return "dotted date"
    learn_months(con, quoted(text_view(part)), column)
    read = _READ.format(c=column, text=quoted(text_view(part)), year=year)
    row = con.execute(f"{read}select {', '.join(_OTHERS.values())} from found").fetchall()[0]
    counts = dict(zip(_OTHERS, row, strict=True))
    is_marked = counts["marks"] != [""]
    is_money = len(counts["marks"]) == 1 and len(currencies.meanings(counts["marks"][0], currency)) == 1
    if counts["per cent"] == filled:
        return "per cent"
    if not is_marked or is_money:
        for sign, other in (("point", "comma"), ("comma", "point")):
            is_said = part.read.decimal == {"point": ".", "comma": ","}[sign]
            is_told = counts[f"only {sign}"] or is_said or (is_marked and not counts["either"])
            if counts[sign] == filled and is_told and not counts[f"only {other}"]:
                return f"{sign} number"
    said = {True: "day first", False: "month first", None: ""}[part.read.day_first]
    days = [form for form in ("day first", "month first") if counts[form] == filled]
    if len(days) == 2 and counts["slashed"]:
        days = [said] if said else []
    return days[0] if days else "text"


def _row(con: duckdb.DuckDBPyConnection, part: Part, listed: Sequence[str]) -> tuple[Any, ...]:
    row: tuple[Any, ...] = con.execute(f"select {', '.join(listed)} from {quoted(text_view(part))}").fetchall()[0]
    return row
