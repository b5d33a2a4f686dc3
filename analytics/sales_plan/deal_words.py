"""What the bridge, pushed deals and coverage say, as words."""

from datetime import date

from pandas import DataFrame

from analytics.metrics import metric
from analytics.plan.coverage import Coverage
from analytics.plan.pace_words import amount
from analytics.plan.states import Known
from analytics.plan.units import Asked
from analytics.words import N_, _, currency_symbol, ngettext, number, share, short_day, whole

_BROUGHT = {
    "added": N_("new deals brought {amount}"),
    "moved_in": N_("deals moved in brought {amount}"),
    "changed": N_("changed amounts brought {amount}"),
}
_TOOK = {
    "lost": N_("lost deals took {amount}"),
    "moved_out": N_("deals moved out took {amount}"),
    "changed": N_("changed amounts took {amount}"),
    "moved_in": N_("deals moved in took {amount}"),
    "added": N_("new deals took {amount}"),
}
_PARTS = {
    "won": N_("Won"),
    "lost": N_("Lost"),
    "added": N_("Added"),
    "moved_in": N_("Moved in"),
    "moved_out": N_("Moved out"),
    "changed": N_("Amount changed"),
}
_NAMED = 2


def part_names(parts: DataFrame, since: date, until: date) -> list[str]:
    """The bridge's parts as they are called; the first and the last by their days."""
    ends = {"first": short_day(since), "last": short_day(until)}
    return [ends[part] if part in ends else _(_PARTS[part]) for part in parts["part"]]


def bridge(parts: DataFrame, asked: Asked, since: date) -> str:
    """How the total changed between two days, what made most of it, and the largest of the other parts."""
    total = parts.set_index("part")["total"].astype(float)
    change = total["last"] - total["first"]
    steps = total.drop(["first", "last"])
    largest = [(part, value) for part, value in steps.sort_values(key=abs, ascending=False).items() if value]
    first = next((step for step in largest if step[1] * change > 0), None)
    if first is not None:
        largest = [first, *(step for step in largest if step is not first)]
    values = {"period": asked.period.full_name, "day": short_day(since)}
    if not largest:
        return _("Nothing changed in what is won and expected in {period} since {day}", **values)
    told = [
        _(
            (_BROUGHT if value > 0 else _TOOK).get(str(part), _TOOK["moved_out"]),
            amount=amount(asked.metric, abs(value)),
        )
        for part, value in largest[:_NAMED]
    ]
    values |= {"change": amount(asked.metric, abs(change)), "parts": _(", ").join(told)}
    if change < 0:
        return _("{change} less won or expected in {period} than on {day}: {parts}", **values)
    return _("{change} more won or expected in {period} than on {day}: {parts}", **values)


def history(found: Known, since: date) -> str:
    """What isn't known of how deals were on ``since``; empty where nothing is missing."""
    told = []
    if found.since is None:
        told.append(
            _(
                "No changes of deals are known: amounts and expected days are as last imported, so nothing shows as "
                "moved or changed. Import “deal_changes”, or import the deals again: what differs is then noted."
            )
        )
    elif found.since > since:
        told.append(
            _("Changes of deals are known from {day} on; what moved before doesn't show.", day=short_day(found.since))
        )
    if found.unread:
        told.append(
            ngettext(
                "{count} change couldn't be read and is left out: days are to be 2026-11-30, amounts 1234.50.",
                "{count} changes couldn't be read and are left out: days are to be 2026-11-30, amounts 1234.50.",
                found.unread,
            )
        )
    return " ".join(told)


def pushed(deals: DataFrame, name: str) -> str:
    """How many open deals are past their day or were pushed, and what they hold."""
    past, moved = deals[deals["past_days"] > 0], deals[deals["pushes"] > 0]
    if deals.empty:
        return _("No open deal is past its day, and none was pushed")
    if name == "deals":
        return _("Past their day: {past} open deals; pushed: {pushed}", past=whole(len(past)), pushed=whole(len(moved)))
    if past.empty:
        return ngettext(
            "{count} open deal was pushed, with {amount}; none is past its day",
            "{count} open deals were pushed, with {amount}; none is past its day",
            len(moved),
            amount=amount(name, float(moved["value"].sum())),
        )
    return ngettext(
        "{count} open deal is past its day, with {amount}; pushed at least once: {pushed}",
        "{count} open deals are past their day, with {amount}; pushed at least once: {pushed}",
        len(past),
        amount=amount(name, float(past["value"].sum())),
        pushed=whole(len(moved)),
    )


def rates(found: DataFrame, known: Known) -> str:
    """Whether pushed deals are won less often: said only where the intervals lie apart."""
    if known.since is None:
        return _("No changes of deals are known, so pushes can't be counted")
    enough = found[found["enough"]].to_dict("records")
    if len(enough) < _NAMED or enough[0]["pushes"]:
        return _("Too little data to say what comes of pushed deals")
    never, most = enough[0], enough[-1]
    values = {"never": share(never["win_rate"]), "rate": share(most["win_rate"]), "count": whole(most["pushes"])}
    if most["high"] >= never["low"] and never["high"] >= most["low"]:
        return _("Pushed deals aren't won more or less often than chance would give: {rate} against {never}", **values)
    if most["pushes"] == 1:
        return _("Pushed once, {rate} of deals were won; never pushed, {never}", **values)
    return _("Pushed {count} times, {rate} of deals were won; never pushed, {never}", **values)


def covered(found: Coverage, name: str) -> str:
    """Open deals for each missing euro, beside how many it took."""
    held = amount(name, found.open)
    if found.missing is None:
        return _("Open deals hold {held}; there is no plan to compare with", held=held)
    missing = amount(name, found.missing)
    if not found.missing or found.cover is None:
        return _("Nothing is missing to the plan; open deals hold {held}", held=held)
    unit = currency_symbol() if metric(name).unit == "money" else _("deal")
    values = {"cover": number(found.cover), "missing": missing, "held": held, "unit": unit}
    if found.needed is None:
        return _("{missing} still to win, {held} open: {cover} for each missing {unit}", **values)
    values |= {"needed": number(found.needed), "share": share(found.won_share)}
    return _(
        "{missing} still to win, {held} open: {cover} for each missing {unit}, where it usually takes {needed} "
        "({share} of open deals were won by the end)",
        **values,
    )
