"""The contract's rules, over every table and column that they speak of: code, file, line, column, value, remedy.

A table's file has one sound row and, below it, one row for each way to break a rule, made from the contract.
"""

from datetime import date
from typing import Any

import pytest

from data.contract import MONEY_TABLES, TABLES, Column, Table
from tests.importing import CLIENTS, TODAY, warned

MANAGERS = "manager_id,name\nM1,Mari\n"
PRODUCTS = "product_id,name\nP1,Chair\n"
CAMPAIGNS = "campaign_id,channel,started_on,cost\nA1,fair,2026-01-05,1\n"
DEALS = "deal_id,opened_on,stage\nD1,2026-01-05,lead\n"
INVOICES = "invoice_id,client_id,issued_on,due_on,amount\nI1,C1,2026-01-05,2026-01-19,100\n"
KNOWN = {
    "clients": ("C1", CLIENTS), "managers": ("M1", MANAGERS), "products": ("P1", PRODUCTS),
    "campaigns": ("A1", CAMPAIGNS), "deals": ("D1", DEALS), "invoices": ("I1", INVOICES),
}  # fmt: skip
SINGULAR = {name: name.rstrip("s") for name in KNOWN}
SOUND: dict[str, str] = {
    "day": "2026-01-05", "moment": "2026-01-05 10:00", "month": "2026-01", "money": "1", "number": "1", "rate": "1",
    "integer": "1", "share": "0.1", "boolean": "yes", "text": "x",
}  # fmt: skip
FIRST = date(1970, 1, 1)
LAST, LAST_AHEAD = TODAY.replace(year=TODAY.year + 1), TODAY.replace(year=TODAY.year + 10)

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def sound(table: Table, number: int, *columns: str) -> dict[str, str]:
    """A row with what every row of a table needs and ``columns``; rows of other numbers have other keys."""
    row = {column.name: value(column) for column in table.columns if column.required or column.name in columns}
    own = [name for name in table.key if table[name].kind in ("id", "text") and not table[name].strict]
    if own:
        row[own[-1]] = f"X{number}"
    else:
        row[table.key[-1]] = f"2026-{1 + number // 28:02}-{1 + number % 28:02}"
    return row


def value(column: Column) -> str:
    if column.to:
        return KNOWN[column.to][0]
    return column.choices[0] if column.choices else SOUND.get(column.kind, "x")


def days(table: Table) -> list[Column]:
    return [column for column in table.columns if column.kind in ("day", "moment", "month")]


def written(rows: list[dict[str, str]]) -> str:
    names = sorted({name for row in rows for name in row})
    return "\n".join([",".join(names), *(",".join(row.get(name, "") for name in names) for row in rows), ""])


def take(house: Any, table: Table, rows: list[dict[str, str]], **options: Any) -> Any:
    """Imports rows of one table beside rows that they may refer to."""
    lone = {table.name, "invoices"} if table.name == "clients" else {table.name}
    beside = {name: text for name, (_, text) in KNOWN.items() if name not in lone}
    paths = [house.file(f"{name}.csv", text) for name, text in beside.items()]
    paths.append(house.file(f"{table.name}_made.csv", written(rows)))
    mapping = [mapped(name, name, text) for name, text in beside.items()]
    mapping.append(mapped(f"{table.name}_made", table.name, written(rows)))
    return house.take(paths=tuple(paths), mapping="".join(mapping), **options)


def mapped(stem: str, name: str, text: str) -> str:
    """The mapping that takes a file's headings for the columns of those names."""
    columns = [f'{heading} = "{heading}"\n' for heading in text.split("\n")[0].split(",")]
    return "".join([f"[{stem}.{name}.columns]\n", *columns])


def expect(report: Any, table: Table, broken: list[tuple[str, str, str | None]]) -> None:
    """That row n of the file was refused for the n-th of ``broken`` (column, code, value), and the first row wasn't."""
    name = f"{table.name}_made.csv"
    found: dict[int, list[Any]] = {}
    for fault in report.rejects:
        assert fault.file == name, fault.message
        found.setdefault(fault.line, []).append(fault)
    assert 2 not in found, [fault.message for fault in found.get(2, [])]
    assert sorted(found) == list(range(3, 3 + len(broken)))
    for line, (column, code, given) in enumerate(broken, 3):
        fault = next((one for one in found[line] if one.code == code), found[line][0])
        assert (fault.column, fault.code, fault.value or None) == (column, code, given)
        assert "{" not in fault.message
        assert given is None or given in fault.message
        assert fault.message.count(". ") >= 1, fault.message


@each_table
def test_a_sound_row_is_stored(house, table):
    report = take(house, table, [sound(table, 1)])
    assert [fault.message for fault in report.rejects] == []
    assert report.stored


@each_table
def test_what_every_row_needs(house, table):
    rows = [sound(table, number) for number in range(len(table.required) + 1)]
    for row, name in zip(rows[1:], table.required, strict=True):
        row[name] = ""
    report = take(house, table, rows, store=False)
    expect(report, table, [(name, "missing-value", None) for name in table.required])


@pytest.mark.parametrize("table", [table for table in TABLES if days(table)], ids=lambda table: table.name)
def test_days_that_cant_be(house, table):
    rows, broken = [sound(table, 0)], []
    for column in days(table):
        last = LAST_AHEAD if column.ahead else LAST
        for day in (date(FIRST.year - 1, 12, 31), date(last.year, 7, 1)):
            rows.append(closing(table, column, sound(table, len(rows), column.name)) | {column.name: said(column, day)})
            broken.append((column.name, "implausible-day", said(column, day)))
    report = take(house, table, rows, store=False)
    found = {(one.line, one.column): one for one in report.rejects if one.code == "implausible-day"}
    for line, (column, _code, given) in enumerate(broken, 3):
        fault = found[line, column]
        last = LAST_AHEAD if table[column].ahead else LAST
        assert fault.value == given
        assert f"Accepted: days from 1970-01-01 to {last}" in fault.message
    assert len(found) == len(broken)


@pytest.mark.parametrize("table", [table for table in TABLES if days(table)], ids=lambda table: table.name)
def test_the_last_days_that_can_be(house, table):
    rows = []
    for column in days(table):
        last = LAST_AHEAD if column.ahead else LAST
        row = closing(table, column, sound(table, len(rows), column.name)) | {column.name: said(column, last)}
        for earlier, later in table.order:
            if column.name == earlier:
                row[later] = said(table[later], last)
        rows.append(row)
    report = take(house, table, rows, store=False)
    assert [fault.message for fault in report.rejects] == []


def closing(table: Table, column: Column, row: dict[str, str]) -> dict[str, str]:
    """The row of a deal that has closed, where the column is its closing day (an open deal's is read as expected)."""
    is_closing = table.name == "deals" and column.name in ("closed_on", "opened_on")
    closed = {"stage": "won", "client_id": "C1", "amount": "1", "closed_on": "2026-01-05"}
    return row | closed if is_closing else row


def said(column: Column, day: date) -> str:
    return f"{day:%Y-%m}" if column.kind == "month" else f"{day}"


@pytest.mark.parametrize("table", [table for table in TABLES if table.order], ids=lambda table: table.name)
def test_days_in_the_wrong_order(house, table):
    rows, broken = [sound(table, 0)], []
    for earlier, later in table.order:
        row = closing(table, table[later], sound(table, len(rows), earlier, later))
        rows.append(row | {earlier: "2026-03-02", later: "2026-03-01"})
        broken.append((later, "days-reversed", "2026-03-01"))
    report = take(house, table, rows, store=False)
    expect(report, table, broken)
    for fault, (earlier, _later) in zip(report.rejects, table.order, strict=True):
        assert f"is before {earlier} (2026-03-02" in fault.message


def bounded(table: Table) -> list[tuple[str, str]]:
    """Each column with a value just out of its range."""
    low = [(column.name, str(column.low - 1)) for column in table.columns if column.low is not None]
    return low + [(column.name, str(column.high + 1)) for column in table.columns if column.high is not None]


@pytest.mark.parametrize("table", [table for table in TABLES if bounded(table)], ids=lambda table: table.name)
def test_ranges(house, table):
    rows, broken = [sound(table, 0)], []
    for name, given in bounded(table):
        rows.append(sound(table, len(rows), name) | {name: given})
        broken.append((name, "out-of-range", given))
    report = take(house, table, rows, store=False)
    expect(report, table, broken)
    assert all("Accepted: " in fault.message for fault in report.rejects)


def strict(table: Table) -> list[Column]:
    return [column for column in table.columns if column.strict]


@pytest.mark.parametrize("table", [table for table in TABLES if strict(table)], ids=lambda table: table.name)
def test_a_client_or_invoice_that_nobody_knows(house, table):
    rows, broken = [sound(table, 0)], []
    for column in strict(table):
        rows.append(sound(table, len(rows), column.name) | {column.name: "Z9"})
        broken.append((column.name, f"unknown-{SINGULAR[column.to or '']}", "Z9"))
    report = take(house, table, rows, store=False)
    expect(report, table, broken)


def loose(table: Table) -> list[Column]:
    return [column for column in table.columns if column.to and not column.strict]


@pytest.mark.parametrize("table", [table for table in TABLES if loose(table)], ids=lambda table: table.name)
def test_others_that_nobody_knows_are_kept_with_a_warning(house, table):
    rows = []
    for column in loose(table):
        row = sound(table, len(rows) + 50, column.name)
        rows.append(row | {column.name: f"Z{len(rows)}"})
    report = take(house, table, rows)
    assert report.stored
    found = {(one.code, one.column): one for one in report.warnings}
    for line, column in enumerate(loose(table), 2):
        warning = found[f"unknown-{SINGULAR[column.to or '']}", column.name]
        assert line in warning.lines
        assert warning.first_line == warning.lines[0]
        assert str(warning.count) in warning.message


@each_table
def test_repeats_of_a_key(house, table):
    free = next(
        (c for c in table.columns if c.name not in table.key and c.kind == "text" and c.name != "currency"), None
    )
    rows = [sound(table, 1), sound(table, 2), sound(table, 2)]
    report = take(house, table, rows, store=False)
    assert (report.tables[table.name].added, warned(report)["repeated-row"]) == (2, 1)
    if free is None:
        return
    rows = [row | {free.name: f"v{number}"} for number, row in enumerate(rows)]
    report = take(house, table, rows, store=False)
    assert [(one.line, one.column, one.code) for one in report.rejects] == [
        (3, table.key[0], "duplicate-key"), (4, table.key[0], "duplicate-key"),
    ]  # fmt: skip
    assert f"(first in line 3), and the rows differ in {free.name}" in report.rejects[0].message
    assert report.rejects[0].value in report.rejects[0].message


@pytest.mark.parametrize("name", MONEY_TABLES)
def test_money_in_a_currency_needs_a_rate_on_or_before_its_day(house, name):
    (table,) = [table for table in TABLES if table.name == name]
    money = next(column.name for column in table.columns if column.kind == "money")
    rows = [sound(table, 1, money), sound(table, 2, money) | {"currency": "SEK"}]
    house.take(rates="currency,from_on,rate\nSEK,2026-01-06,0.09\n")
    report = take(house, table, rows, store=False)
    expect(report, table, [("currency", "no-rate", "SEK")])
    assert "on or before 2026-01-05" in report.rejects[0].message
    house.take(rates="currency,from_on,rate\nSEK,2026-01-05,0.09\n")
    assert take(house, table, rows).stored


def test_a_credit_is_the_one_negative_amount(house):
    (table,) = [table for table in TABLES if table.name == "invoices"]
    report = take(house, table, [sound(table, 1), sound(table, 2) | {"amount": "-5"}])
    (credit,) = [one for one in report.warnings if one.code == "credit"]
    assert (report.stored, credit.count, credit.lines, credit.column) == (True, 1, (3,), "amount")


def test_empty_parts_of_keys_are_one_key(house):
    plans = "manager_id,period,metric,product_id,region,target\n,2026-01,revenue,,,1\n,2026-01,revenue,,,1\n"
    report = house.take(plans=plans, store=False)
    assert (report.tables["plans"].added, warned(report)["repeated-row"]) == (1, 1)
    report = house.take(plans=plans + ",2026-01,revenue,,,2\n", store=False)
    assert [(one.line, one.code) for one in report.rejects] == [(line, "duplicate-key") for line in (2, 3, 4)]
    absences = "manager_id,from_on,to_on,client_id\nM1,2026-01-05,2026-01-06,\nM1,2026-01-05,2026-01-06,C1\n"
    assert house.take(managers=MANAGERS, clients=CLIENTS, absences=absences).tables["absences"].added == 2
    assert house.rows("select client_id from stored.absences order by 1") == [("",), ("C1",)]


def test_a_directors_files_are_refused_to_others_by_name(house):
    scheme = house.file("scheme.toml", 'name = "Standard"\n')
    report = house.take(payroll="manager_id,period,salary\nM1,2026-01,777\n", paths=(scheme,), director=False)
    found = [(one.file, one.line, one.code) for one in report.rejects]
    assert sorted(found) == [("payroll.csv", None, "needs-director"), ("scheme.toml", None, "needs-director")]
    assert all("Ask a director" in one.message for one in report.rejects)
    assert "777" not in str(report.as_json())
