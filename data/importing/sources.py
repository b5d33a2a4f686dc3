"""Where a part's columns come from: what a mapping names, and the key of a table without one."""

from collections.abc import Mapping
from dataclasses import replace

from data.errors import MappingError
from data.importing import headings as words
from data.importing.looking import Look
from data.importing.mapping import TableMapping
from data.importing.parts import Part
from data.importing.sheets import Sheet, cell

_LEAST_FITTING = 0.5


def position(sheet: Sheet, heading: str) -> int | None:
    """Where a heading stands, exactly so or but for case and punctuation; None where it doesn't."""
    if heading in sheet.headings:
        return sheet.headings.index(heading)
    names = [words.compact(other) for other in sheet.headings]
    name = words.compact(heading)
    return names.index(name) if name and name in names else None


def confirmed(sheet: Sheet, listed: TableMapping) -> tuple[dict[str, str], dict[str, str]]:
    """The sources and headings of the columns that a mapping names."""
    sources: dict[str, str] = {}
    headings: dict[str, str] = {}
    for heading, fed in listed.columns.items():
        place = position(sheet, heading)
        for column in fed if place is not None else ():
            if column in sources:
                raise MappingError(
                    "The mapping of {file} feeds {column} from two headings, “{first}” and “{second}”. Keep one.",
                    file=sheet.upload.name,
                    column=column,
                    first=headings[column],
                    second=heading,
                )
            sources[column], headings[column] = cell(place or 0), sheet.headings[place or 0]
    return sources, headings


def values(sheet: Sheet, listed: TableMapping, headings: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """The translations of cells by the column that they reach; a mapping names them by heading or by column."""
    found: dict[str, Mapping[str, str]] = {}
    for called, translations in listed.values.items():
        place = position(sheet, called)
        heading = sheet.headings[place] if place is not None else None
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


def without_unfit(part: Part, listed: TableMapping, look: Look) -> tuple[Part, dict[str, str]]:
    """The part without optional closed lists most of whose values are none of the list's, and those: heading → column.

    Such a heading means something else of the same name: it stays as an attribute until a person says otherwise.
    """
    confirmed_headings = {*listed.columns, *listed.values}
    unfit: dict[str, str] = {}
    for column, source in part.sources.items():
        kind, heading = part.table[column], part.headings[column]
        is_open = kind.kind == "choice" and not kind.required and column not in part.values
        if is_open and heading not in confirmed_headings and not _fits(part, column, look, int(source[1:])):
            unfit[heading] = column
    return (_without(part, unfit) if unfit else part), unfit


def graded(part: Part, listed: TableMapping, look: Look) -> tuple[Part, dict[str, str]]:
    """The part with words for severity read as 1 to 5, and a heading of figures that says something else.

    A priority in figures is no severity until a person says so: many count 1 as the most urgent.
    """
    source, heading = part.sources.get("severity"), part.headings.get("severity", "")
    if part.table.name != "complaints" or not source:
        return part, {}
    given = part.values.get("severity", {})
    cells = list(look.values(part.sheet, int(source[1:])))
    meanings = {cell: meaning for cell in cells if (meaning := words.match_value("complaints", "severity", (), cell))}
    if not meanings and not given and heading not in listed.columns and _is_priority(heading):
        return _without(part, {heading: "severity"}), {heading: "severity"}
    return replace(part, values={**part.values, "severity": {**meanings, **given}}) if meanings else part, {}


def _is_priority(heading: str) -> bool:
    name = words.compact(heading)
    return any(word in name for word in ("priorit", "приоритет", "сроч", "dringlich"))


def _without(part: Part, left: Mapping[str, str]) -> Part:
    """The part with some of its columns (heading → column) as attributes."""
    kept = {column: source for column, source in part.sources.items() if column not in left.values()}
    headings = {column: heading for column, heading in part.headings.items() if column not in left.values()}
    attributes = {**part.attributes, **{heading: part.sources[column] for heading, column in left.items()}}
    return replace(part, sources=kept, headings=headings, attributes=attributes)


def _fits(part: Part, column: str, look: Look, index: int) -> bool:
    """Whether most cells of a column say one of its closed list's values, or nearly."""
    choices = part.table[column].choices
    counts = {value: cells for value, cells in look.values(part.sheet, index).items() if any(map(str.isalnum, value))}
    known = sum(
        cells
        for value, cells in counts.items()
        if words.match_value(part.table.name, column, choices, value)
        or words.close_value(part.table.name, column, choices, value)
    )
    return known >= _LEAST_FITTING * sum(counts.values())


def keyed(part: Part) -> Part:
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
