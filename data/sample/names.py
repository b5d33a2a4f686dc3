"""Invented names of firms and people, combined from roots in ``names.toml``."""

import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from data.sample.draws import Draws


@cache
def roots() -> dict[str, Any]:
    """The roots as the file lists them."""
    with (Path(__file__).parent / "names.toml").open("rb") as file:
        return tomllib.load(file)


def companies(language: str, industry: str, count: int, draws: Draws) -> list[str]:
    """``count`` different names of firms of one industry; beyond all combinations they get a number."""
    kinds = roots()["companies"][language]
    first, second, trade = kinds["first"], kinds["second"], kinds["trade"][industry]
    total = len(first) * len(second) * len(trade)
    order = draws.order(total).tolist()
    legal = draws.pick((5, 1), count).tolist()
    names = []
    for place in range(count):
        again, index = divmod(place, total)
        rest, one = divmod(order[index], len(first))
        third, other = divmod(rest, len(second))
        words = {"first": first[one], "second": second[other], "trade": trade[third]}
        name = kinds["pattern"].format(**words, legal=kinds["legal"][legal[place]])
        names.append(f"{name} {again + 1}" if again else name)
    return names


def people(count: int, draws: Draws) -> list[str]:
    """``count`` names of persons; they may repeat, as people's names do."""
    first, last = roots()["people"]["first"], roots()["people"]["last"]
    firsts = draws.whole(0, len(first) - 1, count).tolist()
    lasts = draws.whole(0, len(last) - 1, count).tolist()
    return [f"{first[one]} {last[other]}" for one, other in zip(firsts, lasts, strict=True)]


def ascii_name(name: str) -> str:
    """A name's letters for an e-mail address: without accents, Cyrillic in Latin letters."""
    latin = "".join(roots()["latin"].get(letter, letter) for letter in name.casefold())
    plain = unicodedata.normalize("NFKD", latin)
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
