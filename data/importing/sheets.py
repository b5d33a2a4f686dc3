"""A table of a file as text in the working database, with each row's line in the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data.importing.files import Upload
from data.importing.formats.damaged import DamagedCell
from data.importing.formats.raw import Doubt


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell about a sheet, by a warning's code."""

    code: str
    count: int
    first_line: int | None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ragged:
    """A row with more or fewer cells than there are headings."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as text: ``relation`` has ``line`` and one varchar column ``c0``, ``c1`` … for each heading.

    ``headings`` are trimmed; a blank one is '' (its column is empty). Missing values are null. Of a tidy sheet it is
    known that no cell needs trimming and that all is ASCII. ``doubts`` are the readings of which a person must choose
    one, ``ragged`` the rows that don't fit the headings, ``header_line`` the line of the (last) headings, 0 for none,
    ``sample`` the first rows without the columns that have no heading, ``damaged`` cells that would be no ids any more.
    """

    upload: Upload
    relation: str
    headings: tuple[str, ...]
    rows: int
    dialect: str
    notes: tuple[Note, ...] = ()
    is_tidy: bool = False
    doubts: tuple[Doubt, ...] = ()
    ragged: tuple[Ragged, ...] = ()
    header_line: int = 1
    sample: tuple[tuple[str, ...], ...] = ()
    damaged: tuple[DamagedCell, ...] = ()

    @property
    def is_headless(self) -> bool:
        """Whether the table has rows but no headings."""
        return not self.header_line

    def index(self, heading: str) -> int:
        """The position of a heading.

        Raises:
            ValueError: the sheet has no such heading.
        """
        return self.headings.index(heading)


def cell(index: int) -> str:
    """The name of the text column at ``index`` in a sheet's relation."""
    return f"c{index}"
