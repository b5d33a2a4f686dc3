"""What the reliability page says: its headline, the findings in its charts' titles, and one client in words."""

from collections.abc import Mapping
from typing import Any

from analytics.reliability import Result
from analytics.words import _, day, money, ngettext, number, share, whole


def headline(result: Result) -> str:
    """The page's answer in one sentence."""
    scored = int(result.clients["scored"].sum())
    if not scored and result.proof.fail.used:
        return _fail_headline(result)
    if not scored:
        return _("No client can be scored for paying late yet: three settled invoices are needed")
    risky = result.clients[result.clients["class"].isin(["D", "E"])]
    return ngettext(
        "One of {scored} scored clients has a chance of one in five or more to pay over 30 days late; it owes {money}",
        "{count} of {scored} scored clients have a chance of one in five or more to pay over 30 days late; "
        "they owe {money}",
        len(risky),
        scored=whole(scored),
        money=money(float(risky["open_amount"].sum())),
    )


def _fail_headline(result: Result) -> str:
    chances = result.clients["fail_probability"]
    return _(
        "{count} of {clients} clients have a chance of one in two or more to fail; {share} of all are expected to",
        count=whole(int((chances >= 0.5).sum())),
        clients=whole(len(chances)),
        share=share(float(chances.mean())),
    )


def classes_finding(result: Result) -> str:
    """What the chart of classes says."""
    owed = float(result.classes["open_amount"].sum())
    if not owed:
        return _("No money is open")
    risky = float(result.classes.loc[result.classes["class"].isin(["D", "E"]), "open_amount"].sum())
    return _("{share} of the money open is with clients of class D or E", share=share(risky / owed))


def class_names(result: Result) -> dict[str, str]:
    """What each class is called, with its number of clients, and its letter ("" for those without one)."""
    letters = result.classes["class"].fillna("")
    counts = [whole(count) for count in result.classes["clients"]]
    names = [_("Class {name}", name=letter) if letter else _("Not classed") for letter in letters]
    return {f"{name} · {count}": letter for name, count, letter in zip(names, counts, letters, strict=True)}


def days_finding(result: Result) -> str:
    """What the chart of days beyond terms says."""
    total_ = float(result.days[["paid", "unpaid"]].to_numpy().sum())
    if not total_:
        return _("No invoice fell due in the last year")
    late = float(
        result.days.loc[result.days["to_days"].isna() | (result.days["to_days"] > 30), ["paid", "unpaid"]]
        .to_numpy()
        .sum()
    )
    return _("{share} of the money due came, or is still out, more than 30 days late", share=share(late / total_))


def notes(result: Result) -> list[str]:
    """What a reader must know of the data behind the page, a sentence each."""
    without = (
        _("No invoices are imported: only failing is scored, from the client file.") if result.invoices.empty else ""
    )
    through = "" if result.invoices.empty else through_note(result)
    return [note for note in (without, through, left_out_note(result)) if note]


def through_note(result: Result) -> str:
    """To which day lateness is measured, where invoices or payments aren't known to the day looked from; else ""."""
    if result.through >= result.as_of:
        return ""
    return _(
        "Invoices and payments are known up to {through}: lateness is measured to that day, and what was paid after it "
        "isn't known.",
        through=day(result.through),
    )


def left_out_note(result: Result) -> str:
    """Which columns are not used because they give the outcome away; "" for none."""
    if not result.left_out:
        return ""
    names = ", ".join(name.removeprefix("attribute:") for name in result.left_out)
    return _("Not used, because it tells the outcome and so was most likely written afterwards: {names}.", names=names)


def client_finding(client: Mapping[str, Any]) -> str:
    """One client in a sentence: its class and chances, and how the chance of paying late has moved."""
    if not client["scored"]:
        return str(client["reasons"][0])
    values = {"late": share(client["late_probability"]), "days": number(client["days_beyond_terms"], 0)}
    said = _("{late} likely to pay the next invoice over 30 days late; money comes {days} days beyond terms", **values)
    before = client["late_before"]
    if before != before or abs(client["late_probability"] - before) < 0.02:
        return said
    return _("{said}. Ninety days ago it was {before}", said=said, before=share(before))


def limit_words(client: Mapping[str, Any]) -> str:
    """The limit suggested for a client beside the one in force, and who decides."""
    if client["kind"] == "person":
        return _("A private person: no class and no credit limit are suggested.")
    if client["credit_limit"] != client["credit_limit"]:
        return _("No credit limit is suggested without a class and an invoice in the last year.")
    now = client["credit_limit_now"]
    values = {"limit": money(client["credit_limit"]), "now": money(now)}
    if now != now:
        return _("Suggested credit limit {limit}. A named person confirms it.", **values)
    return _("Suggested credit limit {limit}, now {now}. A named person confirms it.", **values)
