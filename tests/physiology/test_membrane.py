import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physiology.membrane import Ions, nernst, resting_potential, thermal_voltage

amounts = st.floats(1e-4, 500)
kelvin = st.floats(273, 315)
valences = st.sampled_from([-2, -1, 1, 2])


@given(amounts, valences, kelvin)
def test_equal_concentrations_have_no_potential(amount, valence, warmth):
    assert nernst(amount, amount, valence, warmth) == 0


@given(amounts, amounts, valences, kelvin)
def test_swapping_the_sides_or_the_charge_turns_the_potential_round(out, inside, valence, warmth):
    potential = nernst(out, inside, valence, warmth)
    assert np.isclose(nernst(inside, out, valence, warmth), -potential, atol=1e-9)
    assert np.isclose(nernst(out, inside, -valence, warmth), -potential, atol=1e-9)


@given(amounts, amounts, valences, kelvin)
def test_at_its_potential_an_ion_is_in_boltzmann_equilibrium(out, inside, valence, warmth):
    potential = nernst(out, inside, valence, warmth)
    share = np.exp(-valence * potential / thermal_voltage(warmth))
    assert np.isclose(share, inside / out, rtol=1e-9)


@given(amounts, amounts)
def test_membrane_open_to_potassium_alone_rests_at_its_nernst_potential(out, inside):
    ions = Ions(potassium_out=out, potassium_in=inside, sodium_permeability=0.0)
    assert np.isclose(resting_potential(ions), nernst(out, inside, 1), atol=1e-9)


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0.5, 20))
def test_resting_potential_lies_between_the_equilibria_of_its_ions(sodium, chloride, potassium):
    ions = Ions(sodium_permeability=sodium, chloride_permeability=chloride)
    ends = [
        nernst(potassium, ions.potassium_in, 1),
        nernst(ions.sodium_out, ions.sodium_in, 1),
        nernst(ions.chloride_out, ions.chloride_in, -1),
    ]
    assert min(ends) - 1e-9 <= resting_potential(ions, potassium) <= max(ends) + 1e-9


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0.5, 20))
def test_at_rest_the_constant_field_currents_of_all_ions_cancel(sodium, chloride, potassium):
    ions = Ions(potassium_out=potassium, sodium_permeability=sodium, chloride_permeability=chloride)
    reduced = resting_potential(ions) / thermal_voltage()

    def current(permeability, name, valence):
        outside, inside = getattr(ions, f"{name}_out"), getattr(ions, f"{name}_in")
        u = valence * reduced
        scale = 1.0 if u == 0 else u / -np.expm1(-u)
        return permeability * valence * scale * (inside - outside * np.exp(-u))

    currents = [
        current(1.0, "potassium", 1),
        current(sodium, "sodium", 1),
        current(chloride, "chloride", -1),
    ]
    assert abs(sum(currents)) < 1e-9 * (1 + max(np.abs(currents)))


@given(st.lists(st.floats(0.1, 50), min_size=2, unique=True))
def test_more_potassium_outside_always_depolarises(values):
    potentials = resting_potential(potassium_out=np.sort(values))
    assert (np.diff(potentials) >= 0).all()


def test_low_potassium_hyperpolarises_in_this_equation():
    assert resting_potential(potassium_out=2.5) < resting_potential(potassium_out=4.0)


def test_sweep_has_the_shape_of_its_input():
    assert resting_potential(potassium_out=np.ones((3, 2))).shape == (3, 2)


def test_impossible_inputs_are_refused():
    with pytest.raises(ValueError, match="concentration outside must be above 0 mM; got -4"):
        nernst(-4, 140, 1)
    with pytest.raises(ValueError, match="valence 0"):
        nernst(4, 140, 0)
    with pytest.raises(ValueError, match="temperature must lie between 250 and 330 K; got 37"):
        nernst(4, 140, 1, 37)
    with pytest.raises(ValueError, match="potassium_in must lie between"):
        Ions(potassium_in=-140.0)
