# ruff: noqa: E501 (a line of a file is a line here)
"""Small exports with the default headings of each system, taken without a mapping: made-up rows, the system's own form."""

import pytest

from tests.importing import codes

SYSTEMS = {
    "hubspot": (
        {
            "hubspot-crm-exports-all-companies": "Record ID,Company name,Company owner,Create Date,Phone Number,City,Industry,"
            "Number of Employees,Lifecycle Stage\n901,One OÜ,Mari Mets,2025-01-05 10:15,+372 600,Tallinn,BANKING,12,Customer\n",
            "hubspot-crm-exports-all-deals": "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Create Date,"
            "Associated Company,Associated Company IDs\n7,Roof,Closed Won,2026-02-01 09:00,Mari Mets,1500.5,2026-01-05 08:00,"
            "One OÜ,901\n",
        },
        "select d.deal_id, d.stage, d.amount::varchar, d.manager_id, c.name, c.status "
        "from stored.deals d join stored.clients c using (client_id)",
        [("7", "won", "1500.50", "Mari Mets", "One OÜ", "active")],
    ),
    "salesforce": (
        {
            "report1736": "Account ID,Account Name,Account Owner,Billing City,Industry,Employees,Created Date\n"
            "001A,One,Mari Mets,Tallinn,Energy,12,1/25/2025\n",
            "report1737": "Opportunity ID,Opportunity Name,Account ID,Account Name,Opportunity Owner,Stage,Amount,"
            "Close Date,Created Date,Lead Source\n006B,Roof,001A,One,Mari Mets,Closed Won,1500.00,2/13/2026,1/25/2026,Web\n",
        },
        "select deal_id, client_id, stage, amount::varchar, opened_on::varchar, closed_on::varchar, channel "
        "from stored.deals",
        [("006B", "001A", "won", "1500.00", "2026-01-25", "2026-02-13", "Web")],
    ),
    "pipedrive": (
        {
            "organizations-1": "Organization - ID,Organization - Name,Organization - Owner,Organization - Organization created\n"
            "One,One,Mari Mets,2025-01-05 10:00:00\n",
            "deals-1": "Deal - ID,Deal - Title,Deal - Value,Deal - Currency,Deal - Organization,Deal - Stage,Deal - Status,"
            "Deal - Owner,Deal - Deal created,Deal - Won time\n"
            "5,Roof,1500,EUR,One,Proposal Made,Won,Mari Mets,2026-01-05 10:00:00,2026-02-01 10:00:00\n",
        },
        "select deal_id, client_id, stage, amount::varchar, manager_id, closed_on::varchar from stored.deals",
        [("5", "One", "won", "1500.00", "Mari Mets", "2026-02-01")],
    ),
    "zoho": (
        {
            "Accounts_2026": "Record Id,Account Owner.id,Account Owner,Account Name,Phone,Industry,Employees,Created Time\n"
            "zcrm_11,zcrm_1,Mari,One,600,Banking,5,2025-01-05 10:00:00\n",
            "Deals_2026": "Record Id,Deal Owner.id,Deal Owner,Deal Name,Account Name.id,Account Name,Amount,Stage,Closing Date,"
            "Created Time\nzcrm_5,zcrm_1,Mari,Roof,zcrm_11,One,1500,Closed Won,2026-02-01,2026-01-05 10:00:00\n",
        },
        "select deal_id, client_id, manager_id, stage from stored.deals",
        [("zcrm_5", "zcrm_11", "zcrm_1", "won")],
    ),
    "odoo": (
        {
            "res.partner": "Name,Email,Phone,Salesperson,City,Tax ID,Company Type\nOne OÜ,a@one.ee,600,Mari,Tallinn,EE1,Company\n",
            "account.move": "Number,Invoice Partner Display Name,Invoice/Bill Date,Due Date,Untaxed Amount Signed,Total Signed,"
            "Payment Status\nINV/2026/1,One OÜ,2026-01-05,2026-01-19,100.00,124.00,Paid\n",
        },
        "select invoice_id, client_id, amount::varchar, net_amount::varchar, due_on::varchar from stored.invoices",
        [("INV/2026/1", "One OÜ", "124.00", "100.00", "2026-01-19")],
    ),
    "quickbooks": (
        {
            "Customer Contact List": "Customer,Phone Numbers,Email,Full Name\nOne LLC,600,a@one.com,Mary Oak\n",
            "Invoice List": "Date,Transaction Type,Num,Name,Memo/Description,Due Date,Amount,Open Balance\n"
            "01/25/2026,Invoice,1001,One LLC,Roof,02/24/2026,\"1,500.00\",0.00\n",
        },
        "select invoice_id, client_id, kind, amount::varchar, issued_on::varchar from stored.invoices",
        [("1001", "One LLC", "invoice", "1500.00", "2026-01-25")],
    ),
    "zendesk": (
        {
            "organizations": "Organization ID,Organization name,Created at\nOne,One,2025-01-05 10:00:00\n",
            "tickets": "Ticket ID,Subject,Organization,Assignee,Group,Status,Created at,Solved at\n"
            "35,Leaks,One,Mari,Support,Solved,2026-01-05 10:00:00,2026-01-07 09:00:00\n",
        },
        "select complaint_id, client_id, text, unit, resolved_on::varchar from stored.complaints",
        [("35", "One", "Leaks", "Support", "2026-01-07")],
    ),
    "merit": (
        {
            "kliendid": "Nimi;Registrikood;KMKR nr;E-post;Maksetähtaeg\nÜks OÜ;10000001;EE100;a@yks.ee;14\n",
            "müügiarved": "Arve nr;Kuupäev;Klient;Maksetähtaeg;Summa;Käibemaks;Kokku;Tasutud\n"
            "26-1;25.01.2026;Üks OÜ;08.02.2026;100,00;24,00;124,00;124,00\n",
        },
        "select invoice_id, client_id, amount::varchar, paid_amount::varchar, payment_days from stored.invoices "
        "join stored.clients using (client_id)",
        [("26-1", "Üks OÜ", "124.00", "124.00", 14)],
    ),
    "directo": (
        {
            "kliendid": "Kood\tNimi\tKlass\tReg nr\tMüüja\tKrediidilimiit\nYKS\tÜks OÜ\tHulgi\t10000001\tMARI\t5000\n",
            "arved": "Number\tAeg\tKlient\tKliendi nimi\tTasumistähtaeg\tMüüja\tKM-ta\tKäibemaks\tTasuda\n"
            "260001\t25.01.2026\tYKS\tÜks OÜ\t08.02.2026\tMARI\t100,00\t24,00\t124,00\n",
        },
        "select invoice_id, client_id, issued_on::varchar, amount::varchar, net_amount::varchar from stored.invoices",
        [("260001", "YKS", "2026-01-25", "124.00", "100.00")],
    ),
    "standard_books": (
        {
            "kliendid": "Kood;Nimi;Reg. nr 1;KMKR nr;Tas. tingimus\n1001;Üks OÜ;10000001;EE100;14\n",
            "arved": "Arve nr;Arve kp;Kliendi kood;Nimi;Tas. tähtaeg;Vahesumma;KM;Kokku\n"
            "26001;25.01.2026;1001;Üks OÜ;08.02.2026;100,00;24,00;124,00\n",
        },
        "select invoice_id, client_id, amount::varchar, net_amount::varchar from stored.invoices",
        [("26001", "1001", "124.00", "100.00")],
    ),
    "1c": (
        {
            "контрагенты": "Наименование;ИНН;Вид контрагента;Телефон\nРомашка;7701000001;Юридическое лицо;600\n",
            "счета": "Номер;Дата;Контрагент;Сумма;Оплата до;Менеджер\n"
            "0000-000001;25.01.2026;Ромашка;1 500,00;08.02.2026;Иванова\n",
        },
        "select invoice_id, client_id, amount::varchar, due_on::varchar from stored.clients "
        "join stored.invoices using (client_id)",
        [("0000-000001", "Ромашка", "1500.00", "2026-02-08")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_systems_own_exports_need_no_mapping(house, system):
    files, query, expected = SYSTEMS[system]
    report = house.take(**files)
    assert [fault.message for fault in report.rejects] == []
    assert codes(report) == []
    assert house.rows(query) == expected
