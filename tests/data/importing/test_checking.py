"""Every rule across rows, with its code."""

from datetime import date

import pytest

from tests.importing import CLIENTS, codes, warned


def only(report):
    (fault,) = report.rejects
    return fault


def deal(cells="", head="deal_id,client_id,opened_on,stage,closed_on,amount"):
    return f"{head}\n{cells}\n"


@pytest.mark.parametrize(
    ("cells", "column", "code", "value"),
    [
        ("D1,C1,,lead,,", "opened_on", "missing-value", None),
        ("D1,C1,2026-01-05,,,", "stage", "missing-value", None),
        (",C1,2026-01-05,lead,,", "deal_id", "missing-value", None),
        ("D1,,2026-01-05,won,2026-02-01,5", "client_id", "missing-value", None),
        ("D1,,2026-01-05,lost,2026-02-01,", "client_id", "missing-value", None),
        ("D1,C1,2026-01-05,won,2026-02-01,", "amount", "missing-value", None),
        ("D1,C1,2026-01-05,won,,5", "closed_on", "no-closing-day", None),
        ("D1,C1,2026-01-05,lost,,5", "closed_on", "no-closing-day", None),
        ("D1,C1,2026-02-05,won,2026-02-01,5", "closed_on", "days-reversed", "2026-02-01"),
        ("D1,C1,2026-01-05,won,2026-02-01,-5", "amount", "out-of-range", "-5"),
        ("D1,C1,1969-12-31,won,2026-02-01,5", "opened_on", "implausible-day", "1969-12-31"),
        ("D1,C1,2026-01-05,won,2027-07-01,5", "closed_on", "implausible-day", "2027-07-01"),
        ("D1,C9,2026-01-05,lead,,", "client_id", "unknown-client", "C9"),
        ("D1,C1,2026-01-05,dreaming,,", "stage", "not-in-list", "dreaming"),
    ],
)
def test_a_deal_that_breaks_one_rule(house, cells, column, code, value):
    fault = only(house.take(clients=CLIENTS, deals=deal(cells)))
    assert (fault.file, fault.line, fault.column, fault.code) == ("deals.csv", 2, column, code)
    assert (fault.value or None) == value
    assert fault.message.count("{") == 0
    assert house.workspace.number() is None


def test_an_open_deal_needs_neither_client_nor_amount(house):
    assert house.take(clients=CLIENTS, deals=deal("D1,,2026-01-05,offer,,")).stored


def test_a_deal_may_close_up_to_a_year_after_the_import(house):
    assert house.take(clients=CLIENTS, deals=deal("D1,C1,2026-01-05,won,2027-06-30,5")).stored


def test_days_ahead_may_be_ten_years_off(house):
    head = "deal_id,client_id,opened_on,stage,closed_on,amount,promised_on"
    assert house.take(clients=CLIENTS, deals=deal("D1,C1,2026-01-05,lead,,,2036-06-30", head)).stored
    fault = only(house.take(deals=deal("D1,C1,2026-01-05,lead,,,2036-07-01", head)))
    assert "2036-06-30" in fault.message


def test_an_open_deals_closing_day_is_read_as_expected(house):
    report = house.take(
        clients=CLIENTS, deals=deal("D1,C1,2026-01-05,offer,2029-02-01,5\nD2,C1,2026-01-05,won,2026-02-01,5")
    )
    assert warned(report)["expected-day"] == 1
    assert house.rows("select deal_id, closed_on, expected_on from stored.deals order by 1") == [
        ("D1", None, date(2029, 2, 1)),
        ("D2", date(2026, 2, 1), None),
    ]


def test_an_expected_day_stays_when_the_deal_is_won(house):
    house.take(clients=CLIENTS, deals=deal("D1,C1,2026-01-05,offer,2026-03-01,5\nD2,C1,2026-01-05,offer,2026-03-02,5"))
    house.take(deals=deal("D1,C1,2026-01-05,won,2026-04-01,5\nD2,C1,2026-01-05,offer,2026-05-02,5"))
    assert house.rows("select deal_id, closed_on, expected_on from stored.deals order by 1") == [
        ("D1", date(2026, 4, 1), date(2026, 3, 1)),
        ("D2", None, date(2026, 5, 2)),
    ]


def test_all_faults_are_listed_at_once_in_order(house):
    report = house.take(
        clients=CLIENTS, deals=deal("D1,C9,2026-01-05,won,,x\nD2,C1,soon,lead,,\n,C1,2026-01-05,lead,,")
    )
    assert [(line, code) for _, line, code in codes(report)] == [
        (2, "not-a-number"), (2, "unknown-client"), (2, "no-closing-day"), (3, "not-a-day"), (4, "missing-value"),
    ] or sorted(codes(report)) == sorted(
        [("deals.csv", 2, "not-a-number"), ("deals.csv", 2, "unknown-client"), ("deals.csv", 2, "no-closing-day"),
         ("deals.csv", 3, "not-a-day"), ("deals.csv", 4, "missing-value")]
    )  # fmt: skip
    assert report.tables["deals"].rejected == 3


def test_one_cell_has_one_fault(house):
    report = house.take(clients=CLIENTS, deals=deal("D1,C1,soon,lead,,"))
    assert [code for _, _, code in codes(report)] == ["not-a-day"]


def test_identical_repeats_count_once(house):
    row = "D1,C1,2026-01-05,lead,,5"
    report = house.take(clients=CLIENTS, deals=deal(f"{row}\n{row}\n{row}"))
    assert (report.tables["deals"].added, warned(report)["repeated-row"]) == (1, 2)
    assert house.rows("select count(*) from stored.deals") == [(1,)]


def test_repeats_that_differ_are_all_refused_naming_the_fields(house):
    report = house.take(
        clients=CLIENTS, deals=deal("D1,C1,2026-01-05,lead,,5\nD2,C1,2026-01-05,lead,,\nD1,C2,2026-01-05,lead,,7")
    )
    assert codes(report) == [("deals.csv", 2, "duplicate-key"), ("deals.csv", 4, "duplicate-key")]
    assert "client_id, amount" in report.rejects[0].message
    assert report.rejects[0].value == "D1"


def test_repeats_across_files(house):
    report = house.take(clients=CLIENTS, clients_2="client_id,name\nC1,One\nC3,Three\n")
    assert report.tables["clients"].added == 3
    report = house.take(clients=CLIENTS, clients_2="client_id,name\nC1,Uno\n", store=False)
    assert codes(report) == [("clients.csv", 2, "duplicate-key"), ("clients_2.csv", 2, "duplicate-key")]


def test_a_refused_client_takes_its_rows_along(house):
    clients = "client_id,name\nC1,One\nC1,Uno\nC2,Two\n"
    report = house.take(clients=clients, deals=deal("D1,C1,2026-01-05,lead,,\nD2,C2,2026-01-05,lead,,"), good_rows=True)
    assert codes(report) == [
        ("clients.csv", 2, "duplicate-key"), ("clients.csv", 3, "duplicate-key"), ("deals.csv", 2, "unknown-client"),
    ]  # fmt: skip
    assert report.stored
    assert house.rows("select client_id from stored.clients") == [("C2",)]
    assert house.rows("select deal_id from stored.deals") == [("D2",)]


def test_unknown_managers_and_products_are_kept_with_a_warning(house):
    head = "deal_id,client_id,opened_on,stage,manager_id,product_id,campaign_id"
    rows = "D1,C1,2026-01-05,lead,M1,P1,K1\nD2,C1,2026-01-05,lead,M1,,\nD3,C1,2026-01-05,lead,M2,P1,"
    report = house.take(clients=CLIENTS, deals=deal(rows, head))
    found = {(one.code, one.count, one.first_line, one.column) for one in report.warnings}
    assert {("unknown-manager", 3, 2, "manager_id"), ("unknown-product", 2, 2, "product_id"),
            ("unknown-campaign", 1, 2, "campaign_id")} <= found  # fmt: skip
    assert house.rows("select count(*) from stored.deals where manager_id is not null") == [(3,)]


def test_a_payment_needs_its_invoice(house):
    fault = only(house.take(payments="payment_id,invoice_id,paid_on,amount\nP1,I9,2026-01-05,10\n"))
    assert (fault.code, fault.value) == ("unknown-invoice", "I9")


def test_a_negative_invoice_is_a_credit_and_counted(house):
    rows = "I1,C1,2026-01-05,2026-01-19,100\nI2,C1,2026-01-06,2026-01-20,-30\n"
    report = house.take(clients=CLIENTS, invoices="invoice_id,client_id,issued_on,due_on,amount\n" + rows)
    assert (report.stored, warned(report)["credit"]) == (True, 1)


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("invoices", "invoice_id,client_id,issued_on,due_on,amount\nI1,C1,2026-01-05,2026-01-04,5\n"),
        ("complaints", "complaint_id,client_id,opened_on,resolved_on\nB1,C1,2026-01-05,2026-01-04\n"),
        ("absences", "manager_id,from_on,to_on\nM1,2026-01-05,2026-01-04\n"),
        ("clients_more", "client_id,name,registered_on,ended_on\nC8,Eight,2026-01-05,2026-01-04\n"),
    ],
)
def test_days_in_the_wrong_order(house, table, text):
    report = house.take(clients=CLIENTS, **{table: text})
    assert [code for _, _, code in codes(report)] == ["days-reversed"]
    assert "2026-01-04" in report.rejects[0].message
    assert "2026-01-05" in report.rejects[0].message


@pytest.mark.parametrize(
    ("table", "head", "cells"),
    [
        ("feedback", "feedback_id,client_id,at,nps", "F1,C1,2026-01-05,11"),
        ("feedback", "feedback_id,client_id,at,csat", "F1,C1,2026-01-05,0"),
        ("complaints", "complaint_id,client_id,opened_on,severity", "B1,C1,2026-01-05,6"),
        ("plans", "manager_id,period,metric,target", "M1,2026-01,revenue,-1"),
    ],
)
def test_ranges(house, table, head, cells):
    report = house.take(clients=CLIENTS, **{table: f"{head}\n{cells}\n"})
    assert [code for _, _, code in codes(report)] == ["out-of-range"]


def test_another_currency_needs_a_rate_on_or_before_the_day(house):
    head = "deal_id,client_id,opened_on,stage,closed_on,amount,currency"
    rows = "D1,C1,2026-01-05,won,2026-02-01,5,usd\nD2,C1,2026-01-05,won,2026-01-20,5,EUR\nD3,C1,2026-01-05,lead,,,SEK"
    rates = "currency,from_on,rate\nUSD,2026-02-02,0.92\n"
    fault = only(house.take(clients=CLIENTS, deals=deal(rows, head), rates=rates))
    assert (fault.line, fault.code, fault.value) == (2, "no-rate", "usd")
    assert "2026-02-01" in fault.message
    assert house.take(clients=CLIENTS, deals=deal(rows, head), rates=rates.replace("02-02", "02-01")).stored
    assert house.rows("select currency from stored.deals where deal_id = 'D1'") == [("USD",)]


def test_rates_keep_eight_decimals_and_a_point_is_their_sign(house):
    house.take(rates="currency,from_on,rate\nUSD,2026-02-01,1.085\nSEK,2026-02-01,0.08765432\n")
    assert [str(row[0]) for row in house.rows("select rate from stored.rates order by 1")] == [
        "0.08765432",
        "1.08500000",
    ]


def test_aliases_translate_references(house):
    aliases = "entity,code,id,system\nclient,Q7,C1,books\nmanager,7,M1,books\n"
    invoices = "invoice_id,client_id,issued_on,due_on,amount\nI1,Q7,2026-01-05,2026-01-19,100\n"
    report = house.take(clients=CLIENTS, aliases=aliases, invoices=invoices)
    assert (report.stored, warned(report)["alias-used"]) == (True, 1)
    assert house.rows("select client_id from stored.invoices") == [("C1",)]
    house.take(invoices=invoices.replace("I1", "I2"))
    assert house.rows("select distinct client_id from stored.invoices") == [("C1",)]


def test_a_file_by_registry_code_adds_attributes_to_known_clients(house):
    house.take(clients="client_id,name,registry_code\nC1,One,1001\nC2,Two,1002\n")
    report = house.take(clients="Registry code,Rating\n1001,AA\n1002,B\n")
    assert (report.stored, report.tables["clients"].changed) == (True, 2)
    assert house.rows("select name, attributes from stored.clients order by 1") == [
        ("One", {"Rating": "AA"}), ("Two", {"Rating": "B"}),
    ]  # fmt: skip
    fault = only(house.take(clients="Registry code,Rating\n1001,AA\n1009,B\n"))
    assert (fault.line, fault.code, fault.value) == (3, "unknown-client", "1009")


def test_an_unknown_value_proposes_a_near_one_and_the_lines_that_accept_it(house):
    fault = only(house.take(clients=CLIENTS, deals=deal("D1,C1,2026-01-05,negotation,,")))
    assert "Did you mean “negotiation”?" in fault.message
    assert '[deals.deals.values.stage]\nnegotation = "negotiation"' in fault.message
    assert "lead, contacted, meeting" in fault.message


@pytest.mark.parametrize(
    ("spelling", "stage"), [("Closed Won", "won"), ("WON", "won"), ("Выиграна", "won"), ("Kaotatud", "lost"),
                            ("Proposal/Price Quote", "offer"), ("appointmentscheduled", "meeting")]
)  # fmt: skip
def test_known_spellings_of_stages(house, spelling, stage):
    house.take(clients=CLIENTS, deals=deal(f"D1,C1,2026-01-05,{spelling},2026-02-01,5"))
    assert house.rows("select stage from stored.deals") == [(stage,)]


def test_empty_parts_of_a_key_are_stored_as_empty_text(house):
    house.take(plans="manager_id,period,metric,target\n,2026-01,revenue,100\n")
    assert house.rows("select manager_id, product_id, region from stored.plans") == [("", "", "")]
    assert house.take(plans="manager_id,period,metric,target\n,2026-01,revenue,100\n").batch is None


def test_pay_is_a_directors(house):
    payroll = "manager_id,period,salary\nM1,2026-01,1234\nM2,2026-01,secret\n"
    report = house.take(payroll=payroll, director=False)
    assert {code for _, _, code in codes(report)} == {"needs-director", "not-a-number"}
    assert "secret" not in str(report.as_json())
    assert not report.stored
    assert house.take(payroll=payroll.replace("secret", "5"), director=True).stored
    assert house.rows("select salary from pay.stored.payroll order by 1")[1][0] == 1234


def test_a_warning_names_its_first_lines(house):
    rows = "\n".join(f"D{number},C1,2026-01-05,lead,M9" for number in range(1, 8))
    report = house.take(clients=CLIENTS, deals=deal(rows, "deal_id,client_id,opened_on,stage,manager_id"))
    (warning,) = [one for one in report.warnings if one.code == "unknown-manager"]
    assert (warning.count, warning.first_line, warning.lines) == (7, 2, (2, 3, 4, 5, 6))
    assert warning.as_json()["lines"] == [2, 3, 4, 5, 6]
