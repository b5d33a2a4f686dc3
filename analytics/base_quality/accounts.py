"""What was won against what was invoiced: the CRM's deals beside the accounting's invoices."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import pandas as pd
from pandas import DataFrame, Series

from analytics.question import Question

State = Literal["compared", "lacking", "unlinked"]
"""Whether both tables are there (else "lacking"), and whether any invoice names its deal (else "unlinked")."""

LEAST_DIFFERENCE = 1.0
NOT_INVOICED = ["deal_id", "client_id", "name", "manager_id", "manager", "closed_on", "amount", "days"]
WITHOUT_DEAL = ["invoice_id", "client_id", "name", "manager_id", "manager", "issued_on", "amount", "has_contract"]
DIFFERING = ["deal_id", "client_id", "name", "manager_id", "manager", "closed_on", "amount"]
DIFFERING += ["invoiced_amount", "difference", "difference_share"]


@dataclass(frozen=True, slots=True)
class Accounts:
    """``not_invoiced``: won deals without an invoice; ``without_deal``: invoices of no deal; ``differing``: deals
    invoiced for another amount; each with money, the most first. Compared are deals won from ``since`` on, when
    invoices begin, and invoices up to ``through``.
    """

    state: State
    since: date | None
    through: date
    not_invoiced: DataFrame
    without_deal: DataFrame
    differing: DataFrame


def compare(deals: DataFrame, invoices: DataFrame, question: Question, after_days: int, tolerance: float) -> Accounts:
    """The deals and invoices that don't fit each other.

    Args:
        deals: won ones: deal_id, client_id, name, manager_id, manager, closed_on, amount, invoices (their number),
            invoiced_amount, before_credits (net totals with and without credits), invoiced_on.
        invoices: invoice_id, client_id, name, manager_id, manager, issued_on, amount (net), has_contract, has_deal.
        question: what is known through when.
        after_days: a deal counts as not invoiced once it was won so many days ago.
        tolerance: a difference counts from this fraction of the amount on, and from 1.00.
    """
    through = question.through("deals", "invoices")
    state: State = "compared"
    if not {"deals", "invoices"} <= set(question.known_through):
        state = "lacking"
    elif not invoices["has_deal"].astype(bool).any():
        state = "unlinked"
    issued = pd.to_datetime(invoices["issued_on"])
    since = issued.min().date() if state == "compared" else None
    closed = pd.to_datetime(deals["closed_on"])
    compared = deals[(closed >= pd.Timestamp(since)) & (closed <= pd.Timestamp(through))] if since else deals.iloc[:0]
    alone = invoices[~invoices["has_deal"].astype(bool)] if since else invoices.iloc[:0]
    return Accounts(
        state,
        since,
        through,
        _not_invoiced(compared, through, after_days),
        _sorted(alone, "amount", "invoice_id")[WITHOUT_DEAL],
        _differing(compared, tolerance, _is_due(compared, through, after_days)),
    )


def _not_invoiced(deals: DataFrame, through: date, after_days: int) -> DataFrame:
    rows = deals[(deals["invoices"] == 0) & _is_due(deals, through, after_days)]
    days = (pd.Timestamp(through) - pd.to_datetime(rows["closed_on"])).dt.days.astype("int64")
    return _sorted(rows.assign(days=days), "amount", "deal_id")[NOT_INVOICED]


def _is_due(deals: DataFrame, through: date, after_days: int) -> Series:
    """Whether a deal was won so long ago that it must have been invoiced."""
    return pd.to_datetime(deals["closed_on"]) <= pd.Timestamp(through - timedelta(days=after_days))


def _differing(deals: DataFrame, tolerance: float, is_due: Series) -> DataFrame:
    """Deals whose invoices fit the amount neither with their credits nor without; positive: invoiced for more.

    Less than the amount counts once the deal ``is_due``: a prepayment comes before the rest.
    """
    rows = deals[deals["invoices"] > 0].astype(dict.fromkeys(("amount", "invoiced_amount"), "float64"))
    limit = (rows["amount"] * tolerance).clip(lower=LEAST_DIFFERENCE)
    difference = rows["invoiced_amount"] - rows["amount"]
    before = rows["before_credits"].astype(float) - rows["amount"]
    rows = rows.assign(difference=difference, size=difference.abs(), difference_share=difference / rows["amount"])
    differs = (difference.abs() > limit) & (before.abs() > limit) & ((difference > 0) | is_due)
    return _sorted(rows[differs.reindex(rows.index)], "size", "deal_id")[DIFFERING]


def _sorted(rows: DataFrame, money: str, key: str) -> DataFrame:
    return rows.sort_values([money, key], ascending=[False, True], ignore_index=True)
