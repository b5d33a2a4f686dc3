"""The reasons behind a reliability score, in the reader's words."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pandas as pd
from pandas import DataFrame

from analytics.reliability.features import PREFIX
from analytics.reliability.lateness import SETTLED_ENOUGH
from analytics.words import _, day, ngettext, number, whole

Wording = Callable[[float], str]


def worded(clients: DataFrame, reasons: DataFrame, late_is_learned: bool) -> DataFrame:
    """The reasons of each client (index: client_id): ``reasons`` for paying late, ``fail_reasons`` for failing.

    ``clients`` has client_id, settled, known, late, scored, defaulted_on; ``reasons`` client_id, score {late, fail},
    feature, value, contribution. A text begins with ↑ where it raises the probability and with ↓ where it lowers it.
    """
    counts = clients.set_index("client_id")[["late", "known"]]
    told = reasons.join(counts, on="client_id")
    words: dict[str, dict[str, list[str]]] = {"late": {}, "fail": {}}
    for row in told.to_dict("records"):
        text = _reason(row)
        if text:
            words[row["score"]].setdefault(row["client_id"], []).append(text)
    unscored = {count: [not_scored(int(count))] for count in clients["settled"].unique()}
    table = DataFrame(index=pd.Index(clients["client_id"], name="client_id"))
    table["reasons"] = [
        _late_reasons(row, words["late"], late_is_learned) if row["scored"] else unscored[row["settled"]]
        for row in clients[["client_id", "scored", "settled", "late", "known"]].to_dict("records")
    ]
    table["fail_reasons"] = [
        words["fail"].get(client, []) if pd.isna(failed_on) else [_("defaulted on {day}", day=day(failed_on))]
        for client, failed_on in zip(clients["client_id"], clients["defaulted_on"], strict=True)
    ]
    return table


def _late_reasons(client: Mapping[Hashable, Any], learned: dict[str, list[str]], late_is_learned: bool) -> list[str]:
    if late_is_learned:
        return learned.get(str(client["client_id"]), [])
    return [_late_share(client["late"], client["known"])]


def not_scored(settled: int) -> str:
    """Why a client has no score: how many settled invoices there are, and how many are needed."""
    return ngettext(
        "Not scored: one settled invoice, {needed} needed",
        "Not scored: {count} settled invoices, {needed} needed",
        settled,
        needed=SETTLED_ENOUGH,
    )


def _reason(row: Mapping[Hashable, Any]) -> str:
    text = _what(str(row["feature"]), str(row["value"]), row)
    arrow = "↑" if row["contribution"] > 0 else "↓"
    return f"{arrow} {text}" if text else ""


def _what(feature: str, value: str, row: Mapping[Hashable, Any]) -> str:
    if feature == "late_odds":
        return _late_share(row["late"], row["known"])
    if feature in _NUMBERS:
        return _NUMBERS[feature](float(value)) if value else ""
    title = feature.removeprefix(PREFIX) if feature.startswith(PREFIX) else _titles().get(feature, "")
    return _("{column}: {value}", column=title, value=_plain(value)) if title else ""


def _plain(value: str) -> str:
    """A value of the client file as its reader knows it."""
    if not value:
        return _("not given")
    try:
        return number(float(value), 0 if float(value).is_integer() else 2)
    except ValueError:
        return {"True": _("yes"), "False": _("no")}.get(value, value)


def _titles() -> dict[str, str]:
    return {
        "kind": _("Kind"),
        "industry": _("Industry"),
        "region": _("Region"),
        "channel": _("Channel"),
        "vip": _("VIP"),
        "employees": _("Employees"),
        "annual_revenue": _("Annual revenue"),
    }


def _late_share(late: float, known: float) -> str:
    return _("{late} of {known} invoices were over 30 days late", late=whole(late), known=whole(known))


def _recent(days: float) -> str:
    if days > 0:
        return _("the last three came {days} days after the due day", days=number(days, 0))
    return _("the last three came on time")


def _overdue(count: float) -> str:
    if not count:
        return _("nothing is past due now")
    return ngettext("one invoice is past due now", "{count} invoices are past due now", int(count))


def _long_overdue(count: float) -> str:
    if not count:
        return _("nothing is unpaid for over 30 days")
    return ngettext(
        "one invoice is unpaid for over 30 days", "{count} invoices are unpaid for over 30 days", int(count)
    )


_NUMBERS: dict[str, Wording] = {
    "late": lambda count: ngettext(
        "one invoice was over 30 days late", "{count} invoices were over 30 days late", int(count)
    ),
    "known": lambda count: ngettext("one invoice so far", "{count} invoices so far", int(count)),
    "days_beyond": lambda days: _("paid invoices came {days} days beyond terms", days=number(days, 0)),
    "recent_days": _recent,
    "overdue": _overdue,
    "long_overdue": _long_overdue,
    "open": lambda count: ngettext("one invoice is open", "{count} invoices are open", int(count)),
    "terms_days": lambda days: _("{days} days to pay", days=number(days, 0)),
    "since_first_days": lambda days: _("invoiced for {years} years", years=number(days / 365.25, 1)),
    "months_known": lambda months: _("known for {years} years", years=number(months / 12, 1)),
}
