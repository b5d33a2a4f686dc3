"""What a reader has chosen to look at: period, day and filters, and the link that reproduces it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from analytics.runner import Status
from analytics.words import N_, _
from pages.components import period
from pages.components.period import Period

FILTERS: dict[str, str] = {
    "teams": N_("Team"),
    "managers": N_("Manager"),
    "regions": N_("Region"),
    "segments": N_("Segment"),
    "products": N_("Product"),
}
"""The filters, as they are called in a ``Scope``, with their names on screen."""

PARAMETERS: dict[str, str] = {"period": "period", "as_of": "as_of"} | {name: name[:-1] for name in FILTERS}
"""Field → its name in a link: ``?period=2026-Q4&team=North&team=East``."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of what to look at; every field's default means "not narrowed".

    ``period`` is a period's key, empty for the month that the day is in; ``as_of`` is None for the latest day.
    """

    period: str = ""
    as_of: date | None = None
    teams: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    products: tuple[str, ...] = ()

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """The filters in force, by name."""
        return {name: getattr(self, name) for name in FILTERS if getattr(self, name)}

    def day(self, status: Status) -> date:
        """The day looked from."""
        return self.as_of or status.last_day or date.min

    def period_in(self, status: Status) -> Period:
        """The period looked at."""
        seen = self.day(status)
        return period.parse(self.period, seen) or period.of_month(seen)

    def with_filters(self, filters: Mapping[str, tuple[str, ...]]) -> "Choice":
        """The same period and day with exactly these filters."""
        return Choice(self.period, self.as_of, **filters)

    def parameters(self) -> dict[str, list[str]]:
        """The choice as a link's parameters; what isn't narrowed isn't named."""
        given = {
            "period": [self.period] if self.period else [],
            "as_of": [self.as_of.isoformat()] if self.as_of else [],
            **{name: list(values) for name, values in self.filters.items()},
        }
        return {PARAMETERS[name]: values for name, values in given.items() if values}

    def link(self, address: str, stem: str) -> str:
        """The address that shows this view of a page to whoever may see it; ``address`` is the browser's own."""
        root = address.rstrip("/").removesuffix(f"/{stem}")
        query = urlencode(self.parameters(), doseq=True)
        return f"{root}/{stem}" + (f"?{query}" if query else "")

    def words(self, status: Status) -> list[str]:
        """What is in force: the period, then each filter by name."""
        names = options(status)
        told = [self.period_in(status).words]
        for name, values in self.filters.items():
            chosen = ", ".join(names[name].get(value, value) for value in values)
            told.append(_("{filter} {values}", filter=_(FILTERS[name]).lower(), values=chosen))
        return told if self.filters else [*told, _("all teams")]


def options(status: Status) -> dict[str, Mapping[str, str]]:
    """What each filter may be set to: its values in a link → their names on screen."""
    return {
        "teams": {team: team for team in status.teams},
        "managers": status.managers or {},
        "regions": {region: region for region in status.regions},
        "segments": status.segments or {},
        "products": status.products or {},
    }


def read(parameters: Mapping[str, Sequence[str]], status: Status) -> tuple[Choice, list[str]]:
    """The choice that a link names, and what of it can't be taken: each a parameter with its value."""
    given = {name: tuple(parameters.get(parameter, ())) for name, parameter in PARAMETERS.items()}
    days = [_day(text) for text in given.pop("as_of")[:1]]
    keys = given.pop("period")[:1]
    wanted = Choice(period="".join(keys), as_of=days[0] if days else None, **given)
    kept = possible(wanted, status)
    refused = [
        f"{parameter}={value}"
        for parameter, values in parameters.items()
        if parameter in PARAMETERS.values()
        for value in values
        if value not in kept.parameters().get(parameter, ())
    ]
    return kept, refused


def possible(choice: Choice, status: Status) -> Choice:
    """``choice`` without what the workspace doesn't hold: days outside its own, and unknown values."""
    seen = choice.as_of
    if seen and not (status.first_day or date.min) <= seen < (status.last_day or date.max):
        seen = None
    known = options(status)
    kept = {name: tuple(value for value in getattr(choice, name) if value in known[name]) for name in FILTERS}
    day_seen = seen or status.last_day or date.min
    key = choice.period if period.parse(choice.period, day_seen) else ""
    return Choice(period="" if key == f"{day_seen:%Y-%m}" else key, as_of=seen, **kept)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
