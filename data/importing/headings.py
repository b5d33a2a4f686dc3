"""Which column of which table a heading stands for: canonical names, known aliases, close spellings as proposals."""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.contract import TABLES, Table, aliases
from data.contract import __file__ as _contract_file

KEYED_BY_NAME = ("clients", "managers", "products")
"""Tables whose files may have a name but no number: then the name is the key."""

_BARE = frozenset(
    [
        "id",
        "code",
        "number",
        "no",
        "nr",
        "name",
        "fullname",
        "displayname",
        "description",
        "title",
        "item",
        "recordid",
        "kood",
        "nimi",
        "nimetus",
        "код",
        "имя",
        "наименование",
        "название",
        "nummer",
        "bezeichnung",
        "user",
        "group",
        "product",
    ]
)
"""Headings that any table may have: they alone don't tell which one it is."""

_OUTCOMES = frozenset({"status", "dealstatus", "outcome", "wonlost", "olek", "статус"})
_CLOSE_ENOUGH = 0.84
_ANY, _STEMS, _RELATED = "any", "tables", "related"


def folded(heading: str) -> str:
    """A heading trimmed and case-folded: two that are the same so are one heading twice."""
    return " ".join(unicodedata.normalize("NFKC", heading).casefold().split())


def compact(heading: str) -> str:
    """A heading as letters and digits only, case-folded: how headings are compared."""
    return re.sub(r"[\W_]+", "", folded(heading))


def headings_key(headings: Iterable[str]) -> str:
    """What a confirmed mapping is remembered under: the headings of a file, whatever their order."""
    return "|".join(sorted(folded(heading) for heading in headings if heading))


@cache
def ranks(table: str) -> Mapping[str, tuple[int, str]]:
    """For each known spelling of a column of ``table``: its rank (0 is the canonical name) and the column."""
    found: dict[str, tuple[int, str]] = {}
    columns = _BY_NAME[table].names
    for column in columns:
        found[compact(column)] = (0, column)
    for listed in (aliases().get(table, {}), aliases().get(_ANY, {})):
        for column, spellings in listed.items():
            for rank, spelling in enumerate(spellings if column in columns else (), 1):
                found.setdefault(compact(spelling), (rank, column))
    return found


def match(headings: Sequence[str], table: Table, taken: Iterable[str] = ()) -> dict[int, str]:
    """Which column each heading stands for (position → column); of two for one column the better known wins.

    ``taken`` columns have a source already and get none.
    """
    known = ranks(table.name)
    fits = ((*known[name], index) for index, heading in enumerate(headings) if (name := _spelling(heading, known)))
    matched: dict[int, str] = {}
    used = set(taken)
    for _, column, index in sorted(fits, key=lambda fit: (fit[0], fit[2])):
        if column not in used:
            matched[index] = column
            used.add(column)
    return matched


def _spelling(heading: str, known: Mapping[str, tuple[int, str]]) -> str:
    """The known spelling of a heading, whole or behind what it belongs to (“Deal - Owner”); '' where there is none."""
    whole, behind = compact(heading), compact(heading.partition(" - ")[2])
    return whole if whole in known else behind if behind in known else ""


def outcome(headings: Sequence[str], matched: Mapping[int, str]) -> int | None:
    """Where a deals file says won or lost beside its stage, as Pipedrive's “Status” does; None where it doesn't."""
    for index, heading in enumerate(headings):
        if index not in matched and compact(heading.rpartition(" - ")[2]) in _OUTCOMES:
            return index
    return None


def missing(table: Table, columns: Iterable[str]) -> list[str]:
    """The columns that a new row needs and ``columns`` lack; a name may stand in for the key."""
    held = set(columns)
    if table.name in KEYED_BY_NAME and "name" in held:
        held.update(table.key)
    return [name for name in table.required if name not in held]


@dataclass(frozen=True, slots=True)
class Guess:
    """A table that a file may be: how many headings it explains."""

    table: Table
    matched: int
    lacking: tuple[str, ...]
    is_named: bool


def recognise(headings: Sequence[str], stem: str) -> list[Guess]:
    """The tables that a file may be, the likeliest first; empty where none fits.

    A table fits when the headings hold all that a new row needs; the file's name decides between several, and names
    the table where none fits. Two guesses that are equally good come both.
    """
    named = named_table(stem)
    guesses = []
    for table in TABLES:
        columns = match(headings, table).values()
        guesses.append(Guess(table, len(columns), tuple(missing(table, columns)), table.name == named))
    fitting = [guess for guess in guesses if not guess.lacking and (guess.is_named or _is_told(headings, guess.table))]
    chosen = [guess for guess in fitting if guess.is_named]
    if not chosen and fitting:
        most = max(guess.matched for guess in fitting)
        chosen = [guess for guess in fitting if guess.matched == most]
    return chosen or [guess for guess in guesses if guess.is_named and _is_more_than_a_reference(headings, guess.table)]


def _is_told(headings: Sequence[str], table: Table) -> bool:
    """Whether the headings speak of this table: those for its key or name are more than a bare “id” or “name”."""
    telling = {index for index, column in match(headings, table).items() if column in (*table.key, "name")}
    if table.name not in KEYED_BY_NAME:
        return len(match(headings, table)) > 1
    return any(compact(headings[index]) not in _BARE for index in telling)


def _is_more_than_a_reference(headings: Sequence[str], table: Table) -> bool:
    """Whether the headings hold more of a table than the one id by which any other would refer to it."""
    columns = set(match(headings, table).values())
    return bool(columns - set(table.key))


def named_table(stem: str) -> str | None:
    """The table that a file's name speaks of, by the longest word of it that is known; None where none is."""
    name = compact(stem)
    words = {compact(word) for word in re.split(r"[\W_\d]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", stem)) if word}
    best: tuple[int, str] | None = None
    for table, spellings in _stems().items():
        for spelling in spellings:
            is_said = spelling in words or (len(spelling) > 8 and spelling in name) or name == spelling
            if is_said and (best is None or len(spelling) > best[0]):
                best = (len(spelling), table)
    return best[1] if best else None


@cache
def _stems() -> Mapping[str, tuple[str, ...]]:
    listed = aliases().get(_STEMS, {})
    return {
        table.name: tuple(compact(word) for word in (table.name, table.name.rstrip("s"), *listed.get(table.name, ())))
        for table in TABLES
    }


def proposals(headings: Iterable[str], table: Table, taken: Iterable[str]) -> dict[str, str]:
    """Close spellings that nobody has confirmed: heading that feeds nothing → column that isn't ``taken``."""
    used = set(taken)
    free = {name: column for name, (_, column) in ranks(table.name).items() if column not in used}
    found: dict[str, str] = {}
    for heading in headings:
        close = difflib.get_close_matches(compact(heading), free, 1, _CLOSE_ENOUGH)
        if close and free[close[0]] not in found.values():
            found[heading] = free[close[0]]
    return found


def related(headings: Sequence[str], table: str) -> dict[int, str]:
    """Headings of a flat file that speak of another table's columns, such as “Client name”: position → column."""
    listed = aliases().get(f"{_RELATED}_{table}", {})
    known = {compact(spelling): column for column, spellings in listed.items() for spelling in spellings}
    matched: dict[int, str] = {}
    for index, heading in enumerate(headings):
        column = known.get(compact(heading))
        if column and column not in matched.values():
            matched[index] = column
    return matched


@cache
def _value_words() -> Mapping[str, Mapping[str, str]]:
    """Other words for the values of closed lists: ``{"deals.stage": {spelling: value}}``, and of yes and no."""
    with (Path(_contract_file).parent / "values.toml").open("rb") as file:
        listed = tomllib.load(file)
    return {
        f"{table}.{column}": {compact(word): value for value, words in values.items() for word in words}
        for table, columns in listed.items()
        for column, values in columns.items()
    }


def match_value(table: str, column: str, choices: Sequence[str], value: str) -> str | None:
    """The value of a closed list that ``value`` is a known spelling of; None where it is none."""
    name = compact(value)
    for choice in choices:
        if compact(choice) == name:
            return choice
    return _value_words().get(f"{table}.{column}", {}).get(name)


def close_value(table: str, column: str, choices: Sequence[str], value: str) -> str | None:
    """The value that ``value`` is spelled nearly like, to be proposed; None where nothing is near."""
    known = {compact(choice): choice for choice in choices} | dict(_value_words().get(f"{table}.{column}", {}))
    close = difflib.get_close_matches(compact(value), known, 1, _CLOSE_ENOUGH)
    return known[close[0]] if close else None


def yes_or_no(value: str) -> bool | None:
    """What a word for yes or no means, in English, Estonian, Russian or German; None for any other."""
    meaning = _value_words()["any.boolean"].get(compact(value))
    return None if meaning is None else meaning == "yes"


_BY_NAME = {table.name: table for table in TABLES}
