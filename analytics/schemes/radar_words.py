"""What the radar found, in words: steps of the curve, results at thresholds, deals at month ends and moved over one."""

from decimal import Decimal
from typing import Any

import pandas as pd
from pandas import DataFrame

from analytics.schemes import Result
from analytics.words import _, money, ngettext, share, whole


def marginal_finding(result: Result) -> str:
    """Where the next unit brings most and where nothing."""
    name = "tried" if result.tried else "held"
    rows = result.curve[result.curve["scheme"] == name].to_dict("records")
    steps = [row for row in rows if row["before"] is not None and not pd.isna(row["before"])]
    if not steps:
        return _("No step: each sale brings the same")
    largest = max(steps, key=lambda row: abs(row["rate"] - row["before"]))
    facts = {
        "at": share(largest["start"]),
        "before": money(largest["before"], cents=True),
        "after": money(largest["rate"], cents=True),
    }
    return _("The largest step is at {at}: from {before} to {after} a unit", **facts)


def results_finding(result: Result) -> str:
    """Whether results gather at a threshold."""
    tried = result.radar[result.radar["kind"] == "threshold"]
    sure = tried[tried["significant"].astype(bool)]
    if len(sure):
        row = min(sure.to_dict("records"), key=lambda each: each["p_corrected"])
        facts = {"at": share(row["at"]), "above": whole(row["observed"]), "of": whole(row["of"])}
        return _("At {at}, {above} of the {of} results close by lie just above: more than chance", **facts)
    if not tried["enough"].astype(bool).any():
        return _("Too few results near the thresholds to tell")
    return _("Results don't gather at the thresholds beyond chance")


def moved_finding(result: Result) -> str:
    """How many deals moved over a month's end, and what that brought."""
    gains = [gain for gain in result.moved["gain"] if gain > 0]
    told = ngettext(
        "{count} deal moved over a month's end", "{count} deals moved over a month's end", len(result.moved)
    )
    if not gains:
        return told + _(" and raised no pay")
    facts = {"raised": whole(len(gains)), "amount": money(sum(gains, Decimal(0)))}
    return told + _("; {raised} raised pay, by {amount}", **facts)


def radar_rows(result: Result) -> DataFrame:
    """The radar for the page, what is more than chance first: what, found, expected, chance, verdict, tone."""
    rows = [
        {
            "what": _what(row),
            "found": _("{observed} of {of}", observed=whole(row["observed"]), of=whole(row["of"])),
            "expected": row["expected"],
            "chance": row["p_corrected"],
            "verdict": _verdict(row),
            "tone": "late" if row["significant"] else "",
            "order": (not row["significant"], not row["enough"], row["p_value"] if row["enough"] else 0.0),
        }
        for row in result.radar.to_dict("records")
    ]
    rows.sort(key=lambda row: (row["order"], row["what"]))
    return DataFrame(rows, columns=["what", "found", "expected", "chance", "verdict", "tone"])


def _what(row: Any) -> str:
    if row["kind"] == "threshold":
        return _("Results close to {at}: just above it", at=share(row["at"]))
    if row["kind"] == "moved":
        return _("Deals moved over a month's end: to the mover's gain")
    if not row["manager_id"] or pd.isna(row["manager_id"]):
        return _("Everybody's deals: on the last 3 working days")
    return _("{name}: deals on the last 3 working days", name=row["name"])


def _verdict(row: Any) -> str:
    if not row["enough"]:
        return ngettext(
            "not enough evidence, {count} more needed", "not enough evidence, {count} more needed", row["needed"]
        )
    return _("more than chance") if row["significant"] else _("no more than chance")
