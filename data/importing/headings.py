"""Which column of a table a heading stands for: canonical names, known spellings, close ones as proposals."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from data.contract import LANGUAGES, TABLES, Table, aliases, spellings
from data.contract import __file__ as _contract_file
from data.importing.spelling import compact, folded, nearest, slips, split_currency, without_brackets

__all__ = [
    "KEYED_BY_NAME", "about", "close_value", "compact", "currency_of", "folded", "headings_key", "match", "match_value",
    "missing", "outcome", "proposals", "ranks", "yes_or_no",
]  # fmt: skip

KEYED_BY_NAME = ("clients", "managers", "products", "campaigns")
"""Tables whose files may have a name but no number: then the name is the key."""

_OUTCOMES = frozenset({"status", "dealstatus", "outcome", "wonlost", "wonstatus", "iswon", "olek", "статус"})
_ANY, _DOUBTFUL, _ABOUT = "any", "doubtful", "about"


def headings_key(headings: Iterable[str]) -> str:
    """What a confirmed mapping is remembered under: the headings of a file, whatever their order."""
    return "|".join(sorted(folded(heading) for heading in headings if heading))


@cache
def ranks(table: str, first: str | None = None) -> Mapping[str, tuple[int, str]]:
    """For each known spelling of a column of ``table``: its rank (0 is the canonical name) and the column.

    What the table says itself goes before what holds for any table; of two languages or systems that mean different
    columns by one spelling, ``first`` is right, else the one that is listed first.
    """
    columns = _BY_NAME[table].names
    found: dict[str, tuple[int, str]] = {compact(column): (0, column) for column in columns}
    sources = sorted(spellings(), key=lambda name: name != first)
    for section in (table, _ANY):
        earlier = dict(found)
        own = {compact(word) for words in spellings().get(first or "", {}).get(section, {}).values() for word in words}
        for source in sources:
            for column, listed in spellings()[source].get(section, {}).items():
                for rank, spelling in enumerate(listed if column in columns else (), 1):
                    held = found.get(name := compact(spelling), (rank, column))
                    if name not in earlier and held[1] == column and (source == first or name not in own):
                        found[name] = min(held, (rank, column))
    return found


def match(headings: Sequence[str], table: Table, taken: Iterable[str] = ()) -> dict[int, str]:
    """Which column each heading stands for (position → column); of two for one column the better known wins.

    ``taken`` columns have a source already and get none.
    """
    known = ranks(table.name, _system(headings, table.name))
    fits = [(*known[name], index) for index, heading in enumerate(headings) if (name := _spelling(heading, known))]
    matched: dict[int, str] = {}
    used = set(taken)
    for _, column, index in sorted(fits, key=lambda fit: (fit[0], fit[2])):
        if column not in used:
            matched[index] = column
            used.add(column)
    named = _priced(headings, table, known, used)
    return matched | named


def currency_of(headings: Iterable[str]) -> str | None:
    """The currency that the matched headings of amounts name, as “Amount (USD)” does; None where none does."""
    return next((code for heading in headings if (code := split_currency(heading)[1])), None)


def _priced(
    headings: Sequence[str], table: Table, known: Mapping[str, tuple[int, str]], used: set[str]
) -> dict[int, str]:
    """Headings of money that name their currency, where all name the same and the table can keep it."""
    found: dict[int, str] = {}
    codes = set()
    for index, heading in enumerate(headings):
        before, code = split_currency(heading)
        column = known.get(compact(before), (0, ""))[1] if code and not _spelling(heading, known) else ""
        if column and column not in {*used, *found.values()} and table[column].kind == "money":
            found[index] = column
            codes.add(code)
    return found if "currency" in table and "currency" not in used and len(codes) == 1 else {}


def _spelling(heading: str, known: Mapping[str, tuple[int, str]]) -> str:
    """The known spelling of a heading, '' where there is none.

    It is the heading whole, without brackets at its end, or behind what it belongs to (“Deal - Owner”).
    """
    bare = heading if split_currency(heading)[1] else without_brackets(heading)
    tried = (heading, bare, heading.partition(" - ")[2], bare.partition(" - ")[2])
    return next((name for name in map(compact, tried) if name in known), "")


@cache
def _words(table: str) -> Mapping[str, frozenset[str]]:
    """The spellings that each system lists for a table."""
    return {
        source: frozenset(
            compact(spelling)
            for section in (table, _ANY)
            for listed in words.get(section, {}).values()
            for spelling in listed
        )
        for source, words in spellings().items()
        if source not in LANGUAGES
    }


def _system(headings: Sequence[str], table: str) -> str | None:
    """The one system that knows more of the headings than any other does; None where none stands out."""
    names = {compact(heading) for heading in headings} | {compact(heading.partition(" - ")[2]) for heading in headings}
    counts = Counter({source: len(words & names) for source, words in _words(table).items()}).most_common(2)
    return counts[0][0] if counts[0][1] > counts[1][1] else None


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


def proposals(headings: Iterable[str], table: Table, taken: Iterable[str]) -> dict[str, str]:
    """What headings that feed nothing may stand for, until somebody confirms it: heading → column that isn't ``taken``.

    Spellings that are known but doubtful come first, then misspellings, the nearest first; a heading that is known
    for a column which has another source is no misspelling of a third one.
    """
    known, used = ranks(table.name), set(taken)
    doubtful = _doubtful(table.name)
    listed = [heading for heading in headings if heading]
    found = [(-1, heading, doubtful[name]) for heading in listed if (name := compact(heading)) in doubtful]
    for heading in listed:
        before, code = split_currency(heading)
        if code and compact(before) in known:
            found.append((0, heading, known[compact(before)][1]))
        elif not _spelling(heading, known):
            name = compact(without_brackets(heading))
            near = ((slips(name, other), column) for other, (_, column) in known.items())
            found += [(count, heading, column) for count, column in near if count is not None]
    chosen: dict[str, str] = {}
    for _, heading, column in sorted(found, key=lambda one: one[0]):
        if heading not in chosen and column not in {*used, *chosen.values()}:
            chosen[heading] = column
    return {heading: chosen[heading] for heading in listed if heading in chosen}


@cache
def _doubtful(table: str) -> Mapping[str, str]:
    listed = aliases().get(f"{_DOUBTFUL}_{table}", {})
    return {compact(spelling): column for column, words in listed.items() for spelling in words}


def about(headings: Sequence[str], table: str) -> dict[int, str]:
    """Headings of a flat file that say whose column they are, such as “Client city”: position → column of ``table``."""
    known = ranks(table)
    words = {folded(word) for word in aliases()[_ABOUT].get(table, ())}
    fits = []
    for index, heading in enumerate(headings):
        if column := known.get(_said_of(heading, words), (0, ""))[1]:
            fits.append((known[_said_of(heading, words)][0], index, column))
    matched: dict[int, str] = {}
    for _, index, column in sorted(fits):
        if column not in matched.values():
            matched[index] = column
    return matched


def _said_of(heading: str, words: set[str]) -> str:
    """What a heading says of the thing that one of ``words`` names before or after it: “Client city” → city."""
    plain = re.split(r"[\W_]+", folded(heading).strip("()[] "))
    for count in range(1, len(plain)):
        for named, said in ((plain[:count], plain[count:]), (plain[count:], plain[:count])):
            if " ".join(named) in words:
                return "".join(said)
    joined = max((word for word in words if len(plain) == 1 and plain[0].startswith(word)), key=len, default="")
    return plain[0].removeprefix(joined) if joined else ""


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


@lru_cache(maxsize=4096)
def close_value(table: str, column: str, choices: Sequence[str], value: str) -> str | None:
    """The value that ``value`` is spelled nearly like, to be proposed; None where nothing is near."""
    known = {compact(choice): choice for choice in choices} | dict(_value_words().get(f"{table}.{column}", {}))
    close = nearest(compact(value), known)
    return known[close] if close else None


def yes_or_no(value: str) -> bool | None:
    """What a word for yes or no means, in English, Estonian, Russian or German; None for any other."""
    meaning = _value_words()["any.boolean"].get(compact(value))
    return None if meaning is None else meaning == "yes"


_BY_NAME = {table.name: table for table in TABLES}
