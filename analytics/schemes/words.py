"""The sentences and the rows of the page about bonus schemes."""

from decimal import Decimal
from typing import Any

import pandas as pd
from pandas import DataFrame

from analytics.schemes import Result
from analytics.words import _, currency_symbol, money, month, ngettext, number, share, signed, whole

_MONEY = ("revenue", "margin", "invoiced", "collected", "expense_budget")
_MOST_PIECES = 4


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
    return money(value) if metric in _MONEY else number(value, 0 if value == int(value) else 1)


def is_money(result: Result) -> bool:
    """Whether what is sold is counted in money."""
    return str((result.tried or result.scheme or {}).get("metric", "revenue")) in _MONEY


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


def _known(value: Any) -> Decimal:
    return Decimal("0.00") if value is None or pd.isna(value) else value


def _metric(result: Result) -> str:
    return str((result.scheme or result.tried or {}).get("metric", "revenue"))
