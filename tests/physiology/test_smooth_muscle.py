import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physiology.smooth_muscle import (
    LatchBridge,
    hyperbola,
    phosphorylation,
    phosphorylation_rate,
    respond,
    slow_wave_stress,
    steady_state,
    stress,
    stress_at_phosphorylation,
    transition_matrix,
)

rates = st.floats(1e-4, 10)
phases = st.lists(st.tuples(st.floats(0, 5), st.floats(0.1, 20)), min_size=1, max_size=5)


@given(rates, rates)
def test_steady_fractions_are_shares_of_one_whole(k1, k7):
    fractions = steady_state(k1, k7=k7)
    assert np.isclose(fractions.sum(), 1, atol=1e-12) and (fractions >= 0).all()


@given(rates, rates)
def test_nothing_moves_at_steady_state(k1, k7):
    flow = transition_matrix(k1, k7=k7) @ steady_state(k1, k7=k7)
    assert np.abs(flow).max() < 1e-10


@given(rates, rates, rates)
def test_phosphorylation_depends_on_kinase_and_phosphatase_alone(k1, k2, k7):
    share = phosphorylation(steady_state(k1, LatchBridge(k2=k2), k7))
    assert np.isclose(share, k1 / (k1 + k2), rtol=1e-8)


@given(phases, rates)
def test_no_bridge_is_lost_on_any_course(course, k7):
    _, fractions = respond(*zip(*course, strict=True), step=0.5, k7=k7)
    np.testing.assert_allclose(fractions.sum(axis=-1), 1, atol=1e-9)
    assert (fractions > -1e-12).all()


@given(rates)
def test_slower_detachment_holds_more_force(k1):
    assert (np.diff(stress(steady_state(k1, k7=np.geomspace(0.005, 0.5, 9)))) < 0).all()


@given(rates)
def test_more_drive_holds_more_force(k7):
    assert (np.diff(stress(steady_state(np.geomspace(1e-3, 10, 20), k7=k7))) > 0).all()


def test_long_constant_drive_ends_in_the_steady_state():
    _, fractions = respond([0.3], [3000.0], step=10.0)
    np.testing.assert_allclose(fractions[-1], steady_state(0.3), atol=1e-9)


def test_output_spacing_does_not_change_the_course():
    _, fine = respond([0.5, 0.0], [5.0, 5.0], step=0.1)
    _, coarse = respond([0.5, 0.0], [5.0, 5.0], step=1.0)
    np.testing.assert_allclose(fine[::10], coarse, atol=1e-12)


def test_force_outlasts_its_signal():
    fractions = steady_state(phosphorylation_rate(np.array([0.3, 0.15])))
    share, force = phosphorylation(fractions), stress(fractions)
    assert share[1] < 0.25 * share[0] and force[1] > 0.75 * force[0]


def test_slow_waves_ripple_more_when_bridges_detach_fast():
    time, values = slow_wave_stress(np.array([0.01, 0.1, 0.5]))
    swing = np.ptp(values[time > 500], axis=0)
    assert values.shape == (time.size, 3) and swing[0] < swing[1]


def test_hyperbola_recovers_one_exactly():
    shares = np.linspace(0, 1, 50)
    top, half, error = hyperbola(shares, 0.8 * shares / (0.05 + shares))
    assert np.isclose(top, 0.8, rtol=1e-4) and np.isclose(half, 0.05, rtol=1e-3)
    assert error < 1e-4


def test_impossible_requests_are_refused():
    with pytest.raises(ValueError, match="calcium must lie between 0 and 100 µM; got 300"):
        phosphorylation_rate(300.0)
    with pytest.raises(ValueError, match="calcium must lie"):
        phosphorylation_rate(-0.1)
    with pytest.raises(ValueError, match="steady state is not unique"):
        steady_state(0.0, k7=0.0)
    with pytest.raises(ValueError, match="the phosphatase never stops"):
        stress_at_phosphorylation(1.0)
    with pytest.raises(ValueError, match="shorter than the period"):
        slow_wave_stress(0.1, plateau=30.0)


@pytest.mark.parametrize("step", [0.1, 0.37, 3.0, 7.0, 60.0])
def test_output_spacing_changes_no_value_also_where_it_does_not_fit(step):
    time, fractions = respond([0.55, 0.3], [5, 20], step)
    assert time[-1] == pytest.approx(25) and (np.diff(time) > 0).all()
    assert 5 in np.round(time, 9)
    assert stress(fractions[-1]) == pytest.approx(0.74135, abs=5e-6)


def test_a_phase_shorter_than_the_spacing_still_counts():
    time, fractions = respond([0.5], [0.04], step=1.0)
    assert time.tolist() == [0, 0.04]
    assert fractions[-1][0] < 1


def test_impossible_states_and_fits_are_refused():
    with pytest.raises(ValueError, match="that sum to 1"):
        respond([0.5], [1.0], start=[1, 1, 1, 1])
    with pytest.raises(ValueError, match="that sum to 1"):
        stress([0.5, 0.5])
    with pytest.raises(ValueError, match="two lists of one length"):
        respond([0.5, 0.1], [1.0])
    with pytest.raises(ValueError, match="follow no hyperbola"):
        hyperbola([0.1, 0.2, 0.5], [1.0, 1.0, 1.0])
    with pytest.raises(ValueError, match=r"at most 0\.99995: the phosphatase never stops"):
        stress_at_phosphorylation(0.99999)
    assert not np.signbit(steady_state(0.0)).any()


def test_phases_in_milliseconds_are_refused():
    with pytest.raises(ValueError, match="duration must lie between 0 and 10000 s; got 20000"):
        respond([0.5, 0.1], [5_000.0, 20_000.0], step=1_000.0)
    with pytest.raises(ValueError, match=r"period must lie between 0\.001 and 10000 s; got 20000"):
        slow_wave_stress(0.1, plateau=5_000.0, period=20_000.0, step=1_000.0)
    with pytest.raises(ValueError, match="high must lie between 0 and 100 1/s; got 500"):
        slow_wave_stress(0.1, high=500.0)
