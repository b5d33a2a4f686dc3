"""What the client files say of each client, as features that a model can use.

They carry no day of their own: they are as last imported, and a proof names those that it used.
"""

import pandas as pd
from pandas import DataFrame, Series

_COLUMNS = ("kind", "industry", "region", "channel", "vip", "employees", "annual_revenue")
_MOST_LEVELS = 50
PREFIX = "attribute:"


def client_features(clients: DataFrame, attributes: DataFrame) -> DataFrame:
    """One row a client (index: client_id, sorted), one column a feature that tells clients apart.

    ``clients`` has client_id and the contract's columns; ``attributes`` has client_id, name, kind {text, number, date,
    boolean} and value (text). An attribute's column is called ``attribute:<name>``. Left out are days, columns with one
    value, and texts of more than 50 different values (names, notes, numbers of other systems).
    """
    index = pd.Index(sorted(clients["client_id"].astype("str")), name="client_id", dtype="str")
    known = clients.set_index("client_id").reindex(index)
    columns = {name: known[name] for name in _COLUMNS if name in known}
    for (name, kind), rows in attributes.sort_values(["name", "client_id"]).groupby(["name", "kind"], sort=True):
        values = rows.set_index("client_id")["value"].reindex(index)
        columns[f"{PREFIX}{name}"] = _typed(values, str(kind))
    kept = {name: values for name, values in columns.items() if _tells_apart(values)}
    return DataFrame(kept, index=index)


def _typed(values: Series, kind: str) -> Series:
    if kind == "number":
        return pd.to_numeric(values, errors="coerce").astype(float)
    if kind == "boolean":
        return values.str.casefold().map({"true": 1.0, "yes": 1.0, "false": 0.0, "no": 0.0}).astype(float)
    return values if kind == "text" else values.where(values.isna())


def _tells_apart(values: Series) -> bool:
    different = values.nunique(dropna=False)
    if different < 2:
        return False
    return pd.api.types.is_numeric_dtype(values) or values.nunique() <= _MOST_LEVELS


def no_reasons() -> DataFrame:
    """The reasons of a score that no model made: the columns of ``scores.reasons``, and no rows."""
    named = {name: Series(dtype="str") for name in ("client_id", "feature", "value")}
    return DataFrame({**named, "contribution": Series(dtype=float)})
