"""A motoneuron with a dendritic persistent inward current, on two compartments.

Equations and constants: `elias2013bistable` (slow, S-type cell), as evaluated by `guerra_somaden`.
The constant dendritic inhibition is our addition. Voltages are relative to rest. It holds no
muscle, no reflex loop and no adaptation, so it says nothing of how long a cramp lasts.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from physiology.quantities import Parameters, quantity

_PROGRAM = "elias2013bistable, guerra_somaden"


@dataclass(frozen=True)
class Motoneuron(Parameters):
    """A slow (S-type) motoneuron; lengths are side lengths of cylinders."""

    axial_resistivity: float = quantity(70.0, "ohm cm", _PROGRAM, 1, 1e4)
    capacitance: float = quantity(1.0, "µF/cm²", _PROGRAM, 0.1, 10)
    dendrite_resistivity: float = quantity(12_500.0, "ohm cm²", _PROGRAM, 1, 1e6)
    soma_resistivity: float = quantity(1_100.0, "ohm cm²", _PROGRAM, 1, 1e6)
    dendrite_length: float = quantity(6_154.0, "µm", _PROGRAM, 1, 1e5)
    dendrite_radius: float = quantity(26.0, "µm", _PROGRAM, 1, 1e3)
    soma_length: float = quantity(80.0, "µm", _PROGRAM, 1, 1e3)
    soma_radius: float = quantity(40.0, "µm", _PROGRAM, 1, 1e3)
    rheobase: float = quantity(5.0, "nA", _PROGRAM, 0.1, 100)
    pulse: float = quantity(0.6, "ms", _PROGRAM, 0.1, 5)
    refractory: float = quantity(5.0, "ms", _PROGRAM, 0.6, 100)
    e_leak: float = quantity(0.0, "mV", _PROGRAM, -50, 50)
    e_calcium: float = quantity(140.0, "mV", _PROGRAM, 50, 250)
    e_sodium: float = quantity(120.0, "mV", _PROGRAM, 50, 200)
    e_potassium: float = quantity(-10.0, "mV", _PROGRAM, -50, 0)
    e_excitation: float = quantity(70.0, "mV", _PROGRAM, 0, 150)
    e_inhibition: float = quantity(-16.0, "mV", _PROGRAM, -50, 0)
    g_sodium: float = quantity(30.0, "mS/cm²", _PROGRAM, 0, 1e3)
    g_potassium_fast: float = quantity(4.0, "mS/cm²", _PROGRAM, 0, 1e3)
    g_potassium_slow: float = quantity(19.15, "mS/cm²", _PROGRAM, 0, 1e3)
    g_calcium: float = quantity(0.038, "mS/cm²", _PROGRAM, 0, 10)
    dendrite_threshold: float = quantity(2.75, "mV", _PROGRAM, 0.1, 50)
    alpha_m: float = quantity(22.0, "1/ms", _PROGRAM, 0, 1e3)
    beta_m: float = quantity(13.0, "1/ms", _PROGRAM, 0, 1e3)
    alpha_h: float = quantity(0.5, "1/ms", _PROGRAM, 0, 1e3)
    beta_h: float = quantity(4.0, "1/ms", _PROGRAM, 0, 1e3)
    alpha_n: float = quantity(1.5, "1/ms", _PROGRAM, 0, 1e3)
    beta_n: float = quantity(0.1, "1/ms", _PROGRAM, 0, 1e3)
    alpha_q: float = quantity(1.5, "1/ms", _PROGRAM, 0, 1e3)
    beta_q: float = quantity(0.025, "1/ms", _PROGRAM, 0, 1e3)
    alpha_p: float = quantity(0.008, "1/ms", _PROGRAM, 0, 1e3)
    beta_p: float = quantity(0.014, "1/ms", _PROGRAM, 0, 1e3)
    g_fibre: float = quantity(0.6, "µS", "elias2013bistable", 0, 10)
    alpha_r: float = quantity(0.5, "1/ms", "elias2013bistable", 0, 100)
    beta_r: float = quantity(2.5, "1/ms", "elias2013bistable", 0, 100)
    transmitter: float = quantity(0.2, "ms", "elias2013bistable", 0.05, 5)


@dataclass(frozen=True)
class Drive(Parameters):
    """What the tuned cell receives; `gamma` is its share of the full persistent inward current.

    Together they give a threshold of 13 Hz. Nobody has measured one of them during a cramp.
    """

    inhibition: float = quantity(0.06, "µS", "assumed", 0, 10)
    gamma: float = quantity(0.3, "", _PROGRAM, 0, 2)
    fibres: float = quantity(54, "", "elias2013bistable, assumed", 0, 1000)


class Constants(NamedTuple):
    """What follows from geometry: conductances µS, capacitances nF, resistance MΩ, threshold mV."""

    coupling: float
    leak_dendrite: float
    leak_soma: float
    sodium: float
    potassium_fast: float
    potassium_slow: float
    calcium: float
    capacitance_dendrite: float
    capacitance_soma: float
    input_resistance: float
    threshold: float


def membrane_constants(cell=None):
    """Turn densities and lengths into whole-cell constants (formulae as in `guerra_somaden`).

    ``Motoneuron`` raises ``ValueError`` for what is impossible.
    """
    c = cell or Motoneuron()
    cm = 1e-4
    length_d, radius_d = c.dendrite_length * cm, c.dendrite_radius * cm
    length_s, radius_s = c.soma_length * cm, c.soma_radius * cm
    area_d, area_s = 2 * np.pi * radius_d * length_d, 2 * np.pi * radius_s * length_s
    axial = c.axial_resistivity * (length_d / radius_d**2 + length_s / radius_s**2) / np.pi
    coupling, leak_d, leak_s = (
        1e6 * g for g in (2 / axial, area_d / c.dendrite_resistivity, area_s / c.soma_resistivity)
    )
    resistance = 1 / (leak_s + leak_d * coupling / (leak_d + coupling))
    return Constants(
        coupling,
        leak_d,
        leak_s,
        *(1e3 * g * area_s for g in (c.g_sodium, c.g_potassium_fast, c.g_potassium_slow)),
        1e3 * c.g_calcium * area_d,
        1e3 * c.capacitance * area_d,
        1e3 * c.capacitance * area_s,
        resistance,
        # The source rounds the threshold down to whole millivolts (8.0045 without it).
        float(np.floor(resistance * c.rheobase)),
    )
