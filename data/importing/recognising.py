"""Which table a file is: found from its headings, then from its name; two that are as good come both."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from data.contract import TABLES, Table, aliases
from data.importing.headings import KEYED_BY_NAME, match, missing, ranks
from data.importing.spelling import compact

_BARE = frozenset({
    "id", "code", "number", "no", "nr", "name", "fullname", "displayname", "description", "title", "item", "recordid",
    "externalid", "user", "group", "product", "kood", "nimi", "nimetus", "kirjeldus", "код", "номер", "имя",
    "наименование", "название", "фио", "nummer", "bezeichnung", "kürzel",
})  # fmt: skip
"""Headings that any table may have: they alone don't tell which one it is."""

_NAME_COUNTS = 1.0
"""What a file's name that speaks of a table weighs: as much as one heading that only that table knows."""

_AS_GOOD = 0.25
"""Two tables whose weights differ by less are equally good."""

_HAPPENING = frozenset({"type", "direction", "outcome", "minutes", "done", "due_at", "deal_id", "reason"})
"""Columns of contacts that a list of people never has."""

_KEPT = frozenset({"url", "registered_on", "updated_on"})
"""Columns that systems keep of anything, groups and teams too."""

_WHOLE_NAMES = frozenset({"displayname", "customer", "customerfullname", "fullname", "фио", "täisnimi"})
"""Headings by which a list of first and last names says the whole name too: it is of clients or managers then."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A table that a file may be: how many headings it explains, and how much they weigh."""

    table: Table
    matched: int
    lacking: tuple[str, ...]
    is_named: bool
    weight: float = 0.0


def recognise(headings: Sequence[str], stem: str) -> list[Guess]:
    """The tables that a file may be, the likeliest first; empty where none fits.

    A table fits when the headings hold all that a new row needs and speak of it. A table that another one in the file
    refers to is its side, not the file's own: a list of invoices may hold all about the client too. Of what is left
    the headings decide by weight (one that few tables know weighs more), the file's name counting as one of them;
    it names the table where none fits, and where the headings weigh more for a table that lacks something (a list of
    payments isn't one of deals because it doesn't say which invoice was paid). Two guesses that are equally
    good come both. A list of people by first and last name may be of clients or of managers, or of neither (a client's
    contact persons): both come. A list that holds each row as it was at several times is of no table.
    """
    if _is_of_versions(headings):
        return []
    named = named_table(stem)
    guesses = [_guess(headings, table, named) for table in TABLES]
    fitting = [guess for guess in guesses if not guess.lacking and (guess.is_named or _is_told(headings, guess.table))]
    if is_of_people(headings):
        return [guess for guess in guesses if guess.table.name in ("clients", "managers")]
    main = [guess for guess in fitting if not any(_is_side(headings, guess.table, other.table) for other in fitting)]
    if not main:
        return [guess for guess in guesses if guess.is_named and _is_more_than_a_reference(headings, guess.table)]
    heaviest = max(guess.weight for guess in main)
    said = [guess for guess in guesses if guess.is_named and guess.lacking and guess.weight > heaviest]
    if said and _is_more_than_a_reference(headings, said[0].table):
        return said
    best = [guess for guess in main if guess.weight > heaviest - _AS_GOOD]
    return [guess for guess in best if guess.is_named] or sorted(best, key=lambda guess: -guess.weight)


def is_of_people(headings: Sequence[str]) -> bool:
    """Whether a file lists people by first and last name, rather than what was talked about with them.

    People with a role in an organisation, such as a help desk's users, are such a list too.
    """
    names = {_bare(heading) for heading in headings}
    words = aliases()["people"]
    first, last = (not names.isdisjoint(map(compact, words[part])) for part in ("first", "last"))
    is_of_clients = not names.isdisjoint(_WHOLE_NAMES)
    spoken = [heading for heading in headings if _bare(heading) != "title"]
    if _belong_to_clients(names):
        return True
    return first and last and not is_of_clients and not _HAPPENING & set(match(spoken, _BY_NAME["contacts"]).values())


def _belong_to_clients(names: Collection[str]) -> bool:
    """Whether rows with an id and a role of their own name the client that they belong to."""
    words = aliases()["people"]
    return all(not set(map(compact, words[part])).isdisjoint(names) for part in ("own", "role", "belongs"))


def _is_of_versions(headings: Sequence[str]) -> bool:
    """Whether each row says from when to when it held, as copies of a system's tables that keep its past do.

    A list of changes that says so too is what it is.
    """
    names = {compact(heading) for heading in headings}
    words = aliases()["versions"]
    is_told = all(not names.isdisjoint(map(compact, words[part])) for part in ("from", "to"))
    return is_told and not {"at", "new"} <= set(match(headings, _BY_NAME["deal_changes"]).values())


def named_table(stem: str) -> str | None:
    """The table that a file's name speaks of, by the longest word of it that is known; None where none is.

    A name that says more than a table's, such as “deal pipeline stages”, speaks of something else.
    """
    name = compact(stem)
    if any(compact(word) in name for word in aliases()["others"]["words"]):
        return None
    words = {compact(word) for word in re.split(r"[\W_\d]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", stem)) if word}
    words |= {word.removesuffix("s") for word in words}
    best: tuple[int, str] | None = None
    for table, spellings in _stems().items():
        for spelling in spellings:
            is_said = spelling in words or (len(spelling) > 8 and spelling in name) or name == spelling
            if is_said and (best is None or len(spelling) > best[0]):
                best = (len(spelling), table)
    return best[1] if best else None


def _guess(headings: Sequence[str], table: Table, named: str | None) -> Guess:
    matched = match(headings, table)
    weight = sum(1 / _known_by(_bare(headings[index])) for index in matched)
    is_named = table.name == named
    return Guess(
        table,
        len(matched),
        tuple(missing(table, matched.values())),
        is_named,
        weight + (_NAME_COUNTS if is_named else 0.0),
    )


def _bare(heading: str) -> str:
    """A heading without what it belongs to: “Deal - Owner” → owner."""
    return compact(heading.rpartition(" - ")[2])


@cache
def _known_by(name: str) -> int:
    """How many tables know a spelling; one that is only known in part counts as known by one."""
    return sum(name in ranks(table.name) for table in TABLES) or 1


def _is_told(headings: Sequence[str], table: Table) -> bool:
    """Whether the headings speak of this table: more than a bare “id” or “name”, or two that no other table knows."""
    matched = match(headings, table)
    if table.name not in KEYED_BY_NAME:
        return len(matched) > 1
    telling = {index for index, column in matched.items() if column in (*table.key, "name")}
    own = [index for index, column in matched.items() if column not in _KEPT and _known_by(_bare(headings[index])) == 1]
    return len(own) > 1 or any(compact(headings[index]) not in _BARE for index in telling)


def _is_side(headings: Sequence[str], table: Table, other: Table) -> bool:
    """Whether ``other`` refers to ``table`` in these headings and has a key of its own that ``table`` can't explain."""
    if len(table.key) > 1 or not any(column.to == table.name for column in other.columns):
        return False
    matched, explained = match(headings, other), set(match(headings, table))
    key = {index for index, column in matched.items() if column in other.key}
    refers = any(other[column].to == table.name for column in matched.values())
    return refers and bool(key - explained) and any(compact(headings[index]) not in _BARE for index in key - explained)


def _is_more_than_a_reference(headings: Sequence[str], table: Table) -> bool:
    """Whether the headings hold more of a table than the one id by which any other would refer to it."""
    columns = set(match(headings, table).values())
    return bool(columns - set(table.key))


@cache
def _stems() -> Mapping[str, tuple[str, ...]]:
    listed = aliases()["tables"]
    return {
        table.name: tuple(compact(word) for word in (table.name, table.name.rstrip("s"), *listed.get(table.name, ())))
        for table in TABLES
    }


_BY_NAME = {table.name: table for table in TABLES}
