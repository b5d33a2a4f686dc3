"""What clients write, combined from the phrases in ``texts.toml``."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from data.sample.draws import Draws

LANGUAGES = ("en", "et", "ru")
_SPOKEN = {
    "Ida-Virumaa": (0.05, 0.20, 0.75),
    "Rīga": (0.55, 0.0, 0.45),
    "Vidzeme": (0.75, 0.0, 0.25),
    "Uusimaa": (0.95, 0.05, 0.0),
    "Pirkanmaa": (1.0, 0.0, 0.0),
}
_SPOKEN_ELSEWHERE = (0.15, 0.65, 0.20)
VAGUE = 0.05
"""Share of complaints from whose words no cause can be told."""


@cache
def phrases() -> dict[str, Any]:
    """The phrases as the file lists them."""
    with (Path(__file__).parent / "texts.toml").open("rb") as file:
        return tomllib.load(file)


def languages(regions: Sequence[str], draws: Draws) -> list[str]:
    """The language in which a client of each region writes."""
    written = []
    for region, point in zip(regions, draws.uniform(len(regions)).tolist(), strict=True):
        english, estonian, _ = _SPOKEN.get(region, _SPOKEN_ELSEWHERE)
        written.append(LANGUAGES[(point >= english) + (point >= english + estonian)])
    return written


def complaint_texts(causes: Sequence[str], products: Sequence[str], regions: Sequence[str], draws: Draws) -> list[str]:
    """A text for each complaint: opening, matter and wish in the client's language, now and then a second matter."""
    spoken = languages(regions, draws)
    points = draws.uniform((len(causes), 6)).tolist()
    texts = []
    for cause, product, language, (kind, opening, matter, wish, days, second) in zip(
        causes, products, spoken, points, strict=True
    ):
        listed = phrases()["vague" if kind < VAGUE else cause][language]
        said = [listed[int(matter * len(listed))]]
        if second < 0.25 and kind >= VAGUE:
            said.append(listed[int(second * 4 * len(listed))])
        whole = [_one(phrases()["open"][language], opening), *dict.fromkeys(said)]
        whole.append(_one(phrases()["wish"][language], wish))
        text = " ".join(part for part in whole if part)
        texts.append(text.format(product=product.split(",")[0].lower(), days=2 + int(days * 18)))
    return texts


def _one(listed: list[str], point: float) -> str:
    return listed[int(point * len(listed))]


def comment(kind: str, language: str, point: float) -> str:
    """A client's comment: praise, wish or dissatisfaction."""
    return _one(phrases()["feedback"][kind][language], point)
