"""Sheets with months, quarters or years as columns: years said elsewhere, metrics in headings, columns of totals."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from data.contract import table
from data.importing.composing import spread_statement
from data.importing.files import Upload
from data.importing.naming import typed_table
from data.importing.parts import Part
from data.importing.sheets import Sheet
from tests.importing import codes, warned

TARGETS = "select period::varchar, metric, target::varchar from stored.plans order by period, metric"
TWO = [("2026-01-01", "revenue", "100.0000"), ("2026-02-01", "revenue", "200.0000")]


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("manager_id,metric,Year,Jan,Feb", "M1,revenue,2026,100,200"),
        ("Haldur,Näitaja,Aasta,jaanuar,veebruar", "M1,revenue,2026,100,200"),
        ("Менеджер,Показатель,Год,январь,февраль", "M1,revenue,2026,100,200"),
        ("manager_id,metric,Jan,Feb,Total 2026", "M1,revenue,100,200,300"),
        ("manager_id,metric,Jan,Feb,2026", "M1,revenue,100,200,300"),
        ("manager_id,metric,2026 Jan,Feb", "M1,revenue,100,200"),
        ("manager_id,Revenue Jan 2026,Revenue Feb 2026", "M1,100,200"),
        ("manager_id,metric,Plaan jaan 2026,Plaan veebr 2026", "M1,revenue,100,200"),
        ("manager_id,metric,Januar 2026,Februar 2026,Summe", "M1,revenue,100,200,300"),
    ],
)  # fmt: skip
def test_where_the_year_and_the_metric_stand(house, head, cells):
    report = house.take(plans=f"{head}\n{cells}\n")
    assert codes(report) == []
    assert house.rows(TARGETS) == TWO
    assert report.files[0].attributes == {}


def test_the_years_of_a_column_differ_by_row(house):
    house.take(plans="manager_id,metric,Year,Dec,Jan\nM1,revenue,2025,9,\nM1,revenue,2026,,7\n")
    assert house.rows("select period::varchar, target::integer from stored.plans order by 1") == [
        ("2025-12-01", 9), ("2026-01-01", 7),
    ]  # fmt: skip


def test_months_whose_year_nobody_says_are_asked_about(house):
    plans = "manager_id,metric,Result 2025,Jan,Feb\nM1,revenue,90,100,200\n"
    (fault,) = house.take(plans=plans).rejects
    assert fault.code == "missing-column"
    assert '[plans.plans.set]\nperiod = "…"   # the year of the months' in fault.message
    assert house.take(plans=plans, mapping='[plans.plans.set]\nperiod = "2026"\n').stored
    assert house.rows(TARGETS) == TWO


def test_several_metrics_in_the_headings_of_one_sheet(house):
    house.take(plans="manager_id,Revenue plan Jan 2026,Deals plan Jan 2026,Revenue Feb 2026\nM1,100,3,200\n")
    assert house.rows(TARGETS) == [
        ("2026-01-01", "deals", "3.0000"),
        ("2026-01-01", "revenue", "100.0000"),
        ("2026-02-01", "revenue", "200.0000"),
    ]


def test_a_period_without_its_metric_beside_others_is_refused(house):
    report = house.take(plans="manager_id,Revenue Jan 2026,Feb 2026\nM1,100,200\n")
    assert codes(report) == [("plans.csv", 2, "missing-value")]


@pytest.mark.parametrize("word", ["Total", "Kokku", "Итого", "Gesamt", "Aasta kokku", "Total 2026"])
def test_a_column_that_adds_up_the_others_is_left_out(house, word):
    head = f"manager_id;metric;2026-01;2026-02;{word}"
    report = house.take(plans=f"{head}\nM1;revenue;100,50;200;300,50\nM2;revenue;;10,5;10,5\n")
    assert report.stored
    assert warned(report)["total-column"] == 1
    assert house.rows("select sum(target), any_value(attributes)::varchar from stored.plans") == [
        (Decimal("311"), "{}")
    ]


def test_a_total_that_adds_up_nothing_is_kept_and_told(house):
    report = house.take(plans="manager_id,metric,2026-01,2026-02,Total\nM1,revenue,100,200,999\n")
    assert report.stored
    assert "odd-total" in warned(report)
    assert report.files[0].attributes == {"Total": "number"}


def test_payroll_by_bare_months(house):
    house.take(payroll="manager_id,Year,salary Jan,bonus Jan,salary Feb\nM1,2026,1000,50,1100\n")
    assert house.rows("select period::varchar, salary, bonus from pay.stored.payroll order by 1") == [
        ("2026-01-01", Decimal("1000.00"), Decimal("50.00")), ("2026-02-01", Decimal("1100.00"), None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("target", "months", "each", "last"),
    [("100", 3, "33.33", "33.34"), ("-100", 3, "-33.33", "-33.34"), ("100.005", 3, "33.33", "33.345"),
     ("0.02", 12, "0.00", "0.02"), ("-0.01", 3, "0.00", "-0.01"), ("1000", 12, "83.33", "83.37")],
)  # fmt: skip
def test_a_target_is_split_equally_with_the_rest_to_the_last_month(tmp_path, target, months, each, last):
    sheet = Sheet(Upload("x.csv", tmp_path, "", True), "sheet_0", (), 1, "")
    part = Part(0, sheet, table("plans"), {}, {})
    with duckdb.connect() as con:
        con.execute(
            f"create table {typed_table(part)} as select 2 as line, date '2026-01-01' as period, "
            f"{target}::decimal(18,4) as target, {months} as months"
        )
        con.execute(spread_statement(part, ["target"]))
        rows = con.execute(f"select period, target from {typed_table(part)} order by period").fetchall()
    assert [row[0] for row in rows] == [date(2026, month, 1) for month in range(1, months + 1)]
    assert [row[1] for row in rows] == [Decimal(each)] * (months - 1) + [Decimal(last)]
