import json
import subprocess
import sys

import pytest

from data import log


def records(workspace):
    return [json.loads(line) for line in log.log_file(workspace).read_text().splitlines()]


def fail_with_a_name():
    raise ValueError("Mari Maasikas, 372 5555 0101")


def test_an_event_is_one_line_of_json(tmp_path):
    log.configure(tmp_path)
    log.event("import", batch=4, rejected=0, verb="check")
    [record] = records(tmp_path)
    assert record["event"] == "import"
    assert record["level"] == "info"
    assert record["facts"] == {"batch": 4, "rejected": 0, "verb": "check"}


@pytest.mark.parametrize("text", ["mari@firma.ee", "Mari Maasikas", "a\nb", "x" * 50])
def test_what_a_person_wrote_is_refused(tmp_path, text):
    log.configure(tmp_path)
    with pytest.raises(ValueError, match="nothing that a person wrote"):
        log.event("import", who=text)
    assert not log.log_file(tmp_path).exists()


def test_an_incident_keeps_the_place_and_not_the_message(tmp_path):
    log.configure(tmp_path)
    try:
        fail_with_a_name()
    except ValueError as error:
        number = log.incident(error)
    [record] = records(tmp_path)
    assert record["facts"]["incident"] == number
    assert len(number) == 8
    assert record["facts"]["error"] == "builtins.ValueError"
    assert record["facts"]["places"][-1].endswith("fail_with_a_name")
    assert "Mari" not in log.log_file(tmp_path).read_text()
    assert [found["facts"]["incident"] for found in log.incidents(tmp_path)] == [number]


def test_records_below_the_level_are_left_out(tmp_path):
    log.configure(tmp_path, "warning")
    log.event("import", batch=1)
    log.event("import", level="warning", batch=2)
    assert [record["facts"]["batch"] for record in records(tmp_path)] == [2]


def test_a_full_file_is_rotated_and_the_oldest_forgotten(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "MOST_BYTES", 10)
    log.configure(tmp_path)
    for batch in range(8):
        log.event("import", batch=batch)
    kept = sorted(path.name for path in (tmp_path / "log").glob("haldur.jsonl*"))
    assert kept == ["haldur.jsonl", *(f"haldur.jsonl.{number}" for number in range(1, 6))]
    assert [record["facts"]["batch"] for record in records(tmp_path)] == [7]


def test_a_log_that_cannot_be_written_is_said_once_a_record(tmp_path, capsys):
    (tmp_path / "log").write_text("a file where the folder would be")
    log.configure(tmp_path)
    log.event("import", batch=1)
    assert "can't be written" in capsys.readouterr().err


def test_processes_share_one_file(tmp_path):
    program = "import sys; from data import log; log.configure(sys.argv[1]); [log.event('run', n=n) for n in range(40)]"
    running = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path)]) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    assert len(records(tmp_path)) == 80


def test_a_broken_line_is_passed_over(tmp_path):
    log.configure(tmp_path)
    log.incident(KeyError("x"))
    with log.log_file(tmp_path).open("a") as file:
        file.write('{"event": "incident", half\n')
    assert len(log.incidents(tmp_path)) == 1
