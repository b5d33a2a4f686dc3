"""Cox's model against published values, statsmodels and a brute-force partial likelihood; time cut at states."""

import numpy as np
import pytest
from pandas import DataFrame
from scipy.optimize import minimize
from statsmodels.duration.hazard_regression import PHReg

from analytics.churn.hazards import cox, spans

TREATED = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
TREATED_RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
CONTROLS = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def intervals(rows: int = 3_000, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    start = generator.integers(0, 300, rows).astype(float)
    stop = start + generator.integers(1, 60, rows)
    matrix = (generator.random((rows, 4)) < 0.3).astype(float)
    is_event = generator.random(rows) < 0.03 * np.exp(matrix @ [0.9, -0.5, 0.0, 0.3])
    return start, stop, is_event, matrix


def test_the_published_hazard_ratio_of_the_leukaemia_trial() -> None:
    """Source: Freireich et al. (1963); R's coxph with Efron ties on MASS::gehan gives 1.572 with error 0.412."""
    stop = np.array(TREATED + CONTROLS, dtype=float)
    relapsed = np.array(TREATED_RELAPSED + [1] * 21, dtype=bool)
    is_control = np.array([0.0] * 21 + [1.0] * 21)[:, None]
    found = cox(np.zeros(42), stop, relapsed, is_control)
    assert found.weights[0] == pytest.approx(1.5721, abs=5e-5)
    assert found.error(np.ones(1)) == pytest.approx(0.4124, abs=5e-5)


def test_entry_exit_and_ties_agree_with_statsmodels() -> None:
    """Source: statsmodels' PHReg, Efron ties, half a day added to entry."""
    start, stop, is_event, matrix = intervals()
    found = cox(start, stop, is_event, matrix)
    expected = PHReg(stop, matrix, status=is_event.astype(int), entry=start + 0.5, ties="efron").fit()
    assert np.allclose(found.weights, expected.params, atol=1e-8)
    assert np.allclose([found.error(row) for row in np.eye(4)], expected.bse, atol=1e-8)
    assert found.likelihood == pytest.approx(expected.llf)


def test_the_partial_likelihood_is_at_its_peak() -> None:
    """Source: the partial likelihood written out over whole-day risk sets, Breslow's form without ties."""
    start, stop, is_event, matrix = intervals(300, seed=2)
    stop = stop + np.arange(300) / 1_000

    def lost(weights: np.ndarray) -> float:
        odds = matrix @ weights
        told = [
            odds[row] - np.log(np.exp(odds[(start < stop[row]) & (stop >= stop[row])]).sum())
            for row in np.flatnonzero(is_event)
        ]
        return -float(np.sum(told))

    assert np.allclose(cox(start, stop, is_event, matrix).weights, minimize(lost, np.zeros(4)).x, atol=1e-3)


def test_columns_that_say_the_same_are_not_told_apart() -> None:
    start, stop, is_event, matrix = intervals()
    found = cox(start, stop, is_event, np.column_stack([matrix, matrix[:, 0]]))
    alone = cox(start, stop, is_event, matrix)
    assert np.isnan(found.error(np.eye(5)[0]))
    assert found.error(np.eye(5)[1]) == pytest.approx(alone.error(np.eye(4)[1]))
    assert found.weights[[0, 4]].sum() == pytest.approx(alone.weights[0])


def test_hazards_need_an_event() -> None:
    with pytest.raises(ValueError, match="at least one event"):
        cox(np.zeros(2), np.ones(2), np.zeros(2, dtype=bool), np.ones((2, 1)))


def watch(*clients: tuple[int, int, int, bool]) -> DataFrame:
    return DataFrame(clients, columns=["enter", "watched", "leave", "is_event"])


def test_time_is_cut_where_a_state_begins_and_ends() -> None:
    spells = DataFrame({"client": [0, 0, 1], "factor": [0, 0, 1], "first": [110, 115, 0], "past": [120, 130, 10_000]})
    cut = spans(watch((100, 100, 150, True), (100, 105, 140, False)), spells, 2)
    assert cut.client.tolist() == [0, 0, 0, 0, 0, 1]
    assert cut.start.tolist() == [-1, 9, 14, 19, 29, 4]
    assert cut.stop.tolist() == [9, 14, 19, 29, 50, 40]
    assert cut.is_event.tolist() == [False, False, False, False, True, False]
    assert cut.states[:, 0].tolist() == [False, True, True, True, False, False]
    assert cut.states[:, 1].tolist() == [False] * 5 + [True]


def test_the_last_day_meets_its_own_state() -> None:
    spells = DataFrame({"client": [0], "factor": [0], "first": [150], "past": [240]})
    cut = spans(watch((100, 100, 150, True)), spells, 1)
    assert cut.stop.tolist() == [49, 50]
    assert cut.states[:, 0].tolist() == [False, True]
    assert cut.is_event.tolist() == [False, True]


def test_cutting_time_further_changes_nothing() -> None:
    """A state that nobody leaves in splits intervals; the other ratios stay."""
    generator = np.random.default_rng(4)
    people = watch(*((0, 0, int(day), bool(day % 2)) for day in generator.integers(50, 400, 200)))
    first = generator.integers(0, 300, 200)
    spells = DataFrame({"client": np.arange(200), "factor": 0, "first": first, "past": first + 90})
    more = DataFrame({"client": np.arange(200), "factor": 1, "first": first // 2, "past": first // 2 + 7})
    plain, finer = spans(people, spells, 1), spans(people, spells.merge(more, how="outer"), 2)
    expected = cox(plain.start, plain.stop, plain.is_event, plain.states.astype(float))
    found = cox(finer.start, finer.stop, finer.is_event, finer.states[:, :1].astype(float))
    assert len(finer.stop) > len(plain.stop)
    assert found.weights == pytest.approx(expected.weights)
