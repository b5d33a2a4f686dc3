"""The steps to a bonus and a penalty in words, for the one who reads their statement."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pandas import DataFrame

from analytics.pay.scheme import MONEY_METRICS
from analytics.words import N_, _, money, ngettext, number, share

METRIC_TITLES = {
    "revenue": N_("Revenue"),
    "margin": N_("Margin"),
    "deals": N_("Deals"),
    "new_clients": N_("New clients"),
    "contacts": N_("Contacts"),
    "invoiced": N_("Invoiced"),
    "collected": N_("Money collected"),
    "expense_budget": N_("Expenses"),
}
BASE_TITLES = {"salary": N_("the salary"), "target": N_("the plan"), "actual": N_("the actual")}

Words = tuple[str, str, str]


def worded(table: DataFrame, scheme: dict[str, Any]) -> DataFrame:
    """The steps of one statement as texts: columns ``step``, ``how`` and ``result``.

    Args:
        table: the statement's rows of ``pay_steps.steps``.
        scheme: the scheme by which it was made, as ``Scheme.as_dict`` gives it.
    """
    rows = [_Step(row, scheme).words() for row in table.to_dict("records")]
    return DataFrame(rows, columns=["step", "how", "result"])


def quantity(value: Decimal | float | None, metric: str) -> str:
    """An amount of a plan metric: money with cents, or a count."""
    if metric in MONEY_METRICS:
        return money(value, cents=True)
    return number(value, 0 if value is None or value == int(value) else 2)


class _Step:
    """One step with its facts; a method for each kind of step gives its words."""

    def __init__(self, facts: dict[Any, Any], scheme: dict[str, Any]) -> None:
        self.facts = {name: None if value is None or value != value else value for name, value in facts.items()}
        self.scheme = scheme
        self.metric = "collected" if scheme["pay_on"] == "collected" else str(scheme["metric"])

    def words(self) -> Words:
        """What it is, how it came about, and what it comes to."""
        told: Callable[[], Words] = getattr(self, str(self.facts["step"]))
        return told()

    def target(self) -> Words:
        title = _(METRIC_TITLES[str(self.scheme["metric"])])
        return _("Plan: {metric}", metric=title), "", quantity(self.facts["value"], str(self.scheme["metric"]))

    def actual(self) -> Words:
        count = int(self.facts["part"] or 0)
        how = ngettext("{count} deal", "{count} deals", count) if count else ""
        title = _("Actual: {metric}", metric=_(METRIC_TITLES[self.metric]))
        return title, how, quantity(self.facts["value"], self.metric)

    def attainment(self) -> Words:
        return _("Attainment"), _("actual ÷ plan"), self._share("value")

    def tier(self) -> Words:
        start = share(self.facts["start"])
        bounds = {"start": start, "end": share(self.facts["end"])}
        title = (
            _("Tier from {start}", start=start) if self.facts["end"] is None else _("Tier {start} to {end}", **bounds)
        )
        if self.scheme["base"] == "actual":
            return title, _("commission rate"), self._share("value")
        how = _("{part} of attainment × {rate}", part=self._share("part"), rate=self._rate())
        return title, how, self._share("value")

    def earned(self) -> Words:
        base = _(BASE_TITLES[str(self.scheme["base"])])
        how = _("{base} {amount} × {part}", base=base, amount=self._money("start"), part=self._share("part"))
        is_capped = self.scheme["cap"] is not None or self.scheme["cap_amount"] is not None
        return _("Before the cap") if is_capped else _("Before rounding"), how, self._money("value")

    def cap(self) -> Words:
        how = ""
        if self.facts["rate"] is not None:
            how = _("{rate} × {amount}", rate=self._rate(), amount=self._money("start"))
        return _("Cap"), how, self._money("value")

    def bonus(self) -> Words:
        return _("Bonus by the scheme"), _("rounded half up to the cent"), self._money("value")

    def shortfall(self) -> Words:
        return _("Shortfall of the plan"), self._short(), self._share("value")

    def new_clients(self) -> Words:
        return _("Shortfall of new clients"), self._short(), self._share("value")

    def uncut(self) -> Words:
        how = _("salary × {rate} × {part}", rate=self._rate(), part=self._share("part"))
        return _("Penalty before its limits"), how, self._money("value")

    def limit(self) -> Words:
        how = _("{rate} of the month's salary and bonus, rounded down", rate=share(self.facts["rate"]))
        if self.scheme["penalty"]["from"] == "pay":
            how += "; " + _("ground: {law}", law=self.scheme["penalty"]["law"])
        return _("Limit of the penalty"), how, self._money("value")

    def only_bonus(self) -> Words:
        return _("At most the bonus"), _("it may not touch the salary"), self._money("value")

    def penalty(self) -> Words:
        return _("Penalty by the scheme"), _("rounded half up to the cent"), self._money("value")

    def due(self) -> Words:
        how = _("salary {salary} + bonus − penalty", salary=self._money("start"))
        return _("Pay by the scheme"), how, self._money("value")

    def _money(self, name: str) -> str:
        return money(self.facts[name], cents=True)

    def _share(self, name: str) -> str:
        return share(self.facts[name], 2)

    def _rate(self) -> str:
        rate = Decimal(str(self.facts["rate"])).normalize()
        return number(rate, max(0, -int(rate.as_tuple().exponent)))

    def _short(self) -> str:
        return _("{part} against {start}", part=self._share("part"), start=share(self.facts["start"]))
