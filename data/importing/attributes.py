"""Columns that the contract doesn't name: their kind, found over all values, and their values as text."""

from dataclasses import dataclass
from typing import Literal

import duckdb

from data.importing.composing import text_view, variable
from data.importing.parts import Part
from data.schema import quoted

AttributeKind = Literal["number", "date", "boolean", "text", "empty"]

EMPTY = "map([]::varchar[], []::varchar[])"

_TRUE = "('yes', 'true', 'да', 'истина', 'jah', 'tõene', 'ja', 'wahr')"
_FALSE = "('no', 'false', 'нет', 'ложь', 'ei', 'väär', 'nein', 'falsch')"
_COMMA_NUMBER = "-?(0|[1-9]\\d{{0,2}}([ .]?\\d{{3}})*),\\d{{1,2}}|0|-?[1-9]\\d{{0,14}}"
_EXPRESSIONS: dict[str, str] = {
    "number": "{c}",
    "comma number": "comma_number({c})",
    "date": "strftime(try_cast({c} as date), '%Y-%m-%d')",
    "dotted date": "strftime(day_of({c}, '%d/%m/%Y'), '%Y-%m-%d')",
    "boolean": f"case when lower({{c}}) in {_TRUE} then 'true' else 'false' end",
    "text": "{c}",
    "empty": "null::varchar",
}
_KINDS: dict[str, AttributeKind] = {
    "number": "number",
    "comma number": "number",
    "date": "date",
    "dotted date": "date",
    "boolean": "boolean",
    "text": "text",
    "empty": "empty",
}


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attributes of a part: heading → kind, and the expression that makes their map, sorted by name."""

    kinds: dict[str, AttributeKind]
    expression: str


def decide(con: duckdb.DuckDBPyConnection, part: Part) -> Attributes:
    """Finds the kind of each attribute: numbers are kept with a point, days as ISO, yes and no as true and false."""
    if not part.attributes:
        return Attributes({}, EMPTY)
    forms = dict(zip(part.attributes, _forms(con, part), strict=True))
    ordered = sorted((heading, step) for step, heading in enumerate(part.attributes))
    con.execute(
        f"set variable {quoted(variable(part, 'attributes'))} = $names::varchar[]",
        {"names": [heading for heading, _ in ordered]},
    )
    entries = ", ".join(
        "{" + f"'k': getvariable('{variable(part, 'attributes')}')[{place}], 'v': "
        f"{_EXPRESSIONS[forms[heading]].format(c=f'a{step}')}" + "}"
        for place, (heading, step) in enumerate(ordered, 1)
    )
    expression = f"map_from_entries(list_filter([{entries}], lambda entry: entry.v is not null))"
    return Attributes({heading: _KINDS[form] for heading, form in forms.items()}, expression)


def _forms(con: duckdb.DuckDBPyConnection, part: Part) -> list[str]:
    """How each attribute is written: the first form that all its values have."""
    tests = (
        "count({c})",
        "count(*) filter (regexp_full_match({c}, '-?(0|[1-9]\\d{{0,14}})(\\.\\d+)?'))",
        f"count(*) filter (regexp_full_match({{c}}, '{_COMMA_NUMBER}'))",
        "count(*) filter (regexp_matches({c}, '^\\d{{4}}-\\d') and try_cast({c} as date) is not null)",
        "count(*) filter (contains({c}, '.') and day_of({c}, '%d/%m/%Y') is not null)",
        f"count(*) filter (lower({{c}}) in {_TRUE} or lower({{c}}) in {_FALSE})",
    )
    names = ("number", "comma number", "date", "dotted date", "boolean")
    listed = ", ".join(test.format(c=f"a{step}") for step in range(len(part.attributes)) for test in tests)
    row = con.execute(f"select {listed} from {quoted(text_view(part))}").fetchall()[0]
    forms = []
    for step in range(len(part.attributes)):
        filled, *fitting = row[step * len(tests) : (step + 1) * len(tests)]
        form = next((name for name, count in zip(names, fitting, strict=True) if count == filled), "text")
        forms.append(form if filled else "empty")
    return forms
