import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physiology.excitation_contraction import (
    Fibre,
    _slopes,
    half_relaxation,
    isometric_force,
    ripple,
    twitch_times,
)

amounts = st.floats(0, 0.01)


@given(amounts, amounts, st.floats(0, 1e-4), st.floats(0, 4e-4), st.floats(0, 7e-5))
def test_calcium_moves_between_its_places_and_none_is_lost(store, held, free, buffered, bound):
    state = [store, held, free, buffered, bound, 0.5, -10.0]
    slopes = np.array(_slopes(30.0, state, [0.0, 20.0], 1.0, Fibre())[:5])
    assert abs(slopes.sum()) <= 1e-12 * max(1.0, np.abs(slopes).sum())


def test_a_fibre_has_settled_to_a_trace_of_force_before_its_first_stimulus():
    _, force = isometric_force([90.0], 100.0)
    resting = force[:180]
    assert np.ptp(resting) < 1e-5 and resting[0] < 0.1


def test_slowing_the_pump_raises_force_more_than_it_slows_relaxation():
    healthy, slowed = (isometric_force([0.0], 1000.0, factor) for factor in (1.0, 0.25))
    stronger = slowed[1].max() / healthy[1].max()
    longer = twitch_times(*slowed)[1] / twitch_times(*healthy)[1]
    assert stronger > 3 and longer < 1.2


def test_output_spacing_does_not_change_the_force():
    fine, coarse = (isometric_force([0.0, 50.0], 300.0, spacing=s)[1] for s in (0.5, 5.0))
    np.testing.assert_allclose(fine[::10], coarse, rtol=1e-6, atol=1e-9)


def test_relaxation_is_timed_between_the_samples():
    time = np.arange(0.0, 100.0, 10.0)
    force = np.exp(-time / 30.0)
    assert abs(half_relaxation(time, force, 0.0) - 30 * np.log(2)) < 0.6
    assert np.isclose(ripple(time, force, 0.0, 90.0), 1 - np.exp(-3))


def test_impossible_requests_are_refused():
    with pytest.raises(ValueError, match="stimuli must ascend"):
        isometric_force([10.0, 5.0], 100.0)
    with pytest.raises(ValueError, match="stimuli must lie between 0 and 100 ms; got 200"):
        isometric_force([200.0], 100.0)
    with pytest.raises(ValueError, match="pump_factor must be above 0"):
        isometric_force([0.0], 100.0, 0.0)
    with pytest.raises(ValueError, match="simulate longer"):
        half_relaxation(np.arange(5.0), np.ones(5), 0.0)


@pytest.mark.parametrize(
    ("length", "twitch"), [(-16.0, 0.856), (-8.0, 3.573), (-4.0, 4.54), (0.0, 5.03)]
)
def test_twitch_at_each_length_is_that_of_the_authors_program(length, twitch):
    # modeldb266732 in NEURON 9: the affinity of troponin has a knee at -8 mm.
    _, force = isometric_force([0.0], 400, fibre=Fibre(length=length))
    assert force.max() == pytest.approx(twitch, rel=2e-3)


def test_records_without_an_answer_are_refused():
    time, force = np.arange(10.0), np.zeros(10)
    with pytest.raises(ValueError, match="there is no force at"):
        half_relaxation(time, force, 3.0)
    with pytest.raises(ValueError, match="last must lie between 0 and 9 ms; got 30"):
        half_relaxation(time, force + 1, 30.0)
    with pytest.raises(ValueError, match="no force was recorded between 20 and 30 ms"):
        ripple(time, force + 1, 20, 30)
    with pytest.raises(ValueError, match="spacing must be above 0 ms"):
        isometric_force([0.0], 100, spacing=0)
    with pytest.raises(ValueError, match="duration must lie between 10 and 60000 ms; got 1"):
        isometric_force([0.0, 0.02], 1.0)
