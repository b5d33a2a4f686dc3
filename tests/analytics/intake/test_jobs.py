import os
import subprocess
import sys
import time

import pytest

from analytics.intake import jobs
from analytics.intake.jobs import CANCELLED, Job, Outcome, Progress
from data.store import Workspace


def job_of(tmp_path, program):
    """A job whose child runs ``program`` instead of the command line."""
    folder = tmp_path / "job"
    folder.mkdir()
    with (folder / "report.json").open("wb") as said, (folder / "errors.txt").open("wb") as wrong:
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(folder)], stdout=said, stderr=wrong, start_new_session=True
        )
    return Job(process, folder, tmp_path / "workspace")


def wait_for(condition, seconds=10):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def is_alive(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_progress_is_read_whole_and_starts_at_nothing(tmp_path):
    job = job_of(tmp_path, "pass")
    assert job.progress() == Progress("", 0.0)
    jobs.write_progress(job.folder / "progress.json", "Checking deals", 0.25)
    assert job.progress() == Progress("Checking deals", 0.25)
    jobs.write_progress(job.folder / "progress.json", "Checking deals", 0.5, 412_000)
    assert job.progress().pace == 412_000
    assert job.outcome().status == 0


def test_outcome_holds_the_report_and_the_words(tmp_path):
    job = job_of(tmp_path, "import sys; print('{\"batch\": 3}'); print('so it goes', file=sys.stderr); sys.exit(1)")
    assert job.outcome() == Outcome(1, {"batch": 3}, "so it goes")
    assert not job.is_running()


def test_output_that_is_no_object_is_no_report(tmp_path):
    assert job_of(tmp_path, "print('half {')").outcome().report is None


@pytest.mark.skipif(os.name == "nt", reason="process groups are POSIX")
def test_cancel_ends_the_group_and_leaves_nothing(tmp_path):
    program = (
        "import subprocess, sys, pathlib, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "pathlib.Path(sys.argv[1], 'child').write_text(str(child.pid))\n"
        "time.sleep(60)\n"
    )
    making = tmp_path / "workspace" / "versions" / "making-000001"
    making.mkdir(parents=True)
    job = job_of(tmp_path, program)
    named = job.folder / "child"
    wait_for(lambda: named.exists() and named.read_text())
    job.cancel()
    assert job.outcome() == Outcome(CANCELLED, None, "")
    assert not making.exists()
    wait_for(lambda: not is_alive(int(named.read_text())))


@pytest.mark.skipif(os.name == "nt", reason="process groups are POSIX")
def test_cancel_ends_one_who_does_not_listen(tmp_path, monkeypatch):
    monkeypatch.setattr(jobs, "_PATIENCE_SECONDS", 0.3)
    program = (
        "import signal, sys, pathlib, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "pathlib.Path(sys.argv[1], 'ready').touch()\n"
        "time.sleep(60)\n"
    )
    job = job_of(tmp_path, program)
    wait_for((job.folder / "ready").exists)
    job.cancel()
    assert not job.is_running()


IN_FORCE = (
    "import signal, sys, pathlib, time, duckdb\n"
    "from data.store import Workspace\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "with duckdb.connect() as con, Workspace(pathlib.Path(sys.argv[1]).parent / 'workspace').draft(con) as draft:\n"
    "    draft.build_marts()\n"
    "pathlib.Path(sys.argv[1], 'ready').touch()\n"
)


@pytest.mark.skipif(os.name == "nt", reason="process groups are POSIX")
def test_cancel_lets_one_finish_whose_batch_is_in_force(tmp_path, monkeypatch):
    monkeypatch.setattr(jobs, "_PATIENCE_SECONDS", 0.1)
    job = job_of(tmp_path, IN_FORCE + "time.sleep(0.5)\nprint('{\"stored\": true}')\n")
    wait_for((job.folder / "ready").exists, 60)
    job.cancel()
    assert job.outcome() == Outcome(0, {"stored": True}, "")


@pytest.mark.skipif(os.name == "nt", reason="process groups are POSIX")
def test_cancel_never_says_that_nothing_was_stored_when_it_is_in_force(tmp_path, monkeypatch):
    monkeypatch.setattr(jobs, "_PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(jobs, "_LAST_SECONDS", 0.1)
    job = job_of(tmp_path, IN_FORCE + "time.sleep(60)\n")
    wait_for((job.folder / "ready").exists, 60)
    job.cancel()
    outcome = job.outcome()
    assert outcome.status not in (0, CANCELLED)
    assert "“history” lists it" in outcome.report["error"]


def test_cancel_after_the_end_changes_nothing(tmp_path):
    job = job_of(tmp_path, "print('{}')")
    assert job.outcome() == Outcome(0, {}, "")
    job.cancel()
    assert job.outcome() == Outcome(0, {}, "")


def test_cancel_leaves_another_writer_alone(tmp_path):
    making = tmp_path / "workspace" / "versions" / "making-000001"
    making.mkdir(parents=True)
    job = job_of(tmp_path, "pass")
    job.outcome()
    with Workspace(tmp_path / "workspace").writing():
        job.cancel()
    assert making.exists()


def test_start_calls_the_command_line(tmp_path):
    job = jobs.start(["history"], tmp_path / "job", tmp_path / "workspace")
    outcome = job.outcome()
    assert outcome.status == 2
    assert "--progress" in outcome.message
