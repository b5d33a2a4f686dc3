"""The score of failing: days of default in time, and without days cross-validated, against published results."""

import numpy as np
import pandas as pd
import pytest

from analytics.reliability.failing import failing
from analytics.reliability.features import client_features
from analytics.scores import auc, brier
from tests.analytics.payers import THROUGH, company
from tests.public_data import FOLDER as PUBLIC_DATA

GERMAN_CREDIT = PUBLIC_DATA / "german_credit" / "germancredit.csv"


def features(frames):
    return client_features(frames["clients"], frames["attributes"])


def found_in(frames, day=THROUGH):
    return failing(frames["clients"], frames["invoices"], features(frames), day)


@pytest.fixture(scope="module")
def found():
    return found_in(company(1200))


def test_it_is_tried_on_the_last_year_and_finds_the_planted_industry(found):
    assert found.proof.method == "time"
    assert found.proof.used
    assert found.proof.auc > 0.6
    table = company(1200)["clients"].merge(found.clients, on="client_id")
    alive = table[table["fail_probability"] < 1]
    said = alive.groupby("industry")["fail_probability"].mean()
    # 36 % in 3 years is about 13.8 % a year (1 − 0.64 ** (1 / 3)), 6 % about 2 %
    assert said["Building"] == pytest.approx(0.138, abs=0.06)
    assert said["Food"] == pytest.approx(0.02, abs=0.02)


def test_who_has_failed_is_certain(found):
    failed = company(1200)["clients"].dropna(subset="defaulted_on")["client_id"]
    said = found.clients.set_index("client_id").loc[failed, "fail_probability"]
    assert (said == 1.0).all()


def test_defaults_after_the_day_are_not_known():
    frames = company(600)
    day = pd.Timestamp(2025, 3, 1)
    known = frames["clients"].copy()
    known["defaulted_on"] = known["defaulted_on"].where(known["defaulted_on"] <= day)
    whole = failing(frames["clients"], frames["invoices"], features(frames), day.date())
    past = failing(known, frames["invoices"], features(frames), day.date())
    pd.testing.assert_frame_equal(whole.clients, past.clients)


def test_too_few_defaults_give_the_rate_of_like_payers_and_say_how_many_are_lacking():
    found = found_in(company(60))
    assert not found.proof.used
    assert found.proof.needed > 0
    alive = found.clients.loc[found.clients["fail_probability"] < 1, "fail_probability"]
    assert 1 <= alive.nunique() <= 4
    assert found.reasons.empty


def test_without_any_word_of_defaults_nothing_is_said():
    frames = company(60)
    silent = frames | {"clients": frames["clients"].assign(defaulted_on=pd.Series(pd.NaT, index=range(60)))}
    found = found_in(silent)
    assert found.clients["fail_probability"].isna().all()
    assert found.proof.needed == 50


def test_the_order_of_rows_does_not_matter():
    frames = company(400)
    shuffled = frames | {name: frames[name].sample(frac=1, random_state=2) for name in ("clients", "invoices")}
    pd.testing.assert_frame_equal(found_in(frames).clients, found_in(shuffled).clients)


@pytest.fixture(scope="module")
def german():
    if not GERMAN_CREDIT.exists():
        pytest.skip("the German credit data isn't here (../shared/data/german_credit)")
    raw = pd.read_csv(GERMAN_CREDIT, dtype=str)
    raw.insert(0, "client_id", [f"{number:04d}" for number in range(len(raw))])
    numbers = {name for name in raw.columns[1:] if pd.to_numeric(raw[name], errors="coerce").notna().all()}
    long = raw.drop(columns="creditability").melt("client_id", var_name="name")
    long["kind"] = long["name"].map(lambda name: "number" if name in numbers else "text")
    empty = pd.Series(pd.NaT, index=raw.index)
    clients = pd.DataFrame({"client_id": raw["client_id"], "known_from": empty, "ended_on": empty})
    clients = clients.assign(defaulted_on=empty, defaulted=(raw["creditability"] == "bad").astype(object))
    invoices = company(30)["invoices"].iloc[:0]
    return clients, failing(clients, invoices, client_features(clients, long), THROUGH)


def test_german_credit_is_cross_validated_as_published(german):
    """Published and measured on the UCI Statlog data: cross-validated AUC about .79, Brier score about .162."""
    found = german[1]
    assert found.proof.method == "folds"
    assert found.proof.used
    assert found.proof.auc == pytest.approx(0.79, abs=0.015)
    assert found.proof.brier == pytest.approx(0.162, abs=0.006)
    assert found.proof.baseline_brier == pytest.approx(0.3 * 0.7, abs=0.001)


def test_a_marked_clients_probability_is_the_one_found_without_it(german):
    clients, found = german
    came = clients["defaulted"].astype(float)
    said = found.clients["fail_probability"]
    assert auc(came, said) == pytest.approx(found.proof.auc)
    assert brier(came, said) == pytest.approx(found.proof.brier)
    assert np.isfinite(said).all()
