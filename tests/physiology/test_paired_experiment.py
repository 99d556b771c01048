from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from physiology import paired_experiment as paired
from physiology.paired_experiment import (
    detectable_effect,
    equivalence_p,
    from_se,
    from_t,
    interval,
    is_equivalent,
    pairs_needed,
    power,
    standardised_interval,
)

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


NODES, WEIGHTS = np.polynomial.legendre.leggauss(200)


def exact_power(dz, n, alpha, sides):
    """Power as the mean, over the spread that a study may find, of what a normal tail gives."""
    df, shift = n - 1, abs(dz) * np.sqrt(n)
    critical = stats.t.ppf(1 - alpha / sides, df)

    def given(spread):
        far = special.ndtr(-shift - critical * spread) if sides == 2 else 0.0
        return special.ndtr(shift - critical * spread) + far

    # Where the normal tail turns, and where the spread is at home.
    cuts = np.unique(
        np.clip(
            [0, (shift - 8) / critical, shift / critical, (shift + 8) / critical, 0.3, 1, 2, 8],
            0,
            8,
        )
    )
    total = 0.0
    for a, b in pairwise(cuts):
        spread = (a + b) / 2 + (b - a) / 2 * NODES
        density = stats.chi.pdf(spread * np.sqrt(df), df) * np.sqrt(df)
        total += (b - a) / 2 * (WEIGHTS * given(spread) * density).sum()
    return total


@pytest.mark.parametrize("n", [2, 3, 4, 5, 30])
@pytest.mark.parametrize("alpha", [0.05, 0.01, 0.001])
@pytest.mark.parametrize("sides", [1, 2])
def test_power_is_right_for_few_pairs_strict_levels_and_large_effects(n, alpha, sides):
    for shift in (0.5, 8, 11.99, 12.01, 40):
        dz = shift / np.sqrt(n)
        assert float(power(dz, n, alpha, sides)) == pytest.approx(
            exact_power(dz, n, alpha, sides), abs=1e-7
        )


@pytest.mark.parametrize(
    ("n", "target", "alpha", "dz"),
    [
        (2, 0.8, 0.05, 11.55),
        (2, 0.8, 0.01, 57.69),
        (2, 0.5, 0.05, 6.079),
        (3, 0.8, 0.01, 7.320),
        (4, 0.9, 0.001, 9.385),
    ],
)
def test_few_pairs_detect_only_huge_effects(n, target, alpha, dz):
    # All but the last exceed 12 / sqrt(n), where the search once ended.
    assert detectable_effect(n, target, alpha) == pytest.approx(dz, rel=1e-3)


def test_an_effect_out_of_reach_is_refused_and_not_returned():
    with pytest.raises(ValueError, match=r"n = 2 reaches power 0\.99 at no effect up to 10,000"):
        detectable_effect(2, 0.99, 1e-5)
    with pytest.raises(ValueError, match="no number of pairs detects an effect of 0"):
        pairs_needed(0.0)


# Student's sleep data: ten differences, mean -1.58 h, t(9) = -4.0621 (R's own example data).
SLEEP = from_t(-1.58, -4.0621, 10)


def test_interval_of_the_standardised_difference_as_specialists_print_it():
    # effectsize, cohens_d(..., paired = TRUE): -1.28 [-2.12, -0.41].
    assert float(SLEEP.dz) == pytest.approx(-1.28, abs=0.005)
    assert standardised_interval(SLEEP) == pytest.approx((-2.12, -0.41), abs=0.005)
    # effectsize, its own test of t_to_d(4, 68, paired = TRUE), at its own tolerance of 1 %.
    assert standardised_interval(from_t(1.0, 4.0, 69)) == pytest.approx((0.232, 0.7345), rel=0.01)


@given(st.floats(-40, 40).filter(lambda t: abs(t) > 1e-3), st.integers(2, 200))
def test_the_limits_of_dz_put_the_seen_t_on_either_tail(t, n):
    low, high = standardised_interval(from_t(t, t, n))
    assert low < t / np.sqrt(n) < high
    seen = abs(t)
    low, high = sorted((np.sign(t) * low, np.sign(t) * high))
    assert stats.nct.sf(seen, n - 1, low * np.sqrt(n)) == pytest.approx(0.025, abs=1e-6)
    assert stats.nct.sf(seen, n - 1, high * np.sqrt(n)) == pytest.approx(0.975, abs=1e-6)


def test_equivalence_has_the_p_that_specialists_print():
    # TOSTER on the sleep data with ± 0.5 h: t(9) = -2.777, p = 0.989.
    assert equivalence_p(SLEEP, 0.5) == pytest.approx(0.989, abs=5e-4)
    assert equivalence_p(SLEEP, 0.5) == pytest.approx(stats.t.cdf(2.777, 9), abs=1e-4)


@given(st.floats(-5, 5), st.floats(0.1, 3), st.integers(3, 50), st.floats(0.1, 8))
def test_equivalence_by_p_and_by_interval_agree(difference, se, n, margin):
    effect = from_se(difference, se, n)
    low, high = interval(effect, 0.9)
    if min(abs(low + margin), abs(high - margin)) > 1e-9:
        assert is_equivalent(effect, margin) == (-margin < low and high < margin)
