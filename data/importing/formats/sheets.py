"""What every kind of workbook gives of its sheets, and which of them are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from data.importing.files import unreadable
from data.importing.formats.merged import Range, spread_headings, tall_cells
from data.importing.formats.raw import Doubt, Level, Raw
from data.importing.formats.spool import MAX_COLUMNS, Spool
from data.importing.mapping import Read

MAX_LINES = 1_048_576
"""How many rows a sheet may have."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a sheet holds."""

    spool: Spool
    doubts: tuple[Doubt, ...] = ()


def content(spool: Spool, merged: Sequence[Range], doubts: Sequence[Doubt] = ()) -> Content:
    """What a sheet holds, once all its rows are in ``spool``: merged headings are given to each of their columns."""
    last = spread_headings(spool.head, merged)
    spool.width = max([spool.width, *(len(cells) for _, cells in spool.head)])
    return Content(spool, (*doubts, *tall_cells(spool.head, merged, last)))


@dataclass(slots=True)
class Found:
    """How often something was found in a sheet, and where first."""

    count: int = 0
    line: int = 0
    column: int = 0

    def add(self, line: int, column: int = 0) -> None:
        """It was found once more; lines count from 1, columns from 0."""
        if not self.count:
            self.line, self.column = line, column
        self.count += 1


def hidden_rows(rows: Found) -> tuple[Doubt, ...]:
    """The note that filled rows which a sheet hides are read too."""
    return (Doubt("hidden-rows", "note", rows.line, rows.count),) if rows.count else ()


def uncomputed(formulas: Found, level: Level = "refuse") -> tuple[Doubt, ...]:
    """The doubt about formulas without a result."""
    cell = {"cell": f"{letters_of(formulas.column)}{formulas.line}"}
    return (Doubt("uncomputed-formulas", level, formulas.line, formulas.count, cell),) if formulas.count else ()


def letters_of(at: int) -> str:
    """A column's letters by its number, from 0."""
    text, number = "", at + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet by its name; ``load`` reads it."""

    name: str
    load: Callable[[], Content] = field(repr=False)
    is_hidden: bool = False


def chosen(sheets: Sequence[Sheet], name: str, read: Read, format_name: str) -> list[Raw]:
    """The tables of a workbook's sheets: the one that ``read`` names, else every visible one that holds anything.

    Raises:
        UnreadableFile: there is no such sheet, or none that holds anything.
    """
    if not sheets:
        raise unreadable("no-sheets", file=name)
    if read.sheet is not None:
        sheets = [_called(read.sheet, sheets, name)]
    visible = [sheet for sheet in sheets if read.sheet is not None or not sheet.is_hidden]
    filled = [(sheet, content) for sheet in visible if (content := sheet.load()).spool]
    hidden = tuple(sheet.name for sheet in sheets if sheet not in visible)
    if not filled:
        raise _nothing(name, hidden)
    note = (Doubt("hidden-sheets", "note", None, len(hidden), {"value": ", ".join(hidden)}),) if hidden else ()
    return [
        _raw(sheet, content, name, format_name, note if number == 0 else (), len(filled) > 1 or read.sheet is not None)
        for number, (sheet, content) in enumerate(filled)
    ]


def _raw(sheet: Sheet, content: Content, name: str, format_name: str, doubts: tuple[Doubt, ...], is_named: bool) -> Raw:
    spool = content.spool
    called = f"{name}/{sheet.name}" if is_named else name
    if spool.is_too_wide:
        doubts += (Doubt("sheet-too-wide", "refuse", None, 1, {"limit": MAX_COLUMNS}),)
    named = tuple(replace(one, values={"file": called, **one.values}) for one in doubts + content.doubts)
    return Raw(called, spool.rows, {"format": format_name, "sheet": sheet.name}, named)


def _called(wanted: str, sheets: Sequence[Sheet], name: str) -> Sheet:
    for sheet in sheets:
        if sheet.name.strip().casefold() == wanted.strip().casefold():
            return sheet
    known = ", ".join(f"“{sheet.name}”" for sheet in sheets)
    raise unreadable("no-such-sheet", file=name, value=wanted, known=known)


def _nothing(name: str, hidden: Sequence[str]) -> Exception:
    if hidden:
        return unreadable("only-hidden-sheets", file=name, value=", ".join(hidden), first=hidden[0])
    return unreadable("empty-workbook", file=name)
