"""Sheets with months, quarters or years as columns."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from data.contract import Table
from data.importing import headings as words
from data.importing.parts import WIDE
from data.importing.periods import split_heading
from data.importing.sheets import Sheet, cell


@dataclass(frozen=True, slots=True)
class Wide:
    """The period columns of a sheet: as they melt into rows, their positions, and the headings left out."""

    melted: tuple[tuple[str, Mapping[str, str]], ...] = ()
    positions: frozenset[int] = frozenset()
    skipped: tuple[str, ...] = ()

    @property
    def columns(self) -> set[str]:
        """The table's columns that the period columns feed, the period among them."""
        return {"period", *(column for _, columns in self.melted for column in columns)} if self.melted else set()


def find_periods(sheet: Sheet, kind: Table, used: Set[str]) -> Wide:
    """The month, quarter and year columns of a sheet, but for those that a mapping has ``used``.

    A coarser one whose months have columns of their own is left out.
    """
    melted: dict[str, dict[str, str]] = {}
    covered: dict[str, set[object]] = {}
    positions, skipped = set(), []
    split = ((index, split_heading(heading)) for index, heading in enumerate(sheet.headings) if heading not in used)
    for index, (period, rest) in sorted(((i, p) for i, p in split if p), key=lambda pair: pair[1][0].months):
        column = WIDE[kind.name] if not rest else words.ranks(kind.name).get(words.compact(rest), (0, ""))[1]
        if not column or column in kind.key:
            continue
        positions.add(index)
        months = covered.setdefault(column, set())
        if period.months > 1 and set(period.days) <= months:
            skipped.append(sheet.headings[index])
            continue
        months.update(period.days)
        melted.setdefault(f"{period.start:%Y-%m}+{period.months}", {})[column] = cell(index)
    return Wide(tuple(sorted(melted.items())), frozenset(positions), tuple(skipped))
