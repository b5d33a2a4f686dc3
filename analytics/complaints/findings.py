"""What the complaints page says: its headline and the findings in the titles of its charts."""

from pandas import DataFrame, Series

from analytics.complaints import Result
from analytics.words import _, day, ngettext, number, share, signed, whole


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
    if len(result.complaints) == 1:
        said = _("The only complaint is about {cause}", cause=cause_name(first["cause"]))
    else:
        said = _("{cause} is behind {share} of complaints", cause=_opening(first["cause"]), share=share(first["share"]))
    changed = result.causes[result.causes["significant"].astype(bool)]
    if not len(changed):
        return _("{said}; no cause has changed more than chance explains", said=said)
    most = changed.sort_values(["recent", "cause"], ascending=[False, True]).iloc[0]
    if most["cause"] == first["cause"]:
        return _("{said} and {moved}", said=said, moved=_moved(most))
    return _("{said}; {cause} {moved}", said=said, cause=cause_name(most["cause"]), moved=_moved(most))


def _moved(row: Series) -> str:
    """What a cause has done in the last 90 days: the end of a sentence that begins with it."""
    if row["change"] != row["change"]:
        return _("is new in the last 90 days")
    if row["change"] > 0:
        return _("has risen to {times} times its rate of the year before", times=number(1 + row["change"], 1))
    return _("has fallen by {share} against the year before", share=share(-row["change"]))


def named_causes(rows: DataFrame) -> DataFrame:
    """``rows`` with ``cause_name``, their cause in words; where they have ``significant``, also ``sure``, ``tone``."""
    named = rows.assign(cause_name=rows["cause"].map(cause_name))
    if "significant" not in rows:
        return named
    tones = [_tone(*pair) for pair in zip(rows["change"], rows["significant"], strict=True)]
    return named.assign(sure=[_("yes") if one else _("no") for one in rows["significant"]], tone=tones)


def _tone(change: float, significant: bool) -> str:
    """How a change is coloured: bad where it rose, good where it fell, beyond chance."""
    if not significant:
        return ""
    return "good" if change < 0 else "bad"


def listed(result: Result) -> DataFrame:
    """The complaints of the period, the latest first, with ``cause_name`` and ``how`` their cause is known."""
    rows = result.complaints.sort_values(["opened_on", "complaint_id"], ascending=[False, True], ignore_index=True)
    found = _("found from the text") if result.way == "learned" else _("found by words")
    given = rows["is_unlabelled"].map({True: found, False: _("given")})
    return named_causes(rows).assign(how=given.where(rows["cause"].notna(), _("unclassified")))


def oldest(result: Result) -> str:
    """For how long the oldest open complaint has waited, short enough for a card."""
    return _("oldest {days} days", days=whole(result.open["days"].max())) if len(result.open) else ""


def pareto_caption(by_money: bool) -> str:
    """What the chart of causes counts, and what its colours mean."""
    if by_money:
        return _("Revenue in a year of the clients who complained of it; a client counts for each cause. Red: rising")
    return _("Complaints of the period; red: rising, green: falling for each client, more than chance explains")


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
    """The cause that takes longest to settle, against the target."""
    rows = result.causes.assign(length=result.causes["median_days"].fillna(result.causes["longest_days"]))
    if not len(rows):
        return _("No cause is known")
    worst = rows.sort_values(["length", "cause"], ascending=[False, True]).iloc[0]
    values = {
        "cause": _opening(worst["cause"]),
        "days": number(worst["length"], 0),
        "target": whole(result.target_days),
    }
    if worst["median_days"] != worst["median_days"]:
        return _("{cause} takes longest: more than half still open after {days} days; the target is {target}", **values)
    return _("{cause} takes longest: half are settled by day {days}; the target is {target}", **values)


def through_note(result: Result) -> str:
    """To which day complaints are known, where that is before the day looked from; else ""."""
    if result.through >= result.as_of:
        return ""
    return _(
        "Complaints are known up to {through}; change and time to settle look from that day.",
        through=day(result.through),
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
    return _(
        "Of {asked} complaints without a given cause {told} have one found in their text. Of 100 found so, {right} are "
        "right; always naming the most frequent cause would get {naive} right.",
        **values,
        right=whole(100 * result.trial["precision"]),
        naive=whole(100 * result.trial["baseline_accuracy"]),
    )


def tried_note(result: Result) -> str:
    """On how many texts the finder of causes was tried, and of how many it told a cause."""
    return _(
        "Tried on {cases} texts with a known cause that it hadn't learned from; it told a cause for {told} of 100.",
        cases=whole(result.proof.n_test),
        told=whole(100 * result.trial["coverage"]),
    )


def measures_note(result: Result) -> str:
    """The finder's measures for those who know them."""
    return _(
        "AUC {auc} (mean over causes, each against the rest; {low}–{high}); Brier score {brier}, of the causes' shares "
        "alone {naive}; threshold {threshold}.",
        auc=number(result.proof.auc, 3),
        low=number(result.proof.auc_low, 3),
        high=number(result.proof.auc_high, 3),
        brier=number(result.proof.brier, 3),
        naive=number(result.proof.baseline_brier, 3),
        threshold=share(result.trial["threshold"]),
    )
