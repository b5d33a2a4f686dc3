"""The sentences and the table of the compensation page."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pandas as pd
from pandas import DataFrame

from analytics.compensation import Result
from analytics.words import _, currency_symbol, day, money, month, month_name, ngettext, share, signed

_A_YEAR = 12


def headline(result: Result) -> str:
    """What the period's pay costs, and whether it is right; for one who sees many people's pay."""
    found = result.totals
    if not found.flagged:
        return _cost(result) + "; " + _("no payment differs from the scheme")
    return (
        _cost(result)
        + "; "
        + ngettext("{count} payment differs from the scheme", "{count} payments differ from the scheme", found.flagged)
    )


def own_headline(result: Result) -> str:
    """The same for one who sees their own pay alone."""
    last = result.statements.iloc[-1]
    name = month_in_words(result, last["period"].date())
    if not last["is_due"]:
        return _("Your bonus is worked out at the end of the quarter; {month} is in it", month=name)
    if pd.isna(last["attainment"]):
        return _("Nothing was planned for you in {month}, so the scheme has no bonus for it", month=name)
    bonus = money(last["bonus"] - last["penalty"], cents=True)
    facts = {"month": name, "bonus": bonus, "reached": share(last["attainment"])}
    return _("Your bonus for {month} is {bonus}: you reached {reached} of the plan", **facts)


def period(result: Result) -> str:
    """The months that the statements are of: October, or Jan 2026–Oct 2026."""
    first, last = _ends(result)
    return month_in_words(result, last) if first == last else f"{month(first)}–{month(last)}"


def latest_month(result: Result) -> date | None:
    """The last month before the period that has pay, where the period itself has none."""
    paid = result.months[result.months["people"] > 0]
    return None if paid.empty else paid["period"].max().date()


def notes(result: Result, filters: dict[str, tuple[str, ...]], *, is_earlier: bool = False) -> list[str]:
    """What to know before reading the numbers: what is still missing, and what the filters don't split.

    ``is_earlier``: the period asked about has no pay yet, and the last month that has is shown in its place.
    """
    told = []
    if is_earlier:
        told.append(_("The payroll ends with {month}; that month is shown.", month=period(result)))
    if result.totals.unpaid:
        told.append(_("Bonuses of {amount} aren't in the payroll yet.", amount=money(result.totals.unpaid)))
    if not result.statements["is_over"].all():
        told.append(_("A month isn't over: its amounts are as of {day}.", day=day(result.as_of)))
    if result.scheme is None:
        told.append(_("No bonus scheme holds for these months; import scheme.toml to work bonuses out."))
    if {"regions", "segments", "products"} & filters.keys():
        told.append(_("Pay isn't split by region, segment or product; those filters narrow the margin alone."))
    return told


def costs(result: Result) -> list[float]:
    """Pay of the last twelve months, for a card."""
    return [float(cost) for cost in result.months["cost"].tail(_A_YEAR)]


def counts(result: Result) -> list[float]:
    """Payments that differ in each of the last twelve months, for a card."""
    return [float(count) for count in result.months["flagged"].tail(_A_YEAR)]


def ratios(result: Result) -> list[float]:
    """Pay for each unit of margin in the last twelve months, for a card."""
    shown = result.months.tail(_A_YEAR)
    pairs = zip(shown["cost"], shown["margin"], strict=True)
    return [float(cost / margin) if margin > 0 else 0.0 for cost, margin in pairs]


def pay_change(result: Result) -> tuple[str, str, Literal["up", "down"] | None]:
    """The month's pay against the same month a year before: ("+4.2%", "Oct 2025", "up"); empty where there is none."""
    cost = dict(zip(result.months["period"], result.months["cost"], strict=True))
    if not cost or result.months["is_asked"].sum() != 1:
        return "", "", None
    last = max(cost)
    year_ago = last - pd.DateOffset(years=1)
    before = cost.get(year_ago)
    if not before:
        return "", "", None
    change = float(cost[last] / before) - 1
    return signed(share(change, 1)), month(year_ago.date()), "up" if change >= 0 else "down"


def table(result: Result) -> DataFrame:
    """The statements as the page lists them: differences first, the largest on top, then by team and name.

    Adds ``tone`` (bad where flagged) and ``net`` (paid less due, bonus less penalty; empty where neither is known).
    """
    found = result.statements.copy()
    pairs = zip(found["difference"], found["penalty_difference"], strict=True)
    found["net"] = pd.Series([_net(*pair) for pair in pairs], index=found.index, dtype=object)
    found["tone"] = found["flagged"].map({True: "bad", False: ""})
    gap = [-abs(float(net)) if flagged else 0.0 for net, flagged in zip(found["net"], found["flagged"], strict=True)]
    order = found.assign(gap=gap, latest=-found["period"].astype("int64"))
    order = order.sort_values(["gap", "latest", "team", "name", "manager_id"], na_position="last", kind="stable")
    return found.loc[order.index].reset_index(drop=True)


def differences(result: Result) -> DataFrame:
    """The flagged statements, one row each with ``value`` 1: the rows behind their number."""
    flagged = result.statements[result.statements["flagged"].astype(bool)]
    columns = ["manager_id", "name", "period", "bonus", "paid_bonus", "penalty", "paid_penalty", "cause"]
    return flagged[columns].assign(value=1)


def risks(result: Result) -> DataFrame:
    """The statements whose bonus is at risk, ``value`` the amount: the rows behind the sum."""
    known = result.statements[result.statements["at_risk"].notna()]
    return known[["manager_id", "name", "period", "bonus", "backed", "open"]].assign(value=known["at_risk"])


def statement_title(row: Any) -> str:
    """The heading of one statement: whose, and of which month."""
    return _("{name}, {month}", name=row["name"], month=month(row["period"].date()))


def due_words(row: Any) -> str:
    """What one statement comes to, and what was paid, in a sentence."""
    if pd.isna(row["bonus"]):
        return _("No scheme holds for this month yet.")
    if not row["is_due"]:
        return _("The scheme pays by the quarter; this month is counted in the quarter's last one.")
    if not row["is_over"]:
        return _("The month isn't over: these are the amounts so far.")
    if pd.isna(row["paid_bonus"]):
        return _("The payroll holds no bonus for this month yet, so there is nothing to compare.")
    if not row["flagged"]:
        return _("Paid exactly as the scheme says.")
    return f"{_difference(row)} {row['cause']}"


def _net(bonus: Any, penalty: Any) -> Decimal | None:
    """What was paid too much (or too little): more bonus and less penalty."""
    if pd.isna(bonus) and pd.isna(penalty):
        return None
    nothing = Decimal("0.00")
    return (nothing if pd.isna(bonus) else bonus) - (nothing if pd.isna(penalty) else penalty)


def _cost(result: Result) -> str:
    found = result.totals
    first, last = _ends(result)
    facts = {
        "first": month(first),
        "last": month(last),
        "month": month_in_words(result, last),
        "cost": money(found.cost),
    }
    if found.per_margin is None:
        one, many = _("{month} pay costs {cost}", **facts), _("Pay of {first} to {last} costs {cost}", **facts)
    else:
        facts |= {"per": money(found.per_margin, cents=True), "unit": currency_symbol()}
        one = _("{month} pay costs {cost}, {per} for each {unit} of margin", **facts)
        many = _("Pay of {first} to {last} costs {cost}, {per} for each {unit} of margin", **facts)
    return sentence(one) if first == last else many


def _ends(result: Result) -> tuple[date, date]:
    """The first and the last month that the statements are of."""
    return result.statements["period"].min().date(), result.statements["period"].max().date()


def _difference(row: Any) -> str:
    told = []
    for amount, words in ((row["difference"], _("bonus")), (row["penalty_difference"], _("penalty"))):
        if not pd.isna(amount) and amount:
            facts = {"what": words, "amount": money(abs(amount), cents=True)}
            told.append(
                _("{what} {amount} more than due", **facts)
                if amount > 0
                else _("{what} {amount} less than due", **facts)
            )
    return _("Paid: {differences}.", differences=", ".join(told))


def month_in_words(result: Result, period: date) -> str:
    """The month's name; with its year where that isn't the year looked from."""
    if period.year != result.as_of.year:
        return month(period)
    return month_name(period)


def sentence(text: str) -> str:
    """``text`` with a capital first letter."""
    return text[:1].upper() + text[1:]
