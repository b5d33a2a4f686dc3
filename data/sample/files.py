"""Columns of text, and the CSV files that they are written to."""

import csv
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from data.sample.draws import Ints

Columns = Mapping[str, Sequence[str]]
"""One table: each column's cells as text, empty where there is nothing."""


def decimal(cents: Ints, missing: Ints | None = None) -> list[str]:
    """Amounts with two places from whole cents; empty where ``missing``."""
    written = [f"{value // 100}.{value % 100:02d}" for value in cents.tolist()]
    if missing is None:
        return written
    return ["" if gone else value for value, gone in zip(written, missing.tolist(), strict=True)]


def numbered(prefix: str, numbers: Ints, width: int) -> list[str]:
    """Ids of at least ``width`` digits, counted from 1; empty for −1."""
    return [f"{prefix}{value + 1:0{width}d}" if value >= 0 else "" for value in numbers.tolist()]


def named(names: Sequence[str], places: Ints) -> list[str]:
    """The name at each place; empty for −1."""
    return [names[place] if place >= 0 else "" for place in places.tolist()]


def write_csv(path: Path, columns: Columns) -> None:
    """Writes a table as UTF-8 with commas and plain line feeds, the same bytes on every system."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        rows = zip(*columns.values(), strict=True)
        while chunk := list(islice(rows, 50_000)):
            writer.writerows(chunk)
