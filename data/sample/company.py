"""The whole sample company: its tables, the documents beside them, and the truth behind both."""

from dataclasses import dataclass

from data.sample import (
    client_rows,
    complaint_rows,
    deal_rows,
    invoices,
    market,
    pay,
    payments,
    payroll,
    people,
    plans,
    work,
)
from data.sample.clients import KINDS
from data.sample.contact_rows import contacts_table
from data.sample.contracts import contracts, contracts_table
from data.sample.files import Columns, named
from data.sample.histories import history
from data.sample.products import products_table
from data.sample.world import World, world

LEAST = 20
"""With fewer clients there is nothing to be found in them."""
_DUPLICATES, _CLIENTS_FOR_ONE = 12, 100


@dataclass(frozen=True, slots=True)
class Truth:
    """What is planted and depends on the draw, by id.

    ``client_types`` and ``complaint_causes`` are complete (the files leave causes blank), ``duplicates`` are pairs of
    the first and the duplicate client, ``not_invoiced`` and ``invoiced_otherwise`` are deals.
    """

    client_types: dict[str, str]
    complaint_causes: dict[str, str]
    duplicates: client_rows.Pairs
    wrong_payments: tuple[payroll.WrongPayment, ...]
    not_invoiced: tuple[str, ...]
    invoiced_otherwise: tuple[str, ...]
    left_manager: str
    new_manager: str
    away_without_deputy: str
    away_with_deputy: tuple[str, str]
    lapsed_certificate: str


@dataclass(frozen=True, slots=True)
class Company:
    """``tables`` by the contract's names, ``documents`` by file name, and the ``truth``."""

    tables: dict[str, Columns]
    documents: dict[str, str]
    truth: Truth


def company(clients: int, seed: int) -> Company:
    """The company with so many clients, duplicates included, that ``seed`` makes.

    Raises:
        ValueError: fewer than 20 clients.
    """
    if clients < LEAST:
        raise ValueError(f"the sample company needs {LEAST} clients at least, not {clients}")
    duplicates = min(_DUPLICATES, clients // _CLIENTS_FOR_ONE)
    made = world(clients - duplicates, clients, seed)
    accounts, mismatches = _accounts(made)
    bank, pairs = _bank(made, duplicates)
    staff, wrong = _staff(made)
    tables = {**_market(made), **_sales(made), **accounts, **bank, **staff}
    documents = {"scheme.toml": pay.SCHEME, "access.toml": _access(made.staff)}
    return Company(dict(sorted(tables.items())), documents, _truth(made, pairs, wrong, mismatches))


def _market(made: World) -> dict[str, Columns]:
    """Products, campaigns, competitors' offers, exchange rates."""
    return {
        "products": products_table(made.goods),
        "campaigns": market.campaigns_table(made.campaigns),
        "rates": market.rates_table(made.rates),
        "competitor_offers": market.competitor_offers_table(made.goods, made.draws("competitor offers")),
    }


def _sales(made: World) -> dict[str, Columns]:
    """Deals with their changes and lines, and what passes between managers, clients and units."""
    way = history(made.deals, made.draws("history"))
    return {
        "deals": deal_rows.deals_table(made, way, made.draws("deal details")),
        "deal_changes": deal_rows.deal_changes_table(made, way),
        "lines": deal_rows.lines_table(made),
        "contacts": contacts_table(made, made.draws("contact details")),
        "complaints": complaint_rows.complaints_table(made, made.draws("complaint details")),
        "feedback": complaint_rows.feedback_table(made, made.draws("feedback")),
        "requests": work.requests_table(made, made.draws("requests")),
    }


def _accounts(made: World) -> tuple[dict[str, Columns], invoices.Mismatches]:
    """Contracts, invoices and payments; and where accounts and deals were made to differ."""
    signed = contracts(made.clients, made.first_won, made.ended, made.draws("contracts"))
    billed, mismatches = invoices.invoices(made.deals, signed, made.clients, made.defaulted, made.draws("invoices"))
    own = payments.invoice_ids(billed)
    tables = {
        "contracts": contracts_table(signed, made.client_ids),
        "invoices": payments.invoices_table(made, billed, own),
        "payments": payments.payments_table(billed, own, made.clients, made.defaulted, made.draws("payments")),
    }
    return tables, mismatches


def _bank(made: World, duplicates: int) -> tuple[dict[str, Columns], client_rows.Pairs]:
    """Clients, who looks after them, their numbers elsewhere; and the planted duplicates."""
    listed = client_rows.clients_table(made, made.defaulted, made.draws("client details"))
    longer, pairs = client_rows.with_duplicates(listed, duplicates, made.draws("duplicates"))
    tables = {
        "clients": longer,
        "assignments": client_rows.assignments_table(made),
        "aliases": client_rows.aliases_table(made, made.draws("aliases")),
    }
    return tables, pairs


def _staff(made: World) -> tuple[dict[str, Columns], list[payroll.WrongPayment]]:
    """Managers with their expenses, plans and pay; and the planted mistakes in it."""
    staff = made.staff
    spent = work.expenses(staff, made.clients, made.draws("expenses"))
    done = plans.actuals(made, spent)
    planned = plans.plans(done, staff, made.draws("plans"))
    books = pay.Books(staff, done, planned)
    right = books.payroll()
    wrong = payroll.mistakes(right, books, made.deals, made.draws("mistakes"))
    sold = market.by_product(made.deals, len(made.goods.ids))
    tables = {
        "managers": people.managers_table(staff),
        "absences": people.absences_table(staff, made.draws("absences")),
        "trainings": people.trainings_table(staff, made.draws("trainings")),
        "expenses": work.expenses_table(made, spent),
        "plans": plans.plans_table(planned, staff, made.goods, sold),
        "payroll": payroll.payroll_table(right, wrong, staff),
    }
    return tables, wrong


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
    made: World, pairs: client_rows.Pairs, wrong: list[payroll.WrongPayment], mismatches: invoices.Mismatches
) -> Truth:
    own = made.staff.ids
    types = named([kind.name for kind in KINDS], made.clients.kind)
    return Truth(
        client_types=dict(zip(made.client_ids, types, strict=True)),
        complaint_causes=complaint_rows.true_causes(made),
        duplicates=pairs,
        wrong_payments=tuple(wrong),
        not_invoiced=tuple(named(made.deal_ids, mismatches.not_invoiced)),
        invoiced_otherwise=tuple(named(made.deal_ids, mismatches.differing)),
        left_manager=own[people.LEAVER],
        new_manager=own[people.NEW_HIRE],
        away_without_deputy=own[people.AWAY_ALONE],
        away_with_deputy=(own[people.AWAY_COVERED], own[people.DEPUTY]),
        lapsed_certificate=own[people.LAPSED],
    )
