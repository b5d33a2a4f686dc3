"""The sentences of an import's faults and warnings, by code: what is wrong and what would be accepted.

``ROWS`` refuse one row, ``FILES`` a whole file, ``QUESTIONS`` wait for an answer, ``WARNINGS`` only tell. They are
templates with named places, which stay untranslated until they are shown.
"""

from data.importing.messages.files import FILES, ORPHANED_BY_REMOVAL
from data.importing.messages.noticed import WARNINGS
from data.importing.messages.questions import QUESTIONS
from data.importing.messages.rows import CLOSE_VALUE, ONCE_CLOSED, ONCE_WON, ROWS

__all__ = [
    "CLOSE_VALUE", "FILES", "ONCE_CLOSED", "ONCE_WON", "ORPHANED_BY_REMOVAL", "QUESTIONS", "ROWS", "WARNINGS",
    "doubt_sentence", "fault_template", "warning_template",
]  # fmt: skip

_FAULTS = ROWS | QUESTIONS | FILES


def fault_template(code: str) -> str:
    """The sentence of a fault, as a template with named places.

    Raises:
        KeyError: no fault has that code.
    """
    return _FAULTS[code]


def warning_template(code: str) -> str:
    """The sentence of a warning, as a template with named places.

    Raises:
        KeyError: no warning has that code.
    """
    return WARNINGS[code]


def doubt_sentence(code: str, **values: object) -> str:
    """What is odd about a file, in a sentence, for whoever only reads it: nothing is said of mapping files.

    Raises:
        KeyError: nothing has that code.
    """
    template = _FAULTS.get(code) or WARNINGS[code]
    return template.partition("\n[")[0].format_map({"section": "", **values})
