import tomllib

from analytics.intake.mapping_form import LEFT_OUT, Form, as_toml, forms
from data.importing.mapping import parse


def report(**file):
    """A check's report of one file, as far as the form reads it."""
    told = {
        "file": "sales pipeline.csv",
        "tables": ["deals"],
        "all_headings": ["Deal ID", "Client", "Stage", "Note", "Engaged"],
        "columns": {"Deal ID": ["deals.deal_id"], "Client": ["deals.client_id"], "Stage": ["deals.stage"]},
        "proposals": {"Engaged": "deals.opened_on"},
    }
    return {"files": [told | file], "reasons": []}


def reason(code, column=None, given=(), **values):
    return {
        "file": "sales pipeline.csv",
        "column": column,
        "code": code,
        "given": dict.fromkeys(given, 1),
        "values": values,
    }


def test_a_form_holds_what_was_found_and_proposes_the_rest():
    [form] = forms(report())
    assert form.tables == ["deals"]
    assert form.feeds == {
        "Deal ID": ("deals.deal_id",),
        "Client": ("deals.client_id",),
        "Stage": ("deals.stage",),
        "Note": (),
        "Engaged": ("deals.opened_on",),
    }
    assert form.proposed == ("Engaged",)
    assert form.lacking == []


def test_documents_have_no_form():
    assert forms(report(file="scheme.toml")) == []


def test_the_mapping_is_one_that_an_import_reads():
    [form] = forms(report())
    form.feeds["Note"] = ("deals.lost_reason", "deals.lost_at_stage")
    form.feeds["Client"] = (LEFT_OUT,)
    form.fixed["deals.channel"] = "web"
    form.values["Stage"] = {"Engaging": "negotiation", "Odd": ""}
    form.read = {"day_first": True}
    mapping = parse(as_toml([form]), "mapping.toml")["sales pipeline"]["deals"]
    assert mapping.columns["Note"] == ("lost_reason", "lost_at_stage")
    assert mapping.columns["Client"] == ()
    assert mapping.columns["Engaged"] == ("opened_on",)
    assert mapping.set == {"channel": "web"}
    assert mapping.values == {"Stage": {"Engaging": "negotiation"}}
    assert mapping.read.day_first is True


def test_a_known_heading_that_feeds_nothing_is_left_out_and_another_is_an_attribute():
    [form] = forms(report())
    form.feeds["Client"] = ()
    columns = tomllib.loads(as_toml([form]))["sales pipeline"]["deals"]["columns"]
    assert columns["Client"] == ""
    assert "Note" not in columns


def test_a_flat_file_feeds_several_tables():
    [form] = forms(report())
    form.hold(["clients", "deals"])
    form.feeds["Client"] = ("clients.client_id", "clients.name", "deals.client_id")
    mapping = parse(as_toml([form]), "mapping.toml")["sales pipeline"]
    assert mapping["clients"].columns == {"Client": ("client_id", "name")}
    assert mapping["deals"].columns["Client"] == ("client_id",)


def test_a_file_that_lacks_a_column_is_shown_as_what_it_was_taken_for():
    told = report(tables=[], columns={}, proposals={}, all_headings=["deal_id", "amount", "stage"])
    told["reasons"] = [reason("missing-column", "opened_on", table="deals", missing="opened_on")]
    [form] = forms(told)
    assert form.tables == ["deals"]
    assert form.feeds["amount"] == ("deals.amount",)
    assert form.lacking == ["deals.opened_on"]
    form.fixed["deals.opened_on"] = "2026-01-01"
    assert form.lacking == []


def test_taking_a_file_for_another_table_feeds_it_anew():
    form = Form("a.csv", [], {"invoice_id": (), "due_on": (), "colour": ()})
    form.hold(["invoices"])
    assert form.feeds == {"invoice_id": ("invoices.invoice_id",), "due_on": ("invoices.due_on",), "colour": ()}
    form.hold([])
    assert form.feeds == {"invoice_id": (), "due_on": (), "colour": ()}
    assert as_toml([form]) == ""


def test_values_that_were_not_understood_are_asked_for():
    told = report()
    told["reasons"] = [
        reason("not-in-list", "Stage", ["Engaging", "Prospecting"]),
        reason("missing-value", "Engaged"),
        reason("not-a-day", "Engaged"),
    ]
    [form] = forms(told)
    assert form.values == {"Stage": {"Engaging": "", "Prospecting": ""}, "Engaged": {"": ""}}
    form.values["Engaged"][""] = "2017-12-31"
    mapping = parse(as_toml([form]), "mapping.toml")["sales pipeline"]["deals"]
    assert mapping.values == {"Engaged": {"": "2017-12-31"}}


def question(code, *choices):
    return reason(code, "Engaged") | {
        "template": "{column} can be read in two ways.",
        "choices": [{"read": read, "samples": ["03/04/2026"]} for read in choices],
    }


def test_a_reading_that_nothing_decides_is_asked_for():
    told = report()
    told["reasons"] = [question("ambiguous-day", {"day_first": True}, {"day_first": False})]
    [form] = forms(told)
    assert [one.code for one in form.unanswered] == ["ambiguous-day"]
    form.read |= form.questions[0].choices[1][0]
    assert form.questions[0].answer(form.read) == 1
    assert form.unanswered == []


def test_what_was_answered_before_stays():
    told = report()
    asked = question("ambiguous-day", {"day_first": True}, {"day_first": False})
    told["reasons"] = [reason("not-in-list", "Stage", ["Engaging", "Odd"]), asked]
    [first] = forms(told)
    first.values["Stage"]["Engaging"] = "negotiation"
    first.read, first.fixed = {"day_first": True}, {"deals.channel": "web"}
    told["reasons"] = [reason("not-in-list", "Stage", ["Odd"])]
    [second] = forms(told, [first])
    assert second.values == {"Stage": {"Odd": "", "Engaging": "negotiation"}}
    assert (second.read, second.fixed) == ({"day_first": True}, {"deals.channel": "web"})
    assert [one.code for one in second.questions] == ["ambiguous-day"]


def test_the_first_rows_are_shown_as_they_would_be_taken():
    told = report(sample=[["D1", "C1", "Engaging", "hello", "2026-01-05"]])
    [form] = forms(told)
    form.values["Stage"] = {"Engaging": "negotiation"}
    form.fixed["deals.channel"] = "web"
    assert form.preview() == [
        {
            "deals.deal_id": "D1",
            "deals.client_id": "C1",
            "deals.stage": "negotiation",
            "Note": "hello",
            "deals.opened_on": "2026-01-05",
            "deals.channel": "web",
        }
    ]


def test_confirmed_matches_are_no_file_to_map():
    assert forms(report(file="confirmed matches", tables=["aliases"])) == []


def test_what_the_used_mapping_says_is_in_the_form_and_written_again():
    said = {
        "deals": {
            "columns": {"phase": ["stage"]},
            "values": {"phase": {"W": "won"}},
            "set": {"stage": "won"},
            "read": {"day_first": True},
        }
    }
    file = {
        "file": "deals.csv",
        "tables": ["deals"],
        "all_headings": ["phase", "id"],
        "columns": {"phase": ["deals.stage"], "id": ["deals.deal_id"]},
        "proposals": {},
        "mapping": said,
    }
    fault = {"file": "deals.csv", "code": "not-in-list", "column": "phase", "given": ["X"]}
    [form] = forms({"files": [file], "reasons": [fault]})
    assert form.values == {"phase": {"X": "", "W": "won"}}
    assert form.fixed == {"deals.stage": "won"}
    assert form.read == {"day_first": True}
    form.values["phase"]["X"] = "lost"
    [again] = forms({"files": [file]}, [form])
    written = tomllib.loads(as_toml([again]))["deals"]["deals"]
    assert written["values"] == {"phase": {"X": "lost", "W": "won"}}
    assert written["read"] == {"day_first": True}
