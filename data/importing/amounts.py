"""Currencies' signs beside amounts: which currency each row's money is in, or the question whether to believe them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from data.contract import Column
from data.importing import currencies
from data.importing.asking import MOST_SAMPLES, choice, question
from data.importing.formats.raw import Choice
from data.importing.forms import mark_code
from data.importing.naming import text_view, variable
from data.importing.parts import Part
from data.importing.readings import Reading, Remark, columns_of
from data.importing.report import Fault
from data.schema import quoted

CELLS = "cells"
"""What a mapping's ``currency`` says where each cell's own sign holds."""


@dataclass(frozen=True, slots=True)
class Marked:
    """The amounts of a column that carry one mark ('' for none): how many, the first line and its value."""

    column: Column
    mark: str
    count: int
    line: int
    value: str

    def meanings(self, workspace: str) -> tuple[str, ...]:
        """The currencies that the mark may stand for; bare amounts are in the workspace's."""
        return currencies.meanings(self.mark, workspace) if self.mark else (workspace,)


def decide(
    con: duckdb.DuckDBPyConnection, part: Part, marked: Sequence[Marked], reading: Reading, workspace: str
) -> None:
    """Finds the currency of each row's amounts: from the mapping, a column of currencies, or the amounts' signs.

    One sign throughout is believed; several, signs beside bare amounts, and signs of several currencies are asked
    about.
    """
    said = part.read.currency
    codes = _codes(marked, said, workspace)
    con.execute(
        f"set variable {quoted(variable(part, 'marks'))} = map($marks::varchar[], $codes::varchar[])",
        {"marks": list(codes), "codes": list(codes.values())},
    )
    asked = said is None or (said == CELLS and any(len(one.meanings(workspace)) > 1 for one in marked))
    if marked and asked and "currency" not in part.columns and (choices := _choices(marked, said, workspace)):
        bearing = next(one for one in marked if one.mark)
        names = list(dict.fromkeys(one.column.name for one in marked))
        reading.faults.append(question(part, "ambiguous-currency", names, bearing.line, bearing.value, choices))
        return
    reading.remarks += _remarks(marked, codes)
    _give_rows(con, part, marked, codes, reading, workspace)


def differing(con: duckdb.DuckDBPyConnection, part: Part, reading: Reading) -> None:
    """Lists amounts whose sign is of another currency than their row's."""
    marked = [name for name, form in reading.forms.items() if form.has_marks]
    row = "upper(currency)" if "currency" in part.sources else reading.currency
    if part.read.currency not in (None, CELLS) or not row:
        return
    for name in marked:
        code = mark_code(part, name)
        con.execute(
            f"insert into faults select $part, line, $column, {quoted(name)}, 'other-currency', "
            f"map {{'currency': ({row})}} from {quoted(text_view(part))} where {code} <> ({row})",
            {"part": part.number, "column": name},
        )


def _codes(marked: Iterable[Marked], said: str | None, workspace: str) -> dict[str, str]:
    """What each mark stands for, the likeliest meaning first; everything for what the mapping says."""
    is_one = said not in (None, CELLS)
    return {one.mark: str(said) if is_one else one.meanings(workspace)[0] for one in marked if one.mark}


def _choices(marked: Sequence[Marked], said: str | None, workspace: str) -> list[Choice]:
    """The readings among which only a person can choose; none where the marks leave no doubt."""
    meant = list(dict.fromkeys(code for one in marked if one.mark for code in one.meanings(workspace)))
    is_clear = all(len(one.meanings(workspace)) == 1 for one in marked)
    bare = {one.column.name for one in marked if not one.mark}
    signed = {one.column.name for one in marked if one.mark}
    has_bare = bool(bare & signed) and meant != [workspace]
    if is_clear and len(meant) == 1 and not has_bare:
        return []
    readings = ([CELLS] if is_clear and said is None else []) + meant
    return [choice({"currency": reading}, _samples(marked, reading, workspace)) for reading in readings]


def _samples(marked: Sequence[Marked], reading: str, workspace: str) -> list[tuple[str, str]]:
    first: dict[str, Marked] = {}
    for one in marked:
        first.setdefault(one.mark, one)
    shown = sorted(first.values(), key=lambda one: one.line)[:MOST_SAMPLES]
    return [(one.value, one.meanings(workspace)[0] if reading == CELLS else reading) for one in shown]


def _remarks(marked: Iterable[Marked], codes: Mapping[str, str]) -> list[Remark]:
    found: dict[str, list[Marked]] = {}
    for one in marked:
        if one.mark:
            found.setdefault(one.column.name, []).append(one)
    return [
        Remark(
            name,
            "currency-sign",
            sum(one.count for one in listed),
            min(one.line for one in listed),
            ", ".join(sorted({codes[one.mark] for one in listed})),
        )
        for name, listed in found.items()
    ]


def _give_rows(
    con: duckdb.DuckDBPyConnection,
    part: Part,
    marked: Sequence[Marked],
    codes: Mapping[str, str],
    reading: Reading,
    workspace: str,
) -> None:
    """Gives each row the currency of its amounts; a table that has none for its rows holds the workspace's alone."""
    said = part.read.currency if part.read.currency != CELLS else None
    found = {said} if said else set(codes.values())
    has_money = bool(columns_of(part, ("money",)))
    if "currency" in part.columns or not found:
        return
    if "currency" in part.table and has_money:
        con.execute(f"set variable {quoted(variable(part, 'currency'))} = $said::varchar", {"said": said})
        names = dict.fromkeys(one.column.name for one in marked if one.mark)
        told = [f"getvariable('{variable(part, 'currency')}')", *(mark_code(part, name) for name in names)]
        reading.currency = f"coalesce({', '.join(told)})"
    elif found != {workspace} and (has_money or marked):
        reading.faults.append(_foreign(part, marked, ", ".join(sorted(found - {workspace})), workspace))


def _foreign(part: Part, marked: Sequence[Marked], codes: str, workspace: str) -> Fault:
    """That a table's amounts are in another currency than the only one that it can hold."""
    first = next((one for one in marked if one.mark), None)
    name = first.column.name if first else columns_of(part, ("money",))[0].name
    values = {"currency": codes, "workspace": workspace, "table": part.table.name}
    line, value = (first.line, first.value) if first else (None, None)
    return Fault(part.sheet.upload.name, line, part.heading(name), value, "foreign-currency", values)
