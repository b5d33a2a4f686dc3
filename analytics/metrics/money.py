"""Numbers of money owed and of pay."""

from analytics.metrics.record import Metric
from analytics.words import N_

METRICS: tuple[Metric, ...] = (
    Metric(
        "open_debt_past_due",
        N_("Open debt past due"),
        "money",
        "less",
        N_("What is still open on the as-of day of invoices that were due before it."),
        ("invoices", "payments"),
        "metric_open_debt_past_due",
    ),
    Metric(
        "pay_cost",
        N_("Pay"),
        "money",
        "neither",
        N_(
            "Salaries of the period, with the bonuses earned in it and less the penalties, as far as the payroll holds "
            "them; of those whose pay is seen."
        ),
        ("payroll",),
        "metric_pay_cost",
    ),
    Metric(
        "pay_per_margin",
        N_("Pay for each unit of margin"),
        "money",
        "less",
        N_("Pay of the period ÷ margin of the deals that the same people won in it."),
        ("payroll", "deals"),
        "metric_pay_per_margin",
    ),
    Metric(
        "pay_differences",
        N_("Payments that differ from the scheme"),
        "count",
        "less",
        N_("Statements of months that are over whose paid bonus or penalty isn't the scheme's to the cent."),
        ("payroll", "deals", "plans"),
    ),
    Metric(
        "bonus_at_risk",
        N_("Bonus at risk"),
        "money",
        "less",
        N_("Bonuses by the scheme that rest on invoices not yet paid × the probability that the client doesn't pay."),
        ("payroll", "deals", "invoices", "payments"),
    ),
    Metric(
        "scheme_cost",
        N_("Pay by the scheme"),
        "money",
        "neither",
        N_(
            "Salary + bonus − penalty of each statement of the months compared, by the scheme that held or, where one "
            "is tried, by that; whatever was paid."
        ),
        ("payroll", "deals", "plans"),
    ),
    Metric(
        "scheme_per_margin",
        N_("Pay by the scheme for each unit of margin"),
        "money",
        "less",
        N_("Pay by the scheme ÷ margin of the deals that the same people won in the same months."),
        ("payroll", "deals", "plans"),
    ),
    Metric(
        "scheme_bill",
        N_("Bonuses less penalties by the scheme"),
        "money",
        "neither",
        N_("Bonus − penalty of each statement of the months compared, by the scheme that held or the one tried."),
        ("payroll", "deals", "plans"),
    ),
    Metric(
        "scheme_difference",
        N_("What the scheme tried would cost more"),
        "money",
        "neither",
        N_("Bonus − penalty by the scheme tried, less the same by the scheme that held, of each statement."),
        ("payroll", "deals", "plans"),
    ),
)
