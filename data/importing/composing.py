"""The statements that depend on the contract's columns and a file's headings; ``forms`` has their values' expressions.

Names reach SQL through ``quoted`` alone, values through bound parameters or session variables.
"""

from collections.abc import Collection, Mapping, Sequence

from data.contract import Column, Table
from data.importing.forms import DICTIONARY
from data.importing.naming import PLACE, REFUSED, literal, text_view, typed_table, variable
from data.importing.parts import Part
from data.schema import quoted

FREE_TEXT = frozenset({"name", "text", "comment", "outcome", "terms", "purpose", "topic", "resolution", "old", "new"})
"""Columns in which “none” or “-” is a text like any other."""


def long_view(part: Part, name: str) -> str:
    """A view with a row for each melted column of each line: its label and what the columns hold."""
    used = sorted({*part.sources.values(), *part.attributes.values()})
    kept = "".join(f", {quoted(source)}" for source in used)
    held = sorted({column for _, columns in part.melted for column in columns})
    selects = []
    for step, (_, columns) in enumerate(part.melted):
        values = "".join(f", {columns.get(column, 'null')} as {quoted('p_' + column)}" for column in held)
        filled = " or ".join(f"nullif(trim({source}), '') is not null" for source in columns.values())
        label = f"getvariable({literal(variable(part, 'labels'))})[{step + 1}]"
        label = f"trim({part.year}) || {label}" if part.year else label
        metric = f"getvariable({literal(variable(part, 'metrics'))})[{step + 1}]"
        values += f", {metric} as {quoted('p_metric')}" if part.metrics else ""
        selects.append(
            f"select line{kept}, {label} as {quoted('p_' + part.label)}{values} "
            f"from {quoted(part.sheet.relation)} where {filled}"
        )
    return f"create or replace view {quoted(name)} as {' union all '.join(selects)}"


def text_columns(part: Part, care: Mapping[str, str], wordless: Collection[str] = ()) -> dict[str, str]:
    """For each contract column of the part, the expression that gives its tidy text.

    ``care`` names the macro that tidies each source that needs it; ``wordless`` sources have no words for “nothing”.
    """
    sources = dict(part.sources) | {column: f"p_{column}" for column in part.columns if _is_long(part, column)}
    found = {}
    for column in part.columns:
        fixed = f"getvariable({literal(variable(part, 'fixed'))})[{literal(column)}]"
        if column in sources:
            nothing = "" if sources[column] in wordless else _nothing(part, column)
            text = _translated(part, column, _tidy(sources[column], care, nothing))
            if column == "stage" and part.outcome:
                text = f"coalesce(getvariable({literal(variable(part, 'outcomes'))})[{quoted(part.outcome)}], {text})"
            found[column] = f"coalesce({text}, {fixed})" if column in part.fixed else text
        else:
            found[column] = fixed if column in part.fixed else "null::varchar"
    return found


def text_statement(
    part: Part,
    view: str,
    relation: str,
    care: Mapping[str, str],
    wordless: Collection[str] = (),
    beside: Sequence[str] = (),
) -> str:
    """Makes a ``view`` of the part's tidy text over ``relation``, with its columns ``beside`` that are no text.

    The others as for ``text_columns``.
    """
    columns = [f"{sql} as {quoted(column)}" for column, sql in text_columns(part, care, wordless).items()]
    attributes = [
        f"{_tidy(source, care, '' if source in wordless else 'without_nothing')} as a{step}"
        for step, source in enumerate(part.attributes.values())
    ]
    listed = ", ".join(["line", *columns, *attributes, *map(quoted, beside)])
    return f"create or replace view {quoted(view)} as select {listed} from {quoted(relation)}"


def untidy_statement(relation: str, sources: Sequence[str]) -> str:
    """For each source column whether cells need tidying, and whether they hold what nobody sees, in one row."""
    flags = [f"{macro}({quoted(source)})" for source in sources for macro in ("is_untidy", "has_unseen")]
    listed = ", ".join(f"coalesce(bool_or({flag}), false)" for flag in flags)
    return f"select {listed} from {quoted(relation)}"


def wordless_statement(relation: str, sources: Mapping[str, str | None]) -> str:
    """For each source column whether a cell says “nothing” in a word, in one row.

    ``sources`` names the column beside it that has a value where its cell surely says none, if there is one.
    """
    cells = (
        f"case when {quoted(value)} is null then {quoted(source)} end" if value else quoted(source)
        for source, value in sources.items()
    )
    listed = ", ".join(f"coalesce(bool_or(is_nothing_at_all({cell})), false)" for cell in cells)
    return f"select {listed} from {quoted(relation)}"


def values_statement(part: Part, expressions: Mapping[str, tuple[str, str]], relation: str = "") -> str:
    """Reads values from the part's text, or from a ``relation`` like it, each row with its place.

    ``expressions`` are column → (expression, type).
    """
    listed = [f"({sql})::{kind} as {quoted(name)}" for name, (sql, kind) in expressions.items()]
    return f"select {', '.join([PLACE, *listed])} from {quoted(relation or text_view(part))}"


def typed_statement(
    part: Part, values: Mapping[str, str], attributes: str, months: str | None, *, is_shown: bool = False
) -> str:
    """Makes the part's rows, with every column of the table, from its text; ``months`` is how many a period stands for.

    A table fed on the side has each different row once. Rows that are only shown are a view over the text.
    """
    listed = [f"{part.number} as part", "line"]
    listed += [_row_value(part, column, values.get(column.name)) for column in part.table.columns]
    listed += [f"{attributes} as attributes", *([f"{months} as months"] if months else [])]
    listed += [REFUSED] if is_shown else []
    rows = f"select {', '.join(listed)} from {quoted(text_view(part))}"
    if not part.is_main:
        key = " and ".join(f"{quoted(column)} is not null" for column in part.table.key)
        rows = (
            f"select part, min(line) as line, * exclude (part, line) from ({rows}) where {key} "
            "group by all order by line"
        )
    return f"create or replace {'view' if is_shown else 'table'} {quoted(typed_table(part))} as {rows}"


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


def rows_statement(parts: Sequence[Part], name: str, *, is_shown: bool = False) -> str:
    """Puts the parts of one table together; ``part`` and ``line`` tell each row's place."""
    if len(parts) == 1:
        return f"alter {'view' if is_shown else 'table'} {quoted(typed_table(parts[0]))} rename to {quoted(name)}"
    selects = " union all by name ".join(f"from {quoted(typed_table(part))}" for part in parts)
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
    is_said = column == part.label or (column == "metric" and bool(part.metrics))
    return bool(part.melted) and (is_said or any(column in columns for _, columns in part.melted))


def _names(part: Part, column: str) -> bool:
    """Whether an id column is fed by a name: then a client called “None” keeps that key."""
    return column in part.table.key and part.sources.get(column) == part.sources.get("name", "")


def _nothing(part: Part, column: str) -> str:
    """The macro that takes the words for “nothing” out of a column; '' for names and free text, which keep them."""
    if column in FREE_TEXT or _names(part, column):
        return ""
    return "without_nothing" if part.table[column].kind == "text" else "without_any_nothing"


def _tidy(source: str, care: Mapping[str, str], nothing: str) -> str:
    text = f"{care[source]}({quoted(source)})" if source in care else quoted(source)
    return f"{nothing}({text})" if nothing else text


def _translated(part: Part, column: str, text: str) -> str:
    """The text with the mapping's values put in; kinds with a dictionary translate there."""
    if column not in part.values or part.table[column].kind in DICTIONARY:
        return text
    name = literal(variable(part, "values", column))
    return f"nullif(coalesce(getvariable({name})[lower(coalesce({text}, ''))], {text}), '')"
