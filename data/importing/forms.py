"""How the columns of a file are written, and the expressions that read their values from text."""

from dataclasses import dataclass

from data.contract import Column
from data.importing.naming import literal, variable
from data.importing.parts import Part
from data.schema import quoted

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


def value_of(part: Part, column: Column, form: Form) -> str:
    """The expression that gives a text column's value in its type; null where the text is no such value."""
    name = quoted(column.name)
    if column.kind == "choice" and form.is_plain:
        return f"case when {name} in ({', '.join(map(literal, column.choices))}) then {name} end"
    if column.kind == "id" and form.is_plain:
        return name
    if column.kind == "share" and form.is_plain:
        return f"try_cast({name} as {column.sql_type})"
    if column.kind in DICTIONARY:
        kind = "varchar" if column.kind == "choice" else column.sql_type
        return f"getvariable({literal(variable(part, 'meanings', column.name))})[{name}]::{kind}"
    if column.kind in ("day", "moment"):
        if form.is_plain:
            return f"try_cast({name} as {column.sql_type})"
        if form.pattern:
            return f"try_strptime({name}, {literal(form.pattern)})::{column.sql_type}"
        orders = ("dmy", "mdy") if form.is_mixed else (form.slashes,)
        read = (f"{column.kind}_of({name}, {literal(order)}, {form.latest_year})" for order in orders)
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
    other = {".": ",", ",": "."}[form.number]
    signs = (form.number, other) if form.has_both else (form.number,)
    if not form.has_marks:
        return f"coalesce({', '.join(f'{_NUMBERS[sign]}({name})' for sign in signs)})"
    bare = f"case when {mark_code(part, column)} is not null or mark_of({name}) = '' then amount_text({name}) end"
    read = f"coalesce({', '.join(f'{_NUMBERS[sign]}(bare)' for sign in signs)})"
    return f"list_transform([{bare}], lambda bare: {read})[1]"


def exact_number(part: Part, column: str, form: Form) -> str:
    """The number in a text column with all its decimals."""
    return f"try_cast({number_text(part, column, form)} as decimal(38,10))"


def mark_code(part: Part, column: str) -> str:
    """The code of the currency whose sign stands beside an amount; null without one, and for other words."""
    return f"getvariable({literal(variable(part, 'marks'))})[nullif(mark_of({quoted(column)}), '')]"


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
