"""Runs only by ``make faults``: files here are called ``*_faults.py``, which the usual run doesn't collect.

A test says what came of it with ``tell``; the lines are printed at the end, those of one subject added up, also
where several processes ran the tests.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from tests.faults.company import Company

Tell = Callable[..., None]
IMPORT_KILLED = "kill -9 of an import"
"""How the subjects begin in which an import is killed."""


@pytest.fixture
def company(tmp_path) -> Company:
    return Company(tmp_path)


@pytest.fixture(scope="session")
def _three(tmp_path_factory) -> Company:
    """Three batches, imported once; every test works on a copy."""
    made = Company(tmp_path_factory.mktemp("three"))
    for _ in range(3):
        made.take()
    return made


@pytest.fixture
def three(_three, tmp_path) -> Company:
    """A company of three batches in three versions."""
    return _three.copy(tmp_path)


@pytest.fixture
def tell(record_property) -> Tell:
    """``tell("kill -9", kills=30, lost=0)``: counts for the line of a subject."""

    def told(subject: str, **counts: int) -> None:
        for words, count in counts.items():
            record_property(f"{subject}|{words.replace('_', ' ')}", count)

    return told


def pytest_terminal_summary(terminalreporter) -> None:
    """Prints a line for each subject with its counts, and what all of it comes to."""
    totals = _totals(terminalreporter.stats)
    if not totals:
        return
    terminalreporter.write_sep("=", "what came of the faults")
    width = max(map(len, totals))
    for subject in sorted(totals):
        counts = ", ".join(f"{count:,} {words}" for words, count in totals[subject].items())
        terminalreporter.write_line(f"{subject:<{width}}  {counts}")
    failed = len(terminalreporter.stats.get("failed", ())) + len(terminalreporter.stats.get("error", ()))
    terminalreporter.write_line(_in_all(totals, failed))


def _totals(stats: Mapping[str, Sequence[Any]]) -> dict[str, Counter[str]]:
    """The counts by subject that the tests told, from whichever process they ran in."""
    totals: dict[str, Counter[str]] = {}
    called = [one for reports in stats.values() for one in reports if getattr(one, "when", "") == "call"]
    for report in called:
        for name, count in report.user_properties:
            subject, words = name.split("|")
            totals.setdefault(subject, Counter())[words] += count
    return totals


def _in_all(totals: Mapping[str, Counter[str]], failed: int) -> str:
    kills = sum(counts["kills"] for counts in totals.values())
    imports = sum(counts["kills"] for subject, counts in totals.items() if subject.startswith(IMPORT_KILLED))
    if failed:
        came = f"{failed} tests failed, see above"
    else:
        came = "nothing acknowledged was lost, nothing unacknowledged was seen, all damage was told"
    return f"In all {kills} times kill -9, {imports} of them on whole imports: {came}."
