"""The tables of a scheme's file, taken apart key by key; every fault is noted where it stands."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from itertools import zip_longest
from typing import Any, TypeGuard

from analytics.pay.scheme import METRICS, Market, Penalty, Scheme, Tier
from analytics.pay.scheme_rules import Path
from analytics.words import N_

_MOST = Decimal(10) ** 12
_FINEST = -12
_MONTH = re.compile(r"(19[7-9]\d|20\d\d|2100)-(0[1-9]|1[0-2])")


Note = Callable[..., None]
"""Notes a fault at a path of the file: its code, the sentence, the value given, and by name what else is told."""


def scheme(top: "Section") -> Scheme:
    """The scheme in the file's tables; what is off in it has been noted, and read as if it weren't there."""
    found = Scheme(
        name=top.text("name", required=True),
        start=top.month("from"),
        metric=top.choice("metric", METRICS),
        tiers=_tiers(top),
        every=top.choice("every", ("month", "quarter"), "month"),
        pay_on=top.choice("pay_on", ("won", "collected"), "won"),
        base=top.choice("base", ("salary", "target", "actual"), "salary"),
        cap=top.number("cap"),
        cap_amount=top.number("cap_amount"),
        penalty=next((_penalty(section) for section in top.section("penalty")), None),
        market=next((_market(section) for section in top.section("market")), None),
    )
    top.close()
    return found


class Section:
    """One table of the file; every key that was not asked for by ``close`` is unknown."""

    def __init__(self, note: Note, values: dict[str, Any], path: Path) -> None:
        self.note, self.values, self.path = note, values, path
        self.known: list[str] = []

    def take(self, name: str, required: bool = False) -> Any:
        """The value called ``name``, None where it isn't given."""
        self.known.append(name)
        if name not in self.values and required:
            self.note((*self.path, name), "missing", N_("“{key}” is missing."))
        return self.values.get(name)

    def text(self, name: str, required: bool = False) -> str:
        """Words; "" where they aren't given."""
        value = self.take(name, required)
        if isinstance(value, date):
            return value.isoformat()
        if value is not None and (not isinstance(value, str) or (required and not value.strip())):
            self.note((*self.path, name), "not-text", N_("“{key}” must be text in quotes."), value)
            return ""
        return (value or "").strip()

    def choice(self, name: str, choices: tuple[str, ...], default: str | None = None) -> Any:
        """One word of a closed list."""
        value = self.take(name, default is None)
        if value is None:
            return default or choices[0]
        if value not in choices:
            template = N_("“{key}” is “{value}”; it can be {choices}.")
            self.note((*self.path, name), "not-allowed", template, value, choices=", ".join(choices))
            return choices[0]
        return value

    def month(self, name: str) -> date:
        """A month, written "2026-01"."""
        value = self.take(name, required=True)
        if isinstance(value, str) and _MONTH.fullmatch(value):
            return date(int(value[:4]), int(value[5:]), 1)
        if value is not None:
            template = N_('“{key}” is “{value}”; a month is written "2026-01", in quotes.')
            self.note((*self.path, name), "not-a-month", template, value)
        return date.max

    def number(self, name: str, required: bool = False, most: Decimal = _MOST) -> Decimal | None:
        """A number from 0 to ``most``, exactly as written."""
        value, path = self.take(name, required), (*self.path, name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.note(path, "not-a-number", N_("“{key}” must be a number without quotes."), value)
        elif not _is_plain(value):
            self.note(path, "out-of-range", N_("“{key}” needs an ordinary number, twelve decimals at most."), value)
        elif value < 0 and name == "rate":
            template = N_("“{key}” is {value}: pay would fall as sales rise; a rate is 0 or more.")
            self.note(path, "falling-pay", template, value)
        elif not 0 <= value <= most:
            template = N_("“{key}” is {value}; it can be 0 to {most}.")
            self.note(path, "out-of-range", template, value, most=f"{most:f}")
        else:
            return Decimal(value)
        return None

    def sections(self, name: str) -> Iterator["Section"]:
        """The tables of the list ``[[name]]``; at least one is needed."""
        value = self.take(name)
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            self.note((name,), "missing", N_("At least one [[{key}]] with “from” and “rate” is needed."))
            return
        for place, item in enumerate(value):
            yield Section(self.note, item, (name, place))

    def section(self, name: str) -> Iterator["Section"]:
        """The table ``[name]``, where there is one."""
        value = self.take(name)
        if isinstance(value, dict):
            yield Section(self.note, value, (name,))
        elif value is not None:
            self.note((name,), "not-a-table", N_("“{key}” must be a table, headed [{key}]."))

    def close(self) -> None:
        """Notes every key that the contract doesn't name."""
        for name in self.values:
            if name not in self.known:
                near = get_close_matches(name, self.known, 1)
                template = (
                    N_("“{key}” isn't known here; did you mean “{near}”?")
                    if near
                    else N_("“{key}” isn't known here; it can be {known}.")
                )
                self.note(
                    (*self.path, name), "unknown-key", template, near=(near or [""])[0], known=", ".join(self.known)
                )


def _tiers(top: Section) -> tuple[Tier, ...]:
    sections = list(top.sections("tier"))
    return tuple(_tier(section, following) for section, following in zip_longest(sections, sections[1:]))


def _tier(section: Section, following: Section | None) -> Tier:
    _no_end(section, following)
    start, rate = section.number("from", required=True), section.number("rate", required=True)
    section.close()
    return Tier(start or Decimal(0), rate or Decimal(0))


def _no_end(section: Section, following: Section | None) -> None:
    """Notes a tier's “to”: tiers have no end of their own, so one that isn't the next tier's start is a slip."""
    end, start = section.values.get("to"), following.values.get("from") if following else None
    if "to" not in section.values:
        return
    section.known.append("to")
    code, template = "unknown-key", N_("“{key}” isn't needed: a tier ends where the next one starts; leave it out.")
    if following is None:
        template = N_("“{key}” isn't known here: the last tier has no end; leave it out, and say the most in “cap”.")
    elif _is_number(end) and _is_number(start) and end < start:
        code, template = (
            "gap",
            N_(
                "This tier ends at {value} and the next starts at {start}: what is between them has no rate. "
                "Leave “to” out; for a stretch that pays nothing add a tier from {value} with rate = 0."
            ),
        )
    elif _is_number(end) and _is_number(start) and end > start:
        code, template = (
            "overlap",
            N_(
                "This tier ends at {value}, but the next starts at {start}: what is between them has two rates. "
                "Leave “to” out: each tier ends where the next one starts."
            ),
        )
    section.note((*section.path, "to"), code, template, end, start=start)


def _penalty(section: Section) -> Penalty:
    found = Penalty(
        rate=section.number("rate", required=True) or Decimal(0),
        below=section.number("below") or Decimal(0),
        new_clients_below=section.number("new_clients_below") or Decimal(0),
        cap=section.number("cap", most=Decimal(1)),
        source=section.choice("from", ("bonus", "pay"), "bonus"),
        law=section.text("law"),
    )
    section.close()
    return found


def _market(section: Section) -> Market:
    low, high = section.number("low", required=True), section.number("high", required=True)
    words = {name: section.text(name) for name in ("currency", "position", "region", "source", "as_of")}
    found = Market(low or Decimal(0), high or Decimal(0), section.number("mean"), **words)
    section.close()
    return replace(found, currency=found.currency.upper())


def _is_number(value: object) -> TypeGuard[int | Decimal]:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _is_plain(value: int | Decimal) -> bool:
    if isinstance(value, int):
        return True
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= _FINEST and value.adjusted() <= _MOST.adjusted()
