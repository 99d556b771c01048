from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physiology.motoneuron import Motoneuron, membrane_constants
from physiology.motoneuron_pool import Pool


@given(st.floats(0.2, 5))
def test_input_resistance_falls_with_a_leakier_membrane(factor):
    cell = Motoneuron()
    leakier = replace(cell, dendrite_resistivity=cell.dendrite_resistivity / (1 + factor))
    assert membrane_constants(leakier).input_resistance < membrane_constants().input_resistance


def test_quiet_cell_without_inhibition_stays_exactly_at_rest():
    assert (Pool(gamma=1.0).run(50.0).voltage == 0).all()


def test_steady_depolarisation_is_current_times_input_resistance():
    steps = 4000
    pool = Pool(gamma=0.0, step=0.05).run(0.05 * steps, np.full(steps, 1.0))
    assert np.isclose(pool.voltage[0, 0], membrane_constants().input_resistance, rtol=1e-9)


def test_inhibition_alone_draws_the_dendrite_towards_its_reversal_potential():
    soma, dendrite = Pool(0.3, [0.05, 0.2, 5.0]).run(200.0).voltage
    assert (np.diff(dendrite) < 0).all()
    assert (dendrite > Motoneuron().e_inhibition).all() and (soma > dendrite).all()


def test_cells_of_a_pool_do_not_feel_each_other():
    current = np.full(4000, 12.0)
    times, cells = Pool([0.1, 0.3, 0.6], step=0.05).run(200.0, current).spike_times()
    alone, _ = Pool(0.3, step=0.05).run(200.0, current).spike_times()
    np.testing.assert_array_equal(times[cells == 1], alone)


def test_copied_cells_go_on_as_the_originals_do():
    current = np.full(2000, 12.0)
    pool = Pool([0.1, 0.3], step=0.05).run(100.0, current)
    # In the midst of pulses, twice the same cell.
    copies = pool.take([1, 1, 0])
    pool.run(100.0, current)
    copies.run(100.0, current)
    np.testing.assert_array_equal(copies.voltage, pool.voltage[:, [1, 1, 0]])


def test_no_spike_comes_within_the_refractory_period():
    times, _ = Pool(0.5, step=0.05).run(200.0, np.full(4000, 200.0)).spike_times()
    assert times.size > 5 and np.diff(times).min() > Motoneuron().refractory


def test_impossible_pools_are_refused():
    with pytest.raises(ValueError, match=r"gamma must lie between 0 and 2; got -0\.1"):
        Pool(gamma=-0.1)
    with pytest.raises(ValueError, match="inhibition must lie between 0 and 10 µS"):
        Pool(inhibition=60.0)
    with pytest.raises(ValueError, match=r"step must lie between 0 and 0\.1 ms"):
        Pool(step=0.5)
    with pytest.raises(ValueError, match="current must hold one value or 40, one a step"):
        Pool().run(1.0, np.zeros(3))


def test_inhibition_can_be_switched_during_a_run():
    # A plateau, once on, is ended by enough inhibition and does not come back by itself.
    pool = Pool([0.3, 0.3], step=0.05).run(1000.0, 5.0).run(1000.0)
    pool.inhibit([0.0, 1.0]).run(1000.0).inhibit(0.0).run(1000.0)
    times, cells = pool.spike_times()
    assert (times[cells == 0] > 3500).any() and not (times[cells == 1] > 2500).any()
    same = Pool(0.3, 0.06, step=0.05).run(100.0)
    np.testing.assert_array_equal(
        same.voltage, Pool(0.3, step=0.05).inhibit(0.06).run(100.0).voltage
    )


def test_current_into_the_dendrite_spreads_to_the_soma_by_the_coupling():
    k = membrane_constants()
    soma, dendrite = Pool(0.0, step=0.05).run(400.0, dendrite=1.0).voltage[:, 0]
    assert soma == pytest.approx(dendrite * k.coupling / (k.coupling + k.leak_soma), rel=1e-6)
    # The dendrite leaks more than the soma, so the same current lifts its own side less.
    there = Pool(0.0, step=0.05).run(400.0, 1.0).voltage[1, 0]
    assert soma == pytest.approx(there, rel=1e-6)


def test_a_pool_refuses_what_it_would_have_dropped():
    pool = Pool([0.1, 0.3], step=0.05).run(10.0)
    for times, cells, said in (
        ([-1.0], [0], "times must lie between 0"),
        ([1.0], [5], "there is no cell 5: the last one is 1"),
        ([1.0, 2.0], [0], "two lists of one length"),
    ):
        with pytest.raises(ValueError, match=said):
            pool.schedule_volleys(times, cells)
    with pytest.raises(ValueError, match="duration must lie between 0"):
        pool.run(-5.0)
    with pytest.raises(ValueError, match="cells stand in one list"):
        Pool([[0.1, 0.2]])
