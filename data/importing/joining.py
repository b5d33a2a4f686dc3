"""Numbers that nothing known answers: whom they stand for, to be confirmed once and kept as aliases.

An accountant's program numbers clients in its own way, a CRM names a deal's owner by e-mail. Whatever else a row tells
of its client, manager or product (registry code, VAT number, e-mail, name) is compared with those known. One that is
found so is a proposal, never taken silently; confirmed, it becomes a row of ``aliases`` in the same batch.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.contract import table
from data.importing import headings as words
from data.importing.files import Upload
from data.importing.merging import ENTITIES, Merged, references
from data.importing.naming import refused_view, text_view
from data.importing.options import ImportOptions
from data.importing.parts import Part, Taken
from data.importing.report import Match
from data.importing.rows import remark
from data.importing.scripts import script
from data.importing.sheets import Sheet, cell
from data.schema import quoted

CONFIRMED = "confirmed matches"
"""What the history calls the aliases that somebody confirmed in an import."""

_CLUES = ("registry_code", "vat_number", "email", "name")
_CLOSE_ENOUGH, _LEAD, _SHORTEST = 92.0, 5.0, 5
"""How like two names are (of 100), how much liker than the next, and how long at least, to be proposed."""

_MOST_COMPARED = 50_000_000
"""Pairs of names beyond which only names that are the same are proposed."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where unknown numbers of an entity stand: a part's column, with the cells of its row that tell more.

    Where it ``is_refused``, no row that is kept holds one.
    """

    part: Part
    column: str
    to: str
    clues: Mapping[str, str]
    is_refused: bool = False


def propose(con: duckdb.DuckDBPyConnection, parts: Mapping[int, Part], merged: Sequence[Merged]) -> tuple[Match, ...]:
    """Whom the unknown numbers of a checked batch stand for, one match for each that stands for one alone."""
    places = [*_references(con, parts), *_newcomers(con, parts)]
    if not places:
        return ()
    con.execute(script("names"))
    con.execute(script("sightings"))
    beside = {one.table.name: one for one in merged}
    for place in places:
        _see(con, place, parts)
    for name in sorted({place.to for place in places}):
        _show_people(con, name, beside.get(name))
    con.execute(script("clues"))
    _compare_names(con)
    found = tuple(Match(*row) for row in con.execute(script("matches")).fetchall())
    _remark_newcomers(con, places, found)
    return found


def agreed(matches: Sequence[Match], options: ImportOptions) -> dict[tuple[str, str], tuple[str, str]]:
    """The matches that somebody has confirmed, (entity, code) → (id, how it was found)."""
    by = {(match.entity, match.code, match.id): f"matched by {match.by}" for match in matches}
    taken = {(match.entity, match.code): match.id for match in matches if options.confirm_matches}
    taken |= options.confirmed
    return {
        (entity, code): (key, by.get((entity, code, key), "confirmed by hand"))
        for (entity, code), key in sorted(taken.items())
    }


def taken(con: duckdb.DuckDBPyConnection, confirmed: Mapping[tuple[str, str], tuple[str, str]], number: int) -> Taken:
    """The confirmed matches as a sheet of aliases that joins the batch as its part ``number``."""
    rows = [(*key, *value) for key, value in confirmed.items()]
    names = ("entity", "code", "id", "system")
    relation = "sheet_confirmed"
    cells = ", ".join(f"{cell(index)} varchar" for index in range(len(names)))
    con.execute(f"create or replace table {relation} (line bigint, {cells})")
    con.executemany(f"insert into {relation} values (?, ?, ?, ?, ?)", [(n, *row) for n, row in enumerate(rows, 2)])
    digest = hashlib.sha256("\n".join(map("\t".join, rows)).encode()).hexdigest()
    sheet = Sheet(Upload(CONFIRMED, Path(CONFIRMED), digest, True), relation, names, len(rows), "as confirmed")
    sources = {name: cell(index) for index, name in enumerate(names)}
    return Taken(sheet, (Part(number, sheet, table("aliases"), sources, {name: name for name in names}),))


def leave_aliased(con: duckdb.DuckDBPyConnection, merged: Merged) -> None:
    """Takes clients, managers and products that a flat file feeds on the side out of the batch where an alias
    says that they are known under another number: their own system's row stays as it is."""
    entity = ENTITIES.get(merged.table.name)
    sides = [typed.part.number for typed in merged.parts if not typed.part.is_main]
    if not entity or not sides:
        return
    key = quoted(merged.table.key[0])
    found = con.execute(
        f"delete from {merged.rows} where list_contains($sides, part) and {key} in (select code from known_codes "
        f"where entity = $entity and id <> code) and {key} not in (select {key} from {merged.stored}) "
        "returning part, line",
        {"sides": sides, "entity": entity},
    ).fetchall()
    for part in sorted({row[0] for row in found}):
        lines = sorted(line for number, line in found if number == part)
        remark(con, part, merged.table.key[0], "alias-used", len(lines), lines)


def _references(con: duckdb.DuckDBPyConnection, parts: Mapping[int, Part]) -> Iterator[_Place]:
    """The columns that may hold unknown numbers: all references of each part that is known to hold one."""
    unknown = "where starts_with(code, 'unknown-')"
    refused = con.execute(f"select distinct part, column_name from faults {unknown}").fetchall()
    kept = con.execute(f"select distinct part, column_name from remarks {unknown}").fetchall()
    listed = {number for number, column in {*refused, *kept} if column in _entity_columns(parts[number])}
    have_refused = {number for (number,) in con.execute("select distinct part from faults").fetchall()}
    for number in sorted(listed):
        part = parts[number]
        for column, to in _entity_columns(part).items():
            is_kept = (number, column) in kept
            if is_kept or number in have_refused:
                yield _Place(part, column, to, _told(part, to, part.sources.get(column)), is_refused=not is_kept)


def _entity_columns(part: Part) -> dict[str, str]:
    """The columns of a part that refer to a client, a manager or a product."""
    return {
        column.name: column.to
        for column in references(part.table)
        if column.to in ENTITIES and column.name in part.columns
    }


def _told(part: Part, to: str, own: str | None) -> dict[str, str]:
    """The cells of a row that tell more of what it refers to: clue → text column of the sheet."""
    if part.melted:
        return {}
    headings = part.sheet.headings
    found = {column: index for index, column in words.about(headings, to).items()}
    free = [heading if heading in part.attributes else "" for heading in headings]
    if to == "clients":
        matched = words.match(free, table(to), found)
        found |= {column: index for index, column in matched.items() if column in _CLUES and column != "name"}
    return {column: cell(index) for column, index in found.items() if column in _CLUES and cell(index) != own}


def _newcomers(con: duckdb.DuckDBPyConnection, parts: Mapping[int, Part]) -> Iterator[_Place]:
    """Clients, managers and products that a flat file brings on the side, where others are stored already."""
    for part in parts.values():
        if not part.is_main and part.table.name in ENTITIES:
            stored = quoted("stored_" + part.table.name)
            if con.execute(f"select exists (from {stored})").fetchall()[0][0]:
                yield _Place(part, part.table.key[0], part.table.name, {})


def _see(con: duckdb.DuckDBPyConnection, place: _Place, parts: Mapping[int, Part]) -> None:
    """Lists the unknown numbers of one place with what their rows tell."""
    part, name, entity = place.part, quoted(place.column), ENTITIES[place.to]
    if place.column == part.table.key[0] and part.table.name == place.to:
        clues = [quoted(clue) if clue in part.table else "null" for clue in _CLUES]
        rows, condition = quoted("merged_" + place.to), f"t.part = {part.number} and t.import_status = 'added'"
        source = f"{rows} as t"
    else:
        clues = [_cell(place.clues.get(clue)) for clue in _CLUES]
        source = f"{quoted(refused_view(part) if place.is_refused else text_view(part))} as t"
        source += f" join {quoted(part.sheet.relation)} as s on s.line = t.line" if place.clues else ""
        condition = f"t.{name} not in (select id from {quoted('known_' + place.to)} where id is not null)"
        condition += "".join(f" and t.{name} not in ({keys})" for keys in _own_keys(parts, place.to))
    listed = ", ".join(f"{sql} as {clue}" for sql, clue in zip(clues, _CLUES, strict=True))
    con.execute(
        f"insert into sightings by name select $entity as entity, t.{name} as code, {listed}, count(*) as rows, "
        f"{part.number} as part, min(t.line) as first_line from {source} where t.{name} is not null and {condition} "
        f"and t.{name} not in (select code from known_codes where entity = $entity) group by all",
        {"entity": entity},
    )


def _own_keys(parts: Mapping[int, Part], to: str) -> list[str]:
    """The numbers that the batch's own files of a table hold, sound rows or not."""
    own = [part for part in parts.values() if part.table.name == to and part.is_main and not part.is_by_registry]
    key = quoted(table(to).key[0])
    return [f"select {key} from {quoted(text_view(part))} where {key} is not null" for part in own]


def _cell(source: str | None) -> str:
    """A sheet's cell as tidy text."""
    return f"without_nothing(tidy_text(s.{quoted(source)}))" if source else "null::varchar"


def _show_people(con: duckdb.DuckDBPyConnection, name: str, merged: Merged | None) -> None:
    """Lists whom a number of one table may stand for: the stored rows and those of the batch's own files."""
    kind = table(name)
    key = quoted(kind.key[0])
    clues = ", ".join(f"{quoted(clue) if clue in kind else 'null'} as {clue}" for clue in _CLUES)
    sources = [] if merged and merged.is_replacing else [f"select {key} as id, {clues}, 1 as age from stored_{name}"]
    if merged:
        sides = [typed.part.number for typed in merged.parts if not typed.part.is_main]
        new = f" where not (import_status = 'added' and list_contains({sides}, part))" if sides else ""
        sources.append(f"select {key} as id, {clues}, 0 as age from {merged.merged}{new}")
    con.execute(
        f"insert into people by name select $entity as entity, id, {', '.join(_CLUES)} "
        f"from ({' union all '.join(sources)}) qualify row_number() over (partition by id order by age) = 1",
        {"entity": ENTITIES[name]},
    )


def _compare_names(con: duckdb.DuckDBPyConnection) -> None:
    """Adds pairs whose names are nearly the same, for numbers that share nothing with anybody."""
    from rapidfuzz import fuzz, process

    for entity in sorted(ENTITIES.values()):
        asked = con.execute(
            "select code, value from clues where entity = $entity and likeness = 'name' and length(value) >= $shortest "
            "and code not in (select code from pairs where entity = $entity) order by code",
            {"entity": entity, "shortest": _SHORTEST},
        ).fetchall()
        known = con.execute(
            "select value, list(id order by id) from marks where entity = $entity and likeness = 'name' "
            "group by value order by value",
            {"entity": entity},
        ).fetchall()
        if not asked or len(asked) * len(known) > _MOST_COMPARED:
            continue
        names = [name for name, _ids in known]
        near: list[tuple[str, str, str, float]] = []
        for code, name in asked:
            found = process.extract(name, names, scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH - _LEAD, limit=3)
            same = [(score, known[place][1]) for other, score, place in found if _figures(other) == _figures(name)]
            best = max((score for score, _ids in same), default=0.0)
            if best >= _CLOSE_ENOUGH:
                ids = [key for score, listed in same if score > best - _LEAD for key in listed]
                near += [(entity, code, key, best / 100) for key in ids]
        if near:
            con.executemany("insert into pairs values (?, ?, 5, 'name', ?, ?)", near)


def _figures(name: str) -> list[str]:
    """The numbers in a name: “Store 12” isn't “Store 13”."""
    return re.findall(r"\d+", name)


def _remark_newcomers(con: duckdb.DuckDBPyConnection, places: Sequence[_Place], matches: Sequence[Match]) -> None:
    """Warns of rows that would be stored as new though somebody known looks like them."""
    for place in places:
        if place.part.table.name == place.to and place.column == place.part.table.key[0]:
            codes = [match.code for match in matches if match.entity == ENTITIES[place.to]]
            rows = con.execute(
                "select first_line, code from sightings where part = $part and list_contains($codes, code) order by 1",
                {"part": place.part.number, "codes": codes},
            ).fetchall()
            if rows:
                lines = [line for line, _code in rows]
                remark(con, place.part.number, place.column, "likely-known", len(rows), lines, rows[0][1])
