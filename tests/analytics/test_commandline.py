import json
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from analytics import commandline, runner
from analytics.commandline import main
from data import log, store
from data.errors import HaldurError
from tests.public_data import FOLDER as PUBLIC_DATA

SHARED = PUBLIC_DATA
MAPPINGS = Path(__file__).parents[1] / "mappings"

CLIENTS = "client_id,name\nK1,AS Näidis\nK2,OÜ Proov\n"
DEALS = (
    "deal_id,opened_on,stage,client_id,closed_on,amount\n"
    "D1,2026-01-05,won,K1,2026-02-03,80000000.10\n"
    "D2,2026-01-06,won,K2,2026-03-04,487704.08\n"
    "D3,2026-03-01,offer,K2,,\n"
)
MANAGERS = "manager_id,name,email\nM1,Mari Maasikas,mari@firma.ee\n"
ACCESS = """
[[person]]
email = "ants@firma.ee"
role = "analyst"

[[person]]
email = "direktor@firma.ee"
role = "director"
"""
PAYROLL = "manager_id,period,salary\nM1,2026-01,1500.00\n"


@pytest.fixture
def call(tmp_path, capsys, monkeypatch):
    """Calls the command line on a workspace of the test's own: ``call("history")`` → status, output, errors."""
    monkeypatch.chdir(tmp_path)
    for name in ("WORKSPACE", "VIEWER", "LANGUAGE"):
        monkeypatch.delenv(f"HALDUR_{name}", raising=False)

    def run(*words):
        status = main([str(word) for word in words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def write(folder, **texts):
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        ending = "toml" if name in ("access", "scheme") else "csv"
        (folder / f"{name}.{ending}").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def files(tmp_path):
    return partial(write, tmp_path / "exports")


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """A folder with a workspace of clients, deals, a manager, and the rights of an analyst and a director."""
    folder = tmp_path_factory.mktemp("imported")
    exports = write(folder / "exports", clients=CLIENTS, deals=DEALS, managers=MANAGERS, access=ACCESS)
    assert main(["import", str(exports), "--workspace", str(folder / "workspace"), "--today", "2026-04-01"]) == 0
    return folder


@pytest.fixture
def filled(imported, tmp_path):
    """A copy of that folder, the test's own."""
    shutil.copytree(imported, tmp_path, dirs_exist_ok=True)
    return tmp_path / "exports"


def answer(result):
    """The object that a call with --json printed: one line, nothing else on standard output."""
    status, out, _err = result
    assert out.count("\n") == 1
    return status, json.loads(out)


def test_money_prints_with_its_two_places_and_what_is_missing_as_null(call, filled):
    statement = "select sum(amount) as amount, max(closed_on) as day, null as nothing from deals"
    status, out, err = call("sql", statement, "--json")
    assert (status, err) == (0, "")
    assert out == '{"rows": [{"amount": 80487704.18, "day": "2026-03-04", "nothing": null}]}\n'


def test_an_import_reports_what_it_did_and_twice_changes_nothing(call, files):
    folder = files(clients=CLIENTS, deals=DEALS)
    status, told = answer(call("import", folder, "--json"))
    assert (status, told["batch"], told["stored"]) == (0, 1, True)
    assert told["tables"]["deals"] == {"added": 3, "changed": 0, "unchanged": 0, "rejected": 0, "lacking": 0}
    status, told = answer(call("import", folder, "--json"))
    assert (status, told["batch"]) == (0, None)
    assert told["tables"]["deals"]["unchanged"] == 3
    _, told = answer(call("history", "--json"))
    assert [batch["batch"] for batch in told["batches"]] == [1]


def test_a_check_stores_nothing(call, files):
    status, told = answer(call("check", files(clients=CLIENTS), "--json"))
    assert (status, told["stored"], told["tables"]["clients"]["added"]) == (0, False, 2)
    assert call("history", "--json")[0] == 3


def test_a_refused_row_is_told_with_its_place_and_nothing_is_stored(call, files):
    folder = files(clients=CLIENTS, deals=DEALS.replace("487704.08", "much"))
    status, told = answer(call("import", folder, "--json"))
    assert (status, told["stored"]) == (1, False)
    [fault] = told["rejects"]
    assert {name: fault[name] for name in ("file", "line", "column", "value", "code")} == {
        "file": "deals.csv",
        "line": 3,
        "column": "amount",
        "value": "much",
        "code": "not-a-number",
    }
    [reason] = told["reasons"]
    assert (reason["rows"], reason["lines"], reason["given"]) == (1, [3], {"much": 1})
    status, out, _err = call("import", folder)
    assert status == 1
    assert "deals.csv:3  amount “much”  not-a-number" in out
    assert "Nothing was stored" in out


def test_the_good_rows_may_be_stored_and_the_others_written(call, files, tmp_path):
    folder = files(clients=CLIENTS, deals=DEALS.replace("487704.08", "much"))
    status, told = answer(call("import", folder, "--good-rows", "--rejects", tmp_path / "refused.csv", "--json"))
    assert (status, told["stored"], told["tables"]["deals"]["added"]) == (0, True, 2)
    head, row, *_rest = (tmp_path / "refused.csv").read_text(encoding="utf-8-sig").splitlines()
    assert head == DEALS.splitlines()[0] + ",haldur_code,haldur_message"
    assert row.startswith(DEALS.splitlines()[2].replace("487704.08", "much") + ",not-a-number,")


def test_a_file_that_is_none_is_refused_in_a_report(call, tmp_path):
    status, told = answer(call("import", tmp_path / "nowhere.csv", "--json"))
    assert (status, told["stored"]) == (1, False)
    assert told["rejects"][0]["file"] == "nowhere.csv"


def test_a_wrong_mapping_is_refused_in_a_report(call, files, tmp_path):
    (tmp_path / "mapping.toml").write_text("[clients.clients.columns]\nname = 'nonsense'\n")
    status, told = answer(call("import", files(clients=CLIENTS), "--mapping", tmp_path / "mapping.toml", "--json"))
    assert status == 1
    assert "nonsense" in told["rejects"][0]["message"]


INVOICES = "invoice_id,client_id,issued_on,due_on,amount\nI1,Näidis,2026-03-01,2026-03-15,100\n"


def test_matches_are_told_and_confirmed_once(call, filled, files):
    folder = files(invoices=INVOICES)
    status, out, _err = call("import", folder)
    assert status == 1
    assert "client Näidis → K1 “AS Näidis” (by name; 1 row)" in out
    assert "--confirm-matches" in out
    status, told = answer(call("check", folder, "--json"))
    assert told["matches"] == [
        {"entity": "client", "code": "Näidis", "id": "K1", "by": "name", "name": "Näidis", "other_name": "AS Näidis",
         "rows": 1, "score": 1.0}
    ]  # fmt: skip
    status, told = answer(call("check", folder, "--confirm", "client:Näidis=K2", "--json"))
    assert (status, told["tables"]["aliases"]["added"]) == (0, 1)
    assert call("import", folder, "--confirm-matches")[0] == 0
    status, told = answer(call("import", folder, "--json"))
    assert (status, told["batch"], told["matches"]) == (0, None, [])


def test_what_a_full_export_lacks_is_told_and_marked_removed(call, files):
    clients = "client_id,name\n" + "".join(f"K{number},Name {number}\n" for number in range(10, 20))
    call("import", files(clients=clients))
    folder = files(clients=clients.replace("K15,Name 15\n", ""))
    _status, out, _err = call("check", folder)
    assert "The files lack 1 stored row of clients: K15 Name 15" in out
    assert "--mark-removed clients marks them removed" in out
    status, told = answer(call("import", folder, "--mark-removed", "clients", "--json"))
    assert (status, told["lacking"][0]["marked"], told["batch"]) == (0, True, 2)
    status, told = answer(call("sql", "select count(*) as n from clients where client_id = 'K15'", "--json"))
    assert (status, told["rows"]) == (0, [{"n": 0}])


def test_undo_takes_the_last_import_back(call, filled, files):
    call("import", files(clients=CLIENTS + "K3,UAB Naujas\n"), "--today", "2026-04-02")
    status, told = answer(call("undo", "--json"))
    assert (status, told) == (0, {"version": 1})
    _, told = answer(call("history", "--json"))
    assert [batch["batch"] for batch in told["batches"]] == [1]


def test_history_lists_imports_for_a_reader(call, filled):
    status, out, _err = call("history")
    assert status == 0
    assert "clients.csv" in out
    assert "local user" in out


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        [],
        ["run"],
        ["run", "nonsense"],
        ["run", "churn", "key"],
        ["run", "churn", "--as-of", "yesterday"],
        ["run", "churn", "--from", "2026-13"],
        ["run", "churn", "--from", "2026-03", "--to", "2026-01"],
        ["query", "nonsense"],
        ["sql", "drop table deals"],
        ["sql", "select nonsense from deals"],
        ["import", "x.csv", "--table", "nonsense"],
        ["import", "x.csv", "--known-through", "nonsense=2026-01-01"],
        ["import", "x.csv", "--currency", "euro"],
        ["import", "x.csv", "--confirm", "client:7"],
        ["import", "x.csv", "--confirm", "deal:7=D1"],
        ["import", "x.csv", "--mark-removed", "nonsense"],
        ["import", "x.csv", "--mark-removed", "deals", "--mode", "replace"],
        ["history", "--nonsense"],
        ["sample", "--out", "x", "--clients", "3"],
        ["report"],
    ],
)
def test_words_that_are_off_are_told_in_one_line(call, filled, words):
    status, out, err = call(*words)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_an_error_is_an_object_too_where_one_was_asked_for(call):
    status, told = answer(call("run", "churn", "--json", "--as-of", "yesterday"))
    assert status == told["status"] == 2
    assert "yesterday" in told["error"]


def test_a_wrong_name_is_told_before_the_workspace_is_looked_at(call):
    assert call("run", "nothing")[0] == 2


def test_a_workspace_without_data_fails(call):
    status, _out, err = call("run", "overview")
    assert status == 3
    assert "Import your files" in err


def test_a_setting_that_is_off_is_told(call, tmp_path):
    (tmp_path / "haldur.toml").write_text("nonsense = 'x'")
    assert call("history")[0] == 2


def test_the_settings_name_the_workspace_and_the_viewer(call, filled, tmp_path, monkeypatch):
    (tmp_path / "workspace").rename(tmp_path / "books")
    (tmp_path / "haldur.toml").write_text("workspace = 'books'\nviewer = 'mari@firma.ee'\n")
    assert answer(call("query", "metric_revenue", "--json")) == (0, {"rows": []})


@pytest.mark.parametrize(
    ("viewer", "words", "status"),
    [
        ("nobody@firma.ee", ["run", "overview"], 4),
        ("nobody@firma.ee", ["history"], 4),
        ("mari@firma.ee", ["history"], 4),
        ("mari@firma.ee", ["undo"], 4),
        ("mari@firma.ee", ["import", "exports"], 4),
        ("ants@firma.ee", ["history"], 0),
        ("ants@firma.ee", ["undo"], 4),
        ("direktor@firma.ee", ["history"], 0),
    ],
)
def test_rights_hold(call, filled, viewer, words, status):
    assert call(*words, "--viewer", viewer)[0] == status


def test_pay_is_imported_by_a_director_alone(call, filled, files):
    folder = files(payroll=PAYROLL)
    status, told = answer(call("import", folder / "payroll.csv", "--viewer", "ants@firma.ee", "--json"))
    assert status == 1
    assert told["rejects"][0]["code"] == "needs-director"
    assert "1500" not in json.dumps(told)
    assert call("import", folder / "payroll.csv", "--viewer", "direktor@firma.ee", "--today", "2026-04-01")[0] == 0


def test_nobody_is_known_to_an_empty_workspace(call, files):
    status, _out, err = call("import", files(clients=CLIENTS), "--viewer", "mari@firma.ee")
    assert status == 4
    assert "without --viewer" in err


def test_a_scheme_that_is_off_is_refused_by_its_lines(call, files):
    folder = files(clients=CLIENTS, deals=DEALS, scheme='name = "Odd"\nfrom = "2026-01"\nbase = "moon"\n')
    status, told = answer(call("import", folder, "--json"))
    assert status == 1
    assert {fault["code"] for fault in told["rejects"]} == {"bad-scheme"}


def test_a_scheme_may_be_given_to_a_run_as_a_file(call, filled, tmp_path, monkeypatch):
    taken = {}
    monkeypatch.setattr(runner.House, "run", lambda _house, stem, _scope, options: taken.update(options) or {})
    (tmp_path / "other.toml").write_text("name = 'Other'")
    assert call("run", "compensation", f"scheme={tmp_path / 'other.toml'}")[0] == 0
    assert taken == {"scheme": "name = 'Other'"}
    assert call("run", "compensation", "scheme=nowhere.toml")[0] == 2


def test_options_may_stand_before_and_after_the_flags(call, filled, monkeypatch):
    taken = {}
    monkeypatch.setattr(runner.House, "run", lambda _house, stem, _scope, options: taken.update(options) or {})
    assert call("run", "churn", "a=1", "--as-of", "2026-03-01", "b=2", "--json", "c=3")[0] == 0
    assert taken == {"a": "1", "b": "2", "c": "3"}
    assert call("history", "--json", "a=1")[0] == 2
    assert call("run", "churn", "--json", "--nonsense=1")[0] == 2


def test_an_unforeseen_error_is_an_incident(call, filled, monkeypatch, tmp_path):
    def fail(*_args, **_named):
        raise RuntimeError("Mari Maasikas")

    monkeypatch.setattr(runner.House, "run", fail)
    status, out, err = call("run", "churn")
    [found] = log.incidents(tmp_path / "workspace")
    assert (status, out) == (3, "")
    assert found["facts"]["incident"] in err
    assert "Mari" not in err + log.log_file(tmp_path / "workspace").read_text()


def test_being_stopped_is_said(call, filled, monkeypatch):
    def stop(*_args, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr(runner.House, "run", stop)
    assert call("run", "churn") == (3, "", "Stopped; nothing was stored.\n")


@pytest.mark.parametrize("error", [RuntimeError("interrupted"), HaldurError("The file can't be read.")])
def test_a_signal_that_a_statement_turned_into_its_own_error_is_told_as_stopped(call, filled, monkeypatch, error):
    def stop(*_args, **_named):
        try:
            commandline.stop(signal.SIGTERM, None)
        except KeyboardInterrupt as interrupt:
            raise error from interrupt

    monkeypatch.setattr(commandline, "_stops", [])
    monkeypatch.setattr(store, "_changes", [])
    monkeypatch.setattr(runner.House, "run", stop)
    assert call("run", "churn", "--json") == (3, "", "Stopped; nothing was stored.\n")


def test_a_torn_workspace_says_the_way_back(call, filled, files, tmp_path):
    call("import", files(clients=CLIENTS + "K3,UAB Naujas\n"), "--today", "2026-04-02")
    (tmp_path / "workspace" / "versions" / "000002" / "main.duckdb").write_bytes(b"torn")
    status, _out, err = call("run", "overview")
    assert status == 3
    assert "undo" in err
    status, told = answer(call("doctor", "--json"))
    assert (status, told["usable"]) == (3, False)
    assert call("undo")[0] == 0
    assert call("doctor")[0] == 0


def test_help_lists_the_verbs(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    for verb in ("sample", "check", "import", "history", "undo", "run", "query", "sql", "doctor"):
        assert f"\n    {verb} " in out


def test_progress_is_written_for_whoever_follows(call, files, tmp_path):
    call("check", files(clients=CLIENTS), "--progress", tmp_path / "progress.json")
    assert json.loads((tmp_path / "progress.json").read_text())["share"] <= 1


def test_the_sample_is_known_as_one(call, tmp_path):
    assert call("sample", "--out", tmp_path / "sample", "--clients", "40")[0] == 0
    assert call("import", tmp_path / "sample", "--good-rows")[0] == 0
    house = runner.open_workspace(tmp_path / "workspace")
    assert house.status(house.scope()).is_sample


def test_the_program_runs_as_a_module(tmp_path):
    command = [sys.executable, "-m", "analytics", "doctor", "--workspace", str(tmp_path / "none"), "--json"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=Path(commandline.__file__).parents[1]
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["version"] is None


@pytest.mark.skipif(not SHARED.exists(), reason="the real exports aren't on this machine")
def test_adventureworks_adds_up(call):
    exports = SHARED / "adventureworks" / "exports"
    _, told = answer(call("import", exports, "--mapping", MAPPINGS / "adventureworks.toml", "--json"))
    assert told["tables"]["clients"]["added"] == 701
    _, told = answer(call("sql", "select count(*) as n, sum(amount) as amount from deals where is_won", "--json"))
    assert told["rows"][0]["n"] == 3806
    assert abs(told["rows"][0]["amount"] - 80_487_704.18) < 20
    _, told = answer(call("run", "sales_plan", "--json"))
    plan = sum(row["target"] or 0 for row in told["company"] if row["metric"] == "revenue")
    assert round(plan, 2) == 95_714_000.00


@pytest.mark.skipif(not SHARED.exists(), reason="the real exports aren't on this machine")
def test_crm_maven_warns_of_the_unknown_product(call):
    status, told = answer(call("import", SHARED / "crm_maven", "--mapping", MAPPINGS / "crm_maven.toml", "--json"))
    assert status == 0
    [unknown] = [warning for warning in told["warnings"] if warning["code"] == "unknown-product"]
    assert unknown["count"] == 1480
    statement = "select count(*) filter (is_won) as won, count(*) filter (is_lost) as lost, count(*) as all from deals"
    _, told = answer(call("sql", statement, "--json"))
    assert told["rows"] == [{"won": 4238, "lost": 2473, "all": 8800}]


def test_a_query_that_fails_because_the_call_was_ended_is_no_incident(tmp_path, monkeypatch, capsys):
    def ended(_path):
        try:
            commandline.stop(15, None)
        except KeyboardInterrupt:
            raise RuntimeError("Query interrupted") from None

    monkeypatch.setattr(commandline.store, "changes", lambda: 0)
    monkeypatch.setattr(runner, "open_workspace", ended)
    assert main(["history", "--json", "--workspace", str(tmp_path)]) == 3
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "Stopped; nothing was stored.\n")
