"""The named queries: one file each, found by name, with the parameters that it takes."""

import re
from functools import cache
from pathlib import Path

from data.errors import UnknownName

FOLDER = Path(__file__).parent / "sql" / "queries"
_PARAMETER = re.compile(r"\$([a-z_]+)")
_COMMENT = re.compile(r"--[^\n]*")


@cache
def names() -> tuple[str, ...]:
    """Every named query, in order."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.sql")))


@cache
def text(name: str) -> str:
    """The statement called ``name``.

    Raises:
        UnknownName: there is no such query.
    """
    if name not in names():
        raise UnknownName("There is no query “{name}”. There are: {names}.", name=name, names=", ".join(names()))
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


@cache
def parameters(sql: str) -> frozenset[str]:
    """The names that a statement takes as ``$name``."""
    return frozenset(_PARAMETER.findall(_COMMENT.sub("", sql)))
