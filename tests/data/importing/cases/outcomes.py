"""What can come of a file: taken, taken with a note, asked about, refused. Said once, for all cases."""

from typing import Any

from data.importing import ImportReport
from data.importing.mapping import toml_key
from tests.importing import CLIENTS, House

STARTED = "deal_id,client_id,opened_on,stage,amount\n"


def deals(*cells: str, column: str = "amount", separator: str = ",") -> str:
    """Open deals of one client, one for each cell of ``column``."""
    head = separator.join(["deal_id", "client_id", "opened_on", "stage", column])
    rows = [separator.join([f"D{number}", "C1", "2026-01-05", "offer", cell]) for number, cell in enumerate(cells, 1)]
    return "\n".join([head, *rows, ""])


def taken(house: House, report: ImportReport, query: str) -> list[Any]:
    """The stored values of the only column that ``query`` asks for, once all of the file has been stored."""
    assert [fault.message for fault in report.rejects] == []
    assert report.stored
    return [row[0] for row in house.rows(query)]


def noted(report: ImportReport, code: str) -> int:
    """How many cells or rows a note of ``code`` counts, over all columns; its first line is always told."""
    found = [warning for warning in report.warnings if warning.code == code]
    assert found, f"no note {code}; there are {[warning.code for warning in report.warnings]}"
    assert all(warning.first_line for warning in found)
    return sum(warning.count for warning in found)


def refused(house: House, report: ImportReport, *, line: int | None = None, says: str = "") -> str:
    """That nothing was stored, and why: the fault on ``line`` or, without one, the first; its code."""
    assert not report.stored
    assert report.rejects
    faults = [fault for fault in report.rejects if line is None or fault.line == line]
    assert faults, f"no fault on line {line}; there are {[(f.line, f.code) for f in report.rejects]}"
    assert says.casefold() in faults[0].message.casefold(), faults[0].message
    return faults[0].code


def asked(house: House, report: ImportReport) -> list[dict[str, Any]]:
    """The readings among which a person must choose, each as a mapping's ``read``; nothing was stored."""
    assert not report.stored
    asking = [fault for fault in report.rejects if fault.choices]
    assert asking, f"nothing was asked; there are {[(f.line, f.code, f.message) for f in report.rejects]}"
    first = asking[0]
    assert len(first.choices) > 1
    assert all(choice.samples for choice in first.choices)
    assert ".read]" in first.message, first.message
    return [dict(choice.read) for choice in first.choices]


def settled(stem: str, table: str, **read: Any) -> str:
    """The mapping that answers a question about a file."""
    lines = [f"{key} = {_toml(value)}" for key, value in read.items()]
    return "\n".join([f"[{toml_key(stem)}.{table}.read]", *lines, ""])


def with_clients(house: House) -> House:
    """The house with two clients stored, so that deals have whom to belong to."""
    assert house.take(clients=CLIENTS).stored
    return house


def _toml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int) else f'"{value}"'
