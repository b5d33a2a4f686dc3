"""What each file is taken for: its tables, and for each the source of every column."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from data.contract import Table, table
from data.errors import MappingError
from data.importing import headings as words
from data.importing.mapping import FileMapping, TableMapping
from data.importing.parts import ORDER, WIDE, Part, Taken
from data.importing.periods import split_heading
from data.importing.reading import Sheet, cell
from data.importing.refusals import missing_columns, unknown_table
from data.importing.report import Fault

_FLAT = {"clients": "client_id", "managers": "manager_id", "products": "product_id"}


def plan(
    sheets: Sequence[Sheet],
    mapping_for: Callable[[Sheet], FileMapping | None],
    forced: str | None,
    is_stored: Callable[[str], bool],
) -> list[Taken]:
    """What every sheet of a batch is taken for.

    ``mapping_for`` gives a sheet's confirmed mapping, ``forced`` is the table that the person named, ``is_stored``
    says whether a table has rows already (then a file may lack required columns: it changes the others).
    """
    chosen = [(sheet, mapping_for(sheet)) for sheet in sheets]
    named = [_tables(sheet, mapping, forced) for sheet, mapping in chosen]
    fed = {found[-1].name for found in named if not isinstance(found, Fault) and found}
    taken = []
    for (sheet, mapping), found in zip(chosen, named, strict=True):
        if isinstance(found, Fault):
            taken.append(Taken(sheet, fault=found, mapping=mapping))
        else:
            taken.append(_taken(sheet, found, mapping, fed, is_stored))
    numbered: list[Taken] = []
    for one in taken:
        first = sum(len(before.parts) for before in numbered)
        parts = tuple(replace(part, number=first + step) for step, part in enumerate(one.parts))
        numbered.append(replace(one, parts=parts))
    return numbered


def _tables(sheet: Sheet, mapping: FileMapping | None, forced: str | None) -> list[Table] | Fault:
    """The tables that a sheet feeds, its main one last."""
    if mapping is not None:
        return [table(name) for name in ORDER if name in mapping]
    if forced:
        return [table(forced)]
    guesses = words.recognise(sheet.headings, sheet.upload.stem)
    if _is_wide(sheet, [guess.table.name for guess in guesses if not guess.lacking]):
        named = words.named_table(sheet.upload.stem)
        return [table(named if named in WIDE else "plans")]
    if len(guesses) == 1:
        return [guesses[0].table]
    return unknown_table(sheet, [guess.table for guess in guesses])


def _is_wide(sheet: Sheet, fitting: Sequence[str]) -> bool:
    periods = [heading for heading in sheet.headings if split_heading(heading)]
    is_named = words.named_table(sheet.upload.stem) in WIDE
    return bool(periods) and not set(fitting) & set(WIDE) and (is_named or (len(periods) > 1 and not fitting))


def _taken(
    sheet: Sheet, tables: Sequence[Table], mapping: FileMapping | None, fed: set[str], is_stored: Callable[[str], bool]
) -> Taken:
    """The parts of one sheet, main one last, or the fault that a column is missing."""
    if not tables:
        return Taken(sheet, mapping=mapping)
    listed = mapping or {}
    _check_headings(sheet, listed)
    used = {heading for part in listed.values() for heading in part.columns}
    main, skipped = _main_part(sheet, tables[-1], listed.get(tables[-1].name, TableMapping()), used)
    sides = [_side_part(main, kind, listed[kind.name]) for kind in tables[:-1]]
    if mapping is None:
        sides, main = _flat_parts(main, fed, is_stored)
    parts = (*sides, main)
    for part in parts:
        lacking = words.missing(part.table, part.columns)
        if lacking and not is_stored(part.table.name):
            return Taken(sheet, fault=missing_columns(part, lacking), mapping=mapping, proposals=_proposed(main))
    return Taken(sheet, parts, None, mapping, _proposed(main), skipped)


def _check_headings(sheet: Sheet, mapping: FileMapping) -> None:
    """Raises MappingError where a mapping feeds columns from a heading that the file lacks."""
    for name, part in mapping.items():
        for heading, fed in part.columns.items():
            if fed and _position(sheet, heading) is None:
                raise MappingError(
                    "The mapping of {file} for {table} names the heading “{heading}”, which the file lacks. "
                    "Its headings are {headings}.",
                    file=sheet.upload.name,
                    table=name,
                    heading=heading,
                    headings=", ".join(sheet.headings),
                )


def _position(sheet: Sheet, heading: str) -> int | None:
    """Where a heading stands, exactly so or but for case and punctuation; None where it doesn't."""
    if heading in sheet.headings:
        return sheet.headings.index(heading)
    names = [words.compact(other) for other in sheet.headings]
    name = words.compact(heading)
    return names.index(name) if name and name in names else None


def _main_part(sheet: Sheet, kind: Table, listed: TableMapping, used: set[str]) -> tuple[Part, tuple[str, ...]]:
    """The part for the rows themselves: confirmed columns, then known headings; what is left are attributes."""
    sources, headings = _confirmed(sheet, listed)
    periods, taken_positions, skipped = _periods(sheet, kind, used) if kind.name in WIDE else ((), set(), ())
    wide = {"period", *(column for _, columns in periods for column in columns)} if periods else set()
    own = {_position(sheet, heading) for heading in listed.columns} | taken_positions
    free = [heading if index not in own else "" for index, heading in enumerate(sheet.headings)]
    matched = words.match(free, kind, {*sources, *listed.set, *wide})
    for index, column in matched.items():
        sources[column], headings[column] = cell(index), sheet.headings[index]
    status = words.outcome(free, matched) if kind.name == "deals" and "stage" in matched.values() else None
    kept = {_position(sheet, heading) for heading in used} | {*matched, status}
    attributes = {heading: cell(index) for index, heading in enumerate(free) if heading and index not in kept}
    part = Part(
        0,
        sheet,
        kind,
        sources,
        headings,
        attributes,
        _values(sheet, listed, headings),
        listed.set,
        listed.read,
        periods,
        outcome=None if status is None else cell(status),
    )
    return _keyed(part), skipped


def _confirmed(sheet: Sheet, listed: TableMapping) -> tuple[dict[str, str], dict[str, str]]:
    sources: dict[str, str] = {}
    headings: dict[str, str] = {}
    for heading, fed in listed.columns.items():
        position = _position(sheet, heading)
        for column in fed if position is not None else ():
            sources[column], headings[column] = cell(position or 0), sheet.headings[position or 0]
    return sources, headings


def _values(sheet: Sheet, listed: TableMapping, headings: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """The translations of cells by the column that they reach; a mapping names them by heading or by column."""
    found: dict[str, Mapping[str, str]] = {}
    for called, translations in listed.values.items():
        position = _position(sheet, called)
        heading = sheet.headings[position] if position is not None else None
        reached = [column for column, name in headings.items() if heading is not None and name == heading]
        reached = reached or ([called] if called in headings else [])
        if not reached:
            raise MappingError(
                "The mapping of {file} translates values of “{heading}”, which feeds no column of the table.",
                file=sheet.upload.name,
                heading=called,
            )
        found.update(dict.fromkeys(reached, translations))
    return found


def _periods(
    sheet: Sheet, kind: Table, used: set[str]
) -> tuple[tuple[tuple[str, Mapping[str, str]], ...], set[int | None], tuple[str, ...]]:
    """The month, quarter and year columns of a sheet; coarser ones whose months stand there themselves are skipped."""
    found: dict[tuple[str, str], tuple[int, frozenset[object]]] = {}
    columns_of: dict[str, dict[str, str]] = {}
    positions: set[int | None] = set()
    skipped = []
    split = [(index, split_heading(heading)) for index, heading in enumerate(sheet.headings) if heading not in used]
    for index, parted in sorted(((i, p) for i, p in split if p), key=lambda pair: pair[1][0].months):
        period, rest = parted
        column = WIDE[kind.name] if not rest else words.ranks(kind.name).get(words.compact(rest), (0, ""))[1]
        if not column or column in kind.key:
            continue
        positions.add(index)
        covered = {day for (other, _), (_, days) in found.items() if other == column for day in days}
        if period.months > 1 and set(period.days) <= covered:
            skipped.append(sheet.headings[index])
            continue
        called = f"{period.start:%Y-%m}+{period.months}"
        found[(column, called)] = (index, frozenset(period.days))
        columns_of.setdefault(called, {})[column] = cell(index)
    return tuple(sorted(columns_of.items())), positions, tuple(skipped)


def _keyed(part: Part) -> Part:
    """The part with a key: a table without an id column uses its name, or its registry code where it has no name."""
    kind, sources = part.table, dict(part.sources)
    if kind.name not in words.KEYED_BY_NAME or kind.key[0] in {*sources, *part.fixed}:
        return part
    headings = dict(part.headings)
    if "name" in sources:
        sources[kind.key[0]], headings[kind.key[0]] = sources["name"], headings["name"]
        return replace(part, sources=sources, headings=headings)
    is_known_by_code = kind.name == "clients" and "registry_code" in sources
    return replace(part, derived=kind.key) if is_known_by_code else part


def _side_part(main: Part, kind: Table, listed: TableMapping) -> Part:
    """A table that a flat file feeds on the side: what the mapping lists, under the key that its rows refer to."""
    sheet = main.sheet
    sources, headings = _confirmed(sheet, listed)
    for column in kind.key:
        if column not in sources and column in main.sources:
            sources[column], headings[column] = main.sources[column], main.headings[column]
    part = Part(
        0, sheet, kind, sources, headings, {}, _values(sheet, listed, headings), listed.set, listed.read, is_main=False
    )
    return _keyed(part)


def _flat_parts(main: Part, fed: set[str], is_stored: Callable[[str], bool]) -> tuple[list[Part], Part]:
    """Tables that an unmapped file feeds on the side: its headings say so, and no other file holds them."""
    sides = []
    attributes = dict(main.attributes)
    for name, key in _FLAT.items():
        found = words.related(main.sheet.headings, name)
        is_own = name == main.table.name or name in fed or key not in main.sources
        if is_own or "name" not in found.values():
            continue
        is_name_key = main.headings[key] in [main.sheet.headings[index] for index in found]
        if is_name_key and is_stored(name):
            continue
        sources = {column: cell(index) for index, column in found.items()} | {key: main.sources[key]}
        headings = {column: main.sheet.headings[index] for index, column in found.items()} | {key: main.headings[key]}
        sides.append(Part(0, main.sheet, table(name), sources, headings, read=main.read, is_main=False))
        attributes = {heading: source for heading, source in attributes.items() if heading not in headings.values()}
    return sides, replace(main, attributes=attributes)


def _proposed(main: Part) -> dict[str, tuple[str, str]]:
    matched = {index: column for column, source in main.sources.items() if (index := int(source[1:])) >= 0}
    found = words.proposals(main.sheet.headings, main.table, matched)
    return {heading: (main.table.name, column) for heading, column in found.items()}
