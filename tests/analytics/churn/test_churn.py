"""Probabilities of leaving: from days of the past, by the rule of silence, and without any day."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from pandas import DataFrame, Series
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from analytics.churn import Result, analyse
from analytics.churn import findings as churn_findings
from analytics.churn.causes import nothing
from analytics.churn.model import dated_outcomes, foretell, foretell_undated, silent_outcomes
from analytics.churn.scoring import score
from analytics.churn.words import factor_words, reason_words
from analytics.question import Question
from analytics.runner import House
from analytics.scores import Proof, not_enough
from analytics.words import speaking
from data import sample
from data.importing import ImportOptions
from data.sample.planted import HAZARD_RATIOS
from tests.public_data import FOLDER as PUBLIC_DATA

TELCO = PUBLIC_DATA / "telco_ibm" / "Telco-Customer-Churn.csv"
DAYS = pd.to_datetime(["2025-01-01", "2025-04-01", "2025-06-30", "2025-09-28", "2025-12-27"])
NO_TRAITS = DataFrame(index=[])


def known(signal: float, seed: int = 0, count: int = 600) -> tuple[DataFrame, np.ndarray]:
    """Clients on five days 90 days apart; leaving follows ``signal`` × push."""
    generator = np.random.default_rng(seed)
    rows = DataFrame(
        {
            "client_id": [f"C{number:04}" for number in range(count)] * len(DAYS),
            "landmark_on": np.repeat(DAYS, count),
            "last_deal_on": np.repeat(DAYS, count),
            "usual_days": 30.0,
            "limit_days": 90.0,
            "push": generator.normal(size=count * len(DAYS)),
            "silence_days": generator.integers(1, 100, count * len(DAYS)).astype(float),
        }
    )
    came = generator.random(len(rows)) < 1 / (1 + np.exp(2.5 - signal * rows["push"]))
    return rows, came.to_numpy(dtype=float)


def static(rows: DataFrame) -> tuple[DataFrame, Series]:
    ids = rows["client_id"].unique()
    return DataFrame(index=ids), Series(False, index=ids)


def test_a_model_is_tried_on_later_days_than_it_learned_from():
    rows, came = known(1.2)
    found = foretell(rows, came, "silence_days", *static(rows))
    tried = rows["landmark_on"].isin(DAYS[3:4])
    assert found.proof.used
    assert found.proof.method == "time"
    assert (found.proof.n_train, found.proof.n_test) == (1_800, 600)
    assert found.proof.events_test == int(came[tried].sum())
    assert found.probabilities["client_id"].tolist() == rows["client_id"].head(600).tolist()
    assert set(found.reasons["feature"]) <= {"push", "silence_days"}


def test_what_is_said_agrees_with_scikit_learn():
    """Source: an unpenalised logistic regression on the raw columns ranks the tried day alike."""
    rows, came = known(1.2)
    found = foretell(rows, came, "silence_days", *static(rows))
    learned, tried = rows["landmark_on"] < DAYS[3], rows["landmark_on"] == DAYS[3]
    columns = ["push", "silence_days"]
    plain = LogisticRegression(C=np.inf).fit(rows.loc[learned, columns].to_numpy(), came[learned])
    expected = roc_auc_score(came[tried], plain.predict_proba(rows.loc[tried, columns].to_numpy())[:, 1])
    assert found.proof.auc == pytest.approx(expected, abs=0.01)


def test_without_a_signal_shrunken_rates_are_shown():
    rows, came = known(0.0)
    found = foretell(rows, came, "silence_days", *static(rows))
    assert not found.proof.used
    assert found.proof.needed == 0
    assert set(found.reasons["feature"]) == {"silence_days"}
    assert found.probabilities["probability"].between(0.05, 0.12).all()


def test_few_leavers_are_not_enough():
    rows, came = known(1.0, count=40)
    came[came.cumsum() > 12] = 0
    found = foretell(rows, came, "silence_days", *static(rows))
    assert not found.proof.used
    assert found.proof.needed == 50 - int(came[:160].sum())


def test_a_trait_that_tells_who_left_is_left_out_and_named():
    rows, came = known(1.0)
    ids = rows["client_id"].unique()
    ever = Series(np.arange(len(ids)) % 5 == 0, index=ids)
    traits = DataFrame({"attribute:farewell": np.where(ever, "sent", None), "kind": "company"}, index=ids)
    rows["attribute:farewell"] = traits["attribute:farewell"].reindex(rows["client_id"]).to_numpy()
    found = foretell(rows, came, "silence_days", traits, ever)
    assert set(found.left_out) == {"attribute:farewell"}
    assert "attribute:farewell" not in set(found.reasons["feature"])


def test_the_same_rows_give_the_same_bits():
    rows, came = known(1.0)
    first, second = (foretell(rows, came, "silence_days", *static(rows)) for _ in range(2))
    assert first.probabilities.equals(second.probabilities)
    assert first.proof == second.proof


def test_leaving_within_ninety_days_is_an_outcome():
    rows = DataFrame({"client_id": ["A", "B", "C"], "landmark_on": pd.to_datetime(["2026-01-01"] * 3)})
    day = (date(2026, 1, 1) - date(1970, 1, 1)).days
    assert dated_outcomes(rows, Series({"A": day + 90, "B": day + 91})).tolist() == [1, 0, 0]


def test_silence_past_the_limit_is_an_outcome_unless_something_was_bought():
    now, then = pd.Timestamp(2026, 1, 1), pd.Timestamp(2026, 4, 1)
    last = [pd.Timestamp(2025, 12, 1)] * 3
    rows = DataFrame(
        {
            "client_id": ["A", "B", "C"] * 2,
            "landmark_on": [now] * 3 + [then] * 3,
            "last_deal_on": [*last, last[0], pd.Timestamp(2026, 2, 1), last[2]],
            "limit_days": [100.0, 100.0, 200.0] * 2,
        }
    )
    assert silent_outcomes(rows).tolist() == [1, 0, 0, 0, 0, 0]


@pytest.mark.skipif(not TELCO.exists(), reason="the public data of ../shared/data isn't here")
def test_telco_is_foretold_as_published():
    """Source: published cross-validated AUC about .845–.847 and Brier score .134."""
    table = pd.read_csv(TELCO).set_index("customerID")
    left = table.pop("Churn") == "Yes"
    table["TotalCharges"] = pd.to_numeric(table["TotalCharges"].str.strip())
    found = foretell_undated(table, left)
    assert found.proof.method == "folds"
    assert found.proof.auc == pytest.approx(0.846, abs=0.004)
    assert found.proof.brier == pytest.approx(0.134, abs=0.002)
    assert found.proof.used
    assert len(found.probabilities) == (~left).sum()


def test_former_clients_without_a_day_are_few():
    found = foretell_undated(
        DataFrame({"kind": ["a", "b", "a"]}, index=["1", "2", "3"]), Series([True, False, False], index=["1", "2", "3"])
    )
    assert found.proof.needed == 49
    assert found.probabilities["client_id"].tolist() == ["2", "3"]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("churn")
    made = House(folder / "workspace")
    made.import_paths([sample.write(folder / "exports")], ImportOptions(today=date(2027, 1, 1), who="test"))
    yield made
    made.engine.close()


@pytest.fixture(scope="module")
def answer(house) -> Result:
    return house.run("churn", house.scope())


@pytest.mark.parametrize(
    ("factor", "significant"),
    [
        ("late_delivery", True),
        ("contact_gap", True),
        ("slow_resolution", True),
        ("discount", False),
        ("manager_change", False),
        ("attribute:portal=yes", True),
        ("attribute:newsletter=yes", False),
    ],
)
def test_what_is_planted_in_the_sample_is_found(answer, factor, significant):
    """Source: docs/sample.md."""
    truth = HAZARD_RATIOS[factor]
    row = answer.causes.set_index("factor").loc[factor]
    assert row["low"] < truth < row["high"]
    assert bool(row["significant"]) is significant


def test_the_samples_model_proves_itself(answer):
    assert answer.proof.used
    assert answer.proof.auc_low > answer.proof.baseline_auc
    assert answer.clients["probability"].between(0, 1).all()
    assert (answer.clients["reasons"] != "").mean() > 0.9
    assert answer.rule == "dated"


def test_price_is_said_where_deliveries_were_missed(answer):
    assert answer.stated["reason"].iloc[0] == "price"
    hidden = answer.disagreements.iloc[0]
    assert (hidden["reason"], hidden["factor"]) == ("price", "late_delivery")


def test_an_earlier_day_lists_those_who_left_later(house, answer):
    before = house.run("churn", house.scope(as_of=date(2026, 3, 31)))
    gone_since = set(before.clients["client_id"]) - set(answer.clients["client_id"])
    left = house.query("metric_lost_clients", house.scope(start=date(2026, 4, 1)))
    assert gone_since
    assert gone_since <= set(left["client_id"])
    assert before.lost["lost_on"].max() <= pd.Timestamp(2026, 3, 31)


def test_a_manager_sees_the_companys_score_of_their_own_clients(house, answer):
    team = house.status(house.scope()).teams[0]
    seen = house.run("churn", house.scope(teams=(team,)))
    assert set(seen.clients["team"]) == {team}
    both = seen.clients.merge(answer.clients, on="client_id")
    assert (both["probability_x"] == both["probability_y"]).all()
    assert seen.causes["hazard_ratio"].equals(answer.causes["hazard_ratio"])


def test_the_page_says_what_was_found_in_words(answer):
    headline = churn_findings.churn_headline(answer)
    assert "clients will leave within 90 days" in headline
    assert churn_findings.causes_finding(answer).startswith("Missed delivery: leaves 2.")
    assert "price" in churn_findings.stated_finding(answer)
    assert "missed delivery" in churn_findings.disagreement_finding(answer)
    assert churn_findings.rule_words(answer) == ""


def silent_company(count: int = 300) -> dict[str, DataFrame]:
    """Clients who buy every 30 days or so; a third of them stopped at some time."""
    generator = np.random.default_rng(2)
    landmarks = []
    for number in range(count):
        stop = int(generator.integers(100, 900)) if number % 3 == 0 else 1_000
        days = np.cumsum(generator.integers(15, 46, 60))
        days = days[days <= stop]
        for ago in range(0, 811, 90):
            bought = days[days <= 900 - ago]
            if len(bought):
                logs = np.log(np.diff(bought))
                landmarks.append(
                    (
                        f"C{number:03}",
                        900 - ago,
                        days[0],
                        len(bought),
                        bought[-1],
                        len(logs),
                        logs.sum(),
                        (logs**2).sum(),
                    )
                )
    names = [
        "client_id",
        "landmark_on",
        "entered_on",
        "count_deals",
        "last_deal_on",
        "count_gaps",
        "sum_log_gap",
        "sum_log_gap_squared",
    ]
    rows = DataFrame(landmarks, columns=names)
    start = pd.Timestamp(2024, 1, 1)
    for name in ("landmark_on", "entered_on", "last_deal_on"):
        rows[name] = start + pd.to_timedelta(rows[name], unit="D")
    rows = rows.assign(
        deals_365=12, amount_365=100.0, amount_before=100.0, last_contact_on=pd.NaT, contacts_90=0, contacts_365=0
    )
    ids = rows["client_id"].unique()
    empty = {"name": ids, "owner_name": "Ann", "team": None, "ended_reason": None, "status": "active"}
    traits = dict.fromkeys(("kind", "industry", "region", "need", "need_level", "channel", "vip", "marketing"))
    sizes = dict.fromkeys(("employees", "annual_revenue", "payment_days", "contact_every_days"), np.nan)
    clients = DataFrame(
        {"client_id": ids, **empty, **traits, **sizes, "ended_on": pd.NaT, "entered_on": start, "watched_from": start}
    )
    clients = clients.assign(revenue=100.0, revenue_with_cost=0.0, margin=0.0, last_revenue=70.0)
    troubles = DataFrame(columns=["client_id", "landmark_on", "complaints_365", "complaints_open", "overdue_amount"])
    states = DataFrame(columns=["client_id", "factor", "from_on", "since_on"])
    return {
        "clients": clients,
        "attributes": DataFrame(columns=["client_id", "name", "kind", "value"]),
        "states": states,
        "ties": states.assign(until_on=None),
        "landmarks": rows,
        "troubles": troubles,
    }


def test_without_end_dates_a_client_is_lost_when_silent_past_its_rhythm():
    frames = silent_company()
    as_of = date(2024, 1, 1) + pd.Timedelta(days=900)
    scores = score(frames, Question(as_of))
    result = analyse({"clients": frames["clients"]}, Question(as_of, scores={"churn": scores}))
    assert result.rule == "silent"
    assert 85 <= len(result.lost) <= 110
    assert not set(result.lost["client_id"]) & set(result.clients["client_id"])
    assert result.causes.empty
    assert "longer than 95 of 100" in churn_findings.rule_words(result)
    assert result.basis == "revenue"
    assert set(result.lost["value"]) == {70.0}
    assert result.clients["reasons"].ne("").all()


def test_frames_in_any_order_give_the_same_scores():
    frames = silent_company(120)
    question = Question(date(2024, 1, 1) + pd.Timedelta(days=900))
    before = {name: frame.copy() for name, frame in frames.items()}
    first = score(frames, question)
    mixed = score({name: frame[::-1] for name, frame in frames.items()}, question)
    for name, table in first.tables.items():
        pd.testing.assert_frame_equal(table, mixed.tables[name])
    assert first.facts == mixed.facts
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_nobody_gives_empty_scores():
    frames = {name: frame.head(0) for name, frame in silent_company(5).items()}
    scores = score(frames, Question(date(2026, 1, 1)))
    assert all(table.empty for table in scores.tables.values())
    assert not Proof.of(scores.facts["proof"]).used
    assert nothing().measured.empty


def test_a_company_that_lost_few_says_so():
    result = Result(
        date(2026, 1, 1),
        DataFrame({"probability": [0.1]}),
        *[DataFrame()] * 2,
        not_enough("time", 7),
        *[DataFrame()] * 2,
        "dated",
        "margin",
        (),
        0,
        0,
    )
    assert churn_findings.churn_headline(result) == "Not enough evidence to say who of 1 clients will leave"


@pytest.mark.parametrize(
    ("feature", "value", "words"),
    [
        ("contact_silence_days", "112.0", "last contact 112 days ago"),
        ("tenure_days", "100.0", "a client for 100 days"),
        ("tenure_days", "730.0", "a client for 2.0 years"),
        ("late_delivery", "1.0", "missed delivery"),
        ("late_delivery", "0.0", ""),
        ("complaint:late_delivery", "1.0", "complaint: late delivery"),
        ("silence_ratio", "2.5", "silent 2.5 times as long as usual"),
        ("silence_ratio", "", "no purchase yet"),
        ("silence_over_limit", "0.5", "silent for 50% of what its rhythm allows"),
        ("amount_change", "-0.6931471805599453", "buys 50% less against the year before"),
        ("amount_change", "1.0986122886681098", "buys 3.0 times as much against the year before"),
        ("amount_change", "0.0", "buys 0% more against the year before"),
        ("amount_365", "1200.0", "€1.2K bought in a year"),
        ("overdue_share", "0.25", "25% of the year's invoices overdue"),
        ("nps", "6.0", "recommendation score 6.0 of 10"),
        ("csat", "2.0", "satisfaction 2.0 of 5"),
        ("region", "Rīga", "region: Rīga"),
        ("attribute:portal", "yes", "portal: yes"),
        ("region", "", ""),
    ],
)
def test_a_reason_in_words(feature, value, words):
    with speaking("en"):
        assert reason_words(feature, value) == words


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        ("contact_gap", "No contact for 90 days"),
        ("complaint:unknown", "Complaint: without a cause"),
        ("attribute:annual_revenue=≤1360000", "Annual revenue: ≤1,360,000"),
        ("attribute:employees=13–43", "Employees: 13–43"),
        ("attribute:vip=yes", "VIP: yes"),
    ],
)
def test_a_factor_in_words(factor, words):
    with speaking("en"):
        assert factor_words(factor) == words
