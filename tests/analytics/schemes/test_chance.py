"""Exact chances against SciPy's own test, an enumeration, and statsmodels' correction."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from statsmodels.stats.multitest import multipletests

from analytics.schemes.chance import Group, Trial, chance_of, judged


def trial(observed, *groups, two_sided=False):
    return Trial("month_end", "", "", observed, tuple(Group(*group) for group in groups), two_sided)


@pytest.mark.parametrize("observed", [0, 3, 9, 12, 20])
def test_one_chance_for_all_is_the_binomial_test(observed):
    assert chance_of(trial(observed, (20, 0.15))) == pytest.approx(
        binomtest(observed, 20, 0.15, alternative="greater").pvalue
    )
    both = chance_of(trial(observed, (20, 0.5), two_sided=True))
    assert both == pytest.approx(binomtest(observed, 20, 0.5).pvalue)


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0.1, 0.15, 0.5])), min_size=1, max_size=4), st.data())
@settings(max_examples=40, deadline=None)
def test_several_chances_are_enumerated(groups, data):
    each = [chance for count, chance in groups for _ in range(count)]
    observed = data.draw(st.integers(0, len(each)))
    whole = 0.0
    for fallen in product([True, False], repeat=len(each)):
        if sum(fallen) >= observed:
            weight = 1.0
            for is_there, chance in zip(fallen, each, strict=True):
                weight *= chance if is_there else 1 - chance
            whole += weight
    assert chance_of(trial(observed, *groups)) == pytest.approx(whole)


def test_many_tries_are_corrected_as_statsmodels_does():
    tried = [trial(observed, (40, 0.15)) for observed in (6, 14, 15, 9, 7, 14)]
    found = judged(tried)
    raw = [each.p_value for each in found]
    assert [each.p_corrected for each in found] == pytest.approx(multipletests(raw, method="holm")[1])
    assert [each.is_significant for each in found] == [False, True, True, False, False, True]


def test_too_few_events_are_told_with_how_many_are_missing():
    """0.5 ^ 6 is the first under 0.05 / 2 on one of two sides; with ten tries 0.5 ^ 9 under 0.0025."""
    (alone,) = judged([trial(5, (5, 0.5), two_sided=True)])
    assert (alone.needed, alone.p_value, alone.is_enough, alone.is_significant) == (1, None, False, False)
    assert judged([trial(5, (5, 0.5), two_sided=True)] * 10)[0].needed == 4
    (enough,) = judged([trial(6, (6, 0.5), two_sided=True)])
    assert enough.is_significant


def test_nothing_to_test():
    assert judged([]) == ()
    (bare,) = judged([trial(0)])
    assert not bare.is_enough
