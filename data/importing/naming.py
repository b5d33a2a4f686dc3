"""The names of what an import works with in its database: a part's views, tables, columns and session variables."""

from data.importing.parts import Part

PLACE = "place"
"""The column that numbers a sheet's rows."""


REFUSED = "is_refused"
"""The column that says of a sheet's row that it is refused."""


def text_view(part: Part) -> str:
    """The name of the part's text: the contract's columns and ``a0``, ``a1`` … as tidy text."""
    return f"text_{part.number}"


def refused_view(part: Part) -> str:
    """The name of the text of the part's refused rows."""
    return f"refused_{part.number}"


def typed_table(part: Part) -> str:
    """The name of the part's rows in the contract's types."""
    return f"typed_{part.number}"


def odd_table(part: Part) -> str:
    """The name of the part's few cells that leave doubts, of columns most of whose cells leave none."""
    return f"odd_{part.number}"


def cells_table(part: Part) -> str:
    """The name of the sheet's cells with the part's values beside them."""
    return f"cells_{part.number}"


def value_column(column: str) -> str:
    """The name under which the values of a column stand beside its text."""
    return f"value_{column}"


def variable(part: Part, purpose: str, column: str = "") -> str:
    """The session variable that holds a map of the part: the values of a column, their meanings, fixed columns."""
    return f"{purpose}_{part.number}_{column}" if column else f"{purpose}_{part.number}"


def literal(name: str) -> str:
    """A word of ours (a variable's name, a date format) as an SQL string."""
    return "'" + name.replace("'", "''") + "'"
