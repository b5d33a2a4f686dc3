"""Who will pay on time and keep the contract: two scores, kept apart, with the evidence behind them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
from pandas import DataFrame

from analytics.question import Frames, Question, Scores
from analytics.reliability.credit import CLASSES, credit_class, credit_limit
from analytics.reliability.failing import failing
from analytics.reliability.features import client_features
from analytics.reliability.lateness import LATE_DAYS, days_beyond_terms, lateness, ripe
from analytics.reliability.paying_late import paying_late
from analytics.reliability.words import worded
from analytics.scores import Proof
from analytics.words import N_

METHOD = N_(
    "Two scores are kept apart. “Pays late” is the probability that the client's next invoice is paid, or stays "
    "unpaid, more than 30 days after its due day; with fewer than three settled invoices a client is not scored. "
    "“Fails” is the probability of a default or breach within 12 months. Each rests on what was known before the "
    "day: how earlier invoices were paid, what is overdue, how long and on what terms the client is known, and the "
    "columns of the client file. A logistic regression (or trees where they prove better) learns from older "
    "invoices and is tried on the latest 30 %; it is used only where it beats the client's own late share drawn to "
    "the company's. Where defaults have no day, the score is cross-validated instead, on the client file as last "
    "imported. Invoices that were credited whole are never late; an unpaid one counts with its days so far. Days "
    "beyond terms: Σ amount × days past due ÷ Σ amount, early payment counted as 0. Class, by the probability of "
    "paying late: A under 5 %, B under 10 %, C under 20 %, D under 40 %, E from 40 %; where nobody has invoices, "
    "by the probability of failing: A under 2 %, B under 5 %, C under 10 %, D under 20 %, E from 20 %. Suggested "
    "credit limit: what was invoiced in an average month of the last 12 × 3, 2, 1, ½ or 0 months for A to E, × (1 "
    "− probability of failing) where that is proven, rounded down to hundreds. Expected loss: money open × "
    "probability of failing. Private persons get neither class nor limit. The scores decide nothing: a named "
    "person confirms credit terms, with a reason."
)
FRAMES = {"clients": "reliability_clients", "invoices": "reliability_invoices"}
SCORE_FRAMES = FRAMES | {"attributes": "reliability_attributes"}

YEAR = pd.Timedelta(days=365)
BUCKETS = (0, 15, 30, 60)
"""Upper ends, in days beyond the due day, of the steps in which lateness is shown; the last one is open."""


@dataclass(frozen=True, slots=True)
class Options:
    """``client``: the id of one client whose invoices and earlier scores are wanted too."""

    client: str = ""


@dataclass(frozen=True, slots=True)
class Proofs:
    """How each of the two scores stood its trial."""

    late: Proof
    fail: Proof


@dataclass(frozen=True, slots=True)
class Result:
    """What was found, as of ``as_of``, with lateness measured up to ``through``.

    ``clients``: one row each, likeliest to pay late first. ``classes``: class (None: not scored), clients, open_amount,
    overdue_amount. ``days``: money due in the last year by days beyond terms (upper end ``to_days``, None beyond), paid
    and unpaid. ``invoices``: all that ask for money; ``evidence`` and ``history``: those of ``Options.client``.
    ``left_out``: columns that give an outcome away and so are not used.
    """

    as_of: date
    through: date
    clients: DataFrame
    classes: DataFrame
    days: DataFrame
    evidence: DataFrame
    history: DataFrame
    proof: Proofs
    left_out: tuple[str, ...]
    invoices: DataFrame = field(metadata={"printed": False})

    @property
    def says_nothing(self) -> bool:
        """Whether neither invoices nor defaults are known, so that nothing can be said of anyone."""
        return self.invoices.empty and bool(self.clients["fail_probability"].isna().all())


def score(frames: Frames, question: Question) -> Scores:
    """Both scores of every client of the company; see ``METHOD``."""
    clients, invoices = frames["clients"], frames["invoices"]
    features = client_features(clients, frames["attributes"])
    late = paying_late(invoices, features, question.through("invoices", "payments"))
    fail = failing(clients, invoices, features, question.through("clients"))
    beyond = days_beyond_terms(lateness(invoices, question.through("invoices", "payments")))
    table = late.clients.merge(fail.clients, on="client_id").merge(
        beyond[["client_id", "days_beyond_terms"]], on="client_id", how="left"
    )
    table["percentile"] = table["late_probability"].rank(pct=True)
    before = late.history.sort_values("on_day").groupby("client_id")["late_probability"].nth(-2)
    table["late_before"] = table["client_id"].map(
        late.history.loc[before.index].set_index("client_id")["late_probability"]
    )
    reasons = pd.concat([late.reasons.assign(score="late"), fail.reasons.assign(score="fail")], ignore_index=True)
    facts = {
        "late": late.proof.facts(),
        "fail": fail.proof.facts(),
        "left_out": sorted({*late.left_out, *fail.left_out}),
        "has_invoices": bool(len(invoices)),
    }
    return Scores({"clients": table, "history": late.history, "reasons": reasons}, facts)


def analyse(frames: Frames, question: Question) -> Result:
    """The scores with class, suggested limit, reasons in words and the money they are about.

    ``clients`` has client_id, name, kind, owner_name, credit_limit; ``invoices`` as ``lateness`` takes them. Columns of
    ``Result.clients``: client_id, name, owner_name, kind, late_probability, late_before (90 days ago), fail_probability
    (fractions), days_beyond_terms (days), class, percentile (fraction of the scored that are no likelier to pay late),
    credit_limit (suggested), credit_limit_now, reasons and fail_reasons (texts), scored, settled (invoices),
    open_amount, overdue_amount, expected_loss.
    """
    scores = question.scores["reliability"]
    proof = Proofs(Proof.of(scores.facts["late"]), Proof.of(scores.facts["fail"]))
    through = question.through("invoices", "payments")
    found = _named(lateness(frames["invoices"], through), frames["clients"])
    clients = _clients(frames["clients"], found, scores, proof, through)
    chosen = question.options.client if question.options else ""
    history = scores.tables["history"]
    return Result(
        as_of=question.as_of,
        through=through,
        clients=clients,
        classes=_classes(clients),
        days=_days(found, through),
        evidence=found[found["client_id"] == chosen].sort_values(["due_on", "invoice_id"], ascending=False),
        history=history[history["client_id"] == chosen].reset_index(drop=True),
        proof=proof,
        left_out=tuple(scores.facts["left_out"]),
        invoices=found,
    )


def _named(found: DataFrame, clients: DataFrame) -> DataFrame:
    """Invoices with the client's name, and what is owed past its due day."""
    named = found.merge(clients[["client_id", "name"]], on="client_id", how="left")
    named["days_beyond"] = named["days_late"].where(named["is_settled"] | (named["days_late"] > 0))
    named["overdue_amount"] = named["open_amount"].where(named["days_late"] > 0, 0.0).astype(float)
    return named


def _clients(clients: DataFrame, found: DataFrame, scores: Scores, proof: Proofs, through: date) -> DataFrame:
    known = clients[["client_id", "name", "owner_name", "kind", "credit_limit", "defaulted_on"]].rename(
        columns={"credit_limit": "credit_limit_now"}
    )
    money_open = found.groupby("client_id")[["open_amount", "overdue_amount"]].sum()
    table = known.merge(scores.tables["clients"], on="client_id").join(money_open, on="client_id")
    table[["open_amount", "overdue_amount"]] = table[["open_amount", "overdue_amount"]].astype(float).fillna(0.0)
    table["expected_loss"] = table["open_amount"] * table["fail_probability"]
    by_fail = not scores.facts["has_invoices"] and proof.fail.used
    table["class"] = credit_class(table, by_fail=by_fail)
    table["credit_limit"] = credit_limit(table, found, through, fail_counts=proof.fail.used)
    table = table.join(worded(table, scores.tables["reasons"], proof.late.used), on="client_id")
    order = ["late_probability", "fail_probability", "client_id"]
    sorted_ = table.sort_values(order, ascending=[False, False, True], na_position="last").reset_index(drop=True)
    return sorted_[list(_CLIENT_COLUMNS)]


_CLIENT_COLUMNS = (
    *("client_id", "name", "owner_name", "kind", "defaulted_on", "late_probability", "late_before", "fail_probability"),
    *("days_beyond_terms", "class", "percentile", "credit_limit", "credit_limit_now", "reasons", "fail_reasons"),
    *("scored", "settled", "known", "late", "open_amount", "overdue_amount", "expected_loss"),
)


def _classes(clients: DataFrame) -> DataFrame:
    """Clients and their open money by class; the last row is of those without one."""
    grouped = clients.assign(**{"class": clients["class"].fillna("")}).groupby("class")
    sums = grouped[["open_amount", "overdue_amount", "expected_loss"]].sum().assign(clients=grouped.size())
    table = sums.reindex([*CLASSES, ""], fill_value=0).rename_axis("class").reset_index()
    table["class"] = table["class"].where(table["class"] != "", None).astype(object)
    return table[["class", "clients", "open_amount", "overdue_amount", "expected_loss"]]


_INVOICE_COLUMNS = ["invoice_id", "client_id", "name", "issued_on", "due_on", "settled_on", "owed", "days_late"]


def late_rows(result: Result, years_back: int = 0) -> DataFrame:
    """The invoices that fell due in the last year (or a year before it) and whose outcome is certain.

    Columns out: those that tell an invoice, ``value`` (1 where over 30 days late, else 0) and ``base`` (1).
    """
    rows = _due(result, years_back)
    return rows[_INVOICE_COLUMNS].assign(value=rows["is_late"].astype("int64"), base=1)


def days_rows(result: Result, years_back: int = 0) -> DataFrame:
    """The invoices of ``late_rows`` with ``value`` (money × days beyond terms) and ``base`` (money)."""
    rows = _due(result, years_back)
    return rows[_INVOICE_COLUMNS].assign(value=rows["owed"] * rows["days_late"].clip(lower=0), base=rows["owed"])


def by_quarter(rows: DataFrame, result: Result, most: int = 8) -> list[float]:
    """The ratio of ``value`` to ``base`` for each of the last ``most`` quarters (of 91 days to the last day known)."""
    back = ((pd.Timestamp(result.through) - pd.to_datetime(rows["due_on"])).dt.days - LATE_DAYS - 1) // 91
    sums = rows.groupby(back)[["value", "base"]].sum()
    ratios = sums["value"] / sums["base"].where(sums["base"] > 0)
    return [
        float(ratios[place]) for place in range(most - 1, -1, -1) if place in ratios and ratios[place] == ratios[place]
    ]


def _due(result: Result, years_back: int) -> DataFrame:
    end = pd.Timestamp(result.through) - years_back * YEAR
    due = pd.to_datetime(result.invoices["due_on"])
    inside = (due > end - YEAR) & (due <= end)
    return result.invoices[ripe(result.invoices, pd.Timestamp(result.through)) & inside]


def loss_rows(result: Result) -> DataFrame:
    """Clients with money open: client_id, name, open_amount, fail_probability, and ``value``, the expected loss."""
    rows = result.clients[result.clients["open_amount"] > 0]
    return rows[["client_id", "name", "open_amount", "fail_probability"]].assign(value=rows["expected_loss"])


def risky_rows(result: Result) -> DataFrame:
    """Clients of class D or E with money open: client_id, name, class, and ``value``, what they owe."""
    rows = result.clients[result.clients["class"].isin(["D", "E"]) & (result.clients["open_amount"] > 0)]
    return rows[["client_id", "name", "class"]].assign(value=rows["open_amount"])


def of_classes(result: Result, classes: Collection[str]) -> DataFrame:
    """The clients of these classes ("" is without one; none named: all), worst first, in it by money open.

    Column added: ``because``, the reasons as one text: of paying late where scored, else of failing.
    """
    rows = result.clients.assign(order=result.clients["class"].fillna(""))
    rows = rows[rows["order"].isin(list(classes))] if classes else rows
    by = ["order", "open_amount", "late_probability", "fail_probability", "client_id"]
    rows = rows.sort_values(by, ascending=[False] * 4 + [True]).drop(columns="order").reset_index(drop=True)
    told = rows["reasons"].where(rows["scored"] | (rows["fail_reasons"].str.len() == 0), rows["fail_reasons"])
    return rows.assign(because=told.str.join("; "))


def total(rows: DataFrame) -> float | None:
    """The number that rows with ``value`` (and ``base``, for a ratio) add up to; None for a ratio of nothing."""
    value = float(rows["value"].sum())
    if "base" not in rows:
        return value
    return value / float(rows["base"].sum()) if rows["base"].sum() else None


def _days(found: DataFrame, through: date) -> DataFrame:
    """Money that fell due in the last year, by days beyond terms, paid and unpaid."""
    rows = found[(pd.to_datetime(found["due_on"]) > pd.Timestamp(through) - YEAR) & ~found["is_credited"]]
    rows = rows[pd.to_datetime(rows["due_on"]) < pd.Timestamp(through)]
    ends = [*BUCKETS, None]
    step = pd.cut(rows["days_late"], [-float("inf"), *BUCKETS, float("inf")], labels=range(len(ends))).astype("int64")
    paid = rows["owed"].where(rows["is_settled"], 0.0).groupby(step).sum().reindex(range(len(ends)), fill_value=0.0)
    whole_ = rows["owed"].groupby(step).sum().reindex(range(len(ends)), fill_value=0.0)
    count = step.value_counts().reindex(range(len(ends)), fill_value=0)
    table = {
        "to_days": ends,
        "paid": paid.to_numpy(),
        "unpaid": (whole_ - paid).to_numpy(),
        "invoices": count.to_numpy(),
    }
    return DataFrame(table).astype({"to_days": "Int64", "paid": float, "unpaid": float, "invoices": "int64"})
