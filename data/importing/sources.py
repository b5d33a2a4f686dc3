"""Where a part's columns come from: what a mapping names, and the key of a table without one."""

from collections.abc import Mapping
from dataclasses import replace

from data.errors import MappingError
from data.importing import headings as words
from data.importing.mapping import TableMapping
from data.importing.parts import Part
from data.importing.sheets import Sheet, cell


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
