"""The faults of a file that can't be mapped, with the lines of a mapping that would settle it."""

from collections.abc import Iterable, Sequence

from data.contract import TABLES, Table, table
from data.importing.mapping import section, toml_key
from data.importing.parts import Part
from data.importing.report import Fault
from data.importing.sheets import Sheet


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
    suggestion = [f"[{part.section}.columns]"]
    for column, heading in zip(lacking, [*unused, *["…"] * len(lacking)], strict=False):
        suggestion.append(f'{toml_key(heading)} = "{column}"')
    suggestion += [f"# or, where it is the same in every row:\n[{part.section}.set]", f'{lacking[-1]} = "…"']
    values = {
        "file": part.sheet.upload.name,
        "table": part.table.name,
        "missing": ", ".join(lacking),
        "unused": ", ".join(unused) or "none",
        "suggestion": "\n".join(suggestion),
    }
    return Fault(part.sheet.upload.name, None, lacking[0], None, "missing-column", values)
