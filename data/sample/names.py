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


def companies(language: str, count: int, draws: Draws) -> list[str]:
    """``count`` different names of firms; beyond all combinations they get a number."""
    kinds = roots()["companies"][language]
    lists = [kinds["first"], kinds["second"], kinds["trade"], kinds["legal"][:1] * 5 + kinds["legal"][1:]]
    lists = [list(dict.fromkeys(words)) if place < 3 else words for place, words in enumerate(lists)]
    total = len(lists[0]) * len(lists[1]) * len(lists[2])
    order = draws.order(total).tolist()
    legal = draws.whole(0, len(lists[3]) - 1, count).tolist()
    names = []
    for place in range(count):
        round_, index = divmod(place, total)
        name = _combined(kinds["pattern"], lists, order[index], lists[3][legal[place]])
        names.append(f"{name} {round_ + 1}" if round_ else name)
    return names


def _combined(pattern: str, lists: list[list[str]], index: int, legal: str) -> str:
    rest, first = divmod(index, len(lists[0]))
    trade, second = divmod(rest, len(lists[1]))
    return pattern.format(first=lists[0][first], second=lists[1][second], trade=lists[2][trade], legal=legal)


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
