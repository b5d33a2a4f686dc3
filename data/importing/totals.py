"""Rows of totals among the rows of a table: they would be counted twice.

A row is suspected when its first filled cell says “Total”. It is one when each number in it is the sum of those above,
up to the total before it or to the top; otherwise a person is asked.
"""

from collections.abc import Sequence

import duckdb

from data.importing.filling import leave_out
from data.importing.formats.raw import Choice, Doubt
from data.importing.sheets import Note, Sheet, cell
from data.schema import quoted

WORDS = (
    "total", "totals", "grand total", "subtotal", "sub-total", "sum", "total:", "sum:",
    "kokku", "kokku:", "vahesumma", "summa kokku", "итого", "итого:", "всего", "всего:", "итого по",
    "summe", "summe:", "gesamt", "gesamt:", "gesamtsumme", "insgesamt", "zwischensumme",
)  # fmt: skip
"""What a row of totals begins with, in the languages that headings are known in."""

_MOST = 200
_FIRST_CELLS = 3


def drop_totals(
    con: duckdb.DuckDBPyConnection, sheet: Sheet, said: bool | None
) -> tuple[tuple[Note, ...], tuple[Doubt, ...]]:
    """Leaves rows of totals out of a sheet's relation; those that don't add up are doubted, unless ``said`` says."""
    relation = sheet.relation
    if said is False or not (suspects := _suspects(con, sheet)):
        return (), ()
    doubtful = [] if said else _doubtful(con, relation, suspects)
    if doubtful:
        return (), (_doubt(doubtful),)
    name = f"totals_{relation}"
    con.execute(f"set variable {quoted(name)} = $lines::bigint[]", {"lines": [row[0] for row in suspects]})
    return leave_out(con, relation, f"list_contains(getvariable('{name}'), line)", "total-row"), ()


_Row = tuple[int, tuple[str | None, ...]]


def _suspects(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[_Row]:
    """Rows that begin with a word for a total, hold a number, and leave other cells empty."""
    relation = sheet.relation
    con.execute(
        "set variable total_words = $words::varchar[]",
        {"words": [form for word in WORDS for form in (word, word.capitalize(), word.title(), word.upper())]},
    )
    first = f"coalesce({', '.join(_first_cells(sheet))})"
    trimmed = first if sheet.is_tidy else f"trim({first})"
    lines = con.execute(
        f"select line from {quoted(relation)} where ({_begins(first)}) and {trimmed} in "
        f"(select unnest(getvariable('total_words'))) order by line limit {_MOST}"
    ).fetchall()
    rows = (
        con.execute(
            f"select * from {quoted(relation)} where line in (select unnest($lines)) order by line",
            {"lines": [line for (line,) in lines]},
        ).fetchall()
        if lines
        else []
    )
    return [(row[0], row[1:]) for row in rows if _is_sparse(row[1:])]


def _first_cells(sheet: Sheet) -> list[str]:
    """The columns in which a row's first filled cell may be."""
    names = [cell(step) for step in range(min(len(sheet.headings), _FIRST_CELLS))]
    whole = [step for step, name in enumerate(names) if sheet.cells and sheet.cells.is_whole(name)]
    return names[: whole[0] + 1] if whole else names


def _begins(text: str) -> str:
    """Whether a text begins with a first letter of the words or a blank: quickly told of most rows that they don't."""
    letters = sorted({" ", *(form[0] for word in WORDS for form in (word, word.upper()))})
    return " or ".join(f"({text} >= '{letter}' and {text} < '{chr(ord(letter) + 1)}')" for letter in letters)


def _is_sparse(cells: Sequence[str | None]) -> bool:
    """Whether something else than the word is filled, and something is empty or every other cell has digits."""
    others = [text for text in cells if text and any(letter.isdigit() for letter in text)]
    words = [text for text in cells if text and not any(letter.isdigit() for letter in text)]
    return bool(others) and len(words) == 1


def _doubtful(con: duckdb.DuckDBPyConnection, relation: str, suspects: Sequence[_Row]) -> list[_Row]:
    """The suspects whose numbers aren't the sums of those above."""
    lines = [line for line, _ in suspects]
    doubtful: list[_Row] = []
    for step, (line, cells) in enumerate(suspects):
        begins = {0, lines[step - 1] if step else 0}
        columns = [index for index, text in enumerate(cells) if text and any(letter.isdigit() for letter in text)]
        if not any(_adds_up(con, relation, columns, begin, line, lines) for begin in begins):
            doubtful.append((line, cells))
    return doubtful


def _adds_up(
    con: duckdb.DuckDBPyConnection,
    relation: str,
    columns: Sequence[int],
    begin: int,
    line: int,
    totals: Sequence[int],
) -> bool:
    """Whether the numbers of a line are the sums of the rows behind ``begin``, by either sign before the decimals."""
    for macro in ("point_number", "comma_number"):
        read = f"lambda amount: try_cast({macro}(amount) as decimal(38,6))"
        numbers = [f"list_transform([amount_text({cell(index)})], {read})[1]" for index in columns]
        sums = ", ".join(
            f"sum({number}) filter (line > $begin and line < $line and not list_contains($totals, line)) "
            f"= max({number}) filter (line = $line)"
            for number in numbers
        )
        found = con.execute(
            f"select {sums} from {quoted(relation)}", {"begin": begin, "line": line, "totals": list(totals)}
        ).fetchall()[0]
        if all(found):
            return True
    return False


def _doubt(rows: Sequence[_Row]) -> Doubt:
    samples = tuple(", ".join(text for text in cells if text) for _, cells in rows[:3])
    line, first = rows[0]
    return Doubt(
        "unsure-total", "ask", line, len(rows), {"value": next(text for text in first if text)},
        (Choice({"totals": True}, samples), Choice({"totals": False}, samples)),
    )  # fmt: skip
