"""Results as text for a reader at a terminal."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from analytics.words import MISSING

MOST_ROWS = 20
_WIDEST = 48


def table(rows: Sequence[Mapping[str, Any]], most: int = MOST_ROWS) -> str:
    """Rows as aligned columns under their names, the first ``most`` of them; says how many more there are."""
    if not rows:
        return "(no rows)"
    names = list(rows[0])
    cells = [[_cell(row.get(name)) for name in names] for row in rows[:most]]
    is_number = [all(_is_number(row.get(name)) for row in rows[:most]) for name in names]
    widths = [max(len(text) for text in column) for column in zip(names, *cells, strict=True)]
    lines = [_line(line, widths, is_number) for line in (names, *cells)]
    more = [f"… and {len(rows) - most:,} more rows"] if len(rows) > most else []
    return "\n".join([*lines, *more])


def sections(content: Mapping[str, Any]) -> str:
    """An object as text: its plain values first, then each list of records under its name."""
    plain = {name: value for name, value in content.items() if not isinstance(value, list | tuple | Mapping)}
    parts = ["\n".join(f"{name}: {_cell(value)}" for name, value in plain.items())]
    for name, value in content.items():
        if name not in plain:
            parts.append(f"{name}\n{_indented(_body(value))}")
    return "\n\n".join(part for part in parts if part)


def _body(value: Any) -> str:
    if isinstance(value, Mapping):
        return sections(value) or "(empty)"
    if all(isinstance(row, Mapping) for row in value):
        return table(list(value))
    return ", ".join(_cell(part) for part in value)


def _indented(text: str) -> str:
    return "\n".join("  " + line for line in text.splitlines())


def _line(cells: Iterable[str], widths: Sequence[int], is_number: Sequence[bool]) -> str:
    aligned = (
        text.rjust(width) if right else text.ljust(width)
        for text, width, right in zip(cells, widths, is_number, strict=True)
    )
    return "  ".join(aligned).rstrip()


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool))


def _cell(value: Any) -> str:
    if value is None or value != value:
        return MISSING
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1 and not math.isinf(value) else f"{value:,.2f}"
    if isinstance(value, Decimal):
        return f"{value:,}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_cell(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_cell(part) for part in value)[:_WIDEST]
    text = " ".join(str(value).split())
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
