"""A clock that goes backwards: versions are told apart by their numbers, so nothing is lost and nothing mixed up."""

import json
import os
from datetime import date, datetime, timedelta

import duckdb

from analytics.commandline import main
from analytics.commands import importing
from data.store import Workspace


class Earlier(datetime):
    """The clock of a machine that was set years back between two imports."""

    @classmethod
    def now(cls, tz=None):
        return cls(2020, 1, 1, tzinfo=tz)


def take(folder, number):
    path = folder / f"clients_{number}.csv"
    path.write_text(f"client_id,name\nC{number},Client {number}\n", encoding="utf-8")
    assert main(["import", "--json", "--workspace", str(folder / "space"), "--today", "2026-06-30", str(path)]) == 0


def asked(folder, verb, capsys):
    capsys.readouterr()
    assert main([verb, "--json", "--workspace", str(folder / "space")]) == 0
    return json.loads(capsys.readouterr().out)


def names(workspace):
    number = workspace.number()
    with duckdb.connect() as con:
        workspace.attach(con, number)
        return [row[0] for row in con.execute(f"select client_id from main_{number:06d}.clients order by 1").fetchall()]


def test_imports_keep_their_order_when_the_clock_goes_back(tmp_path, monkeypatch, capsys):
    workspace = Workspace(tmp_path / "space")
    take(tmp_path, 1)
    monkeypatch.setattr(importing, "datetime", Earlier)
    take(tmp_path, 2)
    batches = asked(tmp_path, "history", capsys)["batches"]
    assert [batch["batch"] for batch in batches] == [1, 2]
    assert batches[0]["imported_at"] > batches[1]["imported_at"]
    assert names(workspace) == ["C1", "C2"]
    assert asked(tmp_path, "undo", capsys) == {"version": 1}
    assert names(workspace) == ["C1"]
    take(tmp_path, 3)
    assert (workspace.number(), names(workspace)) == (3, ["C1", "C3"])


def test_files_from_the_future_are_read_and_swept_like_any_other(tmp_path):
    workspace = Workspace(tmp_path / "space")
    take(tmp_path, 1)
    (workspace.path / "versions" / "making-000002").mkdir()
    later = (datetime.combine(date.today(), datetime.min.time()) + timedelta(days=3650)).timestamp()
    for path in workspace.path.rglob("*"):
        os.utime(path, (later, later))
    assert workspace.fault(1) is None
    assert names(workspace) == ["C1"]
    take(tmp_path, 2)
    assert names(workspace) == ["C1", "C2"]
    assert workspace.leftovers() == []
    assert workspace.undo() == 1
