"""Mappings that were confirmed for nearly the same headings: proposed, never taken unasked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from data.importing import mapping
from data.importing.headings import headings_key
from data.importing.mapping import FileMapping
from data.importing.parts import Taken
from data.importing.spelling import folded


def nearest(kept: Mapping[str, str], headings: Sequence[str]) -> FileMapping | None:
    """The remembered mapping whose headings differ by one column, added, dropped or called otherwise; None without one.

    ``kept`` are mappings (TOML) by the headings that they are for. All headings that the mapping feeds from stand in
    the file, or all but one; of several the one that lacks least and differs least is the nearest.
    """
    present = set(headings_key(headings).split("|"))
    found: list[tuple[int, int, str]] = []
    for key, content in kept.items():
        before = set(key.split("|"))
        is_near = before != present and len(before - present) <= 1 and len(present - before) <= 1
        if is_near and (lacking := _lacking(_parsed(content), present)) <= 1:
            found.append((lacking, len(before ^ present), key))
    return _parsed(kept[min(found)[2]]) if found else None


def proposed(taken: Taken, kept: Mapping[str, str]) -> Taken:
    """The sheet with what was confirmed for nearly the same headings as proposals for those that feed nothing yet."""
    near = nearest(kept, taken.sheet.headings) if taken.mapping is None and kept else None
    if near is None:
        return taken
    fed = {heading for part in taken.parts for heading in part.headings.values()}
    used = {(part.table.name, column) for part in taken.parts for column in part.columns}
    listed = {folded(heading): heading for heading in taken.sheet.headings if heading and heading not in fed}
    found = {
        listed[folded(heading)]: (name, columns[0])
        for name, part in near.items()
        for heading, columns in part.columns.items()
        if columns and folded(heading) in listed and (name, columns[0]) not in used
    }
    others = {heading: pair for heading, pair in taken.proposals.items() if pair not in found.values()}
    return replace(taken, proposals={**others, **found})


def _parsed(content: str) -> FileMapping:
    return mapping.parse(content, "state.sqlite")[mapping.REMEMBERED]


def _lacking(said: FileMapping, present: set[str]) -> int:
    """How many of the headings that a mapping feeds from are absent; more than any where it feeds from none."""
    fed = {folded(heading) for part in said.values() for heading, columns in part.columns.items() if columns}
    return len(fed - present) if fed else len(present) + 1
