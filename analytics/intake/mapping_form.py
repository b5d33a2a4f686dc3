"""A file's mapping as a person edits it on screen: each heading and what it feeds, fixed values, ways of reading."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.contract import table
from data.importing.formats import encodings
from data.importing.headings import match
from data.importing.joining import CONFIRMED
from data.importing.mapping import Read, TableMapping, written

LEFT_OUT = "-"
"""What a heading feeds that is left out; one that feeds nothing is kept as an attribute."""

ANSWERED_HERE = ("unknown-table", "missing-column", "not-in-list")
"""Codes of faults that a mapping mends, beside the questions."""

MOST_SAMPLES = 5


@dataclass(frozen=True, slots=True)
class Question:
    """A file that can be read in several ways: the sentence with what fills it, each way with samples read so."""

    code: str
    template: str
    values: Mapping[str, Any]
    choices: tuple[tuple[Mapping[str, Any], tuple[str, ...]], ...]

    def named(self, place: int) -> dict[str, Any]:
        """One of the ways, an encoding by the name that people know."""
        said = self.choices[place][0]
        return {name: encodings.title(value) if name == "encoding" else value for name, value in said.items()}

    def answer(self, read: Mapping[str, Any]) -> int | None:
        """Which of the ways has been chosen in ``read``; None where none has."""
        for place, (said, _) in enumerate(self.choices):
            if all(read.get(key) == value for key, value in said.items()):
                return place
        return None


@dataclass(slots=True)
class Form:
    """One file: ``feeds`` maps a heading to what it feeds (``deals.amount``, several of them, or ``LEFT_OUT``).

    ``known`` are the headings that are recognised without a mapping; one of them that feeds nothing is left out.
    ``fixed`` are columns that the file lacks and that are the same in all rows; ``values`` tells, for a heading that
    feeds a closed list, what its values mean; ``proposed`` are headings whose reading nobody has confirmed yet;
    ``questions`` are what the file leaves open, ``read`` holds the answers as a mapping says them; ``sample`` holds
    the first rows, a cell for each heading.
    """

    file: str
    tables: list[str]
    feeds: dict[str, tuple[str, ...]]
    known: frozenset[str] = frozenset()
    fixed: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    proposed: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    read: dict[str, Any] = field(default_factory=dict)
    sample: list[list[str]] = field(default_factory=list)

    @property
    def targets(self) -> list[str]:
        """Everything that a heading may feed, as table.column."""
        return [f"{name}.{column}" for name in self.tables for column in table(name).names]

    @property
    def lacking(self) -> list[str]:
        """The required columns that nothing feeds, as table.column."""
        fed = {target for targets in self.feeds.values() for target in targets} | {
            target for target, value in self.fixed.items() if value
        }
        needed = [f"{name}.{column}" for name in self.tables for column in table(name).required]
        return [target for target in needed if target not in fed]

    @property
    def unanswered(self) -> list[Question]:
        """The questions that still wait for an answer."""
        return [question for question in self.questions if question.answer(self.read) is None]

    def preview(self) -> list[dict[str, str]]:
        """The first rows as their cells are written: table.column → text, and attributes under their headings."""
        return [self._previewed(dict(zip(self.feeds, row, strict=False))) for row in self.sample]

    def _previewed(self, row: Mapping[str, str]) -> dict[str, str]:
        taken: dict[str, str] = {}
        for heading, targets in self.feeds.items():
            text = self.values.get(heading, {}).get(row.get(heading, ""), "") or row.get(heading, "")
            fed = [target for target in targets if target != LEFT_OUT]
            is_kept = not targets and heading not in self.known
            taken |= dict.fromkeys(fed or ([heading] if is_kept else []), text)
        return taken | {target: value for target, value in self.fixed.items() if value}

    def hold(self, tables: list[str]) -> None:
        """Takes the file for other tables: headings feed their columns again as far as they are recognised."""
        if tables == self.tables:
            return
        self.tables = tables
        can_feed, recognised = {*self.targets, LEFT_OUT}, self._recognised()
        fitting = {heading: tuple(one for one in fed if one in can_feed) for heading, fed in self.feeds.items()}
        self.feeds = fitting | {heading: fed for heading, fed in recognised.items() if not fitting[heading]}
        self.known = frozenset(recognised)

    def _recognised(self) -> dict[str, tuple[str, ...]]:
        headings = list(self.feeds)
        found: dict[str, tuple[str, ...]] = {}
        for name in self.tables:
            for position, column in match(headings, table(name)).items():
                found[headings[position]] = (*found.get(headings[position], ()), f"{name}.{column}")
        return found


def forms(report: Mapping[str, Any], before: Iterable[Form] = ()) -> list[Form]:
    """A form for each file of a check's report, filled with what the check found and what it proposes.

    Fixed values, meanings and ways of reading are those of the mapping that the check used, and what has been set
    since in ``before``.
    """
    earlier = {form.file: form for form in before}
    files = [file for file in report.get("files", []) if file["file"] != CONFIRMED]
    listed = [file for file in files if not file["file"].endswith(".toml")]
    return [_form(file, report.get("reasons", []), earlier.get(file["file"])) for file in listed]


def _form(file: Mapping[str, Any], reasons: Iterable[Mapping[str, Any]], before: Form | None) -> Form:
    said = file.get("mapping", {})
    own = [reason for reason in reasons if reason["file"] == file["file"]]
    feeds: dict[str, tuple[str, ...]] = dict.fromkeys(file["all_headings"], ())
    feeds |= {heading: (target,) for heading, target in file["proposals"].items()}
    feeds |= {heading: tuple(targets) or (LEFT_OUT,) for heading, targets in file["columns"].items()}
    form = Form(
        file["file"],
        list(file["tables"]),
        feeds,
        frozenset(file["columns"]),
        fixed={
            f"{name}.{column}": value for name, part in said.items() for column, value in part.get("set", {}).items()
        },
        values=_meanings(said, feeds, _unknown_values(own, feeds)),
        proposed=tuple(file["proposals"]),
        questions=tuple(_question(reason) for reason in own if reason.get("choices")),
        read={key: value for part in said.values() for key, value in part.get("read", {}).items()},
        sample=[list(row) for row in file.get("sample", [])],
    )
    if before is not None:
        told = {heading: form.values.get(heading, {}) | means for heading, means in before.values.items()}
        form.fixed, form.values = form.fixed | before.fixed, form.values | told
        form.read |= before.read
        asked = {question.code for question in form.questions}
        form.questions = (*(one for one in before.questions if one.code not in asked), *form.questions)
    if not form.tables:
        form.hold([reason["values"]["table"] for reason in own if reason["code"] == "missing-column"][:1])
    return form


def _question(reason: Mapping[str, Any]) -> Question:
    choices = tuple((choice["read"], tuple(choice["samples"])) for choice in reason["choices"])
    return Question(reason["code"], reason["template"], reason["values"], choices)


def _meanings(
    said: Mapping[str, Mapping[str, Any]], feeds: Iterable[str], unknown: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """What values mean, by heading: what a mapping says, and ``unknown`` ones still without a meaning."""
    found = {heading: dict(means) for heading, means in unknown.items()}
    for part in said.values():
        for heading, means in part.get("values", {}).items():
            if heading in feeds:
                found[heading] = {**found.get(heading, {}), **means}
    return found


def _unknown_values(reasons: Iterable[Mapping[str, Any]], feeds: Iterable[str]) -> dict[str, dict[str, str]]:
    """What wasn't understood, by heading: values of closed lists, and the empty value; each still without a meaning.

    Of empty cells nothing is asked as long as it is open whether their row is a total.
    """
    found: dict[str, dict[str, str]] = {}
    listed = list(reasons)
    asked = {"not-in-list"} | ({"missing-value"} if all(one["code"] != "unsure-total" for one in listed) else set())
    for reason in listed:
        if reason["column"] in feeds and reason["code"] in asked:
            given = reason["given"] if reason["code"] == "not-in-list" else ("",)
            found.setdefault(reason["column"], {}).update(dict.fromkeys(given, ""))
    return found


def as_toml(edited: Iterable[Form]) -> str:
    """The forms as one mapping file; a form without tables is left to the finder."""
    return "\n".join(written(_mapping(form), Path(form.file).stem) for form in edited if form.tables)


def _mapping(form: Form) -> dict[str, TableMapping]:
    read = Read(**form.read)
    return {
        name: TableMapping(_columns(form, name), _values(form, name), _fixed(form, name), read) for name in form.tables
    }


def _columns(form: Form, name: str) -> dict[str, tuple[str, ...]]:
    """What each heading feeds in one table; what is left out is left out of the file's first table."""
    fed = {heading: _own(targets, name) for heading, targets in form.feeds.items()}
    left = {
        heading: () for heading, targets in form.feeds.items() if name == form.tables[0] and _is_left(form, heading)
    }
    return {heading: columns for heading, columns in fed.items() if columns} | left


def _is_left(form: Form, heading: str) -> bool:
    targets = form.feeds[heading]
    return LEFT_OUT in targets or (not targets and heading in form.known)


def _own(targets: Iterable[str], name: str) -> tuple[str, ...]:
    """The columns of one table among targets of the form table.column."""
    return tuple(target.partition(".")[2] for target in targets if target.partition(".")[0] == name)


def _values(form: Form, name: str) -> dict[str, dict[str, str]]:
    told = {
        heading: {given: value for given, value in means.items() if value} for heading, means in form.values.items()
    }
    return {heading: means for heading, means in told.items() if means and _own(form.feeds.get(heading, ()), name)}


def _fixed(form: Form, name: str) -> dict[str, str]:
    return {
        target.partition(".")[2]: value
        for target, value in form.fixed.items()
        if value and target.partition(".")[0] == name
    }
