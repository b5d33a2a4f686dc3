"""What of a client tells who it is, written so that two spellings of one thing are equal."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from pandas import DataFrame, Series


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


LEGAL_FORMS = _listed(
    "ou osauhing as aktsiaselts tu taisuhing uu usaldusuhing mtu sihtasutus fie filiaal oy osakeyhtio oyj ky tmi ry ab "
    "aktiebolag sia uab mb vsi ik ltd limited llc llp plc inc incorporated corp corporation co company gmbh ag kg ug "
    "mbh sa sarl srl spa bv nv aps asa sro spzoo ooo zao oao pao ao ip tov"
)
"""Words that say what kind of firm it is, as ``folded`` writes them."""

PUBLIC_DOMAINS = _listed(
    "gmail.com googlemail.com hotmail.com outlook.com live.com msn.com yahoo.com icloud.com me.com aol.com proton.me "
    "protonmail.com mail.ru bk.ru list.ru inbox.ru yandex.ru ya.ru rambler.ru inbox.lv mail.ee hot.ee online.ee "
    "suomi24.fi luukku.com gmx.de gmx.net web.de t-online.de"
)
"""Domains at which anybody has a mailbox."""

_LATIN = "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya"
_CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюя", _LATIN.replace("-", "").split(" "), strict=True))
_LETTERS = str.maketrans(_CYRILLIC | {"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "þ": "th"})
_DISTINCT_LETTERS = 9
_LEAST_CODE, _LEAST_PHONE, _PHONE_DIGITS = 5, 6, 8
_MOST_SHARING, _MOST_SHARING_CODE, _MOST_SHARING_DOMAIN, _MOST_SHARING_WORD = 5, 20, 20, 40
_PREFIX = 6

COLUMNS: tuple[str, ...] = (
    *("client_id", "name", "words", "figures", "is_distinct", "kind", "registry_code", "vat_number", "vat_digits"),
    *("email", "domain", "phone", "city", "site", "start", "skeleton", "rare_word"),
)


def likeness(clients: DataFrame) -> DataFrame:
    """One row a client, in the order of its id, with ``COLUMNS``; what isn't known, or says nothing, is missing.

    ``clients``: client_id, name, kind, registry_code, vat_number, email, phone, city, url. A code, phone, e-mail or
    domain that many clients share belongs to none of them (a placeholder, an accountant, the CRM's own address).
    ``words`` is the name with its words in order of the alphabet, ``skeleton`` the same without vowels and doubles,
    ``rare_word`` the word of the name that the fewest clients have, ``start`` the name's first letters.
    """
    rows = clients.sort_values("client_id", ignore_index=True)
    made = DataFrame({"client_id": rows["client_id"].astype(str)})
    made["name"] = Series([firm_name(name) for name in rows["name"]], dtype="str")
    made["words"] = Series([" ".join(sorted(name.split())) for name in made["name"]], dtype="str")
    made["figures"] = [" ".join(re.findall(r"\d+", name)) for name in made["words"]]
    made["kind"] = rows["kind"].astype("object").where(rows["kind"].notna(), None)
    letters = made["words"].str.len() >= _DISTINCT_LETTERS
    made["is_distinct"] = (made["kind"] != "person") & (letters | made["words"].str.contains(" ", regex=False))
    made["registry_code"] = _rare([code(value) for value in rows["registry_code"]], _MOST_SHARING_CODE)
    made["vat_number"] = _rare([code(value) for value in rows["vat_number"]], _MOST_SHARING_CODE)
    made["vat_digits"] = [value[2:] if value and value[:2].isalpha() else None for value in made["vat_number"]]
    made["email"] = _rare([mailbox(value) for value in rows["email"]], _MOST_SHARING)
    made["domain"] = _rare([own_domain(value) for value in made["email"]], _MOST_SHARING_DOMAIN)
    made["phone"] = _rare([phone_digits(value) for value in rows["phone"]], _MOST_SHARING)
    made["city"] = [folded(value) or None for value in rows["city"]]
    made["site"] = _rare([site(value) for value in rows["url"]], _MOST_SHARING)
    made["start"] = [name[:_PREFIX] or None for name in made["name"]]
    made["skeleton"] = [re.sub(r"[aeiouy ]", "", re.sub(r"(.)\1", r"\1", words)) or None for words in made["words"]]
    made["rare_word"] = _rare_words(made["words"])
    texts = [column for column in COLUMNS if not column.startswith("is_")]
    return made[list(COLUMNS)].astype(dict.fromkeys(texts, "str"))


def folded(text: object) -> str:
    """``text`` in small Latin letters without marks: "Jõeorru «Majutus»" is "joeorru majutus"; "" where missing."""
    if not isinstance(text, str):
        return ""
    small = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).translate(_LETTERS)
    bare = "".join(letter for letter in small if not unicodedata.combining(letter))
    joined = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", bare)
    return " ".join(re.sub(r"[^\w]|_", " ", joined).split())


def firm_name(text: object) -> str:
    """A name without its legal form; one that is nothing else stays whole."""
    words = folded(text).split()
    return " ".join([word for word in words if word not in LEGAL_FORMS] or words)


def code(value: object) -> str | None:
    """A registry code or VAT number: letters and figures alone; None where it can't be one (too short, 00000000)."""
    kept = re.sub(r"[^0-9A-Z]", "", value.upper()) if isinstance(value, str) else ""
    return kept if len(kept) >= _LEAST_CODE and len(set(kept)) > 1 else None


def mailbox(value: object) -> str | None:
    """An e-mail address in small letters; None where it isn't one."""
    small = value.strip().casefold() if isinstance(value, str) else ""
    return small if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", small) else None


def own_domain(address: object) -> str | None:
    """The domain of an address; None for one at which anybody has a mailbox."""
    domain = address.rpartition("@")[2] if isinstance(address, str) else ""
    return domain if domain and domain not in PUBLIC_DOMAINS else None


def phone_digits(value: object) -> str | None:
    """A phone number's last eight figures, so that it is the same with and without the country's; None if too short."""
    figures = re.sub(r"\D", "", value) if isinstance(value, str) else ""
    return figures[-_PHONE_DIGITS:] if len(figures) >= _LEAST_PHONE and len(set(figures)) > 1 else None


def site(value: object) -> str | None:
    """The host of an address on the web, without www; None where there is none."""
    found = (
        re.match(r"(?:[a-z]+://)?(?:www\.)?([\w-]+(?:\.[\w-]+)+)", value.strip().casefold())
        if isinstance(value, str)
        else None
    )
    return found.group(1) if found else None


def _rare(values: Iterable[str | None], most: int) -> Series:
    """``values`` without those that more than ``most`` clients share."""
    column = Series(list(values), dtype="object")
    counts = column.map(column.value_counts())
    return column.where(counts <= most, None)


def _rare_words(names: Series) -> list[str | None]:
    """Of each name the word that the fewest names have, ties by the alphabet; none where even that is common."""
    split = [name.split() for name in names]
    counts = Counter(word for words in split for word in set(words))
    rarest = [min(words, key=lambda word: (counts[word], word), default=None) for words in split]
    return [word if word and counts[word] <= _MOST_SHARING_WORD else None for word in rarest]
