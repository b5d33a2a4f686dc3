"""Tables about money: invoices, payments, plans, payroll, expenses, exchange rates."""

from data.contract.columns import Table, choice, day, id_, money, month, number, rate, text

TABLES = (
    Table(
        "invoices",
        "Invoices",
        ("invoice_id",),
        (
            id_("invoice_id", required=True),
            id_("client_id", "clients", required=True, strict=True),
            day("issued_on", required=True, happened=True),
            day("due_on", required=True, ahead=True),
            money("amount", required=True, low=None, note="payable, VAT included; a negative one is a credit"),
            id_("deal_id", "deals"),
            money("net_amount", low=None),
            choice("kind", "invoice prepayment credit"),
            id_("credits_invoice_id", "invoices"),
            day("paid_on", happened=True),
            money("paid_amount", low=None),
            text("currency", note="of this row's money, where it isn't the workspace's"),
        ),
        (("issued_on", "due_on"),),
    ),
    Table(
        "payments",
        "Payments",
        ("payment_id",),
        (
            id_("payment_id", required=True),
            id_("invoice_id", "invoices", required=True, strict=True),
            day("paid_on", required=True, happened=True),
            money("amount", required=True, low=None),
            text("currency", note="of this row's money, where it isn't the workspace's"),
        ),
    ),
    Table(
        "plans",
        "Plans",
        ("manager_id", "period", "metric", "product_id", "region"),
        (
            id_("manager_id", "managers", note="empty: the whole company"),
            month("period", required=True),
            choice(
                "metric",
                "revenue margin deals new_clients contacts invoiced collected expense_budget",
                required=True,
            ),
            id_("product_id", "products"),
            text("region"),
            number("target", required=True, low=0),
        ),
    ),
    Table(
        "payroll",
        "Payroll",
        ("manager_id", "period"),
        (
            id_("manager_id", "managers", required=True),
            month("period", required=True),
            money("salary", required=True),
            money("bonus"),
            money("penalty"),
            month("bonus_for", note="the month in which the bonus was earned; default the same"),
            money("employer_cost"),
        ),
        director_only=True,
    ),
    Table(
        "expenses",
        "Expenses",
        ("expense_id",),
        (
            id_("expense_id", required=True),
            id_("manager_id", "managers", required=True),
            day("spent_on", required=True, happened=True),
            money("amount", required=True),
            id_("client_id", "clients", strict=True),
            id_("campaign_id", "campaigns"),
            text("purpose"),
            text("currency", note="of this row's money, where it isn't the workspace's"),
        ),
    ),
    Table(
        "rates",
        "Exchange rates",
        ("currency", "from_on"),
        (
            text("currency", required=True),
            day("from_on", required=True),
            rate("rate", note="workspace currency for one unit"),
        ),
    ),
)
