"""How columns of numbers and shares are written: the sign before decimals, per cents, by all their values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import duckdb

from data.contract import Column
from data.importing import amounts, evidence
from data.importing.amounts import Marked
from data.importing.asking import MOST_SAMPLES, choice, question
from data.importing.forms import Form, exact_number
from data.importing.naming import text_view
from data.importing.parts import Part
from data.importing.readings import NUMERIC, Reading, Remark, columns_of, first_sure, measured, odd_cells
from data.schema import quoted

_MOST_MARKS = 1000
PLAIN_COMMAS = {
    "read": "count(try_cast(plain_comma_number({c}) as decimal(38,10)))",
    "commas": "count(*) filter (contains({c}, ','))",
    "decisive": "count(*) filter (contains({c}, ',') and length({c}) - strpos({c}, ',') <> 3)",
    "decimals": "max(length({c}) - strpos({c}, ',')) filter (contains({c}, ','))",
    "line": "min(line) filter (contains({c}, ','))",
    "cell": "arg_min({c}, line) filter (contains({c}, ','))",
}
"""What tells whether all numbers of a column are like 1234,56."""

_IS_WHOLE = "case when try_cast({n} as decimal(38,10)) = trunc(try_cast({n} as decimal(38,10))) then {n} end"


@dataclass(frozen=True, slots=True)
class _Group:
    """The numbers of a column with one mark of a currency ('' for none), by what they tell of the decimal sign.

    ``point`` and ``comma`` count those with that sign before decimals, ``either`` those that could have both (the first
    in ``line``). ``styles``: for each sign, how many are not written like 1234.56, the first line and cell.
    """

    marked: Marked
    point: int
    comma: int
    either: int
    line: int | None
    value: str | None
    styles: Mapping[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class _Signs:
    """The numbers of a column by what they tell: a point before decimals, a comma, or either; the first of these."""

    point: int
    comma: int
    either: int
    line: int | None
    value: str | None

    @classmethod
    def of(cls, groups: Sequence[_Group]) -> "_Signs":
        """The signs of all groups together."""
        first = min((group for group in groups if group.line is not None), key=lambda one: one.line or 0, default=None)
        counts = (sum(group.point for group in groups), sum(group.comma for group in groups))
        either = sum(group.either for group in groups)
        return cls(*counts, either, first.line if first else None, first.value if first else None)


def decide(con: duckdb.DuckDBPyConnection, part: Part, reading: Reading, workspace: str) -> None:
    """Finds the form of each column of numbers; ``workspace`` is its currency.

    Plain where every value is like 1234.56 beyond doubt; else by the values that can be read in one way only, then by
    the file's other columns; what is left is asked about.
    """
    doubtful: dict[str, _Signs] = {}
    found: dict[str, list[_Group]] = {}
    others = []
    for column in columns_of(part, NUMERIC):
        if _is_plain(part, column, reading):
            reading.forms[column.name] = Form()
        else:
            others.append(column)
    for column in _without_plain_commas(con, part, others, reading):
        found[column.name] = groups = _looked_at(con, part, column, reading, workspace)
        signs = _Signs.of(groups)
        reading.forms[column.name] = _form(part, signs, has_marks=any(group.marked.mark for group in groups))
        if signs.either and not part.read.decimal and bool(signs.point) == bool(signs.comma):
            doubtful[column.name] = signs
    marked = [group.marked for name, groups in found.items() if reading.forms[name].has_marks for group in groups]
    amounts.decide(con, part, marked, reading, workspace)
    asked = doubtful if doubtful and not _settle(con, part, doubtful, reading) else {}
    reading.long_money.difference_update(asked)
    for name, groups in found.items():
        if name not in asked:
            _remark_style(con, part, name, groups, reading)


def decide_shares(con: duckdb.DuckDBPyConnection, part: Part, reading: Reading) -> None:
    """Finds whether bare numbers beside per cents are per cents too: nothing tells, so that is asked."""
    doubtful = []
    for column in columns_of(part, ("share",)):
        found = reading.measures[column.name]
        reading.forms[column.name] = Form(is_percent=bool(part.read.percent))
        is_mixed = 0 < found["percents"] < found["filled"]
        if part.read.percent is None and is_mixed and (bare := _bare_shares(con, part, column.name)):
            doubtful.append((column.name, bare))
    if doubtful:
        _, cells = doubtful[0]
        choices = [
            choice({"percent": True}, [(cell, f"{_brief(number)} %") for _, cell, number in cells]),
            choice({"percent": False}, [(cell, f"{_brief(number * 100)} %") for _, cell, number in cells]),
        ]
        line, value, _ = cells[0]
        reading.faults.append(question(part, "ambiguous-percent", [name for name, _ in doubtful], line, value, choices))


def _is_plain(part: Part, column: Column, reading: Reading) -> bool:
    filled, plain, dotted, decisive, decimals = (
        reading.measures[column.name][name] for name in ("filled", "plain", "dotted", "decisive", "decimals")
    )
    is_plain = filled == plain and (not dotted or decisive > 0 or column.kind == "rate")
    is_settled = is_plain and not (part.read.decimal == "," and dotted)
    if column.kind == "money" and not (is_settled and (decimals or 0) <= 2):
        reading.long_money.add(column.name)
    return bool(is_settled)


def _without_plain_commas(
    con: duckdb.DuckDBPyConnection, part: Part, columns: Sequence[Column], reading: Reading
) -> list[Column]:
    """The columns that aren't all like 1234,56 beyond doubt; those that are get their form.

    Where most are like 1234.56, they aren't.
    """
    asked = [column for column in columns if "odd" not in reading.measures[column.name]]
    measures = measured(con, text_view(part), {column.name: PLAIN_COMMAS for column in asked})
    others = [column for column in columns if column not in asked]
    for column in asked:
        found, before = measures[column.name], reading.measures[column.name]
        is_told = found["decisive"] > 0 or part.read.decimal == "," or column.kind == "rate"
        is_plain = found["read"] == before["filled"] and not before["dotted"] and is_told and part.read.decimal != "."
        if not (is_plain and found["commas"]):
            others.append(column)
            continue
        reading.forms[column.name] = Form(number="plain comma")
        told = f"{found['cell']} → {found['cell'].replace(',', '.')}"
        reading.remarks.append(Remark(column.name, "number-style", found["commas"], found["line"], told))
        if found["decimals"] <= 2:
            reading.long_money.discard(column.name)
    return others


def _looked_at(
    con: duckdb.DuckDBPyConnection, part: Part, column: Column, reading: Reading, workspace: str
) -> list[_Group]:
    """The numbers of a column by the currencies' marks beside them; other words beside numbers are none."""
    name = quoted(column.name)
    is_whole = _IS_WHOLE if column.kind == "integer" else "{n}"
    styled = {".": "is_styled", ",": "is_styled or contains(value, '.')"}
    firsts = ", ".join(
        f"count(*) filter ({sql}), min(line) filter ({sql}), arg_min(value, line) filter ({sql})"
        for sql in styled.values()
    )
    rows = con.execute(
        f"with cells as (select line, {name} as value, mark_of({name}) as mark, amount_text({name}) as amount "
        f"from {odd_cells(part, reading, column.name)} where {name} is not null), "
        f"numbers as (select line, value, mark, {is_whole.format(n='point_number(amount)')} as point, "
        f"{is_whole.format(n='comma_number(amount)')} as comma, "
        "try_cast(plain_number(value) as decimal(38,10)) is null as is_styled from cells) "
        "select mark, count(*), min(line), arg_min(value, line), "
        "count(*) filter (comma is null), count(*) filter (point is null), count(*) filter (point <> comma), "
        f"min(line) filter (point <> comma), arg_min(value, line) filter (point <> comma), {firsts} from numbers "
        f"where coalesce(point, comma) is not null group by mark order by min(line) limit {_MOST_MARKS}"
    ).fetchall()
    if "odd" in reading.measures[column.name]:
        rows = _with_sure(rows, reading.measures[column.name]["sure"], *first_sure(con, part, reading, column.name))
    groups = []
    for mark, count, line, value, point, comma, either, first, doubt, *styles in rows:
        if not mark or column.kind in ("money", "number"):
            told = {".": tuple(styles[:3]), ",": tuple(styles[3:])}
            groups.append(_Group(Marked(column, mark, count, line, value), point, comma, either, first, doubt, told))
    return [group for group in groups if group.marked.meanings(workspace)]


def _with_sure(rows: Sequence[tuple[Any, ...]], count: int, line: int, cell: str) -> list[tuple[Any, ...]]:
    """The rows of ``_looked_at`` over odd cells with those that leave no doubt: bare, with a point, styled for “,”."""
    sure = ("", count, line, cell, count, 0, 0, None, None, 0, None, None, count, line, cell)
    bare = next((row for row in rows if not row[0]), None)
    if bare:
        counts = (bare[4] + count, *bare[5:7])
        first = (line, cell) if line < bare[2] else bare[2:4]
        comma = (line, cell) if bare[13] is None or line < bare[13] else bare[13:15]
        sure = ("", count + bare[1], *first, *counts, *bare[7:12], count + bare[12], *comma)
    return sorted([sure, *(row for row in rows if row[0])], key=lambda row: row[2])


def _form(part: Part, signs: _Signs, *, has_marks: bool) -> Form:
    sign = part.read.decimal or ("," if signs.comma > signs.point else ".")
    return Form(number=sign, has_both=bool(signs.point and signs.comma), has_marks=has_marks)


def _settle(con: duckdb.DuckDBPyConnection, part: Part, doubtful: Mapping[str, _Signs], reading: Reading) -> bool:
    """Reads doubtful numbers as the file's other columns are written, or asks; returns whether they are settled."""
    told = evidence.decimal_sign(con, part, doubtful)
    if told and not any(reading.forms[name].has_both for name in doubtful):
        sign, heading = told
        for name, signs in doubtful.items():
            reading.forms[name] = replace(reading.forms[name], number=sign)
            code = "comma-by-file" if sign == "," else "point-by-file"
            reading.remarks.append(Remark(name, code, signs.either, signs.line, heading))
        return True
    first = min(doubtful, key=lambda name: doubtful[name].line or 0)
    signs = doubtful[first]
    samples = _samples(con, part, first, reading)
    choices = [
        choice({"decimal": sign}, [(cell, _brief(numbers[step])) for cell, *numbers in samples])
        for step, sign in enumerate((".", ","))
    ]
    reading.faults.append(question(part, "ambiguous-number", list(doubtful), signs.line, signs.value or "", choices))
    return False


def _samples(
    con: duckdb.DuckDBPyConnection, part: Part, column: str, reading: Reading
) -> Sequence[tuple[str, Decimal, Decimal]]:
    form = reading.form(column)
    point, comma = (exact_number(part, column, replace(form, number=sign, has_both=False)) for sign in (".", ","))
    rows: list[tuple[str, Decimal, Decimal]] = con.execute(
        f"select {quoted(column)}, {point} as point, {comma} as comma from {odd_cells(part, reading, column)} "
        f"group by all having point <> comma order by min(line) limit {MOST_SAMPLES}"
    ).fetchall()
    return rows


def _bare_shares(con: duckdb.DuckDBPyConnection, part: Part, column: str) -> list[tuple[int, str, Decimal]]:
    """The first shares without a sign, but for 0, that could be per cents or fractions: line, cell, number."""
    name = quoted(column)
    rows: list[tuple[int, str, Decimal]] = con.execute(
        f"select min(line) as line, {name}, try_cast(share_number({name}) as decimal(18,8)) as number "
        f"from {quoted(text_view(part))} where not ends_with({name}, '%') group by all having number <> 0 "
        f"order by line limit {MOST_SAMPLES}"
    ).fetchall()
    return rows


def _remark_style(
    con: duckdb.DuckDBPyConnection, part: Part, name: str, groups: Sequence[_Group], reading: Reading
) -> None:
    """Tells of numbers that are written otherwise than 1234.56, with the first of them as it was read."""
    form = reading.forms[name]
    for group in groups:
        count, line, cell = group.styles[form.number]
        if count and not group.marked.mark:
            number = con.execute(
                f"select {exact_number(part, name, form)} from (select $cell::varchar as {quoted(name)})",
                {"cell": cell},
            ).fetchall()[0][0]
            if number is not None:
                reading.remarks.append(Remark(name, "number-style", count, line, f"{cell} → {_brief(number)}"))


def _brief(number: Decimal) -> str:
    """A number without zeros behind it."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
