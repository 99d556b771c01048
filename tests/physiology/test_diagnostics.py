import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from physiology import diagnostics
from physiology.diagnostics import (
    chance_of_false_alarm,
    from_counts,
    likelihood_ratios,
    predictive_values,
    probability_after,
)

shares = st.floats(0.01, 0.99)
people = st.integers(1, 2000)


@given(people, people, people, people)
def test_bayes_agrees_with_counting_people(tp, fp, fn, tn):
    after = predictive_values(*from_counts(tp, fp, fn, tn))
    assert np.isclose(after.positive, tp / (tp + fp))
    assert np.isclose(after.negative, tn / (tn + fn))


@given(shares, shares, shares)
def test_odds_and_predictive_values_tell_the_same(prevalence, se, sp):
    positive, negative = likelihood_ratios(se, sp)
    after = predictive_values(prevalence, se, sp)
    assert np.isclose(probability_after(prevalence, positive), after.positive)
    assert np.isclose(probability_after(prevalence, negative), 1 - after.negative)


@given(shares, st.floats(0.01, 50), st.floats(0.01, 50))
def test_two_findings_multiply_their_ratios(prior, first, second):
    one_by_one = probability_after(probability_after(prior, first), second)
    assert np.isclose(one_by_one, probability_after(prior, first * second))


@given(shares, st.floats(0.01, 50))
def test_a_ratio_of_one_teaches_nothing_and_a_finding_can_be_undone(prior, ratio):
    assert np.isclose(probability_after(prior, 1.0), prior)
    assert np.isclose(probability_after(probability_after(prior, ratio), 1 / ratio), prior)


@given(shares, shares)
def test_rarer_disease_makes_a_positive_test_mean_less(se, sp):
    after = predictive_values(np.linspace(0.001, 0.999, 50), se, sp)
    assert (np.diff(after.positive) > 0).all() and (np.diff(after.negative) < 0).all()


def test_certainty_stays_certain():
    assert probability_after([0.0, 1.0], 5.0).tolist() == [0.0, 1.0]


def test_result_that_never_occurs_has_no_predictive_value():
    assert np.isnan(predictive_values(0.0, 0.5, 1.0).positive)


def test_false_alarms_grow_with_the_number_of_tests_from_none():
    chances = chance_of_false_alarm(np.arange(50))
    assert chances[0] == 0 and (np.diff(chances) > 0).all() and chances[-1] < 1


def test_impossible_tables_are_refused():
    with pytest.raises(ValueError, match="nobody in the table has the disease"):
        from_counts(0, 5, 0, 10)
    with pytest.raises(ValueError, match="everybody in the table has the disease"):
        from_counts(5, 0, 5, 0)
    with pytest.raises(ValueError, match="true positives must be at least 0; got -1"):
        from_counts(-1, 5, 5, 5)
    with pytest.raises(ValueError, match=r"false negatives must be a whole number; got 2\.5"):
        from_counts(5, 5, 2.5, 5)
    with pytest.raises(ValueError, match="sensitivity must lie between 0 and 1; got 47"):
        predictive_values(0.1, 47, 0.74)
    with pytest.raises(ValueError, match="misread, not poor"):
        likelihood_ratios(0.0, 0.0)


@pytest.mark.parametrize(
    ("hits", "total", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_intervals_as_published(hits, total, lower, upper):
    # newcombe1998two, Table I, score method without continuity correction.
    assert diagnostics.wilson_interval(hits, total) == pytest.approx((lower, upper), abs=5e-5)


@given(st.integers(0, 300), st.integers(1, 300), st.floats(0.5, 0.999))
def test_wilson_limits_are_where_the_score_test_turns(hits, more, level):
    total = hits + more
    low, high = diagnostics.wilson_interval(hits, total, level)
    assert 0 <= low <= hits / total <= high <= 1
    z = stats.norm.ppf((1 + level) / 2)
    for limit in (low, high):
        if 0 < limit < 1:
            score = (hits / total - limit) / np.sqrt(limit * (1 - limit) / total)
            assert abs(score) == pytest.approx(z, rel=1e-6)


def test_intervals_of_a_table():
    found = diagnostics.test_intervals(90, 30, 10, 170)
    assert found.sensitivity == pytest.approx(diagnostics.wilson_interval(90, 100))
    assert found.specificity == pytest.approx(diagnostics.wilson_interval(170, 200))
    # By hand: 6.0 exp(± 1.96 sqrt(1/90 - 1/100 + 1/30 - 1/200)).
    assert found.positive_ratio == pytest.approx((4.286, 8.399), abs=1e-3)
    with pytest.raises(ValueError, match="an empty cell has no interval"):
        diagnostics.test_intervals(90, 0, 10, 170)
    with pytest.raises(ValueError, match="more hits than people"):
        diagnostics.wilson_interval(5, 4)


def test_a_ratio_of_infinity_can_be_used_where_it_is_given():
    ratio = diagnostics.likelihood_ratios(0.5, 1.0).positive
    assert ratio == np.inf and diagnostics.probability_after(0.2, ratio) == 1
    np.testing.assert_allclose(diagnostics.probability_after(0.2, [np.inf, 1.0]), [1, 0.2])


@pytest.mark.parametrize(("prior", "ratio"), [(0.0, np.inf), (1.0, 0.0)])
def test_certainty_against_certainty_is_refused(prior, ratio):
    with pytest.raises(ValueError, match="contradicts a finding that proves the opposite"):
        diagnostics.probability_after(prior, ratio)


def test_more_tests_than_can_be_counted_are_refused():
    with pytest.raises(ValueError, match="too large to be counted exactly"):
        diagnostics.chance_of_false_alarm(1e30)
    assert diagnostics.likelihood_ratios(0.5, 5e-324).negative == np.inf
