"""Runs only by ``make faults``: files here are called ``*_faults.py``, which the usual run doesn't collect.

A test says what came of it with ``tell``; the lines are printed at the end, those of one subject added up.
"""

from collections import Counter
from collections.abc import Callable

import pytest

from tests.faults.company import Company

Tell = Callable[..., None]


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
    """Prints one line for each subject with its counts."""
    totals: dict[str, Counter[str]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, count in getattr(report, "user_properties", ()) if getattr(report, "when", "") == "call" else ():
                subject, words = name.split("|")
                totals.setdefault(subject, Counter())[words] += count
    for subject in sorted(totals):
        counts = ", ".join(f"{count} {words}" for words, count in totals[subject].items())
        terminalreporter.write_line(f"{subject}: {counts}")
