import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physiology import coronary
from physiology.coronary import Vessel

narrowings = st.floats(0, 0.97)
flows = st.floats(0.1, 2)
ratios = st.floats(0.05, 0.99)


@given(narrowings, flows)
def test_solved_flow_balances_the_circuit(narrowing, rest):
    v = Vessel()
    answer = coronary.perfusion(narrowing, rest)
    least = (v.arterial_pressure - v.venous_pressure) / rest / v.flow_reserve
    drop = coronary.pressure_drop(answer.hyperaemic_flow, narrowing)
    balance = v.arterial_pressure - drop - v.venous_pressure - least * answer.hyperaemic_flow
    assert abs(balance) < 1e-6
    assert np.isclose(answer.distal_pressure, v.arterial_pressure - drop, atol=1e-6)


@given(flows)
def test_more_narrowing_never_means_more_flow(rest):
    answer = coronary.perfusion(np.linspace(0, 0.98, 99), rest)
    assert (np.diff(answer.hyperaemic_flow) < 0).all()
    assert (np.diff(answer.resting_flow) <= 0).all()
    assert (np.diff(answer.ffr) < 0).all() and ((answer.ffr > 0) & (answer.ffr < 1)).all()


@given(narrowings, flows)
def test_rest_never_asks_for_more_than_the_bed_can_give(narrowing, rest):
    answer = coronary.perfusion(narrowing, rest)
    assert answer.resting_flow <= min(rest, answer.hyperaemic_flow) + 1e-12


@given(st.floats(-3, 3), narrowings)
def test_pressure_falls_in_the_direction_of_flow(flow, narrowing):
    drop = coronary.pressure_drop(flow, narrowing)
    assert np.isclose(drop, -coronary.pressure_drop(-flow, narrowing))
    assert drop * flow >= 0


@given(ratios)
def test_lumen_closes_exactly_at_the_closing_shortening(ratio):
    closing = coronary.closing_shortening(ratio)
    assert coronary.lumen_left(0.0, ratio) == pytest.approx(1)
    # Where the wall closes the square root is steep: a rounding error shows at 1e-6.
    assert coronary.lumen_left(closing, ratio) < 1e-5
    assert coronary.lumen_left(closing * 0.99, ratio) > 0


@given(ratios, st.floats(0, 1))
def test_wall_keeps_its_cross_section_while_it_shortens(ratio, share):
    shortening = share * coronary.closing_shortening(ratio)
    lumen = coronary.lumen_left(shortening, ratio) * ratio
    assert np.isclose((1 - shortening) ** 2 - lumen**2, 1 - ratio**2, atol=1e-9)


def test_thick_wall_turns_a_little_shortening_into_much_narrowing():
    left = coronary.lumen_left(0.1, np.array([0.9, 0.7, 0.5]))
    assert (np.diff(left) < 0).all()


def test_events_lie_on_the_curves_that_define_them():
    assert np.isclose(coronary.perfusion(coronary.narrowing_at_ffr(0.75)).ffr, 0.75)
    answer = coronary.perfusion(coronary.narrowing_at_resting_loss())
    assert np.isclose(answer.hyperaemic_flow, Vessel().resting_flow)


def test_impossible_requests_are_refused():
    with pytest.raises(ValueError, match="narrowing must lie between 0 and 1; got 50"):
        coronary.pressure_drop(1.0, 50)
    with pytest.raises(ValueError, match="a closed vessel carries no flow"):
        coronary.perfusion(1.0)
    with pytest.raises(ValueError, match="flow must lie between -20 and 20 ml/s; got 115"):
        coronary.pressure_drop(115, 0.5)
    with pytest.raises(ValueError, match="arterial pressure must exceed venous pressure"):
        Vessel(arterial_pressure=20.0, venous_pressure=25.0)
    with pytest.raises(ValueError, match="density must lie between 900 and 1200"):
        Vessel(density=1.06)
    with pytest.raises(ValueError, match="a wall has some thickness"):
        coronary.closing_shortening(1.0)
    with pytest.raises(ValueError, match="no narrowing between"):
        coronary.narrowing_at_ffr(0.9999)


def test_rounding_never_leaves_more_lumen_than_there_was():
    assert coronary.lumen_left(0, 0.0717) <= 1
