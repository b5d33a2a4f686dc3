"""Spellings: which are known, which are only proposed, which say nothing; the table that a file's headings speak of."""

import tomllib
from pathlib import Path

import pytest

from data.contract import LANGUAGES, TABLES, spellings, table
from data.contract import __file__ as contract_file
from data.importing.headings import about, close_value, match, match_value, proposals
from data.importing.recognising import recognise
from data.importing.spelling import compact, slips, split_currency
from tests.importing import CLIENTS


@pytest.mark.parametrize(
    ("heading", "name", "column"),
    [("Amout", "deals", "amount"), ("Clent ID", "deals", "client_id"), ("Chanel", "clients", "channel"),
     ("Duration", "contacts", "minutes"), ("Stagе of deal", "deals", None), ("Mount", "deals", None),
     ("Note", "clients", None), ("Rate", "deals", None), ("Segment", "clients", None), ("Amount 2", "deals", None)],
)  # fmt: skip
def test_what_is_proposed_for_a_heading(heading, name, column):
    found = proposals([heading], table(name), taken=())
    assert found == ({heading: column} if column else {})


def test_of_two_misspellings_the_nearest_is_proposed():
    assert proposals(["Amounnt", "Amoumtt"], table("deals"), taken=()) == {"Amounnt": "amount"}


def test_a_heading_known_for_a_column_that_has_a_source_is_no_misspelling():
    assert proposals(["Closed"], table("deals"), taken={"closed_on"}) == {}


def test_short_words_have_no_slips():
    assert slips("rate", "date") is None
    assert slips("amuont", "amount") == 1


@pytest.mark.parametrize(
    ("heading", "before", "code"),
    [("Amount (EUR)", "Amount", "EUR"), ("Summa, €", "Summa", "EUR"), ("Betrag in EUR", "Betrag", "EUR"),
     ("Сумма, руб.", "Сумма", "RUB"), ("Discount (%)", "Discount (%)", None)],
)  # fmt: skip
def test_a_heading_may_name_its_currency(heading, before, code):
    assert split_currency(heading) == (before, code)


def test_brackets_are_passed_over_and_a_listed_id_goes_before_a_name():
    headings = ["Record Id", "Account Name.id", "Account Name", "Stage", "Created Time", "Discount (%)"]
    assert match(headings, table("deals")) == {
        0: "deal_id", 1: "client_id", 3: "stage", 4: "opened_on", 5: "discount",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "column"),
    [("Client city", "city"), ("Kliendi linn", "city"), ("Город клиента", "city"), ("Kunde Ort", "city"),
     ("Kundenname", "name"), ("Name des Kunden", "name"), ("City", None)],
)  # fmt: skip
def test_headings_that_say_whose_they_are(heading, column):
    assert about([heading], "clients") == ({0: column} if column else {})


def test_values_are_known_or_close():
    stages = table("deals")["stage"].choices
    assert match_value("deals", "stage", stages, "Closed Won") == "won"
    assert match_value("deals", "stage", stages, "Negotation") is None
    assert close_value("deals", "stage", stages, "Negotation") == "negotiation"
    assert close_value("deals", "stage", stages, "Purple") is None


@pytest.mark.parametrize(
    ("name", "column", "words", "meaning"),
    [
        ("deals", "stage", ["Accepted", "Võit", "Сделка заключена", "Erfolgreich", "Closed Won"], "won"),
        ("deals", "stage", ["Declined", "Kaotus", "Проигран", "Abgelehnt", "Closed Lost"], "lost"),
        ("deals", "stage", ["Quote sent", "Pakkumine saadetud", "Отправлено КП", "Angebot gesendet"], "offer"),
        ("invoices", "kind", ["Refund receipt", "Kreeditarve", "Возврат", "Gutschrift"], "credit"),
        ("contacts", "type", ["Outbound call", "Kõne", "Телефонный звонок", "Anruf"], "call"),
        ("contacts", "direction", ["Incoming call", "Saabunud", "Входящая", "Eingang"], "in"),
        ("clients", "kind", ["Person account", "Eraklient", "Физическое лицо", "Privatkunde"], "person"),
        ("clients", "status", ["Customer - Direct", "Kehtiv", "Постоянный", "Bestandskunde"], "active"),
        ("feedback", "kind", ["Detractor", "Kaebus", "Негатив", "Beschwerde"], "dissatisfaction"),
    ],
)  # fmt: skip
def test_values_of_the_systems_and_languages(name, column, words, meaning):
    choices = table(name)[column].choices
    assert {match_value(name, column, choices, word) for word in words} == {meaning}


def test_no_word_stands_for_two_values_of_one_list():
    listed = tomllib.loads((Path(contract_file).parent / "values.toml").read_text(encoding="utf-8"))
    for name, columns in listed.items():
        for column, values in columns.items():
            seen = {}
            for value, spoken in values.items():
                for word in (value, *spoken):
                    assert seen.setdefault(compact(word), value) == value, f"{name}.{column}: {word}"


def test_a_type_that_is_no_list_of_ours_stays_an_attribute_and_is_proposed(house):
    clients = "client_id,name,Type\nC1,One,Analyst\nC2,Two,Press\nC3,Three,-\n"
    report = house.take(clients=clients)
    assert report.stored
    assert dict(report.files[0].proposals) == {"Type": ("clients", "kind")}
    assert [warning.column for warning in report.warnings if warning.code == "unfit-values"] == ["Type"]
    assert house.rows("select kind, attributes['Type'] from stored.clients order by client_id limit 1") == [
        (None, "Analyst")
    ]


def test_a_confirmed_type_is_checked_value_by_value(house):
    clients = "client_id,name,Type\nC1,One,Analyst\nC2,Two,company\n"
    report = house.take(clients=clients, mapping='[clients.clients.columns]\nType = "kind"\n')
    assert [(fault.line, fault.code) for fault in report.rejects] == [(2, "not-in-list")]


def test_a_list_most_of_whose_values_fit_is_checked_value_by_value(house):
    clients = "client_id,name,Type\nC1,One,Person\nC2,Two,company\nC3,Three,Analyst\n"
    assert [(fault.line, fault.code) for fault in house.take(clients=clients).rejects] == [(4, "not-in-list")]


def test_a_missing_day_may_be_fed_from_another_heading(house):
    sales = "Номер,Дата,Контрагент,Сумма\n1,2026-01-25,Ромашка,100\n"
    clients = "Наименование\nРомашка\n"
    (fault,) = house.take(контрагенты=clients, реализация=sales).rejects
    line = '"Дата" = ["issued_on", "due_on"]'
    assert (fault.code, fault.column) == ("missing-column", "due_on")
    assert line in fault.message
    said = f'["реализация".invoices.columns]\n{line}\n'
    assert house.take(контрагенты=clients, реализация=sales, mapping=said).stored
    assert house.rows("select issued_on::varchar, due_on::varchar from stored.invoices") == [("2026-01-25",) * 2]


def _translated(kind, language):
    words = spellings()[language]
    listed = [words.get(kind.name, {}).get(name) or words.get("any", {}).get(name) for name in kind.names]
    return [found[0] if found else name for found, name in zip(listed, kind.names, strict=True)]


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.name)
def test_translated_headings_are_recognised_under_a_name_that_says_nothing(kind, language):
    headings = _translated(kind, language)
    guesses = [guess.table.name for guess in recognise(headings, "export (3)")]
    assert guesses == [kind.name] or (kind.name == "products" and guesses == [])
    if len(set(headings)) == len(headings):
        assert set(match(headings, kind).values()) == set(kind.names)


def test_a_list_of_invoices_is_no_list_of_clients():
    headings = ["Invoice no", "Customer", "E-mail", "Phone", "City", "Industry", "Invoice date", "Due date", "Total"]
    assert [guess.table.name for guess in recognise(headings, "customers")] == ["invoices"]


def test_a_list_of_people_is_asked_about(house):
    people = "Record ID,First Name,Last Name,Email,Company name,Create Date\n1,Mari,Maasikas,m@x.ee,One,2026-01-05\n"
    (fault,) = house.take(contacts=people).rejects
    assert fault.code == "unknown-table"
    assert "clients or managers" in fault.message


def test_the_currency_in_a_heading_is_the_amounts_currency(house):
    clients = "client_id,name\nC1,One\n"
    deals = "deal_id,client_id,opened_on,stage,Amount (USD)\nD1,C1,2026-01-05,offer,100\n"
    rates = "currency,from_on,rate\nUSD,2025-01-01,0.9\n"
    assert house.take(clients=clients, deals=deals, rates=rates).stored
    assert house.rows("select amount::varchar, currency from stored.deals") == [("100.00", "USD")]


def test_words_for_severity_are_read_and_told(house):
    head = "complaint_id,client_id,opened_on,Priority\n"
    rows = "B1,C1,2026-01-05,urgent\nB2,C1,2026-01-06,Low\nB3,C1,2026-01-07,normal\nB4,C1,2026-01-08,\n"
    report = house.take(clients=CLIENTS, complaints=head + rows)
    assert house.rows("select severity from stored.complaints order by complaint_id") == [(5,), (2,), (3,), (None,)]
    (told,) = [warning for warning in report.warnings if warning.code == "severity-words"]
    assert (told.count, told.first_line) == (3, 2)
    assert "Low → 2: 1, normal → 3: 1, urgent → 5: 1" in told.message


def test_a_priority_in_figures_is_proposed_as_a_severity_in_figures_is_not(house):
    head = "complaint_id,client_id,opened_on,"
    report = house.take(clients=CLIENTS, complaints=head + "priority\nB1,C1,2026-01-05,1\n")
    (file,) = [one for one in report.files if one.file == "complaints.csv"]
    assert dict(file.proposals) == {"priority": ("complaints", "severity")}
    assert [warning.code for warning in report.warnings] == ["priority-figures"]
    house.take(complaints=head + "severity\nB1,C1,2026-01-05,4\n")
    assert house.rows("select severity from stored.complaints") == [(4,)]


def test_users_of_a_help_desk_may_be_clients_or_managers():
    headings = ["id", "name", "email", "role", "organization_id", "created_at", "suspended"]
    assert sorted(guess.table.name for guess in recognise(headings, "users")) == ["clients", "managers"]


def test_a_list_of_roles_or_pipelines_is_no_list_of_managers_or_deals():
    assert recognise(["id", "name", "parent_role_id"], "user_role") == []
    assert recognise(["id", "name"], "deal pipelines") == []
    assert [guess.table.name for guess in recognise(["id", "name"], "users")] == ["managers"]


def test_a_table_that_keeps_how_its_rows_were_is_none_of_ours():
    headings = ["id", "name", "industry", "_fivetran_start", "_fivetran_end"]
    assert recognise(headings, "accounts") == []
    assert [guess.table.name for guess in recognise(headings[:3], "accounts")] == ["clients"]
