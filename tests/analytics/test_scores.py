"""Proofs, models and rates, each against an independent source."""

import numpy as np
import pytest
from pandas import DataFrame, Series
from scipy.stats import beta as beta_distribution
from sklearn.metrics import brier_score_loss, roc_auc_score
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from analytics import scores


def drawn(rows: int = 2_000, seed: int = 1) -> tuple[DataFrame, np.ndarray]:
    """Rows whose outcome follows log-odds −1 + 1.0·push + 0.7·(colour = red)."""
    generator = np.random.default_rng(seed)
    push = generator.normal(size=rows)
    colour = generator.choice(["red", "blue", "green"], size=rows)
    odds = -1 + push + 0.7 * (colour == "red")
    came = (generator.random(rows) < 1 / (1 + np.exp(-odds))).astype(float)
    gaps = np.where(generator.random(rows) < 0.1, np.nan, generator.exponential(100, rows))
    return DataFrame({"push": push, "colour": colour, "noise": gaps}), came


@pytest.mark.parametrize("digits", [1, 2, 8])
def test_auc_and_brier_agree_with_scikit_learn(digits: int) -> None:
    """Source: sklearn.metrics, with many, some and no ties."""
    generator = np.random.default_rng(3)
    came, said = generator.integers(0, 2, 500), np.round(generator.random(500), digits)
    assert scores.auc(came, said) == pytest.approx(roc_auc_score(came, said))
    assert scores.brier(came, said) == pytest.approx(brier_score_loss(came, said))


def test_wilson_agrees_with_published_values() -> None:
    """Source: Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81/263, 15/148, 0/20, 1/29."""
    low, high = scores.wilson([81, 15, 0, 1], [263, 148, 20, 29])
    assert np.round(low, 4).tolist() == [0.2553, 0.0624, 0.0, 0.0061]
    assert np.round(high, 4).tolist() == [0.3662, 0.1605, 0.1611, 0.1718]


def test_wilson_agrees_with_statsmodels_at_other_levels() -> None:
    for confidence in (0.8, 0.9, 0.95):
        expected = proportion_confint(7, 31, 1 - confidence, "wilson")
        assert np.allclose(scores.wilson(7, 31, confidence), expected)


def test_wilson_without_trials_is_unknown() -> None:
    low, high = scores.wilson([0], [0])
    assert np.isnan(low).all()
    assert np.isnan(high).all()


def test_benjamini_hochberg_agrees_with_statsmodels() -> None:
    raw = np.array([0.01, 0.04, 0.03, 0.005, 0.5, 0.04])
    expected = multipletests(raw, method="fdr_bh")[1]
    assert np.allclose(scores.benjamini_hochberg(raw), expected)
    gapped = scores.benjamini_hochberg([0.01, np.nan, 0.04, 0.03, 0.005, 0.5, 0.04])
    assert np.isnan(gapped[1])
    assert np.allclose(np.delete(gapped, 1), expected)


def test_benjamini_hochberg_keeps_the_four_of_the_paper() -> None:
    """Source: Benjamini and Hochberg (1995), section 2: of 15 p-values four are kept at 0.05."""
    paper = [
        1e-4,
        4e-4,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.324,
        0.4262,
        0.5719,
        0.6528,
        0.759,
        1,
    ]
    assert (scores.benjamini_hochberg(paper) <= 0.05).sum() == 4


def test_shrinking_recovers_a_known_spread() -> None:
    """Source: the beta distribution that the groups were drawn from (mean 0.2, worth 50 trials)."""
    generator = np.random.default_rng(5)
    trials = generator.integers(5, 200, 3_000)
    events = generator.binomial(trials, generator.beta(10, 40, 3_000))
    found = scores.shrink(events, trials)
    expected = (events + 10) / (trials + 50)
    assert np.abs(found["rate"] - expected).max() < 0.01
    assert found["low"].iloc[0] == pytest.approx(
        beta_distribution.ppf(0.025, events[0] + 10, trials[0] - events[0] + 40), abs=0.01
    )


def test_shrinking_pulls_small_groups_to_the_whole() -> None:
    found = scores.shrink([1, 40, 10], [1, 400, 100])
    assert found["rate"].iloc[0] < 0.3
    assert (found["low"] < found["rate"]).all()
    assert (found["rate"] < found["high"]).all()


def test_shrinking_nothing_is_unknown() -> None:
    assert scores.shrink([0, 0], [0, 0])["rate"].isna().all()
    assert scores.shrink([], []).empty


def test_a_model_agrees_with_statsmodels_when_unpenalised() -> None:
    """Source: statsmodels' Logit by Newton's method on the same standardised columns."""
    import statsmodels.api as sm

    frame, came = drawn()
    model = scores.fit(frame[["push"]], came, penalty=1e-8)
    standardised = ((frame["push"] - frame["push"].mean()) / frame["push"].std(ddof=0)).clip(-5, 5)
    expected = sm.Logit(came, sm.add_constant(standardised)).fit(disp=0)
    assert model.weights[0] == pytest.approx(expected.params.iloc[1], rel=1e-4)
    assert np.allclose(model.probability(frame), expected.predict(), atol=1e-5)


@pytest.mark.parametrize("kind", ["logistic", "boosted"])
def test_a_proof_of_a_real_signal_is_used(kind: scores.models.Kind) -> None:
    frame, came = drawn(4_000)
    model = scores.fit(frame[:3_000], came[:3_000], kind=kind)
    said = model.probability(frame[3_000:])
    naive = np.full(1_000, came[:3_000].mean())
    proof = scores.prove(came[3_000:], said, naive, method="time", n_train=3_000, events_train=int(came[:3_000].sum()))
    assert proof.used
    assert proof.needed == 0
    assert proof.auc == pytest.approx(roc_auc_score(came[3_000:], said))
    assert proof.auc_low < proof.auc < proof.auc_high
    assert proof.baseline_auc == 0.5
    assert proof.brier < proof.baseline_brier
    assert proof.lift > 1.5
    assert sum(rows for _, _, rows in proof.calibration) == 1_000


def test_the_auc_interval_agrees_with_delong() -> None:
    """Source: DeLong's variance (Biometrics 44 (1988), 837), written out from the placements."""
    frame, came = drawn(1_500)
    said = frame["push"].to_numpy()
    proof = scores.prove(came, said, np.full(1_500, came.mean()), method="time", n_train=1)
    yes, no = said[came == 1], said[came == 0]
    above = (yes[:, None] > no[None, :]).astype(float)
    variance = above.mean(axis=1).var(ddof=1) / len(yes) + above.mean(axis=0).var(ddof=1) / len(no)
    assert proof.auc_high - proof.auc_low == pytest.approx(2 * 1.96 * variance**0.5, rel=0.1)


def test_noise_is_not_used() -> None:
    generator = np.random.default_rng(9)
    came = generator.integers(0, 2, 800)
    said = generator.random(800)
    proof = scores.prove(came, said, np.full(800, 0.5), method="time", n_train=800)
    assert not proof.used
    assert proof.brier > proof.baseline_brier


def test_few_outcomes_are_not_enough() -> None:
    came = np.array([1] * 8 + [0] * 92)
    proof = scores.prove(came, np.linspace(1, 0, 100), np.full(100, 0.08), method="time", n_train=50, events_train=5)
    assert not proof.used
    assert proof.needed == 25
    assert scores.not_enough("time", 30).needed == 30


def test_a_proof_without_both_outcomes_measures_nothing() -> None:
    proof = scores.prove([0, 0], [0.1, 0.2], [0.1, 0.1], method="time", n_train=10)
    assert proof.auc is None
    assert not proof.used
    assert proof.needed == 20


def test_equal_probabilities_lift_nothing() -> None:
    came = np.tile([1, 0, 0, 0], 50)
    proof = scores.prove(came, np.full(200, 0.25), np.full(200, 0.25), method="time", n_train=200)
    assert proof.lift == pytest.approx(1.0)
    assert proof.auc == 0.5


def test_a_proof_survives_its_facts() -> None:
    frame, came = drawn(400)
    proof = scores.prove(came, frame["push"], np.zeros(400), method="folds", n_train=1)
    assert scores.Proof.of(proof.facts()) == proof


def test_contributions_add_up_to_the_odds() -> None:
    frame, came = drawn()
    model = scores.fit(frame, came)
    odds = np.log(model.probability(frame) / (1 - model.probability(frame)))
    assert np.allclose(model.contributions(frame).sum(axis=1) + model.intercept, odds)


@pytest.mark.parametrize("kind", ["logistic", "boosted"])
def test_reasons_name_what_pushes(kind: scores.models.Kind) -> None:
    frame, came = drawn()
    model = scores.fit(frame, came, kind=kind)
    ids = Series([f"C{number:04}" for number in range(len(frame))], name="client_id")
    found = scores.reasons(model, frame, ids, most=2)
    assert list(found.columns) == ["client_id", "feature", "value", "contribution"]
    highest = ids[frame["push"].idxmax()]
    first = found[found["client_id"] == highest].iloc[0]
    assert first["feature"] == "push"
    assert first["contribution"] > 0
    assert found.groupby("client_id").size().max() <= 2


def test_a_model_is_the_same_each_time_and_leaves_its_input() -> None:
    frame, came = drawn(600)
    before = frame.copy()
    for kind in ("logistic", "boosted"):
        first, second = (scores.fit(frame, came, kind=kind, seed=4).probability(frame) for _ in range(2))
        assert first.tobytes() == second.tobytes()
    assert frame.equals(before)


def test_unknown_levels_and_gaps_are_scored() -> None:
    frame, came = drawn()
    model = scores.fit(frame.assign(yes=Series([True, None] * 1_000, dtype=object)), came)
    new = DataFrame({"push": [0.0, None], "colour": ["purple", None], "noise": [None, 5.0], "yes": [None, True]})
    assert model.probability(new).tolist() == pytest.approx([0.27, 0.27], abs=0.15)


def test_a_model_needs_both_outcomes() -> None:
    frame, _ = drawn(50)
    with pytest.raises(ValueError, match="both outcomes"):
        scores.fit(frame, np.zeros(50))


def test_leaks_are_found_and_honest_features_kept() -> None:
    frame, came = drawn()
    leaking = frame.assign(left_on=np.where(came == 1, 7.0, np.nan), reason=np.where(came == 1, "price", None))
    leaking["serial"] = [str(number) for number in range(len(frame))]
    assert set(scores.leaks(leaking, came)) == {"left_on", "reason"}
    assert scores.leaks(frame, np.zeros(len(frame))) == {}
