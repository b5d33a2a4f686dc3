"""Credit classes and suggested limits: fixed thresholds on a probability, and months of invoicing by class."""

from datetime import date

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

CLASSES = ("A", "B", "C", "D", "E")
LATE_THRESHOLDS = (0.05, 0.10, 0.20, 0.40)
FAIL_THRESHOLDS = (0.02, 0.05, 0.10, 0.20)
"""A probability under the first is class A, under the second B, and so on; from the last one on it is E."""
MONTHS_OF_CREDIT = {"A": 3.0, "B": 2.0, "C": 1.0, "D": 0.5, "E": 0.0}

_YEAR_DAYS = 365
_MONTH_DAYS = _YEAR_DAYS / 12
_FEWEST_MONTHS = 3.0
_STEP = 100.0


def credit_class(clients: DataFrame, *, by_fail: bool = False) -> Series:
    """The class of each client, None where there is none: not scored, or a private person.

    ``clients`` has kind {company, person}, scored, late_probability and fail_probability. ``by_fail`` judges by the
    probability of failing, for companies whose invoices aren't known.
    """
    chance = clients["fail_probability"] if by_fail else clients["late_probability"].where(clients["scored"])
    steps = np.searchsorted(FAIL_THRESHOLDS if by_fail else LATE_THRESHOLDS, chance.to_numpy(), side="right")
    named = np.asarray([*CLASSES, "E"], dtype=object)[steps]
    named[(chance.isna() | (clients["kind"] == "person")).to_numpy()] = None
    return Series(named, index=clients.index)


def credit_limit(clients: DataFrame, found: DataFrame, through: date, *, fail_counts: bool) -> Series:
    """What each client may owe at once, by suggestion; NaN where there is no class, or nothing invoiced.

    Average money invoiced in a month of the year before ``through`` (since the first invoice where that is shorter,
    but at least three months) × months of credit by class, × (1 − fail_probability) where ``fail_counts``; rounded down
    to hundreds. ``clients`` has client_id, class and fail_probability; ``found`` is the frame of ``lateness``.
    """
    monthly = _monthly(found, through).reindex(clients["client_id"]).to_numpy(dtype=float)
    months = clients["class"].map(MONTHS_OF_CREDIT).astype(float)
    certain = (1 - clients["fail_probability"]).fillna(1.0) if fail_counts else 1.0
    limits: Series = (months * monthly * certain).floordiv(_STEP) * _STEP
    return limits


def _monthly(found: DataFrame, through: date) -> Series:
    """Money invoiced in an average month, by client; credits taken off."""
    since = pd.Timestamp(through) - pd.Timedelta(days=_YEAR_DAYS)
    issued = pd.to_datetime(found["issued_on"])
    invoiced = found["owed"].where(issued > since, 0.0).groupby(found["client_id"]).sum()
    first = issued.groupby(found["client_id"]).min()
    days = (pd.Timestamp(through) - first.where(first > since, since)).dt.days
    return invoiced.where(invoiced > 0) / (days / _MONTH_DAYS).clip(lower=_FEWEST_MONTHS)
