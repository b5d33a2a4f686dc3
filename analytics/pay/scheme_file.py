"""Reading a bonus scheme from its TOML file, with every fault named by line, key, value and remedy.

Numbers are read as they are written (decimals, never floats).
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from analytics.pay.scheme import METRICS, Market, Penalty, Scheme, Tier
from analytics.pay.scheme_rules import Path, breaches
from analytics.words import N_, _

_MOST_LINES = 500
_MOST = Decimal(10) ** 12
_FINEST = -12
_MONTH = re.compile(r"(19[7-9]\d|20\d\d|2100)-(0[1-9]|1[0-2])")
_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class SchemeFault:
    """One fault of a scheme's file: the line, the key as it is written, its value, a code and what is wrong."""

    line: int
    key: str
    value: str
    code: str
    template: str
    values: Mapping[str, object]

    @property
    def message(self) -> str:
        """What is wrong and what would be accepted, in the reader's language."""
        return _(self.template, key=self.key, value=self.value, **self.values)

    def __str__(self) -> str:
        return _("Line {line}: {message}", line=self.line, message=self.message)


class SchemeRefused(ValueError):
    """A scheme's file can't be used; ``faults`` holds everything that is wrong with it, by line."""

    def __init__(self, faults: tuple[SchemeFault, ...]) -> None:
        super().__init__(" ".join(map(str, faults)))
        self.faults = faults


def read(text: str) -> Scheme:
    """The scheme that ``text`` (TOML) describes.

    Raises:
        SchemeRefused: with every fault found, each with its line.
    """
    return _Reader(text.removeprefix("\ufeff")).scheme()


def faults(text: str) -> tuple[SchemeFault, ...]:
    """What is wrong with a scheme's file; nothing when it can be used."""
    try:
        read(text)
    except SchemeRefused as refused:
        return refused.faults
    return ()


class _Reader:
    """One reading of one file: collects faults while it takes the values out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults: list[SchemeFault] = []

    def scheme(self) -> Scheme:
        """The scheme, when no fault was met on the way."""
        found = self._scheme(self._parsed())
        doubtful = [fault.key for fault in self.faults]
        for breach in breaches(found):
            if not any(_is_about(key, _key(breach.path)) for key in doubtful):
                self.fault(breach.path, breach.code, breach.template, **breach.values)
        self._stop()
        return found

    def fault(self, path: Path, code: str, template: str, value: object = None, **values: object) -> None:
        """Notes a fault at ``path``, on the line where that key, or else the table around it, begins."""
        line = next((self.lines[path[:size]] for size in range(len(path), 0, -1) if path[:size] in self.lines), 1)
        shown = "" if value is None else str(value)[:80]
        self.faults.append(SchemeFault(line, _key(path), shown, code, template, values))

    @cached_property
    def lines(self) -> dict[Path, int]:
        """The line on which each key begins: the first of the lines that had to be read before it was there."""
        found: dict[Path, int] = {}
        begun, rows = 1, self.text.split("\n")
        for number in range(1, len(rows) + 1):
            try:
                values = tomllib.loads("\n".join(rows[:number]), parse_float=Decimal)
            except ValueError:
                continue
            for path in _paths(values):
                found.setdefault(path, begun)
            begun = number + 1
        return found

    def _parsed(self) -> dict[str, Any]:
        rows = self.text.count("\n") + 1
        if rows > _MOST_LINES:
            template = N_("The file has {count} lines; a scheme has {most} at most.")
            self._syntax(_MOST_LINES, template, count=rows, most=_MOST_LINES)
        try:
            return tomllib.loads(self.text, parse_float=Decimal)
        except (ValueError, ArithmeticError, RecursionError) as error:
            place = _LINE.search(str(error))
            reason = _LINE.sub("", str(error)).replace("(at end of document)", "").strip()
            line = int(place[1]) if place else len(self.text.rstrip().split("\n"))
            self._syntax(
                line, N_("This isn't TOML: {reason}. Text stands in quotes, numbers with a point."), reason=reason
            )
            raise

    def _syntax(self, line: int, template: str, **values: object) -> None:
        self.faults.append(SchemeFault(line, "", "", "syntax", template, values))
        self._stop()

    def _stop(self) -> None:
        if self.faults:
            raise SchemeRefused(tuple(sorted(self.faults, key=lambda fault: (fault.line, fault.key, fault.code))))

    def _scheme(self, values: dict[str, Any]) -> Scheme:
        top = _Section(self, values, ())
        found = Scheme(
            name=top.text("name", required=True),
            start=top.month("from"),
            metric=top.choice("metric", METRICS),
            tiers=tuple(_tier(section) for section in top.sections("tier")),
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


class _Section:
    """One table of the file; every key that was not asked for by ``close`` is unknown."""

    def __init__(self, reader: _Reader, values: dict[str, Any], path: Path) -> None:
        self.reader, self.values, self.path = reader, values, path
        self.known: list[str] = []

    def take(self, name: str, required: bool = False) -> Any:
        """The value called ``name``, None where it isn't given."""
        self.known.append(name)
        if name not in self.values and required:
            self.reader.fault((*self.path, name), "missing", N_("“{key}” is missing."))
        return self.values.get(name)

    def text(self, name: str, required: bool = False) -> str:
        """Words; "" where they aren't given."""
        value = self.take(name, required)
        if isinstance(value, date):
            return value.isoformat()
        if value is not None and (not isinstance(value, str) or (required and not value.strip())):
            self.reader.fault((*self.path, name), "not-text", N_("“{key}” must be text in quotes."), value)
            return ""
        return (value or "").strip()

    def choice(self, name: str, choices: tuple[str, ...], default: str | None = None) -> Any:
        """One word of a closed list."""
        value = self.take(name, default is None)
        if value is None:
            return default or choices[0]
        if value not in choices:
            template = N_("“{key}” is “{value}”; it can be {choices}.")
            self.reader.fault((*self.path, name), "not-allowed", template, value, choices=", ".join(choices))
            return choices[0]
        return value

    def month(self, name: str) -> date:
        """A month, written "2026-01"."""
        value = self.take(name, required=True)
        if isinstance(value, str) and _MONTH.fullmatch(value):
            return date(int(value[:4]), int(value[5:]), 1)
        if value is not None:
            template = N_('“{key}” is “{value}”; a month is written "2026-01", in quotes.')
            self.reader.fault((*self.path, name), "not-a-month", template, value)
        return date.max

    def number(self, name: str, required: bool = False, most: Decimal = _MOST) -> Decimal | None:
        """A number from 0 to ``most``, exactly as written."""
        value, path = self.take(name, required), (*self.path, name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.reader.fault(path, "not-a-number", N_("“{key}” must be a number without quotes."), value)
        elif not _is_plain(value):
            self.reader.fault(
                path, "out-of-range", N_("“{key}” needs an ordinary number, twelve decimals at most."), value
            )
        elif not 0 <= value <= most:
            template = N_("“{key}” is {value}; it can be 0 to {most}.")
            self.reader.fault(path, "out-of-range", template, value, most=f"{most:f}")
        else:
            return Decimal(value)
        return None

    def sections(self, name: str) -> Iterator["_Section"]:
        """The tables of the list ``[[name]]``; at least one is needed."""
        value = self.take(name)
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            self.reader.fault((name,), "missing", N_("At least one [[{key}]] with “from” and “rate” is needed."))
            return
        for place, item in enumerate(value):
            yield _Section(self.reader, item, (name, place))

    def section(self, name: str) -> Iterator["_Section"]:
        """The table ``[name]``, where there is one."""
        value = self.take(name)
        if isinstance(value, dict):
            yield _Section(self.reader, value, (name,))
        elif value is not None:
            self.reader.fault((name,), "not-a-table", N_("“{key}” must be a table, headed [{key}]."))

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
                self.reader.fault(
                    (*self.path, name), "unknown-key", template, near=(near or [""])[0], known=", ".join(self.known)
                )


def _tier(section: _Section) -> Tier:
    start, rate = section.number("from", required=True), section.number("rate", required=True)
    section.close()
    return Tier(start or Decimal(0), rate or Decimal(0))


def _penalty(section: _Section) -> Penalty:
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


def _market(section: _Section) -> Market:
    low, high = section.number("low", required=True), section.number("high", required=True)
    words = {name: section.text(name) for name in ("currency", "position", "region", "source", "as_of")}
    found = Market(low or Decimal(0), high or Decimal(0), section.number("mean"), **words)
    section.close()
    return replace(found, currency=found.currency.upper())


def _key(path: Path) -> str:
    return ".".join(part for part in path if isinstance(part, str))


def _is_about(key: str, other: str) -> bool:
    """Whether one of two keys is the other, or lies in its table."""
    return (key + ".").startswith(other + ".") or (other + ".").startswith(key + ".")


def _paths(values: Any, path: Path = ()) -> Iterator[Path]:
    """Every key of a parsed file, lists' places included."""
    items = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    for name, value in items:
        yield (*path, name)
        yield from _paths(value, (*path, name))


def _is_plain(value: int | Decimal) -> bool:
    if isinstance(value, int):
        return True
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= _FINEST and value.adjusted() <= _MOST.adjusted()
