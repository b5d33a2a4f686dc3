"""The client bank: names, addresses, terms; duplicates; the numbers that another system gives the same clients."""

from dataclasses import dataclass

import numpy as np

from data.sample import names
from data.sample.clients import INDUSTRIES, KINDS, NEEDS, REGIONS, Clients
from data.sample.days import END, NEVER, iso, next_working
from data.sample.draws import Draws, Ints
from data.sample.files import Columns, named
from data.sample.people import Managers
from data.sample.planted import CHANNELS
from data.sample.products import Products

_LANGUAGE = {"Rīga": "lv", "Vidzeme": "lv", "Uusimaa": "fi", "Pirkanmaa": "fi"}
_CALLING = {"et": "+372 000", "lv": "+371 000", "fi": "+358 000"}
_RHYTHMS = {
    "steady-large": "30",
    "growing": "45",
    "seasonal": "60",
    "price-hunter": "90",
    "one-off": "",
    "prospect": "",
}


@dataclass(frozen=True, slots=True)
class Life:
    """What became of each client: days of the first won deal, of leaving and of default (``NEVER`` for none)."""

    first_won: Ints
    ended: Ints
    reasons: list[str]
    defaulted: Ints
    campaign: list[str]
    volume: Ints


def client_names(clients: Clients, person: list[bool], draws: Draws) -> list[str]:
    """Invented names in the language of the region; some in Cyrillic, some clients are persons."""
    places = [REGIONS[place] for place in clients.region]
    russian = draws.uniform(len(clients)).tolist()
    spoken = [
        "ru" if part < (0.3 if region == "Ida-Virumaa" else 0.04) else _LANGUAGE.get(region, "et")
        for region, part in zip(places, russian, strict=True)
    ]
    lists = {
        language: iter(names.companies(language, spoken.count(language), draws))
        for language in ("et", "lv", "fi", "ru")
    }
    persons = iter(names.people(len(clients), draws))
    return [next(persons) if alone else next(lists[language]) for language, alone in zip(spoken, person, strict=True)]


def clients_table(
    clients: Clients, life: Life, people: Managers, ids: dict[str, list[str]], draws: Draws
) -> dict[str, list[str]]:
    """The ``clients`` table without its duplicates, two columns of it (portal, newsletter) beyond the contract."""
    count = len(clients)
    person = ((clients.employees < 8) & draws.often(0.16, count)).tolist()
    name = client_names(clients, person, draws)
    bought = life.first_won <= END
    left = life.ended <= END
    turn = (clients.switched <= END).sum(axis=1)
    manager = clients.managers[np.arange(count), turn]
    large = life.volume > (np.sort(life.volume)[-max(count // 30, 1)] if count else 0)
    columns = {
        "client_id": ids["clients"],
        "name": name,
        "kind": ["person" if alone else "company" for alone in person],
        "status": [
            "former" if gone else "active" if buys else "prospect" for gone, buys in zip(left, bought, strict=True)
        ],
        "industry": [INDUSTRIES[place] for place in clients.industry],
        "region": [REGIONS[place] for place in clients.region],
        "employees": [str(value) for value in clients.employees],
        "need": [NEEDS[place] for place in clients.need],
        "need_level": [("low", "medium", "high")[level] for level in _need_levels(clients, draws)],
        "channel": [CHANNELS[place].name for place in clients.channel],
        "campaign_id": life.campaign,
        "referred_by": _referrers(clients, life, ids["clients"], draws),
        "manager_id": named(people.ids, manager),
        "registered_on": iso(clients.registered),
        "ended_on": iso(life.ended, until=END),
        "ended_reason": life.reasons,
        "vip": [("false", "true")[int(is_large)] for is_large in large],
        "payment_days": [str(days) for days in clients.terms],
        "contact_every_days": [_RHYTHMS[KINDS[kind].name] for kind in clients.kind],
        "defaulted_on": iso(life.defaulted, until=END),
        "portal": [("no", "yes")[int(used)] for used in clients.portal],
        "newsletter": [("no", "yes")[int(read)] for read in clients.newsletter],
    }
    return columns | _addresses(clients, name, person, ids["clients"], draws) | _money(clients, life, draws)


def _need_levels(clients: Clients, draws: Draws) -> Ints:
    """Large buyers need more."""
    rank = np.searchsorted([0.75, 1.3], clients.size * draws.skewed(len(clients), 0.2))
    return rank.astype(np.int64)


def _referrers(clients: Clients, life: Life, ids: list[str], draws: Draws) -> list[str]:
    """For those who came by recommendation an earlier client that buys."""
    count = len(clients)
    referral = clients.channel == [channel.name for channel in CHANNELS].index("referral")
    buyers = np.flatnonzero(life.first_won <= END)
    earlier = np.searchsorted(buyers, np.arange(count))
    chosen = np.floor(draws.uniform(count) * earlier).astype(np.int64)
    found = np.where(
        referral & (earlier > 0), buyers[np.minimum(chosen, max(len(buyers) - 1, 0))] if len(buyers) else -1, -1
    )
    return named(ids, found)


def _addresses(
    clients: Clients, name: list[str], person: list[bool], ids: list[str], draws: Draws
) -> dict[str, list[str]]:
    count = len(clients)
    regions = [REGIONS[place] for place in clients.region]
    cities = names.roots()["cities"]
    point = draws.uniform(count).tolist()
    has_email, has_phone, asked = draws.often(0.93, count), draws.often(0.88, count), draws.pick((0.7, 0.2, 0.1), count)
    code = [f"99{turn * 37 % 1_000_000:06d}" for turn in range(count)]
    country = [{"lv": "LV", "fi": "FI"}.get(_LANGUAGE.get(region, "et"), "EE") for region in regions]
    touched = next_working(np.minimum(np.maximum(clients.registered, END - draws.whole(0, 700, count)), END - 3))
    return {
        "city": [cities[region][int(part * len(cities[region]))] for region, part in zip(regions, point, strict=True)],
        "email": [
            f"info{turn}@{names.ascii_name(text)[:24]}.example" if there else ""
            for turn, (text, there) in enumerate(zip(name, has_email, strict=True), start=1)
        ],
        "phone": [
            f"{_CALLING[_LANGUAGE.get(region, 'et')]} {turn:05d}" if there else ""
            for turn, (region, there) in enumerate(zip(regions, has_phone, strict=True), start=1)
        ],
        "registry_code": ["" if alone else value for value, alone in zip(code, person, strict=True)],
        "vat_number": [
            "" if alone else f"{land}{value}" for value, land, alone in zip(code, country, person, strict=True)
        ],
        "marketing": [("consent", "", "refused")[answer] for answer in asked],
        "url": [f"https://crm.example/clients/{key}" for key in ids],
        "updated_on": iso(np.minimum(touched, END)),
    }


def _money(clients: Clients, life: Life, draws: Draws) -> dict[str, list[str]]:
    """Yearly revenue as the register has it, and the credit limit that was agreed."""
    count = len(clients)
    revenue = (clients.employees * draws.whole(60, 160, count)) // 5 * 5000
    limit = np.maximum(life.volume // 100 // 20_000, 2) * 2_500
    known, limited = draws.often(0.82, count), (life.first_won < NEVER) & draws.often(0.7, count)
    return {
        "annual_revenue": [f"{value}.00" if there else "" for value, there in zip(revenue, known, strict=True)],
        "credit_limit": [f"{value}.00" if there else "" for value, there in zip(limit, limited, strict=True)],
    }


Pairs = tuple[tuple[str, str], ...]
"""Clients that are the same: the first and its duplicate."""


def with_duplicates(columns: dict[str, list[str]], count: int, draws: Draws) -> tuple[dict[str, list[str]], Pairs]:
    """The same table with ``count`` clients more that are there already in another spelling, and their pairs."""
    total = len(columns["client_id"])
    states = zip(columns["status"], columns["kind"], strict=True)
    firms = [place for place, state in enumerate(states) if state == ("active", "company")]
    chosen = sorted(firms[place] for place in draws.order(len(firms))[:count].tolist())
    rows = [
        _duplicate({name: cells[place] for name, cells in columns.items()}, total, turn)
        for turn, place in enumerate(chosen)
    ]
    longer = {name: [*cells, *(row[name] for row in rows)] for name, cells in columns.items()}
    return longer, tuple(
        (columns["client_id"][place], row["client_id"]) for place, row in zip(chosen, rows, strict=True)
    )


_NOT_DUPLICATED = (
    "ended_on",
    "ended_reason",
    "referred_by",
    "campaign_id",
    "credit_limit",
    "defaulted_on",
    "url",
    "vat_number",
)


def _duplicate(row: dict[str, str], total: int, turn: int) -> dict[str, str]:
    """A client entered once more, with another spelling and without its e-mail or its registry code."""
    entered = iso(np.array([END - 20 - 31 * turn]))[0]
    missing = "registry_code" if turn % 3 else "email"
    changed = {
        "client_id": f"C{total + turn + 1:05d}",
        "name": _respelled(row["name"], turn),
        "status": "prospect",
        "vip": "false",
        "registered_on": entered,
        "updated_on": entered,
    }
    return row | dict.fromkeys((*_NOT_DUPLICATED, missing), "") | changed


def _respelled(name: str, turn: int) -> str:
    """The name as somebody else would type it."""
    words = name.split(" ")
    spellings = (
        name.upper(),
        " ".join([*words[1:], words[0]]),
        names.ascii_name(words[0]).capitalize() + " " + " ".join(words[1:]),
        name.replace("OÜ", "Osaühing").replace("SIA", "Sabiedrība").replace("Oy", "Osakeyhtiö"),
        name[:4] + name[5:],
        name.replace(" ", "-", 1),
    )
    return spellings[turn % len(spellings)]


def assignments_table(clients: Clients, people: Managers, ids: list[str]) -> Columns:
    """The ``assignments`` table: who looks after each client from when on."""
    rows = []
    for turn in range(3):
        begin = clients.registered if turn == 0 else clients.switched[:, turn - 1]
        own = np.flatnonzero(begin <= END)
        if turn:
            own = own[clients.managers[own, turn] != clients.managers[own, turn - 1]]
        rows.append((own, begin[own], clients.managers[own, turn]))
    client, day, manager = (np.concatenate([row[place] for row in rows]) for place in range(3))
    order = np.lexsort((day, client))
    return {
        "client_id": named(ids, client[order]),
        "from_on": iso(day[order]),
        "manager_id": named(people.ids, manager[order]),
    }


def aliases_table(people: Managers, goods: Products, client_ids: list[str], draws: Draws) -> Columns:
    """The accounting system's numbers of a third of the clients, all managers and all products."""
    known = [client for client, there in zip(client_ids, draws.often(0.33, len(client_ids)), strict=True) if there]
    rows = [("client", f"L-{10000 + turn * 7}", client) for turn, client in enumerate(known)]
    rows += [("manager", f"EMP{100 + turn}", manager) for turn, manager in enumerate(people.ids)]
    rows += [("product", f"ART-{4000 + turn * 3}", product) for turn, product in enumerate(goods.ids)]
    columns = {name: [row[place] for row in rows] for place, name in enumerate(("entity", "code", "id"))}
    return columns | {"system": ["accounts"] * len(rows)}
