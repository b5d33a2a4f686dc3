"""Numbers of clients: who leaves, who they are, how they pay, what they complain of."""

from analytics.metrics.record import Metric
from analytics.words import N_

METRICS: tuple[Metric, ...] = (
    Metric(
        "expected_leavers",
        N_("Will leave in 90 days"),
        "count",
        "less",
        N_("Sum of the clients' probabilities of leaving within 90 days of the as-of day."),
        ("clients", "deals"),
    ),
    Metric(
        "money_at_risk",
        N_("Money at risk"),
        "money",
        "less",
        N_(
            "Each client's probability of leaving within 90 days × its margin of the last 365 days (its revenue, where "
            "under half of the company's revenue has a cost)."
        ),
        ("clients", "deals"),
    ),
    Metric(
        "lost_clients",
        N_("Clients lost"),
        "count",
        "less",
        N_("Clients who left in the period."),
        ("clients",),
        "metric_lost_clients",
    ),
    Metric(
        "lost_revenue",
        N_("Revenue lost with clients"),
        "money",
        "less",
        N_("Revenue of the 365 days before the end of each client who left in the period."),
        ("clients", "deals"),
        "metric_lost_revenue",
    ),
    Metric(
        "buying_clients",
        N_("Clients"),
        "count",
        "more",
        N_("Clients with a won deal by the as-of day."),
        ("clients", "deals"),
    ),
    Metric(
        "slipping_clients",
        N_("At risk or silent"),
        "count",
        "less",
        N_("Clients whose segment by rule is “At risk” or “Silent”."),
        ("clients", "deals"),
    ),
    Metric(
        "first_time_clients",
        N_("New in 180 days"),
        "count",
        "more",
        N_("Clients who first bought within the 180 days before the as-of day."),
        ("clients", "deals"),
    ),
    Metric(
        "late_share",
        N_("Paid over 30 days late"),
        "share",
        "less",
        N_(
            "Invoices paid, or still unpaid, more than 30 days after their due day ÷ invoices that fell due in the 365 "
            "days to the day that invoices and payments are known through and whose 30 days are over. "
            "Invoices credited whole don't count."
        ),
        ("invoices", "payments"),
    ),
    Metric(
        "days_beyond_terms",
        N_("Days beyond terms"),
        "days",
        "less",
        N_(
            "Σ amount × days past due (early payment 0) ÷ Σ amount, over the invoices that fell due in the last 365 "
            "days and whose 30 days are over: by how many days the average euro comes late."
        ),
        ("invoices", "payments"),
    ),
    Metric(
        "risky_open",
        N_("Open with class D and E"),
        "money",
        "less",
        N_("What clients of class D or E (one invoice in five or more is likely to be over 30 days late) owe now."),
        ("clients", "invoices", "payments"),
    ),
    Metric(
        "expected_loss",
        N_("Expected loss"),
        "money",
        "less",
        N_("Each client's open invoices × its probability of failing within 12 months."),
        ("clients", "invoices", "payments"),
    ),
    Metric(
        "complaints",
        N_("Complaints"),
        "count",
        "less",
        N_("Complaints opened in the period."),
        ("complaints",),
        "metric_complaints",
    ),
    Metric(
        "complaints_open",
        N_("Complaints open now"),
        "count",
        "less",
        N_("Complaints opened by the as-of day and not settled by it, whatever the period."),
        ("complaints",),
    ),
    Metric(
        "complaints_in_time",
        N_("Complaints settled in time"),
        "share",
        "more",
        N_("Complaints settled within the target (14 days) ÷ complaints whose 14th day was in the period."),
        ("complaints",),
    ),
    Metric(
        "complaints_repeated",
        N_("Repeat complaints"),
        "share",
        "less",
        N_(
            "Complaints of a client who had complained of the same cause within the 90 days before ÷ complaints of the "
            "period with a cause, given or found."
        ),
        ("complaints",),
    ),
)
