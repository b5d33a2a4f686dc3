"""What each file is taken for: its tables, and for each the source of every column."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from data.contract import Table, table
from data.errors import MappingError
from data.importing import headings as words
from data.importing import recognising
from data.importing.looking import Look
from data.importing.mapping import FileMapping, TableMapping, read_of, says_only_how
from data.importing.parts import ORDER, WIDE, Part, Taken
from data.importing.periods import parse
from data.importing.refusals import headless, missing_columns, unknown_table
from data.importing.report import Fault
from data.importing.sheets import Sheet, cell
from data.importing.sides import entered_part, flat_parts, side_part
from data.importing.sources import confirmed, graded, keyed, position, values, without_unfit
from data.importing.wide import Wide, count_periods, find_periods, lacks_year


def plan(
    sheets: Sequence[Sheet],
    mapping_for: Callable[[Sheet], FileMapping | None],
    forced: str | None,
    is_stored: Callable[[str], bool],
    look: Look,
) -> list[Taken]:
    """What every sheet of a batch is taken for.

    ``mapping_for`` gives a sheet's confirmed mapping, ``forced`` is the table that the person named, ``is_stored``
    says whether a table has rows already (then a file may lack required columns: it changes the others), ``look``
    sees the cells.
    """
    chosen = [(sheet, mapping_for(sheet)) for sheet in sheets]
    named = [_tables(sheet, mapping, forced) for sheet, mapping in chosen]
    fed = {found[-1].name for found in named if not isinstance(found, Fault) and found}
    taken = []
    for (sheet, mapping), found in zip(chosen, named, strict=True):
        if isinstance(found, Fault):
            taken.append(Taken(sheet, fault=found, mapping=mapping))
        else:
            taken.append(_taken(sheet, found, mapping, fed, is_stored, look))
    numbered: list[Taken] = []
    for one in taken:
        first = sum(len(before.parts) for before in numbered)
        parts = tuple(replace(part, number=first + step) for step, part in enumerate(one.parts))
        numbered.append(replace(one, parts=parts))
    return numbered


def _tables(sheet: Sheet, mapping: FileMapping | None, forced: str | None) -> list[Table] | Fault:
    """The tables that a sheet feeds, its main one last."""
    if sheet.is_headless and read_of(mapping).header_line != 0:
        return headless(sheet)
    said = [table(name) for name in ORDER if name in (mapping or {})]
    if mapping is not None and not says_only_how(mapping):
        return said
    if forced:
        return [table(forced)]
    guesses = recognising.recognise(sheet.headings, sheet.upload.stem)
    if _is_wide(sheet, [guess.table.name for guess in guesses if not guess.lacking]):
        named = recognising.named_table(sheet.upload.stem)
        return [table(named if named in WIDE else "plans")]
    if len(guesses) == 1:
        return [guesses[0].table]
    if said:
        return said[-1:]
    return unknown_table(sheet, [guess.table for guess in guesses])


def _is_wide(sheet: Sheet, fitting: Sequence[str]) -> bool:
    periods = count_periods(sheet.headings)
    is_named = recognising.named_table(sheet.upload.stem) in WIDE
    return periods > 0 and not set(fitting) & set(WIDE) and (is_named or (periods > 1 and not fitting))


def _taken(
    sheet: Sheet,
    tables: Sequence[Table],
    mapping: FileMapping | None,
    fed: set[str],
    is_stored: Callable[[str], bool],
    look: Look,
) -> Taken:
    """The parts of one sheet, main one last, or the fault that a column is missing."""
    if not tables:
        return Taken(sheet, mapping=mapping)
    listed = mapping or {}
    _check_headings(sheet, listed)
    used = {heading for part in listed.values() for heading in part.columns}
    main, remarks = _main_part(sheet, tables[-1], listed.get(tables[-1].name, TableMapping()), used, look)
    main, unfit = without_unfit(main, listed.get(main.table.name, TableMapping()), look)
    remarks += tuple(("unfit-values", heading) for heading in unfit)
    main, figures = graded(main, listed.get(main.table.name, TableMapping()), look)
    remarks += tuple(("priority-figures", heading) for heading in figures)
    unfit |= figures
    sides = [side_part(main, kind, listed[kind.name]) for kind in tables[:-1]]
    if mapping is None or says_only_how(mapping):
        sides, main = flat_parts(main, fed, is_stored)
    entered: list[Part] = []
    if main.table.name == "deals" and "deal_changes" not in fed:
        entered, main = entered_part(main)
    parts = tuple(_read_as_said(part, listed, main) for part in (*sides, *entered, main))
    for part in parts:
        lacking = words.missing(part.table, part.columns)
        if lacking and not is_stored(part.table.name):
            return Taken(sheet, fault=missing_columns(part, lacking), mapping=mapping, proposals=_proposed(main, unfit))
    return Taken(sheet, parts, None, mapping, _proposed(main, unfit), remarks)


def _read_as_said(part: Part, listed: FileMapping, main: Part) -> Part:
    """The part read as the mapping says for its table, and as its file's main table where it says nothing."""
    said = listed[part.table.name].read if part.table.name in listed else part.read
    return replace(part, read=said.over(main.read))


def _check_headings(sheet: Sheet, mapping: FileMapping) -> None:
    """Raises MappingError where a mapping feeds columns from a heading that the file lacks."""
    for name, part in mapping.items():
        for heading, fed in part.columns.items():
            if fed and position(sheet, heading) is None:
                raise MappingError(
                    "The mapping of {file} for {table} names the heading “{heading}”, which the file lacks. "
                    "Its headings are {headings}.",
                    file=sheet.upload.name,
                    table=name,
                    heading=heading,
                    headings=", ".join(sheet.headings),
                )


def _main_part(
    sheet: Sheet, kind: Table, listed: TableMapping, used: set[str], look: Look
) -> tuple[Part, tuple[tuple[str, str], ...]]:
    """The part for the rows themselves: confirmed columns, then known headings; what is left are attributes."""
    sources, headings = confirmed(sheet, listed)
    year = _year(sheet, listed) if kind.name in WIDE else None
    wide = find_periods(sheet, kind, used, look, year) if kind.name in WIDE else Wide()
    listed = replace(listed, set={name: text for name, text in listed.set.items() if not (year and name == "period")})
    own = {position(sheet, heading) for heading in listed.columns} | wide.positions
    free = [heading if index not in own else "" for index, heading in enumerate(sheet.headings)]
    matched = words.match(free, kind, {*sources, *listed.set, *wide.columns})
    for index, column in matched.items():
        sources[column], headings[column] = cell(index), sheet.headings[index]
    priced = words.currency_of([sheet.headings[index] for index, name in matched.items() if kind[name].kind == "money"])
    told = {"currency": priced} if priced and "currency" not in {*sources, *listed.set} else {}
    status = words.outcome(free, matched) if kind.name == "deals" and "stage" in matched.values() else None
    kept = {position(sheet, heading) for heading in used} | {*matched, status}
    attributes = {heading: cell(index) for index, heading in enumerate(free) if heading and index not in kept}
    part = Part(
        0,
        sheet,
        kind,
        sources,
        headings,
        attributes,
        values(sheet, listed, headings),
        {**listed.set, **told} if "currency" in kind else listed.set,
        listed.read,
        wide.melted,
        outcome=None if status is None else cell(status),
        metrics=wide.metrics,
        year=None if wide.year is None else cell(wide.year),
    )
    return keyed(part), wide.remarks


def _year(sheet: Sheet, listed: TableMapping) -> int | None:
    """The year that a mapping sets as the period of a sheet whose months say none."""
    period = parse(listed.set["period"]) if "period" in listed.set and lacks_year(sheet.headings) else None
    return period.start.year if period and period.months == 12 else None


def _proposed(main: Part, unfit: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    found = words.proposals(main.attributes, main.table, {*main.columns, *unfit.values()})
    return {heading: (main.table.name, column) for heading, column in {**found, **unfit}.items()}
