"""Which clients are entered twice: probabilistic record linkage, with Splink on a DuckDB in memory."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame

from analytics.base_quality.levels import FIELDS, Field, settled
from analytics.base_quality.likeness import likeness

SHOWN_FROM = 0.5
"""The probability from which a pair is shown."""

SUREST = 0.999
"""No pair is surer than this: shares that are partly stated beforehand can't tell more."""

DOUBLES_SHARE = 0.01
"""The share of clients that are expected to be entered a second time, before anything is compared."""

LEAST_PAIRS = 100
"""Pairs of one code from which their likeness in the other fields is learned."""

_SAMPLE = 600
_SEED = 7
_MOST_PRIOR = 1e-3
_THREADS = 2
_CHUNK = 50_000
"""Clients that are compared with all others at a time, so that memory stays small."""

BLOCKS: tuple[str, ...] = (
    "l.registry_code = r.registry_code",
    "l.vat_number = r.vat_number",
    "l.vat_digits = r.registry_code",
    "l.registry_code = r.vat_digits",
    "l.email = r.email",
    "l.phone = r.phone",
    "l.skeleton = r.skeleton",
    "l.rare_word = r.rare_word",
    "l.domain = r.domain and l.city = r.city",
    "l.site = r.site",
    "l.start = r.start and l.city = r.city",
)
"""What two clients must share to be compared at all; one of them is enough."""

PAIRS = {"client_id": "str", "other_id": "str", "probability": "float64"}
EVIDENCE = {"client_id": "str", "other_id": "str", "field": "str", "level": "str", "weight": "float64"}


@dataclass(frozen=True, slots=True)
class Linkage:
    """What was found: ``pairs`` (client_id, other_id, probability; the lesser id first), ``evidence`` (a row for each
    field of each pair: level, weight in bits), ``prior`` (of any two clients), and from how many pairs of one code the
    shares were learned (0: the stated ones hold).
    """

    pairs: DataFrame
    evidence: DataFrame
    prior: float
    learned_from: int


def find_doubles(clients: DataFrame, threshold: float = SHOWN_FROM) -> Linkage:
    """The pairs of ``clients`` that are one and the same with a probability of ``threshold`` or more.

    ``clients``: client_id, name, kind, registry_code, vat_number, email, phone, city, url (texts). How often
    strangers agree is counted over all pairs of a fixed sample of 600; how often one client's entries agree is
    learned by expectation maximisation over the pairs with one registry code where there are ``LEAST_PAIRS``. Both
    are drawn towards the stated shares by their firmness. The same rows give the same answer in any order.
    """
    rows = likeness(clients)
    if len(rows) < 2:
        return Linkage(_frame([], PAIRS), _frame([], EVIDENCE), 0.0, 0)
    coded = _pairs_of_one_code(rows)
    prior = _prior(len(rows), coded)
    fields, learned_from = _learned(rows, prior, coded)
    found = _compared(rows, fields, prior, threshold)
    return Linkage(_pairs(found), _evidence(found, fields), prior, learned_from)


def _pairs_of_one_code(rows: DataFrame) -> int:
    counts = rows["registry_code"].value_counts()
    return int((counts * (counts - 1) // 2).sum())


def _prior(count: int, coded: int) -> float:
    """The probability that two clients drawn by chance are one: the expected doubles over all pairs."""
    expected = DOUBLES_SHARE * count + coded
    return min(_MOST_PRIOR, expected / (count * (count - 1) / 2))


def _learned(rows: DataFrame, prior: float, coded: int) -> tuple[tuple[Field, ...], int]:
    """The fields with their shares settled, and from how many pairs of one code."""
    sample = rows
    if len(rows) > _SAMPLE:
        places = np.random.default_rng(_SEED).choice(len(rows), _SAMPLE, replace=False)
        sample = rows.iloc[np.sort(places)]
    all_pairs = len(sample) * (len(sample) - 1) / 2
    with _linking(sample, FIELDS, prior) as strangers:
        strangers.training.estimate_u_using_random_sampling(max_pairs=all_pairs, min_count_per_level=None, num_chunks=1)
        fields = settled(FIELDS, _shares(strangers), {"m": 0, "u": all_pairs})
    if coded < LEAST_PAIRS:
        return fields, 0
    with _linking(rows, fields, prior) as doubles:
        doubles.training.estimate_parameters_using_expectation_maximisation("l.registry_code = r.registry_code")
        return settled(fields, _shares(doubles), {"m": coded, "u": 0}), coded


def _shares(linker: Any) -> dict[str, dict[str, tuple[float, float]]]:
    """Field → level → (m, u) as the linker has learned them; a level never met keeps what was stated."""
    return {
        comparison["output_column_name"]: {
            level["label_for_charts"]: (level["m_probability"], level["u_probability"])
            for level in comparison["comparison_levels"]
            if not level.get("is_null_level")
        }
        for comparison in linker.misc.save_model_to_json()["comparisons"]
    }


@contextmanager
def _linking(rows: DataFrame, fields: Sequence[Field], prior: float) -> Iterator[Any]:
    """A linker over ``rows`` in a database of its own that writes nowhere."""
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    settings: dict[str, Any] = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "client_id",
        "probability_two_random_records_match": prior,
        "retain_intermediate_calculation_columns": True,
        "blocking_rules_to_generate_predictions": list(BLOCKS),
        "comparisons": [field.comparison() for field in fields],
    }
    database = DuckDBAPI()
    try:
        database.duckdb_con.execute(f"set threads = {_THREADS}")
        database.duckdb_con.execute("set temp_directory = ''")
        yield Linker(database.register(rows), settings, log_level=None, validate_settings=False)
    finally:
        database.duckdb_con.close()


def _compared(rows: DataFrame, fields: Sequence[Field], prior: float, threshold: float) -> DataFrame:
    """The likely pairs with the degree of each field, the likeliest first."""
    parts = -(-len(rows) // _CHUNK)
    with _linking(rows, fields, prior) as linker:
        likely = linker.inference.predict(threshold, num_chunks_left=parts, num_chunks_right=1, warning_mode="never")
        found: DataFrame = likely.as_pandas_dataframe()
    ids = found[["client_id_l", "client_id_r"]].astype(str).to_numpy()
    found["client_id"], found["other_id"] = ids.min(axis=1), ids.max(axis=1)
    found["probability"] = found["match_probability"].astype(float).round(6).clip(upper=SUREST)
    order = ["probability", "client_id", "other_id"]
    return found.sort_values(order, ascending=[False, True, True], ignore_index=True)


def _pairs(found: DataFrame) -> DataFrame:
    return _frame(found[list(PAIRS)].to_dict("records"), PAIRS)


def _evidence(found: DataFrame, fields: Sequence[Field]) -> DataFrame:
    """A row for each field of which something can be said, in the fields' order."""
    rows = []
    for pair in found.to_dict("records"):
        for field in fields:
            level = field.level(int(pair[f"gamma_{field.name}"]))
            if level is not None:
                told = {"field": field.name, "level": level.name, "weight": round(level.weight, 3)}
                rows.append({"client_id": pair["client_id"], "other_id": pair["other_id"]} | told)
    return _frame(rows, EVIDENCE)


def _frame(rows: Sequence[Mapping[Any, Any]], kinds: Mapping[str, str]) -> DataFrame:
    return pd.DataFrame(list(rows), columns=list(kinds)).astype(dict(kinds))
