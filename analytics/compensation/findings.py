"""What the charts of the compensation page find, and the words under them."""

from datetime import date

from pandas import DataFrame

from analytics.compensation import Result
from analytics.compensation.summary import SMALLEST_GROUP
from analytics.compensation.words import month_in_words, period, sentence
from analytics.words import _, currency, day, money, month, ngettext, share, whole


def curve_finding(result: Result) -> str:
    """Whether the bonuses lie on the scheme's curve."""
    known = result.statements[result.statements["paid_bonus"].notna()]
    off = int((known["flagged"] & (known["difference"] != 0)).sum())
    if known.empty:
        return _("No bonus of {period} is in the payroll yet; rings show what is due", period=period(result))
    if not off:
        return _("Every bonus paid lies on the scheme's curve")
    return ngettext(
        "{count} bonus paid is off the scheme's curve", "{count} bonuses paid are off the scheme's curve", off
    )


def months_finding(result: Result) -> str:
    """How the last month's pay compares with what exactly met plans would cost."""
    last = result.months.iloc[-1]
    if not last["at_plan"]:
        return _("Pay by month")
    gap = float(last["due"] / last["at_plan"]) - 1
    facts = {"month": month_in_words(result, last["period"].date()), "gap": share(abs(gap))}
    if abs(gap) < 0.005:
        told = _("{month} pay is what plans met exactly would cost", **facts)
    elif gap > 0:
        told = _("{month} pay is {gap} above what plans met exactly would cost", **facts)
    else:
        told = _("{month} pay is {gap} below what plans met exactly would cost", **facts)
    return sentence(told)


def backing_finding(result: Result) -> str:
    """How much of the bonuses stands on money that has arrived."""
    found = result.totals
    if found.backed is None or not found.bonus:
        return _("No bonus rests on invoices here")
    if not found.open:
        return _("All of the bonuses are backed by money that arrived")
    facts = {"backed": share(found.backed / (found.backed + found.open)), "risk": money(found.at_risk)}
    return _("{backed} of the bonuses are backed by money that arrived; {risk} of the rest may never be", **facts)


def backing_rows(result: Result, is_own: bool) -> DataFrame:
    """What is backed, open and at risk by person, or by deal: columns name, backed, open, at_risk, as money.

    Only rows with a bonus are listed.
    """
    source = result.deals if is_own else result.statements
    rows = source[source["backed"].notna()]
    if is_own:
        names = [f"{deal} {client}" for deal, client in zip(rows["deal_id"], rows["client"], strict=True)]
        rows = rows.assign(name=names, manager_id=rows["deal_id"])
    amounts = ["backed", "open", "at_risk"]
    summed = rows.assign(**{name: rows[name].astype(float) for name in amounts})
    summed = summed.groupby(["manager_id", "name"], as_index=False, sort=True)[amounts].sum()
    return summed[summed["backed"] + summed["open"] > 0].reset_index(drop=True)


def risk_words(result: Result) -> str:
    """Where the probability of not paying is from."""
    told = {
        "reliability": _("At risk: open × the reliability page's probability that the client fails within a year."),
        "rate": _(
            "At risk: open × the share of invoices unpaid 90 days after due, each client's drawn to all clients'."
        ),
    }
    return told.get(result.risk, _("Without invoices it can't be said what money has arrived."))


def backing_lack(result: Result) -> str:
    """Why nothing is shown of what backs the bonuses; "" where something is."""
    if not result.totals.bonus:
        return _("No bonus is due here, so none waits for money.")
    return risk_words(result) if result.totals.backed is None else ""


def market_finding(result: Result) -> str:
    """How many are paid inside the market range; of one person, where they stand."""
    if len(result.market) == 1:
        told = {
            "below": _("This pay lies below the market range"),
            "inside": _("This pay lies inside the market range"),
            "above": _("This pay lies above the market range"),
        }
        return told[result.market["place"].iloc[0]]
    places = result.market["place"].value_counts().to_dict()
    inside, everyone = places.get("inside", 0), len(result.market)
    facts = {"inside": whole(inside), "all": whole(everyone), "above": whole(places.get("above", 0))}
    facts["below"] = whole(places.get("below", 0))
    return _("{inside} of {all} are paid inside the market range, {above} above, {below} below", **facts)


def market_words(result: Result) -> str:
    """What the range is, how old, and how far to trust a comparison of few people."""
    found = (result.scheme or {}).get("market") or {}
    named = [str(found[key]) for key in ("position", "region", "source") if found.get(key)]
    if found.get("as_of"):
        named.append(_("as of {day}", day=_surveyed(str(found["as_of"]))))
    told = _("A dot: one person's mean month. Band: the scheme's market range, line its mean.")
    told += f" {'; '.join(named)}." if named else ""
    if len(result.market) == 1:
        return told
    return f"{told} " + _(
        "Mark: a team's median, drawn from {count} people on; below ten it tells little.", count=SMALLEST_GROUP
    )


def _surveyed(text: str) -> str:
    """The month or day of the market's survey as its reader writes it; as it stands where it is neither."""
    try:
        return month(date.fromisoformat(f"{text}-01")) if len(text) == len("2026-06") else day(date.fromisoformat(text))
    except ValueError:
        return text


def market_lack(result: Result) -> str:
    """Why there is no comparison with the market; "" where there is one."""
    market = (result.scheme or {}).get("market")
    if result.scheme is None or len(result.market):
        return ""
    if market is None:
        return _("The scheme names no market range; add [market] with low and high to compare.")
    facts = {"theirs": market["currency"], "ours": currency()}
    return _("The scheme's market range is in {theirs}, pay in {ours}: they aren't compared.", **facts)
