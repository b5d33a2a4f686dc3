"""Polluted copies of one table, each with the reading that is expected, and how well a reading fits it.

The manner is that of Vitagliano, Hameed, Jiang, Reisener, Wu and Naumann's Pollock (VLDB 2023, “Pollock: a data loading
benchmark”): one clean table, copies with one pollution each, ten points a copy. The table, the pollutions' texts and
the code are our own.
"""

import csv
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.importing.reader import read_file

HEADINGS = ("Day", "Time", "Count", "ItemCode", "Price", "ItemName", "ItemDescription", "WebAddress", "Remarks")
ROWS = 83
WIDTH = len(HEADINGS)
END = "\r\n"
_NAMES = ('27" monitor', "O'Brien's kettle", 'Lamp "Aurora", white', "Chair, folding", "Desk", 'Pipe 1/2" x 3"', "Mug")
_PARTS = (
    "A light, sturdy thing for every day", "tested by people who know", "comes in three colours; ask for the fourth",
    "the maker's own screws are enclosed", "don't wash above 40 °C", "two years' guarantee", "fits a shelf of 80 cm",
    "not for use in wet rooms", "see the leaflet, page 4 (in four languages)",
)  # fmt: skip
Row = list[str]


@dataclass(frozen=True, slots=True)
class Polluted:
    """A copy: the kind of pollution, a name of its own, the bytes, and the headings and rows that are expected."""

    kind: str
    name: str
    content: bytes
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def source(seed: int = 5) -> list[Row]:
    """The rows of the clean table below its headings."""
    draw = random.Random(seed)
    return [_row(draw, number) for number in range(ROWS)]


def _row(draw: random.Random, number: int) -> Row:
    name = _NAMES[number % len(_NAMES)]
    code = f"{draw.choice('ABKM')}{draw.randint(10, 99)}-{draw.randint(1000, 9999)}"
    return [
        f"{draw.randint(1, 28):02d}/{draw.randint(1, 12):02d}/2024",
        f"{draw.randint(0, 23):02d}:{draw.randint(0, 59):02d}:00",
        str(draw.randint(1, 40)),
        code,
        f"€{draw.randint(1, 900)}.{draw.randint(0, 99):02d}",
        name,
        ". ".join(draw.sample(_PARTS, draw.randint(2, 4))) + ".",
        f"https://shop.example/{code.lower()}?from=list&row={number}",
        "",
    ]


def quoted(row: Sequence[str], separator: str = ",", mark: str = '"', doubled: str | None = None) -> str:
    """A row with every cell in quotes, without a line end."""
    twice = mark * 2 if doubled is None else doubled
    return separator.join(mark + cell.replace(mark, twice) + mark for cell in row)


def polluted(seed: int = 5) -> Iterator[Polluted]:
    """All copies: those polluted as a whole, then those polluted in one row or cell."""
    rows = source(seed)
    yield from _whole_files(rows)
    yield from _single_cells(rows)


def _copy(
    kind: str, name: str, text: str, rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS
) -> Polluted:
    return Polluted(kind, name, text.encode(), tuple(headings), tuple(map(tuple, rows)))


def _text(rows: Sequence[Sequence[str]], end: str = END, write: Callable[[Sequence[str]], str] = quoted) -> str:
    return "".join(write(row) + end for row in rows)


def _whole_files(rows: list[Row]) -> Iterator[Polluted]:
    whole = _text([HEADINGS, *rows])
    yield _copy("as it is", "source", whole, rows)
    yield _copy("empty", "empty", "", [], ())
    yield _copy("end", "no_end", whole.removesuffix(END), rows)
    yield _copy("end", "double_end", whole + END, rows)
    yield _copy("headings", "no_headings", _text(rows), rows, ())
    yield _copy("headings", "headings_only", _text([HEADINGS]), [])
    yield _copy("headings", "headings_only_no_end", _text([HEADINGS]).removesuffix(END), [])
    yield _copy("rows", "one_row", _text([HEADINGS, rows[0]]), rows[:1])
    yield _copy("rows", "one_row_no_headings", _text([rows[0]]), rows[:1], ())
    yield from _more_headings(rows, whole)
    yield from _preambles(rows, whole)
    yield from _second_tables(rows, whole)
    yield from _dialects(rows)


def _more_headings(rows: list[Row], whole: str) -> Iterator[Polluted]:
    line = quoted(HEADINGS) + END
    yield _copy("headings", "same_headings_twice", line + whole, rows)
    yield _copy("headings", "same_headings_thrice", line * 2 + whole, rows)
    second = ["(date)", "(clock)", "(pieces)", "(own)", "(euro)", "(short)", "(long)", "(link)", "(free)"]
    third = ["of sale", "of sale", "sold", "of stock", "of list", "as sold", "as shown", "of item", "of staff"]
    two = [" ".join(words) for words in zip(HEADINGS, second, strict=True)]
    three = [" ".join(words) for words in zip(HEADINGS, second, third, strict=True)]
    yield _copy("headings", "two_lines", _text([HEADINGS, second, *rows]), rows, two)
    yield _copy("headings", "three_lines", _text([HEADINGS, second, third, *rows]), rows, three)


def _preambles(rows: list[Row], whole: str) -> Iterator[Polluted]:
    notes = ["Sales of the shop", "Made for the yearly meeting, by hand", "All prices with tax"]
    for count in (1, 2, 3):
        for gap in ("", END):
            after = "_gap" if gap else ""
            plain = "".join(note + END for note in notes[:count])
            cells = "".join(quoted([note]) + END for note in notes[:count])
            full = _text([[note, *[""] * (WIDTH - 1)] for note in notes[:count]])
            bare = "".join(note.split(",")[0] + "," * (WIDTH - 1) + END for note in notes[:count])
            yield _copy("preamble", f"plain_{count}{after}", plain + gap + whole, rows)
            yield _copy("preamble", f"quoted_{count}{after}", cells + gap + whole, rows)
            yield _copy("preamble", f"full_width_{count}{after}", full + gap + whole, rows)
            yield _copy("preamble", f"bare_full_width_{count}{after}", bare + gap + whole, rows)
    blank = _text([[""] * WIDTH])
    yield _copy("preamble", "blank_row_between", _text([["Sales", *[""] * (WIDTH - 1)]]) + blank + whole, rows)


def _second_tables(rows: list[Row], whole: str) -> Iterator[Polluted]:
    few = [["Country", "Capital", "People"], ["Estonia", "Tallinn", "1374687"], ["Latvia", "Riga", "1871882"],
           ["Finland", "Helsinki", "5603851"]]  # fmt: skip
    names = ["Weekday", "Hour", "Visits", "Gate", "Takings", "Guard", "Weather", "Camera", "Log"]
    same = [names] + [
        [f"{day:02d}/03/2023", f"{day:02d}:30:00", str(day * 7), f"G{day}-100{day}", f"€{day}.50", "A. Guard", "rain",
         "https://cam.example/1", ""] for day in range(1, 7)
    ]  # fmt: skip
    more = [[*row, *extra] for row, extra in zip(
        same, [["Zone", "Bus"], *[[str(number), f"{number}:15"] for number in range(6)]], strict=True)]  # fmt: skip
    for name, table in (("fewer", few), ("same", same), ("more", more)):
        for gap in ("", END):
            after = "_gap" if gap else ""
            yield _copy("second table", f"{name}{after}", whole + gap + _text(table), rows)


def _dialects(rows: list[Row]) -> Iterator[Polluted]:
    table = [HEADINGS, *rows]
    for name, separator in (("blank", " "), ("comma_blank", ", "), ("semicolon", ";"), ("tab", "\t"), ("bar", "|")):
        yield _copy("separator", name, _text(table, write=lambda row, by=separator: quoted(row, by)), rows)
    yield _copy("quote", "apostrophe", _text(table, write=lambda row: quoted(row, mark="'")), rows)
    yield _copy("quote", "backslash", _text(table, write=lambda row: quoted(row, doubled='\\"')), rows)
    yield _copy("quote", "unescaped", _text(table, write=lambda row: quoted(row, doubled='"')), rows)
    yield _copy("line end", "lf", _text(table, "\n"), rows)
    yield _copy("line end", "cr", _text(table, "\r"), rows)


def _single_cells(rows: list[Row]) -> Iterator[Polluted]:
    """One copy for each line, and one for each cell and kind of pollution; line 0 holds the headings."""
    table = [list(HEADINGS), *rows]
    lines = [quoted(row) + END for row in table]
    for line, row in enumerate(table):
        blanks = quoted(row, " ") + END
        yield _with(f"{line}", "row parted by blanks", lines, table, line, blanks, row)
        for column in range(WIDTH):
            yield from _single_cell(lines, table, line, column)


def _single_cell(lines: list[str], table: list[Row], line: int, column: int) -> Iterator[Polluted]:
    row, name = table[line], f"{line}_{column}"
    cells = [quoted([cell]) for cell in row]
    extra = [*cells[: column + 1], "", *cells[column + 1 :]]
    read = [*row[: column + 1], "", *row[column + 1 :]]
    yield _with(name, "separator too many", lines, table, line, ",".join(extra) + END, read)
    if column + 1 < WIDTH:
        joined = [*cells[:column], cells[column] + cells[column + 1], *cells[column + 2 :]]
        one = f'{row[column]}"{row[column + 1]}'
        read = [*row[:column], one, *row[column + 2 :]]
        yield _with(name, "separator missing", lines, table, line, ",".join(joined) + END, read)
    at = (0, len(row[column]) // 2, len(row[column]))[(line + column) % 3]
    before, after = row[column][:at], row[column][at:]
    odd = quoted([before])[:-1] + '"' + quoted([after])[1:]
    read = [*row[:column], f'{before}"{after}', *row[column + 1 :]]
    yield _with(
        name, "quote too many", lines, table, line, ",".join([*cells[:column], odd, *cells[column + 1 :]]) + END, read
    )


def _with(
    name: str, kind: str, lines: list[str], table: list[Row], line: int, written: str, read: Row
) -> Polluted:  # fmt: skip
    """The table with one line written otherwise and read so."""
    text = "".join([*lines[:line], written, *lines[line + 1 :]])
    expected = [*table[:line], read, *table[line + 1 :]]
    return _copy(kind, f"{kind.replace(' ', '_')}_{name}", text, expected[1:], expected[0])


def score(expected: Polluted, folder: Path) -> float:
    """Ten points for a reading: one for any, three each for its headings, rows and cells (precision, recall, F1)."""
    path = folder / f"{expected.name}.csv"
    path.write_bytes(expected.content)
    try:
        first = read_file(path, Path(path.name), folder / "out")[0]
    finally:
        path.unlink()
    if first.error:
        return 0.0
    with (folder / "out" / first.written).open(encoding="utf-8", newline="") as file:
        found = [tuple(row) for row in csv.reader(file)]
    headings, rows = (found[0], found[1:]) if first.header else ((), found)
    return compare(expected.headings, expected.rows, headings, rows)


def compare(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    read_headings: Sequence[str],
    read_rows: Sequence[Sequence[str]],
) -> float:
    """The points of a reading that succeeded; rows and cells count as often as they stand."""
    cells = Counter(cell for row in rows for cell in row)
    read_cells = Counter(cell for row in read_rows for cell in row)
    pairs = (
        (Counter(headings), Counter(read_headings)),
        (Counter(map(tuple, rows)), Counter(map(tuple, read_rows))),
        (cells, read_cells),
    )
    return 1.0 + sum(_measures(expected, read) for expected, read in pairs)


def _measures(expected: Counter, read: Counter) -> float:
    """Precision, recall and F1, summed."""
    if not expected or not read:
        return 3.0 if not expected and not read else 0.0
    common = (expected & read).total()
    precision, recall = common / read.total(), common / expected.total()
    return precision + recall + (2 * precision * recall / (precision + recall) if common else 0.0)


def means(scores: Sequence[tuple[str, float]]) -> dict[str, tuple[int, float]]:
    """How many copies of each kind there are, and their mean score; “all” last."""
    kinds = {
        kind: [points for one, points in scores if one == kind] for kind in dict.fromkeys(kind for kind, _ in scores)
    }
    kinds["all"] = [points for _, points in scores]
    return {kind: (len(points), sum(points) / len(points)) for kind, points in kinds.items()}
