"""Numbers of the client base itself: how complete, current and single its entries are."""

from analytics.metrics.record import Metric
from analytics.words import N_

METRICS: tuple[Metric, ...] = (
    Metric(
        "current_clients",
        N_("Clients kept now"),
        "count",
        "more",
        N_("Clients that haven't ended by the as-of day and aren't marked as former; prospects count."),
        ("clients",),
        "metric_current_clients",
    ),
    Metric(
        "clients_filled",
        N_("Filled"),
        "share",
        "more",
        N_(
            "Of the clients kept now: fields filled ÷ fields asked, over the manager, e-mail or phone, registry code "
            "(of companies), industry, region, channel and first day."
        ),
        ("clients",),
        "metric_clients_filled",
    ),
    Metric(
        "stale_clients",
        N_("Not touched for too long"),
        "count",
        "less",
        N_(
            "Clients kept now that no update, contact, deal, invoice or first day has touched for longer than they are "
            "to be contacted after, or than 180 days where that isn't said."
        ),
        ("clients", "contacts", "deals", "invoices"),
        "metric_stale_clients",
    ),
    Metric(
        "duplicate_pairs",
        N_("Probably entered twice"),
        "count",
        "less",
        N_("Pairs of clients that are one and the same with a probability of 50 % or more."),
        ("clients",),
    ),
    Metric(
        "not_invoiced",
        N_("Won, not invoiced"),
        "money",
        "less",
        N_(
            "Amount of the deals won since invoices begin, and at least 30 days before the day that both are known "
            "through, that no invoice names."
        ),
        ("deals", "invoices"),
    ),
)
