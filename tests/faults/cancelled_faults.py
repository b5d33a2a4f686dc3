"""A job that is cancelled at any moment leaves nothing; one whose batch is in force already ends as usual."""

import random
import time

import pytest

from analytics.intake import jobs
from analytics.intake.jobs import CANCELLED, Job
from tests.faults.company import Company

CANCELS = 12


@pytest.fixture(autouse=True)
def _own_temporary_folder(three, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(three.folder / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", str(three.folder / "tmp"))


def wait_until(job: Job, share: float, linger: float) -> None:
    while job.is_running() and job.progress().share < share:
        time.sleep(0.001)
    time.sleep(linger)


def cancelled(company: Company, number: int, share: float, linger: float) -> str:
    batch = company.batch()
    folder = company.workspace.path / "imports" / str(number)
    job = jobs.start(["import", *map(str, batch.paths)], folder, company.workspace.path)
    wait_until(job, share, linger)
    job.cancel()
    outcome = job.outcome()
    if outcome.status == 0:
        assert outcome.report is not None
        assert outcome.report["stored"]
        company.acknowledged.append(batch)
        return "too_late_and_told_as_stored"
    assert outcome.status == CANCELLED
    return "cancelled"


def test_a_cancelled_job_leaves_nothing(three, tell):
    company, draw = three, random.Random(5)
    for number in range(CANCELS):
        share = draw.choice([0.0, 0.1, 0.25, 0.3, 0.5, 0.85, 0.9, 0.95, 1.0])
        came = cancelled(company, number, share, draw.random() * 0.1)
        found = company.stored()
        assert found.holds(company.acknowledged)
        assert not found.faults
        assert company.leftovers() == []
        tell("jobs cancelled", cancels=1, lost=0, torn=0, **{came: 1})
    company.take()
    assert company.stored().holds(company.acknowledged)


def test_a_job_cancelled_in_its_last_moment(three, tell):
    company = three
    for number in range(6):
        batch = company.batch()
        folder = company.workspace.path / "imports" / str(number)
        job = jobs.start(["import", *map(str, batch.paths)], folder, company.workspace.path)
        before = company.workspace.number()
        while job.is_running() and not company.workspace.folder((before or 0) + 1).exists():
            time.sleep(0.0002)
        time.sleep(number * 0.002)
        job.cancel()
        outcome = job.outcome()
        if outcome.status == 0:
            company.acknowledged.append(batch)
        assert company.stored().holds(company.acknowledged), "what the page says isn't what is stored"
        assert company.leftovers() == []
        tell("jobs cancelled as the batch came in force", cancels=1, told_wrongly=0,
             stored=int(outcome.status == 0))  # fmt: skip
        if outcome.status == 0:
            company.workspace.undo()
            company.acknowledged.pop()
