"""From a person's e-mail to what they may see: ``access.toml``, the managers' e-mails, who leads and covers whom."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from data.errors import DataRefused, NotPermitted
from data.scope import LOCAL, Viewer

ROLES = ("director", "manager", "analyst")


@dataclass(frozen=True, slots=True)
class Person:
    """One entry of ``access.toml``."""

    email: str
    role: str
    manager_id: str | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """One absence; without ``client_id`` it is for all clients of the manager."""

    manager_id: str
    from_on: date
    to_on: date
    client_id: str = ""
    deputy_id: str | None = None


@dataclass(frozen=True, slots=True)
class Staff:
    """The managers as rights need them: e-mail and superior by id, and their absences."""

    emails: Mapping[str, str | None]
    reports_to: Mapping[str, str | None]
    absences: tuple[Absence, ...] = ()


def people(text: str) -> tuple[Person, ...]:
    """The entries of an ``access.toml``.

    Raises:
        DataRefused: the text isn't TOML, or an entry lacks an e-mail or names a role that doesn't exist.
    """
    try:
        entries = tomllib.loads(text).get("person", [])
    except tomllib.TOMLDecodeError as error:
        raise DataRefused("access.toml can't be read: {reason}.", reason=str(error)) from error
    return tuple(_person(entry) for entry in entries)


def _person(entry: Mapping[str, str]) -> Person:
    if not entry.get("email") or entry.get("role") not in ROLES:
        raise DataRefused(
            "access.toml: {entry} needs an email and a role, one of {roles}.",
            entry=dict(entry),
            roles=", ".join(ROLES),
        )
    return Person(entry["email"].strip().casefold(), entry["role"], entry.get("manager_id"))


def viewer(email: str | None, listed: Iterable[Person], staff: Staff, today: date) -> Viewer:
    """Who ``email`` is and what they may see on the version's latest day, ``today``.

    Without an e-mail it is the local user, with all roles. A manager's e-mail is a manager without further entry.

    Raises:
        NotPermitted: nobody of that e-mail is known.
    """
    if not email:
        return LOCAL
    address = email.strip().casefold()
    roles, manager_id = _roles(address, listed, staff)
    if not roles:
        raise NotPermitted(
            "{email} isn't known here. A director adds people in access.toml; a manager's e-mail in the managers' "
            "table is enough for a manager.",
            email=email,
        )
    if "director" in roles:
        return Viewer(address, roles, manager_id)
    own = frozenset({manager_id} if manager_id else ())
    if "analyst" in roles:
        return Viewer(address, roles, manager_id, pay=own)
    below = _below(manager_id, staff.reports_to)
    covered, clients = _covered(manager_id, staff, today)
    return Viewer(address, roles, manager_id, own | below | covered, own | below, clients, own)


def _roles(address: str, listed: Iterable[Person], staff: Staff) -> tuple[frozenset[str], str | None]:
    named = [person for person in listed if person.email == address]
    own = sorted(key for key, email in staff.emails.items() if email and email.strip().casefold() == address)
    manager_id = next((person.manager_id for person in named if person.manager_id), None) or next(iter(own), None)
    roles = {person.role for person in named} | ({"manager"} if own and not named else set())
    return frozenset(roles), manager_id


def _below(manager_id: str | None, reports_to: Mapping[str, str | None]) -> frozenset[str]:
    """Everyone who reports to ``manager_id``, at any depth; a circle ends where it began."""
    found: set[str] = set()
    frontier = {manager_id} if manager_id else set()
    while frontier:
        frontier = {person for person, lead in reports_to.items() if lead in frontier} - found
        found |= frontier
    return frozenset(found - {manager_id})


def _covered(manager_id: str | None, staff: Staff, today: date) -> tuple[frozenset[str], frozenset[str]]:
    """The absent managers, and single clients of theirs, whom ``manager_id`` covers for today."""
    covered = [
        absence
        for absence in staff.absences
        if manager_id is not None
        and absence.from_on <= today <= absence.to_on
        and (absence.deputy_id or staff.reports_to.get(absence.manager_id)) == manager_id
    ]
    managers = frozenset(absence.manager_id for absence in covered if not absence.client_id)
    return managers, frozenset(absence.client_id for absence in covered if absence.client_id)
