"""Schemes through the runner and the command line, on a real workspace: who sees whose pay."""

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from pandas import isnull

from analytics.commandline import main
from analytics.runner import House
from analytics.schemes.words import unread
from data.errors import NotPermitted, UsageError
from tests.analytics.compensation.test_workspace import ACCESS, MAY, TABLES
from tests.analytics.pay_frames import SCHEME
from tests.building import make_workspace

TRIED = SCHEME.replace("from = 0.8", "from = 0.5").replace("Standard", "Wider")
LATER = date(2026, 7, 31)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    tables = {
        **TABLES,
        "deals": [
            {**deal, "expected_on": date(2026, 5, 20)} if deal["deal_id"] == "D1" else deal for deal in TABLES["deals"]
        ],
    }
    documents = {"access": ACCESS, "scheme": SCHEME}
    return make_workspace(tmp_path_factory.mktemp("schemes"), tables, documents=documents).path


@pytest.fixture(scope="module")
def house(folder):
    made = House(folder)
    yield made
    made.engine.close()


def found(house, email=None, **options):
    return house.run("schemes", house.scope(email, as_of=LATER, start=MAY, end=date(2026, 6, 30)), options)


def test_a_director_sees_everybodys_replay(house):
    result = found(house, "dir@example.com", scheme=TRIED)
    assert sorted(result.people["manager_id"]) == ["A", "B", "L"]
    assert result.scheme["name"] == "Standard"
    assert result.tried["name"] == "Wider"
    assert result.versions["name"].tolist() == ["Standard"]


def test_it_is_the_statements_to_the_cent(house):
    result = found(house, "dir@example.com")
    scope = house.scope("dir@example.com", as_of=LATER, start=MAY, end=date(2026, 6, 30))
    paid = house.run("compensation", scope).statements
    columns = ["manager_id", "period", "bonus", "penalty"]
    assert result.statements[columns].to_dict("records") == paid[columns].to_dict("records")


def test_a_manager_sees_their_own_alone_and_a_lead_nobody_elses(house):
    for email, own in (("ann@example.com", "A"), ("lead@example.com", "L")):
        result = found(house, email, scheme=TRIED)
        for frame in (result.people, result.statements, result.next_deals, result.moved, result.radar):
            assert set(frame["manager_id"].dropna()) <= {own}
        assert result.typical.people == 1
        assert result.months["people"].unique().tolist() == [1]
        assert found(house, email, manager="B").people.empty


def test_a_manager_learns_nothing_of_others_from_sums(house):
    result = found(house, "ann@example.com", scheme=TRIED)
    assert result.totals.cost == Decimal("2100.00")
    assert result.totals.margin == Decimal("50.00")


def test_an_analyst_sees_none(house):
    with pytest.raises(NotPermitted, match="Pay is shown"):
        found(house, "an@example.com")


def test_filters_narrow_who_is_compared(house):
    scope = house.scope(None, as_of=LATER, start=MAY, teams=("East",))
    assert sorted(house.run("schemes", scope).people["manager_id"]) == ["A", "L"]


def test_a_deal_of_nothing_is_refused(house):
    with pytest.raises(UsageError, match="more than 0"):
        found(house, deal="0")


def call(capsys, *words):
    status = main(["run", "schemes", *words])
    return status, capsys.readouterr().out


def test_the_command_line_prints_the_same(folder, capsys, tmp_path):
    file = tmp_path / "scheme.toml"
    file.write_text(TRIED, encoding="utf-8")
    words = ("--workspace", str(folder), "--from", "2026-05", "--to", "2026-06", "--as-of", "2026-07-31", "--json")
    status, printed = call(capsys, *words, f"scheme={file}", "manager=A", "deal=10")
    shown = json.loads(printed)
    assert status == 0
    assert [person["manager_id"] for person in shown["people"]] == ["A"]
    assert shown["next_deals"][0]["deal"] == 10.0
    assert {piece["scheme"] for piece in shown["curve"]} == {"held", "tried"}
    assert "text" not in shown


def test_the_faults_of_a_file_are_listed_by_line(folder, capsys, tmp_path):
    file = tmp_path / "scheme.toml"
    file.write_text(SCHEME.replace("rate = 1.0", "rate = -1.0"), encoding="utf-8")
    status, printed = call(capsys, "--workspace", str(folder), "--json", f"scheme={file}")
    shown = json.loads(printed)
    assert status == 0
    assert [(check["line"], check["code"], check["refused"]) for check in shown["checks"]] == [
        (11, "falling-pay", True)
    ]
    assert shown["tried"] is None


def test_an_analyst_is_refused_on_the_command_line(folder, capsys):
    status, printed = call(capsys, "--workspace", str(folder), "--viewer", "an@example.com")
    assert (status, printed) == (4, "")


def test_who_has_read_the_scheme_is_told_to_those_who_see_their_pay(house):
    assert found(house, "dir@example.com").versions["acknowledged"].tolist() == [0]
    house.acknowledge(SCHEME, "ann@example.com", datetime(2026, 6, 3, 9))
    rows = found(house, "dir@example.com", scheme=TRIED).acknowledged.to_dict("records")
    assert {row["manager_id"]: row["acknowledged_at"] for row in rows if not isnull(row["acknowledged_at"])} == {
        "A": datetime(2026, 6, 3, 9)
    }
    assert unread(found(house, "dir@example.com")) == []
    assert found(house, "lead@example.com").acknowledged["manager_id"].tolist() == ["L"]
    assert unread(found(house, "lead@example.com")) == ["Lead"]


def test_nobody_acknowledges_for_others_or_what_is_not_there(house):
    for email in (None, "dir@example.com", "an@example.com"):
        with pytest.raises(NotPermitted, match="by the managers"):
            house.acknowledge(SCHEME, email, datetime(2026, 6, 3))
    with pytest.raises(UsageError, match="no such scheme"):
        house.acknowledge(TRIED, "ann@example.com", datetime(2026, 6, 3))
