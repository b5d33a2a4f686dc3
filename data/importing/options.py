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
    or the rights' meaning.

    Raises:
        UsageError: there is no such table or mode.
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

    def __post_init__(self) -> None:
        names = [table.name for table in TABLES]
        for name in (*([self.table] if self.table else ()), *self.known_through):
            if name not in names:
                raise UsageError(
                    "There is no table {table}. The tables are {tables}.", table=name, tables=", ".join(names)
                )
        if self.mode not in ("upsert", "replace"):
            raise UsageError("The mode {mode} isn't known. Use upsert or replace.", mode=self.mode)
        if len(self.currency) != 3 or not self.currency.isalpha() or not self.currency.isupper():
            raise UsageError("The currency {currency} isn't a code such as EUR.", currency=self.currency)

    @property
    def moment(self) -> datetime:
        """The moment that the history shows."""
        return self.at or datetime(self.today.year, self.today.month, self.today.day)
