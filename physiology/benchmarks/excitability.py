"""Benchmarks of the resting potential (M2a) and of the shifted axon (M2b)."""

from functools import cache, partial

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


def _direction():
    return axon.critical_current(shift=2.0) - axon.critical_current(shift=0.0)


def _membrane_rows():
    table = (
        "A teaching table of mammalian cells at 37 °C; the citable textbook is still to be named."
    )
    ions = (("potassium", 1, -95), ("sodium", 1, 67), ("chloride", -1, -78), ("calcium", 2, 132))
    yield from rows(
        "M2a",
        "P",
        "",
        "mV",
        0.5,
        [
            (f"equilibrium potential of {ion}", e, partial(_equilibrium, ion, z))
            for ion, z, e in ions
        ],
        note=table,
    )
    textbook = [
        (
            "resting potential, sodium 142/14 mM",
            -86,
            partial(_resting, sodium_out=142.0, sodium_in=14.0),
        )
    ]
    yield from rows(
        "M2a", "P", "", "mV", 1.5, textbook, note="A textbook value, edition not named."
    )
    course = ((2, -99.00), (3, -92.20), (4, -86.78), (5, -82.28), (6, -78.42), (8, -72.07))
    yield from rows(
        "M2a",
        "R",
        "",
        "mV",
        0.02,
        [(f"resting potential, potassium {k} mM", v, partial(_resting, k)) for k, v in course],
    )


def _axon_rows():
    hopf = [("current at which rest first loses stability", 9.775437995393, axon.critical_current)]
    yield from rows(
        "M2b",
        "P",
        "hendrick_hopf",
        "µA/cm²",
        1e-5,
        hopf,
        note="A computer-assisted proof, in a preprint.",
    )
    fractions = zip((6, 9, 12), (0.32, 0.47, 0.57), strict=True)
    yield from rows(
        "M2b",
        "D",
        "",
        "of reference",
        0.01,
        [(f"calcium at that shift, κ {k} mV", f, partial(_calcium, k)) for k, f in fractions],
        note="κ is an assumption.",
    )
    yield from rows(
        "M2b",
        "P",
        "",
        "µA/cm²",
        0,
        [("change of that current with 2 mV of shift", 0, _direction)],
        relation="<",
        note="Low calcium lowers the threshold of squid axons "
        "(J Gen Physiol 1971, authors and title not seen).",
    )
    make = partial(rows, "M2b", "R", "")
    yield from make(
        "µA/cm²", 0.02, [("least current that keeps firing alive", 6.26, lambda: _persisting()[0])]
    )
    for current, rate in ((6.5, 55.06), (10, 68.32), (20, 86.47), (50, 117.04)):
        one = [(f"steady rate at {current:g} µA/cm²", rate, partial(_rate, current, 0))]
        yield from make("Hz", 0.005 * rate, one)
    yield from make("spikes", 0, [("spikes before block at 100 µA/cm²", 2, partial(_spikes, 100))])
    yield from make("mV", 0.01, [("shift at which rest is unstable", 6.756, axon.critical_shift)])
    yield from make(
        "mV", 0.02, [("least shift that keeps firing alive", 5.82, lambda: _persisting()[1])]
    )
    for shift, rate in ((7, 51.5), (10, 61.9), (15, 80.3)):
        one = [(f"rate at a shift of {shift} mV", rate, partial(_rate, 0, shift))]
        yield from make("Hz", 0.01 * rate, one)


ROWS = [*_membrane_rows(), *_axon_rows()]
