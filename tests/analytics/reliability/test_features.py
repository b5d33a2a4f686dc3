"""Features of the client file: what tells clients apart, and what doesn't."""

import pandas as pd
from pandas import DataFrame

from analytics.reliability.features import client_features, no_reasons

CLIENTS = DataFrame(
    {
        "client_id": ["B", "A", "C"],
        "industry": ["Food", None, "Food"],
        "region": ["North"] * 3,
        "employees": [5.0, None, 70.0],
        "vip": [True, None, False],
    }
)


def attributes(*rows: tuple[str, str, str, str]) -> DataFrame:
    return DataFrame(list(rows), columns=["client_id", "name", "kind", "value"])


def test_columns_that_tell_clients_apart_are_kept_by_client():
    found = client_features(CLIENTS, attributes())
    assert list(found.index) == ["A", "B", "C"]
    assert list(found.columns) == ["industry", "vip", "employees"]
    assert found.loc["B", "employees"] == 5.0


def test_attributes_come_in_their_kind():
    rows = attributes(
        ("A", "rating", "number", "1.5"),
        ("B", "rating", "number", "2"),
        ("A", "portal", "boolean", "true"),
        ("B", "portal", "boolean", "false"),
        ("A", "form", "text", "AS"),
        ("B", "form", "text", "OÜ"),
        ("A", "since", "date", "2020-01-01"),
        ("B", "since", "date", "2021-01-01"),
    )
    found = client_features(CLIENTS, rows)
    assert found.loc["A", "attribute:rating"] == 1.5
    assert found.loc["B", "attribute:portal"] == 0.0
    assert found.loc["B", "attribute:form"] == "OÜ"
    assert "attribute:since" not in found
    assert pd.isna(found.loc["C", "attribute:rating"])


def test_a_text_with_another_value_for_nearly_everyone_is_no_feature():
    many = DataFrame({"client_id": [f"C{number}" for number in range(60)]})
    rows = attributes(*[(f"C{number}", "note", "text", f"note {number}") for number in range(60)])
    assert client_features(many, rows).empty


def test_no_clients_give_no_rows():
    assert client_features(CLIENTS.iloc[:0], attributes()).empty
    assert list(no_reasons().columns) == ["client_id", "feature", "value", "contribution"]
