"""Tables that a file feeds beside its main one: a flat file's clients, the stages that deals entered."""

import re
from collections.abc import Callable, Set
from dataclasses import replace

from data.contract import Table, table
from data.importing import headings as words
from data.importing.mapping import TableMapping
from data.importing.parts import Part
from data.importing.sheets import cell
from data.importing.sources import confirmed, keyed, values

_ENTERED = re.compile(r"date entered\s*[:\-]?\s*[\"'“]?(.+?)(?:\s*\([^)]*\))?[\"'”]?", re.IGNORECASE)
_FLAT = {"clients": "client_id", "managers": "manager_id", "products": "product_id"}


def side_part(main: Part, kind: Table, listed: TableMapping) -> Part:
    """A table that a flat file feeds on the side: what the mapping lists, under the key that its rows refer to."""
    sheet = main.sheet
    sources, headings = confirmed(sheet, listed)
    for column in kind.key:
        if column not in sources and column in main.sources:
            sources[column], headings[column] = main.sources[column], main.headings[column]
    part = Part(
        0, sheet, kind, sources, headings, {}, values(sheet, listed, headings), listed.set, listed.read, is_main=False
    )
    return keyed(part)


def flat_parts(main: Part, fed: Set[str], is_stored: Callable[[str], bool]) -> tuple[list[Part], Part]:
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


def entered_part(main: Part) -> tuple[list[Part], Part]:
    """The changes of stage in a deals file's “Date entered …” columns, as HubSpot exports them."""
    found: dict[str, tuple[str, str]] = {}
    for heading, source in main.attributes.items():
        spoken = _ENTERED.fullmatch(heading)
        stage = words.match_value("deals", "stage", main.table["stage"].choices, spoken[1]) if spoken else None
        if stage and stage not in found:
            found[stage] = (heading, source)
    if not found or "deal_id" not in main.sources:
        return [], main
    part = Part(
        0,
        main.sheet,
        table("deal_changes"),
        {"deal_id": main.sources["deal_id"]},
        {"deal_id": main.headings["deal_id"]},
        fixed={"field": "stage"},
        read=main.read,
        melted=tuple((stage, {"at": source}) for stage, (_, source) in sorted(found.items())),
        label="new",
        is_main=False,
    )
    taken = {heading for heading, _ in found.values()}
    kept = {heading: source for heading, source in main.attributes.items() if heading not in taken}
    return [part], replace(main, attributes=kept)
