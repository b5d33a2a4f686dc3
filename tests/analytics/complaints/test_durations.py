"""Time to settle, against Kaplan–Meier by hand and by statsmodels."""

import numpy as np
import pytest

from analytics.complaints.durations import median_days, survival

# Kaplan and Meier's own example form: 6 ended at 3, 5, 5, 8, 10; + marks those still open at 4+, 6+, 12+.
DAYS = [3, 4, 5, 5, 6, 8, 10, 12]
OVER = [True, False, True, True, False, True, True, False]


def test_survival_by_hand():
    curve = survival(DAYS, OVER)
    assert list(curve["days"]) == [3, 5, 8, 10]
    steps = [7 / 8, 7 / 8 * 4 / 6, 7 / 8 * 4 / 6 * 2 / 3, 7 / 8 * 4 / 6 * 2 / 3 * 1 / 2]
    assert list(curve["still_open"]) == pytest.approx(steps)


def test_survival_agrees_with_statsmodels():
    from statsmodels.duration.survfunc import SurvfuncRight

    generator = np.random.default_rng(5)
    days, over = generator.integers(0, 40, 300), generator.random(300) < 0.7
    theirs = SurvfuncRight(days, over)
    ours = survival(days, over)
    assert list(ours["days"]) == list(theirs.surv_times)
    assert list(ours["still_open"]) == pytest.approx(list(theirs.surv_prob))
    assert median_days(days, over) == theirs.quantile(0.5)


def test_the_median_counts_what_is_still_open():
    assert median_days([1, 2, 3], [True, True, True]) == 2
    assert np.isnan(median_days([1, 9, 9], [True, False, False]))
    assert np.isnan(median_days([], []))
