"""The faults of a file that can't be mapped, with the lines of a mapping that would settle it."""

from collections.abc import Iterable, Sequence

from data.contract import TABLES, Table, table
from data.importing.mapping import section, toml_key
from data.importing.parts import WIDE, Part
from data.importing.report import Fault
from data.importing.sheets import Sheet
from data.importing.wide import lacks_year


def unknown_table(sheet: Sheet, fitting: Iterable[Table]) -> Fault:
    """The fault of a file that no table fits, or several equally well (``fitting``)."""
    listed = ", ".join(heading for heading in sheet.headings if heading)[:300]
    examples = [kind.name for kind in fitting] or [kind.name for kind in TABLES[:1]]
    first = next((heading for heading in sheet.headings if heading), "heading")
    values = {
        "file": sheet.upload.name,
        "headings": listed,
        "stem": toml_key(sheet.upload.stem),
        "example": " or ".join(examples),
        "suggestion": f'{toml_key(first)} = "{table(examples[0]).key[0]}"',
    }
    return Fault(sheet.upload.name, None, None, None, "unknown-table", values)


def headless(sheet: Sheet) -> Fault:
    """The fault of a file without headings, with the question whether its first line holds some after all."""
    doubt = next(doubt for doubt in sheet.doubts if doubt.code == "no-headings")
    values = {"file": sheet.upload.name, "line": doubt.line, "section": section(sheet.upload.stem, "clients")}
    return Fault(
        sheet.upload.name, doubt.line, None, None, doubt.code, {**values, **doubt.values}, choices=doubt.choices
    )


def missing_columns(part: Part, lacking: Sequence[str]) -> Fault:
    """The fault that a file lacks columns that every new row needs, with the lines that would name them."""
    unused = list(part.attributes)
    if part.table.name in WIDE and "period" in lacking and lacks_year(part.sheet.headings):
        lacking = [column for column in lacking if column != WIDE[part.table.name]]
        suggestion = [f"[{part.section}.set]", 'period = "…"   # the year of the months', *_constants(part, lacking)]
    else:
        suggestion = [f"[{part.section}.columns]"]
        for column, heading in zip(lacking, [*unused, *["…"] * len(lacking)], strict=False):
            suggestion.append(f'{toml_key(heading)} = "{column}"')
        stand_ins = _stand_ins(part, lacking)
        suggestion += ["# or, where one heading says both:", *stand_ins] if stand_ins else []
        constants = _constants(part, lacking) or [f'{lacking[-1]} = "…"']
        suggestion += [f"# or, where it is the same in every row:\n[{part.section}.set]", *constants]
    values = {
        "file": part.sheet.upload.name,
        "table": part.table.name,
        "missing": ", ".join(lacking),
        "unused": ", ".join(unused) or "none",
        "suggestion": "\n".join(suggestion),
    }
    return Fault(part.sheet.upload.name, None, lacking[0], None, "missing-column", values)


_MOMENTS = ("day", "moment")


def _stand_ins(part: Part, lacking: Sequence[str]) -> list[str]:
    """Lines by which a heading that is used already feeds a lacking column too: another day, the key as the name."""
    lines = []
    for column in lacking:
        is_day = part.table[column].kind in _MOMENTS
        days = [name for name in part.table.names if is_day and part.table[name].kind in _MOMENTS]
        keys = part.table.key if column == "name" else ()
        held = [name for name in (*days, *keys) if name in part.headings]
        if held:
            first = min(held, key=lambda name: not part.table[name].required)
            lines.append(f'# {toml_key(part.headings[first])} = ["{first}", "{column}"]')
    return lines


def _constants(part: Part, lacking: Sequence[str]) -> list[str]:
    """Lines that give a closed list's value to every row."""
    listed = [part.table[column] for column in lacking if part.table[column].choices]
    return [f'{one.name} = "…"   # {", ".join(one.choices)}' for one in listed]
