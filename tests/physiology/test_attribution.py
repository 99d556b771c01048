import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physiology.attribution import (
    attributable_fraction,
    background_rate,
    cases_per_caused_case,
    e_value,
    excess_rate,
    nocebo_ratio,
    number_needed_to_treat,
    population_attributable_fraction,
)

ratios = st.floats(1.001, 50)
shares = st.floats(0.01, 1)


@given(ratios, st.floats(1, 500))
def test_attributable_share_is_the_excess_over_the_rate_of_the_exposed(ratio, background):
    excess = excess_rate(ratio, background)
    assert np.isclose(attributable_fraction(ratio), excess / (background + excess))
    assert np.isclose(background_rate(excess, ratio), background, rtol=1e-6)


@given(ratios)
def test_one_in_n_is_the_share_turned_over(ratio):
    assert np.isclose(1 / cases_per_caused_case(ratio), attributable_fraction(ratio))


@given(ratios, shares)
def test_population_share_counts_exposed_and_unexposed_cases(ratio, exposed):
    caused, all_cases = exposed * (ratio - 1), exposed * ratio + (1 - exposed)
    assert np.isclose(population_attributable_fraction(ratio, exposed), caused / all_cases)


@given(ratios)
def test_when_all_are_exposed_both_shares_agree(ratio):
    assert np.isclose(population_attributable_fraction(ratio, 1.0), attributable_fraction(ratio))


@given(ratios)
def test_confounder_of_the_e_values_strength_just_explains_the_ratio(ratio):
    e = e_value(ratio)
    # The largest bias that ratios e and e can make (bounding factor).
    assert np.isclose(e * e / (2 * e - 1), ratio)


@given(ratios)
def test_protection_and_harm_of_one_strength_share_an_e_value(ratio):
    assert np.isclose(e_value(1 / ratio), e_value(ratio))


@given(st.floats(0, 50), st.floats(0.1, 50), shares, st.floats(-20, 20), st.floats(0.1, 5))
def test_nocebo_ratio_ignores_origin_and_unit_of_the_score(none, rise, share, shift, unit):
    placebo, drug = none + share * rise, none + rise
    assert np.isclose(nocebo_ratio(none, placebo, drug), share)
    moved = [unit * (score + max(shift, -none)) for score in (none, placebo, drug)]
    assert np.isclose(nocebo_ratio(*moved), share)


@given(st.floats(0, 0.99), shares)
def test_number_needed_is_one_over_the_difference_of_risks(ratio, risk):
    assert np.isclose(number_needed_to_treat(ratio, risk), 1 / (risk - ratio * risk))


def test_harmful_treatment_has_a_negative_number_needed():
    assert number_needed_to_treat(1.5, 0.2) < 0


def test_impossible_requests_are_refused():
    with pytest.raises(ValueError, match="rate ratio must be above 0; got 0"):
        attributable_fraction(0.0)
    with pytest.raises(ValueError, match="the exposure causes no case"):
        cases_per_caused_case(0.9)
    with pytest.raises(ValueError, match="proportion exposed must lie between 0 and 1; got 60"):
        population_attributable_fraction(2.0, 60)
    with pytest.raises(ValueError, match="there is nothing to apportion"):
        nocebo_ratio(8.0, 7.0, 8.0)
    with pytest.raises(ValueError, match="control risk must lie between 0 and 1; got 56"):
        number_needed_to_treat(0.68, 56)
    with pytest.raises(ValueError, match="the number needed is infinite"):
        number_needed_to_treat(1.0, 0.5)
    with pytest.raises(ValueError, match="implies no background rate"):
        background_rate(11, 1.0)
