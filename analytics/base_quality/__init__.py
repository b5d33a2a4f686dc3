"""Whether the client base is complete, current and free of duplicates."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd
from pandas import DataFrame, Series

from analytics.base_quality.accounts import Accounts, compare
from analytics.base_quality.completeness import answers, field_shares, filled_counts, manager_shares
from analytics.base_quality.duplicates import shown_evidence, shown_pairs
from analytics.base_quality.growth import began, by_month, in_period
from analytics.question import Frames, Question, Scores
from analytics.words import N_

METHOD = N_(
    "**Clients** are those kept on the as-of day: not ended, and not marked as former; prospects count. A client came "
    "on its first day in the CRM, else with its first won deal; it counts for the manager that it has now.\n\n"
    "**Filled** is the share of these clients of which a field is known; companies alone are asked for a registry "
    "code.\n\n"
    "**Not touched for too long**: days since the latest of an update of its row, a contact done, a deal opened or "
    "closed, an invoice, and its first day; more than the client is to be contacted after, or than 180 where that "
    "isn't said.\n\n"
    "**Entered twice** is found by probabilistic record linkage (Fellegi and Sunter 1969; Splink on DuckDB). Names are "
    "compared without legal forms, case, marks and word order (Jaro–Winkler), then registry code and VAT number, "
    "e-mail, phone, city, website. Each field weighs by how much more often it agrees so in one client's two entries "
    "than in two strangers: strangers are counted in a fixed sample of 600 clients; one client's entries are learned "
    "by expectation maximisation where 100 pairs share a registry code, else stated beforehand. One client in a "
    "hundred is expected to be there twice. What many clients share (an accountant's address, a switchboard) doesn't "
    "count. Different registry codes speak strongly against. Pairs are compared that share a code, an e-mail, a phone, "
    "a name but for its vowels, the rarest word of it, or its first six letters in one city. Shown are pairs from 50 % "
    "on, by probability × what both bought in a year, to whoever sees both clients. A person decides on each.\n\n"
    "**CRM against accounting**: deals won since invoices begin; not invoiced 30 days after they were won; or invoiced "
    "for an amount that differs by over 1 % (and by over 1.00) from the deal's, with credits and without; what is "
    "invoiced in part counts once those 30 days are over."
)
FRAMES = {
    "clients": "base_quality_clients",
    "deals": "base_quality_deals",
    "invoices": "base_quality_invoices",
    "codes": "base_quality_codes",
}
SCORE_FRAMES = {"clients": "base_quality_clients"}

NORM_DAYS, INVOICE_DAYS, TOLERANCE, THRESHOLD = 180, 30, 0.01, 0.5
STALE = {"client_id": "str", "name": "str", "manager_id": "str", "manager": "str", "last_on": "datetime64[s]"}
STALE |= {"days": "float64", "norm_days": "int64", "revenue": "float64"}
MANAGERS = {"manager_id": "str", "manager": "str", "clients": "int64", "new": "int64", "ended": "int64"}
MANAGERS |= {
    "new_year": "int64",
    "ended_year": "int64",
    "filled": "float64",
    "stale": "int64",
    "stale_share": "float64",
    "duplicates": "int64",
}
MANAGERS |= {"not_invoiced": "float64", "differing": "int64"}
SYSTEMS = {"system": "str", "codes": "int64", "clients": "int64", "share": "float64"}
MERGES = ["client_id", "name", "code", "merged_name", "noted_at", "noted_by"]
_YEAR_DAYS = 364
_TOUCHES = ("updated_on", "contact_on", "deal_on", "invoice_on", "registered_on")


@dataclass(frozen=True, slots=True)
class Options:
    """``norm_days``: after how many days a client without a rhythm of its own is stale; ``threshold``: the probability
    from which a pair is shown; ``invoice_days``: after how many days a won deal must be invoiced; ``tolerance``: the
    fraction by which an invoiced amount may differ.

    Raises:
        ValueError: a number that makes no sense.
    """

    norm_days: int = NORM_DAYS
    threshold: float = THRESHOLD
    invoice_days: int = INVOICE_DAYS
    tolerance: float = TOLERANCE

    def __post_init__(self) -> None:
        if self.norm_days < 1 or self.invoice_days < 0 or self.tolerance < 0:
            raise ValueError("norm_days must be at least 1, invoice_days and tolerance at least 0")
        if not THRESHOLD <= self.threshold <= 1:
            raise ValueError("threshold may be 0.5 to 1")


@dataclass(frozen=True, slots=True)
class Result:
    """What was found as of ``as_of``; shares are fractions, money is in the workspace's currency.

    ``count_clients``: clients kept now. ``fields``: field, filled, clients (asked), missing, is_first; the most needed
    first. ``duplicates``: client_id (had better stay), other_id, probability, names, managers, money (bought in a
    year), expected (probability × money), reasons. ``stale``: client_id, name, manager_id, manager, last_on, days,
    norm_days, revenue, the longest untouched against its norm first. ``growth``: month, new, ended, clients.
    ``managers``: for each manager clients now, new and ended in the period and in a year, filled (of what is needed
    first), stale, stale_share, duplicates, not_invoiced (money), differing (deals). ``manager_fields``: manager_id,
    manager, field, filled, clients. ``accounts``: deals against invoices. ``systems``: system, codes, clients, share
    (of the clients kept now that have a number there). ``merges``: client_id, name, code and merged_name of what was
    merged into it, noted_at, noted_by. For the page: ``clients`` with ``filled_value`` and ``filled_base``, and
    ``evidence``.
    """

    as_of: date
    count_clients: int
    fields: DataFrame
    duplicates: DataFrame
    stale: DataFrame
    growth: DataFrame
    managers: DataFrame
    manager_fields: DataFrame
    accounts: Accounts
    systems: DataFrame
    merges: DataFrame
    clients: DataFrame = field(metadata={"printed": False})
    evidence: DataFrame = field(metadata={"printed": False})


def score(frames: Frames, question: Question) -> Scores:
    """The clients entered twice, over the whole company; see ``linkage.find_doubles``."""
    from analytics.base_quality.linkage import find_doubles

    found = find_doubles(frames["clients"])
    facts = {"prior": found.prior, "learned_from": found.learned_from}
    return Scores({"pairs": found.pairs, "evidence": found.evidence}, facts)


def analyse(frames: Frames, question: Question) -> Result:
    """Growth, completeness, staleness, duplicates, and the CRM against the accounting; see ``Result``.

    ``clients``: client_id, name, kind, status, industry, region, city, employees, annual_revenue, need, channel,
    manager_id, manager, registered_on, ended_on, email, phone, registry_code, vat_number, marketing,
    contact_every_days, payment_days, url, first_won_on, updated_on, contact_on, deal_on, invoice_on (days), revenue
    (of the last 365 days), is_current. ``deals`` and ``invoices``: see ``accounts.compare``. ``codes``: client_id,
    name, code, system, is_merge, merged_name, noted_at, noted_by.
    """
    options = question.options or Options()
    scores = question.scores["base_quality"]
    everyone = frames["clients"].sort_values("client_id", ignore_index=True)
    clients = everyone[everyone["is_current"].astype(bool)].reset_index(drop=True)
    answered = answers(clients)
    counts = filled_counts(answered).add_prefix("filled_")
    clients = clients.join(counts)
    stale = _stale(clients, question.as_of, options.norm_days)
    pairs = shown_pairs(scores.tables["pairs"], scores.tables["evidence"], everyone, options.threshold)
    books = compare(frames["deals"], frames["invoices"], question, options.invoice_days, options.tolerance)
    return Result(
        as_of=question.as_of,
        count_clients=len(clients),
        fields=field_shares(clients, answered),
        duplicates=pairs,
        stale=stale,
        growth=by_month(everyone, question.as_of),
        managers=_managers(everyone, clients, stale, pairs, books, question),
        manager_fields=manager_shares(clients, answered),
        accounts=books,
        systems=_systems(frames["codes"], clients),
        merges=_merges(frames["codes"]),
        clients=everyone.join(clients.set_index("client_id")[list(counts)], on="client_id"),
        evidence=shown_evidence(scores.tables["evidence"], pairs),
    )


def _stale(clients: DataFrame, as_of: date, norm_days: int) -> DataFrame:
    """``STALE``: clients whose last touch is longer ago than their own rhythm, else ``norm_days``."""
    today = pd.Timestamp(as_of)
    touches = DataFrame({name: pd.to_datetime(clients[name]) for name in _TOUCHES}, index=clients.index)
    last = touches.where(touches <= today).max(axis=1)
    norm = clients["contact_every_days"].astype("float64").fillna(norm_days).astype("int64")
    days = (today - last).dt.days.astype("float64")
    table = clients.assign(last_on=last, days=days, norm_days=norm, over=days / norm)
    table = table[last.isna() | (days > norm)]
    order = ["over", "revenue", "client_id"]
    table = table.sort_values(order, ascending=[False, False, True], na_position="first", ignore_index=True)
    return DataFrame(table[list(STALE)]).astype(STALE)


def _managers(
    everyone: DataFrame,
    clients: DataFrame,
    stale: DataFrame,
    pairs: DataFrame,
    books: Accounts,
    question: Question,
) -> DataFrame:
    """``MANAGERS``: one row for each manager with clients; who has the most first."""
    end = min(question.end or question.as_of, question.as_of)
    grouped = clients.groupby("manager_id", sort=True)
    table = grouped.agg(
        manager=("manager", "first"),
        clients=("client_id", "size"),
        value=("filled_value", "sum"),
        base=("filled_base", "sum"),
    )
    year = question.as_of - timedelta(days=_YEAR_DAYS)
    came, left = began(everyone), everyone["ended_on"]
    both = pd.concat(
        [pairs["manager_id"], pairs.loc[pairs["manager_id"] != pairs["other_manager_id"], "other_manager_id"]]
    )
    table = table.assign(
        new=_counted(everyone.loc[in_period(came, question.start, end), "manager_id"], table),
        ended=_counted(everyone.loc[in_period(left, question.start, end), "manager_id"], table),
        new_year=_counted(everyone.loc[in_period(came, year, question.as_of), "manager_id"], table),
        ended_year=_counted(everyone.loc[in_period(left, year, question.as_of), "manager_id"], table),
        filled=table["value"] / table["base"],
        stale=_counted(stale["manager_id"], table),
        duplicates=_counted(both, table),
        not_invoiced=_summed(books.not_invoiced, table),
        differing=_counted(books.differing["manager_id"], table),
    ).reset_index()
    table["stale_share"] = table["stale"] / table["clients"]
    table = table.sort_values(["clients", "manager_id"], ascending=[False, True], ignore_index=True)
    return DataFrame(table[list(MANAGERS)]).astype(MANAGERS)


def _counted(managers: Series, table: DataFrame) -> Series:
    return managers.value_counts().reindex(table.index).fillna(0).astype("int64")


def _summed(rows: DataFrame, table: DataFrame) -> Series:
    return rows.groupby("manager_id")["amount"].sum().reindex(table.index).fillna(0.0).astype(float)


def _systems(codes: DataFrame, clients: DataFrame) -> DataFrame:
    """``SYSTEMS``: how many of the clients kept now have a number in each other system."""
    kept = codes[~codes["is_merge"].astype(bool) & codes["client_id"].isin(clients["client_id"])]
    grouped = kept.assign(system=kept["system"].fillna("")).groupby("system", sort=True)
    table = grouped.agg(codes=("code", "size"), clients=("client_id", "nunique")).reset_index()
    table = table.assign(share=table["clients"] / max(1, len(clients)))
    return DataFrame(table[list(SYSTEMS)]).astype(SYSTEMS)


def _merges(codes: DataFrame) -> DataFrame:
    merged = codes[codes["is_merge"].astype(bool)]
    return merged.sort_values(["noted_at", "code"], ascending=[False, True], ignore_index=True)[MERGES]
