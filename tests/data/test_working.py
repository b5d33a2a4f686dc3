"""The folder that an import works in: gone afterwards, swept after a kill, never another's."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from data import working

HOLD = (
    "import os, signal, sys; from data import working\n"
    "with working.working() as (con, folder):\n"
    "    (folder / 'copy').write_text('x'); print(folder, flush=True)\n"
    "    sys.stdin.read(); os.kill(os.getpid(), signal.SIGKILL)"
)


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_it_is_gone_afterwards(place):
    with working.working() as (con, folder):
        assert con.execute("select 1").fetchone() == (1,)
        (folder / "copy").write_text("x")
    assert list(place.iterdir()) == []


def test_a_dead_process_folder_is_swept_and_a_living_one_is_not(place):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen([sys.executable, "-c", HOLD], **pipes)
    folder = Path(process.stdout.readline().strip())
    assert working.sweep() == []
    assert (folder / "copy").exists()
    process.communicate("")
    assert folder.exists()
    assert working.sweep() == [folder.name]
    assert list(place.iterdir()) == []


def test_folders_of_others_are_left_alone(place):
    (place / "haldur-notes").mkdir()
    (place / "haldur-import-fresh").mkdir()
    (place / "haldur-import-file").touch()
    assert working.sweep() == []
    assert len(list(place.iterdir())) == 3
