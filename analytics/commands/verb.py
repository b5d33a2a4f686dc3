"""What a verb of the command line is: its words, and what it does with them."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from data.errors import UsageError
from data.settings import Settings


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb answers: ``content`` is printed with ``--json``, ``text`` without, ``notice`` on standard error."""

    content: dict[str, Any]
    text: str = ""
    status: int = 0
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the words given and the installation's settings."""

    given: Namespace
    settings: Settings

    @property
    def workspace(self) -> Path:
        """The folder of the workspace."""
        return Path(self.given.workspace)

    @property
    def viewer(self) -> str | None:
        """The e-mail whose rights hold; None for the local user."""
        return self.given.viewer or None

    @property
    def as_json(self) -> bool:
        """Whether one JSON object was asked for."""
        return bool(self.given.json)


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: ``arguments`` adds its own words to a parser, ``run`` answers a call."""

    name: str
    does: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Call], Answer]


def day(text: str) -> date:
    """``2026-11-03`` as a day.

    Raises:
        UsageError: it isn't a day written so.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError("{text} is no day; it would be like 2026-11-03.", text=repr(text)) from error


def month(text: str) -> date:
    """``2026-11`` as its first day.

    Raises:
        UsageError: it isn't a month written so.
    """
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise UsageError("{text} is no month; it would be like 2026-11.", text=repr(text)) from error


def last_day(first: date) -> date:
    """The last day of the month that begins on ``first``."""
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def pairs(words: list[str]) -> dict[str, str]:
    """``["k=4", "method=rules"]`` as a dictionary.

    Raises:
        UsageError: a word without "=", or a name given twice.
    """
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise UsageError("{word} isn't understood; it would be like name=value.", word=repr(word))
        if name in found:
            raise UsageError("{name} is given twice.", name=name)
        found[name] = value
    return found
