"""The whole sample company, put together in the order in which one thing leads to another."""

from dataclasses import dataclass, replace

import numpy as np

from data.sample import churn, invoices, market, pay, people, plans, registry, work
from data.sample.changes import deal_changes_table, deals_table, history, lines_table
from data.sample.clients import Clients, clients
from data.sample.complaints import Complaints, complaints, complaints_table
from data.sample.contacts import Contacts, contacts, contacts_table
from data.sample.contracts import Contracts, contracts, contracts_table
from data.sample.days import END, NEVER
from data.sample.deals import Deals, deals
from data.sample.draws import Draws, Ints
from data.sample.files import Columns
from data.sample.inquiries import inquiries
from data.sample.products import Products, products, products_table


@dataclass(frozen=True, slots=True)
class Truth:
    """What is planted and depends on the draw: types of clients, causes of complaints, duplicates, wrong payments."""

    client_types: dict[str, str]
    complaint_causes: dict[str, str]
    duplicates: registry.Pairs
    wrong_payments: tuple[pay.WrongPayment, ...]
    not_invoiced: tuple[str, ...]
    invoiced_otherwise: tuple[str, ...]
    left_manager: str
    new_manager: str
    away_without_deputy: str
    away_with_deputy: tuple[str, str]
    lapsed_certificate: str


@dataclass(frozen=True, slots=True)
class Company:
    """The tables as columns of text, the documents beside them, and the truth behind both."""

    tables: dict[str, Columns]
    documents: dict[str, str]
    truth: Truth


@dataclass(slots=True)
class _World:
    """The parts that the tables are written from."""

    seed: int
    staff: people.Managers
    goods: Products
    clients: Clients
    deals: Deals
    contacts: Contacts
    complaints: Complaints
    ended: Ints

    def draws(self, part: str) -> Draws:
        return Draws(self.seed, part)


def company(count: int, seed: int) -> Company:
    """The company with ``count`` clients that ``seed`` makes.

    Raises:
        ValueError: fewer than 20 clients, too few for anything to be found in them.
    """
    if count < 20:
        raise ValueError(f"the sample company needs 20 clients at least, not {count}")
    duplicates = min(12, count // 100)
    world = _lived(count - duplicates, seed)
    campaigns = market.campaigns(count, world.draws("campaigns"))
    rates = market.rates(world.draws("rates"))
    foreign = market.in_kronor(world.deals, rates, world.draws("kronor"))
    ids = _ids(world, campaigns)
    tables: dict[str, Columns] = {}
    tables |= _market(world, campaigns, rates)
    tables |= _sales(world, ids, foreign)
    causes = _complaints(world, ids, tables)
    life, mismatches = _accounts(world, ids, tables)
    pairs = _bank(world, life, ids, duplicates, tables)
    wrong = _staff(world, ids, tables)
    truth = _truth(world, ids, causes, pairs, wrong, mismatches)
    return Company(
        dict(sorted(tables.items())), {"scheme.toml": pay.SCHEME, "access.toml": _access(world.staff)}, truth
    )


def _lived(count: int, seed: int) -> _World:
    """Everything that would happen if no client left; then who leaves; then without what they would have done after."""
    staff, goods = people.managers(Draws(seed, "managers")), products()
    who = clients(count, staff, Draws(seed, "clients"))
    asked = inquiries(who, Draws(seed, "inquiries"))
    sold = deals(who, staff, goods, asked, Draws(seed, "deals"))
    sold = sold.only((sold.closed >= 0) & (sold.opened <= END))
    talked = contacts(who, sold, staff, Draws(seed, "contacts"))
    grumbled = complaints(sold, staff, Draws(seed, "complaints"))
    ended = churn.ended_days(who, sold, talked, grumbled, Draws(seed, "churn"))
    return _without_the_gone(_World(seed, staff, goods, who, sold, talked, grumbled, ended))


def _without_the_gone(world: _World) -> _World:
    """Deals that were open when the client left are lost on that day; nothing begins after it."""
    sold, ended = world.deals, world.ended[world.deals.client]
    gone = sold.closed > np.minimum(ended, NEVER - 1)
    gone &= ended < NEVER
    sold = replace(
        sold,
        closed=np.where(gone, ended, sold.closed),
        won=sold.won & ~gone,
        left_with_client=gone,
        manager=world.clients.manager_at(sold.client, np.minimum(np.where(gone, ended, sold.closed), END)),
    )
    kept = sold.opened < ended
    place = np.append(np.cumsum(kept) - 1, -1)
    talked = world.contacts.only(world.contacts.day < world.ended[world.contacts.client])
    grumbled = world.complaints.only(world.complaints.opened < world.ended[world.complaints.client])
    return replace(
        world,
        deals=sold.only(kept),
        contacts=replace(talked, deal=place[talked.deal]),
        complaints=replace(grumbled, deal=place[grumbled.deal]),
    )


def _ids(world: _World, campaigns: market.Campaigns) -> dict[str, list[str]]:
    found = campaigns.of_clients(world.clients)
    return {
        "clients": [f"C{turn + 1:05d}" for turn in range(len(world.clients))],
        "managers": world.staff.ids,
        "deals": [f"D{turn + 1:06d}" for turn in range(len(world.deals))],
        "campaign_of": [campaigns.ids[place] if place >= 0 else "" for place in found.tolist()],
    }


def _market(world: _World, campaigns: market.Campaigns, rates: market.Rates) -> dict[str, Columns]:
    return {
        "products": products_table(world.goods),
        "campaigns": market.campaigns_table(campaigns),
        "rates": market.rates_table(rates),
        "competitor_offers": market.competitor_offers_table(world.goods, world.draws("competitor offers")),
    }


def _sales(world: _World, ids: dict[str, list[str]], foreign: market.Foreign) -> dict[str, Columns]:
    """Deals with their changes and lines, contacts, requests to other units."""
    way = history(world.deals, world.draws("history"))
    listed = deals_table(world.deals, way, world.clients, world.staff, world.goods, ids, world.draws("deal details"))
    return {
        "deals": market.with_kronor(listed, foreign),
        "deal_changes": deal_changes_table(world.deals, way, world.clients, world.staff, ids["deals"]),
        "lines": lines_table(world.deals, world.goods, ids["deals"], foreign.deal),
        "contacts": contacts_table(
            world.contacts, world.clients, world.deals, world.staff, ids, world.draws("contact details")
        ),
        "requests": work.requests_table(world.deals, ids, world.draws("requests")),
    }


def _complaints(world: _World, ids: dict[str, list[str]], tables: dict[str, Columns]) -> dict[str, str]:
    """Complaints and feedback; gives each complaint's true cause."""
    draws = world.draws("complaint texts")
    listed, causes = complaints_table(world.complaints, world.clients, world.deals, world.goods, ids, draws)
    tables["complaints"] = listed
    tables["feedback"] = work.feedback_table(
        world.deals, world.complaints.deal, world.clients, world.ended, ids, world.draws("feedback")
    )
    return dict(zip(listed["complaint_id"], causes, strict=True))


def _accounts(
    world: _World, ids: dict[str, list[str]], tables: dict[str, Columns]
) -> tuple[registry.Life, invoices.Mismatches]:
    """Contracts, invoices, payments; gives what became of each client."""
    first_won = churn.first_won(world.clients, world.deals)
    defaulted = invoices.defaults(world.clients, first_won, world.ended, world.draws("defaults"))
    signed: Contracts = contracts(world.clients, first_won, world.ended, world.draws("contracts"))
    billed, mismatches = invoices.invoices(world.deals, signed, world.clients, defaulted, world.draws("invoices"))
    own = invoices.invoice_ids(billed)
    tables["contracts"] = contracts_table(signed, ids)
    tables["invoices"] = invoices.invoices_table(billed, own, ids)
    tables["payments"] = invoices.payments_table(billed, own, world.clients, defaulted, world.draws("payments"))
    volume = np.zeros(len(world.clients), dtype=np.int64)
    won = world.deals.won & (world.deals.closed <= END)
    np.add.at(volume, world.deals.client[won], world.deals.amount[won])
    reasons = churn.stated_reasons(world.ended, world.deals, world.draws("reasons"))
    return registry.Life(first_won, world.ended, reasons, defaulted, ids["campaign_of"], volume), mismatches


def _bank(
    world: _World, life: registry.Life, ids: dict[str, list[str]], duplicates: int, tables: dict[str, Columns]
) -> registry.Pairs:
    """Clients, who looks after them, their numbers elsewhere; gives the planted duplicates."""
    listed = registry.clients_table(world.clients, life, world.staff, ids, world.draws("client details"))
    looked_after = registry.assignments_table(world.clients, world.staff, ids["clients"])
    tables["aliases"] = registry.aliases_table(world.staff, world.goods, ids["clients"], world.draws("aliases"))
    tables["clients"], pairs = registry.with_duplicates(listed, duplicates, world.draws("duplicates"))
    tables["assignments"] = looked_after
    return pairs


def _staff(world: _World, ids: dict[str, list[str]], tables: dict[str, Columns]) -> list[pay.WrongPayment]:
    """Managers with their expenses, plans and pay; gives the planted mistakes in it."""
    staff = world.staff
    spent = work.expenses(staff, world.clients, world.draws("expenses"))
    talks = world.contacts
    contacted = world.clients.manager_at(talks.client, talks.day), talks.day
    done = plans.actuals(world.deals, contacted, spent[:3], len(staff.ids))
    planned = plans.plans(done, staff, world.draws("plans"))
    right = pay.payroll(staff, done, planned)
    wrong = pay.mistakes(right, staff, done, planned, world.deals, world.draws("mistakes"))
    tables["managers"] = people.managers_table(staff)
    tables["absences"] = people.absences_table(staff, world.draws("absences"))
    tables["trainings"] = people.trainings_table(staff, world.draws("trainings"))
    tables["expenses"] = work.expenses_table(spent, ids)
    tables["plans"] = plans.plans_table(
        planned, staff, world.goods, market.by_product(world.deals, len(world.goods.ids))
    )
    tables["payroll"] = pay.payroll_table(right, wrong, staff)
    return wrong


def _access(staff: people.Managers) -> str:
    """A director, an analyst, a team lead and a manager; all managers may sign in with their own address besides."""
    entries = [
        f'[[person]]\nemail = "direktor@{people.DOMAIN}"\nrole = "director"\n',
        f'[[person]]\nemail = "analyst@{people.DOMAIN}"\nrole = "analyst"\n',
    ]
    for row in (0, people.AWAY_ALONE):
        address = people.email(staff.names[row])
        entries.append(f'[[person]]\nemail = "{address}"\nrole = "manager"\nmanager_id = "{staff.ids[row]}"\n')
    return "\n".join(entries)


def _truth(
    world: _World,
    ids: dict[str, list[str]],
    causes: dict[str, str],
    pairs: registry.Pairs,
    wrong: list[pay.WrongPayment],
    mismatches: invoices.Mismatches,
) -> Truth:
    own = world.staff.ids
    return Truth(
        client_types=dict(zip(ids["clients"], world.clients.type_names(), strict=True)),
        complaint_causes=causes,
        duplicates=pairs,
        wrong_payments=tuple(wrong),
        not_invoiced=tuple(ids["deals"][place] for place in mismatches.not_invoiced),
        invoiced_otherwise=tuple(ids["deals"][place] for place in mismatches.differing),
        left_manager=own[people.LEAVER],
        new_manager=own[people.NEW_HIRE],
        away_without_deputy=own[people.AWAY_ALONE],
        away_with_deputy=(own[people.AWAY_COVERED], own[people.DEPUTY]),
        lapsed_certificate=own[people.LAPSED],
    )
