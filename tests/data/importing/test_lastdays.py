"""Up to which day a table is known, asked where that is doubtful."""

from datetime import date, timedelta

from data.importing.report import Warning_
from tests.importing import CLIENTS, TODAY

HEAD = "deal_id,client_id,opened_on,stage\n"


def deals(*days):
    return HEAD + "".join(f"D{number},C1,{day},lead\n" for number, day in enumerate(days))


def invoices(*days):
    rows = [f"I{number},C1,{day},{day},100\n" for number, day in enumerate(days)]
    return "invoice_id,client_id,issued_on,due_on,amount\n" + "".join(rows)


def each(count, until, step=5):
    """``count`` days up to ``until``, ``step`` days apart."""
    return [until - timedelta(days=step * back) for back in range(count)]


def doubts(report):
    codes = ("ahead", "behind", "lone-day")
    return [(one.code, one.table, one.values.get("value")) for one in report.warnings if one.code in codes]


FRESH, STALE = TODAY - timedelta(days=2), date(2026, 4, 30)


def test_a_table_that_ends_long_before_the_others_is_asked_about(house):
    report = house.take(clients=CLIENTS, deals=deals(*each(20, FRESH)), invoices=invoices(*each(20, STALE)))
    assert doubts(report) == [("behind", "invoices", STALE)]
    (warning,) = [one for one in report.warnings if one.code == "behind"]
    assert "invoices has nothing after 2026-04-30" in warning.message
    assert "other tables go up to 2026-06-28" in warning.message


def test_no_doubt_where_all_tables_end_then(house):
    report = house.take(clients=CLIENTS, deals=deals(*each(20, STALE)), invoices=invoices(*each(20, STALE)))
    assert doubts(report) == []


def test_no_doubt_where_the_table_was_silent_for_so_long_before(house):
    earlier = each(20, STALE - timedelta(days=80))
    report = house.take(clients=CLIENTS, deals=deals(*each(20, FRESH)), invoices=invoices(*each(5, STALE), *earlier))
    assert doubts(report) == [("behind", "invoices", STALE)]
    longer = each(20, STALE - timedelta(days=81))
    report = house.take(invoices=invoices(*each(5, STALE), *longer), deals=deals(*each(20, FRESH)), mode="replace")
    assert doubts(report) == []


def test_a_stated_day_is_no_doubt(house):
    files = {"clients": CLIENTS, "deals": deals(*each(20, FRESH)), "invoices": invoices(*each(20, STALE))}
    report = house.take(**files, known_through={"invoices": TODAY})
    assert doubts(report) == []
    assert house.rows("select through_on from stored.known_through where table_name = 'invoices'") == [(TODAY,)]


def test_a_day_after_the_imports_day_is_asked_about(house):
    ahead = TODAY + timedelta(days=3)
    report = house.take(clients=CLIENTS, deals=deals(*each(20, FRESH), ahead))
    assert [one for one in report.warnings if one.code == "ahead"] == [
        Warning_("ahead", "", "deals", None, 1, None, {"table": "deals", "today": TODAY, "value": ahead})
    ]


def test_a_few_days_far_after_the_rest_are_asked_about_with_both(house):
    early = TODAY - timedelta(days=100)
    report = house.take(clients=CLIENTS, deals=deals(*each(20, early), FRESH, FRESH - timedelta(days=10)))
    (warning,) = [one for one in report.warnings if one.code == "lone-day"]
    assert (warning.table, warning.count, warning.values["value"], warning.values["before"]) == (
        "deals",
        2,
        FRESH,
        early,
    )
    assert f"up to {FRESH}" in warning.message
    assert f"the latest of them: {early}" in warning.message


def test_the_stored_days_count_among_the_rest(house):
    early = TODAY - timedelta(days=100)
    house.take(clients=CLIENTS, deals=deals(*each(20, early)))
    report = house.take(deals=HEAD + f"X1,C1,{FRESH},lead\n")
    assert doubts(report) == [("lone-day", "deals", FRESH)]


def test_many_days_after_a_gap_are_no_doubt(house):
    early = TODAY - timedelta(days=100)
    assert doubts(house.take(clients=CLIENTS, deals=deals(*each(20, early), *each(4, FRESH, step=1)))) == []


def test_a_short_table_has_no_rest(house):
    early = TODAY - timedelta(days=100)
    assert doubts(house.take(clients=CLIENTS, deals=deals(*each(5, early), FRESH))) == []


def test_a_planned_contact_hasnt_happened(house):
    rows = [f"K{number},C1,{day} 10:00,\n" for number, day in enumerate(each(20, FRESH - timedelta(days=100)))]
    rows.append(f"K99,C1,{FRESH} 10:00,no\n")
    report = house.take(clients=CLIENTS, contacts="contact_id,client_id,at,done\n" + "".join(rows))
    assert doubts(report) == []
