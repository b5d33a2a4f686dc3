import io
import json
import time
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from analytics.commandline import main
from analytics.intake import jobs
from analytics.intake.jobs import Outcome, Progress
from data.store import Workspace
from pages.components.importing import session as sessions
from tests.conftest import Place

CLIENTS = "client_id,name,Regionn\nK1,AS Näidis,North\nK2,OÜ Proov,South\n"
DEALS = (
    "deal_id,opened_on,stage,client_id,closed_on,amount\n"
    "D1,2026-01-05,won,K1,2026-02-03,1000.00\n"
    "D2,2026-01-06,won,K2,2026-03-04,500.00\n"
)
PATIENCE_SECONDS = 60


@pytest.fixture
def own(tmp_path):
    """A workspace of the test's own, empty until something is imported."""
    return Place(tmp_path / "workspace", {})


@pytest.fixture
def filled(own, tmp_path):
    """The same with two clients and two deals."""
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "clients.csv").write_text(CLIENTS, encoding="utf-8")
    (exports / "deals.csv").write_text(DEALS, encoding="utf-8")
    assert main(["import", str(exports), "--workspace", str(own.folder), "--today", "2026-04-01"]) == 0
    return own


@dataclass
class Ended:
    """A job that has ended already."""

    ended: Outcome

    def is_running(self):
        return False

    def outcome(self):
        return self.ended


@pytest.fixture
def at_once(monkeypatch):
    """Work is done on the spot by the same command line, which spares each test the start of its processes."""

    def start(words, _folder, workspace):
        said, wrong = io.StringIO(), io.StringIO()
        with redirect_stdout(said), redirect_stderr(wrong):
            status = main([words[0], "--workspace", str(workspace), "--json", *words[1:]])
        return Ended(Outcome(status, json.loads(said.getvalue()), wrong.getvalue()))

    monkeypatch.setattr(jobs, "start", start)


def button(app, key):
    [found] = [each for each in app.button if each.key == key]
    return found


def upload(app, **texts):
    """Chooses files and presses Check, then waits for the work to end."""
    files = [(f"{name}.csv", text.encode(), "text/csv") for name, text in texts.items()]
    app.file_uploader[0].set_value(files)
    app.run()
    button(app, "import_check").click()
    return worked(app.run())


def worked(app):
    """The page once its work has ended, looked at again and again as a browser does."""
    until = time.monotonic() + PATIENCE_SECONDS
    while app.session_state["import_session"].job is not None:
        assert time.monotonic() < until, "the work goes on and on"
        time.sleep(0.1)
        app.run()
    assert not app.exception
    return app


def words(app):
    """What a reader sees, without the signs that keep Markdown from reading it."""
    shown = [*app.header, *app.subheader, *app.markdown, *app.caption, *app.info]
    return " ".join(each.value for each in shown).replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def test_an_empty_workspace_offers_upload_and_the_sample(opened, own):
    app = opened(own, "import_data")
    assert "Bring clients with deals or invoices" in words(app)
    assert button(app, "import_sample")
    assert button(app, "import_check").disabled


def test_files_go_from_upload_to_store_and_back(opened, own):
    app = upload(opened(own, "import_data"), clients=CLIENTS, deals=DEALS)
    assert "All 4 rows are good: 4 new; revenue of Mar 2026 would rise by €500" in words(app)
    assert "Regionn looks like region" in words(app)
    button(app, "import_store").click()
    app = worked(app.run())
    assert "Import 1 is stored: 4 new, 0 changed" in words(app)
    assert list((own.folder / "imports").glob("*/files/*")) == []
    button(app, "import_more").click()
    app = upload(app.run(), clients=CLIENTS + "K3,UAB Naujas,North\n")
    button(app, "import_store").click()
    app = worked(app.run())
    assert "Import 2 is stored: 1 new, 0 changed" in words(app)
    button(app, "import_undo_now").click()
    app.run()
    assert "Import 2 is undone." in words(app)
    assert list((own.folder / "imports").iterdir()) == []


def test_refused_rows_are_told_and_the_good_ones_may_be_stored(opened, at_once, own):
    app = upload(opened(own, "import_data"), clients=CLIENTS, deals=DEALS.replace("500.00", "much"))
    assert "3 of 4 rows are good" in words(app)
    assert "1 row is refused, for 1 reason" in words(app)
    assert button(app, "import_store").disabled
    app.checkbox[0].check()
    app.run()
    button(app, "import_store").click()
    app = worked(app.run())
    assert "Import 1 is stored: 3 new" in words(app)
    assert [each for each in app.download_button if each.key == "import_refused"]


def test_a_proposal_is_confirmed_under_columns(opened, at_once, own):
    app = upload(opened(own, "import_data"), clients=CLIENTS)
    button(app, "import_to_columns").click()
    app.run()
    button(app, "import_check_again").click()
    app = worked(app.run())
    assert "looks like" not in words(app)
    assert app.session_state["import_session"].report["files"][0]["columns"]["Regionn"] == ["clients.region"]


def test_a_file_that_is_not_recognised_is_mapped_by_hand(opened, at_once, own):
    app = upload(opened(own, "import_data"), unknown="number;title\nK1;AS Näidis\n")
    assert "What each heading feeds" in words(app)
    app.multiselect[0].set_value(["clients"])
    app.run()
    fed = {each.label: each for each in app.multiselect}
    fed["number"].set_value(["clients.client_id"])
    fed["title"].set_value(["clients.name"])
    app.run()
    button(app, "import_check_again").click()
    app = worked(app.run())
    assert "All 1 rows are good" in words(app)


def test_a_file_that_is_no_table_is_left_out_and_the_others_go_on(opened, at_once, own):
    app = upload(opened(own, "import_data"), clients=CLIENTS, report="%PDF-1.7\n1 0 obj\n")
    assert "report.csv can't be taken as it is" in words(app)
    assert "import_mend" not in {each.key for each in app.button}
    assert button(app, "import_leave_out").label == "Go on without report.csv"
    button(app, "import_leave_out").click()
    app = worked(app.run())
    assert "All 2 rows are good" in words(app)


def test_a_file_that_is_no_table_is_told_before_the_questions_of_others(opened, at_once, own):
    asked = "deal_id,opened_on,stage,client_id,closed_on,amount\nD1,03/04/2025,won,K1,05/04/2025,10.00\n"
    app = upload(opened(own, "import_data"), clients=CLIENTS, deals=asked, report="%PDF-1.7\n1 0 obj\n")
    assert "What each heading feeds" in words(app)
    assert "report.csv is a PDF document" in words(app)
    [asked] = app.radio
    asked.set_value(0)
    app.run()
    button(app, "import_leave_out").click()
    app = worked(app.run())
    assert "All 3 rows are good" in words(app)
    assert "PDF" not in words(app)


def test_encodings_that_fit_are_asked_by_their_names_with_samples(opened, at_once, own):
    app = opened(own, "import_data")
    content = "client_id;name\nE1;Caf\xe9 \xe8ri\nE2;\xe0\xe1\xe2 \xe3\xe4\n".encode("latin-1")
    app.file_uploader[0].set_value([("clients.csv", content, "text/csv")])
    app.run()
    button(app, "import_check").click()
    app = worked(app.run())
    [asked] = app.radio
    assert asked.label == "clients.csv can be read in several encodings that fit about equally well"
    assert "Letters as in Windows-1257" in asked.options
    asked.set_value(asked.options.index("Letters as in Windows-1252"))
    app.run()
    button(app, "import_check_again").click()
    assert "All 2 rows are good" in words(worked(app.run()))


def test_what_an_uploaded_mapping_sets_stays_when_columns_are_looked_at(opened, at_once, own):
    plans = b"month;who;goal\n2026-01;M1;100\n2026-02;M1;200\n"
    mapping = (
        b'[plans.plans.columns]\nmonth = "period"\nwho = "manager_id"\ngoal = "target"\n'
        b'[plans.plans.set]\nmetric = "revenue"\n'
    )
    app = opened(own, "import_data")
    app.file_uploader[0].set_value([("plans.csv", plans, "text/csv"), ("m.toml", mapping, "application/toml")])
    app.run()
    button(app, "import_check").click()
    app = worked(app.run())
    assert "All 2 rows are good" in words(app)
    button(app, "import_to_columns").click()
    app.run()
    button(app, "import_check_again").click()
    assert "All 2 rows are good" in words(worked(app.run()))


def test_what_changes_is_shown_before_and_after(opened, at_once, filled):
    app = upload(opened(filled, "import_data"), deals=DEALS.replace("500.00", "600.00"))
    assert "1 row changes: amount" in words(app)
    assert "revenue of Mar 2026 would rise by €100" in words(app)
    shown = app.dataframe[0].value
    assert shown.loc[0, ["field", "before", "after", "change"]].tolist() == ["amount", "500.00", "600.00", "+100"]


def test_known_rows_change_nothing(opened, at_once, filled):
    app = upload(opened(filled, "import_data"), deals=DEALS)
    assert "All 2 rows are known already" in words(app)
    button(app, "import_store").click()
    assert "Nothing changed" in words(worked(app.run()))


def test_a_merge_and_a_parting_stand_among_the_imports_and_are_undone_there(opened, filled):
    for words_said in (["merge", "K1", "K2"], ["unmerge", "K1"]):
        assert main([*words_said, "--workspace", str(filled.folder)]) == 0
    app = opened(filled, "import_data")
    assert app.dataframe[0].value["what"].tolist()[:2] == ["Parted: K1", "Merged: K1 → K2"]
    assert "K1 is merged into the other client again." in words(app)
    button(app, "import_undo_now").click()
    app.run()
    assert "K1 → K2: the two are clients of their own again." in words(app)
    button(app, "import_undo_now").click()
    app.run()
    assert app.dataframe[0].value["what"].tolist() == ["clients.csv, deals.csv"]


def test_the_first_import_can_be_undone(opened, filled):
    app = opened(filled, "import_data")
    button(app, "import_undo_now").click()
    app.run()
    assert not (filled.folder / "current").exists()


def test_work_can_be_cancelled_and_leaves_nothing(opened, own):
    app = opened(own, "import_data")
    button(app, "import_sample").click()
    app.run()
    button(app, "import_cancel_work").click()
    app = worked(app.run())
    assert "Cancelled; nothing was stored." in words(app)
    assert not (own.folder / "current").exists()


def test_files_whose_check_was_cancelled_are_still_here(opened, own):
    app = opened(own, "import_data")
    app.file_uploader[0].set_value([("clients.csv", CLIENTS.encode(), "text/csv")])
    app.run()
    button(app, "import_check").click()
    app.run()
    button(app, "import_cancel_work").click()
    app = worked(app.run())
    assert "1 file is still here: clients.csv" in words(app)
    button(app, "import_check").click()
    app = worked(app.run())
    assert "All 2 rows are good" in words(app)


def test_a_work_that_failed_is_told_and_may_be_tried_again(opened, at_once, own):
    app = upload(opened(own, "import_data"), clients=CLIENTS)
    with Workspace(own.folder).writing():
        button(app, "import_store").click()
        app = worked(app.run())
        [told] = [each.value for each in app.error]
    assert "Another import is writing" in told
    assert not button(app, "import_store").disabled


def test_an_analyst_does_not_import_pay(opened, at_once, tiny):
    app = opened(tiny, "import_data", role="analyst")
    app = upload(app, payroll="manager_id,period,salary\nA,2026-01,1500.00\n")
    assert "may be imported by a director only" in words(app)
    assert "import_store" not in [each.key for each in app.button]


def test_a_file_that_is_no_table_is_named_for_what_it_is(opened, at_once, own):
    app = upload(opened(own, "import_data"), deals="<!DOCTYPE html><html><form>Sign in</form></html>")
    assert "deals.csv can't be taken as it is" in words(app)
    assert "deals.csv is a web page (HTML) without a table" in words(app)
    assert "sign in, export again" in words(app)
    button(app, "import_anew").click()
    assert app.run().file_uploader
    assert list((own.folder / "imports").iterdir()) == []


def test_headings_without_rows_cannot_be_stored(opened, at_once, own):
    app = upload(opened(own, "import_data"), clients=CLIENTS.partition("K1")[0])
    assert "There are headings but no rows" in words(app)
    assert button(app, "import_store").disabled


def test_days_in_both_orders_are_asked_about(opened, at_once, own):
    days = "deal_id,opened_on,stage\nD1,13/04/2026,offer\nD2,04/14/2026,offer\n"
    app = upload(opened(own, "import_data"), deals=days)
    [asked] = [each for each in app.radio if "days with the month first" in each.label]
    asked.set_value(0)
    app.run()
    button(app, "import_check_again").click()
    app = worked(app.run())
    assert "1 of 2 rows are good" in words(app)
    assert "1 row is refused, for 1 reason" in words(app)


def test_a_restart_forgets_the_files(tmp_path):
    session = sessions.Session(upload=sessions.uploads.keep(tmp_path, [("a.csv", io.BytesIO(b"a"))]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions.st, "session_state", {})
        sessions.restart(session)
        assert sessions.current().round == 1
    assert list((tmp_path / "imports").iterdir()) == []


def ticked(app, key):
    """The box whose key begins with ``key``, ticked."""
    [found] = [each for each in app.checkbox if each.key.startswith(key)]
    found.check()
    return app.run()


def test_unknown_numbers_that_look_like_known_ones_are_confirmed(opened, at_once, filled):
    invoices = "invoice_id,client_id,issued_on,due_on,amount\nI1,Näidis,2026-03-01,2026-03-15,100\n"
    app = upload(opened(filled, "import_data"), invoices=invoices)
    assert "1 row is refused" in words(app)
    assert "1 unknown number looks like a known one" in words(app)
    assert button(app, "import_confirm").disabled
    button(ticked(app, "import_match_"), "import_confirm").click()
    app = worked(app.run())
    assert "1 row is refused" not in words(app)
    button(app, "import_store").click()
    app = worked(app.run())
    assert "Import 2 is stored" in words(app)


def test_what_a_full_export_lacks_is_marked_removed(opened, at_once, own):
    clients = "client_id,name\n" + "".join(f"K{number},Name {number}\n" for number in range(10, 20))
    app = upload(opened(own, "import_data"), clients=clients)
    button(app, "import_store").click()
    app = worked(app.run())
    button(app, "import_more").click()
    app = upload(app.run(), clients=clients.replace("K15,Name 15\n", ""))
    assert "This looks like a full export, and lacks: Name 15" in words(app)
    button(ticked(app, "import_removed_clients"), "import_store").click()
    app = worked(app.run())
    assert "Import 2 is stored" in words(app)


def test_refused_rows_of_several_files_are_one_download(opened, at_once, own):
    app = upload(opened(own, "import_data"), clients=CLIENTS + "K9,,\n", deals=DEALS.replace("500.00", "much"))
    folder = app.session_state["import_session"].upload.rejects
    assert sorted(file.name for file in folder.iterdir()) == ["clients.csv", "deals.csv"]
    assert "The refused rows as a file" in [each.label for each in app.get("download_button")]


def test_a_table_that_ends_long_before_the_others_is_asked_about(opened, at_once, own):
    today = date.today()
    head = "invoice_id,client_id,issued_on,due_on,amount\n"
    stale = [today - timedelta(days=70 + 3 * back) for back in range(15)]
    invoices = head + "".join(f"I{place},K1,{day},{day},100\n" for place, day in enumerate(stale))
    deals = f"deal_id,client_id,opened_on,stage\nD1,K1,{today},lead\n"
    app = upload(opened(own, "import_data"), clients=CLIENTS, invoices=invoices, deals=deals)
    assert "nothing after" in words(app)
    assert [each.label for each in app.date_input] == ["Invoices are complete up to"]


class Going:
    """A job that goes on, so far as it says."""

    def __init__(self, found):
        self.found = found

    def is_running(self):
        return True

    def progress(self):
        return self.found


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (Progress(), "Starting"),
        (Progress("Reading the files", 0.1), "Reading the files"),
        (Progress("Checking the rows", 0.4, 999), "Checking the rows"),
        (Progress("Reading the values", 0.4, 902_297), "Reading the values · 902,297 rows a second"),
    ],
)
def test_long_work_tells_its_step_and_its_pace(opened, own, monkeypatch, found, told):
    monkeypatch.setattr(jobs, "start", lambda _words, _folder, _workspace: Going(found))
    app = opened(own, "import_data")
    app.file_uploader[0].set_value([("clients.csv", CLIENTS.encode(), "text/csv")])
    app.run()
    button(app, "import_check").click()
    app.run()
    assert "Checking the files" in words(app)
    [shown] = app.get("progress")
    assert (shown.proto.text, shown.proto.value) == (told, round(100 * found.share))
    assert button(app, "import_cancel_work")


def test_an_import_writes_its_pace_for_whoever_follows_it(own, tmp_path):
    rows = "".join(f"K{number},Client {number},North\n" for number in range(2000))
    (tmp_path / "clients.csv").write_text("client_id,name,region\n" + rows, encoding="utf-8")
    told = tmp_path / "progress.json"
    words = ["check", str(tmp_path / "clients.csv"), "--workspace", str(own.folder), "--progress", str(told)]
    assert main([*words, "--today", "2026-04-01"]) == 0
    found = json.loads(told.read_text(encoding="utf-8"))
    assert found["step"]
    assert 0 < found["share"] <= 1
    assert found["pace"] > 0
