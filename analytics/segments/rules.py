"""Segments by rule: how lately, how often and for how much a client buys, with names that say so."""

from datetime import date

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from analytics.words import N_

NEW_DAYS = 180
SILENT_DAYS = 365
_FIFTHS = 5

NAMES: dict[str, str] = {
    "champions": N_("Champions"),
    "loyal": N_("Loyal"),
    "large": N_("Large but seldom"),
    "at_risk": N_("At risk"),
    "occasional": N_("Occasional"),
    "new": N_("New"),
    "one_off": N_("One-off"),
    "silent": N_("Silent"),
}
"""Each segment's key and name, from the most engaged to the least."""

RULES: dict[str, str] = {
    "champions": N_("in the top two fifths by how lately, how often and how much they bought"),
    "loyal": N_("in the top two fifths by how often they bought, and bought lately enough"),
    "large": N_("in the top fifth by how much they bought, but not often"),
    "at_risk": N_("bought often or much, but are in the lowest two fifths by how lately"),
    "occasional": N_("everybody else who bought more than once and within a year"),
    "new": N_("first bought within the last 180 days"),
    "one_off": N_("bought once, more than 180 days ago"),
    "silent": N_("bought more than once, but not for over 365 days"),
}
"""What makes a client a member; the first rule that fits decides: new, one-off, silent, then the fifths."""


def rule_segments(bought: DataFrame, as_of: date) -> Series:
    """Each client's segment by rule.

    In: ``first_on``, ``last_on``, ``count_deals`` (ever), ``deals_730`` and ``amount_730`` (of the last 730 days).
    Out: keys of ``NAMES``, in the order of the rows. Fifths are of all rows; equal values share their mean rank, so
    that they always get the same fifth. After A. M. Hughes, Strategic Database Marketing (1994): recency, frequency,
    money.
    """
    today = pd.Timestamp(as_of)
    silence = (today - pd.to_datetime(bought["last_on"])).dt.days
    known = (today - pd.to_datetime(bought["first_on"])).dt.days
    lately, often, much = fifth(-silence), fifth(bought["deals_730"]), fifth(bought["amount_730"])
    conditions = [
        known < NEW_DAYS,
        bought["count_deals"] == 1,
        silence > SILENT_DAYS,
        (lately >= 4) & (often >= 4) & (much >= 4),
        (lately <= 2) & ((often >= 3) | (much >= 3)),
        (often >= 4) & (lately >= 3),
        much == _FIFTHS,
    ]
    keys = ["new", "one_off", "silent", "champions", "at_risk", "loyal", "large"]
    chosen = np.select([condition.to_numpy(dtype=bool) for condition in conditions], keys, "occasional")
    return Series(chosen, index=bought.index, dtype="str")


def fifth(values: Series) -> Series:
    """Which fifth of all a value is in, 1 (lowest) to 5; equal values share the fifth of their mean rank."""
    if values.empty:
        return values.astype(int)
    place = (values.astype(float).rank(method="average") - 0.5) / len(values)
    return (place * _FIFTHS).astype(int).clip(0, _FIFTHS - 1) + 1
