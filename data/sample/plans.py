"""Plans by manager and month, set so that the company meets what is planted, and managers more or less."""

from dataclasses import dataclass

import numpy as np

from data.sample.clients import REGIONS
from data.sample.days import END, MONTHS, first_day, month_name, months
from data.sample.draws import Draws, Flags, Floats, Ints, rounded
from data.sample.files import money
from data.sample.people import NEW_HIRE, Managers
from data.sample.planted import SALES_TARGET_MET, SEASON
from data.sample.products import Products
from data.sample.work import Expenses
from data.sample.world import World

PLANNED_MONTHS = MONTHS + 1
"""Plans reach to the end of the last year."""
COMPLETE = MONTHS - 1
_RAMP_UP = (0.3, 0.55, 0.8)
_INHERITED = 0.62
"""The new manager's level against that of the one whose clients they took over in part."""
NEW_CLIENTS_FROM = 13
"""The first month with a plan of new clients: the files begin in the middle of life, so at first everyone looks new."""
BY_REGION, BY_REGION_FROM = 4, 25
"""The row of the manager whose revenue is planned by region, and the first such month."""
_BY_PRODUCT_FROM = 25


@dataclass(frozen=True, slots=True)
class Actuals:
    """What counts as actual, managers × months: money in cents, the rest as numbers."""

    revenue: Ints
    margin: Ints
    new_clients: Ints
    contacts: Ints
    expenses: Ints


def actuals(world: World, spent: Expenses) -> Actuals:
    """What counts by the contract's definitions, by manager and month."""
    deals, talks, count = world.deals, world.contacts, len(world.staff.ids)
    won = np.flatnonzero(deals.won & (deals.closed <= END))
    manager, month, amount = deals.manager[won], months(deals.closed[won]), deals.amount[won]
    order = np.lexsort((won, deals.closed[won]))
    firsts = order[np.unique(deals.client[won][order], return_index=True)[1]]
    contacted = world.clients.manager_at(talks.client, talks.day)
    return Actuals(
        revenue=_sums(manager, month, amount, count),
        margin=_sums(manager, month, amount - deals.cost[won].sum(axis=1), count),
        new_clients=_sums(manager[firsts], month[firsts], np.ones_like(firsts), count),
        contacts=_sums(contacted, months(talks.day), np.ones_like(contacted), count),
        expenses=_sums(spent.manager, months(spent.day), spent.cents, count),
    )


def _sums(manager: Ints, month: Ints, value: Ints, count: int) -> Ints:
    table = np.zeros((count, MONTHS), dtype=np.int64)
    np.add.at(table, (manager, month), value)
    return table


@dataclass(frozen=True, slots=True)
class Plans:
    """Targets, managers × planned months: money in cents; −1 where there is none."""

    revenue: Ints
    margin: Ints
    new_clients: Ints
    contacts: Ints
    expenses: Ints


def plans(actuals: Actuals, people: Managers, draws: Draws) -> Plans:
    """Targets by each manager's own level, the season and growth, set somewhat higher than what came of them."""
    planned = _planned(people)
    acquiring = planned & (np.arange(PLANNED_MONTHS) >= NEW_CLIENTS_FROM)
    met = draws.uniform(len(people.ids), 0.80, 1.12)
    met[NEW_HIRE] = 0.9
    level = _levels(actuals.revenue, people) / met[:, None]
    wanted = level * _shape() * _ramp(people)
    complete = planned[:, :COMPLETE]
    sold, hoped = actuals.revenue[:, :COMPLETE][complete].sum(), wanted[:, :COMPLETE][complete].sum()
    revenue = _rounded(wanted * float(sold / max(hoped, 1.0)) / SALES_TARGET_MET, 50_000)
    newly = _levels(actuals.new_clients, people, NEW_CLIENTS_FROM) * _ramp(people) / 0.97
    contacts = _levels(actuals.contacts, people) * _ramp(people) / 0.97
    return Plans(
        revenue=np.where(planned, revenue, -1),
        margin=np.where(planned, _rounded(rounded(revenue * 0.31), 10_000), -1),
        new_clients=np.where(acquiring, np.maximum(np.round(newly), 1), -1).astype(np.int64),
        contacts=np.where(planned, _rounded(contacts, 5), -1),
        expenses=np.where(planned, _rounded(_levels(actuals.expenses, people) * 1.05, 2_500), -1),
    )


def _planned(people: Managers) -> Flags:
    """Who has a plan in which month: all who work on its first day, and whoever leaves in it."""
    first = np.array([first_day(month) for month in range(PLANNED_MONTHS)])
    return (people.hired[:, None] <= first) & (people.left[:, None] >= first)


def _levels(actual: Ints, people: Managers, since: int = 0) -> Floats:
    """Each manager's mean over the complete months worked in full, for each planned month the same; managers × 1."""
    first = np.array([first_day(month) for month in range(COMPLETE + 1)])
    worked = (people.hired[:, None] <= first[:-1]) & (people.left[:, None] >= first[1:])
    worked &= np.arange(COMPLETE) >= since
    means = (actual[:, :COMPLETE] * worked).sum(axis=1) / np.maximum(worked.sum(axis=1), 1)
    means[NEW_HIRE] = means[NEW_HIRE - 1] * _INHERITED
    return np.asarray(np.round(means, 4)[:, None] + np.zeros(PLANNED_MONTHS))


def _shape() -> Floats:
    """Season and growth by planned month."""
    month = np.arange(PLANNED_MONTHS)
    return np.array(SEASON)[month % 12] * (1 + 0.07 * (month - COMPLETE / 2) / 12)


def _ramp(people: Managers) -> Floats:
    """Someone new is asked for less in the first months."""
    ramp = np.ones((len(people.ids), PLANNED_MONTHS))
    begin = int(months(people.hired[[NEW_HIRE]])[0])
    ramp[NEW_HIRE, begin : begin + len(_RAMP_UP)] = _RAMP_UP
    return ramp


def _rounded(values: Floats, step: int) -> Ints:
    return np.maximum(np.round(values / step), 1).astype(np.int64) * step


def plans_table(plans: Plans, people: Managers, goods: Products, sold: Ints) -> dict[str, list[str]]:
    """The ``plans`` table: managers' rows, then the company's own revenue, in the last year by product too.

    ``sold`` is revenue by product in cents, from which the company's products get their shares.
    """
    rows: list[tuple[str, str, str, str, str, str]] = []
    for row, manager in enumerate(people.ids):
        for month in range(PLANNED_MONTHS):
            if plans.revenue[row, month] >= 0:
                rows += _of_manager(plans, row, manager, month)
    for month in range(PLANNED_MONTHS):
        rows += _of_company(int(np.maximum(plans.revenue[:, month], 0).sum()), month, goods, sold)
    names = ("manager_id", "period", "metric", "product_id", "region", "target")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _of_manager(plans: Plans, row: int, manager: str, month: int) -> list[tuple[str, str, str, str, str, str]]:
    period = month_name(month)
    revenue = int(plans.revenue[row, month])
    parts = [("", revenue)]
    if row == BY_REGION and month >= BY_REGION_FROM:
        first = revenue * 3 // 4 // 10_000 * 10_000
        parts = [(REGIONS[0], first), (REGIONS[1], revenue - first)]
    rows = [(manager, period, "revenue", "", region, money(target)) for region, target in parts]
    rows.append((manager, period, "margin", "", "", money(int(plans.margin[row, month]))))
    if plans.new_clients[row, month] >= 0:
        rows.append((manager, period, "new_clients", "", "", str(plans.new_clients[row, month])))
    rows.append((manager, period, "contacts", "", "", str(plans.contacts[row, month])))
    rows.append((manager, period, "expense_budget", "", "", money(int(plans.expenses[row, month]))))
    return rows


def _of_company(total: int, month: int, goods: Products, sold: Ints) -> list[tuple[str, str, str, str, str, str]]:
    period = month_name(month)
    whole = round(total / 100_000) * 100_000
    rows = [("", period, "revenue", "", "", money(whole))]
    if month >= _BY_PRODUCT_FROM:
        parts = [whole * int(part) // max(int(sold.sum()), 1) // 10_000 * 10_000 for part in sold]
        parts[0] += whole - sum(parts)
        rows += [
            ("", period, "revenue", product, "", money(part)) for product, part in zip(goods.ids, parts, strict=True)
        ]
    return rows
