"""Scores once for each version and day, over the whole company: made with an import or at the first question."""

import importlib
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType

from pandas import DataFrame

from analytics import keeping
from analytics.question import Question, Scores
from data import books, queries
from data.books import Books
from data.engine.duckdb import Engine, fetch
from data.errors import UnknownName
from data.scope import LOCAL, Scope, narrow
from data.store import DRAFT, Draft

_STEMS = Path(__file__).parent
_MAKING = threading.Lock()

Fetch = Callable[[str], DataFrame]
"""From a query's name to its rows over the whole company."""


@cache
def analyses() -> tuple[str, ...]:
    """The stems of all analyses: modules and packages beside this one that define ``analyse``."""
    files = {file.stem: file for file in _STEMS.glob("*.py")}
    files |= {file.parent.name: file for file in _STEMS.glob("*/__init__.py")}
    return tuple(stem for stem, file in sorted(files.items()) if "\ndef analyse(" in file.read_text(encoding="utf-8"))


def module(stem: str) -> ModuleType:
    """The analysis called ``stem``.

    Raises:
        UnknownName: there is none.
    """
    if stem not in analyses():
        raise UnknownName("There is no analysis “{stem}”. There are: {known}.", stem=stem, known=", ".join(analyses()))
    return importlib.import_module(f"analytics.{stem}")


@cache
def scoring() -> tuple[str, ...]:
    """The analyses that make scores."""
    return tuple(stem for stem in analyses() if hasattr(module(stem), "score"))


def scores(engine: Engine, found: Books, scope: Scope, stem: str) -> Scores:
    """What ``stem`` found for the version and day of ``scope``, over the whole company; made now if it isn't there.

    They are kept beside the version for the next question, where that can be done.
    """
    folder = engine.workspace.folder(scope.version)
    kept = keeping.load(folder, scope.as_of, stem)
    if kept is not None:
        return kept
    with _MAKING:
        kept = keeping.load(folder, scope.as_of, stem)
        if kept is None:
            whole = scope.company()
            made = _made(stem, found, whole.as_of, lambda name: engine.frame(queries.text(name), whole))
            with suppress(OSError):
                keeping.save(folder, whole.as_of, stem, made)
            kept = keeping.load(folder, scope.as_of, stem)
    return kept or Scores(made.tables, keeping.plain(made.facts))


def score_draft(draft: Draft, progress: Callable[[str, float], None] | None = None, done: float = 0.9) -> None:
    """Makes every analysis' scores for a version in the making, for its default day.

    ``done`` is the share of the whole work that is done before.
    """
    found = _draft_books(draft)
    day = found.last_day
    if day is None:
        return
    whole = Scope(LOCAL, draft.number, day).company()
    con = draft.con.cursor()
    try:
        narrow(con, whole, DRAFT, None)
        for number, stem in enumerate(scoring()):
            if progress:
                progress("Making the scores", done + (1 - done) * number / len(scoring()))
            made = _made(stem, found, day, lambda name: fetch(con, queries.text(name), whole))
            keeping.save(draft.folder, day, stem, made)
    finally:
        con.close()


def narrowed(made: Scores, clients: DataFrame) -> Scores:
    """``made`` with every table that has a ``client_id`` cut down to ``clients``."""
    seen = set(clients["client_id"])
    tables: Mapping[str, DataFrame] = {
        name: table[table["client_id"].isin(seen)].reset_index(drop=True) if "client_id" in table.columns else table
        for name, table in made.tables.items()
    }
    return Scores(tables, made.facts)


def _made(stem: str, found: Books, day: date, rows: Fetch) -> Scores:
    analysis = module(stem)
    frames = {argument: rows(name) for argument, name in analysis.SCORE_FRAMES.items()}
    question = Question(day, known_through=found.known_through, documents=found.documents)
    made: Scores = analysis.score(frames, question)
    return made


def _draft_books(draft: Draft) -> Books:
    with draft.con.cursor() as con:
        con.execute(f"use {DRAFT}")
        return books.read(con)
