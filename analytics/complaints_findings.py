"""What the complaints page says: its headline and the findings in the titles of its charts."""

from analytics.complaints import Result
from analytics.words import _, ngettext, number, share, signed, whole


def cause_name(cause: str | None) -> str:
    """A cause as its reader sees it: "late_delivery" is "late delivery"; none is "unclassified"."""
    return _("unclassified") if not isinstance(cause, str) else _(cause.replace("_", " ").strip())


def headline(result: Result) -> str:
    """The page's answer in one sentence: the first cause, and what changed more than chance explains."""
    if not len(result.causes):
        return ngettext(
            "One complaint, its cause unknown", "{count} complaints, their causes unknown", len(result.complaints)
        )
    first = result.causes.iloc[0]
    said = _("{cause} is behind {share} of complaints", cause=_opening(first["cause"]), share=share(first["share"]))
    changed = result.causes[result.causes["significant"].astype(bool)]
    if not len(changed):
        return _("{said}; no cause has changed more than chance explains", said=said)
    most = changed.sort_values(["recent", "cause"], ascending=[False, True]).iloc[0]
    what = {"cause": cause_name(most["cause"]), "said": said}
    if most["change"] != most["change"]:
        return _("{said}; {cause} is new in the last 90 days", **what)
    if most["change"] > 0:
        return _(
            "{said}; {cause} has risen to {times} times its rate of the year before",
            **what,
            times=number(1 + most["change"], 1),
        )
    return _("{said}; {cause} has fallen by {share}", **what, share=share(-most["change"]))


def _opening(cause: str) -> str:
    name = cause_name(cause)
    return name[:1].upper() + name[1:]


def pareto_finding(result: Result) -> str:
    """How few causes make up most complaints."""
    known = result.causes["share"].cumsum()
    if not len(known):
        return _("No cause is known")
    count = int((known < known.iloc[-1] * 0.66).sum()) + 1
    return ngettext(
        "One cause makes up {share} of complaints",
        "{count} causes make up {share} of complaints",
        count,
        share=share(float(known.iloc[count - 1])),
    )


def money_finding(result: Result) -> str:
    """Whose money the dissatisfied bring: the cause with the most revenue behind it."""
    if not len(result.causes) or not result.causes["money"].sum():
        return _("The complaining clients bought nothing in the last year")
    most = result.causes.sort_values(["money", "cause"], ascending=[False, True]).iloc[0]
    return _(
        "Clients with {share} of the complainers' revenue name {cause}",
        share=share(most["money_share"]),
        cause=cause_name(most["cause"]),
    )


def trend_finding(result: Result, cause: str | None = None) -> str:
    """Whether complaints (of one cause, or all) are more frequent than the year before, beyond chance."""
    rows = result.total if cause is None else result.causes[result.causes["cause"] == cause]
    if not len(rows):
        return _("No complaint of this cause")
    row = rows.iloc[0]
    if row["change"] != row["change"]:
        return _("{recent} in the last 90 days, none the year before", recent=whole(row["recent"]))
    change = signed(share(row["change"]))
    if row["significant"]:
        return _("{change} for each client against the year before, more than chance explains", change=change)
    return _("{change} for each client against the year before: within chance", change=change)


def settle_finding(result: Result) -> str:
    """Which cause takes longest to settle, against the target."""
    slow = result.causes[result.causes["median_days"] > result.target_days]
    if not len(slow):
        return _("Half are settled within the target, whatever the cause")
    worst = slow.sort_values(["median_days", "cause"], ascending=[False, True]).iloc[0]
    return _(
        "{cause} takes {days} days to settle, the target is {target}",
        cause=_opening(worst["cause"]),
        days=number(worst["median_days"], 0),
        target=whole(result.target_days),
    )


def found_note(result: Result) -> str:
    """How many causes were found from the text, how well, and how many can't be told."""
    asked = len(result.classified)
    told = int(result.classified["cause"].notna().sum())
    if not asked:
        return _("Every complaint has a cause given.")
    values = {"told": whole(told), "asked": whole(asked), "left": whole(asked - told)}
    if result.way == "words":
        return _("No cause is given; {told} of {asked} are told by a short list of words, unproven.", **values)
    if result.way == "none" or not result.proof.used:
        return _(
            "{asked} complaints have no cause given, and too little is labelled to find it from the text.", **values
        )
    return _(
        "{told} of {asked} causes not given are found from the text: of 100 told so, {right} are right "
        "(the most frequent cause alone: {naive}). {left} stay unclassified.",
        **values,
        right=whole(100 * result.trial["precision"]),
        naive=whole(100 * result.trial["baseline_accuracy"]),
    )
