"""What speaks for and against two entries being one client, in words."""

from pandas import DataFrame, Series

from analytics.words import N_, _

AGREEMENTS: dict[tuple[str, str], str] = {
    ("name", "same"): N_("same name"),
    ("name", "same_common"): N_("same name, one that others have too"),
    ("name", "alike"): N_("names alike"),
    ("name", "similar"): N_("names somewhat alike"),
    ("name", "different"): N_("different names"),
    ("registry_code", "same"): N_("same registry code or VAT number"),
    ("registry_code", "a_figure_off"): N_("registry codes one figure apart"),
    ("registry_code", "different"): N_("different registry codes"),
    ("email", "same"): N_("same e-mail"),
    ("email", "a_letter_off"): N_("e-mails one letter apart"),
    ("email", "same_domain"): N_("e-mails at the same domain"),
    ("email", "different"): N_("different e-mails"),
    ("phone", "same"): N_("same phone"),
    ("phone", "different"): N_("different phones"),
    ("city", "same"): N_("same city"),
    ("city", "different"): N_("different cities"),
    ("url", "same"): N_("same website"),
    ("url", "different"): N_("different websites"),
    ("kind", "same"): N_("both a company, or both a person"),
    ("kind", "different"): N_("a company and a person"),
}
"""(field, level) → how far the two agree."""

STRENGTHS: tuple[tuple[float, str], ...] = (
    (10, N_("very strong")),
    (5, N_("strong")),
    (1.5, N_("some")),
    (-1, N_("says little")),
    (-6, N_("against")),
    (float("-inf"), N_("strongly against")),
)
"""The least weight in bits → what it is called."""

TITLES: dict[str, str] = {
    "name": N_("Name"),
    "registry_code": N_("Registry code"),
    "vat_number": N_("VAT number"),
    "email": N_("E-mail"),
    "phone": N_("Phone"),
    "city": N_("City"),
    "url": N_("Website"),
    "kind": N_("Kind"),
    "manager": N_("Manager"),
    "registered_on": N_("First day"),
    "deal_on": N_("Last deal"),
    "revenue": N_("Bought in a year"),
}
"""What is shown of both entries, in order; the last four help to decide and weigh nothing."""

_LITTLE = 1.5


def strength(weight: float) -> str:
    """A weight in words."""
    return _(next(words for least, words in STRENGTHS if weight >= least))


def reasons(evidence: DataFrame) -> list[str]:
    """The fields that say something, the weightiest first: "same registry code: very strong".

    ``evidence``: field, level, weight of one pair.
    """
    telling = evidence[evidence["weight"].abs() >= _LITTLE]
    rows = telling.assign(size=telling["weight"].abs()).sort_values(["size", "field"], ascending=[False, True])
    return [_told(row) for _place, row in rows.iterrows()]


def _told(row: Series) -> str:
    agreement = _(AGREEMENTS[row["field"], row["level"]])
    return _("{agreement}: {strength}", agreement=agreement, strength=strength(row["weight"]))


def side_by_side(one: Series, other: Series, evidence: DataFrame) -> DataFrame:
    """Field by field: title, value, other_value (texts), agreement and strength ("" where a field weighs nothing).

    Args:
        one: the client that stays, a row of ``base_quality_clients``.
        other: the one that would be merged into it.
        evidence: field, level, weight of the pair.
    """
    known = {row["field"]: row for row in evidence.to_dict("records")}
    rows = []
    for field, title in TITLES.items():
        found = known.get(field)
        rows.append(
            {
                "title": _(title),
                "field": field,
                "value": one[field],
                "other_value": other[field],
                "agreement": _(AGREEMENTS[field, found["level"]]) if found else "",
                "strength": strength(found["weight"]) if found else "",
                "tone": _tone(found["weight"]) if found else "",
            }
        )
    return DataFrame(rows)


def _tone(weight: float) -> str:
    return "" if abs(weight) < _LITTLE else "good" if weight > 0 else "bad"
