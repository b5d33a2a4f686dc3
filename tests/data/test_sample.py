"""The sample company's files keep the contract, agree with each other, and are the same bytes on every machine."""

import hashlib
import tomllib
from fractions import Fraction

import pandas as pd
import pytest

from data.contract import TABLES
from data.sample import company, truth, write
from data.sample.document import PAGE, sample_page
from data.sample.pay import CAP, NEW_CLIENTS_BELOW, PENALTY_BELOW, PENALTY_CAP, PENALTY_RATE, TIERS
from tests.data.sampled import LAST, PAID_THROUGH, read, typed

BEYOND = {"clients": {"portal", "newsletter"}}
AHEAD = LAST + pd.DateOffset(years=10)
BYTES = {
    60: "7c13e046cc7c36896b874d3efce8e6bda2717627df8bb96f0711bd1ecec44780",
    2000: "d35e362638bbf39c661276663d99954fb3b845d7c5ba72ea4d6df6f88794ddbe",
}


@pytest.fixture(scope="module", params=[20, 2000])
def tables(request, tmp_path_factory):
    return read(write(tmp_path_factory.mktemp("sample"), clients=request.param))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return typed(read(write(tmp_path_factory.mktemp("whole"))))


def digest(folder):
    total = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


@pytest.mark.parametrize("clients", BYTES)
def test_the_same_numbers_give_the_same_bytes(tmp_path, clients):
    assert digest(write(tmp_path / "one", clients=clients)) == BYTES[clients]


def test_another_seed_is_another_company(tmp_path):
    assert digest(write(tmp_path / "other", clients=60, seed=8)) != BYTES[60]


def test_too_few_clients_are_refused():
    with pytest.raises(ValueError, match="20 clients at least, not 19"):
        company(19, 7)


def test_files_are_utf_8_with_plain_line_ends(tmp_path):
    content = (write(tmp_path, clients=60) / "clients.csv").read_bytes()
    assert b"\r" not in content
    assert content.decode("utf-8").count("\n") == 61


def test_every_table_of_the_contract_is_there_with_its_columns(tables):
    assert set(tables) == {table.name for table in TABLES}
    for table in TABLES:
        assert set(tables[table.name]) - set(table.names) == BEYOND.get(table.name, set())
        assert set(table.required) <= set(tables[table.name])


def test_keys_are_unique_and_required_cells_filled(tables):
    for table in TABLES:
        frame = tables[table.name]
        assert not frame.duplicated([name for name in table.key if name in frame]).any(), table.name
        for name in table.required:
            assert (frame[name] != "").all(), (table.name, name)
        assert all((frame[name].str.strip() == frame[name]).all() for name in frame), table.name


def test_references_are_known(tables):
    for table in TABLES:
        for column in table.columns:
            if column.to and column.name in tables[table.name]:
                given = set(tables[table.name][column.name]) - {""}
                assert given <= set(tables[column.to][f"{_one(column.to)}_id"]), (table.name, column.name)


def _one(name):
    return name.removesuffix("s")


def test_values_are_of_their_kind(tables):
    for table in TABLES:
        frame = tables[table.name]
        for column in (column for column in table.columns if column.name in frame):
            given = frame[column.name][frame[column.name] != ""]
            assert _fits(column, given), (table.name, column.name)


def _fits(column, given):
    if column.kind == "choice":
        return set(given) <= set(column.choices)
    if column.kind == "boolean":
        return set(given) <= {"true", "false"}
    patterns = {
        "money": r"\d+\.\d\d",
        "share": r"0\.\d\d",
        "integer": r"\d+",
        "number": r"\d+(\.\d+)?",
        "rate": r"\d\.\d{4}",
        "day": r"\d{4}-\d\d-\d\d",
        "month": r"\d{4}-\d\d",
        "moment": r"\d{4}-\d\d-\d\d \d\d:\d\d:00",
    }
    if not given.str.fullmatch(patterns.get(column.kind, r"(?s).+")).all():
        return False
    if column.kind in ("day", "moment"):
        days = pd.to_datetime(given)
        return (days <= (AHEAD if column.ahead else LAST + pd.Timedelta("1D"))).all()
    return column.high is None or (pd.to_numeric(given).between(column.low, column.high)).all()


def test_days_are_in_order(tables):
    for table in TABLES:
        for earlier, later in table.order:
            if earlier in tables[table.name] and later in tables[table.name]:
                pair = tables[table.name][[earlier, later]]
                pair = pair[(pair != "").all(axis=1)]
                assert (pair[earlier] <= pair[later]).all(), (table.name, earlier)


def test_closed_deals_say_when_for_whom_and_how_much(tables):
    deals = tables["deals"]
    closed = deals["stage"].isin(["won", "lost"])
    assert (deals.loc[closed, ["closed_on", "client_id", "amount"]] != "").all(axis=None)
    assert (deals.loc[~closed, "closed_on"] == "").all()


def test_the_changes_of_a_deal_end_in_what_it_is(whole):
    deals = whole["deals"].set_index("deal_id")
    changes = whole["deal_changes"].sort_values("at")
    for field, last in changes.groupby("field"):
        ends = last.groupby("deal_id")["new"].last()
        now = deals.loc[ends.index, field]
        if field == "expected_on":
            assert (pd.to_datetime(ends) == now).all()
        elif field == "amount":
            assert (pd.to_numeric(ends) == now).all()
        else:
            assert (ends == now).all()


def test_each_change_begins_where_the_one_before_ended(whole):
    changes = whole["deal_changes"].sort_values(["deal_id", "field", "at"])
    before = changes.groupby(["deal_id", "field"])["new"].shift()
    assert (changes["old"] == before)[before.notna()].all()
    opened = changes["deal_id"].map(whole["deals"].set_index("deal_id")["opened_on"])
    assert (changes["at"].dt.normalize() >= opened).all()


def test_lines_add_up_to_their_deals(whole):
    deals = whole["deals"].set_index("deal_id")
    sums = whole["lines"].groupby("deal_id")[["amount", "cost"]].sum().round(2)
    assert (sums == deals.loc[sums.index, ["amount", "cost"]]).all(axis=None)
    assert set(deals.index) - set(sums.index) == set(deals.index[deals["currency"] == "SEK"])


def test_nothing_begins_after_a_client_left(whole):
    ended = whole["clients"].set_index("client_id")["ended_on"]
    for table, column in (("deals", "opened_on"), ("contacts", "at"), ("complaints", "opened_on"), ("feedback", "at")):
        rows = whole[table]
        assert not (rows[column] > rows["client_id"].map(ended)).any(), table


def test_invoices_add_up_to_their_deals_but_for_the_planted_differences(whole):
    known = truth()
    billed = whole["invoices"][(whole["invoices"]["kind"] != "credit") & (whole["invoices"]["deal_id"] != "")]
    sums = billed.groupby("deal_id")["net_amount"].sum().round(2)
    deals = whole["deals"].set_index("deal_id")
    euros = deals[(deals["currency"] == "EUR") & (deals["stage"] == "won")]
    old = euros[euros["closed_on"] < LAST - pd.Timedelta("150D")]
    assert set(old.index) - set(sums.index) == set(known.not_invoiced)
    differing = (sums - old["amount"]).round(2).dropna()
    assert set(differing.index[differing > 0]) == set(known.invoiced_otherwise)
    assert (differing >= 0).all()


def test_amounts_hold_vat_and_nothing_is_paid_twice(whole):
    invoices = whole["invoices"].set_index("invoice_id")
    owed = (invoices["net_amount"] * 100).round().astype(int) * 124
    assert ((invoices["amount"] * 10000).round().astype(int) - owed).between(-49, 50).all()
    paid = whole["payments"].groupby("invoice_id")["amount"].sum()
    credits = invoices[invoices["kind"] == "credit"].groupby("credits_invoice_id")["amount"].sum()
    left = (
        invoices["amount"] - paid.reindex(invoices.index, fill_value=0) - credits.reindex(invoices.index, fill_value=0)
    )
    assert left[invoices["kind"] != "credit"].min() > -0.005
    issued = whole["payments"]["invoice_id"].map(invoices["issued_on"])
    assert (whole["payments"]["paid_on"] >= issued).all()


def test_each_source_is_known_through_its_day(whole):
    assert whole["deals"]["closed_on"].max() == LAST
    assert whole["invoices"]["issued_on"].max() == LAST
    assert whole["contacts"]["at"].max().normalize() == LAST
    assert whole["payments"]["paid_on"].max() == PAID_THROUGH


def test_the_scheme_is_the_one_that_was_paid_by():
    scheme = tomllib.loads(company(20, 7).documents["scheme.toml"], parse_float=Fraction)
    assert tuple((tier["from"], tier["rate"]) for tier in scheme["tier"]) == TIERS
    assert scheme["cap"] == CAP
    penalty = scheme["penalty"]
    assert (penalty["below"], penalty["rate"], penalty["cap"]) == (PENALTY_BELOW, PENALTY_RATE, PENALTY_CAP)
    assert penalty["new_clients_below"] == NEW_CLIENTS_BELOW


def test_every_role_is_in_the_rights():
    people = tomllib.loads(company(20, 7).documents["access.toml"])["person"]
    assert sorted(person["role"] for person in people) == ["analyst", "director", "manager", "manager"]
    assert all(person["email"].endswith(".example") for person in people)


def test_the_page_says_what_is_planted():
    assert PAGE.read_text(encoding="utf-8") == sample_page(), "write it anew: python -m data.sample.document"
