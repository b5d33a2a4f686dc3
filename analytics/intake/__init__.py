"""What holds for every import, from the command line and the page alike: who may, and which schemes are sound."""

from analytics.pay import scheme_file
from analytics.words import N_
from data.books import Batch
from data.contract import TABLES
from data.errors import DataRefused
from data.scope import Viewer

IMPORTERS = frozenset({"director", "analyst"})
DIRECTORS_FILES = ("scheme.toml", "access.toml")

_NOT_HERE = N_("Only directors and analysts import and undo.")
_DIRECTORS_OWN = N_("The last import held pay, a scheme or rights; a director undoes it.")


def import_refusal(viewer: Viewer) -> str | None:
    """Why the viewer may not import, as a template; None where they may."""
    return None if viewer.roles & IMPORTERS else _NOT_HERE


def undo_refusal(viewer: Viewer, last: Batch) -> str | None:
    """Why the viewer may not take the ``last`` import back, as a template; None where they may."""
    if not viewer.roles & IMPORTERS:
        return _NOT_HERE
    kept = {table.name for table in TABLES if table.director_only}
    is_directors = bool(kept & set(last.counts)) or any(name.endswith(DIRECTORS_FILES) for name in last.files)
    return _DIRECTORS_OWN if is_directors and "director" not in viewer.roles else None


def check_document(kind: str, text: str) -> None:
    """Checks the meaning of a document that is imported: a scheme, by what it may say.

    Raises:
        DataRefused: the scheme is off; every fault is named with its line.
    """
    found = scheme_file.faults(text) if kind == "scheme" else ()
    if found:
        raise DataRefused("{faults}", faults=" ".join(map(str, found)))
