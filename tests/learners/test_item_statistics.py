"""The statistics: against a published worked example, an independent library, and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from quizbook.learners.item_statistics import average, discrimination, gain, reliability, share

LSAT = (
    3,
    6,
    2,
    11,
    1,
    1,
    3,
    4,
    1,
    8,
    0,
    16,
    0,
    3,
    2,
    15,
    10,
    29,
    14,
    81,
    3,
    28,
    15,
    80,
    16,
    56,
    21,
    173,
    11,
    61,
    28,
    298,
)
"""How many of 1000 people gave each pattern 00000 ... 11111 to five items of the Law School
Admission Test, section 6: Bock and Lieberman, Psychometrika 1970;35:179-197."""


@pytest.fixture(scope="module")
def lsat() -> np.ndarray:
    rows = [[int(c) for c in f"{n:05b}"] for n, count in enumerate(LSAT) for _ in range(count)]
    return np.array(rows)


@pytest.fixture(scope="module")
def made_up() -> np.ndarray:
    """80 people, 12 items of different difficulty, one of which is keyed the wrong way round."""
    rng = np.random.default_rng(3)
    ability, hard = rng.normal(size=(80, 1)), np.linspace(-1.5, 1.5, 12)
    right = (rng.random((80, 12)) < 1 / (1 + np.exp(-(1.3 * ability - hard)))).astype(int)
    right[:, 5] = 1 - right[:, 5]
    return right


def test_the_published_example(lsat: np.ndarray):
    """Shares, corrected point-biserials and alpha that the R package ltm prints for these data.

    Rizopoulos, Journal of Statistical Software 2006;17(5), describes it.
    """
    assert lsat.mean(axis=0) == pytest.approx([0.924, 0.709, 0.553, 0.763, 0.870])
    told = [estimate.value for estimate in discrimination(lsat)]
    assert told == pytest.approx([0.1128, 0.1532, 0.1728, 0.1444, 0.1216], abs=6e-5)
    assert reliability(lsat).kr20 == pytest.approx(0.2950, abs=5e-5)


def test_an_independent_library_finds_the_same(made_up: np.ndarray):
    for n, estimate in enumerate(discrimination(made_up)):
        rest = made_up.sum(axis=1) - made_up[:, n]
        assert estimate.value == pytest.approx(stats.pointbiserialr(made_up[:, n], rest)[0])
        interval = stats.pearsonr(made_up[:, n], rest).confidence_interval()
        assert (estimate.low, estimate.high) == pytest.approx(tuple(interval))
    assert discrimination(made_up)[5].value < 0, "an item with a wrong key is seen"


def test_reliability_is_alpha_of_covariances(made_up: np.ndarray):
    covariances = np.cov(made_up.T)
    alpha = 12 / 11 * (1 - np.trace(covariances) / covariances.sum())
    told = reliability(made_up)
    assert told.kr20 == pytest.approx(alpha)
    assert told.kr20 == pytest.approx(0.6974210464524713), "what pingouin 0.7.0 gives for them"
    assert told.error == pytest.approx(made_up.sum(axis=1).std(ddof=1) * np.sqrt(1 - alpha))


@pytest.mark.parametrize(("count", "of"), [(0, 7), (3, 10), (50, 60), (9, 9), (1, 1000)])
def test_shares_have_wilsons_interval(count: int, of: int):
    interval = stats.binomtest(count, of).proportion_ci(method="wilson")
    value, low, high = share(np.array(count), np.array(of))
    assert (value, low, high) == pytest.approx((count / of, interval.low, interval.high), abs=1e-12)


def test_where_nothing_can_be_said_nothing_is():
    everyone = np.ones((9, 3), dtype=int)
    assert all(np.isnan(estimate.value) for estimate in discrimination(everyone))
    assert np.isnan(reliability(everyone).kr20)
    assert np.isnan(reliability(np.eye(4, 1, dtype=int)).kr20)
    assert np.isnan(share(np.array(0), np.array(0))[0])
    assert np.isnan(average(np.array([0.5])).low)


def test_averages_have_students_interval():
    shares = np.array([0.1, 0.4, 0.3, 0.2, 0.35])
    interval = stats.ttest_1samp(shares, 0).confidence_interval()
    told = average(shares)
    assert (told.low, told.high) == pytest.approx(tuple(interval))


def class_without_learning(rng, people: int, harder: float) -> tuple:
    """Shares right in two forms, of which the second is harder; nobody learns anything."""
    ability = rng.normal(0.6, 0.1, people)
    order = rng.permutation(np.arange(people) % 2)
    forms = [rng.binomial(13, np.clip(ability - d, 0.02, 0.98)) / 13 for d in (0, harder)]
    before = np.where(order == 0, forms[0], forms[1])
    after = np.where(order == 0, forms[1], forms[0])
    return before, after, order


def test_a_class_that_learnt_nothing_rarely_seems_to_have_gained():
    rng = np.random.default_rng(11)
    told = [gain(*class_without_learning(rng, 24, 0.12)) for _ in range(600)]
    wrong = np.mean([g.mean.low > 0 or g.mean.high < 0 for g in told])
    assert 0.02 < wrong < 0.08
    assert abs(np.mean([g.mean.value for g in told])) < 0.01
    covered = np.mean([g.effect.low <= 0 <= g.effect.high for g in told])
    assert 0.92 < covered < 0.98


def test_a_form_that_each_reader_draws_keeps_luck_from_seeming_to_teach():
    """Of classes that learnt nothing about one in twenty seems to have changed, not one in four."""
    rng = np.random.default_rng(17)
    fixed, drawn = [], []
    for _ in range(400):
        ability = rng.normal(0, 0.8, (30, 1))
        chance = [1 / (1 + np.exp(rng.normal(0, 0.6, 13) - ability)) for _ in range(2)]
        forms = [(rng.random(p.shape) < p).mean(axis=1) for p in chance]
        fixed.append(stats.ttest_rel(*forms).pvalue < 0.05)
        order = rng.integers(0, 2, 30)  # each browser draws for itself
        before, after = np.where(order == 0, forms, forms[::-1])
        told = gain(before, after, order).mean
        drawn.append(told.low > 0 or told.high < 0)
    assert np.mean(fixed) > 0.2
    assert 0.02 < np.mean(drawn) < 0.08


def test_a_gain_that_is_there_is_found_whichever_form_was_harder():
    rng = np.random.default_rng(5)
    before, after, order = class_without_learning(rng, 400, 0.2)
    told = gain(before, np.clip(after + 0.15, 0, 1), order)
    assert told.mean.low < 0.15 < told.mean.high and told.effect.low > 0
    assert told.after - told.before == pytest.approx(told.mean.value)


def test_with_equal_halves_the_gain_is_the_plain_mean_and_the_interval_that_of_two_samples():
    rng = np.random.default_rng(8)
    before, after, order = class_without_learning(rng, 40, 0.1)
    change, told = after - before, gain(before, after, order)
    assert told.mean.value == pytest.approx(change.mean())
    # Half the difference between one half's changes and the other's with their signs turned.
    two = stats.ttest_ind(change[order == 0], -change[order == 1], equal_var=False)
    interval = two.confidence_interval()
    assert (told.mean.low, told.mean.high) == pytest.approx((interval.low / 2, interval.high / 2))


def test_without_both_orders_there_is_no_gain():
    with pytest.raises(ValueError, match="same form first"):
        gain(np.zeros(9), np.ones(9), np.zeros(9, dtype=int))
