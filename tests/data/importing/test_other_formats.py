"""Files that aren't text, imported whole: workbooks, web tables, Parquet, JSON."""

import io
import json
from datetime import date
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from tests.importing import CLIENTS, House, codes, warned

CLIENT_ROWS = [["client_id", "name", "registered_on"], ["00123", "One", date(2026, 1, 5)], ["00124", "Two", None]]
DEAL_ROWS = [
    ["deal_id", "client_id", "opened_on", "stage", "closed_on", "amount"],
    ["D1", "00123", date(2026, 1, 5), "won", date(2026, 2, 1), 1234.56],
    ["D2", "00124", date(2026, 1, 6), "offer", None, 0.1 + 0.2],
]


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def take(house: House, name: str, content: bytes, **options: object):
    return house.take(paths=(house.file(name, content),), **options)


def test_the_sheets_of_a_workbook_feed_their_tables(house):
    report = take(house, "export.xlsx", workbook(Clients=CLIENT_ROWS, Deals=DEAL_ROWS, Notes=[["Made by Ann"]]))
    assert codes(report) == []
    assert house.rows("select client_id, name, registered_on from stored.clients order by 1") == [
        ("00123", "One", date(2026, 1, 5)), ("00124", "Two", None),
    ]  # fmt: skip
    assert house.rows("select amount from stored.deals order by deal_id") == [(Decimal("1234.56"),), (Decimal("0.30"),)]
    assert "left-out" in warned(report)


def test_a_workbook_under_another_name_is_read_for_what_it_is(house):
    assert codes(take(house, "clients.csv", workbook(Sheet1=CLIENT_ROWS))) == []
    assert len(house.rows("from stored.clients")) == 2


def test_titles_and_totals_of_a_sheet_are_no_rows(house):
    rows = [["Plan for 2026"], [], ["manager_id", "period", "metric", "target"]]
    rows += [["M1", "2026-01", "revenue", 100], ["M2", "2026-01", "revenue", 250.5], ["Total", None, None, 350.5]]
    report = take(house, "plans.xlsx", workbook(Plan=rows))
    assert codes(report) == []
    assert house.rows("select sum(target) from stored.plans") == [(Decimal("350.50"),)]
    assert {"preamble", "total-row"} <= set(warned(report))


def test_ids_that_a_spreadsheet_has_destroyed_are_refused(house):
    rows = [
        ["client_id", "name"],
        ["1-1", "One"],
        ["1-3", "Three"],
        [date(2026, 1, 2), "Two"],
        [1.2345678901234e19, "Four"],
    ]
    report = take(house, "clients.xlsx", workbook(Clients=rows))
    assert codes(report) == [("clients.xlsx", 4, "broken-id"), ("clients.xlsx", 5, "broken-id")]
    assert "spreadsheet" in report.rejects[0].message


def test_a_web_table_named_xls(house):
    rows = "".join(f"<tr><td>{key}</td><td>{name}</td></tr>" for key, name in (("C1", "M&uuml;ller"), ("C2", "Two")))
    page = f"<html><body><table><tr><th>client_id</th><th>name</th></tr>{rows}</table></body></html>"
    assert codes(take(house, "clients.xls", page.encode())) == []
    assert house.rows("select name from stored.clients order by client_id") == [("Müller",), ("Two",)]


def test_parquet_and_json_lines(house):
    kept = io.BytesIO()
    pq.write_table(
        pa.table({"client_id": ["C1", "C2"], "name": ["One", "Two"], "credit_limit": [Decimal("1.50"), None]}), kept
    )
    assert codes(take(house, "clients.parquet", kept.getvalue())) == []
    assert house.rows("select credit_limit from stored.clients order by client_id") == [(Decimal("1.50"),), (None,)]
    records = [{"client_id": "C3", "name": "Three", "vip": True}, {"client_id": "C4", "name": "Four"}]
    assert codes(take(house, "clients.jsonl", "\n".join(map(json.dumps, records)).encode())) == []
    assert house.rows("select name, vip from stored.clients where client_id > 'C2' order by client_id") == [
        ("Three", True), ("Four", None),
    ]  # fmt: skip
    assert codes(take(house, "clients.json", json.dumps(records).encode())) == []


def test_a_mapping_names_the_sheet(house):
    content = workbook(Old=CLIENT_ROWS[:2], New=CLIENT_ROWS)
    report = take(house, "clients.xlsx", content, mapping='[clients.clients.read]\nsheet = "New"\n')
    assert codes(report) == []
    assert len(house.rows("from stored.clients")) == 2


def test_the_same_rows_from_every_format(house):
    assert house.take(clients=CLIENTS).stored
    rows = [line.split(",") for line in CLIENTS.splitlines()]
    assert take(house, "clients.xlsx", workbook(Sheet1=rows)).batch is None
