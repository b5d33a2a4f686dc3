"""Sheets with months, quarters or years as columns."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache

from data.contract import Table, aliases
from data.importing import headings as words
from data.importing.looking import Look
from data.importing.parts import WIDE
from data.importing.periods import Period, split_heading, split_year
from data.importing.sheets import Sheet, cell

_YEARS = frozenset({"year", "fiscalyear", "aasta", "год", "jahr", "geschäftsjahr"})
_ANY_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Wide:
    """The period columns of a sheet: as they melt into rows, their positions, what there is to tell of headings.

    ``metrics`` are the plan metrics of the rows where the headings say them; ``year`` is the position of the column
    with the year that the months are of.
    """

    melted: tuple[tuple[str, Mapping[str, str]], ...] = ()
    positions: frozenset[int] = frozenset()
    remarks: tuple[tuple[str, str], ...] = ()
    metrics: tuple[str, ...] = ()
    year: int | None = None

    @property
    def columns(self) -> set[str]:
        """The table's columns that the period columns feed, the period among them."""
        if not self.melted:
            return set()
        fed = {column for _, columns in self.melted for column in columns}
        return {"period", *fed, *({"metric"} if self.metrics else ())}


@dataclass(slots=True)
class _Found:
    """The columns of periods while they are gathered: those of each (period, metric), those that add up others."""

    melted: dict[tuple[Period, str], dict[str, str]] = field(default_factory=dict)
    covered: dict[tuple[str, str], set[object]] = field(default_factory=dict)
    positions: set[int] = field(default_factory=set)
    remarks: list[tuple[str, str]] = field(default_factory=list)

    def take(self, index: int, heading: str, period: Period, fed: tuple[str, str]) -> None:
        """Takes a column for what it feeds, (column, metric), unless another of the same period does or its months."""
        column, metric = fed
        months = self.covered.setdefault(fed, set())
        held = self.melted.setdefault((period, metric), {})
        if column in held:
            return
        self.positions.add(index)
        if period.months > 1 and set(period.days) <= months:
            self.remarks.append(("coarser-period", heading))
            return
        months.update(period.days)
        held[column] = cell(index)

    def within(self, period: Period | None) -> list[list[str]]:
        """The text columns that a total of a period (None: of all) may add up: all of them, or those of one kind."""
        inner = [
            (column, metric, source)
            for (part, metric), columns in self.melted.items()
            for column, source in columns.items()
            if period is None or set(part.days) <= set(period.days)
        ]
        kinds = sorted({one[:2] for one in inner})
        groups = [[one[2] for one in inner], *([one[2] for one in inner if one[:2] == kind] for kind in kinds)]
        return [group for group in groups if len(group) > 1]


def find_periods(sheet: Sheet, kind: Table, used: Set[str], look: Look, said_year: int | None = None) -> Wide:
    """The month, quarter and year columns of a sheet, but for those that a mapping has ``used``.

    A coarser one whose months have columns of their own is left out, and so is one that adds up others. Months without
    a year are of ``said_year``, else of the one year that the other headings say or a column of years does.
    """
    free = {index: heading for index, heading in enumerate(sheet.headings) if heading not in used}
    column = None if said_year else _year_column(free)
    year = said_year or (_ANY_YEAR if column is not None else _year_of(free.values(), kind))
    found = _Found()
    split = {index: parts for index, heading in free.items() if (parts := split_heading(heading, year))}
    totals = {index: total[0] for index, heading in free.items() if (total := _total(heading, year))}
    for index, (period, rest) in sorted(split.items(), key=lambda pair: pair[1][0].months):
        fed = _fed(kind, rest) if index not in totals and (column is None or period.start.year == _ANY_YEAR) else None
        if fed and period.months > 1 and any(look.adds_up(sheet, index, group) for group in found.within(period)):
            totals[index] = period
        elif fed:
            found.take(index, free[index], period, fed)
    _leave_totals(sheet, totals, found, look)
    rows = sorted((key, columns) for key, columns in found.melted.items() if columns)
    if not rows:
        return Wide()
    return Wide(
        tuple((_label(period, has_year=column is None), columns) for (period, _), columns in rows),
        frozenset(found.positions | ({column} if column is not None else set())),
        tuple(found.remarks),
        tuple(metric for (_, metric), _ in rows) if any(metric for (_, metric), _ in rows) else (),
        column,
    )


def count_periods(headings: Sequence[str]) -> int:
    """How many headings speak of a month, a quarter or a year, with or without the year."""
    return sum(split_heading(heading, _ANY_YEAR) is not None for heading in headings if heading)


def lacks_year(headings: Sequence[str]) -> bool:
    """Whether headings are months or quarters without a year."""
    return any(split_heading(heading, _ANY_YEAR) and not split_heading(heading) for heading in headings if heading)


def _label(period: Period, *, has_year: bool) -> str:
    text = f"{period.start:%Y-%m}+{period.months}"
    return text if has_year else text[4:]


def _fed(kind: Table, rest: str) -> tuple[str, str] | None:
    """What a period's column feeds, by what else its heading says: (column, plan metric or ""); None for anything else.

    Nothing else is the table's usual column; “Revenue”, “Revenue plan” and “Plan (revenue)” are targets of a metric.
    """
    known = words.ranks(kind.name)
    if not rest or (column := known.get(words.compact(rest), (0, ""))[1]):
        column = column if rest else WIDE[kind.name]
        return (column, "") if column not in kind.key else None
    if kind.name != "plans":
        return None
    spoken = rest.replace("(", " ").replace(")", " ").split()
    others = [word for word in spoken if known.get(words.compact(word), (0, ""))[1] != "target"]
    for text in (rest, " ".join(others)):
        if metric := words.match_value("plans", "metric", kind["metric"].choices, text):
            return "target", metric
    return None


def _year_column(free: Mapping[int, str]) -> int | None:
    """The column of years beside months without one."""
    if not lacks_year(tuple(free.values())):
        return None
    return next((index for index, heading in free.items() if words.compact(heading) in _YEARS), None)


def _year_of(headings: Iterable[str], kind: Table) -> int | None:
    """The one year that headings of periods, targets and totals say; None where there is none, or several."""
    years = set()
    for heading in headings:
        if period := split_heading(heading):
            years.add(period[0].start.year)
        elif said := split_year(heading):
            is_about_it = words.compact(said[1]) in _total_words() or _fed(kind, said[1]) == (WIDE[kind.name], "")
            years |= {said[0]} if is_about_it else set()
    return years.pop() if len(years) == 1 else None


@cache
def _total_words() -> frozenset[str]:
    return frozenset(words.compact(word) for word in aliases()["totals"]["words"])


def _total(heading: str, year: int | None) -> tuple[Period | None] | None:
    """The period whose columns a heading says it adds up, None for all; None without the tuple where it is no total."""
    if words.compact(heading) in _total_words():
        return (None,)
    for split in (split_heading(heading, year), _split_year(heading)):
        if split and words.compact(split[1]) in _total_words():
            return (split[0],)
    return None


def _split_year(heading: str) -> tuple[Period, str] | None:
    found = split_year(heading)
    split = split_heading(str(found[0])) if found else None
    return (split[0], found[1]) if found and split else None


def _leave_totals(sheet: Sheet, totals: Mapping[int, Period | None], found: _Found, look: Look) -> None:
    """Leaves out the columns that add up others; one that doesn't stays an attribute, and both are told."""
    for index, period in totals.items():
        groups = found.within(period)
        if any(look.adds_up(sheet, index, group) for group in groups):
            found.positions.add(index)
            found.remarks.append(("total-column", sheet.headings[index]))
        elif groups:
            found.remarks.append(("odd-total", sheet.headings[index]))
