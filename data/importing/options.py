"""What an import is asked to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal, Protocol

from data.contract import TABLES
from data.errors import UsageError
from data.importing.documents import Check


class Progress(Protocol):
    """Is told what is being done, how much of the whole is, and how many rows have been read so far."""

    def __call__(self, words: str, done: float, rows: int = 0, /) -> None:
        """Tells a step."""


Mode = Literal["upsert", "replace"]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How files are taken.

    ``today`` is the day that plausible days are measured from; ``at`` the moment written into the history (midnight of
    today where not given). ``table`` says what the files hold, ``mapping`` is a file that maps their headings.
    ``good_rows`` stores the good rows of a batch that has refused ones. ``known_through`` states for tables the day
    up to which they are known. ``director`` may import pay, schemes and rights. ``check_document`` checks a scheme's
    or the rights' meaning. ``confirm_matches`` keeps all proposed matches of unknown numbers as aliases,
    ``confirmed`` those that it lists: (entity, code) → id. Of the tables in ``mark_removed`` the stored rows that the
    files lack are marked removed. ``rejects`` is the file or folder for the refused rows in their original form.

    Raises:
        UsageError: there is no such table, mode or entity.
    """

    today: date
    who: str = "local"
    table: str | None = None
    mapping: Path | None = None
    mode: Mode = "upsert"
    good_rows: bool = False
    currency: str = "EUR"
    director: bool = True
    known_through: Mapping[str, date] = field(default_factory=dict)
    at: datetime | None = None
    check_document: Check | None = None
    confirm_matches: bool = False
    confirmed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    mark_removed: frozenset[str] = frozenset()
    rejects: Path | None = None

    def __post_init__(self) -> None:
        names = [table.name for table in TABLES]
        for name in (*([self.table] if self.table else ()), *self.known_through, *self.mark_removed):
            if name not in names:
                raise UsageError(
                    "There is no table {table}. The tables are {tables}.", table=name, tables=", ".join(names)
                )
        for entity, _code in self.confirmed:
            if entity not in ("client", "manager", "product"):
                raise UsageError("A match is of a client, manager or product, not of {entity}.", entity=repr(entity))
        if self.mode not in ("upsert", "replace"):
            raise UsageError("The mode {mode} isn't known. Use upsert or replace.", mode=self.mode)
        if self.mode == "replace" and self.mark_removed:
            raise UsageError("Replacing takes out what the files lack; marking it removed is for upsert.")
        if len(self.currency) != 3 or not self.currency.isalpha() or not self.currency.isupper():
            raise UsageError("The currency {currency} isn't a code such as EUR.", currency=self.currency)

    @property
    def moment(self) -> datetime:
        """The moment that the history shows."""
        return self.at or datetime(self.today.year, self.today.month, self.today.day)
