"""Hand-made frames in the form of the plan's queries."""

from decimal import Decimal

import pandas as pd
from pandas import DataFrame

Row = tuple[object, ...]


def days(values: list[str]) -> pd.Series:
    return pd.Series(pd.to_datetime(values)).astype("datetime64[us]")


def actuals(*rows: tuple[str | None, str, str, str]) -> DataFrame:
    """(manager_id, month, metric, actual): as ``sales_plan_actuals`` gives them."""
    frame = DataFrame(rows, columns=["manager_id", "period", "metric", "actual"], dtype=object)
    return frame.assign(period=days(frame["period"].tolist()), actual=[Decimal(each) for each in frame["actual"]])


def targets(*rows: tuple[str, str, str, str, str]) -> DataFrame:
    """(cut, unit_id, month, metric, target): as ``sales_plan_targets`` gives them."""
    frame = DataFrame(rows, columns=["cut", "unit_id", "period", "metric", "target"], dtype=object)
    return frame.assign(period=days(frame["period"].tolist()), target=[Decimal(each) for each in frame["target"]])


def daily(*rows: tuple[str, str, str, str, float]) -> DataFrame:
    """(cut, unit_id, metric, day, value): as ``sales_plan_daily`` gives them."""
    frame = DataFrame(rows, columns=["cut", "unit_id", "metric", "on_day", "value"])
    return frame.assign(on_day=days(frame["on_day"].tolist()), value=frame["value"].astype(float))


def open_deals(*rows: tuple[str, str, int, float, float]) -> DataFrame:
    return DataFrame(rows, columns=["cut", "unit_id", "count_deals", "amount", "margin"])


def units(*rows: tuple[str, str, str, str | None]) -> DataFrame:
    return DataFrame(rows, columns=["cut", "unit_id", "name", "team"])


def covered(*rows: tuple[str, str, str, float]) -> DataFrame:
    return DataFrame(rows, columns=["cut", "unit_id", "metric", "covered_share"])
