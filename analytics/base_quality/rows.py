"""The rows behind the numbers of the page."""

from pandas import DataFrame

from analytics.base_quality import Result


def pair_rows(result: Result) -> DataFrame:
    """The pairs probably entered twice; ``value`` is 1."""
    columns = ["client_id", "name", "other_id", "other_name", "manager", "probability"]
    return result.duplicates[columns].assign(value=1)


def not_invoiced_rows(result: Result) -> DataFrame:
    """The won deals without an invoice; ``value`` is their amount."""
    rows = result.accounts.not_invoiced
    return rows[["deal_id", "client_id", "name", "manager", "closed_on"]].assign(value=rows["amount"])
