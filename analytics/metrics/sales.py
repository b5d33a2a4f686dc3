"""Numbers of what was sold, against the plan."""

from analytics.metrics.record import Metric
from analytics.words import N_

METRICS: tuple[Metric, ...] = (
    Metric(
        "revenue",
        N_("Revenue"),
        "money",
        "more",
        N_("Amount of the deals won in the period, net of VAT."),
        ("deals",),
        "metric_revenue",
    ),
    Metric(
        "margin",
        N_("Margin"),
        "money",
        "more",
        N_("Amount less cost of the deals won in the period that have a cost."),
        ("deals",),
        "metric_margin",
    ),
    Metric(
        "margin_share",
        N_("Margin share"),
        "share",
        "more",
        N_("Margin ÷ amount of the deals won in the period that have a cost."),
        ("deals",),
        "metric_margin_share",
    ),
    Metric(
        "deals",
        N_("Deals won"),
        "count",
        "more",
        N_("Number of the deals won in the period."),
        ("deals",),
        "metric_deals",
    ),
    Metric(
        "new_clients",
        N_("New clients"),
        "count",
        "more",
        N_("Clients whose first won deal ever is in the period, credited to that deal's manager."),
        ("deals", "clients"),
        "metric_new_clients",
    ),
    Metric(
        "contacts",
        N_("Contacts"),
        "count",
        "more",
        N_("Contacts done in the period; planned ones don't count."),
        ("contacts",),
        "metric_contacts",
    ),
    Metric(
        "invoiced",
        N_("Invoiced"),
        "money",
        "more",
        N_("Net amount of the invoices issued in the period (amount, where there is none), less credits on their day."),
        ("invoices",),
        "metric_invoiced",
    ),
    Metric(
        "collected",
        N_("Collected"),
        "money",
        "more",
        N_("Money that arrived in the period, net of VAT: payment × net amount ÷ amount of its invoice."),
        ("payments", "invoices"),
        "metric_collected",
    ),
    Metric(
        "expense_budget",
        N_("Expenses"),
        "money",
        "less",
        N_("Amount of the expenses of the period, against the budget."),
        ("expenses",),
        "metric_expense_budget",
    ),
    Metric(
        "attainment",
        N_("Attainment"),
        "share",
        "more",
        N_(
            "Revenue ÷ its plan over the months of the period: the company's own target, else the sum of its managers'."
        ),
        ("deals", "plans"),
        "metric_attainment",
    ),
)
