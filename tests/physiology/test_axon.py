from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from physiology import axon

currents = st.floats(-5, 50)
shifts = st.floats(-5, 15)


@given(st.floats(-100, 150))
def test_gates_are_shares(voltage):
    gates = axon.steady_gates(voltage)
    assert (gates >= 0).all() and (gates <= 1).all()


@pytest.mark.parametrize(("row", "voltage", "limit"), [(0, 25.0, 1.0), (2, 10.0, 0.1)])
def test_rates_take_their_limit_where_the_formula_is_zero_by_zero(row, voltage, limit):
    opening, _ = axon.rates(np.array([voltage - 1e-7, voltage, voltage + 1e-7]))
    np.testing.assert_allclose(opening[row], limit, rtol=1e-7)


@settings(deadline=None)
@given(currents, shifts)
def test_rest_is_where_nothing_moves(current, shift):
    state = axon.rest(current, shift)
    _, later = axon.simulate(current, shift, 0.04, start=state)
    np.testing.assert_allclose(later, state, rtol=0, atol=1e-9)


@settings(deadline=None)
@given(currents, st.floats(-5, 12))
def test_shifting_the_gates_is_shifting_every_reversal_potential(current, shift):
    a = axon.Axon()
    moved = replace(a, **{e: getattr(a, e) + shift for e in ("e_sodium", "e_potassium", "e_leak")})
    here, there = axon.rest(current, shift), axon.rest(current, 0.0, moved)
    assert np.isclose(here[0] + shift, there[0], atol=1e-8)


def test_fixed_step_agrees_with_an_adaptive_solver():
    voltage, _ = axon.simulate(10.0, 2.0, 40.0, step=0.02)

    def slopes(_, y):
        opening, closing = axon.rates(y[0] + 2.0)
        v, m, h, n = y
        current = 10.0 - 120 * m**3 * h * (v - 115) - 36 * n**4 * (v + 12) - 0.3 * (v - 10.613)
        return [current, *(opening - (opening + closing) * y[1:])]

    time = np.arange(len(voltage)) * 0.02
    answer = solve_ivp(
        *(slopes, (0, time[-1]), axon.rest(), "LSODA", time), rtol=1e-9, atol=1e-11, max_step=1.0
    )
    assert np.abs(answer.y[0] - voltage).max() < 0.01


def test_a_cell_of_a_sweep_does_not_feel_its_neighbours():
    together, _ = axon.simulate([0.0, 10.0, 30.0], [3.0, 0.0, 1.0], 20.0)
    alone, _ = axon.simulate(10.0, 0.0, 20.0)
    np.testing.assert_allclose(together[:, 1], alone, rtol=1e-12)


def test_rest_and_firing_coexist_between_their_two_thresholds():
    from_rest, _ = axon.simulate(8.0, 0.0, 300.0, start=axon.rest(8.0))
    assert axon.firing_rate(from_rest) == 0
    assert axon.sustained_rate(8.0, 0.0, 300.0) > 50


def test_less_calcium_is_a_larger_shift():
    fractions = axon.calcium_fraction(np.linspace(0, 15, 16))
    assert fractions[0] == 1 and (np.diff(fractions) < 0).all()


def test_impossible_requests_are_refused():
    with pytest.raises(ValueError, match=r"step must lie between 0 and 0\.05 ms"):
        axon.simulate(step=0.1)
    with pytest.raises(ValueError, match="rest is stable both at a current of 0 and of 5 µA/cm²"):
        axon.critical_current(bracket=(0.0, 5.0))
    with pytest.raises(ValueError, match="kappa must be above 0 mV"):
        axon.calcium_fraction(5.0, 0.0)
    with pytest.raises(ValueError, match="no longer finite"):
        axon.simulate(start=np.array([1e6, 0.5, 0.5, 0.5]), duration=5.0)


def test_the_upper_hopf_point_is_found_in_a_bracket_as_one_writes_it():
    upper = axon.critical_current(bracket=(100, 200))
    assert upper == axon.critical_current(bracket=(200, 100))
    assert axon.growth_rate(upper - 0.1) > 0 > axon.growth_rate(upper + 0.1)


def test_a_strongly_driven_membrane_swings_without_spikes():
    voltage, _ = axon.simulate(np.array([0.0, 20.0, 120.0]), duration=400.0)
    spikes, swings = axon.firing_rate(voltage), axon.swing_rate(voltage)
    assert spikes[1] == pytest.approx(swings[1], rel=0.01)
    assert spikes[2] == 0 and 142 < swings[2] < 168
    assert swings[0] == 0


def test_an_axon_that_cannot_fire_is_told_apart():
    with pytest.raises(ValueError, match="do not make this axon fire"):
        axon.sustained_rate(axon=axon.Axon(g_sodium=0.0))
