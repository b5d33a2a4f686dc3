"""What an import works with between a file and its table: the parts, and what a sheet was taken for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.contract import Table
from data.importing.mapping import FileMapping, Read, section
from data.importing.report import Fault
from data.importing.sheets import Sheet

ORDER = (
    "aliases", "rates", "managers", "products", "campaigns", "clients", "assignments", "deals", "deal_changes", "lines",
    "contracts", "invoices", "payments", "contacts", "complaints", "feedback", "plans", "payroll", "expenses",
    "competitor_offers", "requests", "absences", "trainings",
)  # fmt: skip
"""The tables so that each comes after those that it refers to."""

WIDE = {"plans": "target", "payroll": "salary"}
"""Tables that often come with months as columns, and what such a column holds where it doesn't say."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one sheet feeds into one table.

    ``sources`` maps columns to text columns of the sheet's relation, ``headings`` to what the file calls them;
    ``attributes`` maps headings that the contract doesn't name to their text columns. ``values`` translates cells,
    ``fixed`` fills columns that the file lacks, ``derived`` columns are filled by the import itself. ``melted`` lists
    (label, {column: text column}) of a sheet with, say, months as columns: each becomes a row, and its label goes to
    the column ``label``; ``metrics`` are the plan metrics of those rows where the headings say them, ``year`` the text
    column with the year that goes before the labels. ``is_main`` is false for a table that a flat file feeds on the
    side. ``outcome`` is the text column that says won or lost beside a deal's stage.
    """

    number: int
    sheet: Sheet
    table: Table
    sources: Mapping[str, str]
    headings: Mapping[str, str]
    attributes: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    read: Read = field(default_factory=Read)
    melted: tuple[tuple[str, Mapping[str, str]], ...] = ()
    label: str = "period"
    metrics: tuple[str, ...] = ()
    year: str | None = None
    is_main: bool = True
    derived: tuple[str, ...] = ()
    outcome: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The contract columns that the part has values for, in the contract's order."""
        held = {*self.sources, *self.fixed, *self.derived, *(column for _, listed in self.melted for column in listed)}
        held |= ({self.label} if self.melted else set()) | ({"metric"} if self.metrics else set())
        return tuple(name for name in self.table.names if name in held)

    @property
    def is_by_registry(self) -> bool:
        """Whether its clients are known by their registry code alone."""
        return self.table.name == "clients" and "client_id" in self.derived

    def heading(self, column: str) -> str:
        """What the file calls a column; the column's own name where it has none."""
        return self.headings.get(column, column)

    @property
    def section(self) -> str:
        """How a mapping calls this part."""
        return section(self.sheet.upload.stem, self.table.name)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a sheet was taken for, or the fault that it couldn't be; ``mapping`` is the confirmed one in force.

    ``remarks`` are columns that were left out or not taken for what they look like: (a warning's code, the heading).
    """

    sheet: Sheet
    parts: tuple[Part, ...] = ()
    fault: Fault | None = None
    mapping: FileMapping | None = None
    proposals: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    remarks: tuple[tuple[str, str], ...] = ()
