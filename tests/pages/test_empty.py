"""Nothing to show: the table that is missing is named, with its columns and the way to the import."""

from types import SimpleNamespace

import pandas as pd
import pytest

from pages.components import empty
from tests.building import make_workspace
from tests.conftest import Place
from tests.workspaces import ACCESS, CLIENTS, MANAGERS, TINY_PEOPLE


@pytest.fixture
def without_invoices(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clients")
    make_workspace(folder, {"managers": MANAGERS, "clients": CLIENTS}, documents={"access": ACCESS})
    return Place(folder, TINY_PEOPLE)


def test_the_missing_table_is_named_with_its_columns(opened, without_invoices):
    app = opened(without_invoices, "reliability")
    assert app.subheader[0].value == "Not imported yet: invoices"
    told = app.markdown[-1].value.replace("\\", "")
    assert told == "- **Invoices** with invoice_id, client_id, issued_on, due_on, amount"
    assert app.get("page_link")[-1].label == "Import invoices"


def test_any_one_of_several_tables_is_enough(opened, without_invoices):
    app = opened(without_invoices, "churn")
    assert app.subheader[0].value == "Not imported yet: deals or invoices or contracts"


def test_who_may_not_import_gets_no_link_there(opened, without_invoices):
    app = opened(without_invoices, "reliability", "manager")
    assert not app.get("page_link")
    assert app.caption[-1].value == "Import invoices"


@pytest.mark.parametrize(
    ("result", "bare"),
    [
        (pd.DataFrame(), True),
        (pd.DataFrame({"a": [1]}), False),
        (SimpleNamespace(rows=pd.DataFrame()), False),
        (3, False),
    ],
)
def test_a_result_is_bare_when_all_its_frames_are(result, bare):
    assert empty._is_bare(result) is bare
