"""The numbers that Haldur shows by name: each is defined once, with the query that gives the rows behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pandas import DataFrame

from analytics.words import N_

Unit = Literal["money", "share", "count", "days", "score"]
Better = Literal["more", "less", "neither"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One named number.

    ``query`` gives the rows behind it: an id, what a reader needs to recognise the row, ``value`` and, for a ratio,
    ``base``. The number is ``sum(value)``, or ``sum(value) / sum(base)``. Without a query the rows come from a score,
    and the page that shows it passes them. ``tables`` are the contract's tables that it is made from.
    """

    name: str
    title: str
    unit: Unit
    better: Better
    definition: str
    tables: tuple[str, ...]
    query: str | None = None

    def total(self, rows: DataFrame) -> Decimal | None:
        """The number that ``rows`` add up to; None for a ratio whose base is 0 or without rows.

        Args:
            rows: columns ``value`` and, for a ratio, ``base``; numbers or Decimals.
        """
        value = exact_sum(rows["value"].tolist())
        if "base" not in rows.columns:
            return value
        base = exact_sum(rows["base"].tolist())
        return value / base if base else None


def exact_sum(values: Sequence[Decimal | float | int | None]) -> Decimal:
    """The sum of ``values`` as a Decimal; missing ones count as 0."""
    return sum((Decimal(str(value)) for value in values if value is not None and value == value), Decimal(0))


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
)
"""Every metric; ``metric(name)`` finds one."""


_BY_NAME = {item.name: item for item in METRICS}


def metric(name: str) -> Metric:
    """The metric called ``name``.

    Raises:
        KeyError: no metric has that name.
    """
    return _BY_NAME[name]
