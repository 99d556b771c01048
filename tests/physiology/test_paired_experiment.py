import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from physiology import paired_experiment as paired

effects = st.floats(-20, 20).filter(lambda x: abs(x) > 1e-3)
errors = st.floats(0.01, 10)
sizes = st.integers(3, 60)


@given(st.lists(st.floats(-50, 50), min_size=3, max_size=30).filter(lambda x: np.std(x) > 1e-3))
def test_summary_of_raw_differences_agrees_with_the_t_test(values):
    effect = paired.from_sd(np.mean(values), np.std(values, ddof=1), len(values))
    reference = stats.ttest_1samp(values, 0)
    assert np.isclose(effect.p, reference.pvalue, rtol=1e-6)
    np.testing.assert_allclose(
        paired.interval(effect), reference.confidence_interval(0.95), rtol=1e-6, atol=1e-9
    )


@given(effects, errors, sizes)
def test_effect_survives_the_way_through_its_own_f(difference, se, n):
    effect = paired.from_se(difference, se, n)
    back = paired.from_f(difference, (difference / se) ** 2, n)
    np.testing.assert_allclose(back, effect, rtol=1e-9)


@given(effects, errors, sizes)
def test_p_is_below_five_per_cent_exactly_when_the_interval_misses_zero(difference, se, n):
    effect = paired.from_se(difference, se, n)
    low, high = paired.interval(effect)
    assert (effect.p < 0.05) == (low > 0 or high < 0)


@given(effects, errors, sizes, st.floats(0.1, 30))
def test_equivalence_is_the_ninety_per_cent_interval_within_the_margin(difference, se, n, margin):
    effect = paired.from_se(difference, se, n)
    low, high = paired.interval(effect, 0.9)
    assert paired.is_equivalent(effect, margin) == (max(-low, high) < margin)


def test_power_without_an_effect_is_alpha():
    np.testing.assert_allclose(paired.power(0.0, [2, 5, 10, 60]), 0.05, rtol=1e-6)


@given(st.lists(st.floats(0, 3), min_size=2, max_size=20), sizes)
def test_power_rises_with_the_effect_and_stays_a_probability(values, n):
    powers = paired.power(np.sort(values), n)
    assert (np.diff(powers) >= -1e-9).all() and ((powers >= 0) & (powers <= 1)).all()


def test_power_is_the_share_of_simulated_studies_that_find_the_effect():
    studies = paired.simulate_studies(3.0, 4.5, 10, studies=4000)
    found = ((studies.lower > 0) | (studies.upper < 0)).mean()
    assert abs(found - paired.power(3.0 / 4.5, 10)) < 0.025


def test_power_survives_effects_too_large_for_the_noncentral_tail():
    powers = paired.power(np.array([1.0, 10.0, 100.0, 1e4]), 60)
    np.testing.assert_allclose(powers, 1.0, atol=1e-6)


@settings(deadline=None, max_examples=25)
@given(sizes, st.floats(0.3, 0.95))
def test_detectable_effect_has_the_power_it_promises(n, target):
    assert np.isclose(paired.power(paired.detectable_effect(n, target), n), target, atol=1e-6)


@settings(deadline=None, max_examples=25)
@given(st.floats(0.3, 2))
def test_pairs_needed_are_the_fewest_that_suffice(dz):
    n = paired.pairs_needed(dz)
    assert paired.power(dz, n) >= 0.8
    assert n == 2 or paired.power(dz, n - 1) < 0.8


def test_simulated_studies_repeat_themselves_and_grow_by_adding_people():
    first, again = (paired.simulate_studies(2.0, 4.5, 10) for _ in range(2))
    np.testing.assert_array_equal(first.difference, again.difference)
    shifted = paired.simulate_studies(5.0, 4.5, 10)
    np.testing.assert_allclose(shifted.difference - first.difference, 3.0)


def test_standard_errors_taken_for_deviations_are_caught():
    with pytest.raises(ValueError, match="check that all three are standard deviations"):
        paired.session_correlation(1.5, 1.4, 4.53)


def test_impossible_requests_are_refused():
    with pytest.raises(ValueError, match="n must be at least 2; got 1"):
        paired.from_f(-2.4, 2.81, 1)
    with pytest.raises(ValueError, match="does not determine the standard error"):
        paired.from_t(0.0, 2.0, 10)
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        paired.detectable_effect(10, 1.0)
    with pytest.raises(ValueError, match="needs more than 100000 pairs"):
        paired.pairs_needed(1e-4)
    with pytest.raises(ValueError, match="level must lie between 0 and 1; got 95"):
        paired.interval(paired.from_f(-2.4, 2.81, 10), 95)
    with pytest.raises(ValueError, match="sides must be 1 or 2"):
        paired.power(1.0, 10, sides=3)
