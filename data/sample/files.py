"""Columns of text, and the CSV files that they are written to."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from data.sample.draws import Flags, Ints

Columns = Mapping[str, Sequence[str]]
"""One table: each column's cells as text, empty where there is nothing."""


def decimal(cents: Ints) -> list[str]:
    """Amounts with two places from whole cents."""
    return [money(value) for value in cents.tolist()]


def money(cents: int) -> str:
    """An amount with two places."""
    return f"{cents // 100}.{cents % 100:02d}"


def numbered(prefix: str, count: int, width: int) -> list[str]:
    """Ids of at least ``width`` digits, counted from 1."""
    return [f"{prefix}{turn:0{width}d}" for turn in range(1, count + 1)]


def named(names: Sequence[str], places: Ints) -> list[str]:
    """The name at each place; empty for −1."""
    return [names[place] if place >= 0 else "" for place in places.tolist()]


def drawn(names: Sequence[str], points: Sequence[float]) -> list[str]:
    """A name for each point of 0 to 1, all as often."""
    return [names[int(point * len(names))] for point in points]


def percents(values: Ints) -> list[str]:
    """Whole percents below 100 as fractions of two places."""
    return [f"0.{value:02d}" for value in values.tolist()]


def either(flags: Flags, yes: str = "true", no: str = "false") -> list[str]:
    """One word or the other for each flag."""
    return [yes if flag else no for flag in flags.tolist()]


def where(flags: Flags, cells: Iterable[object]) -> list[str]:
    """The cells as text where the flag is set, else empty."""
    return [str(cell) if flag else "" for flag, cell in zip(flags.tolist(), cells, strict=True)]


def write_csv(path: Path, columns: Columns) -> None:
    """Writes a table as UTF-8 with commas and plain line feeds, the same bytes on every system."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        rows = zip(*columns.values(), strict=True)
        while chunk := list(islice(rows, 50_000)):
            writer.writerows(chunk)
