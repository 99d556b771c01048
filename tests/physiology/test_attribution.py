import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physiology.attribution import (
    attributable_fraction,
    background_rate,
    cases_per_caused_case,
    e_value,
    e_value_of_interval,
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


def test_worked_examples_of_the_paper_on_e_values():
    # vanderweele2017evalue: 3.9 (1.8 to 8.7) gives 7.26 and 3.0; 0.80 (0.71 to 0.91) 1.81 and 1.43.
    assert e_value(3.9) == pytest.approx(7.26, abs=0.005)
    assert e_value_of_interval(1.8, 8.7) == pytest.approx(3.0, abs=1e-9)
    assert e_value(0.8) == pytest.approx(1.81, abs=0.005)
    assert e_value_of_interval(0.71, 0.91) == pytest.approx(1.43, abs=0.005)


def test_printed_examples_of_the_package_on_e_values():
    """Estimate and limits with the E-values that the R package EValue prints beside them.

    Its vignette "E-values for unmeasured confounding" (10.73 and 3.9, the latter entered as the
    odds ratio of a rare outcome) and the examples of its manual pages evalues.RR, evalues.OR and
    evalues.HR, as built into the folder EValue/docs of github.com/mayamathur/evalue_package. They
    print seven digits or more.
    """
    for kind, rare, seen, lower, upper, of_point, of_limit in (
        ("risk ratio", True, 10.73, 8.02, 14.36, 20.94777, 15.52336),
        ("risk ratio", True, 0.80, 0.71, 0.91, 1.809017, 1.428571),
        ("odds ratio", True, 3.9, 1.8, 8.7, 7.263034, 3.0),
        ("odds ratio", False, 0.86, 0.75, 0.99, 1.3689529, 1.0761939),
        ("hazard ratio", False, 0.56, 0.46, 0.69, 2.349531, 1.9080039),
    ):
        assert e_value(seen, kind, rare) == pytest.approx(of_point, rel=5e-7)
        limit = e_value_of_interval(lower, upper, kind, rare)
        assert limit == pytest.approx(of_limit, rel=5e-7)


def test_printed_example_of_a_second_package():
    """The tests of the R package episensr (github.com/dhaine/episensr, confounders.evalue).

    They print 1.720 and, for the limit, 1.307 for an odds ratio of a common outcome.
    """
    assert e_value(1.47, "odds ratio", rare=False) == pytest.approx(1.720, abs=5e-4)
    assert e_value_of_interval(1.12, 1.93, "odds ratio", rare=False) == pytest.approx(
        1.307, abs=5e-4
    )


def test_an_interval_that_holds_no_effect_has_an_e_value_of_one():
    assert e_value_of_interval(0.8, 1.3) == 1
    assert e_value_of_interval([0.8, 1.2], [1.3, 3.0])[0] == 1


@given(ratios)
def test_odds_and_hazard_ratios_of_common_outcomes_are_worth_less(ratio):
    # The approximations of the paper, as the tests of the R package EValue have them.
    odds, hazard = e_value(ratio, "odds ratio", False), e_value(ratio, "hazard ratio", False)
    root = np.sqrt(ratio)
    assert np.isclose(odds, root + np.sqrt(root * (root - 1)))
    risk = (1 - 0.5**root) / (1 - 0.5 ** (1 / root))
    assert np.isclose(hazard, risk + np.sqrt(risk * (risk - 1)))
    assert odds < e_value(ratio) and hazard < e_value(ratio)
    assert e_value(ratio, "odds ratio") == e_value(ratio, "hazard ratio") == e_value(ratio)


def test_a_risk_ends_at_one_and_a_rate_at_zero():
    with pytest.raises(ValueError, match=r"treated risk of 4\.5: a risk ends at 1"):
        number_needed_to_treat(5, 0.9)
    assert number_needed_to_treat(2.0, 0.5) == pytest.approx(-2)
    with pytest.raises(ValueError, match="the rate would be negative"):
        background_rate(11, 0.9)
    with pytest.raises(
        ValueError, match="kind must be one of risk ratio, odds ratio, hazard ratio"
    ):
        e_value(2.0, "relative risk")
