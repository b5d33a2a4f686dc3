"""Duplicates planted into the sample are found, what only looks alike isn't, and the answer is the same every time."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pandas as pd
import pytest
from pandas import DataFrame

from analytics.base_quality import linkage
from analytics.base_quality.linkage import find_doubles
from tests.analytics.base_quality.planting import LOOK_ALIKES, _client, plant, sample

ROOT = Path(__file__).parents[3]


def found(clients: DataFrame, threshold: float = 0.5) -> set[frozenset[str]]:
    pairs = find_doubles(clients, threshold).pairs
    return {frozenset(ids) for ids in zip(pairs["client_id"], pairs["other_id"], strict=True)}


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    clients = sample(tmp_path_factory.mktemp("planted"), 1000)
    rows, true, kinds = plant(clients)
    own = {frozenset((first, f"C{number:05}")) for first, number in _own(clients)}
    return pd.concat([rows, DataFrame(LOOK_ALIKES)], ignore_index=True), true | own, kinds


def _own(clients: DataFrame) -> list[tuple[str, int]]:
    """The sample's own duplicates: its last clients, by the phone or registry code that they share with an earlier."""
    last = clients.tail(len(clients) // 100)
    pairs = []
    for row in last.to_dict("records"):
        earlier = clients[clients["client_id"] < row["client_id"]]
        same = (earlier["phone"] == row["phone"]) | (earlier["email"] == row["email"])
        same |= earlier["registry_code"] == row["registry_code"]
        pairs += [(first, int(row["client_id"][1:])) for first in earlier.loc[same, "client_id"]]
    return pairs


def test_planted_duplicates_are_found_and_look_alikes_are_not(planted):
    rows, true, kinds = planted
    told = found(rows)
    right = told & true
    recall, precision = len(right) / len(true), len(right) / len(told)
    missed = sorted(kinds.get(pair, "own") for pair in true - told)
    print(f"\n{len(rows)} clients, {len(true)} true pairs: recall {recall:.3f}, precision {precision:.3f}")
    print("missed:", missed, "wrong:", [sorted(pair) for pair in told - true])
    assert recall >= 0.95
    assert precision >= 0.95
    assert not {client for pair in told for client in pair} & {row["client_id"] for row in LOOK_ALIKES}


def test_the_order_of_rows_changes_nothing_and_the_rows_stay(planted):
    rows, _true, _kinds = planted
    before = rows.copy()
    first, second = find_doubles(rows), find_doubles(rows.sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(first.pairs, second.pairs)
    pd.testing.assert_frame_equal(first.evidence, second.evidence)
    pd.testing.assert_frame_equal(rows, before)


def test_likeness_is_learned_where_enough_pairs_share_a_code(tmp_path_factory, monkeypatch):
    clients = sample(tmp_path_factory.mktemp("coded"), 400)
    firms = clients[clients["registry_code"].notna()].head(120).to_dict("records")
    copies = [row | {"client_id": f"X{place:03}", "phone": None} for place, row in enumerate(firms)]
    rows = DataFrame([*clients.to_dict("records"), *copies])
    learned = find_doubles(rows)
    assert learned.learned_from >= linkage.LEAST_PAIRS
    assert found(rows) >= {
        frozenset((one["client_id"], two["client_id"])) for one, two in zip(firms, copies, strict=True)
    }
    monkeypatch.setattr(linkage, "LEAST_PAIRS", 10_000)
    stated = find_doubles(rows)
    same_name = [
        one.evidence.query("field == 'name' and level == 'same'")["weight"].iloc[0] for one in (learned, stated)
    ]
    assert same_name[0] > same_name[1]  # every copy kept its name, which is more than was stated


def weight_of(evidence: DataFrame, field: str) -> tuple[str, float]:
    row = evidence[evidence["field"] == field].iloc[0]
    return row["level"], row["weight"]


def test_evidence_says_how_far_each_field_agrees():
    rows = DataFrame(
        [
            _client("A", "Jõeorru Majutus OÜ", registry_code="12345678", email="info@joeorru.example", city="Tartu"),
            _client(
                "B", "JOEORRU MAJUTUS osaühing", registry_code="1234567-8", email="ifo@joeorru.example", city="Elva"
            ),
        ]
    )
    told = find_doubles(rows)
    assert told.pairs[["client_id", "other_id"]].to_numpy().tolist() == [["A", "B"]]
    assert weight_of(told.evidence, "name")[0] == "same"
    assert weight_of(told.evidence, "registry_code")[1] > 10
    assert weight_of(told.evidence, "email")[0] == "a_letter_off"
    assert weight_of(told.evidence, "city")[1] < 0
    assert "phone" not in set(told.evidence["field"])


def test_a_vat_number_stands_in_for_a_missing_code_and_never_against_one():
    one = _client("A", "Kivi", registry_code="12345678", vat_number="LV12345678")
    assert found(DataFrame([one, _client("B", "Teine nimi", vat_number="LV12345678")]), 0.01)
    assert not found(DataFrame([one, _client("B", "Teine nimi", vat_number="EE12345678")]), 0.01)
    assert found(DataFrame([one | {"vat_number": None}, _client("B", "Teine nimi", vat_number="LV12345678")]), 0.01)
    group = _client("B", "Kivi Grupp", registry_code="87654321", vat_number="LV12345678")
    assert not found(DataFrame([one, group]), 0.01)


def test_no_pair_is_called_certain():
    one = _client("A", "Jõeorru Majutus OÜ", registry_code="12345678", email="a@joeorru.example", phone="+372 5551234")
    assert find_doubles(DataFrame([one, one | {"client_id": "B"}])).pairs["probability"].tolist() == [linkage.SUREST]


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_clients_give_empty_frames_with_the_same_columns(count):
    told = find_doubles(DataFrame([_client("A", "One")]).head(count))
    assert told.pairs.empty
    assert list(told.pairs.columns) == ["client_id", "other_id", "probability"]
    assert list(told.evidence.columns) == ["client_id", "other_id", "field", "level", "weight"]


def test_the_library_is_loaded_where_it_is_used_and_nothing_that_draws_or_calls_out_with_it():
    told = textwrap.dedent("""
        import sys
        import analytics.runner, analytics.base_quality, analytics.base_quality.findings
        assert "splink" not in sys.modules
        from pandas import DataFrame
        from analytics.base_quality.linkage import find_doubles
        columns = "client_id name kind registry_code vat_number email phone city url".split()
        find_doubles(DataFrame([[key, "Name", *[None] * 7] for key in "AB"], columns=columns))
        assert "splink" in sys.modules
        print(sorted({"altair", "matplotlib", "plotly", "requests", "socketserver"} & set(sys.modules)))
    """)
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""
