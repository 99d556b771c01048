"""A coronary stenosis in series with an autoregulating bed, and the geometric lever of a wall.

Pressure law of Young and Tsai with the constants of `simvascular_stenosis`; the lever is our
algebra of a concentric incompressible wall on the principle of `macalpin1980lever`. Steady flow,
one rigid circular lesion, no collaterals, no trigger: a slider's value is nobody's risk.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

from physiology.quantities import Parameters, above, quantity, single, together, within

PASCAL_PER_MMHG = 133.322387415  # exact to the digits shown, by definition of the unit
_NARROWEST = 0.995  # beyond it the law would hold the whole pressure

_ASSUMED, _LAW = "assumed", "simvascular_stenosis"


@dataclass(frozen=True)
class Vessel(Parameters):
    """An epicardial vessel with one lesion, blood, and the bed that it feeds."""

    diameter: float = quantity(3.0, "mm", _ASSUMED, 0.5, 10)
    length: float = quantity(3.0, "mm", _ASSUMED, 0.1, 100)
    # Viscous loss as in a tube of Poiseuille (32), longer than the lesion by its entrance.
    viscous_factor: float = quantity(32.0, "", _LAW, 1, 1e3)
    length_factor: float = quantity(0.83, "", _LAW, 0, 10)
    entrance_factor: float = quantity(1.64, "", _LAW, 0, 10)
    turbulence: float = quantity(1.52, "", _LAW, 0, 10)
    density: float = quantity(1060.0, "kg/m³", _ASSUMED, 900, 1200)
    viscosity: float = quantity(0.0035, "Pa s", _ASSUMED, 5e-4, 0.02)
    arterial_pressure: float = quantity(90.0, "mmHg", _ASSUMED, 20, 300)
    venous_pressure: float = quantity(5.0, "mmHg", _ASSUMED, 0, 30)
    resting_flow: float = quantity(0.5, "ml/s", _ASSUMED, 0.01, 10)
    flow_reserve: float = quantity(4.0, "", "bourdarias1995reserve", 1, 10)

    def __post_init__(self):
        super().__post_init__()
        if self.venous_pressure >= self.arterial_pressure:
            raise ValueError(
                "arterial pressure must exceed venous pressure; got "
                f"{self.arterial_pressure:g} and {self.venous_pressure:g} mmHg"
            )


class Perfusion(NamedTuple):
    """Flows in ml/s, pressure behind the lesion (hyperaemia) in mmHg, and FFR; one shape."""

    resting_flow: np.ndarray
    hyperaemic_flow: np.ndarray
    distal_pressure: np.ndarray
    ffr: np.ndarray


def narrowing_from_area(area_narrowing):
    """Turn the fraction of the lumen's area that is lost into the fraction of its diameter.

    Raises ``ValueError`` for per cent and for a closed vessel.
    """
    return 1 - np.sqrt(1 - _narrowing(area_narrowing))


def pressure_drop(flow, narrowing, vessel=None):
    """Return the pressure (mmHg) lost across the lesion.

    `flow` (ml/s, not ml/min) and `narrowing` (fraction of the diameter, 0 to below 1) broadcast.
    Raises ``ValueError`` for a flow beyond 20 ml/s, which must be ml/min, and for a closed vessel.
    """
    flow, narrowing = together(
        flow=within("flow", flow, -20, 20, "ml/s"), narrowing=_narrowing(narrowing)
    )
    viscous, inertial = _coefficients(narrowing, vessel or Vessel())
    return viscous * flow + inertial * flow * np.abs(flow)


def perfusion(narrowing, resting_flow=None, vessel=None):
    """Solve lesion and bed together, at rest and in hyperaemia.

    `narrowing` (fraction of the diameter) and `resting_flow` (ml/s, the flow that the bed defends)
    broadcast. The bed widens to keep its flow, at most until its resistance is 1/reserve of rest.
    Raises ``ValueError`` for a flow above 10 ml/s, which must be ml/min, and for a closed vessel.
    """
    v = vessel or Vessel()
    rest = v.resting_flow if resting_flow is None else resting_flow
    rest, narrowing = together(
        resting_flow=above("resting_flow", rest, high=10, unit="ml/s"),
        narrowing=_narrowing(narrowing),
    )
    pressure = v.arterial_pressure - v.venous_pressure
    viscous, inertial = _coefficients(narrowing, v)
    least = pressure / rest / v.flow_reserve
    # (least + viscous) Q + inertial Q² = pressure, in the form that survives inertial = 0.
    linear = least + viscous
    hyperaemic = 2 * pressure / (linear + np.sqrt(linear**2 + 4 * inertial * pressure))
    distal = v.venous_pressure + least * hyperaemic
    return Perfusion(np.minimum(rest, hyperaemic), hyperaemic, distal, distal / v.arterial_pressure)


def narrowing_at_ffr(ffr=0.8, vessel=None):
    """Return the narrowing (fraction of the diameter) at which FFR falls to `ffr`.

    Raises ``ValueError`` for per cent, and if no narrowing up to 99.5 % reaches it.
    """
    ffr = single("ffr", within("ffr", ffr, 0.05, 0.9999))
    return _first(lambda x: perfusion(x, vessel=vessel).ffr - ffr)


def narrowing_at_resting_loss(vessel=None):
    """Return the narrowing at which the bed is fully open and resting flow begins to fall.

    Raises ``ValueError`` if it is not reached up to 99.5 %.
    """
    v = vessel or Vessel()
    return _first(lambda x: perfusion(x, vessel=v).hyperaemic_flow - v.resting_flow)


def narrowing_at_hyperaemic_loss(share=0.1, vessel=None):
    """Return the narrowing that takes `share` of the hyperaemic flow of the open vessel.

    Raises ``ValueError`` for per cent, and if no narrowing up to 99.5 % takes so much.
    """
    share = single("share", within("share", share, 0.001, 0.99))
    whole = perfusion(0.0, vessel=vessel).hyperaemic_flow
    return _first(lambda x: perfusion(x, vessel=vessel).hyperaemic_flow - (1 - share) * whole)


def tube_resistance_ratio(diameter_ratio):
    """Return how many times the resistance of a uniform tube grows when its diameter changes.

    Poiseuille's law. Raises ``ValueError`` for a ratio that is not positive.
    """
    return 1 / above("diameter ratio", diameter_ratio) ** 4


def lumen_left(shortening, lumen_ratio):
    """Return the diameter left, as a fraction of the relaxed one; 0 once the lumen is closed.

    `shortening` of the outer wall (fraction, 0 to 1) and `lumen_ratio`, the relaxed ratio of lumen
    to outer radius, broadcast. Raises ``ValueError`` for per cent.
    """
    shortening, lumen = together(
        shortening=within("shortening", shortening, 0, 1), lumen_ratio=_ratio(lumen_ratio)
    )
    # The wall's cross-section, 1 - lumen², cannot be squeezed away.
    square = (1 - shortening) ** 2 - (1 - lumen**2)
    # Rounding must not leave more than there was.
    return np.minimum(np.sqrt(np.maximum(square, 0)) / lumen, 1.0)


def closing_shortening(lumen_ratio):
    """Return the shortening of the outer wall that closes the lumen.

    Raises ``ValueError`` for per cent.
    """
    return 1 - np.sqrt(1 - _ratio(lumen_ratio) ** 2)


def _coefficients(narrowing, v):
    """Return the pressure law as mmHg per ml/s and mmHg per (ml/s)²."""
    open_share = 1 - _narrowing(narrowing)
    area = open_share**2
    diameter, length = v.diameter * 1e-3, v.length * 1e-3
    speed = 4 * 1e-6 / (np.pi * diameter**2)
    effective = v.length_factor * length + v.entrance_factor * diameter * open_share
    geometry = v.viscous_factor * effective / (diameter * area**2)
    viscous = geometry * v.viscosity / diameter * speed
    inertial = v.turbulence / 2 * v.density * (1 / area - 1) ** 2 * speed**2
    return viscous / PASCAL_PER_MMHG, inertial / PASCAL_PER_MMHG


def _narrowing(value):
    value = within("narrowing", value, 0, 1)
    if (value == 1).any():
        raise ValueError("narrowing must be below 1: a closed vessel carries no flow")
    return value


def _ratio(value):
    value = above("lumen ratio", within("lumen ratio", value, 0, 1))
    if (value == 1).any():
        raise ValueError("lumen ratio must be below 1: a wall has some thickness")
    return value


def _first(excess):
    if not excess(0.0) > 0 > excess(_NARROWEST):
        raise ValueError(f"no narrowing between 0 and {100 * _NARROWEST:g} % reaches this value")
    return brentq(excess, 0.0, _NARROWEST, xtol=1e-12)
