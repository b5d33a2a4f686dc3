"""What the other columns of a file tell about one that alone could be read in two ways."""

from collections.abc import Collection, Iterable, Mapping

import duckdb

from data.importing.parts import Part
from data.importing.sheets import cell
from data.schema import quoted

_DECIMALS = {
    ".": "count(*) filter (regexp_matches({t}, '[.]\\d{{1,2}}$') and point_number({t}) is not null)",
    ",": "count(*) filter (regexp_matches({t}, '[,]\\d{{1,2}}$') and comma_number({t}) is not null)",
}
_SLASHED = "^(\\d{{1,2}})[/-](\\d{{1,2}})[/-](\\d{{4}}|\\d{{2}})$"
_ORDERS = {
    "dmy": f"count(*) filter (try_cast(regexp_extract(day_text({{t}}), '{_SLASHED}', 1) as integer) > 12)",
    "mdy": f"count(*) filter (try_cast(regexp_extract(day_text({{t}}), '{_SLASHED}', 2) as integer) > 12)",
}


def decimal_sign(con: duckdb.DuckDBPyConnection, part: Part, doubtful: Collection[str]) -> tuple[str, str] | None:
    """The sign before decimals and the heading of a column that has it, where the file's other columns agree.

    One or two digits behind a sign are decimals beyond doubt; a column of which all is a number speaks for its file.
    """
    texts = {source: f"without_percent(amount_text(trim({quoted(source)})))" for source in _others(part, doubtful)}
    numbers = "count(coalesce(point_number({t}), comma_number({t})))"
    counts = _counts(con, part, texts, {"numbers": numbers, **_DECIMALS})
    speaking = {source: found for source, found in counts.items() if found["numbers"] == found["filled"]}
    return _agreed(part, speaking, _DECIMALS)


def day_order(con: duckdb.DuckDBPyConnection, part: Part, doubtful: Collection[str]) -> tuple[str, str] | None:
    """The order of days with slashes (dmy or mdy) and the heading of a column that tells it, where all agree."""
    texts = {source: f"trim({quoted(source)})" for source in _others(part, doubtful)}
    return _agreed(part, _counts(con, part, texts, _ORDERS), _ORDERS)


def _others(part: Part, doubtful: Collection[str]) -> list[str]:
    """The text columns of the whole sheet but for the doubtful ones."""
    left_out = {part.sources.get(column) for column in doubtful}
    left_out |= {source for _, columns in part.melted for column, source in columns.items() if column in doubtful}
    return [cell(index) for index in range(len(part.sheet.headings)) if cell(index) not in left_out]


def _counts(
    con: duckdb.DuckDBPyConnection, part: Part, texts: Mapping[str, str], expressions: Mapping[str, str]
) -> dict[str, dict[str, int]]:
    """One pass over the sheet: each expression for each text column, and how many cells are filled."""
    if not texts:
        return {}
    keys = ["filled", *expressions]
    asked = ["count(nullif({t}, ''))", *expressions.values()]
    tidied = ", ".join(f"{text} as {quoted(source)}" for source, text in texts.items())
    listed = ", ".join(sql.format(t=quoted(source)) for source in texts for sql in asked)
    row = con.execute(f"select {listed} from (select {tidied} from {quoted(part.sheet.relation)})").fetchall()[0]
    width = len(keys)
    return {
        source: dict(zip(keys, row[step * width : (step + 1) * width], strict=True))
        for step, source in enumerate(texts)
    }


def _agreed(part: Part, counts: Mapping[str, Mapping[str, int]], readings: Iterable[str]) -> tuple[str, str] | None:
    """The only reading that columns speak for, with the heading of the one that does so most often."""
    speaking = {reading: {c: found[reading] for c, found in counts.items() if found[reading]} for reading in readings}
    told = [reading for reading in readings if speaking[reading]]
    if len(told) != 1:
        return None
    source = max(speaking[told[0]], key=lambda one: (speaking[told[0]][one], one))
    return told[0], part.sheet.headings[int(source[1:])]
