"""What churn's features and factors are called on screen."""

import re

from analytics.words import N_, _, number, share, short_money, whole

FACTORS = {
    "late_delivery": N_("Missed delivery"),
    "contact_gap": N_("No contact for 90 days"),
    "slow_resolution": N_("Complaint open 15+ days"),
    "unpaid_invoice": N_("Overdue invoice"),
    "discount": N_("Bought at a discount"),
    "manager_change": N_("Change of manager"),
    "low_csat": N_("Low satisfaction score"),
}

_COUNTED = {
    "tenure_days": N_("a client for {value} days"),
    "silence_days": N_("last purchase {value} days ago"),
    "contact_silence_days": N_("last contact {value} days ago"),
    "deals_365": N_("purchases in a year: {value}"),
    "contacts_90": N_("contacts in 90 days: {value}"),
    "contacts_365": N_("contacts in a year: {value}"),
    "complaints_365": N_("complaints in a year: {value}"),
    "complaints_open": N_("open complaints: {value}"),
    "contract_days": N_("contract ends in {value} days"),
    "employees": N_("employees: {value}"),
    "payment_days": N_("days to pay: {value}"),
    "contact_every_days": N_("contact agreed every {value} days"),
}
_MISSING = {
    "silence_days": N_("no purchase yet"),
    "contact_silence_days": N_("no contact yet"),
    "silence_ratio": N_("no purchase yet"),
    "contract_days": N_("no contract in force"),
    "nps": N_("no recommendation score in a year"),
    "csat": N_("no satisfaction score in a year"),
    "overdue_share": N_("no invoice due in a year"),
    "amount_change": N_("a client for under two years"),
}
_MONEY = {
    "amount_365": N_("{value} bought in a year"),
    "overdue_amount": N_("{value} overdue"),
    "annual_revenue": N_("own revenue {value} a year"),
}
_TRAITS = {
    "kind": N_("kind"),
    "industry": N_("industry"),
    "region": N_("region"),
    "need": N_("need"),
    "need_level": N_("level of need"),
    "channel": N_("channel"),
    "vip": N_("VIP"),
    "marketing": N_("marketing"),
    "employees": N_("employees"),
    "annual_revenue": N_("annual revenue"),
    "payment_days": N_("days to pay"),
    "contact_every_days": N_("days between agreed contacts"),
}
_VALUES = {
    "yes": N_("yes"),
    "no": N_("no"),
    "true": N_("yes"),
    "false": N_("no"),
    "company": N_("company"),
    "person": N_("person"),
}
_YEAR = 365
_LARGE = 1_000
_LIMIT = re.compile(r"\d+(\.\d+)?")
_BAND = re.compile(rf"[≤>]{_LIMIT.pattern}|{_LIMIT.pattern}–{_LIMIT.pattern}")


def factor_words(factor: str) -> str:
    """A factor of ``causes`` in words: "Missed delivery", "Complaint: quality", "Region: Rīga"."""
    if factor in FACTORS:
        return _(FACTORS[factor])
    kind, _colon, rest = factor.partition(":")
    if kind == "complaint":
        return _("Complaint: {cause}", cause=_("without a cause") if rest == "unknown" else rest.replace("_", " "))
    name, _equals, value = rest.partition("=")
    trait = _(_TRAITS[name]) if name in _TRAITS else name
    told = _("{trait}: {value}", trait=trait, value=_(_VALUES[value]) if value in _VALUES else _band(value))
    return told[:1].upper() + told[1:]


def _band(value: str) -> str:
    """A band of numbers with its limits as a reader expects them; any other value as it is."""
    if not _BAND.fullmatch(value):
        return value
    return _LIMIT.sub(lambda limit: whole(float(limit[0])) if float(limit[0]) >= _LARGE else limit[0], value)


def reason_words(feature: str, value: str) -> str:
    """What a probability rests on, in words: "last contact 112 days ago"; "" where it says nothing to a reader."""
    if feature in FACTORS or feature.startswith("complaint:"):
        return factor_words(feature).lower() if value and float(value) else ""
    if not value:
        return _(_MISSING[feature]) if feature in _MISSING else ""
    if feature in _COUNTED:
        return _tenure(float(value)) if feature == "tenure_days" else _(_COUNTED[feature], value=whole(float(value)))
    if feature in _MONEY:
        return _(_MONEY[feature], value=short_money(float(value)))
    return _measured(feature, value)


def _tenure(days: float) -> str:
    if days < _YEAR:
        return _("a client for {value} days", value=whole(days))
    return _("a client for {value} years", value=number(days / _YEAR))


def _measured(feature: str, value: str) -> str:
    if feature == "silence_ratio":
        return _("silent {value} times as long as usual", value=number(float(value)))
    if feature == "silence_over_limit":
        return _("silent for {share} of what its rhythm allows", share=share(float(value)))
    if feature == "amount_change":
        change = 2.718281828459045 ** float(value) - 1
        return _("buys {change} against the year before", change=_change(change))
    if feature == "overdue_share":
        return _("{share} of the year's invoices overdue", share=share(float(value)))
    if feature == "nps":
        return _("recommendation score {value} of 10", value=number(float(value)))
    if feature == "csat":
        return _("satisfaction {value} of 5", value=number(float(value)))
    name = feature.removeprefix("attribute:")
    trait = _(_TRAITS[name]) if name in _TRAITS else name
    return _("{trait}: {value}", trait=trait, value=_(_VALUES[value]) if value in _VALUES else value)


def _change(change: float) -> str:
    if change > 1:
        return _("{times} times as much", times=number(1 + change))
    return _("{share} more", share=share(change)) if change >= 0 else _("{share} less", share=share(-change))
