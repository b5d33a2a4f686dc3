"""Why clients are dissatisfied, whether it is getting better, and how long it takes to settle."""

from dataclasses import dataclass, field
from datetime import date

import pandas as pd
from pandas import DataFrame, Series

from analytics.cause_names import causes_of, spelled
from analytics.change import compare_windows, per_month
from analytics.complaints.causes import find_causes
from analytics.complaints.durations import median_days
from analytics.question import Frames, Question, Scores
from analytics.scores import Proof
from analytics.words import N_

METHOD = N_(
    "Causes given are kept as they are. For the rest a cause is found from the text, in any language that labelled "
    "texts are in: weights of words and parts of words, and a logistic regression tried in five folds on texts "
    "that it hadn't seen. It is told only where its probability reaches the threshold from which four of five were "
    "right; else the complaint stays unclassified. Where no cause is given at all, a short list of English, "
    "Estonian and Russian words decides, unproven. Change compares complaints for each active client in the last "
    "90 days with the year before, and is called more than chance where the conditional binomial test, corrected "
    "for the number of causes (Benjamini and Hochberg), stays under 5 %. Time to settle is the day by which half "
    "are settled, open ones counting for as long as they have been open (Kaplan and Meier). Money is what the "
    "complaining clients bought in the last year; a client with two causes counts for both. A repeat is another "
    "complaint of the same client with the same cause within 90 days."
)
FRAMES = {
    "complaints": "complaints_complaints",
    "clients": "complaints_clients",
    "deals": "complaints_deals",
    "wishes": "complaints_wishes",
}
SCORE_FRAMES = {"complaints": "complaints_complaints"}

TARGET_DAYS = 14
REPEAT_DAYS = 90
GROUPS = (
    ("product", "product_id", "product_name"),
    ("unit", "unit", "unit"),
    ("manager", "manager_id", "manager_name"),
)


@dataclass(frozen=True, slots=True)
class Options:
    """``target_days``: within how many days a complaint is to be settled."""

    target_days: int = TARGET_DAYS

    def __post_init__(self) -> None:
        if self.target_days < 1:
            raise ValueError("target_days must be at least 1")


@dataclass(frozen=True, slots=True)
class Result:
    """What was found in the period, as of ``as_of``; complaints are known up to ``through``.

    ``causes``: cause, complaints, share (of all complaints), change (fraction; NaN without complaints the year before),
    significant, median_days, longest_days (the longest that one was watched), recent (in the last 90 days), before (in
    the year before), open, found (causes that came from the text), clients, money, money_share. ``total``: one row of
    the same columns for all complaints.
    ``classified``: complaint_id, cause, probability, of those without a given cause.
    ``months``: month, cause (missing: all), complaints, per_hundred (clients). ``groups``: by, name, complaints, share,
    deals, per_hundred_deals, median_days, cause (the most frequent). ``repeats``: client_id, client_name, cause,
    complaints, repeats. ``wishes``: feedback_id, client_id, client_name, given_on, comment.
    ``complaints``: every complaint of the period with its cause, ``is_found``, ``days``, ``is_open``; ``due``: those
    whose target day (the last on which settling is in time) is over and lies in the period.
    """

    as_of: date
    through: date
    causes: DataFrame
    classified: DataFrame
    total: DataFrame
    months: DataFrame
    groups: DataFrame
    repeats: DataFrame
    wishes: DataFrame
    open: DataFrame
    proof: Proof
    way: str
    trial: dict[str, float]
    target_days: int
    complaints: DataFrame = field(metadata={"printed": False})
    due: DataFrame = field(metadata={"printed": False})


def score(frames: Frames, question: Question) -> Scores:
    """The causes of complaints without one, found over the whole company; see ``causes.find_causes``."""
    rows = frames["complaints"]
    found = find_causes(rows[pd.to_datetime(rows["opened_on"]) <= pd.Timestamp(question.as_of)])
    return Scores(
        {"classified": found.classified}, {"proof": found.proof.facts(), "way": found.way, "trial": found.trial}
    )


def analyse(frames: Frames, question: Question) -> Result:
    """Causes, trends, time to settle, repeats, groups and wishes; see ``Result``.

    ``complaints``: complaint_id, client_id, client_name, opened_on, resolved_on (days), cause, text, unit, manager_id,
    manager_name, product_id, product_name. ``clients``: client_id, entered_on, ended_on, revenue (of the last year).
    ``deals``: kind {product, unit, manager}, group_id, deals. ``wishes``: feedback_id, client_id, given_on, comment.
    """
    scores = question.scores["complaints"]
    options = question.options or Options()
    through = question.through("complaints")
    everything = _told(frames["complaints"], scores.tables["classified"], through)
    rows = _in_period(everything, question)
    causes, total_ = _causes(rows, everything, frames["clients"], through)
    unlabelled = rows[rows["is_unlabelled"]]
    return Result(
        as_of=question.as_of,
        through=through,
        causes=causes,
        classified=unlabelled[["complaint_id", "cause", "probability"]].reset_index(drop=True),
        total=total_,
        months=per_month(everything, frames["clients"], through),
        groups=_groups(rows, frames["deals"]),
        repeats=_repeats(rows),
        wishes=frames["wishes"]
        .sort_values(["given_on", "feedback_id"], ascending=[False, True])
        .reset_index(drop=True),
        open=everything.loc[everything["is_open"], COMPLAINT]
        .sort_values(["opened_on", "complaint_id"])
        .reset_index(drop=True),
        proof=Proof.of(scores.facts["proof"]),
        way=scores.facts["way"],
        trial=dict(scores.facts["trial"]),
        target_days=options.target_days,
        complaints=rows,
        due=_due(everything, question, options.target_days, through),
    )


def _told(complaints: DataFrame, classified: DataFrame, through: date) -> DataFrame:
    """Complaints with the cause given or found, and for how long each was, or has been, open by ``through``."""
    end = pd.Timestamp(through)
    rows = complaints.sort_values("complaint_id").reset_index(drop=True)
    found = classified.set_index("complaint_id")
    rows["is_unlabelled"] = spelled(rows["cause"]).isna()
    rows["cause"] = causes_of(rows, classified)
    rows["is_found"] = rows["is_unlabelled"] & rows["cause"].notna()
    rows["probability"] = rows["complaint_id"].map(found["probability"]).where(rows["is_unlabelled"])
    resolved = pd.to_datetime(rows["resolved_on"])
    rows["is_open"] = resolved.isna() | (resolved > end)
    opened = pd.to_datetime(rows["opened_on"])
    rows["days"] = (resolved.where(~rows["is_open"], end) - opened).dt.days.clip(lower=0).astype(float)
    return rows.assign(is_repeat=_is_repeat(rows))


def _is_repeat(rows: DataFrame) -> Series:
    """Whether the same client had complained of the same cause within the 90 days before."""
    told = rows[rows["cause"].notna()].sort_values(["client_id", "cause", "opened_on", "complaint_id"])
    opened = pd.to_datetime(told["opened_on"])
    gap = (opened - opened.groupby([told["client_id"], told["cause"]]).shift()).dt.days
    return (gap <= REPEAT_DAYS).reindex(rows.index, fill_value=False)


def _in_period(rows: DataFrame, question: Question) -> DataFrame:
    opened = pd.to_datetime(rows["opened_on"])
    inside = opened.notna()
    if question.start is not None:
        inside &= opened >= pd.Timestamp(question.start)
    if question.end is not None:
        inside &= opened <= pd.Timestamp(question.end)
    return rows[inside].reset_index(drop=True)


def _due(rows: DataFrame, question: Question, target_days: int, through: date) -> DataFrame:
    """Complaints whose target day lies in the period and before ``through``."""
    target = pd.to_datetime(rows["opened_on"]) + pd.Timedelta(days=target_days)
    known = rows.assign(opened=rows["opened_on"], opened_on=target)[target < pd.Timestamp(through)]
    return _in_period(known, question).drop(columns="opened_on").rename(columns={"opened": "opened_on"})


def _causes(rows: DataFrame, everything: DataFrame, clients: DataFrame, through: date) -> tuple[DataFrame, DataFrame]:
    """One row a cause, most frequent first; and the same for all complaints together."""
    bought = clients.set_index("client_id")["revenue"].astype(float)
    complaining = float(bought.reindex(rows["client_id"].unique()).sum())
    changes = compare_windows(everything, clients, through)
    parts = [_summed(name, part, bought) for name, part in rows.groupby("cause", sort=True)]
    table, whole_ = (_frame(each, _SUMMED) for each in (parts, [_summed("", rows, bought)]))
    for frame in (table, whole_):
        frame["share"] = frame["complaints"] / max(1, len(rows))
        frame["money_share"] = frame["money"] / complaining if complaining else 0.0
    table = table.merge(changes[changes["cause"] != ""], on="cause", how="left")
    whole_ = whole_.merge(changes[changes["cause"] == ""], on="cause", how="left")
    table = table.sort_values(["complaints", "cause"], ascending=[False, True]).reset_index(drop=True)
    return table[list(_COLUMNS)], whole_[list(_COLUMNS)]


COMPLAINT = ["complaint_id", "client_id", "client_name", "opened_on", "resolved_on", "cause", "days"]
_COLUMNS = (
    *("cause", "complaints", "share", "change", "significant", "median_days", "longest_days"),
    *("recent", "before", "open", "found", "clients", "money", "money_share"),
)


_SUMMED = {"cause": "str", "complaints": "int64", "median_days": "float64", "longest_days": "float64"}
_SUMMED |= {"open": "int64"}
_SUMMED |= {"found": "int64", "clients": "int64", "money": "float64"}
_GROUPED = {"by": "str", "name": "str", "complaints": "int64", "share": "float64", "deals": "int64"}
_GROUPED |= {"per_hundred_deals": "float64", "median_days": "float64", "cause": "str"}


def _frame(rows: list[dict[str, object]], kinds: dict[str, str]) -> DataFrame:
    """A frame of these columns and kinds, also without rows."""
    return DataFrame(rows, columns=list(kinds)).astype(kinds)


def _summed(cause: object, rows: DataFrame, bought: Series) -> dict[str, object]:
    clients = rows["client_id"].drop_duplicates()
    return {
        "cause": str(cause),
        "complaints": len(rows),
        "median_days": median_days(rows["days"], ~rows["is_open"].astype(bool)),
        "longest_days": float(rows["days"].max()) if len(rows) else float("nan"),
        "open": int(rows["is_open"].sum()),
        "found": int(rows["is_found"].sum()),
        "clients": len(clients),
        "money": float(bought.reindex(clients).sum()),
    }


def _groups(rows: DataFrame, deals: DataFrame) -> DataFrame:
    """Complaints by product, unit and manager, beside the won deals that they could have been about."""
    sold = deals.set_index(["kind", "group_id"])["deals"]
    parts = []
    for kind, key, name in GROUPS:
        for group, part in rows.groupby(key, sort=True):
            count = int(sold.get((kind, group), 0))
            causes = part["cause"].value_counts().rename_axis("cause").reset_index(name="count")
            first = causes.sort_values(["count", "cause"], ascending=[False, True])["cause"]
            parts.append(
                {
                    "by": kind,
                    "name": str(part[name].iloc[0]) if part[name].notna().any() else str(group),
                    "complaints": len(part),
                    "share": len(part) / len(rows),
                    "deals": count,
                    "per_hundred_deals": 100 * len(part) / count if count else float("nan"),
                    "median_days": median_days(part["days"], ~part["is_open"]),
                    "cause": first.iloc[0] if len(first) else None,
                }
            )
    return (
        _frame(parts, _GROUPED)
        .sort_values(["by", "complaints", "name"], ascending=[True, False, True])
        .reset_index(drop=True)
    )


def _repeats(rows: DataFrame) -> DataFrame:
    """Clients who complained again of the same cause within 90 days, most repeats first."""
    grouped = rows[rows["cause"].notna()].groupby(["client_id", "cause"], sort=True)
    table = grouped.agg(client_name=("client_name", "first"), complaints=("days", "size"), repeats=("is_repeat", "sum"))
    table = table.reset_index().astype({"repeats": "int64"})
    table = table[table["repeats"] > 0]
    table = table.sort_values(["repeats", "complaints", "client_id", "cause"], ascending=[False, False, True, True])
    return table[["client_id", "client_name", "cause", "complaints", "repeats"]].reset_index(drop=True)
