"""The score of paying late: it finds the planted rule, knows no later day, and falls back to shrunken shares."""

import numpy as np
import pandas as pd
import pytest

from analytics.reliability.features import client_features
from analytics.reliability.paying_late import paying_late
from analytics.scores import auc, prior
from tests.analytics.payers import LATE_SHARE, THROUGH, as_known_on, company


def features(frames):
    return client_features(frames["clients"], frames["attributes"])


@pytest.fixture(scope="module")
def found():
    frames = company()
    return paying_late(frames["invoices"], features(frames), THROUGH)


def test_it_finds_the_planted_shares(found):
    industry = company()["clients"].set_index("client_id")["industry"]
    said = found.clients.set_index("client_id")["late_probability"].groupby(industry).mean()
    assert said["Building"] == pytest.approx(LATE_SHARE["Building"], abs=0.06)
    assert said["Food"] == pytest.approx(LATE_SHARE["Food"], abs=0.03)


def test_it_proves_itself_on_later_invoices_and_beats_the_clients_own_share(found):
    assert found.proof.method == "time"
    assert found.proof.used
    assert found.proof.auc > found.proof.baseline_auc
    assert found.proof.n_test > 300


def test_it_was_right_before_the_day(found):
    """Scored as known on an earlier day, it ranks what was then yet to come."""
    frames = company()
    day = pd.Timestamp(2025, 6, 1)
    then = paying_late(as_known_on(frames, day.date())["invoices"], features(frames), day.date())
    bills = frames["invoices"]
    later = bills[(bills["issued_on"] > day) & (bills["due_on"] < pd.Timestamp(THROUGH) - pd.Timedelta(days=31))]
    came = ~((later["settled_on"] - later["due_on"]).dt.days <= 30)
    said = later["client_id"].map(then.clients.set_index("client_id")["late_probability"])
    assert auc(came[said.notna()], said.dropna()) > 0.7


def test_later_days_change_nothing_of_an_earlier_one():
    frames = company()
    day = pd.Timestamp(2025, 6, 1).date()
    whole = paying_late(frames["invoices"], features(frames), day)
    past = paying_late(as_known_on(frames, day)["invoices"], features(frames), day)
    pd.testing.assert_frame_equal(whole.clients, past.clients)


def test_a_client_is_scored_from_three_settled_invoices_on():
    frames = company(120)
    few = frames["invoices"].groupby("client_id").head(2)
    found = paying_late(few, features(frames), THROUGH)
    assert not found.clients["scored"].any()
    assert found.clients["late_probability"].isna().all()
    three = pd.concat([few, frames["invoices"][frames["invoices"]["client_id"] == "C0000"].tail(8)])
    table = paying_late(three.drop_duplicates("invoice_id"), features(frames), THROUGH).clients
    assert list(table.loc[table["scored"], "client_id"]) == ["C0000"]


def test_too_few_outcomes_give_the_shrunken_share_and_say_how_many_are_lacking():
    frames = company(30)
    found = paying_late(frames["invoices"], features(frames), THROUGH)
    assert not found.proof.used
    assert found.reasons.empty
    bills = frames["invoices"]
    ripe = bills[bills["due_on"] + pd.Timedelta(days=30) < pd.Timestamp(THROUGH)]
    late = ~((ripe["settled_on"] - ripe["due_on"]).dt.days <= 30)
    counts = late.groupby(ripe["client_id"]).agg(["sum", "count"])
    mean, strength = prior(counts["sum"], counts["count"])
    row = found.clients[found.clients["scored"]].iloc[0]
    assert row["late_probability"] == pytest.approx((mean * strength + row["late"]) / (strength + row["known"]))


def test_a_column_written_after_the_outcome_is_left_out_and_named():
    frames = company()
    bills = frames["invoices"]
    late = (bills["settled_on"] - bills["due_on"]).dt.days.fillna(99) > 30
    dunned = bills["client_id"].str[-1].isin(["0", "1", "2"])
    given_away = features(frames).assign(
        **{"attribute:dunned": lambda table: table.index.str[-1].isin(["0", "1", "2"])}
    )
    pure = bills[late == dunned]
    found = paying_late(pure, given_away, THROUGH)
    assert found.left_out == ("attribute:dunned",)
    assert "attribute:dunned" not in set(found.reasons["feature"])


def test_the_order_of_rows_does_not_matter_and_nothing_is_changed():
    frames = company(200)
    bills = frames["invoices"]
    shuffled = bills.sample(frac=1, random_state=1)
    before = shuffled.copy()
    first = paying_late(bills, features(frames), THROUGH)
    second = paying_late(shuffled, features(frames), THROUGH)
    pd.testing.assert_frame_equal(first.clients, second.clients)
    pd.testing.assert_frame_equal(first.reasons, second.reasons)
    assert first.proof == second.proof
    pd.testing.assert_frame_equal(shuffled, before)


def test_the_history_ends_with_the_score_of_today(found):
    last = found.history.groupby("client_id")["late_probability"].last()
    today = found.clients.set_index("client_id")["late_probability"].dropna()
    assert np.allclose(last.reindex(today.index), today)


def test_no_invoices_and_no_clients_give_empty_tables():
    frames = company(30)
    nothing = paying_late(frames["invoices"].iloc[:0], features(frames), THROUGH)
    assert not nothing.clients["scored"].any()
    nobody = paying_late(frames["invoices"].iloc[:0], features(frames).iloc[:0], THROUGH)
    assert list(nobody.clients.columns) == list(nothing.clients.columns)
    assert nobody.clients.empty
