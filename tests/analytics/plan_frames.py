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


def deals(*rows: tuple[str, str, str | None, str, str, str | None]) -> DataFrame:
    """(deal_id, opened_on, closed_on, stage, amount, expected_on): as ``sales_plan_deals`` gives them, all Ann's."""
    frame = DataFrame(
        rows, columns=["deal_id", "opened_on", "closed_on", "stage", "amount", "expected_on"], dtype=object
    )
    told = {"client_id": "C1", "client": "One", "manager_id": "A", "manager": "Ann", "team": "North"}
    return frame.assign(
        **told,
        product_id="P1",
        region="East",
        is_won=(frame["stage"] == "won").astype(bool),
        is_lost=(frame["stage"] == "lost").astype(bool),
        cents=[int(Decimal(amount) * 100) for amount in frame["amount"]],
        cost_cents=0,
        **{name: days(frame[name].tolist()) for name in ("opened_on", "closed_on", "expected_on")},
    ).astype({"cents": "int64"})


def changed(*rows: tuple[str, str, str, str | None, str]) -> DataFrame:
    """(deal_id, day, field, old, new): as ``sales_plan_changes`` gives them."""
    frame = DataFrame(rows, columns=["deal_id", "on_day", "field", "old", "new"], dtype=object)
    is_day = frame["field"] == "expected_on"
    for side in ("old", "new"):
        frame[f"{side}_on"] = days(frame[side].where(is_day & (frame[side] != "")).tolist())
        frame[f"{side}_cents"] = pd.to_numeric(frame[side].mask(is_day), errors="coerce").astype(float).mul(100).round()
    return frame.assign(
        on_day=days(frame["on_day"].tolist()),
        at=days(frame["on_day"].tolist()),
        is_read=(frame["new_on"].notna() | frame["new_cents"].notna() | (frame["new"] == "")).astype(bool),
        is_told=frame["old"].notna(),
    ).sort_values(["deal_id", "field", "at"])


def reached(*rows: tuple[str, str, str, str, str]) -> DataFrame:
    """(cut, unit_id, month, metric, actual): as ``sales_plan_reached`` gives them."""
    frame = DataFrame(rows, columns=["cut", "unit_id", "period", "metric", "actual"], dtype=object)
    return frame.assign(period=days(frame["period"].tolist()), actual=[Decimal(each) for each in frame["actual"]])
