"""The statements that depend on the contract's columns and a file's headings: all SQL that is put together is here.

Names reach SQL through ``quoted`` alone, values through bound parameters or session variables.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from data.contract import Column, Table
from data.importing.parts import Part
from data.schema import quoted

FREE_TEXT = frozenset({"name", "text", "comment", "outcome", "terms", "purpose", "topic", "resolution", "old", "new"})
"""Columns in which “none” or “-” is a text like any other."""

DICTIONARY = ("choice", "boolean", "month")
"""Kinds of few different values: each is looked up among the meanings of the column's spellings."""

_NUMBERS = {".": "point_number", ",": "comma_number"}


@dataclass(frozen=True, slots=True)
class Form:
    """How one column of one file is written, found over all its values.

    ``number`` is "plain" (1234.56), "plain comma" (1234,56), "." or "," (with separators, by the sign before the
    decimals; ``has_both``: both occur, each beyond doubt); ``has_marks``: amounts carry the signs of currencies;
    ``is_percent``: bare shares are per cents too. ``is_plain`` is true for days in ISO alone, for ids that are all
    whole, for shares without signs, and for choices spelt as the contract does or not at all; ``pattern`` is the one of
    strptime that all days have, where there is one; ``slashes`` is the order of days with slashes, dmy or mdy
    (``is_mixed``: both occur, so that the file is refused); ``latest_year`` is the last of two digits.
    """

    number: str = "plain"
    has_both: bool = False
    has_marks: bool = False
    is_percent: bool = False
    is_plain: bool = False
    pattern: str = ""
    slashes: str = "dmy"
    is_mixed: bool = False
    latest_year: int = 0


def text_view(part: Part) -> str:
    """The name of the part's text: the contract's columns and ``a0``, ``a1`` … as tidy text."""
    return f"text_{part.number}"


def typed_table(part: Part) -> str:
    """The name of the part's rows in the contract's types."""
    return f"typed_{part.number}"


def odd_table(part: Part) -> str:
    """The name of the part's few cells that leave doubts, of columns most of whose cells leave none."""
    return f"odd_{part.number}"


def held_table(part: Part) -> str:
    """The name of the part's values in their types, where its rows are shown over them."""
    return f"held_{part.number}"


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
        label = f"trim({part.year}) || {label}" if part.year else label
        metric = f"getvariable({_literal(variable(part, 'metrics'))})[{step + 1}]"
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
        fixed = f"getvariable({_literal(variable(part, 'fixed'))})[{_literal(column)}]"
        if column in sources:
            nothing = "" if sources[column] in wordless else _nothing(part, column)
            text = _translated(part, column, _tidy(sources[column], care, nothing))
            if column == "stage" and part.outcome:
                text = f"coalesce(getvariable({_literal(variable(part, 'outcomes'))})[{quoted(part.outcome)}], {text})"
            found[column] = f"coalesce({text}, {fixed})" if column in part.fixed else text
        else:
            found[column] = fixed if column in part.fixed else "null::varchar"
    return found


def text_statement(part: Part, relation: str, care: Mapping[str, str], wordless: Collection[str] = ()) -> str:
    """Makes the view of the part's tidy text over ``relation``; the others as for ``text_columns``."""
    columns = [f"{sql} as {quoted(column)}" for column, sql in text_columns(part, care, wordless).items()]
    attributes = [
        f"{_tidy(source, care, '' if source in wordless else 'without_nothing')} as a{step}"
        for step, source in enumerate(part.attributes.values())
    ]
    listed = ", ".join(["line", *columns, *attributes])
    return f"create or replace view {quoted(text_view(part))} as select {listed} from {quoted(relation)}"


def untidy_statement(relation: str, sources: Sequence[str]) -> str:
    """For each source column whether cells need tidying, and whether they hold what nobody sees, in one row."""
    flags = [f"{macro}({quoted(source)})" for source in sources for macro in ("is_untidy", "has_unseen")]
    listed = ", ".join(f"coalesce(bool_or({flag}), false)" for flag in flags)
    return f"select {listed} from {quoted(relation)}"


def wordless_statement(relation: str, sources: Sequence[str]) -> str:
    """For each source column whether a cell says “nothing” in a word, in one row."""
    listed = ", ".join(f"coalesce(bool_or(is_nothing_at_all({quoted(source)})), false)" for source in sources)
    return f"select {listed} from {quoted(relation)}"


def value_of(part: Part, column: Column, form: Form) -> str:
    """The expression that gives a text column's value in its type; null where the text is no such value."""
    name = quoted(column.name)
    if column.kind == "choice" and form.is_plain:
        return f"case when {name} in ({', '.join(map(_literal, column.choices))}) then {name} end"
    if column.kind == "id" and form.is_plain:
        return name
    if column.kind == "share" and form.is_plain:
        return f"try_cast({name} as {column.sql_type})"
    if column.kind in DICTIONARY:
        kind = "varchar" if column.kind == "choice" else column.sql_type
        return f"getvariable({_literal(variable(part, 'meanings', column.name))})[{name}]::{kind}"
    if column.kind in ("day", "moment"):
        if form.is_plain:
            return f"try_cast({name} as {column.sql_type})"
        if form.pattern:
            return f"try_strptime({name}, {_literal(form.pattern)})::{column.sql_type}"
        orders = ("dmy", "mdy") if form.is_mixed else (form.slashes,)
        read = (f"{column.kind}_of({name}, {_literal(order)}, {form.latest_year})" for order in orders)
        return f"coalesce({', '.join(read)})"
    if column.kind in ("money", "number", "rate", "integer", "share"):
        return _number_value(part, column, form)
    if column.name == "currency":
        return f"upper({name})"
    return f"intact_id({name})" if column.kind == "id" else name


def number_text(part: Part, column: str, form: Form) -> str:
    """The expression that gives a number as a text that SQL can read, with a point before its decimals."""
    name = quoted(column)
    if form.number in ("plain", "plain comma"):
        return f"plain_number({name})" if form.number == "plain" else f"plain_comma_number({name})"
    text = f"case when {mark_code(part, column)} is not null or mark_of({name}) = '' then amount_text({name}) end"
    text = text if form.has_marks else name
    other = {".": ",", ",": "."}[form.number]
    signs = (form.number, other) if form.has_both else (form.number,)
    return f"coalesce({', '.join(f'{_NUMBERS[sign]}({text})' for sign in signs)})"


def exact_number(part: Part, column: str, form: Form) -> str:
    """The number in a text column with all its decimals."""
    return f"try_cast({number_text(part, column, form)} as decimal(38,10))"


def mark_code(part: Part, column: str) -> str:
    """The code of the currency whose sign stands beside an amount; null without one, and for other words."""
    return f"getvariable({_literal(variable(part, 'marks'))})[nullif(mark_of({quoted(column)}), '')]"


def held_statement(part: Part, values: Mapping[str, str]) -> str:
    """Makes a table of the part's values in their types, for rows that are shown over it."""
    listed = [f"({value})::{part.table[name].sql_type} as {quoted(name)}" for name, value in values.items()]
    return (
        f"create or replace table {quoted(held_table(part))} as select {', '.join(['line', *listed])} "
        f"from {quoted(text_view(part))}"
    )


def typed_statement(
    part: Part, values: Mapping[str, str], attributes: str, months: str | None, *, shown_over: str = ""
) -> str:
    """Makes the part's rows, with every column of the table, from its text; ``months`` is how many a period stands for.

    A table fed on the side has each different row once. With ``shown_over`` the rows are a view over that relation.
    """
    listed = [f"{part.number} as part", "line"]
    listed += [_row_value(part, column, values.get(column.name)) for column in part.table.columns]
    listed += [f"{attributes} as attributes", *([f"{months} as months"] if months else [])]
    rows = f"select {', '.join(listed)} from {quoted(shown_over or text_view(part))}"
    if not part.is_main:
        key = " and ".join(f"{quoted(column)} is not null" for column in part.table.key)
        rows = (
            f"select part, min(line) as line, * exclude (part, line) from ({rows}) where {key} "
            "group by all order by line"
        )
    return f"create or replace {'view' if shown_over else 'table'} {quoted(typed_table(part))} as {rows}"


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
    name = _literal(variable(part, "values", column))
    return f"nullif(coalesce(getvariable({name})[lower(coalesce({text}, ''))], {text}), '')"


def _number_value(part: Part, column: Column, form: Form) -> str:
    name = quoted(column.name)
    if column.kind == "share":
        number = f"try_cast(share_number({name}) as decimal(18,8))"
        whole = f"{number} / 100"
        read = whole if form.is_percent else f"case when ends_with({name}, '%') then {whole} else {number} end"
        return f"try_cast({read} as {column.sql_type})"
    if column.kind == "integer":
        return f"whole_number({exact_number(part, column.name, form)})"
    return f"try_cast({number_text(part, column.name, form)} as {column.sql_type})"


def _literal(name: str) -> str:
    """A word of ours (a variable's name, a date format) as an SQL string."""
    return "'" + name.replace("'", "''") + "'"
