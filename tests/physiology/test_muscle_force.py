from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from physiology.muscle_force import (
    Muscle,
    activation,
    fatigue,
    force,
    peak_and_ripple,
    regular_train,
)

gaps = st.lists(st.floats(0.005, 0.3), min_size=1, max_size=8)


def reference_activation(time, stimuli, tau, half):
    """Solve the differential equation of the source, restarted at each stimulus."""
    state, values = 0.0, np.zeros_like(time)
    edges = [*stimuli, time[-1]]
    for n, (begin, end) in enumerate(pairwise(edges)):
        scale = [1.0] + [
            1 + (half + 0.04) * np.exp(-(stimuli[i] - stimuli[i - 1]) / tau)
            for i in range(1, n + 1)
        ]

        def slope(t, c, scale=scale):
            drive = sum(r * np.exp(-(t - s) / tau) for r, s in zip(scale, stimuli, strict=False))
            return (drive - c) / tau

        answer = solve_ivp(
            *(slope, (begin, end), [state]), dense_output=True, rtol=1e-9, atol=1e-12
        )
        inside = (time >= begin) & (time <= end)
        values[inside] = answer.sol(time[inside])[0]
        state = answer.y[0, -1]
    return values


def test_closed_form_of_the_activation_solves_its_differential_equation():
    time = np.linspace(0, 0.4, 401)
    stimuli = np.array([0.0, 0.013, 0.05, 0.2, 0.21])
    ours = activation(time, stimuli, 0.02, 0.103)
    np.testing.assert_allclose(ours, reference_activation(time, stimuli, 0.02, 0.103), atol=1e-7)


@given(gaps, st.floats(0.005, 0.1))
def test_activation_is_never_negative_and_nothing_precedes_the_first_stimulus(steps, tau):
    stimuli = np.cumsum(steps)
    time = np.linspace(0, 3, 301)
    values = activation(time, stimuli, tau, 0.103)
    assert (values >= 0).all() and (values[time <= stimuli[0]] == 0).all()


@settings(deadline=None, max_examples=20)
@given(gaps)
def test_force_stays_between_zero_and_its_ceiling(steps):
    muscle = Muscle()
    values = force(np.arange(1001) * 5e-4, np.cumsum(steps) / 5)
    assert (values >= 0).all()
    assert (values <= muscle.gain * (muscle.tau_1 + muscle.tau_2)).all()


def test_force_is_proportional_to_its_gain():
    time, train = np.arange(1001) * 5e-4, regular_train(20.0, 0.5)
    single, double = (force(time, train, Muscle(gain=g)) for g in (1500.0, 3000.0))
    np.testing.assert_allclose(double, 2 * single)


def test_faster_trains_pull_harder_and_ripple_less():
    peak, ripple = peak_and_ripple(np.array([2.0, 5.0, 10.0, 20.0, 40.0]))
    assert (np.diff(peak) > 0).all() and (np.diff(ripple) < 0).all()


def test_slower_calcium_raises_force_at_low_rates_and_smooths_it():
    peak, ripple = peak_and_ripple(10.0, np.array([0.02, 0.04, 0.06]))
    assert (np.diff(peak) > 0).all() and (np.diff(ripple) < 0).all()


def test_a_sweep_gives_each_cell_what_it_would_get_alone():
    time = np.arange(1001) * 5e-4
    together = force(time, regular_train(np.array([7.0, 31.0]), 0.5), tau_c=np.array([0.02, 0.05]))
    alone = force(time, regular_train(31.0, 0.5), tau_c=0.05)
    np.testing.assert_allclose(together[:, 1], alone, rtol=1e-12)


def test_a_muscle_that_cannot_tire_pulls_as_a_fresh_one():
    time, train = np.arange(2001) * 5e-4, regular_train(33.0, 1.0)
    tireless = Muscle(alpha_gain=0.0, alpha_tau_1=0.0, alpha_half_activation=0.0)
    np.testing.assert_allclose(fatigue(time, train, tireless), force(time, train), rtol=1e-12)


def test_loss_of_gain_and_of_affinity_weakens_and_slower_relaxation_does_not():
    time, train = np.arange(4001) * 5e-4, regular_train(33.0, 2.0)
    still = {"alpha_gain": 0.0, "alpha_tau_1": 0.0, "alpha_half_activation": 0.0}
    ends = {
        name: fatigue(time, train, Muscle(**{**still, name: getattr(Muscle(), name)}))[-1]
        for name in still
    }
    fresh = force(time, train)[-1]
    assert ends["alpha_gain"] < fresh and ends["alpha_half_activation"] < fresh
    assert ends["alpha_tau_1"] > fresh


def test_impossible_requests_are_refused():
    with pytest.raises(ValueError, match=r"at most 0\.5 ms; got 1 ms"):
        force(np.arange(10) * 1e-3, np.array([0.0]))
    with pytest.raises(ValueError, match="equal steps"):
        force(np.array([0.0, 1e-4, 3e-4]), np.array([0.0]))
    with pytest.raises(ValueError, match="starts at 0 s"):
        force(np.array([1.0, 2.0]), np.array([0.0]))
    with pytest.raises(ValueError, match="rate must be above 0 Hz"):
        regular_train(0.0, 1.0)
    with pytest.raises(ValueError, match="tau_c must be above 0 s; got -20"):
        peak_and_ripple(10.0, -20.0)
    with pytest.raises(ValueError, match="tau_c must lie between"):
        Muscle(tau_c=20.0)


def test_stimuli_out_of_order_or_in_milliseconds_are_refused():
    time = np.arange(2001) * 5e-4
    for stimuli in ([0.5, 0.0, 0.1], [0.1, 0.1], [-0.1, 0.2], [0.0, 20.0, 40.0], [0.0, np.nan]):
        for ask in (force, fatigue):
            with pytest.raises(ValueError, match="stimuli must"):
                ask(time, np.array(stimuli))
    with pytest.raises(ValueError, match="stimuli must ascend"):
        activation(time, [0.5, 0.0, 0.1], 0.02, 0.1)
    np.testing.assert_array_equal(force(time, 0.0), force(time, [0.0]))


def test_a_time_constant_in_milliseconds_is_refused_everywhere():
    time = np.arange(101) * 5e-4
    for ask in (
        lambda: force(time, [0.0], tau_c=20),
        lambda: activation(time, [0.0], 20, 0.1),
        lambda: peak_and_ripple(10.0, 20),
        lambda: Muscle(tau_c=20),
    ):
        with pytest.raises(ValueError, match="tau_c must lie between"):
            ask()


def test_a_train_without_a_whole_cycle_has_no_ripple():
    with pytest.raises(ValueError, match=r"0\.3 Hz has no whole cycle in 2 s"):
        peak_and_ripple(0.3)


def test_fatigue_says_whose_it_is():
    # cocofest, tests/shard1/test_ivp.py: 268.922 N after 20 and 270.505 N after 33 of 33 cycles.
    time, train = np.linspace(0, 1, 33 * 80 + 1), regular_train(33.0, 1.0)
    rested = fatigue(time, train, enhancement="rested")
    assert rested[80 * 20] == pytest.approx(268.922, abs=0.005)
    assert rested[-1] == pytest.approx(270.505, abs=0.005)
    current = fatigue(time, train)
    assert current[-1] - rested[-1] == pytest.approx(0.047, abs=0.005)
    with pytest.raises(ValueError, match="enhancement must be one of current, rested"):
        fatigue(time, train, enhancement="held")
