"""How changes of deals are read from what exports and imports write."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from analytics.plan.states import known, on_day
from analytics.runner import House
from tests.building import make_workspace

DEAL = {"deal_id": "D1", "opened_on": date(2026, 5, 1), "stage": "offer", "amount": Decimal("10.00")}


def change(day: int, field: str, old: str | None, new: str, deal: str = "D1") -> dict[str, object]:
    return {"deal_id": deal, "at": datetime(2026, 5, day, 9, 30), "field": field, "old": old, "new": new}


def read(folder, *changes):
    deals = [DEAL, DEAL | {"deal_id": "D2", "expected_on": date(2026, 6, 1)}]
    house = House(make_workspace(folder, {"deals": deals, "deal_changes": list(changes)}).path)
    return house.query("sales_plan_deals", house.scope()), house.query("sales_plan_changes", house.scope())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2026-05-20", "2026-06-20", (True, True)),
        ("2026-05-20 00:00:00", "2026-06-20T00:00:00", (True, True)),
        ("", "2026-06-20", (True, True)),
        ("2026-05-20", "", (True, True)),
        ("20.05.2026", "2026-06-20", (True, False)),
        (None, "2026-06-20", (True, False)),
        ("2026-05-20", "20.06.2026", (False, True)),
    ],
)
def test_days_are_read_as_they_are_written_by_rule_and_else_left_out(tmp_path, old, new, expected):
    _deals, changes = read(tmp_path, change(3, "expected_on", old, new))

    row = changes.iloc[0]
    assert (bool(row["is_read"]), bool(row["is_told"])) == expected
    assert known(changes).unread == (not expected[0])


def test_amounts_become_whole_cents(tmp_path):
    _deals, changes = read(tmp_path, change(3, "amount", "1234.5", "10"), change(4, "stage", "lead", "offer"))

    assert changes["field"].tolist() == ["amount"]
    assert (changes["old_cents"].iloc[0], changes["new_cents"].iloc[0]) == (123450, 1000)


def test_where_other_changes_tell_the_old_value_a_missing_one_was_empty(tmp_path):
    """An import notes a first expected day without an old one: before it there was none."""
    deals, changes = read(
        tmp_path,
        change(3, "expected_on", None, "2026-06-01", "D2"),
        change(4, "expected_on", "2026-05-30", "2026-06-10"),
    )

    then = on_day(deals, changes, date(2026, 5, 2))

    assert [None if day is None or day != day else day.date() for day in then["due_on"]] == [date(2026, 5, 30), None]


def test_a_viewer_sees_the_changes_of_their_deals_alone(tmp_path):
    tables = {
        "managers": [
            {"manager_id": "A", "name": "Ann", "email": "ann@example.com"},
            {"manager_id": "B", "name": "Bob"},
        ],
        "deals": [DEAL | {"manager_id": "A"}, DEAL | {"deal_id": "D2", "manager_id": "B"}],
        "deal_changes": [change(3, "amount", "1", "2"), change(3, "amount", "1", "2", "D2")],
    }
    house = House(make_workspace(tmp_path, tables).path)

    seen = house.query("sales_plan_changes", house.scope("ann@example.com"))
    filtered = house.query("sales_plan_changes", house.scope(managers=("B",)))

    assert (seen["deal_id"].tolist(), filtered["deal_id"].tolist()) == (["D1"], ["D2"])
