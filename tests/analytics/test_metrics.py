"""Every metric on a few rows, and on none."""

from datetime import date
from decimal import Decimal

import pytest
from pandas import DataFrame

from analytics.metrics import METRICS, exact_sum, metric
from analytics.runner import House
from tests.building import make_workspace
from tests.data.test_building import TABLES

NAMED = [item for item in METRICS if item.query]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    made = House(make_workspace(tmp_path_factory.mktemp("metrics"), TABLES).path)
    yield made
    made.engine.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    made = House(make_workspace(tmp_path_factory.mktemp("nothing"), {}).path)
    yield made
    made.engine.close()


@pytest.mark.parametrize("item", NAMED, ids=lambda item: item.name)
def test_a_metrics_rows_have_a_value_and_add_up(house, item):
    found = house.passport(item.name, house.scope())
    assert "value" in found.rows.columns
    assert found.total == item.total(found.rows)
    assert set(found.sources) <= set(item.tables)


@pytest.mark.parametrize("item", NAMED, ids=lambda item: item.name)
def test_without_rows_a_sum_is_nothing_and_a_ratio_is_missing(empty, item):
    found = empty.passport(item.name, empty.scope(as_of=date(2026, 1, 31)))
    assert found.rows.empty
    assert found.total in (None, 0)


def test_names_are_given_once_and_found():
    assert len({item.name for item in METRICS}) == len(METRICS)
    assert metric("revenue").unit == "money"


def test_revenue_is_the_won_amounts(house):
    assert house.passport("revenue", house.scope()).total == Decimal("450.00")


def test_a_period_narrows_the_rows(house):
    scope = house.scope(start=date(2026, 1, 9), end=date(2026, 1, 9))
    assert house.passport("revenue", scope).total == Decimal("100.00")


def test_sums_are_exact_and_skip_what_is_missing():
    assert exact_sum([Decimal("0.1"), 0.2, None, float("nan")]) == Decimal("0.3")


def test_a_ratio_of_no_base_is_missing():
    assert metric("revenue").total(DataFrame({"value": [1], "base": [0]})) is None
