"""Clients of the sample with duplicates planted among them, and clients that only look alike."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pandas import DataFrame

from analytics.commandline import main
from tests.data import sampled

Row = dict[str, Any]
EACH = 10
LEGAL = {" OÜ": " osaühing", " AS": " Aktsiaselts", " Oyj": " oyj", " Oy": " Osakeyhtiö", "SIA ": "Sabiedrība SIA "}
IDS = ["registry_code", "vat_number"]


def sample(folder: Path, clients: int) -> DataFrame:
    """The clients of a sample company as texts, missing ones None."""
    assert main(["sample", "--clients", str(clients), "--out", str(folder)]) == 0
    rows = sampled.read(folder)["clients"]
    return rows.astype("object").where(rows != "", None)


def _without(row: Row, *columns: str) -> Row:
    return row | dict.fromkeys(columns)


def _legal(row: Row) -> Row:
    name = row["name"]
    for short, long in LEGAL.items():
        name = name.replace(short, long) if short in name else name
    return _without(row, *IDS, "email") | {"name": name}


def _typo(row: Row) -> Row:
    name = row["name"]
    return _without(row, *IDS, "phone") | {"name": name[:6] + name[7:]}


def _swapped_letters(row: Row) -> Row:
    name = row["name"]
    return _without(row, *IDS, "email") | {"name": name[:7] + name[8] + name[7] + name[9:]}


def _other_mailbox(row: Row) -> Row:
    """The same name and city, and an e-mail at the same domain in place of the first one."""
    return _without(row, *IDS, "phone") | {"email": f"arved@{row['email'].partition('@')[2]}"}


def _name_and_city(row: Row) -> Row:
    return _without(row, *IDS, "phone", "email") | {"name": " ".join(reversed(row["name"].upper().split()))}


def _renamed(row: Row) -> Row:
    """The firm has another name now; its registry code stays."""
    return _without(row, "vat_number", "phone") | {"name": f"Uus nimi {row['client_id']}", "email": None}


KINDS: tuple[Callable[[Row], Row], ...] = (_legal, _typo, _swapped_letters, _other_mailbox, _name_and_city, _renamed)


def plant(clients: DataFrame) -> tuple[DataFrame, set[frozenset[str]], dict[frozenset[str], str]]:
    """``clients`` with copies of ``EACH`` firms for each kind: the rows, the true pairs, and the kind of each."""
    whole = clients["email"].notna() & clients["phone"].notna() & clients["registry_code"].notna()
    firms = clients[(clients["kind"] == "company") & whole & ~clients["name"].str.contains("«")]
    rows, kinds = [], {}
    for place, row in enumerate(firms.head(EACH * len(KINDS)).to_dict("records")):
        kind = KINDS[place % len(KINDS)]
        copy = kind(row) | {"client_id": f"X{place:03}", "url": None}
        rows.append(copy)
        kinds[frozenset((row["client_id"], copy["client_id"]))] = kind.__name__
    return DataFrame([*clients.to_dict("records"), *rows]), set(kinds), kinds


def _client(client_id: str, name: str, **known: Any) -> Row:
    columns = ("kind", "registry_code", "vat_number", "email", "phone", "city", "url")
    return dict.fromkeys(columns) | {"client_id": client_id, "name": name, "kind": "company"} | known


LOOK_ALIKES: list[Row] = [
    _client("N01", "Mari Tamm", kind="person", city="Tartu"),
    _client("N02", "Mart Tamm", kind="person", city="Tartu"),
    _client("N03", "Mari Tamm", kind="person", city="Narva", email="mari@north.example"),
    _client("N04", "Mari Tamm", kind="person", city="Võru", email="tamm.mari@gmail.com"),
    _client("N05", "Metsa OÜ", city="Tartu"),
    _client("N06", "Metsa OÜ", city="Tallinn"),
    _client("N07", "Suurjõe Ehitus OÜ", city="Tartu", registry_code="10000017", email="tartu@suurjoe.example"),
    _client("N08", "Suurjõe Ehitus OÜ", city="Tartu", registry_code="14555521", email="info@suurjoe.example"),
    _client("N09", "Kaubahall Tartu", city="Tartu", email="tartu@kaubahall.example", registry_code="12000001"),
    _client("N10", "Kaubahall Tallinn", city="Tallinn", email="tallinn@kaubahall.example", registry_code="13777744"),
    _client("N11", "Pärnu mnt 10 korteriühistu", city="Tallinn"),
    _client("N12", "Pärnu mnt 12 korteriühistu", city="Tallinn"),
    _client("N13", "Hansa Kinnisvara OÜ", city="Tallinn", phone="+372 600 1234", registry_code="11111115"),
    _client("N14", "Hansa Haldus OÜ", city="Tallinn", phone="+372 600 1234", registry_code="16234567"),
    _client("N15", "Põldma Talu", city="Paide", email="poldma@gmail.com"),
    _client("N16", "Põldma Mets", city="Paide", email="poldmets@gmail.com"),
]
"""Clients that are different in truth: namesakes, branches of one domain, sisters with one phone, neighbours."""
