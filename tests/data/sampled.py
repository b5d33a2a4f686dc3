"""The sample company's files as the tests read them: straight from the CSVs, without the product."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from data.contract import TABLES

LAST = pd.Timestamp("2026-11-12")
PAID_THROUGH = pd.Timestamp("2026-10-22")


def read(folder: Path) -> dict[str, DataFrame]:
    """Every CSV of the folder as text."""
    return {path.stem: pd.read_csv(path, dtype=str, keep_default_na=False) for path in sorted(folder.glob("*.csv"))}


def typed(tables: dict[str, DataFrame]) -> dict[str, DataFrame]:
    """The same with days as timestamps and amounts as floats, by the contract's kinds."""
    made = {name: frame.copy() for name, frame in tables.items()}
    for table in TABLES:
        frame = made[table.name]
        for column in (column for column in table.columns if column.name in frame):
            if column.kind in ("day", "moment", "month"):
                frame[column.name] = pd.to_datetime(frame[column.name])
            elif column.kind in ("money", "number", "rate", "integer", "share"):
                frame[column.name] = pd.to_numeric(frame[column.name])
    return made


def in_euros(deals: DataFrame, rates: DataFrame) -> Series:
    """The deals' amounts in euros: the rate of the month in which they closed."""
    known = {(row.currency, row.from_on): row.rate for row in rates.itertuples()}
    months = deals["closed_on"].dt.to_period("M").dt.start_time
    rate = [known.get(key, 1.0) for key in zip(deals["currency"], months, strict=True)]
    return (deals["amount"] * np.array(rate)).round(2)


def won(tables: dict[str, DataFrame]) -> DataFrame:
    """The won deals, amounts in euros, with whether they are late."""
    deals = tables["deals"][tables["deals"]["stage"] == "won"].copy()
    deals["amount"] = in_euros(deals, tables["rates"])
    missing = deals["delivered_on"].isna() & (deals["promised_on"] < LAST)
    deals["late"] = (deals["delivered_on"] > deals["promised_on"]) | missing
    return deals


def day_numbers(days: Series) -> Series:
    """Days since the first one; infinite where there is none."""
    return ((days.dt.normalize() - pd.Timestamp(date(2023, 12, 1))).dt.days).fillna(np.inf)
