"""Free SQL reaches what its viewer may see, and nothing else."""

import contextlib
from datetime import date

import pytest

from data import console
from data.errors import UsageError
from data.scope import LOCAL, Scope, Viewer
from tests.building import make_workspace
from tests.data.test_scope import TABLES

ANN = Viewer("ann@example.com", frozenset({"manager"}), "A", frozenset({"A"}), frozenset({"A"}), pay=frozenset({"A"}))
ANALYST = Viewer("an@example.com", frozenset({"analyst"}), pay=frozenset())


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return make_workspace(tmp_path_factory.mktemp("console"), TABLES)


def ask(workspace, sql: str, viewer: Viewer = LOCAL):
    return console.ask(workspace, Scope(viewer, 1, date(2026, 6, 30)), sql)


def test_rows_come_back(workspace):
    found = ask(workspace, "select stage, count(*) as deals from deals group by stage order by stage;")
    assert found.to_dict("list") == {"stage": ["lead", "lost", "won"], "deals": [1, 1, 3]}


def test_a_manager_gets_their_own_rows(workspace):
    assert ask(workspace, "select deal_id from deals", ANN)["deal_id"].tolist() == ["D1"]
    assert ask(workspace, "select manager_id from payroll", ANN)["manager_id"].tolist() == ["A"]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from payroll",
        "select * from pay_000001.payroll",
        "select * from pay_000001.stored.payroll",
        "select * from main_000001.stored.clients",
        "select * from query('select * from payroll')",
        "select * from query_table('payroll')",
    ],
)
def test_an_analyst_sees_no_pay_by_any_name(workspace, sql):
    with contextlib.suppress(UsageError):
        assert ask(workspace, sql, ANALYST).empty


@pytest.mark.parametrize(
    "sql",
    [
        "drop table deals",
        "select 1; select 2",
        "copy (select 1) to '/tmp/out.csv'",
        "select * from read_text('/etc/passwd')",
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "set enable_external_access = true",
        "attach '/tmp/x.db'",
        "install httpfs",
        "pragma database_list",
        "select * from asked",
        "create temp macro lower(x) as 1",
        "select nothing from deals",
        "not sql",
        "",
    ],
)
def test_everything_else_is_refused_in_a_sentence(workspace, sql):
    with pytest.raises(UsageError, match="can't be run"):
        ask(workspace, sql)


def test_a_write_inside_a_select_touches_nothing_stored(workspace):
    with pytest.raises(UsageError):
        ask(workspace, "with gone as (delete from deals returning *) select * from gone")
    assert len(ask(workspace, "select * from deals")) == 5
