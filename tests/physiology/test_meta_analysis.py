import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from physiology.benchmarks.pooling import BCG, DIURETICS
from physiology.benchmarks.pooling import _odds as odds
from physiology.meta_analysis import (
    METHODS,
    PREDICTIONS,
    between_trial_variance,
    heterogeneity,
    log_risk_ratio,
    pool,
    prediction_interval,
    se_from_arms,
    se_from_interval,
    se_from_p,
    tau2_interval,
)

methods = st.sampled_from(METHODS)
trials = st.lists(st.tuples(st.floats(-5, 5), st.floats(0.01, 4)), min_size=3, max_size=12).map(
    lambda rows: np.array(rows).T
)
quick = settings(deadline=None, max_examples=50)


def close(pooled, other, atol=1e-5):
    return all(np.isclose(pooled[:4], other[:4], atol=atol)) and np.isclose(
        pooled.tau2, other.tau2, atol=atol
    )


@quick
@given(trials, methods, st.booleans(), st.randoms(use_true_random=False))
def test_order_of_the_trials_does_not_matter(data, method, hartung_knapp, random):
    order = list(range(data.shape[1]))
    random.shuffle(order)
    assert close(pool(*data, method, hartung_knapp), pool(*data[:, order], method, hartung_knapp))


@quick
@given(trials, methods, st.booleans(), st.floats(-10, 10))
def test_common_shift_moves_the_pool_and_nothing_else(data, method, hartung_knapp, shift):
    effects, variances = data
    here = pool(effects, variances, method, hartung_knapp)
    there = pool(effects + shift, variances, method, hartung_knapp)
    assert np.isclose(there.effect, here.effect + shift, atol=1e-5)
    assert np.isclose(there.se, here.se, atol=1e-5)
    assert np.isclose(there.tau2, here.tau2, atol=1e-5)


@quick
@given(trials, methods, st.floats(0.2, 5))
def test_change_of_unit_rescales_the_pool(data, method, unit):
    effects, variances = data
    here = pool(effects, variances, method)
    there = pool(unit * effects, unit**2 * variances, method)
    assert np.isclose(there.effect, unit * here.effect, atol=1e-4)
    assert np.isclose(there.tau2, unit**2 * here.tau2, atol=1e-3, rtol=1e-3)


@quick
@given(trials, methods)
def test_pool_lies_among_its_trials_and_inside_its_interval(data, method):
    pooled = pool(*data, method)
    assert data[0].min() - 1e-9 <= pooled.effect <= data[0].max() + 1e-9
    assert pooled.lower <= pooled.effect <= pooled.upper
    assert np.isclose(pooled.weights.sum(), 1) and (pooled.weights > 0).all()


@quick
@given(trials, st.sampled_from(["DL", "PM", "REML"]))
def test_random_effects_never_claim_more_precision_than_a_common_effect(data, method):
    assert pool(*data, method).se >= pool(*data, "fixed").se - 1e-12


@quick
@given(st.floats(-5, 5), st.lists(st.floats(0.01, 4), min_size=2, max_size=10), methods)
def test_trials_that_agree_show_no_heterogeneity(effect, variances, method):
    effects = np.full(len(variances), effect)
    assert between_trial_variance(effects, variances, method) < 1e-6
    assert heterogeneity(effects, variances).i2 == pytest.approx(0, abs=1e-9)


@quick
@given(trials)
def test_paule_mandel_brings_q_to_its_expectation(data):
    effects, variances = data
    tau2 = between_trial_variance(effects, variances, "PM")
    q = heterogeneity(effects, variances + tau2).q
    df = effects.size - 1
    assert np.isclose(q, df, rtol=1e-6) if tau2 > 0 else q <= df + 1e-9


@quick
@given(trials)
def test_reml_is_not_beaten_by_any_other_variance(data):
    effects, variances = data

    def deviance(tau2):
        w = 1 / (variances + tau2)
        mean = (w * effects).sum() / w.sum()
        return -np.log(w).sum() + np.log(w.sum()) + (w * (effects - mean) ** 2).sum()

    best = deviance(between_trial_variance(effects, variances, "REML"))
    assert best <= min(deviance(t) for t in np.r_[0, np.geomspace(1e-4, 100, 200)]) + 1e-7


@quick
@given(st.lists(st.floats(-5, 5), min_size=3, max_size=10), st.floats(0.1, 2))
def test_equal_variances_make_dl_pm_and_reml_one(effects, variance):
    variances = np.full(len(effects), variance)
    expected = max(0.0, np.var(effects, ddof=1) - variance)
    for method in ("DL", "PM", "REML"):
        assert np.isclose(between_trial_variance(effects, variances, method), expected, atol=1e-5)


@quick
@given(st.lists(st.floats(-5, 5), min_size=3, max_size=10).filter(lambda x: np.std(x) > 0.01))
def test_equal_weights_make_hartung_knapp_the_t_interval(effects):
    pooled = pool(effects, np.full(len(effects), 0.5), "fixed", hartung_knapp=True)
    reference = stats.ttest_1samp(effects, 0).confidence_interval(0.95)
    np.testing.assert_allclose((pooled.lower, pooled.upper), reference, rtol=1e-6, atol=1e-9)


@quick
@given(trials, st.sampled_from(["DL", "PM", "REML"]))
def test_next_trial_is_less_certain_than_the_mean(data, method):
    pooled = pool(*data, method)
    low, high = prediction_interval(pooled)
    assert low < pooled.lower and high > pooled.upper


def test_prediction_from_three_trials_has_one_degree_of_freedom():
    pooled = pool([0.0, 1.0, 3.0], [0.2, 0.3, 0.4], "DL")
    low, high = prediction_interval(pooled)
    reach = 12.7062 * np.sqrt(pooled.tau2 + pooled.se**2)
    np.testing.assert_allclose((high - low) / 2, reach, rtol=1e-5)
    assert np.isclose((high + low) / 2, pooled.effect)


@given(st.floats(-5, 5), st.floats(0.01, 3))
def test_standard_error_comes_back_from_its_own_interval(effect, se):
    reach = stats.norm.ppf(0.975) * se
    assert np.isclose(se_from_interval(effect - reach, effect + reach), se)


def test_standard_error_comes_back_from_its_own_p():
    p = 2 * stats.t.sf(1.7, 20)
    assert np.isclose(se_from_p(-1.7 * 0.4, p, 20), 0.4)


def test_log_risk_ratio_turns_round_when_the_arms_are_swapped():
    effect, variance = log_risk_ratio([4], [119], [11], [128])
    swapped, same = log_risk_ratio([11], [128], [4], [119])
    assert np.isclose(swapped, -effect) and np.isclose(same, variance)


def test_impossible_requests_are_refused():
    with pytest.raises(ValueError, match="at least two trials"):
        pool([1.0], [0.5])
    with pytest.raises(ValueError, match="two lists of one length"):
        pool([1.0, 2.0], [0.5, 0.5, 0.5])
    with pytest.raises(ValueError, match="variances must be above 0; got -0\\.5"):
        pool([1.0, 2.0], [0.5, -0.5])
    with pytest.raises(ValueError, match="method must be one of fixed, DL, PM, REML"):
        pool([1.0, 2.0], [0.5, 0.5], "HE")
    with pytest.raises(ValueError, match="needs at least three trials; got 2"):
        prediction_interval(pool([1.0, 2.0], [0.5, 0.5]))
    with pytest.raises(ValueError, match="arm without a case"):
        log_risk_ratio([0], [10], [3], [10])
    with pytest.raises(ValueError, match="must be a whole number"):
        log_risk_ratio([1.5], [10], [3], [10])
    with pytest.raises(ValueError, match="lower limit of an interval must lie below"):
        se_from_interval(1.0, -1.0)
    with pytest.raises(ValueError, match="does not determine the standard error"):
        se_from_p(0.5, 1.0, 10)
    with pytest.raises(ValueError, match="sd_1 must be above 0"):
        se_from_arms(0.0, 10, 1.0, 10)


@quick
@given(st.sampled_from([1e-9, 1e-7, 1e-6, 1e-3, 1e3, 1e9]), st.sampled_from(METHODS))
def test_no_unit_of_the_effects_changes_the_variance_between_trials(unit, method):
    effects, variances = log_risk_ratio(*BCG.T)
    here = between_trial_variance(effects, variances, method)
    there = between_trial_variance(unit * effects, unit**2 * variances, method)
    assert there / unit**2 == pytest.approx(here, rel=1e-6)


def test_trials_that_agree_to_the_last_digit_have_no_variance_at_all():
    assert between_trial_variance([0.4, 0.4, 0.4], [0.1, 0.2, 0.3], "REML") == 0


def test_interval_of_the_variance_between_trials_as_published():
    # viechtbauer2007tau2, Table II, and metafor's test of that example.
    found = tau2_interval(*odds(DIURETICS), "DL")
    assert found.tau2 == pytest.approx((0.2297, 0.0723, 2.2027), abs=5e-5)
    assert between_trial_variance(*odds(DIURETICS), "REML") == pytest.approx(0.3008, abs=5e-5)
    # metafor, confint() of the BCG trials by REML: tau² and I².
    tau2, i2 = tau2_interval(*log_risk_ratio(*BCG.T))
    assert tau2 == pytest.approx((0.3132, 0.1197, 1.1115), abs=5e-5)
    assert i2 == pytest.approx((0.9222, 0.8192, 0.9768), abs=5e-5)


@quick
@given(trials, st.floats(0.5, 0.99))
def test_the_limits_bring_the_generalised_q_to_its_quantiles(data, level):
    effects, variances = data
    (_, low, high), _ = tau2_interval(effects, variances, "PM", level)
    df = effects.size - 1
    for limit, quantile in ((low, (1 + level) / 2), (high, (1 - level) / 2)):
        q, wanted = heterogeneity(effects, variances + limit).q, stats.chi2.ppf(quantile, df)
        assert np.isclose(q, wanted, rtol=1e-6) if limit > 0 else q <= wanted + 1e-9


def test_hartung_knapp_truncated_is_never_narrower_than_without():
    alike = [0.30, 0.31, 0.32], [0.2, 0.2, 0.2]
    plain, free = pool(*alike, "DL"), pool(*alike, "DL", True)
    held = pool(*alike, "DL", "truncated")
    assert free.se < plain.se and held.se == plain.se
    assert held.upper - held.lower > plain.upper - plain.lower
    apart = [0.0, 1.0, 3.0], [0.1, 0.1, 0.1]
    assert pool(*apart, "fixed", "truncated").se == pool(*apart, "fixed", True).se


def test_the_three_conventions_of_prediction_have_their_names():
    pooled = pool(*log_risk_ratio(*BCG.T))
    assert prediction_interval(pooled) == pytest.approx((-2.008, 0.579), abs=5e-4)
    # metafor's default.
    assert prediction_interval(pooled, convention="z") == pytest.approx((-1.867, 0.438), abs=5e-4)
    widths = [np.ptp(prediction_interval(pooled, convention=c)) for c in PREDICTIONS]
    assert widths == sorted(widths, reverse=True)
    with pytest.raises(ValueError, match="convention must be one of k - 2, k - 1, z"):
        prediction_interval(pooled, convention="t")


def test_one_fixed_effect_predicts_no_other():
    with pytest.raises(ValueError, match="one fixed effect predicts no other"):
        prediction_interval(pool([0.0, 1.0, 3.0], [0.2, 0.3, 0.4], "fixed"))
    with pytest.raises(ValueError, match="has no variance between trials"):
        tau2_interval([0.0, 1.0, 3.0], [0.2, 0.3, 0.4], "fixed")


@pytest.mark.parametrize("level", [95, 0, 1, -0.5])
def test_per_cent_is_refused_as_a_level(level):
    pooled = pool([0.0, 1.0, 3.0], [0.2, 0.3, 0.4])
    for ask in (
        lambda: prediction_interval(pooled, level),
        lambda: se_from_interval(1, 2, level),
        lambda: pool([0.0, 1.0], [0.2, 0.3], level=level),
        lambda: tau2_interval([0.0, 1.0], [0.2, 0.3], level=level),
    ):
        with pytest.raises(ValueError, match="level must lie"):
            ask()


def test_an_empty_cell_needs_a_named_correction():
    # metafor, escalc(measure="RR", ai=0, bi=10, ci=3, di=7, add=1/2, to="only0").
    effect, variance = log_risk_ratio([0], [10], [3], [7], correction=0.5)
    assert effect == pytest.approx(np.log((0.5 / 11) / (3.5 / 11)))
    assert variance == pytest.approx(1 / 0.5 - 1 / 11 + 1 / 3.5 - 1 / 11)
    # Only the trial with the empty cell is touched.
    both, _ = log_risk_ratio([0, 4], [10, 6], [3, 2], [7, 8], correction=0.5)
    assert both[1] == pytest.approx(np.log(2))
    with pytest.raises(ValueError, match=r"name a correction, such as 0\.5"):
        log_risk_ratio([0], [10], [3], [7])
    with pytest.raises(ValueError, match="says nothing of a risk ratio: leave it out"):
        log_risk_ratio([0], [10], [0], [7], correction=0.5)
