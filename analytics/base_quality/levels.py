"""How alike two clients may be in each field, and how much each degree speaks for one and the same client.

Fellegi and Sunter (1969): a degree that is found in a share ``m`` of the pairs that are one client and in a share
``u`` of all others weighs log2(m / u) bits; the weights of the fields, added to that of any pair at all, are the odds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import log2
from typing import Any


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of likeness: its name, the condition on the two rows (``…_l``, ``…_r``), and the two shares."""

    name: str
    condition: str
    m: float
    u: float

    @property
    def weight(self) -> float:
        """What it says for one and the same client, in bits; negative speaks against."""
        return log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class Field:
    """One field compared: when nothing can be said, the degrees (the first that fits holds), and how firm they are.

    ``firm_m`` and ``firm_u`` are how many pairs the stated shares count for beside those found in the data; where
    ``is_stated`` they aren't looked for in the data at all.
    """

    name: str
    unknown: str
    levels: tuple[Level, ...]
    firm_m: float = 50
    firm_u: float = 1e6
    is_stated: bool = False

    def comparison(self) -> dict[str, Any]:
        """The field as Splink takes it."""
        unknown = {"sql_condition": self.unknown, "label_for_charts": "unknown", "is_null_level": True}
        levels = [
            {
                "sql_condition": one.condition,
                "label_for_charts": one.name,
                "m_probability": one.m,
                "u_probability": one.u,
            }
            for one in self.levels
        ]
        return {"output_column_name": self.name, "comparison_levels": [unknown, *levels]}

    def level(self, gamma: int) -> Level | None:
        """The degree that Splink numbers ``gamma``: 0 the last one, -1 nothing can be said."""
        return self.levels[len(self.levels) - 1 - gamma] if gamma >= 0 else None


def _lacking(*columns: str) -> str:
    return " or ".join(f"{column}_{side} is null" for column in columns for side in "lr")


_ALIKE = "greatest(jaro_winkler_similarity(name_l, name_r), jaro_winkler_similarity(words_l, words_r))"
_FIGURES = "figures_l = figures_r"
_CODES_KNOWN = "(registry_code_l is not null and registry_code_r is not null)"
_VATS_KNOWN = "(vat_number_l is not null and vat_number_r is not null)"
_CROSSED = "(coalesce(vat_digits_l = registry_code_r, false) or coalesce(registry_code_l = vat_digits_r, false))"
_SAME_VAT = (
    f"(not {_CODES_KNOWN} and (coalesce(vat_number_l = vat_number_r, false) or (not {_VATS_KNOWN} and {_CROSSED})))"
)
_MAIL_FIGURES = "regexp_replace(email_l, '[^0-9]', '', 'g') = regexp_replace(email_r, '[^0-9]', '', 'g')"

FIELDS: tuple[Field, ...] = (
    Field(
        "name",
        "name_l = '' or name_r = ''",
        (
            Level("same", "words_l = words_r and is_distinct_l and is_distinct_r", 0.55, 5e-7),
            Level("same_common", "words_l = words_r", 0.1, 2e-5),
            Level("alike", f"is_distinct_l and is_distinct_r and {_FIGURES} and {_ALIKE} >= 0.95", 0.2, 5e-5),
            Level("similar", f"{_FIGURES} and {_ALIKE} >= 0.88", 0.1, 1e-3),
            Level("different", "ELSE", 0.05, 0.9989),
        ),
    ),
    Field(
        "registry_code",
        f"not {_CODES_KNOWN} and not {_SAME_VAT} and ({_lacking('vat_number')})",
        (
            Level("same", f"registry_code_l = registry_code_r or {_SAME_VAT}", 0.96, 2e-6),
            Level("a_figure_off", "damerau_levenshtein(registry_code_l, registry_code_r) <= 1", 0.039, 1e-4),
            Level("different", "ELSE", 1e-5, 0.9999),
        ),
        is_stated=True,
    ),
    Field(
        "email",
        _lacking("email"),
        (
            Level("same", "email_l = email_r", 0.6, 5e-6),
            Level("a_letter_off", f"damerau_levenshtein(email_l, email_r) <= 1 and {_MAIL_FIGURES}", 0.08, 3e-5),
            Level("same_domain", "domain_l = domain_r", 0.1, 6e-3),
            Level("different", "ELSE", 0.22, 0.993965),
        ),
        is_stated=True,
    ),
    Field(
        "phone",
        _lacking("phone"),
        (
            Level("same", "phone_l = phone_r", 0.7, 1e-5),
            Level("different", "ELSE", 0.3, 0.99999),
        ),
    ),
    Field(
        "city",
        _lacking("city"),
        (
            Level("same", "city_l = city_r", 0.85, 0.1),
            Level("different", "ELSE", 0.15, 0.9),
        ),
        firm_u=1e3,
    ),
    Field(
        "url",
        _lacking("site"),
        (
            Level("same", "site_l = site_r", 0.8, 2e-5),
            Level("different", "ELSE", 0.2, 0.99998),
        ),
        is_stated=True,
    ),
    Field(
        "kind",
        _lacking("kind"),
        (
            Level("same", "kind_l = kind_r", 0.98, 0.75),
            Level("different", "ELSE", 0.02, 0.25),
        ),
        is_stated=True,
    ),
)
"""The fields compared, with the shares stated beforehand."""


def settled(
    fields: tuple[Field, ...], found: Mapping[str, Mapping[str, tuple[float, float]]], pairs: Mapping[str, float]
) -> tuple[Field, ...]:
    """``fields`` with each share between the stated and the found one, by how many pairs speak for either.

    Args:
        fields: with the stated shares.
        found: field → level → (m, u) as found in the data.
        pairs: "m" and "u" → how many pairs they were found in; 0 keeps what is stated.
    """
    return tuple(one if one.is_stated else _settled(one, found.get(one.name, {}), pairs) for one in fields)


def _settled(field: Field, found: Mapping[str, tuple[float, float]], pairs: Mapping[str, float]) -> Field:
    levels = []
    for level in field.levels:
        m, u = found.get(level.name, (level.m, level.u))
        levels.append(
            replace(
                level,
                m=_between(level.m, field.firm_m, m, pairs["m"]),
                u=_between(level.u, field.firm_u, u, pairs["u"]),
            )
        )
    totals = sum(level.m for level in levels), sum(level.u for level in levels)
    return replace(
        field, levels=tuple(replace(level, m=level.m / totals[0], u=level.u / totals[1]) for level in levels)
    )


def _between(stated: float, firm: float, found: float, pairs: float) -> float:
    return (stated * firm + found * pairs) / (firm + pairs)
