"""How late invoices were paid, and what was known of a client's paying on any earlier day.

Every function takes the frame of ``reliability_invoices``: invoice_id, client_id, issued_on, due_on, settled_on (days),
amount, credited_amount, open_amount (workspace currency).
"""

from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

LATE_DAYS = 30
"""An invoice is late when it is paid, or stays unpaid, more than this many days after its due day."""
SETTLED_ENOUGH = 3
"""With fewer settled invoices a client is not scored."""
RECENT = 3
LONGEST_DAYS = 180.0

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_SPAN = 1 << 20


def lateness(invoices: DataFrame, through: date) -> DataFrame:
    """Each invoice issued by ``through`` with how late it was, as far as that was known on that day.

    Added columns: ``is_settled``; ``days_late`` (days from due_on to settlement, or to ``through`` while unpaid;
    negative before the due day); ``is_known`` (settled, or more than 30 days beyond its due day);
    ``is_late`` (known, and more than 30 days); ``is_credited`` (taken back whole: never late, no evidence of paying);
    ``owed`` (amount less credits: the money that its days are weighted by). One settled after ``through`` is open.
    """
    end = pd.Timestamp(through)
    found = invoices[_days(invoices["issued_on"]) <= end].sort_values(["client_id", "issued_on", "invoice_id"])
    found = found.reset_index(drop=True)
    settled = _days(found["settled_on"])
    settled = settled.where(settled <= end)
    found["settled_on"] = settled
    found["owed"] = (found["amount"] - found["credited_amount"]).clip(lower=0)
    found["is_credited"] = found["owed"] <= 0
    found["is_settled"] = settled.notna() & ~found["is_credited"]
    found["days_late"] = (settled.fillna(end) - _days(found["due_on"])).dt.days.astype(float)
    too_late = found["days_late"] > LATE_DAYS
    found["is_late"] = too_late & ~found["is_credited"]
    found["is_known"] = (found["is_settled"] | too_late) & ~found["is_credited"]
    return found


def ripe(found: DataFrame, day: pd.Timestamp) -> Series:
    """Which invoices of ``lateness`` were certain to have shown on ``day`` whether they are late, paid or not."""
    return ~found["is_credited"] & (_days(found["due_on"]) + pd.Timedelta(days=LATE_DAYS) < day)


def days_beyond_terms(found: DataFrame) -> DataFrame:
    """How many days beyond its due day each euro of a client arrives, on average.

    Columns out, one row a client: ``client_id``, ``days_beyond_terms`` (days; NaN where nothing has fallen due),
    ``settled`` (invoices), ``late`` (invoices), ``known`` (invoices).
    Σ owed × max(0, days_late) / Σ owed over the invoices settled, or past due and unpaid with their days so far.
    """
    counted = found["is_settled"] | (~found["is_credited"] & (found["days_late"] > 0))
    table = DataFrame(
        {
            "client_id": found["client_id"],
            "weighted": found["owed"] * found["days_late"].clip(lower=0) * counted,
            "money": found["owed"] * counted,
            "settled": found["is_settled"],
            "late": found["is_late"],
            "known": found["is_known"],
        }
    )
    sums = table.groupby("client_id", sort=True).sum()
    beyond = sums["weighted"].div(sums["money"].where(sums["money"] > 0)).astype(float)
    counts = sums[["settled", "late", "known"]].astype("int64")
    return counts.assign(days_beyond_terms=beyond).reset_index()


@dataclass(frozen=True, slots=True)
class Earlier:
    """Sums over a client's events before a day: events sorted by client and day, with their running total."""

    keys: Whole
    totals: Floats

    @classmethod
    def of(cls, client: Whole, day: Whole, weight: Floats | None = None) -> Self:
        """Events of clients (codes) on days (since 1970), each with a weight (1 where none is given)."""
        order = np.lexsort((day, client))
        weights = np.ones(len(order)) if weight is None else weight[order]
        return cls(client[order] * _SPAN + day[order], np.concatenate([[0.0], np.cumsum(weights)]))

    def before(self, client: Whole, day: Whole, last: int | None = None) -> Floats:
        """For each (client, day): the sum over that client's events on earlier days, or over the ``last`` of them."""
        stop = np.searchsorted(self.keys, client * _SPAN + day, side="left")
        start = np.searchsorted(self.keys, client * _SPAN, side="left")
        if last is not None:
            start = np.maximum(start, stop - last)
        sums: Floats = self.totals[stop] - self.totals[start]
        return sums


@dataclass(frozen=True, slots=True)
class History:
    """What was known, on any day, of how each client had paid until the day before; made from ``lateness``."""

    codes: pd.Index
    sums: dict[str, Earlier]
    company: tuple[Earlier, Earlier]

    @classmethod
    def of(cls, found: DataFrame) -> Self:
        """The history in ``found``, the frame of ``lateness``; invoices taken back whole are left out."""
        kept = found[~found["is_credited"]]
        codes = pd.Index(sorted(kept["client_id"].unique()))
        client = np.asarray(codes.get_indexer(pd.Index(kept["client_id"])), dtype=np.int64)
        return cls(codes, _sums(kept, client), _company(kept))

    def at(self, client_id: Series, day: Series) -> DataFrame:
        """What was known of each client before each day; ``client_id`` and ``day`` pair up, index kept.

        Columns out: ``settled`` (invoices), ``known`` and ``late`` (those whose outcome had shown, and those late),
        ``company_share`` (late share of the whole company by then), ``days_beyond`` (money-weighted, of the settled),
        ``recent_days`` (mean of the last three settled), ``overdue`` and ``long_overdue`` (unpaid past due, and by more
        than 30 days), ``open``, ``typical_amount``, ``since_first_days``. Means are NaN without an invoice.
        """
        client = np.asarray(self.codes.get_indexer(pd.Index(client_id)), dtype=np.int64)
        at = _day_numbers(day)
        known = {name: sums.before(client, at) for name, sums in self.sums.items() if name != "recent"}
        recent = self.sums["recent"].before(client, at, last=RECENT)
        with np.errstate(divide="ignore", invalid="ignore"):
            table = {
                "settled": known["settled"],
                "known": known["settled"] + known["fell_long"] - known["left_long"],
                "late": known["settled_late"] + known["fell_long"] - known["left_long"],
                "company_share": self._company_share(at),
                "days_beyond": known["weighted"] / known["money"],
                "recent_days": recent / np.minimum(known["settled"], RECENT),
                "overdue": known["fell_due"] - known["left_due"],
                "long_overdue": known["fell_long"] - known["left_long"],
                "open": known["issued"] - known["settled"],
                "typical_amount": known["issued_money"] / known["issued"],
                "since_first_days": np.where(known["issued"] > 0, at - known["first_day"], np.nan),
            }
        return DataFrame(table, index=client_id.index)

    def _company_share(self, day: Whole) -> Floats:
        nobody = np.zeros(len(day), dtype=np.int64)
        late, known = (sums.before(nobody, day) for sums in self.company)
        share: Floats = (late + 1) / (known + 10)
        return share


def _sums(kept: DataFrame, client: Whole) -> dict[str, Earlier]:
    issued, due, settled = (_day_numbers(kept[name]) for name in ("issued_on", "due_on", "settled_on"))
    done = kept["is_settled"].to_numpy()
    owed = kept["owed"].to_numpy(dtype=float)
    days = kept["days_late"].to_numpy(dtype=float)
    long = due + LATE_DAYS + 1
    ended = np.where(done, settled, _SPAN // 2)
    is_first = ~kept["client_id"].duplicated().to_numpy()
    return {
        "settled": Earlier.of(client[done], settled[done]),
        "settled_late": Earlier.of(client[done], settled[done], (days > LATE_DAYS)[done].astype(float)),
        "weighted": Earlier.of(client[done], settled[done], (owed * days.clip(min=0))[done]),
        "money": Earlier.of(client[done], settled[done], owed[done]),
        "recent": Earlier.of(client[done], settled[done], days.clip(-LATE_DAYS, LONGEST_DAYS)[done]),
        "issued": Earlier.of(client, issued),
        "issued_money": Earlier.of(client, issued, owed),
        "first_day": Earlier.of(client[is_first], issued[is_first], issued[is_first].astype(float)),
        "fell_due": Earlier.of(client, due),
        "left_due": Earlier.of(client, np.maximum(due, ended)),
        "fell_long": Earlier.of(client, long),
        "left_long": Earlier.of(client, np.maximum(long, ended)),
    }


def _company(kept: DataFrame) -> tuple[Earlier, Earlier]:
    known = kept[kept["is_known"]]
    shown = np.where(
        known["is_settled"], _day_numbers(known["settled_on"]), _day_numbers(known["due_on"]) + LATE_DAYS + 1
    )
    nobody = np.zeros(len(known), dtype=np.int64)
    late = Earlier.of(nobody, shown, known["is_late"].to_numpy(dtype=float))
    return late, Earlier.of(nobody, shown)


def _days(values: Series) -> Series:
    return pd.to_datetime(values)


def _day_numbers(values: Series) -> Whole:
    """Days since 1970; a missing one is far ahead."""
    days = _days(values)
    numbers: Whole = days.fillna(pd.Timestamp(1970, 1, 1)).to_numpy().astype("datetime64[D]").astype(np.int64)
    return np.where(days.isna(), _SPAN // 2, numbers)
