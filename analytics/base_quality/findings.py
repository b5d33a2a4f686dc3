"""What the page says: its headline, the findings in the titles of its charts, and what its states mean."""

import pandas as pd
from pandas import DataFrame, Series

from analytics.base_quality import Result
from analytics.base_quality.completeness import ASKED
from analytics.words import _, day, ngettext, number, share, short_money, whole

MONTHS_SHOWN = 24
WELL_FILLED = 0.95
_YEAR = 12
_BY_FIELD = {asked.field: asked for asked in ASKED}


def headline(result: Result) -> str:
    """The page's answer in one sentence."""
    clients = ngettext("One client", "{count} clients", result.count_clients)
    pairs = _twice(len(result.duplicates)) if len(result.duplicates) else _("none looks entered twice")
    stale = len(result.stale)
    touched = (
        ngettext("one not touched for too long", "{count} not touched for too long", stale)
        if stale
        else _("all touched in time")
    )
    return _(
        "{clients}: {filled} of what analyses need is filled, {touched}, {pairs}",
        clients=clients,
        filled=share(filled(result), 1),
        touched=touched,
        pairs=pairs,
    )


def _twice(pairs: int) -> str:
    return ngettext("one probably entered twice", "{count} probably entered twice", pairs)


def filled(result: Result) -> float | None:
    """The share filled of what analyses need first; None without clients."""
    base = float(result.clients["filled_base"].sum())
    return float(result.clients["filled_value"].sum()) / base if base else None


def growth_finding(result: Result) -> str:
    """How the base has changed in a year."""
    months = result.growth
    if len(months) <= _YEAR:
        return ngettext("One client kept now", "{count} clients kept now", result.count_clients)
    year, before = months.tail(_YEAR), months["clients"].iloc[-_YEAR - 1]
    change = int(months["clients"].iloc[-1] - before)
    values = {"new": whole(year["new"].sum()), "ended": whole(year["ended"].sum()), "change": whole(abs(change))}
    if not change:
        return _("As many clients as a year ago: {new} came, {ended} left", **values)
    if change > 0:
        return _("{change} clients more than a year ago: {new} came, {ended} left", **values)
    return _("{change} clients fewer than a year ago: {new} came, {ended} left", **values)


def fields_finding(result: Result) -> str:
    """What is missing most of what analyses need first."""
    rows = result.fields[result.fields["is_first"] & result.fields["filled"].notna()]
    worst = rows.sort_values(["filled", "field"]).iloc[0] if len(rows) else None
    if worst is None or not worst["missing"]:
        return _("What analyses need first is filled everywhere")
    empty = rows["filled"].eq(0).sum()
    if empty > 1:
        return _("{count} of {total} fields are empty for every client", count=whole(empty), total=whole(len(rows)))
    title = field_title(worst["field"])
    return ngettext(
        "One client lacks {field}", "{count} clients lack {field}", int(worst["missing"]), field=_inside(title)
    )


def _inside(title: str) -> str:
    """A title inside a sentence."""
    return title[:1].lower() + title[1:]


def manager_finding(result: Result) -> str:
    """Which manager's clients lack most."""
    rows = result.managers[result.managers["filled"].notna()]
    if rows.empty or rows["filled"].min() >= 1:
        return _("Every manager's clients are filled")
    worst = rows.sort_values(["filled", "manager_id"]).iloc[0]
    return _(
        "{manager}'s clients lack most: {filled} is filled", manager=worst["manager"], filled=share(worst["filled"], 1)
    )


def field_title(field: str) -> str:
    """A field as its reader sees it."""
    return _(_BY_FIELD[field].title)


def listed_fields(fields: DataFrame) -> DataFrame:
    """``fields`` with ``title``, ``cost`` (what a gap costs) and ``tone`` in words, those asked of nobody left out."""
    rows = fields[fields["clients"] > 0].reset_index(drop=True)
    tone = (rows["is_first"] & (rows["filled"] < WELL_FILLED)).map({True: "late", False: ""})
    names = rows["field"]
    return rows.assign(
        title=names.map(field_title), cost=[_(_BY_FIELD[name].cost) for name in names], tone=tone, first=_yes(rows)
    )


def _yes(rows: DataFrame) -> Series:
    return rows["is_first"].map({True: _("yes"), False: ""})


def duplicates_note(result: Result) -> str:
    """How the pairs were found, and who sees them."""
    if not len(result.duplicates):
        return _("No two clients that you see are one and the same with a probability of 50% or more.")
    money = result.duplicates["expected"].sum()
    return _(
        "Sorted by probability × what both bought in a year ({money} in all). Shown to whoever sees both clients. "
        "Choose a pair to see what speaks for and against it; a person decides on each.",
        money=short_money(money),
    )


def listed_pairs(pairs: DataFrame) -> DataFrame:
    """``pairs`` with their reasons and the managers of both as one text each."""
    both = zip(pairs["manager"], pairs["other_manager"], strict=True)
    managers = [" / ".join(dict.fromkeys(name for name in names if isinstance(name, str))) for names in both]
    return pairs.assign(because=["; ".join(reasons) for reasons in pairs["reasons"]], managers=managers)


def accounts_finding(result: Result) -> str:
    """What doesn't fit between deals and invoices."""
    books = result.accounts
    if books.state == "lacking":
        return _("Deals and invoices aren't both imported")
    if books.state == "unlinked":
        return _("No invoice names its deal")
    count, differ = len(books.not_invoiced), len(books.differing)
    if count:
        said = ngettext("One won deal isn't invoiced", "{count} won deals aren't invoiced", count)
        said = _("{said} ({money})", said=said, money=short_money(books.not_invoiced["amount"].sum()))
    else:
        said = _("Every won deal is invoiced")
    if not differ:
        return said
    others = ngettext("one for another amount", "{count} are invoiced for another amount", differ)
    return _("{said}, {others}", said=said, others=others)


def accounts_note(result: Result) -> str:
    """What was compared, or why nothing could be."""
    books = result.accounts
    if books.state == "lacking":
        return _("To compare won deals with invoices, import both tables; invoices with deal_id.")
    if books.state == "unlinked":
        return _("To compare them, import invoices with deal_id: the number of the deal that each invoice is for.")
    return _(
        "Deals won from {since}, when invoices begin, to {through}; net amounts, whatever the period.",
        since=day(books.since),
        through=day(books.through),
    )


def unexplained(result: Result) -> DataFrame:
    """The invoices that neither a deal nor a contract explains."""
    rows = result.accounts.without_deal
    return rows[~rows["has_contract"].astype(bool)].reset_index(drop=True)


def without_deal_finding(result: Result) -> str:
    """How many invoices belong to no deal, and how many of them a contract explains."""
    count = len(unexplained(result))
    explained = len(result.accounts.without_deal) - count
    if not count:
        return _("Every invoice belongs to a deal or a contract") if explained else _("Every invoice belongs to a deal")
    said = ngettext("One invoice belongs to no deal", "{count} invoices belong to no deal", count)
    return _("{said}; {count} more are of a contract", said=said, count=whole(explained)) if explained else said


def systems_note(result: Result) -> str:
    """How many clients are matched with other systems."""
    if result.systems.empty:
        return _(
            "No client has a number in another system. Import aliases (entity, code, id, system) to join systems that "
            "number clients differently."
        )
    best = result.systems.sort_values(["share", "system"], ascending=[False, True]).iloc[0]
    return _(
        "{share} of the clients kept now have a number in {system}.",
        share=share(best["share"]),
        system=best["system"] or _("another system"),
    )


def shown_months(result: Result) -> DataFrame:
    """The months that the chart has room for."""
    return result.growth.tail(MONTHS_SHOWN).reset_index(drop=True)


def oldest(result: Result) -> str:
    """For how long the client longest untouched has been, short enough for a card."""
    days = pd.to_numeric(result.stale["days"]).max()
    return _("longest {days} days", days=number(days, 0)) if days == days else ""
