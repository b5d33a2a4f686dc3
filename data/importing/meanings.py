"""What the spellings of closed values mean: choices, yes and no, months; kept as maps in session variables."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from data.contract import Column
from data.importing import headings
from data.importing.naming import text_view, variable
from data.importing.parts import Part
from data.importing.periods import Period, parse
from data.schema import quoted

_MOST_MEANINGS = 5000
_LONG_PERIOD = re.compile(r"(\d{4})-(\d{2})\+(\d+)")


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a column's spellings came to: ``is_plain`` where each is what it means, ``is_whole`` where all have one.

    ``is_worded``: it says yes and no in other words than true and false.
    """

    is_plain: bool
    is_whole: bool
    is_worded: bool


def learn(con: duckdb.DuckDBPyConnection, part: Part, column: Column, months: dict[str, int]) -> Learnt:
    """Looks up what each spelling in a column means and keeps it for the statement that types the rows.

    ``months`` takes up how many months each spelling of a period stands for.
    """
    name = quoted(column.name)
    spellings = con.execute(
        f"select distinct {name} from {quoted(text_view(part))} where {name} is not null "
        f"order by 1 limit {_MOST_MEANINGS}"
    ).fetchall()
    meanings: dict[str, str] = {}
    for (spelling,) in spellings:
        meaning = _meaning(part, column, spelling, months)
        if meaning is not None:
            meanings[spelling] = meaning
    keep(con, variable(part, "meanings", column.name), meanings)
    is_plain = all(spelling == meaning for spelling, meaning in meanings.items())
    is_worded = column.kind == "boolean" and any(one.lower() not in ("true", "false") for one in meanings)
    return Learnt(is_plain, len(meanings) == len(spellings), is_worded)


def outcomes(con: duckdb.DuckDBPyConnection, part: Part, source: str) -> dict[str, str]:
    """Which spellings in a text column say that a deal is won or lost: spelling → won or lost."""
    choices = part.table["stage"].choices
    spellings = con.execute(
        f"select distinct {quoted(source)} from {quoted(part.sheet.relation)} where {quoted(source)} is not null"
    ).fetchall()
    found = {text: headings.match_value("deals", "stage", choices, text) for (text,) in spellings}
    return {text: meaning for text, meaning in found.items() if meaning in ("won", "lost")}


def _meaning(part: Part, column: Column, spelling: str, months: dict[str, int]) -> str | None:
    """A spelling's value as text: a choice, true or false, a month's first day."""
    translations = {headings.folded(key): value for key, value in part.values.get(column.name, {}).items()}
    text = translations.get(headings.folded(spelling), spelling)
    if column.kind == "choice":
        return headings.match_value(part.table.name, column.name, column.choices, text)
    if column.kind == "boolean":
        answer = headings.yes_or_no(text)
        return None if answer is None else str(answer).lower()
    period = _period(text)
    if period is None or (period.months > 1 and column.name != "period"):
        return None
    months[spelling] = period.months
    return period.start.isoformat()


def _period(text: str) -> Period | None:
    if found := _LONG_PERIOD.fullmatch(text):
        year, month, months = (int(number) for number in found.groups())
        return Period(date(year, month, 1), months)
    return parse(text)


def keep(con: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, str]) -> None:
    """Puts a map into a session variable, with its values bound."""
    con.execute(
        f"set variable {quoted(name)} = map($keys::varchar[], $values::varchar[])",
        {"keys": list(values), "values": list(values.values())},
    )
