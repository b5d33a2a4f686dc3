"""The verb ``read`` as a whole."""

import json

import pytest

from analytics.commandline import main
from analytics.commands import reading
from data.importing.reader import read_file


@pytest.fixture
def exports(tmp_path):
    folder = tmp_path / "exports"
    (folder / "deep").mkdir(parents=True)
    for number in range(60):
        (folder / f"file{number:02d}.csv").write_text(f"id;name\n{number};Ann\n")
    (folder / "deep" / "file00.csv").write_text("id,name\n1,Bo\n")
    (folder / "bad.csv").write_bytes(b"%PDF-1.7\n")
    return folder


def test_many_files_in_one_call_and_one_that_cannot_be_read(tmp_path, exports, capsys):
    out = tmp_path / "out"
    assert main(["read", str(exports), "--out", str(out), "--json", "--workspace", str(tmp_path / "space")]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (len(told["files"]), told["failed"]) == (62, 1)
    assert (out / "file59.csv").read_text() == "id,name\n59,Ann\n"
    assert (out / "deep" / "file00.csv").read_text() == "id,name\n1,Bo\n"
    assert [file["file"] for file in told["files"] if "error" in file] == ["bad.csv"]


def test_what_was_seen_in_words(tmp_path, exports, capsys):
    one = str(exports / "file07.csv")
    assert main(["read", one, "--out", str(tmp_path / "out"), "--workspace", str(tmp_path / "space")]) == 0
    assert "file07.csv → file07.csv: 1 row, headings in line 1" in capsys.readouterr().out


def test_an_unforeseen_error_in_one_file_stops_no_other(tmp_path, exports, capsys, monkeypatch):
    def breaking(path, name, out):
        if name.name == "file03.csv":
            raise LookupError("nobody foresaw this")
        return read_file(path, name, out)

    monkeypatch.setattr(reading, "read_file", breaking)
    few = [str(exports / f"file{number:02d}.csv") for number in range(5)]
    assert main(["read", *few, "--out", str(tmp_path / "out"), "--json", "--workspace", str(tmp_path / "space")]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (len(told["files"]), told["failed"]) == (5, 1)
    assert "incident" in told["files"][3]["error"]
