"""The statements that depend on the contract's columns and a file's headings: all SQL that is put together is here.

Names reach SQL through ``quoted`` alone, values through bound parameters or session variables.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.contract import Column, Table
from data.importing.parts import Part
from data.schema import quoted

FREE_TEXT = frozenset({"name", "text", "comment", "outcome", "terms", "purpose", "topic", "resolution", "old", "new"})
"""Columns in which “none” or “-” is a text like any other."""

DICTIONARY = ("choice", "boolean", "month")
"""Kinds of few different values: each is looked up among the meanings of the column's spellings."""

_NUMBERS = {"plain": "plain_number", ".": "point_number", ",": "comma_number"}


@dataclass(frozen=True, slots=True)
class Form:
    """How one column of one file is written, found over all its values.

    ``number`` is "plain" (1234.56), "." or "," (with separators, by the sign before the decimals); ``is_plain`` is
    true for days in ISO alone; ``slashes`` is the order of days with slashes, as strptime has it
    (``is_mixed``: both occur, so that the file is refused).
    """

    number: str = "plain"
    is_plain: bool = False
    slashes: str = "%d/%m/%Y"
    is_mixed: bool = False


def text_view(part: Part) -> str:
    """The name of the part's text: the contract's columns and ``a0``, ``a1`` … as tidy text."""
    return f"text_{part.number}"


def typed_table(part: Part) -> str:
    """The name of the part's rows in the contract's types."""
    return f"typed_{part.number}"


def variable(part: Part, purpose: str, column: str = "") -> str:
    """The session variable that holds a map of the part: the values of a column, their meanings, fixed columns."""
    return f"{purpose}_{part.number}_{column}" if column else f"{purpose}_{part.number}"


def long_view(part: Part, name: str) -> str:
    """A view with a row for each melted column of each line: its label and what the columns hold."""
    used = sorted({*part.sources.values(), *part.attributes.values()})
    kept = "".join(f", {quoted(source)}" for source in used)
    held = sorted({column for _, columns in part.melted for column in columns})
    selects = []
    for step, (_, columns) in enumerate(part.melted):
        values = "".join(f", {columns.get(column, 'null')} as {quoted('p_' + column)}" for column in held)
        filled = " or ".join(f"nullif(trim({source}), '') is not null" for source in columns.values())
        label = f"getvariable({_literal(variable(part, 'labels'))})[{step + 1}]"
        selects.append(
            f"select line{kept}, {label} as {quoted('p_' + part.label)}{values} "
            f"from {quoted(part.sheet.relation)} where {filled}"
        )
    return f"create or replace view {quoted(name)} as {' union all '.join(selects)}"


def text_columns(part: Part, untidy: Iterable[str]) -> dict[str, str]:
    """For each contract column of the part, the expression that gives its tidy text; ``untidy`` sources need care."""
    care = set(untidy)
    sources = dict(part.sources) | {column: f"p_{column}" for column in part.columns if _is_long(part, column)}
    found = {}
    for column in part.columns:
        fixed = f"getvariable({_literal(variable(part, 'fixed'))})[{_literal(column)}]"
        if column in sources:
            is_free = column in FREE_TEXT or _names(part, column)
            text = _translated(part, column, _tidy(sources[column], care, is_free=is_free))
            if column == "stage" and part.outcome:
                text = f"coalesce(getvariable({_literal(variable(part, 'outcomes'))})[{quoted(part.outcome)}], {text})"
            found[column] = f"coalesce({text}, {fixed})" if column in part.fixed else text
        else:
            found[column] = fixed if column in part.fixed else "null::varchar"
    return found


def text_statement(part: Part, relation: str, untidy: Iterable[str]) -> str:
    """Makes the view of the part's tidy text over ``relation``."""
    care = set(untidy)
    columns = [f"{sql} as {quoted(column)}" for column, sql in text_columns(part, care).items()]
    attributes = [
        f"{_tidy(source, care, is_free=False)} as a{step}" for step, source in enumerate(part.attributes.values())
    ]
    listed = ", ".join(["line", *columns, *attributes])
    return f"create or replace view {quoted(text_view(part))} as select {listed} from {quoted(relation)}"


def untidy_statement(relation: str, sources: Sequence[str]) -> str:
    """Whether each source column has cells that need tidying, in one row."""
    listed = ", ".join(f"coalesce(bool_or(is_untidy({quoted(source)})), false)" for source in sources)
    return f"select {listed} from {quoted(relation)}"


def value_of(part: Part, column: Column, form: Form) -> str:
    """The expression that gives a text column's value in its type; null where the text is no such value."""
    name = quoted(column.name)
    if column.kind in DICTIONARY:
        kind = "varchar" if column.kind == "choice" else column.sql_type
        return f"getvariable({_literal(variable(part, 'meanings', column.name))})[{name}]::{kind}"
    if column.kind in ("day", "moment"):
        if form.is_plain:
            return f"try_cast({name} as {column.sql_type})"
        orders = ("%d/%m/%Y", "%m/%d/%Y") if form.is_mixed else (form.slashes,)
        return f"coalesce({', '.join(f'{column.kind}_of({name}, {_literal(order)})' for order in orders)})"
    if column.kind in ("money", "number", "rate", "integer", "share"):
        return _number_value(name, column, form)
    if column.name == "currency":
        return f"upper({name})"
    return f"intact_id({name})" if column.kind == "id" else name


def exact_number(column: str, form: Form) -> str:
    """The number in a text column with all its decimals."""
    return f"try_cast({_NUMBERS[form.number]}({quoted(column)}) as decimal(38,10))"


def typed_statement(part: Part, values: Mapping[str, str], attributes: str, months: str | None) -> str:
    """Makes the part's rows, with every column of the table, from its text; ``months`` is how many a period stands for.

    A table fed on the side has each different row once.
    """
    listed = [f"{part.number} as part", "line"]
    listed += [_row_value(part, column, values.get(column.name)) for column in part.table.columns]
    listed += [f"{attributes} as attributes", *([f"{months} as months"] if months else [])]
    rows = f"select {', '.join(listed)} from {quoted(text_view(part))}"
    if not part.is_main:
        key = " and ".join(f"{quoted(column)} is not null" for column in part.table.key)
        rows = (
            f"select part, min(line) as line, * exclude (part, line) from ({rows}) where {key} "
            "group by all order by line"
        )
    return f"create or replace table {quoted(typed_table(part))} as {rows}"


def spread_statement(part: Part, measures: Sequence[str]) -> str:
    """Splits rows of quarters and years equally over their months, the remaining cents to the last month."""
    rows = quoted(typed_table(part))
    replaced = ["(period + to_months(step::integer))::date as period"]
    for measure in map(quoted, measures):
        share = f"((trunc({measure}::decimal(30, 4) * 100)::hugeint // months)::decimal(30, 0) * 0.01)"
        replaced.append(
            f"(case when step < months - 1 then {share} else {measure} - {share} * (months - 1) end) as {measure}"
        )
    return (
        f"create or replace table {rows} as select * exclude (step, months) replace ({', '.join(replaced)}) "
        f"from (select *, unnest(range(months)) as step from {rows}) order by line, period"
    )


def rows_statement(parts: Sequence[Part], name: str) -> str:
    """Puts the parts of one table together; ``part`` and ``line`` tell each row's place."""
    if len(parts) == 1:
        return f"alter table {quoted(typed_table(parts[0]))} rename to {quoted(name)}"
    selects = " union all ".join(f"from {quoted(typed_table(part))}" for part in parts)
    return f"create table {quoted(name)} as {selects}"


def key_text(table: Table, alias: str = "") -> str:
    """A row's key as one text, for messages."""
    prefix = f"{alias}." if alias else ""
    parts = ", ".join(f"nullif({prefix}{quoted(column)}::varchar, '')" for column in table.key)
    return f"concat_ws(' · ', {parts})"


def same_key(table: Table, left: str, right: str) -> str:
    """The condition that two rows have the same key; key columns are never null."""
    return " and ".join(f"{left}.{quoted(column)} = {right}.{quoted(column)}" for column in table.key)


def _row_value(part: Part, column: Column, value: str | None) -> str:
    """A column of a part's rows; an empty part of a key that may be empty is ''."""
    held = f"({value or 'null'})::{column.sql_type}"
    if column.name in part.table.key and not column.required:
        held = f"coalesce({held}, '')"
    return f"{held} as {quoted(column.name)}"


def _is_long(part: Part, column: str) -> bool:
    return bool(part.melted) and (column == part.label or any(column in columns for _, columns in part.melted))


def _names(part: Part, column: str) -> bool:
    """Whether an id column is fed by a name: then a client called “None” keeps that key."""
    return column in part.table.key and part.sources.get(column) == part.sources.get("name", "")


def _tidy(source: str, untidy: set[str], *, is_free: bool) -> str:
    text = f"tidy_text({quoted(source)})" if source in untidy else quoted(source)
    return text if is_free else f"without_nothing({text})"


def _translated(part: Part, column: str, text: str) -> str:
    """The text with the mapping's values put in; kinds with a dictionary translate there."""
    if column not in part.values or part.table[column].kind in DICTIONARY:
        return text
    name = _literal(variable(part, "values", column))
    return f"nullif(coalesce(getvariable({name})[lower(coalesce({text}, ''))], {text}), '')"


def _number_value(name: str, column: Column, form: Form) -> str:
    if column.kind == "share":
        number = f"try_cast(share_number({name}) as decimal(18,8))"
        return f"try_cast(case when ends_with({name}, '%') then {number} / 100 else {number} end as {column.sql_type})"
    read = _NUMBERS[form.number]
    if column.kind == "integer":
        return f"whole_number(try_cast({read}({name}) as decimal(38,10)))"
    return f"try_cast({read}({name}) as {column.sql_type})"


def _literal(name: str) -> str:
    """A word of ours (a variable's name, a date format) as an SQL string."""
    return "'" + name.replace("'", "''") + "'"
