"""Nernst and Goldman-Hodgkin-Katz potentials of a resting membrane.

It holds no pump current and no failure of the inward rectifier, and by default no chloride: the
paradoxical depolarisation of muscle in severe hypokalaemia cannot appear, and no claim about cramps
follows from it.
"""

from dataclasses import dataclass

import numpy as np

from physiology.quantities import Parameters, above, quantity, together, within

GAS_CONSTANT = 8.31446261815324  # J/(mol K), exact in the SI since 2019
FARADAY = 96_485.33212331  # C/mol, likewise

_TEXTBOOK = "rounded textbook value"


@dataclass(frozen=True)
class Ions(Parameters):
    """Concentrations and relative permeabilities of a mammalian muscle cell at rest."""

    potassium_out: float = quantity(4.0, "mM", _TEXTBOOK, 1e-9, 1e3)
    potassium_in: float = quantity(140.0, "mM", _TEXTBOOK, 1e-9, 1e3)
    sodium_out: float = quantity(145.0, "mM", _TEXTBOOK, 1e-9, 1e3)
    sodium_in: float = quantity(12.0, "mM", _TEXTBOOK, 1e-9, 1e3)
    chloride_out: float = quantity(110.0, "mM", _TEXTBOOK, 1e-9, 1e3)
    chloride_in: float = quantity(6.0, "mM", _TEXTBOOK, 1e-9, 1e3)
    calcium_out: float = quantity(2.0, "mM", _TEXTBOOK, 1e-9, 1e3)
    calcium_in: float = quantity(1e-4, "mM", _TEXTBOOK, 1e-9, 1e3)
    sodium_permeability: float = quantity(0.01, "of potassium's", _TEXTBOOK, 0, 100)
    chloride_permeability: float = quantity(0.0, "of potassium's", "our choice", 0, 100)
    temperature: float = quantity(310.15, "K", "our choice", 250, 330)


def thermal_voltage(temperature=Ions.temperature):
    """Return RT/F in mV; raises ``ValueError`` for a `temperature` that cannot be kelvin."""
    return 1e3 * GAS_CONSTANT * Ions.accept("temperature", temperature) / FARADAY


def nernst(outside, inside, valence, temperature=Ions.temperature):
    """Return the equilibrium potential (mV) of an ion; concentrations in any one unit.

    All arguments broadcast. Raises ``ValueError`` for a concentration that is not positive, a
    valence of zero, or a temperature that cannot be kelvin.
    """
    outside, inside, valence, temperature = together(
        outside=above("concentration outside", outside, unit="mM"),
        inside=above("concentration inside", inside, unit="mM"),
        valence=within("valence", valence, -4, 4),
        temperature=Ions.accept("temperature", temperature),
    )
    if (valence == 0).any():
        raise ValueError("an uncharged particle (valence 0) has no equilibrium potential")
    return thermal_voltage(temperature) / valence * np.log(outside / inside)


def resting_potential(ions=None, potassium_out=None):
    """Return the Goldman-Hodgkin-Katz potential (mV).

    `potassium_out` (mM, any shape) replaces the value in `ions`, for a sweep. Raises ``ValueError``
    for a concentration that is not positive or above 1 M.
    """
    i = ions or Ions()
    outside = i.potassium_out if potassium_out is None else potassium_out
    outside = above("potassium outside", outside, high=1e3, unit="mM")
    sodium, chloride = i.sodium_permeability, i.chloride_permeability
    # An anion is driven the other way, so chloride changes sides.
    toward = outside + sodium * i.sodium_out + chloride * i.chloride_in
    away = i.potassium_in + sodium * i.sodium_in + chloride * i.chloride_out
    return thermal_voltage(i.temperature) * np.log(toward / away)
