"""What churn found, in sentences: the page's headline and its charts' titles."""

from analytics.churn import Result
from analytics.churn.scoring import DATED, SILENT
from analytics.churn.words import factor_words
from analytics.words import _, ngettext, number, share, short_money, whole


def churn_headline(result: Result) -> str:
    """The page's answer in one sentence."""
    if result.clients.empty:
        return _("No client is left to lose")
    if result.proof.needed:
        return _("Not enough evidence to say who of {count} clients will leave", count=whole(len(result.clients)))
    leaving = ngettext("About one client", "About {count} clients", round(result.clients["probability"].sum()))
    values = {"leaving": leaving, "money": short_money(result.clients["money_at_risk"].sum())}
    if result.basis == "margin":
        return _("{leaving} will leave within 90 days; {money} of yearly margin is at risk", **values)
    return _("{leaving} will leave within 90 days; {money} of yearly revenue is at risk", **values)


def causes_finding(result: Result) -> str:
    """The measured cause that costs most, in words, for the chart's title; what befell clients comes before traits."""
    known = result.causes[result.causes["significant"] & (result.causes["hazard_ratio"] > 1)]
    if known.empty:
        return _("No measured cause stands out from chance")
    befell = known[~known["factor"].str.startswith("attribute:")]
    ranked = (known if befell.empty else befell).sort_values(
        ["money", "hazard_ratio", "factor"], ascending=[False, False, True]
    )
    first = ranked.iloc[0]
    values = {"factor": factor_words(first["factor"]), "times": number(first["hazard_ratio"])}
    if not first["share"] > 0:
        return _("{factor}: leaves {times} times as often", **values)
    return _("{factor}: leaves {times} times as often, {share} of the loss", **values, share=share(first["share"]))


def stated_finding(result: Result) -> str:
    """The reason given most often, for the chart's title."""
    if result.stated.empty:
        return _("No reasons were given")
    first = result.stated.iloc[0]
    return _("{share} of those who left said “{reason}”", share=share(first["share"]), reason=first["reason"])


def disagreement_finding(result: Result) -> str:
    """Where stated and measured causes differ most, or "" where they don't."""
    if result.disagreements.empty:
        return ""
    first = result.disagreements.iloc[0]
    return _(
        "Of {all} who said “{reason}”, {count} ({share}) had this in the 90 days before: {factor}. At any time {usual} "
        "of clients have it.",
        all=whole(round(first["clients"] / first["share"])),
        reason=first["reason"],
        count=whole(first["clients"]),
        factor=first["name"].lower(),
        share=share(first["share"]),
        usual=share(first["usual"]),
    )


def rule_words(result: Result) -> str:
    """How leaving is known, where that is not by its day; "" where it is."""
    if result.rule == DATED:
        return ""
    if result.rule == SILENT:
        return _(
            "No client has an end date (ended_on). By rule a client is lost when silent for longer than 95 of 100 of "
            "its pauses between purchases; {count} are. Causes are measured once ended_on is imported.",
            count=whole(len(result.lost)),
        )
    return _(
        "Clients are marked as former, but without the day on which they left (ended_on): the probability is that of a "
        "client like this one having left, whenever. Causes are measured once ended_on is imported."
    )


def left_out_words(result: Result) -> str:
    """Which fields were left out of the model because they nearly decide the outcome alone; "" where none were."""
    if not result.left_out:
        return ""
    names = ", ".join(name.removeprefix("attribute:") for name in result.left_out)
    return _(
        "Left out, because they tell almost surely who left and so were most likely written afterwards: {names}",
        names=names,
    )
