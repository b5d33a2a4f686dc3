"""The rows behind the numbers of the complaints page, and parts of its result."""

from pandas import DataFrame

from analytics.complaints import COMPLAINT, Result


def open_rows(result: Result) -> DataFrame:
    """The complaints that are open now, whatever the period, the oldest first; ``value`` is 1."""
    return result.open.assign(value=1)


def in_time_rows(result: Result) -> DataFrame:
    """Complaints whose target day was in the period: ``value`` 1 where they were settled by then, ``base`` 1."""
    rows = result.due
    settled = (rows["days"] <= result.target_days) & ~rows["is_open"]
    return rows[COMPLAINT].assign(value=settled.astype("int64"), base=1)


def repeat_rows(result: Result) -> DataFrame:
    """Complaints of the period with a cause: ``value`` 1 where it is a repeat, ``base`` 1."""
    rows = result.complaints[result.complaints["cause"].notna()]
    return rows[COMPLAINT].assign(value=rows["is_repeat"].astype("int64"), base=1)


def total(rows: DataFrame) -> float | None:
    """The ratio that rows with ``value`` and ``base`` add up to; None for a ratio of nothing."""
    return float(rows["value"].sum() / rows["base"].sum()) if len(rows) else None


def months_of(result: Result, cause: str | None) -> DataFrame:
    """The months of one cause, or of all complaints."""
    months = result.months
    return months[months["cause"].isna() if cause is None else months["cause"] == cause].reset_index(drop=True)


def of_group(result: Result, by: str) -> DataFrame:
    """The groups of one kind: product, unit or manager."""
    return result.groups[result.groups["by"] == by].reset_index(drop=True)
