"""What segments are called and what their charts find, in words."""

from collections.abc import Sequence

from pandas import DataFrame

from analytics.words import N_, _, ngettext, number, share, short_money, whole

_APART = {
    ("silence", 1): N_("long silent"),
    ("silence", -1): N_("bought lately"),
    ("frequency", 1): N_("buy often"),
    ("frequency", -1): N_("buy seldom"),
    ("amount", 1): N_("large orders"),
    ("amount", -1): N_("small orders"),
    ("tenure", 1): N_("long known"),
    ("tenure", -1): N_("newcomers"),
    ("discount", 1): N_("at a discount"),
    ("discount", -1): N_("at full price"),
    ("breadth", 1): N_("wide range"),
    ("breadth", -1): N_("narrow range"),
}
_WORSE = ("at_risk", "silent")
_BETTER = ("champions", "loyal", "large", "occasional")
_FEWEST = 2
_MORE_THAN_CHANCE = 3.0
"""Standard errors by which a need stands out, with some fifty cells looked at."""


def no_client_yet() -> str:
    """The name of the segment of those who hadn't bought yet."""
    return _("Not yet a client")


def found_name(groups: Sequence[Sequence[tuple[str, int]]], place: int) -> str:
    """A found group's name from what sets it apart: two traits, more where another group shares them."""
    own = groups[place]
    for count in range(_FEWEST, len(own) + 1):
        others = [tuple(group[:count]) for number, group in enumerate(groups) if number != place]
        if tuple(own[:count]) not in others:
            return _joined(own[:count])
    alike = [number for number, group in enumerate(groups) if tuple(group) == tuple(own)]
    if len(alike) == 1:
        return _joined(own)
    return _("{traits} ({number})", traits=_joined(own), number=alike.index(place) + 1)


def _joined(traits: Sequence[tuple[str, int]]) -> str:
    told = ", ".join(_(_APART[trait]) for trait in traits)
    return told[:1].upper() + told[1:]


def segments_headline(segments: DataFrame) -> str:
    """The page's answer in one sentence: which segment brings the most for its size."""
    if segments.empty:
        return _("No client has bought yet")
    ranked = segments.sort_values(["revenue", "segment"], ascending=[False, True])
    first = ranked.iloc[0]
    if not first["revenue"] > 0:
        return _("{count} clients, none of whom bought in the period", count=whole(segments["clients"].sum()))
    return ngettext(
        "“{name}”, one of {all} clients, brings {share} of the revenue: {money}",
        "“{name}”, {count} of {all} clients, bring {share} of the revenue: {money}",
        int(first["clients"]),
        name=first["name"],
        all=whole(segments["clients"].sum()),
        share=share(first["revenue_share"]),
        money=short_money(first["revenue"]),
    )


def sizes_finding(segments: DataFrame) -> str:
    """The largest segment, for the chart's title."""
    if segments.empty:
        return _("No segments")
    first = segments.sort_values(["clients", "segment"], ascending=[False, True]).iloc[0]
    return _("The largest segment is “{name}”: {share} of clients", name=first["name"], share=share(first["share"]))


def needs_finding(needs: DataFrame, needs_from: str) -> str:
    """Where a need stands out most from the other segments, for the chart's title."""
    if needs.empty:
        return _("No needs are recorded")
    size = needs["clients"] / needs["share"]
    usual = needs.groupby("need")["clients"].transform("sum") / size.groupby(needs["need"]).transform("sum")
    noise = (usual * (1 - usual) / size).clip(lower=1e-12) ** 0.5
    ranked = needs.assign(above=(needs["share"] - usual) / noise)
    first = ranked.sort_values(["above", "segment", "need"], ascending=[False, True, True]).iloc[0]
    if first["above"] < _MORE_THAN_CHANCE:
        return _("What clients need hardly differs by segment")
    values = {"name": first["name"], "need": first["need"], "share": share(first["share"])}
    if needs_from == "need":
        return _("“{name}” need {need} more than others: {share}", **values)
    return _("“{name}” buy {need} more than others: {share}", **values)


def needs_caption(needs_from: str) -> str:
    """What the chart of needs shows."""
    if needs_from == "need":
        return _("Share of each segment's clients with that need")
    return _("Share of each segment's clients who bought that kind; needs aren't recorded")


def drift_finding(drift: DataFrame) -> str:
    """How many fell behind and how many came back in a year, for the chart's title."""
    fell = drift[drift["before"].isin(_BETTER) & drift["segment"].isin(_WORSE)]["clients"].sum()
    back = drift[drift["before"].isin(_WORSE) & drift["segment"].isin(_BETTER)]["clients"].sum()
    return _("In a year {fell} clients went silent or at risk, {back} came back", fell=whole(fell), back=whole(back))


def found_words(is_found: bool, k: int | None, stability: float | None) -> str:
    """Whether groups were found in behaviour, and how sure they are."""
    if not is_found:
        return _(
            "No groups beyond the rules stand out: what was found is no clearer than chance, or doesn't come out again."
        )
    return _(
        "{count} groups stand out from chance and come out again in other draws of the clients "
        "(agreement {stability} of 1).",
        count=whole(k),
        stability=number(stability, 2),
    )
