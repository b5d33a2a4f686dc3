"""What an analysis is asked: the day it looks from, the period, the options, and the scores that it may read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pandas import DataFrame

Frames = Mapping[str, DataFrame]
"""Argument name → the frame of the query that the analysis names for it."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What a scoring analysis found over the whole company: frames by name, and plain facts that JSON can hold.

    Nothing in it is worded; a frame with a ``client_id`` is narrowed to the viewer's clients before it is read.
    """

    tables: Mapping[str, DataFrame] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One question to an analysis.

    ``start`` is None for "from the beginning"; ``end`` is the period's last day and may lie after ``as_of``.
    ``known_through`` tells to which day each table's events are complete. ``documents`` holds the texts of the
    workspace's schemes by kind, oldest first. ``is_whole`` is true when neither rights nor filters narrow the view.
    ``acknowledged`` tells when a manager has read a scheme, by its text and the manager's id.
    """

    as_of: date
    start: date | None = None
    end: date | None = None
    options: Any = None
    known_through: Mapping[str, date] = field(default_factory=dict)
    scores: Mapping[str, Scores] = field(default_factory=dict)
    documents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_whole: bool = True
    acknowledged: Mapping[tuple[str, str], datetime] = field(default_factory=dict)

    def through(self, *tables: str) -> date:
        """The day up to which all of ``tables`` are known, never past ``as_of``."""
        return min([self.as_of, *(self.known_through[name] for name in tables if name in self.known_through)])
