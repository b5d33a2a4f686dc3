"""A made-up company whose clients pay by a rule that is known: frames as the reliability queries give them."""

from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd
from pandas import DataFrame

FIRST, LAST = pd.Timestamp(2023, 1, 1), pd.Timestamp(2025, 12, 31)
THROUGH = LAST.date()
LATE_SHARE = {"Building": 0.45, "Food": 0.05}
"""The planted share of invoices paid over 30 days late, by industry."""
FAIL_SHARE = {"Building": 0.36, "Food": 0.06}
"""The planted share of clients that fail within the three years, by industry."""

EMPTY_ATTRIBUTES = DataFrame({name: pd.Series(dtype="str") for name in ("client_id", "name", "kind", "value")})


def clients(count: int, generator: np.random.Generator) -> DataFrame:
    industry = np.where(np.arange(count) % 2 == 0, "Building", "Food")
    fails = generator.random(count) < np.vectorize(FAIL_SHARE.get)(industry)
    day = FIRST + pd.to_timedelta(generator.integers(30, 1090, count), unit="D")
    table = DataFrame(
        {
            "client_id": [f"C{number:04d}" for number in range(count)],
            "name": [f"Client {number}" for number in range(count)],
            "kind": "company",
            "industry": industry,
            "region": generator.choice(["North", "South"], count),
            "employees": generator.integers(1, 200, count).astype(float),
            "owner_name": "Mari",
            "credit_limit": np.nan,
            "known_from": FIRST,
            "defaulted_on": pd.Series(day).where(fails),
        }
    )
    return table.assign(ended_on=pd.Series(pd.NaT, index=table.index), defaulted=None)


def invoices(table: DataFrame, generator: np.random.Generator, each: int = 10) -> DataFrame:
    rows = []
    for client, industry in zip(table["client_id"], table["industry"], strict=True):
        for day in sorted(generator.integers(0, 1090, each)):
            issued = FIRST + timedelta(days=int(day))
            due = issued + timedelta(days=14)
            late = generator.random() < LATE_SHARE[industry]
            settled = due + timedelta(days=int(generator.integers(31, 80) if late else generator.integers(-5, 20)))
            amount = float(generator.integers(100, 5000))
            rows.append((client, issued, due, settled if settled <= LAST else pd.NaT, amount))
    found = DataFrame(rows, columns=["client_id", "issued_on", "due_on", "settled_on", "amount"])
    found["credited_amount"] = 0.0
    found["open_amount"] = found["amount"].where(found["settled_on"].isna(), 0.0)
    found.insert(0, "invoice_id", [f"I{number:05d}" for number in range(len(found))])
    return found


@cache
def company(count: int = 400, seed: int = 7) -> dict[str, DataFrame]:
    """Frames ``clients``, ``invoices`` and ``attributes`` of so many clients; not to be changed."""
    generator = np.random.default_rng(seed)
    table = clients(count, generator)
    return {"clients": table, "invoices": invoices(table, generator), "attributes": EMPTY_ATTRIBUTES}


def as_known_on(frames: dict[str, DataFrame], day: date) -> dict[str, DataFrame]:
    """The frames as a scope of an earlier day would give them: later rows gone, later ends empty."""
    end = pd.Timestamp(day)
    bills = frames["invoices"][frames["invoices"]["issued_on"] <= end].copy()
    bills["settled_on"] = bills["settled_on"].where(bills["settled_on"] <= end)
    bills["open_amount"] = bills["amount"].where(bills["settled_on"].isna(), 0.0)
    known = frames["clients"].copy()
    known["defaulted_on"] = known["defaulted_on"].where(known["defaulted_on"] <= end)
    return frames | {"invoices": bills, "clients": known}
