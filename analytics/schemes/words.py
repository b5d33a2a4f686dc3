"""The sentences and the rows of the page about bonus schemes."""

from decimal import Decimal
from typing import Any

import pandas as pd
from pandas import DataFrame

from analytics.pay.scheme import MONEY_METRICS
from analytics.schemes import Result
from analytics.words import _, currency_symbol, money, month, ngettext, number, share, signed, whole

_MOST_PIECES = 4
_MOST_NAMES = 6


def headline(result: Result) -> str:
    """What the scheme tried would have cost; else what the one in force costs and where it misleads."""
    found = result.totals
    if result.scheme is None and result.tried is None:
        return _("No bonus scheme holds; write one below to see what it would cost")
    if found.difference is None:
        facts = {"bill": money(found.bill), "months": span(result), "misleads": misleads(result)}
        return _("Bonuses of {months} come to {bill}; {misleads}", **facts)
    facts = {
        "name": str((result.tried or {}).get("name")),
        "months": span(result),
        "amount": money(abs(found.difference)),
        "change": signed(share(found.difference / found.cost if found.cost else None, 1)),
        "gain": whole(found.gain),
        "lose": whole(found.lose),
    }
    if not found.difference:
        return _("“{name}” would have cost the same over {months}", **facts)
    if found.difference > 0:
        return _("“{name}” would have cost {amount} more over {months} ({change}): {gain} gain, {lose} lose", **facts)
    return _("“{name}” would have cost {amount} less over {months} ({change}): {gain} gain, {lose} lose", **facts)


def own_headline(result: Result) -> str:
    """The same for one who sees their own pay alone: what the next deal brings, or what the scheme tried would."""
    found = result.totals
    if found.difference is not None:
        facts = {
            "name": str((result.tried or {}).get("name")),
            "amount": money(abs(found.difference), cents=True),
            "months": span(result),
        }
        if not found.difference:
            return _("“{name}” would have paid you the same over {months}", **facts)
        if found.difference > 0:
            return _("“{name}” would have paid you {amount} more over {months}", **facts)
        return _("“{name}” would have paid you {amount} less over {months}", **facts)
    if result.next_deals.empty:
        return headline(result)
    return next_words(result.next_deals.iloc[0])


def next_words(row: Any) -> str:
    """What one person's next deal brings, and how far the next step is."""
    size = amount(row["metric"], row["deal"])
    facts = {"deal": size, "brings": money(row["brings"], cents=True)}
    told = _("Your next deal of {deal} brings {brings}", **facts)
    if pd.isna(row["step"]) or pd.isna(row["missing"]):
        return told
    return told + _(
        "; {missing} lacks to {step} of the plan",
        missing=amount(row["metric"], row["missing"]),
        step=share(row["step"], 0),
    )


def next_finding(result: Result) -> str:
    """To whom the next deal brings most, and to how many nothing."""
    rows = result.next_deals.to_dict("records")
    first, bare = rows[0], sum(not row["brings"] for row in rows)
    if len(rows) == 1:
        return next_words(first)
    facts = {"name": first["name"], "brings": money(first["brings"], cents=True), "count": whole(bare)}
    if bare == len(rows):
        return _("The next deal brings nobody anything")
    if bare:
        return _("The next deal brings {name} {brings}, and {count} of {all} nothing", all=whole(len(rows)), **facts)
    return _("The next deal brings everybody something, {name} most: {brings}", **facts)


def next_caption(result: Result) -> str:
    """Which period and deal that is about."""
    first = result.next_deals.iloc[0]
    return _(
        "In the period from {month}, with a deal of each manager's median size", month=month(first["period"].date())
    )


def misleads(result: Result) -> str:
    """What the radar found, in a clause."""
    sure = result.radar[result.radar["significant"].astype(bool)]
    if len(sure):
        return ngettext(
            "{count} pattern at its thresholds or month ends is more than chance",
            "{count} patterns at its thresholds or month ends are more than chance",
            len(sure),
        )
    if not result.radar["enough"].astype(bool).any():
        return _("too few results to tell whether they gather at its thresholds")
    return _("nothing gathers at its thresholds or at month ends beyond chance")


def span(result: Result) -> str:
    """The months compared: Dec 2025–Oct 2026."""
    if result.first is None or result.last is None:
        return _("no month that is over")
    return month(result.first) if result.first == result.last else f"{month(result.first)}–{month(result.last)}"


def curve_finding(result: Result) -> str:
    """What each unit sold brings from step to step, by the scheme tried or the one in force."""
    name = "tried" if result.tried else "held"
    rows = result.curve[result.curve["scheme"] == name].to_dict("records")
    unit = currency_symbol() if is_money(result) else _("unit")
    paying = [row for row in rows if row["rate"] > 0][:_MOST_PIECES]
    if not paying:
        return _("Nothing that is sold brings a bonus")
    told = ", ".join(
        _("{rate} from {start}", rate=money(row["rate"], cents=True), start=share(row["start"])) for row in paying
    )
    told = _("Each {unit} sold brings {rates} of the plan on", unit=unit, rates=told)
    if rows[-1]["rate"] == 0 and len(rows) > 1:
        told += _("; nothing past {cap}", cap=share(rows[-1]["start"]))
    return told


def curve_words(result: Result) -> str:
    """What the curve is drawn for, and what marks and colours mean."""
    found = result.typical
    if found is None:
        return ""
    facts = {"salary": money(found.salary), "plan": amount(_metric(result), found.target)}
    told = _("Bonus less penalty in a month of {salary} salary and {plan} planned.", **facts)
    if found.people > 1:
        told = _("Bonus less penalty in a median month: salary {salary}, plan {plan}.", **facts)
    if not found.is_planned:
        told += " " + _("Nothing is planned, so what was reached stands in for the plan.")
    if result.tried and result.scheme:
        told += " " + _("Blue: the scheme tried; grey: the one in force.")
    return told + " " + _("Ticks: results.")


def unread(result: Result) -> list[str]:
    """Who of those paid last hasn't read the scheme in force, by name."""
    rows = result.acknowledged
    held = result.versions.loc[result.versions["in_force"].astype(bool), "from"]
    return sorted(rows.loc[rows["from"].isin(held) & rows["acknowledged_at"].isna(), "name"])


def unread_words(result: Result) -> str:
    """That some haven't read the scheme that they are paid by, with their names; "" where everybody has."""
    names = unread(result)
    if not names:
        return ""
    shown = ", ".join(names[:_MOST_NAMES])
    if len(names) > _MOST_NAMES:
        shown = _("{names} and {more} more", names=shown, more=whole(len(names) - _MOST_NAMES))
    return _("Not acknowledged yet by {names}.", names=shown)


def gains_finding(result: Result) -> str:
    """Who would gain and who would lose most."""
    rows = result.people.to_dict("records")
    worst, best = rows[0], rows[-1]
    if worst["difference"] < 0 < best["difference"]:
        facts = {
            "worst": worst["name"],
            "loss": money(-worst["difference"]),
            "best": best["name"],
            "gain": money(best["difference"]),
        }
        return _("{best} would gain most, {gain}; {worst} lose most, {loss}", **facts)
    if best["difference"] > 0:
        return _("Nobody would lose; {best} gain most, {gain}", best=best["name"], gain=money(best["difference"]))
    if worst["difference"] < 0:
        return _("Nobody would gain; {worst} lose most, {loss}", worst=worst["name"], loss=money(-worst["difference"]))
    return _("Nobody would gain or lose")


def sensitivity_finding(result: Result) -> str:
    """By how much the bill follows attainment."""
    name = "tried_difference" if result.tried else "difference"
    rows = {row["change"]: row[name] for row in result.sensitivity.to_dict("records")}
    up, down = rows[Decimal("0.10")], rows[Decimal("-0.10")]
    facts = {"up": money(up), "down": money(-down)}
    return _("Bonuses follow attainment: 10% more would bring {up} more, 10% less {down} less", **facts)


def cost_rows(result: Result) -> DataFrame:
    """The statements behind the pay by the scheme (the one tried, if any): ids, month, ``value``, and bill."""
    is_tried = result.tried is not None
    found = result.statements
    bonus, penalty = (found["tried_bonus"], found["tried_penalty"]) if is_tried else (found["bonus"], found["penalty"])
    bill = [(_known(gained) - _known(lost)) for gained, lost in zip(bonus, penalty, strict=True)]
    held = [_known(gained) - _known(lost) for gained, lost in zip(found["bonus"], found["penalty"], strict=True)]
    return DataFrame(
        {
            "manager_id": found["manager_id"],
            "name": found["name"],
            "month": [month(day.date()) for day in found["period"]],
            "salary": found["salary"],
            "bill": bill,
            "value": [salary + net for salary, net in zip(found["salary"], bill, strict=True)],
            "more": [net - before for net, before in zip(bill, held, strict=True)],
        }
    )


def ratio_rows(result: Result) -> DataFrame:
    """The months behind pay for each unit of margin: ``value`` the pay, ``base`` the margin."""
    by = result.months
    cost = by["tried_cost"] if result.tried else by["cost"]
    return DataFrame({"month": [month(day.date()) for day in by["period"]], "value": cost, "base": by["margin"]})


def amount(metric: str, value: Any) -> str:
    """A value of the scheme's metric: money, or a number."""
    return money(value) if metric in MONEY_METRICS else number(value, 0 if value == int(value) else 1)


def is_money(result: Result) -> bool:
    """Whether what is sold is counted in money."""
    return str((result.tried or result.scheme or {}).get("metric", "revenue")) in MONEY_METRICS


def _known(value: Any) -> Decimal:
    return Decimal("0.00") if value is None or pd.isna(value) else value


def _metric(result: Result) -> str:
    return str((result.scheme or result.tried or {}).get("metric", "revenue"))
