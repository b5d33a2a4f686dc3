"""The ``clients`` table with its duplicates, who looks after clients, and their numbers in another system."""

import numpy as np

from data.sample import names
from data.sample.churn import stated_reasons
from data.sample.clients import INDUSTRIES, KINDS, NEEDS, REGIONS
from data.sample.days import END, iso, next_working
from data.sample.draws import Draws, Flags, Ints
from data.sample.files import Columns, either, named, where
from data.sample.planted import CHANNELS
from data.sample.world import World

_LANGUAGE = {"Rīga": "lv", "Vidzeme": "lv", "Uusimaa": "fi", "Pirkanmaa": "fi"}
_COUNTRY = {"et": "EE", "lv": "LV", "fi": "FI"}
_CALLING = {"et": "+372 000", "lv": "+371 000", "fi": "+358 000"}
_RHYTHMS = {"steady-large": "30", "growing": "45", "seasonal": "60", "price-hunter": "90"}
"""After how many days at most a client of each type is to be contacted."""


def clients_table(world: World, defaulted: Ints, draws: Draws) -> dict[str, list[str]]:
    """The ``clients`` table without its duplicates, two columns of it (portal, newsletter) beyond the contract."""
    who, count = world.clients, len(world.clients)
    person = (who.employees < 8) & draws.often(0.16, count)
    name = _names(world, person, draws)
    columns = {
        "client_id": world.client_ids,
        "name": name,
        "kind": either(person, "person", "company"),
        "industry": named(INDUSTRIES, who.industry),
        "region": named(REGIONS, who.region),
        "employees": [str(value) for value in who.employees],
        "need": named(NEEDS, who.need),
        "need_level": named(
            ("low", "medium", "high"), np.searchsorted([0.75, 1.3], who.size * draws.skewed(count, 0.2))
        ),
        "channel": named([channel.name for channel in CHANNELS], who.channel),
        "campaign_id": named(world.campaigns.ids, world.campaign),
        "referred_by": _referrers(world, draws),
        "manager_id": named(world.staff.ids, who.manager_at(np.arange(count), np.full(count, END))),
        "registered_on": iso(who.registered),
        "payment_days": [str(days) for days in who.terms],
        "contact_every_days": [_RHYTHMS.get(KINDS[kind].name, "") for kind in who.kind],
        "portal": either(who.portal, "yes", "no"),
        "newsletter": either(who.newsletter, "yes", "no"),
    }
    return columns | _addresses(world, name, person, draws) | _fate(world, defaulted, draws)


def _names(world: World, person: Flags, draws: Draws) -> list[str]:
    """Invented names in the language of the region and of the trade; some in Cyrillic, some clients are persons."""
    places = named(REGIONS, world.clients.region)
    russian = draws.uniform(len(places)).tolist()
    spoken = [
        "ru" if part < (0.3 if region == "Ida-Virumaa" else 0.04) else _LANGUAGE.get(region, "et")
        for region, part in zip(places, russian, strict=True)
    ]
    kinds = list(zip(spoken, named(INDUSTRIES, world.clients.industry), strict=True))
    lists = {kind: iter(names.companies(*kind, kinds.count(kind), draws)) for kind in sorted(set(kinds))}
    persons = names.people(len(places), draws)
    firms = [next(lists[kind]) for kind in kinds]
    return [alone if is_person else firm for alone, firm, is_person in zip(persons, firms, person, strict=True)]


def _referrers(world: World, draws: Draws) -> list[str]:
    """For those who came by recommendation a client registered before them that buys."""
    count = len(world.clients)
    referral = [channel.name for channel in CHANNELS].index("referral")
    buyers = np.flatnonzero(world.first_won <= END)
    earlier = np.searchsorted(buyers, np.arange(count))
    chosen = np.floor(draws.uniform(count) * earlier).astype(np.int64)
    known = (world.clients.channel == referral) & (earlier > 0)
    return where(known, named(world.client_ids, np.append(buyers, -1)[chosen]))


def _addresses(world: World, name: list[str], person: Flags, draws: Draws) -> dict[str, list[str]]:
    """Where a client is found, and its numbers in registers; addresses and numbers that can't be anyone's."""
    count = len(name)
    regions = named(REGIONS, world.clients.region)
    spoken = [_LANGUAGE.get(region, "et") for region in regions]
    cities = names.roots()["cities"]
    points = draws.uniform(count).tolist()
    code = [f"99{turn * 37 % 1_000_000:06d}" for turn in range(count)]
    email = [f"info{turn}@{names.ascii_name(text)[:24]}.example" for turn, text in enumerate(name, start=1)]
    phone = [f"{_CALLING[language]} {turn:05d}" for turn, language in enumerate(spoken, start=1)]
    vat = [f"{_COUNTRY[language]}{value}" for language, value in zip(spoken, code, strict=True)]
    touched = next_working(END - draws.whole(2, 700, count))
    return {
        "city": [
            cities[region][int(point * len(cities[region]))] for region, point in zip(regions, points, strict=True)
        ],
        "email": where(draws.often(0.93, count), email),
        "phone": where(draws.often(0.88, count), phone),
        "registry_code": where(~person, code),
        "vat_number": where(~person, vat),
        "marketing": named(("consent", "", "refused"), draws.pick((0.7, 0.2, 0.1), count)),
        "url": [f"https://crm.example/clients/{key}" for key in world.client_ids],
        "updated_on": iso(np.clip(touched, world.clients.registered, END)),
    }


def _fate(world: World, defaulted: Ints, draws: Draws) -> dict[str, list[str]]:
    """What became of each client: status, end, default, and what its size and purchases earn it."""
    who, count = world.clients, len(world.clients)
    bought, left = world.first_won <= END, world.ended <= END
    volume = _volumes(world)
    revenue = who.employees * draws.whole(60, 160, count) // 5 * 5000
    limit = np.maximum(volume // 2_000_000, 2) * 2_500
    large = volume > np.sort(volume)[-max(count // 30, 1)]
    return {
        "status": named(("prospect", "active", "former"), np.where(left, 2, np.where(bought, 1, 0))),
        "ended_on": iso(world.ended, until=END),
        "ended_reason": stated_reasons(world.ended, world.deals, draws),
        "defaulted_on": iso(defaulted, until=END),
        "vip": either(large),
        "annual_revenue": where(draws.often(0.82, count), [f"{value}.00" for value in revenue]),
        "credit_limit": where(bought & draws.often(0.7, count), [f"{value}.00" for value in limit]),
    }


def _volumes(world: World) -> Ints:
    """What each client bought in all, in cents."""
    volume = np.zeros(len(world.clients), dtype=np.int64)
    won = world.deals.won & (world.deals.closed <= END)
    np.add.at(volume, world.deals.client[won], world.deals.amount[won])
    return volume


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


_WRITTEN_OUT = {"OÜ": "Osaühing", "AS": "Aktsiaselts", "SIA": "Sabiedrība", "Oy": "Osakeyhtiö", "Oyj": "Osakeyhtiö"}


def _respelled(name: str, turn: int) -> str:
    """The name as somebody else would type it."""
    words = name.split(" ")
    spellings = (
        name.upper(),
        " ".join([*words[1:], words[0]]),
        names.ascii_name(words[0]).capitalize() + " " + " ".join(words[1:]),
        " ".join(_WRITTEN_OUT.get(word, word) for word in words),
        name[:4] + name[5:],
        name.replace(" ", "-", 1),
    )
    start = turn % len(spellings)
    return next(spelling for spelling in spellings[start:] + spellings[:start] if spelling != name)


def assignments_table(world: World) -> Columns:
    """The ``assignments`` table: who looks after each client from when on."""
    clients = world.clients
    begins = np.column_stack([clients.registered, clients.switched])
    changed = np.column_stack([np.ones(len(clients), dtype=bool), clients.managers[:, 1:] != clients.managers[:, :-1]])
    client, turn = np.nonzero(changed & (begins <= END))
    return {
        "client_id": named(world.client_ids, client),
        "from_on": iso(begins[client, turn]),
        "manager_id": named(world.staff.ids, clients.managers[client, turn]),
    }


def aliases_table(world: World, draws: Draws) -> Columns:
    """The accounting system's numbers of a third of the clients, all managers and all products."""
    known = draws.often(0.33, len(world.client_ids)).tolist()
    clients = [client for client, there in zip(world.client_ids, known, strict=True) if there]
    rows = [("client", f"L-{10000 + turn * 7}", client) for turn, client in enumerate(clients)]
    rows += [("manager", f"EMP{100 + turn}", manager) for turn, manager in enumerate(world.staff.ids)]
    rows += [("product", f"ART-{4000 + turn * 3}", product) for turn, product in enumerate(world.goods.ids)]
    columns = {name: [row[place] for row in rows] for place, name in enumerate(("entity", "code", "id"))}
    return columns | {"system": ["accounts"] * len(rows)}
