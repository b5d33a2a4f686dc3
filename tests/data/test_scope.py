"""Rights, filters and as_of: what each viewer's views hold."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from data.access import Staff, people, viewer
from data.engine.duckdb import Engine
from data.errors import NotPermitted, UsageError
from data.scope import LOCAL, Scope, Viewer
from tests.building import make_workspace

LATEST = date(2026, 6, 30)
CLIENTS = [
    {"client_id": "C1", "name": "One", "manager_id": "A", "region": "North", "ended_on": date(2026, 5, 5)},
    {"client_id": "C2", "name": "Two", "manager_id": "B", "region": "South"},
    {"client_id": "C3", "name": "Three", "region": "South"},
]
MANAGERS = [
    {"manager_id": "L", "name": "Lead", "team": "East", "email": "Lead@Example.com"},
    {"manager_id": "A", "name": "Ann", "team": "East", "reports_to": "L", "email": "ann@example.com"},
    {"manager_id": "B", "name": "Bob", "team": "West", "email": "bob@example.com"},
]


def deal(number: str, client: str | None, manager: str | None, closed: date | None, stage: str = "won") -> dict:
    return {
        "deal_id": number,
        "client_id": client,
        "manager_id": manager,
        "opened_on": date(2026, 1, 2),
        "closed_on": closed,
        "stage": stage,
        "amount": Decimal(100),
        "cost": Decimal(60),
    }


TABLES = {
    "managers": MANAGERS,
    "clients": CLIENTS,
    "assignments": [
        {"client_id": "C3", "from_on": date(2026, 1, 1), "manager_id": "A"},
        {"client_id": "C3", "from_on": date(2026, 3, 1), "manager_id": "B"},
    ],
    "deals": [
        deal("D1", "C1", "A", date(2026, 2, 1)),
        deal("D2", "C2", "A", date(2026, 3, 1)),
        deal("D3", "C2", None, date(2026, 6, 1)),
        deal("D4", None, "L", None, "lead"),
        deal("D5", "C3", "B", date(2026, 6, 2), "lost"),
    ],
    "deal_changes": [
        {"deal_id": "D3", "at": datetime(2026, 3, 1), "field": "stage", "old": "lead", "new": "offer"},
        {"deal_id": "D3", "at": datetime(2026, 6, 1), "field": "stage", "old": "offer", "new": "won"},
    ],
    "payroll": [
        {"manager_id": "A", "period": date(2026, 1, 1), "salary": Decimal(2000)},
        {"manager_id": "L", "period": date(2026, 1, 1), "salary": Decimal(3000)},
    ],
    "plans": [{"manager_id": "A", "period": date(2026, 2, 1), "metric": "revenue", "target": Decimal(200)}],
}
ACCESS = (
    '[[person]]\nemail = "dir@example.com"\nrole = "director"\n[[person]]\nemail = "an@example.com"\nrole = "analyst"'
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    made = Engine(make_workspace(tmp_path_factory.mktemp("scope"), TABLES))
    yield made
    made.close()


def seen(engine: Engine, who: Viewer, table: str = "deals", column: str = "deal_id", **scope) -> list[str]:
    asked = Scope(who, 1, scope.pop("as_of", LATEST), **scope)
    return engine.frame(f"select {column} from {table} order by 1", asked)[column].tolist()


def person(email: str | None, **staff) -> Viewer:
    emails = {row["manager_id"]: row["email"] for row in MANAGERS}
    leads = {row["manager_id"]: row.get("reports_to") for row in MANAGERS}
    return viewer(email, people(ACCESS), Staff(emails, leads, **staff), LATEST)


def test_a_row_belongs_to_its_clients_manager_and_a_deal_without_client_to_its_own(engine):
    assert seen(engine, person("ann@example.com")) == ["D1"]
    assert seen(engine, person("bob@example.com")) == ["D2", "D3", "D5"]


def test_a_lead_sees_those_below_but_not_their_pay(engine):
    lead = person("lead@example.com")
    assert seen(engine, lead) == ["D1", "D4"]
    assert seen(engine, lead, "payroll", "manager_id") == ["L"]


def test_director_sees_all_and_analyst_all_but_pay(engine):
    assert len(seen(engine, person("dir@example.com"))) == 5
    assert len(seen(engine, person("an@example.com"))) == 5
    assert seen(engine, person("dir@example.com"), "payroll", "manager_id") == ["A", "L"]
    assert seen(engine, person("an@example.com"), "payroll", "manager_id") == []


def test_an_unknown_person_is_refused_and_nobody_is_the_local_user():
    with pytest.raises(NotPermitted, match="stranger@"):
        person("stranger@example.com")
    assert person(None) == LOCAL


def test_a_deputy_sees_the_absent_managers_clients_while_the_absence_lasts(engine):
    from data.access import Absence

    now = Absence("A", date(2026, 6, 20), date(2026, 7, 5), "", "B")
    over = Absence("A", date(2026, 5, 20), date(2026, 6, 5), "", "B")
    unnamed = Absence("A", date(2026, 6, 20), date(2026, 7, 5))
    assert "D1" in seen(engine, person("bob@example.com", absences=(now,)))
    assert "D1" not in seen(engine, person("bob@example.com", absences=(over,)))
    assert person("lead@example.com", absences=(unnamed,)).owners == {"L", "A"}


def test_own_results_count_though_the_client_moved_on_but_do_not_name_it(engine):
    scope = Scope(person("ann@example.com"), 1, LATEST)
    rows = engine.frame("select deal_id, client_id, amount from actuals where metric = 'revenue' order by 1", scope)
    assert rows["amount"].sum() == 200
    assert rows["deal_id"].dropna().tolist() == ["D1"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"teams": ("East",)}, ["D1", "D2", "D4"]),
        ({"managers": ("B",)}, ["D3", "D5"]),
        ({"regions": ("South",)}, ["D2", "D3", "D5"]),
        ({"teams": ("East",), "regions": ("South",)}, ["D2"]),
    ],
)
def test_filters_narrow(engine, filters, expected):
    assert seen(engine, LOCAL, **filters) == expected


def test_at_an_earlier_day_nothing_later_is_seen(engine):
    past = Scope(LOCAL, 1, date(2026, 4, 1), is_past=True)
    deals = engine.frame("select deal_id, stage, closed_on, is_won, is_open from deals order by 1", past)
    third = deals.set_index("deal_id").loc["D3"]
    assert (third["stage"], bool(third["is_open"])) == ("offer", True)
    assert deals.set_index("deal_id").loc["D5", "stage"] == "open"
    clients = engine.frame("select client_id, ended_on from clients order by 1", past)
    assert clients["ended_on"].isna().all()


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(UsageError, match="before it starts"):
        Scope(LOCAL, 1, LATEST, date(2026, 2, 1), date(2026, 1, 1))


def test_hostile_filter_text_is_only_a_value(engine):
    assert seen(engine, LOCAL, teams=("'); drop table deals; --",)) == []
    assert len(seen(engine, LOCAL)) == 5
