"""Questions about files that can be read in several ways: which readings there are, with cells read so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from data.importing.formats.raw import Choice
from data.importing.parts import Part
from data.importing.report import Fault

MOST_SAMPLES = 3


def choice(read: Mapping[str, Any], cells: Iterable[tuple[str, str]]) -> Choice:
    """One reading, with cells as the file has them and as they would be read."""
    return Choice(dict(read), tuple(f"{cell} → {meaning}" for cell, meaning in cells))


def question(
    part: Part, code: str, columns: Sequence[str], line: int | None, value: str, choices: Sequence[Choice], **more: Any
) -> Fault:
    """A question about some columns of a part, as the fault that stands against its file until it is answered.

    ``more`` fills the other places of its sentence.
    """
    names = [part.heading(column) for column in columns]
    values = {"value": value, "line": line, "names": tuple(names), "sections": (part.section,), **more}
    fault = Fault(part.sheet.upload.name, line, None, value, code, values, choices=tuple(choices))
    return _worded(fault)


def joined(faults: Iterable[Fault]) -> list[Fault]:
    """The faults with each question asked once for its file, whichever of its tables it came up in."""
    kept: list[Fault] = []
    for fault in faults:
        same = next((step for step, one in enumerate(kept) if fault.choices and _is_same(one, fault)), None)
        if same is None:
            kept.append(fault)
        else:
            kept[same] = _worded(_together(kept[same], fault))
    return kept


def _is_same(one: Fault, other: Fault) -> bool:
    reads = [[choice.read for choice in fault.choices] for fault in (one, other)]
    return (one.file, one.code) == (other.file, other.code) and reads[0] == reads[1]


def _together(one: Fault, other: Fault) -> Fault:
    values = {
        **one.values,
        "names": tuple(dict.fromkeys((*one.values["names"], *other.values["names"]))),
        "sections": tuple(dict.fromkeys((*one.values["sections"], *other.values["sections"]))),
    }
    return replace(one, values=values)


def _worded(fault: Fault) -> Fault:
    """The fault with its columns in one text, and the lines of a mapping that answer it."""
    names = ", ".join(fault.values["names"])
    read, *others = [_said(choice.read) for choice in fault.choices]
    said = f"{read}   # or {', '.join(others)}"
    lines = "\n".join(f"[{section}.read]\n{said}" for section in fault.values["sections"])
    return replace(fault, column=names, values={**fault.values, "column": names, "lines": lines})


def _said(read: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} = {_toml(value)}" for key, value in read.items())


def _toml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'
