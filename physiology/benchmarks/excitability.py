"""Benchmarks of the resting potential (M2a) and of the shifted axon (M2b)."""

from functools import cache, partial
from math import log

import numpy as np

from physiology import axon
from physiology.benchmarks.benchmark import rows
from physiology.membrane import Ions, nernst, resting_potential

_RUNS = ((6.5, 0), (10, 0), (20, 0), (50, 0), (100, 0), (0, 7), (0, 10), (0, 15))
_CURRENTS = tuple(np.round(np.arange(6.22, 6.305, 0.01), 3))
_SHIFTS = tuple(np.round(np.arange(5.78, 5.865, 0.01), 3))


def _equilibrium(ion, valence):
    ions = Ions()
    return float(nernst(getattr(ions, f"{ion}_out"), getattr(ions, f"{ion}_in"), valence))


def _resting(potassium=None, **changes):
    return float(resting_potential(Ions(**changes), potassium))


@cache
def _traces():
    return axon.simulate(*np.array(_RUNS, float).T, duration=500)[0]


def _rate(current, shift):
    return float(axon.firing_rate(_traces())[_RUNS.index((current, shift))])


def _swing(current):
    return float(axon.swing_rate(_traces())[_RUNS.index((current, 0))])


def _spikes(current):
    return axon.spike_times(_traces()[:, _RUNS.index((current, 0))]).size


@cache
def _persisting():
    currents, shifts = np.array(_CURRENTS), np.array(_SHIFTS)
    zeros = np.zeros_like(currents), np.zeros_like(shifts)
    rates = axon.sustained_rate(np.r_[currents, zeros[1]], np.r_[zeros[0], shifts])
    return currents[rates[: currents.size] > 0].min(), shifts[rates[currents.size :] > 0].min()


def _calcium(kappa):
    return float(axon.calcium_fraction(axon.critical_shift(), kappa))


def _one_gate(tenfold):
    return _calcium(tenfold / log(10))


def _direction():
    return axon.critical_current(shift=2.0) - axon.critical_current(shift=0.0)


_TABLE = "Rounded textbook values of mammalian cells at 37 °C: they check the arithmetic."
_CONCENTRATIONS = "The resting potential is for sodium of 142 and 14 mM, as in textbooks."
_SQUID = "Low calcium lowers the threshold of squid axons (a paper of 1971, record incomplete)."
_PROOF = "A computer-assisted proof, in a preprint."

_EQUILIBRIA = (
    ("potassium", 1, -95),
    ("sodium", 1, 67),
    ("chloride", -1, -78),
    ("calcium", 2, 132),
)
_COURSE = ((2, -99.00), (3, -92.20), (4, -86.78), (5, -82.28), (6, -78.42), (8, -72.07))
_HOPF = ("current at which rest first loses stability", 9.775437995393, axon.critical_current)
_DIRECTION = ("change of that current with 2 mV of shift", 0, _direction)
# By how many mV ten times the calcium moves one gate of the sodium channel, and what follows.
_GATES = (
    ("hille1975negative", "Opening of sodium channels in myelinated fibres", 20, 0.46),
    ("hille1975negative", "Opening of sodium channels in myelinated fibres", 25, 0.54),
    ("shoukimas1978calcium", "Inactivation of sodium in squid axons", 10, 0.21),
)
_AT_SHIFT = "calcium at the critical shift"
_FRACTIONS = ((6, 0.32), (9, 0.47), (12, 0.57))
_ALIVE = ("least current that keeps firing alive", 6.26, lambda: _persisting()[0])
_ALIVE_SHIFT = ("least shift that keeps firing alive", 5.82, lambda: _persisting()[1])
_UNSTABLE = ("shift at which rest is unstable", 6.756, axon.critical_shift)
_SWING = ("rate of swings below 50 mV at 100 µA/cm²", 147.2, lambda: _swing(100))
_UPPER = (
    "current at which rest is stable again",
    154.522,
    partial(axon.critical_current, bracket=(100, 200)),
)
_BLOCK = ("spikes above 50 mV at 100 µA/cm²", 2, partial(_spikes, 100))
_CURRENT_RATES = ((6.5, 55.06), (10, 68.32), (20, 86.47), (50, 117.04))
_SHIFT_RATES = ((7, 51.5), (10, 61.9), (15, 80.3))

_recorded = partial(rows, "M2b", "R", "")

ROWS = [
    *rows(
        *("M2a", "X", "", "mV", 0.5),
        [
            (f"equilibrium potential of {ion}", e, partial(_equilibrium, ion, z))
            for ion, z, e in _EQUILIBRIA
        ],
        note=_TABLE,
    ),
    *rows(
        *("M2a", "X", "", "mV", 1.5),
        [("resting potential", -86, partial(_resting, sodium_out=142.0, sodium_in=14.0))],
        note=_CONCENTRATIONS,
    ),
    *rows(
        *("M2a", "R", "", "mV", 0.02),
        [(f"resting potential, potassium {k} mM", v, partial(_resting, k)) for k, v in _COURSE],
    ),
    *rows("M2b", "P", "hendrick_hopf", "µA/cm²", 1e-5, [_HOPF], note=_PROOF),
    *rows("M2b", "X", "", "µA/cm²", 0, [_DIRECTION], relation="<", note=_SQUID),
    *rows(
        *("M2b", "D", "", "of reference", 0.01),
        [(f"{_AT_SHIFT}, κ {k} mV", f, partial(_calcium, k)) for k, f in _FRACTIONS],
        note="κ is an assumption.",
    ),
    *(
        row
        for source, gate, mv, fraction in _GATES
        for row in rows(
            *("M2b", "D", source, "of reference", 0.01),
            [(f"{_AT_SHIFT}, {mv} mV for a tenfold fall", fraction, partial(_one_gate, mv))],
            note=f"{gate}; the other gates were not measured there.",
        )
    ),
    *_recorded("µA/cm²", 0.02, [_ALIVE]),
    *(
        row
        for current, rate in _CURRENT_RATES
        for row in _recorded(
            *("Hz", 0.005 * rate),
            [(f"steady rate at {current:g} µA/cm²", rate, partial(_rate, current, 0))],
        )
    ),
    *_recorded("spikes", 0, [_BLOCK]),
    *_recorded("Hz", 0.5, [_SWING]),
    *_recorded("µA/cm²", 0.001, [_UPPER]),
    *_recorded("mV", 0.01, [_UNSTABLE]),
    *_recorded("mV", 0.02, [_ALIVE_SHIFT]),
    *(
        row
        for shift, rate in _SHIFT_RATES
        for row in _recorded(
            "Hz", 0.01 * rate, [(f"rate at a shift of {shift} mV", rate, partial(_rate, 0, shift))]
        )
    ),
]
