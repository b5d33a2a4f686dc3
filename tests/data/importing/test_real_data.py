"""Exports that others have made: what a user with such files would get."""

from decimal import Decimal
from pathlib import Path

import pytest

from data.contract import table as table_of
from data.importing import ImportOptions, import_batch
from data.importing.headings import match
from data.importing.recognising import recognise
from tests.importing import TODAY, House, codes
from tests.public_data import FOLDER as PUBLIC_DATA

SHARED = PUBLIC_DATA
MAPPINGS = Path(__file__).resolve().parents[2] / "mappings"


def imported(house: House, folder: str, mapping: str | None = None):
    path = SHARED / folder
    if not path.exists():
        pytest.skip(f"{path} is not there")
    said = MAPPINGS / f"{mapping}.toml" if mapping else None
    report = import_batch(house.workspace, [path], ImportOptions(today=TODAY, mapping=said))
    assert codes(report) == []
    assert report.stored
    return report


def test_adventureworks(house):
    report = imported(house, "adventureworks/exports", "adventureworks")
    assert house.rows("select count(*) from stored.clients") == [(701,)]
    ((deals, revenue),) = house.rows("select count(*), sum(amount) from stored.deals where stage = 'won'")
    assert deals == 3806
    assert abs(revenue - Decimal("80487704.18")) <= 20
    assert house.rows("select sum(target) from stored.plans") == [(Decimal("95714000"),)]
    (rounded,) = [one for one in report.warnings if one.code == "rounded-money"]
    assert (rounded.column, rounded.count) == ("SubTotal", 3485)


def test_crm_maven(house):
    report = imported(house, "crm_maven", "crm_maven")
    assert house.rows("select count(*) from stored.deals") == [(8800,)]
    assert house.rows("select stage, count(*), sum(amount) from stored.deals group by 1 order by 2 desc") == [
        ("won", 4238, Decimal("10005534.00")),
        ("lost", 2473, Decimal("0.00")),
        ("negotiation", 1589, None),
        ("lead", 500, None),
    ]
    assert house.rows("select count(*) from stored.deals where client_id is null") == [(1425,)]
    (unknown,) = [one for one in report.warnings if one.code == "unknown-product"]
    assert (unknown.count, unknown.first_line, "GTXPro" in unknown.message) == (1480, 3, True)


def test_crm_maven_without_a_mapping_asks_only_for_the_missing_days(house):
    path = SHARED / "crm_maven"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    report = import_batch(house.workspace, [path], ImportOptions(today=TODAY), store=False)
    assert {(fault.column, fault.code) for fault in report.rejects} == {("engage_date", "missing-value")}
    assert len(report.rejects) == 500


def test_northwind(house):
    imported(house, "northwind", "northwind")
    assert house.rows("select count(*) from stored.clients") == [(91,)]
    orders = "count(*), count(*) filter (delivered_on > promised_on), count(*) filter (delivered_on is null)"
    assert house.rows(f"select {orders} from stored.deals") == [(830, 37, 21)]
    assert house.rows("select count(*) from stored.lines") == [(2155,)]


def test_superstore_is_one_flat_file(house):
    report = imported(house, "superstore", "superstore")
    assert {name: counts.added for name, counts in report.tables.items()} == {
        "products": 1862,
        "clients": 793,
        "deals": 9994,
    }


def test_telco(house):
    report = imported(house, "telco_ibm", "telco_ibm")
    assert report.tables["clients"].added == 7043
    kinds = dict(report.files[0].attributes)
    assert (kinds["TotalCharges"], kinds["Partner"], kinds["Contract"]) == ("number", "boolean", "text")
    blank = "select count(*) from stored.clients where not list_contains(map_keys(attributes), 'TotalCharges')"
    assert house.rows(blank) == [(11,)]
    assert house.rows("select count(*) from stored.clients where status = 'former'") == [(1869,)]


FIVETRAN = {
    "dbt_hubspot/company_data": "clients", "dbt_hubspot/contact_data": "clients managers",
    "dbt_hubspot/deal_company_data": "", "dbt_hubspot/deal_contact_data": "", "dbt_hubspot/deal_data": "deals",
    "dbt_hubspot/deal_pipeline_data": "", "dbt_hubspot/deal_pipeline_stage_data": "",
    "dbt_hubspot/deal_stage_data": "deal_changes", "dbt_hubspot/email_campaign_data": "campaigns",
    "dbt_hubspot/engagement_call_data": "contacts", "dbt_hubspot/engagement_communication_data": "contacts",
    "dbt_hubspot/engagement_company_data": "", "dbt_hubspot/engagement_contact_data": "",
    "dbt_hubspot/engagement_data": "contacts", "dbt_hubspot/engagement_deal_data": "",
    "dbt_hubspot/engagement_email_data": "contacts", "dbt_hubspot/engagement_meeting_data": "contacts",
    "dbt_hubspot/engagement_note_data": "contacts", "dbt_hubspot/engagement_task_data": "contacts",
    "dbt_hubspot/owner_data": "managers", "dbt_hubspot/owner_team_data": "", "dbt_hubspot/team_data": "",
    "dbt_hubspot/team_user_data": "", "dbt_hubspot/ticket_company_data": "", "dbt_hubspot/ticket_data": "complaints",
    "dbt_hubspot/ticket_pipeline_data": "", "dbt_hubspot/ticket_pipeline_stage_data": "",
    "dbt_hubspot/users_data": "clients managers", "dbt_quickbooks/credit_memo_data": "invoices",
    "dbt_quickbooks/customer_data": "clients", "dbt_quickbooks/department_data": "",
    "dbt_quickbooks/estimate_data": "deals", "dbt_quickbooks/invoice_data": "invoices",
    "dbt_quickbooks/invoice_line_data": "lines", "dbt_quickbooks/invoice_linked_txn_data": "",
    "dbt_quickbooks/item_data": "products", "dbt_quickbooks/payment_data": "payments",
    "dbt_quickbooks/payment_line_data": "payments", "dbt_salesforce/sf_account_data": "clients",
    "dbt_salesforce/sf_account_history_data": "", "dbt_salesforce/sf_contact_data": "clients managers",
    "dbt_salesforce/sf_contact_history_data": "", "dbt_salesforce/sf_event_data": "contacts",
    "dbt_salesforce/sf_lead_data": "clients managers", "dbt_salesforce/sf_opportunity_data": "deals",
    "dbt_salesforce/sf_opportunity_history_data": "", "dbt_salesforce/sf_opportunity_line_item_data": "lines",
    "dbt_salesforce/sf_order_data": "deals", "dbt_salesforce/sf_product_2_data": "products",
    "dbt_salesforce/sf_task_data": "contacts", "dbt_salesforce/sf_user_data": "clients managers",
    "dbt_salesforce/sf_user_role_data": "", "dbt_zendesk/group_data": "", "dbt_zendesk/organization_data": "clients",
    "dbt_zendesk/ticket_comment_data": "", "dbt_zendesk/ticket_data": "complaints",
    "dbt_zendesk/ticket_field_history_data": "", "dbt_zendesk/ticket_tag_data": "",
    "dbt_zendesk/user_data": "clients managers",
}  # fmt: skip
"""Which tables each file may be: one that several may be is asked about, one that none fits is left out."""


def test_every_real_export_is_looked_at():
    folder = SHARED / "crm_exports_fivetran"
    if not folder.exists():
        pytest.skip(f"{folder} is not there")
    assert {str(path.relative_to(folder).with_suffix("")) for path in folder.rglob("*.csv")} == set(FIVETRAN)


@pytest.mark.parametrize("file", FIVETRAN)
def test_which_tables_real_exports_may_be(file):
    path = SHARED / "crm_exports_fivetran" / f"{file}.csv"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    headings = path.read_text(encoding="utf-8").split("\n", 1)[0].strip().split(",")
    assert sorted(guess.table.name for guess in recognise(headings, path.stem)) == FIVETRAN[file].split()


def test_a_customers_display_name_goes_before_its_company_in_quickbooks():
    headings = ["company_name", "display_name", "resale_number", "id", "created_at", "email"]
    assert match(headings, table_of("clients"))[1] == "name"


@pytest.mark.parametrize(
    ("file", "table", "columns"),
    [
        ("dbt_hubspot/deal_data.csv", "deals", {"deal_id", "opened_on", "closed_on", "amount", "manager_id", "stage"}),
        ("dbt_hubspot/company_data.csv", "clients", {"client_id", "name", "industry", "annual_revenue", "city"}),
        ("dbt_salesforce/sf_account_data.csv", "clients", {"client_id", "name", "industry", "employees", "manager_id"}),
        ("dbt_salesforce/sf_opportunity_data.csv", "deals", {"deal_id", "client_id", "stage", "closed_on", "amount"}),
        ("dbt_salesforce/sf_opportunity_line_item_data.csv", "lines", {"deal_id", "line_no", "product_id", "quantity"}),
        ("dbt_salesforce/sf_task_data.csv", "contacts", {"contact_id", "client_id", "at", "manager_id", "done"}),
        ("dbt_quickbooks/customer_data.csv", "clients", {"client_id", "name", "email"}),
        ("dbt_quickbooks/invoice_data.csv", "invoices", {"invoice_id", "client_id", "issued_on", "due_on", "amount"}),
        ("dbt_quickbooks/item_data.csv", "products", {"product_id", "name", "list_price", "unit_cost"}),
        ("dbt_zendesk/ticket_data.csv", "complaints", {"complaint_id", "client_id", "opened_on", "text"}),
        ("dbt_zendesk/organization_data.csv", "clients", {"client_id", "name", "url"}),
    ],
)
def test_headings_of_real_exports(file, table, columns):
    path = SHARED / "crm_exports_fivetran" / file
    if not path.exists():
        pytest.skip(f"{path} is not there")
    headings = path.read_text(encoding="utf-8").split("\n", 1)[0].strip().split(",")
    (guess,) = recognise(headings, path.stem)
    assert guess.table.name == table
    assert columns <= set(match(headings, guess.table).values())
