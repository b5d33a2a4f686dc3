"""The sample company's managers: who they are, how they work, when they are away, what they learned."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from data.sample.days import END, NEVER, iso, next_working, number
from data.sample.draws import Draws, Ints
from data.sample.files import Columns, decimal
from data.sample.names import ascii_name
from data.sample.planted import CONDUCTS, Conduct

DOMAIN = "pohjavaru.example"
TEAMS = ("Põhja", "Lõuna", "Riia", "Helsingi")
TEAM_REGIONS = (("Harjumaa", "Ida-Virumaa"), ("Tartumaa", "Pärnumaa"), ("Rīga", "Vidzeme"), ("Uusimaa", "Pirkanmaa"))
TEAM_SIZE = 6

_NAMES = (
    ("Anneli Põldvere", "Kärt Tamm", "Rein Lepiksaar", "Olga Smirnova", "Toomas Kivirand", "Liis Rebane"),
    ("Peeter Uibopuu", "Maarja Sõnajalg", "Siim Rohusaar", "Tiina Vaher", "Indrek Soomets", "Heli Kuusekand"),
    ("Ilze Ozolkalna", "Andris Bērzlejs", "Līga Krastmale", "Jurijs Melnis", "Aija Ziedlauka", "Sandis Vītolpils"),
    ("Mikko Järvikoski", "Sari Lehtokulma", "Juha Kallioranta", "Päivi Korpimäki", "Timo Suovaara", "Aino Haapalaakso"),
)
_CONDUCT = ("eemexe", "exexme", "xxemxm", "emxexx")
"""For each team's members, lead first: melancholic, erudite, executive (x)."""

LEAVER, NEW_HIRE = 9, 10
"""Rows of the manager who left in the middle of a month and of the one hired in their place."""
LEFT_ON, HIRED_ON = number(date(2026, 5, 14)), number(date(2026, 6, 1))
RAMP_UP_DAYS = 120
AWAY_ALONE, AWAY_COVERED, DEPUTY = 1, 14, 16
"""Rows of the two managers absent on the last day, without and with a deputy."""
LAPSED = 19
"""Row of the manager whose certificate has lapsed."""
CERTIFICATE = "Lifting equipment certificate"


@dataclass(frozen=True, slots=True)
class Managers:
    """The managers, one element each: ``conduct`` is a place in ``CONDUCTS``, ``lead`` a row or −1."""

    ids: list[str]
    names: list[str]
    team: Ints
    conduct: Ints
    lead: Ints
    hired: Ints
    left: Ints
    discount_limit: Ints
    salary: Ints

    def of_conduct(self, field: str) -> np.ndarray:
        """For each manager the number that their conduct has for ``field``."""
        return np.array([getattr(_conduct(place), field) for place in self.conduct], dtype=float)


def _conduct(place: int) -> Conduct:
    return CONDUCTS[place]


def managers(draws: Draws) -> Managers:
    """Twenty-four managers in four teams, each team's first its lead."""
    count = TEAM_SIZE * len(TEAMS)
    row = np.arange(count)
    is_lead = row % TEAM_SIZE == 0
    hired = -draws.whole(200, 3300, count)
    hired[NEW_HIRE] = HIRED_ON
    left = np.full(count, NEVER)
    left[LEAVER] = LEFT_ON
    salary = draws.whole(38, 54, count) * 5000 + is_lead * 90000
    return Managers(
        ids=[f"M{place + 1:02d}" for place in row],
        names=[name for team in _NAMES for name in team],
        team=row // TEAM_SIZE,
        conduct=np.array(["mex".index(letter) for team in _CONDUCT for letter in team]),
        lead=np.where(is_lead, -1, row - row % TEAM_SIZE),
        hired=hired,
        left=left,
        discount_limit=np.where(is_lead, 15, 10),
        salary=salary,
    )


def email(name: str) -> str:
    """The address that a manager signs in with."""
    first, last = name.split(" ", 1)
    return f"{ascii_name(first)}.{ascii_name(last)}@{DOMAIN}"


def managers_table(people: Managers) -> Columns:
    """The ``managers`` table."""
    lead = [place < 0 for place in people.lead.tolist()]
    return {
        "manager_id": people.ids,
        "name": people.names,
        "team": [TEAMS[team] for team in people.team],
        "unit": ["Sales"] * len(people.ids),
        "position": ["Team lead" if is_lead else "Client manager" for is_lead in lead],
        "region": ["Estonia" if team < 2 else ("Latvia", "Finland")[team - 2] for team in people.team],
        "reports_to": ["" if place < 0 else people.ids[place] for place in people.lead],
        "hired_on": iso(people.hired),
        "left_on": iso(people.left),
        "email": [email(name) for name in people.names],
        "discount_limit": [f"0.{limit:02d}" for limit in people.discount_limit.tolist()],
        "signing_limit": ["50000.00" if is_lead else "20000.00" for is_lead in lead],
    }


def absences_table(people: Managers, draws: Draws) -> Columns:
    """Two weeks each summer, one each February, and two who are away on the last day: one of them without a deputy."""
    rows: list[tuple[int, int, int, int]] = []
    for year in (2024, 2025, 2026):
        for month, days in ((2, 6), (7, 13)):
            begin = number(date(year, month, 1))
            for row, start in enumerate((begin + 7 * draws.whole(0, 2, len(people.ids)) + 3).tolist()):
                if people.hired[row] < start and people.left[row] > start + days:
                    rows.append((row, start, start + days, _colleague(people, row, start, start + days)))
    rows += [(AWAY_ALONE, END - 10, END + 12, -1), (AWAY_COVERED, END - 3, END + 8, DEPUTY)]
    rows.sort(key=lambda absence: (absence[1], absence[0]))
    return {
        "manager_id": [people.ids[row[0]] for row in rows],
        "from_on": iso(np.array([row[1] for row in rows])),
        "to_on": iso(np.array([row[2] for row in rows])),
        "client_id": [""] * len(rows),
        "deputy_id": ["" if row[3] < 0 else people.ids[row[3]] for row in rows],
    }


def _colleague(people: Managers, row: int, first: int, last: int) -> int:
    """The next of the same team who works in that time."""
    team = row - row % TEAM_SIZE
    others = [team + (row + step) % TEAM_SIZE for step in range(1, TEAM_SIZE)]
    return next(other for other in others if people.hired[other] < first and people.left[other] > last)


_TOPICS = (("Negotiation", 420, 0), ("Product range", 0, 0), ("First aid", 95, 1095), ("Contract law", 380, 0))


def trainings_table(people: Managers, draws: Draws) -> Columns:
    """Courses over the years; everyone holds a valid certificate but the one whose certificate has lapsed."""
    rows: list[tuple[int, int, str, int, int]] = []
    for row in range(len(people.ids)):
        since = max(int(people.hired[row]) + 14, 30)
        until = min(int(people.left[row]), END) - 5
        days = (since + draws.uniform(len(_TOPICS)) * (until - since)).astype(np.int64)
        for day, (topic, cost, valid) in zip(days.tolist(), _TOPICS, strict=True):
            rows.append((row, day, topic, cost, day + valid if valid else NEVER))
        valid_to = number(date(2026, 9, 30)) if row == LAPSED else number(date(2027, 6, 30)) + row
        held = max(valid_to - 1095, int(people.hired[row]) + 7)
        rows.append((row, held, CERTIFICATE, 260, valid_to))
    rows.sort(key=lambda training: (training[1], training[0], training[2]))
    return {
        "manager_id": [people.ids[row[0]] for row in rows],
        "held_on": iso(next_working(np.array([row[1] for row in rows]))),
        "topic": [row[2] for row in rows],
        "cost": decimal(np.array([row[3] * 100 for row in rows])),
        "valid_to": iso(np.array([row[4] for row in rows])),
    }
